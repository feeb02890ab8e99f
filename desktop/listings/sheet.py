"""A list's columns as a sheet with real numbers and days in its cells, and sums where they mean something."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from desktop.exchange.sheets import Cell, SheetColumn, WorkbookTable
from desktop.labels import Language
from domain.values.veiled import MARK

if TYPE_CHECKING:
    from desktop.listings.listing import ListColumn


def sheet_table(
    columns: Sequence[ListColumn],
    title: str,
    rows: Sequence[Any],
    language: Language,
    is_money: Callable[[Any], bool] | None,
) -> WorkbookTable:
    """These rows as a sheet; `is_money` tells whether a row measures money."""
    money = is_money is not None and all(map(is_money, rows))
    kept: list[tuple[SheetColumn, list[Cell]]] = []
    for column in columns:
        cells = [column.cell(row, language) for row in rows]
        if column.optional and not any(cells):
            continue
        of_type = "money" if column.total == "if_money" and money else column.type.sheet
        total = MARK not in cells and _is_summed(column, rows, money=money)
        kept.append((SheetColumn(column.title(language), of_type, total=total), cells))
    return WorkbookTable(title, [column for column, _ in kept], list(zip(*(cells for _, cells in kept), strict=True)))


def _is_summed(column: ListColumn, rows: Sequence[Any], *, money: bool) -> bool:
    if column.alike is not None and len({column.alike(row) for row in rows}) != 1:
        return False
    if column.once is not None and len({column.once(row) for row in rows}) != len(rows):
        return False
    if callable(column.total):
        return len({column.total(row) for row in rows}) == 1
    return column.total == "always" or (column.total == "if_money" and money)
