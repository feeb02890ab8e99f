"""What a desk could know when it wrote an entry: how far it had heard HQ's stream about its own dealer.

A desk says with every request how far it holds each stream, from the same snapshot as the entries it offers. Where more
entries wait at the desk than one request carries, those to come were written no later than that; it is kept until they
are here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from sync.records.bulk import run_many


@dataclass(frozen=True, slots=True)
class Hearing:
    """How far a desk had heard by the numbers of its entries: pairs of (heard, last entry written by then)."""

    marks: tuple[tuple[int, int], ...] = ()

    def had_heard(self, entry: int, place: int) -> bool:
        """Whether the desk held number `place` of its dealer's stream when it wrote its entry of this number."""
        return not any(heard < place and head >= entry for heard, head in self.marks)


UNHEARD = Hearing()
"""Of a desk whose hearing nobody asked about: it could have known all."""


Marks = Sequence[tuple[int, int]]


def note_hearing(connection: Connection, desk: str, before: Marks, heard: int, head: int, last: int) -> Hearing:
    """What is known of a desk's hearing, with what it says now.

    Args:
        before: what is kept of it: pairs of (heard, head).
        heard: how far it holds its dealer's stream.
        head: its own last entry.
        last: the last of its entries that HQ has after this request.
    """
    if head > last:
        upsert = (
            "INSERT INTO hearing (desk, heard, head) VALUES (?, ?, ?) ON CONFLICT (desk, heard) DO UPDATE SET "
            "head = excluded.head"
        )
        run_many(connection, upsert, [(desk, heard, head)])
    if before:
        run_many(connection, "DELETE FROM hearing WHERE desk = ? AND head <= ?", [(desk, last)])
    return Hearing((*before, (heard, head)))


def heard_of(cursors: Mapping[str, object], dealer: str) -> int:
    """How far a request says the desk holds its dealer's stream."""
    return int(getattr(cursors.get(f"dealer/{dealer}"), "number", 0))
