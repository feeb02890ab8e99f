"""Messages to bytes and back: JSON, compressed lightly, and never blown up beyond a bound."""

from __future__ import annotations

import zlib
from typing import TypeVar

import msgspec

Message = TypeVar("Message")

# Level 1 because both ends spend their time elsewhere; a page shrinks to a fifth all the same.
_LEVEL = 1
_MAGIC = b"\x1f\x8b"
_GZIP = 16 + zlib.MAX_WBITS
# Far above the largest page an honest end sends.
LARGEST_PACKED = 16 * 1024 * 1024
LARGEST_UNPACKED = 64 * 1024 * 1024

_encoder = msgspec.json.Encoder()


class UnreadableError(ValueError):
    """What arrived is not a message of this kind."""


def pack(message: object) -> bytes:
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP)
    return packer.compress(_encoder.encode(message)) + packer.flush()


def unpack(packed: bytes, wanted: type[Message]) -> Message:
    """Reads one message; raises UnreadableError for anything else, a bomb included.

    What some box on the way has unpacked already is read as it is.
    """
    raw = _inflate(packed) if packed.startswith(_MAGIC) else packed
    try:
        return msgspec.json.decode(raw, type=wanted)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as broken:
        raise UnreadableError(str(broken)) from broken


def _inflate(packed: bytes) -> bytes:
    try:
        unpacker = zlib.decompressobj(_GZIP)
        raw = unpacker.decompress(packed, LARGEST_UNPACKED)
    except zlib.error as broken:
        raise UnreadableError(f"not compressed as agreed: {broken}") from broken
    if not unpacker.eof or unpacker.unused_data:
        raise UnreadableError("cut short" if not unpacker.unconsumed_tail else "too large")
    return raw
