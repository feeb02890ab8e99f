"""HQ's statements by keyboard: as they came, compared, disputed by line, HQ's answer read, confirmed."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from PySide6.QtWidgets import QApplication, QLabel

from desktop.actions.accounts.account_views import ObjectionRow
from desktop.actions.changes import changes
from desktop.actions.statements import comparing, confirming
from desktop.actions.statements.comparing import ComparedRow
from desktop.actions.statements.exchanged import ExchangedStatement
from desktop.ui.confirming.dialogs import AnswerDialog, ConfirmDialog, DisputeDialog
from desktop.ui.confirming.lines import rows_of
from desktop.ui.today.attention import AttentionDialog
from domain.statements.confirmations import ConfirmationEvent, LineAnswer, why_withdrawn
from domain.statements.replies import DisputedLine
from sync.keys import DeviceKey
from sync.records.statements.confirming import followed, signed, statement_row
from sync.records.statements.signatures import Signer
from tests.building.desktop.sample_accounts import NUMBER, OTHER, a_statement, entry, put_statements
from tests.desktop.ui.frame.test_pages import open_page
from tests.desktop.ui.replies.test_replies import back
from tests.desktop.ui.statements.test_statements import shot

FX001 = "GD01:FX001"


def dialog():
    return QApplication.activeModalWidget()


def hq_answers(desk):
    """What HQ's program would send: the line is accepted."""
    with desk.book.writing() as writing:
        row = statement_row(writing.connection, NUMBER)
        standing = followed(writing.connection, row)
        answers = tuple(LineAnswer(each.number, True, "已冲销", "HC-1") for each in standing.confirmation.disputed)
        event = ConfirmationEvent("answer", "seller", NUMBER, row.digest, desk.today(), "王芳", answers=answers)
        body = signed(event, Signer(DeviceKey.make(), "hq"), row.id, 2)
        writing.put("dealer/GD01", "confirmation", f"{row.id}/2/seller", body)


def hq_withdraws(desk):
    with desk.book.writing() as writing:
        row = statement_row(writing.connection, NUMBER)
        why = why_withdrawn("漏记一张出库单")
        event = ConfirmationEvent("withdraw", "seller", NUMBER, row.digest, desk.today(), "王芳", answers=why)
        body = signed(event, Signer(DeviceKey.make(), "hq"), row.id, 1)
        writing.put("dealer/GD01", "confirmation", f"{row.id}/1/seller", body)


def test_why_the_seller_withdrew_is_read(hands):
    write(hands, put_statements)
    open_page(hands, "statements")
    hands.press("F11")
    hands.settle()
    write(hands, hq_withdraws)
    page = hands.page
    assert page.told.view.state == "withdrawn"
    assert not page.confirm_action.isVisible()
    said = " ".join(label.text() for label in page.findChildren(QLabel))
    assert "漏记一张出库单" in said
    assert "1 笔" not in said


def write(hands, what):
    @changes("statements", "accounts")
    def done(desk):
        what(desk)

    hands.program.worker.write(done, then=lambda _: None)
    hands.settle()


def test_a_statement_is_disputed_answered_and_confirmed(hands, qtmodeltester):
    write(hands, put_statements)
    open_page(hands, "statements")
    hands.press("F11")
    hands.settle()
    page = hands.page
    assert [page.rows.row(place).number for place in range(len(page.rows.ids))] == [NUMBER, OTHER]
    qtmodeltester.check(page.view.model())
    qtmodeltester.check(page.lines.model())
    shown = page.lines.rows.rows
    assert (shown[0].number, shown[0].state, shown[0].held) == ("XSCK-00-261103-0001", "not_here", None)
    assert page.confirm_action.isVisible()
    assert not page.answer_action.isVisible()
    shot("confirming", hands.shell)
    hands.press("F8", "F8", "F8")
    hands.settle()
    asked = dialog()
    assert isinstance(asked, ConfirmDialog)  # the key that asks never signs
    assert asked.banner.text.startswith("先勾选")
    assert page.told.view.state == "issued"
    said = " ".join(each.text() for each in asked.findChildren(QLabel))
    for part in ("华南快消品总公司", "广东粤海商贸有限公司", "2026-11-01", "2026-11-20", "482,850.00", "482,150.00"):
        assert part in said
    assert "XSCK-00-261103-0001" in said
    assert NUMBER in asked.windowTitle()
    shot("confirm", asked)
    hands.press("Return", "Escape")
    hands.settle()
    assert page.told.view.state == "issued"
    hands.press("Shift+F11")
    hands.settle()
    dispute = dialog()
    assert isinstance(dispute, DisputeDialog)
    assert [each.number for each in dispute.lines.objections] == ["XSCK-00-261103-0001"]
    shot("dispute", dispute)
    hands.press("F8")
    hands.settle()
    assert dialog() is None
    assert page.told.view.state == "disputed"
    assert not page.confirm_action.isVisible()
    write(hands, hq_answers)
    assert page.told.view.state == "answered"
    assert "HC-1" in page.lines.rows.rows[0].said
    shot("confirming-answered", hands.shell)
    hands.press("F8", "Space")
    hands.settle()
    assert page.told.view.state == "answered"
    hands.press("F8")
    hands.settle()
    assert page.told.view.state == "confirmed"
    assert "签名" in page.banner.text


def test_what_waits_for_us_is_told_and_enter_leads_there(hands, desk):
    write(hands, put_statements)
    open_page(hands, "orders")
    hands.shell.exchanger.look()
    hands.settle()
    hands.press("Ctrl+D")
    found = dialog()
    assert isinstance(found, AttentionDialog)
    items = [each for each in found.rows.rows if each.kind == "statement"]
    assert [each.number for each in items] == [NUMBER, OTHER]
    found.view.selectRow(list(found.rows.rows).index(items[1]))
    hands.press("Return")
    hands.settle()
    assert hands.shell.current_name == "confirming"
    assert hands.page.told.view.number == OTHER


def prepare_dispute(desk):
    """A customer's program disputes the price of a document on our statement."""
    days, entries = ("2026-10-01", "2026-10-31"), [entry("2026-10-05", "A1", "9.00")]
    with desk.book.writing() as writing:
        writing.put("desk/D1", "statement", OTHER, a_statement(OTHER, days, entries, 9, seller="GD01", buyer=FX001))
        row = statement_row(writing.connection, OTHER)
        lines = (DisputedLine("A1", "price", Decimal(9), Decimal(8)),)
        event = ConfirmationEvent("dispute", "buyer", OTHER, row.digest, desk.today(), "客户", lines=lines)
        body = signed(event, Signer(DeviceKey.make(), "F1"), row.id, 1)
        writing.put("desk/F1", "confirmation", f"{row.id}/1/buyer", body)


def test_the_seller_answers_every_line(hands):
    write(hands, prepare_dispute)
    page = open_page(hands, "confirming", OTHER)
    assert page.told.view.state == "disputed"
    hands.press("F9")
    hands.settle()
    answering = dialog()
    assert isinstance(answering, AnswerDialog)
    hands.press("F8")
    hands.settle()
    assert dialog() is answering  # every line is answered first
    assert answering.banner.text.startswith("还有没答复的行")
    hands.press("Return")
    hands.settle()
    hands.press("F4")
    hands.type("按合同价")
    hands.press("F8")
    back(hands, answering)
    assert answering.given == {"A1": (False, "按合同价", "")}
    assert answering.banner.isHidden()  # what was missing is there
    shot("answer", answering)
    hands.press("F8")
    hands.settle()
    assert page.told.view.state == "answered"
    assert "不接受" in page.lines.rows.rows[0].said


def test_lines_are_compared_with_ones_own_book(desk):
    put_statements(desk)
    rows = comparing.compared(desk, NUMBER)
    assert [(row.number, row.state) for row in rows] == [("XSCK-00-261103-0001", "not_here")]
    assert [row.state for row in comparing.compared(desk, OTHER)] == ["same"]
    (line,) = confirming.differences(desk, NUMBER)
    assert isinstance(line, ObjectionRow)


def test_what_is_claimed_stands_beside_what_the_book_holds():
    """A buyer whose book holds what was told, and who claims less all the same, sees what was claimed."""
    objection = ObjectionRow("A1", "wrong_price", Decimal(1866), Decimal(1800), "按合同")
    view: Any = SimpleNamespace(disputed=(objection,), answers={})

    def said(held):
        line = ComparedRow(date(2026, 11, 30), "A1", "delivery", Decimal(1866), held, "same", None)
        (row,) = rows_of(ExchangedStatement(view, (line,), (), ()))
        return row.held, row.said

    held, told = said(Decimal(1866))
    assert held == Decimal(1866)
    assert "买方认为 1,800.00" in told
    held, told = said(None)
    assert held == Decimal(1800)
    assert "1,800.00" not in told  # it stands in the column already


def test_the_list_shows_state_and_balance_in_the_narrowest_window(hands):
    write(hands, put_statements)
    hands.shell.resize(1024, 600)
    page = open_page(hands, "confirming", NUMBER)
    columns = page.view.model().columns
    shown = [each for place, each in enumerate(columns) if not page.view.isColumnHidden(place)]
    row = page.view.current_row()
    assert "482,850.00" in [text for each in shown for text in (each.text(row), each.second(row))]
