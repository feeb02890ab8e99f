"""The wallet's credits: what settlements gave as credit, with scope and expiry, claw-backs as negative ones."""

from datetime import date

import pytest

from domain.policies.rebate_terms import Reward
from domain.policies.scopes import EVERYTHING
from sync.records.rebates.wallets import scope_of, wallet_entries
from tests.building.domain.policy_makers import D, only
from tests.building.domain.rebate_makers import a_rebate
from tests.building.sync.books import AGENT, SHOP, found_hq
from tests.building.sync.rebate_books import came_back, publish, settle, sold


@pytest.fixture
def books(book):
    found_hq(book)
    return book


def entries(book, dealer=AGENT):
    with book.reading() as connection:
        return wallet_entries(connection, dealer)


def test_credits_are_told_in_order_of_number_with_what_they_may_buy(books):
    publish(
        books,
        a_rebate(code="W", returns="sale_date"),
        a_rebate(code="N", reward=Reward(scope=only("B"), until=date(2027, 6, 30))),
        a_rebate(code="M", reward=Reward("cash")),
    )
    delivery = sold(books, "1000")
    for policy in "WNM":
        settle(books, policy)
    came_back(books, "1000", date(2026, 12, 3), source=delivery)
    settle(books, "W")
    told = [(each.policy, each.amount, each.scope, each.expires) for each in entries(books)]
    assert told == [
        ("W", D(100), EVERYTHING, None), ("N", D(100), only("B"), date(2027, 6, 30)), ("W", D(-100), EVERYTHING, None),
    ]  # fmt: skip
    assert entries(books, SHOP) == []


@pytest.mark.parametrize("stored", ["null", "", '{"newer": 1}'])
def test_a_scope_that_says_nothing_readable_is_everything(stored):
    assert scope_of(stored) == EVERYTHING
