"""Document numbers: one series for each kind, desk and day, taken inside the transaction that uses them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec
from sqlalchemy import Connection

from domain.documents.kinds import KINDS, document_number
from sync.records.books.bulk import query_rows, run_many
from sync.shapes import make_ready
from sync.streams import Entry

_NEXT = (
    "INSERT INTO number_sequence (series, last) VALUES (?, ?) "
    "ON CONFLICT (series) DO UPDATE SET last = number_sequence.last + ? RETURNING last"
)


def next_number(connection: Connection, kind: str, prefix: str, on: date) -> str:
    """The next number of this kind for a desk's prefix and a business date."""
    return next_numbers(connection, kind, prefix, on, 1)[0]


def next_numbers(connection: Connection, kind: str, prefix: str, on: date, count: int) -> list[str]:
    """The next `count` numbers of one kind, prefix and date."""
    series = document_number(kind, prefix, on, 0)
    last, head = _taken(connection, series, count), series.removesuffix("0000")
    return [f"{head}{each:04d}" for each in range(last - count + 1, last + 1)]


def document_numbers(connection: Connection, series: str, prefix: str, on: date, count: int) -> list[str]:
    """The next `count` numbers of papers that are no documents of account or stock: `FLJS-00-261130-0001`."""
    head = f"{series}-{prefix}-{on:%y%m%d}-"
    last = _taken(connection, f"{head}0000", count) if count else 0
    return [f"{head}{each:04d}" for each in range(last - count + 1, last + 1)]


def _taken(connection: Connection, series: str, count: int) -> int:
    return int(query_rows(connection, _NEXT, series, count, count)[0][0])


def next_in_series(connection: Connection, number: str) -> str:
    """The next number of the series a number is of."""
    series = number.rpartition("-")[0]
    return f"{series}-{_taken(connection, f'{series}-0000', 1):04d}"


_RAISE = (
    "INSERT INTO number_sequence (series, last) VALUES (?, ?) ON CONFLICT (series) DO UPDATE SET "
    "last = CASE WHEN excluded.last > number_sequence.last THEN excluded.last ELSE number_sequence.last END"
)


class _NumberedDocument(msgspec.Struct):
    number: str = ""


make_ready(_NumberedDocument)
_numbered = msgspec.json.Decoder(_NumberedDocument)


def number_in(entry: Entry) -> str:
    """The number a record bears, or "" where it bears none."""
    try:
        return "" if entry.body is None else _numbered.decode(entry.body).number
    except msgspec.MsgspecError:
        return ""


def raise_sequences(connection: Connection, numbers: Iterable[str]) -> None:
    """Lets every series go on after the highest of these numbers, whoever's disk gave them."""
    highest: dict[str, int] = {}
    for number in numbers:
        series, _, tail = number.rpartition("-")
        if series and tail.isascii() and tail.isdigit() and len(tail) < 10:
            highest[f"{series}-0000"] = max(int(tail), highest.get(f"{series}-0000", 0))
    run_many(connection, _RAISE, sorted(highest.items()))


def leave_room(connection: Connection, prefix: str, days: Iterable[date], room: int) -> None:
    """Lets every series of a place go on behind a round figure, because numbers were given that nobody here knows."""
    known = query_rows(connection, "SELECT DISTINCT series FROM number_sequence WHERE series LIKE ?", f"%-{prefix}-%")
    names = {series.partition("-")[0] for (series,) in known} | {kind.prefix for kind in KINDS.values() if kind.prefix}
    rows = [(f"{name}-{prefix}-{day:%y%m%d}-0000", room) for name in sorted(names) for day in days]
    run_many(connection, _RAISE, rows)
