"""HTTP as uvicorn speaks it, with what it has no option for: bounds on connections and on the time each step takes."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

from sync.hq.web.connections import ConnectionRoom, ConnectionStage, network_of
from sync.hq.web.limits import ServiceLimits

_FULL = b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nRetry-After: 2\r\nConnection: close\r\n\r\n"


class BoundedProtocol(H11Protocol):
    """One connection that keeps to the limits."""

    def __init__(self, room: ConnectionRoom, limits: ServiceLimits, **uvicorns: Any) -> None:
        super().__init__(**uvicorns)
        self._room, self._limits = room, limits
        self.address = ""
        self._since = time.monotonic()
        # Bytes of the request being read, and since when the other end leaves an answer unread, and its size then.
        self._arrived = 0
        self._reading = self._served = False
        self._unread: tuple[float, int] | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.address = network_of(self.client[0]) if self.client else ""
        self._since = time.monotonic()
        if not self._room.enter(self):
            transport.write(_FULL)
            transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        self._room.leave(self)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self.transport.is_closing():
            return
        if self._between() and not self._reading:
            self._reading, self._since, self._arrived = True, time.monotonic(), 0
        cycle = self.cycle
        self._arrived += len(data)
        super().data_received(data)
        if self.cycle is not cycle:  # a head is whole: from here on its body counts
            self._reading, self._since, self._arrived = False, time.monotonic(), 0

    def on_response_complete(self) -> None:
        self._reading, self._served, self._since = False, True, time.monotonic()
        super().on_response_complete()

    def stage(self) -> tuple[ConnectionStage, float]:
        """What the connection is at, and since when."""
        if not self._between():
            return (ConnectionStage.BODY if self.cycle.more_body else ConnectionStage.WORK), self._since
        return (ConnectionStage.IDLE if self._served and not self._reading else ConnectionStage.HEAD), self._since

    def overdue(self, now: float) -> bool:
        """Whether the other end is slower than it may be; what takes HQ long is never held against it."""
        stage, since = self.stage()
        spent = now - since
        if stage is ConnectionStage.BODY and self._is_slow(spent, self._arrived, self._limits.body):
            return True
        if stage is ConnectionStage.HEAD and spent > self._limits.head:
            return True
        return self._leaves_unread(now) or (stage is ConnectionStage.IDLE and spent > self._limits.idle + 5)

    def abort(self) -> None:
        """Ends the connection without waiting for the other end."""
        self.transport.abort()

    def _between(self) -> bool:
        cycle: RequestResponseCycle | None = self.cycle  # the library's word for it leaves None out
        return cycle is None or cycle.response_complete

    def _is_slow(self, spent: float, moved: int, longest: float) -> bool:
        late = spent - self._limits.first_seconds
        return spent > longest or (late > 0 and moved < late * self._limits.least_rate)

    def _leaves_unread(self, now: float) -> bool:
        size = self.transport.get_write_buffer_size()
        if size == 0:
            self._unread = None
            return False
        if self._unread is None or size > self._unread[1]:
            self._unread = now, size
        since, before = self._unread
        return self._is_slow(now - since, before - size, self._limits.answer)
