"""Bodies of requests as they arrive: no larger than their address needs, and all together within a budget."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator

from sync.hq.web.limits import ServiceLimits

# Below this a body costs less than keeping the books about it.
_FREE = 64 * 1024


class TooLargeBodyError(Exception):
    """The body is larger than its address takes."""


class NoRoomError(Exception):
    """Too many large bodies are arriving at this moment."""


class Bodies:
    """The large bodies of one process; used from the event loop's thread alone."""

    def __init__(self, limits: ServiceLimits) -> None:
        self._limits = limits
        self._of: defaultdict[str, int] = defaultdict(int)
        self.held = 0

    async def read(self, pieces: AsyncIterator[bytes], declared: int, largest: int, address: str) -> bytes:
        """The whole body; raises TooLargeBodyError or NoRoomError before more is taken in than there may be."""
        if declared > largest:
            raise TooLargeBodyError
        whole = bytearray()
        taken = 0
        try:
            async for piece in pieces:
                whole += piece
                if len(whole) > largest:
                    raise TooLargeBodyError
                if len(whole) - taken > _FREE:
                    self._take(address, len(whole) - taken)
                    taken = len(whole)
            return bytes(whole)
        finally:
            self._give_back(address, taken)

    def _take(self, address: str, size: int) -> None:
        own = self._of[address] + size
        if self.held + size > self._limits.bodies or own > self._limits.bodies_of_one:
            if not self._of[address]:
                del self._of[address]
            raise NoRoomError
        self._of[address] = own
        self.held += size

    def _give_back(self, address: str, size: int) -> None:
        if size:
            self.held -= size
            self._of[address] -= size
            if not self._of[address]:
                del self._of[address]
