"""A desk may compare, and ask for records of, what it may read and nothing else."""

import pytest

from domain.errors import RefusedError
from sync.hq.service.asker import Asker
from sync.hq.taking.verifying import find_records, verify_stream
from sync.streams import BUCKETS, bucket_digests, bucket_of
from sync.wire.messages import RECORDS_AT_ONCE, RecordsRequest, VerifyRequest
from tests.building.sync.ends import heads

AGENT_DESK = Asker("d1", "GD01", "k")


def test_digests_and_leaves_tell_the_same_records(hq):
    told = verify_stream(hq, AGENT_DESK, VerifyRequest("catalog"))
    assert (told.number, told.hash) == (heads(hq, "catalog")["catalog"].number, heads(hq, "catalog")["catalog"].hash)
    every = verify_stream(hq, AGENT_DESK, VerifyRequest("catalog", list(range(BUCKETS)))).leaves
    assert {(leaf.kind, leaf.record) for leaf in every} == {("dealer", "HQ"), ("product", "A"), ("product", "B")}
    assert told.digests == b"".join(bucket_digests(((leaf.kind, leaf.record), leaf.leaf) for leaf in every))
    (one,) = verify_stream(hq, AGENT_DESK, VerifyRequest("catalog", [bucket_of("product", "A")])).leaves
    assert one.record == "A"


def test_records_asked_for_come_as_they_live(hq):
    asked = RecordsRequest("catalog", [("product", "B"), ("product", "gone"), ("dealer", "GD01")])
    (entry,) = find_records(hq, AGENT_DESK, asked).entries
    assert (entry.kind, entry.record) == ("product", "B")


def test_stream_of_another_and_too_much_at_once_are_refused(hq):
    shop = Asker("d2", "GD01A", "k")
    with pytest.raises(RefusedError, match="not_readable"):
        verify_stream(hq, shop, VerifyRequest("dealer/GD01"))
    with pytest.raises(RefusedError, match="not_readable"):
        find_records(hq, shop, RecordsRequest("dealer/GD01", [("dealer", "GD01")]))
    with pytest.raises(RefusedError, match="too_large"):
        find_records(hq, shop, RecordsRequest("catalog", [("product", "A")] * (RECORDS_AT_ONCE + 1)))
