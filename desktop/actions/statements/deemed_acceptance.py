"""Silence that counts as agreement: agreed on with a customer, and recorded by a person, never by the calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from desktop.actions.accounts.account_views import ReplyView
from desktop.actions.catalog.cards import dealer_named, dealers_by_id, stranger
from desktop.actions.changes import changes
from desktop.actions.documents.posting import home_of
from desktop.actions.statements.replies import reply_to, sent_of
from domain.errors import RefusedError, UsageError
from domain.parties.dealers import Dealer
from domain.statements.replies import check_silence, silence_from
from domain.values.money import ZERO
from sync.records.bodies.accounts import ReplyBody
from sync.records.books.bulk import query_rows, rows_in
from sync.records.books.choices import chosen, chosen_under, put_choice
from sync.records.statements.confirming import SILENT, statement_row

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desktop.desk import Desk
    from sync.records.log.writing import Writing

LONGEST_SILENCE = 366
_AGREED = "silence_agrees_after"
_LATE = (
    f"SELECT * FROM statement s WHERE s.seller = ? AND s.reply_by <> '' AND s.reply_by < ? AND {SILENT} "
    "AND NOT EXISTS (SELECT 1 FROM reply r WHERE r.statement = s.id) ORDER BY s.number"
)
_ANSWERED = (
    f"SELECT 1 FROM statement s WHERE s.id = ? AND (NOT ({SILENT}) OR "
    "EXISTS (SELECT 1 FROM reply r WHERE r.statement = ?))"
)


@dataclass(frozen=True, slots=True)
class SilentRow:
    """A statement whose silence may be recorded as agreement now."""

    statement: str
    number: str
    buyer: Dealer
    reply_by: dt.date
    closing: Decimal


def agreed_days(desk: Desk, customer: str) -> int | None:
    """How many days after the reply date this customer's silence may count; None where nothing was agreed on."""
    with desk.book.reading() as connection:
        buyer = dealer_named(connection, customer, desk.dealer_id).id
        return days_of(connection, [buyer]).get(buyer)


def agree(desk: Desk, customer: str, days: int | None) -> int | None:
    """Keeps what was agreed on with a customer; UsageError `silence_days`, `dealer_unknown`."""
    desk.need("statement_write")
    if days is not None and not 0 <= days <= LONGEST_SILENCE:
        raise UsageError("silence_days", most=LONGEST_SILENCE)
    with desk.book.writing() as writing:
        buyer = dealer_named(writing.connection, customer, desk.dealer_id).id
        value = "" if days is None else str(days)
        put_choice(writing, home_of(desk), f"{_AGREED}/{buyer}", value, desk.operator, desk.now())
    return days


def agreements(desk: Desk) -> list[tuple[Dealer, int]]:
    """The customers with whom it was agreed on, and the days."""
    sql = "SELECT key, value FROM setting WHERE key LIKE ? AND value <> '' ORDER BY key"
    with desk.book.reading() as connection:
        told = {row.key: row.value for row in query_rows(connection, sql, f"{_AGREED}/%")}
        told |= chosen_under(connection, f"{_AGREED}/")
        found = _days(told)
        names = dealers_by_id(connection, list(found))
    return [(names.get(buyer) or stranger(buyer), days) for buyer, days in found.items()]


def record_silence(desk: Desk, statement: str) -> ReplyView:
    """Records today that nobody answered a statement in time and that this counts as agreement.

    A real answer takes its place at any time. Raises UsageError `statement_unknown`; RefusedError
    `statement_not_yours`, `silence_answered`, and as `domain.statements.replies.check_silence`.
    """
    desk.need("statement_write")
    with desk.book.writing() as writing:
        connection = writing.connection
        row = statement_row(connection, statement)
        if row.seller != desk.dealer_id:
            raise RefusedError("statement_not_yours", statement=row.number)
        if query_rows(connection, _ANSWERED, row.id, row.id):
            raise RefusedError("silence_answered", statement=row.number)
        check_silence(sent_of(row), days_of(connection, [row.buyer]).get(row.buyer), desk.today())
        _put(desk, writing, row)
    return reply_to(desk, row.id)


def silent(desk: Desk) -> list[SilentRow]:
    """The statements whose silence may be recorded as agreement today."""
    with desk.book.reading() as connection:
        rows = _due(connection, desk)
        names = dealers_by_id(connection, [row.buyer for row in rows])
    return [
        SilentRow(row.id, row.number, names.get(row.buyer) or stranger(row.buyer), sent.reply_by, sent.closing)
        for row, sent in ((row, sent_of(row)) for row in rows)
        if sent.reply_by is not None
    ]


@changes("statements")
def agree_on_silence(desk: Desk, customer: str, statement: str, days: int | None) -> ReplyView | None:
    """Keeps what was agreed on, and records the statement's silence by it; None where nothing is agreed on any more."""
    agree(desk, customer, days)
    return record_silence(desk, statement) if days is not None else None


@changes("statements")
def record_all_silent(desk: Desk) -> tuple[int, Decimal]:
    """Records the silence of all of them in one go; how many they are and what they come to."""
    desk.need("statement_write")
    with desk.book.writing() as writing:
        rows = _due(writing.connection, desk)
        for row in rows:
            _put(desk, writing, row)
    return len(rows), sum((sent_of(row).closing for row in rows), ZERO)


def days_of(connection: Connection, buyers: Iterable[str]) -> dict[str, int]:
    """What was agreed on with these customers, by id."""
    keys = [f"{_AGREED}/{buyer}" for buyer in buyers]
    # What was agreed on before that was a record stands on the desk where it was.
    told = dict(rows_in(connection, "SELECT key, value FROM setting WHERE key IN (?*)", keys))
    told |= chosen(connection, keys)
    return _days(told)


def _days(told: Mapping[str, str]) -> dict[str, int]:
    """By customer; what is no number of days, as another program might write it, was agreed on with nobody."""
    return {
        key.removeprefix(f"{_AGREED}/"): int(value)
        for key, value in sorted(told.items())
        if value.isdecimal() and len(value) <= len(str(LONGEST_SILENCE))
    }


# ---- inside -----------------------------------------------------------------------------------------------------


def _due(connection: Connection, desk: Desk) -> list[Any]:
    today = desk.today()
    late = query_rows(connection, _LATE, desk.dealer_id, today.isoformat())
    days = days_of(connection, dict.fromkeys(row.buyer for row in late))
    firsts = [(row, silence_from(sent_of(row), days.get(row.buyer))) for row in late]
    return [row for row, first in firsts if first is not None and first <= today]


def _put(desk: Desk, writing: Writing, row: Any) -> None:
    body = ReplyBody(
        statement=row.id,
        verdict="agrees_by_silence",
        date=desk.today().isoformat(),
        recorded_at=desk.now(),
        recorded_by=desk.operator,
    )
    writing.put(home_of(desk).own_stream, "reply", row.id, body)
