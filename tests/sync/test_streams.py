"""The chain notices every change of order, and the digest none of it."""

import hashlib
import random

from hypothesis import given
from hypothesis import strategies as st

from sync.streams import (
    ZERO_DIGEST,
    ZERO_HASH,
    bucket_digests,
    chain,
    digest_of,
    last_versions,
    leaf_of,
    link,
    make_entry,
    shift_digest,
)

leaves = st.lists(st.binary(min_size=32, max_size=32), max_size=20)


def test_leaf_and_link_are_as_the_contract_says():
    leaf = hashlib.sha256(b"order\0o1\0{}").digest()
    assert leaf_of("order", "o1", b"{}") == leaf
    assert link(ZERO_HASH, 1, leaf) == hashlib.sha256(bytes(32) + bytes(7) + b"\x01" + leaf).digest()
    assert leaf_of("order", "o1", None) == leaf_of("order", "o1", b"")


@given(leaves, leaves)
def test_chain_in_parts_is_the_whole_chain(first, second):
    whole = chain(ZERO_HASH, 1, first + second)
    start = whole[len(first) - 1] if first else ZERO_HASH
    assert chain(start, len(first) + 1, second) == whole[len(first) :]


@given(leaves.filter(lambda each: len(set(each)) > 1))
def test_chain_notices_another_order(each):
    other = [*each[1:], each[0]]
    if other != each:
        assert chain(ZERO_HASH, 1, each)[-1] != chain(ZERO_HASH, 1, other)[-1]


@given(leaves, st.integers())
def test_digest_knows_no_order_and_undoes(each, seed):
    mixed = each[:]
    random.Random(seed).shuffle(mixed)
    assert digest_of(mixed) == digest_of(each)
    assert shift_digest(digest_of(each), added=(), removed=mixed) == ZERO_DIGEST


def test_buckets_add_up_to_the_digest():
    entries = {("order", str(number)): leaf_of("order", str(number), b"{}") for number in range(500)}
    buckets = bucket_digests(entries.items())
    total = sum(int.from_bytes(each, "big") for each in buckets) % (1 << 128)
    assert total.to_bytes(16, "big") == digest_of(entries.values())
    assert len([each for each in buckets if each != ZERO_DIGEST]) > 200


def test_last_version_of_each_record():
    entries = [make_entry("a", "1", b"1"), make_entry("b", "1", b"1"), make_entry("a", "1", None)]
    assert last_versions(entries) == [1, 2]
