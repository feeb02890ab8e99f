"""A hundred and some channels live through crashes, bad lines, restores and clones, and end as the model says."""

import pytest

from tests.simulation.life import live, plan

CHUNK = 20


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, 6 * CHUNK, CHUNK))
def test_lives_end_as_the_model_says(first):
    failed = {seed: lived.failure for seed in range(first, first + CHUNK) if (lived := live(seed, quick=True)).failure}
    assert failed == {}


def test_a_seed_lives_the_same_life_again():
    one, other = live(31, quick=True), live(31, quick=True)
    assert one.story
    assert (one.story, one.failure) == (other.story, other.failure)


def test_lives_hold_every_act_that_can_come():
    from tests.simulation.life import ACTS

    planned = {step.act for seed in range(400) for step in plan(seed)[1]}
    assert planned == {act.__name__ for act, weight in ACTS.items() if weight}
