"""One exchange from the desk's side: offer what is new, take what is new, until both ends hold the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sqlalchemy import update

from domain.errors import DeskError, RefusedError, UnreachableError
from domain.explain import Reason
from sync.client.address import read_address
from sync.client.asking import Line, Patience
from sync.client.clocks import note_clock
from sync.client.exchange_log import Course, note_exchange
from sync.client.held import find_reasons, find_released, keep_held, tell_reasons, tell_released, tell_unknown
from sync.client.long_streams import LongStreams
from sync.client.mending import mend
from sync.client.offering import ACKNOWLEDGED, RETURNED, bodies_again, hash_at, next_request
from sync.client.progress import Progress
from sync.client.replacing import rebuild, stray_notices, take_strays
from sync.client.returning import EpochBegunError, Lost, find_lost, give_back, keep_lost, note_head, note_snapshot
from sync.client.transport import HttpTransport, Transport
from sync.client.waiting import own_stream, pending
from sync.keys import DeviceKey
from sync.records import tables
from sync.records.bulk import rows_in
from sync.records.database import Book
from sync.records.log import lock_head
from sync.records.moves import moved_notices
from sync.records.outbox import acknowledged_number
from sync.records.passages import forget_passages, note_passage
from sync.records.rebuilding import own_entries, remove_stream
from sync.records.receiving import PageError, forget_held, receive_page
from sync.records.rescue import REBUILD
from sync.records.settings import REST, VOUCHED, moment, read_setting, write_setting
from sync.records.statistics import keep_statistics
from sync.records.strays import write_strays
from sync.records.writing import Writing
from sync.wire.messages import Acknowledged, ExchangeAnswer, Page

# HQ's nonces hold longer than this.
_RESTED = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Exchanged:
    """What an exchange did; `pending` are own entries that still wait, `notices` what a person should know."""

    sent: int
    received: int
    pending: int
    rounds: int
    removed: tuple[str, ...]
    notices: tuple[Reason, ...]


class _DifferentError(Exception):
    """HQ acknowledged another chain than the desk has."""


@dataclass(slots=True)
class _State:
    sent: int = 0
    received: int = 0
    rounds: int = 0
    removed: list[str] = field(default_factory=list)
    notices: list[Reason] = field(default_factory=list)
    # Streams that broke once and are being filled anew; twice is too often.
    refilled: set[str] = field(default_factory=set)
    differing: set[str] = field(default_factory=set)
    rebuilt: bool = False
    # Buckets of cursors that HQ wants to see, where digests stand for most of them.
    told: set[int] = field(default_factory=set)
    course: Course = field(default_factory=Course)
    begun: bool = False
    moved_back: bool = False
    tell_returned: bool = False
    # Own entries whose bodies HQ asks for once more.
    wanted: list[int] = field(default_factory=list)


def exchange(
    book: Book,
    key: DeviceKey,
    *,
    progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    transport: Transport | None = None,
    patience: Patience | None = None,
) -> Exchanged:
    """Exchanges a desk's book with HQ until nothing is left on either side.

    What was taken is kept whatever happens later, and what waits goes on waiting; calling again goes on from there.

    Raises UnreachableError (`hq_unreachable`, `hq_timeout`, `hq_nonsense`, `hq_busy`, `hq_defect`, `hq_certificate`),
    RefusedError (`desk_revoked`, `desk_unknown`, `signature_wrong`, `upgrade_needed`).
    """
    with book.reading() as connection:
        own, url = own_stream(connection), read_address(connection)
        desk, nonce = read_setting(connection, "desk_id"), read_setting(connection, "nonce")
        last = read_setting(connection, "last_exchange")
    opened = None if transport else HttpTransport(url)
    line = Line(
        transport or opened or HttpTransport(url),
        desk=desk,
        key=key,
        nonce=nonce,
        rested=not moment(datetime.now(UTC) - _RESTED) < last <= moment(),
        patience=patience,
        cancelled=cancelled,
    )
    state = _State()
    try:
        told, stopped = progress or (lambda _: None), cancelled or (lambda: False)
        long = LongStreams(book, line, own, state, told, stopped)
        _Exchange(book, key, line, own, state, long, told, stopped).run()
    except DeskError as failed:
        _note(book, state, line, failed)
        raise
    finally:
        if opened:
            opened.close()
    _note(book, state, line, None)
    note_clock(book, line.clock_off)
    keep_statistics(book)
    with book.reading() as connection:
        waiting = pending(connection)
    return Exchanged(state.sent, state.received, waiting, state.rounds, tuple(state.removed), tuple(state.notices))


@dataclass(slots=True)
class _Exchange:
    book: Book
    key: DeviceKey
    line: Line
    own: str
    state: _State
    long: LongStreams
    progress: Callable[[Progress], None]
    cancelled: Callable[[], bool]

    def run(self) -> None:
        with self.book.reading() as connection:
            damaged = read_setting(connection, REBUILD)
        if damaged:
            self._rebuild("damaged")
        more = True
        while more and not self._stopped():
            more = self._round()
            # What is only looked up is filled when nothing else is left to come.
            more = self.long.fill_next(only_urgent=more) or more or self.long.wait() or self._take_strays()
        self._mend()

    def _take_strays(self) -> bool:
        """Writes what the second copy held beside the stream both ends agree on; whether that is to be sent now."""
        told = take_strays(self.book, self.own)
        self.state.notices += told
        return bool(told)

    def _stopped(self) -> bool:
        if not self.cancelled():
            return False
        self.state.notices.append(Reason("exchange_cancelled", "info"))
        self.state.differing.clear()
        return True

    def _round(self) -> bool:
        """One request and what follows from it; whether another is needed."""
        with self.book.reading() as connection:
            knows = read_setting(connection, REST) == "1"
            request = next_request(connection, self.own, self.key, self.state.told if knows else None)
            self.long.ask(request)
            request.again = bodies_again(connection, self.own, self.state.wanted)
            waiting = pending(connection)
        self.progress(Progress("sending", self.state.sent, self.state.sent + waiting))
        try:
            answer = self.line.ask("/v1/exchange", request, ExchangeAnswer)
            self.state.rounds += 1
            if request.rest and not answer.rest:
                return self._forget_rest()
            lost = find_lost(self.book, self.line, answer, self.own)
            moved = self._take(answer, lost) | self._tell_more(answer)
        except EpochBegunError:
            return self._begin_again()
        except _DifferentError:
            return self._rebuild("fork")
        except RefusedError as refused:
            if refused.code not in {"fork", "behind"}:
                raise
            return self._rebuild(refused.code)
        moved = self._return(answer) or moved
        asked, self.state.wanted = self.state.wanted, answer.wanted
        moved = moved or (bool(answer.wanted) and answer.wanted != asked)
        with self.book.reading() as connection:
            more = answer.more or bool(answer.tell or answer.wanted) or pending(connection) > 0 or self._to_tell()
        if more and not moved:
            raise UnreachableError("hq_nonsense", detail="nothing moves")
        return more

    def _tell_more(self, answer: ExchangeAnswer) -> bool:
        """Notes the buckets whose cursors HQ wants to see; whether there are more than before."""
        before = len(self.state.told)
        self.state.told.update(answer.tell)
        return len(self.state.told) > before

    def _forget_rest(self) -> bool:
        """An older HQ stands in this one's place: it took what it doesn't know of for streams that were never sent."""
        with self.book.writing() as writing:
            write_setting(writing.connection, REST, "")
        return True

    def _to_tell(self) -> bool:
        """Whether HQ is still to hear, by one more request, that all was given back."""
        telling, self.state.tell_returned = self.state.tell_returned, False
        return telling

    def _begin_again(self) -> bool:
        """Drops an answer given before HQ noticed that it was set back."""
        if self.state.begun:
            raise UnreachableError("hq_nonsense", detail="epoch")
        self.state.begun = True
        return True

    def _return(self, answer: ExchangeAnswer) -> bool:
        """Gives back what HQ lost, and says so once all is given; whether HQ has to be told."""
        told = give_back(self.book, self.line)
        self.state.notices += told
        with self.book.reading() as connection:
            changed = read_setting(connection, RETURNED) != answer.restored
        if changed:
            with self.book.writing() as writing:
                write_setting(writing.connection, RETURNED, answer.restored)
        news = changed and bool(answer.restored)
        self.state.tell_returned |= news
        return bool(told) or news

    def _rebuild(self, why: str) -> bool:
        if self.state.rebuilt:
            raise UnreachableError("hq_nonsense", detail=why)
        self.state.rebuilt = True
        self.state.notices += rebuild(self.book, self.line, self.own, why)
        return True

    def _take(self, answer: ExchangeAnswer, lost: Sequence[Lost]) -> bool:
        """Writes what came in one transaction, and keeps what HQ lost before it goes; whether anything moved."""
        now = moment()
        before = self.state.received
        with self.book.writing() as writing:
            for each in lost:
                keep_lost(writing.connection, each, now)
            back = write_strays(writing, self.own, [each.entry() for each in answer.yours])
            self.state.notices += stray_notices(back)
            for snapshot in answer.snapshots:
                note_snapshot(writing.connection, snapshot)
            acked = self._acknowledge(writing, answer.own)
            removed = [name for name in answer.removed if name != self.own and remove_stream(writing.connection, name)]
            self.state.notices += [*keep_held(writing.connection, self.own, answer, now), *tell_unknown(answer)]
            broken = [page.stream for page in answer.pages if not self._receive(writing, page, now)]
            for name, value in (
                ("nonce", answer.nonce),
                (VOUCHED, answer.vouched),
                (REST, "1" if answer.rest else ""),
            ):
                if value and read_setting(writing.connection, name) != value:
                    write_setting(writing.connection, name, value)
            write_setting(writing.connection, "last_exchange", now)
        self.line.nonce = answer.nonce
        self.state.removed += removed
        begun = self.long.take(answer)
        if self.book.outbox is not None and answer.own is not None:
            if self.state.moved_back:
                self.state.moved_back = False
                with self.book.reading() as connection:
                    self.book.outbox.rewrite(own_entries(connection, self.own, answer.own.number))
            self.book.outbox.acknowledged(answer.own.number, self._hash_at)
        self.progress(Progress("receiving", self.state.received, self.state.received + answer.left))
        return bool(acked or removed or broken or begun or back.again or self.state.received > before)

    def _hash_at(self, number: int) -> bytes:
        with self.book.reading() as connection:
            return hash_at(connection, self.own, number)

    def _acknowledge(self, writing: Writing, own: Acknowledged | None) -> bool:
        """Moves the mark of what HQ has; where HQ was restored from a backup it moves back."""
        if own is None:
            return False
        connection = writing.connection
        if hash_at(connection, self.own, own.number) != own.hash:
            raise _DifferentError
        before = acknowledged_number(connection, self.own)
        key, head = lock_head(connection, self.own)
        if (own.number, own.epoch) == (before, head.epoch):
            return False
        streams = tables.stream
        moved = {"acked": own.number, "epoch": own.epoch}
        connection.execute(update(streams).where(streams.c.id == key).values(moved))
        if own.number < before:
            # HQ judges these once more; what it says now is all that counts.
            forget_held(connection, self.own, own.number)
            forget_passages(connection, self.own, own.number)
            self.state.moved_back = True
            known = max(before, int(read_setting(connection, ACKNOWLEDGED, "0")))
            write_setting(connection, ACKNOWLEDGED, str(known))
            self.state.notices.append(Reason("offered_again", "info", {"from": own.number + 1}))
        elif own.number > before:
            kinds = (
                "SELECT e.kind, COUNT(*) FROM entry e JOIN stream s ON s.id = e.stream WHERE s.name IN (?*) "
                "AND e.number > ? AND e.number <= ? GROUP BY e.kind"
            )
            self.state.course.up.update(dict(rows_in(connection, kinds, [self.own], before, own.number)))
            note_passage(connection, self.own, own.number, moment())
        self.state.sent += max(own.number - before, 0)
        return True

    def _receive(self, writing: Writing, page: Page, now: str) -> bool:
        """Writes one page; False where it doesn't fit, and the stream will be filled anew."""
        try:
            if page.stream == self.own:
                raise PageError("the own stream comes by itself")
            released = find_released(writing.connection, page)
            reasons = find_reasons(writing.connection, page)
            with writing.connection.begin_nested():
                received = receive_page(writing.connection, page, now)
                note_head(writing.connection, page)
        except PageError as broken:
            if page.stream in self.state.refilled or page.stream == self.own:
                raise UnreachableError("hq_nonsense", detail=str(broken)) from broken
            self._refill(writing, page.stream)
            return False
        self.state.received += received.entries
        self.state.course.down.update(each.kind for each in page.entries)
        if received.equal is False:
            self.state.differing.add(page.stream)
        elif received.equal:
            self.state.differing.discard(page.stream)
        if not page.sparse:
            self.state.notices += moved_notices(
                writing.connection, [each.record for each in page.entries if each.kind == "move"]
            )
        self.state.notices += [*tell_released(released), *tell_reasons(reasons)]
        if page.fresh:
            self.state.notices.append(Reason("stream_refilled", "info", {"stream": page.stream}))
        return True

    def _refill(self, writing: Writing, stream: str) -> None:
        self.state.refilled.add(stream)
        remove_stream(writing.connection, stream)
        self.state.notices.append(Reason("stream_refilled", "info", {"stream": stream}))

    def _mend(self) -> None:
        """Puts right single records of streams that ended up differing from HQ's."""
        names = sorted(self.state.differing)
        for place, name in enumerate(names):
            self.progress(Progress("checking", place, len(names)))
            count = mend(self.book, self.line, name)
            if count is not None:
                self.state.notices.append(Reason("stream_mended", "warn", {"stream": name, "records": count}))


def _note(book: Book, state: _State, line: Line, failed: DeskError | None) -> None:
    """Keeps the exchange in the log people can read."""
    course = state.course
    course.requests, course.bytes_up, course.bytes_down = line.requests, line.bytes_up, line.bytes_down
    note_exchange(book, course, state.notices, failed)
