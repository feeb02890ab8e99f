"""A window on a long list: all ids in order, and the blocks of rows around what is being looked at."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop.ui.frame.work import Task, Worker

BLOCK = 100
KEPT = 40  # blocks; 4,000 rows are more than any screen shows, and memory stays flat however far one scrolls

AskIds = Callable[..., "array[int]"]
AskRows = Callable[..., list[Any]]


class RowWindow(QObject):
    """Holds the ids of a list and fetches rows by id, a block at a time, on the worker.

    Signals:
        listed: new ids are here.
        arrived: first and last place of a block of rows that is now here.
        failed: with the DeskError.
    """

    listed = Signal()
    arrived = Signal(int, int)
    failed = Signal(object)

    def __init__(self, worker: Worker, ask_ids: AskIds, ask_rows: AskRows, parent: QObject) -> None:
        super().__init__(parent)
        self._worker = worker
        self._ask_ids = ask_ids
        self._ask_rows = ask_rows
        self.ids: array[int] = array("q")
        self._blocks: OrderedDict[int, list[Any]] = OrderedDict()
        self._stale: dict[int, list[Any]] = {}
        self._wanted: list[int] = []
        self._asking: Task | None = None
        self._listing: Task | None = None
        self._block = -1
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._ask_next)

    def ask(self, *args: object) -> None:
        """Asks for the ids anew; a list still on its way is dropped."""
        if self._listing is not None:
            self._listing.cancel()
        self._listing = self._worker.read(self._ask_ids, *args, then=self._take_ids, failed=self._fail)

    def show(self, ids: array[int], rows: list[Any]) -> None:
        """Takes ids and the first rows that are known already."""
        self.ids = ids
        self._blocks = OrderedDict({0: rows[:BLOCK]})
        self.listed.emit()

    def row(self, place: int) -> Any | None:
        """The row at a place, or None while it is on its way (then it is asked for)."""
        block, within = divmod(place, BLOCK)
        rows = self._blocks.get(block)
        if rows is not None:
            return rows[within] if within < len(rows) else None
        if block not in self._wanted and block != self._block:
            self._wanted.append(block)
            del self._wanted[:-3]  # what was passed while scrolling is not worth asking for
            self._soon.start()
        old = self._stale.get(block)
        return old[within] if old and within < len(old) else None

    @Slot(object)
    def _take_ids(self, ids: array[int]) -> None:
        self._listing = None
        # Rows already seen go on being shown until their new ones come, so that a refresh doesn't flicker.
        self._stale = dict(list(self._blocks.items())[-3:]) if ids[: 2 * BLOCK] == self.ids[: 2 * BLOCK] else {}
        self._blocks.clear()
        self._wanted.clear()
        self._drop_asking()
        self.ids = ids
        self.listed.emit()

    def _drop_asking(self) -> None:
        if self._asking is not None:
            self._asking.cancel()
        self._asking, self._block = None, -1

    @Slot()
    def _ask_next(self) -> None:
        if self._asking is not None or not self._wanted:
            return
        self._block = self._wanted.pop()
        first = self._block * BLOCK
        chosen = self.ids[first : first + BLOCK]
        self._asking = self._worker.read(self._ask_rows, chosen, then=self._take_rows, failed=self._fail)

    @Slot(object)
    def _take_rows(self, rows: list[Any]) -> None:
        block = self._block
        self._asking, self._block = None, -1
        self._blocks[block] = rows
        self._stale.pop(block, None)
        while len(self._blocks) > KEPT:
            self._blocks.popitem(last=False)
        first = block * BLOCK
        self.arrived.emit(first, min(first + BLOCK, len(self.ids)) - 1)
        self._ask_next()

    @Slot(object)
    def _fail(self, failure: object) -> None:
        self._asking = self._listing = None
        self._block = -1
        self.failed.emit(failure)
