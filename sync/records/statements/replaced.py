"""A statement that tells a period anew takes the place of the one before, unless the other side agreed to that."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection

from domain.explain import Fact, Reason
from domain.statements.confirmations import ConfirmationEvent, why_withdrawn
from domain.statements.forms import StatementForm
from domain.values.money import format_money, from_fen, to_fen
from sync.records.books.bulk import query_rows, rows_in
from sync.records.books.homes import Home
from sync.records.books.locking import lock_statements
from sync.records.log.writing import Writing
from sync.records.statements.confirming import Followed, act_id, follow_all, signed
from sync.records.statements.issued import read_issued
from sync.records.statements.lines import statement_lines
from sync.records.statements.signatures import Signer

OPEN = frozenset({"issued", "disputed", "answered"})
"""States of a statement that waits for an end."""
_TOLD = 3


def replace_earlier(
    writing: Writing, home: Home, seal: Signer, forms: Sequence[StatementForm], by: str, on: dt.date, reason: str = ""
) -> list[str]:
    """Withdraws the earlier statements of just these accounts and periods that wait for an end; their numbers.

    Another form of the same figures (with goods, open items only) stands beside the first. The reason travels with the
    withdrawal to the other side.
    """
    gone = []
    why = why_withdrawn(reason)
    for form, each in _earlier(writing.connection, forms, lock=True):
        row, place = each.statement, len(each.acts) + 1
        event = ConfirmationEvent(
            "withdraw", "seller", row.number, row.digest, on, by, answers=why, replacement=form.number
        )
        body = signed(event, seal, row.id, place)
        writing.put(home.stream_for(row.buyer), "confirmation", act_id(row.id, place, "seller", seal.signer), body)
        gone.append(str(row.number))
    return gone


def would_replace(connection: Connection, drafts: Sequence[StatementForm]) -> list[Reason]:
    """What issuing these drafts does to earlier statements of their periods.

    `statement_would_replace` for one that waits for an end, `statement_confirmed_stands` for one that the other side
    agreed to; facts `number`, `dealer`, `told` and `now` (both closings) and `late`: documents that it doesn't name.
    """
    told = []
    for form, each in _earlier(connection, drafts):
        told.append(_replacing("statement_would_replace", form, each.statement))
    for form, each in _before(connection, drafts):
        row = each.statement
        agreed = each.confirmation.state == "confirmed" or bool(agreed_on_paper(connection, [row.id]))
        if agreed and row.closing != to_fen(form.statement.closing):
            told.append(_replacing("statement_confirmed_stands", form, row))
    return told


def replaced_numbers(connection: Connection, drafts: Sequence[StatementForm]) -> list[tuple[StatementForm, str]]:
    """Each draft with the number of an earlier statement that it takes the place of."""
    return [(form, str(each.statement.number)) for form, each in _earlier(connection, drafts)]


def _replacing(code: str, form: StatementForm, row: Any) -> Reason:
    named = {line.number for line in statement_lines(row.form).lines}
    late = [each for each in form.statement.entries if each.number not in named]
    shown = ", ".join(f"{each.number} {format_money(each.debit - each.credit)}" for each in late[:_TOLD])
    facts: dict[str, Fact] = {
        "number": row.number,
        "dealer": form.statement.buyer.name,
        "told": from_fen(row.closing),
        "now": form.statement.closing,
        "late": f"{shown}, …" if len(late) > _TOLD else shown,
    }
    return Reason(code, "warn", facts)


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
            each.confirmation.state == "confirmed" or agreed_on_paper(connection, [each.statement.id])
        ):
            told.append(Reason("statement_confirmed_before", "warn", facts))
    return tuple(told)


def _earlier(
    connection: Connection, forms: Sequence[StatementForm], *, lock: bool = False
) -> list[tuple[StatementForm, Followed]]:
    """Each form with an earlier statement that it takes the place of."""
    found = _before(connection, forms, lock=lock)
    agreed = agreed_on_paper(connection, [each.statement.id for _, each in found])
    return [
        (form, each)
        for form, each in found
        if each.confirmation.state in OPEN and each.statement.id not in agreed and not _beside(each.statement, form)
    ]


def _before(
    connection: Connection, forms: Sequence[StatementForm], *, lock: bool = False
) -> list[tuple[StatementForm, Followed]]:
    """Each form with the statements of its account and period before it, of a draft all; asked for a period at once."""
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
        older = [row for row in rows if not wanted[row.buyer].number or row.pk < new.get(row.buyer, 0)]
        if lock:
            lock_statements(connection, [row.id for row in older])
        found += [(wanted[each.statement.buyer], each) for each in follow_all(connection, older)]
    return found


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


def agreed_on_paper(connection: Connection, ids: Sequence[str]) -> set[str]:
    """Those of these statements to which the other side agreed by a slip."""
    sql = "SELECT statement FROM reply WHERE statement IN (?*) AND verdict = 'agrees'"
    return {row.statement for row in rows_in(connection, sql, list(ids))}
