"""What counts as news, what HQ would send again anyway, and when an acknowledgement says nothing new."""

from typing import Any

import msgspec
import pytest

from sync.client.streams.news import brings_news, is_sent_again, stands_where
from sync.wire.messages import PROTOCOL, Acknowledged, ExchangeAnswer, ExchangeRequest, OwnEntries, Page, Snapshot
from sync.wire.messages import wire_entry as entry

HASH = b"h" * 32
OWN = OwnEntries(2, 7, HASH, 9)
REQUEST = ExchangeRequest(PROTOCOL, OWN, returned="r1")
SAME = Acknowledged(2, 7, HASH)


def page(stream):
    return Page(stream, 1, 1, 1, HASH, 1)


# What an answer may hold beside HQ's word on where it stands: is it news, and would HQ send it again?
CASES: dict[str, tuple[dict[str, Any], bool, bool]] = {
    "nothing": ({}, False, True),
    "prices": ({"pages": [page("prices/P1")]}, True, True),
    "the catalogue, the stock and policies": (
        {"pages": [page("catalog"), page("stock"), page("policies/x")]}, True, True,
    ),
    "the dealer's own stream": ({"pages": [page("dealer/GD01")]}, True, False),
    "prices and the dealer's stream": ({"pages": [page("prices/P1"), page("dealer/GD01")]}, True, False),
    "a desk's stream": ({"pages": [page("desk/d2")]}, True, False),
    "a stream taken away": ({"removed": ["prices/P1"]}, True, False),
    "more to come": ({"more": True}, True, True),
    "a snapshot": ({"snapshots": [Snapshot("catalog", 1, 1, HASH, 1, bytes(16), [])]}, True, False),
    "a snapshot in the making": ({"making": ["catalog"]}, True, True),
    "cursors wanted": ({"tell": [1]}, True, True),
    "own entries held": ({"held": [8]}, True, False),
    "kinds HQ doesn't know": ({"unknown": ["hologram"]}, True, False),
    "bodies wanted": ({"wanted": [8]}, True, False),
    "entries that had been lost": ({"yours": [entry(8, "order", "o", b"{}")]}, True, False),
    "the restore it knows": ({"restored": "r1"}, False, True),
    "another restore": ({"restored": "r2"}, True, False),
    "an acknowledgement": ({"own": Acknowledged(2, 9, HASH)}, True, False),
    "another hash": ({"own": Acknowledged(2, 7, bytes(32))}, True, False),
    "another epoch": ({"own": Acknowledged(3, 7, HASH)}, True, False),
    "no word on where HQ stands": ({"own": None}, True, False),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_news_are_told_from_what_is_known(case):
    changes, news, again = CASES[case]
    answer = ExchangeAnswer("n", **{"own": SAME, **changes})
    assert brings_news(REQUEST, answer) is news
    assert is_sent_again(REQUEST, answer) is again


def test_a_desk_that_offers_nothing_takes_every_word_on_its_own_stream_as_news():
    request = ExchangeRequest(PROTOCOL, None)
    assert brings_news(request, ExchangeAnswer("n", own=SAME))
    assert not is_sent_again(request, ExchangeAnswer("n", own=SAME))


@pytest.mark.parametrize(
    ("own", "told", "same"),
    [
        (OWN, SAME, True),
        (OWN, Acknowledged(2, 9, HASH), False),
        (OWN, Acknowledged(1, 7, HASH), False),
        (OWN, Acknowledged(2, 7, bytes(32)), False),
        (OWN, None, False),
        (None, SAME, False),
        (None, None, False),
    ],
)
def test_hq_stands_where_the_desk_said_or_not(own, told, same):
    assert stands_where(msgspec.structs.replace(REQUEST, own=own), told) is same
