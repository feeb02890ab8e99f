"""The bar to the next step."""

from datetime import date

from domain.rebates.progress import progress
from tests.building.domain.policy_makers import a_buyer
from tests.building.domain.rebate_makers import a_rebate, result_of


def test_the_next_step_what_is_at_stake_and_the_days_left():
    policy = a_rebate()
    found = progress(policy, a_buyer(), result_of(policy, 900), date(2026, 11, 23))
    assert [step.missing for step in found.steps] == [100, 4100]
    assert [found.result.earned, found.at_stake, found.days_left] == [45, 55, 7]


def test_at_the_top_nothing_more_is_at_stake():
    policy = a_rebate()
    found = progress(policy, a_buyer(), result_of(policy, 9000), date(2026, 11, 22))
    assert found.steps == ()
    assert [found.at_stake, found.days_left] == [0, 8]
