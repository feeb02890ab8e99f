"""What HQ tells a desk in one exchange: pages it lacks, what it may no longer read, where its own stream stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import Connection

from sync.hq.admission import held_entries
from sync.hq.channel.scope import Readable, Sight, sight_of
from sync.hq.restored.epochs import read_restored
from sync.hq.restored.homecoming import entries_for
from sync.hq.restored.retaking import waiting_back
from sync.hq.service.asker import Asker
from sync.hq.taking.pages import begun_anew, cut_pages
from sync.hq.taking.parts import is_long
from sync.keys import hq_key, key_certificate
from sync.records.books.database import Book
from sync.records.books.settings import identity
from sync.streams import Head
from sync.wire.cursors import bucket_of, differing, digest_rest
from sync.wire.messages import Cursor, ExchangeAnswer, ExchangeRequest, head_answer
from sync.wire.signing import head_text

Check = Callable[[Connection, Head], None]


def answer_to(
    book: Book, asker: Asker, request: ExchangeRequest, nonce: str, apart: set[str] | None, check: Check
) -> tuple[ExchangeAnswer, list[Readable]]:
    """What a desk is told, from one snapshot of the book; or the long streams that should come in parts instead.

    Args:
        apart: streams that don't come in pages; None where nobody has looked for them yet.
        check: what holds a desk that only asks against where its own stream stands here; it may raise.
    """
    with book.reading() as connection:
        return _answer_within(connection, asker, request, nonce, apart, check)


def told_at_once(
    connection: Connection, asker: Asker, request: ExchangeRequest, nonce: str, *, snapshot: bool
) -> ExchangeAnswer | None:
    """The answer to a desk that only asks; None where there is more to it than one question and its pages.

    Most who only ask are told nothing, and one question shows it. Where the connection is a `snapshot` of the book, the
    pages of those who lack something are cut from the same. Raises UnprovenError.
    """
    told, own = identity(connection), request.own
    if own is None or own.entries or request.rebuilding:
        asker.check_proven()
        return None
    sight = sight_of(connection, asker.desk, asker.dealer, told["dealer_id"])
    asker.check_stands(sight.asker)
    found = _told_nothing(sight, told, asker, request, nonce)
    if found is not None or not snapshot:
        return found
    head = sight.own.head if sight.own else Head()
    if (own.previous, own.hash, own.head) != (head.number, head.hash, head.number):
        return None  # whether it is behind, or another, is told by who holds it against the whole
    if sight.restored or sight.going_home or request.filling:
        return None
    answer, long = _answer_within(connection, asker, request, nonce, None, lambda *_: None, sight)
    return None if long else answer


def _told_nothing(
    sight: Sight, told: Mapping[str, str], asker: Asker, request: ExchangeRequest, nonce: str
) -> ExchangeAnswer | None:
    """The answer to a desk that holds all there is; None where it may lack anything."""
    own = request.own
    assert own is not None
    head = sight.own.head if sight.own else Head()
    if (own.previous, own.hash) != (head.number, head.hash) or own.head < head.number:
        return None
    if sight.restored or sight.going_home or request.filling:
        return None
    streams, tell = _told_of(sight.streams, request)
    if any(_lacks(stream.head, request.cursors.get(stream.name)) for stream in streams):
        return None
    allowed = {stream.name for stream in sight.streams}
    return ExchangeAnswer(
        nonce=nonce,
        own=head_answer(head),
        removed=sorted(name for name in request.cursors if name not in allowed and name != asker.stream),
        vouched=key_certificate(told["secret"], asker.desk, asker.dealer, asker.public_key),
        rest=True,
        tell=tell,
        rebuilt=asker.rebuilt,
    )


def _lacks(head: Head, cursor: Cursor | None) -> bool:
    """Whether a desk may have to be told anything of a stream."""
    return head.number > 0 if cursor is None else cursor != _cursor_at(head)


def _cursor_at(head: Head) -> Cursor:
    return Cursor(head.epoch, head.number, head.hash)


def _answer_within(
    connection: Connection,
    asker: Asker,
    request: ExchangeRequest,
    nonce: str,
    apart: set[str] | None,
    check: Check,
    sight: Sight | None = None,
) -> tuple[ExchangeAnswer, list[Readable]]:
    told = identity(connection)
    sight = sight or sight_of(connection, asker.desk, asker.dealer, told["dealer_id"])
    streams, own = sight.streams, sight.own.head if sight.own else Head()
    check(connection, own)
    allowed = {stream.name for stream in streams} | {asker.stream}
    dense, tell = "", list[int]()
    if not request.rebuilding:
        streams, tell = _told_of(streams, request)
    if request.rebuilding:  # this round is about the desk's own stream only
        streams, dense = [sight.own] if sight.own else [], asker.stream
    elif request.parts and apart is None:
        long = begun_anew(connection, [each for each in streams if is_long(each.head)], request.cursors)
        if long:
            return ExchangeAnswer(nonce), long
    since = request.own.previous if request.own else own.number
    why = held_entries(connection, asker.stream, since, own.number) if sight.held else []
    pages, left = cut_pages(connection, streams, request.cursors, dense, apart or (), leaves=request.leaves)
    key = hq_key(told["secret"])
    for page in pages:
        page.signature = key.sign(head_text(page.stream, page.epoch, page.last, page.hash))
    answer = ExchangeAnswer(
        nonce=nonce,
        own=head_answer(own),
        pages=pages,
        removed=sorted(name for name in request.cursors.keys() | request.filling.keys() if name not in allowed),
        held=[each.number for each in why],
        why=why,
        vouched=key_certificate(told["secret"], asker.desk, asker.dealer, asker.public_key),
        more=left > 0,
        left=left,
        rest=True,
        tell=tell,
        rebuilt=asker.rebuilt,
        restored=read_restored(sight.restored).id if sight.restored else "",
        returned=waiting_back(connection) if asker.dealer == told["dealer_id"] else 0,
        yours=entries_for(connection, asker.stream) if sight.going_home else [],
    )
    return answer, []


def _told_of(streams: list[Readable], request: ExchangeRequest) -> tuple[list[Readable], list[int]]:
    """The streams of which the desk told where it stands, and the buckets of others in which it stands elsewhere."""
    if not request.rest:
        return streams, []
    told = set(request.buckets)
    others = {
        each.name: _cursor_at(each.head)
        for each in streams
        if each.name not in request.cursors and bucket_of(each.name) not in told
    }
    return [each for each in streams if each.name not in others], differing(request.rest, digest_rest(others), told)
