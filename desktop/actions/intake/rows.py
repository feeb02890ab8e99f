"""What an import of rows is made of: a kind of file, what a row of it comes to, and what became of every row."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from domain.errors import DeskError
from domain.explain import Reason
from domain.imports.columns import Meanings
from domain.tables.shapes import TableShape
from domain.tables.sorting import Why
from domain.values.money import ZERO

if TYPE_CHECKING:
    from desktop.actions.imports.file_rows import FileRow
    from desktop.actions.intake.cells import RowCells
    from desktop.desk import Desk
    from sync.records.log.writing import Writing


@dataclass(frozen=True, slots=True)
class Item:
    """What a row that can be booked comes to.

    Attributes:
        value: what its kind books.
        what, says: as `FileRow` has them.
        key: rows of one key contradict each other, so none of them is taken; None where that can't be.
        group: rows that are booked together or not at all.
    """

    value: object
    what: str
    says: str = ""
    key: Hashable = None
    group: Hashable = None


class RowsReader(Protocol):
    """Reads and books the rows of one file."""

    def read(self, row: RowCells) -> Item | None:
        """What a row comes to; None where it can't be booked, and then the row says why."""

    def group(self, row: RowCells) -> Hashable:
        """The group of a row, also of one that can't be booked."""

    def book(self, writing: Writing, items: Sequence[Item]) -> list[str]:
        """Books a group, and gives the numbers of its documents, "" for what has none; nothing where all is so already.

        Raises DeskError before anything of the group is written.
        """

    def notes(self) -> list[Reason]:
        """What a person should know beside the rows."""


@dataclass(frozen=True, slots=True)
class RowKind:
    """One kind of file; `right` is what booking it takes, `figure` the meaning whose figures are summed up.

    `whole` says that a group with a refused row isn't booked at all.
    """

    code: str
    right: str
    meanings: Meanings
    shape: TableShape
    begin: Callable[[Desk, Writing], RowsReader]
    figure: str = ""
    whole: bool = False


@dataclass(frozen=True, slots=True)
class ImportedRows:
    """What an import did, or with `check` would do; taken, same, refused and left out are together `lines`.

    Attributes:
        total, taken_total, refused_total: sums of the file's own figures; sums that stand in the file aren't counted.
        documents: the numbers of what was booked.
        columns: the title each meaning was read from; `titles` all of the first table's.
        rows: some rows of each state, in the file's order.
    """

    kind: str
    lines: int
    taken_lines: int
    same_lines: int
    refused_lines: int
    left_lines: int
    report: Path
    total: Decimal = ZERO
    taken_total: Decimal = ZERO
    refused_total: Decimal = ZERO
    left_total: Decimal = ZERO
    documents: tuple[str, ...] = ()
    reasons: Mapping[str, int] = field(default_factory=dict)
    left: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[Reason, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    titles: tuple[str, ...] = ()
    rows: tuple[FileRow, ...] = ()


def why_of(failure: DeskError) -> Why:
    """An error as a row's reason."""
    plain = {name: value for name, value in failure.facts.items() if isinstance(value, str | int | Decimal | date)}
    return failure.code, plain
