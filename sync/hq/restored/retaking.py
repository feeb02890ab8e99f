"""A person at HQ takes what desks gave back: the very records again, unless something done since is against them."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from weakref import WeakKeyDictionary

import msgspec
from sqlalchemy import Connection, Engine

from domain.documents.kinds import ORDER_RECORDS
from domain.errors import RefusedError
from sync.hq.admission import judge_entries
from sync.hq.channel.tree import Tree
from sync.hq.restored.epochs import release, restored
from sync.hq.restored.homecoming import STATE
from sync.hq.service.asker import Asker
from sync.records.bodies.records import DOCUMENT_KINDS, DealerBody
from sync.records.books.bulk import query_rows, rows_in, run_many
from sync.records.books.database import Book
from sync.records.books.numbering import next_in_series, number_in
from sync.records.books.settings import identity
from sync.records.copies.strays import Renumbered, with_number
from sync.records.log.moves import about_to_change, tell_returned
from sync.records.log.problems import note_come
from sync.records.log.receiving import take_entries
from sync.records.log.streams import living, lock_head
from sync.records.log.writing import Writing
from sync.shapes import make_ready
from sync.streams import Entry, link, make_entry
from sync.wire.people import ReturnedList, ReturnedListRequest, ReturnedRow

# What HQ reckons and tells anew by itself.
_FIGURES = frozenset({"availability", "quota"})
Against = Literal["", "changed", "decided", "elsewhere"]


@dataclass(frozen=True, slots=True)
class ReturnedRecord:
    """One record that waits for a person: its newest version of those given back.

    `number` and `party` are what people know it by. `against` says what HQ did since: `changed` this very record,
    `decided` about the same order, `elsewhere` the record lives in another stream; "" where nothing is against it.
    `proven` is False where HQ's signature covers the head only, not how the entry led there.
    """

    id: int
    stream: str
    place: int
    kind: str
    record: str
    number: str
    proven: bool
    desk: str
    against: Against


@dataclass(frozen=True, slots=True)
class Retaken:
    """What became of the records chosen: ids taken, ids passed over, and documents of ours that gave up a number."""

    taken: list[int]
    passed: list[int]
    renumbered: list[Renumbered]


_NEWEST = (
    "SELECT e.id, e.stream, e.number, e.kind, e.record, e.body, e.hash, r.proven, r.desk, r.previous, r.previous_hash "
    "FROM returned_entry e JOIN returned_run r ON r.id = e.run WHERE e.state = 'waiting' AND r.state = 'whole' "
    "ORDER BY e.stream, e.number, r.proven"
)


class _Concerns(msgspec.Struct):
    source: str | None = None
    order: str | None = None


make_ready(_Concerns)
_concerns = msgspec.json.Decoder(_Concerns)


def returned(book: Book) -> list[ReturnedRecord]:
    """All that waits for a person; what HQ has by now is put away and not told."""
    with book.writing() as writing:
        return [each for each, _ in _waiting(writing.connection)]


_LISTED = 2_000


def list_returned(book: Book, asker: Asker, _: ReturnedListRequest) -> ReturnedList:
    """The same for a desk of HQ's people, the first so many; nothing is put away. RefusedError `not_readable`."""
    with book.reading() as connection:
        if asker.dealer != identity(connection)["dealer_id"]:
            raise RefusedError("not_readable")
        found = [told for told, _ in _sorted_out(connection)[0]]
        orders = query_rows(connection, "SELECT COUNT(*) FROM returning_order")[0][0]
    rows = [
        ReturnedRow(each.id, each.stream, each.kind, each.record, each.number, each.proven, each.desk, each.against)
        for each in found[:_LISTED]
    ]
    return ReturnedList(rows, len(found), orders)


@dataclass(frozen=True, slots=True)
class Outstanding:
    """What a restore of HQ still leaves to do, as every end is told of it.

    Attributes:
        records: how many wait for a person; just those that `returned` lists.
        orders: how many wait for desks to bring back their old answers.
        home: records that their desk is to write again.
        since: when HQ was set back, while it waits for desks; else "".
    """

    records: int
    orders: int
    home: int
    since: str

    @property
    def anything(self) -> bool:
        return bool(self.records or self.orders or self.home or self.since)


def outstanding(connection: Connection) -> Outstanding:
    """The same in figures; nothing is put away."""
    some = query_rows(connection, "SELECT 1 FROM returned_entry WHERE state = 'waiting' LIMIT 1")
    known = restored(connection)
    return Outstanding(
        len(_sorted_out(connection)[0]) if some else 0,
        query_rows(connection, "SELECT COUNT(*) FROM returning_order")[0][0],
        query_rows(connection, "SELECT COUNT(*) FROM returned_entry WHERE state = ?", STATE)[0][0],
        known.at if known else "",
    )


_AS_OLD = 30.0
_COUNTED: WeakKeyDictionary[Engine, tuple[int, int, float]] = WeakKeyDictionary()


def waiting_back(connection: Connection) -> int:
    """How many records wait for a person, for desks that ask all day: all of them are gone through where their number
    changed, and every half minute because HQ may have written the like meanwhile.
    """
    there = query_rows(connection, "SELECT COUNT(*) FROM returned_entry WHERE state = 'waiting'")[0][0]
    counted, records, at = _COUNTED.get(connection.engine, (0, 0, 0.0))
    now = time.monotonic()
    if there and (there != counted or now - at > _AS_OLD):
        records = len(_sorted_out(connection)[0])
        _COUNTED[connection.engine] = there, records, now
    return records if there else 0


def _waiting(connection: Connection) -> list[tuple[ReturnedRecord, Any]]:
    """What waits for a person, with its row; what HQ has by now is put away."""
    found, known = _sorted_out(connection)
    for row in known:
        _mark(connection, row, "known")
    return found


def _sorted_out(connection: Connection) -> tuple[list[tuple[ReturnedRecord, Any]], list[Any]]:
    """What waits for a person, with its row; and the rows of what HQ has by now."""
    newest: dict[tuple[str, str, str], Any] = {}
    for row in query_rows(connection, _NEWEST):
        newest[row.stream, row.kind, row.record] = row
    rows = list(newest.values())
    stands = _standing(connection, rows)
    busy = _decided(connection, rows)
    found, known = [], []
    for row in rows:
        entry = _entry(row)
        version = stands.get((row.kind, row.record))
        if row.kind in _FIGURES or (version is not None and version.leaf == entry.leaf):
            known.append(row)
            continue
        number = number_in(entry)
        told = ReturnedRecord(
            row.id, row.stream, row.number, row.kind, row.record, number, bool(row.proven), row.desk,
            _against(row, version, busy),
        )  # fmt: skip
        found.append((told, row))
    return found, known


def _entry(row: Any) -> Entry:
    return make_entry(row.kind, row.record, None if row.body is None else bytes(row.body))


@dataclass(frozen=True, slots=True)
class _Version:
    stream: str
    number: int
    leaf: bytes


def _standing(connection: Connection, rows: Sequence[Any]) -> dict[tuple[str, str], _Version]:
    """The last version HQ has of each of these records, a deletion included."""
    sql = (
        "SELECT e.kind, e.record, s.name, e.number, e.leaf FROM entry e JOIN stream s ON s.id = e.stream "
        "WHERE e.record IN (?*) ORDER BY e.id"
    )
    ids = sorted({row.record for row in rows})
    return {
        (kind, record): _Version(stream, number, bytes(leaf))
        for kind, record, stream, number, leaf in rows_in(connection, sql, ids)
    }


def _decided(connection: Connection, rows: Sequence[Any]) -> set[tuple[str, str]]:
    """Stream and order where HQ did something about the order since the restore that isn't what came back."""
    named: defaultdict[str, set[str]] = defaultdict(set)
    since = {row.stream: row.previous for row in rows}
    theirs = {(row.kind, row.record) for row in rows}
    for row in rows:
        named[row.stream].add(_order_of(row))
    busy = set()
    sql = (
        "SELECT e.kind, e.record, d.source FROM document d JOIN entry e ON e.record = d.id AND e.kind = d.kind "
        f"JOIN stream s ON s.id = e.stream WHERE d.source IN (?*) AND e.{living(connection)} AND s.name = ? "
        "AND e.number > ?"
    )
    for stream, orders in named.items():
        for kind, record, source in rows_in(connection, sql, sorted(orders - {""}), stream, since[stream]):
            if (kind, record) not in theirs:
                busy.add((stream, source))
    return busy


def _order_of(row: Any) -> str:
    """The order a record is about, "" where it is about none."""
    if row.kind in ORDER_RECORDS:
        return str(row.record)
    try:
        return "" if row.body is None else _concerns.decode(bytes(row.body)).source or ""
    except msgspec.MsgspecError:
        return ""


def _against(row: Any, version: _Version | None, busy: Collection[tuple[str, str]]) -> Against:
    if version is not None and version.stream != row.stream:
        return "elsewhere"
    if version is not None and version.number > row.previous:
        return "changed"
    return "decided" if (row.stream, _order_of(row)) in busy else ""


def _mark(connection: Connection, row: Any, state: str) -> None:
    """Settles all versions of a record that were given back."""
    sql = "UPDATE returned_entry SET state = ? WHERE stream = ? AND kind = ? AND record = ? AND state = 'waiting'"
    run_many(connection, sql, [(state, row.stream, row.kind, row.record)])


def retake(
    book: Book, now: str, ids: Collection[int] | None = None, *, over: bool = False, unproven: bool = False
) -> Retaken:
    """Writes what came back again under the new epoch; asking again does nothing more.

    Args:
        ids: which; None for all.
        over: also where something done since is against it; what came back then stands.
        unproven: also what HQ's signature doesn't cover entry by entry.
    """
    with book.writing() as writing:
        connection = writing.connection
        chosen = [(told, row) for told, row in _waiting(connection) if ids is None or told.id in ids]
        fit = [(told, row) for told, row in chosen if (over or not told.against) and (unproven or told.proven)]
        fit = [(told, row) for told, row in fit if told.against != "elsewhere"]
        circles = _in_circles(connection, [row for _, row in fit])
        fit = [(told, row) for told, row in fit if told.id not in circles]
        own = [row for _, row in fit if not row.stream.startswith("desk/")]
        renumbered = _write(writing, own)
        desks = _take_desks(connection, {row.stream for _, row in fit if row.stream.startswith("desk/")}, now)
        taken = [told.id for told, row in fit if row in own or row.stream in desks]
        release(connection, now)
    return Retaken(taken, [told.id for told, _ in chosen if told.id not in taken], renumbered)


def _write(writing: Writing, rows: Sequence[Any]) -> list[Renumbered]:
    by_stream: defaultdict[str, list[Any]] = defaultdict(list)
    for row in rows:
        by_stream[row.stream].append(row)
    renumbered = _make_way(writing, rows)
    cards = about_to_change(writing.connection, _cards(rows))
    for stream, listed in sorted(by_stream.items()):
        writing.put_entries(stream, [_entry(row) for row in listed])
    tell_returned(writing, cards)
    for row in rows:
        _mark(writing.connection, row, "taken")
    return renumbered


def _cards(rows: Sequence[Any]) -> list[tuple[str, DealerBody]]:
    """HQ's cards that come back: they may move somebody, and HQ's own record of that is at its people's desks only."""
    found = [row for row in rows if row.kind == "dealer" and row.body is not None]
    return [(row.record, msgspec.json.decode(bytes(row.body), type=DealerBody)) for row in found]


def _in_circles(connection: Connection, rows: Sequence[Any]) -> set[int]:
    """Cards that would come to stand below themselves: dealers were moved since. One after another, the others come."""
    cards = [(row, body) for row in rows for _, body in _cards([row])]
    if not cards:
        return set()
    tree = Tree.around(connection, {each for row, body in cards for each in (row.record, body.parent or "")})
    found = set()
    for row, body in cards:
        if body.parent and row.record in tree.chain(body.parent):
            found.add(row.id)
        else:
            tree.place(row.record, body.parent)
    return found


def _make_way(writing: Writing, rows: Sequence[Any]) -> list[Renumbered]:
    """A document HQ made since under a number that comes back gets a new one; what comes back keeps its own."""
    connection = writing.connection
    numbers = {number_in(_entry(row)): row.record for row in rows if row.kind in DOCUMENT_KINDS}
    sql = (
        "SELECT s.name, e.kind, e.record, e.body, d.number FROM document d "
        "JOIN entry e ON e.record = d.id AND e.kind = d.kind JOIN stream s ON s.id = e.stream "
        f"WHERE d.number IN (?*) AND e.{living(connection)}"
    )
    found = []
    for stream, kind, record, body, number in rows_in(connection, sql, sorted(numbers)):
        if record != numbers[number] and not stream.startswith("desk/"):
            given = Renumbered(kind, record, number, next_in_series(connection, number))
            writing.put_entries(stream, [with_number(make_entry(kind, record, bytes(body)), given)])
            found.append(given)
    return found


def _take_desks(connection: Connection, streams: Collection[str], now: str) -> set[str]:
    """Appends what came back of desks' own streams at its very places, judged as when the desk sends it itself."""
    taken = set()
    for stream in sorted(streams):
        key, head = lock_head(connection, stream)
        rows = query_rows(connection, f"{_NEWEST.replace('ORDER BY', 'AND e.stream = ? ORDER BY')}", stream)
        numbered: list[tuple[int, Entry, bytes | None]] = []
        before = head.hash
        for row in rows:
            entry = _entry(row)
            if row.number == head.number + len(numbered) + 1 and link(before, row.number, entry.leaf) == row.hash:
                before = bytes(row.hash)
                numbered.append((row.number, entry, before))
        if numbered:
            entries = [(number, entry) for number, entry, _ in numbered]
            wrong = judge_entries(connection, key, _dealer_of(connection, stream), entries)
            take_entries(connection, stream, (key, head), numbered, held=wrong, now=now)
            note_come(connection, [entry.record for number, entry in entries if number not in wrong])
            run_many(
                connection,
                "UPDATE returned_entry SET state = 'taken' WHERE stream = ? AND number <= ? AND state = 'waiting'",
                [(stream, numbered[-1][0])],
            )
        # What fits the stream no more, because its desk went on from before, goes home and is written anew there.
        run_many(
            connection,
            "UPDATE returned_entry SET state = ? WHERE stream = ? AND state = 'waiting' AND run IN "
            "(SELECT id FROM returned_run WHERE state = 'whole')",
            [(STATE, stream)],
        )
        taken.add(stream)
    return taken


def _dealer_of(connection: Connection, stream: str) -> str:
    found = query_rows(connection, "SELECT dealer FROM desk WHERE id = ?", stream.removeprefix("desk/"))
    return str(found[0][0]) if found else ""


def leave(book: Book, now: str, ids: Collection[int] | None = None) -> int:
    """Puts away what came back without taking it; how many records. It stays in the book, and is asked for no more."""
    with book.writing() as writing:
        connection = writing.connection
        chosen = [row for told, row in _waiting(connection) if ids is None or told.id in ids]
        for row in chosen:
            _mark(connection, row, "left")
        release(connection, now)
    return len(chosen)
