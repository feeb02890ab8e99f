"""The log of exchanges that people can read: what went up and down, how long it took, what failed and why."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
from sqlalchemy import Connection

from domain.errors import DeskError
from domain.explain import Fact, Reason
from sync.records.bodies.body import ReasonBody
from sync.records.books.bulk import query_rows, run_many
from sync.records.books.database import Book
from sync.records.books.settings import moment
from sync.shapes import make_ready

LENGTH = 500
"""So many lines are kept, the newest."""


class LogText(msgspec.Struct, omit_defaults=True):
    """The part of a line that is told in words.

    `up` and `down` count records by kind; `notices` what a person should know, `failure` why it broke off, `cause` what
    lay behind that; `quiet` how many exchanges in a row brought nothing and were merged into this line, the first of
    them at `first`.
    """

    up: dict[str, int] = {}
    down: dict[str, int] = {}
    notices: list[ReasonBody] = []
    failure: ReasonBody | None = None
    quiet: int = 0
    first: str = ""
    cause: ReasonBody | None = None


make_ready(LogText)
_read = msgspec.json.Decoder(LogText).decode
_encode = msgspec.json.encode


@dataclass(slots=True)
class Course:
    """What an exchange has done so far."""

    up: Counter[str] = field(default_factory=Counter)
    down: Counter[str] = field(default_factory=Counter)
    begun: float = field(default_factory=time.monotonic)
    requests: int = 0
    bytes_up: int = 0
    bytes_down: int = 0

    @property
    def milliseconds(self) -> int:
        return round((time.monotonic() - self.begun) * 1000)


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line of the log; `at` is when it ended (UTC), sizes are bytes on the wire without headers.

    `cause` is what lay behind the failure: the line, what came instead of an answer, the certificate.
    """

    at: str
    ok: bool
    sent: int
    received: int
    milliseconds: int
    requests: int
    bytes_up: int
    bytes_down: int
    up: Mapping[str, int]
    down: Mapping[str, int]
    notices: tuple[Reason, ...]
    failure: Reason | None
    quiet: int
    first: str
    cause: Reason | None = None


_COLUMNS = "at, ok, sent, received, code, detail, milliseconds, requests, bytes_up, bytes_down, told"
_INSERT = f"INSERT INTO exchange_log ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_PRUNE = "DELETE FROM exchange_log WHERE id <= (SELECT MAX(id) FROM exchange_log) - ?"
_LAST = "SELECT id, ok, sent, received, told, at FROM exchange_log ORDER BY id DESC LIMIT 1"
_AGAIN = (
    "UPDATE exchange_log SET at = ?, milliseconds = ?, requests = ?, bytes_up = ?, bytes_down = ?, told = ? "
    "WHERE id = ?"
)


_NAMED = 5
"""So many streams that were fetched anew are named; of more it is told how many they are."""


def condensed(notices: Sequence[Reason]) -> list[Reason]:
    """What to tell of an exchange: each thing once, and of many streams that were fetched anew how many."""
    told = [each for place, each in enumerate(notices) if each not in notices[:place]]
    anew = [each for each in told if each.code == "stream_refilled"]
    if len(anew) <= _NAMED:
        return told
    place = told.index(anew[0])
    streams = f"{', '.join(str(each.facts['stream']) for each in anew[:_NAMED])} … ({len(anew)})"
    rest = [each for each in told if each.code != "stream_refilled"]
    return [*rest[:place], Reason("stream_refilled", "info", {"stream": streams}), *rest[place:]]


def write_line(connection: Connection, course: Course, notices: Sequence[Reason], failed: DeskError | None) -> None:
    """Writes the exchange down; where it and the one before brought nothing, they make one line."""
    now = moment()
    sent, received = sum(course.up.values()), sum(course.down.values())
    told = LogText(dict(course.up), dict(course.down), [_body(each) for each in condensed(notices)])
    if failed is not None:
        told.failure, told.cause = _failure(failed)
    figures = (course.milliseconds, course.requests, course.bytes_up, course.bytes_down)
    if failed is None and not (sent or received or notices):
        told.quiet, told.first = 1, now
        last = query_rows(connection, _LAST)
        before = _read(last[0].told or "{}") if last else None
        if before is not None and before.quiet:
            told.quiet, told.first = before.quiet + 1, before.first
            run_many(connection, _AGAIN, [(now, *figures, _encode(told).decode(), last[0].id)])
            return
    code = failed.code if failed else ""
    row = (now, failed is None, sent, received, code, "", *figures, _encode(told).decode())
    run_many(connection, _INSERT, [row])
    run_many(connection, _PRUNE, [(LENGTH,)])


@dataclass(frozen=True, slots=True)
class Failing:
    """That the latest exchange failed: why, what lay behind that, and since when none succeeded (UTC)."""

    since: str
    failure: Reason
    cause: Reason | None = None


_LATEST = f"SELECT {_COLUMNS} FROM exchange_log ORDER BY id DESC LIMIT 1"
_SINCE = "SELECT MIN(at) FROM exchange_log WHERE id > (SELECT COALESCE(MAX(id), 0) FROM exchange_log WHERE ok)"


def failing(connection: Connection) -> Failing | None:
    """Whether the latest exchange failed; None where it didn't, and where there was none."""
    rows = query_rows(connection, _LATEST)
    if not rows or rows[0].ok:
        return None
    line = _line(rows[0])
    failure = line.failure or Reason(rows[0].code, "stop")
    return Failing(str(query_rows(connection, _SINCE)[0][0]), failure, line.cause)


def exchange_lines(book: Book, most: int = LENGTH) -> list[LogLine]:
    """The log, the newest first."""
    with book.reading() as connection:
        rows = query_rows(connection, f"SELECT {_COLUMNS} FROM exchange_log ORDER BY id DESC LIMIT ?", most)
    return [_line(row) for row in rows]


def _line(row: Any) -> LogLine:
    told = _read(row.told or "{}")
    failure = None if told.failure is None else _reason(told.failure)
    if row.code and failure is None:  # written by an earlier program
        failure = Reason(row.code, "stop", {"detail": row.detail})
    return LogLine(
        at=row.at,
        ok=bool(row.ok),
        sent=row.sent,
        received=row.received,
        milliseconds=row.milliseconds,
        requests=row.requests,
        bytes_up=row.bytes_up,
        bytes_down=row.bytes_down,
        up=told.up,
        down=told.down,
        notices=tuple(_reason(each) for each in told.notices),
        failure=failure,
        quiet=told.quiet,
        first=told.first,
        cause=None if told.cause is None else _reason(told.cause),
    )


def _failure(failed: DeskError) -> tuple[ReasonBody, ReasonBody | None]:
    """A failure as it is kept, and apart from it the reason that one of its facts is."""
    facts: dict[str, Fact] = {name: str(value) for name, value in failed.facts.items() if not isinstance(value, Reason)}
    behind = next((value for value in failed.facts.values() if isinstance(value, Reason)), None)
    return _body(Reason(failed.code, "stop", facts)), None if behind is None else _body(behind)


def _body(reason: Reason) -> ReasonBody:
    return ReasonBody(reason.code, reason.severity, {name: str(value)[:300] for name, value in reason.facts.items()})


def _reason(body: ReasonBody) -> Reason:
    severity = body.severity if body.severity in ("info", "warn") else "stop"
    return Reason(body.code, severity, dict(body.facts))  # type: ignore[arg-type]
