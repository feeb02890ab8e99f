"""Desks that wait for news: told within the second when something they may read moves, at no cost while nothing does.

A waiting desk is an entry in a table and a future of the event loop: no thread, no connection to the database, no
question asked again and again. What moves is told by whoever commits: in this process directly, between processes by
the database's own notices, and, where a notice can be lost, by one look at the heads of all streams now and then.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections import OrderedDict, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sync.hq.web.watching import Watch, watch_of
from sync.streams import PUBLISHED

if TYPE_CHECKING:
    from sync.records.books.database import Book

# What all desks read moves often; they aren't all told at once, but so many in a second.
_TOLD_A_SECOND = 200
# A desk that reads everything is told at most so often, in seconds.
_READS_ALL = 0.3
_REMEMBERED = 50_000


@dataclass(eq=False, slots=True)
class _Waiter:
    desk: str
    streams: frozenset[str] | None
    moved: asyncio.Future[bool] = field(default_factory=lambda: asyncio.get_running_loop().create_future())

    def tell(self, moved: bool) -> None:
        if not self.moved.done():
            self.moved.set_result(moved)


class Waiting:
    """The desks waiting in one process.

    `moved` may be called from any thread; all else belongs to the event loop's.
    """

    def __init__(self, book: Book, most: int) -> None:
        self._book, self._most = book, most
        self._loop: asyncio.AbstractEventLoop | None = None
        self._watch: Watch | None = None
        self._closed = False
        self._desks: dict[str, _Waiter] = {}
        self._by_stream: defaultdict[str, set[_Waiter]] = defaultdict(set)
        self._of_all: set[_Waiter] = set()
        # When each stream moved last, by a count that only rises; `_forgotten` is the highest that fell out.
        self._count = self._forgotten = 0
        self._last: OrderedDict[str, int] = OrderedDict()

    def __len__(self) -> int:
        return len(self._desks)

    def begin(self) -> None:
        """Begins to hear of what other processes write."""
        self._loop = asyncio.get_running_loop()
        self._watch = watch_of(self._book, self._heard)
        self._watch.start()

    def close(self) -> None:
        """Tells all who wait that there is nothing; nobody waits from now on."""
        self._closed = True
        if self._watch is not None:
            self._watch.stop()
        for each in list(self._desks.values()):
            each.tell(False)

    def mark(self) -> int:
        """What was known to have moved at this moment, for `news`."""
        return self._count

    async def news(self, desk: str, streams: frozenset[str] | None, mark: int, seconds: float) -> bool:
        """Waits until one of the streams has moved since the mark; False where time is up or no more may wait."""
        if self._moved_since(streams, mark):
            return True
        if self._closed or self._loop is None or (len(self._desks) >= self._most and desk not in self._desks):
            return False
        before = self._desks.get(desk)
        if before is not None:  # the desk has asked anew: who waited before waits for nobody
            before.tell(False)
            self._forget(before)
        waiter = _Waiter(desk, streams)
        self._keep(waiter)
        try:
            return await asyncio.wait_for(waiter.moved, seconds)
        except TimeoutError:
            return False
        finally:
            self._forget(waiter)

    def moved(self, names: Collection[str]) -> None:
        """Something was written to these streams by this process."""
        if self._watch is not None:
            self._watch.tell(names)
        self._heard(names)

    def _heard(self, names: Collection[str]) -> None:
        """Streams have moved; from whatever thread."""
        if self._loop is not None and names:
            with contextlib.suppress(RuntimeError):  # the loop has ended
                self._loop.call_soon_threadsafe(self._take, tuple(names))

    def _take(self, names: tuple[str, ...]) -> None:
        loop = asyncio.get_running_loop()
        self._count += 1
        for name in names:
            self._last.pop(name, None)
            self._last[name] = self._count
        while len(self._last) > _REMEMBERED:
            self._forgotten = self._last.popitem(last=False)[1]
        spread = len(self._desks) / _TOLD_A_SECOND
        for name in names:
            shared = name.startswith(PUBLISHED)
            for each in self._by_stream.get(name, ()):
                if shared:
                    loop.call_later(random.random() * spread, each.tell, True)  # noqa: S311 -- spread, not secret
                else:
                    each.tell(True)
        for each in self._of_all:
            loop.call_later(_READS_ALL, each.tell, True)

    def _moved_since(self, streams: frozenset[str] | None, mark: int) -> bool:
        if mark >= self._count:
            return False
        if streams is None or mark < self._forgotten:
            return True
        for name in reversed(self._last):
            if self._last[name] <= mark:
                return False
            if name in streams:
                return True
        return False

    def _keep(self, waiter: _Waiter) -> None:
        self._desks[waiter.desk] = waiter
        if waiter.streams is None:
            self._of_all.add(waiter)
        for name in waiter.streams or ():
            self._by_stream[name].add(waiter)

    def _forget(self, waiter: _Waiter) -> None:
        if self._desks.get(waiter.desk) is waiter:
            del self._desks[waiter.desk]
        self._of_all.discard(waiter)
        for name in waiter.streams or ():
            mine = self._by_stream.get(name)
            if mine is not None:
                mine.discard(waiter)
                if not mine:
                    del self._by_stream[name]
