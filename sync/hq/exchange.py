"""HQ's side of one exchange: take the desk's own entries, decide, and cut the pages the desk lacks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace
from sqlalchemy import Connection, update

from domain.errors import RefusedError
from sync.hq.admission import held_entries, judge_entries
from sync.hq.admission.strangers import keep_within_quota, unknown_kinds
from sync.hq.arrivals import note_arrival
from sync.hq.crossing import check_crossing, take_turns
from sync.hq.epochs import end_waiting, note_returned, restored, wait_for
from sync.hq.following import Brought, follow, follow_up, note_undone
from sync.hq.hearing import heard_of, note_hearing
from sync.hq.homecoming import entries_for, note_written
from sync.hq.newly_known import take_bodies, wanted_of
from sync.hq.pages import begun_anew, cut_pages
from sync.hq.parts import is_long, offer_snapshots
from sync.hq.scope import Readable, readable_streams
from sync.hq.waiting import judge_again
from sync.keys import hq_key, vouch
from sync.records import tables
from sync.records.bulk import rows_in, run_many
from sync.records.database import Book
from sync.records.holding import Held
from sync.records.log import head_of, lock_head
from sync.records.passages import note_passage
from sync.records.receiving import take_entries
from sync.records.settings import identity, moment
from sync.shapes import make_ready
from sync.streams import ZERO_HASH, Entry, Head, chain
from sync.wire.cursors import bucket_of, differing, digest_rest
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
    from sync.hq.requests import Verbs
    from sync.records.writing import Writing

# Kinds of a desk's entries that HQ answers.
_FOLLOWED = ("order", "request")


@dataclass(frozen=True, slots=True)
class Asker:
    """The desk that asks, as HQ knows it."""

    desk: str
    dealer: str
    public_key: str
    seen: str = ""  # when it last exchanged, as HQ noted

    @property
    def stream(self) -> str:
        return f"desk/{self.desk}"


def exchange(
    book: Book, asker: Asker, request: ExchangeRequest, nonce: str, now: datetime, verbs: Verbs | None = None
) -> ExchangeAnswer:
    """Answers one exchange; `verbs` is as in `follow_up`.

    Raises RefusedError `fork` (the desk's own stream differs from what HQ holds), `behind` (HQ holds more than the
    desk), `head_signature_wrong`, `entries_malformed`.
    """
    if request.own is not None and not request.own.entries:
        _note_seen(book, asker, now)
    elif request.own is not None:
        brought = take_own(book, asker, request.own, now, heard_of(request.cursors, asker.dealer))
        if brought is not None:
            follow(book, brought, now, verbs)
            freed = judge_again(book, (each.record for each in request.own.entries), now)
            if freed:
                follow_up(book, now, verbs, freed)
        else:  # known ones: whoever took them may have died before following them up
            follow_up(book, now, verbs, [asker.stream])
    if request.again:
        follow_up(book, now, verbs, take_bodies(book, asker.stream, request.again, now))
    if request.returned and note_returned(book, asker.desk, request.returned, moment(now)):
        follow_up(book, now, verbs)
    answer, long = _answer(book, asker, request, nonce, None)
    if long:  # the making of a snapshot takes its time, in transactions of its own
        offer = offer_snapshots(book, long, request.filling, now)
        answer, _ = _answer(book, asker, request, nonce, offer.apart)
        answer.snapshots, answer.making = _signed(book, offer.snapshots), offer.making
    if request.own is not None:
        answer.unknown = list(unknown_kinds(request.own.entries))
    if asker.stream in book.wanted:
        answer.wanted = _wanted(book, asker.stream)
    if answer.restored:
        _end_waiting(book, now, verbs)
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


def _answer(
    book: Book, asker: Asker, request: ExchangeRequest, nonce: str, apart: set[str] | None
) -> tuple[ExchangeAnswer, list[Readable]]:
    """What a desk is told, from one snapshot of the book; or the long streams that should come in parts instead.

    `apart` names streams that don't come in pages; None where nobody has looked for them yet.
    """
    with book.reading() as connection:
        told = identity(connection)
        hq = told["dealer_id"]
        streams = readable_streams(connection, asker.desk, asker.dealer, hq)
        own = head_of(connection, asker.stream) or Head()
        if request.own is not None and not request.own.entries:
            _check_place(connection, asker.stream, own, request.own, _numbered(request.own))
        allowed = {stream.name for stream in streams} | {asker.stream}
        dense, tell = "", list[int]()
        if request.rest and not request.rebuilding:
            streams, tell = _told_of(streams, request)
        if request.rebuilding:  # this round is about the desk's own stream only
            streams, dense = _own_stream(connection, asker, own), asker.stream
        elif request.parts and apart is None:
            long = begun_anew(connection, [each for each in streams if is_long(each.head)], request.cursors)
            if long:
                return ExchangeAnswer(nonce), long
        since = request.own.previous if request.own else own.number
        why = held_entries(connection, asker.stream, since, own.number)
        pages, left = cut_pages(connection, streams, request.cursors, dense, apart or (), leaves=request.leaves)
        secret = told["secret"]
        key = hq_key(secret)
        for page in pages:
            page.signature = key.sign(head_text(page.stream, page.epoch, page.last, page.hash))
        vouched = vouch(secret, asker.desk, asker.dealer, asker.public_key)
        current = restored(connection)
        yours = entries_for(connection, asker.stream)
    answer = ExchangeAnswer(
        nonce=nonce,
        own=head_answer(own),
        pages=pages,
        removed=sorted(name for name in request.cursors.keys() | request.filling.keys() if name not in allowed),
        held=[each.number for each in why],
        why=why,
        vouched=vouched,
        more=left > 0,
        left=left,
        rest=True,
        tell=tell,
        restored=current.id if current else "",
        yours=yours,
    )
    return answer, []


def _told_of(streams: list[Readable], request: ExchangeRequest) -> tuple[list[Readable], list[int]]:
    """The streams of which the desk told where it stands, and the buckets of others in which it stands elsewhere."""
    told = set(request.buckets)
    others = {
        each.name: Cursor(each.head.epoch, each.head.number, each.head.hash)
        for each in streams
        if each.name not in request.cursors and bucket_of(each.name) not in told
    }
    return [each for each in streams if each.name not in others], differing(request.rest, digest_rest(others), told)


def _own_stream(connection: Connection, asker: Asker, head: Head) -> list[Readable]:
    found = rows_in(connection, "SELECT id FROM stream WHERE name IN (?*)", [asker.stream])
    return [Readable(found[0][0], asker.stream, head)] if found else []


# A desk that only asks is noted so seldom, because a question must not cost a commit.
_SEEN_EVERY = timedelta(seconds=60)


def _note_seen(book: Book, asker: Asker, now: datetime) -> None:
    if asker.seen and moment(now - _SEEN_EVERY) < asker.seen <= moment(now):
        return
    with book.writing() as writing:
        run_many(writing.connection, "UPDATE desk SET last_exchange = ? WHERE id = ?", [(moment(now), asker.desk)])


def take_own(book: Book, asker: Asker, own: OwnEntries, now: datetime, heard: int = 0) -> Brought | None:
    """Appends what is new among a desk's entries; None where nothing was, or where more of it is to be followed up.

    `heard` is how far the desk said it holds its dealer's stream.
    """
    numbered = _numbered(own)
    _check_signature(asker, own, numbered)
    return take_turns(lambda: _take(book, asker, own, numbered, now, heard))


def _take(
    book: Book,
    asker: Asker,
    own: OwnEntries,
    numbered: list[tuple[int, Entry, bytes | None]],
    now: datetime,
    heard: int,
) -> Brought | None:
    with book.writing() as writing:
        connection = writing.connection
        key, head = lock_head(connection, asker.stream)
        _check_place(connection, asker.stream, head, own, numbered)
        fresh = [each for each in numbered if each[0] > head.number]
        if own.previous > head.number:
            fresh = []  # HQ was restored from a backup: the answer says where the desk begins again
        wrong: Mapping[int, Held] = {}
        since, hq = 0, ""
        if fresh:
            entries = [(number, entry) for number, entry, _ in fresh]
            note_arrival(connection, asker.desk, fresh[0][0], (entry for _, entry in entries))
            hearing = note_hearing(connection, asker.desk, heard, own.head, fresh[-1][0])
            wrong = judge_entries(connection, key, asker.dealer, entries, hearing)
            kept, wrong = keep_within_quota(connection, asker.stream, fresh, wrong)
            take_entries(connection, asker.stream, (key, head), kept, held=wrong, now=moment(now))
            alive = [(number, entry) for number, entry in entries if number not in wrong]
            check_crossing(connection, key, (entry for _, entry in alive))
            since = note_undone(connection, asker.stream, fresh[0][0], fresh[-1][0], moment(now))
            note_passage(connection, asker.stream, fresh[-1][0], moment(now))
            note_written(connection, asker.stream, [entry for _, entry in entries])
            known = [
                entry.record for number, entry in entries if entry.kind in _FOLLOWED and number <= own.acknowledged
            ]
            if known:
                wait_for(connection, known, asker.dealer, moment(now))
            hq = identity(connection)["dealer_id"]
        values = {"last_exchange": moment(now)}
        if fresh:
            last, _, last_hash = fresh[-1]
            values["head_signature"] = f"{own.epoch} {last} {(last_hash or b'').hex()} {to_base64(own.signature)}"
        desks = tables.desk
        connection.execute(update(desks).where(desks.c.id == asker.desk).values(values))
    if not fresh or since < fresh[0][0]:
        return None
    believed = [entry for number, entry, _ in fresh if number not in wrong]
    return _brought(asker, (since, fresh[-1][0]), believed, writing, hq)


class _Sides(msgspec.Struct):
    seller: str = ""
    buyer: str = ""


make_ready(_Sides)


def _read_sides(body: bytes) -> _Sides:
    try:
        return msgspec.json.decode(body, type=_Sides)
    except msgspec.MsgspecError:
        return _Sides()


def _brought(asker: Asker, numbers: tuple[int, int], believed: list[Entry], writing: Writing, hq: str) -> Brought:
    # An order to HQ concerns nobody else: HQ reads all, and answers it in a stream of its own.
    sides = [_read_sides(each.body) for each in believed if each.kind == "order" and each.body is not None]
    to_hq = len(sides) == len(believed) and all((each.seller, each.buyer) == (hq, asker.dealer) for each in sides)
    of_kind = {kind: list(dict.fromkeys(each.record for each in believed if each.kind == kind)) for kind in _FOLLOWED}
    touched = frozenset(writing.shifted), frozenset(writing.used)
    return Brought(asker.stream, *numbers, of_kind["order"], of_kind["request"], not to_hq, *touched)


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
    sql = "SELECT e.number, e.hash FROM stream s JOIN entry e ON e.stream = s.id WHERE e.number IN (?*) AND s.name = ?"
    found = rows_in(connection, sql, inside, stream)
    known.update({number: bytes(each) for number, each in found if each is not None})
    if any(known[number] != each for number, each in offered.items() if number in known):
        raise RefusedError("fork", held=head.number, offered=own.head)
    if own.head < head.number:
        raise RefusedError("behind", held=head.number, offered=own.head)


def acknowledged(book: Book, stream: str) -> Acknowledged:
    """Where HQ stands in a desk's stream."""
    with book.reading() as connection:
        return head_answer(head_of(connection, stream) or Head())
