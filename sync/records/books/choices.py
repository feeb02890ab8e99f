"""What a dealer chose for all its desks, each choice a record of the desk where somebody made it: the latest holds.

A desk that knows an earlier choice dates its own behind it, whatever its clock says; so every book takes the same one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import Connection

from sync.records.bodies.policies import ChoiceBody
from sync.records.books.bulk import query_rows, rows_in
from sync.records.books.homes import Home
from sync.records.books.settings import moment
from sync.records.log.writing import Writing

_NEWEST = (
    'SELECT "key", value, at, id FROM choice WHERE "key" IN (?*) '
    "AND dealer = (SELECT value FROM setting WHERE key = 'dealer_id') ORDER BY at, id"
)
_LIKE = (
    'SELECT "key", value FROM choice WHERE substr("key", 1, ?) = ? '
    "AND dealer = (SELECT value FROM setting WHERE key = 'dealer_id') ORDER BY at, id"
)


def chosen(connection: Connection, keys: Collection[str]) -> dict[str, str]:
    """What this book's dealer chose, by key; "" where somebody went back to what is usual, nothing where nobody did."""
    return {row.key: row.value for row in rows_in(connection, _NEWEST, sorted(set(keys)))}


def chosen_under(connection: Connection, prefix: str) -> dict[str, str]:
    """The same of all keys that begin alike."""
    return {row.key: row.value for row in query_rows(connection, _LIKE, len(prefix), prefix)}


def put_choice(writing: Writing, home: Home, key: str, value: str, by: str, now: str) -> None:
    """Records a choice of this dealer's, later than every one of the same that is known here."""
    before = [row.at for row in rows_in(writing.connection, _NEWEST, [key])]
    at = max([now, *(moment(datetime.fromisoformat(each) + timedelta(seconds=1)) for each in before)])
    record = f"{hashlib.sha256(key.encode()).hexdigest()[:32]}/{home.desk or home.role}"
    writing.put(home.own_stream, "choice", record, ChoiceBody(key, home.dealer, value, by, at))
