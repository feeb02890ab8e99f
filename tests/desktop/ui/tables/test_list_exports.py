"""Every page and dialog with a list is given out as a workbook by Ctrl+E, exactly as it is shown."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QFileDialog, QTableView

from desktop.ui.frame.pages import _CLASSES
from desktop.ui.ledger.document import DocumentDialog
from desktop.ui.rebates.settle import SettleDialog
from desktop.ui.today.attention import AttentionDialog
from desktop.ui.widgets import formatting
from desktop.ui.widgets.excel import ExcelKey
from desktop.ui.widgets.parts import ActionButton
from tests.building.desktop.book_reader import read_book
from tests.building.desktop.sample_accounts import a_file, put_statements
from tests.building.domain.rebate_makers import a_rebate
from tests.building.sync.rebate_books import publish, sold
from tests.desktop.ui.confirming.test_confirming import write
from tests.desktop.ui.paper.test_paper import open_page

ROOT = Path(__file__).resolve().parents[4]
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


def test_no_dialog_has_a_list_without_a_workbook():
    """A dialog with a list has the key too; where its rows are answers being filled in, the page under it has it."""
    found = set()
    for path in sorted((ROOT / "desktop/ui").rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        has = "ExcelKey(" in source or "build_excel(" in source
        if "ListView(" in source and "Dialog):" in source and not has:
            found.add(path.relative_to(ROOT / "desktop/ui").as_posix())
    assert found == {"confirming/dialogs.py", "replies/objections.py"}


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
    assert customers.column("编码") == ["FX001"]
    assert list(page.window_.ids) != []
    assert "共 1 行" in page.banner.text


def test_a_filter_and_its_order_are_kept(hands, tmp_path, monkeypatch):
    page = open_page(hands, "customers")
    page.filters.pick("owes")
    hands.settle()
    customers, ages = save(hands, monkeypatch, tmp_path / "owes.xlsx").values()
    codes = [page.window_.row(place).code for place in range(len(page.window_.ids))]
    assert customers.column("编码") == codes
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
    assert debts.column("单号") == [each.row.number for each in page.debts.rows.rows]
    assert debts.totals["未付"].value == sum(each.row.remaining for each in page.debts.rows.rows)
    assert credits_.column("单号") == [each.row.number for each in page.credits.rows.rows]
    assert settled.column("收款与贷项") == [each.row.credit_number for each in page.settled.rows.rows]
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
    hands.press("F7")
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
    ("name", "said"), [("list.pdf", ".xlsx"), ("list.csv", ".xlsx"), ("in the way/l.xlsx", "改名或移走")]
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


def test_the_movements_of_a_bank_file(hands, tmp_path, monkeypatch):
    page = open_page(hands, "bank")
    page.open_file(a_file(tmp_path))
    hands.settle()
    (sheet,) = save(hands, monkeypatch, tmp_path / "b.xlsx").values()
    lines = [each.line for each in page.list.rows.rows]
    assert sheet.column("行") == [line.row for line in lines]
    assert sheet.column("选中") == ["是", "是", None, None]
    assert sheet.column("客户")[:2] == [line.payer.code for line in lines[:2]]
    assert sheet.totals["收入"].value == sum(line.amount for line in lines)
    page.filters.pick("")
    hands.settle()
    (every,) = save(hands, monkeypatch, tmp_path / "all.xlsx").values()
    assert len(every.values) == len(page.found.lines) > len(lines)


def test_statements_between_programs_come_with_their_lines(hands, tmp_path, monkeypatch):
    write(hands, put_statements)
    page = open_page(hands, "confirming")
    statements, lines = save(hands, monkeypatch, tmp_path / "c.xlsx").values()
    shown = [page.rows.row(place).number for place in range(len(page.rows.ids))]
    assert statements.column("对账单") == shown
    assert lines.name == f"对账单核对 {page.told.view.number}"[:31]
    assert lines.column("核对结果") == [formatting.named("compared", row.state) for row in page.told.lines]
    assert lines.column("对账单金额") == [row.told for row in page.told.lines]


def test_replies_keep_their_filter(hands, tmp_path, monkeypatch):
    page = open_page(hands, "replies")
    for code in ("", "late", "waiting"):
        page.filters.pick(code)
        hands.settle()
        replies, objections = save(hands, monkeypatch, tmp_path / f"r{code}.xlsx").values()
        assert len(replies.values) == len(page.window_.ids)
        assert objections.values == []


def test_the_statement_on_show_is_its_workbook(hands, tmp_path, monkeypatch):
    page = open_page(hands, "statements", "GD01:FX001")
    sheet = next(iter(save(hands, monkeypatch, tmp_path / "s.xlsx").values()))
    closing = next(row[6].value for row in sheet.rows if row[3].value == "期末余额")
    assert closing == page.preview.statement.closing
    assert "s.xlsx" in page.banner.text


@pytest.fixture
def hq(at_hq):
    """HQ's own people, who may everything, with a rebate that one dealer has earned."""

    def prepare(desk):
        publish(desk.book, a_rebate(code="FLX"))
        sold(desk.book, "1000", sku="SP10021")

    return at_hq("周会计", "admin", prepare)


def test_hqs_people_have_their_workbooks_too(hq):
    for name in sorted(set(_CLASSES) - set(TYPED)):
        page = open_page(hq, name)
        if page.findChildren(QTableView):
            (key,) = excel_keys(page)
            assert key.action.isVisible(), name


def test_a_trial_and_who_has_read_a_policy(hq, tmp_path, monkeypatch):
    page = open_page(hq, "policies")
    page.filters.pick("in_force")
    hq.settle()
    sheets = save(hq, monkeypatch, tmp_path / "p.xlsx")
    (readers,) = [sheet for name, sheet in sheets.items() if name.startswith("谁已阅读")]
    assert readers.column("经销商") == [each.dealer.code for each in page.panel.reading.view.receipts]
    hq.press("F7")
    hq.settle()
    (trial,) = save(hq, monkeypatch, tmp_path / "t.xlsx").values()
    assert trial.column("经销商") == [each.dealer.code for each in hq.page.rows.rows]
    assert trial.column("相差") == [each.difference for each in hq.page.rows.rows]


def test_what_settling_would_pay(hq, tmp_path, monkeypatch):
    page = open_page(hq, "rebates")
    page.table.selectRow([row.policy for row in page.table.shown].index("FLX"))
    hq.press("F8")
    hq.settle()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, SettleDialog)
    dialog.early.setChecked(True)
    hq.settle()
    (sheet,) = save(hq, monkeypatch, tmp_path / "d.xlsx").values()
    assert sheet.column("经销商代码") == [each.dealer.code for each in dialog.dues] == ["GD01"]
    assert sheet.totals["这次应付"].value == sum(each.payable for each in dialog.dues)
    hq.press("Escape")


def test_a_document_gives_its_lines_and_what_settled_it(hands, tmp_path, monkeypatch):
    page = open_page(hands, "papers")
    number = page.window_.row(0).number
    dialog = DocumentDialog(hands.program.worker, number, page)
    dialog.open()
    hands.settle()
    lines, settled = save(hands, monkeypatch, tmp_path / "d.xlsx").values()
    assert set(lines.column("单号")) == {number}
    assert dialog.found is not None
    assert lines.totals["金额"].value == dialog.found.paper.amount
    assert len(settled.values) == len(dialog.found.settlements)
    hands.press("Escape")


def test_orders_are_given_out_as_they_are_listed_and_line_by_line(hands, tmp_path, monkeypatch):
    page = hands.page
    heads, lines = save(hands, monkeypatch, tmp_path / "orders.xlsx").values()
    shown = [page.window_.row(place) for place in range(len(page.window_.ids))]
    assert heads.column("单号") == [row.number for row in shown]
    assert heads.column("金额") == [row.total for row in shown]
    assert f"共 {len(shown)} 行" in page.banner.text
    assert set(lines.column("单号")) == set(heads.column("单号"))
