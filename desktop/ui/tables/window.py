"""A window on a long list: all ids in order, and the blocks of rows around what is being looked at."""

from __future__ import annotations

import datetime as dt
from array import array
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop.arrangement import AS_IT_IS, Arrangement
from desktop.ui.frame.lanes import Task
from desktop.ui.frame.work import Worker
from desktop.ui.tables.values import arranged_places

if TYPE_CHECKING:
    from desktop.desk import Desk
    from desktop.ui.tables.model import Column

BLOCK = 100
KEPT = 40  # blocks; 4,000 rows are more than any screen shows, and memory stays flat however far one scrolls

AskIds = Callable[..., "array[int]"]
AskRows = Callable[..., list[Any]]


def _arranged_ids(
    ask_ids: AskIds, ask_rows: AskRows, columns: Sequence[Column], wanted: Arrangement, desk: Desk, *args: object
) -> array[int]:
    """The ids of a list that is short enough to be arranged by what its rows say."""
    ids = ask_ids(desk, *args)
    rows = _all_rows(ask_rows, desk, ids)
    places = arranged_places(rows, columns, wanted, desk.today())
    # Rows that are gone meanwhile are left out, so each says itself which it is.
    return array("q", (ids[place] if len(rows) == len(ids) else rows[place].pk for place in places))


def _all_rows(ask_rows: AskRows, desk: Desk, ids: array[int]) -> list[Any]:
    rows: list[Any] = []
    for start in range(0, len(ids), _PART):
        rows += ask_rows(desk, ids[start : start + _PART])
    return rows


_PART = 500


class RowWindow(QObject):
    """Holds the ids of a list and fetches rows by id, a block at a time, on the worker.

    Attributes:
        columns: what the rows are shown in, as its model has them.
        arrangement: how a person wants the list.
        arranges: the ids are asked for with that arrangement as `arranged`; else rows are arranged by what they say.
        ask_sums: what the list comes to by the keys of its columns: asked as its ids are, then the arrangement, and
            perhaps the ids of some rows alone.

    Signals:
        listed: new ids are here.
        arrived: first and last place of a block of rows that is now here.
        failed: with the DeskError.
        rearranged: somebody wants the list in another way.
    """

    columns: Sequence[Column] = ()
    arrangement = AS_IT_IS
    arranges = False
    ask_sums: Callable[..., Mapping[str, Any]] | None = None

    listed = Signal()
    arrived = Signal(int, int)
    failed = Signal(object)
    rearranged = Signal()

    def __init__(self, worker: Worker, ask_ids: AskIds, ask_rows: AskRows, parent: QObject) -> None:
        super().__init__(parent)
        self.worker = worker
        self._ask_ids = ask_ids
        self.ask_rows = ask_rows
        self.ids: array[int] = array("q")
        self._blocks: OrderedDict[int, list[Any]] = OrderedDict()
        self._stale: dict[int, list[Any]] = {}
        self._wanted: list[int] = []
        self._asking: Task | None = None
        self._listing: Task | None = None
        self.asked: tuple[object, ...] = ()
        self._begun = False
        self._block = -1
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._ask_next)

    def ask(self, *args: object) -> None:
        """Asks for the ids anew; a list still on its way is dropped."""
        if self._listing is not None:
            self._listing.cancel()
        self.asked, self._begun = args, True
        self._listing = self.worker.read(self._asking_ids(), *args, then=self._take_ids, failed=self._fail)

    def arrange(self, wanted: Arrangement) -> None:
        """Shows the list another way."""
        if wanted == self.arrangement:
            return
        self.arrangement = wanted
        self.rearranged.emit()
        self._rearrange()

    def _rearrange(self) -> None:
        if self._begun:
            self.ask(*self.asked)

    def _asking_ids(self) -> AskIds:
        wanted = self.arrangement
        if wanted == AS_IT_IS:
            return self._ask_ids
        if self.arranges:
            return partial(self._ask_ids, arranged=wanted)
        return partial(_arranged_ids, self._ask_ids, self.ask_rows, self.columns, wanted)

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

    def sums_asked(self, *ids: Sequence[int]) -> Callable[[Desk], Mapping[str, Any]]:
        """What tells the worker's desk the sums of the list, or of these rows of it."""
        ask, wanted = self.ask_sums, (*self.asked, self.arrangement, *ids)
        assert ask is not None
        return lambda desk: ask(desk, *wanted)

    def known_rows(self) -> list[Any]:
        """The rows that were read so far."""
        return [row for rows in self._blocks.values() for row in rows]

    def today(self) -> dt.date:
        """The business day."""
        desk = self.worker.desk
        return desk.today() if desk is not None else dt.date.today()  # noqa: DTZ011 -- before the books are open

    def whole_rows(self, ids: Sequence[int], then: Callable[[list[Any]], object]) -> None:
        """Gives all rows of these ids, whether they were read yet or not."""
        self.worker.read(partial(_all_rows, self.ask_rows), array("q", ids), then=then, failed=self.failed.emit)

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
        self._asking = self.worker.read(self.ask_rows, chosen, then=self._take_rows, failed=self._fail)

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
