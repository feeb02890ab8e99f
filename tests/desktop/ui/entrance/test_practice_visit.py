"""Into the practice company and out of it at any time: plainly marked, apart from the real books, and back again."""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from desktop.actions.books import care
from desktop.actions.orders import drafts
from desktop.desk import open_desk
from desktop.folder_lock import FolderLock
from desktop.printing.drawing.paper import A4
from desktop.printing.drawing.pen import Pen
from desktop.printing.practice_mark import PRACTICE_TEXT
from desktop.ui.entrance import visit
from desktop.ui.entrance.first_page import FirstPage
from desktop.ui.entrance.making import MakingWindow
from desktop.ui.entrance.practice_band import AnewDialog, LeaveDialog, PracticeBand
from desktop.ui.frame.login import LoginWindow
from desktop.ui.frame.opening import RefusalWindow
from desktop.ui.frame.shell import Shell
from domain.errors import RefusedError
from sync.records.books.database import open_sqlite
from sync.records.people.people import person_named, set_password

ROOT = Path(__file__).resolve().parents[4]


def inside(program):
    return program.way.visit is not None and program.way.visit.inner is not None


def band(program):
    return program.way.shown.findChild(PracticeBand)


def test_from_the_first_page_the_sample_company_is_made_and_entered(starter, tmp_path):
    program = starter.start(tmp_path / "desk")
    starter.press(program, Qt.Key.Key_2)
    for _ in range(300):
        if inside(program):
            break
        starter.pause(100)
    starter.settle(program)
    assert inside(program)
    shell = program.way.shown
    assert isinstance(shell, Shell)
    orders: Any = shell.page("orders")
    assert orders.model.rowCount() > 0
    assert not (tmp_path / "desk" / "desk.db").exists()
    starter.way(program)
    assert isinstance(program.way.shown, FirstPage)
    assert program.window.isVisible()


def test_it_is_entered_quickly_marked_everywhere_and_left_where_one_was(starter, real, practised):
    program = starter.start(real)
    program.shell.go("customers")
    starter.settle(program)
    begun = time.monotonic()
    starter.way(program)
    assert inside(program)
    assert time.monotonic() - begun < 5  # it is there, not made
    shell = program.way.shown
    assert shell is not program.shell
    assert not program.shell.isVisible()
    assert band(program).text.text() == "练习公司 · 这里做的事不算数"
    assert shell.windowTitle().startswith("练习公司 – 广东粤海")
    for name in ("customers", "settings", "products"):
        shell.go(name)
        starter.settle(program)
        assert band(program).isVisible()
    starter.way(program)
    assert not inside(program)
    assert program.window is program.shell
    assert program.shell.isVisible()
    assert program.shell.current_name == "customers"
    assert not program.shell.windowTitle().startswith("练习公司")
    assert program.shell.findChild(PracticeBand) is None


def test_what_is_done_inside_changes_nothing_real(starter, real, practised):
    def books():
        return {
            path.name: hashlib.sha256(path.read_bytes()).hexdigest()
            for path in real.iterdir()
            if path.is_file() and path.name not in ("window.ini", "desk.lock")
        }

    program = starter.start(real)
    starter.pause(200)
    before = books()
    starter.way(program)
    desk = program.way.current.worker.desk
    assert desk.folder == practised.desk
    assert desk.practice
    with desk.book.writing() as writing:
        writing.connection.exec_driver_sql("UPDATE dealer SET name = 'X'")
    starter.way(program)
    assert books() == before


def test_both_folders_are_locked_while_one_practises_and_the_practice_one_is_free_afterwards(starter, real, practised):
    program = starter.start(real)
    starter.way(program)
    for folder in (real, practised.desk):
        with pytest.raises(RefusedError, match="folder_in_use"):
            FolderLock(folder)
    starter.way(program)
    FolderLock(practised.desk).release()


def test_closing_its_window_leads_back_and_ends_nothing(starter, real, practised):
    program = starter.start(real)
    starter.way(program)
    program.way.shown.close()
    starter.settle(program)
    assert not inside(program)
    assert program.window.isVisible()


def test_a_half_written_order_is_asked_about_and_kept_in_there(starter, real, practised):
    program = starter.start(real)
    starter.way(program)
    shell = program.way.shown
    starter.press(program, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    page = shell.page("order")
    for typed in ("GD0101", "SP1001", "3"):
        QTest.keyClicks(shell.focusWidget(), typed)
        starter.settle(program)
        starter.press(program, Qt.Key.Key_Return)
    assert page.unfinished()
    starter.way(program)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, LeaveDialog)
    starter.press(program, Qt.Key.Key_Escape)
    assert inside(program)
    starter.way(program)
    starter.press(program, Qt.Key.Key_F8)
    assert not inside(program)
    with open_desk(practised.desk, writing=False) as desk:
        assert len(drafts.drafts(desk)) == 1
    assert len(drafts.drafts(program.worker.desk)) == 0


def test_it_is_begun_anew_after_a_question(starter, real, practised):
    (practised.desk / "note.txt").write_text("from before")
    program = starter.start(real)
    starter.way(program)
    band(program).anew.click()
    assert isinstance(QApplication.activeModalWidget(), AnewDialog)
    starter.press(program, Qt.Key.Key_Escape)
    assert inside(program)
    band(program).anew.click()
    starter.press(program, Qt.Key.Key_F8)
    for _ in range(300):
        if inside(program) and not (practised.desk / "note.txt").exists():
            break
        starter.pause(100)
    starter.settle(program)
    assert inside(program)
    assert not (practised.desk / "note.txt").exists()
    assert band(program).isVisible()
    starter.way(program)
    assert program.window.isVisible()


def test_what_can_t_be_made_is_told_and_leads_back(starter, real, tmp_path):
    (tmp_path / "desk-practice").mkdir()
    (tmp_path / "desk-practice" / "letter.txt").write_text("mine")
    program = starter.start(real)
    starter.way(program)
    window = program.way.shown
    assert isinstance(window, MakingWindow)
    assert "别的东西" in window.banner.text
    starter.press(program, Qt.Key.Key_Escape)
    assert program.way.visit is None
    assert program.window.isVisible()


def test_whoever_must_sign_in_can_practise_before_and_comes_back_to_the_same_question(starter, real, practised):
    book = open_sqlite(real / "desk.db")
    with book.writing() as writing:
        set_password(writing.connection, person_named(writing.connection, "李堃"), "tiger-2026")
    book.close()
    program = starter.start(real)
    assert isinstance(program.window, LoginWindow)
    offered = [button.text() for button in program.window.findChildren(QPushButton)]
    assert any("练习公司" in text for text in offered)
    starter.way(program)
    assert inside(program)
    starter.way(program)
    assert isinstance(program.way.shown, LoginWindow)
    assert program.worker.desk is None


def test_who_was_away_too_long_has_to_sign_in_when_he_comes_back(starter, real, practised):
    book = open_sqlite(real / "desk.db")
    with book.writing() as writing:
        set_password(writing.connection, person_named(writing.connection, "李堃"), "tiger-2026")
    book.close()
    program = starter.start(real)
    QTest.keyClicks(program.window.password, "tiger-2026")
    starter.press(program, Qt.Key.Key_Return)
    assert isinstance(program.window, Shell)
    starter.way(program)
    program.idle.idle.emit()
    starter.settle(program)
    assert inside(program)
    starter.way(program)
    starter.settle(program)
    assert isinstance(program.way.shown, LoginWindow)


def test_its_language_is_the_real_one_s_and_changing_it_changes_nothing_there(starter, real, practised):
    program = starter.start(real)
    program.preferences.set("language", "en")
    starter.settle(program)
    starter.way(program)
    assert band(program).text.text().startswith("Practice company")
    program.way.current.preferences.set("language", "zh")
    starter.settle(program)
    assert band(program).text.text().startswith("练习公司")
    starter.way(program)
    assert program.shell.more[0].text() == "Practice company"


OPENED = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QTimer
from desktop import app

class Watched(app.Program):
    def begin(self, desk=None):
        super().begin(desk)
        QTimer.singleShot(1500, self.go)

    def go(self):
        if not self.way.practice and self.way.visit is None:
            self.way.practise()
            QTimer.singleShot(1500, lambda: print("inside", flush=True))

app.Program = Watched
app.run(Path(sys.argv[1]))
"""


def test_a_crash_inside_leaves_the_real_books_whole(built_folder, practised, tmp_path):
    real = Path(shutil.copytree(built_folder, tmp_path / "desk"))
    environment = os.environ | {"PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    environment["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
    running = subprocess.Popen(
        [sys.executable, "-c", OPENED, str(real)], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    )
    assert running.stdout is not None
    assert running.stdout.readline().strip() == "inside"
    os.kill(running.pid, signal.SIGKILL)
    running.wait(20)
    running.stdout.close()
    for folder in (real, practised.desk):
        with open_desk(folder) as desk:
            assert care.check(desk) == []


def test_where_another_window_has_it_that_one_comes_to_the_front(starter, real, practised, monkeypatch):
    raised = []

    def raise_other(folder):
        raised.append(folder)
        return True

    monkeypatch.setattr(visit, "raise_other", raise_other)
    program = starter.start(real)
    starter.way(program)
    assert raised == [practised.desk]
    assert program.way.visit is None
    assert program.window.isVisible()
    assert "另一个窗口" in program.shell.current.banner.text


def test_where_a_command_holds_it_that_is_told_and_one_comes_back(starter, real, practised):
    lock = FolderLock(practised.desk)
    program = starter.start(real)
    starter.way(program)
    assert isinstance(program.way.shown, RefusalWindow)
    assert band(program).isVisible()
    lock.release()
    starter.press(program, Qt.Key.Key_F5)
    assert isinstance(program.way.shown, Shell)
    starter.way(program)
    assert program.window.isVisible()


def test_opened_by_command_it_leads_to_the_real_books_afterwards(starter, real, practised):
    program = starter.start(real, begin=False)
    program.way.practise()
    starter.settle(program)
    assert inside(program)
    assert program.window is None
    starter.way(program)
    starter.settle(program)
    assert isinstance(program.window, Shell)
    assert program.window.isVisible()
    assert program.worker.desk.folder == real


def first_page(desk):
    pen = Pen(A4, title=desk.folder.name, author="", language="zh")
    pen.end_page()
    return pypdfium2.PdfDocument(pen.finish().pdf)[0].get_textpage().get_text_range()


def test_what_the_window_prints_in_there_is_marked_and_what_the_real_one_prints_meanwhile_is_not(
    starter, real, practised
):
    program = starter.start(real)
    starter.way(program)
    drawn: dict[str, str] = {}
    program.way.current.worker.read(first_page, then=lambda text: drawn.update(inside=text))
    program.worker.read(first_page, then=lambda text: drawn.update(real=text))  # as a command handed over would
    starter.settle(program)
    starter.pause(300)
    assert PRACTICE_TEXT in drawn["inside"]
    assert "练习" not in drawn["real"]
