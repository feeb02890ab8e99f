"""An order's state between promise and last delivery, as a table."""

import pytest

from domain.documents.fulfilment import is_counted, order_state, reserved_of


@pytest.mark.parametrize(
    ("stated", "answered", "accepted", "delivered", "state"),
    [
        ("submitted", None, [None], [0], "submitted"),
        ("submitted", "accepted", [10], [0], "accepted"),
        ("submitted", "accepted_in_part", [10, 0], [4, 0], "partly_delivered"),
        ("submitted", "accepted_in_part", [10, 0], [10, 0], "delivered"),
        ("accepted", None, [10, 5], [10, 4], "partly_delivered"),
        ("accepted", None, [10, 5], [10, 5], "delivered"),
        ("accepted", None, [10], [12], "delivered"),
        ("cancelled", "accepted", [10], [0], "cancelled"),
        ("cancelled", None, [10], [3], "delivered"),
        ("submitted", "refused", [0], [0], "refused"),
    ],
)
def test_state_follows_the_last_word_and_the_goods(stated, answered, accepted, delivered, state):
    assert order_state(stated, answered, accepted, delivered) == state


@pytest.mark.parametrize(
    ("state", "accepted", "delivered", "held"),
    [
        ("accepted", 10, 4, 6),
        ("partly_delivered", 10, 4, 6),
        ("accepted_in_part", 10, 12, 0),
        ("submitted", 10, 0, 0),
        ("refused", 10, 0, 0),
        ("delivered", 10, 4, 0),
        ("cancelled", 10, 4, 0),
        ("accepted", None, 0, 0),
    ],
)
def test_only_an_open_promise_holds_goods_back(state, accepted, delivered, held):
    assert reserved_of(state, accepted, delivered) == held


@pytest.mark.parametrize(
    ("told_at", "decided_at", "counted"),
    [
        ("2026-11-23T08:00:01Z", "2026-11-23T08:00:00Z", True),
        ("2026-11-23T08:00:00Z", "2026-11-23T08:00:00Z", True),
        ("2026-11-22T23:59:59Z", "2026-11-23T08:00:00Z", False),
        ("", "2026-11-23T08:00:00Z", False),
        ("2026-11-23T08:00:00Z", "", False),
    ],
)
def test_a_figure_leaves_out_only_what_was_promised_before_it_was_told(told_at, decided_at, counted):
    assert is_counted(told_at, decided_at) is counted
