"""The JSON forms write figures as tools outside can read them."""

from decimal import Decimal

import pytest

from desktop.actions.documents.json_forms import price, quantity


@pytest.mark.parametrize(
    ("value", "text"), [("1.5", "1.50"), ("1.2345", "1.2345"), ("10", "10.00"), ("0.1230", "0.123"), (None, None)]
)
def test_prices_are_told_with_two_to_four_places(value, text):
    assert price(None if value is None else Decimal(value)) == text


@pytest.mark.parametrize(("value", "text"), [("12.000", "12"), ("1.500", "1.5"), ("1000", "1000"), ("1E+3", "1000")])
def test_quantities_are_told_without_zeros_or_exponent(value, text):
    assert quantity(Decimal(value)) == text
