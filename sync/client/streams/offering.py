"""Builds the desk's next request: the own entries HQ lacks, and how far each stream of others is held."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from sync.client.restored.returning import has_kept
from sync.client.streams.filling import usefulness
from sync.keys import DeviceKey
from sync.records.books.bulk import query_rows, rows_in
from sync.records.books.settings import ACKNOWLEDGED, REST, read_settings
from sync.records.log.rebuilding import own_entries
from sync.records.log.streams import hashes_at
from sync.streams import ZERO_HASH, OwnEntry
from sync.wire.cursors import TOLD, bucket_of, digest_rest
from sync.wire.messages import (
    PROTOCOL,
    UP_BYTES,
    UP_ENTRIES,
    Cursor,
    ExchangeRequest,
    OwnEntries,
    WireEntry,
    wire_entry,
)
from sync.wire.signing import head_text

# The setting that names the restore after which all was given back.
RETURNED = "returned_to"


def next_request(
    connection: Connection,
    own: str,
    key: DeviceKey,
    told: Collection[int] | None = None,
    settings: Mapping[str, str] | None = None,
    anew: Collection[str] = (),
) -> ExchangeRequest:
    """What one exchange asks, from one snapshot of the book.

    `told` says that HQ knows digests of cursors, and which buckets it wants to see all the same; `settings` are the
    book's, where they were read already; of the streams `anew` the desk says nothing, so that HQ begins them again.
    """
    settings, streams = settings or read_settings(connection), _stands(connection)
    offered = _own(connection, own, key, streams.pop(own, _Stand()), int(settings.get(ACKNOWLEDGED, "0")))
    held = {name: Cursor(each.epoch, each.number, each.hash, each.filling_to) for name, each in streams.items()}
    held = {name: each for name, each in held.items() if name not in anew} if anew else held
    request = ExchangeRequest(PROTOCOL, offered, held, returned=settings.get(RETURNED, ""), leaves=True)
    if told is not None and len(request.cursors) > TOLD:
        _shorten(request, told, f"dealer/{settings.get('dealer_id', '')}")
    return request


@dataclass(frozen=True, slots=True)
class Prepared:
    """A request, and the settings of the book it was made from; `keeps` is whether anything is kept that HQ lost."""

    request: ExchangeRequest
    settings: Mapping[str, str]
    keeps: bool

    @property
    def waiting(self) -> int:
        """How many own entries waited for HQ when the request was made."""
        own = self.request.own
        return own.head - own.previous if own else 0


def prepare(
    connection: Connection,
    settings: Mapping[str, str],
    own: str,
    key: DeviceKey,
    told: Collection[int] = (),
    wanted: Collection[int] = (),
    anew: Collection[str] = (),
) -> Prepared:
    """The next request of an exchange, as `next_request` makes it, for whatever HQ the book knows.

    `wanted` are own entries whose bodies HQ asks for once more, `anew` streams that HQ is to send from their beginning.
    """
    request = next_request(connection, own, key, told if settings.get(REST) == "1" else None, settings, anew)
    request.again = bodies_again(connection, own, wanted)
    return Prepared(request, settings, has_kept(connection))


def bodies_again(connection: Connection, own: str, wanted: Collection[int]) -> list[WireEntry]:
    """Own entries whose bodies HQ asks for once more, as many as fit a page; by the leaf alone where none is here."""
    if not wanted:
        return []
    low, high = min(wanted), max(wanted)
    entries = [each for each in own_entries(connection, own, low - 1, high - low + 1) if each.number in wanted]
    return [
        wire_entry(each.number, each.entry.kind, each.entry.record, each.entry.body, leaf=each.entry.leaf)
        for each in _bounded(entries)
    ]


@dataclass(frozen=True, slots=True)
class _Stand:
    """How far a stream is held; of the own one also how far HQ acknowledged it."""

    epoch: int = 1
    number: int = 0
    hash: bytes = ZERO_HASH
    filling_to: int | None = None
    acked: int = 0


def _stands(connection: Connection) -> dict[str, _Stand]:
    rows = query_rows(connection, "SELECT name, epoch, head, hash, filling_to, acked FROM stream")
    return {
        name: _Stand(epoch, head, bytes(hashed), filling, acked or 0)
        for name, epoch, head, hashed, filling, acked in rows
    }


def kinds_between(
    connection: Connection, own: str, offered: OwnEntries | None, after: int, last: int
) -> Mapping[str, int]:
    """How many own entries of each kind stand behind a number up to another; as a rule those that were just offered."""
    if offered is not None and offered.previous <= after and last <= offered.previous + len(offered.entries):
        return Counter(each.kind for each in offered.entries if after < each.number <= last)
    kinds = (
        "SELECT e.kind, COUNT(*) FROM entry e JOIN stream s ON s.id = e.stream WHERE s.name IN (?*) "
        "AND e.number > ? AND e.number <= ? GROUP BY e.kind"
    )
    return {str(kind): int(count) for kind, count in rows_in(connection, kinds, [own], after, last)}


def _shorten(request: ExchangeRequest, told: Collection[int], own_dealer: str) -> None:
    """Tells only the cursors that move most, and those asked for; of the others their digests say enough."""
    order = sorted(request.cursors, key=lambda name: (name != own_dealer, usefulness(name), name))
    kept = {name for place, name in enumerate(order) if place < TOLD or bucket_of(name) in told}
    rest = {name: each for name, each in request.cursors.items() if name not in kept}
    request.cursors = {name: each for name, each in request.cursors.items() if name in kept}
    request.rest, request.buckets = digest_rest(rest), sorted(told)


def _own(connection: Connection, own: str, key: DeviceKey, stands: _Stand, known: int) -> OwnEntries:
    """What HQ lacks of the own stream; `known` is how far it had acknowledged before it was set back."""
    previous = stands.acked
    behind = stands.hash if previous == stands.number else hash_at(connection, own, previous)
    offered = OwnEntries(stands.epoch, previous, behind, stands.number)
    offered.acknowledged = known if known > previous else 0
    entries = _bounded(own_entries(connection, own, previous, UP_ENTRIES)) if stands.number > previous else []
    if entries:
        last = entries[-1]
        offered.entries = [
            wire_entry(each.number, each.entry.kind, each.entry.record, each.entry.body, leaf=each.entry.leaf)
            for each in entries
        ]
        offered.signature = key.sign(head_text(own, stands.epoch, last.number, last.hash))
    return offered


def _bounded(entries: list[OwnEntry]) -> list[OwnEntry]:
    """As many as fit a page, and one at least."""
    size = 0
    for place, each in enumerate(entries):
        size += len(each.entry.body or b"")
        if size > UP_BYTES and place:
            return entries[:place]
    return entries


def hash_at(connection: Connection, own: str, number: int) -> bytes:
    """The chain's hash at a number of the own stream; empty where the book has no such number."""
    if number == 0:
        return ZERO_HASH
    return hashes_at(connection, own, [number]).get(number, b"")
