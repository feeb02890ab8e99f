"""On a screen of 1024 by 600 an order stands whole also with a message over it, and with all that speaks against it."""

import os

import pytest

from tests.building.desktop.fitting import SCREEN, misfits


def shot(name, widget):
    folder = os.environ.get("SHOTS")
    if folder:
        widget.grab().save(f"{folder}/{name}.png")


@pytest.fixture
def small(hands):
    hands.shell.resize(SCREEN)
    hands.settle()
    return hands


def test_an_order_that_is_refused_cuts_nothing(small):
    small.new_order("thxmb")  # 6,000 at most, and overdue
    small.line("SP10095", "90箱")
    small.line("SP10465", "20箱")
    small.press("F8")
    small.settle()
    small.settle()
    shot("refused", small.shell)
    assert small.page.banner.text.startswith("没有提交")
    assert misfits(small.shell) == []


def test_a_purchase_under_a_message_cuts_nothing(small):
    small.press("Ctrl+Shift+N")
    small.settle()
    page = small.page
    page.grid.start_line()
    small.line("SP10021", "50箱")
    small.settle()
    small.press("F6", "F8")
    small.settle()
    small.settle()
    shot("placed", small.shell)
    assert page.banner.text
    assert page.totals.wallet.isVisible()
    assert misfits(small.shell) == []


def whole(field):
    return field.fontMetrics().horizontalAdvance(field.text()) <= field.width()


def test_an_order_names_its_parties_whole(small):
    number = small.page.window_.row(0).number
    small.shell.go("orderview", number)
    small.settle()
    shot("orderview", small.shell)
    assert all(whole(field) for field in small.page._fields[:4])
    assert misfits(small.shell) == []


def test_what_comes_in_needs_no_bar_to_be_read(small):
    small.shell.go("incoming")
    small.settle()
    shot("incoming", small.shell)
    page = small.page
    assert page.rows.rows
    assert page.inside.horizontalScrollBar().maximum() == 0
