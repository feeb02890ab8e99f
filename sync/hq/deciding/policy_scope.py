"""Which streams of policies speak to a dealer: looked at again only where its branch or the policies changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from weakref import WeakKeyDictionary

import msgspec
from sqlalchemy import Connection, Pool

from domain.parties.dealers import Dealer, chain_up
from domain.policies.scopes import Audience
from sync.records.books.bulk import query_rows, rows_in
from sync.records.log.streams import living
from sync.records.pricing.policy_cache import policy_of
from sync.records.pricing.policy_forms import FOR_ALL, STREAMS

# UNION, not UNION ALL, so that a circle in the tree ends. The tree is made of HQ's own cards alone, whose ids hold no
# colon: a customer card that a desk wrote must bring nothing down.
BRANCH = """
WITH RECURSIVE below(id) AS (
    SELECT CAST(? AS TEXT)
    UNION SELECT d.id FROM dealer d JOIN below b ON d.parent = b.id WHERE replace(d.id, ':', '') = d.id
)
"""
"""The dealer and all below it, as `below`."""
ABOVE = """
above(id, parent) AS (
    SELECT id, parent FROM dealer WHERE id = ?
    UNION SELECT d.id, d.parent FROM dealer d JOIN above a ON d.id = a.parent
)
"""
"""The dealer and all above it, as `above`; to stand behind `BRANCH`."""
# Spelled as in the index over these streams alone, so that it is taken.
OF_POLICIES = f"substr(name, 1, {len(STREAMS)}) = '{STREAMS}'"

Facts = tuple[tuple[Any, ...], ...]


class _Seen:
    """What one process knows of one book's policies: their streams, and for each dealer which of them speak to it."""

    def __init__(self) -> None:
        self.count = -1
        self.names: list[str] = []
        self.spoken: dict[str, tuple[int, Facts, list[str]]] = {}


_seen: WeakKeyDictionary[Pool, _Seen] = WeakKeyDictionary()
# A stream's name is a digest of whom it speaks to, so what was read once is true for every book and for good.
_known: dict[str, tuple[Audience, bool]] = {}


def last_spoken(connection: Connection, dealer: str) -> list[str]:
    """The streams that spoke to a dealer when this process last looked; for a guess, to be held against the facts."""
    kept = _seen.setdefault(connection.engine.pool, _Seen()).spoken.get(dealer)
    return kept[2] if kept else []


def policies_by(connection: Connection, dealer: str, count: int, facts: Facts) -> list[str]:
    """The names of the streams whose audience this dealer is in or, where the whole channel is meant, any below.

    Args:
        count: how many streams of policies there are.
        facts: all that audiences may ask of a dealer and its branch: the rows of their cards (id, parent, tier,
            territory, tags), then an empty one, then who stands above (id, parent); from the same moment.
    """
    seen = _seen.setdefault(connection.engine.pool, _Seen())
    # Streams are made and never deleted, so their number tells whether there are new ones.
    if seen.count != count:
        names = [name for (name,) in query_rows(connection, f"SELECT name FROM stream WHERE {OF_POLICIES}")]
        seen.count, seen.names, seen.spoken = count, sorted(names), {}
    if not seen.names:
        return []
    kept = seen.spoken.get(dealer)
    if kept is not None and kept[:2] == (count, facts):
        return kept[2]
    others = [name for name in seen.names if name != FOR_ALL]
    audiences = _audiences(connection, others)
    spoken = sorted({*_speaking_to(dealer, facts, audiences), *(name for name in seen.names if name == FOR_ALL)})
    if len(audiences) == len(others):
        seen.spoken[dealer] = (count, facts, spoken)
    return spoken


def _speaking_to(dealer: str, facts: Facts, audiences: Mapping[str, tuple[Audience, bool]]) -> set[str]:
    parents: dict[str, str | None] = {row[0]: row[1] for row in facts if row}
    branch = [
        Dealer(row[0], row[0], "", row[2], row[1], row[3], tags=frozenset(msgspec.json.decode(row[4], type=list[str])))
        for row in facts[: facts.index(())]
    ]
    chains = {each.id: chain_up(each.id, parents) for each in branch}
    own = [each for each in branch if each.id == dealer]
    return {
        name
        for name, (audience, channel) in audiences.items()
        if _holds_any(audience, own, chains) or (channel and _holds_any(audience, branch, chains))
    }


def _holds_any(audience: Audience, dealers: Iterable[Dealer], chains: Mapping[str, Sequence[str]]) -> bool:
    return any(audience.matches(each, each.tags, chains[each.id]) for each in dealers)


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
