"""A statement that tells a period anew takes the place of the one before, unless the other side agreed to that."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from domain.confirmations import ConfirmationEvent
from domain.explain import Fact, Reason
from domain.statement_forms import StatementForm
from sync.records.bulk import query_rows
from sync.records.confirming import Followed, act_id, follow_all, signed
from sync.records.homes import Home
from sync.records.locking import lock_statements
from sync.records.proving import Seal
from sync.records.statements import read_issued
from sync.records.writing import Writing

_OPEN = frozenset({"issued", "disputed", "answered"})


def replace_earlier(
    writing: Writing, home: Home, seal: Seal, forms: Sequence[StatementForm], by: str, on: dt.date
) -> list[str]:
    """Withdraws the earlier statements of just these accounts and periods that wait for an end; their numbers.

    Another form of the same figures (with goods, open items only) stands beside the first.
    """
    gone = []
    for form in forms:
        for each in _earlier(writing.connection, form):
            row = each.statement
            lock_statements(writing.connection, [row.id])
            place = len(each.acts) + 1
            event = ConfirmationEvent("withdraw", "seller", row.number, row.digest, on, by, replacement=form.number)
            body = signed(event, seal, row.id, place)
            writing.put(home.stream_for(row.buyer), "confirmation", act_id(row.id, place, "seller", seal.signer), body)
            gone.append(str(row.number))
    return gone


def earlier_told(connection: Connection, statement: Any) -> tuple[Reason, ...]:
    """What became of earlier statements of this one's account and period.

    `statement_replaced` (info) and `statement_confirmed_before` (warn), facts `number`, `replacement`.
    """
    told = []
    for each in _of_period(connection, statement.seller, statement.buyer, statement.first_day, statement.last_day):
        facts: dict[str, Fact] = {"number": each.statement.number, "replacement": statement.number}
        if each.statement.pk >= statement.pk:
            continue
        if any(event.replacement == statement.number for event in each.confirmation.events):
            told.append(Reason("statement_replaced", "info", facts))
        elif _agreed(connection, each) and each.statement.closing != statement.closing:
            told.append(Reason("statement_confirmed_before", "warn", facts))
    return tuple(told)


def _earlier(connection: Connection, form: StatementForm) -> list[Followed]:
    told = form.statement
    found = _of_period(connection, told.seller.id, told.buyer.id, told.start.isoformat(), told.end.isoformat())
    new = next((each.statement.pk for each in found if each.statement.number == form.number), 0)
    return [
        each
        for each in found
        if each.statement.pk < new
        and each.confirmation.state in _OPEN
        and not _agreed(connection, each)
        and not _beside(read_issued(each.statement.form).form, form)
    ]


def _beside(one: StatementForm, other: StatementForm) -> bool:
    """Whether two forms say the same in two ways."""
    figures = [(each.statement.opening, each.statement.closing) for each in (one, other)]
    return one.layout != other.layout and figures[0] == figures[1]


def _of_period(connection: Connection, seller: str, buyer: str, first: str, last: str) -> list[Followed]:
    sql = "SELECT * FROM statement WHERE seller = ? AND buyer = ? AND last_day = ? AND first_day = ? ORDER BY pk"
    return follow_all(connection, query_rows(connection, sql, seller, buyer, last, first))


def _agreed(connection: Connection, each: Followed) -> bool:
    if each.confirmation.state == "confirmed":
        return True
    sql = "SELECT 1 FROM reply WHERE statement = ? AND verdict = 'agrees'"
    return bool(query_rows(connection, sql, each.statement.id))
