"""Two books of one account brought to one balance: ours against the other side's stream, statement or file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from desktop.actions.account_views import AdjustmentRow, BookRow, LeftoverRow, MatchRow, ReconciliationView
from desktop.actions.book_files import OtherFile, read_other
from desktop.actions.parties import parties
from domain.book_shapes import KeptBy
from domain.explain import Reason
from domain.likely_causes import Evidence
from domain.matching import BookLine
from domain.money import ZERO
from domain.other_books import OtherBook
from domain.periods import check_statement_period
from domain.reconciliation import WINDOW, Reconciliation, adjustment_table, reconcile
from sync.records import reading
from sync.records.bulk import query_rows
from sync.records.statement_lines import Lines, posted_lines, received_lines, statement_lines
from sync.records.statements import STANDING

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desktop.desk import Desk

_NEAR, _DAY = dt.timedelta(days=31), dt.timedelta(days=1)


def reconcile_account(
    desk: Desk, account: str, start: dt.date, end: dt.date, other: OtherFile | None = None, seller: str | None = None
) -> ReconciliationView:
    """Compares this dealer's book of an account with the other side's: its file, else what came through HQ.

    Without a file a buyer compares with the seller's issued statement of just this period, or with what he posted; a
    seller with what his buyer's program received. Raises UsageError `dealer_unknown`, `statement_period`,
    `statement_future`, `book_format_unknown`, `bank_mapping` and what `read_grids` raises; RefusedError `account_none`.
    """
    with desk.book.reading() as connection:
        selling, buying = parties(connection, desk, account, seller)
        check_statement_period(start, end, reading.closed_through(connection, selling.id), desk.today())
        pair = (selling.id, buying.id)
        we_sell = buying.id != desk.dealer_id
        ours = _ours(connection, pair, start, end, we_sell=we_sell)
        before, after = (start - _NEAR, start - _DAY), (end + _DAY, end + _NEAR)
        source, theirs, around, remarks = _theirs(connection, pair, start, end, ours, other, we_sell=we_sell)
        evidence = Evidence(
            start,
            end,
            WINDOW,
            we_sell=we_sell,
            later_ours=_ours(connection, pair, *after, we_sell=we_sell).lines,
            later_theirs=[each for each in around if after[0] <= each.date <= after[1]],
            earlier_ours=_ours(connection, pair, *before, we_sell=we_sell).lines,
            earlier_theirs=[each for each in around if before[0] <= each.date <= before[1]],
        )
    found = reconcile(ours.lines, theirs.lines, evidence)
    table = adjustment_table(found, ours.closing, theirs.closing, right="ours" if we_sell else "theirs")
    return ReconciliationView(
        seller=selling,
        buyer=buying,
        start=start,
        end=end,
        source=source,
        agrees=found.agrees and ours.closing == theirs.closing,
        matches=tuple(MatchRow(_rows(e.ours), _rows(e.theirs), e.how, e.days_apart) for e in found.matches),
        leftovers=_leftovers(found),
        our_closing=ours.closing,
        their_closing=theirs.closing,
        adjustments=tuple(
            AdjustmentRow(row.side, row.code, row.amount, row.lines[0].number if row.lines else "", row.cause)
            for row in table.rows
        ),
        adjusted=table.our_adjusted,
        remarks=remarks,
        gave_up=found.gave_up,
    )


# ---- the two books ----------------------------------------------------------------------------------------------


def _ours(connection: Connection, pair: tuple[str, str], start: dt.date, end: dt.date, *, we_sell: bool) -> Lines:
    return (posted_lines if we_sell else received_lines)(connection, *pair, start, end)


def _theirs(
    connection: Connection,
    pair: tuple[str, str],
    start: dt.date,
    end: dt.date,
    ours: Lines,
    other: OtherFile | None,
    *,
    we_sell: bool,
) -> tuple[str, Lines, Sequence[BookLine], tuple[Reason, ...]]:
    """Where their book comes from, the period's part of it, its lines around the period, and what to know of it."""
    if other is not None:
        kept_by: KeptBy = "seller" if (other.kept_by or ("buyer" if we_sell else "seller")) == "seller" else "buyer"
        book = read_other(connection, other, kept_by, pair[1], end)
        within = tuple(line for line in book.lines if start <= line.date <= end)
        return other.path.name, Lines(_opening(book, other, start, end, ours), within), book.lines, book.remarks
    read = received_lines if we_sell else posted_lines
    around = (
        *read(connection, *pair, start - _NEAR, start - _DAY).lines,
        *read(connection, *pair, end + _DAY, end + _NEAR).lines,
    )
    if we_sell:
        return "hq", read(connection, *pair, start, end), around, ()
    sql = (
        "SELECT number, form FROM statement s WHERE seller = ? AND buyer = ? AND first_day = ? AND last_day = ? "
        f"AND {STANDING.format('s')} "
        "ORDER BY pk DESC LIMIT 1"
    )
    for row in query_rows(connection, sql, *pair, start.isoformat(), end.isoformat()):
        told = statement_lines(row.form)
        if told.lines or told.opening:
            return row.number, told, around, ()
    return "hq", read(connection, *pair, start, end), around, ()


def _opening(book: OtherBook, other: OtherFile, start: dt.date, end: dt.date, ours: Lines) -> Decimal:
    """What the file's book opens the period with; taken as ours where it tells neither opening nor closing.

    A file may begin before the period and end after it; what a person told as the closing is that of the period.
    """
    if other.closing is not None and book.opening is None:
        return other.closing - _sum(book.lines, start, end)
    if book.opening is not None:
        return book.opening + _sum(book.lines, dt.date.min, start - _DAY)
    return ours.opening if book.closing is None else book.closing - _sum(book.lines, start, dt.date.max)


def _sum(lines: Sequence[BookLine], first: dt.date, last: dt.date) -> Decimal:
    return sum((line.amount for line in lines if first <= line.date <= last), ZERO)


# ---- showing ----------------------------------------------------------------------------------------------------


def _leftovers(found: Reconciliation) -> tuple[LeftoverRow, ...]:
    return (
        *(LeftoverRow("differs", _rows(each.ours), _rows(each.theirs), each.cause) for each in found.differing),
        *(LeftoverRow("ours_only", _rows([each.line]), (), each.cause) for each in found.ours_only),
        *(LeftoverRow("theirs_only", (), _rows([each.line]), each.cause) for each in found.theirs_only),
    )


def _rows(lines: Sequence[BookLine]) -> tuple[BookRow, ...]:
    return tuple(BookRow(each.date, each.number, each.amount, each.kind, each.summary) for each in lines)
