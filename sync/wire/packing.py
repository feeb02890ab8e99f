"""Messages to bytes and back: JSON, compressed lightly, and never blown up beyond a bound."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import TypeVar

import msgspec

Message = TypeVar("Message")

# Level 1 because both ends spend their time elsewhere; a page shrinks to a fifth all the same.
_LEVEL = 1
_MAGIC = b"\x1f\x8b"
_GZIP = 16 + zlib.MAX_WBITS
# What most messages are: to make ready the quarter of a megabyte that a long one is compressed with would take longer
# than all the rest.
_SHORT = 8 * 1024
_SHORT_WINDOW, _SHORT_MEMORY = 12, 4
# Far above the largest page an honest end sends.
LARGEST_PACKED = 16 * 1024 * 1024
LARGEST_UNPACKED = 64 * 1024 * 1024

_encoder = msgspec.json.Encoder()


class UnreadableError(ValueError):
    """What arrived is not a message of this kind."""


class TooLargeError(UnreadableError):
    """What arrived is larger than a message of this kind can be."""


def pack(message: object) -> bytes:
    return packed(encode(message))


def encode(message: object) -> bytes:
    """The bytes of a message, as they are signed."""
    return _encoder.encode(message)


def packed(raw: bytes) -> bytes:
    """The same as they go over the wire."""
    if len(raw) > _SHORT:
        return zlib.compress(raw, _LEVEL, _GZIP)
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, 16 + _SHORT_WINDOW, _SHORT_MEMORY)
    return packer.compress(raw) + packer.flush()


def unpack(sent: bytes, wanted: type[Message]) -> Message:
    """Reads one message; raises UnreadableError for anything else, a bomb included.

    What some box on the way has unpacked already is read as it is.
    """
    return read(opened(sent, LARGEST_UNPACKED), wanted)


def read(raw: bytes, wanted: type[Message]) -> Message:
    """Reads one message that is unpacked already; raises UnreadableError for anything else."""
    try:
        return msgspec.json.decode(raw, type=wanted)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as broken:
        raise UnreadableError(str(broken)) from broken


def opened(sent: bytes, largest: int, small: int | None = None, grows: Callable[[], None] = lambda: None) -> bytes:
    """The bytes of a message, `largest` at most; `grows` is called before it takes more room than `small` bytes.

    Raises UnreadableError for what isn't compressed as agreed, and TooLargeError, which is one of them.
    """
    first = largest if small is None else min(small, largest)
    if not sent.startswith(_MAGIC):
        if len(sent) > largest:
            raise TooLargeError("too large")
        if len(sent) > first:
            grows()
        return sent
    try:
        unpacker = zlib.decompressobj(_GZIP)
        raw = unpacker.decompress(sent, first)
        if unpacker.unconsumed_tail and first < largest:
            grows()
            raw += unpacker.decompress(unpacker.unconsumed_tail, largest - first)
    except zlib.error as broken:
        raise UnreadableError(f"not compressed as agreed: {broken}") from broken
    if unpacker.unconsumed_tail:
        raise TooLargeError("too large")
    if not unpacker.eof or unpacker.unused_data:
        raise UnreadableError("cut short")
    return raw
