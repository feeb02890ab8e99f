"""An entry that HQ held and now believes comes alive where it stands: at HQ, and in every copy of its stream.

HQ says so by a record of its own in the stream that whoever reads the desk's stream reads as well, so that the word
arrives in its turn, once, and whatever happens on the way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import Connection

from sync.records.bodies.records import HeldReasonBody, ReleaseBody
from sync.records.books.bulk import insert_rows, query_rows, rows_in, run_many
from sync.records.books.settings import read_setting
from sync.records.log.holding import CAUSE, HELD, SETTLED, WHY, Held
from sync.records.log.problems import note_held
from sync.records.log.streams import end_versions, living, lock_head, store_head
from sync.records.schema import tables
from sync.streams import Entry, Head, make_entry, shift_digest, stored_entry

Dropped = Callable[[Connection, str, Sequence[str]], None]
Applied = Callable[[Connection, Iterable[tuple[int, Entry]]], list[tuple[int, Entry, str, str]]]


class ReleaseApplier:
    """Lets the entries live that HQ released; what a copy doesn't hold yet comes to it as believed anyway."""

    def __init__(self, apply: Applied) -> None:
        self._apply = apply

    def put(self, connection: Connection, records: Sequence[tuple[str, ReleaseBody]]) -> None:
        for _, body in records:
            self._release(connection, body)

    def drop(self, connection: Connection, ids: Sequence[str]) -> None:
        """What was believed once is believed for good."""

    def _release(self, connection: Connection, body: ReleaseBody) -> None:
        run_many(
            connection, "DELETE FROM problem WHERE stream = ? AND number = ? AND held", [(body.stream, body.number)]
        )
        if not rows_in(connection, "SELECT id FROM stream WHERE name IN (?*)", [body.stream]):
            return
        key, head = lock_head(connection, body.stream)
        found = _entries_at(connection, key, body.number)
        if not found and head.number >= body.number:
            found = [_insert(connection, key, body)]
        elif found and found[0].body is None:
            found = [_fill(connection, found[0], body)]
        if not found or found[0].live or _is_superseded(connection, (key, body.stream), body.number, found[0]):
            return
        _revive(connection, key, head, found[0], self._apply)


def _revive(connection: Connection, key: int, head: Head, row: Any, apply: Applied) -> None:
    """Lets an entry of a stream (its row and head) be its record's version again, whichever was until now."""
    sql = f"SELECT id, stream, leaf FROM entry WHERE record IN (?*) AND kind = ? AND {living(connection)}"
    before = rows_in(connection, sql, [row.record], row.kind)
    if any(each.stream != key for each in before):
        return  # the record lives in another stream meanwhile
    end_versions(connection, [each.id for each in before])
    entry = Entry(row.kind, row.record, None if row.body is None else bytes(row.body), bytes(row.leaf))
    if entry.body is not None:
        run_many(connection, "UPDATE entry SET live = TRUE WHERE id = ?", [(row.id,)])
    added = [entry.leaf] if entry.body is not None else []
    removed = [bytes(each.leaf) for each in before]
    live = head.live + len(added) - len(removed)
    digest = shift_digest(head.digest, added=added, removed=removed)
    store_head(connection, key, Head(head.epoch, head.number, head.hash, live, digest))
    apply(connection, [(row.number, entry)])


def return_to_believed(connection: Connection, stream: str, numbers: Iterable[int], apply: Applied) -> None:
    """Lets the version HQ believes stand again in the writer's own books, where HQ holds one that replaced it.

    So both ends go by the same order or card, and what was tried is told as held. A record that HQ never believed any
    version of stays as its writer has it.
    """
    for number in sorted(numbers, reverse=True):
        key, head = lock_head(connection, stream)
        for row in _entries_at(connection, key, number):
            if row.live or row.body is None:
                for earlier in _believed_before(connection, (key, stream), row):
                    _revive(connection, key, head, earlier, apply)


def _believed_before(connection: Connection, stream: tuple[int, str], row: Any) -> list[Any]:
    """The last version of the same record before an entry that isn't held; none where it was deleted."""
    sql = (
        "SELECT e.id, e.stream, e.number, e.kind, e.record, e.body, e.leaf FROM entry e "
        "WHERE e.stream = ? AND e.number < ? AND e.kind = ? AND e.record = ? AND NOT EXISTS "
        "(SELECT 1 FROM problem p WHERE p.stream = ? AND p.number = e.number AND p.held) "
        "ORDER BY e.number DESC LIMIT 1"
    )
    found = query_rows(connection, sql, stream[0], row.number, row.kind, row.record, stream[1])
    return [each for each in found if each.body is not None]


def _entries_at(connection: Connection, key: int, number: int) -> list[Any]:
    """The entry of a stream's number, where there is one."""
    sql = "SELECT id, stream, number, kind, record, body, leaf, live FROM entry WHERE stream = ? AND number = ?"
    return query_rows(connection, sql, key, number)


def _fill(connection: Connection, row: Any, body: ReleaseBody) -> Any:
    """The entry with the body that comes along, where only its leaf was passed on while it was held."""
    raw = bytes(body.body)
    if raw == b"null" or make_entry(body.kind, body.record, raw).leaf != bytes(row.leaf):
        return row
    run_many(connection, "UPDATE entry SET body = ? WHERE id = ?", [(raw, row.id)])
    return _entries_at(connection, row.stream, row.number)[0]


_PUT_AWAY = (
    "UPDATE problem SET put_away_at = ?, put_away_why = ? WHERE stream = ? AND number = ? AND held AND put_away_at = ''"
)


class HeldReasonApplier:
    """Keeps for what reason HQ holds an entry by now; a copy that believed it lets go of it. HQ's own books know it."""

    def __init__(self, drop: Dropped, apply: Applied) -> None:
        self._drop, self._apply = drop, apply

    def put(self, connection: Connection, records: Sequence[tuple[str, HeldReasonBody]]) -> None:
        for _, body in records:
            self._hold(connection, body)

    def drop(self, connection: Connection, ids: Sequence[str]) -> None:
        """What was told last goes on being so."""

    def _hold(self, connection: Connection, body: HeldReasonBody) -> None:
        if not rows_in(connection, "SELECT id FROM stream WHERE name IN (?*)", [body.stream]):
            return
        if body.code == SETTLED:
            away = (body.at, body.facts.get(WHY, ""), body.stream, body.number)
            run_many(connection, _PUT_AWAY, [away])
            return
        sql = "SELECT code FROM problem WHERE stream = ? AND number = ? AND held"
        if any(row.code != HELD for row in query_rows(connection, sql, body.stream, body.number)):
            return
        key, head = lock_head(connection, body.stream)
        for row in _entries_at(connection, key, body.number):
            entry = stored_entry(row.kind, row.record, None if row.body is None else bytes(row.body), bytes(row.leaf))
            note_held(
                connection, body.stream, [(body.number, entry, Held(HELD, {**body.facts, CAUSE: body.code}))], body.at
            )
            # What a desk wrote itself stays as it is in its own books, unless HQ believes an earlier version of it.
            if body.stream == f"desk/{read_setting(connection, 'desk_id')}":
                return_to_believed(connection, body.stream, [body.number], self._apply)
            elif row.live:
                end_entries(connection, key, head, [row])
                self._drop(connection, row.kind, [row.record])


def end_entries(connection: Connection, key: int, head: Head, rows: Sequence[Any]) -> None:
    """Lets living entries of a stream (its row and head) live no more: given with their row ids and leaves."""
    end_versions(connection, [row.id for row in rows])
    digest = shift_digest(head.digest, added=(), removed=[bytes(row.leaf) for row in rows])
    store_head(connection, key, Head(head.epoch, head.number, head.hash, head.live - len(rows), digest))


def _insert(connection: Connection, key: int, body: ReleaseBody) -> Any:
    """The entry in its place, where a first fill left it out because it was held then."""
    raw = bytes(body.body)
    entry = make_entry(body.kind, body.record, None if raw == b"null" else raw)
    row = (key, body.number, entry.kind, entry.record, False, entry.leaf, entry.body)
    insert_rows(connection, tables.entry, ("stream", "number", "kind", "record", "live", "leaf", "body"), [row])
    return _entries_at(connection, key, body.number)[0]


def _is_superseded(connection: Connection, stream: tuple[int, str], number: int, row: Any) -> bool:
    """Whether the same stream says something later of the record that is believed."""
    key, name = stream
    sql = (
        "SELECT e.number FROM entry e WHERE e.stream = ? AND e.number > ? AND e.kind = ? AND e.record = ? AND NOT "
        "EXISTS (SELECT 1 FROM problem p WHERE p.stream = ? AND p.number = e.number AND p.held) LIMIT 1"
    )
    return bool(query_rows(connection, sql, key, number, row.kind, row.record, name))
