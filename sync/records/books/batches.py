"""Work that many threads hand over and one of them does for all: whoever comes meanwhile waits for nobody."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

log = logging.getLogger(__name__)
Item = TypeVar("Item")


class WorkBatch(Generic[Item]):
    """Collects what is handed over while the work goes on, and does it next; one failure loses nothing but its own run.

    `work` must be repeatable: what a failed run was about has to be found again by other means.
    """

    def __init__(self, work: Callable[[Sequence[Item]], None]) -> None:
        self._work = work
        self._guard = threading.Lock()
        self._waiting: list[Item] = []
        self._busy = False

    def hand_over(self, item: Item) -> None:
        """Does the work at once, with all that waits; where another thread is at it, leaves the item to that one.

        What came while this thread worked is done by a thread of its own, so that nobody works for others for ever.
        Raises what the work raised.
        """
        with self._guard:
            self._waiting.append(item)
            if self._busy:
                return
            self._busy = True
        self._run_once()

    def _run_once(self) -> None:
        with self._guard:
            items, self._waiting = self._waiting, []
        try:
            self._work(items)
        finally:
            with self._guard:
                self._busy = bool(self._waiting)
                more = self._busy
            if more:
                threading.Thread(target=self._go_on, name="batch", daemon=True).start()

    def _go_on(self) -> None:
        try:
            self._run_once()
        except Exception:
            log.exception("a batch failed; what it was about is found again by whoever looks after work left undone")
