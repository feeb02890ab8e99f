"""The web server of one process: uvicorn, told what it has no option for, and saying when it really answers."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from typing import Any
from weakref import WeakSet

import uvicorn

from sync.hq.web.application import Application
from sync.hq.web.plan import Certificate
from sync.hq.web.protocol import BoundedProtocol

# So many connections are taken at a time, so that those taken before are counted first; others wait in the system.
_TAKEN_AT_ONCE, _IN_LINE = 64, 2048
# How long requests that are being worked on may take when the service stops.
_TO_FINISH = 20
# How long a handshake may take, and how many may be under way, as a part of all connections.
_HANDSHAKE, _SHAKING = 8.0, 4


class Server(uvicorn.Server):
    """Serves one application; `ready` is called once it answers, `beat` every second while it does."""

    def __init__(
        self,
        application: Application,
        certificate: Certificate | None = None,
        ready: Callable[[], None] = lambda: None,
        beat: Callable[[], None] = lambda: None,
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
        # Connections whose handshake goes on are known to nobody else; one that is given up goes from here by itself.
        self._shaking: WeakSet[BoundedProtocol] = WeakSet()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begins to take connections from these listeners."""
        await self.lifespan.startup()
        self._application.waiting.begin()
        loop = asyncio.get_running_loop()
        self.servers = []
        for listener in sockets or []:
            more: dict[str, Any] = {"ssl_handshake_timeout": _HANDSHAKE} if self.config.ssl else {}
            server = await loop.create_server(
                self._protocol, sock=listener, ssl=self.config.ssl, backlog=_TAKEN_AT_ONCE, **more
            )
            listener.listen(_IN_LINE)
            self.servers.append(server)
        self.started = True
        self._ready()

    def _protocol(self) -> BoundedProtocol:
        """The protocol of a new connection; ConnectionRefusedError, which drops it, where too many shake hands."""
        limits = self._application.limits
        if len(self._shaking) > limits.connections // _SHAKING:
            raise ConnectionRefusedError
        made = BoundedProtocol(
            self._application.room,
            limits,
            self._shaking.discard,
            config=self.config,
            server_state=self.server_state,
            app_state={},
        )
        if self.config.ssl:
            self._shaking.add(made)
        return made

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
