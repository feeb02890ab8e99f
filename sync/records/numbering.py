"""Document numbers: one series for each kind, desk and day, taken inside the transaction that uses them."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from domain.documents import document_number
from sync.records.bulk import rows_in

_NEXT = (
    "INSERT INTO number_sequence (series, last) VALUES (?*, ?) "
    "ON CONFLICT (series) DO UPDATE SET last = number_sequence.last + ? RETURNING last"
)


def next_number(connection: Connection, kind: str, prefix: str, on: date) -> str:
    """The next number of this kind for a desk's prefix and a business date."""
    return next_numbers(connection, kind, prefix, on, 1)[0]


def next_numbers(connection: Connection, kind: str, prefix: str, on: date, count: int) -> list[str]:
    """The next `count` numbers of one kind, prefix and date."""
    last = _taken(connection, document_number(kind, prefix, on, 0), count)
    return [document_number(kind, prefix, on, each) for each in range(last - count + 1, last + 1)]


def document_numbers(connection: Connection, series: str, prefix: str, on: date, count: int) -> list[str]:
    """The next `count` numbers of papers that are no documents of account or stock: `FLJS-00-261130-0001`."""
    head = f"{series}-{prefix}-{on:%y%m%d}-"
    last = _taken(connection, f"{head}0000", count) if count else 0
    return [f"{head}{each:04d}" for each in range(last - count + 1, last + 1)]


def _taken(connection: Connection, series: str, count: int) -> int:
    return int(rows_in(connection, _NEXT, [series], count, count)[0][0])
