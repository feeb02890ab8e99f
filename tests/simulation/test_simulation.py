"""A hundred and some channels live through crashes, bad lines, restores and clones, and end as the model says."""

import pytest

from tests.simulation import mishaps
from tests.simulation.life import ACTS, live, plan

CHUNK = 20


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, 6 * CHUNK, CHUNK))
def test_lives_end_as_the_model_says(first):
    failed = {seed: lived.failure for seed in range(first, first + CHUNK) if (lived := live(seed, quick=True)).failure}
    assert failed == {}


@pytest.mark.slow
def test_lives_in_which_dealers_move_end_as_the_model_says():
    weights = {**ACTS, mishaps.move_dealer: 10}
    lived = {seed: live(seed, length=16, weights=weights, quick=True) for seed in range(100, 112)}
    assert {seed: each.failure for seed, each in lived.items() if each.failure} == {}
    assert sum("goes to" in told for each in lived.values() for told in each.story) > 5


def test_a_seed_lives_the_same_life_again():
    one, other = live(31, quick=True), live(31, quick=True)
    assert one.story
    assert (one.story, one.failure) == (other.story, other.failure)


def test_lives_hold_every_act_that_can_come():
    planned = {step.act for seed in range(400) for step in plan(seed)[1]}
    assert planned == {act.__name__ for act, weight in ACTS.items() if weight}
