"""The windows that stand where there are no books to work on, and what leads from one to the next."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QMainWindow

from desktop.ui.frame.opening import EnrolmentWindow, RecoveryWindow, RefusalWindow
from desktop.ui.frame.preferences import Preferences
from desktop.ui.frame.work import Worker
from domain.errors import DamagedError, DeskError

if TYPE_CHECKING:
    from desktop.ui.entrance.first_page import FirstPage


class BeforeBooks(QObject):
    """Shows them one after the other.

    Signals:
        opening: the folder holds books now, or may be tried once more.
        enrolled: it is a desk, where this person works with this password ("" for none).
        practice_wanted: the sample company is to be looked at.
    """

    opening = Signal()
    enrolled = Signal(str, str)
    practice_wanted = Signal()

    def __init__(
        self, worker: Worker, folder: Path, preferences: Preferences, show: Callable[[QMainWindow], None]
    ) -> None:
        super().__init__(worker)
        self._worker, self._folder, self._preferences, self._show = worker, folder, preferences, show
        self._first = False

    @Slot()
    def begin(self) -> None:
        """The first page."""
        self._begun()

    def _begun(self) -> FirstPage:
        from desktop.ui.entrance.first_page import FirstPage

        window = FirstPage(self._preferences, self._folder)
        window.enrol_wanted.connect(self.enrol)
        window.restore_wanted.connect(self.restore)
        window.practice_wanted.connect(self.practice_wanted)
        self._show(window)
        self._first = True
        return window

    def speak(self) -> None:
        """Another language was chosen on the first page."""
        if self._first:
            page = self._begun()
            if self._preferences.forgetful:
                page.say_forgotten()

    @Slot()
    def enrol(self) -> None:
        """HQ's address and code."""
        from desktop.desk import system_user

        window = EnrolmentWindow(self._worker, self._folder, system_user())
        window.enrolled.connect(self.enrolled)
        window.back_wanted.connect(self.begin)
        self._leave_first(window)

    @Slot()
    def restore(self) -> None:
        """A backup."""
        from desktop.ui.entrance.restoring import RestoreWindow

        window = RestoreWindow(self._worker, self._folder)
        window.restored.connect(self.opening)
        window.back_wanted.connect(self.begin)
        self._leave_first(window)

    def recover(self, failure: DamagedError) -> None:
        """The books are damaged or gone."""
        window = RecoveryWindow(self._worker, self._folder, failure)
        window.restored.connect(self.opening)
        self._leave_first(window)

    def refuse(self, failure: DeskError) -> None:
        """The folder can't be opened now."""
        window = RefusalWindow(failure)
        window.again_wanted.connect(self.opening)
        self._leave_first(window)

    def _leave_first(self, window: QMainWindow) -> None:
        self._first = False
        self._show(window)
