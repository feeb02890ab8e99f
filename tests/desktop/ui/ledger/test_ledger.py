"""From a balance to the documents behind it by keyboard: all accounts by age, one account, one document."""

import datetime as dt
from decimal import Decimal

import pytest
from PySide6.QtWidgets import QApplication

from desktop.ui.ledger.document import DocumentDialog
from desktop.ui.widgets import formatting
from tests.desktop.ui.frame.test_pages import open_page
from tests.desktop.ui.settling.test_settling import shot


def ageing(hands):
    open_page(hands, "customers")
    hands.press("Ctrl+G")
    hands.settle()
    assert hands.shell.current_name == "ageing"
    return hands.page


def test_every_balance_is_its_ages_and_the_sums_are_those_of_what_is_shown(hands, qtmodeltester):
    page = ageing(hands)
    shown = page.rows.rows
    assert shown
    assert all(sum(bucket.amount for bucket in each.buckets) == each.balance for each in shown)
    assert page.sums[0].text() == formatting.money(sum(each.balance for each in shown))
    qtmodeltester.check(page.view.model())
    shot("ageing", hands.shell)
    hands.press("F4")
    late = page.rows.rows
    assert 0 < len(late) < len(shown) + 1
    assert all(each.overdue > 0 for each in late)
    assert page.sums[0].text() == formatting.money(sum(each.balance for each in late))
    hands.press("F4", "F4", "F3")
    hands.type("TH002")
    assert [each.buyer.code for each in page.rows.rows] == ["TH002"]
    assert page.sums[0].text() == formatting.money(page.rows.rows[0].balance)


@pytest.mark.parametrize("typed", ["thxmb", "tianhe", "天河"])
def test_a_customer_is_found_by_pinyin_among_the_ages(hands, typed):
    page = ageing(hands)
    hands.press("F3")
    hands.type(typed)
    hands.settle()
    assert [each.buyer.code for each in page.rows.rows] == ["TH002"]
    hands.type("zzz")
    hands.settle()
    assert not page.rows.rows
    assert page.view._empty == "没有符合的客户。"


def test_an_earlier_day_is_typed_and_leads_to_the_account_as_it_was(hands):
    page = ageing(hands)
    hands.press("Shift+F4")
    hands.type("10-15")
    hands.press("Return")
    hands.settle()
    assert page.day.day == dt.date(2026, 10, 15)
    row = page.view.current_row()
    hands.press("Return")
    hands.settle()
    ledger = hands.page
    assert hands.shell.current_name == "ledger"
    assert ledger.lines[-1].balance == row.balance
    assert all(each.date <= dt.date(2026, 10, 15) for each in ledger.lines)
    assert ledger.sums[-1].text() == formatting.money(row.balance)
    hands.press("Escape")
    hands.settle()
    assert hands.page is page
    assert page.day.day == dt.date(2026, 10, 15)


def test_an_account_opens_its_documents_and_what_settled_them(hands, qtmodeltester):
    page = open_page(hands, "customers", "GD01:FX001")
    hands.settle()
    balance = page.view.current_row().balance
    hands.press("F7")
    hands.settle()
    ledger = hands.page
    assert ledger.lines[-1].balance == balance
    qtmodeltester.check(ledger.view.model())
    shot("ledger", hands.shell)
    kinds = [each.kind for each in ledger.lines]
    ledger.view.selectRow(kinds.index("delivery"))
    hands.press("Return")
    hands.settle()
    box = QApplication.activeModalWidget()
    assert isinstance(box, DocumentDialog)
    assert box.found is not None
    assert box.found.paper.kind == "delivery"
    assert sum((line.amount for line in box.found.paper.lines), Decimal(0)) == box.found.paper.amount
    assert box.settled.text()
    shot("ledger-document", box)
    hands.press("Escape")
    assert QApplication.activeModalWidget() is None
    hands.press("F4", "F4")
    hands.settle()
    assert ledger.periods.code == "month"
    assert ledger.lines[-1].balance == balance
    assert ledger.view.model().index(0, 1).data() in ("期初余额", formatting.kind(ledger.lines[0].kind))


def test_a_receipt_shows_what_it_was_settled_with_and_no_empty_list_of_goods(hands):
    page = open_page(hands, "money")
    row = next(row for row in map(page.window_.row, range(page.model.rowCount())) if row.amount > 0)
    box = DocumentDialog(hands.program.worker, row.number, hands.shell)
    box.open()
    hands.settle()
    assert (box.view.isVisible(), box.settled_view.isVisible()) == (False, True)
    assert box.found is not None
    settled = [each for each in box.found.settlements if not each.void]
    model = box.settled_view.model()
    assert settled
    assert [model.index(place, 0).data() for place in range(model.rowCount())] == [each.debt_number for each in settled]
    box.reject()


@pytest.mark.parametrize(("typed", "name"), [("账龄", "ageing"), ("往来", "ledger")])
def test_both_are_found_by_the_line_that_goes_anywhere(hands, typed, name):
    hands.press("Ctrl+K")
    hands.type(typed)
    hands.settle()
    hands.press("Return")
    hands.settle()
    assert hands.shell.current_name == name


def test_lists_of_amounts_have_their_sum(hands):
    page = open_page(hands, "customers")
    rows = [page.window_.row(place) for place in range(page.model.rowCount())]
    assert formatting.money(sum(row.balance for row in rows)) == page.footer.every.figures[2].text()
    hands.press("F3")
    hands.type("TH002")
    hands.settle()
    assert formatting.money(page.view.current_row().balance) == page.footer.every.figures[2].text()
    page = open_page(hands, "money")
    rows = [page.window_.row(place) for place in range(page.model.rowCount())]
    assert rows
    (total,) = page.footer.every.figures.values()
    assert formatting.money(sum(row.amount for row in rows)) == total.text()
