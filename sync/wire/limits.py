"""What the fields of answers may hold: nothing a desk reads of them is longer, larger or of another kind.

The types are checked as a message is read, so that no part of the desk meets what it can't store, count or show.
"""

from __future__ import annotations

import re
from typing import Annotated

from msgspec import Meta

# A stream's numbers end far below what either engine stores.
_LARGEST = (1 << 62) - 1
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")

Number = Annotated[int, Meta(ge=0, le=_LARGEST)]
SmallNumber = Annotated[int, Meta(ge=0, le=1_000_000)]
Numbers = Annotated[list[Number], Meta(max_length=100_000)]
Buckets = Annotated[list[Annotated[int, Meta(ge=0, le=255)]], Meta(max_length=256)]
ChainHash = Annotated[bytes, Meta(min_length=32, max_length=32)]
LeafHash = Annotated[bytes, Meta(max_length=32)]
Digest = Annotated[bytes, Meta(min_length=16, max_length=16)]
BucketDigests = Annotated[bytes, Meta(max_length=256 * 16)]
Signature = Annotated[bytes, Meta(max_length=64)]
PartName = Annotated[str, Meta(max_length=64)]
# Kinds, ids, streams: wider than any record's bounds, for what an older program wrote stays readable.
Name = Annotated[str, Meta(max_length=1_000)]
Line = Annotated[str, Meta(max_length=2_100)]
Moment = Annotated[str, Meta(pattern=r"\A[0-9TZ:.+\- ]{0,40}\Z")]
Code = Annotated[str, Meta(pattern=r"\A[a-z0-9_.\-]{1,80}\Z")]
Facts = Annotated[
    dict[Annotated[str, Meta(max_length=200)], Annotated[str, Meta(max_length=40_000)]], Meta(max_length=200)
]


def check_lines(*texts: str) -> None:
    """Raises ValueError where one of these holds a control character, which none of them ever does."""
    joined = "".join(texts)
    if not joined.isprintable() and _CONTROLS.search(joined):
        raise ValueError("control character")
