"""Lines to HQ that stay open from one exchange to the next, so that a program that lasts greets HQ once and no more."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

from sync.client.line.address import Address
from sync.client.line.transport import HttpTransport, Transport

# What stands between the two ends forgets a line that rests for longer, and doesn't say so.
_RESTS = 60.0


class Line(Transport, Protocol):
    """What carries requests and is closed in the end."""

    def close(self) -> None: ...


class OpenLines:
    """The lines of one program; each is used by one thread at a time.

    A line on which something failed isn't kept, nor one that rested for a minute, nor one to where HQ was before.
    `make` makes a new one, where that isn't one over HTTP.
    """

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, make: Callable[[Address], Line] | None = None
    ) -> None:
        self._clock, self._make = clock, make
        self._lock = threading.Lock()
        self._resting: list[tuple[Address, Line, float]] = []
        self._closed = False

    @contextmanager
    def line_to(self, address: Address) -> Iterator[Line]:
        """A line for as long as the block lasts; it is kept where the block ends well, else closed.

        Raises as `HttpTransport`.
        """
        line = self._taken(address) or (self._make or HttpTransport)(address)
        try:
            yield line
        except BaseException:
            line.close()
            raise
        self._keep(address, line)

    def close(self) -> None:
        """Closes what rests; what is still in use is closed by whoever uses it."""
        with self._lock:
            self._closed = True
            resting, self._resting = self._resting, []
        for _, line, _ in resting:
            line.close()

    def _taken(self, address: Address) -> Line | None:
        """The line that rested for the shortest time; whatever can't be used any more is closed."""
        with self._lock:
            now = self._clock()
            fit = [each for each in self._resting if each[0] == address and now - each[2] <= _RESTS]
            unfit = [each for each in self._resting if each not in fit]
            taken = fit.pop() if fit else None
            self._resting = fit
        for _, line, _ in unfit:
            line.close()
        return taken[1] if taken else None

    def _keep(self, address: Address, line: Line) -> None:
        with self._lock:
            if not self._closed:
                self._resting.append((address, line, self._clock()))
                return
        line.close()
