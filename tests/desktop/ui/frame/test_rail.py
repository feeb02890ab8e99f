"""The rail holds every page in groups that fold by mouse and by keyboard, as each person left them."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.pictures import wait
from desktop.ui.frame.pages import PAGE_KEYS, PageGroup, RailEntry, elsewhere, groups, pages
from desktop.ui.frame.rail import Rail
from tests.building.desktop.sample_hq import an_hq_desk


def names(shell):
    return [button.entry.name for group in shell.rail.groups for button in group.pages]


def in_sight(shell):
    return [button.entry.name for group in shell.rail.groups for button in group.pages if button.isVisible()]


def group(shell, code):
    return next(each for each in shell.rail.groups if each.code == code)


def test_every_page_has_a_place_in_one_of_the_groups(hands):
    worker = hands.program.worker
    every = [name for name, _, _ in [*pages(worker), *elsewhere(worker)]]
    assert sorted(names(hands.shell)) == sorted([*every, "attention"])
    codes = [each.code for each in hands.shell.rail.groups]
    assert codes == ["today", "orders", "goods", "money", "policies", "accounts", "setup"]


def test_a_click_on_a_heading_folds_its_pages_and_another_shows_them(hands):
    goods = group(hands.shell, "goods")
    assert {"products", "incoming", "papers"} <= set(in_sight(hands.shell))
    QTest.mouseClick(goods.head, Qt.MouseButton.LeftButton)
    assert not {"products", "incoming", "papers"} & set(in_sight(hands.shell))
    QTest.mouseClick(goods.head, Qt.MouseButton.LeftButton)
    assert {"products", "incoming", "papers"} <= set(in_sight(hands.shell))


def test_the_page_that_is_shown_stays_in_sight_in_a_folded_group(hands):
    assert group(hands.shell, "accounts").folded
    hands.shell.go("replies")
    shown = in_sight(hands.shell)
    assert "replies" in shown
    assert "ledger" not in shown
    hands.shell.go("orders")
    assert "replies" not in in_sight(hands.shell)


def test_the_keyboard_goes_through_the_rail_folds_and_opens(hands):
    hands.press("Ctrl+B")
    assert hands.focus.property("page") == "orders"
    hands.press("Left", "Left")
    assert group(hands.shell, "orders").folded
    hands.press("Down", "Down", "Down")
    assert hands.focus.property("page") == "products"
    hands.press("Return")
    hands.settle()
    assert hands.shell.current_name == "products"


def test_esc_in_the_rail_goes_back_to_the_page_and_not_away_from_it(hands):
    hands.shell.go("ageing")
    hands.settle()
    hands.press("Ctrl+B", "Escape")
    assert hands.shell.current_name == "ageing"
    assert hands.page.isAncestorOf(QApplication.focusWidget())


def test_what_is_folded_is_remembered_for_each_person(hands):
    QTest.mouseClick(group(hands.shell, "goods").head, Qt.MouseButton.LeftButton)
    hands.program._show_shell()
    again = hands.program.shell
    assert group(again, "goods").folded
    assert group(again, "accounts").folded
    person = hands.program.worker.desk.user
    hands.program.worker.desk.user = None
    hands.program.preferences.remember("last_user", "somebody else")
    again._fold_rail()
    assert not group(again, "goods").folded
    hands.program.worker.desk.user = person


def test_a_group_opened_by_hand_stays_open_where_none_was_folded(hands):
    for code in ("accounts", "setup"):
        QTest.mouseClick(group(hands.shell, code).head, Qt.MouseButton.LeftButton)
    hands.shell._fold_rail()
    assert not any(each.folded for each in hands.shell.rail.groups)


def test_page_keys_are_the_same_at_hq_whatever_the_role_lacks(at_hq):
    hands = at_hq("王", "channel_manager")
    offered = {name for name, _, _ in hands.shell.places}
    assert "incoming" not in offered
    keys = {action.property("page"): action.shortcut().toString() for action in hands.shell._goes}
    assert keys == {name: PAGE_KEYS[name] for name in offered}
    assert keys["policies"] == "Ctrl+7"
    assert set(names(hands.shell)) & set(PAGE_KEYS) == offered


def test_on_a_small_screen_the_page_that_is_shown_is_in_sight(hands):
    hands.shell.resize(1024, 560)
    hands.shell.go("settings")
    hands.settle()
    button = hands.shell.rail._buttons["settings"]
    area = hands.shell.rail._area
    top = button.mapTo(area.viewport(), button.rect().topLeft()).y()
    assert 0 <= top <= area.viewport().height() - button.height()


def test_three_times_as_many_pages_find_room(qtbot, hands):
    many = [
        PageGroup(
            f"{each.code}{turn}",
            each.text,
            tuple(RailEntry(f"{page.name}{turn}", page.picture, page.text) for page in each.pages),
        )
        for turn in range(3)
        for each in groups(hands.program.worker)
    ]
    rail = Rail("x", many)
    qtbot.addWidget(rail)
    rail.resize(178, 560)
    rail.show()
    assert rail.minimumSizeHint().height() <= 300
    rail.choose("settings2")
    QApplication.processEvents()
    button = rail._buttons["settings2"]
    assert 0 <= button.mapTo(rail._area.viewport(), button.rect().topLeft()).y() < rail._area.viewport().height()


@pytest.fixture
def rail_in(window_of):
    """The rail of a desk on a small screen, every group unfolded, in one language."""

    def show(desk, language):
        program = window_of(desk, language, 1024, 560)
        program.shell.rail.fold(())
        wait(program.worker)
        return program.shell.rail

    return show


def cut_off(rail):
    """The lines whose words are not all there when their page is shown and ninety-nine things wait."""
    room = rail._area.viewport().width() - 12 - 17 - 4 - 4  # beside the picture
    for button in (each for group in rail.groups for each in group.pages):
        button.say_count(99 if button.entry.name in ("attention", "incoming", "policies") else 0)
        bold = QFont(button.font())
        bold.setBold(True)
        wide = QFontMetrics(bold).horizontalAdvance(button.text())
        if "…" in button.text() or wide > room:
            yield f"{button.text()}: {wide} of {room}"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_name_in_the_rail_is_cut_off(rail_in, desk, language):
    rail = rail_in(desk, language)
    assert rail._area.verticalScrollBar().isVisible()
    assert list(cut_off(rail)) == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_name_in_the_rail_of_hq_is_cut_off(rail_in, tmp_path, language):
    with an_hq_desk(tmp_path / "hq") as desk:
        assert list(cut_off(rail_in(desk, language))) == []


def test_a_name_the_rail_shortens_is_told_whole(hands):
    button = hands.shell.rail._buttons["bank"]
    assert button.text().strip() == "银行流水"
    assert button.accessibleName() == "银行与钱包流水"
    assert "银行与钱包流水" in button.toolTip()
