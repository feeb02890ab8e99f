"""A list is arranged by mouse and keyboard: sorted by its titles, its columns moved and sized, its rows copied."""

from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester

from desktop.ui.tables.values import number_in, sorted_by
from tests.desktop.ui.frame.test_pages import open_page


def click_title(page, key):
    header = page.view.horizontalHeader()
    place = place_of(page, key)
    spot = QPoint(header.sectionViewportPosition(place) + header.sectionSize(place) // 2, header.height() // 2)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=spot)


def place_of(page, key):
    return [column.key for column in page.model.columns].index(key)


def rows_of(page):
    return [page.window_.row(place) for place in range(page.model.rowCount())]


@pytest.mark.parametrize(
    ("name", "key", "says"),
    [
        ("orders", "total", lambda row: row.total),
        ("customers", "balance", lambda row: row.balance),
        ("products", "on_hand", lambda row: row.on_hand),
        ("money", "amount", lambda row: row.amount),
    ],
)
def test_a_click_on_a_title_sorts_and_a_third_gives_the_own_order_back(hands, qtbot, name, key, says):
    page = open_page(hands, name)
    tester = ModelTester(page.model)
    tester.check(page.model)
    own = list(page.window_.ids)
    click_title(page, key)
    hands.settle()
    up = [says(row) for row in rows_of(page)]
    assert up == sorted(up)
    click_title(page, key)
    hands.settle()
    down = [says(row) for row in rows_of(page)]
    assert down == sorted(up, reverse=True)
    assert page.view.currentIndex().row() == 0
    click_title(page, key)
    hands.settle()
    assert list(page.window_.ids) == own


def test_alt_and_a_figure_sorts_by_that_column(hands):
    page = hands.page
    page.view.setFocus()
    QTest.keyClick(page.view, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    hands.settle()
    numbers = [row.number for row in rows_of(page)]
    assert numbers == sorted(numbers)


def test_a_list_stays_sorted_when_it_is_read_anew_and_searched(hands):
    page = hands.page
    click_title(page, "total")
    hands.settle()
    page.search.setText("FX001")
    hands.settle()
    totals = [row.total for row in rows_of(page)]
    assert len(totals) > 1
    assert totals == sorted(totals)


@pytest.mark.parametrize("name", ["orders", "customers"])
def test_columns_stay_as_they_were_moved_and_sized(hands, name):
    page = open_page(hands, name)
    header = page.view.horizontalHeader()
    header._pressed = True  # as a button held down on the title is
    header.moveSection(header.visualIndex(2), 0)
    header._pressed = False
    header.moved.emit()
    header.sized.emit(3, 143)
    page.view.show_column(4, seen=False)
    assert header.sectionSize(3) == 143
    kept = hands.shell.preferences
    fresh = type(page)(page.worker, kept)
    fresh.resize(page.size())
    fresh.show()
    again = fresh.view.horizontalHeader()
    assert [again.logicalIndex(at) for at in range(2)] == [2, 0]
    assert again.sectionSize(3) == 143
    assert again.isSectionHidden(4)
    fresh.view.lay_as_made()
    assert [again.logicalIndex(at) for at in range(3)] == [0, 1, 2]
    assert not again.isSectionHidden(4)
    fresh.close()


@pytest.mark.parametrize(("name", "key", "says"), [
    ("orders", "total", lambda row: row.total),
    ("customers", "balance", lambda row: row.balance),
])  # fmt: skip
def test_several_rows_are_copied_with_bare_numbers(hands, name, key, says):
    page = open_page(hands, name)
    page.view.setFocus()
    hands.press("Shift+Down", "Ctrl+C")
    hands.settle()
    lines = QApplication.clipboard().text().split("\n")
    assert len(lines) == 2
    at = page.view.columns.seen().index(place_of(page, key))
    assert [Decimal(line.split("\t")[at]) for line in lines] == [says(row) for row in rows_of(page)[:2]]


def test_all_rows_stay_selected_when_the_list_is_read_anew(hands):
    page = hands.page
    page.view.setFocus()
    hands.press("Ctrl+A")
    count = page.model.rowCount()
    assert page.view.chosen_count == count
    page.refresh()
    hands.settle()
    assert page.view.chosen_count == count
    assert list(page.view.chosen_ids()) == list(page.window_.ids)


def test_what_says_nothing_comes_last_either_way():
    assert sorted_by([3, None, 1], lambda each: each, down=False) == [1, 3, None]
    assert sorted_by([3, None, 1], lambda each: each, down=True) == [3, 1, None]


def test_chinese_names_stand_by_their_reading():
    assert sorted_by(["珠海", "佛山", "广州"], str, down=False) == ["佛山", "广州", "珠海"]


def test_a_shown_number_is_read_as_a_number():
    assert number_in("1,234.50") == Decimal("1234.50")
    assert number_in("−12") == Decimal(-12)
    assert number_in("–") is None
