"""A program's way into the practice company and, in there, its way out; the rest is loaded when it is taken."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QMainWindow

from desktop.doorbell import raise_other
from desktop.folders import PRACTICE_MARK

if TYPE_CHECKING:
    from desktop.app import Program
    from desktop.ui.entrance.visit import PracticeVisit


class PracticeWay(QObject):
    """Where a program stands: in real books, with somebody away practising, or in the practice company.

    Signals:
        left, anew_wanted: whoever is in the practice company goes, or wants it made anew.

    Attributes:
        practice: whether the program's books are the practice company's.
        guest: whether it stands in another program's place, to which leaving leads back.
        visit: the visit of whoever is in the practice company now.
        lock_later: whether the window is to be locked once he is back.
    """

    left = Signal()
    anew_wanted = Signal()

    def __init__(self, program: Program, make: Callable[[Path], Program]) -> None:
        """`make` makes a program over another folder."""
        super().__init__(program)
        self.practice = (program.folder / PRACTICE_MARK).exists()
        self.guest = self.lock_later = self._ended = False
        self.visit: PracticeVisit | None = None
        self._program, self._make = program, make

    @property
    def current(self) -> Program:
        """The program in whose window somebody works."""
        inner = self.visit.inner if self.visit is not None else None
        return inner or self._program

    @property
    def shown(self) -> QMainWindow | None:
        """The window in sight."""
        return self._program.window if self.visit is None else self.visit.shown

    @Slot()
    def practise(self) -> None:
        """Into the practice company; from there, out of it."""
        program = self._program
        if self.guest:
            self.left.emit()
        elif self.practice:
            if program.window is not None:
                program.window.close()
        elif self.visit is None:
            from desktop.ui.entrance.visit import PracticeVisit

            self.visit = PracticeVisit(program, self._make)
            self.visit.over.connect(self._came_back)
            if not self.visit.begin():
                self.visit = None
                if program.shell is not None:
                    from desktop.ui.entrance.practice_ways import say_elsewhere

                    say_elsewhere(program.shell)

    @Slot()
    def _came_back(self) -> None:
        self.visit, program = None, self._program
        if program.window is None and raise_other(program.folder):
            program.application.quit()
        elif program.window is None:  # nothing but the practice company was opened
            program.begin()
        elif self.lock_later:
            self.lock_later = False
            QTimer.singleShot(0, program, program.lock)

    def dress(self, window: QMainWindow, *, practice: bool) -> None:
        """Gives a window the way in, or, in the practice company, the band that says so and the way out."""
        from desktop.ui.entrance.practice_ways import offer_way, put_band

        if practice:
            put_band(window, self.practise, self.anew_wanted)
            window.installEventFilter(self)
        else:
            offer_way(window, self.practise)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Closing a guest's window leads back to where he came from."""
        if event.type() == QEvent.Type.Close and self.guest and watched is self._program.window and not self._ended:
            event.ignore()
            self.left.emit()
            return True
        return super().eventFilter(watched, event)

    def finish(self) -> None:
        """Ends a guest, and nothing else."""
        self._ended, program = True, self._program
        if program.shell is not None:
            program.shell.leave_pages()
            program.shell.exchanger.stop()
        program.end()
        program.look.fall_silent()

    def end(self) -> None:
        """The program ends."""
        if self.visit is not None:
            self.visit.close()
            self.visit = None
