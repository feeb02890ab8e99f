"""Who may read which streams, worked out from the dealer tree at every request."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, text

from sync.streams import Head


@dataclass(frozen=True, slots=True)
class Readable:
    """One stream a desk may read: its row and its head."""

    key: int
    name: str
    head: Head


# UNION, not UNION ALL, so that a circle in the tree ends.
_BELOW = """
WITH RECURSIVE below(id) AS (
    SELECT CAST(:dealer AS TEXT) UNION SELECT d.id FROM dealer d JOIN below b ON d.parent = b.id
),
readable(name, place) AS (
    SELECT 'catalog', 0
    UNION SELECT 'prices/' || d.price_list, 1 FROM dealer d JOIN below b ON b.id = d.id WHERE d.price_list <> ''
    UNION SELECT 'stock', 2 FROM dealer WHERE id = :dealer AND parent = :hq
    UNION SELECT 'dealer/' || b.id, 3 FROM below b
    UNION SELECT 'desk/' || k.id, 4 FROM desk k JOIN below b ON b.id = k.dealer WHERE k.id <> :desk
)
SELECT s.id, s.name, s.epoch, s.head, s.hash, s.live, s.digest FROM readable r JOIN stream s ON s.name = r.name
ORDER BY r.place, s.name
"""
_ALL = """
SELECT id, name, epoch, head, hash, live, digest FROM stream WHERE name <> :own
ORDER BY CASE WHEN name = 'catalog' THEN 0 WHEN name LIKE 'prices/%' THEN 1 WHEN name = 'stock' THEN 2
    WHEN name LIKE 'dealer/%' THEN 3 ELSE 4 END, name
"""


def readable_streams(connection: Connection, desk: str, dealer: str, hq: str) -> list[Readable]:
    """The streams this desk may read, its own left out, the most needed first.

    A dealer reads itself and what stands below it, never its parent's or siblings' business; HQ's desks read all.
    """
    if dealer == hq:
        rows = connection.execute(text(_ALL), {"own": f"desk/{desk}"})
    else:
        rows = connection.execute(text(_BELOW), {"dealer": dealer, "desk": desk, "hq": hq})
    return [
        Readable(row.id, row.name, Head(row.epoch, row.head, bytes(row.hash), row.live, bytes(row.digest)))
        for row in rows
    ]
