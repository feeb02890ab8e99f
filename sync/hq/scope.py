"""Who may read which streams, worked out from the dealer tree at every request."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

from domain.parties import Dealer, chain_up
from domain.scopes import Audience
from sync.records.bulk import query_rows, rows_in
from sync.records.log import living
from sync.records.policy_forms import FOR_ALL, STREAMS
from sync.records.reading import dealer_of
from sync.records.shelf import policy_of
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
SELECT s.id, s.name, s.epoch, s.head, s.hash, s.live, s.digest, r.place FROM readable r
JOIN stream s ON s.name = r.name
"""
_ALL = """
SELECT id, name, epoch, head, hash, live, digest,
    CASE WHEN name = 'catalog' THEN 0 WHEN name LIKE 'prices/%' OR name LIKE 'policies/%' THEN 1
    WHEN name = 'stock' THEN 2 WHEN name LIKE 'dealer/%' THEN 3 ELSE 4 END AS place
FROM stream WHERE name <> :own
"""
_PLACE_OF_POLICIES = 1
_BRANCH = """
WITH RECURSIVE below(id) AS (
    SELECT CAST(? AS TEXT) UNION SELECT d.id FROM dealer d JOIN below b ON d.parent = b.id
)
SELECT d.* FROM dealer d JOIN below b ON b.id = d.id ORDER BY d.id
"""


def readable_streams(connection: Connection, desk: str, dealer: str, hq: str) -> list[Readable]:
    """The streams this desk may read, its own left out, the most needed first.

    A dealer reads itself and what stands below it, never its parent's or siblings' business, and the policies that
    speak to it; HQ's desks read all.
    """
    if dealer == hq:
        rows: list[Any] = list(connection.execute(text(_ALL), {"own": f"desk/{desk}"}))
    else:
        rows = list(connection.execute(text(_BELOW), {"dealer": dealer, "desk": desk, "hq": hq}))
        rows += _policy_streams(connection, dealer)
    return [
        Readable(row.id, row.name, Head(row.epoch, row.head, bytes(row.hash), row.live, bytes(row.digest)))
        for row in sorted(rows, key=lambda row: (row.place, row.name))
    ]


def _policy_streams(connection: Connection, dealer: str) -> Sequence[Any]:
    """The streams of policies this dealer may read, from his own card as it is now."""
    streams = query_rows(
        connection,
        f"SELECT id, name, epoch, head, hash, live, digest, {_PLACE_OF_POLICIES} AS place FROM stream "
        f"WHERE substr(name, 1, {len(STREAMS)}) = ?",
        STREAMS,
    )
    others = [row.name for row in streams if row.name != FOR_ALL]
    spoken = _speaking_to(connection, dealer, _audiences(connection, others)) if others else set()
    return [row for row in streams if row.name == FOR_ALL or row.name in spoken]


def _speaking_to(connection: Connection, dealer: str, audiences: Mapping[str, tuple[Audience, bool]]) -> set[str]:
    """The streams whose audience this dealer is in or, where the whole channel is meant, anyone below him."""
    branch = [dealer_of(row) for row in query_rows(connection, _BRANCH, dealer)]
    parents: dict[str, str | None] = {each.id: each.parent for each in branch}
    parents |= _above(connection, dealer)
    chains = {each.id: chain_up(each.id, parents) for each in branch}
    own = [each for each in branch if each.id == dealer]
    return {
        name
        for name, (audience, channel) in audiences.items()
        if _holds_any(audience, own, chains) or (channel and _holds_any(audience, branch, chains))
    }


def _holds_any(audience: Audience, dealers: Iterable[Dealer], chains: Mapping[str, Sequence[str]]) -> bool:
    return any(audience.matches(each, each.tags, chains[each.id]) for each in dealers)


def _above(connection: Connection, dealer: str) -> dict[str, str | None]:
    """The parents of a dealer, and of his parents, to the top."""
    found: dict[str, str | None] = {}
    here: str | None = dealer
    while here is not None and here not in found:
        rows = rows_in(connection, "SELECT parent FROM dealer WHERE id IN (?*)", [here])
        above: str | None = rows[0][0] if rows else None
        found[here] = above
        here = above
    return found


# A stream's name is a digest of whom it speaks to, so what was read once is true for every book and for good.
_known: dict[str, tuple[Audience, bool]] = {}


def _audiences(connection: Connection, names: Sequence[str]) -> dict[str, tuple[Audience, bool]]:
    """Whom each stream speaks to, read from any policy in it; one that can't be read speaks to nobody."""
    missing = [name for name in names if name not in _known]
    if missing:
        sql = (
            "SELECT s.name, MIN(e.record) AS record FROM stream s JOIN entry e ON e.stream = s.id "
            f"WHERE s.name IN (?*) AND e.kind = 'policy' AND e.{living(connection)} GROUP BY s.name"
        )
        records = {row.record: row.name for row in rows_in(connection, sql, missing)}
        for record, form in rows_in(connection, "SELECT id, form FROM policy WHERE id IN (?*)", sorted(records)):
            policy = policy_of(form)
            if policy is not None:
                _known[records[record]] = (policy.audience, policy.channel)
    return {name: _known[name] for name in names if name in _known}
