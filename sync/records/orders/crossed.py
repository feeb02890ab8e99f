"""A desk lets go of its own record where another desk did the same first and HQ took that: its books count one.

HQ holds the later one and names the earlier (`sync.hq.admission.within`). The desk takes HQ's word only where its own
books show that earlier record as well. The entry stays in its chain, alive nowhere; where HQ takes it after all, it
comes alive again like any that was held (`sync.records.log.releases`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection

from domain.documents.kinds import NOTES, TAKING_OFF, following
from domain.explain import Reason
from sync.records.books.bulk import query_rows, rows_in
from sync.records.log.applying import APPLIERS
from sync.records.log.holding import BY, CAUSE, CROSSED, HELD, RESTS, read_facts
from sync.records.log.problems import number_in
from sync.records.log.releases import end_entries
from sync.records.log.streams import lock_head
from sync.shapes import make_ready

# What is undone of a delivery only as long as nothing of it was received or taken back.
_UNDONE_WHOLE = ("delivery", *following("pays_for", "delivery"))


class _SaidTwice(msgspec.Struct):
    """What of a record tells which act it is."""

    source: str | None = None
    reverses: str | None = None
    supersedes: str | None = None
    seller: str = ""
    buyer: str = ""
    credit: str = ""
    debt: str = ""


make_ready(_SaidTwice)


def let_go(connection: Connection, own: str) -> list[Reason]:
    """Lets go of what another desk did first; one `entry_crossed` (warn) for each: `kind`, `document`, `by`, `cause`.

    What rests on such a record goes with it.
    """
    sql = "SELECT number, facts FROM problem WHERE stream = ? AND held AND code = ? ORDER BY number"
    held = {row.number: read_facts(row.facts) for row in query_rows(connection, sql, own, HELD)}
    crossed = {number: facts for number, facts in held.items() if facts.get(CAUSE) in CROSSED and facts.get(BY)}
    if not crossed:
        return []
    key, head = lock_head(connection, own)
    resting = {number: facts for number, facts in held.items() if facts.get(CAUSE) == RESTS}
    entries = _entries(connection, key, [*crossed, *resting])
    others = _others(connection, key, [facts[BY] for facts in crossed.values()])
    gone = [row for row in entries if row.number in crossed and _did(row, others.get(crossed[row.number][BY]))]
    names = {row.record for row in gone}
    for row in entries:
        if row.number in resting and resting[row.number].get("id") in names:
            gone.append(row)
            names.add(row.record)
    alive = [row for row in gone if row.live]
    if not alive:
        return []
    end_entries(connection, key, head, alive)
    for row in reversed(alive):
        APPLIERS[row.kind].drop(connection, [row.record])
    return [_told(row, crossed[row.number], others) for row in alive if row.number in crossed]


def _entries(connection: Connection, key: int, numbers: Sequence[int]) -> list[Any]:
    sql = "SELECT id, number, kind, record, body, leaf, live FROM entry WHERE number IN (?*) AND stream = ?"
    found = rows_in(connection, sql, sorted(numbers), key)
    return sorted((row for row in found if row.body is not None), key=lambda row: row.number)


def _others(connection: Connection, key: int, records: Sequence[str]) -> Mapping[str, Any]:
    """Papers and settlements of these ids that stand here and aren't this desk's own, by id."""
    named = sorted(set(records))
    papers = (
        "SELECT id, kind, number, source, reverses, supersedes, seller, buyer, '' AS credit, '' AS debt "
        "FROM document WHERE id IN (?*)"
    )
    settled = (
        "SELECT id, 'settlement' AS kind, '' AS number, '' AS source, '' AS reverses, '' AS supersedes, seller, buyer, "
        "credit, debt "
        "FROM settlement WHERE id IN (?*)"
    )
    own = {
        record
        for (record,) in rows_in(connection, "SELECT record FROM entry WHERE record IN (?*) AND stream = ?", named, key)
    }
    found = [*rows_in(connection, papers, named), *rows_in(connection, settled, named)]
    return {row.id: row for row in found if row.id not in own}


def _did(row: Any, other: Any) -> bool:
    """Whether another record did what this one wants to do, or undid what it rests on."""
    if other is None:
        return False
    said = msgspec.json.decode(row.body, type=_SaidTwice)
    if row.kind == "settlement":
        return bool(other.kind == row.kind and (said.credit == other.credit or said.debt == other.debt))
    if said.reverses:
        return bool(said.reverses == other.reverses or (row.kind in _UNDONE_WHOLE and _follows(other, said)))
    if said.supersedes:
        return bool(said.supersedes == other.supersedes)
    if said.source:
        # What a note takes off a document is less by what another note or a return took off it before.
        alike = TAKING_OFF if row.kind in NOTES and row.kind in TAKING_OFF else (row.kind,)
        return bool(other.reverses == said.source or (other.kind in alike and other.source == said.source))
    return bool(other.kind == row.kind and (other.seller, other.buyer) == (said.seller, said.buyer))


def _follows(other: Any, said: _SaidTwice) -> bool:
    """Whether goods of the very delivery were received or taken back that this one undoes, or whose payment it does."""
    return other.kind in following("takes_up", "delivery") and other.source in (said.reverses, said.source)


def _told(row: Any, facts: Mapping[str, str], others: Mapping[str, Any]) -> Reason:
    cause = _NOT_THE_SAME.get(facts[CAUSE], "crossed_same")
    told = {"kind": row.kind, "document": number_in(bytes(row.body)), "by": others[facts[BY]].number, "cause": cause}
    return Reason("entry_crossed", "warn", told)


# Where what the other did isn't the same, but takes away what this one rests on.
_NOT_THE_SAME = {
    "delivery_followed": "crossed_followed",
    "delivery_undone": "crossed_undone",
    "noted_undone": "crossed_note_undone",
    "refused_before": "crossed_refused",
    "received_before": "crossed_received",
}
