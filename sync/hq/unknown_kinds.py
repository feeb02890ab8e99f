"""A newer desk may write kinds of records this HQ doesn't know: kept whole, made use of by nobody, and told.

They count in the chain and go on to whoever reads the stream, so that an update of HQ's program finds all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection

from sync.hq.admission.standing import Numbered
from sync.hq.admission.table import RULES
from sync.records.bulk import rows_in
from sync.records.problems import KIND_UNKNOWN
from sync.records.receiving import note_problems
from sync.streams import Entry
from sync.wire.messages import WireEntry

# So many kinds of one page are named; who writes more of them is told of those.
_MOST = 20


def note_unknown(connection: Connection, stream: str, believed: Numbered, now: str) -> None:
    """Has HQ's people look at each kind once for each desk, by the first entry of it."""
    first: dict[str, tuple[int, Entry]] = {}
    for number, entry in believed:
        if entry.kind not in RULES:
            first.setdefault(entry.kind, (number, entry))
    if not first:
        return
    sql = "SELECT kind FROM problem WHERE kind IN (?*) AND stream = ? AND code = ?"
    known = {kind for (kind,) in rows_in(connection, sql, sorted(first), stream, KIND_UNKNOWN)}
    fresh = [place for kind, place in first.items() if kind not in known]
    note_problems(connection, stream, [(*place, KIND_UNKNOWN, "") for place in fresh[:_MOST]], now)


def unknown_kinds(entries: Iterable[WireEntry]) -> Sequence[str]:
    """The kinds among a desk's entries that this HQ doesn't know, as the desk is told."""
    return sorted({each.kind for each in entries} - RULES.keys())[:_MOST]
