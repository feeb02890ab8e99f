"""What is shown where there are no books: enrolment, recovery from a backup, a refusal; all by keyboard."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.app import Program
from desktop.folder_lock import FolderLock
from desktop.pictures import wait
from desktop.ui.frame.login import UnlockWindow
from desktop.ui.frame.opening import EnrolmentWindow, RecoveryWindow, RefusalWindow
from desktop.ui.frame.shell import Shell
from sync.keys import DeviceKey, change_passphrase


@pytest.fixture
def started(qtbot):
    """Starts the program over a folder as a user would."""
    programs: list[Any] = []

    def start(folder):
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        program = Program(application, folder)
        programs.append(program)
        program.begin()
        wait(program.worker, 200)
        return program

    yield start
    for program in programs:
        if program.shell is not None:
            program.shell.exchanger.quiet()
        program.window.close()
        program.end()
        program.window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def press(window, key):
    QTest.keyClick(window.focusWidget() or window, key)


def test_a_folder_with_books_opens_with_its_orders(started, built_folder, tmp_path):
    folder = Path(shutil.copytree(built_folder, tmp_path / "desk"))
    program = started(folder)
    assert isinstance(program.window, Shell)
    assert program.shell.page("orders").model.rowCount() == 17
    assert program.worker.desk is not None


def test_the_first_rows_are_there_before_the_books_are_open(started, built_folder, tmp_path, qtbot):
    folder = Path(shutil.copytree(built_folder, tmp_path / "desk"))
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    program: Any = Program(application, folder)
    seen: list[Any] = []
    program.usable.connect(lambda: seen.append(program.worker.desk))
    with qtbot.waitSignal(program.usable):
        program.begin()
    assert seen == [None]
    wait(program.worker, 200)
    program.shell.exchanger.quiet()
    program.shell.close()
    program.end()


def test_an_empty_folder_asks_for_hq_and_a_code(started, tmp_path):
    program = started(tmp_path / "new")
    press(program.window, Qt.Key.Key_1)  # of the first page's ways
    window = program.window
    assert isinstance(window, EnrolmentWindow)
    window.enrol()
    assert window._address.wrong.text().startswith("请填总部地址")  # what is asked first is missing first
    assert window.focusWidget() is window.address
    window.address.setFocus()
    QTest.keyClicks(window.address, "http://127.0.0.1:9")
    press(window, Qt.Key.Key_Return)
    QTest.keyClicks(window.code, "ABCD-EFGH")
    press(window, Qt.Key.Key_Return)
    name, first, again = (window.person._name_edit, window.person._first, window.person._again)
    assert window.focusWidget() is name
    name.setText("李堃")
    press(window, Qt.Key.Key_Return)
    QTest.keyClicks(first, "tiger-2026")
    press(window, Qt.Key.Key_Return)
    QTest.keyClicks(again, "tiger-2025")
    press(window, Qt.Key.Key_Return)
    assert window.person._repeat.wrong.text()  # the two differ, and HQ was not asked
    QTest.keyClicks(again, "tiger-2026")
    press(window, Qt.Key.Key_Return)
    wait(program.worker, 200)
    assert window._address.wrong.text()  # HQ isn't there; the words stand beside the address
    assert window.code.text() == "ABCD-EFGH"
    assert window.do.isEnabled()


def test_a_line_that_isn_t_encrypted_has_to_be_asked_for_in_words(started, tmp_path, monkeypatch):
    program = started(tmp_path / "new")
    press(program.window, Qt.Key.Key_1)
    window = program.window
    assert window._agreed.isHidden()
    window.address.setText("http://192.0.2.1:8420")
    window.code.setText("ABCDE-FGHJK")
    window.person._name_edit.setText("李堃")
    window.person._open_to_all.setChecked(True)
    window.enrol()
    wait(program.worker, 200)
    assert "不加密" in window._address.wrong.text()
    assert not window._agreed.isHidden()
    assert not (tmp_path / "new" / "desk.db").exists()
    for typed in ("", "好", "加密"):  # anything else is as good as nothing
        window.agreed.setText(typed)
        window.enrol()
        wait(program.worker, 200)
        assert "不加密" in window._address.wrong.text()
    asked = []
    monkeypatch.setattr(
        "desktop.actions.headquarters.exchange.enrol", lambda *_, **more: asked.append(more["insecure"])
    )
    window.agreed.setText("不加密")
    window.enrol()
    wait(program.worker, 200)
    assert asked == [True]


def test_a_sealed_key_is_opened_before_anything_is_shown(started, built_folder, tmp_path):
    folder = Path(shutil.copytree(built_folder, tmp_path / "desk"))
    change_passphrase(folder, "D1", DeviceKey.make(), "白云山下 seven")
    program = started(folder)
    window = program.window
    assert isinstance(window, UnlockWindow)
    QTest.keyClicks(window.passphrase, "another one")
    press(window, Qt.Key.Key_Return)
    wait(program.worker, 300)
    assert program.window is window
    assert window.field.wrong.text()
    assert window.passphrase.text() == ""
    window.passphrase.setText("白云山下 seven")
    press(window, Qt.Key.Key_F8)
    wait(program.worker, 300)
    assert isinstance(program.window, Shell)
    assert program.worker.desk.key is not None


def test_damaged_books_are_recognised_and_brought_back(started, built_folder, tmp_path):
    folder = Path(shutil.copytree(built_folder, tmp_path / "desk"))
    (folder / "backups").mkdir(exist_ok=True)
    backup = next(iter(sorted((folder / "backups").glob("*.db"))), None)
    if backup is None:
        program = started(folder)
        program.shell.close()
        program.end()
        backup = max((folder / "backups").glob("*.db"))
    for name in ("desk.db-wal", "desk.db-shm"):
        (folder / name).unlink(missing_ok=True)
    (folder / "desk.db").write_bytes(b"no database at all" * 500)
    program = started(folder)
    window = program.window
    assert isinstance(window, RecoveryWindow)
    assert window.list.count() >= 1
    press(window, Qt.Key.Key_F8)
    wait(program.worker, 300)
    assert isinstance(program.window, Shell)
    assert program.shell.page("orders").model.rowCount() == 17


def test_a_second_program_is_refused_and_may_try_again(started, built_folder, tmp_path):
    folder = Path(shutil.copytree(built_folder, tmp_path / "desk"))
    lock = FolderLock(folder)
    program = started(folder)
    assert isinstance(program.window, RefusalWindow)
    lock.release()
    press(program.window, Qt.Key.Key_F5)
    wait(program.worker, 300)
    assert isinstance(program.window, Shell)
