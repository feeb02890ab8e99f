"""The other side's book in a file of any layout: its columns mapped once for each counterparty, all its sheets read."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.exchange.reading import Grid, read_grids
from domain.bank_formats import (
    BankLayout,
    Recognised,
    Row,
    layout_as_plain,
    layout_from_plain,
    missing_in,
    recognise,
)
from domain.book_shapes import KeptBy
from domain.errors import UsageError
from domain.other_books import OtherBook, book_layout, read_book, shaped_book, unmapped_book
from sync.records.settings import read_setting, write_setting

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desktop.desk import Desk

_LAYOUTS, _OF = "book_layouts", "book_layouts_of"


@dataclass(frozen=True, slots=True)
class OtherFile:
    """The other side's book in a file.

    `kept_by` is whose book it is, "" for the side that isn't ours. `titles` maps its columns where they can't be
    guessed; `name` gives the mapping a name to be remembered by. `closing` is its balance, where the file tells none.
    """

    path: Path
    kept_by: KeptBy | str = ""
    titles: Mapping[str, str] = field(default_factory=dict)
    name: str = ""
    closing: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """A file's columns: their titles, what each could be guessed to mean, and whether its mapping is known already."""

    titles: tuple[str, ...]
    guessed: Mapping[str, str]
    known: str


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One table of the file with its layout and where its header is."""

    name: str
    rows: Sequence[Row]
    found: Recognised


def offered(desk: Desk, path: Path, kept_by: KeptBy) -> Offer:
    """What a person is shown of a file before its columns are mapped; raises what `read_grids` raises."""
    grids = _grids(path, kept_by, desk.today())
    with desk.book.reading() as connection:
        known = _remembered(connection)
    for grid in grids:
        recognised = recognise(grid.rows, known)
        if recognised is not None and recognised.layout in known:
            layout = recognised.layout
            return Offer(tuple(layout.titles.values()), layout.titles, layout.name)
    found = max((unmapped_book(each.rows, kept_by) for each in grids), key=lambda each: len(each.guessed))
    return Offer(found.titles, found.guessed, "")


def remember_book(desk: Desk, other: OtherFile, party: str = "") -> None:
    """Keeps the mapping of a file's columns under its name, so that such files are read from now on.

    With `party` (the buyer's id) the files of that account are tried with it before any other. Raises UsageError
    `book_format_unknown`, `bank_mapping`.
    """
    desk.need("statement_write")
    with desk.book.writing() as writing:
        connection = writing.connection
        kept_by: KeptBy = "seller" if other.kept_by == "seller" else "buyer"
        layout = _sheets(connection, other, kept_by, party, desk.today())[0].found.layout
        known = [each for each in _remembered(connection) if each.name != layout.name]
        plain = [layout_as_plain(each) for each in [*known, layout]]
        write_setting(connection, _LAYOUTS, json.dumps(plain, ensure_ascii=False))
        if party:
            named = {**_named(connection), party: layout.name}
            write_setting(connection, _OF, json.dumps(named, ensure_ascii=False))


def read_other(connection: Connection, other: OtherFile, kept_by: KeptBy, party: str, near: dt.date) -> OtherBook:
    """All that a file says: sheets of one layout are one book, the first tells its opening and the last its closing.

    Raises UsageError `book_format_unknown`, `bank_mapping` and what `read_grids` raises.
    """
    sheets = _sheets(connection, other, kept_by, party, near)
    books = [(each.name, read_book(each.rows, each.found, kept_by)) for each in sheets]
    if len(books) == 1:
        return books[0][1]
    return OtherBook(
        lines=tuple(replace(line, id=f"{name}/{line.id}") for name, book in books for line in book.lines),
        opening=next((book.opening for _, book in books if book.opening is not None), None),
        closing=next((book.closing for _, book in reversed(books) if book.closing is not None), None),
        remarks=tuple(remark for _, book in books for remark in book.remarks),
    )


def _sheets(connection: Connection, other: OtherFile, kept_by: KeptBy, party: str, near: dt.date) -> list[_Sheet]:
    """The tables of the file that have its layout; in a text file there is one, however it could be parted."""
    grids = _grids(other.path, kept_by, near)
    first = _first(connection, other, kept_by, party, grids)
    if not first.name:
        return [first]
    fitting = [(each, recognise(each.rows, [first.found.layout])) for each in grids]
    return [
        _Sheet(each.sheet, each.rows, found)
        for each, found in fitting
        if found is not None and found.layout == first.found.layout
    ]


def _first(connection: Connection, other: OtherFile, kept_by: KeptBy, party: str, grids: Sequence[Grid]) -> _Sheet:
    """The table whose columns are known best."""
    known = _remembered(connection)
    own = [each for each in known if each.name == _named(connection).get(party)]
    for layouts in (own, known) if not other.titles else ():
        for grid in grids:
            recognised = recognise(grid.rows, layouts)
            if recognised is not None and recognised.layout in layouts:
                return _Sheet(grid.sheet, grid.rows, recognised)
    grid, offer = max(
        ((each, unmapped_book(each.rows, kept_by)) for each in grids), key=lambda pair: len(pair[1].guessed)
    )
    titles = {**offer.guessed, **other.titles}
    if missing_in(titles):
        raise UsageError(
            "book_format_unknown",
            file=other.path.name,
            titles=" ".join(offer.titles[:20]),
            missing=", ".join(missing_in(titles)),
        )
    try:
        layout = book_layout(other.name or other.path.stem, titles)
    except ValueError as wrong:
        raise UsageError("bank_mapping", name=other.name, titles=" ".join(other.titles)) from wrong
    recognised = recognise(grid.rows, [layout])
    if recognised is None or recognised.layout != layout:
        raise UsageError("bank_mapping", name=other.name or other.path.name, titles=" ".join(titles.values()))
    return _Sheet(grid.sheet, grid.rows, recognised)


def _grids(path: Path, kept_by: KeptBy, near: dt.date) -> list[Grid]:
    return [
        replace(each, rows=[list(row) for row in shaped_book(each.rows, kept_by, near)]) for each in read_grids(path)
    ]


def _remembered(connection: Connection) -> list[BankLayout]:
    return [layout_from_plain(each) for each in json.loads(read_setting(connection, _LAYOUTS) or "[]")]


def _named(connection: Connection) -> dict[str, str]:
    """The name of each counterparty's layout, by dealer."""
    named: dict[str, str] = json.loads(read_setting(connection, _OF) or "{}")
    return named
