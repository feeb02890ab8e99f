"""What one period earns: tiers, methods, conditions, mark-up, rounding, caps and the way to the next step."""

# A Decimal equals the int of its value, which mypy doubts inside tuples.
# mypy: disable-error-code="comparison-overlap"

from decimal import Decimal

import pytest

from domain.policies.rebate_terms import Caps, MarkUp, Mix, Rounding, Target, Tier
from domain.policies.scopes import only
from domain.rebates.period_rebate import Prior, if_reached
from domain.rebates.tiers import full, marginal, rounded, stacked, tier_of
from tests.building.domain.policy_makers import D, a_buyer
from tests.building.domain.rebate_makers import STEPS, a_rebate, earned, result_of, tiers, with_terms

FULL = (Tier(D(0), each=D(5), per=D(100)),)


def codes(result):
    return [reason.code for reason in result.reasons], [step.code for step in result.steps]


def test_the_vector_of_the_field_and_the_slip_of_a_known_program():
    assert earned(a_rebate(), 11_500) == D("2300.00")
    assert earned(a_rebate(method="marginal"), 11_500) == D("1750.00")
    assert marginal(STEPS, D(11_500)) != D("1850.00")  # a full upper tier gives its width, not its upper bound


@pytest.mark.parametrize(("total", "tier"), [("0", 0), ("999.99", 0), ("1000", 1), ("1000.50", 1), ("5000", 2)])
def test_tiers_are_half_open_without_gaps(total, tier):
    assert tier_of(STEPS, D(total)) == tier
    assert result_of(a_rebate(), total).tier == tier


def test_below_the_first_tier_and_beyond_a_closed_last_one_nothing_is_earned():
    steps = (Tier(D(100), D(5)), Tier(D(200), D(6), end=D(300)))
    assert [tier_of(steps, D(n)) for n in (99, 100, 299, 300)] == [None, 0, 1, None]
    assert codes(result_of(a_rebate(steps), 99)) == (["rebate_no_tier"], [])


def test_increment_gives_on_what_lies_above_the_target():
    policy = a_rebate(tiers((0, 10)), "increment", targets=(Target(D(1000)), Target(D(2000), "C2")))
    assert earned(policy, 1500) == 50
    assert earned(policy, 900) == 0
    assert earned(policy, 2500, buyer=a_buyer("C2")) == 50


@pytest.mark.parametrize(("total", "expected"), [(799, 0), (800, 8), (1000, 20), (1200, 36)])
def test_the_rate_of_the_target_picks_the_tier(total, expected):
    steps = tiers((80, 1), (100, 2), (120, 3))
    assert earned(a_rebate(steps, "target_rate", targets=(Target(D(1000)),)), total) == expected


def test_a_target_of_the_period_goes_before_the_general_one():
    targets = (Target(D(1000)), Target(D(500), period="2026-11"), Target(D(400), "C1"), Target(D(300), "C1", "2026-11"))
    policy = a_rebate(targets=targets)
    terms = policy.terms
    assert [terms.target_of("C1", "2026-11"), terms.target_of("C1", "2026-12")] == [300, 400]
    assert [terms.target_of("C2", "2026-11"), terms.target_of("C2", "2026-12")] == [500, 1000]


@pytest.mark.parametrize("method", ["target_rate", "increment"])
def test_without_a_target_nothing_can_be_earned(method):
    assert codes(result_of(a_rebate(method=method), 1000)) == (["rebate_no_target"], [])


@pytest.mark.parametrize(
    ("mode", "times", "left"),
    [("floor", "2", "99"), ("ceiling", "3", "0"), ("round", "3", "0"), ("keep", "2.9900", "0")],
)
def test_per_full_counts_by_all_four_ways_of_rounding(mode, times, left):
    assert full(D(299), D(100), mode) == (D(times), D(left))
    result = result_of(a_rebate(FULL, "per_full", rounding=Rounding(mode, carry=True)), 299)
    assert (result.earned, result.remainder) == (D(times) * 5, D(left))


def test_per_full_carries_its_remainder_into_the_next_period():
    policy = a_rebate(FULL, "per_full", rounding=Rounding("floor", carry=True))
    first = result_of(policy, 299)
    second = result_of(policy, 101, prior=Prior(first.remainder))
    assert (first.earned, second.earned, second.remainder) == (10, 10, 0)
    assert codes(second)[1][0] == "rebate_remainder"
    without = a_rebate(FULL, "per_full", rounding=Rounding("floor"))
    assert result_of(without, 101, prior=Prior(first.remainder)).earned == 5


@pytest.mark.parametrize(
    ("mode", "expected", "left"),
    [("floor", "16", "0.65"), ("ceiling", "17", "0"), ("round", "17", "0"), ("keep", "16.6500", "0")],
)
def test_a_reward_is_rounded_by_all_four_ways(mode, expected, left):
    policy = a_rebate(tiers((0, 5)), rounding=Rounding(mode, D(1), carry=True))
    result = result_of(policy, 333)
    assert (result.earned, result.remainder) == (D(expected), D(left))
    assert rounded(D("16.65"), Rounding(mode, D(1)))[0] == D(expected)


def test_a_rounded_reward_carries_what_floor_left():
    policy = a_rebate(tiers((0, 5)), rounding=Rounding("floor", D(1), carry=True))
    assert (earned(policy, 333), earned(policy, 333, prior=Prior(D("0.65")))) == (16, 17)


def test_growth_on_last_year_picks_the_tier_or_is_what_is_paid():
    steps = tiers((10, 1), (20, 2))
    policy = a_rebate(steps, tier_by="growth")
    assert [earned(policy, total, last_year=D(1000)) for total in (1099, 1100, 1200)] == [0, 11, 24]
    growth = a_rebate(steps, "increment", tier_by="growth")
    assert earned(growth, 1200, last_year=D(1000)) == 4
    assert codes(result_of(policy, 1200)) == (["rebate_no_last_year"], [])


def test_a_mix_must_be_reached():
    policy = a_rebate(mix=(Mix(D(30), only("A")),))
    assert earned(policy, 1000, mix=(D(300),)) == 100
    missed = result_of(policy, 1000, mix=(D("299.99"),))
    assert (missed.earned, codes(missed)[0]) == (0, ["rebate_mix_missed"])
    assert missed.reasons[0].facts == {"part": 1, "share": D("29.9990"), "least": 30}


def test_more_returns_than_purchases_earn_nothing_and_never_less():
    assert earned(a_rebate(), -500) == 0
    assert earned(a_rebate(tiers((-1000, 5))), -500) == 0


def test_mark_up_by_dealer_then_those_above_then_tier_then_everyone():
    marks = (
        MarkUp(D("1.1")),
        MarkUp(D("1.2"), tier="city"),
        MarkUp(D("1.5"), dealer="GD01"),
        MarkUp(D(2), dealer="C9"),
    )
    policy = a_rebate(tiers((0, 10)), mark_ups=marks)
    for buyer, expected in (
        (a_buyer("C9", chain=("GD01",)), 200),
        (a_buyer("C1", chain=("GD01", "HQ")), 150),
        (a_buyer("C1"), 120),
        (a_buyer("C1", tier="store"), 110),
    ):
        assert earned(policy, 1000, buyer=buyer) == expected
    assert earned(a_rebate(tiers((0, 10))), 1000) == 100


def test_caps_of_a_period_of_a_dealer_and_of_the_policy():
    policy = a_rebate(tiers((0, 10)), caps=Caps(policy=D(1000), dealer=D(150), dealer_period=D(120)))
    assert earned(policy, 2000) == 120
    assert earned(policy, 2000, prior=Prior(by_dealer=D(100))) == 50
    assert earned(policy, 2000, prior=Prior(by_dealer=D(200))) == 0
    assert earned(policy, 2000, prior=Prior(by_policy=D(970))) == 30
    step = result_of(policy, 2000, prior=Prior(by_policy=D(970))).steps[-1]
    assert (step.code, step.facts["limit"], step.before, step.after) == ("rebate_cap", "policy", 120, 30)


def test_what_counts_to_the_target_needn_t_earn():
    assert earned(a_rebate(), 1000, base=900) == 90


def test_the_order_of_stacking_matters():
    programmes = [(D(10), True, True), (D(15), False, False), (D(20), True, True), (D(25), True, True)]
    assert stacked(D(1000), programmes) == [100, 150, 180, 180]
    assert stacked(D(1000), programmes[::-1]) == [250, 150, 150, 60]
    assert stacked(D(1000), [(percent, False, True) for percent, _, _ in programmes]) == [100, 150, 200, 250]


def test_the_way_to_the_next_step_is_reckoned_with_real_conditions():
    policy = a_rebate(caps=Caps(dealer_period=D(800)))
    result = result_of(policy, 600)
    assert result.earned == 30
    assert [(step.tier, step.missing, step.earned) for step in if_reached(policy, a_buyer(), result)] == [
        (1, 400, 100),
        (2, 4400, 800),
    ]
    assert if_reached(policy, a_buyer(), result_of(policy, 6000)) == ()
    rate = a_rebate(tiers((100, 1), (120, 2)), "target_rate", targets=(Target(D(1000)),))
    found = if_reached(rate, a_buyer(), result_of(rate, 700))
    assert [(step.missing, step.earned) for step in found] == [(300, 10), (500, 24)]
    growing = a_rebate(tiers((10, 1)), tier_by="growth")
    assert [step.missing for step in if_reached(growing, a_buyer(), result_of(growing, 1000, last_year=D(1000)))] == [
        100
    ]
    mixed = with_terms(a_rebate(), mix=(Mix(D(50), only("A")),))
    missed = result_of(mixed, 600, mix=(D(100),))
    assert [step.earned for step in if_reached(mixed, a_buyer(), missed)] == [0, 0, 0][: len(STEPS) - 1]


def test_every_step_has_its_amounts():
    policy = a_rebate(tiers((0, "3.33")), mark_ups=(MarkUp(D("1.5")),), caps=Caps(dealer_period=D(40)))
    result = result_of(policy, 1001)
    assert [(step.code, step.after) for step in result.steps] == [
        ("rebate_tier", D("33.3333")),
        ("rebate_mark_up", D("49.99995")),
        ("rebate_rounding", D("50.00")),
        ("rebate_cap", D(40)),
    ]
    assert result.steps[0].facts["percent"] == D("3.33")
    assert all(isinstance(step.after, Decimal) for step in result.steps)


def test_a_chained_rebate_counts_from_what_earlier_ones_left():
    policy = a_rebate(tiers((0, 20)))
    chained = type(policy.stacking)(mode="chained")
    assert earned(a_rebate(tiers((0, 20)), stacking=chained), 1000, reduced=D(100)) == 180
    assert earned(policy, 1000, reduced=D(100)) == 200


def test_a_tier_gives_one_thing_once_whatever_the_base_and_none_where_nothing_earns():
    policy = a_rebate((Tier(D(0), once=D(1)), Tier(D(1000), once=D(3))))
    assert [earned(policy, base) for base in (0, 1, 999, 1000, 50_000)] == [0, 1, 1, 3, 3]
