"""What an exchange does about long streams: it waits while HQ makes one, within bounds, and takes none of its own."""

from typing import Any

import pytest

from domain.errors import UnreachableError
from sync.client.line.asking import HqLine, Patience
from sync.client.streams import long_streams
from sync.client.streams.filling import Fills, is_urgent, on_their_way, usefulness
from sync.client.streams.long_streams import LongStreams
from sync.client.streams.outcome import ExchangeResult
from sync.wire.messages import ExchangeAnswer, Snapshot, SnapshotPart

HASH, DIGEST = bytes(32), bytes(16)
NAME = "0123456789abcdef" * 4


def a_snapshot(stream="catalog", **changes):
    """Two parts of three records each, at entry 6."""
    usual = {
        "hash": HASH,
        "live": 6,
        "digest": DIGEST,
        "number": 6,
        "parts": [SnapshotPart(NAME, 10, 3), SnapshotPart("f" * 64, 1, 3)],
    }
    return Snapshot(stream, 1, **{**usual, **changes})


class Nobody:
    """A line over which nothing is asked."""

    def send(self, method, path, headers, body):
        raise AssertionError(path)


@pytest.fixture
def streams(sqlite_book, tmp_path):
    waited: list[float] = []
    line = HqLine(Nobody(), patience=Patience(sleep=waited.append))
    found = LongStreams(sqlite_book, line, "desk/d1", ExchangeResult(), lambda _: None, lambda: False)
    return found, waited


def test_it_asks_again_while_hq_is_making_one_and_not_for_ever(streams, monkeypatch):
    monkeypatch.setattr(long_streams, "_LONGEST_MAKING", 3)
    found, waited = streams
    assert not found.wait()
    found.take(ExchangeAnswer("n", making=["catalog"]))
    assert [found.wait() for _ in range(5)] == [True, True, True, False, False]
    assert waited == [1.0, 1.0, 1.0]
    found.take(ExchangeAnswer("n"))
    assert not found.wait()


def test_a_desks_own_stream_never_comes_in_parts(streams):
    found, _ = streams
    with pytest.raises(UnreachableError) as told:
        found.take(ExchangeAnswer("n", snapshots=[a_snapshot("desk/d1")]))
    assert getattr(told.value.facts["detail"], "code", "") == "parts_own"
    assert not found.under_way


def test_what_is_offered_is_on_its_way_until_it_is_taken_away(streams):
    found, _ = streams
    assert found.take(ExchangeAnswer("n", snapshots=[a_snapshot(), a_snapshot("desk/d2")]))
    assert found.under_way
    assert not found.take(ExchangeAnswer("n", removed=["catalog"]))
    assert found.under_way
    found.take(ExchangeAnswer("n", removed=["desk/d2"]))
    assert not found.under_way


@pytest.mark.parametrize("number", [6, 7])
def test_a_list_that_adds_up_is_taken(streams, number):
    found, _ = streams
    assert found.take(ExchangeAnswer("n", snapshots=[a_snapshot(number=number)]))


WRONG: dict[str, dict[str, Any]] = {
    "a short name": {"parts": [SnapshotPart(NAME[1:], 1, 6)]},
    "a name that leads elsewhere": {"parts": [SnapshotPart("../" + NAME[3:], 1, 6)]},
    "capital letters": {"parts": [SnapshotPart(NAME.upper(), 1, 6)]},
    "a part of no bytes": {"parts": [SnapshotPart(NAME, 0, 6)]},
    "a part too large": {"parts": [SnapshotPart(NAME, 16 * 1024 * 1024 + 1, 6)]},
    "a part of no records": {"parts": [SnapshotPart(NAME, 1, 6), SnapshotPart("f" * 64, 1, 0)]},
    "fewer records than it says": {"live": 7, "number": 7},
    "more records than it says": {"live": 5},
    "more records than entries": {"number": 5},
    "a short hash": {"hash": HASH[1:]},
    "a long hash": {"hash": HASH + b"x"},
    "a short digest": {"digest": DIGEST[1:]},
    "a long digest": {"digest": DIGEST + b"x"},
}


@pytest.mark.parametrize("what", WRONG)
def test_a_list_that_does_not_add_up_is_none(streams, what):
    found, _ = streams
    with pytest.raises(UnreachableError) as told:
        found.take(ExchangeAnswer("n", snapshots=[a_snapshot(**WRONG[what])]))
    assert getattr(told.value.facts["detail"], "code", "") == "parts_listed"
    assert not found.under_way


@pytest.mark.parametrize(
    ("stream", "place", "urgent"),
    [
        ("catalog", 0, True),
        ("prices/P1", 1, True),
        ("policies/x", 2, True),
        ("stock", 3, True),
        ("dealer/GD01", 4, False),
        ("desk/d1", 5, False),
    ],
)
def test_what_orders_can_not_be_taken_without_comes_first(stream, place, urgent):
    assert (usefulness(stream), is_urgent(stream)) == (place, urgent)


@pytest.mark.parametrize(
    ("epoch", "number", "left"), [(1, 5, True), (1, 6, False), (1, 7, False), (2, 6, True), (None, None, True)]
)
def test_what_an_earlier_run_left_is_taken_up_unless_the_book_has_it(sqlite_book, epoch, number, left):
    Fills(sqlite_book).begin(a_snapshot())
    if epoch is not None:
        with sqlite_book.writing() as writing:
            sql = "INSERT INTO stream (name, epoch, head, hash, live, digest) VALUES ('catalog', ?, ?, ?, 0, ?)"
            writing.connection.exec_driver_sql(sql, (epoch, number, HASH, DIGEST))
    assert list(Fills(sqlite_book).snapshots) == (["catalog"] if left else [])
    assert len(on_their_way(sqlite_book.path.parent)) == left


def test_of_a_list_that_can_not_be_read_nothing_is_left(sqlite_book):
    fills = Fills(sqlite_book)
    fills.begin(a_snapshot())
    (fills.place("catalog") / "snapshot.json").write_bytes(b"{}")
    assert Fills(sqlite_book).snapshots == {}
    assert not fills.place("catalog").exists()
