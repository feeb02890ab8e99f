"""Whatever a desk or a stranger sends over HTTP gets one clear code, and nothing changes in the books."""

import json
import os
from dataclasses import dataclass
from typing import Any

import msgspec
import pytest
import requests

from sync.client.streams.offering import next_request
from sync.hq.service.service import running
from sync.keys import DeviceKey
from sync.streams import chain, make_entry
from sync.wire.messages import PROTOCOL, UP_BYTES, Cursor, ExchangeRequest, RecordsRequest, VerifyRequest, wire_entry
from sync.wire.packing import pack
from sync.wire.signing import DESK, NONCE, SIGNATURE, head_text, request_text, to_base64
from tests.building.sync.books import SHOP, dump, rows
from tests.building.sync.hostile import bomb, code_of, nonce_of, post_signed


@dataclass
class Ends:
    """A served HQ with two desks of different dealers; `asked` is what the first would honestly send."""

    url: str
    desk: Any
    other: Any
    asked: ExchangeRequest


@pytest.fixture
def ends(hq, desks):
    desk, other = desks(), desks(SHOP)
    for each in (desk, other):
        each.exchange()
    other.order()
    other.exchange()
    desk.order()
    with desk.book.reading() as connection:
        asked = next_request(connection, desk.stream, desk.key)
    with running(hq) as url:
        yield Ends(url, desk, other, asked)


def state(book):
    """Everything that may not move; when a desk was last heard of may."""
    streams = rows(book, "SELECT name, epoch, head, hash, live, digest FROM stream ORDER BY name")
    counts = [rows(book, f"SELECT COUNT(*) FROM {table}") for table in ("entry", "problem", "setting", "enrol_code")]
    return dump(book), streams, counts, rows(book, "SELECT id, dealer, public_key, revoked FROM desk ORDER BY id")


def offered(ends, **changes):
    return pack(msgspec.structs.replace(ends.asked, own=msgspec.structs.replace(ends.asked.own, **changes)))


def forged(ends, *bodies, kind="order", sign=True):
    """An honest-looking page of other entries, signed as it stands."""
    own = ends.asked.own
    entries = [make_entry(kind, f"x{place}", body) for place, body in enumerate(bodies)]
    first = own.previous + 1
    hashes = chain(own.hash, first, (each.leaf for each in entries))
    last = own.previous + len(entries)
    text = head_text(ends.desk.stream, own.epoch, last, hashes[-1])
    return offered(
        ends,
        head=last,
        entries=[wire_entry(first + place, e.kind, e.record, e.body) for place, e in enumerate(entries)],
        signature=ends.desk.key.sign(text) if sign else b"",
    )


DEEP = b"[" * 100_000 + b"]" * 100_000
REFUSED = {
    "nothing": lambda _: (b"", 400, "message_unreadable"),
    "noise": lambda _: (os.urandom(500), 400, "message_unreadable"),
    "a captive portal's page": lambda _: (b"<html>", 400, "message_unreadable"),
    "a list for an object": lambda _: (b"[]", 400, "message_unreadable"),
    "null": lambda _: (b"null", 400, "message_unreadable"),
    "wrong types": lambda _: (b'{"protocol": "1", "cursors": []}', 400, "message_unreadable"),
    "a number without end": lambda _: (b'{"protocol": 1e999}', 400, "message_unreadable"),
    "a very long number": lambda _: (b'{"protocol": ' + b"9" * 5000 + b"}", 400, "message_unreadable"),
    "half a character": lambda _: (b'{"protocol": 1, "x": "\\ud800"}', 400, "message_unreadable"),
    "deep": lambda _: (b'{"protocol": 1, "cursors": ' + DEEP + b"}", 400, "message_unreadable"),
    "deep in what is passed over": lambda _: (b'{"protocol": 1, "x": ' + DEEP + b"}", 400, "message_unreadable"),
    "a bomb": lambda _: (bomb(64), 413, "too_large"),
    "larger than its address takes": lambda _: (os.urandom(9 << 20), 413, "too_large"),
    "packed and cut": lambda ends: (pack(ends.asked)[:-9], 400, "message_unreadable"),
    "a protocol of tomorrow": lambda _: (pack(ExchangeRequest(99)), 426, "upgrade_needed"),
    "numbers below nothing": lambda ends: (offered(ends, previous=-1), 400, "entries_malformed"),
    "numbers beyond all": lambda ends: (offered(ends, previous=1 << 62, head=1 << 62), 400, "entries_malformed"),
    "a hash too short": lambda ends: (offered(ends, hash=b"x"), 400, "entries_malformed"),
    "a wrong chain": lambda ends: (offered(ends, previous=0, hash=b"x" * 32, entries=[]), 409, "fork"),
    "an unsigned head": lambda ends: (offered(ends, signature=b""), 403, "head_signature_wrong"),
    "another's signature": lambda ends: (
        offered(ends, signature=ends.other.key.sign(b"x")), 403, "head_signature_wrong",
    ),
    "entries out of order": lambda ends: (
        offered(ends, entries=[wire_entry(7, "order", "o", b"{}")]), 400, "entries_malformed",
    ),
    "an entry without a name": lambda ends: (
        offered(ends, entries=[wire_entry(ends.asked.own.previous + 1, "", "", b"{}")]), 400, "entries_malformed",
    ),
    "a zero byte in a name": lambda ends: (
        offered(ends, entries=[wire_entry(ends.asked.own.previous + 1, "order", "a\0", b"{}")]),
        400, "entries_malformed",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_a_desk_may_not_send_is_refused_with_one_code(hq, ends, case):
    body, status, code = REFUSED[case](ends)
    before = state(hq)
    answer = post_signed(ends.url, ends.desk, body)
    assert (answer.status_code, code_of(answer)) == (status, code)
    assert state(hq) == before


ABOVE = {
    "a parent's stream verified": ("/v1/verify", lambda ends: VerifyRequest(ends.desk.stream), 403, "not_readable"),
    "HQ's own stream verified": ("/v1/verify", lambda _: VerifyRequest("hq"), 403, "not_readable"),
    "a stream that isn't": ("/v1/verify", lambda _: VerifyRequest("desk/\0"), 403, "not_readable"),
    "a parent's records": (
        "/v1/records", lambda ends: RecordsRequest(ends.desk.stream, [("order", "x")]), 403, "not_readable",
    ),
    "too many records": ("/v1/records", lambda _: RecordsRequest("catalog", [("a", "b")] * 1001), 413, "too_large"),
}  # fmt: skip


@pytest.mark.parametrize("case", ABOVE)
def test_what_a_desk_may_not_read_is_refused(hq, ends, case):
    path, asks, status, code = ABOVE[case]
    before = state(hq)
    answer = post_signed(ends.url, ends.other, pack(asks(ends)), path=path)
    assert (answer.status_code, code_of(answer)) == (status, code)
    assert state(hq) == before


def test_a_record_that_can_not_be_is_looked_for_in_vain(hq, ends):
    asked = RecordsRequest("catalog", [("product", "A\0"), ("\0", "B"), ("product", "A")])
    answer = post_signed(ends.url, ends.desk, pack(asked), path="/v1/records")
    assert answer.status_code == 200
    assert [each[2] for each in answer.json()["entries"]] == ["A"]


def test_cursors_on_others_streams_give_nothing_of_them(hq, ends):
    names = [name for (name,) in rows(hq, "SELECT name FROM stream")]
    asked = ExchangeRequest(PROTOCOL, None, {name: Cursor(1, 0, b"") for name in [*names, "no", "desk/'; --"]})
    answer = post_signed(ends.url, ends.other, pack(asked))
    assert answer.status_code == 200
    assert ends.desk.stream.encode() not in _opened(answer, "pages")
    assert {"no", ends.desk.stream} <= set(json.loads(_opened(answer, "removed")))


def _opened(answer, name):
    return json.dumps(answer.json().get(name, [])).encode()


@pytest.mark.parametrize("case", ["unknown desk", "another's key", "changed body", "changed path", "old nonce"])
def test_who_is_not_the_desk_gets_one_answer_and_changes_nothing(hq, ends, case):
    body = pack(ends.asked)
    before = state(hq)
    nonce = nonce_of(ends.url, ends.desk.desk)
    key = DeviceKey.make() if case in {"unknown desk", "another's key"} else ends.desk.key
    headers = {
        DESK: ends.desk.desk,
        NONCE: "1.x" if case == "old nonce" else nonce,
        SIGNATURE: to_base64(key.sign(request_text("POST", "/v1/exchange", nonce, body))),
    }
    if case == "unknown desk":
        headers |= {DESK: "f" * 12, NONCE: nonce_of(ends.url, "f" * 12)}
    path = "/v1/verify" if case == "changed path" else "/v1/exchange"
    sent = body + b" " if case == "changed body" else body
    answer = requests.post(ends.url + path, sent, headers=headers, timeout=10)
    expected = "nonce_expired" if case == "old nonce" else "signature_wrong"
    assert (answer.status_code, code_of(answer)) == (401, expected)
    assert state(hq) == before


def test_a_replayed_request_changes_nothing_more(hq, ends):
    body, nonce = pack(ends.asked), nonce_of(ends.url, ends.desk.desk)
    assert post_signed(ends.url, ends.desk, body, nonce=nonce).status_code == 200
    before = state(hq)
    for _ in range(3):
        assert post_signed(ends.url, ends.desk, body, nonce=nonce).status_code == 200
    assert state(hq) == before


def test_requests_out_of_order_are_taken_once_each_in_theirs(hq, ends):
    first = pack(ends.asked)
    assert post_signed(ends.url, ends.desk, first).status_code == 200
    ends.desk.exchange()
    ends.desk.order()
    with ends.desk.book.reading() as connection:
        later = pack(next_request(connection, ends.desk.stream, ends.desk.key))
    assert post_signed(ends.url, ends.desk, later).status_code == 200
    before = state(hq)
    late = post_signed(ends.url, ends.desk, first)
    assert (late.status_code, code_of(late)) == (409, "behind")
    assert state(hq) == before


@pytest.mark.parametrize(
    "body",
    [
        b"{}",
        b"7",
        b'"x"',
        DEEP,
        b'{"buyer": 3}',
        b'{"lines": ' + b"[" * 900 + b"]" * 900 + b"}",
    ],
    ids=["empty", "number", "text", "deep", "wrong types", "nested"],
)
def test_entries_that_make_no_sense_are_refused_or_held_and_derive_nothing(hq, ends, body):
    before = dump(hq)
    answer = post_signed(ends.url, ends.desk, forged(ends, body))
    assert answer.status_code in {200, 400}
    assert dump(hq) == before
    assert post_signed(ends.url, ends.other, pack(ExchangeRequest(PROTOCOL))).status_code == 200


def test_a_page_above_the_agreed_size_harms_nobody(hq, ends):
    body = json.dumps({"remark": "x" * (UP_BYTES * 3)}).encode()
    answer = post_signed(ends.url, ends.desk, forged(ends, body))
    assert answer.status_code in {200, 400, 413}
    assert post_signed(ends.url, ends.other, pack(ExchangeRequest(PROTOCOL))).status_code == 200
