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
    return columns_of(listing.columns, at_hq=at_hq, without=without)


def columns_of(
    columns: Sequence[ListColumn], *, at_hq: bool = False, without: Collection[str] = ()
) -> tuple[Column, ...]:
    """Those of some columns that stand in the window; what stands second under one is looked for among all of them."""
    by_key = {each.key: each for each in columns}
    return tuple(
        _column(column, [by_key[key] for key in column.look.second], at_hq=at_hq)
        for column in columns
        if WINDOW in column.where and column.key not in without
    )


def window_column(listing: Listing, column: ListColumn, *, at_hq: bool = False) -> Column:
    """One column of a listing as a table's model takes it."""
    return _column(column, [listing.column(key) for key in column.look.second], at_hq=at_hq)


def _column(column: ListColumn, second: Sequence[ListColumn], *, at_hq: bool) -> Column:
    look = column.look
    return Column(
        column.head(formatting.language(), at_hq=at_hq),
        _text_of(column),
        look.width,
        right=column.type.figure,
        look=look.look,
        tone=look.tone,
        second=_second_of(second),
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
