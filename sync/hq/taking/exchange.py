"""HQ's side of one exchange: take the desk's own entries, decide, and cut the pages the desk lacks."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace
from sqlalchemy import Connection

from domain.errors import RefusedError
from sync.hq.admission import ReadPage, WritingDesk, judge_entries, writing_desk_of
from sync.hq.admission.strangers import keep_within_quota, unknown_kinds
from sync.hq.restored.epochs import answers_waiting, end_waiting, note_returned, restored, wait_for
from sync.hq.restored.homecoming import note_written
from sync.hq.service.arrivals import note_arrival
from sync.hq.service.asker import Asker
from sync.hq.service.noted import Noted, read_noted
from sync.hq.taking.answering import answer_to, told_at_once
from sync.hq.taking.crossing import check_crossing, take_turns
from sync.hq.taking.following import Brought, follow, follow_up, note_undone
from sync.hq.taking.hearing import Hearing, forget_known, heard_of, held_of, note_hearing, note_known
from sync.hq.taking.newly_known import take_bodies, wanted_of
from sync.hq.taking.parts import offer_snapshots
from sync.hq.taking.waiting import judge_again
from sync.keys import hq_key
from sync.records.books.bulk import query_rows, run_many, send_waiting
from sync.records.books.database import Book
from sync.records.books.settings import identity, moment
from sync.records.log.holding import Held
from sync.records.log.passages import note_passage
from sync.records.log.receiving import KnownEntries, take_entries
from sync.records.log.streams import hashes_at, head_of, lock_head
from sync.shapes import make_ready
from sync.streams import ZERO_HASH, Entry, Head, chain
from sync.wire.messages import (
    Acknowledged,
    Cursor,
    ExchangeAnswer,
    ExchangeRequest,
    OwnEntries,
    Snapshot,
    head_answer,
)
from sync.wire.signing import head_text, to_base64, verify

if TYPE_CHECKING:
    from sync.hq.deciding.requests import Verbs
    from sync.records.log.writing import Writing

# Kinds of a desk's entries that HQ answers.
_FOLLOWED = ("order", "request")


def poll(
    connection: Connection, book: Book, asker: Asker, request: ExchangeRequest, nonce: str, now: datetime
) -> ExchangeAnswer | None:
    """The answer to a desk that brings nothing, found by one look; None where `exchange` has to find it.

    UnprovenError where the desk was only supposed, and the look doesn't prove it.
    """
    if request.again or request.returned or asker.stream in book.wanted or not _seen_lately(asker, now):
        asker.check_proven()
        return None
    told = told_at_once(connection, asker, request, nonce, snapshot=book.is_sqlite)
    if told is not None:
        _note_heard(book, asker, request)
    return told


def _note_heard(book: Book, asker: Asker, request: ExchangeRequest) -> None:
    """What a desk says to hold that brings nothing and keeps nothing back, without a commit for each question."""
    own = request.own
    if own is not None and own.head == own.previous:
        heard = heard_of(request.cursors, asker.dealer)
        if heard > book.heard.get(asker.desk, (0, 0))[0]:
            book.heard[asker.desk] = heard, own.head
            _keep_heard(book, asker, heard, own.head)


def _keep_heard(book: Book, asker: Asker, heard: int, head: int) -> None:
    """In the book as well, for other processes and later ones, where something bears on it: a move, or a standing."""
    with book.reading() as connection:
        bears = query_rows(connection, _BEARS, asker.dealer, asker.dealer)
    if bears:
        with book.noting() as connection:
            note_known(connection, asker.desk, heard, head)


_BEARS = (
    "SELECT 1 WHERE EXISTS (SELECT 1 FROM move WHERE told = ?) "
    "OR EXISTS (SELECT 1 FROM dealer WHERE id = ? AND status_since <> '')"
)


def exchange(
    book: Book, asker: Asker, request: ExchangeRequest, nonce: str, now: datetime, verbs: Verbs | None = None
) -> ExchangeAnswer:
    """Answers one exchange; `verbs` is as in `follow_up`.

    Raises RefusedError `fork` (the desk's own stream differs from what HQ holds), `behind` (HQ holds more than the
    desk), `head_signature_wrong`, `entries_malformed`.
    """
    if request.rebuilding and asker.stream not in request.cursors:
        asker = _note_rebuilding(book, asker)
    if request.own is not None and not request.own.entries:
        _note_heard(book, asker, request)
        _note_seen(book, asker, now, request.own, heard_of(request.cursors, asker.dealer))
    elif request.own is not None:
        brought = take_own(book, asker, request.own, now, request.cursors)
        if brought is not None:
            follow(book, brought, now, verbs)
            come = {each.record for each in request.own.entries} | brought.touched
            freed = judge_again(book, come, now)
            if freed:
                follow_up(book, now, verbs, freed)
        else:  # known ones: whoever took them may have died before following them up
            follow_up(book, now, verbs, [asker.stream])
    if request.again:
        follow_up(book, now, verbs, take_bodies(book, asker.stream, request.again, now))
    if request.returned and note_returned(book, asker.desk, request.returned, moment(now)):
        follow_up(book, now, verbs)
    answer = _answer(book, asker, request, nonce, now)
    if request.own is not None:
        answer.unknown = list(unknown_kinds(request.own.entries))
    if asker.stream in book.wanted:
        answer.wanted = _wanted(book, asker.stream)
    if answer.restored:
        _end_waiting(book, now, verbs)
    return answer


def _answer(book: Book, asker: Asker, request: ExchangeRequest, nonce: str, now: datetime) -> ExchangeAnswer:
    def check(connection: Connection, head: Head) -> None:
        if request.own is not None and not request.own.entries:
            _check_place(connection, asker.stream, head, request.own, _numbered(request.own))

    answer, long = answer_to(book, asker, request, nonce, None, check)
    if long:  # the making of a snapshot takes its time, in transactions of its own
        offer = offer_snapshots(book, long, request.filling, now)
        answer, _ = answer_to(book, asker, request, nonce, offer.apart, check)
        answer.snapshots, answer.making = _signed(book, offer.snapshots), offer.making
    return answer


def _wanted(book: Book, stream: str) -> list[int]:
    with book.reading() as connection:
        wanted = wanted_of(connection, stream)
    if not wanted:
        book.wanted.discard(stream)
    return wanted


def _signed(book: Book, snapshots: Sequence[Snapshot]) -> list[Snapshot]:
    with book.reading() as connection:
        key = hq_key(identity(connection)["secret"])
    texts = [head_text(each.stream, each.epoch, each.number, each.hash) for each in snapshots]
    return [replace(each, signature=key.sign(text)) for each, text in zip(snapshots, texts, strict=True)]


def _end_waiting(book: Book, now: datetime, verbs: Verbs | None) -> None:
    """Orders wait no longer for desks that don't come once their time is up."""
    with book.reading() as connection:
        current = restored(connection)
    if current is not None and moment(now) >= current.until:
        end_waiting(book, now)
        follow_up(book, now, verbs)


# A desk that only asks is noted so seldom, because a question must not cost a commit.
_SEEN_EVERY = timedelta(seconds=60)


def _seen_lately(asker: Asker, now: datetime) -> bool:
    return bool(asker.seen) and moment(now - _SEEN_EVERY) < asker.seen <= moment(now)


def _note_seen(book: Book, asker: Asker, now: datetime, own: OwnEntries, heard: int) -> None:
    if _seen_lately(asker, now):
        return
    with book.writing() as writing:
        if own.head == own.previous:
            note_known(writing.connection, asker.desk, heard, own.head)
        _note_exchange(writing.connection, asker, moment(now))


def _note_rebuilding(book: Book, asker: Asker) -> Asker:
    """Gives the fetching of a desk's whole stream a name: other machines of the same desk learn of it by that."""
    named = dataclasses.replace(asker, rebuilt=uuid.uuid4().hex)
    with book.writing() as writing:
        run_many(writing.connection, "UPDATE desk SET rebuilt = ? WHERE id = ?", [(named.rebuilt, asker.desk)])
        forget_known(writing.connection, asker.desk)
    book.heard.pop(asker.desk, None)
    return named


def take_own(
    book: Book, asker: Asker, own: OwnEntries, now: datetime, cursors: Mapping[str, Cursor] | None = None
) -> Brought | None:
    """Appends what is new among a desk's entries; None where nothing was, or where more of it is to be followed up.

    `cursors` say how far the desk holds each stream.
    """
    cursors = cursors or {}
    numbered = _numbered(own)
    _check_signature(asker, own, numbered)
    try:
        return take_turns(lambda: _take(book, asker, own, numbered, now, cursors, singly=False))
    except _UnappliedError:  # one of them can't be applied: which one is found by taking them one after another
        return take_turns(lambda: _take(book, asker, own, numbered, now, cursors, singly=True))


class _UnappliedError(Exception):
    """The engine refused something of a page; nothing of the transaction may stay."""


def _take(
    book: Book,
    asker: Asker,
    own: OwnEntries,
    numbered: list[tuple[int, Entry, bytes | None]],
    now: datetime,
    cursors: Mapping[str, Cursor],
    *,
    singly: bool,
) -> Brought | None:
    with book.writing() as writing:
        connection = writing.connection
        place = lock_head(connection, asker.stream)
        head = place[1]
        _check_place(connection, asker.stream, head, own, numbered)
        fresh = [each for each in numbered if each[0] > head.number]
        if own.previous > head.number:
            fresh = []  # HQ was restored from a backup: the answer says where the desk begins again
        if not fresh:
            _note_exchange(connection, asker, moment(now))
            return None
        noted = read_noted(connection, asker.desk)
        _note_fresh(connection, asker, own, fresh, noted, now)
        since = min([note_undone(connection, asker.stream, fresh[0][0], fresh[-1][0], moment(now)), *noted.undone])
        said = book.heard.get(asker.desk, (0, 0))
        heard = heard_of(cursors, asker.dealer, head.epoch)
        hearing = note_hearing(connection, asker.desk, noted.hearing, heard, own.head, fresh[-1][0], said)
        hearing = dataclasses.replace(hearing, holds=held_of(cursors, noted.hearing))
        believed, touched = _take_fresh(writing, asker, place, fresh, noted, hearing, now, singly=singly)
        hq = identity(connection)["dealer_id"]
    if since < fresh[0][0]:
        return None
    return _brought(asker, (since, fresh[-1][0]), [entry for _, entry in believed], writing, hq, touched)


def _note_exchange(connection: Connection, asker: Asker, now: str, signed: str | None = None) -> None:
    sql = "UPDATE desk SET last_exchange = ?, head_signature = COALESCE(?, head_signature) WHERE id = ?"
    run_many(connection, sql, [(now, signed, asker.desk)])


def _note_fresh(
    connection: Connection,
    asker: Asker,
    own: OwnEntries,
    fresh: list[tuple[int, Entry, bytes | None]],
    noted: Noted,
    now: datetime,
) -> None:
    """Notes of entries when they came, and before that when their desk had come before."""
    first, (last, _, last_hash) = fresh[0][0], fresh[-1]
    note_arrival(connection, asker.desk, first, (entry for _, entry, _ in fresh))
    note_passage(connection, asker.stream, last, moment(now))
    signed = f"{own.epoch} {last} {(last_hash or b'').hex()} {to_base64(own.signature)}"
    _note_exchange(connection, asker, moment(now), signed)
    if noted.going_home:
        note_written(connection, asker.stream, [entry for _, entry, _ in fresh])
    asked = {entry.record: number for number, entry, _ in fresh if entry.kind in _FOLLOWED}
    known = [record for record, number in asked.items() if number <= own.acknowledged] if noted.restored else []
    known += answers_waiting(connection, asked) if noted.answered and asked else []
    wait_for(connection, known, asker.dealer, moment(now))


def _take_fresh(
    writing: Writing,
    asker: Asker,
    place: tuple[int, Head],
    fresh: list[tuple[int, Entry, bytes | None]],
    noted: Noted,
    hearing: Hearing,
    now: datetime,
    *,
    singly: bool,
) -> tuple[list[tuple[int, Entry]], frozenset[str]]:
    """Judges and stores new entries; returns those that are believed, and the papers they touch (`Brought.touched`)."""
    connection, key = writing.connection, place[0]
    entries = [(number, entry) for number, entry, _ in fresh]
    writer = WritingDesk(asker.dealer, asker.desk, asker.prefix) if asker.prefix else None
    offer = ReadPage(connection, key, writer or writing_desk_of(connection, key, asker.dealer), entries).on(now.date())
    wrong: Mapping[int, Held] = judge_entries(connection, key, asker.dealer, entries, hearing, offer)
    known = KnownEntries(offer.living, offer.read, noted.troubled, singly)
    kept, wrong = keep_within_quota(connection, asker.stream, fresh, wrong)
    with _unapplied(singly):
        take_entries(connection, asker.stream, place, kept, held=wrong, now=moment(now), known=known)
        send_waiting(connection)
    alive = [(number, entry) for number, entry in entries if number not in wrong]
    check_crossing(connection, key, (entry for _, entry in alive), writing.met)
    return alive, frozenset(offer.touched)


@contextmanager
def _unapplied(singly: bool) -> Iterator[None]:
    """Ends a page that can't be taken as a whole, so that it is taken entry by entry."""
    try:
        yield
    except Exception as failure:
        if singly:
            raise
        raise _UnappliedError from failure


class _Sides(msgspec.Struct):
    seller: str = ""
    buyer: str = ""


make_ready(_Sides)


def _read_sides(body: bytes) -> _Sides:
    try:
        return msgspec.json.decode(body, type=_Sides)
    except msgspec.MsgspecError:
        return _Sides()


def _brought(
    asker: Asker,
    numbers: tuple[int, int],
    believed: list[Entry],
    writing: Writing,
    hq: str,
    touched: frozenset[str],
) -> Brought:
    # An order to HQ concerns nobody else: HQ reads all, and answers it in a stream of its own.
    sides = [_read_sides(each.body) for each in believed if each.kind == "order" and each.body is not None]
    to_hq = len(sides) == len(believed) and all((each.seller, each.buyer) == (hq, asker.dealer) for each in sides)
    of_kind = {kind: list(dict.fromkeys(each.record for each in believed if each.kind == kind)) for kind in _FOLLOWED}
    moved = frozenset(writing.shifted), frozenset(writing.used)
    return Brought(asker.stream, *numbers, of_kind["order"], of_kind["request"], not to_hq, *moved, touched)


def _numbered(own: OwnEntries) -> list[tuple[int, Entry, bytes | None]]:
    """The entries offered, with the chain's hashes as they follow from what the desk says of itself."""
    numbers = [each.number for each in own.entries]
    expected = list(range(own.previous + 1, own.previous + 1 + len(numbers)))
    entries = [each.entry() for each in own.entries]
    named = all(entry.kind and entry.record and "\0" not in entry.kind + entry.record for entry in entries)
    sound = own.previous >= 0 and own.previous + len(numbers) <= own.head < 1 << 62
    if numbers != expected or not named or not sound or len(own.hash) != len(ZERO_HASH):
        raise RefusedError("entries_malformed")
    hashes = chain(own.hash, own.previous + 1, (entry.leaf for entry in entries))
    return [(number, entry, each) for number, entry, each in zip(numbers, entries, hashes, strict=True)]


def _check_signature(asker: Asker, own: OwnEntries, numbered: list[tuple[int, Entry, bytes | None]]) -> None:
    if numbered:
        last, _, last_hash = numbered[-1]
        text = head_text(asker.stream, own.epoch, last, last_hash or b"")
        if not verify(asker.public_key, own.signature, text):
            raise RefusedError("head_signature_wrong")


def _check_place(
    connection: Connection,
    stream: str,
    head: Head,
    own: OwnEntries,
    numbered: list[tuple[int, Entry, bytes | None]],
) -> None:
    """Compares what the desk offers with what HQ holds of it already."""
    offered = {own.previous: own.hash, **{number: each or b"" for number, _, each in numbered}}
    known = {0: ZERO_HASH, head.number: head.hash}
    inside = sorted(number for number in offered if 0 < number < head.number)
    known |= hashes_at(connection, stream, inside)
    if any(known[number] != each for number, each in offered.items() if number in known):
        raise RefusedError("fork", held=head.number, offered=own.head)
    if own.head < head.number:
        raise RefusedError("behind", held=head.number, offered=own.head)


def acknowledged(book: Book, stream: str) -> Acknowledged:
    """Where HQ stands in a desk's stream."""
    with book.reading() as connection:
        return head_answer(head_of(connection, stream) or Head())
