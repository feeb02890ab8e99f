"""A stream is one home's log: dense numbers, a hash chain, and an order-free digest of its live records."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec

from sync.shapes import make_ready

PUBLISHED = ("catalog", "stock", "prices/", "policies/")
"""How the names of streams begin that HQ publishes to many."""
ZERO_HASH = bytes(32)
ZERO_DIGEST = bytes(16)
_MODULUS = 1 << 128


class Entry(msgspec.Struct, frozen=True, gc=False):
    """One change of one record: the whole record as it is now, or `body` None where it was deleted."""

    kind: str
    record: str
    body: bytes | None
    leaf: bytes

    @property
    def is_hollow(self) -> bool:
        """Whether only the leaf is here of what it said: it counts in the chain, and nobody can make anything of it."""
        return self.body is None and self.leaf != leaf_of(self.kind, self.record, None)


make_ready(Entry)


class Head(NamedTuple):
    """Where a stream stands: its epoch, last number, chain hash there, and its live records' count and digest."""

    epoch: int = 1
    number: int = 0
    hash: bytes = ZERO_HASH
    live: int = 0
    digest: bytes = ZERO_DIGEST


class OwnEntry(NamedTuple):
    """An entry of the desk's own stream with its place in the chain."""

    number: int
    entry: Entry
    hash: bytes
    held: bool = False


def leaf_of(kind: str, record: str, body: bytes | None) -> bytes:
    """SHA-256 over kind, record id and the body's bytes exactly as sent."""
    return hashlib.sha256(b"%s\0%s\0%s" % (kind.encode(), record.encode(), body or b"")).digest()


def make_entry(kind: str, record: str, body: bytes | None) -> Entry:
    return Entry(kind, record, body, leaf_of(kind, record, body))


def stored_entry(kind: str, record: str, body: bytes | None, leaf: bytes) -> Entry:
    """An entry as a book keeps it; its leaf is reckoned anew wherever what it said is there."""
    return Entry(kind, record, None, leaf) if body is None else make_entry(kind, record, body)


def make_entries(records: Iterable[tuple[str, str, bytes | None]]) -> list[Entry]:
    """`make_entry` for many, given as (kind, id, body): a page holds thousands."""
    digest = hashlib.sha256
    return [
        Entry(kind, record, body, digest(b"%s\0%s\0%s" % (kind.encode(), record.encode(), body or b"")).digest())
        for kind, record, body in records
    ]


def link(previous: bytes, number: int, leaf: bytes) -> bytes:
    """The chain's hash at `number`, from the hash before it."""
    return hashlib.sha256(previous + number.to_bytes(8, "big") + leaf).digest()


def chain(previous: bytes, first: int, leaves: Iterable[bytes]) -> list[bytes]:
    """The chain's hashes from number `first` on."""
    hashes = []
    digest = hashlib.sha256  # as in `link`, without a call for each
    for number, leaf in enumerate(leaves, first):
        previous = digest(previous + number.to_bytes(8, "big") + leaf).digest()
        hashes.append(previous)
    return hashes


def shift_digest(digest: bytes, *, added: Iterable[bytes], removed: Iterable[bytes]) -> bytes:
    """The digest after records came alive (`added`) and ceased to be (`removed`); both are leaves."""
    total, number = int.from_bytes(digest, "big"), int.from_bytes
    total += sum([number(leaf[:16], "big") for leaf in added])
    total -= sum([number(leaf[:16], "big") for leaf in removed])
    return (total % _MODULUS).to_bytes(16, "big")


def digest_of(leaves: Iterable[bytes]) -> bytes:
    """The digest of these live records' leaves, in any order."""
    return shift_digest(ZERO_DIGEST, added=leaves, removed=())


def last_versions(entries: Sequence[Entry]) -> list[int]:
    """Positions of the entries that are the last of their record within `entries`."""
    last = {(entry.kind, entry.record): position for position, entry in enumerate(entries)}
    return sorted(last.values())


BUCKETS = 256


def bucket_of(kind: str, record: str) -> int:
    """The bucket a record falls into when two copies of a stream are compared."""
    return hashlib.sha256(b"%s\0%s" % (kind.encode(), record.encode())).digest()[0]


def bucket_digests(leaves: Iterable[tuple[tuple[str, str], bytes]]) -> list[bytes]:
    """The digest of each bucket's records, given as ((kind, id), leaf)."""
    sums = [0] * BUCKETS
    for (kind, record), leaf in leaves:
        sums[bucket_of(kind, record)] += int.from_bytes(leaf[:16], "big")
    return [(each % _MODULUS).to_bytes(16, "big") for each in sums]
