"""The other side's book in a file of any layout: its columns mapped once for each counterparty, all its sheets read."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.actions.catalog.parties import parties
from desktop.actions.changes import changes
from desktop.exchange.reading import FileGrid, read_grids
from domain.bank.formats import (
    BankLayout,
    Recognised,
    Row,
    layout_as_plain,
    layout_from_plain,
    missing_in,
    recognise,
)
from domain.bank.maps import check_said, row_named
from domain.errors import UsageError
from domain.explain import Reason
from domain.reconciliation.book_accounts import accounts_in
from domain.reconciliation.book_shapes import KeptBy
from domain.reconciliation.matching import BookLine
from domain.reconciliation.other_books import OtherBook, book_layout, read_book, shaped_book, unmapped_book
from domain.reconciliation.running_balances import FollowedBook
from domain.tables.cells import read_code
from sync.records.books.settings import read_setting, write_setting

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desktop.desk import Desk

_LAYOUTS, _OF = "book_layouts", "book_layouts_of"
"""What older versions kept: all layouts together, and which of them was whose."""
_OWN = "book_layouts_of/{}"
"""The layouts of one account's files, by the other side's id."""


@dataclass(frozen=True, slots=True)
class OtherFile:
    """The other side's book in a file.

    `kept_by` is whose book it is, "" for the side that isn't ours. `titles` maps its columns where they can't be
    guessed; `name` gives the mapping a name to be remembered by. `closing` is its balance, where the file tells none.
    `hidden` takes hidden sheets and rows too.
    """

    path: Path
    kept_by: KeptBy | str = ""
    titles: Mapping[str, str] = field(default_factory=dict)
    name: str = ""
    closing: Decimal | None = None
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class BookColumns:
    """A file's columns: their titles, what each could be guessed to mean, and whether its mapping is known already."""

    titles: tuple[str, ...]
    guessed: Mapping[str, str]
    known: str


@dataclass(frozen=True, slots=True)
class _BookSheet:
    """One table of the file with its layout and where its header is."""

    name: str
    rows: Sequence[Row]
    found: Recognised
    marks: Mapping[int, str]


def offered(desk: Desk, path: Path, kept_by: KeptBy, account: str = "") -> BookColumns:
    """What a person is shown of a file before its columns are mapped; raises what `read_grids` raises."""
    grids = _grids(path, kept_by, desk.today())
    with desk.book.reading() as connection:
        known = _remembered(connection, _other_side(connection, desk, account))
    for grid in grids:
        recognised = recognise(grid.rows, known)
        if recognised is not None and recognised.layout in known:
            layout = recognised.layout
            return BookColumns(tuple(layout.titles.values()), layout.titles, layout.name)
    found = max((unmapped_book(each.rows, kept_by) for each in grids), key=lambda each: len(each.guessed))
    return BookColumns(found.titles, found.guessed, "")


@changes()
def remember_book(desk: Desk, other: OtherFile, account: str) -> None:
    """Keeps the mapping of a file's columns under its name, so that such files of this account are read from now on.

    Another account's files are never read by it. Raises UsageError `book_format_unknown`, `bank_mapping`.
    """
    desk.need("statement_write")
    with desk.book.writing() as writing:
        connection = writing.connection
        party = _other_side(connection, desk, account)
        kept_by: KeptBy = "seller" if other.kept_by == "seller" else "buyer"
        layout = _sheets(connection, other, kept_by, party, desk.today())[0][0].found.layout
        titles = set(layout.titles.values())  # one account may have files of several layouts
        known = [each for each in _remembered(connection, party) if set(each.titles.values()) != titles]
        plain = [layout_as_plain(each) for each in [layout, *known]]
        write_setting(connection, _OWN.format(party), json.dumps(plain, ensure_ascii=False))


def read_other(
    connection: Connection,
    other: OtherFile,
    kept_by: KeptBy,
    party: str,
    near: dt.date,
    names: Sequence[str] = (),
) -> OtherBook:
    """All that a file says: sheets of one layout are one book, the first tells its opening and the last its closing.

    Of accounts with others than those of these `names` nothing is read. Sheets and accounts that weren't read are among
    the remarks. Raises UsageError `book_format_unknown`, `bank_mapping` and what `read_grids` raises.
    """
    sheets, unread = _sheets(connection, other, kept_by, party, near)
    books = [(each.name, _of_sheet(each, kept_by, names)) for each in sheets]
    if len(books) == 1:
        return replace(books[0][1], remarks=(*books[0][1].remarks, *unread))
    return OtherBook(
        lines=tuple(replace(line, id=f"{name}/{line.id}") for name, book in books for line in book.lines),
        opening=next((book.opening for _, book in books if book.opening is not None), None),
        closing=next((book.closing for _, book in reversed(books) if book.closing is not None), None),
        remarks=(*(remark for _, book in books for remark in book.remarks), *unread),
        run=FollowedBook(
            tuple(each for _, book in books for each in book.run.departures),
            books[0][1].run.opening,
            books[-1][1].run.ending,
            sum(book.run.followed for _, book in books),
            any(book.run.turned for _, book in books),
        ),
    )


def _of_sheet(sheet: _BookSheet, kept_by: KeptBy, names: Sequence[str]) -> OtherBook:
    accounts = accounts_in(sheet.rows, sheet.found.row, names)
    book = read_book(sheet.rows, sheet.found, kept_by, sheet.marks, accounts.apart)
    return replace(book, remarks=(*accounts.told, *book.remarks))


@dataclass(frozen=True, slots=True)
class BookKeeper:
    """Whose book a file is; `shown_by` is what shows that it isn't the side's that one expects, "" where it is."""

    kept_by: KeptBy
    shown_by: str = ""


def whose_book(
    connection: Connection,
    other: OtherFile,
    party: str,
    near: dt.date,
    usual: KeptBy,
    ours: Sequence[BookLine],
    names: Sequence[str] = (),
) -> BookKeeper:
    """Whose book a file is: as said, else as its titles, its lines beside `ours` or its balances show, else `usual`.

    A balance owed by the seller looks in a buyer's book as one owed to him does in a seller's; the lines don't.
    """
    if other.kept_by:
        return BookKeeper("seller" if other.kept_by == "seller" else "buyer")
    unlikely: KeptBy = "buyer" if usual == "seller" else "seller"
    ways: dict[KeptBy, OtherBook] = {}
    for kept_by in (usual, unlikely):
        with suppress(UsageError):
            ways[kept_by] = read_other(connection, other, kept_by, party, near, names)
    if usual not in ways or unlikely not in ways:
        return BookKeeper(unlikely, "titles") if unlikely in ways else BookKeeper(usual)
    alike = {kept_by: _alike(book.lines, ours) for kept_by, book in ways.items()}
    if alike[usual] <= alike[unlikely] and _owed(ways[unlikely].run) and not _owed(ways[usual].run):
        return BookKeeper(unlikely, "balances")
    told = alike[unlikely] >= _TELLING and alike[unlikely] > 2 * alike[usual]
    return BookKeeper(unlikely, "lines") if told else BookKeeper(usual)


_TELLING = 2  # lines with our amounts that show whose book it is; one may be a chance


def is_mirrored(book: OtherBook, ours: Sequence[BookLine]) -> bool:
    """Whether a book's lines are ours with the other sign: it writes what is owed as a negative figure."""
    turned = [replace(line, amount=-line.amount) for line in book.lines]
    alike = _alike(turned, ours)
    return alike >= _TELLING and alike > 2 * _alike(book.lines, ours)


def _alike(theirs: Sequence[BookLine], ours: Sequence[BookLine]) -> int:
    """How many lines of two books have one amount."""
    return (Counter(line.amount for line in theirs) & Counter(line.amount for line in ours)).total()


def _owed(run: FollowedBook) -> bool:
    """Whether a book read so states, row by row, what is owed to the seller as a positive balance."""
    return bool(run.followed and not run.departures and not run.turned and run.ending is not None and run.ending >= 0)


def _sheets(
    connection: Connection, other: OtherFile, kept_by: KeptBy, party: str, near: dt.date
) -> tuple[list[_BookSheet], list[Reason]]:
    """The tables of the file that have its layout, and what became of the others.

    In a text file there is one, however it could be parted.
    """
    grids = _grids(other.path, kept_by, near, hidden=other.hidden)
    first = _first(connection, other, kept_by, party, grids)
    unread = list(grids[0].beside)
    if not first.name:
        return [first], unread
    sheets = []
    for grid in grids:
        found = recognise(grid.rows, [first.found.layout])
        if found is not None and found.layout == first.found.layout:
            sheets.append(_BookSheet(grid.sheet, grid.rows, found, grid.marks))
        elif rows := sum(any(map(read_code, row)) for row in grid.rows):
            unread.append(Reason("sheet_unread", "warn", {"sheet": grid.sheet, "rows": rows}))
    return sheets, unread


def _first(
    connection: Connection, other: OtherFile, kept_by: KeptBy, party: str, grids: Sequence[FileGrid]
) -> _BookSheet:
    """The table whose columns are known best."""
    known = _remembered(connection, party) if not other.titles else []
    for layouts in ([each] for each in known):  # the one taught last first
        for grid in grids:
            recognised = recognise(grid.rows, layouts)
            if recognised is not None and recognised.layout in layouts:
                return _BookSheet(grid.sheet, grid.rows, recognised, grid.marks)
    grid, offer = max(
        ((each, unmapped_book(each.rows, kept_by)) for each in grids), key=lambda pair: len(pair[1].guessed)
    )
    if (row := row_named(grid.rows, other.titles)) is not None:
        offer = replace(offer, titles=tuple(filter(None, map(read_code, grid.rows[row]))))
    check_said(other.titles, offer.titles)
    titles = {**offer.guessed, **other.titles}
    if {"income", "expense"} <= set(other.titles) and "amount" not in other.titles:
        titles.pop("amount", None)  # which was only guessed, perhaps out of the balances
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
    return _BookSheet(grid.sheet, grid.rows, recognised, grid.marks)


def _grids(path: Path, kept_by: KeptBy, near: dt.date, *, hidden: bool = False) -> list[FileGrid]:
    grids = read_grids(path, hidden=hidden)
    return [replace(each, rows=[list(row) for row in shaped_book(each.rows, kept_by, near)]) for each in grids]


def _remembered(connection: Connection, party: str) -> list[BankLayout]:
    """The layouts taught for this account; what an older version kept for it counts as well."""
    plain = json.loads(read_setting(connection, _OWN.format(party)) or "[]")
    if not plain:
        name = json.loads(read_setting(connection, _OF) or "{}").get(party)
        plain = [each for each in json.loads(read_setting(connection, _LAYOUTS) or "[]") if each["name"] == name]
    return [layout_from_plain(each) for each in plain]


def _other_side(connection: Connection, desk: Desk, account: str) -> str:
    """The id of whoever stands on the other side of an account, "" for none."""
    if not account:
        return ""
    selling, buying = parties(connection, desk, account)
    return selling.id if buying.id == desk.dealer_id else buying.id
