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
    series = document_number(kind, prefix, on, 0)
    last = int(rows_in(connection, _NEXT, [series], count, count)[0][0])
    return [document_number(kind, prefix, on, each) for each in range(last - count + 1, last + 1)]
