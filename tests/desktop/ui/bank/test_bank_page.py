"""A bank's file in the window, by keyboard: recognised, ticked, booked once; an unknown layout mapped once."""

from decimal import Decimal

from PySide6.QtWidgets import QApplication

from desktop.ui.bank.dialogs import BankMappingDialog, PayerDialog
from desktop.ui.tables.model import SECOND
from desktop.ui.widgets import formatting
from tests.building.desktop.sample_accounts import a_file, an_odd_file
from tests.desktop.ui.frame.test_pages import open_page
from tests.desktop.ui.settling.test_settling import shot


def opened(hands, path):
    page = open_page(hands, "money")
    hands.press("Ctrl+G")
    hands.settle()
    page = hands.page
    page.open_file(path)
    hands.settle()
    return page


def test_a_file_is_recognised_ticked_and_booked_once(hands, tmp_path):
    path = a_file(tmp_path)
    page = opened(hands, path)
    assert "浦发银行" in page.told.text()
    rows = page.list.rows.rows
    assert [each.ticked for each in rows] == [True, True, False, False]
    shot("bank", hands.shell)
    hands.press("F8")
    hands.settle()
    assert "已入账 2 笔，共 15,500.00" in page.banner.text
    assert {each.line.state for each in page.list.rows.rows} == {"booked", "payer_unclear", "not_received"}
    page.open_file(path)
    hands.settle()
    assert "先前已入账 2 笔" in page.told.text()
    assert not page.book_action.isEnabled()


def test_a_payer_is_named_and_money_of_nobody_left_out(hands, tmp_path):
    page = opened(hands, a_file(tmp_path))
    hands.press("Space", "Down", "Space", "Down", "Return")
    hands.settle()
    box = QApplication.activeModalWidget()
    assert isinstance(box, PayerDialog)
    hands.type("thxmb")
    hands.settle()
    hands.press("Return")
    shot("bank-payer", box)
    hands.press("F8")
    hands.settle()
    assert page.list.current_row().line.payer.code == "TH002"
    hands.press("Down", "Shift+F11")
    assert page.list.current_row().skipped
    hands.press("F8")
    hands.settle()
    assert "已入账 1 笔，共 466.00" in page.banner.text
    assert "1 笔记为不是客户的钱" in page.banner.text
    states = {each.line.payer_name: each.line.state for each in page.list.rows.rows}
    assert states["某物业公司"] == "skipped"
    assert states["珠海海湾商行"] in ("proposed", "payer_unclear")
    shot("bank-booked", hands.shell)


def test_an_unknown_layout_is_mapped_once_and_remembered(hands, tmp_path):
    page = opened(hands, an_odd_file(tmp_path))
    box = QApplication.activeModalWidget()
    assert isinstance(box, BankMappingDialog)
    assert box.name.text() == "农商行"
    hands.press("Escape")
    hands.settle()
    assert "没有读入" in page.told.text()  # the file's name alone reads as if it were empty
    page.open_file(page._path)
    hands.settle()
    box = QApplication.activeModalWidget()
    assert isinstance(box, BankMappingDialog)
    for meaning, title in (("date", "入账日"), ("amount", "客户付款金额"), ("name", "谁付的")):
        box.boxes[meaning].setCurrentIndex(box.boxes[meaning].findData(title))
    shot("bank-mapping", box)
    hands.press("F8")
    hands.settle()
    assert [each.line.amount for each in page.list.rows.rows] == [Decimal("700.00")]
    hands.press("F8")
    hands.settle()
    assert f"共 {formatting.money(Decimal(700))}" in page.banner.text
    page.open_file(an_odd_file(tmp_path, "下个月.csv"))
    hands.settle()
    assert QApplication.activeModalWidget() is None
    assert "先前已入账 1 笔" in page.told.text()


def test_a_file_that_is_none_is_told(hands, tmp_path):
    path = tmp_path / "坏.xlsx"
    path.write_bytes(b"nothing of the kind")
    page = opened(hands, path)
    assert page.banner.text
    assert not page.book_action.isEnabled()
    hands.press("Escape")
    hands.settle()
    assert hands.page is hands.shell.page("money")


def test_what_is_no_table_is_told_at_once_and_nothing_of_the_file_before_stays(hands, tmp_path):
    page = opened(hands, a_file(tmp_path))
    for name, content, told in (
        ("对账.csv", b"%PDF-1.4\n1 0 obj, 2, 3\n", "PDF"),
        ("空白.csv", b"\n \n\n", "找不到带标题的表格"),
        ("空.csv", b"", "是空的"),
        ("图.xls", b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "名字像工作簿"),
    ):
        path = tmp_path / name
        path.write_bytes(content)
        page.open_file(path)
        hands.settle()
        assert QApplication.activeModalWidget() is None
        assert told in page.banner.text
        assert page.told.text() == name
        assert not page.list.rows.rows


def test_a_likely_payer_is_shown_and_taken_by_the_space_bar(hands, tmp_path):
    page = opened(hands, a_file(tmp_path, payer=("王小明", "466.00", "天河小卖部货款")))
    hands.press("Down", "Down")
    shown = page.list.current_row()
    assert shown.line.payer is None
    cells = [page.list.model().index(2, column).data() for column in range(8)]
    assert "可能是 天河小卖部" in cells
    hands.press("Space")
    hands.settle()
    shown = page.list.current_row()
    assert (shown.line.payer.code, shown.ticked) == ("TH002", True)
    shot("bank-guess", hands.shell)
    hands.press("F8", "F8", "F8")
    hands.settle()
    assert "已入账 3 笔，共 15,966.00" in page.banner.text


def test_money_left_out_by_mistake_is_given_its_payer_later(hands, tmp_path):
    path = a_file(tmp_path)
    page = opened(hands, path)
    hands.press("Space", "Down", "Space", "Down", "Shift+F11", "F8")
    hands.settle()
    page.open_file(path)
    hands.settle()
    hands.press("F4")
    place = next(place for place, each in enumerate(page.list.rows.rows) if each.line.payer_name == "王小明")
    page.list.selectRow(place)
    assert page.list.current_row().line.state == "skipped"
    hands.press("Return")
    hands.settle()
    hands.type("thxmb")
    hands.settle()
    hands.press("Return", "F8")
    hands.settle()
    assert page.list.current_row().line.payer.code == "TH002"
    assert page.list.current_row().ticked


def test_a_document_that_two_payments_quote_is_pointed_at(hands, tmp_path):
    first = opened(hands, a_file(tmp_path))
    quoted = first.list.rows.rows[0].line.settlements[0].number
    same = tmp_path / "twice.csv"
    rows = a_file(tmp_path).read_text(encoding="gb18030").splitlines()
    bills = [rows[2].replace("货款", f"付{quoted}").replace("3000.00", "90000.00")]
    again = [row.replace("14:06:50", "15:30:00") for row in bills]
    same.write_text("\n".join([*rows[:2], *bills, *again]), encoding="gb18030")
    first.open_file(same)
    hands.settle()
    shot("bank-twice", hands.shell)
    lines = [each.line for each in first.list.rows.rows]
    assert [any(why.code == "settle_contested" for why in line.reasons) for line in lines] == [False, True]
    told = first.list.model().index(1, 4).data(SECOND)
    assert told.startswith(f"单据 {quoted} 只欠")
