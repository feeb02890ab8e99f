"""Puts away what needs a look and doesn't pass by itself: moves that were read, warnings a person settled.

What concerns the dealer is put away by a record, so that no other desk of it asks its people once more, a machine that
was restored or made anew neither. What is wrong with this very machine is put away here alone.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from desktop.actions.changes import changes
from desktop.actions.documents.posting import home_of
from desktop.actions.headquarters.lines import likely_today
from domain.errors import RefusedError, UsageError
from sync.records.accounts.closings import late_papers
from sync.records.bodies.policies import DismissalBody
from sync.records.books.bulk import query_rows
from sync.records.books.settings import read_setting
from sync.records.documents.doubled import doubled
from sync.records.documents.refusals import open_refusals
from sync.records.log.alarms import OVER_BY_ITSELF, alarms, end_alarms
from sync.records.log.dated_ahead import dated_ahead
from sync.records.log.moves import told_moves
from sync.records.orders.contradictions import contradictions, dismissed
from sync.records.orders.promised_apart import apart, forget_promises

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desktop.desk import Desk
    from sync.records.log.writing import Writing

_MOVES = "moves_put_away"  # those read before that was a record


def moves_away(connection: Connection, dealer: str, places: list[str]) -> set[str]:
    """Of these moves (their places in HQ's streams) those that somebody of this dealer has read."""
    here = set(json.loads(read_setting(connection, _MOVES) or "[]"))
    return here | dismissed(connection, dealer, places)


def standing_key(dealer: str, since: str) -> str:
    """By what a change of a dealer's standing is put away."""
    return f"standing:{dealer}:{since}"


def closing_key(record: str) -> str:
    """By what somebody's word about the rest of an order is put away."""
    return f"closing:{record}"


def refusal_key(record: str) -> str:
    """By what a buyer's refusal of a delivery is put away."""
    return f"refusal:{record}"


def _closings(connection: Connection, dealer: str) -> set[str]:
    sql = "SELECT id FROM order_closing WHERE (seller = ? AND side = 'buyer') OR (buyer = ? AND side = 'seller')"
    closed = {closing_key(row.id) for row in query_rows(connection, sql, dealer, dealer)}
    return closed | {refusal_key(row.id) for row in open_refusals(connection, dealer, 1_000)}


def _standings(connection: Connection) -> set[str]:
    rows = query_rows(connection, "SELECT id, status_since FROM dealer WHERE status_since > ''")
    return {standing_key(row.id, row.status_since) for row in rows}


@changes("orders")
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
        told |= _standings(connection)
        told |= _closings(connection, desk.dealer_id)
        told |= {each.key for each in contradictions(connection, desk.dealer_id)}
        told |= {each.key for each in late_papers(connection, desk.dealer_id)}
        told |= {each.key for each in dated_ahead(connection, desk.dealer_id, *likely_today(connection, desk))}
        if key not in told and key not in {each.key for each in doubled(connection, desk.dealer_id)}:
            raise UsageError("attention_unknown", key=key)
        put_dismissal(desk, writing, key)


def put_dismissal(desk: Desk, writing: Writing, key: str, until: int = 0) -> None:
    """Writes that this dealer's people looked at a line, or at all it stands for up to an entry."""
    home = home_of(desk)
    record = f"{hashlib.sha256(key.encode()).hexdigest()[:32]}/{home.desk or home.role}"
    writing.put(home.own_stream, "dismissal", record, DismissalBody(key, home.dealer, desk.operator, desk.now(), until))
