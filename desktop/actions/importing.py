"""Real invoice history taken into the books: each line becomes part of a document, or the report says why not."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.actions.cards import dealer_named
from desktop.actions.file_maps import keep_said, known_maps, order_of
from desktop.actions.file_notes import Progress, columns_of, date_order, header_notes, report_path
from desktop.actions.file_rows import FileRow, Sample, first_words
from desktop.actions.history_books import PAGE_LINES, HistoryBooks
from desktop.exchange.reading import Table, as_written, read_tables
from desktop.exchange.refusals import RefusalReport
from domain.columns import HISTORY, Header
from domain.dates import check_open
from domain.errors import RefusedError
from domain.explain import Fact, Reason
from domain.history import Group, Judge, Line, Refusal
from domain.history_survey import Found, Survey
from domain.money import ZERO
from domain.quantities import plain_number
from domain.tables.sorting import HISTORY_SHAPE, NOT_BOOKED, SUM_ROWS, RowSorter, Why
from domain.tables.spelling import alike_notes, namesake_notes
from domain.tables.text import Record

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


@dataclass(slots=True)
class _Tally:
    """Counts while the rows pass."""

    booked: int = 0
    booked_amount: Decimal = ZERO
    refused: int = 0
    refused_amount: Decimal = ZERO
    left: Counter[str] = field(default_factory=Counter)
    left_amount: Decimal = ZERO
    early: int = 0
    early_amount: Decimal = ZERO
    free: int = 0
    differing: int = 0
    notes: list[Reason] = field(default_factory=list)
    sample: Sample = field(default_factory=Sample)


@dataclass(frozen=True, slots=True)
class _Watch:
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
    books = HistoryBooks(desk, own, check=check)
    tally = _Tally()
    tally.notes += tables[0].beside
    wish = _Wish(_Watch(progress, cancelled), order or order_of(maps, tables[0].layout), hidden=hidden)
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

    watch: _Watch
    order: str
    hidden: bool


def _take_table(desk: Desk, table: Table, books: HistoryBooks, told: RefusalReport, tally: _Tally, wish: _Wish) -> None:
    today, watch = desk.today(), wish.watch
    sorter = RowSorter(table.header.titles, table.header.columns, HISTORY_SHAPE)
    found = _surveyed(table, sorter, wish, today)
    tally.notes += _table_notes(table, found, sorter)
    if table.sheet:
        count = found.rows + len(sorter.asides)
        tally.notes.append(Reason("sheet_read", "info", {"sheet": table.sheet, "rows": count}))
    tally.notes += books.learn(found)

    def closed(on: dt.date) -> Why | None:
        return _closed(on, books.closed_through, today)

    judge = Judge(table.header, found, books.goods, closed, books.spelled_customers, books.spelled_goods)
    taking = _Taking(table, found, judge, books, told, tally, sorter.asides)
    rows, done = _sorted(table, sorter), 0
    try:
        while block := list(islice(rows, _BLOCK)):
            watch.tell(done, found.rows)
            taking.take(block)
            done += len(block)
        taking.finish()
    finally:
        tally.differing += judge.differing
    if watch.progress:
        watch.progress(done, found.rows)


def _surveyed(table: Table, sorter: RowSorter, wish: _Wish, today: dt.date) -> Found:
    survey = Survey(table.header, today=today, above=table.above, epoch_1904=table.epoch_1904, order=wish.order)
    rows, done = table.rows(), 0
    while block := list(islice(rows, _BLOCK)):
        wish.watch.tell(done, 0)
        for number, cells, mark in block:
            filled, why = sorter.see(number, cells, "" if wish.hidden and mark == "hidden" else mark)
            if why is None and mark != "quote":
                survey.see(filled)
            elif why is not None and why[0] in NOT_BOOKED:
                survey.see_customs(filled)
        done += len(block)
    sorter.finish()
    return survey.found()


def _sorted(table: Table, sorter: RowSorter) -> Iterator[tuple[Record, Why | None]]:
    """The rows once more, their keys filled in, each with why it is no line."""
    for record in table.rows():
        cells, why = sorter.again(record.number, record.cells)
        yield Record(record.number, list(cells), record.mark), why


def _closed(on: dt.date, closed_through: dt.date | None, today: dt.date) -> Why | None:
    try:
        check_open(on, closed_through, today)
    except RefusedError as refused:
        return refused.code, {name: str(value) for name, value in refused.facts.items()}
    return None


class _Taking:
    """The rows of one table on their way into documents or into the report, in the file's order."""

    def __init__(
        self,
        table: Table,
        found: Found,
        judge: Judge,
        books: HistoryBooks,
        told: RefusalReport,
        tally: _Tally,
        unseen: Mapping[int, Why],
    ) -> None:
        self._sheet = table.sheet
        self._last = found.last
        self._judge = judge
        self._books = books
        self._told = told
        self._tally = tally
        self._unseen = unseen  # rows the survey didn't see
        self._at = 0  # rows of the survey so far
        self._open: dict[tuple[str, str], dict[Group, list[Line]]] = {}
        self._page: list[tuple[Group, list[Line]]] = []
        self._page_lines = 0
        # Documents known since an earlier block, with the number of those that stood in the books before.
        self._met: dict[Group, str | None] = {}

    def take(self, block: list[tuple[Record, Why | None]]) -> None:
        judged = [(record, why, None if why else self._read(record)) for record, why in block]
        self._meet({verdict.group for _, _, verdict in judged if isinstance(verdict, Line)})
        for record, why, verdict in judged:
            if why is not None:
                self._leave_out(record, why)
            elif isinstance(verdict, Refusal):
                self._refuse(record, verdict.reasons, verdict.signed)
            elif verdict is not None and (number := self._met[verdict.group]):
                self._refuse(record, (("already_booked", {"document": number}),), verdict.signed)
            elif verdict is not None:
                pair = self._judge.source_of(record.cells)
                self._open.setdefault(pair, {}).setdefault(verdict.group, []).append(verdict)
                self._show(record, "taken", line=verdict)
            if record.mark != "quote" and record.number not in self._unseen:
                self._close(record.cells)

    def _read(self, record: Record) -> Line | Refusal:
        if record.mark == "quote":
            return Refusal((("row_quote", {}),), self._judge.worth(record.cells))
        return self._judge.read(record.cells)

    def finish(self) -> None:
        """Books what is left."""
        for pair in list(self._open):
            self._move_to_page(pair)
        self._write_page()

    def _meet(self, groups: set[Group]) -> None:
        fresh = {self._books.record_of(group): group for group in groups if group not in self._met}
        booked = self._books.booked(list(fresh))
        self._met |= {group: booked.get(record) for record, group in fresh.items()}

    def _refuse(self, record: Record, reasons: tuple[Why, ...], signed: Decimal) -> None:
        self._told.add(record.number, self._sheet, reasons, as_written(record.cells))
        self._show(record, "refused", reasons)
        self._tally.refused += 1
        self._tally.refused_amount += signed

    def _leave_out(self, record: Record, why: Why) -> None:
        self._told.leave_out(record.number, self._sheet, why, as_written(record.cells))
        self._show(record, "left", (why,))
        self._tally.left[why[0]] += 1
        if why[0] not in SUM_ROWS:
            self._tally.left_amount += self._judge.worth(record.cells)

    def _show(self, record: Record, state: str, why: tuple[Why, ...] = (), line: Line | None = None) -> None:
        if self._tally.sample.wants(state):
            what = first_words(record.cells) if line is None else f"{line.number} {line.customer} {line.sku}"
            says = "" if line is None else f"{plain_number(line.quantity)} = {line.signed}"
            self._tally.sample.add(FileRow(record.number, self._sheet, state, what, says, why))

    def _close(self, cells: list[object]) -> None:
        """Moves what is complete with this row to the page, and the page into the books when it is full."""
        pair = self._judge.source_of(cells)
        if self._last[pair] == self._at and pair in self._open:
            self._move_to_page(pair)
            if self._page_lines >= PAGE_LINES:
                self._write_page()
        self._at += 1

    def _move_to_page(self, pair: tuple[str, str]) -> None:
        for group, lines in self._open.pop(pair).items():
            self._page.append((group, lines))
            self._page_lines += len(lines)
            del self._met[group]

    def _early(self, lines: list[Line]) -> None:
        """Counts what lies before its customer's opening balance."""
        opening = self._books.openings.get(self._books.customers[lines[0].customer].id)
        if opening is not None and lines[0].on < opening:
            self._tally.early += len(lines)
            self._tally.early_amount += sum((line.signed for line in lines), ZERO)

    def _write_page(self) -> None:
        self._books.book(self._page)
        self._tally.booked += self._page_lines
        for _, lines in self._page:
            self._early(lines)
            self._tally.booked_amount += sum((line.signed for line in lines), ZERO)
            self._tally.free += sum(not line.unit_price for line in lines)
        self._page, self._page_lines = [], 0


def _table_notes(table: Table, found: Found, sorter: RowSorter) -> Iterator[Reason]:
    yield from header_notes(table)
    if found.year_assumed:
        yield Reason("date_year_first", "warn", {"sheet": table.sheet})
    if found.year_added:
        yield Reason("date_year_added", "warn", {"sheet": table.sheet})
    if not found.commas:
        yield from sorter.notes


def _imported(tally: _Tally, books: HistoryBooks, told: RefusalReport, header: Header, *, stopped: bool) -> Imported:
    notes = tally.notes
    notes += alike_notes({**books.spelled_customers, **books.spelled_goods})
    notes += namesake_notes(books.namesakes)
    if tally.differing:
        notes.append(Reason("amount_differs", "warn", {"lines": tally.differing}))
    if tally.left:
        notes += (Reason(f"left_{code}", "warn", {"lines": count}) for code, count in tally.left.items())
    if tally.early:
        facts: dict[str, Fact] = {"lines": tally.early, "amount": tally.early_amount}
        notes.append(Reason("lines_before_opening", "warn", facts))
    if tally.free:
        notes.append(Reason("free_lines", "info", {"lines": tally.free}))
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
        customers=books.made["customer"],
        products=books.made["product"],
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
