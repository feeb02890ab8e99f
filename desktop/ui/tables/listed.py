"""A listing's columns as the window shows them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

from desktop.listings.listing import WINDOW, Filter, ListColumn, Listing
from desktop.listings.types import NONE
from desktop.ui.tables.model import Column
from desktop.ui.widgets import formatting

_BETWEEN = "  ·  "


def window_columns(listing: Listing, *, at_hq: bool = False, without: Collection[str] = ()) -> tuple[Column, ...]:
    """The columns that stand in the window, `without` those of these keys; `at_hq` says that HQ's people look."""
    return tuple(
        window_column(listing, column, at_hq=at_hq)
        for column in listing.columns_in(WINDOW)
        if column.key not in without
    )


def window_column(listing: Listing, column: ListColumn, *, at_hq: bool = False) -> Column:
    """One column of a listing as a table's model takes it."""
    look = column.look
    return Column(
        column.head(formatting.language(), at_hq=at_hq),
        _text_of(column),
        look.width,
        right=column.type.figure,
        look=look.look,
        tone=look.tone,
        second=_second_of([listing.column(key) for key in look.second]),
        strong=look.strong,
        spare=look.spare,
        whole=look.whole or column.type.whole,
        name=look.name,
        listed=column,
    )


def filter_pairs(filters: Sequence[Filter], *, at_hq: bool = False) -> list[tuple[str, str]]:
    """A listing's filters with their titles, for the bar over the list."""
    language = formatting.language()
    return [(each.code, each.title(language)) for each in filters if at_hq or not each.at_hq]


def _text_of(column: ListColumn) -> Callable[[Any], str]:
    def text(row: Any) -> str:
        return column.text(row, formatting.language())

    return text


def _second_of(columns: Sequence[ListColumn]) -> Callable[[Any], str]:
    """What stands on the second line: whatever of these says something."""

    def second(row: Any) -> str:
        language = formatting.language()
        texts = (column.text(row, language) for column in columns)
        return _BETWEEN.join(text for text in texts if text and text != NONE)

    return second
