"""Bodies travel byte for byte, and a deletion is one."""

import msgspec

from sync.streams import leaf_of
from sync.wire.messages import ExchangeRequest, WireEntry, wire_entry


def there_and_back(entry):
    return msgspec.json.decode(msgspec.json.encode(entry), type=WireEntry)


def test_body_arrives_as_it_was_hashed():
    body = '{"b":1,  "a":"甲"}'.encode()
    got = there_and_back(wire_entry(7, "order", "o1", body)).entry()
    assert (got.body, got.leaf) == (body, leaf_of("order", "o1", body))


def test_deletion_arrives_as_one():
    got = there_and_back(wire_entry(8, "order", "o1", None)).entry()
    assert (got.body, got.leaf) == (None, leaf_of("order", "o1", None))


def test_held_entry_says_so_and_an_end_that_says_nothing_believes_it():
    assert there_and_back(wire_entry(9, "order", "o1", b"{}", held=True)).held
    assert not msgspec.json.decode(b'[9,"order","o1",{}]', type=WireEntry).held


def test_request_of_a_rebuilding_desk_names_no_own_entries():
    assert msgspec.json.encode(ExchangeRequest(1, rebuilding=True)) == b'{"protocol":1,"rebuilding":true}'
