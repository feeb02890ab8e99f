"""What HQ does about entries it took: decide orders, do requests, pass documents on, tell what is left of the stock.

Where they arrive, and only those: no exchange works on what another brought. A row of `undone` goes with the entries
into one transaction and goes away when all is done, so that what a worker left (it died, something failed) is found.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from sqlalchemy import Connection

from sync.hq.taking.crossing import again
from sync.records.books.batches import WorkBatch
from sync.records.books.bulk import AtOnce, query_rows, run_many
from sync.records.books.database import Book
from sync.records.books.settings import moment
from sync.records.books.statistics import keep_statistics
from sync.records.documents.stocks import StockKey
from sync.records.log.streams import living

if TYPE_CHECKING:
    from sync.hq.deciding.requests import Verbs
    from sync.records.log.writing import Writing

log = logging.getLogger(__name__)
Result = TypeVar("Result")
# So long a worker that lives may be at it; what rests longer was left by one that doesn't.
LEASE = timedelta(seconds=60)
EVERY = 30.0
_AT_A_TIME = 50


@dataclass(frozen=True, slots=True)
class Brought:
    """What one stream brought, by its numbers, that HQ has something to do about.

    `concerns` tells whether anybody but HQ and the writer may have to hear of it; `shifted` and `used` are the stock
    and the policies whose use changed when it was taken, None where nobody knows any more; `touched` the papers of
    which something was taken or given back.
    """

    stream: str
    since: int
    until: int
    orders: Sequence[str] = ()
    requests: Sequence[str] = ()
    concerns: bool = True
    shifted: frozenset[StockKey] | None = None
    used: frozenset[str] | None = None
    touched: frozenset[str] = frozenset()


@dataclass(slots=True)
class FollowUp:
    """What following up changed that others are to be told; None of something stands for "look at all of it"."""

    shifted: set[StockKey] | None = field(default_factory=set)
    used: set[str] | None = field(default_factory=set)
    failed: bool = False


def note_undone(connection: Connection, stream: str, since: int, until: int, now: str) -> int:
    """Notes, in the transaction that takes them, that these entries are to be followed up, and returns the first.

    What was left undone before stays so.
    """
    sql = (
        "INSERT INTO undone (stream, since, until, at) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (stream) DO UPDATE SET until = excluded.until, at = excluded.at"
    )
    run_many(connection, sql, [(stream, since, until, now)])
    return since


def follow(book: Book, brought: Brought, now: datetime, verbs: Verbs | None = None) -> None:
    """Does all that is to be done about what one exchange brought; what fails is logged and done by a later sweep."""
    outcome = FollowUp(_known(brought.shifted), _known(brought.used))
    _decide(book, brought.orders, now, outcome)
    if brought.requests:
        _step("requests", lambda: _do_requests(book, brought.requests, now, verbs), outcome)
        outcome.shifted = outcome.used = None
    if brought.concerns:
        _step("copying", lambda: _forward(book, [brought.stream], now), outcome)
    try:
        _publisher(book).hand_over(_Done(brought, outcome, now))
    except Exception:
        log.exception("publishing failed; it is tried again by the next sweep")


def _known(touched: Collection[Result] | None) -> set[Result] | None:
    return None if touched is None else set(touched)


def follow_up(book: Book, now: datetime, verbs: Verbs | None = None, streams: Collection[str] | None = None) -> None:
    """All that anybody may have left undone, or what `streams` brought; for a start, and after HQ's own acts."""
    if streams is not None:
        for stream in streams:
            brought = left_of(book, stream)
            if brought is not None:
                follow(book, brought, now, verbs)
        return
    with book.reading() as connection:
        rows = query_rows(connection, "SELECT stream, since, until FROM undone ORDER BY stream")
    outcome = FollowUp(None, None)
    _step("deciding", lambda: _decide_all(book, now), outcome)
    _step("requests", lambda: _do_requests(book, None, now, verbs), outcome)
    _step("copying", lambda: _forward(book, None, now), outcome)
    done = [_Done(Brought(*row), outcome, now) for row in rows] or [_Done(Brought("", 0, 0), outcome, now)]
    _step("publishing", lambda: _publish(book, done), outcome)


def left_of(book: Book, stream: str) -> Brought | None:
    """What of a stream nobody has followed up yet, or None; asked where a desk offers again what HQ holds already."""
    with book.reading() as connection:
        rows = query_rows(connection, "SELECT since, until FROM undone WHERE stream = ?", stream)
        if not rows:
            return None
        since, until = rows[0]
        sql = (
            "SELECT e.kind, e.record FROM entry e JOIN stream s ON s.id = e.stream WHERE s.name = ? "
            f"AND e.number BETWEEN ? AND ? AND e.kind IN ('order', 'request') AND e.{living(connection)} "
            "ORDER BY e.number"
        )
        found = query_rows(connection, sql, stream, since, until)
    orders = [record for kind, record in found if kind == "order"]
    requests = [record for kind, record in found if kind == "request"]
    return Brought(stream, since, until, orders, requests)


def sweep(book: Book, now: datetime, verbs: Verbs | None = None) -> int:
    """Takes up what others left undone, each stream by whoever claims it first; returns how many streams."""
    from sync.hq.taking.moot import settle_moot
    from sync.hq.taking.waiting import judge_come

    follow_up(book, now, verbs, judge_come(book, now))
    settle_moot(book, now)
    claimed = _claim(book, now)
    for stream in claimed:
        brought = left_of(book, stream)
        if brought is not None:
            follow(book, brought, now, verbs)
    return len(claimed)


def keep_sweeping(book: Book, verbs: Verbs | None = None, stop: threading.Event | None = None) -> None:
    """Sweeps quietly for as long as a service runs, and notes now and then how far the streams are.

    Meant for a thread of its own.
    """
    from sync.hq.taking.pruning import NOTED_EVERY, note_marks

    stop = stop or threading.Event()
    noted = datetime.min.replace(tzinfo=UTC)
    while not stop.wait(EVERY):
        try:
            now = datetime.now(UTC)
            sweep(book, now, verbs)
            keep_statistics(book)
            if now - noted >= NOTED_EVERY:
                note_marks(book, now)
                noted = now
        except Exception:
            log.exception("a sweep failed; the next one tries again")


def _claim(book: Book, now: datetime) -> list[str]:
    """Streams whose work rested longer than a living worker takes; they are this one's for as long."""
    with book.writing() as writing:
        skip = "" if book.is_sqlite else " FOR UPDATE SKIP LOCKED"  # SQLite has one writer at a time
        # A moment still to come was noted before HQ's clock was set back: it says nothing about how long work rested.
        # Asked for apart, because either goes by the index, and both in one question by none.
        streams = [
            stream
            for sign, bound in (("<=", now - LEASE), (">", now + LEASE))
            for (stream,) in query_rows(
                writing.connection,
                f"SELECT stream FROM undone WHERE at {sign} ? ORDER BY at, stream LIMIT {_AT_A_TIME}{skip}",
                moment(bound),
            )
        ]
        run_many(writing.connection, "UPDATE undone SET at = ? WHERE stream = ?", [(moment(now), s) for s in streams])
    return streams


def _step(name: str, work: Callable[[], object], outcome: FollowUp) -> None:
    try:
        again(work)
    except Exception:
        outcome.failed = True
        log.exception("%s failed; it is tried again by the next sweep", name)


def _decide(book: Book, orders: Sequence[str], now: datetime, outcome: FollowUp) -> None:
    if orders:
        from sync.hq.deciding.orders import Decided, decide_orders

        decided = Decided()
        today, fresh = now.astimezone().date(), outcome.shifted is not None
        _step("deciding", lambda: decide_orders(book, orders, today, moment(now), decided, fresh=fresh), outcome)
        outcome.failed |= bool(decided.held)
        if outcome.shifted is not None:
            outcome.shifted |= decided.shifted
        if outcome.used is not None:
            outcome.used |= decided.used


def _decide_all(book: Book, now: datetime) -> None:
    from sync.hq.deciding.orders import decide_waiting

    decide_waiting(book, now.astimezone().date(), moment(now))


def _do_requests(book: Book, requests: Sequence[str] | None, now: datetime, verbs: Verbs | None) -> None:
    if requests is None or requests:
        from sync.hq.deciding.requests import do_requests

        do_requests(book, now.astimezone().date(), moment(now), verbs, requests)


def _forward(book: Book, streams: Sequence[str] | None, now: datetime) -> None:
    from sync.hq.channel.copying import forward

    forward(book, moment(now), streams)


class _Done(NamedTuple):
    """What was followed up, what came of it, and when."""

    brought: Brought
    outcome: FollowUp
    now: datetime


def _publisher(book: Book) -> WorkBatch[_Done]:
    """The one of this book: many orders' figures are told together, by whichever exchange comes first."""
    if book.telling is None:
        book.telling = WorkBatch(lambda items: again(lambda: _publish(book, items)))
    found: WorkBatch[_Done] = book.telling
    return found


def _publish(book: Book, items: Sequence[_Done]) -> None:
    """Tells what is left of the stock and the limits that were touched, and that these entries are followed up."""
    from sync.hq.deciding.availability import STREAM, tell_availability
    from sync.hq.deciding.quotas import tell_quotas

    done = [each.brought for each in items if not each.outcome.failed and each.brought.stream]
    shifted = _all_of([each.outcome.shifted for each in items])
    used = _all_of([each.outcome.used for each in items])
    now = moment(max(each.now for each in items))
    with book.writing() as writing:
        if used is None or used:
            tell_quotas(writing, now, used, [STREAM] if shifted is None or shifted else ())
        if shifted is None or shifted:
            tell_availability(writing, now, shifted)
        _forget(writing, done)


def _all_of(parts: Sequence[set[Result] | None]) -> set[Result] | None:
    known = [each for each in parts if each is not None]
    return set().union(*known) if len(known) == len(parts) else None


def _forget(writing: Writing, done: Sequence[Brought]) -> None:
    """A row that tells of more, taken before or since, stays."""
    rows = sorted({(each.stream, each.since, each.until) for each in done})
    sql = "DELETE FROM undone WHERE stream = ? AND since >= ? AND until <= ?"
    run_many(writing.connection, sql, rows, _FORGET_AT_ONCE)


_FORGET_AT_ONCE = AtOnce(
    "DELETE FROM undone u USING ?* WHERE u.stream = v.stream AND u.since >= v.since AND u.until <= v.until",
    (("stream", "text"), ("since", "bigint"), ("until", "bigint")),
)
