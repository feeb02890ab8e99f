"""An account among many is found by its initials, its code or a piece of its name, by keyboard."""

import datetime as dt
from operator import attrgetter

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from tests.building.desktop.sample_accounts import FX001, PERIOD
from tests.desktop.ui.frame.test_pages import open_page


@pytest.mark.parametrize(("typed", "code"), [("thxmb", "TH002"), ("DG006", "DG006"), ("江北", "HZ007")])
def test_an_account_is_found_as_it_is_typed(hands, typed, code):
    page = open_page(hands, "reconciling", (FX001, *PERIOD))
    hands.press("F3")
    hands.settle()
    hands.type(typed)
    hands.press("Return")
    hands.settle()
    assert page.account.currentData() == f"GD01:{code}"
    assert page.account.currentText() == page.account.itemText(page.account.currentIndex())


@pytest.mark.parametrize("key", ["Return", "Escape"])
def test_what_was_found_goes_out_of_sight_once_it_is_chosen_or_given_up(hands, key):
    for page, account in (("statements", "choice.account"), ("reconciling", "account")):
        box = attrgetter(account)(open_page(hands, page, FX001 if page == "statements" else (FX001, *PERIOD)))
        hands.press("F3")
        hands.settle()
        hands.type("thxmb")
        assert box.completer().popup().isVisible()
        hands.press(key)
        hands.settle()
        assert not box.completer().popup().isVisible()


def test_what_is_nobody_leaves_the_account_as_it_was(hands):
    page = open_page(hands, "reconciling", (FX001, *PERIOD))
    name = page.account.currentText()
    for key in ("Return", "Escape", "Tab"):
        hands.press("F3")
        hands.settle()
        hands.type("没有这一家")
        hands.press(key)
        assert (page.account.currentData(), page.account.currentText()) == ("GD01:FX001", name)
    assert hands.page is page


def test_the_end_of_a_period_is_typed_without_losing_the_caret(hands):
    page = open_page(hands, "reconciling", (FX001, *PERIOD))
    page.end.setFocus()
    hands.type("11-20")
    hands.press("Return")
    hands.settle()
    assert page.periods.code == "own"
    assert hands.focus is page.end


def test_the_statements_page_finds_an_account_and_keeps_the_caret_in_the_days(hands):
    page = open_page(hands, "statements", FX001)
    hands.press("F3")
    hands.settle()
    hands.type("thxmb")
    hands.press("Return")
    hands.settle()
    assert page.choice.buyer == "GD01:TH002"
    page.choice.end.setFocus()
    hands.type("11-20")
    hands.press("Return")
    hands.settle()
    assert page.choice.periods.code == "own"
    assert hands.focus is page.choice.end


def test_in_a_months_first_days_the_month_before_is_asked_for(hands):
    choice = open_page(hands, "statements", FX001).choice
    assert choice.periods.code == "this"
    choice._told = False
    choice.know_today(dt.date(2026, 12, 3))
    assert choice.days == (dt.date(2026, 11, 1), dt.date(2026, 11, 30))
    choice.periods.pick("this")
    choice.know_today(dt.date(2026, 12, 4))
    assert choice.days == (dt.date(2026, 12, 1), dt.date(2026, 12, 4))


def test_a_long_name_is_seen_from_its_beginning(hands):
    page = open_page(hands, "reconciling", (FX001, *PERIOD))
    box = page.account
    box.addItem("中山市石岐区老友记酒水食品商贸有限责任公司沙溪大道第三分公司", "GD01:LONG")
    for choose in (lambda: box.choose("GD01:LONG"), lambda: box.setCurrentIndex(box.count() - 1), box.seek):
        box.setCurrentIndex(0)
        choose()
        assert box.lineEdit().cursorPosition() == 0


def test_the_longest_name_pushes_nothing_out_of_sight(hands):
    page = open_page(hands, "statements", FX001)
    hands.shell.resize(1366, 768)
    box = page.choice.account
    box.addItem("中山市石岐区老友记酒水食品商贸有限责任公司沙溪大道第三分公司" * 2, "GD01:LONG")
    QCoreApplication.sendEvent(box, QEvent(QEvent.Type.StyleChange))  # other colours; it reckons its size anew
    hands.settle()
    assert page.choice.minimumSizeHint().width() <= 304  # the width that the side has, beside the paper
