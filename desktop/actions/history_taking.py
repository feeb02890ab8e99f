"""The rows of a table of history on their way into documents or into the report, counted as they pass."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from desktop.actions.file_rows import FileRow, Sample, first_words
from desktop.actions.history_books import PAGE_LINES, HistoryBooks
from desktop.exchange.reading import Table, as_written
from desktop.exchange.refusals import RefusalReport
from domain.explain import Reason
from domain.history import Group, Judge, Line, Refusal
from domain.history_survey import Found
from domain.money import ZERO
from domain.quantities import plain_number
from domain.tables.sorting import SUM_ROWS, Why
from domain.tables.text import Record


@dataclass(slots=True)
class Tally:
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
    beside: Counter[str] = field(default_factory=Counter)
    tax: Decimal = ZERO
    notes: list[Reason] = field(default_factory=list)
    sample: Sample = field(default_factory=Sample)


class Taking:
    """The rows of one table on their way into documents or into the report, in the file's order."""

    def __init__(
        self,
        table: Table,
        found: Found,
        judge: Judge,
        books: HistoryBooks,
        told: RefusalReport,
        tally: Tally,
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

    def tell(self) -> None:
        """Counts what the judge saw of the table's rows."""
        self._tally.differing += self._judge.differing
        self._tally.beside += self._judge.beside.told
        self._tally.tax += self._judge.beside.tax

    def finish(self) -> None:
        """Books what is left."""
        for pair in list(self._open):
            self._move_to_page(pair)
        self._write_page()

    def _meet(self, groups: set[Group]) -> None:
        fresh = {self._books.record_of(group): group for group in groups if group not in self._met}
        booked = self._books.booked(list(fresh))
        self._met |= {group: booked.get(record) for record, group in fresh.items()}
        self._met |= {group: group[0] for group in self._books.looked_at.intersection(fresh.values())}

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
            what = first_words(record.cells)
            if line is not None:
                what = f"{line.number} {line.on.isoformat()} {line.customer} {line.sku}"
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
