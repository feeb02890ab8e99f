"""Every page and dialog with a list is given out as a workbook by Ctrl+E, exactly as it is shown."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QFileDialog, QTableView

from desktop.ui.attention import AttentionDialog
from desktop.ui.excel import ExcelKey
from desktop.ui.pages import _CLASSES
from desktop.ui.parts import ActionButton
from tests.desktop.exchange.book_reader import read_book
from tests.desktop.ui.test_paper import open_page

TYPED = {
    "order": "an order being typed; its page gives it out once it is saved",
    "purchase": "likewise",
    "policyedit": "a policy being typed; the list of policies gives it out once it is saved",
}
"""Pages whose table is a form that is filled in."""
KEY = QKeySequence("Ctrl+E")


def excel_keys(widget) -> Iterator[ExcelKey]:
    return (each for each in widget.findChildren(ExcelKey) if KEY in each.action.shortcuts())


def save(hands, monkeypatch, path, *keys):
    """Ctrl+E with the answer where to; the sheets."""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    hands.press(*(keys or ("Ctrl+E",)))
    hands.settle()
    assert path.is_file(), hands.page.banner.text
    return read_book(path)


@pytest.mark.parametrize("name", sorted(_CLASSES))
def test_no_page_has_a_list_without_a_workbook(hands, name):
    page = open_page(hands, name)
    tables = page.findChildren(QTableView)
    if name in TYPED:
        assert tables
        assert not list(excel_keys(page))
    elif tables:
        (key,) = excel_keys(page)
        (button,) = [each for each in page.findChildren(ActionButton) if each.action_ is key.action]
        assert button.isVisibleTo(page)
        assert not button.icon().isNull()
        assert key.action.property("bar")


LISTS = ["bank", "confirming", "customers", "incoming", "money", "orders", "papers", "policies", "products", "rebates",
         "replies", "settings", "settling"]  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
def test_every_list_becomes_a_workbook_by_a_key(hands, tmp_path, monkeypatch, name):
    page = open_page(hands, name, "GD01:FX001" if name == "settling" else None)
    out = tmp_path / "list.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    hands.press("Ctrl+E")
    hands.settle()
    if not out.is_file():  # no file of a bank is open
        assert name == "bank"
        assert "没有可以存的内容" in page.banner.text
        return
    assert str(out) in page.banner.text
    for sheet in read_book(out).values():
        assert sheet.frozen == (1, 0)
        assert sheet.filtered.startswith("A1:")
        assert None not in sheet.heads
        assert len(set(sheet.heads)) == len(sheet.heads)


def test_only_what_was_found_is_given_out(hands, tmp_path, monkeypatch):
    page = open_page(hands, "customers")
    page.search.setText("FX001")
    hands.settle()
    customers, _ = save(hands, monkeypatch, tmp_path / "one.xlsx").values()
    assert customers.column("代码") == ["FX001"]
    assert list(page.window_.ids) != []
    assert "共 1 行" in page.banner.text


def test_a_filter_and_its_order_are_kept(hands, tmp_path, monkeypatch):
    page = open_page(hands, "customers")
    page.filters.pick("owes")
    hands.settle()
    customers, ages = save(hands, monkeypatch, tmp_path / "owes.xlsx").values()
    codes = [page.window_.row(place).code for place in range(len(page.window_.ids))]
    assert customers.column("代码") == codes
    assert ages.column("客户") == codes
    assert customers.totals["余额"].value == ages.totals["余额"].value == sum(customers.column("余额"))


def test_documents_come_with_their_lines(hands, tmp_path, monkeypatch):
    page = open_page(hands, "papers")
    papers, lines = save(hands, monkeypatch, tmp_path / "papers.xlsx").values()
    assert len(papers.values) == len(page.window_.ids) > 0
    assert set(lines.column("单号")) == set(papers.column("单号"))
    assert lines.totals["金额"].value == papers.totals["金额"].value == sum(papers.column("金额"))
    page.search.setText("nobody at all")
    hands.settle()
    papers, lines = save(hands, monkeypatch, tmp_path / "none.xlsx").values()
    assert (papers.values, papers.totals, lines.values) == ([], {}, [])
    assert "空的" in page.banner.text


def test_settling_gives_its_three_lists(hands, tmp_path, monkeypatch):
    page = open_page(hands, "settling", "GD01:FX001")
    debts, credits_, settled = save(hands, monkeypatch, tmp_path / "open.xlsx").values()
    assert debts.column("单号") == [each.debt.number for each in page.debts.rows.rows]
    assert debts.totals["未付"].value == sum(each.debt.remaining for each in page.debts.rows.rows)
    assert credits_.column("单号") == [each.number for each in page.credits.rows.rows]
    assert settled.column("收款与贷项") == [each.credit_number for each in page.settled.rows.rows]
    assert set(debts.column("客户")) == {"FX001"}


def test_an_order_gives_its_lines(hands, tmp_path, monkeypatch):
    orders = open_page(hands, "orders")
    number = orders.window_.row(0).number
    page = open_page(hands, "orderview", number)
    (sheet,) = save(hands, monkeypatch, tmp_path / "order.xlsx").values()
    assert sheet.name.endswith(number)
    assert sheet.column("货号") == [line.sku for line in page.order.lines]
    assert sheet.totals["金额"].value == page.order.total


def test_policies_come_with_the_one_beside_them(hands, tmp_path, monkeypatch):
    page = open_page(hands, "policies")
    page.filters.pick("in_force")
    hands.settle()
    policies, versions, *_ = save(hands, monkeypatch, tmp_path / "p.xlsx").values()
    assert policies.column("政策编号") == [row.policy for row in page.rows.rows]
    assert versions.column("版本") == [row.version for row in page.panel.reading.view.versions]
    assert versions.name.endswith(page.current.policy)


def test_dialogs_give_their_lists(hands, tmp_path, monkeypatch):
    open_page(hands, "orders")
    hands.press("Ctrl+D")
    hands.settle()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, AttentionDialog)
    (sheet,) = save(hands, monkeypatch, tmp_path / "needs.xlsx").values()
    assert sheet.column("单号") == [each.number or None for each in dialog.rows.rows]
    assert "needs.xlsx" in dialog.banner.text
    hands.press("Escape")
    open_page(hands, "money")
    hands.press("Ctrl+M")
    hands.settle()
    (sheet,) = save(hands, monkeypatch, tmp_path / "months.xlsx").values()
    assert sheet.heads[0] == "月份"
    hands.press("Escape")


def test_a_wallet_and_one_dealers_rebates(hands, tmp_path, monkeypatch):
    page = open_page(hands, "rebates")
    rebates, wallet = save(hands, monkeypatch, tmp_path / "r.xlsx").values()
    assert rebates.column("政策编号") == [row.policy for row in page.bars.rows.rows]
    assert wallet.column("剩余") == [row.left for row in page.wallet.rows]
    hands.press("F6")
    hands.settle()
    (again,) = save(hands, monkeypatch, tmp_path / "w.xlsx").values()
    assert again.values == wallet.values
    hands.press("Escape")


@pytest.mark.parametrize("typed", ["list", "list.xlsx"])
def test_a_name_without_an_ending_gets_one(hands, tmp_path, monkeypatch, typed):
    open_page(hands, "customers")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / typed), ""))
    hands.press("Ctrl+E")
    hands.settle()
    assert [each.name for each in tmp_path.glob("list*")] == ["list.xlsx"]


@pytest.mark.parametrize(
    ("name", "said"), [("list.pdf", ".xlsx"), ("list.csv", ".xlsx"), ("in the way/l.xlsx", "关闭")]
)
def test_what_cannot_be_written_is_told(hands, tmp_path, monkeypatch, name, said):
    (tmp_path / "in the way").write_text("a file where a folder should be")
    page = open_page(hands, "customers")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / name), ""))
    hands.press("Ctrl+E")
    hands.settle()
    assert said in page.banner.text
    assert not (tmp_path / name).exists()


def test_a_workbook_that_is_open_elsewhere_is_told_and_stays_whole(hands, tmp_path, monkeypatch):
    page, out = open_page(hands, "customers"), tmp_path / "open.xlsx"
    out.write_bytes(b"as it was")

    def refused(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    monkeypatch.setattr(Path, "replace", refused)
    hands.press("Ctrl+E")
    hands.settle()
    assert "关闭" in page.banner.text
    assert [each.name for each in tmp_path.iterdir() if each.is_file()] == ["open.xlsx"]
    assert out.read_bytes() == b"as it was"


def test_nowhere_to_is_nothing_done(hands, monkeypatch):
    page = open_page(hands, "customers")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    hands.press("Ctrl+E")
    hands.settle()
    assert page.banner.isHidden()
