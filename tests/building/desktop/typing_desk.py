"""A window of its own over a desk's folder, into which somebody types without a pause until the process is killed."""

import sys
import time
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.app import Program
from desktop.pictures import wait
from tests.building.desktop.sample_desk import PRODUCTS, open_sample


def type_on(folder: Path) -> None:
    """Writes `row TEXT SECONDS` for every row as its last key was pressed; the last cell is never closed."""
    application = QApplication(["desk"])
    program = Program(application, folder)
    program.begin(open_sample(folder))
    wait(program.worker, 140)
    shell: Any = program.shell
    shell.exchanger.quiet()
    shell.activateWindow()
    shell.go("order")
    wait(program.worker, 140)
    page = shell.current
    page.head.customer.setText("nobody yet")
    page.grid.start_line()
    for number, (sku, *_) in enumerate(PRODUCTS * 9):
        typed = sku if number % 3 else f"no such {number}"
        _key_in(typed, page)
        print("row", typed, time.monotonic(), flush=True)
        _press(Qt.Key.Key_Return, page)
        _until(lambda: not page.grid.editing)
        if typed == sku:
            _key_in("3箱", page)
            _press(Qt.Key.Key_Return, page)
        page.grid.start_line()


def _press(key, page):
    QTest.keyClick(QApplication.focusWidget() or page.grid, key)


def _key_in(text, page):
    for letter in text:
        if letter.isascii():
            QTest.keyClicks(QApplication.focusWidget() or page.grid, letter)
        else:
            event = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter)
            QCoreApplication.sendEvent(QApplication.focusWidget() or page.grid, event)
        end = time.monotonic() + 0.02
        while time.monotonic() < end:
            QCoreApplication.processEvents()


def _until(true, seconds=30.0):
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        QCoreApplication.processEvents()


if __name__ == "__main__":
    type_on(Path(sys.argv[1]))
