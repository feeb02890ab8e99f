"""What is closed stays closed until it is opened again."""

from datetime import date

import pytest

from desktop.actions import (
    orders,
    periods,
)
from domain.errors import DeskError
from tests.desktop.actions.a_desk import a_draft


def test_closed_period_refuses_until_reopened(desk):
    periods.close(desk, date(2026, 11, 20))
    assert periods.closed_through(desk) == date(2026, 11, 20)
    with pytest.raises(DeskError, match="date_closed"):
        orders.place_order(desk, a_draft(on=date(2026, 11, 20)))
    with pytest.raises(DeskError, match="period_already_closed"):
        periods.close(desk, date(2026, 11, 19))
    with pytest.raises(DeskError, match="period_in_future"):
        periods.close(desk, date(2026, 11, 24))
    periods.reopen(desk, date(2026, 11, 10))
    assert orders.place_order(desk, a_draft(on=date(2026, 11, 20))).state == "accepted"
    assert periods.reopen(desk) is None
    with pytest.raises(DeskError, match="period_not_closed"):
        periods.reopen(desk)
