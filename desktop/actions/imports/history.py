"""Real invoice history taken into the books: each line becomes part of a document, or the report says why not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.actions.catalog.cards import dealer_named
from desktop.actions.imports.file_maps import keep_said, known_maps, order_of
from desktop.actions.imports.file_notes import Progress, columns_of, date_order, header_notes, report_path, unit_notes
from desktop.actions.imports.file_rows import FileRow
from desktop.actions.imports.history_books import HistoryBooks
from desktop.actions.imports.history_taking import ImportTally, Taking, free_notes, row_notes
from desktop.exchange.reading import FileTable, as_written, read_tables
from desktop.exchange.refusals import RefusalReport
from domain.errors import RefusedError
from domain.explain import Fact, Reason
from domain.imports.columns import Header
from domain.imports.history import DEFAULT_UNIT, Judge
from domain.imports.history_columns import HISTORY
from domain.imports.history_names import RowNames
from domain.imports.history_survey import Found, Survey
from domain.tables.cells import folded
from domain.tables.headings import customer_said, headings
from domain.tables.shapes import HISTORY_SHAPE
from domain.tables.sorting import NOT_BOOKED, RowSorter, Why
from domain.tables.spelling import alike_notes, miscalled_notes, namesake_notes, new_notes, within_notes
from domain.tables.text import Record
from domain.values.dates import AHEAD, check_open
from domain.values.money import ZERO

if TYPE_CHECKING:
    from desktop.desk import Desk

_BLOCK = 5_000


class _CancelledError(Exception):
    """The user stopped the import; what was booked stays."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, or with `check` would do; booked, left out and refused add up to `lines` and `amount`.

    Attributes:
        left_lines, left_amount: rows that are no lines (sums, void documents, hidden rows) and what stands in them;
            the amount of a sum counts for nothing, because its lines have it.
        report: the file that lists every line that was refused or left out.
        reasons: how many lines were refused for each code.
        left: how many rows were left out for each code.
        adjustments: numbers of the documents that keep today's stock as it was.
        notes: what a person should know, as codes with facts.
        cancelled: stopped on the way; the figures then count what was looked at.
        rows: some rows of each state.
        columns: the title each meaning was read from; `titles` all of the first table's.
    """

    lines: int
    amount: Decimal
    booked_lines: int
    booked_amount: Decimal
    refused_lines: int
    refused_amount: Decimal
    deliveries: int
    returns: int
    customers: int
    products: int
    report: Path
    reasons: Mapping[str, int]
    left_lines: int = 0
    left_amount: Decimal = ZERO
    left: Mapping[str, int] = field(default_factory=dict)
    adjustments: tuple[str, ...] = ()
    notes: tuple[Reason, ...] = ()
    cancelled: bool = False
    rows: tuple[FileRow, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    titles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _ImportWatch:
    """Tells how far it is, and asks whether to stop."""

    progress: Progress | None
    cancelled: Callable[[], bool] | None

    def tell(self, done: int, total: int) -> None:
        if self.cancelled and self.cancelled():
            raise _CancelledError
        if self.progress:
            self.progress(done, total)


def import_orders(  # noqa: PLR0913 -- each is a wish of its own, said by name
    desk: Desk,
    file: Path,
    *,
    seller: str,
    mapping: Mapping[str, str] | None = None,
    check: bool = False,
    hidden: bool = False,
    report: Path | None = None,
    remark: str = "",
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Imported:
    """Books a file of invoice lines as deliveries and returns of this desk's own dealer.

    Lines are booked in whole documents, page by page; an import that was stopped or broke off goes on when the file is
    imported again, because what is booked is known by its ids.

    Args:
        seller: id or code of the dealer who sold, which is this desk's own.
        mapping: titles of columns by meaning, where titles don't tell; under `dates` how they are written.
        hidden: whether hidden sheets and rows are taken too.
        check: reads and judges everything, writes only the report.
        report: where the report is written; left out, into the desk's folder.
        remark: what stands on the adjustment that keeps today's stock.
        progress: called with rows done and rows in all (0 while they are being counted).

    Raises what `desktop.exchange.reading.read_tables` raises, RefusedError `not_your_books`, `import_at_hq`.
    """
    if not check:
        desk.need("books_care")
    with desk.book.reading() as connection:
        own = dealer_named(connection, seller, desk.dealer_id)
    if desk.at_hq:
        raise RefusedError("import_at_hq", dealer=own.code)
    if own.id != desk.dealer_id:
        raise RefusedError("not_your_books", dealer=own.code, own=desk.dealer_id)
    titles, order = date_order(mapping or {})
    with desk.book.reading() as connection:
        maps = known_maps(connection, "orders")
    tables = read_tables(file, HISTORY, titles, hidden=hidden, known=maps)
    books = HistoryBooks(desk, own, check=check, remark=remark)
    tally = ImportTally()
    tally.notes += tables[0].beside
    wish = _Wish(_ImportWatch(progress, cancelled), order or order_of(maps, tables[0].layout), hidden=hidden)
    if not check:
        keep_said(desk, "orders", tables[0].layout, mapping or {})
    stopped = False
    path = report or report_path(desk, file, "orders")
    with RefusalReport(path, tables[0].header.titles, sheets=len(tables) > 1) as told:
        try:
            for table in tables:
                _take_table(desk, table, books, told, tally, wish)
        except _CancelledError:
            stopped = True
    return _imported(tally, books, told, tables[0].header, stopped=stopped)


@dataclass(frozen=True, slots=True)
class _Wish:
    """How a person wants a file read."""

    watch: _ImportWatch
    order: str
    hidden: bool


def _take_table(
    desk: Desk, table: FileTable, books: HistoryBooks, told: RefusalReport, tally: ImportTally, wish: _Wish
) -> None:
    today, watch = desk.today(), wish.watch
    sorter = RowSorter(table.header.titles, table.header.columns, HISTORY_SHAPE, HISTORY.has_meaning)
    names = RowNames(table.header.columns, books.names)
    found = _surveyed(table, sorter, names, wish, today)
    tally.notes += _table_notes(table, found, sorter)
    if table.sheet:
        count = found.rows + len(sorter.asides)
        tally.notes.append(Reason("sheet_read", "info", {"sheet": table.sheet, "rows": count}))
    tally.notes += books.learn(found)

    def closed(on: dt.date) -> Why | None:
        return _closed(on, books.closed_through, today)

    judge = Judge(
        table.header, found, books.goods, closed, {**books.named, **books.spelled_customers}, books.spelled_goods,
        {**books.barred_goods, **books.outsiders},
    )  # fmt: skip
    taking = Taking(table, found, judge, books, told, tally, sorter.asides)
    rows, done = _sorted(table, sorter, names), 0
    try:
        while block := list(islice(rows, _BLOCK)):
            watch.tell(done, found.rows)
            taking.take(block)
            done += len(block)
        taking.finish()
    finally:
        taking.tell()
    if watch.progress:
        watch.progress(done, found.rows)


def _surveyed(table: FileTable, sorter: RowSorter, names: RowNames, wish: _Wish, today: dt.date) -> Found:
    survey = Survey(table.header, today=today, above=table.above, epoch_1904=table.epoch_1904, order=wish.order)
    rows, done = table.rows(), 0
    while block := list(islice(rows, _BLOCK)):
        wish.watch.tell(done, 0)
        for number, cells, mark in block:
            filled, why = sorter.see(number, cells, "" if wish.hidden and mark == "hidden" else mark)
            if why is None and mark != "quote":
                survey.see(names.filled(filled))
            elif why is not None and why[0] in NOT_BOOKED:
                survey.see_customs(filled)
        done += len(block)
    sorter.finish()
    return survey.found()


def _sorted(table: FileTable, sorter: RowSorter, names: RowNames) -> Iterator[tuple[Record, Why | None]]:
    """The rows once more, their keys filled in, each with why it is no line.

    A customer said for the whole file isn't that of rows below another one's heading.
    """
    header = table.header
    place = header.columns.get("customer", -1)
    whole = place >= len(header.titles) - len(header.constants)
    said = headings(table.above).get("customer", "") if whole else ""
    other = ""
    for record in table.rows():
        cells, why = sorter.again(record.number, record.cells)
        words = [cell for cell in as_written(record.cells[: len(header.titles) - len(header.constants)]) if cell]
        if whole and why is not None and (named := customer_said(words)) is not None:
            named = named or other or said or str(record.cells[place])
            meant = {folded(str(record.cells[place])), folded(said)}
            other = "" if meant & {folded(word) for word in (named, *named.split()[:1])} else named
        if why is None and other:
            why = ("row_of_another", {"text": other})
        yield Record(record.number, list(names.filled(cells)), record.mark), why


def _closed(on: dt.date, closed_through: dt.date | None, today: dt.date) -> Why | None:
    """Why history of a day can't be booked: the day is closed, too long ago, or still to come."""
    if today < on <= today + AHEAD:
        return "date_ahead", {"date": on, "today": today}
    try:
        check_open(on, closed_through, today)
    except RefusedError as refused:
        return refused.code, {name: str(value) for name, value in refused.facts.items()}
    return None


def _table_notes(table: FileTable, found: Found, sorter: RowSorter) -> Iterator[Reason]:
    yield from header_notes(table)
    columns = table.header.columns
    if "tax_rate" in columns and "tax" not in columns:
        yield Reason("tax_rate_alone", "warn", {"sheet": table.sheet})
    if found.year_assumed:
        yield Reason("date_year_first", "warn", {"sheet": table.sheet})
    if found.year_added:
        yield Reason("date_year_added", "warn", {"sheet": table.sheet})
    yield from sorter.minuses()
    if not found.commas:
        yield from sorter.notes


def _imported(
    tally: ImportTally, books: HistoryBooks, told: RefusalReport, header: Header, *, stopped: bool
) -> Imported:
    notes = tally.notes
    spelled = {**books.spelled_customers, **books.spelled_goods}
    notes += alike_notes({code: known for code, known in spelled.items() if code not in books.within})
    notes += within_notes(books.within)
    made = books.new["customer"]
    notes += namesake_notes({code: known for code, known in books.namesakes.items() if code in made})
    notes += miscalled_notes(books.miscalled)
    notes += new_notes(made, books.new["product"], [code for code in books.crossed if code in made])
    notes += unit_notes([sku for sku in books.new["product"] if sku in books.without_unit], DEFAULT_UNIT)
    if tally.differing:
        notes.append(Reason("amount_differs", "warn", {"lines": tally.differing}))
    for code, count in tally.beside.items():
        told_of: dict[str, Fact] = {"lines": count, "amount": tally.tax} if code == "tax_added" else {"lines": count}
        notes.append(Reason(code, "warn", told_of))
    notes += row_notes(tally)
    if tally.left:
        notes += (Reason(f"left_{code}", "warn", {"lines": count}) for code, count in tally.left.items())
    if tally.early:
        facts: dict[str, Fact] = {"lines": tally.early, "amount": tally.early_amount}
        notes.append(Reason("lines_before_opening", "warn", facts))
    notes += free_notes(tally)
    if books.adjustments:
        notes.append(Reason("stock_kept", "info", {"numbers": ", ".join(books.adjustments)}))
    if stopped:
        notes.append(Reason("import_cancelled", "warn", {}))
    return Imported(
        lines=tally.booked + tally.refused + sum(tally.left.values()),
        amount=tally.booked_amount + tally.refused_amount + tally.left_amount,
        booked_lines=tally.booked,
        booked_amount=tally.booked_amount,
        refused_lines=tally.refused,
        refused_amount=tally.refused_amount,
        deliveries=books.made["delivery"],
        returns=books.made["return"],
        customers=len(books.new["customer"]),
        products=len(books.new["product"]),
        report=told.path,
        reasons=dict(told.reasons.most_common()),
        left_lines=sum(tally.left.values()),
        left_amount=tally.left_amount,
        left=dict(tally.left.most_common()),
        adjustments=tuple(books.adjustments),
        notes=tuple(notes),
        cancelled=stopped,
        rows=tally.sample.rows,
        columns=columns_of(header),
        titles=header.titles,
    )
