"""HQ begins a new epoch after it was set back to a backup: because a person says so, or because a desk proves it.

Every desk then fills itself anew, offers its own stream again, and gives back what HQ had told it. While that goes on,
orders and requests HQ may have answered before wait for the answers to come back.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from secrets import token_hex

import msgspec
from sqlalchemy import Connection

from sync.records.books.bulk import query_rows, rows_in, run_many
from sync.records.books.database import Book
from sync.records.books.numbering import leave_room
from sync.records.books.settings import moment, read_setting, write_setting
from sync.shapes import make_ready

SETTING = "restored"
# So long orders wait at most for desks that don't come.
WAIT = timedelta(days=1)
# Numbers given between backup and restore are unknown here: each epoch numbers on from a round figure of its own.
_ROOM, _DAYS = 5_000, 62


class Restored(msgspec.Struct):
    """The last restore: its name, when HQ took note of it, until when orders wait, and who said so."""

    id: str
    at: str
    until: str
    by: str


make_ready(Restored)


def restored(connection: Connection) -> Restored | None:
    """The restore whose consequences are still awaited; None where there is none."""
    said = read_setting(connection, SETTING)
    return read_restored(said) if said else None


def read_restored(said: str) -> Restored:
    """The restore of its setting."""
    return msgspec.json.decode(said, type=Restored)


def begin_epoch(
    book: Book, now: datetime, by: str = "", *, beyond: int = 0, seen: tuple[str, int] | None = None
) -> Restored | None:
    """Begins a new epoch of every stream, nobody else writing meanwhile.

    Args:
        beyond: the last epoch known to be in use; a backup restored a second time must not begin the same one again.
        seen: a stream and an epoch of it HQ once signed and has no more; None is returned, and nothing done, where
            the epoch was begun since.
    """
    with book.writing() as writing:
        connection = writing.connection
        if not book.is_sqlite:
            connection.exec_driver_sql("LOCK TABLE stream IN EXCLUSIVE MODE")
        if seen is not None and _has_begun(connection, *seen):
            return None
        top = query_rows(connection, "SELECT COALESCE(MAX(epoch), 1) FROM stream")[0][0]
        epoch = max(top, beyond, seen[1] if seen else 0) + 1
        run_many(connection, "UPDATE stream SET epoch = ?", [(epoch,)])
        told = Restored(f"{epoch} {moment(now)} {token_hex(4)}", moment(now), moment(now + WAIT), by)
        write_setting(connection, SETTING, msgspec.json.encode(told).decode())
        _let_wait(connection, told.at)
        days = [now.date() - timedelta(days=each) for each in range(-1, _DAYS)]
        leave_room(connection, read_setting(connection, "prefix"), days, _ROOM * (epoch - 1))
    return told


def _has_begun(connection: Connection, stream: str, epoch: int) -> bool:
    found = query_rows(connection, "SELECT epoch FROM stream WHERE name = ?", stream)
    return found[0][0] > epoch if found else restored(connection) is not None


def _let_wait(connection: Connection, since: str) -> None:
    """Orders and requests without an answer in the backup may have had one since."""
    hq = read_setting(connection, "dealer_id")
    sql = (
        "INSERT INTO returning_order (record, dealer, since) "
        "SELECT id, buyer, CAST(? AS TEXT) FROM document WHERE kind = 'order' AND state = 'submitted' AND seller = ? "
        "ON CONFLICT (record) DO NOTHING"
    )
    run_many(connection, sql, [(since, hq)])
    sql = (
        "INSERT INTO returning_order (record, dealer, since) SELECT r.id, CAST(? AS TEXT), CAST(? AS TEXT) "
        "FROM request r LEFT JOIN request_answer a ON a.request = r.id WHERE a.pk IS NULL "
        "ON CONFLICT (record) DO NOTHING"
    )
    run_many(connection, sql, [(hq, since)])


def wait_for(connection: Connection, records: list[str], dealer: str, now: str) -> None:
    """Lets orders and requests wait that a desk offers again: HQ had them once, and may have answered them."""
    sql = "INSERT INTO returning_order (record, dealer, since) VALUES (?, ?, ?) ON CONFLICT (record) DO NOTHING"
    run_many(connection, sql, [(record, dealer, now) for record in records])


def answers_waiting(connection: Connection, records: Collection[str]) -> list[str]:
    """Those of these orders and requests whose old answer came back and waits for a person."""
    sql = (
        "SELECT DISTINCT record FROM returned_entry WHERE state = 'waiting' AND record IN (?*) "
        "AND kind IN ('answer', 'request_answer')"
    )
    return [row[0] for row in rows_in(connection, sql, sorted(records))]


def is_awaited(connection: Connection, record: str) -> bool:
    """Whether an order or a request waits for what desks may still bring back about it."""
    return bool(query_rows(connection, "SELECT 1 FROM returning_order WHERE record = ?", record))


_RELEASE = (
    "DELETE FROM returning_order WHERE NOT EXISTS (SELECT 1 FROM returned_entry e "
    "WHERE e.kind IN ('answer', 'request_answer') AND e.record = returning_order.record AND e.state = 'waiting') "
    "AND (? = 1 OR NOT EXISTS ("
    "SELECT 1 FROM desk d WHERE d.dealer = returning_order.dealer AND NOT d.revoked AND d.returned <> ?))"
)


def release(connection: Connection, now: str, *, at_once: bool = False) -> None:
    """Lets what waits be decided or done whose dealer's desks have all given back what they held, or whose time is up.

    One whose old answer came back waits until a person has taken or left it. `at_once` ends the waiting for desks.
    """
    current = restored(connection)
    over = current is None or now >= current.until or at_once
    run_many(connection, _RELEASE, [(int(over), current.id if current else "")])
    if over and current is not None:
        write_setting(connection, SETTING, "")


def end_waiting(book: Book, now: datetime) -> None:
    """Waits for desks no longer; what waited can be decided and done from now on."""
    with book.writing() as writing:
        release(writing.connection, moment(now), at_once=True)


def note_returned(book: Book, desk: str, said: str, now: str) -> bool:
    """Takes a desk's word that it has given back all it held; True where that is news."""
    with book.reading() as connection:
        current = restored(connection)
        if current is None or current.id != said:
            return False
        if not query_rows(connection, "SELECT 1 FROM desk WHERE id = ? AND returned <> ?", desk, said):
            return False
    with book.writing() as writing:
        run_many(writing.connection, "UPDATE desk SET returned = ? WHERE id = ?", [(said, desk)])
        release(writing.connection, now)
    return True


def bump_epochs(book: Book, beyond: int = 0) -> None:
    """`begin_epoch` as of this moment, by nobody in particular."""
    begin_epoch(book, datetime.now(UTC), beyond=beyond)
