"""Who works here, by keyboard: the first person, signing in, switching, and what nobody sees before."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.app import Program
from desktop.pictures import wait
from desktop.ui.frame.login import FirstPersonWindow, LoginWindow, PasswordEdit, UnlockWindow
from desktop.ui.frame.shell import Shell
from desktop.ui.widgets.dialogs import FormDialog
from domain.parties.users import Person
from sync.records.books.database import open_sqlite
from sync.records.people.people import make_person, person_named, set_password

KEY = "tiger-2026"


@pytest.fixture
def started(qtbot):
    programs: list[Any] = []

    def start(folder):
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        program = Program(application, folder)
        programs.append(program)
        program.begin()
        settle(program)
        return program

    yield start
    for program in programs:
        program.window.close()
        program.end()
        program.window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def folder(built_folder, tmp_path):
    return Path(shutil.copytree(built_folder, tmp_path / "desk"))


def settle(program):
    wait(program.worker, 200)
    if program.shell is not None:
        program.shell.exchanger.quiet()


def press(window, key):
    QTest.keyClick(window.focusWidget() or window, key)


def change(folder, work):
    book = open_sqlite(folder / "desk.db")
    with book.writing() as writing:
        work(writing)
    book.close()


def guard(folder):
    """李堃 has a password, and 王敏, a clerk, another."""

    def work(writing):
        set_password(writing.connection, person_named(writing.connection, "李堃"), KEY)
        make_person(writing, "王敏", "clerk", "panda-2026", "2026-11-23T08:00:00Z", "李堃")

    change(folder, work)


def test_the_only_one_without_a_password_goes_straight_in(started, folder):
    program = started(folder)
    assert isinstance(program.window, Shell)
    assert program.worker.desk.user.name == "李堃"
    assert program.shell.rail._person.text() == "李堃  ·  老板"


def test_a_wrong_password_is_told_and_the_right_one_opens(started, folder):
    guard(folder)
    program = started(folder)
    window = program.window
    assert isinstance(window, LoginWindow)
    assert program.worker.desk is None  # nothing can be read yet
    window.who.setFocus()
    assert window.who.currentText() == "李堃"
    press(window, Qt.Key.Key_Return)
    assert window.focusWidget() is window.password
    QTest.keyClicks(window.password, "wrong one")
    press(window, Qt.Key.Key_Return)
    settle(program)
    assert "4" in window.password_field.wrong.text()
    assert window.password.text() == ""
    QTest.keyClicks(window.password, KEY)
    press(window, Qt.Key.Key_Return)
    settle(program)
    assert isinstance(program.window, Shell)
    assert program.shell.page("orders").model.rowCount() == 17
    assert program.preferences.remembered("last_user") == "李堃"


def shows(program, kind):
    return isinstance(program.window, kind)


def come_in(program, password, *, next_name=False):
    if next_name:
        program.window.who.setFocus()
        press(program.window, Qt.Key.Key_Down)
    program.window.password.setFocus()
    QTest.keyClicks(program.window.password, password)
    press(program.window, Qt.Key.Key_Return)
    settle(program)


def test_somebody_else_takes_over_and_may_do_less(started, folder):
    guard(folder)
    program: Any = started(folder)
    come_in(program, KEY)
    program.shell.go("settings")
    settle(program)
    assert program.shell.page("settings").people.add_action.isEnabled()
    before = program.shell
    program.shell._switch_action.trigger()
    assert not before._body.isVisible()
    settle(program)
    window = program.window
    assert shows(program, LoginWindow)
    press(window, Qt.Key.Key_Escape)
    settle(program)
    assert program.window is window  # nobody is in before he has signed in
    come_in(program, "panda-2026", next_name=True)
    assert program.worker.desk.user.name == "王敏"
    assert program.shell.current_name == "orders"  # the page went with whoever had it open
    assert program.shell.rail._person.text() == "王敏  ·  开单员"
    program.shell.go("settings")
    settle(program)
    assert not program.shell.page("settings").people.add_action.isEnabled()


def test_a_locked_window_waits_for_him_who_locked_it_with_his_dialog(started, folder):
    guard(folder)
    program: Any = started(folder)
    come_in(program, KEY)
    shell = program.shell
    shell.go("settings")
    settle(program)
    people = shell.page("settings").people
    people.add_action.trigger()
    people._dialog.name.setText("半个名字")
    shell._lock_action.trigger()
    settle(program)
    assert shows(program, LoginWindow)
    assert [each.isVisible() for each in (shell, people._dialog)] == [False, False]
    come_in(program, "wrong one")
    assert shows(program, LoginWindow)
    come_in(program, KEY)
    assert program.window is program.shell is shell
    assert [each.isVisible() for each in (shell, shell._body, people._dialog)] == [True, True, True]
    assert (shell.current_name, people._dialog.name.text()) == ("settings", "半个名字")


def test_the_key_that_locks_works_over_a_dialog(started, folder):
    guard(folder)
    program: Any = started(folder)
    come_in(program, KEY)
    program.shell.go("settings")
    settle(program)
    people = program.shell.page("settings").people
    people.add_action.trigger()
    dialog = people._dialog
    dialog.name.setText("半个名字")
    settle(program)
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    dialog.windowHandle().installEventFilter(program.idle)  # as its getting the focus does
    QTest.keyClick(dialog.windowHandle(), Qt.Key.Key_L, both)
    settle(program)
    assert shows(program, LoginWindow)
    assert not dialog.isVisible()
    come_in(program, KEY)
    assert (dialog.isVisible(), dialog.name.text()) == (True, "半个名字")


def test_locked_over_the_commands_the_caret_comes_back_to_the_list(started, folder):
    guard(folder)
    program: Any = started(folder)
    come_in(program, KEY)
    program.shell.current.view.setFocus()
    program.shell.open_palette()
    program.shell._lock_action.trigger()
    settle(program)
    come_in(program, KEY)
    assert (program.shell.current.view.hasFocus(), program.shell.finder.palette.isVisible()) == (True, False)


@pytest.mark.parametrize("turned", [False, True])
def test_dialogs_over_dialogs_come_back_as_they_stood(started, folder, monkeypatch, turned):
    guard(folder)
    program: Any = started(folder)
    come_in(program, KEY)
    program.shell.go("settings")
    settle(program)
    people = program.shell.page("settings").people
    people.add_action.trigger()
    lower = people._dialog
    upper = FormDialog(lower)
    upper.open()
    both = [lower, upper]
    monkeypatch.setattr(QApplication, "topLevelWidgets", lambda: both[::-1] if turned else both)
    program.shell._lock_action.trigger()
    settle(program)
    come_in(program, KEY)
    assert lower.isVisible()
    assert QApplication.activeModalWidget() is upper
    upper.reject()


def test_another_who_opens_a_locked_window_has_one_of_his_own(started, folder):
    guard(folder)
    program: Any = started(folder)
    come_in(program, KEY)
    shell = program.shell
    shell.go("money")
    settle(program)
    shell._lock_action.trigger()
    settle(program)
    come_in(program, "panda-2026", next_name=True)
    assert program.shell is not shell
    assert (program.worker.desk.user.name, program.shell.current_name) == ("王敏", "orders")


def test_a_window_nobody_touches_locks_itself(started, folder):
    guard(folder)
    program = started(folder)
    come_in(program, KEY)
    assert program.idle._most == 15 * 60_000
    program.idle._most = 40
    QTest.qWait(60)
    QTest.keyClick(program.shell.windowHandle(), Qt.Key.Key_Shift)
    program.idle.look()
    settle(program)
    assert shows(program, Shell)  # a key was touched
    QTest.qWait(60)
    program.idle.look()
    settle(program)
    assert shows(program, LoginWindow)


def test_who_has_no_password_is_told_that_locking_keeps_nobody_out(started, folder):
    program = started(folder)
    assert program.idle._most == 0
    program.shell._lock_action.trigger()
    settle(program)
    assert shows(program, Shell)
    assert "密码" in program.shell.current.banner.text


def test_a_password_set_a_moment_ago_locks_at_once(started, folder):
    program: Any = started(folder)
    program.shell.go("settings")
    settle(program)
    people = program.shell.page("settings").people
    people.password_action.trigger()
    dialog = people._dialog
    for edit in dialog.findChildren(PasswordEdit):
        edit.setText("panda-2026")
    dialog.confirm()
    settle(program)
    assert program.idle._most == 15 * 60_000
    program.shell._lock_action.trigger()
    settle(program)
    assert shows(program, LoginWindow)
    come_in(program, "panda-2026")
    assert shows(program, Shell)


def test_a_password_for_somebody_who_has_none_is_not_taken_for_one(started, folder):
    def work(writing):
        make_person(writing, "王敏", "clerk", "", "2026-11-23T08:00:00Z", "李堃")

    change(folder, work)
    program = started(folder)
    come_in(program, "anything")
    assert shows(program, LoginWindow)
    assert "没有设密码" in program.window.password_field.wrong.text()
    come_in(program, "")
    assert shows(program, Shell)


def test_books_from_before_ask_once_who_works_here(started, folder):
    change(folder, lambda writing: writing.delete("desk/D1", "user", ["u-likun"]))
    program = started(folder)
    window = program.window
    assert isinstance(window, FirstPersonWindow)
    press(window, Qt.Key.Key_Escape)
    settle(program)
    assert isinstance(program.window, Shell)
    program.window.close()
    program.end()
    program = started(folder)
    assert isinstance(program.window, Shell)  # put off is put off


def test_the_first_person_is_made_by_keyboard(started, folder):
    change(folder, lambda writing: writing.delete("desk/D1", "user", ["u-likun"]))
    program = started(folder)
    window = program.window
    window.person._name_edit.setText("赵老板")
    for _ in range(3):
        press(window, Qt.Key.Key_Return)
    settle(program)
    assert "不要密码" in window.person._password.wrong.text()  # none is wanted only by whoever says so
    window.person._open_to_all.setFocus()
    press(window, Qt.Key.Key_Space)
    press(window, Qt.Key.Key_F8)
    settle(program)
    assert isinstance(program.window, Shell)
    assert (program.worker.desk.user.name, program.worker.desk.user.role) == ("赵老板", "owner")


def test_people_are_added_from_the_settings(started, folder):
    program = started(folder)
    program.shell.go("settings")
    settle(program)
    card = program.shell.page("settings").people
    card.add_action.trigger()
    card._dialog.name.setText("王敏")
    card._dialog.confirm()
    settle(program)
    assert [(each.name, each.role) for each in card._staff.people] == [("李堃", "owner"), ("王敏", "clerk")]
    card.add_action.trigger()
    card._dialog.name.setText(" 王敏")
    card._dialog.confirm()
    settle(program)
    assert card._dialog._by_fact["user_name"].wrong.text()
    card._dialog.reject()
    card.view.setCurrentIndex(card.view.model().index(0, 0))
    card.active_action.trigger()
    settle(program)
    assert "最后一个" in program.shell.page("settings").banner.text


def test_hqs_people_see_pages_of_their_own(started, folder):
    program = started(folder)
    program.worker.desk.asks = True
    program.worker.desk.user = Person("u1", "周敏", "channel_manager")
    program._show_shell()
    program.shell.begin()
    settle(program)
    assert [name for name, _, _ in program.shell.places if name in ("incoming", "papers", "money")] == []
    orders = program.shell.page("orders")
    assert [action.text() for action in orders.current_actions()] == ["搜索", "换状态", "审批通过", "打印", "存 Excel"]


def test_the_passphrase_is_set_changed_and_taken_away_in_the_settings(started, folder):
    program = started(folder)
    program.shell.go("settings")
    settle(program)
    page = program.shell.page("settings")
    assert page.passphrase_action.isEnabled()
    for now, first, again, blamed in (
        ("", "kurz", "kurz", "passphrase_short"),
        ("", "白云山下 seven", "白云山下 eight", "passwords_differ"),
        ("", "白云山下 seven", "白云山下 seven", ""),
        ("another one", "长江之水 天上来", "长江之水 天上来", "passphrase_wrong"),
        ("白云山下 seven", "长江之水 天上来", "长江之水 天上来", ""),
    ):
        page.passphrase_action.trigger()
        dialog = page.passphrase
        dialog._now.setText(now)
        dialog._first.setText(first)
        dialog._repeat.edit.setText(again)
        dialog.confirm()
        settle(program)
        if blamed:
            assert dialog._by_fact[blamed].wrong.text()
            dialog.reject()
        else:
            assert page._key_place == "sealed"
    program.shell.close()
    program.end()
    program = started(folder)
    assert isinstance(program.window, UnlockWindow)
    program.window.passphrase.setText("长江之水 天上来")
    press(program.window, Qt.Key.Key_F8)
    wait(program.worker, 300)
    program.shell.go("settings")
    settle(program)
    page = program.shell.page("settings")
    page.passphrase_action.trigger()
    page.passphrase._now.setText("长江之水 天上来")
    page.passphrase.confirm()
    settle(program)
    assert page._key_place == "file"
    assert "取消" in page.banner.text
