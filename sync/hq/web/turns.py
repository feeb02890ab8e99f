"""Connections off the one listener of several processes: whoever holds more than another leaves each a moment to it.

The system gives a connection to whichever process asks first, which is often the same one: its interpreter was then the
whole service, and the others stood idle.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Callable, MutableSequence
from typing import Any

# How long a connection is left to those who hold fewer. Where all of them are busy, or one hangs, it is taken then.
_MOMENT = 0.003
# How long to wait where the process may open no more files.
_FULL = 0.2


class ConnectionShare:
    """How many connections each process holds; `counts` is seen by all of them, `place` is this one's."""

    def __init__(self, counts: MutableSequence[int], place: int) -> None:
        self._counts, self._place = counts, place

    def note(self, count: int) -> None:
        """Tells the others how many this process holds."""
        self._counts[self._place] = count

    @property
    def others(self) -> int:
        """How many the other processes hold."""
        return sum(self._counts) - self._counts[self._place]

    @property
    def is_ahead(self) -> bool:
        """Whether another process holds fewer."""
        return self._counts[self._place] > min(self._counts)


class Turns:
    """Takes connections off a listener one by one, letting others go first where `share` says that they hold fewer."""

    def __init__(self, listener: socket.socket, share: ConnectionShare | None) -> None:
        listener.setblocking(False)
        self._listener, self._share = listener, share

    async def take(self) -> tuple[socket.socket, Any]:
        """The next connection and who is at its other end."""
        loop = asyncio.get_running_loop()
        while True:
            try:
                if self._share is None:
                    return await loop.sock_accept(self._listener)
                await self._called(loop)
                if self._share.is_ahead and await self._is_left_to_others(self._share):
                    continue
                with contextlib.suppress(BlockingIOError, InterruptedError):  # another took it
                    taken, address = self._listener.accept()
                    taken.setblocking(False)
                    return taken, address
            except OSError:
                await asyncio.sleep(_FULL)

    async def _is_left_to_others(self, share: ConnectionShare) -> bool:
        """Whether one of them took what came; who holds many looks anew at the next."""
        before = share.others
        await asyncio.sleep(_MOMENT)
        return share.others != before

    async def _called(self, loop: asyncio.AbstractEventLoop) -> None:
        """Until somebody wants to be connected."""
        called = asyncio.Event()
        loop.add_reader(self._listener, called.set)
        try:
            await called.wait()
        finally:
            loop.remove_reader(self._listener)


class Listening:
    """Serves what `turns` gives, in place of the event loop's own server; `made` makes a connection's protocol."""

    def __init__(self, turns: Turns, made: Callable[[], asyncio.Protocol]) -> None:
        self._turns, self._made = turns, made
        self._task = asyncio.get_running_loop().create_task(self._listen())

    def close(self) -> None:
        """Takes nobody any more."""
        self._task.cancel()

    async def wait_closed(self) -> None:
        """Until nobody is taken any more."""
        with contextlib.suppress(asyncio.CancelledError):
            await self._task

    async def _listen(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            taken, _ = await self._turns.take()
            try:  # one after another, so that each is counted before the next is looked at
                await loop.connect_accepted_socket(self._made, taken)
            except OSError:
                taken.close()
