"""What is packed is read back; anything else is told as unreadable, a bomb included."""

import zlib

import msgspec
import pytest

from sync.wire.messages import Failure, FailureAnswer
from sync.wire.packing import LARGEST_UNPACKED, UnreadableError, pack, unpack

MESSAGE = FailureAnswer(Failure("fork", {"stream": "desk/甲"}), "n")


def gzipped(raw):
    packer = zlib.compressobj(9, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    return packer.compress(raw) + packer.flush()


def test_message_survives_the_way():
    assert unpack(pack(MESSAGE), FailureAnswer) == MESSAGE


def test_what_a_box_on_the_way_unpacked_is_read_too():
    assert unpack(msgspec.json.encode(MESSAGE), FailureAnswer) == MESSAGE


def test_fields_of_tomorrow_are_passed_over():
    assert unpack(b'{"error": {"code": "fork", "hint": 1}, "later": []}', FailureAnswer).error.code == "fork"


@pytest.mark.parametrize(
    "arrived",
    [
        b"",
        b"<html>",
        pack(MESSAGE)[:-1],
        pack(MESSAGE) + b"x",
        b"\x1f\x8bnothing",
        gzipped(b" " * (LARGEST_UNPACKED + 1)),
        gzipped(b"[" * 200_000),
        b'{"error": 3}',
        b'{"error": {"code": "\xff"}}',
    ],
)
def test_anything_else_is_unreadable(arrived):
    with pytest.raises(UnreadableError):
        unpack(arrived, FailureAnswer)
