"""Closing months in the window, by keyboard: what is unfinished is read first, then closed, then opened again."""

import datetime as dt
from decimal import Decimal

import pytest
from PySide6.QtWidgets import QApplication

from desktop.actions.documents import money
from desktop.ui.closing.dialog import ClosingDialog
from tests.desktop.ui.frame.test_pages import open_page
from tests.desktop.ui.settling.test_settling import shot


def closing(hands, name="money"):
    page = open_page(hands, name)
    hands.press("Ctrl+M")
    hands.settle()
    box = QApplication.activeModalWidget()
    assert isinstance(box, ClosingDialog)
    return page, box


@pytest.fixture
def unfinished(desk):
    """Money of October that nobody set against what was owed."""
    money.receive_money(desk, "GD01:FX001", Decimal(500), dt.date(2026, 10, 8), way="hand")


@pytest.mark.usefixtures("unfinished")
def test_a_month_is_closed_and_opened_again(request):
    hands = request.getfixturevalue("hands")  # the window opens over books that are there already
    _, box = closing(hands)
    assert "2026-10" in box.coming.text()
    assert box.warnings.text()
    hands.press("F8")
    hands.settle()
    assert box.standing.closed_through is None  # what is unfinished was not accepted yet
    shot("closing", box)
    hands.press("F11", "F8")
    hands.settle()
    assert "2026-10" in box.banner.text
    assert box.standing.closed_through == dt.date(2026, 10, 31)
    assert "没有可结的月份" in box.coming.text()
    shot("closing-closed", box)
    if box.standing.last.reasons:
        hands.press("F11")
    hands.press("Ctrl+R")
    hands.settle()
    assert box.standing.closed_through is None
    assert "又可以记账" in box.banner.text
    hands.press("Escape")
    assert QApplication.activeModalWidget() is None


def test_a_closed_day_takes_no_money(hands):
    page, _ = closing(hands)
    hands.press("F11", "F8")
    hands.settle()
    hands.press("Escape", "F9")
    hands.type("fxbl")
    hands.settle()
    hands.press("Return")
    hands.type("10")
    hands.press("Return")
    hands.focus.selectAll()
    hands.type("2026-10-20")
    hands.press("Return", "F8")
    hands.settle()
    assert page.dialog.day.property("wrong")
    page.dialog.reject()


def test_the_statements_page_closes_months_too(hands):
    _, box = closing(hands, "statements")
    assert box.standing.coming.month == dt.date(2026, 10, 1)
    hands.press("Escape")
