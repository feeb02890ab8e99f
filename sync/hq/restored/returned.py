"""What desks give back after HQ was set back: checked against HQ's own signature and chain, and kept for a person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from itertools import pairwise

from sqlalchemy import Connection

from domain.errors import RefusedError
from sync.hq.channel.scope import readable_streams
from sync.hq.restored.epochs import begin_epoch
from sync.hq.service.asker import Asker
from sync.keys import hq_key
from sync.records.books.bulk import query_rows, run_many
from sync.records.books.database import Book
from sync.records.books.numbering import number_in, raise_sequences
from sync.records.books.settings import moment, read_setting
from sync.records.log.streams import hashes_at, head_of
from sync.streams import ZERO_HASH, Entry, Head, chain, make_entry
from sync.wire.messages import HEADS_AT_ONCE, ReturnAnswer, ReturnRequest, SignedHead
from sync.wire.signing import head_text, verify

_MOST_PROBES = 256
_Numbered = list[tuple[int, Entry, bytes]]


def take_back(book: Book, asker: Asker, request: ReturnRequest, now: datetime) -> ReturnAnswer:
    """Says where HQ's chain is still the desk's, and keeps entries that lead from there to a head HQ signed.

    Raises RefusedError `not_readable`, `returned_unproven` (HQ never signed this head, or the entries don't lead to
    it), `entries_malformed`.
    """
    if request.heads:
        with book.reading() as connection:
            return ReturnAnswer(whole=_whole(connection, asker, request.heads))
    head = request.head
    with book.reading() as connection:
        key = hq_key(read_setting(connection, "secret")).public
        stands = head_of(connection, request.stream)
        hq = read_setting(connection, "dealer_id")
        if stands is not None and not _may_read(connection, asker, hq, request.stream):
            raise RefusedError("not_readable")
        text = head_text(request.stream, head.epoch, head.number, head.hash)
        if not verify(key, head.signature, text):
            raise RefusedError("returned_unproven", stream=request.stream)
        if stands is not None and _hash_at(connection, request.stream, stands, head.number) == head.hash:
            return ReturnAnswer(head.number)
        common = _common(connection, request, stands)
    if stands is None or stands.epoch <= head.epoch:
        begun = begin_epoch(book, now, asker.desk, seen=(request.stream, head.epoch))
        if begun is not None:
            return ReturnAnswer(common, begun=True)
    if request.entries or request.last:
        _keep(book, asker, request, now)
    return ReturnAnswer(common)


def _whole(connection: Connection, asker: Asker, heads: Mapping[str, SignedHead]) -> list[str]:
    """The streams, of those this desk may read, whose chain still leads through the head HQ once signed."""
    if len(heads) > HEADS_AT_ONCE:
        raise RefusedError("too_large")
    readable = readable_streams(connection, asker.desk, asker.dealer, read_setting(connection, "dealer_id"))
    asked = [(each, heads[each.name]) for each in readable if each.name in heads]
    return sorted(
        each.name for each, head in asked if _hash_at(connection, each.name, each.head, head.number) == head.hash
    )


def _may_read(connection: Connection, asker: Asker, hq: str, stream: str) -> bool:
    return any(each.name == stream for each in readable_streams(connection, asker.desk, asker.dealer, hq))


def _hash_at(connection: Connection, stream: str, stands: Head, number: int) -> bytes:
    if number == 0:
        return ZERO_HASH
    if number == stands.number:
        return stands.hash
    return hashes_at(connection, stream, [number]).get(number, b"")


def _common(connection: Connection, request: ReturnRequest, stands: Head | None) -> int:
    """The highest of the desk's probes at which HQ has the same chain."""
    if stands is None or len(request.probes) > _MOST_PROBES:
        return 0
    known = hashes_at(connection, request.stream, [number for number, _ in request.probes])
    known[stands.number] = stands.hash
    return max((number for number, each in request.probes if known.get(number) == each), default=0)


def _keep(book: Book, asker: Asker, request: ReturnRequest, now: datetime) -> None:
    head = request.head
    numbered = _numbered(request)
    with book.writing() as writing:
        connection = writing.connection
        run, state = _run_of(connection, asker, request, moment(now))
        if state == "whole":
            return
        if request.proven and not _continues(connection, request, run):
            raise RefusedError("returned_unproven", stream=request.stream)
        sql = (
            "INSERT INTO returned_entry (run, stream, number, kind, record, body, hash) VALUES (?, ?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (stream, number, hash) DO NOTHING"
        )
        run_many(
            connection,
            sql,
            [(run, request.stream, number, each.kind, each.record, each.body, link) for number, each, link in numbered],
        )
        raise_sequences(connection, filter(None, (number_in(each) for _, each, _ in numbered)))
        if request.last:
            end = (numbered[-1][0], numbered[-1][2]) if numbered else (request.previous, request.hash)
            if request.proven and end != (head.number, head.hash):
                raise RefusedError("returned_unproven", stream=request.stream)
            run_many(connection, "UPDATE returned_run SET state = 'whole' WHERE id = ?", [(run,)])
            if not request.proven:
                _prove(connection, run, request)


def _prove(connection: Connection, run: int, request: ReturnRequest) -> None:
    """What a first fill left may still be the whole chain from HQ's own head to the signed one; then it is proven."""
    stands, head = head_of(connection, request.stream) or Head(), request.head
    sql = "SELECT id, number, kind, record, body FROM returned_entry WHERE run = ? AND number > ? ORDER BY number"
    rows = query_rows(connection, sql, run, stands.number)
    if not rows or [row.number for row in rows] != list(range(stands.number + 1, head.number + 1)):
        return
    leaves = [make_entry(row.kind, row.record, None if row.body is None else bytes(row.body)).leaf for row in rows]
    hashes = chain(stands.hash, stands.number + 1, leaves)
    if hashes[-1] == head.hash:
        places = [(each, row.id) for each, row in zip(hashes, rows, strict=True)]
        run_many(connection, "UPDATE returned_entry SET hash = ? WHERE id = ?", places)
        proven = "UPDATE returned_run SET proven = ?, previous = ?, previous_hash = ? WHERE id = ?"
        run_many(connection, proven, [(True, stands.number, stands.hash, run)])


def _numbered(request: ReturnRequest) -> _Numbered:
    """The entries with the chain's hashes as they follow, or with their own where the chain isn't known."""
    entries = [each.entry() for each in request.entries]
    numbers = [each.number for each in request.entries]
    named = all(entry.kind and entry.record and "\0" not in entry.kind + entry.record for entry in entries)
    rising = all(low < high for low, high in pairwise([request.previous, *numbers]))
    dense = not request.proven or numbers == list(range(request.previous + 1, request.previous + 1 + len(numbers)))
    inside = request.previous >= 0 and (not numbers or numbers[-1] <= request.head.number)
    if not (named and rising and dense and inside):
        raise RefusedError("entries_malformed")
    leaves = [entry.leaf for entry in entries]
    hashes = chain(request.hash, request.previous + 1, leaves) if request.proven else leaves
    return list(zip(numbers, entries, hashes, strict=True))


def _run_of(connection: Connection, asker: Asker, request: ReturnRequest, now: str) -> tuple[int, str]:
    """The run these entries belong to; one that begins again at its start is begun anew."""
    head: SignedHead = request.head
    sql = "SELECT id, state, desk, previous FROM returned_run WHERE stream = ? AND number = ? AND hash = ?"
    found = query_rows(connection, sql, request.stream, head.number, head.hash)
    if found and found[0].state == "whole":
        return found[0].id, "whole"
    if found and found[0].desk == asker.desk and request.previous > found[0].previous:
        return found[0].id, found[0].state
    # The desk began anew, or another desk is quicker: what came so far comes again.
    run_many(connection, "DELETE FROM returned_entry WHERE run = ?", [(row.id,) for row in found])
    run_many(connection, "DELETE FROM returned_run WHERE id = ?", [(row.id,) for row in found])
    columns = "(stream, epoch, number, hash, signature, previous, previous_hash, proven, state, desk, at)"
    run_many(
        connection,
        f"INSERT INTO returned_run {columns} VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'coming', ?, ?)",
        [
            (request.stream, head.epoch, head.number, head.hash, head.signature, request.previous, request.hash,
             request.proven, asker.desk, now)
        ],
    )  # fmt: skip
    return query_rows(connection, sql, request.stream, head.number, head.hash)[0].id, "coming"


def _continues(connection: Connection, request: ReturnRequest, run: int) -> bool:
    """Whether the entries begin where HQ's own chain, or what came of this run or of a proven one, has this hash."""
    stands = head_of(connection, request.stream) or Head()
    if _hash_at(connection, request.stream, stands, request.previous) == request.hash:
        return True
    sql = (
        "SELECT 1 FROM returned_entry e JOIN returned_run r ON r.id = e.run "
        "WHERE e.stream = ? AND e.number = ? AND e.hash = ? AND (r.id = ? OR r.proven)"
    )
    return bool(query_rows(connection, sql, request.stream, request.previous, request.hash, run))
