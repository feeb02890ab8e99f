"""A listing as a command tells it: a table for people, one form a row for JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from desktop.cli.calls import Call, CommandResult
from desktop.cli.shown import table
from desktop.labels import Language
from desktop.listings.listing import COMMAND, Listing


def listed(call: Call, listing: Listing, rows: Sequence[Any], *, status: int = 0) -> CommandResult:
    """The answer of a command that lists these rows."""
    return CommandResult(
        [listing.form(row, call.language) for row in rows], listing_text(listing, rows, call.language), status
    )


def listing_text(listing: Listing, rows: Sequence[Any], language: Language) -> str:
    """Rows under their heads."""
    columns = listing.columns_in(COMMAND)
    cells = [[column.told(row, language) for column in columns] for row in rows]
    figures = [place for place, column in enumerate(columns) if column.type.figure]
    return table([column.head(language) for column in columns], cells, figures)
