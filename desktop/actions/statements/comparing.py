"""Statements that travel between programs, as they came, each line beside what one's own book holds of it."""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from desktop.actions.accounts.account_views import ConfirmationView
from desktop.actions.catalog.cost import check_cost
from desktop.actions.statements.confirming import view_of
from domain.explain import Reason
from domain.reconciliation.comparison import WINDOW, Reconciliation, openings_apart, reconcile
from domain.reconciliation.likely_causes import Evidence
from domain.reconciliation.matching import BookLine
from domain.values.money import from_fen
from sync.records.books.bulk import query_rows, rows_in
from sync.records.statements.confirming import COUNTS, follow_all, statement_row
from sync.records.statements.lines import received_lines, statement_lines

if TYPE_CHECKING:
    from desktop.desk import Desk

# The last act that counts says whose turn it is; where there is none, the buyer's.
_LAST = (
    f"COALESCE((SELECT c.act FROM confirmation c WHERE c.statement = s.id AND {COUNTS} "
    "ORDER BY c.place DESC, c.pk DESC LIMIT 1), '')"
)
_OURS = f"(s.buyer = ? AND {_LAST} IN ('', 'answer')) OR (s.seller = ? AND {_LAST} = 'dispute')"
_MINE = (
    f"SELECT s.pk, CASE WHEN {_OURS} THEN 0 ELSE 1 END AS late FROM statement s "
    "WHERE (s.buyer = ? AND s.seller <> s.buyer) OR (s.seller = ? AND EXISTS "
    "(SELECT 1 FROM confirmation c WHERE c.statement = s.id)) ORDER BY late, s.last_day DESC, s.pk DESC"
)


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One line of a statement beside one's own book: `state` is same, differs, not_here or not_told."""

    date: dt.date
    number: str
    kind: str
    told: Decimal | None
    held: Decimal | None
    state: str
    cause: Reason | None


def travelling_ids(desk: Desk) -> array[int]:
    """Keys of the statements made to this dealer, and of its own that a program answered; what waits for us first."""
    with desk.book.reading() as connection:
        rows = query_rows(connection, _MINE, *[desk.dealer_id] * 4)
    return array("q", [row.pk for row in rows])


def travelling_rows(desk: Desk, pks: Sequence[int]) -> list[ConfirmationView]:
    """The statements of these keys, in their order, and where each stands."""
    with desk.book.reading() as connection:
        rows = {row.pk: row for row in rows_in(connection, "SELECT * FROM statement WHERE pk IN (?*)", list(pks))}
        known = [rows[pk] for pk in pks if pk in rows]
        return [view_of(connection, desk, each) for each in follow_all(connection, known)]


def travelling(desk: Desk) -> list[ConfirmationView]:
    """All of them."""
    return travelling_rows(desk, travelling_ids(desk))


def key_of(desk: Desk, number: str) -> int:
    """A statement's key in the list; UsageError `statement_unknown`."""
    with desk.book.reading() as connection:
        return int(statement_row(connection, number).pk)


def compared(desk: Desk, number: str) -> tuple[ComparedRow, ...]:
    """Every line of a statement, with what this dealer's own book holds where the statement was made to it.

    Raises UsageError `statement_unknown`.
    """
    with desk.book.reading() as connection:
        row = statement_row(connection, number)
        check_cost(desk, row.buyer)
        told = statement_lines(row.form)
        if row.buyer != desk.dealer_id:
            return tuple(ComparedRow(e.date, e.number, e.kind, e.amount, None, "same", None) for e in told.lines)
        start, end = dt.date.fromisoformat(row.first_day), dt.date.fromisoformat(row.last_day)
        held = received_lines(connection, row.seller, row.buyer, start, end)
    both = reconcile(held.lines, told.lines, Evidence(start, end, WINDOW, we_sell=False))
    found, held_more, told_more = openings_apart(both)
    rows = _rows(found)
    ours, theirs = held.opening + held_more, from_fen(row.opening) + told_more
    if ours != theirs:
        rows.append(ComparedRow(start, "", "opening", theirs, ours, "differs", None))
    return tuple(sorted(rows, key=lambda each: (each.date, each.number)))


def _rows(found: Reconciliation) -> list[ComparedRow]:
    rows = [_together(each.ours, each.theirs, "same", None) for each in found.matches]
    rows += [_together(each.ours, each.theirs, "differs", each.cause) for each in found.differing]
    rows += [_together((), (each.line,), "not_here", each.cause) for each in found.theirs_only]
    rows += [_together((each.line,), (), "not_told", each.cause) for each in found.ours_only]
    return rows


def _together(held: Sequence[BookLine], told: Sequence[BookLine], state: str, cause: Reason | None) -> ComparedRow:
    """Lines of both sides as one row, under the name of what the statement says."""
    named = (told or held)[0]
    more = len(told or held) - 1
    number = f"{named.number} +{more}" if more else named.number
    return ComparedRow(named.date, number, named.kind, _sum(told), _sum(held), state, cause)


def _sum(lines: Sequence[BookLine]) -> Decimal | None:
    return sum((line.amount for line in lines), Decimal(0)) if lines else None
