"""Money: one rounding, half up; storage in fen and back; splits that add up."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.values.money import (
    format_money,
    from_fen,
    from_price,
    line_amount,
    round_fen,
    split,
    to_fen,
    to_price,
)

amounts = st.decimals(-(10**12), 10**12, places=2)
weights = st.decimals(0, 10**6, places=3)


@pytest.mark.parametrize(
    ("amount", "rounded"),
    [
        ("0.005", "0.01"),
        ("-0.005", "-0.01"),
        ("0.0049", "0.00"),
        ("2.675", "2.68"),
        ("1.015", "1.02"),
        ("67348.18", "67348.18"),
        ("-0.004", "0.00"),
        ("-0.00", "0.00"),
        ("7", "7.00"),
    ],
)
def test_rounding_is_half_up_and_never_minus_zero(amount, rounded):
    assert str(round_fen(Decimal(amount))) == rounded
    assert to_fen(Decimal(amount)) == int(Decimal(rounded) * 100)


@pytest.mark.parametrize(
    ("quantity", "unit_price", "amount"),
    [
        ("288", "2.5500", "734.40"),
        ("3", "0.3350", "1.01"),  # 1.005: a float would lose the fen
        ("-3", "0.3350", "-1.01"),
        ("0.125", "19.9900", "2.50"),
        ("0.001", "0.0001", "0.00"),
        ("-0.001", "0.0001", "0.00"),
    ],
)
def test_a_line_is_rounded_once(quantity, unit_price, amount):
    assert str(line_amount(Decimal(quantity), Decimal(unit_price))) == amount


@given(st.integers(-(10**15), 10**15))
def test_fen_and_prices_survive_the_round_trip(stored):
    assert to_fen(from_fen(stored)) == stored
    assert to_price(from_price(stored)) == stored


def test_stored_values_come_back_with_all_their_places():
    assert str(from_fen(5)) == "0.05"
    assert str(from_fen(-12300)) == "-123.00"
    assert str(from_price(25500)) == "2.5500"
    assert to_price(Decimal("2.12345")) == 21235


@given(amounts, st.lists(weights, min_size=1, max_size=12))
def test_shares_add_up_and_none_is_a_fen_away_from_its_due(total, parts):
    shares = split(total, parts)
    assert sum(shares) == total
    whole = sum(parts)
    for share, weight in zip(shares, parts, strict=True):
        if whole:
            assert abs(share * whole - total * weight) < Decimal("0.01") * whole
        assert share * total >= 0


def test_left_over_fen_go_to_the_largest_remainders_then_to_the_earlier_share():
    assert split(Decimal("100.00"), [Decimal(1)] * 3) == [
        Decimal("33.34"),
        Decimal("33.33"),
        Decimal("33.33"),
    ]
    assert split(Decimal("-0.02"), [Decimal(1), Decimal(3)]) == [Decimal("-0.01"), Decimal("-0.01")]
    assert split(Decimal("0.05"), [Decimal(0), Decimal(0)]) == [Decimal("0.03"), Decimal("0.02")]


@pytest.mark.parametrize("bad", [[], [Decimal(1), Decimal(-1)]])
def test_splitting_over_nothing_is_a_defect(bad):
    with pytest.raises(ValueError, match="weights"):
        split(Decimal(1), bad)


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        ("1234.5", "1,234.50"),
        ("-1234.5", "-1,234.50"),
        ("0.05", "0.05"),
        ("1.009", "1.01"),
        ("-0.001", "0.00"),
    ],
)
def test_K54_small_form(amount, shown):
    assert format_money(Decimal(amount)) == shown


def test_a_fen_left_over_goes_to_the_largest_remainder():
    assert split(Decimal("0.10"), [Decimal(1), Decimal(2)]) == [Decimal("0.03"), Decimal("0.07")]
    assert split(Decimal("-0.10"), [Decimal("0.5"), Decimal("1.0")]) == [Decimal("-0.03"), Decimal("-0.07")]
    assert split(Decimal("0.01"), [Decimal(1), Decimal(1)]) == [Decimal("0.01"), Decimal("0.00")]
