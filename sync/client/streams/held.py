"""What HQ says of entries it holds, and of those it takes after all: kept with the reason, and told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TypeVar

import msgspec
from sqlalchemy import Connection

from domain.explain import Reason
from sync.records.bodies.records import HeldReasonBody, ReleaseBody
from sync.records.books.bulk import rows_in
from sync.records.log.applying import apply_entries
from sync.records.log.holding import BEYOND, CAUSE, SETTLED, WHY, WHYS
from sync.records.log.problems import KIND_UNKNOWN, note_held, number_in, settle_held
from sync.records.log.rebuilding import own_entries
from sync.records.log.receiving import held_there, settled_of
from sync.records.log.releases import return_to_believed
from sync.wire.messages import ExchangeAnswer, Page

Later = TypeVar("Later", HeldReasonBody, ReleaseBody)
_STRANGE = frozenset({KIND_UNKNOWN, BEYOND})
# So many are named one by one; of more it is told how many.
_NAMED = 5


def keep_held(connection: Connection, own: str, answer: ExchangeAnswer, now: str) -> list[Reason]:
    """Keeps which own entries HQ doesn't believe, and why; returns what to tell.

    They stay as they are here, unless they replaced a version that HQ believes: that one stands again.
    """
    if not answer.held:
        return []
    held = held_there(answer.held, answer.why)
    entries = own_entries(connection, own, min(held) - 1, max(held) - min(held) + 1)
    notes = [(each.number, each.entry, held[each.number]) for each in entries if each.number in held]
    note_held(connection, own, notes, now)
    settle_held(connection, own, settled_of(held), now)
    return_to_believed(connection, own, [number for number, _, _ in notes], apply_entries)
    # What HQ doesn't know the kind of is told by itself.
    others = sum(held.facts.get(CAUSE) not in _STRANGE for _, _, held in notes)
    return [Reason("entries_held", "warn", {"count": others})] if others else []


def tell_unknown(answer: ExchangeAnswer) -> list[Reason]:
    """What a newer desk should know of an older HQ: these records wait there until its program is updated."""
    if not answer.unknown:
        return []
    kinds = ", ".join(answer.unknown)
    beyond = sum(each.code == BEYOND for each in answer.why)
    told = [Reason("bodies_not_kept_at_hq", "warn", {"kinds": kinds, "count": beyond})] if beyond else []
    return [Reason("kinds_unknown_at_hq", "warn", {"kinds": kinds}), *told]


def find_reasons(connection: Connection, page: Page) -> list[HeldReasonBody]:
    """HQ's later word in this page on what a person here was asked to look at; asked before it is written."""
    return _asked(connection, _said(page, "held_reason", HeldReasonBody))


def tell_reasons(found: Sequence[HeldReasonBody]) -> list[Reason]:
    """How many are held for another reason now, and how many nobody needs to look at any more, by why."""
    settled = Counter(each.facts.get(WHY, "") for each in found if each.code == SETTLED)
    changed = len(found) - settled.total()
    told = [Reason("held_reasons_changed", "warn", {"count": changed})] if changed else []
    return told + [Reason(f"settled_{why}", "info", {"count": count}) for why, count in settled.items() if why in WHYS]


def find_released(connection: Connection, page: Page) -> list[ReleaseBody]:
    """What this page says HQ believes now, of what a person here was asked to look at; asked before it is written."""
    return _asked(connection, _said(page, "release", ReleaseBody))


def _said(page: Page, kind: str, shape: type[Later]) -> list[Later]:
    raw = [bytes(each.body) for each in page.entries if each.kind == kind and not each.held]
    return [each for each in (_read(shape, body) for body in raw) if each is not None]


def _asked(connection: Connection, told: list[Later]) -> list[Later]:
    if not told:
        return []
    sql = "SELECT stream, number FROM problem WHERE stream IN (?*) AND held AND put_away_at = ''"
    asked = {tuple(row) for row in rows_in(connection, sql, sorted({each.stream for each in told}))}
    return [each for each in told if (each.stream, each.number) in asked]


def tell_released(released: Sequence[ReleaseBody]) -> list[Reason]:
    """One notice for each, or how many there are."""
    if len(released) > _NAMED:
        return [Reason("entries_released", "info", {"count": len(released)})]
    return [
        Reason("entry_released", "info", {"kind": each.kind, "document": number_in(bytes(each.body))})
        for each in released
    ]


def _read(shape: type[Later], body: bytes) -> Later | None:
    try:
        return msgspec.json.decode(body, type=shape)
    except msgspec.MsgspecError:  # told where it is applied
        return None
