"""Periods picked by name are whole months, the year so far, or one's own choice."""

from datetime import date

import pytest

from desktop.ui.widgets.periods import picked_days


@pytest.mark.parametrize(
    ("code", "days"),
    [
        ("this", (date(2026, 1, 24), "2026-01-01")),
        ("last", (date(2025, 12, 31), "2025-12-01")),
        ("year", (date(2026, 1, 24), "2026-01-01")),
    ],
)
def test_a_name_is_days(code, days):
    assert picked_days(code, date(2026, 1, 24)) == (date.fromisoformat(days[1]), days[0])


def test_ones_own_choice_is_no_days():
    assert picked_days("own", date(2026, 1, 24)) is None
