"""Token buckets: each name may do so much at once and so much a second, and the least used are forgotten."""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

_MOST_NAMES = 20_000


class Buckets:
    """One bucket for each name.

    Args:
        rate: tokens that come back in a second.
        burst: tokens a full bucket holds.
    """

    def __init__(self, rate: float, burst: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate, self._burst, self._clock = rate, burst, clock
        self._lock = threading.Lock()
        # Name to tokens and the moment they were counted; the least lately used comes first.
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, name: str, cost: float = 1.0) -> int:
        """Takes tokens and returns 0; or, where there is less than one, takes none and returns the seconds to wait.

        A cost above what is left leaves a debt, so that what is known only afterwards can be paid then.
        """
        with self._lock:
            now = self._clock()
            level, at = self._levels.pop(name, (self._burst, now))
            level = min(self._burst, level + (now - at) * self._rate)
            enough = level >= 1.0
            self._levels[name] = (level - cost if enough else level, now)
            if len(self._levels) > _MOST_NAMES:
                self._levels.popitem(last=False)
            return 0 if enough else max(1, math.ceil((1.0 - level) / self._rate))

    def wait(self, name: str) -> int:
        """The seconds until the name has a token again; 0 where it has one."""
        return self.take(name, 0.0)
