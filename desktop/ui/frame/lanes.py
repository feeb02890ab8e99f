"""What is done beside the window: a task, the thread that does them one by one, and the shapes of what they call."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, TypeVarTuple

from PySide6.QtCore import QObject, Qt, QThread, Signal, Slot

from desktop.actions.changes import changed_by
from desktop.printing.practice_mark import drawing_for

if TYPE_CHECKING:
    from desktop.desk import Desk

Ts = TypeVarTuple("Ts")
R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)
Failed = Callable[[Any], object]  # hears why nothing was done: a DeskError, or Queued where HQ was asked to do it
Cancelled = Callable[[], bool]


class Progress(Protocol):
    """Tells how far a long task is."""

    def __call__(self, done: int, total: int, stage: str = "", /) -> None: ...


class Long(Protocol[*Ts, R_co]):
    """What takes its time: it tells how far it is, and asks whether to stop."""

    def __call__(self, desk: Desk, /, *args: *Ts, progress: Progress, cancelled: Cancelled) -> R_co: ...


class LongPoll(Protocol[*Ts, R_co]):
    """What waits for something, and asks whether to stop."""

    def __call__(self, desk: Desk, /, *args: *Ts, cancelled: Cancelled) -> R_co: ...


def whole(function: Callable[[Desk, *Ts], R]) -> Long[*Ts, R]:
    """A long task that is one piece of work: it tells nothing on its way and can't be stopped."""

    def do(desk: Desk, /, *args: *Ts, progress: Progress, cancelled: Cancelled) -> R:  # noqa: ARG001
        return function(desk, *args)

    return do


class Task(QObject):
    """One thing being done.

    Signals:
        done: with the value, in the window's thread.
        failed: with the DeskError, or with Queued.
        progressed: done, total, stage.
    """

    done = Signal(object)
    failed = Signal(object)
    progressed = Signal(int, int, str)

    def __init__(self, function: Callable[..., object], args: tuple[object, ...], title: str, parent: QObject) -> None:
        super().__init__(parent)
        self.function = function
        self.args = args
        self.title = title
        self.told = self.listens = self.writes = self.ran = False
        self._stop = threading.Event()

    def cancel(self) -> None:
        """Asks the work to stop at its next safe place."""
        self._stop.set()

    def cancelled(self) -> bool:
        return self._stop.is_set()


class LaneThread(QObject):
    """Does one task after the other in a thread of its own."""

    asked = Signal()
    answered = Signal(object, object, object)
    progressed = Signal(object, int, int, str)
    ended = Signal()

    def __init__(self, desk: Callable[[], Desk | None]) -> None:
        super().__init__()
        self._desk = desk
        self._tasks: deque[Task] = deque()
        self.asked.connect(self._next, Qt.ConnectionType.QueuedConnection)
        self.ended.connect(self._end, Qt.ConnectionType.QueuedConnection)  # behind all that was asked before

    def push(self, task: Task) -> None:
        self._tasks.append(task)
        self.asked.emit()

    @Slot()
    def _next(self) -> None:
        task = self._tasks.popleft()
        value: object = None
        failure: BaseException | None = None
        if not task.cancelled():
            try:
                with drawing_for(self._desk()):
                    value = self._run(task)
                task.ran = True
            except BaseException as raised:  # noqa: BLE001 -- handed to the window, which tells a defect from a message
                failure = raised
        self.answered.emit(task, value, failure)

    @Slot()
    def _end(self) -> None:
        QThread.currentThread().quit()

    def _run(self, task: Task) -> object:
        if task.listens:
            return task.function(self._desk(), *task.args, cancelled=task.cancelled)
        if task.writes and changed_by(task.function) is None:
            raise TypeError(f"{task.function} doesn't say what it changes")
        if not task.title:
            return task.function(self._desk(), *task.args)

        def progress(done: int, total: int, stage: str = "") -> None:
            self.progressed.emit(task, done, total, stage)

        return task.function(self._desk(), *task.args, progress=progress, cancelled=task.cancelled)
