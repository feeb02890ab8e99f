"""Whose papers these are: each saving is a record of its own, so that an old paper is printed with its old head."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from sync.records.bodies.accounts import ProfileBody
from sync.records.books.bulk import query_rows

_FIELDS = ProfileBody.__struct_fields__


def profile_of(connection: Connection, dealer: str) -> tuple[str, ProfileBody] | None:
    """The dealer's newest profile with its record id."""
    rows = query_rows(connection, "SELECT * FROM profile WHERE dealer = ?", dealer)
    return _read(max(rows, key=lambda row: _place(row.id))) if rows else None


def profile_record(connection: Connection, record: str) -> ProfileBody | None:
    """The profile of this record id."""
    rows = query_rows(connection, "SELECT * FROM profile WHERE id = ?", record)
    return _read(rows[0])[1] if rows else None


def next_profile(connection: Connection, dealer: str) -> str:
    """The id of the dealer's next profile."""
    known = profile_of(connection, dealer)
    return f"{dealer}/{_place(known[0]) + 1 if known else 1}"


def _place(record: str) -> int:
    tail = record.rpartition("/")[2]
    return int(tail) if tail.isdecimal() else 0


def _read(row: Any) -> tuple[str, ProfileBody]:
    return row.id, ProfileBody(**{name: getattr(row, name) for name in _FIELDS})
