"""Figures as the window writes them."""

from decimal import Decimal

import pytest

from desktop.ui import words
from domain.veiled import VEILED


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        (Decimal("1234.5"), "¥1,234.50"),
        (Decimal("-1234.5"), "−¥1,234.50"),
        (Decimal(0), "¥0.00"),
        (None, words.NONE),
        (VEILED, str(VEILED)),  # a mark is no sum of money
    ],
)
def test_an_amount_in_yuan(amount, shown):
    assert words.yuan(amount) == shown
