"""What a rebate pays doesn't depend on the sequence of its settlements: of periods, versions or dealers."""

from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest

from domain.policies.rebate_terms import Caps, Reward, Rounding, Tier
from domain.policies.scopes import Period
from domain.rebates.wallet import left
from sync.records.books.database import open_sqlite
from sync.records.rebates.wallets import wallet_entries
from tests.building.domain.policy_makers import D
from tests.building.domain.rebate_makers import a_rebate, tiers
from tests.building.sync.books import AGENT, SHOP, found_desk, found_hq
from tests.building.sync.rebate_books import came_back, earned, publish, settle, sold, standing

OCT, NOV = date(2026, 10, 10), date(2026, 11, 10)
OTHER = SHOP


@pytest.fixture
def book(tmp_path):
    found = open_sqlite(tmp_path / "book.db", create=True)
    found_hq(found)
    yield found
    found.close()


def two_versions(**terms):
    old = a_rebate(tiers((0, 10)), period_of=Period(date(2026, 1, 1), date(2026, 10, 31)), **terms)
    return old, replace(old, version=2, period=Period(date(2026, 11, 1), date(2026, 12, 31)))


def paid(book, *periods):
    """What each settlement paid in all, by period."""
    return {period: sum(amount for _, amount in settle(book, "R", period)) for period in periods}


@pytest.mark.parametrize("periods", list(permutations(["2026-10", "2026-11"])))
def test_a_cap_over_two_versions_is_used_up_in_the_order_of_periods(book, periods):
    publish(book, *two_versions(caps=Caps(dealer=D(100))))
    sold(book, "800", OCT)
    sold(book, "800", NOV)
    assert paid(book, *periods) == {"2026-10": 80, "2026-11": 20}
    assert paid(book, *periods) == {"2026-10": 0, "2026-11": 0}


@pytest.mark.parametrize("periods", list(permutations(["2026-10", "2026-11"])))
def test_a_remainder_goes_over_to_the_next_version_once(book, periods):
    publish(book, *two_versions(rounding=Rounding("floor", D(10), carry=True)))
    sold(book, "150", OCT)
    sold(book, "50", NOV)
    assert paid(book, *periods) == {"2026-10": 10, "2026-11": 10}
    assert paid(book, *periods) == {"2026-10": 0, "2026-11": 0}


def test_an_empty_month_settled_or_not_changes_nothing(book):
    steps = (Tier(D(0), each=D(5), per=D(50)), Tier(D(1000), each=D(20), per=D(300)))
    publish(book, a_rebate(steps, "per_full", rounding=Rounding("floor", carry=True)))
    sold(book, "1299", date(2026, 6, 10))
    sold(book, "1", date(2026, 8, 10))
    assert paid(book, "2026-08", "2026-07", "2026-06") == {"2026-08": 5, "2026-07": 5, "2026-06": 80}


def test_what_a_claw_back_frees_of_a_cap_is_given_in_the_same_settlement(book):
    publish(book, replace(a_rebate(tiers((0, 10)), caps=Caps(policy=D(100))), channel=True))
    delivery = sold(book, "900", NOV)
    assert paid(book, "2026-11") == {"2026-11": 90}
    sold(book, "800", NOV, buyer=OTHER)
    assert dict(settle(book)) == {OTHER: 10}
    came_back(book, "900", date(2026, 11, 20), source=delivery)
    assert dict(settle(book)) == {AGENT: -90, OTHER: 70}
    assert settle(book) == []


def test_a_cap_over_all_dealers_is_shared_by_what_they_bought_not_by_who_was_settled_first(book):
    publish(book, replace(a_rebate(tiers((0, 10)), caps=Caps(policy=D(100))), channel=True))
    sold(book, "900", NOV)
    sold(book, "800", NOV, buyer=OTHER)
    first = [dict(settle(book, dealers=[dealer])) for dealer in (OTHER, AGENT)]
    assert first == [{OTHER: 10}, {AGENT: 90}]
    assert settle(book) == []


def test_what_was_spent_and_is_taken_back_lessens_the_next_credit(book):
    publish(book, a_rebate(tiers((0, 10)), returns="sale_date", reward=Reward(months=1)))
    june = sold(book, "1000", date(2026, 6, 10))
    sold(book, "1000", NOV)
    settle(book, "R", "2026-06")
    settle(book, "R", "2026-11")
    came_back(book, "1000", date(2026, 12, 2), source=june)
    assert settle(book, "R", "2026-06") == [(AGENT, -100)]
    with book.reading() as connection:
        entries = wallet_entries(connection, AGENT)
    assert sum(left(entries, (), date(2026, 12, 5)).values()) == 100  # June's lapsed unspent: nothing more is taken


def test_a_desk_says_that_a_cap_is_shared_and_goes_by_what_hq_settled(book):
    policy = replace(a_rebate(tiers((0, 10)), caps=Caps(policy=D(30), dealer_period=D(25))), channel=True)
    publish(book, policy)
    sold(book, "390", NOV)
    sold(book, "240", NOV, buyer=OTHER)
    assert (earned(book), earned(book, dealer=OTHER)) == (25, 5)
    assert settle(book) == [(AGENT, 25), (OTHER, 5)]
    found_desk(book)
    told = standing(book, dealer=OTHER).result
    assert (told.earned, [reason.code for reason in told.reasons]) == (5, ["rebate_cap_shared"])
    sold(book, "10", NOV, buyer=OTHER)
    assert earned(book, dealer=OTHER) == 5  # what is left of the cap stays what HQ said
