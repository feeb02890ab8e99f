"""Somebody goes into the practice company and comes back: another program stands in the real one's place meanwhile.

The real window is only hidden: its books stay open and locked, its exchange goes on, and its page is as it was left.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QMainWindow

from desktop.doorbell import raise_other
from desktop.folders import practice_place
from desktop.ui.entrance.practice_band import AnewDialog, LeaveDialog
from desktop.ui.frame.locked import Locked
from desktop.ui.frame.window_standing import stand
from desktop.ui.frame.work import Worker

if TYPE_CHECKING:
    from desktop.app import Program


class PracticeVisit(QObject):
    """One visit, from the key that leads there to the key that leads back.

    Signals:
        over: the real window stands again, or is to be shown for the first time.

    Attributes:
        inner: the program over the practice company, once it is entered.
        window: what stands where the real window stood.
    """

    over = Signal()

    def __init__(self, host: Program, make: Callable[[Path], Program]) -> None:
        """`make` makes a program over a folder that is marked as the practice company's."""
        super().__init__(host)
        self.inner: Program | None = None
        self.window: QMainWindow | None = None
        self._host, self._make = host, make
        self._place = practice_place(host.folder)
        self._worker: Worker | None = None
        self._hidden: Locked | None = None

    def begin(self) -> bool:
        """Goes in; False where another program has the practice company, which comes to the front."""
        if self._place.made and raise_other(self._place.desk):
            return False
        if self._host.shell is not None:
            self._host.shell.leave_pages()  # whatever happens in there, what is being typed here is kept
            self._hidden = Locked(self._host.shell, None)
        if self._place.made:
            self._enter()
        else:
            self._show_making(anew=False)
        return True

    @property
    def shown(self) -> QMainWindow | None:
        """The window in sight."""
        return self.inner.window if self.inner is not None else self.window

    def close(self) -> None:
        """The whole program ends."""
        self._end_inner()
        if self._worker is not None:
            self._worker.stop()

    # ---- making it

    def _show_making(self, *, anew: bool) -> None:
        from desktop.ui.entrance.making import MakingWindow

        if self._worker is None:
            self._worker = Worker(self)
            self._worker.defect.connect(self._host.tell_defect)
        language: Literal["zh", "en"] = "en" if self._host.preferences.language == "en" else "zh"
        window = MakingWindow(self._worker, self._place, language, anew=anew)
        window.made.connect(self._enter)
        window.given_up.connect(self._come_back)
        stand(window, self.window or self._host.window)
        self._stand(window)
        window.begin()  # when the window that stood there has put down in the old company all it keeps

    def _stand(self, window: QMainWindow) -> None:
        before, self.window = self.window, window
        window.show()
        if before is not None:
            before.close()
            before.deleteLater()
        elif self._host.window is not None:
            self._host.window.hide()

    # ---- being in it

    @Slot()
    def _enter(self) -> None:
        self._host.look.fall_silent()
        inner = self.inner = self._make(self._place.desk)
        inner.way.practice = inner.way.guest = True
        inner.looked.connect(inner.listen)
        for liking in ("language", "theme"):
            inner.preferences.override(liking, str(getattr(self._host.preferences, liking)))
        shown = self.window or self._host.window
        if shown is not None:
            inner.preferences.keep_geometry(shown.saveGeometry())
        inner.speak()
        inner.way.left.connect(self.leave)
        inner.way.anew_wanted.connect(self._ask_anew)
        inner.begin()
        making, self.window = self.window, None
        if making is not None:
            making.close()
            making.deleteLater()
        elif self._host.window is not None:
            self._host.window.hide()

    @Slot()
    def leave(self) -> None:
        """Goes back, after a question where something is half written."""
        shell = self.inner.shell if self.inner is not None else None
        unfinished = shell.current.unfinished() if shell is not None and shell.current is not None else ""
        if shell is None or not unfinished:
            QTimer.singleShot(0, self, self._come_back)  # the key that was pressed belongs to a window that goes
            return
        dialog = LeaveDialog(shell, unfinished)
        dialog.confirmed.connect(dialog.accept)
        dialog.accepted.connect(self._come_back_soon)
        dialog.open()

    @Slot()
    def _come_back_soon(self) -> None:
        QTimer.singleShot(0, self, self._come_back)

    @Slot()
    def _ask_anew(self) -> None:
        if self.inner is None or self.inner.window is None:
            return
        dialog = AnewDialog(self.inner.window)
        dialog.confirmed.connect(dialog.accept)
        dialog.accepted.connect(self._begin_anew_soon)
        dialog.open()

    @Slot()
    def _begin_anew_soon(self) -> None:
        QTimer.singleShot(0, self, self._begin_anew)

    @Slot()
    def _begin_anew(self) -> None:
        window = self.inner.window if self.inner is not None else None
        self.window, ended = window, self.inner
        self.inner = None
        self._show_making_over(ended)

    def _show_making_over(self, ended: Program | None) -> None:
        """The books are closed first: what is open can't be thrown away."""
        if ended is not None:
            ended.way.finish()
            ended.deleteLater()
        self._show_making(anew=True)

    def _end_inner(self) -> None:
        inner, self.inner = self.inner, None
        if inner is not None:
            inner.way.finish()
            if inner.window is not None:
                inner.window.close()
                inner.window.deleteLater()
            inner.deleteLater()

    # ---- back

    @Slot()
    def _come_back(self) -> None:
        host, inner = self._host, self.inner
        gone = [inner.window if inner is not None else None, self.window]
        if inner is not None:
            inner.way.finish()
        self.inner = self.window = None
        host.speak()
        if host.window is not None:
            host.window.show()
            host.window.activateWindow()
        if self._hidden is not None:
            self._hidden.show_again()
        self.over.emit()
        for window in gone:
            if window is not None:
                window.close()
                window.deleteLater()
        if inner is not None:
            inner.deleteLater()
        if self._worker is not None:
            self._worker.stop()
