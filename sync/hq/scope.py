"""Who may read which streams, worked out from the dealer tree at every request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from sync.hq.policy_scope import BRANCH, policies_for
from sync.records.bulk import query_rows, rows_in
from sync.streams import Head


@dataclass(frozen=True, slots=True)
class Readable:
    """One stream a desk may read: its row, its head, and the number behind which none of its entries was pruned."""

    key: int
    name: str
    head: Head
    pruned: int = 0


# Of a dealer that was moved to where it stands now, its streams tell too much: its seller gets copies of what is his.
_BELOW = (
    BRANCH
    + """,
whole(id) AS (
    SELECT id FROM below b WHERE NOT EXISTS (SELECT 1 FROM parted p WHERE p.reader = ? AND p.dealer = b.id)
),
readable(name, place) AS (
    SELECT 'catalog', 0
    UNION SELECT 'prices/' || d.price_list, 1 FROM dealer d JOIN below b ON b.id = d.id
        WHERE d.price_list <> '' AND replace(d.id, ':', '') = d.id
    UNION SELECT 'stock', 2 FROM dealer WHERE id = ? AND parent = ?
    UNION SELECT 'dealer/' || w.id, 3 FROM whole w
    UNION SELECT 'desk/' || k.id, 4 FROM desk k JOIN whole w ON w.id = k.dealer WHERE k.id <> ?
)
SELECT s.id, s.name, s.epoch, s.head, s.hash, s.live, s.digest, s.pruned, r.place FROM readable r
JOIN stream s ON s.name = r.name
"""
)
_ALL = """
SELECT id, name, epoch, head, hash, live, digest, pruned,
    CASE WHEN name = 'catalog' THEN 0 WHEN substr(name, 1, 7) = 'prices/' OR substr(name, 1, 9) = 'policies/' THEN 1
    WHEN name = 'stock' THEN 2 WHEN substr(name, 1, 7) = 'dealer/' THEN 3 ELSE 4 END AS place
FROM stream WHERE name <> ?
"""
_PLACE_OF_POLICIES = 1


def readable_streams(connection: Connection, desk: str, dealer: str, hq: str) -> list[Readable]:
    """The streams this desk may read, its own left out, the most needed first.

    A dealer reads itself and what stands below it, never its parent's or siblings' business, and the policies that
    speak to it; HQ's desks read all.
    """
    if dealer == hq:
        rows: list[Any] = query_rows(connection, _ALL, f"desk/{desk}")
    else:
        rows = query_rows(connection, _BELOW, dealer, dealer, dealer, hq, desk)
        rows += _policy_streams(connection, dealer)
    return [
        Readable(row.id, row.name, Head(row.epoch, row.head, bytes(row.hash), row.live, bytes(row.digest)), row.pruned)
        for row in sorted(rows, key=lambda row: (row.place, row.name))
    ]


def _policy_streams(connection: Connection, dealer: str) -> Sequence[Any]:
    """The streams of policies this dealer may read, from HQ's cards as they are now."""
    return rows_in(
        connection,
        f"SELECT id, name, epoch, head, hash, live, digest, pruned, {_PLACE_OF_POLICIES} AS place FROM stream "
        "WHERE name IN (?*)",
        policies_for(connection, dealer),
    )
