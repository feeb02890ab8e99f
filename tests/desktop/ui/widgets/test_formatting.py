"""Figures as the window writes them."""

import datetime as dt
from decimal import Decimal

import pytest

from desktop.ui.widgets import formatting
from domain.values.veiled import VEILED


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        (Decimal("1234.5"), "¥1,234.50"),
        (Decimal("-1234.5"), "−¥1,234.50"),
        (Decimal(0), "¥0.00"),
        (None, formatting.NONE),
        (VEILED, str(VEILED)),  # a mark is no sum of money
    ],
)
def test_an_amount_in_yuan(amount, shown):
    assert formatting.yuan(amount) == shown


@pytest.mark.parametrize(("days", "long"), [(0, False), (40, False), (182, False), (200, True), (5800, True)])
def test_a_day_of_another_year_has_its_year(days, long):
    """12-07 of years ago reads like last month's."""
    day = dt.datetime.now().astimezone().date() - dt.timedelta(days=days)
    assert formatting.near_day(day) == (day.isoformat() if long else day.isoformat()[5:])
    stored = dt.datetime.combine(day, dt.time(12)).astimezone().isoformat()
    assert formatting.clock(stored).startswith(
        day.isoformat() if long else ("12:00" if not days else day.isoformat()[5:])
    )
