"""Gives back what HQ lost when it was set back to a backup: kept aside before anything is dropped, then offered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import Connection

from domain.errors import RefusedError
from domain.explain import Reason
from sync.client.line.asking import HqLine
from sync.client.streams.mending import digests_in
from sync.records.books.bulk import query_rows, run_many, stream_rows, upsert_rows
from sync.records.books.database import Book
from sync.records.books.settings import read_setting, write_setting
from sync.records.log.rebuilding import live_versions
from sync.records.log.streams import hashes_at, head_of, living
from sync.records.orders.promised_apart import forget_promises, keep_promises
from sync.records.schema import returned_tables
from sync.streams import BUCKETS, ZERO_HASH, bucket_digests, bucket_of
from sync.wire.messages import (
    HEADS_AT_ONCE,
    UP_BYTES,
    UP_ENTRIES,
    ExchangeAnswer,
    Page,
    ReturnAnswer,
    ReturnRequest,
    SignedHead,
    Snapshot,
    VerifyAnswer,
    VerifyRequest,
    WireEntry,
    wire_entry,
)

PATH = "/v1/returned"
# An HQ that doesn't know this request, or doesn't want this stream, gets nothing back; the exchange goes on.
_UNWANTED = frozenset({"not_found", "not_readable", "returned_unproven"})
_AT_ONCE = 64
# The setting that names the restore of HQ's after which all was offered once more.
_OFFERED = "offered_after"
_COPIED_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class LostStream:
    """A stream HQ has only up to `common`, where this desk has it up to a head HQ signed.

    `records` names the records HQ lacks where the chain isn't known here; None where it is.
    """

    stream: str
    head: SignedHead
    common: int
    hash: bytes
    records: frozenset[tuple[str, str]] | None = None


class EpochBegunError(Exception):
    """HQ has noticed by this desk that it was set back: its last answer holds no more."""


def note_head(connection: Connection, page: Page) -> None:
    """Keeps the last head of a stream that HQ signed."""
    if page.signature:
        columns: tuple[str, ...] = ("stream", "epoch", "number", "hash", "signature")
        row: tuple[object, ...] = (page.stream, page.epoch, page.last, page.hash, page.signature)
        if page.sparse:
            columns, row = (*columns, "filled", "filled_hash"), (*row, page.last, page.hash)
        upsert_rows(connection, returned_tables.signed_head, columns, [row], key=("stream",))
    if page.stream.startswith("desk/"):  # whose orders may be here again
        forget_promises(connection)


def note_snapshot(connection: Connection, snapshot: Snapshot) -> None:
    """The same of a stream that is about to come in parts."""
    if snapshot.signature:
        columns = ("stream", "epoch", "number", "hash", "signature", "filled", "filled_hash")
        number, chain_hash = snapshot.number, snapshot.hash
        row = (snapshot.stream, snapshot.epoch, number, chain_hash, snapshot.signature, number, chain_hash)
        upsert_rows(connection, returned_tables.signed_head, columns, [row], key=("stream",))


def find_lost(book: Book, line: HqLine, answer: ExchangeAnswer, own: str) -> list[LostStream]:
    """What HQ has lost of the streams its answer would begin anew or take away; asks HQ where its chain ends.

    Raises EpochBegunError where HQ began a new epoch because of what this desk showed.
    """
    names = [page.stream for page in answer.pages if page.fresh]
    names += [each.stream for each in answer.snapshots] + answer.removed
    with book.reading() as connection:
        heads = _signed_of(connection, [name for name in names if name != own])
    return lost_of(book, line, heads)


def lost_of(book: Book, line: HqLine, signed_heads: Mapping[str, SignedHead]) -> list[LostStream]:
    """What HQ has lost of these streams, each of which a book holds up to a head HQ signed; raises as `find_lost`."""
    whole = _whole(line, signed_heads) if len(signed_heads) > 1 else set()
    found = []
    for stream, signed in signed_heads.items():
        if stream in whole:
            continue
        try:
            common = _common(book, line, signed, stream)
            lost = _lost(book, line, stream, signed, common)
        except RefusedError as refused:
            if refused.code not in _UNWANTED:
                raise
            continue
        if lost is not None:
            found.append(lost)
    return found


def signed_heads(connection: Connection, own: str) -> dict[str, SignedHead]:
    """The last head HQ signed of each stream of others that a book holds."""
    names = [row[0] for row in query_rows(connection, "SELECT stream FROM signed_head ORDER BY stream")]
    return _signed_of(connection, [name for name in names if name != own])


def _signed_of(connection: Connection, names: Sequence[str]) -> dict[str, SignedHead]:
    held = {name: _signed(connection, name) for name in names if _holds(connection, name)}
    return {name: signed for name, signed in held.items() if signed is not None}


def _holds(connection: Connection, stream: str) -> bool:
    stands = head_of(connection, stream)
    return stands is not None and stands.number > 0


def _whole(line: HqLine, heads: Mapping[str, SignedHead]) -> set[str]:
    """The streams of which HQ lost nothing, after a new epoch nearly all; one question tells of a thousand."""
    names, whole = list(heads), set[str]()
    for place in range(0, len(names), HEADS_AT_ONCE):
        asked = {name: heads[name] for name in names[place : place + HEADS_AT_ONCE]}
        try:
            whole |= set(line.ask(PATH, ReturnRequest("", SignedHead(0, 0, b"", b""), heads=asked), ReturnAnswer).whole)
        except RefusedError:  # an older HQ takes it for something else; it is asked of one after the other
            break
    return whole & heads.keys()


def _signed(connection: Connection, stream: str) -> SignedHead | None:
    sql = "SELECT epoch, number, hash, signature FROM signed_head WHERE stream = ?"
    found = query_rows(connection, sql, stream)
    return SignedHead(found[0][0], found[0][1], bytes(found[0][2]), bytes(found[0][3])) if found else None


def _common(book: Book, line: HqLine, signed: SignedHead, stream: str) -> int:
    """The last number at which HQ's chain is this desk's: ever finer steps, a few questions at most."""
    low, high, step = 0, signed.number, 1
    numbers = [signed.number]
    while numbers[-1] > 0:
        numbers.append(max(signed.number - step, 0))
        step *= 2
    while True:
        answer = line.ask(PATH, ReturnRequest(stream, signed, _probes(book, stream, numbers)), ReturnAnswer)
        if answer.begun:
            raise EpochBegunError
        low = max(low, answer.common)
        high = min([each for each in numbers if each > low], default=high)
        if low >= signed.number or high - low <= 1:
            return low
        width = max((high - low) // _AT_ONCE, 1)
        numbers = list(range(high - 1, low, -width))


def _probes(book: Book, stream: str, numbers: Sequence[int]) -> list[tuple[int, bytes]]:
    """The chain's hashes at these numbers, and where the first fill ended."""
    with book.reading() as connection:
        filled = query_rows(connection, "SELECT filled FROM signed_head WHERE stream = ?", stream)[0][0]
        hashes = [(number, _hash(connection, stream, number)) for number in sorted({*numbers, filled} - {0})]
    return [(number, each) for number, each in hashes if each]


def _lost(book: Book, line: HqLine, stream: str, signed: SignedHead, common: int) -> LostStream | None:
    """What is to be kept: the chain behind the common number, or the records that differ where it has gaps."""
    if common >= signed.number:
        return None
    with book.reading() as connection:
        sql = (
            "SELECT COUNT(*), COUNT(e.hash) FROM entry e JOIN stream s ON s.id = e.stream "
            "WHERE s.name = ? AND e.number > ? AND e.number <= ?"
        )
        count, linked = query_rows(connection, sql, stream, common, signed.number)[0]
        before = ZERO_HASH if common == 0 else _hash(connection, stream, common)
    if count == linked == signed.number - common and before:
        return LostStream(stream, signed, common, before)
    records = _differing(book, line, stream)
    return LostStream(stream, signed, common, before, records) if records else None


def _hash(connection: Connection, stream: str, number: int) -> bytes:
    known = hashes_at(connection, stream, [number])
    if known:
        return known[number]
    found = query_rows(
        connection, "SELECT filled_hash FROM signed_head WHERE stream = ? AND filled = ?", stream, number
    )
    return bytes(found[0][0] or b"") if found else b""


def _differing(book: Book, line: HqLine, stream: str) -> frozenset[tuple[str, str]]:
    """The records this desk has otherwise than HQ, or HQ not at all."""
    with book.reading() as connection:
        here = live_versions(connection, stream)
    try:
        answer = line.ask("/v1/verify", VerifyRequest(stream), VerifyAnswer)
    except RefusedError:  # HQ doesn't know the stream any more
        return frozenset(here)
    ours = bucket_digests((record, leaf) for record, (_, leaf) in here.items())
    theirs = digests_in(answer)
    buckets = [place for place in range(BUCKETS) if ours[place] != theirs[place]]
    detail = line.ask("/v1/verify", VerifyRequest(stream, buckets), VerifyAnswer) if buckets else answer
    there = {(each.kind, each.record): each.leaf for each in detail.leaves}
    differing = {record for record, (_, leaf) in here.items() if there.get(record) != leaf}
    return frozenset(each for each in differing if bucket_of(*each) in set(buckets))


def keep_lost(connection: Connection, lost: LostStream, now: str) -> None:
    """Keeps aside what HQ lost, in the transaction that is going to drop it."""
    keep_promises(connection, lost.stream, lost.common, lost.records)
    copy_lost(connection, connection, lost, now)


def copy_lost(connection: Connection, source: Connection, lost: LostStream, now: str) -> None:
    """Keeps aside what HQ lost, out of the book that holds it."""
    head = lost.head
    sql = "SELECT id, state FROM returned_run WHERE stream = ? AND number = ? AND hash = ?"
    for found in query_rows(connection, sql, lost.stream, head.number, head.hash):
        if found.state == "kept":
            return
        # HQ got this once and lost it again.
        run_many(connection, "DELETE FROM returned_entry WHERE run = ?", [(found.id,)])
        run_many(connection, "DELETE FROM returned_run WHERE id = ?", [(found.id,)])
    run_many(
        connection,
        "INSERT INTO returned_run (stream, epoch, number, hash, signature, previous, previous_hash, proven, state, at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'kept', ?)",
        [
            (lost.stream, head.epoch, head.number, head.hash, head.signature, lost.common, lost.hash,
             lost.records is None, now)
        ],
    )  # fmt: skip
    run = query_rows(connection, sql, lost.stream, head.number, head.hash)[0][0]
    entries = (
        "SELECT s.name AS stream, e.number, e.kind, e.record, e.body, COALESCE(e.hash, e.leaf) AS hash "
        "FROM entry e JOIN stream s ON s.id = e.stream WHERE s.name = ? AND "
    )
    if lost.records is None:
        behind = f"{entries} e.number > ? AND e.number <= ? ORDER BY e.number"
        copy_rows(connection, source, run, behind, lost.stream, lost.common, head.number)
        return
    one = f"{entries} e.kind = ? AND e.record = ? AND e.{living(source)}"
    for kind, record in sorted(lost.records):
        copy_rows(connection, source, run, one, lost.stream, kind, record)


def copy_rows(connection: Connection, source: Connection, run: int, sql: str, *values: object) -> None:
    """Writes entries that a question finds in another book, or in this one, as those of a run."""
    insert = (
        "INSERT INTO returned_entry (run, stream, number, kind, record, body, hash) VALUES (?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT DO NOTHING"
    )
    rows = stream_rows(source, sql, *values)
    while part := list(islice(rows, _COPIED_AT_ONCE)):
        run_many(connection, insert, [(run, *row) for row in part])


def has_kept(connection: Connection) -> bool:
    """Whether anything is kept here that HQ lost and has not got yet."""
    return bool(query_rows(connection, "SELECT 1 FROM returned_run WHERE state = 'kept' LIMIT 1"))


def give_back(book: Book, line: HqLine, restored: str = "") -> list[Reason]:
    """Offers HQ all that is kept for it, in bounded pages; tells what was given, and what HQ doesn't want.

    `restored` names a restore of HQ's that this desk hasn't heard of before: HQ may have been set back to before it
    was given what it had lost, so all of that is offered once more.
    """
    if restored:
        _offer_again(book, restored)
    told = []
    with book.reading() as connection:
        runs = query_rows(connection, "SELECT * FROM returned_run WHERE state = 'kept' ORDER BY previous, id")
    for run in runs:
        try:
            count = _give_run(book, line, run)
            state = "sent"
            told.append(Reason("entries_returned", "warn", {"stream": run.stream, "count": count}))
        except RefusedError as refused:
            if refused.code not in _UNWANTED:
                raise
            state = "refused"
            told.append(Reason("entries_not_returned", "warn", {"stream": run.stream, "code": refused.code}))
        with book.writing() as writing:
            run_many(writing.connection, "UPDATE returned_run SET state = ? WHERE id = ?", [(state, run.id)])
    return told


def _offer_again(book: Book, restored: str) -> None:
    with book.writing() as writing:
        connection = writing.connection
        if read_setting(connection, _OFFERED) != restored:
            run_many(connection, "UPDATE returned_run SET state = 'kept' WHERE state <> ?", [("kept",)])
            write_setting(connection, _OFFERED, restored)


def _give_run(book: Book, line: HqLine, row: Any) -> int:
    signed = SignedHead(row.epoch, row.number, bytes(row.hash), bytes(row.signature))
    previous, before, given, begun = row.previous, bytes(row.previous_hash), 0, False
    while True:
        entries, hashes = _page(book, row.id, previous)
        done = len(entries) == 0 or entries[-1].number == _last(book, row.id)
        request = ReturnRequest(row.stream, signed, [], previous, before, entries, proven=bool(row.proven), last=done)
        answer = line.ask(PATH, request, ReturnAnswer)
        if answer.begun and not begun:
            begun = True
            continue  # the same page again, now that HQ knows
        given += len(entries)
        if done:
            return given
        previous, before = entries[-1].number, hashes[-1]


def _last(book: Book, run: int) -> int:
    with book.reading() as connection:
        return int(query_rows(connection, "SELECT MAX(number) FROM returned_entry WHERE run = ?", run)[0][0] or 0)


def _page(book: Book, run: int, after: int) -> tuple[list[WireEntry], list[bytes]]:
    sql = (
        f"SELECT number, kind, record, body, hash FROM returned_entry WHERE run = ? AND number > ? "
        f"ORDER BY number LIMIT {UP_ENTRIES}"
    )
    entries: list[WireEntry] = []
    hashes: list[bytes] = []
    size = 0
    with book.reading() as connection:
        for number, kind, record, body, link in query_rows(connection, sql, run, after):
            size += len(body or b"")
            if entries and size > UP_BYTES:
                break
            entries.append(wire_entry(number, kind, record, None if body is None else bytes(body)))
            hashes.append(bytes(link))
    return entries, hashes
