"""What a part of a snapshot is made of: many records as columns, so that reading them makes no object for each."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Iterator
from itertools import accumulate, groupby

import msgspec

from sync.shapes import make_ready
from sync.wire.packing import LARGEST_UNPACKED, UnreadableError, opened

PATH = "/v1/part/"
# A part is bounded by both, so that either end holds little of a stream at a time.
PART_ROWS, PART_BYTES = 10_000, 2 * 1024 * 1024
# Made once and sent to thousands: here the smaller counts more than the quicker.
_LEVEL = 6

# A record as it stands in a stream: number, kind, id, body.
Row = tuple[int, str, str, bytes]


class Columns(msgspec.Struct, gc=False):
    """The records of one part: runs of kinds, steps between numbers, ids, and bodies byte for byte as written."""

    kinds: list[tuple[str, int]]
    steps: list[int]
    records: list[str]
    bodies: list[msgspec.Raw]

    def numbers(self) -> list[int]:
        return list(accumulate(self.steps))

    def runs(self) -> Iterator[tuple[str, int, int]]:
        """Each run of one kind with where it begins and ends."""
        start = 0
        for kind, length in self.kinds:
            yield kind, start, start + length
            start += length


make_ready(Columns)
_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Columns)


def cut_parts(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """The records in runs that make one part each."""
    part: list[Row] = []
    size = 0
    for row in rows:
        part.append(row)
        size += len(row[3])
        if len(part) >= PART_ROWS or size >= PART_BYTES:
            yield part
            part, size = [], 0
    if part:
        yield part


def pack_part(rows: list[Row]) -> bytes:
    """One part as it is stored and sent; the same records always give the same bytes."""
    numbers = [number for number, _, _, _ in rows]
    columns = Columns(
        kinds=[(kind, len(list(run))) for kind, run in groupby(row[1] for row in rows)],
        steps=[after - before for before, after in zip([0, *numbers], numbers, strict=False)],
        records=[record for _, _, record, _ in rows],
        bodies=[msgspec.Raw(body) for _, _, _, body in rows],
    )
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    return packer.compress(_encoder.encode(columns)) + packer.flush()


def name_of(packed: bytes) -> str:
    """A part's name, which is all that has to be believed of it."""
    return hashlib.sha256(packed).hexdigest()


def unpack_part(packed: bytes) -> Columns:
    """Reads one part; raises UnreadableError for anything else, a bomb included."""
    try:
        columns = _decoder.decode(opened(packed, LARGEST_UNPACKED))
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as broken:
        raise UnreadableError(str(broken)) from broken
    rows = len(columns.steps)
    lengths = [length for _, length in columns.kinds]
    even = rows == len(columns.records) == len(columns.bodies) == sum(lengths)
    named = all("\0" not in kind for kind, _ in columns.kinds) and "\0" not in "".join(columns.records)
    if not even or not named or min([1, *columns.steps, *lengths]) < 1:
        raise UnreadableError("columns of different lengths, or numbers that don't rise")
    return columns
