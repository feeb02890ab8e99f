"""Numbers as people type them."""

from decimal import Decimal

import pytest

from desktop.ui.widgets.numbers import read_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", "12"),
        ("1,234.50", "1234.50"),
        ("￥88", "88"),
        ("=12*3.5", "42"),
        ("＝（2＋3）×4", "20"),
        ("=10/4", "2.5"),
        ("=-3+5", "2"),
    ],
)
def test_numbers_and_sums_are_read(text, number):
    assert read_number(text) == Decimal(number)


@pytest.mark.parametrize("text", ["", "abc", "=", "=1/0", "=__import__('os')", "=2**9", "=a+1", "1 2", "='x'"])
def test_anything_else_is_none(text):
    assert read_number(text) is None
