"""Where a dealer buys, no page, command, paper or sheet speaks to it as the seller it isn't."""

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget

from desktop.actions.orders import orders
from desktop.cli.commands.order_text import order_text
from desktop.listings.registry import LISTINGS
from desktop.printing.labels import LABELS
from desktop.ui.tables.view import ListView
from desktop.wording import name_of
from desktop.wording.orders.rules import RULES
from tests.desktop.ui.orders.test_order_steps import ASKED, answer

# What only the one says who sells.
SELLING = re.compile("应收|客户|收款|销售订单|[Rr]eceivable|[Cc]ustomer|[Cc]ollect|[Ss]ales? order")
VERDICT = ("stock_", "price_", "credit_", "dealer_inactive", "order_dated_back", "supersedes_")
LANGUAGES = ("zh", "en")


def said_by(page: QWidget) -> list[str]:
    """Every text that stands on a page."""
    said = []
    for each in page.findChildren(QWidget):
        if not each.isVisibleTo(page):
            continue
        if isinstance(each, QLabel | QAbstractButton):
            said.append(each.text())
        elif isinstance(each, QLineEdit):
            said += [each.text(), each.placeholderText()]
        elif isinstance(each, ListView):
            model = each.model()
            said += [str(model.headerData(place, Qt.Orientation.Horizontal)) for place in range(model.columnCount())]
    return said + [action.text() for action in page.actions() if action.isVisible()]


def wrong(said):
    return [text for text in said if SELLING.search(text)]


@pytest.fixture(params=LANGUAGES)
def buying(request, hands):
    """The window in one language, on the order to HQ."""
    if request.param == "en":
        hands.program.preferences.set("language", "en")
        hands.shell = hands.program.shell
        hands.shell.exchanger.quiet()
    hands.settle()
    return hands


def show_order(hands):
    hands.shell.go("orderview", ASKED)
    hands.settle()
    return hands.page


def test_the_pages_of_a_purchase_speak_to_a_buyer(buying):
    hands = buying
    page = show_order(hands)
    due = page.sums.due.text()
    assert due in ("应付", "To pay")
    assert wrong(said_by(page)) == []
    hands.press("F9")  # copied into a new one
    hands.settle()
    assert hands.shell.current_name == "purchase"
    hands.page.grid.setFocus()
    hands.settle()
    assert len(said_by(hands.page)) > 40
    assert wrong(said_by(hands.page)) == []
    hands.press("F8")
    hands.settle()
    assert wrong(said_by(hands.page)) == []
    hands.press("F9")
    hands.settle()
    assert wrong(said_by(hands.page)) == []
    answer(hands, "refused")
    assert wrong(said_by(show_order(hands))) == []
    hands.shell.go("incoming")
    hands.settle()
    assert wrong(said_by(hands.page)) == []


def test_a_sale_still_speaks_to_a_seller(hands):
    hands.press("Ctrl+N")
    hands.settle()
    assert {"应收", "客户"} <= set(said_by(hands.page))


@pytest.mark.parametrize("language", LANGUAGES)
def test_commands_papers_and_sheets_of_both_sides_take_neither(desk, language):
    with desk:
        order = orders.order(desk, ASKED)
        assert wrong([order_text(order, language)]) == []
    sides = [pair[language == "en"] for code, pair in RULES.items() if code.startswith(VERDICT)]
    assert len(sides) > 10
    kinds = ("orders", "documents", "document_lines", "incoming", "ledger")
    heads = [each.zh if language == "zh" else each.en for kind in kinds for each in LISTINGS[kind].columns]
    paper = LABELS[language]
    said = [*map(str, sides), *heads, name_of("kind", "order", language), paper.void, paper.left_to_pay, paper.total]
    assert wrong(said) == []
