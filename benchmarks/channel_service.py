"""HQ's service as it is, with one more address beside it that gives back what it was sent: the echo to compare with."""

from __future__ import annotations

import sys

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sync.hq.service import app_of_worker, serve

ECHO = "/echo"


def app() -> Starlette:
    """What each worker makes for itself."""
    made = app_of_worker()
    made.router.routes.insert(0, Route(ECHO, _echo, methods=["POST"]))
    return made


async def _echo(request: Request) -> Response:
    return Response(await request.body(), media_type="application/json")


def main(database: str, workers: int) -> None:
    """Serves until it is told to stop; the address is its first line."""
    serve(
        database,
        port=0,
        workers=workers,
        worker="benchmarks.channel_service:app",
        on_ready=lambda url: print(url, flush=True),
    )


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
