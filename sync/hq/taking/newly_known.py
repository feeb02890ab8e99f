"""Records of kinds that an update of HQ's program made known: judged now, those without a body once their desk sent it.

Asked for when the service starts and after each act in HQ's folder. While HQ's program didn't know a kind, nobody made
use of its records; now each is judged in its turn, as if it came today.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from sqlalchemy import Connection

from sync.hq.admission.strangers import count_anew
from sync.hq.admission.table import HOLLOW, RULES
from sync.hq.taking.waiting import judge_again, judge_stream
from sync.records.books.bulk import rows_in, run_many
from sync.records.books.database import Book
from sync.records.books.settings import KINDS_JUDGED, moment, read_setting, write_setting
from sync.records.log.holding import BEYOND, Held
from sync.records.log.problems import KIND_UNKNOWN, note_held
from sync.records.log.rebuilding import drop_derived
from sync.records.log.releases import end_entries
from sync.records.log.streams import living, lock_head
from sync.streams import Entry
from sync.wire.messages import WireEntry

# Kinds that programs knew which kept no such setting, less those that came since.
_NEW_SINCE = frozenset(
    {"grant", "move", "release", "held_reason", "verdict_seen", "dismissal", "choice", "order_closing"}
)
# So many are judged by one transaction, and asked for by one answer.
_AT_ONCE = 500


def judge_known(book: Book, now: datetime) -> list[str]:
    """Judges what is held for an unknown kind that is known by now; the streams of what is believed, to be followed up.

    `book.wanted` then names the streams whose desks are to send bodies once more.
    """
    _hold_unjudged(book, now)
    with book.reading() as connection:
        sql = "SELECT DISTINCT stream FROM problem WHERE kind IN (?*) AND held AND code = ?"
        streams = sorted({row.stream for row in rows_in(connection, sql, sorted(RULES), KIND_UNKNOWN)})
        book.wanted = {row.stream for row in rows_in(connection, sql, sorted(RULES), BEYOND)}
    return _judge_streams(book, streams, now)


def _judge_streams(book: Book, streams: Sequence[str], now: datetime) -> list[str]:
    touched: set[str] = set()
    for stream in streams:
        while numbers := _known_in(book, stream):
            freed = judge_stream(book, stream, partial(_these, numbers), now)
            _open_again(book, stream, numbers)
            touched |= {stream, *judge_again(book, freed, now)} if freed else set()
    return sorted(touched)


def _these(numbers: Sequence[int], _connection: Connection, _stream: str) -> Sequence[int]:
    return numbers


def _known_in(book: Book, stream: str) -> list[int]:
    with book.reading() as connection:
        return _held_for(connection, stream, KIND_UNKNOWN)


def _held_for(connection: Connection, stream: str, code: str) -> list[int]:
    """Numbers of a stream's entries that are held for a code and of whose kind this program knows the rules."""
    sql = "SELECT number FROM problem WHERE kind IN (?*) AND stream = ? AND held AND code = ? ORDER BY number LIMIT ?"
    return sorted(row.number for row in rows_in(connection, sql, sorted(RULES), stream, code, _AT_ONCE))[:_AT_ONCE]


def _open_again(book: Book, stream: str, numbers: Sequence[int]) -> None:
    """What a person put away as unknown is told anew for what else is wrong with it."""
    with book.writing() as writing:
        connection = writing.connection
        key, _ = lock_head(connection, stream)
        sql = "UPDATE problem SET put_away_at = '', put_away_by = '' WHERE stream = ? AND number = ?"
        run_many(connection, sql, [(stream, number) for number in numbers])
        count_anew(connection, stream, key)


# ---- bodies that were not kept


def wanted_of(connection: Connection, stream: str) -> list[int]:
    """Entries of a desk's stream whose bodies HQ can make use of now and hasn't got."""
    return _held_for(connection, stream, BEYOND)


def take_bodies(book: Book, stream: str, sent: Sequence[WireEntry], now: datetime) -> list[str]:
    """Takes bodies HQ asked for, where they are those of the chain, and judges them; streams as `judge_known`."""
    with book.writing() as writing:
        connection = writing.connection
        key, _ = lock_head(connection, stream)
        sql = (
            "SELECT e.number, e.leaf FROM entry e JOIN problem p ON p.number = e.number "
            "WHERE e.number IN (?*) AND e.stream = ? AND e.body IS NULL AND p.stream = ? AND p.code = ? AND p.held"
        )
        numbers = [each.number for each in sent]
        missing = {row.number: bytes(row.leaf) for row in rows_in(connection, sql, numbers, key, stream, BEYOND)}
        entries = [(each.number, each.entry()) for each in sent]
        right = [(number, entry) for number, entry in entries if missing.get(number) == entry.leaf]
        bodies = [(entry.body, key, number) for number, entry in right if entry.body is not None]
        run_many(connection, "UPDATE entry SET body = ? WHERE stream = ? AND number = ?", bodies)
        codes = [(KIND_UNKNOWN if entry.body is not None else HOLLOW, stream, number) for number, entry in right]
        run_many(connection, "UPDATE problem SET code = ? WHERE stream = ? AND number = ?", codes)
    return _judge_streams(book, [stream], now)


# ---- what lives although nobody judged it


def _hold_unjudged(book: Book, now: datetime) -> None:
    """A program of before let what it didn't know live; that is held first, and then judged with all the rest."""
    with book.reading() as connection:
        known = read_setting(connection, KINDS_JUDGED).split()
        new = sorted(RULES.keys() - (known or RULES.keys() - _NEW_SINCE))
        if known and not new:
            return
        sql = (
            "SELECT DISTINCT s.name FROM entry e JOIN stream s ON s.id = e.stream WHERE e.kind IN (?*) "
            f"AND e.{living(connection)} AND substr(s.name, 1, 5) = 'desk/'"
        )
        streams = sorted({row.name for row in rows_in(connection, sql, new)})
    for stream in streams:
        with book.writing() as writing:
            _hold_living(writing.connection, stream, new, moment(now))
    with book.writing() as writing:
        write_setting(writing.connection, KINDS_JUDGED, " ".join(sorted({*known, *RULES})))


def _hold_living(connection: Connection, stream: str, kinds: Sequence[str], now: str) -> None:
    key, head = lock_head(connection, stream)
    live = living(connection)
    sql = f"SELECT id, number, kind, record, leaf FROM entry WHERE kind IN (?*) AND stream = ? AND {live}"
    rows = rows_in(connection, sql, kinds, key)
    end_entries(connection, key, head, rows)
    drop_derived(connection, [(row.kind, row.record) for row in rows], key)
    notes = [
        (row.number, Entry(row.kind, row.record, None, bytes(row.leaf)), Held(KIND_UNKNOWN, {"kind": row.kind}))
        for row in rows
    ]
    note_held(connection, stream, notes, now)
