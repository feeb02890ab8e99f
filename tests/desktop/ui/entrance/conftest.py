"""A program as somebody starts it, with nobody but the keyboard, and a practice company made once."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.app import Program
from desktop.folders import practice_place
from desktop.pictures import wait
from desktop.practice.making import make_company


class Starter:
    """Starts programs, presses keys in whatever window stands, and ends what it started."""

    def __init__(self):
        self.programs: list[Any] = []

    def start(self, folder, *, begin=True):
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        program: Any = Program(application, Path(folder))
        self.programs.append(program)
        if begin:
            program.begin()
            self.settle(program)
        return program

    def settle(self, program, moment=140):
        """Waits for whoever is in sight."""
        self.pause(10)
        for _ in range(2):
            worker = program.way.current.worker
            visit = program.way.visit
            if visit is not None and visit.inner is None and visit._worker is not None:
                worker = visit._worker
            wait(worker, moment)
        for each in (program, program.way.current):
            if each.shell is not None:
                each.shell.exchanger.quiet()

    def pause(self, milliseconds):
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    def press(self, program, key, modifiers=Qt.KeyboardModifier.NoModifier):
        dialog = QApplication.activeModalWidget()
        window = dialog or program.way.shown
        window.activateWindow()
        self.pause(20)
        QTest.keyClick(window.focusWidget() or window, key, modifiers)
        self.settle(program)

    def way(self, program):
        """The key that leads into the practice company and out of it."""
        both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        self.press(program, Qt.Key.Key_P, both)

    def end(self):
        for program in self.programs:
            for each in (program.way.current, program):
                if each.shell is not None:
                    each.shell.exchanger.quiet()
            program.end()
            if program.window is not None:
                program.window.close()
                program.window.deleteLater()
            program.look.fall_silent()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def starter(qtbot):
    starter = Starter()
    yield starter
    starter.end()


@pytest.fixture(scope="session")
def built_practice(tmp_path_factory, no_key_store):
    """A practice company, made once."""
    place = practice_place(tmp_path_factory.mktemp("practice") / "desk")
    make_company(place)
    return place


@pytest.fixture
def practised(built_practice, tmp_path):
    """A copy of it beside the folder `desk` of the test."""
    return practice_place(Path(shutil.copytree(built_practice.root, tmp_path / "desk-practice")).with_name("desk"))


@pytest.fixture
def real(built_folder, tmp_path):
    """Somebody's real books."""
    return Path(shutil.copytree(built_folder, tmp_path / "desk"))
