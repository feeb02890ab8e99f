"""A program that ends at any of its steps loses nothing that was told as saved, and does nothing twice."""

import pytest

from tests.simulation import bugs
from tests.simulation.crash_points import SCENARIOS, try_scenario

# The campaign tries every step; here each scenario is tried at a few, at other ones than its neighbours.
EVERY = 45


@pytest.mark.slow
@pytest.mark.parametrize("place", range(len(SCENARIOS)), ids=[each.name for each in SCENARIOS])
def test_nothing_is_lost_or_doubled(place):
    tried = try_scenario(SCENARIOS[place], every=EVERY, first=place * 7)
    assert tried.wrong == []
    assert tried.steps > 5


@pytest.mark.slow
def test_a_paper_saved_in_two_steps_is_found():
    money = next(each for each in SCENARIOS if each.name == "money is booked")
    with bugs.tables_saved_before_the_entry():
        assert try_scenario(money, every=2).wrong
