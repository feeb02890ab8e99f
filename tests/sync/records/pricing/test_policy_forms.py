"""A policy's stored form: one spelling for equal policies, one digest however it is spelled, one stream an audience."""

import json

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from domain.policies.file import read_policy
from sync.records.bodies.records import PriceBody, ProductBody
from sync.records.pricing.policy_forms import digest_of, stored_form, stream_of, surroundings_of
from tests.building.domain.policy_makers import dealers
from tests.building.sync.books import TODAY, found_hq, put
from tests.building.sync.policies import a_policy, publish_now

CODES = st.lists(st.sampled_from(["GD01", "HN01", "SX01", "C01"]), min_size=1, max_size=4)


def test_the_stored_form_is_read_again_and_its_spelling_makes_no_difference():
    policy = a_policy(audience=dealers("HN01", "GD01", tags=("KA",)), name="双十一")
    form = bytes(stored_form(policy))
    assert read_policy(msgspec.json.decode(form)) == (policy, [])
    spelled = json.dumps(dict(reversed(json.loads(form).items())), indent=3)
    assert digest_of(spelled) == digest_of(form) == digest_of(stored_form(policy))
    assert digest_of(stored_form(a_policy(percent=6))) != digest_of(stored_form(a_policy()))


@given(CODES, st.booleans())
def test_an_audience_has_one_stream_however_it_is_told(codes, channel):
    one = a_policy("A", audience=dealers(*codes), channel=channel)
    other = a_policy("B", audience=dealers(*reversed(codes)), channel=channel, percent=9)
    assert stream_of(one) == stream_of(other)
    assert stream_of(one).startswith("policies/")


def test_surroundings_are_what_the_book_knows(sqlite_book):
    found_hq(sqlite_book)
    put(sqlite_book, "desk/d1", "product", "GD01:X", ProductBody("X", "自有商品", "瓶", owner="GD01"))
    put(sqlite_book, "prices/P2", "price", "P2|A|", PriceBody("P2", "A", 1))
    publish_now(sqlite_book, a_policy())
    with sqlite_book.reading() as connection:
        around = surroundings_of(connection, TODAY)
    assert set(around.products) == {"A", "B"}
    assert set(around.dealers) == {"HQ", "GD01", "GD01A"}
    assert around.plain_lists == {"P1", "P2"}
    assert [(each.id, each.version) for each in around.policies] == [("CX1", 1)]
