"""What a list offers beside its rows: fewer of them, sums, several at once, and lists kept under a name."""

from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from desktop.actions.changes import changed_by
from desktop.arrangement import Arrangement
from desktop.ui.tables.habits import COMPACT, ListHabits
from desktop.ui.tables.many import do_each, named_few
from desktop.ui.tables.view import CLOSE_ROW
from desktop.ui.widgets import formatting
from tests.desktop.ui.frame.test_pages import dialog, open_page
from tests.desktop.ui.tables.test_arranging import click_title, place_of, rows_of


def menu_of(page):
    """The menu of the list, opened by its key."""
    page.view.setFocus()
    QTest.keyClick(page.view, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    QApplication.processEvents()
    return page.view.offers.menu


def entry(menu, *path):
    """An entry by its words, through the menus above it."""
    *above, last = path
    for text in above:
        menu = next(each.menu() for each in menu.actions() if each.menu() and each.text() == text)
    return next(each for each in menu.actions() if each.text().split("\t")[0] == last)


@pytest.mark.parametrize(
    ("name", "key", "says"),
    [("orders", "total", lambda row: row.total), ("customers", "balance", lambda row: row.balance)],
)
def test_the_foot_tells_how_many_rows_and_what_they_come_to(hands, name, key, says):
    page = open_page(hands, name)
    if name == "orders":  # what is sold alone: with what is bought it makes no sum
        page.search.setText("FX001")
        hands.settle()
    rows = rows_of(page)
    assert str(len(rows)) in page.footer.every.lead.text()
    shown = page.footer.every.figures[place_of(page, key)]
    assert shown.text() == formatting.money(sum(map(says, rows), Decimal(0)))
    page.view.setFocus()
    hands.press("Home", "Shift+Down")
    hands.settle()
    chosen = page.footer.chosen
    assert chosen.isVisible()
    assert "2" in chosen.lead.text()
    assert chosen.figures[place_of(page, key)].text() == formatting.money(says(rows[0]) + says(rows[1]))
    hands.press("Home")
    hands.settle()
    assert not chosen.isVisible()


def test_what_is_bought_and_what_is_sold_make_no_sum_together(hands):
    page = hands.page
    sold = [row for row in rows_of(page) if row.seller_code == "GD01"]
    bought = [row for row in rows_of(page) if row.seller_code != "GD01"]
    assert sold
    assert bought
    shown = page.footer.every.figures[place_of(page, "total")]
    assert shown.text() == formatting.money(sum((row.total for row in sold), Decimal(0)))
    assert formatting.money(sum((row.total for row in bought), Decimal(0))) in page.footer.every.lead.text()


@pytest.mark.parametrize(("side", "is_own"), [("自己卖出", True), ("其他卖方", False)])
def test_what_is_sold_and_what_is_bought_is_shown_alone(hands, side, is_own):
    page = hands.page
    menu = menu_of(page)
    entry(menu, "卖方", side).trigger()
    menu.close()
    hands.settle()
    rows = rows_of(page)
    assert {row.seller_code == "GD01" for row in rows} == {is_own}
    shown = page.footer.every.figures[place_of(page, "total")]
    assert shown.text() == formatting.money(sum((row.total for row in rows), Decimal(0)))
    assert page.narrow_button.text() == side


@pytest.mark.parametrize(("name", "key"), [("orders", "date"), ("papers", "date")])
def test_days_are_shown_alone_and_esc_shows_all_again(hands, name, key):
    page = open_page(hands, name)
    count = page.model.rowCount()
    first = min(row.date for row in rows_of(page))
    page.view.arrange(Arrangement(start=first, end=first))
    hands.settle()
    assert {row.date for row in rows_of(page)} == {first}
    assert page.model.rowCount() < count
    assert first.isoformat() in page.narrow_button.text()
    page.view.setFocus()
    hands.press("Escape")
    hands.settle()
    assert page.model.rowCount() == count


def test_a_stage_is_picked_in_the_menu_of_the_list(hands):
    page = hands.page
    menu = menu_of(page)
    assert isinstance(menu, QMenu)
    entry(menu, "进度", formatting.stage("delivered")).trigger()
    menu.close()
    hands.settle()
    assert {row.stage for row in rows_of(page)} == {"delivered"}
    menu = menu_of(page)
    entry(menu, "取消筛选").trigger()
    menu.close()
    hands.settle()
    assert len({row.stage for row in rows_of(page)}) > 1


def test_the_menu_sorts_for_whoever_has_only_the_keyboard(hands):
    page = open_page(hands, "customers")
    menu = menu_of(page)
    entry(menu, "排序", "余额").trigger()
    menu.close()
    hands.settle()
    balances = [row.balance for row in rows_of(page)]
    assert balances == sorted(balances)


@pytest.mark.parametrize("name", ["orders", "products"])
def test_a_letter_typed_over_the_list_goes_on_in_the_search_field(hands, name):
    page = open_page(hands, name)
    page.view.setFocus()
    hands.type("f")
    assert page.search.hasFocus()
    assert page.search.text() == "f"
    hands.press("Escape")
    assert page.search.text() == ""


@pytest.mark.parametrize("name", ["orders", "customers"])
def test_rows_stand_closer_and_that_is_remembered(hands, name):
    page = open_page(hands, name)
    before = page.view.verticalHeader().defaultSectionSize()
    page.view.keep_density(COMPACT)
    assert page.view.verticalHeader().defaultSectionSize() == CLOSE_ROW
    other = open_page(hands, "products")
    assert other.view.verticalHeader().defaultSectionSize() == CLOSE_ROW
    habits = page.view.habits
    assert ListHabits(hands.shell.preferences, habits.person, habits.name).density == COMPACT
    page.view.keep_density("")
    assert page.view.verticalHeader().defaultSectionSize() == before


def test_at_least_25_orders_are_seen_on_a_small_screen(hands):
    hands.shell.resize(1366, 768)
    page = hands.page
    page.view.keep_density(COMPACT)
    hands.settle()
    assert page.view.viewport().height() // CLOSE_ROW >= 25


@pytest.mark.parametrize(("name", "key"), [("orders", "total"), ("customers", "balance")])
def test_a_list_kept_under_a_name_comes_back_by_the_palette(hands, name, key):
    page = open_page(hands, name)
    click_title(page, key)
    page.search.setText("fx")
    hands.settle()
    sorted_rows = list(page.window_.ids)
    page.view.offers.ask_name()
    hands.type("大单")
    hands.press("F8")
    assert dialog() is None
    page.search.setFocus()
    hands.press("Escape")
    page.view.arrange(Arrangement())
    open_page(hands, "products")
    hands.press("Ctrl+K")
    hands.type("大单")
    hands.settle()
    hands.press("Return")
    hands.settle()
    assert hands.page is page
    assert list(page.window_.ids) == sorted_rows
    assert page.search.text() == "fx"
    assert page.view.arrangement.sort == key
    page.view.offers.forget("大单")
    assert page.view.offers.favourites == []


def test_the_right_button_takes_the_row_under_it_and_keeps_several(hands):
    page = hands.page
    view = page.view
    view.setFocus()
    hands.press("Home", "Shift+Down")
    spot = view.visualRect(page.model.index(1, 0)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.RightButton, pos=spot)
    assert view.chosen_count == 2
    far = view.visualRect(page.model.index(4, 0)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.RightButton, pos=QPoint(far))
    assert [len(run) for run in view.chosen_places()] == [1]
    assert view.currentIndex().row() == 4


def test_several_orders_are_delivered_together_with_one_message(hands):
    """Those that can be are delivered; the others are named with why."""
    page = hands.page
    rows = rows_of(page)
    wanted = [next(place for place, row in enumerate(rows) if row.state == state) for state in ("accepted", "refused")]
    view = page.view
    view.setFocus()
    view.selectRow(wanted[0])
    flags = view.selectionModel().SelectionFlag
    view.selectionModel().select(page.model.index(wanted[1], 0), flags.Select | flags.Rows)
    assert view.chosen_count == 2
    hands.press("F8")
    assert dialog() is not None
    hands.press("F8")
    hands.settle()
    assert dialog() is None
    told = page.banner.text
    assert "1 张已发货" in told
    assert "1 张没有办成" in told
    assert rows[wanted[1]].number in told
    after = {row.number: row.state for row in rows_of(page)}
    assert after[rows[wanted[0]].number] == "delivered"
    assert after[rows[wanted[1]].number] == "refused"


def test_several_deliveries_are_received_together(hands):
    page = open_page(hands, "incoming")
    count = page.model.rowCount()
    assert count > 1
    page.view.setFocus()
    hands.press("Ctrl+A", "F8")
    assert dialog() is not None
    hands.press("F8")
    hands.settle()
    assert dialog() is None
    assert page.banner.text == f"{count} 张已收货。"
    assert page.model.rowCount() == 0


def test_the_key_list_tells_the_keys_of_lists(hands, monkeypatch):
    told = []

    def show(groups, _):
        told.extend(groups)
        return Shown()

    monkeypatch.setattr("desktop.ui.frame.shell.KeyList", show)
    hands.press("F1")
    (keys,) = [keys for title, keys in told if title == "列表"]
    assert "Alt+↓" in dict(keys)


class Shown:
    def exec(self):
        """Closed at once."""


def test_what_other_rows_came_to_never_stands_under_these(hands):
    page = hands.page
    page.search.setText("FX001")
    hands.settle()
    shown = page.footer.every.figures[place_of(page, "total")]
    before, seen = shown.text(), []
    assert before
    page.window_.listed.connect(lambda: seen.append(shown.text()))
    page.search.clear()
    hands.settle()
    assert seen
    assert before not in seen
    assert shown.text() not in ("", before)


def test_sums_that_come_late_are_those_of_all_rows_that_are_selected_too(hands):
    page = hands.page
    page.footer.sums = {}
    page.view.setFocus()
    hands.press("Ctrl+A")
    hands.settle()
    place = place_of(page, "total")
    page.refresh()
    hands.settle()
    assert page.footer.every.figures[place].text()
    assert page.footer.chosen.figures[place].text() == page.footer.every.figures[place].text()


def test_names_in_a_row_are_parted_as_the_language_parts_them(monkeypatch):
    assert named_few(["A", "B"]) == "A、B"
    assert formatting.with_colon("A", "B") == "A：B"
    monkeypatch.setattr(formatting, "language", lambda: "en")
    assert named_few(["A", "B"]) == "A, B"
    assert named_few([*"ABCDEFGH"]) == "A, B, C, D, E, F … (8)"
    assert formatting.with_colon("A", "B") == "A: B"


def test_what_many_ask_of_hq_is_seen_where_what_is_asked_for_stands():
    assert "requests" in (changed_by(do_each) or ())
