"""One exchange from the desk's side: offer what is new, take what is new, until both ends hold the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from msgspec.structs import replace
from sqlalchemy import Connection, update

from domain.errors import DeskError, RefusedError, UnreachableError
from domain.explain import Reason
from sync.client.line.address import address_in
from sync.client.line.asking import HqLine, Patience
from sync.client.line.open_lines import OpenLines
from sync.client.line.proof import proof_in
from sync.client.line.transport import Transport
from sync.client.restored.replaced import ask_of_replaced
from sync.client.restored.replacing import note_machine, own_strays, rebuild, take_ours, take_strays
from sync.client.restored.returning import (
    EpochBegunError,
    LostStream,
    find_lost,
    give_back,
    keep_lost,
    note_head,
    note_snapshot,
)
from sync.client.streams.end_notes import knows, note_answered, note_end, note_failure, note_told, write_end
from sync.client.streams.held import find_reasons, find_released, keep_held, tell_reasons, tell_released, tell_unknown
from sync.client.streams.long_streams import LongStreams
from sync.client.streams.mending import mend_all, note_differing, noted_differing
from sync.client.streams.news import brings_news, has_more, is_sent_again, stands_where
from sync.client.streams.offering import RETURNED, Prepared, hash_at, kinds_between, prepare
from sync.client.streams.outcome import Exchanged, ExchangeResult, TakenAnswer
from sync.client.streams.progress import ExchangeProgress
from sync.keys import DeviceKey
from sync.records.books.bulk import query_rows
from sync.records.books.database import Book
from sync.records.books.savepoints import savepoint
from sync.records.books.settings import (
    ACKNOWLEDGED,
    KEPT_BOOKS,
    REST,
    moment,
    read_setting,
    read_settings,
    write_setting,
)
from sync.records.books.statistics import keep_statistics
from sync.records.copies.outbox import acknowledged_number
from sync.records.log.moves import moved_notices
from sync.records.log.passages import forget_passages, note_passage
from sync.records.log.rebuilding import own_entries, remove_stream
from sync.records.log.receiving import PageError, forget_held, receive_page
from sync.records.log.streams import lock_head
from sync.records.log.writing import Writing
from sync.records.orders.crossed import let_go
from sync.records.repair.rescue import REBUILD
from sync.records.schema import tables
from sync.wire.messages import Acknowledged, ExchangeAnswer, ExchangeRequest, Page

# HQ's nonces hold longer than this.
_RESTED = timedelta(hours=1)


class _DifferentError(Exception):
    """HQ acknowledged another chain than the desk has."""


def exchange(
    book: Book,
    key: DeviceKey,
    *,
    progress: Callable[[ExchangeProgress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    transport: Transport | None = None,
    lines: OpenLines | None = None,
    patience: Patience | None = None,
) -> Exchanged:
    """Exchanges a desk's book with HQ until nothing is left on either side.

    What was taken is kept whatever happens later, and what waits goes on waiting; calling again goes on from there.

    Args:
        transport: how HQ is reached; None for a line to the address the book names.
        lines: where such a line is kept from one exchange to the next.

    Raises UnreachableError (`hq_unreachable`, `hq_timeout`, `hq_nonsense`, `hq_busy`, `hq_defect`, `hq_certificate`),
    RefusedError (`desk_revoked`, `desk_unknown`, `signature_wrong`, `upgrade_needed`, `hq_insecure`).
    """
    state = ExchangeResult()
    line: HqLine | None = None
    with book.reading() as connection:
        settings = read_settings(connection)
        desk = settings.get("desk_id", "")
        first = prepare(connection, settings, f"desk/{desk}", key)
    with ExitStack() as opened:
        try:
            if transport is None:
                known = lines or opened.enter_context(closing(OpenLines()))
                transport = opened.enter_context(known.line_to(address_in(settings)))
            line = HqLine(
                transport,
                desk=desk,
                key=key,
                nonce=settings.get("nonce", ""),
                rested=not moment(datetime.now(UTC) - _RESTED) < settings.get("last_exchange", "") <= moment(),
                patience=patience,
                cancelled=cancelled,
                proof=proof_in(settings),
            )
            told, stopped = progress or (lambda _: None), cancelled or (lambda: False)
            long = LongStreams(book, line, f"desk/{desk}", state, told, stopped)
            running = _Exchange(book, key, line, f"desk/{desk}", state, long, told, stopped)
            running.run(first)
        except DeskError as failed:
            with suppress(DeskError):  # what ended the exchange is told, whether or not it can be noted
                note_failure(book, state.course, state.notices, line, failed)
            raise
    ended = state.ended or note_end(book, state.course, state.notices, line, state.learnt)
    note_answered(book, settings)
    if ended.doubled:
        keep_statistics(book)
    return state.told_of(ended.pending)


@dataclass(slots=True)
class _Exchange:
    book: Book
    key: DeviceKey
    line: HqLine
    own: str
    state: ExchangeResult
    long: LongStreams
    progress: Callable[[ExchangeProgress], None]
    cancelled: Callable[[], bool]

    def run(self, first: Prepared) -> None:
        kept, damaged = first.settings.get(KEPT_BOOKS), first.settings.get(REBUILD)
        self.state.notices += ask_of_replaced(self.book, self.line, self.own) if kept else []
        if damaged:
            self._rebuild("damaged")
        prepared: Prepared | None = None if kept or damaged else first
        self.state.differing.update(noted_differing(first.settings))
        more = True
        while more and not (self._stopped() or self.state.is_endless()):
            more, prepared = self._round(prepared or self._prepared()), None
            # What is only looked up is filled when nothing else is left to come.
            more = self.long.fill_next(only_urgent=more) or more or self.long.wait() or self._take_strays()
        self.state.notices += mend_all(self.book, self.line, self.state.differing, self.progress)

    def _take_strays(self) -> bool:
        """Writes what the second copy held beside the stream both ends agree on; whether that is to be sent now."""
        told = take_strays(self.book, self.own)
        self.state.notices += told
        return bool(told)

    def _stopped(self) -> bool:
        stopped = self.cancelled()  # asked once: whoever says stop between two questions would be told nothing
        if stopped:
            self.state.notices.append(Reason("exchange_cancelled", "info"))
            self.state.differing.clear()
        return stopped

    def _prepared(self) -> Prepared:
        with self.book.reading() as connection:
            settings = read_settings(connection)
            return prepare(
                connection, settings, self.own, self.key, self.state.told, self.state.wanted, self.state.anew
            )

    def _round(self, prepared: Prepared) -> bool:
        """One request and what follows from it; whether another is needed."""
        request, settings, keeps = prepared.request, prepared.settings, prepared.keeps
        self.state.offered = request.own
        self.long.ask(request)
        waiting = prepared.waiting
        self.progress(ExchangeProgress("sending", self.state.sent, self.state.sent + waiting))
        try:
            answer = self.line.ask("/v1/exchange", request, ExchangeAnswer)
            self.state.rounds += 1
            self.line.proof.check_answer(answer, settings, self.key.public)
            if request.rest and not answer.rest:
                return self._forget_rest()
            if not keeps and not waiting and self._is_quiet(request, answer, settings):
                return self._pass_over(answer)
            lost = find_lost(self.book, self.line, answer, self.own)
            taken = self._take(prepared, answer, lost)
            moved = self._tell_more(answer) or taken.moved
        except EpochBegunError:
            return self._begin_again()
        except _DifferentError:
            return self._rebuild("fork")
        except RefusedError as refused:
            if refused.code not in {"fork", "behind"}:
                raise
            return self._rebuild(refused.code)
        if keeps or lost or answer.restored != request.returned:
            moved = self._return(request, answer) or moved
        moved = moved or (bool(answer.wanted) and answer.wanted != self.state.wanted)
        self.state.wanted = answer.wanted
        unasked = bool(answer.tell or answer.wanted)
        to_tell = self._to_tell()  # whatever else calls for one more request, that one tells it
        more = answer.more or unasked or taken.waits or taken.broken or to_tell
        if more and not moved:
            raise UnreachableError("hq_nonsense", detail=Reason("answer_no_progress", "stop"))
        return more

    def _is_quiet(self, request: ExchangeRequest, answer: ExchangeAnswer, settings: Mapping[str, str]) -> bool:
        """Whether an answer leaves all as it is; then nothing has to reach the disk."""
        known = knows(settings, answer, signed=self.line.proof.signed)
        return known and answer.restored == request.returned and not brings_news(request, answer)

    def _pass_over(self, answer: ExchangeAnswer) -> bool:
        """Goes on from an answer with nothing new; what is to be remembered of it is noted at the end."""
        self.line.nonce = answer.nonce
        self.state.learnt = {"nonce": answer.nonce, "last_exchange": moment()}
        self.long.take(answer)
        self._let_go(answer)
        self.progress(ExchangeProgress("receiving", self.state.received, self.state.received))
        # A person may have written while HQ was asked.
        outbox, told = self.book.outbox, answer.own
        return outbox is not None and told is not None and outbox.last > told.number

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
            raise UnreachableError("hq_nonsense", detail=Reason("answer_epochs", "stop"))
        self.state.begun = True
        return True

    def _return(self, request: ExchangeRequest, answer: ExchangeAnswer) -> bool:
        """Gives back what HQ lost, and says so once all is given; whether HQ has to be told.

        As long as streams are left of which HQ hasn't said where it stands, more of what it lost may be found.
        """
        told = give_back(self.book, self.line, answer.restored if answer.restored != request.returned else "")
        self.state.notices += told
        changed = request.returned != answer.restored and not has_more(answer)
        if changed:
            with self.book.writing() as writing:
                write_setting(writing.connection, RETURNED, answer.restored)
        news = changed and bool(answer.restored)
        self.state.tell_returned |= news
        return bool(told) or news

    def _rebuild(self, why: str) -> bool:
        if self.state.rebuilt:
            raise UnreachableError("hq_nonsense", detail=Reason("answer_own_twice", "stop"))
        self.state.rebuilt = True
        self.state.notices += rebuild(self.book, self.line, self.own, why)
        return True

    def _take(self, prepared: Prepared, answer: ExchangeAnswer, lost: Sequence[LostStream]) -> TakenAnswer:
        """Writes what came in one transaction, and keeps what HQ lost before it goes."""
        request, settings, keeps = prepared.request, prepared.settings, prepared.keeps
        now = moment()
        before = self.state.received
        self.line.nonce = answer.nonce  # what is none is refused before anything of this answer is kept
        hasty = not (lost or keeps) and is_sent_again(request, answer)
        with self.book.writing(hasty=hasty) as writing:
            for each in lost:
                keep_lost(writing.connection, each, now)
            again, told = take_ours(writing, self.own, answer, proven=self.line.proof.given)
            self.state.notices += [each for each in told if each not in self.state.notices]
            for snapshot in answer.snapshots:
                note_snapshot(writing.connection, snapshot)
            acked = not stands_where(request, answer.own) and self._acknowledge(writing, answer.own)
            removed = [name for name in answer.removed if name != self.own and remove_stream(writing.connection, name)]
            self.state.notices += [*keep_held(writing.connection, self.own, answer, now), *tell_unknown(answer)]
            broken = [page.stream for page in answer.pages if not self._receive(writing, page, now)]
            if (answer.held or answer.pages) and not hasty:  # nothing HQ publishes is anybody's act
                self.state.notices += let_go(writing.connection, self.own)
            note_machine(writing.connection, settings, answer, now)
            note_differing(writing.connection, settings, self.state.differing)
            note_told(writing.connection, settings, answer, signed=self.line.proof.signed)
            write_setting(writing.connection, "last_exchange", now)
            head, waits = self._stands(writing.connection)
            goes_on = waits or again or bool(broken or removed or lost or self.state.differing) or keeps
            if not goes_on and self._is_last(request, answer):
                self.state.ended = write_end(writing.connection, self.state.course, self.state.notices, self.line, {})
        self.state.learnt = {}
        self.state.removed += removed
        begun = self.long.take(answer)
        self._let_go(answer)
        self.progress(ExchangeProgress("receiving", self.state.received, self.state.received + answer.left))
        # What a person wrote meanwhile waits as well, and is no sign that HQ doesn't take what it is offered.
        wrote = request.own is not None and head > request.own.head
        moved = bool(acked or removed or broken or begun or again or wrote or self.state.received > before)
        return TakenAnswer(moved, waits or again, bool(broken))

    def _is_last(self, request: ExchangeRequest, answer: ExchangeAnswer) -> bool:
        """Whether nothing follows from an answer but what stands in it: then the exchange is noted together with it."""
        more = has_more(answer) or answer.wanted or answer.restored != request.returned
        return not (more or self.long.under_way or own_strays(self.book, self.own))

    def _stands(self, connection: Connection) -> tuple[int, bool]:
        """The own stream's last number, and whether anything of it waits for HQ."""
        found = query_rows(connection, "SELECT head, acked FROM stream WHERE name = ?", self.own)
        return (found[0].head, found[0].head > (found[0].acked or 0)) if found else (0, False)

    def _let_go(self, answer: ExchangeAnswer) -> None:
        """Empties the second copy where HQ has what is in it."""
        if self.book.outbox is None or answer.own is None:
            return
        if self.state.moved_back:
            self.state.moved_back = False
            with self.book.reading() as connection:
                self.book.outbox.rewrite(own_entries(connection, self.own, answer.own.number))
        self.book.outbox.acknowledged(answer.own.number, self._hash_at)

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
            self.state.course.up.update(kinds_between(connection, self.own, self.state.offered, before, own.number))
            note_passage(connection, self.own, own.number, moment())
        self.state.sent += max(own.number - before, 0)
        return True

    def _receive(self, writing: Writing, page: Page, now: str) -> bool:
        """Writes one page; False where it doesn't fit, and the stream will be filled anew."""
        try:
            if page.stream == self.own:
                raise PageError("page_own", page.stream)
            if page.stream in self.state.anew and page.first == 1:
                page = replace(page, fresh=True)
            released = find_released(writing.connection, page)
            reasons = find_reasons(writing.connection, page)
            with savepoint(writing.connection):
                received = receive_page(writing.connection, page, now)
                note_head(writing.connection, page)
        except PageError as broken:
            if page.stream in self.state.refilled or page.stream == self.own:
                raise UnreachableError("hq_nonsense", detail=broken.reason) from broken
            # What is held stays until the stream's beginning is here.
            self.state.refilled.add(page.stream)
            self.state.anew.add(page.stream)
            return False
        self.state.anew.discard(page.stream)
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
