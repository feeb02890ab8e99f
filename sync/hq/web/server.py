"""The web server of one process: uvicorn, told what it has no option for, and saying when it really answers."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from typing import Any

import uvicorn

from sync.hq.web.application import Application
from sync.hq.web.handshakes import Handshakes
from sync.hq.web.plan import Certificate
from sync.hq.web.protocol import BoundedProtocol
from sync.hq.web.turns import ConnectionShare, Listening, Turns

# So many connections are taken at a time, so that those taken before are counted first; others wait in the system.
_TAKEN_AT_ONCE, _IN_LINE = 64, 2048
# How long requests that are being worked on may take when the service stops.
_TO_FINISH = 20
# How many handshakes may be under way, as a part of all connections.
_SHAKING = 4


class Server(uvicorn.Server):
    """Serves one application; `ready` is called once it answers, `beat` every second while it does.

    `share` is what it knows of the other processes behind its listener.
    """

    def __init__(
        self,
        application: Application,
        certificate: Certificate | None = None,
        ready: Callable[[], None] = lambda: None,
        beat: Callable[[], None] = lambda: None,
        share: ConnectionShare | None = None,
    ) -> None:
        config = uvicorn.Config(
            application,
            log_config=None,
            access_log=False,
            lifespan="off",
            ws="none",
            proxy_headers=False,
            server_header=False,
            timeout_keep_alive=int(application.limits.idle),
            timeout_graceful_shutdown=_TO_FINISH,
            ssl_certfile=certificate.chain if certificate else None,
            ssl_keyfile=certificate.key if certificate else None,
        )
        super().__init__(config)
        self._application, self._ready, self._beat = application, ready, beat
        self._share = share
        if share is not None:
            application.room.changed = share.note
            share.note(0)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begins to take connections from these listeners."""
        await self.lifespan.startup()
        self._application.waiting.begin()
        loop = asyncio.get_running_loop()
        self.servers = []
        for listener in sockets or []:
            self.servers.append(await self._listening(loop, listener))
            listener.listen(_IN_LINE)
        self.started = True
        self._ready()

    async def _listening(self, loop: asyncio.AbstractEventLoop, listener: socket.socket) -> Any:
        if self.config.ssl is not None:
            shaking = max(self._application.limits.connections // _SHAKING, 1)
            return Handshakes(Turns(listener, self._share), self._protocol, self.config.ssl, shaking)
        if self._share is not None:
            return Listening(Turns(listener, self._share), self._protocol)
        return await loop.create_server(self._protocol, sock=listener, backlog=_TAKEN_AT_ONCE)

    def _protocol(self) -> BoundedProtocol:
        """The protocol of a new connection."""
        return BoundedProtocol(
            self._application.room,
            self._application.limits,
            config=self.config,
            server_state=self.server_state,
            app_state={},
        )

    async def on_tick(self, counter: int) -> bool:
        """Once a second: ends what is too slow, notes how full it is, and gives a sign of life."""
        if counter % 10 == 0:
            self._application.room.sweep()
            self._application.metrics.look()
            self._beat()
        return await super().on_tick(counter)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Takes nothing new, answers those who only wait, and lets the others finish."""
        self._application.waiting.close()
        await super().shutdown(sockets=sockets)
