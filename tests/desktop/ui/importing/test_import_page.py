"""A file taken in at the window, by keyboard: looked at first, columns named where they aren't known, booked once."""

from PySide6.QtWidgets import QApplication

from desktop.ui.importing.mapping import ImportColumnsDialog
from tests.desktop.ui.frame.test_pages import open_page
from tests.desktop.ui.settling.test_settling import shot


def write(folder, body, name="rows.csv"):
    path = folder / name
    path.write_text(body, encoding="utf-8")
    return path


def opened(hands, path, kind):
    page = open_page(hands, "importing", kind)
    page.open_file(path)
    hands.settle()
    return page


def shown(page):
    return [(row.row, row.state, row.what) for row in page.list.rows.rows]


def test_a_count_is_looked_at_then_booked_once(hands, tmp_path):
    known = open_page(hands, "products").window_.row(0)
    rows = f"货号,品名,实盘数量\n{known.sku},,7\n没有,别的,1\n合计,,8\n制单：张三,,\n"
    page = opened(hands, write(tmp_path, rows), "stock")
    assert shown(page) == [
        (2, "taken", f"{known.sku} {known.name}"), (3, "refused", "没有 别的 1"), (4, "left", "合计 8"),
        (5, "left", "制单：张三"),
    ]  # fmt: skip
    assert "4 行：可入账 1，已如此 0，不能入账 1，不是明细 2" in page.told.text()
    assert "账里没有商品“没有”" in page.list.model().index(1, 3).data()
    shot("importing", hands.shell)
    before = known.on_hand
    assert open_page(hands, "products").window_.row(0).on_hand == before
    page = open_page(hands, "importing")
    hands.press("F8")
    hands.settle()
    assert "已入账 1 行。记了 1 张单据。1 行没有入账" in page.banner.text
    assert shown(page)[0][1] == "booked"
    assert not page.book_action.isEnabled()
    hands.press("F8")
    hands.settle()
    assert open_page(hands, "products").window_.row(0).on_hand != before


def test_columns_nobody_knows_are_named_by_hand_once(hands, tmp_path):
    body = "甲,乙,丙\nN901,新客一,13800000000\nN902,新客二,\n"
    page = opened(hands, write(tmp_path, body), "customers")
    box = QApplication.activeModalWidget()
    assert isinstance(box, ImportColumnsDialog)
    box.boxes["code"].setCurrentText("甲")
    box.boxes["name"].setCurrentText("乙")
    box.boxes["phone"].setCurrentText("丙")
    box.boxes["price_list"].setCurrentText("P1")  # no title: the same on every row
    shot("importing-columns", box)
    hands.press("F8")
    hands.settle()
    assert [each[1:] for each in shown(page)] == [("taken", "N901 新客一"), ("taken", "N902 新客二")]
    hands.press("F8")
    hands.settle()
    assert "已入账 2 行。" in page.banner.text
    page.open_file(write(tmp_path, body, "next.csv"))
    hands.settle()
    assert QApplication.activeModalWidget() is None
    assert [each[1] for each in shown(page)] == ["same", "same"]


def test_another_kind_reads_the_file_anew_and_what_is_no_table_is_told(hands, tmp_path):
    page = opened(hands, write(tmp_path, "客户编码,客户名称\nN903,新客三\n"), "customers")
    assert shown(page) == [(2, "taken", "N903 新客三")]
    hands.press("Shift+F4")
    hands.settle()
    assert isinstance(QApplication.activeModalWidget(), ImportColumnsDialog)  # no products' columns here
    hands.press("Escape")
    path = tmp_path / "坏.xlsx"
    path.write_bytes(b"nothing of the kind")
    page.open_file(path)
    hands.settle()
    assert page.banner.text
    assert not page.book_action.isEnabled()
