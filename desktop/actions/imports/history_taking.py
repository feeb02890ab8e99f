"""The rows of a table of history on their way into documents or into the report, counted as they pass."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from desktop.actions.imports.file_notes import piece_notes
from desktop.actions.imports.file_rows import FileRow, Sample, first_words
from desktop.actions.imports.history_books import PAGE_LINES, HistoryBooks
from desktop.actions.imports.history_met import Earlier
from desktop.exchange.reading import FileTable, as_written
from desktop.exchange.refusals import RefusalReport
from domain.explain import Fact, Reason
from domain.imports.history import Group, HistoryLine, Judge, Refusal
from domain.imports.history_survey import Found, last_of_each
from domain.tables.sorting import SUM_ROWS, Why
from domain.tables.text import Record
from domain.values.money import ZERO
from domain.values.quantities import plain_number

_MOST_TOLD = 10  # rows in a sentence, and amounts that are told one by one
_YEARS_APART = 3


@dataclass(slots=True)
class FewRows:
    """How many rows to book are alike in something, and the first of them."""

    count: int = 0
    first: list[int] = field(default_factory=list)

    def add(self, row: int) -> None:
        self.count += 1
        if len(self.first) < _MOST_TOLD:
            self.first.append(row)

    @property
    def told(self) -> str:
        """The first rows for a sentence, and how many there are where these aren't all."""
        more = [f"… ({self.count})"] if self.count > len(self.first) else []
        return ", ".join([*map(str, self.first), *more])


@dataclass(slots=True)
class ImportTally:
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
    free_rows: FewRows = field(default_factory=FewRows)
    priced_rows: FewRows = field(default_factory=FewRows)
    differing: int = 0
    beside: Counter[str] = field(default_factory=Counter)
    tax: Decimal = ZERO
    kinds: Counter[str] = field(default_factory=Counter)
    pieces: Counter[str] = field(default_factory=Counter)
    rounded: int = 0
    years: dict[int, FewRows] = field(default_factory=dict)
    notes: list[Reason] = field(default_factory=list)
    sample: Sample = field(default_factory=Sample)


def free_notes(tally: ImportTally) -> Iterator[Reason]:
    """Which rows were booked as given away; a price on one of them is worth a look."""
    if tally.free:
        priced = tally.priced_rows.told
        told: dict[str, Fact] = {"lines": tally.free, "rows": tally.free_rows.told, "priced": priced}
        yield Reason("free_lines", "warn" if priced else "info", told)


def row_notes(tally: ImportTally) -> Iterator[Reason]:
    """What single rows showed that a person should look at: words, amounts and years that aren't as the others'."""
    if tally.kinds:
        words = ", ".join(f"{word} × {count}" for word, count in tally.kinds.most_common(_MOST_TOLD))
        yield Reason("kinds_as_sales", "warn", {"kinds": words})
    yield from piece_notes(tally.pieces)
    if tally.rounded > _MOST_TOLD:
        yield Reason("amounts_rounded_more", "warn", {"lines": tally.rounded - _MOST_TOLD})
    years = sorted(tally.years)
    gap = next((at for at in range(1, len(years)) if years[at] - years[at - 1] >= _YEARS_APART), None)
    if gap is None:
        return
    sides = [years[:gap], years[gap:]]
    fewer, others = sorted(sides, key=lambda side: sum(tally.years[year].count for year in side))
    rows = [row for year in fewer for row in tally.years[year].first][:_MOST_TOLD]
    told: dict[str, Fact] = {"rows": ", ".join(map(str, rows)), "years": _spread(fewer), "others": _spread(others)}
    yield Reason("years_apart", "warn", told)


def _spread(years: Sequence[int]) -> str:
    return str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"


class Taking:
    """The rows of one table on their way into documents or into the report, in the file's order."""

    def __init__(
        self,
        table: FileTable,
        found: Found,
        judge: Judge,
        books: HistoryBooks,
        told: RefusalReport,
        tally: ImportTally,
        unseen: Mapping[int, Why],
    ) -> None:
        self._sheet = table.sheet
        self._last = last_of_each(found.last, judge.one)
        self._judge = judge
        self._books = books
        self._told = told
        self._tally = tally
        self._unseen = unseen  # rows the survey didn't see
        self._at = 0  # rows of the survey so far
        self._open: dict[tuple[str, str], dict[Group, list[HistoryLine]]] = {}
        self._page: list[tuple[Group, list[HistoryLine]]] = []
        self._page_lines = 0
        # Documents known since an earlier block, with what of them stood in the books before.
        self._met: dict[Group, Earlier | None] = {}

    def take(self, block: list[tuple[Record, Why | None]]) -> None:
        judged = [(record, why, None if why else self._read(record)) for record, why in block]
        self._meet({verdict.group for _, _, verdict in judged if isinstance(verdict, HistoryLine)})
        for record, why, verdict in judged:
            if why is not None:
                self._leave_out(record, why)
            elif isinstance(verdict, Refusal):
                self._refuse(record, verdict.reasons, verdict.signed)
            elif verdict is not None and (earlier := self._met[verdict.group]):
                self._refuse(record, (earlier.why(verdict, self._books.goods[verdict.sku].sku),), verdict.signed)
            elif verdict is not None:
                pair = self._judge.source_of(record.cells)
                self._open.setdefault(pair, {}).setdefault(verdict.group, []).append(verdict)
                self._show(record, "taken", line=verdict)
                if not verdict.unit_price:
                    self._see_free(record)
            if record.mark != "quote" and record.number not in self._unseen:
                self._close(record.cells)

    def _read(self, record: Record) -> HistoryLine | Refusal:
        if record.mark == "quote":
            return Refusal((("row_quote", {}),), self._judge.worth(record.cells))
        read = self._judge.read(record.cells)
        if isinstance(read, HistoryLine):
            self._tally.years.setdefault(read.on.year, FewRows()).add(record.number)
            self._note_of(record.number)
        return read

    def _see_free(self, record: Record) -> None:
        """Keeps which rows cost nothing, and which of them have a price all the same."""
        self._tally.free_rows.add(record.number)
        if self._judge.price_in(record.cells):
            self._tally.priced_rows.add(record.number)

    def _note_of(self, row: int) -> None:
        """What a person should know of a single row; too many of them are only counted."""
        for code, facts in self._judge.remarks:
            self._tally.rounded += 1
            if self._tally.rounded <= _MOST_TOLD:
                self._tally.notes.append(Reason(code, "warn", facts, row))

    def tell(self) -> None:
        """Counts what the judge saw of the table's rows."""
        self._tally.differing += self._judge.differing
        self._tally.kinds += self._judge.kinds
        self._tally.pieces += self._judge.pieces
        self._tally.beside += self._judge.beside.told
        self._tally.tax += self._judge.beside.tax

    def finish(self) -> None:
        """Books what is left."""
        for pair in list(self._open):
            self._move_to_page(pair)
        self._write_page()

    def _meet(self, groups: set[Group]) -> None:
        fresh = [group for group in groups if group not in self._met]
        booked = self._books.earlier(fresh)
        self._met |= {group: booked.get(group) for group in fresh}

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

    def _show(self, record: Record, state: str, why: tuple[Why, ...] = (), line: HistoryLine | None = None) -> None:
        if self._tally.sample.wants(state):
            what = first_words(record.cells)
            if line is not None:
                what = f"{line.number} {line.on.isoformat()} {line.customer} {line.sku}"
            says = "" if line is None else self._said(line)
            self._tally.sample.add(FileRow(record.number, self._sheet, state, what, says, why))

    def _said(self, line: HistoryLine) -> str:
        """What a line books, in figures that need no word: `10瓶 = 12.00`, `-10瓶 = -12.00` for what came back."""
        product = self._books.goods.get(line.sku)
        sign = "-" if line.returned else ""
        return f"{sign}{plain_number(line.quantity)}{product.unit if product else ''} = {line.signed}"

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

    def _early(self, lines: list[HistoryLine]) -> None:
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
