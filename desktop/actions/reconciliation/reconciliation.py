"""Two books of one account brought to one balance: ours against the other side's stream, statement or file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from desktop.actions.catalog.parties import parties
from desktop.actions.imports.book_files import OtherFile, is_mirrored, read_other, whose_book
from desktop.actions.reconciliation.views import AdjustmentRow, BookRow, LeftoverRow, MatchRow, ReconciliationView
from desktop.actions.statements.profiles import heading_facts
from domain.accounts.periods import check_statement_period
from domain.errors import RefusedError, UsageError
from domain.explain import Fact, Reason
from domain.parties.dealers import Dealer
from domain.reconciliation.book_shapes import KeptBy
from domain.reconciliation.comparison import (
    WINDOW,
    AdjustmentTable,
    Reconciliation,
    adjustment_table,
    openings_apart,
    reconcile,
)
from domain.reconciliation.likely_causes import Evidence
from domain.reconciliation.matching import BookLine
from domain.reconciliation.other_books import OtherBook, mirrored_book
from domain.values.money import ZERO
from sync.records.books import reading
from sync.records.books.bulk import query_rows
from sync.records.statements.issued import STANDING
from sync.records.statements.lines import Lines, posted_lines, received_lines, records_receipts, statement_lines

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desktop.desk import Desk

# What is told of a book and takes nothing from it.
_KNOWN = frozenset(
    {
        *("their_book_turned", "their_book_turned_lines", "their_book_turned_titles", "their_balance_none"),
        *("their_book_mirrored", "book_names_alike", "book_rows_before", "book_rows_after"),
        *("own_book_copied", "book_by_balance", "book_rows_apart", "book_names_other", "sheet_unread"),
        "bank_row_void",
    }
)
_NEAR, _DAY = dt.timedelta(days=31), dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _OtherBook:
    """The other side's book of the period: where it comes from, its lines also around the period, what to know of it.

    `beyond` is by how much the balance that it states is more than its own opening and lines come to.
    """

    source: str
    book: Lines
    around: Sequence[BookLine]
    remarks: tuple[Reason, ...] = ()
    beyond: Decimal = ZERO


def reconcile_account(
    desk: Desk, account: str, start: dt.date, end: dt.date, other: OtherFile | None = None, seller: str | None = None
) -> ReconciliationView:
    """Compares this dealer's book of an account with the other side's: its file, else what came through HQ.

    Without a file a buyer compares with the seller's issued statement of just this period, or with what he posted; a
    seller with what his buyer's program received. Raises UsageError `dealer_unknown`, `statement_period`,
    `statement_future`, `book_format_unknown`, `book_without_rows`, `bank_mapping` and what `read_grids` raises;
    RefusedError `account_none`, `their_book_none` (fact `dealer`) where the other side recorded nothing of its own.
    """
    with desk.book.reading() as connection:
        selling, buying = parties(connection, desk, account, seller)
        check_statement_period(start, end, reading.closed_through(connection, selling.id), desk.today())
        pair = (selling.id, buying.id)
        we_sell = buying.id != desk.dealer_id
        ours = _ours(connection, pair, start, end, we_sell=we_sell)
        before, after = (start - _NEAR, start - _DAY), (end + _DAY, end + _NEAR)
        if other is not None:
            theirs = _in_file(connection, (selling, buying), start, end, ours, other, we_sell=we_sell)
        elif we_sell:
            theirs = _received(connection, pair, start, end, buying)
        else:
            theirs = _posted(connection, pair, start, end)
        evidence = Evidence(
            start,
            end,
            WINDOW,
            we_sell=we_sell,
            later_ours=_ours(connection, pair, *after, we_sell=we_sell).lines,
            later_theirs=[each for each in theirs.around if after[0] <= each.date <= after[1]],
            earlier_ours=_ours(connection, pair, *before, we_sell=we_sell).lines,
            earlier_theirs=[each for each in theirs.around if before[0] <= each.date <= before[1]],
        )
    found, ours_more, theirs_more = openings_apart(reconcile(ours.lines, theirs.book.lines, evidence))
    table = adjustment_table(found, ours.closing, theirs.book.closing, right="ours" if we_sell else "theirs")
    stated = theirs.book.closing + theirs.beyond
    openings = (ours.opening + ours_more, theirs.book.opening + theirs_more)
    unproven = sum(each.severity != "info" and each.code not in _KNOWN for each in theirs.remarks)
    return ReconciliationView(
        seller=selling,
        buyer=buying,
        start=start,
        end=end,
        source=theirs.source,
        agrees=found.agrees and not table.rows and ours.closing == stated and not unproven,
        matches=tuple(MatchRow(_rows(e.ours), _rows(e.theirs), e.how, e.days_apart) for e in found.matches),
        leftovers=(*_leftovers(found), *_opening_row(table, openings, start)),
        our_closing=ours.closing,
        their_closing=stated,
        adjustments=tuple(
            AdjustmentRow(row.side, row.code, row.amount, row.lines[0].number if row.lines else "", row.cause)
            for row in table.rows
        ),
        adjusted=table.our_adjusted,
        their_adjusted=table.their_adjusted + theirs.beyond,
        remarks=theirs.remarks,
        gave_up=found.gave_up,
        unproven=unproven,
    )


# ---- the two books ----------------------------------------------------------------------------------------------


def _ours(connection: Connection, pair: tuple[str, str], start: dt.date, end: dt.date, *, we_sell: bool) -> Lines:
    return (posted_lines if we_sell else received_lines)(connection, *pair, start, end)


def _in_file(
    connection: Connection,
    pair: tuple[Dealer, Dealer],
    start: dt.date,
    end: dt.date,
    ours: Lines,
    other: OtherFile,
    *,
    we_sell: bool,
) -> _OtherBook:
    """The book in a file, kept by whoever it shows to keep it."""
    usual: KeptBy = "buyer" if we_sell else "seller"
    party = pair[1].id if we_sell else pair[0].id
    names = _names(connection, pair)
    keeper = whose_book(connection, other, party, end, usual, ours.lines, names)
    book = read_other(connection, other, keeper.kept_by, party, end, names)
    untold = book.opening is None and book.closing is None and other.closing is None
    if untold and not book.lines and not book.remarks:
        raise UsageError("book_without_rows", file=other.path.name)
    mirrored = is_mirrored(book, ours.lines) and not _said_whose(connection, other, keeper.kept_by, party, end, book)
    book = mirrored_book(book) if mirrored else book
    within = tuple(line for line in book.lines if start <= line.date <= end)
    lines = Lines(_opening(book, other, start, end, ours), within)
    told = [Reason(_TURNED[keeper.shown_by], "warn", {"kept_by": keeper.kept_by})] if keeper.shown_by else []
    told += [Reason("their_book_mirrored", "warn")] if mirrored else []
    told += [*_departures(book), *_outside(book.lines, start, end, ours)]
    beyond = ZERO
    if other.closing is not None:
        beyond = other.closing - lines.closing
        if beyond:
            told.append(Reason("their_closing_typed", "warn", {"stated": other.closing, "reckoned": lines.closing}))
    elif book.closing is not None:
        whole = lines.opening + _sum(book.lines, start, dt.date.max)
        beyond = book.closing - whole
        unread = any(each.severity != "info" for each in book.remarks)  # which is why, and is told
        if beyond and not book.run.departures and not unread:
            told.append(Reason("their_closing_departs", "warn", {"stated": book.closing, "reckoned": whole}))
    elif book.opening is None:
        told.append(Reason("their_balance_none", "warn", {"opening": lines.opening}))
    return _OtherBook(other.path.name, lines, book.lines, (*told, *book.remarks), beyond)


def _said_whose(
    connection: Connection, other: OtherFile, kept_by: KeptBy, party: str, end: dt.date, book: OtherBook
) -> bool:
    """Whether a person said whose book it is and its sides have their signs from that; his word stands."""
    if not other.kept_by:
        return False
    with suppress(UsageError):
        turned = read_other(connection, other, "seller" if kept_by == "buyer" else "buyer", party, end)
        return [each.amount for each in turned.lines] != [each.amount for each in book.lines]
    return True


_TURNED = {
    "balances": "their_book_turned",
    "lines": "their_book_turned_lines",
    "titles": "their_book_turned_titles",
}


def _names(connection: Connection, pair: tuple[Dealer, Dealer]) -> list[str]:
    """What both sides of an account are called, on their cards and on their papers."""
    return [name for each in pair for name in (each.name, heading_facts(connection, each)["heading"]) if name]


def _departures(book: OtherBook) -> list[Reason]:
    """The row where their book first departs from its own sum, and how many more do."""
    if not book.run.departures:
        return []
    first = book.run.departures[0]
    facts: dict[str, Fact] = {"stated": first.stated, "reckoned": first.reckoned}
    if more := len(book.run.departures) - 1:
        facts["more"] = str(more)
    return [Reason("their_balance_departs", "warn", facts, first.row)]


def _outside(lines: Sequence[BookLine], start: dt.date, end: dt.date, ours: Lines) -> list[Reason]:
    """What is told of lines outside the period: how many and how much; or that the file may be of another period."""
    days = [line.date for line in lines]
    if days and ours.lines and not any(start <= day <= end for day in days):
        facts: dict[str, Fact] = {"rows": len(days), "first": min(days), "last": max(days), "start": start, "end": end}
        return [Reason("book_of_other_days", "warn", facts)]
    before = [line.amount for line in lines if line.date < start]
    after = [line.amount for line in lines if line.date > end]
    return [
        Reason(code, "warn", {"rows": len(told), "amount": sum(told, ZERO), "day": day})
        for code, told, day in (("book_rows_before", before, start), ("book_rows_after", after, end))
        if told
    ]


def _received(
    connection: Connection, pair: tuple[str, str], start: dt.date, end: dt.date, buying: Dealer
) -> _OtherBook:
    """What the buyer's own program recorded; RefusedError `their_book_none` where it recorded nothing."""
    if not records_receipts(connection, *pair):
        raise RefusedError("their_book_none", dealer=buying.name)
    around = _around(connection, received_lines, pair, start, end)
    return _OtherBook("hq", received_lines(connection, *pair, start, end), around)


def _posted(connection: Connection, pair: tuple[str, str], start: dt.date, end: dt.date) -> _OtherBook:
    """The seller's issued statement of just this period, else what he posted."""
    around = _around(connection, posted_lines, pair, start, end)
    remarks = () if records_receipts(connection, *pair) else (Reason("own_book_copied", "warn", {}),)
    sql = (
        "SELECT number, form FROM statement s WHERE seller = ? AND buyer = ? AND first_day = ? AND last_day = ? "
        f"AND {STANDING.format('s')} "
        "ORDER BY pk DESC LIMIT 1"
    )
    for row in query_rows(connection, sql, *pair, start.isoformat(), end.isoformat()):
        told = statement_lines(row.form)
        if told.lines or told.opening:
            return _OtherBook(row.number, told, around, remarks)
    return _OtherBook("hq", posted_lines(connection, *pair, start, end), around, remarks)


def _around(
    connection: Connection, read: Callable[..., Lines], pair: tuple[str, str], start: dt.date, end: dt.date
) -> tuple[BookLine, ...]:
    return (
        *read(connection, *pair, start - _NEAR, start - _DAY).lines,
        *read(connection, *pair, end + _DAY, end + _NEAR).lines,
    )


def _opening(book: OtherBook, other: OtherFile, start: dt.date, end: dt.date, ours: Lines) -> Decimal:
    """What the file's book opens the period with; taken as ours where it tells neither opening nor closing.

    A file may begin before the period and end after it; what a person told as the closing is that of the period, and
    says what was before it where the file itself says nothing.
    """
    if book.opening is not None:
        return book.opening + _sum(book.lines, dt.date.min, start - _DAY)
    if book.run.opening is not None:
        return book.run.opening + _sum(book.lines, dt.date.min, start - _DAY)
    if book.closing is not None:
        return book.closing - _sum(book.lines, start, dt.date.max)
    return ours.opening if other.closing is None else other.closing - _sum(book.lines, start, end)


def _sum(lines: Sequence[BookLine], first: dt.date, last: dt.date) -> Decimal:
    return sum((line.amount for line in lines if first <= line.date <= last), ZERO)


# ---- showing ----------------------------------------------------------------------------------------------------


def _leftovers(found: Reconciliation) -> tuple[LeftoverRow, ...]:
    return (
        *(LeftoverRow("differs", _rows(each.ours), _rows(each.theirs), each.cause) for each in found.differing),
        *(LeftoverRow("ours_only", _rows([each.line]), (), each.cause) for each in found.ours_only),
        *(LeftoverRow("theirs_only", (), _rows([each.line]), each.cause) for each in found.theirs_only),
    )


def _opening_row(table: AdjustmentTable, openings: tuple[Decimal, Decimal], start: dt.date) -> tuple[LeftoverRow, ...]:
    """Two openings that differ are one more difference, so that as many are listed as are adjusted."""
    if all(row.code != "opening_differs" for row in table.rows):
        return ()
    ours, theirs = ((BookRow(start, "", amount, "opening", ""),) for amount in openings)
    return (LeftoverRow("opening", ours, theirs, Reason("openings_differ", "info")),)


def _rows(lines: Sequence[BookLine]) -> tuple[BookRow, ...]:
    return tuple(BookRow(each.date, each.number, each.amount, each.kind, each.summary) for each in lines)
