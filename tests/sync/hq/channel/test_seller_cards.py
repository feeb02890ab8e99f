"""A buyer knows the name of whom he buys from, and nothing more of him."""

import msgspec
import pytest

from sync.hq.channel.seller_cards import publish_sellers
from sync.records.bodies.records import CopyBody, DealerBody
from sync.records.repair.checking import check
from tests.building.sync.books import AGENT, SHOP, found_hq, put, row, rows


@pytest.fixture
def hq(book):
    found_hq(book, limit="500.00")
    return book


def cards(book):
    """Stream, dealer and card of the living copies."""
    found = rows(
        book,
        "SELECT s.name, e.body FROM entry e JOIN stream s ON s.id = e.stream "
        "WHERE e.kind = 'copy' AND e.live ORDER BY s.name, e.record",
    )
    copies = [(name, msgspec.json.decode(bytes(body), type=CopyBody)) for name, body in found]
    return [(name, copy.id, msgspec.json.decode(copy.body, type=DealerBody)) for name, copy in copies]


def test_seller_is_named_to_those_right_below_him_without_his_terms(hq):
    assert publish_sellers(hq) == 1
    assert cards(hq) == [(f"dealer/{SHOP}", AGENT, DealerBody(AGENT, "广东总代理", "province"))]
    assert row(hq, "SELECT credit_limit FROM dealer WHERE id = :id", id=AGENT) == (50000,)
    assert check(hq) == []


def test_nothing_is_written_twice_and_a_new_name_is_passed_on(hq):
    publish_sellers(hq)
    assert publish_sellers(hq) == 0
    put(hq, f"dealer/{AGENT}", "dealer", AGENT, DealerBody(AGENT, "粤海", "province", "HQ", credit_limit=1))
    assert publish_sellers(hq) == 1
    assert [card.name for _, _, card in cards(hq)] == ["粤海"]


def test_several_buyers_and_a_former_one_each_have_the_card(hq):
    put(hq, "dealer/GD02", "dealer", "GD02", DealerBody("GD02", "深圳", "province", "HQ"))
    put(hq, "dealer/S2", "dealer", "S2", DealerBody("S2", "二店", "store", AGENT))
    publish_sellers(hq)
    put(hq, "dealer/S2", "dealer", "S2", DealerBody("S2", "二店", "store", "GD02"))
    publish_sellers(hq)
    told = [(name, each) for name, each, _ in cards(hq)]
    sellers = [(f"dealer/{SHOP}", AGENT), ("dealer/S2", AGENT), ("dealer/S2", "GD02")]
    # The seller it left and the one it came to have the moved buyer's card, which neither reads in its stream.
    assert told == [(f"dealer/{AGENT}", "S2"), sellers[0], ("dealer/GD02", "S2"), *sellers[1:]]
    assert publish_sellers(hq) == 0
    assert check(hq) == []
