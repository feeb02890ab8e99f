"""Takes connections that begin with a TLS handshake: few at a time, short, and the oldest gives way to the newest."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
from collections import defaultdict
from collections.abc import Callable
from functools import partial

from sync.hq.web.connections import network_of
from sync.hq.web.turns import Turns

# How long a handshake may take.
_LONGEST = 8.0


class Handshakes:
    """Listens in place of the event loop's own server, which knows nobody before his handshake is over.

    `made` makes the protocol of a connection; `most` is how many may shake hands at once.
    """

    def __init__(self, turns: Turns, made: Callable[[], asyncio.Protocol], context: ssl.SSLContext, most: int) -> None:
        self._turns, self._made, self._context, self._most = turns, made, context, most
        # By address, the oldest first.
        self._shaking: defaultdict[str, dict[asyncio.Task[None], None]] = defaultdict(dict)
        self._count = 0
        self._task = asyncio.get_running_loop().create_task(self._listen())

    def close(self) -> None:
        """Takes nobody any more; those who shake hands are let go."""
        self._task.cancel()
        for mine in self._shaking.values():
            for each in mine:
                each.cancel()

    async def wait_closed(self) -> None:
        """Until nobody is taken any more."""
        with contextlib.suppress(asyncio.CancelledError):
            await self._task

    async def _listen(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            taken, address = await self._turns.take()
            who = network_of(str(address[0]))
            if self._count >= self._most:
                self._let_go()
            task = loop.create_task(self._shake(taken))
            self._shaking[who][task] = None
            self._count += 1
            task.add_done_callback(partial(self._over, who))

    async def _shake(self, taken: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        try:
            await loop.connect_accepted_socket(self._made, taken, ssl=self._context, ssl_handshake_timeout=_LONGEST)
        except (OSError, asyncio.CancelledError):
            taken.close()

    def _let_go(self) -> None:
        """The oldest of whoever has most under way."""
        crowd = max(self._shaking.values(), key=len, default=None)
        oldest = next((each for each in crowd or () if not each.done()), None)
        if oldest is not None:
            oldest.cancel()

    def _over(self, who: str, task: asyncio.Task[None]) -> None:
        mine = self._shaking.get(who)
        if mine is not None and mine.pop(task, self) is not self:
            self._count -= 1
            if not mine:
                del self._shaking[who]
