"""Ctrl+K: every page, act, document, card and command is found in Chinese, pinyin and English, by keyboard alone."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop.cli.grammar.every import every_command
from desktop.ui.frame.page import MEANING
from desktop.ui.frame.pages import UNDER, elsewhere
from desktop.ui.ledger.document import DocumentDialog
from desktop.ui.navigation.entries import other_names


def dialog():
    """The dialog that stands over the page."""
    return QApplication.activeModalWidget()


@pytest.fixture
def line(hands):
    """Opens the line and types; gives what stands in it."""
    hands.shell._commands = every_command

    def typed(text):
        hands.press("Ctrl+K")
        finder = hands.shell.finder
        for _ in range(200):
            if set(finder._names()) <= set(finder._offered) and finder._commands:
                break
            QTest.qWait(20)
        hands.type(text)
        hands.settle()
        return hands.shell.finder.palette._model.items

    return typed


def found(entries):
    return [(entry.text, entry.page) for entry in entries]


@pytest.mark.parametrize("typed", ["核销", "hexiao", "hx", "settle"])
def test_a_page_is_found_in_chinese_pinyin_and_english(line, hands, typed):
    assert ("核销", "settling") in found(line(typed))
    hands.press("Return")
    hands.settle()
    assert hands.shell.current_name == "settling"


def test_every_page_and_every_act_of_every_page_is_offered(line, hands):
    line("")
    offered = hands.shell.finder.palette._offered
    shell = hands.shell
    pages = [name for name, _, _ in (*shell.places, *elsewhere(shell.worker))]
    assert set(pages) <= {entry.page for entry in offered if entry.action is None}
    acts = [entry.action for entry in offered if entry.action is not None]
    for name in (*pages, *(name for name in UNDER if name not in ("paperview", "returned"))):
        for action in shell.page(name).current_actions():
            if action.text() and not {"back", "enter"} & set(action.property(MEANING) or ()):
                assert action in acts or not action.isEnabled(), (name, action.text())


def test_every_command_is_offered_with_what_it_does_in_both_languages(line, hands):
    line("")
    offered = {entry.command: entry for entry in hands.shell.finder.palette._offered if entry.command}
    for command in every_command():
        assert {command.zh, command.en} <= set(offered[command.words].called)
    assert len(offered) > 120


def test_a_command_is_copied_and_the_page_says_what_to_do_with_it(line, hands):
    entries = line("desk order list")
    assert entries[0].command == "desk order list"
    hands.press("Return")
    hands.settle()
    assert QGuiApplication.clipboard().text() == "desk order list"
    assert "desk order list" in hands.page.banner.text


def test_an_order_is_opened_by_the_figures_of_its_number(line, hands):
    entries = line("2611230003")
    assert entries[0].text.endswith("261123-0003")
    hands.press("Return")
    hands.settle()
    assert hands.shell.current_name == "orderview"
    assert hands.page.order.number == entries[0].text


def test_any_other_document_is_shown_over_the_page(line, hands):
    entries = line("SKD-01-261119-0001")
    assert entries[0].document == "SKD-01-261119-0001"
    hands.press("Return")
    hands.settle()
    shown = dialog()
    assert isinstance(shown, DocumentDialog)
    assert shown.found is not None
    assert shown.found.paper.number == "SKD-01-261119-0001"
    hands.press("Escape")


def test_what_begins_anew_is_done_at_once_and_what_is_about_a_row_says_its_key(line, hands):
    entries = line("加客户")
    assert (entries[0].text, entries[0].page) == ("加客户", "customers")
    hands.press("Return")
    hands.settle()
    assert hands.shell.current_name == "customers"
    assert dialog() is not None
    hands.press("Escape")
    hands.shell.go("orders")
    hands.settle()
    entries = line("红冲")
    assert entries[0].text == "红冲"
    hands.press("Return")
    hands.settle()
    assert dialog() is None
    assert hands.shell.current_name in ("papers", "money")
    assert "Ctrl+R" in hands.page.banner.text


def test_what_needs_one_opened_leads_to_its_list(line, hands):
    hands.shell.go("money")
    hands.settle()
    (entry, *_) = [entry for entry in line("拆单") if entry.page == "orderview"]
    hands.shell.finder.palette.picked.emit(entry)
    hands.settle()
    assert hands.shell.current_name == "orders"
    assert "拆单" in hands.page.banner.text


def test_what_hqs_people_may_not_do_isnt_offered(line, hands):
    """A clerk isn't offered what takes another right."""
    desk = hands.shell.worker.desk
    desk.user = replace(desk.user, role="clerk")
    entries = line("月结")
    assert [entry for entry in entries if entry.action is not None and "月结" in entry.text] == []


class ShownWindows(QObject):
    """Hears of every widget that is shown as a window of its own."""

    def __init__(self):
        super().__init__()
        self.found = []

    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.found.append(watched)
        return False


def test_a_page_that_is_made_takes_the_caret_from_nobody(hands):
    """A part that is told to be seen before it has a place flashes as a window, and the line loses the caret to it."""
    hands.press("Ctrl+K")
    finder, shown = hands.shell.finder, ShownWindows()
    hands.program.application.installEventFilter(shown)
    for name in finder._names():
        hands.shell.page(name)
        assert shown.found == [], name
    hands.program.application.removeEventFilter(shown)
    QTest.qWait(20)
    assert finder.palette._edit.hasFocus()


def test_both_languages_are_known_of_every_text():
    assert "Settle" in other_names("核销")
    assert "核销" in other_names("Settle")
    assert other_names("no such text") == ()
