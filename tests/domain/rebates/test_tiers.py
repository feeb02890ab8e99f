"""Tiers and rounding by themselves: slices add up, nothing is paid twice at a border."""

from hypothesis import given
from hypothesis import strategies as st

from domain.policies.rebate_terms import Rounding, Tier
from domain.rebates.tiers import full, marginal, reward, rounded, tier_of
from domain.rebates.tiers import given as by_tier
from tests.building.domain.policy_makers import D

starts = st.lists(st.integers(1, 5000), max_size=5, unique=True).map(lambda some: [D(0), *map(D, sorted(some))])
tables = starts.flatmap(
    lambda some: st.tuples(*(st.builds(Tier, st.just(start), st.decimals(0, 50, places=2)) for start in some))
)
totals = st.decimals(0, 9000, places=2)


@given(tables, totals, totals)
def test_slices_of_a_marginal_rebate_add_up(tiers, one, more):
    whole, part = marginal(tiers, one + more), marginal(tiers, one)
    assert whole >= part
    assert marginal(tiers, tiers[-1].start) <= max((by_tier(tier, tiers[-1].start) for tier in tiers), default=0)


@given(tables, totals)
def test_every_total_lies_in_exactly_one_tier(tiers, total):
    place = tier_of(tiers, total)
    assert place is not None
    assert tiers[place].start <= total
    assert place + 1 == len(tiers) or total < tiers[place + 1].start


@given(totals, st.integers(1, 500).map(D), st.lists(totals, max_size=4))
def test_what_floor_leaves_is_paid_when_it_is_carried_on(base, per, more):
    tiers, rounding = (Tier(D(0), each=D(1), per=per),), Rounding("floor", carry=True)
    paid = left = D(0)
    for part in (base, *more):
        amount, left = reward(tiers, "per_full", 0, part + left, D(0), rounding)
        paid += amount
        assert 0 <= left < per
    assert (paid, left) == full(base + sum(more), per, "floor")


@given(st.decimals(0, 9000, places=4), st.sampled_from(["floor", "ceiling", "round", "keep"]))
def test_rounding_stays_within_one_unit(amount, mode):
    unit = D("0.5")
    whole, left = rounded(amount, Rounding(mode, unit))
    assert abs(whole - amount) < unit
    assert left == (amount - whole if mode == "floor" else 0)
