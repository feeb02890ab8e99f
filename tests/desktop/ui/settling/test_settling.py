"""Settling in the window, by keyboard: by rule, by hand, kept back, undone; and the documents that are no receipts."""

import os
from decimal import Decimal

import pytest
from PySide6.QtWidgets import QApplication

from desktop.actions.catalog import customers
from desktop.actions.documents import money
from desktop.ui.settling.dialogs import AccountNoteDialog
from desktop.ui.widgets import formatting
from tests.desktop.ui.frame.test_pages import open_page


def dialog():
    return QApplication.activeModalWidget()


def shot(name, widget):
    folder = os.environ.get("SHOTS")
    if folder:
        widget.grab().save(f"{folder}/{name}.png")


def settling(hands, buyer="GD01:FX001"):
    page = open_page(hands, "settling", buyer)
    assert page.account is not None
    while page.account.settlements:
        page.settled.setFocus()
        hands.press("Ctrl+R")
        hands.settle()
    page.credits.setFocus()
    return page


def test_the_money_page_leads_to_a_customers_open_items(hands):
    page = open_page(hands, "money")
    row = page.view.current_row()
    hands.press("Shift+F6")
    hands.settle()
    assert hands.page.account.buyer.code == row.buyer_code
    hands.press("Escape")
    hands.settle()
    assert hands.page is page


@pytest.mark.parametrize("sent", ["GD01:TH002", "GD01:YX003"])
def test_whoever_is_sent_there_is_shown_and_not_whoever_waits(desk, request, sent):
    for buyer in ("GD01:FX001", "GD01:TH002", "GD01:YX003"):
        money.receive_money(desk, buyer, Decimal(50), way="hand")
    hands = request.getfixturevalue("hands")  # the window opens over books that are there already
    page = open_page(hands, "settling", sent)  # for the first time, as from the list of receipts
    hands.settle()
    assert len(page._waiting) > 1
    assert page.account.buyer.id == sent


def test_a_rule_settles_and_it_is_undone(hands):
    page = settling(hands)
    free = sum(each.remaining for each in page.account.credits)
    balance = page.account.balance
    assert free > 0
    hands.press("F4")
    assert page.way.currentData() == "oldest"
    shot("settling", hands.shell)
    hands.press("Shift+F6")
    hands.settle()
    assert f"已核销 {formatting.money(free)}" in page.banner.text
    assert page.account.credits == ()
    assert page.account.balance == balance
    hands.press("Shift+F4", "Shift+F4", "Shift+F4", "Ctrl+R")
    hands.settle()
    assert "已反核销" in page.banner.text
    assert page.account.credits


def test_a_payment_is_settled_by_hand(hands):
    page = settling(hands)
    credit = page.account.credits[0]
    hands.press("Shift+F4", "Space")
    assert sum(page.shares.values()) == min(credit.remaining, page.account.debts[0].remaining)
    hands.press("Return")
    hands.focus.selectAll()
    hands.type("100")
    hands.press("Return", "F8")
    assert list(page.shares.values()) == [Decimal(100)]
    shot("settling-hand", hands.shell)
    hands.press("F8")
    hands.settle()
    assert "已核销 100.00" in page.banner.text
    assert page.account.credits[0].remaining == credit.remaining - 100
    assert page.account.settlements[0].mode == "hand"


def test_too_much_by_hand_is_refused_and_nothing_is_kept(hands):
    page = settling(hands)
    hands.press("Shift+F4", "Return")
    hands.focus.selectAll()
    hands.type("99999999")
    hands.press("Return", "F8", "F8")
    hands.settle()
    assert page.banner.text
    assert page.account.settlements == ()


def test_what_is_asked_twice_by_hand_is_settled_once(hands):
    page = settling(hands)
    credit = page.account.credits[0]
    hands.press("Shift+F4", "Return")
    hands.focus.selectAll()
    hands.type("1")
    hands.press("Return", "F8")
    hands.press("F8", "F8")
    hands.settle()
    assert page.account.credits[0].remaining == credit.remaining - 1
    assert len(page.account.settlements) == 1


def test_money_asked_for_twice_is_taken_once(hands):
    page = open_page(hands, "money")
    before = page.model.rowCount()
    hands.press("F9")
    hands.type("fxbl")
    hands.settle()
    hands.press("Return")
    hands.type("￥１,200.50元")
    hands.press("Return", "Return", "Return", "Return", "Return", "Return", "F8", "Return", "Escape")
    hands.settle()
    assert dialog() is None
    assert page.model.rowCount() == before + 1
    assert page.model.row_at(page.model.index(0, 0)).amount == Decimal("1200.50")


def test_a_receipt_is_written_by_enter_alone(hands):
    page = open_page(hands, "money")
    hands.press("F9")
    hands.type("fxbl")
    hands.settle()
    hands.press("Return")
    hands.type("1200,50")
    hands.press("Return")
    assert dialog().focusWidget() is dialog().amount  # thousands or decimals: it isn't guessed
    hands.focus.selectAll()
    hands.type("1.2万")
    hands.press("Return", "Return", "Return", "Return", "Down", "Return", "Return")
    hands.settle()
    assert "12,000.00" in page.banner.text
    assert page.view.current_row().method == "wechat"


def test_a_payment_is_kept_back_as_a_prepayment_and_let_go(hands):
    page = settling(hands)
    hands.press("F6")
    hands.settle()
    assert "留作预收" in page.banner.text
    assert page.account.credits[0].held
    assert not page.hold_action.isEnabled()
    shot("settling-held", hands.shell)
    page.settled.setFocus()
    hands.press("Ctrl+R")
    hands.settle()
    assert not page.account.credits[0].held


def test_the_way_is_remembered_for_the_customer(hands):
    page = settling(hands)
    hands.press("F4", "F4", "Ctrl+S")
    hands.settle()
    assert page.account.way == "number"
    assert "按单号" in page.banner.text


def test_a_discount_is_booked_by_keyboard_and_listed(hands):
    page = open_page(hands, "money")
    hands.press("Shift+F9")
    box = dialog()
    assert isinstance(box, AccountNoteDialog)
    hands.press("Down")
    assert "减少" in box.effect.text()
    hands.press("Return")
    hands.type("fxbl")
    hands.settle()
    hands.press("Return")
    hands.type("88.5")
    hands.press("Return", "Return")
    hands.type("XSCK-00-000000-0000")
    hands.press("Return", "F8")
    hands.settle()
    assert not box.isHidden()  # there is no such document
    box.source.clear()
    shot("note", box)
    hands.press("F8")
    hands.settle()
    assert "88.50" in page.banner.text
    assert page.filters.code == "discount"
    assert page.model.rowCount() == 1
    shot("money", hands.shell)


def test_money_kept_as_a_prepayment_begins_at_the_customer(hands):
    page = open_page(hands, "customers", "GD01:TH002")
    hands.settle()
    hands.press("F6")
    hands.type("321")
    dialog().prepay.setChecked(True)
    shot("receipt", dialog())
    hands.press("F8")
    hands.settle()
    assert "321.00" in page.banner.text
    page.view.setFocus()
    hands.press("Shift+F6")
    hands.settle()
    account = hands.page.account
    assert account.buyer.code == "TH002"
    assert [(each.remaining, each.held) for each in account.credits] == [(Decimal(321), True)]


def test_settling_and_bank_files_are_found_by_the_line_that_goes_anywhere(hands):
    for typed, name in (("核销", "settling"), ("银行", "bank")):
        open_page(hands, "orders")
        hands.press("Ctrl+K")
        hands.type(typed)
        hands.settle()
        hands.press("Return")
        hands.settle()
        assert hands.page is hands.shell.page(name)


def test_what_a_customer_owed_at_the_beginning_is_booked_by_keyboard_once(hands):
    card = customers.NewCustomer("N009", "新开小店")
    hands.program.worker.write(customers.add_customer, card, then=id)
    hands.settle()
    page = open_page(hands, "money")
    for said in ("350.00", "每家只登记一笔"):
        hands.press("Shift+F9", "End", "Return")
        hands.type("xkxd")
        hands.settle()
        hands.press("Return")
        hands.type("-350")
        hands.press("Return")
        hands.type("10-1")
        hands.press("Return")
        assert dialog().focusWidget() is dialog().do  # what an opening balance hasn't got isn't asked for
        shot("opening", dialog())
        hands.press("Return")
        hands.settle()
        assert said in (dialog() or page).banner.text
    dialog().reject()
    hands.settle()
    assert page.filters.code == "opening"
    assert page.view.current_row().amount == Decimal(-350)
