"""A signature holds for exactly what was signed, by exactly this key."""

from typing import Any

import pytest

from sync.keys import DeviceKey
from sync.wire.signing import from_base64, head_text, request_text, to_base64, verify

ASKED: dict[str, Any] = {"method": "POST", "path": "/v1/exchange", "nonce": "7.aa", "body": b"x"}


@pytest.mark.parametrize("changed", [{"method": "GET"}, {"path": "/v1/verify"}, {"nonce": "8.aa"}, {"body": b"y"}])
def test_every_part_of_a_request_is_signed(changed):
    key = DeviceKey.make()
    signature = key.sign(request_text(**ASKED))
    assert verify(key.public, signature, request_text(**ASKED))
    assert not verify(key.public, signature, request_text(**{**ASKED, **changed}))
    assert not verify(DeviceKey.make().public, signature, request_text(**ASKED))


def test_head_binds_stream_epoch_number_and_hash():
    texts = {
        head_text(*parts)
        for parts in [
            ("desk/1", 1, 1, b"a"),
            ("desk/2", 1, 1, b"a"),
            ("desk/1", 2, 1, b"a"),
            ("desk/1", 1, 2, b"a"),
            ("desk/1", 1, 1, b"b"),
        ]
    }
    assert len(texts) == 5


@pytest.mark.parametrize("key", ["", "甲", "AAAA", "not base64!"])
def test_what_is_no_key_verifies_nothing(key):
    assert not verify(key, b"x" * 64, b"text")


def test_base64_is_read_strictly():
    assert from_base64(to_base64(bytes(range(256)))) == bytes(range(256))
    for text in ("a", "AA==\n!", "é"):
        with pytest.raises(ValueError, match="base64"):
            from_base64(text)
