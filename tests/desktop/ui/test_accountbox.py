"""An account among many is found by its initials, its code or a piece of its name, by keyboard."""

import pytest

from tests.desktop.ui.sample_accounts import FX001, PERIOD
from tests.desktop.ui.test_pages import open_page


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
