"""Prices of a day without promotions: from plain lists, and from price policies over them."""

from datetime import date

import pytest

from domain.policies.policy import Policy
from domain.policies.price_terms import PriceList, PriceRule
from domain.policies.scopes import ALWAYS
from sync.records.books.reading import product
from sync.records.pricing.list_prices import ListPrices
from sync.records.rebates.lines import buyers_of
from tests.building.domain.policy_makers import D
from tests.building.sync.books import AGENT, a_price, found_hq, put
from tests.building.sync.rebate_books import publish

DAY = date(2026, 11, 10)


@pytest.fixture
def books(book):
    found_hq(book, prices=("A",))
    return book


def price(book, sku, on=DAY, *, from_hq=True):
    with book.reading() as connection:
        (buyer,) = buyers_of(connection, [AGENT])
        return ListPrices(connection).price(buyer, product(connection, sku), D(1), on, from_hq=from_hq)


def test_the_plain_list_of_the_day(books):
    put(books, "prices/P1", "price", *a_price("A", "3.00", valid_from="2026-11-15"))
    assert (price(books, "A"), price(books, "A", date(2026, 11, 20)), price(books, "B")) == (D("2.5"), 3, None)


def test_a_price_policy_goes_before_it_where_the_seller_is_hq(books):
    publish(books, Policy("JM", 1, "价目", PriceList((PriceRule("fixed", D("2.20")),)), period=ALWAYS))
    assert (price(books, "A"), price(books, "A", from_hq=False)) == (D("2.20"), D("2.5"))
