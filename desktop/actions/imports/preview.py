"""Every kind of import as the window shows it: looked at, columns named otherwise, then booked; one shape for all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.actions.catalog.card_kinds import CUSTOMER, PRODUCT
from desktop.actions.changes import changes
from desktop.actions.imports.card_files import ImportedCards, import_customers, import_products
from desktop.actions.imports.file_rows import FileRow
from desktop.actions.imports.history import Imported, import_orders
from desktop.actions.intake.kinds import import_file, row_kind
from desktop.actions.intake.rows import ImportedRows
from desktop.exchange.reading import offered_titles
from domain.explain import Reason
from domain.imports.columns import Meanings, numbered
from domain.imports.history_columns import HISTORY

if TYPE_CHECKING:
    from desktop.desk import Desk


@dataclass(frozen=True, slots=True)
class FilePreview:
    """What a file comes to, or came to once it is `booked`.

    Attributes:
        lines: all its rows; `taken`, `same`, `refused` and `left` are together as many.
        total, taken_total: what the file's figures come to, None where it has none to sum up.
        rows: some rows of each state.
        columns: the title each meaning was read from; `titles` all there are, `meanings` all that could be told.
        documents: how many were booked.
    """

    kind: str
    booked: bool
    lines: int
    taken: int
    same: int
    refused: int
    left: int
    report: Path
    total: Decimal | None
    taken_total: Decimal | None
    rows: tuple[FileRow, ...]
    notes: tuple[Reason, ...]
    columns: Mapping[str, str]
    titles: tuple[str, ...]
    meanings: tuple[str, ...]
    documents: int = 0


@dataclass(frozen=True, slots=True)
class UnknownColumns:
    """The titles of a file whose header isn't known yet, what they probably mean, and what could be told."""

    titles: tuple[str, ...]
    guessed: Mapping[str, str] = field(default_factory=dict)
    meanings: tuple[str, ...] = ()


def preview(
    desk: Desk,
    kind: str,
    path: Path,
    mapping: Mapping[str, str],
    *,
    hidden: bool = False,
    check: bool = True,
    remark: str = "",
) -> FilePreview:
    """What a file of one of the `import_kinds` would book; without `check` it is booked. Raises as the imports do.

    `remark` says what the stock adjustment of an import of history is for.
    """
    meanings = tuple(meanings_of(kind).names)
    if kind == "orders":
        own = desk.dealer_id
        history = import_orders(desk, path, seller=own, mapping=mapping, check=check, hidden=hidden, remark=remark)
        return _of_history(history, meanings, check=check)
    if kind in ("customers", "products"):
        take = import_customers if kind == "customers" else import_products
        return _of_cards(kind, take(desk, path, mapping=mapping, check=check, hidden=hidden), meanings, check=check)
    return _of_rows(import_file(desk, kind, path, mapping=mapping, check=check, hidden=hidden), meanings, check=check)


def offer(kind: str, path: Path) -> UnknownColumns:
    """What a file offers for mapping; raises as `desktop.exchange.reading.read_tables` does of files."""
    meanings = meanings_of(kind)
    titles = offered_titles(path, meanings)
    guessed: dict[str, str] = {}
    for title in titles:
        meaning = meanings.meaning_of(title)
        if meaning is not None:
            guessed.setdefault(meaning, title)
    return UnknownColumns(titles, guessed, tuple(meanings.names))


def meanings_of(kind: str) -> Meanings:
    """What a kind of file may tell; UsageError `import_kind_unknown`."""
    known = {"orders": HISTORY, "customers": CUSTOMER.meanings, "products": PRODUCT.meanings}
    return known[kind] if kind in known else row_kind(kind).meanings


def _of_history(done: Imported, meanings: tuple[str, ...], *, check: bool) -> FilePreview:
    return FilePreview(
        kind="orders",
        booked=not check,
        lines=done.lines,
        taken=done.booked_lines,
        same=0,
        refused=done.refused_lines,
        left=done.left_lines,
        report=done.report,
        total=done.amount,
        taken_total=done.booked_amount,
        rows=done.rows,
        notes=done.notes,
        columns=done.columns,
        titles=tuple(numbered(done.titles)),
        meanings=meanings,
        documents=done.deliveries + done.returns,
    )


def _of_cards(kind: str, done: ImportedCards, meanings: tuple[str, ...], *, check: bool) -> FilePreview:
    return FilePreview(
        kind=kind,
        booked=not check,
        lines=done.lines,
        taken=done.made + done.changed,
        same=done.same,
        refused=done.refused_lines,
        left=done.left_lines,
        report=done.report,
        total=None,
        taken_total=None,
        rows=done.rows,
        notes=done.notes,
        columns=done.columns,
        titles=tuple(numbered(done.titles)),
        meanings=meanings,
    )


def _of_rows(done: ImportedRows, meanings: tuple[str, ...], *, check: bool) -> FilePreview:
    summed = bool(row_kind(done.kind).figure)
    return FilePreview(
        kind=done.kind,
        booked=not check,
        lines=done.lines,
        taken=done.taken_lines,
        same=done.same_lines,
        refused=done.refused_lines,
        left=done.left_lines,
        report=done.report,
        total=done.total if summed else None,
        taken_total=done.taken_total if summed else None,
        rows=done.rows,
        notes=done.notes,
        columns=done.columns,
        titles=tuple(numbered(done.titles)),
        meanings=meanings,
        documents=len(done.documents),
    )


@changes("accounts", "papers", "stock", "products", "parties", "orders")
def book_file(
    desk: Desk, kind: str, path: Path, mapping: Mapping[str, str], *, hidden: bool, remark: str
) -> FilePreview:
    """Books a file; `remark` stands on what it books as history."""
    return preview(desk, kind, path, mapping, hidden=hidden, check=False, remark=remark)


def unknown_columns(desk: Desk, kind: str, path: Path) -> UnknownColumns:  # noqa: ARG001 -- only the file is looked at
    """What a file offers for mapping."""
    return offer(kind, path)
