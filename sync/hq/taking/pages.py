"""Cuts the pages a desk lacks out of the streams it may read, bounded by entries and bytes."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from sync.hq.admission import held_entries, held_numbers
from sync.hq.channel.scope import Readable
from sync.records.books.bulk import AtOnce, query_at_once, rows_in
from sync.records.log.passages import passages
from sync.records.log.streams import living
from sync.wire.messages import DOWN_BYTES, DOWN_ENTRIES, Cursor, Page, WireEntry, wire_entry

_AT_ONCE = 1_000
# A stream of so many entries is no longer whole than its live records are, as far as anybody notices.
_SHORT = 2_000
# Of streams in which a desk is a little behind, what it lacks and the entry it stands at.
_AHEAD = AtOnce(
    "SELECT e.stream, e.number, e.kind, e.record, e.body, CASE WHEN e.body IS NULL THEN e.leaf END, e.hash FROM ?* "
    "CROSS JOIN LATERAL (SELECT * FROM entry n "
    f"WHERE n.stream = v.stream AND n.number >= v.after AND n.number <= v.until ORDER BY n.number LIMIT {_AT_ONCE}) e",
    (("stream", "bigint"), ("after", "bigint"), ("until", "bigint")),
)


@dataclass(slots=True)
class Budget:
    """What still fits into one answer."""

    entries: int = DOWN_ENTRIES
    bytes: int = DOWN_BYTES

    @property
    def spent(self) -> bool:
        return self.entries <= 0 or self.bytes <= 0


@dataclass(frozen=True, slots=True)
class Source:
    """Where entries come from: the book, and what of it was read ahead, by the stream's row."""

    connection: Connection
    ahead: dict[int, dict[int, Any]] = field(default_factory=dict)

    def read_ahead(self, streams: Iterable[Readable], cursors: dict[str, Cursor]) -> None:
        """Reads together what is lacking of streams whose pages are short; where each question goes a long way."""
        if self.connection.dialect.name == "sqlite":
            return
        wanted = [
            (stream.key, cursor.number, stream.head.number)
            for stream in streams
            if (cursor := cursors.get(stream.name)) is not None
            and cursor.filling_to is None
            and cursor.epoch == stream.head.epoch
            and stream.pruned <= cursor.number < stream.head.number
            and cursor.number
        ]
        if not wanted or sum(until - after + 1 for _, after, until in wanted) > _AT_ONCE:
            return
        self.ahead.update({key: {} for key, _, _ in wanted})
        for row in query_at_once(self.connection, _AHEAD, wanted):
            self.ahead[row.stream][row.number] = row

    def hash_at(self, stream: Readable, number: int) -> bytes:
        """The chain's hash at a number of a stream; nothing where it isn't known."""
        if number == stream.head.number:
            return stream.head.hash
        if number == 0:
            return bytes(32)
        ahead = self.ahead.get(stream.key)
        if ahead is not None and number in ahead:
            return bytes(ahead[number].hash or b"")
        sql = "SELECT hash FROM entry WHERE number IN (?*) AND stream = ?"
        found = rows_in(self.connection, sql, [number], stream.key)
        return bytes(found[0][0]) if found and found[0][0] is not None else b""

    def entries(self, stream: Readable, after: int, until: int, sparse: bool) -> list[Any]:
        """Entries in (after, until], so many at most: number, kind, record, body, and its leaf where it has no body."""
        ahead = self.ahead.get(stream.key)
        if ahead is not None and not sparse:
            return [ahead[number][1:6] for number in range(after + 1, until + 1) if number in ahead]
        sql = "SELECT number, kind, record, body, CASE WHEN body IS NULL THEN leaf END FROM entry "
        sql += "WHERE stream IN (?*) AND number > ? AND number <= ? "
        sql += f"AND {living(self.connection)} " if sparse else ""
        return rows_in(self.connection, f"{sql}ORDER BY number LIMIT {_AT_ONCE}", [stream.key], after, until)


def cut_pages(
    connection: Connection,
    streams: Sequence[Readable],
    cursors: dict[str, Cursor],
    dense: str = "",
    apart: Container[str] = (),
    *,
    leaves: bool = False,
) -> tuple[list[Page], int]:
    """The pages after the cursors, and how many entries are left for later answers.

    A stream without a cursor begins with a first fill of live records, unless it is the one named by `dense`, or a
    short one of a desk of which something is held: whoever reads it is to be told.
    Those named in `apart` come another way; `leaves` says that the desk takes entries without bodies.
    """
    budget = Budget()
    source = Source(connection)
    source.read_ahead((stream for stream in streams if stream.name not in apart), cursors)
    pages: list[Page] = []
    left = 0
    for stream in streams:
        if stream.name in apart:
            continue
        whole = stream.name == dense or _is_told_whole(connection, stream, cursors.get(stream.name))
        hollow = whole or (leaves and stream.name.startswith("desk/"))
        cursor, fresh = _place(source, stream, cursors.get(stream.name), whole, hollow)
        if cursor.number >= stream.head.number and not fresh:
            continue
        if budget.spent:
            left += stream.head.number - cursor.number
            continue
        page = _cut(source, stream, cursor, budget, fresh)
        pages.append(page)
        left += stream.head.number - page.last
    return pages, left


def _is_told_whole(connection: Connection, stream: Readable, cursor: Cursor | None) -> bool:
    long = stream.head.number > _SHORT or stream.pruned > 0
    if cursor is not None or long or not stream.name.startswith("desk/"):
        return False
    return bool(held_numbers(connection, stream.name, 0, stream.head.number))


def begun_anew(connection: Connection, streams: Sequence[Readable], cursors: dict[str, Cursor]) -> list[Readable]:
    """Those of the streams that a desk with these cursors would be sent from the beginning."""
    source = Source(connection)
    return [
        stream
        for stream in streams
        for cursor, fresh in [_place(source, stream, cursors.get(stream.name), False)]
        if cursor.number == 0 and (fresh or stream.head.number > 0)
    ]


def _place(
    source: Source, stream: Readable, cursor: Cursor | None, dense: bool, hollow: bool = False
) -> tuple[Cursor, bool]:
    """Where to go on from, and whether what the desk holds can't be gone on from.

    That is so where it isn't this stream's any more, and where entries behind it, or behind the first fill it is in the
    midst of, lost their bodies, unless it takes such `hollow` ones.
    """
    start = Cursor(stream.head.epoch, 0, b"", None if dense else stream.head.number)
    if cursor is None:
        return start, False
    if cursor.number == 0 and cursor.filling_to is None:
        return start, cursor.epoch != stream.head.epoch
    filled = cursor.number if cursor.filling_to is None else cursor.filling_to
    fits = cursor.epoch == stream.head.epoch and cursor.number <= stream.head.number
    fits = fits and (hollow or filled >= stream.pruned)
    if fits and cursor.hash != source.hash_at(stream, cursor.number):
        fits = False
    return (cursor, False) if fits else (start, True)


def _cut(source: Source, stream: Readable, cursor: Cursor, budget: Budget, fresh: bool) -> Page:
    until = stream.head.number
    sparse = cursor.filling_to is not None
    if cursor.filling_to is not None:
        until = min(until, cursor.filling_to)
    # A dense page holds every entry, so that it can't reach farther than this.
    reach = until if sparse else min(until, cursor.number + budget.entries)
    why = held_entries(source.connection, stream.name, cursor.number, reach)
    held = {each.number for each in why}
    entries, whole = _entries(source, stream, cursor.number, until, sparse, budget, held)
    last = until if whole else entries[-1].number
    page = Page(
        stream=stream.name,
        epoch=stream.head.epoch,
        first=cursor.number + 1,
        last=last,
        hash=source.hash_at(stream, last),
        head=stream.head.number,
        entries=entries,
        sparse=sparse,
        fresh=fresh,
        filling_to=cursor.filling_to,
        why=[] if sparse else [each for each in why if each.number <= last],
    )
    if stream.name.startswith("desk/"):
        page.passed = passages(source.connection, stream.name, cursor.number, last)
    if last == stream.head.number:
        page.count, page.digest = stream.head.live, stream.head.digest
    return page


def _entries(
    source: Source,
    stream: Readable,
    after: int,
    until: int,
    sparse: bool,
    budget: Budget,
    held: Container[int],
) -> tuple[list[WireEntry], bool]:
    """The entries of one page, at least one, and whether they reach `until`."""
    found: list[WireEntry] = []
    while True:
        rows = source.entries(stream, after, until, sparse)
        for number, kind, record, body, leaf in rows:
            raw = None if body is None else bytes(body)
            found.append(wire_entry(number, kind, record, raw, number in held, b"" if leaf is None else bytes(leaf)))
            budget.entries -= 1
            budget.bytes -= len(raw or b"")
            if budget.spent:
                return found, number == until
        if len(rows) < _AT_ONCE:
            return found, True
        after = rows[-1][0]
