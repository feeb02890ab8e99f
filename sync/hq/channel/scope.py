"""Who may read which streams, worked out from the dealer tree at every request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from sync.hq.deciding.policy_scope import ABOVE, BRANCH, OF_POLICIES, Facts, last_spoken, policies_by
from sync.hq.restored.epochs import SETTING
from sync.hq.restored.homecoming import STATE
from sync.hq.service.asker import Asker
from sync.records.books.bulk import query_lists, query_rows
from sync.streams import Head


@dataclass(frozen=True, slots=True)
class Readable:
    """One stream a desk may read: its row, its head, and the number behind which none of its entries was pruned."""

    key: int
    name: str
    head: Head
    pruned: int = 0


@dataclass(frozen=True, slots=True)
class Sight:
    """What HQ's book says to a desk at one moment, all of it from one question.

    Attributes:
        streams: those it may read, its own left out, the most needed first.
        own: its own stream; None where HQ holds nothing of it.
        restored: the restore HQ still awaits something of, as stored; "" where there is none.
        going_home: whether entries wait for the desk to write them again.
        held: whether any entry of its own stream is held.
        asker: the desk as it is enrolled; None where there is none of its name, or it was shut out.
    """

    streams: list[Readable]
    own: Readable | None
    restored: str
    going_home: bool
    held: bool
    asker: Asker | None = None


_HEAD = "s.id, s.name, s.epoch, s.head, s.hash, s.live, s.digest, s.pruned"
_NO_HEAD = "0, '', 0, 0, NULL, 0, NULL, 0"
_BESIDE = (
    f"UNION ALL SELECT 'own', {_HEAD}, 0, NULL, NULL, NULL, NULL, NULL FROM stream s WHERE s.name = ? "
    f"UNION ALL SELECT 'restored', {_NO_HEAD}, 0, value, NULL, NULL, NULL, NULL FROM setting "
    "WHERE key = ? AND value <> '' "
    f"UNION ALL SELECT 'home', {_NO_HEAD}, 0, NULL, NULL, NULL, NULL, NULL "
    "WHERE EXISTS (SELECT 1 FROM returned_entry WHERE stream = ? AND state = ?) "
    f"UNION ALL SELECT 'held', {_NO_HEAD}, 0, NULL, NULL, NULL, NULL, NULL "
    "WHERE EXISTS (SELECT 1 FROM problem WHERE stream = ? AND held) "
    f"UNION ALL SELECT 'asker', {_NO_HEAD}, 0, dealer, public_key, last_exchange, prefix, rebuilt FROM desk "
    "WHERE id = ? AND NOT revoked"
)
# Of a dealer that was moved to where it stands now, its streams tell too much: its seller gets copies of what is his.
_BELOW = (
    BRANCH
    + f""",
whole(id) AS (
    SELECT id FROM below b WHERE NOT EXISTS (SELECT 1 FROM parted p WHERE p.reader = ? AND p.dealer = b.id)
),
{ABOVE},
readable(name, place) AS (
    SELECT 'catalog', 0
    UNION SELECT 'prices/' || d.price_list, 1 FROM dealer d JOIN below b ON b.id = d.id
        WHERE d.price_list <> '' AND replace(d.id, ':', '') = d.id
    UNION SELECT 'stock', 2 FROM dealer WHERE id = ? AND parent = ?
    UNION SELECT 'dealer/' || w.id, 3 FROM whole w
    UNION SELECT 'desk/' || k.id, 4 FROM desk k JOIN whole w ON w.id = k.dealer WHERE k.id <> ?
)
SELECT 'stream' AS what, {_HEAD}, r.place, CAST(NULL AS TEXT) AS dealer, CAST(NULL AS TEXT) AS parent,
    CAST(NULL AS TEXT) AS tier, CAST(NULL AS TEXT) AS territory, CAST(NULL AS TEXT) AS tags
FROM readable r JOIN stream s ON s.name = r.name
UNION ALL SELECT 'policies', {_HEAD}, 1, NULL, NULL, NULL, NULL, NULL FROM stream s WHERE s.name IN (?*)
UNION ALL SELECT 'count', COUNT(*), '', 0, 0, NULL, 0, NULL, 0, 0, NULL, NULL, NULL, NULL, NULL
    FROM stream WHERE {OF_POLICIES}
UNION ALL SELECT 'below', {_NO_HEAD}, 0, d.id, d.parent, d.tier, d.territory, d.tags
    FROM below b JOIN dealer d ON d.id = b.id
UNION ALL SELECT 'above', {_NO_HEAD}, 0, id, parent, NULL, NULL, NULL FROM above
"""
    + _BESIDE
)
_ALL = (
    f"""
SELECT 'stream' AS what, {_HEAD},
    CASE WHEN name = 'catalog' THEN 0 WHEN substr(name, 1, 7) = 'prices/' OR substr(name, 1, 9) = 'policies/' THEN 1
    WHEN name = 'stock' THEN 2 WHEN substr(name, 1, 7) = 'dealer/' THEN 3 ELSE 4 END AS place,
    CAST(NULL AS TEXT) AS dealer, CAST(NULL AS TEXT) AS parent, CAST(NULL AS TEXT) AS tier,
    CAST(NULL AS TEXT) AS territory, CAST(NULL AS TEXT) AS tags
FROM stream s WHERE name <> ?
"""
    + _BESIDE
)
_PLACE_OF_POLICIES = 1


def readable_streams(connection: Connection, desk: str, dealer: str, hq: str) -> list[Readable]:
    """The streams this desk may read, its own left out, the most needed first.

    A dealer reads itself and what stands below it, never its parent's or siblings' business, and the policies that
    speak to it; HQ's desks read all.
    """
    return sight_of(connection, desk, dealer, hq).streams


def sight_of(connection: Connection, desk: str, dealer: str, hq: str) -> Sight:
    """What a desk may read, and what else HQ's book says to it."""
    own = f"desk/{desk}"
    beside = (own, SETTING, own, STATE, own, desk)
    if dealer == hq:
        rows = query_rows(connection, _ALL, own, *beside)
        streams = [row for row in rows if row.what == "stream"]
    else:
        guess = last_spoken(connection, dealer)
        rows = query_lists(connection, _BELOW, dealer, dealer, dealer, dealer, hq, desk, guess, *beside)
        streams = [row for row in rows if row.what == "stream"]
        streams += _policy_streams(connection, dealer, rows, guess)
    told = {row.what: row for row in rows if row.what in _ONCE}
    return Sight(
        [_readable(row) for row in sorted(streams, key=lambda row: (row.place, row.name))],
        _readable(told["own"]) if "own" in told else None,
        told["restored"].dealer if "restored" in told else "",
        "home" in told,
        "held" in told,
        _asker(desk, told["asker"]) if "asker" in told else None,
    )


_ONCE = frozenset({"own", "restored", "home", "held", "asker"})


def _asker(desk: str, row: Any) -> Asker:
    """In the order of the columns in `_BESIDE`."""
    dealer, public_key, seen, prefix, rebuilt = row[-5:]
    return Asker(desk, dealer, public_key, seen, prefix, rebuilt)


def _readable(row: Any) -> Readable:
    head = Head(row.epoch, row.head, bytes(row.hash), row.live, bytes(row.digest))
    return Readable(row.id, row.name, head, row.pruned)


def _policy_streams(connection: Connection, dealer: str, rows: Sequence[Any], guess: list[str]) -> list[Any]:
    """The streams of policies this dealer may read, by HQ's cards and policies as they are in these rows."""
    below = sorted((row for row in rows if row.what == "below"), key=lambda row: str(row.dealer))
    above = sorted((row for row in rows if row.what == "above"), key=lambda row: str(row.dealer))
    facts: Facts = (
        *((row.dealer, row.parent, row.tier, row.territory, row.tags) for row in below),
        (),
        *((row.dealer, row.parent) for row in above),
    )
    [count] = [row.id for row in rows if row.what == "count"]
    names = policies_by(connection, dealer, count, facts)
    if names == guess:
        return [row for row in rows if row.what == "policies"]
    sql = f"SELECT {_HEAD}, {_PLACE_OF_POLICIES} AS place FROM stream s WHERE s.name IN (?*)"
    return query_lists(connection, sql, names)
