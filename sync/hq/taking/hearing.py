"""What a desk could know when it wrote an entry: how far it had heard HQ's stream about its own dealer.

A desk says with every request how far it holds each stream, from the same snapshot as the entries it offers. Where more
entries wait at the desk than one request carries, those to come were written no later than that; it is kept until they
are here.

What a desk was once heard to hold it doesn't forget: what it writes after that it writes knowing it, whatever it says
later. Only one that begins its stream anew, from what HQ gives it, may have lost what it held.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from sync.records.books.bulk import query_rows, run_many


@dataclass(frozen=True, slots=True)
class Hearing:
    """How far a desk had heard by the numbers of its entries: pairs of (heard, last entry written by then).

    `known` are such of which it is certain that all later entries were written with so much heard. `holds` is how far
    it held other streams when it wrote the entries at hand, none where earlier ones are still to come; None: all.
    """

    marks: tuple[tuple[int, int], ...] = ()
    known: tuple[tuple[int, int], ...] = ()
    holds: Mapping[str, int] | None = None

    def held_then(self, stream: str, place: int) -> bool:
        """Whether the desk held number `place` of a stream that isn't its dealer's."""
        return self.holds is None or self.holds.get(stream, 0) >= place

    def had_heard(self, entry: int, place: int) -> bool:
        """Whether the desk held number `place` of its dealer's stream when it wrote its entry of this number."""
        if any(heard >= place and head < entry for heard, head in self.known):
            return True
        return not any(heard < place and head >= entry for heard, head in self.marks)


UNHEARD = Hearing()
"""Of a desk whose hearing nobody asked about: it could have known all."""


Mark = tuple[int, int]
Marks = Sequence[Mark]


def note_hearing(
    connection: Connection, desk: str, before: Marks, heard: int, head: int, last: int, told: Mark = (0, 0)
) -> Hearing:
    """What is known of a desk's hearing, with what it says now.

    Args:
        before: what is kept of it: pairs of (heard, head), where what is certain has `heard` below zero.
        heard: how far it holds its dealer's stream.
        head: its own last entry.
        last: the last of its entries that HQ has after this request.
        told: such a pair that it said when it only asked.
    """
    marks = [mark for mark in before if mark[0] >= 0]
    known = [(-heard_then, head_then) for heard_then, head_then in before if heard_then < 0]
    if head > last:
        upsert = (
            "INSERT INTO hearing (desk, heard, head) VALUES (?, ?, ?) ON CONFLICT (desk, heard) DO UPDATE SET "
            "head = excluded.head"
        )
        run_many(connection, upsert, [(desk, heard, head)])
    if marks:
        run_many(connection, "DELETE FROM hearing WHERE desk = ? AND head <= ? AND heard >= 0", [(desk, last)])
    certain = [each for each in (told, (heard, head)) if each[1] <= last]
    _keep_known(connection, desk, max(known, default=(0, 0)), max(certain, default=(0, 0)))
    return Hearing((*marks, (heard, head)), (*known, told))


def note_known(connection: Connection, desk: str, heard: int, head: int) -> None:
    """Keeps that a desk holds so much of its dealer's stream, its own last entry being `head`."""
    found = query_rows(connection, "SELECT heard, head FROM hearing WHERE desk = ? AND heard < 0", desk)
    _keep_known(connection, desk, max(((-row.heard, row.head) for row in found), default=(0, 0)), (heard, head))


def _keep_known(connection: Connection, desk: str, before: Mark, now: Mark) -> None:
    """Never less than before; below zero, because what is kept until entries are here has the same key."""
    if now[0] <= before[0]:
        return
    if before[0]:
        update = "UPDATE hearing SET heard = ?, head = ? WHERE desk = ? AND heard = ?"
        run_many(connection, update, [(-now[0], now[1], desk, -before[0])])
    else:
        insert = "INSERT INTO hearing (desk, heard, head) VALUES (?, ?, ?) ON CONFLICT (desk, heard) DO NOTHING"
        run_many(connection, insert, [(desk, -now[0], now[1])])


def forget_known(connection: Connection, desk: str) -> None:
    """A desk fetches its own stream: of what its books held before nothing is certain any more."""
    run_many(connection, "DELETE FROM hearing WHERE desk = ? AND heard < 0", [(desk,)])


def held_of(cursors: Mapping[str, object], before: Marks) -> Mapping[str, int]:
    """How far a request says the desk holds each stream; nothing where entries written before are still to come."""
    if any(heard >= 0 for heard, _ in before):
        return {}
    return {stream: int(getattr(cursor, "number", 0)) for stream, cursor in cursors.items()}


def heard_of(cursors: Mapping[str, object], dealer: str, epoch: int = 0) -> int:
    """How far a request says the desk holds its dealer's stream; 0 where it holds one of before HQ's epoch.

    The numbers that an HQ gave out before it was set back stand for something else now.
    """
    cursor = cursors.get(f"dealer/{dealer}")
    return 0 if getattr(cursor, "epoch", epoch) < epoch else int(getattr(cursor, "number", 0))
