"""The exchange by itself: when the window opens, soon after something was written, when HQ has news, and when asked."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop.actions.changes import EXCHANGED
from desktop.ui.frame.actions import desk_status, exchanges
from desktop.ui.frame.lanes import Task
from desktop.ui.frame.work import Worker
from domain.errors import DeskError, UnreachableError

EVERY = 3 * 60_000
AFTER_WRITING = 1_500
LONGEST = 30 * 60_000


class Exchanger(QObject):
    """Exchanges now and then, and listens in between for what HQ has.

    Signals:
        running: whether one is going on.
        reached: whether HQ answered.
        exchanged: what the exchange did (Exchanged), when somebody asked for it.
        failed: why it did not work (DeskError), when somebody asked for it or must know.
        status: the books' Status.
    """

    running = Signal(bool)
    reached = Signal(bool)
    exchanged = Signal(object)
    failed = Signal(object)
    status = Signal(object)

    def __init__(self, worker: Worker, parent: QObject) -> None:
        super().__init__(parent)
        self._worker = worker
        self._task: Task | None = None
        self._ear: Task | None = None
        self._reached = False
        self._asked = False
        self._again = False
        self._by_hand = False
        self._wait = EVERY
        self._title = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._by_itself)
        worker.changed.connect(self._changed)
        worker.ended.connect(self._ended)

    def begin(self, title: str) -> None:
        """The desk is open: look how things stand, and exchange for the first time."""
        self._title = title
        self.look()
        self._timer.start(AFTER_WRITING)

    def look(self) -> None:
        """Asks the books how things stand."""
        self._worker.read(partial(desk_status.status, ask=False), then=self._take_status)

    @Slot()
    def now(self) -> None:
        """Somebody wants it now and wants to be told."""
        self._asked = True
        self._start()

    @Slot()
    def soon(self) -> None:
        """Something was written."""
        self._timer.start(AFTER_WRITING)

    def stop(self) -> None:
        """No more of it."""
        self._timer.stop()
        self._listen_no_more()

    def quiet(self) -> None:
        """Only when somebody asks for it."""
        self._by_hand = True
        self._timer.stop()
        self._listen_no_more()

    @Slot()
    def _by_itself(self) -> None:
        if not self._by_hand:
            self._start()

    def _start(self) -> None:
        if self._task is not None:
            self._again = True
            return
        self._listen_no_more()
        self.running.emit(True)
        self._task = self._worker.long(self._title, exchanges.exchange_watched, then=self._done, failed=self._fail)

    def _listen(self) -> None:
        """HQ answered a moment ago: what it has for this desk is to come at once."""
        self._ear = self._worker.listen(exchanges.listen, then=self._hear, failed=self._hear_nothing)

    def _listen_no_more(self) -> None:
        if self._ear is not None:
            self._ear.cancel()
            self._ear = None

    @Slot(object)
    def _hear(self, heard: object) -> None:
        self._ear = None
        if heard == "news":
            self._by_itself()
        elif heard == "nothing" and self._task is None and not self._by_hand:
            self._listen()

    @Slot(object)
    def _hear_nothing(self, _: object) -> None:
        self._ear = None  # the next exchange tells what is wrong

    @Slot(object)
    def _done(self, result: object) -> None:
        self._wait = EVERY
        self._reached = True
        self.reached.emit(True)
        if self._asked or getattr(result, "notices", None):
            self.exchanged.emit(result)
        if getattr(result, "received", 0):
            self._worker.changed.emit(EXCHANGED)

    @Slot(object)
    def _fail(self, failure: DeskError) -> None:
        self._reached = False
        if isinstance(failure, UnreachableError):
            # Away for long: ask less and less often, yet often enough to be back soon after the network is.
            self._wait = min(self._wait * 2, LONGEST)
            self.reached.emit(False)
        if self._asked or not isinstance(failure, UnreachableError):
            self.failed.emit(failure)

    @Slot(object)
    def _ended(self, task: Task) -> None:
        if task is not self._task:
            return
        self._task = None
        # The answer's own slots come right after this; what is over is over then too.
        QTimer.singleShot(0, self, self._after)

    @Slot()
    def _after(self) -> None:
        self._asked = False
        self.running.emit(False)
        self.look()
        if self._again:
            self._again = False
            self._start()
            return
        self._timer.start(self._wait)
        if self._reached and not self._by_hand:
            self._listen()

    @Slot(object)
    def _changed(self, _: object) -> None:
        self.look()

    @Slot(object)
    def _take_status(self, status: object) -> None:
        self.status.emit(status)
