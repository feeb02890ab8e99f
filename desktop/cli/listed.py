"""A listing as a command tells it: a table for people, one form a row for JSON."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from desktop.cli.calls import Call, CommandResult
from desktop.cli.shown import table
from desktop.labels import Language
from desktop.listings.listing import COMMAND, ListColumn, Listing
from desktop.listings.types import NONE
from domain.values.money import ZERO

_SILENT = ("", NONE)


def listed(
    call: Call,
    listing: Listing,
    rows: Sequence[Any],
    *,
    forms: Iterable[Mapping[str, Any]] | None = None,
    nothing: str = "",
    summed: bool = False,
    status: int = 0,
) -> CommandResult:
    """The answer of a command that lists these rows.

    `forms` is what this command's JSON has always said of each: it stays as it is, and the listing's keys stand beside
    it. `nothing` is said instead of a table without rows; `summed` adds what the columns come to.
    """
    text = listing_text(listing, rows, call.language, summed=summed) if rows or not nothing else nothing
    return CommandResult(listing_forms(call, listing, rows, forms), text, status)


def listing_forms(
    call: Call, listing: Listing, rows: Sequence[Any], forms: Iterable[Mapping[str, Any]] | None = None
) -> list[dict[str, Any]]:
    """Rows as JSON: the listing's keys, and over them what the command has always said."""
    told = [listing.form(row, call.language) for row in rows]
    if forms is None:
        return told
    return [{**form, **known} for form, known in zip(told, forms, strict=True)]


def listing_text(
    listing: Listing, rows: Sequence[Any], language: Language, *, without: Collection[str] = (), summed: bool = False
) -> str:
    """Rows under their heads; a column that no row says anything in is left out, as are those the heading has said."""
    columns = [
        each
        for each in listing.columns_in(COMMAND)
        if each.key not in without and (not rows or any(each.told(row, language) not in _SILENT for row in rows))
    ]
    cells = [[column.told(row, language) for column in columns] for row in rows]
    if summed and rows:
        cells.append([_sum(place, column, rows, language) for place, column in enumerate(columns)])
    figures = [place for place, column in enumerate(columns) if column.type.figure]
    return table(_heads(columns, language), cells, figures)


def _heads(columns: Sequence[ListColumn], language: Language) -> list[str]:
    """As the window heads them; two that would read the same, as a party's code and name, have their own titles."""
    heads = [each.head(language) for each in columns]
    return [each.title(language) if heads.count(head) > 1 else head for each, head in zip(columns, heads, strict=True)]


def _sum(place: int, column: ListColumn, rows: Sequence[Any], language: Language) -> str:
    if column.total != "always":
        return "" if place else {"zh": "合计", "en": "Total"}[language]
    first, *others = [value for value in map(column.value, rows) if value is not None] or [ZERO]
    return (column.type.told or column.type.text)(sum(others, first), rows[0], language)
