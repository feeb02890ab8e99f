"""Keys of an order's lines: Tab among them, and those that alter a line only in sight of it."""

import pytest

from desktop.ui.order.lines.model import At
from tests.desktop.ui.order.test_order_entry import text


@pytest.mark.parametrize("key", ["Return", "Tab"])
def test_tab_goes_through_the_cells_as_enter_does(hands, key):
    hands.press("Ctrl+N")
    hands.settle()
    page = hands.page
    hands.type("fxbl")
    hands.press("Return")
    hands.settle()
    hands.type("SP10021")
    hands.press(key)
    hands.settle()
    assert text(page, 0, At.PRODUCT)
    assert page.grid.currentIndex().column() == At.QUANTITY
    hands.type("12箱")
    hands.press(key)
    hands.settle()
    assert text(page, 0, At.QUANTITY) == "12箱"
    assert page.grid.currentIndex().column() == At.PRICE
    hands.press(key)  # past a price that isn't typed
    hands.settle()
    assert (page.grid.currentIndex().row(), page.grid.currentIndex().column()) == (1, At.PRODUCT)
    hands.press("Shift+Tab")
    hands.settle()
    assert (page.grid.currentIndex().row(), page.grid.currentIndex().column()) == (0, At.PRICE)
    assert hands.focus is page.grid


def test_a_line_s_own_keys_lead_to_the_line_before_they_alter_it(hands):
    hands.new_order("fxbl")
    hands.line("SP10021", "12箱")
    hands.settle()
    page = hands.page
    page.grid.start_line(0)
    hands.press("Ctrl+Home")
    hands.settle()
    before = [text(page, 0, at) for at in (At.QUANTITY, At.AMOUNT)]
    for key in ("F4", "Ctrl+Delete"):
        page.head.customer.setFocus()
        hands.press(key)
        hands.settle()
        assert [text(page, 0, at) for at in (At.QUANTITY, At.AMOUNT)] == before
        assert hands.focus is page.grid
    hands.press("Ctrl+Delete")
    hands.settle()
    assert page.entry.lines == []


def test_no_amount_of_an_order_stays_beside_the_credit_when_its_last_line_is_gone(hands):
    hands.new_order("fxbl")
    hands.line("SP10021", "12箱")
    hands.settle()
    page = hands.page
    shown = [each.text() for each in page.credit._figures]
    page.grid.start_line(0)
    hands.press("Ctrl+Delete")
    hands.settle()
    assert [each.text() for each in page.credit._figures] == [*shown[:2], "0.00"] != shown
