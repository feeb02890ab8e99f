"""Rebates do what their printed sentences say: caps, remainders, growth, chains and returns, in any sequence."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from domain.policies.policy import Stacking
from domain.policies.rebate_terms import Caps, MarkUp, Mix, Reward, Rounding, Target, Tier
from domain.policies.scopes import Period, only
from domain.rebates.period_rebate import Prior, RebateSums, if_reached
from domain.rebates.runs import Account, run_rebates
from domain.rebates.sums import RebateIndex
from domain.rebates.wallet import WalletEntry, WalletMove, left
from tests.building.domain.policy_makers import D, a_buyer
from tests.building.domain.rebate_makers import a_fact, a_rebate, earned, result_of, tiers
from tests.domain.rebates.test_runs import CARDS, earnings, run

TEN = tiers((0, 10))
CHAINED = Stacking(mode="chained", order=1)


def month(number, day=10):
    return date(2026, number, day)


# ---- the wallet


def an_entry(code, amount, expires=None, period="2026-06", **fields):
    return WalletEntry(code, "C1", "R", 1, period, D(amount), expires=expires, **fields)


JUNE, NOVEMBER = an_entry("J", 100, date(2026, 7, 31)), an_entry("N", 100, date(2026, 12, 31), "2026-11")
BACK = an_entry("B", -100, date(2026, 7, 31))
SPENT = [WalletMove("J", "O1", "reserved", D(100)), WalletMove("J", "O1", "spent", D(100))]
TODAY = date(2026, 12, 5)


def test_what_is_taken_back_lessens_what_can_be_spent_though_its_own_credit_has_expired():
    assert left([JUNE, NOVEMBER, BACK], SPENT, TODAY) == {}


def test_what_lapsed_unspent_is_not_taken_a_second_time():
    assert left([JUNE, NOVEMBER, BACK], [], TODAY) == {"N": 100}
    part = [WalletMove("J", "O1", "reserved", D(30)), WalletMove("J", "O1", "spent", D(30))]
    assert left([JUNE, NOVEMBER, BACK], part, TODAY) == {"N": 70}


def test_what_was_taken_back_once_is_not_taken_of_later_credits_again():
    dated = replace(BACK, on=date(2026, 12, 2))
    december = an_entry("D", 50, date(2027, 3, 31), "2026-12")
    assert left([JUNE, NOVEMBER, dated, december], SPENT, date(2027, 1, 5)) == {"D": 50}
    assert left([JUNE, NOVEMBER, dated, december], SPENT, TODAY) == {"D": 50}


# ---- caps, remainders and versions in their order


def two_versions(**terms):
    old = a_rebate(TEN, version=1, period_of=Period(date(2026, 1, 1), date(2026, 10, 31)), **terms)
    return old, replace(old, version=2, period=Period(date(2026, 11, 1), date(2026, 12, 31)))


@pytest.mark.parametrize("asked", ["2026-10", "2026-11"])
def test_a_cap_and_a_remainder_go_on_from_version_to_version_whichever_is_asked_for(asked):
    versions = two_versions(caps=Caps(dealer=D(100)))
    facts = [a_fact("800", month(10)), a_fact("800", month(11))]

    def wanted(policy):
        return asked if policy.version == (1 if asked == "2026-10" else 2) else None

    found = earnings(run(versions, *facts, wanted=wanted))
    assert found[("R", asked)] == {"2026-10": 80, "2026-11": 20}[asked]


def test_a_cap_over_all_dealers_is_used_up_period_by_period():
    policy = a_rebate(TEN, caps=Caps(policy=D(100)))
    lines = {"C1": [a_fact("300", month(1)), a_fact("900", month(2))], "C2": [a_fact("500", month(1))]}
    accounts = [Account(a_buyer(code), facts) for code, facts in lines.items()]
    found = {(each.dealer, each.period): each.earned for each in run_rebates(RebateIndex([policy], CARDS), accounts)}
    assert found == {("C1", "2026-01"): 30, ("C2", "2026-01"): 50, ("C1", "2026-02"): 20}


def test_a_base_carried_on_is_used_once_whether_or_not_the_empty_months_are_asked_for():
    steps = (Tier(D(0), each=D(5), per=D(50)), Tier(D(1000), each=D(20), per=D(300)))
    policy = a_rebate(steps, "per_full", rounding=Rounding("floor", carry=True))
    facts = [a_fact("1299", month(6)), a_fact("1", month(8))]
    each = earnings(run([policy], *facts, wanted=lambda _: "2026-08"))
    assert each == {("R", "2026-06"): 80, ("R", "2026-07"): 5, ("R", "2026-08"): 5}
    assert earnings(run([policy], *facts)) == each


def test_a_base_that_reached_no_tier_or_missed_its_mix_leaves_nothing():
    full = (Tier(D(1000), each=D(5), per=D(100)),)
    policy = a_rebate(full, "per_full", rounding=Rounding("floor", carry=True))
    assert list(earnings(run([policy], a_fact("900", month(10)), a_fact("1000", month(11)))).values()) == [0, 50]
    mixed = a_rebate(
        (Tier(D(0), each=D(5), per=D(100)),),
        "per_full",
        rounding=Rounding("floor", carry=True),
        mix=(Mix(D(50), only("B")),),
    )
    facts = [a_fact("900", month(10)), a_fact("100", month(11), "B")]
    assert list(earnings(run([mixed], *facts)).values()) == [0, 5]


# ---- growth, chains, rounding


@pytest.mark.parametrize("targets", [(), (Target(D(1150)),)])
def test_growth_pays_on_what_has_grown_whatever_target_there_is(targets):
    policy = a_rebate(tiers((10, 10)), "increment", tier_by="growth", targets=targets)
    assert earned(policy, 1200, last_year=D(1000)) == 20


def test_a_chained_rebate_is_lessened_on_the_same_goods_only():
    first = a_rebate(TEN, code="A1", products=only("A"))
    chained = a_rebate(TEN, code="R", products=only("B"), stacking=CHAINED)
    found = earnings(run([first, chained], a_fact("1000"), a_fact("500", product="B")))
    assert found == {("A1", "2026-11"): 100, ("R", "2026-11"): 50}
    both = a_rebate(TEN, code="R", products=only("A", "B"), stacking=CHAINED)
    wide = a_rebate(TEN, code="A1")
    facts = [a_fact("1000"), a_fact("500", product="B"), a_fact("500", product="C")]
    assert earnings(run([wide, both], *facts))["R", "2026-11"] == D("135.00")


def test_pieces_are_not_taken_off_yuan():
    pieces = a_rebate((Tier(D(0), each=D(5)),), code="A1", unit="quantity", reward=Reward("goods", product="A"))
    chained = a_rebate(TEN, code="R", stacking=CHAINED)
    assert earnings(run([pieces, chained], a_fact("1000", pieces="7"))) == {
        ("A1", "2026-11"): 35,
        ("R", "2026-11"): 100,
    }


@pytest.mark.parametrize(("first", "second", "expected"), [("quarter", "month", 90), ("month", "quarter", 90 * 3)])
def test_rebates_of_other_periods_lessen_by_their_share_of_the_goods(first, second, expected):
    earlier = a_rebate(TEN, code="A1", period=first)
    chained = a_rebate(TEN, code="R", period=second, stacking=CHAINED)
    facts = [a_fact("1000", month(number)) for number in (10, 11, 12)]
    found = earnings(run([earlier, chained], *facts))
    assert {amount for (code, _), amount in found.items() if code == "R"} == {expected}


@pytest.mark.parametrize(
    ("rounding", "total", "each", "expected"),
    [
        (Rounding("floor", D(10)), 19, "14.53", 10),
        (Rounding("floor", D("0.1")), 19, "14.53", "18.1"),
        (Rounding("ceiling", D(10)), 19, "80.64", 210),
    ],
)
def test_the_amount_of_full_shares_is_rounded_as_the_policy_says(rounding, total, each, expected):
    steps = (Tier(D(0), each=D(each), per=D(10)),)
    policy = a_rebate(steps, "per_full", rounding=rounding, mark_ups=(MarkUp(D("1.25")),))
    assert earned(policy, total) == D(expected)


# ---- what came back, and goods in whole ones


def test_a_month_in_which_more_came_back_than_was_bought_is_taken_off_the_next():
    facts = [a_fact("1000", month(10)), a_fact("-1000", month(11)), a_fact("1500", month(12))]
    assert list(earnings(run([a_rebate(TEN)], *facts)).values()) == [100, 0, 50]
    assert list(earnings(run([a_rebate(TEN, negative="drop")], *facts)).values()) == [100, 0, 150]
    asked = run([a_rebate(TEN)], *facts, wanted=lambda _: "2026-12")
    assert asked[-1].earned == 50
    assert asked[-1].steps[0].code == "rebate_deficit"


def test_a_deficit_larger_than_the_next_month_goes_on():
    facts = [a_fact("-1000", month(9)), a_fact("400", month(10)), a_fact("700", month(12))]
    assert list(earnings(run([a_rebate(TEN)], *facts)).values()) == [0, 0, 10]


@pytest.mark.parametrize("rounding", [Rounding(), Rounding("keep"), Rounding("ceiling", D("0.5"))])
@pytest.mark.parametrize("reward", [Reward("goods", product="A"), Reward("thing", thing="游")])
def test_goods_and_things_are_given_whole_and_the_rest_is_carried(rounding, reward):
    policy = a_rebate(tiers((0, 1)), rounding=rounding, reward=reward)
    found = run([policy], a_fact("250", month(10)), a_fact("250", month(11)))
    assert [each.earned for each in found] == [2, 3]


def test_goods_in_whole_packs_where_the_policy_says_so():
    packs = a_rebate(tiers((0, 1)), rounding=Rounding("floor", D(24), carry=True), reward=Reward("goods", product="A"))
    found = run([packs], a_fact("3000", month(10)), a_fact("2000", month(11)))
    assert [each.earned for each in found] == [24, 24]
    assert found[-1].remainder == 2


def test_goods_for_full_shares_carry_base_and_rest_apart():
    policy = a_rebate(
        (Tier(D(0), each=D(1), per=D(100)),),
        "per_full",
        rounding=Rounding("floor", carry=True),
        reward=Reward("goods", product="A"),
        mark_ups=(MarkUp(D("1.5")),),
    )
    found = run([policy], a_fact("150", month(10)), a_fact("150", month(11)))
    assert [each.earned for each in found] == [1, 3]


def test_settling_one_period_after_the_other_and_all_at_once_comes_to_the_same():
    policy = a_rebate(TEN, caps=Caps(dealer=D(95)), rounding=Rounding("floor", D(1), carry=True))
    facts = [a_fact(amount, month(number)) for number, amount in ((7, "155.5"), (8, "-40"), (9, "304.4"), (11, "990"))]
    at_once = earnings(run([policy], *facts))
    for asked in ("2026-11", "2026-09", "2026-07", "2026-08"):
        one = run([policy], *facts, wanted=lambda _, asked=asked: asked)[-1]
        assert (one.period, one.earned) == (asked, at_once["R", asked])


def test_the_deficit_of_a_version_that_measures_something_else_is_not_taken_off():
    old, new = two_versions()
    other = replace(new, terms=replace(new.terms, unit="quantity", rounding=Rounding("keep")))
    facts = [a_fact("-1000", month(10), pieces="-5"), a_fact("100", month(11), pieces="2")]
    assert earnings(run([old, other], *facts))["R", "2026-11"] == D("0.2")
    assert earnings(run([old, new], *facts))["R", "2026-11"] == 0


def test_what_is_missing_to_a_tier_counts_what_came_back_before():
    policy = a_rebate(tiers((1000, 10)))
    prior = Prior(deficit=RebateSums(D(-200), D(-200)))
    result = result_of(policy, 500, prior=prior)
    assert [(step.missing, step.total) for step in if_reached(policy, a_buyer(), result, prior)] == [
        (Decimal(700), Decimal(1000))
    ]
