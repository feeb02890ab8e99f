"""One small desk for the tests of actions, with goods on hand and an accepted order."""

from datetime import date

import pytest

from desktop.actions.orders import orders
from tests.building.desktop.a_desk import a_desk, a_draft, a_line


@pytest.fixture
def desk(tmp_path):
    with a_desk(tmp_path, stock={"W550": 240, "COLA": 48}) as desk:
        yield desk


@pytest.fixture
def order(desk):
    """Two cases of water and one of cola, accepted."""
    return orders.place_order(desk, a_draft(a_line("W550", "48"), a_line("COLA", "24")))


@pytest.fixture
def early_order(desk):
    """The same, of a week before: no goods leave before they were ordered."""
    return orders.place_order(desk, a_draft(a_line("W550", "48"), a_line("COLA", "24"), on=date(2026, 11, 19)))
