"""Chance and time by a seed: whatever the program draws or reads from a clock comes out the same the next time."""

import math
import random
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

from sync.client.line import asking
from sync.client.streams import exchanging
from sync.hq.admission import standing
from sync.hq.restored import epochs, retaking
from sync.records.books import settings
from sync.records.log import moves

# Where the program asks the machine what time it is.
_CLOCKED = (asking, exchanging, epochs, standing, moves, settings)
BEGIN = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


class Draws:
    """What stands in the place of the system's own randomness while a life lasts."""

    def __init__(self):
        self._random = random.Random(0)

    def seed(self, seed):
        self._random.seed(seed)

    def __call__(self, count):
        return self._random.randbytes(count)


class Clock:
    """The time as each place sees it: `now` moves on for all, and every place may be wrong by an offset of its own."""

    def __init__(self):
        self.now = BEGIN
        self.wrong: dict[str, timedelta] = {}

    def at(self, place):
        return self.now + self.wrong.get(place, timedelta())


@contextmanager
def determined(clock):
    """Random bytes and the time come from a life's own draws and clock, however long it takes; gives the draws."""
    draws = Draws()

    class _Moment(datetime):
        @classmethod
        def now(cls, tz=None):
            return clock.now

    with ExitStack() as stack:
        stack.enter_context(patch("os.urandom", draws))
        stack.enter_context(patch("random._urandom", draws))
        stack.enter_context(patch.object(retaking, "_AS_OLD", math.inf))
        for module in _CLOCKED:
            stack.enter_context(patch.object(module, "datetime", _Moment))
        yield draws
