"""A price and the steps that led to it."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import UsageError
from domain.prices.unit_price import Price, price_line

DAY = date(2026, 11, 23)


def a_price(amount="10", *, price_list="A", start=None, end=None):
    return Price(price_list, "SP1", Decimal(amount), start, end)


def steps(priced):
    return [(step.code, step.before, step.after) for step in priced.steps]


def test_the_lists_price_valid_that_day():
    prices = [
        a_price("10", end=date(2026, 10, 31)),
        a_price("11", start=date(2026, 11, 1)),
        a_price("12", start=date(2026, 12, 1)),
        a_price("1", price_list="B"),
    ]
    priced = price_line(prices, "A", DAY)
    assert priced.unit_price == 11
    assert steps(priced) == [("price_list", None, 11)]
    assert priced.steps[0].facts == {"list": "A", "valid_from": date(2026, 11, 1), "valid_to": None}
    assert price_line(prices, "A", date(2026, 10, 31)).unit_price == 10


def test_both_ends_count_and_the_price_that_began_last_wins():
    prices = [a_price("10"), a_price("8", start=DAY, end=DAY)]
    assert price_line(prices, "A", DAY).unit_price == 8
    assert price_line(prices, "A", date(2026, 11, 22)).unit_price == 10
    assert price_line(prices, "A", date(2026, 11, 24)).unit_price == 10


def test_of_two_that_began_together_the_shorter_one_wins():
    assert price_line([a_price("10", start=DAY), a_price("9", start=DAY, end=DAY)], "A", DAY).unit_price == 9


def test_a_price_by_hand_wins_and_shows_what_it_replaced():
    priced = price_line([a_price("10")], "A", DAY, agreed=Decimal("9.5"))
    assert priced.unit_price == Decimal("9.5")
    assert steps(priced) == [("price_list", None, 10), ("hand", 10, Decimal("9.5"))]
    assert steps(price_line([], "A", DAY, agreed=Decimal(0))) == [("hand", None, 0)]


def test_without_a_list_price_the_last_paid_one_is_recalled():
    last = (Decimal("9.9"), date(2026, 9, 1), "XSCK-01-260901-0001")
    priced = price_line([a_price("1", price_list="B")], "A", DAY, last_paid=last)
    assert priced.unit_price == Decimal("9.9")
    assert priced.steps[0].facts == {"date": date(2026, 9, 1), "number": "XSCK-01-260901-0001"}
    assert price_line([a_price("10")], "A", DAY, last_paid=last).unit_price == 10


def test_no_price_is_none_and_never_zero():
    priced = price_line([], "A", DAY)
    assert priced.unit_price is None
    assert steps(priced) == [("price_missing", None, None)]


def test_a_negative_price_is_refused():
    with pytest.raises(UsageError) as refused:
        price_line([], "A", DAY, agreed=Decimal("-0.01"))
    assert refused.value.code == "price_negative"


some_days = st.one_of(st.none(), st.dates(date(2026, 11, 20), date(2026, 11, 26)))
some_prices = st.lists(st.builds(a_price, st.integers(1, 9).map(str), start=some_days, end=some_days), max_size=6)


@given(some_prices, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(prices, chance):
    shuffled = list(prices)
    chance.shuffle(shuffled)
    assert price_line(shuffled, "A", DAY) == price_line(prices, "A", DAY)
