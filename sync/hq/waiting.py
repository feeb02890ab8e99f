"""What is held because it rests on something that isn't here is judged again when that comes, and so on from there.

The look-up is by the records that came, so that the work grows with those and not with what waits.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec
from sqlalchemy import Connection

from sync.hq.admission.judging import judge_entries
from sync.hq.admission.standing import Numbered
from sync.hq.crossing import check_crossing, take_turns
from sync.records.bodies import ReleaseBody
from sync.records.bulk import query_rows, rows_in, run_many
from sync.records.database import Book
from sync.records.log import lock_head
from sync.records.moves import FORWARDED
from sync.records.receiving import note_held
from sync.records.settings import moment, read_setting, write_setting
from sync.records.writing import Writing
from sync.streams import make_entry

_WAITING = "SELECT DISTINCT stream FROM problem WHERE held AND put_away_at = '' AND waits_for IN (?*)"
_ALL = "SELECT DISTINCT stream FROM problem WHERE held AND put_away_at = '' AND waits_for <> ''"


def judge_again(book: Book, records: Iterable[str], now: datetime) -> list[str]:
    """Judges again whatever waits for these records, and then what waits for what was believed.

    Returns the streams of what is believed now, which are to be followed up. Each stream is gone through in a
    transaction of its own.
    """
    touched: set[str] = set()
    arrived = sorted(set(records))
    while arrived:
        with book.reading() as connection:
            streams = sorted({stream for (stream,) in rows_in(connection, _WAITING, arrived)})
        freed = {stream: _judge_stream_in_turn(book, stream, arrived, now) for stream in streams}
        touched |= {stream for stream, records_ in freed.items() if records_}
        arrived = [record for stream in streams for record in freed[stream]]
    return sorted(touched)


def judge_all_again(book: Book, now: datetime) -> list[str]:
    """The same for everything that waits: when HQ's own books changed, whatever changed them."""
    touched: set[str] = set()
    while True:
        with book.reading() as connection:
            streams = sorted(row.stream for row in query_rows(connection, _ALL))
        freed = {stream: _judge_stream_in_turn(book, stream, None, now) for stream in streams}
        if not any(freed.values()):
            return sorted(touched)
        touched |= {stream for stream, records in freed.items() if records}


def _judge_stream_in_turn(book: Book, stream: str, records: Sequence[str] | None, now: datetime) -> list[str]:
    return take_turns(lambda: _judge_stream(book, stream, records, now))


def _judge_stream(book: Book, stream: str, records: Sequence[str] | None, now: datetime) -> list[str]:
    with book.writing() as writing:
        connection = writing.connection
        key, head = lock_head(connection, stream)
        owners = rows_in(connection, "SELECT dealer FROM desk WHERE id IN (?*)", [stream.removeprefix("desk/")])
        if not owners:
            return []
        waiting = _entries(connection, key, stream, records)
        wrong = judge_entries(connection, key, owners[0].dealer, waiting)
        freed = [(number, entry) for number, entry in waiting if number not in wrong]
        still = [(number, entry, wrong[number]) for number, entry in waiting if number in wrong]
        note_held(connection, stream, still, moment(now))
        _release(writing, stream, owners[0].dealer, freed, moment(now))
        check_crossing(connection, key, (entry for _, entry in freed))
        if freed:
            _follow_again(connection, stream, head.epoch, [number for number, _ in freed], moment(now))
    return [entry.record for _, entry in freed]


def _follow_again(connection: Connection, stream: str, epoch: int, numbers: Sequence[int], now: str) -> None:
    """What was passed over while it was held is decided, and passed on to whom it concerns, after all."""
    first = min(numbers)
    told_epoch, _, told = read_setting(connection, FORWARDED + stream).partition(":")
    if told_epoch == str(epoch) and int(told.partition(":")[0] or 0) >= first:
        write_setting(connection, FORWARDED + stream, f"{epoch}:{first - 1}")
    low, high = ("MIN", "MAX") if connection.dialect.name == "sqlite" else ("LEAST", "GREATEST")
    run_many(
        connection,
        "INSERT INTO undone (stream, since, until, at) VALUES (?, ?, ?, ?) ON CONFLICT (stream) DO UPDATE SET "
        f"since = {low}(undone.since, excluded.since), until = {high}(undone.until, excluded.until)",
        [(stream, first, max(numbers), now)],
    )


def _release(writing: Writing, stream: str, dealer: str, entries: Numbered, now: str) -> None:
    """HQ's word goes where the desk's stream is read: to its dealer and those above, of HQ's own desks to HQ's."""
    at_hq = dealer == read_setting(writing.connection, "dealer_id")
    desk = stream.removeprefix("desk/")
    for number, entry in entries:  # one by one and in order: a later one may take the place of an earlier one
        raw = msgspec.Raw(b"null" if entry.body is None else entry.body)
        body = ReleaseBody(stream, number, now, entry.kind, entry.record, raw)
        writing.put("hq" if at_hq else f"dealer/{dealer}", "release", f"{desk}/{number}", body)


def _entries(connection: Connection, key: int, stream: str, records: Sequence[str] | None) -> Numbered:
    """The held entries of a stream that wait: for any of these records, or for anything."""
    sql = "SELECT number FROM problem WHERE stream = ? AND held AND put_away_at = '' AND waits_for <> ''"
    if records is None:
        numbers = [row.number for row in query_rows(connection, sql, stream)]
    else:
        found = rows_in(connection, f"{sql.replace('stream = ?', 'waits_for IN (?*)')} AND stream = ?", records, stream)
        numbers = [row.number for row in found]
    rows = rows_in(
        connection,
        "SELECT number, kind, record, body FROM entry WHERE number IN (?*) AND stream = ?",
        sorted(set(numbers)),
        key,
    )
    return [
        (row.number, make_entry(row.kind, row.record, None if row.body is None else bytes(row.body)))
        for row in sorted(rows, key=lambda row: row.number)
    ]
