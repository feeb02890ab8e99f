"""Where a desk stands in very many streams, in few bytes: some cursors told, of the rest digests by bucket."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from functools import lru_cache

from sync.wire.messages import Cursor

BUCKETS = 256
_SIZE = 6
# So many cursors are always told: with fewer streams than that digests would save nothing.
TOLD = 20


@lru_cache(maxsize=65_536)
def bucket_of(stream: str) -> int:
    """The bucket a stream's cursor falls into."""
    return hashlib.sha256(stream.encode()).digest()[0]


def digest_rest(cursors: Mapping[str, Cursor]) -> bytes:
    """The digests of all buckets, one behind the other; a stream in which nothing stands counts for nothing."""
    texts: list[list[str]] = [[] for _ in range(BUCKETS)]
    for name in sorted(cursors):
        each = cursors[name]
        if each.number or each.filling_to is not None:
            filling = "" if each.filling_to is None else str(each.filling_to)
            texts[bucket_of(name)].append(f"{name}\n{each.epoch}\n{each.number}\n{each.hash.hex()}\n{filling}")
    return b"".join(hashlib.sha256("\0".join(text).encode()).digest()[:_SIZE] for text in texts)


def differing(theirs: bytes, ours: bytes, told: Collection[int]) -> list[int]:
    """The buckets whose digests differ, but for those whose cursors were all told."""
    places = (slice(_SIZE * bucket, _SIZE * (bucket + 1)) for bucket in range(BUCKETS))
    return [bucket for bucket, place in enumerate(places) if theirs[place] != ours[place] and bucket not in told]
