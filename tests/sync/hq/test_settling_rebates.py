"""Formal settlement out of the books: nets what was paid, claws back, posts, holds back, and never doubles."""

from datetime import date

import pytest

from sync.records.wallets import wallet_entries
from tests.domain.policy_makers import D
from tests.domain.rebate_makers import a_rebate
from tests.sync.books import AGENT, found_hq
from tests.sync.rebate_books import came_back, earned, publish, settle, sold, standing


@pytest.fixture
def books(book):
    found_hq(book)
    return book


def test_settling_pays_what_is_earned_once(books):
    publish(books, a_rebate())
    sold(books, "11500")
    assert settle(books) == [(AGENT, 2300)]
    assert settle(books) == []
    assert standing(books).paid == 2300
    with books.reading() as connection:
        (entry,) = wallet_entries(connection, AGENT)
    assert (entry.amount, entry.policy, entry.period, entry.expires) == (D(2300), "R", "2026-11", None)


def test_goods_that_come_back_after_the_payout_are_clawed_back(books):
    publish(books, a_rebate(returns="sale_date"))
    delivery = sold(books, "11500")
    settle(books)
    came_back(books, "7500", date(2026, 12, 3), source=delivery)
    assert earned(books, period="2026-11", on=date(2026, 12, 5)) == 400
    assert settle(books) == [(AGENT, -1900)]
    assert settle(books) == []
