"""A statement that tells a period anew takes the place of the one before, unless the other side agreed to that."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection

from domain.confirmations import ConfirmationEvent
from domain.explain import Fact, Reason
from domain.money import from_fen
from domain.statement_forms import StatementForm
from sync.records.bulk import query_rows, rows_in
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
    for form, each in _earlier(writing.connection, forms):
        row, place = each.statement, len(each.acts) + 1
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
        elif each.statement.closing != statement.closing and (
            each.confirmation.state == "confirmed" or _agreed_on_paper(connection, [each.statement.id])
        ):
            told.append(Reason("statement_confirmed_before", "warn", facts))
    return tuple(told)


def _earlier(connection: Connection, forms: Sequence[StatementForm]) -> list[tuple[StatementForm, Followed]]:
    """Each form with an earlier statement that it takes the place of; asked for all of a period at once."""
    by_period: defaultdict[tuple[str, str, str], dict[str, StatementForm]] = defaultdict(dict)
    for form in forms:
        told = form.statement
        by_period[told.seller.id, told.start.isoformat(), told.end.isoformat()][told.buyer.id] = form
    found = []
    for (seller, first, last), wanted in by_period.items():
        sql = (
            "SELECT * FROM statement WHERE buyer IN (?*) AND seller = ? AND first_day = ? AND last_day = ? ORDER BY pk"
        )
        rows = rows_in(connection, sql, sorted(wanted), seller, first, last)
        new = {row.buyer: row.pk for row in rows if row.number == wanted[row.buyer].number}
        older = [row for row in rows if row.pk < new.get(row.buyer, 0)]
        lock_statements(connection, [row.id for row in older])
        found += [(wanted[each.statement.buyer], each) for each in follow_all(connection, older)]
    agreed = _agreed_on_paper(connection, [each.statement.id for _, each in found])
    return [
        (form, each)
        for form, each in found
        if each.confirmation.state in _OPEN and each.statement.id not in agreed and not _beside(each.statement, form)
    ]


def _beside(statement: Any, form: StatementForm) -> bool:
    """Whether two statements say the same in two ways; one that another program wrote says something else."""
    if (from_fen(statement.opening), from_fen(statement.closing)) != (form.statement.opening, form.statement.closing):
        return False
    try:
        return read_issued(statement.form).form.layout != form.layout
    except msgspec.MsgspecError:
        return False


def _of_period(connection: Connection, seller: str, buyer: str, first: str, last: str) -> list[Followed]:
    sql = "SELECT * FROM statement WHERE seller = ? AND buyer = ? AND last_day = ? AND first_day = ? ORDER BY pk"
    return follow_all(connection, query_rows(connection, sql, seller, buyer, last, first))


def _agreed_on_paper(connection: Connection, ids: Sequence[str]) -> set[str]:
    sql = "SELECT statement FROM reply WHERE statement IN (?*) AND verdict = 'agrees'"
    return {row.statement for row in rows_in(connection, sql, list(ids))}
