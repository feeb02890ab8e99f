"""What the service writes down while it runs: one line for each event, by fields; never bodies, prices or names."""

from __future__ import annotations

import json
import logging
import os
import sys
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Literal

LogFormat = Literal["text", "json"]
_OURS = ("sync", "desk", "desktop", "uvicorn", "asyncio")


class FieldsFormatter(logging.Formatter):
    """A record as JSON; of an exception the kind and the places, because its words may quote what was sent."""

    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(fields_of(record), ensure_ascii=False, separators=(",", ":"))


class LineFormatter(logging.Formatter):
    """A record as a line for a person at a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        found = fields_of(record)
        head = f"{found.pop('time')} {found.pop('level')} {found.pop('event')}"
        places = found.pop("places", [])
        rest = " ".join(f"{name}={value}" for name, value in found.items() if value not in {"", None})
        return "\n    ".join([f"{head} {rest}".rstrip(), *places])


def fields_of(record: logging.LogRecord) -> dict[str, Any]:
    """A record's fields; those under `told` come as they are."""
    found: dict[str, Any] = {
        "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "event": record.getMessage(),
        "process": os.getpid(),
    }
    found |= getattr(record, "told", {})
    if record.exc_info and record.exc_info[0] is not None:
        kind, _, trace = record.exc_info
        found |= {"exception": kind.__name__, "places": _places(trace)}
    return found


def _places(trace: TracebackType | None) -> list[str]:
    return [f"{each.filename}:{each.lineno} {each.name}" for each in traceback.extract_tb(trace)]


def configure(shape: LogFormat) -> None:
    """Sends what this process logs to standard error; JSON tells every request, text only what a person must see."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(FieldsFormatter() if shape == "json" else LineFormatter())
    for name in _OURS:
        logger = logging.getLogger(name)
        logger.handlers[:] = [handler]
        logger.propagate = False
        logger.setLevel(logging.INFO if shape == "json" and name not in {"uvicorn", "asyncio"} else logging.WARNING)
    # What strangers send that is no HTTP is counted, and would otherwise be a line each.
    logging.getLogger("uvicorn.error").setLevel(logging.ERROR)
