"""What is held because it rests on something that isn't here is judged again when that comes, and so on from there.

The look-up is by the records that came, so that the work grows with those and not with what waits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection

from sync.hq.admission.judging import ReadPage, judge_entries
from sync.hq.admission.standing import Numbered, writing_desk_of
from sync.hq.taking.crossing import check_crossing, take_turns
from sync.hq.taking.retelling import follow_again, release, tell_reasons
from sync.records.books.bulk import query_rows, rows_in, run_many
from sync.records.books.database import Book
from sync.records.books.settings import moment
from sync.records.log.problems import JUDGED, come, note_held
from sync.records.log.streams import lock_head
from sync.streams import stored_entry

# Gives the numbers of a stream's held entries that are to be judged again.
Picking = Callable[[Connection, str], Sequence[int]]

_WAITS = f"{JUDGED} AND waits_for"
_WAITING = f"SELECT DISTINCT stream FROM problem WHERE {_WAITS} IN (?*)"
_ALL = f"SELECT DISTINCT stream FROM problem WHERE {_WAITS} <> ''"


def judge_again(book: Book, records: Iterable[str], now: datetime) -> list[str]:
    """Judges again whatever waits for these records, and then what waits for what was believed.

    Returns the streams of what is believed now, which are to be followed up. Each stream is gone through in a
    transaction of its own.
    """
    touched: set[str] = set()
    arrived = sorted(set(records))
    while arrived:
        with book.asking() as connection:
            streams = sorted({stream for (stream,) in rows_in(connection, _WAITING, arrived)})
        freed = {stream: judge_stream(book, stream, _waiting_for(arrived), now) for stream in streams}
        touched |= {stream for stream, records_ in freed.items() if records_}
        arrived = [record for stream in streams for record in freed[stream]]
    return sorted(touched)


def judge_all_again(book: Book, now: datetime) -> list[str]:
    """The same for everything that waits: when HQ's own books changed, whatever changed them."""
    touched: set[str] = set()
    while True:
        with book.reading() as connection:
            streams = sorted(row.stream for row in query_rows(connection, _ALL))
        freed = {stream: judge_stream(book, stream, _waiting, now) for stream in streams}
        if not any(freed.values()):
            return sorted(touched)
        touched |= {stream for stream, records in freed.items() if records}


def judge_come(book: Book, now: datetime) -> list[str]:
    """The same for what waited for something that HQ itself wrote since (`sync.records.log.problems.note_come`)."""
    with book.reading() as connection:
        sql = f"SELECT DISTINCT stream FROM problem WHERE {come(connection)} AND {JUDGED}"
        streams = sorted(row.stream for row in query_rows(connection, sql))
    touched: set[str] = set()
    for stream in streams:
        freed = judge_stream(book, stream, _come, now)
        touched |= {stream, *judge_again(book, freed, now)} if freed else set()
    return sorted(touched)


def judge_stream(book: Book, stream: str, picking: Picking, now: datetime) -> list[str]:
    """Judges again what is picked among a stream's held entries; the records of what is believed now.

    Who has an entry as held is told that it is taken, or for what other reason it isn't.
    """
    return take_turns(lambda: _judge_stream(book, stream, picking, now))


def _judge_stream(book: Book, stream: str, picking: Picking, now: datetime) -> list[str]:
    with book.writing() as writing:
        connection = writing.connection
        key, head = lock_head(connection, stream)
        owners = rows_in(connection, "SELECT dealer FROM desk WHERE id IN (?*)", [stream.removeprefix("desk/")])
        if not owners:
            return []
        dealer = str(owners[0].dealer)
        waiting = _entries(connection, key, picking(connection, stream))
        before = _reasons(connection, stream, waiting)
        offer = ReadPage(connection, key, writing_desk_of(connection, key, dealer), waiting).on(now.date())
        wrong = judge_entries(connection, key, dealer, waiting, offer=offer)
        freed = [(number, entry) for number, entry in waiting if number not in wrong]
        still = [(number, entry, wrong[number]) for number, entry in waiting if number in wrong]
        note_held(connection, stream, still, moment(now))
        run_many(
            connection, "UPDATE problem SET came = FALSE WHERE stream = ? AND number = ?", [(stream, n) for n in before]
        )
        tell_reasons(writing, stream, dealer, [each for each in still if before[each[0]] != each[2].code], moment(now))
        release(writing, stream, dealer, freed, moment(now))
        check_crossing(connection, key, (entry for _, entry in freed), writing.met)
        if freed:
            follow_again(connection, stream, head.epoch, [number for number, _ in freed], moment(now))
    return sorted({entry.record for _, entry in freed} | offer.touched)


def _waiting_for(records: Sequence[str]) -> Picking:
    sql = f"SELECT number FROM problem WHERE {_WAITS} IN (?*) AND stream = ?"
    return lambda connection, stream: [row.number for row in rows_in(connection, sql, records, stream)]


def _waiting(connection: Connection, stream: str) -> Sequence[int]:
    return [
        row.number
        for row in query_rows(connection, f"SELECT number FROM problem WHERE stream = ? AND {_WAITS} <> ''", stream)
    ]


def _come(connection: Connection, stream: str) -> Sequence[int]:
    sql = f"SELECT number FROM problem WHERE stream = ? AND {JUDGED} AND {come(connection)}"
    return [row.number for row in query_rows(connection, sql, stream)]


def _reasons(connection: Connection, stream: str, entries: Numbered) -> Mapping[int, str]:
    sql = "SELECT number, code FROM problem WHERE number IN (?*) AND stream = ?"
    return dict(rows_in(connection, sql, [number for number, _ in entries], stream))


def _entries(connection: Connection, key: int, numbers: Iterable[int]) -> Numbered:
    rows = rows_in(
        connection,
        "SELECT number, kind, record, body, leaf FROM entry WHERE number IN (?*) AND stream = ?",
        sorted(set(numbers)),
        key,
    )
    return [
        (row.number, stored_entry(row.kind, row.record, None if row.body is None else bytes(row.body), bytes(row.leaf)))
        for row in sorted(rows, key=lambda row: row.number)
    ]
