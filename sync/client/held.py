"""What HQ says of entries it holds, and of those it takes after all: kept with the reason, and told."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from sqlalchemy import Connection

from domain.explain import Reason
from sync.records.bodies import ReleaseBody
from sync.records.bulk import rows_in
from sync.records.holding import CAUSE
from sync.records.problems import KIND_UNKNOWN, note_held, number_in
from sync.records.rebuilding import own_entries
from sync.records.receiving import held_there
from sync.wire.messages import ExchangeAnswer, Page

_BEYOND = "kind_beyond_quota"
_STRANGE = frozenset({KIND_UNKNOWN, _BEYOND})
# So many are named one by one; of more it is told how many.
_NAMED = 5


def keep_held(connection: Connection, own: str, answer: ExchangeAnswer, now: str) -> list[Reason]:
    """Keeps which own entries HQ doesn't believe, and why; they stay as they are here. Returns what to tell."""
    if not answer.held:
        return []
    held = held_there(answer.held, answer.why)
    entries = own_entries(connection, own, min(held) - 1, max(held) - min(held) + 1)
    notes = [(each.number, each.entry, held[each.number]) for each in entries if each.number in held]
    note_held(connection, own, notes, now)
    # What HQ doesn't know the kind of is told by itself.
    others = sum(held.facts.get(CAUSE) not in _STRANGE for _, _, held in notes)
    return [Reason("entries_held", "warn", {"count": others})] if others else []


def tell_unknown(answer: ExchangeAnswer) -> list[Reason]:
    """What a newer desk should know of an older HQ: these records wait there until its program is updated."""
    if not answer.unknown:
        return []
    kinds = ", ".join(answer.unknown)
    beyond = sum(each.code == _BEYOND for each in answer.why)
    told = [Reason("bodies_not_kept_at_hq", "warn", {"kinds": kinds, "count": beyond})] if beyond else []
    return [Reason("kinds_unknown_at_hq", "warn", {"kinds": kinds}), *told]


def count_reasons(connection: Connection, page: Page) -> int:
    """Of how many entries that a person here was asked to look at this page gives HQ's later reason; asked before."""
    numbers = [each.record.partition("/") for each in page.entries if each.kind == "held_reason" and not each.held]
    named = sorted({f"desk/{desk}" for desk, _, _ in numbers})
    sql = "SELECT stream, number FROM problem WHERE stream IN (?*) AND held AND put_away_at = ''"
    asked = {(row.stream, str(row.number)) for row in rows_in(connection, sql, named)} if named else set()
    return sum((f"desk/{desk}", number) in asked for desk, _, number in numbers)


def tell_reasons(count: int) -> list[Reason]:
    return [Reason("held_reasons_changed", "warn", {"count": count})] if count else []


def find_released(connection: Connection, page: Page) -> list[ReleaseBody]:
    """What this page says HQ believes now, of what a person here was asked to look at; asked before it is written."""
    bodies = [_read(bytes(each.body)) for each in page.entries if each.kind == "release" and not each.held]
    released = [each for each in bodies if each is not None]
    if not released:
        return []
    sql = "SELECT stream, number FROM problem WHERE stream IN (?*) AND held AND put_away_at = ''"
    asked = {tuple(row) for row in rows_in(connection, sql, sorted({each.stream for each in released}))}
    return [each for each in released if (each.stream, each.number) in asked]


def tell_released(released: Sequence[ReleaseBody]) -> list[Reason]:
    """One notice for each, or how many there are."""
    if len(released) > _NAMED:
        return [Reason("entries_released", "info", {"count": len(released)})]
    return [
        Reason("entry_released", "info", {"kind": each.kind, "document": number_in(bytes(each.body))})
        for each in released
    ]


def _read(body: bytes) -> ReleaseBody | None:
    try:
        return msgspec.json.decode(body, type=ReleaseBody)
    except msgspec.MsgspecError:  # told where it is applied
        return None
