"""Records of kinds HQ's program doesn't know yet: held whole within a quota for each desk, beyond it by their leaves.

The page is taken either way: numbers have no gaps, so one that is refused would stop all that comes behind it. The
desk keeps the bodies, and is asked for them when HQ's program has come to know the kind (`sync.hq.taking.newly_known`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection

from sync.hq.admission.table import RULES
from sync.records.books.bulk import query_rows, run_many
from sync.records.log.holding import BEYOND, Held
from sync.records.log.problems import KIND_UNKNOWN
from sync.streams import Entry
from sync.wire.messages import WireEntry

# What HQ keeps of one desk: months of an honest newer program's new kind, and no burden from thousands of desks.
MOST_ENTRIES, MOST_BYTES = 10_000, 32 * 1024 * 1024
# So many kinds are named; who writes more of them is told of those.
_MOST_NAMED = 20

Offered = Sequence[tuple[int, Entry, bytes | None]]


def keep_within_quota(
    connection: Connection, stream: str, offered: Offered, wrong: Mapping[int, Held]
) -> tuple[Offered, Mapping[int, Held]]:
    """The entries as they are to be kept, and what is wrong with them: of strangers beyond the quota no body is."""
    unknown = [number for number, entry, _ in offered if entry.body is not None and _is_unknown(wrong.get(number))]
    if not unknown:
        return offered, wrong
    entries, size = _kept(connection, stream)
    facts = {"most": str(MOST_ENTRIES), "megabytes": str(MOST_BYTES >> 20)}
    kept: list[tuple[int, Entry, bytes | None]] = []
    held = dict(wrong)
    among = set(unknown)
    for number, entry, link in offered:
        if number in among:
            if entries >= MOST_ENTRIES or size + len(entry.body or b"") > MOST_BYTES:
                held[number] = Held(BEYOND, {"kind": entry.kind, **facts})
                entry = Entry(entry.kind, entry.record, None, entry.leaf)  # noqa: PLW2901 -- kept without its body
            else:
                entries, size = entries + 1, size + len(entry.body or b"")
        kept.append((number, entry, link))
    _note_kept(connection, stream, entries, size)
    return kept, held


def count_anew(connection: Connection, stream: str, key: int) -> None:
    """Notes what is left of a desk's strangers once some of them were judged; `key` is the stream's row."""
    sql = (
        "SELECT COUNT(*) AS entries, COALESCE(SUM(LENGTH(e.body)), 0) AS bytes FROM problem p JOIN entry e "
        "ON e.stream = ? AND e.number = p.number WHERE p.stream = ? AND p.code = ? AND e.body IS NOT NULL"
    )
    [left] = query_rows(connection, sql, key, stream, KIND_UNKNOWN)
    _note_kept(connection, stream, left.entries, int(left.bytes))


def unknown_kinds(entries: Iterable[WireEntry]) -> Sequence[str]:
    """The kinds among a desk's entries that this HQ doesn't know, as the desk is told."""
    return sorted({each.kind for each in entries} - RULES.keys())[:_MOST_NAMED]


def _is_unknown(held: Held | None) -> bool:
    return held is not None and held.code == KIND_UNKNOWN


def _kept(connection: Connection, stream: str) -> tuple[int, int]:
    rows = query_rows(connection, "SELECT entries, bytes FROM kept_unknown WHERE stream = ?", stream)
    return (rows[0].entries, rows[0].bytes) if rows else (0, 0)


def _note_kept(connection: Connection, stream: str, entries: int, size: int) -> None:
    upsert = (
        "INSERT INTO kept_unknown (stream, entries, bytes) VALUES (?, ?, ?) ON CONFLICT (stream) DO UPDATE SET "
        "entries = excluded.entries, bytes = excluded.bytes"
    )
    run_many(connection, upsert, [(stream, entries, size)])
