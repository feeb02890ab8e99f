"""Every key of every page pressed twice at once: what the first press opened isn't confirmed, nothing is done twice."""

from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from desktop.actions.changes import changes
from desktop.pictures import wait
from desktop.ui.frame import presses
from desktop.ui.frame.lanes import Task
from desktop.ui.frame.pages import UNDER, pages
from desktop.ui.widgets.dialogs import FormDialog
from desktop.ui.widgets.fields import EnterEdit, Field
from tests.building.desktop.walking import LEAVES, never_block

MOMENT = presses.MOMENT


@pytest.fixture
def written(hands, monkeypatch):
    """What pages ask to be written; nothing is."""
    monkeypatch.setattr(presses, "MOMENT", MOMENT * 50)  # so that a slow machine's second press is quick too
    never_block(monkeypatch)
    asked = []

    def only_noted(function, *args, then, failed=None):
        asked.append((getattr(function, "func", function).__name__, args))
        return Task(function, args, "", hands.program.worker)

    monkeypatch.setattr(hands.program.worker, "write", only_noted)
    return asked


def press_twice(hands, keys):
    sequence: Any = QKeySequence(keys)
    key = sequence[0]
    for _ in range(2):
        hands.wake()
        target = QApplication.focusWidget() or QApplication.activeModalWidget() or hands.shell
        QTest.keyClick(target, key.key(), key.keyboardModifiers())
        wait(hands.program.worker, 15)
        QCoreApplication.processEvents()


def put_away():
    for _ in range(4):
        dialog = QApplication.activeModalWidget()
        if dialog is None:
            return
        dialog.hide()
        dialog.close()
        QCoreApplication.processEvents()


def test_no_key_pressed_twice_does_anything_twice(hands, written):
    number = hands.page.window_.row(0).number
    wrong, acted = [], 0
    for name in [*(name for name, _, _ in pages(hands.program.worker)), *(set(UNDER) - {"paperview"})]:
        given = number if name == "orderview" else None
        hands.shell.go(name, given)
        wait(hands.program.worker, 40)
        for action in list(hands.page.actions()):
            keys = action.shortcut().toString()
            if not keys or keys in LEAVES or not (action.isVisible() and action.isEnabled()):
                continue
            written.clear()
            presses.Press.note(())
            press_twice(hands, keys)
            kept = [each for each in written if each[0] not in ("save_draft", "discard_draft")]
            open_ = QApplication.activeModalWidget()
            acted += bool(kept) or open_ is not None
            if len(kept) > 1 or (kept and open_ is not None):
                wrong.append(f"{name} {keys}: {[each[0] for each in kept]} {type(open_).__name__}")
            put_away()
            if hands.shell.current_name != name:
                hands.shell.go(name, given)
                wait(hands.program.worker, 15)
    assert not wrong, "\n".join(["", *wrong])
    assert acted > 15  # keys that open a dialog or write something


class Asking(FormDialog):
    """A dialog of one field, or of none."""

    def __init__(self, parent, *, fields):
        super().__init__(parent)
        self.say_what("问", "做")
        if fields:
            self.add(Field("为什么", EnterEdit()))


@pytest.mark.parametrize("fields", [0, 1])
def test_a_dialog_begins_where_nothing_is_done_and_hears_no_key_at_once(hands, monkeypatch, qtbot, fields):
    monkeypatch.setattr(presses, "MOMENT", MOMENT * 50)  # so that a slow machine's keys come at once too
    dialog = Asking(hands.shell, fields=fields)
    done = []
    dialog.confirmed.connect(lambda: done.append(1))
    dialog.open()
    hands.wake()
    assert isinstance(hands.focus, EnterEdit if fields else QPushButton)
    assert hands.focus is not dialog.do
    hands.press("F8", "F8")
    dialog.do.setFocus()
    hands.press("Return")
    assert not done
    monkeypatch.setattr(presses, "MOMENT", MOMENT)
    qtbot.wait(int(MOMENT * 1000) + 30)
    held = QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_F8, Qt.KeyboardModifier.NoModifier, "", True)
    QCoreApplication.sendEvent(hands.focus, held)
    assert not done  # the key that is held down since it opened the dialog
    hands.press("F8", "F8")
    assert done == [1]
    dialog.do.setEnabled(True)
    dialog.close()


def test_the_key_that_ends_a_dialog_means_nothing_on_the_page_below(hands, monkeypatch, qtbot):
    hands.new_order()
    hands.line("SP10021", "1箱")
    monkeypatch.setattr(presses, "MOMENT", MOMENT)
    dialog = Asking(hands.shell, fields=0)
    dialog.confirmed.connect(dialog.accept)
    dialog.open()
    hands.wake()
    qtbot.wait(int(MOMENT * 1000) + 30)
    hands.press("F8")
    monkeypatch.setattr(presses, "MOMENT", MOMENT * 50)
    hands.press("F8")
    hands.settle()
    assert len(hands.page.entry.lines) == 1  # the order was not placed


def test_the_same_asked_twice_while_it_runs_is_one_act(hands):
    worker = hands.program.worker

    @changes()
    def number(desk, text):
        return text

    first = worker.write(number, "A", then=lambda _: None)
    assert worker.write(number, "A", then=lambda _: None) is first
    other = worker.write(number, "B", then=lambda _: None)
    assert other is not first
    hands.settle()


def test_the_key_of_an_act_that_isnt_possible_now_says_so_until_it_is(hands):
    hands.shell.go("orders")
    hands.settle()
    page = hands.page
    action = next(each for each in page.actions() if each.shortcut() == QKeySequence("F9"))
    action.setEnabled(False)
    hands.press("F9")
    assert action.text() in page.banner.text
    action.setEnabled(True)
    page.keys_changed.emit()
    assert page.banner.text == ""
