"""Loads a folder of CSV files into HQ's book: file by file, each whole or not at all, and only what changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection

from domain.errors import RefusedError, UsageError
from domain.explain import Reason
from domain.tables.marked_minuses import minus_notes
from sync.hq.channel.copying import forward
from sync.hq.channel.seller_cards import publish_sellers
from sync.hq.loading import master_files, opening_files
from sync.hq.loading.csv_files import FileForm, LoadedSheet, read_sheet
from sync.hq.service.founding import settle_dealer
from sync.records.bodies.records import Body, DealerBody, PriceBody, ProductBody, decode, encode
from sync.records.books.bulk import parts, rows_in
from sync.records.books.database import Book
from sync.records.books.homes import home_of
from sync.records.books.settings import read_setting
from sync.records.documents.builders import PostingContext

FORMS = (
    master_files.DEALERS,
    master_files.PRODUCTS,
    master_files.PRICES,
    opening_files.STOCK,
    opening_files.OPENING,
)
PAGE = 5000
Record = TypeVar("Record", bound=Body)


@dataclass(frozen=True, slots=True)
class LoadedFile:
    """What became of one file.

    Attributes:
        rows: how many rows it holds.
        changed: how many of them were new or different, and were written; 0 where there are problems.
        ignored: columns that mean nothing here.
        left: rows that are sums, and no records.
        gone: keys that stood before and are no longer listed; prices are then deleted, everything else stays.
        ended: those of them that were deleted: prices of a list of which the file speaks.
        problems: why nothing of the file was loaded, each with the facts `file`, `row`, `column`.
        notes: what a person should know of how it was read.
    """

    file: str
    rows: int
    changed: int = 0
    ignored: tuple[str, ...] = ()
    left: tuple[int, ...] = ()
    gone: tuple[str, ...] = ()
    ended: tuple[str, ...] = ()
    problems: tuple[Reason, ...] = ()
    notes: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of a folder's files, in the order they were loaded; a file that isn't there isn't told."""

    files: tuple[LoadedFile, ...]

    @property
    def changed(self) -> int:
        return sum(each.changed for each in self.files)

    @property
    def problems(self) -> tuple[Reason, ...]:
        return tuple(problem for each in self.files for problem in each.problems)


@dataclass(frozen=True, slots=True)
class _Standing:
    """What HQ's own live records of one kind are: stream and body by id."""

    streams: Mapping[str, str]
    bodies: Mapping[str, bytes]

    def decoded(self, kind: str, body_type: type[Record]) -> dict[str, Record]:
        found = {each: decode(kind, body) for each, body in self.bodies.items()}
        return {each: body for each, body in found.items() if isinstance(body, body_type)}


def load(book: Book, folder: Path, today: date, now: str) -> Loaded:
    """Loads the files that are there: dealers, products, prices, stock, openings, each judged against what stands then.

    Raises UsageError `folder_missing`, `nothing_to_load`, `book_unfounded`; RefusedError `not_hq`. Bad rows are not
    raised but returned, so that the good files are loaded and told all the same.
    """
    if not folder.is_dir():
        raise UsageError("folder_missing", folder=str(folder))
    with book.reading() as connection:
        if home_of(connection).role != "hq":
            raise RefusedError("not_hq")
    there = [form for form in FORMS if (folder / form.file).exists()]
    if not there:
        raise UsageError("nothing_to_load", folder=str(folder), files=", ".join(form.file for form in FORMS))
    loaded = [_load_file(book, read_sheet(folder / form.file, form), form, today, now) for form in there]
    forward(book, now)
    return Loaded(tuple(loaded))


def _load_file(book: Book, sheet: LoadedSheet, form: FileForm, today: date, now: str) -> LoadedFile:
    changed, gone = (0, ()) if sheet.problems else _STEPS[form.file](book, sheet, today, now)
    with book.reading() as connection:
        ended = _ended(connection, gone) if form.file == master_files.PRICES.file else ()
    problems = tuple(sorted(sheet.problems, key=_row_of))
    left = tuple(sheet.left)
    notes = tuple(minus_notes(sheet.minuses))
    return LoadedFile(sheet.file, len(sheet.rows), changed, sheet.ignored, left, tuple(gone), ended, problems, notes)


def _ended(connection: Connection, gone: Sequence[str]) -> tuple[str, ...]:
    """Of these prices those that stand no more."""
    standing = {each for (each,) in rows_in(connection, "SELECT id FROM price WHERE id IN (?*)", list(gone))}
    return tuple(each for each in gone if each not in standing)


def _row_of(problem: Reason) -> int:
    row = problem.facts["row"]
    return row if isinstance(row, int) else 0


def _load_dealers(book: Book, sheet: LoadedSheet, today: date, _now: str) -> tuple[int, Sequence[str]]:
    standing = _standing(book, "dealer")
    bodies = master_files.read_dealers(sheet, standing.decoded("dealer", DealerBody))
    if sheet.problems:
        return 0, ()
    changed = _publish(book, "dealer", bodies, standing, _dealer_stream, today)
    publish_sellers(book)
    with book.writing() as writing:
        settle_dealer(writing.connection)
    return changed, sorted(standing.bodies.keys() - bodies)


def _dealer_stream(code: str, body: DealerBody) -> str:
    return "catalog" if body.tier == "hq" else f"dealer/{code}"


def _load_products(book: Book, sheet: LoadedSheet, _today: date, _now: str) -> tuple[int, Sequence[str]]:
    standing = _standing(book, "product")
    bodies = master_files.read_products(sheet, standing.decoded("product", ProductBody))
    if sheet.problems:
        return 0, ()
    changed = _publish(book, "product", bodies, standing, lambda _sku, _body: "catalog")
    return changed, sorted(standing.bodies.keys() - bodies)


def _load_prices(book: Book, sheet: LoadedSheet, _today: date, _now: str) -> tuple[int, Sequence[str]]:
    bodies = master_files.read_prices(sheet, _standing(book, "product").decoded("product", ProductBody))
    if sheet.problems:
        return 0, ()
    standing = _standing(book, "price")
    gone = sorted(standing.bodies.keys() - bodies)
    lists = {body.price_list for body in bodies.values()}
    # A list is a whole, so what it no longer says is gone; a list the file doesn't speak of stays.
    dropped = [record for record in gone if standing.streams[record].removeprefix("prices/") in lists]
    for part in parts(dropped, PAGE):
        with book.writing() as writing:
            for stream in sorted({standing.streams[record] for record in part}):
                writing.delete(stream, "price", [record for record in part if standing.streams[record] == stream])
    changed = _publish(book, "price", bodies, standing, _price_stream)
    return changed + len(dropped), gone


def _price_stream(_record: str, body: PriceBody) -> str:
    return f"prices/{body.price_list}"


def _load_stock(book: Book, sheet: LoadedSheet, today: date, now: str) -> tuple[int, Sequence[str]]:
    rows = opening_files.read_stock(sheet, _standing(book, "product").decoded("product", ProductBody))
    with book.writing() as writing:
        clerk = _clerk(writing.connection, sheet, today, now)
        if sheet.problems:
            return 0, ()
        gone = opening_files.no_longer_listed(writing.connection, sheet.file, list(rows))
        return opening_files.write_stock(writing, clerk, rows), gone


def _load_openings(book: Book, sheet: LoadedSheet, today: date, now: str) -> tuple[int, Sequence[str]]:
    dealers = _standing(book, "dealer").bodies
    with book.writing() as writing:
        clerk = _clerk(writing.connection, sheet, today, now)
        rows = opening_files.read_openings(sheet, writing.connection, dealers, clerk)
        if sheet.problems:
            return 0, ()
        gone = opening_files.no_longer_listed(writing.connection, sheet.file, list(rows))
        return opening_files.write_openings(writing, clerk, rows), gone


_STEPS: Mapping[str, Callable[[Book, LoadedSheet, date, str], tuple[int, Sequence[str]]]] = {
    master_files.DEALERS.file: _load_dealers,
    master_files.PRODUCTS.file: _load_products,
    master_files.PRICES.file: _load_prices,
    opening_files.STOCK.file: _load_stock,
    opening_files.OPENING.file: _load_openings,
}


def _clerk(connection: Connection, sheet: LoadedSheet, today: date, now: str) -> PostingContext:
    """HQ as the one who writes; `hq_unknown` while no dealer of tier hq was loaded."""
    dealer = settle_dealer(connection)
    if not dealer:
        sheet.blame("hq_unknown")
    return PostingContext(dealer, read_setting(connection, "prefix"), "", now, today)


def _standing(book: Book, kind: str) -> _Standing:
    """HQ's own live records of a kind; what desks wrote is theirs and is no part of the files."""
    with book.reading() as connection:
        live = "1" if book.is_sqlite else "TRUE"
        query = (
            "SELECT e.record, s.name, e.body FROM entry e JOIN stream s ON s.id = e.stream "
            f"WHERE e.kind IN (?*) AND e.live = {live} AND substr(s.name, 1, 5) <> 'desk/'"
        )
        found = rows_in(connection, query, [kind])
    return _Standing({each: name for each, name, _ in found}, {each: bytes(body) for each, _, body in found})


def _publish(
    book: Book,
    kind: str,
    bodies: Mapping[str, Record],
    standing: _Standing,
    stream_of: Callable[[str, Record], str],
    today: date | None = None,
) -> int:
    """Writes those records whose bytes differ from what stands, in pages; returns how many."""
    changed = [(each, body) for each, body in bodies.items() if standing.bodies.get(each) != encode(body)]
    for page in parts(changed, PAGE):
        with book.writing() as writing:
            writing.today = today
            by_stream: dict[str, list[tuple[str, Body]]] = {}
            for each, body in page:
                by_stream.setdefault(stream_of(each, body), []).append((each, body))
            for stream, records in by_stream.items():
                writing.put_all(stream, kind, records)
    return len(changed)
