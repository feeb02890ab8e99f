"""What a desk of any version and HQ write alike, spelled out once more: where this changes, they stop understanding."""

import gzip
import hashlib

import msgspec
import pytest

from domain.errors import UsageError
from sync.streams import bucket_digests, bucket_of, leaf_of, make_entry
from sync.wire import codes, cursors, messages, packing, parts
from sync.wire.messages import OLDEST_PROTOCOL, PROTOCOL, Cursor, ExchangeAnswer, WireEntry, wire_entry
from sync.wire.packing import TooLargeError, UnreadableError, opened, packed, read
from sync.wire.signing import answer_text, head_text, request_text, vouched_text

HASH = '"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="'
DIGEST = '"AAAAAAAAAAAAAAAAAAAAAA=="'
# Each message as the first version of it was sent, with nothing that was added since.
SHORTEST = {
    "WireEntry": '[1,"order","o",{}]',
    "HeldEntry": '[1,"code"]',
    "Cursor": '[1,2,""]',
    "OwnEntries": '{"epoch":1,"previous":0,"hash":"","head":0}',
    "ExchangeRequest": '{"protocol":1}',
    "Page": f'{{"stream":"s","epoch":1,"first":1,"last":1,"hash":{HASH},"head":1}}',
    "Snapshot": f'{{"stream":"s","epoch":1,"number":1,"hash":{HASH},"live":1,"digest":{DIGEST},"parts":[]}}',
    "ExchangeAnswer": '{"nonce":"n"}',
    "ReturnRequest": '{"stream":"s","head":[1,2,"",""]}',
    "ReturnAnswer": "{}",
    "EnrolRequest": '{"protocol":1,"code":"c","public_key":"k","machine":"m"}',
    "EnrolAnswer": '{"desk":"d","dealer":"e","prefix":"01","hq_public_key":"k","nonce":"n"}',
    "VerifyRequest": '{"stream":"s"}',
    "VerifyAnswer": f'{{"number":1,"hash":{HASH}}}',
    "FailureAnswer": '{"error":{"code":"fork","facts":{}}}',
}
# What stands for "yes" where a message of the first version says nothing.
YES = {("ReturnRequest", "proven")}


@pytest.mark.parametrize("name", SHORTEST)
def test_a_field_that_an_older_end_leaves_out_says_nothing(name):
    kind = getattr(messages, name)
    raw = SHORTEST[name].encode()
    found = msgspec.json.decode(raw, type=kind)
    for field in msgspec.structs.fields(kind):
        if not field.required:
            assert bool(getattr(found, field.name)) is ((name, field.name) in YES), field.name
    if raw.startswith(b"{"):
        assert msgspec.json.encode(found) == raw  # and this end leaves it out as well


def test_version_one_is_spoken():
    assert (OLDEST_PROTOCOL, PROTOCOL) == (1, 1)


def test_no_end_sends_more_at_once_than_every_version_takes():
    assert (messages.UP_ENTRIES, messages.UP_BYTES) == (2_000, 524_288)
    assert (messages.DOWN_ENTRIES, messages.DOWN_BYTES) == (10_000, 4_194_304)
    assert (messages.HEADS_AT_ONCE, messages.RECORDS_AT_ONCE, cursors.TOLD, cursors.BUCKETS) == (1_000, 1_000, 20, 256)
    assert (packing.LARGEST_PACKED, packing.LARGEST_UNPACKED) == (16_777_216, 67_108_864)
    assert (parts.PART_ROWS, parts.PART_BYTES) == (10_000, 2_097_152)


LINES = {
    "Hello": ("product", "dealer", "dealer_name"),
    "EnrolAnswer": ("desk", "dealer", "prefix", "hq_public_key", "dealer_name", "tier", "vouched"),
    "ExchangeAnswer": ("vouched", "restored", "rebuilt"),
    "Page": ("stream",),
    "Snapshot": ("stream",),
}


@pytest.mark.parametrize(("name", "field"), [(name, field) for name, fields in LINES.items() for field in fields])
def test_what_hq_names_holds_no_control_characters(name, field):
    hello = '{"product":"p","protocol":1,"oldest_protocol":1,"dealer":"d","dealer_name":"n","time":""}'
    told = msgspec.json.decode(SHORTEST.get(name, hello))
    kind = getattr(messages, name)
    assert getattr(msgspec.json.decode(msgspec.json.encode({**told, field: "甲 b"}), type=kind), field) == "甲 b"
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(msgspec.json.encode({**told, field: "a\u0007"}), type=kind)


def test_a_leaf_is_believed_only_where_there_is_no_body_to_reckon_it_from():
    body, lie = msgspec.Raw(b"{}"), b"l" * 32
    assert WireEntry(1, "order", "o", body, leaf=lie).entry().leaf == leaf_of("order", "o", b"{}")
    hollow = WireEntry(1, "order", "o", msgspec.Raw(b"null"), leaf=lie).entry()
    assert (hollow.body, hollow.leaf, hollow.is_hollow) == (None, lie, True)
    gone = WireEntry(1, "order", "o", msgspec.Raw(b"null")).entry()
    assert gone == make_entry("order", "o", None)
    assert not gone.is_hollow
    both = [WireEntry(1, "order", "o", body), WireEntry(2, "order", "o", msgspec.Raw(b"null"), leaf=lie)]
    assert messages.entries_of(both) == [make_entry("order", "o", b"{}"), hollow]
    assert messages.entries_of([*both[:1], WireEntry(2, "order", "o", msgspec.Raw(b"null"))])[1] == gone


def test_a_leaf_is_sent_only_where_it_is_no_deletions():
    lie = b"l" * 32
    assert wire_entry(1, "order", "o", None, leaf=lie).leaf == lie
    assert wire_entry(1, "order", "o", None, leaf=leaf_of("order", "o", None)).leaf == b""
    assert wire_entry(1, "order", "o", b"{}", leaf=lie).leaf == b""


def test_a_stream_that_is_being_made_is_named_in_one_line():
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode('{"nonce":"n","making":["a\\n"]}', type=ExchangeAnswer)


def test_where_a_desk_stands_is_told_by_six_bytes_for_each_bucket():
    digest = hashlib.sha256
    held = {
        "catalog": Cursor(2, 5, b"\xab"),
        "desk/empty": Cursor(1, 0, b""),  # nothing stands in it: it counts for nothing
        "stock": Cursor(1, 0, b"", 0),
        "prices/P1": Cursor(1, 7, b"", 9),
    }
    texts = {"catalog": "catalog\n2\n5\nab\n", "stock": "stock\n1\n0\n\n0", "prices/P1": "prices/P1\n1\n7\n\n9"}
    buckets = {name: digest(name.encode()).digest()[0] for name in held}
    assert {name: cursors.bucket_of(name) for name in held} == buckets
    by_bucket: dict[int, list[str]] = {}
    for name in sorted(texts):
        by_bucket.setdefault(buckets[name], []).append(texts[name])
    expected = b"".join(digest("\0".join(by_bucket.get(each, [])).encode()).digest()[:6] for each in range(256))
    assert cursors.digest_rest(held) == expected


@pytest.mark.parametrize("bucket", [0, 1, 127, 254, 255])
def test_a_bucket_differs_by_its_own_bytes_and_no_others(bucket):
    ours = cursors.digest_rest({})
    theirs = bytearray(ours)
    for byte in (6 * bucket, 6 * bucket + 5):
        theirs[byte] ^= 1
        assert cursors.differing(bytes(theirs), ours, ()) == [bucket]
        assert cursors.differing(bytes(theirs), ours, [bucket]) == []
        theirs[byte] ^= 1
    assert cursors.differing(bytes(theirs), ours, ()) == []


def test_records_are_compared_by_bucket_and_sum():
    assert bucket_of("order", "o") == hashlib.sha256(b"order\0o").digest()[0]
    leaf = bytes(range(1, 33))
    sums = bucket_digests([(("order", "o"), leaf), (("order", "o"), leaf)])
    assert int.from_bytes(sums[bucket_of("order", "o")], "big") == 2 * int.from_bytes(leaf[:16], "big")
    assert sum(each != bytes(16) for each in sums) == 1
    full = bucket_digests([(("order", "o"), b"\xff" * 32)] * 2)  # the sum goes round
    assert full[bucket_of("order", "o")] == b"\xff" * 15 + b"\xfe"


def test_what_is_signed_is_this_text():
    asked = request_text("POST", "/v1/x", "n", b"b")
    body = hashlib.sha256(b"b").hexdigest()
    assert asked == f"POST\n/v1/x\nn\n{body}".encode()
    assert answer_text(asked, 200, b"b") == f"answer\n{hashlib.sha256(asked).hexdigest()}\n200\n{body}".encode()
    assert head_text("s", 1, 2, b"\x0a") == b"head\ns\n1\n2\n0a"
    assert vouched_text("d", "e", "k") == b"desk key\nd\ne\nk"


def test_messages_are_packed_as_everybody_unpacks():
    raw = b'{"nonce":"n"}' * 100
    assert gzip.decompress(packed(raw)) == raw
    assert opened(gzip.compress(raw), 10_000) == raw
    assert len(packed(raw)) < len(raw) / 5


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_message_is_as_large_as_agreed_and_not_a_byte_larger(pack):
    raw = b"x" * 1000
    assert opened(pack(raw), 1000) == raw
    with pytest.raises(TooLargeError):
        opened(pack(raw), 999)


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
@pytest.mark.parametrize(("small", "times"), [(None, 0), (1000, 0), (999, 1), (5000, 0)])
def test_more_room_is_asked_for_before_a_large_message_takes_it(pack, small, times):
    asked: list[int] = []
    raw = b"x" * 1000
    assert opened(pack(raw), 2000, small, lambda: asked.append(1)) == raw
    assert len(asked) == times


def test_room_is_not_asked_for_what_is_too_large_anyway():
    asked: list[int] = []
    with pytest.raises(TooLargeError):
        opened(b"x" * 1000, 500, 100, lambda: asked.append(1))
    with pytest.raises(TooLargeError):
        opened(gzip.compress(b"x" * 1000), 500, 500, lambda: asked.append(1))
    assert asked == []


@pytest.mark.parametrize("raw", [b"[", b"\xff", b"[" * 100_000, b'{"nonce":1}'])
def test_what_is_no_message_is_unreadable(raw):
    with pytest.raises(UnreadableError):
        read(raw, ExchangeAnswer)


CODE, PRINT = "ABCDEFGHJK", "MNPQRSTVWX"


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        (CODE, (CODE, "")),
        ("abcde-fghjk", (CODE, "")),
        (" abcde fghjk - mnpqr stvwx ", (CODE, PRINT)),
        ("ABC", ("ABC", "")),
        ("", ("", "")),
    ],
)
def test_a_code_is_read_however_it_is_typed(typed, read_as):
    assert codes.read_code(typed) == read_as


@pytest.mark.parametrize("typed", [CODE + "M", CODE + PRINT[:-1], CODE + PRINT + "2"])
def test_half_a_print_proves_nothing(typed):
    with pytest.raises(UsageError) as told:
        codes.read_code(typed)
    assert told.value.code == "code_incomplete"
    assert told.value.facts == {"letters": len(typed), "whole": 20}


def test_letters_are_told_in_groups_of_five():
    assert codes.grouped(CODE + PRINT) == "ABCDE-FGHJK-MNPQR-STVWX"
    assert codes.grouped("ABCDEF") == "ABCDE-F"


def test_a_print_fits_its_own_key_and_no_other():
    key, other = b"a key", b"another"
    short, whole = codes.short_print(key), codes.whole_print(key)
    assert short == "XDMHNQVBNY"  # codes that were given out stay good
    assert whole == hashlib.sha256(key).hexdigest()
    assert codes.fits(short, key)
    assert codes.fits(whole, key)
    assert not codes.fits(short, other)
    assert not codes.fits(whole, other)
    assert not codes.fits("", key)
