"""HQ's service as it is, with one more address beside it that gives back what it was sent: the echo to compare with.

Asked with `down=N`, the echo gives so many bytes back instead.
"""

from __future__ import annotations

import sys
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from desktop.gc_tuning import look_seldom
from sync.hq.service.service import app_of_worker, serve
from sync.hq.web.application import Application

ECHO = "/echo"


def app() -> Application:
    """What each worker makes for itself."""
    look_seldom()
    made = app_of_worker()
    made.beside[ECHO] = _echo
    return made


async def _echo(scope: Any, receive: Any, send: Any) -> None:
    request = Request(scope, receive)
    body = await request.body()
    down = request.query_params.get("down", "")
    if down:
        body = bytes(int(down))
    await Response(body, media_type="application/json")(scope, receive, send)


def main(database: str, workers: int) -> None:
    """Serves until it is told to stop; the address is its first line."""
    look_seldom()
    serve(
        database,
        port=0,
        workers=workers,
        worker="benchmarks.channel_service:app",
        on_ready=lambda url: print(url, flush=True),
    )


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
