"""Two books of one account brought to one balance: ours against the other side's stream, statement or file."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.actions.account_views import AdjustmentRow, BookRow, LeftoverRow, MatchRow, ReconciliationView
from desktop.actions.parties import parties
from desktop.exchange.reading import read_grids
from domain.bank_formats import (
    BankLayout,
    Recognised,
    layout_as_plain,
    layout_from_plain,
    missing_in,
    recognise,
)
from domain.errors import UsageError
from domain.explain import Reason
from domain.likely_causes import Evidence
from domain.matching import BookLine
from domain.money import ZERO
from domain.other_books import KeptBy, OtherBook, book_layout, read_book, unmapped_book
from domain.periods import check_statement_period
from domain.reconciliation import WINDOW, Reconciliation, adjustment_table, reconcile
from sync.records import reading
from sync.records.bulk import query_rows
from sync.records.settings import read_setting, write_setting
from sync.records.statement_lines import Lines, posted_lines, received_lines, statement_lines
from sync.records.statements import STANDING

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desktop.desk import Desk

_LAYOUTS = "book_layouts"
_NEAR = dt.timedelta(days=31)


@dataclass(frozen=True, slots=True)
class OtherFile:
    """The other side's book in a file.

    `kept_by` is whose book it is, "" for the side that isn't ours. `titles` maps its columns where they can't be
    guessed; `name` gives the mapping a name to be remembered by. `closing` is its balance, where the file tells none.
    """

    path: Path
    kept_by: KeptBy | str = ""
    titles: Mapping[str, str] = field(default_factory=dict)
    name: str = ""
    closing: Decimal | None = None


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
        source, theirs, remarks = _theirs(connection, pair, start, end, ours, other, we_sell=we_sell)
        before, after = (start - _NEAR, start - dt.timedelta(days=1)), (end + dt.timedelta(days=1), end + _NEAR)
        evidence = Evidence(
            start,
            end,
            WINDOW,
            we_sell=we_sell,
            later_ours=_ours(connection, pair, *after, we_sell=we_sell).lines,
            earlier_ours=_ours(connection, pair, *before, we_sell=we_sell).lines,
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


@dataclass(frozen=True, slots=True)
class Offer:
    """A file's columns: their titles, what each could be guessed to mean, and whether its mapping is known already."""

    titles: tuple[str, ...]
    guessed: Mapping[str, str]
    known: str


def offered(desk: Desk, path: Path, kept_by: KeptBy) -> Offer:
    """What a person is shown of a file before its columns are mapped; raises what `read_grids` raises."""
    grids = read_grids(path)
    with desk.book.reading() as connection:
        known = _remembered(connection)
    for grid in grids:
        recognised = recognise(grid.rows, known)
        if recognised is not None and recognised.layout in known:
            layout = recognised.layout
            return Offer(tuple(layout.titles.values()), layout.titles, layout.name)
    found = max((unmapped_book(each.rows, kept_by) for each in grids), key=lambda each: len(each.guessed))
    return Offer(found.titles, found.guessed, "")


def remember_book(desk: Desk, other: OtherFile) -> None:
    """Keeps the mapping of a file's columns under its name, so that such files are read from now on.

    Raises UsageError `book_format_unknown`, `bank_mapping`.
    """
    desk.need("statement_write")
    with desk.book.writing() as writing:
        connection = writing.connection
        layout, _, _ = _found(connection, other, "seller" if other.kept_by == "seller" else "buyer")
        known = [each for each in _remembered(connection) if each.name != layout.name]
        plain = [layout_as_plain(each) for each in [*known, layout]]
        write_setting(connection, _LAYOUTS, json.dumps(plain, ensure_ascii=False))


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
) -> tuple[str, Lines, tuple[Reason, ...]]:
    if other is not None:
        kept_by: KeptBy = "seller" if (other.kept_by or ("buyer" if we_sell else "seller")) == "seller" else "buyer"
        book = _read(connection, other, kept_by)
        within = tuple(line for line in book.lines if start <= line.date <= end)
        return other.path.name, Lines(_opening(book, other, within, ours), within), book.remarks
    if we_sell:
        return "hq", received_lines(connection, *pair, start, end), ()
    sql = (
        "SELECT number, form FROM statement s WHERE seller = ? AND buyer = ? AND first_day = ? AND last_day = ? "
        f"AND {STANDING.format('s')} "
        "ORDER BY pk DESC LIMIT 1"
    )
    for row in query_rows(connection, sql, *pair, start.isoformat(), end.isoformat()):
        told = statement_lines(row.form)
        if told.lines or told.opening:
            return row.number, told, ()
    return "hq", posted_lines(connection, *pair, start, end), ()


def _opening(book: OtherBook, other: OtherFile, within: Sequence[BookLine], ours: Lines) -> Decimal:
    """What the file's book opens with: as told, or from its closing; taken as ours where it tells neither."""
    if book.opening is not None:
        return book.opening
    closing = other.closing if other.closing is not None else book.closing
    return ours.opening if closing is None else closing - sum((line.amount for line in within), ZERO)


def _read(connection: Connection, other: OtherFile, kept_by: KeptBy) -> OtherBook:
    _, rows, found = _found(connection, other, kept_by)
    return read_book(rows, found, kept_by)


def _found(
    connection: Connection, other: OtherFile, kept_by: KeptBy
) -> tuple[BankLayout, Sequence[Sequence[object]], Recognised]:
    """The layout of the file, its rows and where its header is."""
    grids = read_grids(other.path)
    known = _remembered(connection)
    for grid in grids if not other.titles else ():
        recognised = recognise(grid.rows, known)
        if recognised is not None and recognised.layout in known:
            return recognised.layout, grid.rows, recognised
    grid, offer = max(
        ((each, unmapped_book(each.rows, kept_by)) for each in grids), key=lambda pair: len(pair[1].guessed)
    )
    titles = {**offer.guessed, **other.titles}
    if missing_in(titles):
        raise UsageError(
            "book_format_unknown",
            file=other.path.name,
            titles=" ".join(offer.titles[:20]),
            missing=", ".join(missing_in(titles)),
        )
    try:
        layout = book_layout(other.name or other.path.stem, titles)
    except ValueError as wrong:
        raise UsageError("bank_mapping", name=other.name, titles=" ".join(other.titles)) from wrong
    recognised = recognise(grid.rows, [layout])
    if recognised is None or recognised.layout != layout:
        raise UsageError("bank_mapping", name=other.name or other.path.name, titles=" ".join(titles.values()))
    return layout, grid.rows, recognised


def _remembered(connection: Connection) -> list[BankLayout]:
    return [layout_from_plain(each) for each in json.loads(read_setting(connection, _LAYOUTS) or "[]")]


# ---- showing ----------------------------------------------------------------------------------------------------


def _leftovers(found: Reconciliation) -> tuple[LeftoverRow, ...]:
    return (
        *(LeftoverRow("differs", _rows(each.ours), _rows(each.theirs), each.cause) for each in found.differing),
        *(LeftoverRow("ours_only", _rows([each.line]), (), each.cause) for each in found.ours_only),
        *(LeftoverRow("theirs_only", (), _rows([each.line]), each.cause) for each in found.theirs_only),
    )


def _rows(lines: Sequence[BookLine]) -> tuple[BookRow, ...]:
    return tuple(BookRow(each.date, each.number, each.amount, each.kind, each.summary) for each in lines)
