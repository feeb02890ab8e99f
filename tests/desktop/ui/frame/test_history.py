"""Back and forward lead through the pages one has been on, each as it was left."""

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from desktop.ui.navigation.history import History, Visit
from tests.building.desktop.sample_accounts import FX001, NUMBER
from tests.desktop.ui.frame.test_pages import open_page
from tests.pictures.accounts import prepare


def step(hands, key):
    hands.press(key)
    hands.settle()
    return hands.page


def test_back_and_forward_go_through_the_pages(hands):
    for name in ("products", "money"):
        open_page(hands, name)
    seen = []
    for key in ("Alt+Left", "Alt+Left", "Alt+Left", "Alt+Right", "Alt+Right", "Alt+Right"):
        step(hands, key)
        seen.append(hands.shell.current_name)
    assert seen == ["products", "orders", "orders", "products", "money", "money"]


def test_a_list_comes_back_with_its_search_filter_and_row(hands):
    page = hands.page
    page.filters.pick("accepted")
    hands.settle()
    hands.press("Down")
    number = page.view.current_row().number
    open_page(hands, "products")
    open_page(hands, "orders", {"state": "refused"})
    hands.press("F3")
    hands.type("PO")
    hands.settle()
    step(hands, "Alt+Left")
    step(hands, "Alt+Left")
    assert hands.shell.current_name == "orders"
    assert (page.filters.code, page.search.text()) == ("accepted", "")
    assert page.view.current_row().number == number
    assert page.view.hasFocus()


def test_orders_looked_at_one_after_the_other_come_back(hands):
    numbers = [hands.page.window_.row(place).number for place in (3, 4)]
    for number in numbers:
        open_page(hands, "orderview", number)
    assert step(hands, "Alt+Left").order.number == numbers[0]
    assert step(hands, "Alt+Right").order.number == numbers[1]


def test_esc_leads_to_where_one_came_from_and_is_a_step_back(hands):
    hands.press("Down", "Return")
    hands.settle()
    number = hands.page.order.number
    hands.press("Escape")
    hands.settle()
    assert hands.shell.current_name == "orders"
    assert step(hands, "Alt+Right").order.number == number


def test_esc_from_a_comparison_goes_back_to_the_confirmation_it_was_opened_from(desk, request):
    prepare(desk)
    hands = request.getfixturevalue("hands")
    open_page(hands, "confirming", NUMBER)
    hands.press("F12")
    hands.settle()
    assert hands.shell.current_name == "reconciling"
    hands.press("Escape")
    hands.settle()
    assert hands.shell.current_name == "confirming"


def test_esc_leads_to_the_page_it_belongs_to_where_nothing_led_there(hands):
    open_page(hands, "ageing")
    hands.press("Escape")
    hands.settle()
    assert hands.shell.current_name == "customers"


def test_another_customers_account_comes_back(hands):
    open_page(hands, "ledger", FX001)
    open_page(hands, "products")
    open_page(hands, "ledger", "GD01:TH002")
    step(hands, "Alt+Left")
    assert step(hands, "Alt+Left").customer.customer.id == FX001


@pytest.mark.parametrize(("button", "name"), [("BackButton", "orders"), ("ForwardButton", "products")])
def test_the_mouses_own_buttons_step_too(hands, button, name):
    open_page(hands, "products")
    if button == "ForwardButton":
        hands.shell.step(-1)
    window = hands.shell.windowHandle()
    hands.program.idle._follow(window)
    spot = QPointF(400, 300)
    pressed = getattr(Qt.MouseButton, button)
    event = QMouseEvent(
        QEvent.Type.MouseButtonPress, spot, spot, spot, pressed, pressed, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(window, event)
    hands.settle()
    assert hands.shell.current_name == name


def test_going_on_gives_up_what_lay_ahead():
    history = History()
    for name in ("a", "b", "c"):
        history.go(Visit(name))
    history.step(-1)
    history.go(Visit("d"))
    assert history.step(1) is None
    visits = [history.step(-1) for _ in range(3)]
    assert [visit and visit.name for visit in visits] == ["b", "a", None]


def test_the_same_page_again_is_one_visit():
    history = History()
    for name in ("a", "a", "b", "b"):
        history.go(Visit(name))
    visits = [history.step(-1) for _ in range(2)]
    assert [visit and visit.name for visit in visits] == ["a", None]
