"""One worker with two verbs: what is read or written happens beside the window, and its answer comes back to a slot."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, TypeVar, TypeVarTuple

from PySide6.QtCore import QMetaMethod, QObject, Qt, QThread, Signal, Slot

from desktop.actions.changes import changed_by
from desktop.actions.headquarters.queued import Queued
from desktop.ui.frame.lanes import Failed, LaneThread, Long, LongPoll, Task
from domain.errors import DeskError

if TYPE_CHECKING:
    from desktop.desk import Desk
    from domain.parties.users import Person

Lane = Literal["read", "write", "long", "listen", "aside"]
Ts = TypeVarTuple("Ts")
R = TypeVar("R")


REQUESTED = frozenset({"requests"})
"""What changes where HQ is asked for something."""


class Worker(QObject):
    """Runs what the pages ask for, each function with the desk first, and brings the answers home.

    Reads don't wait for writes nor for long tasks; each kind goes in its order. What is asked before the desk is
    open waits until it is.

    Signals:
        changed: a write (or an exchange) changed these kinds of things.
        started, ended: a long task, for the bar that shows progress.
        told: a known failure, or that HQ was asked, which nobody else tells.
        defect: anything else that was raised; it is a fault of the program.
        idle: nothing is under way any more.
    """

    changed = Signal(object)
    started = Signal(object)
    ended = Signal(object)
    told = Signal(object)
    defect = Signal(object)
    idle = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk: Desk | None = None
        self._lanes: dict[Lane, tuple[QThread, LaneThread]] = {}
        self._tasks: set[Task] = set()
        self._listening: set[Task] = set()
        self._waiting: list[tuple[Lane, Task]] = []

    # ---- asking

    def read(
        self,
        function: Callable[[Desk, *Ts], R],
        *args: *Ts,
        then: Callable[[R], object],
        failed: Failed | None = None,
    ) -> Task:
        """Asks for something; `then` gets the value, `failed` the DeskError (else the window tells it)."""
        return self._ask("read", Task(function, args, "", self), then, failed)

    def aside(
        self,
        function: Callable[[Desk, *Ts], R],
        *args: *Ts,
        then: Callable[[R], object],
        failed: Failed | None = None,
    ) -> Task:
        """Asks for something nobody waits for, such as a sum; what is read meanwhile isn't kept waiting by it."""
        return self._ask("aside", Task(function, args, "", self), then, failed)

    def write(
        self,
        function: Callable[[Desk, *Ts], R | Queued],
        *args: *Ts,
        then: Callable[[R], object],
        failed: Failed | None = None,
    ) -> Task:
        """Changes something; afterwards every page hears what changed. What was asked for is done, come what may.

        Where HQ was asked to do it, `failed` (else the window) hears of that, and not `then`. The very same asked for
        again while it waits or runs is the same act: it is done once, and answered once.
        """
        for waiting in self._tasks:
            if waiting.writes and _same(waiting, function, args):
                return waiting
        task = Task(function, args, "", self)
        task.writes = True
        return self._ask("write", task, then, failed)

    def long(
        self,
        title: str,
        function: Long[*Ts, R | Queued],
        *args: *Ts,
        then: Callable[[R], object],
        failed: Failed | None = None,
    ) -> Task:
        """Something that takes its time: `function` also gets `progress(done, total, stage)` and `cancelled()`."""
        return self._ask("long", Task(function, args, title, self), then, failed)

    def listen(self, function: LongPoll[*Ts, R], *args: *Ts, then: Callable[[R], object], failed: Failed) -> Task:
        """Waits for something beside all else; nobody counts it as work. `function` also gets `cancelled()`."""
        task = Task(function, args, "", self)
        task.listens = task.told = True
        task.done.connect(then)
        task.failed.connect(failed)
        self._listening.add(task)
        self._lane("listen").push(task)
        return task

    def serve(self, title: str, function: Long[*Ts, R], *args: *Ts, then: Callable[[R], object]) -> Task:
        """What another process asks of open books, whoever works at the window or doesn't yet."""
        task = self._join(Task(function, args, title, self), then, None)
        self._lane("long").push(task)
        self.started.emit(task)
        return task

    def open(
        self, function: Callable[[Desk | None, *Ts], R], *args: *Ts, then: Callable[[R], object], failed: Failed
    ) -> Task:
        """The work before there is a desk, such as opening it; it runs at once and waits for nobody."""
        task = self._join(Task(function, args, "", self), then, failed)
        self._lane("write").push(task)
        return task

    def prepare(
        self, title: str, function: Long[*Ts, R], *args: *Ts, then: Callable[[R], object], failed: Failed
    ) -> Task:
        """As `open`, for what takes its time: the task tells how far it is."""
        task = self._join(Task(function, args, title, self), then, failed)
        self._lane("write").push(task)
        return task

    def use(self, desk: Desk) -> None:
        """From here on there is a desk; what waited for it begins."""
        self.desk = desk
        waiting, self._waiting = self._waiting, []
        for lane, task in waiting:
            self._lane(lane).push(task)

    def forget(self) -> None:
        """The books did not open: what waited for them is asked by nobody any more."""
        waiting, self._waiting = self._waiting, []
        for _, task in waiting:
            self._tasks.discard(task)
            task.deleteLater()
        if waiting and not self._tasks:
            self.idle.emit()

    def _at_hand(self) -> Desk | None:
        return self.desk

    @property
    def asks_hq(self) -> bool:
        """Whether HQ's people work here, who look at everything and ask HQ for what is to be done."""
        return self.desk is not None and self.desk.asks

    @property
    def working(self) -> Person | None:
        """Who works here, where that is known."""
        return self.desk.user if self.desk is not None else None

    def may(self, action: str) -> bool:
        """Whether to offer it to whoever works here; all of it where nobody has signed in at a dealer's desk."""
        person = self.working
        if person is None:
            return not self.asks_hq
        from domain.parties.users import may  # the window's start waits for none of it

        return may(person.role, action)

    @property
    def busy(self) -> bool:
        return bool(self._tasks)

    def stop(self) -> None:
        """Lets what runs end, writes what was to be written, takes nothing more, and closes the desk."""
        for task in self._tasks | self._listening:
            if not task.writes:
                task.cancel()
        for _, lane in self._lanes.values():
            lane.ended.emit()
        for thread, _ in self._lanes.values():
            thread.wait()
        self._lanes.clear()
        if self.desk is not None:
            # Closing may count the books anew, and no book is read or written on the window's own thread.
            closing = threading.Thread(target=self.desk.close, name="desk-closing")
            closing.start()
            closing.join()
            self.desk = None

    # ---- answering

    def _ask(self, lane: Lane, task: Task, then: Callable[[Any], object], failed: Failed | None) -> Task:
        self._join(task, then, failed)
        if self.desk is None:
            self._waiting.append((lane, task))
        else:
            self._lane(lane).push(task)
        if task.title:
            self.started.emit(task)
        return task

    def _join(self, task: Task, then: Callable[[Any], object], failed: Failed | None) -> Task:
        task.done.connect(then)
        if failed is not None:
            task.told = True
            task.failed.connect(failed)
        self._tasks.add(task)
        return task

    def _lane(self, name: Lane) -> LaneThread:
        if name not in self._lanes:
            thread = QThread(self)
            lane = LaneThread(self._at_hand)
            lane.moveToThread(thread)
            lane.answered.connect(self._answered, Qt.ConnectionType.QueuedConnection)
            lane.progressed.connect(self._progressed, Qt.ConnectionType.QueuedConnection)
            thread.start()
            self._lanes[name] = (thread, lane)
        return self._lanes[name][1]

    @Slot(object, int, int, str)
    def _progressed(self, task: Task, done: int, total: int, stage: str) -> None:
        task.progressed.emit(done, total, stage)

    @Slot(object, object, object)
    def _answered(self, task: Task, value: object, failure: BaseException | None) -> None:
        self._tasks.discard(task)
        if task.title:
            self.ended.emit(task)
        if isinstance(value, Queued):
            self.changed.emit(REQUESTED)
        elif task.ran and (changed := changed_by(task.function)):
            self.changed.emit(changed)
        if not task.cancelled():
            self._tell(task, value, failure)
        task.deleteLater()
        if task.listens:
            self._listening.discard(task)
        elif not self._tasks:
            self.idle.emit()

    def _tell(self, task: Task, value: object, failure: BaseException | None) -> None:
        if isinstance(value, Queued):
            (task.failed if task.told else self.told).emit(value)
            return
        if failure is None:
            task.done.emit(value)
            return
        known = failure if isinstance(failure, DeskError) else _of_the_disk(failure)
        if known is None:
            self.defect.emit(failure)
        else:
            (task.failed if task.told else self.told).emit(known)


def _same(task: Task, function: Callable[..., object], args: tuple[object, ...]) -> bool:
    """Whether a task is this very act."""
    return (_act(task.function), task.args) == (_act(function), args)


def _act(function: Callable[..., object]) -> object:
    if isinstance(function, partial):
        return function.func, function.args, function.keywords
    return function


def _of_the_disk(failure: BaseException) -> DeskError | None:
    """What the system refused to do with a file is no fault of the program."""
    if not isinstance(failure, OSError):
        return None
    from desktop.actions.documents.saving import known_trouble

    return known_trouble(failure)


class Latest(QObject):
    """Asks the same thing again and again and lets only the newest answer through.

    Signals:
        answered: with the value of the newest question.
        failed: with its DeskError; where nobody listens to it the window tells it.
    """

    answered = Signal(object)
    failed = Signal(object)

    def __init__(self, worker: Worker, parent: QObject, *, aside: bool = False) -> None:
        super().__init__(parent)
        self._worker = worker
        self._read = worker.aside if aside else worker.read
        self._task: Task | None = None

    def ask(self, function: Callable[[Desk, *Ts], object], *args: *Ts) -> None:
        """Asks; an answer still on its way is dropped, a question not yet begun is not asked at all."""
        self.drop()
        self._task = self._read(function, *args, then=self._take, failed=self._fail)

    def drop(self) -> None:
        """Forgets what was asked."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    @property
    def waiting(self) -> bool:
        return self._task is not None

    @Slot(object)
    def _take(self, value: object) -> None:
        self._task = None
        self.answered.emit(value)

    @Slot(object)
    def _fail(self, failure: DeskError) -> None:
        self._task = None
        heard = self.isSignalConnected(QMetaMethod.fromSignal(self.failed))
        (self.failed if heard else self._worker.told).emit(failure)
