"""An import of rows: every row is judged before anything is booked, and what can't be booked stands in the report."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.actions.imports.file_maps import keep_map, known_maps, order_of
from desktop.actions.imports.file_notes import columns_of, date_order, header_notes, piece_notes, report_path
from desktop.actions.imports.file_rows import FileRow, Sample, first_words
from desktop.actions.intake.cells import RowCells, TableCustoms
from desktop.actions.intake.rows import ImportedRows, Item, RowKind, RowsReader, why_of
from desktop.exchange.reading import FileTable, as_written, read_tables
from desktop.exchange.refusals import RefusalReport
from domain.errors import DeskError, RefusedError
from domain.explain import Reason
from domain.tables.headings import headings, is_heading
from domain.tables.sorting import SUM_ROWS, RowSorter, Why
from domain.tables.text import Record
from domain.values.money import ZERO

if TYPE_CHECKING:
    from desktop.desk import Desk
    from sync.records.log.writing import Writing


class _LookedAtError(Exception):
    """Ends the transaction of a check, so that nothing of it stays."""


@dataclass(slots=True)
class _ReadRow:
    """A row on its way: why it is no row to book (`left`), why it can't be booked (`wrong`), or what it comes to."""

    table: FileTable
    record: Record
    cells: RowCells
    left: Why | None
    item: Item | None = None
    wrong: list[Why] = field(default_factory=list)
    same: bool = False

    @property
    def state(self) -> str:
        return "left" if self.left else "refused" if self.wrong else "same" if self.same else "taken"


def import_rows(
    desk: Desk,
    kind: RowKind,
    file: Path,
    *,
    mapping: Mapping[str, str] | None = None,
    check: bool = False,
    hidden: bool = False,
    report: Path | None = None,
) -> ImportedRows:
    """Books a file's rows, all in one transaction; with `check` the same is done and undone.

    A map of columns that was said before for a file of this kind and layout holds again; one that is said now is kept.

    Raises what `desktop.exchange.reading.read_tables` raises, RefusedError `import_at_hq`, `not_permitted`.
    """
    if desk.at_hq:
        raise RefusedError("import_at_hq", dealer=desk.dealer_id)
    if not check:
        desk.need(kind.right)
    titles, order = date_order(mapping or {})
    with desk.book.reading() as connection:
        maps = known_maps(connection, kind.code)
    tables = read_tables(file, kind.meanings, titles, hidden=hidden, known=maps)
    notes = [*tables[0].beside]
    rows: list[_ReadRow] = []
    for table in tables:
        rows += _sorted(desk, table, kind, order or order_of(maps, table.layout), notes, hidden=hidden)
    documents: list[str] = []
    try:
        with desk.book.writing() as writing:
            reader = kind.begin(desk, writing)
            documents = _booked(kind, reader, writing, rows)
            notes += reader.notes()
            notes += piece_notes(Counter(row.cells.pieces for row in rows if row.cells.pieces and not row.wrong))
            if check:
                raise _LookedAtError
            keep_map(writing.connection, kind.code, tables[0].layout, mapping or {})
    except _LookedAtError:
        pass
    return _told(desk, kind, file, tables, rows, report, documents, notes)


def _sorted(
    desk: Desk, table: FileTable, kind: RowKind, order: str, notes: list[Reason], *, hidden: bool
) -> Iterator[_ReadRow]:
    sorter = RowSorter(table.header.titles, table.header.columns, kind.shape, kind.meanings.has_meaning)
    seen = [
        (record, sorter.see(record.number, record.cells, "" if hidden and record.mark == "hidden" else record.mark))
        for record in table.rows()
    ]
    sorter.finish()
    again = [(record, *sorter.again(record.number, record.cells)) for record, _ in seen]
    customs = TableCustoms(table, [cells for _, cells, why in again if why is None], desk.today(), order)
    notes += header_notes(table)
    notes += [Reason("date_year_first", "warn", {"sheet": table.sheet})] if customs.year_assumed else []
    notes += [Reason("date_year_added", "warn", {"sheet": table.sheet})] if customs.year_added else []
    notes += [*sorter.notes, *sorter.minuses()]
    notes += [Reason("sheet_read", "info", {"sheet": table.sheet, "rows": len(again)})] if table.sheet else []
    above = [text for text in table.above if text != table.sheet]
    said = headings(above)
    for record, cells, left in again:
        words = [str(cell) for cell in as_written(record.cells) if cell not in ("", None)]
        heads = left is None and is_heading(as_written(record.cells))
        why = ("row_note", {"text": " ".join(words)[:80]}) if heads else left
        if why is not None and why[0] == "row_note":
            above += words
            said = headings(above)
        row = RowCells(table, cells, customs, said)
        wrong: list[Why] = [("row_quote", {})] if record.mark == "quote" and why is None else []
        yield _ReadRow(table, record, row, why, wrong=wrong)


# ---- judging and booking ---------------------------------------------------------------------------------------------


def _booked(kind: RowKind, reader: RowsReader, writing: Writing, rows: Sequence[_ReadRow]) -> list[str]:
    """Reads every row, then books group by group; the numbers of what was booked."""
    open_rows = [row for row in rows if row.left is None]
    groups: defaultdict[Hashable, list[_ReadRow]] = defaultdict(list)
    for row in open_rows:
        if not row.wrong:
            if not row.cells.has_errors():
                row.cells.check_currency()
                row.item = reader.read(row.cells)
            row.wrong = list(row.cells.wrong)
        groups[reader.group(row.cells) if row.item is None else row.item.group].append(row)
    _refuse_twins(open_rows)
    documents: list[str] = []
    for members in groups.values():
        if kind.whole and any(row.wrong for row in members):
            _refuse(members, ("group_incomplete", {}))
        taken = [row for row in members if not row.wrong]
        documents += _book_group(reader, writing, taken) if taken else []
    return documents


def _book_group(reader: RowsReader, writing: Writing, taken: Sequence[_ReadRow]) -> list[str]:
    try:
        made = reader.book(writing, [row.item for row in taken if row.item is not None])
    except DeskError as failure:
        _refuse(taken, why_of(failure))
        return []
    for row in taken:
        row.same = not made or (row.item is not None and row.item.says == "")
    return [number for number in made if number]


def _refuse(rows: Sequence[_ReadRow], why: Why) -> None:
    for row in rows:
        row.wrong = row.wrong or [why]


def _refuse_twins(rows: Sequence[_ReadRow]) -> None:
    """Rows about the very same thing contradict each other: which of them holds only a person knows."""
    bearers: defaultdict[Hashable, list[_ReadRow]] = defaultdict(list)
    for row in rows:
        if row.item is not None and row.item.key is not None:
            bearers[row.item.key].append(row)
    for members in bearers.values():
        if len(members) > 1:
            numbers = ", ".join(str(row.record.number) for row in members)
            _refuse(members, ("rows_contradict", {"rows": numbers}))


# ---- telling ---------------------------------------------------------------------------------------------------------


def _told(
    desk: Desk,
    kind: RowKind,
    file: Path,
    tables: Sequence[FileTable],
    rows: Sequence[_ReadRow],
    report: Path | None,
    documents: Sequence[str],
    notes: list[Reason],
) -> ImportedRows:
    header = tables[0].header
    path = report or report_path(desk, file, kind.code)
    states, left = Counter(row.state for row in rows), Counter(row.left[0] for row in rows if row.left)
    with RefusalReport(path, header.titles, sheets=len(tables) > 1) as told:
        for row in rows:
            if row.left:
                told.leave_out(row.record.number, row.table.sheet, row.left, as_written(row.record.cells))
            elif row.wrong:
                told.add(row.record.number, row.table.sheet, row.wrong, as_written(row.record.cells))
    notes += (Reason(f"left_{code}", "warn", {"lines": count}) for code, count in left.items())
    worth = _worths(kind, rows)
    return ImportedRows(
        kind=kind.code,
        lines=len(rows),
        taken_lines=states["taken"],
        same_lines=states["same"],
        refused_lines=states["refused"],
        left_lines=states["left"],
        report=told.path,
        total=sum(worth.values(), ZERO),
        taken_total=worth["taken"] + worth["same"],
        refused_total=worth["refused"],
        left_total=worth["left"],
        documents=tuple(documents),
        reasons=dict(told.reasons.most_common()),
        left=dict(left),
        notes=tuple(notes),
        columns=columns_of(header),
        titles=header.titles,
        rows=_sample(rows),
    )


def _worths(kind: RowKind, rows: Sequence[_ReadRow]) -> dict[str, Decimal]:
    """What the file's own figures come to by state; its sums count for nothing."""
    worth: dict[str, Decimal] = dict.fromkeys(("taken", "same", "refused", "left"), ZERO)
    for row in rows:
        if kind.figure and not (row.left and row.left[0] in SUM_ROWS):
            worth[row.state] += row.cells.worth(kind.figure)
    return worth


def _sample(rows: Sequence[_ReadRow]) -> tuple[FileRow, ...]:
    sample = Sample()
    for row in rows:
        if sample.wants(row.state):
            what, says = (row.item.what, row.item.says) if row.item else (first_words(row.record.cells), "")
            why = (row.left,) if row.left else tuple(row.wrong)
            sample.add(FileRow(row.record.number, row.table.sheet, row.state, what, says, why))
    return sample.rows
