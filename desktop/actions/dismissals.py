"""Puts away what needs a look and doesn't pass by itself: moves that were read, warnings a person settled."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from domain.errors import RefusedError, UsageError
from sync.records.alarms import OVER_BY_ITSELF, alarms, end_alarms
from sync.records.moves import told_moves
from sync.records.promised_apart import apart, forget_promises
from sync.records.settings import read_setting, write_setting

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desktop.desk import Desk

_MOVES = "moves_put_away"


def moves_away(connection: Connection) -> set[str]:
    """The moves (their places in HQ's streams) that somebody here has read."""
    return set(json.loads(read_setting(connection, _MOVES) or "[]"))


def dismiss(desk: Desk, key: str) -> None:
    """Nobody needs to look at this any more.

    Raises RefusedError `not_permitted`, `attention_lasts` (it goes when its cause is over); UsageError
    `attention_unknown`.
    """
    desk.need("books_care")
    with desk.book.writing() as writing:
        connection = writing.connection
        if key in OVER_BY_ITSELF and key in {each.code for each in alarms(connection)}:
            raise RefusedError("attention_lasts")
        if key == "orders_apart" and apart(connection):
            forget_promises(connection, all_of_them=True)
            return
        if end_alarms(connection, frozenset({key})):
            return
        told = {str(reason.facts["place"]) for _, _, reason in told_moves(connection)}
        if key not in told:
            raise UsageError("attention_unknown", key=key)
        write_setting(connection, _MOVES, json.dumps(sorted(moves_away(connection) & told | {key})))
