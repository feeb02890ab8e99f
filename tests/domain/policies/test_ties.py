"""Two policies that nothing decides between are found when one of them is saved."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.policies.policy import Policy, Stacking
from domain.policies.price_terms import PriceList, PriceRule
from domain.policies.rebate_terms import Rebate, Tier
from domain.policies.scopes import Audience, Period, only
from domain.policies.ties import check_next_version, check_ties
from domain.promotions.templates.bundle import Bundle, Part
from domain.promotions.templates.order_discount import OrderDiscount, OrderStep
from tests.building.domain.policy_makers import DAY, D, a_line, a_promotion, dealers, off, percent, priced, surroundings

WEEK = timedelta(7)


def ties(policy, *others, **fields):
    return [(r.code, r.facts["other"]) for r in check_ties(policy, surroundings(*others, **fields))]


def test_a_tie_needs_a_common_dealer_product_and_day():
    other = percent(5, "OTHER", products=only("A"), audience=dealers("C1"), period=Period(DAY, DAY + WEEK))
    same = percent(9, "NEW", products=only("A", "B"), audience=dealers("C1", "C2"), period=Period(DAY + WEEK, None))
    assert ties(same, other) == [("policy_tie", "OTHER")]
    (found,) = check_ties(same, surroundings(other))
    assert (found.facts["dealer"], found.facts["product"]) == ("C1", "A")
    assert ties(replace(same, products=only("B")), other) == []
    assert ties(replace(same, audience=dealers("C2")), other) == []
    assert ties(replace(same, period=Period(DAY + WEEK + timedelta(1), None)), other) == []
    assert ties(replace(same, stacking=Stacking(priority=1)), other) == []
    assert ties(replace(same, stacking=Stacking(group="own")), other) == []
    assert ties(replace(same, audience=Audience((), dealers("C1").include)), other) == []


def test_a_new_version_does_not_tie_with_the_old_one():
    assert ties(percent(9, version=2), percent(5)) == []


def test_only_the_newest_version_of_another_counts():
    assert ties(percent(9, "NEW"), percent(5), percent(5, version=2, priority=1)) == []


def test_everyone_and_everything_meet_though_nobody_is_known_yet():
    (found,) = check_ties(percent(9, "NEW"), surroundings(percent(5), skus=(), codes=()))
    assert (found.code, found.facts["dealer"], found.facts["product"]) == ("policy_tie", "", "")


@pytest.mark.parametrize(
    ("stacking", "expected"),
    [
        ({"group": "b"}, []),
        ({"group": "b", "mode": "chained"}, [("policy_order_tie", "OTHER")]),
        ({"group": "b", "mode": "chained", "order": 1}, []),
        ({"group": "b", "mode": "chained", "exclusive": True}, []),
    ],
)
def test_policies_that_add_up_say_which_goes_first_where_it_matters(stacking, expected):
    assert ties(percent(9, "NEW", **stacking), percent(5, "OTHER", group="a")) == expected


def test_the_stage_of_the_template_settles_the_order_too():
    whole = a_promotion(OrderDiscount((OrderStep(D(0), D(5)),)), "NEW", group="b", mode="chained")
    assert ties(whole, percent(5, "OTHER", group="a")) == []


def test_bundles_meet_only_where_their_parts_do():
    def a_set(code, *skus):
        return a_promotion(Bundle(tuple(Part(D(1), only(sku)) for sku in skus), price=D(1)), code)

    skus = {"skus": ("A", "B", "C", "D")}
    assert ties(a_set("ONE", "A", "B"), a_set("OTHER", "C", "D"), **skus) == []
    assert ties(a_set("ONE", "A", "B"), a_set("OTHER", "B", "C"), **skus) == [("policy_tie", "OTHER")]
    lines = a_line("A"), a_line("B"), a_line("C")
    assert off(priced([a_set("ONE", "A", "B"), a_set("OTHER", "B", "C")], *lines)) == [0, 0, 0]


def test_two_exclusive_ones_tie_across_groups():
    one, other = (percent(5, code, group=code, exclusive=True) for code in ("ONE", "OTHER"))
    assert ties(one, other) == [("policy_tie", "OTHER")]


def test_kinds_do_not_meet_and_rebates_stand_alone_unless_grouped():
    lists = [Policy(code, 1, code, PriceList((PriceRule(),))) for code in ("L1", "L2")]
    assert ties(lists[0], lists[1], percent(5)) == [("policy_tie", "L2")]
    rebates = [Policy(code, 1, code, Rebate((Tier(D(0), D(5)),))) for code in ("R1", "R2")]
    assert ties(*rebates) == []
    grouped = [replace(rebate, stacking=Stacking(group="year")) for rebate in rebates]
    assert ties(*grouped) == [("policy_tie", "R2")]


def test_what_a_new_version_may_not_change():
    old = percent(5)
    rebate = Policy("P", 3, "P", Rebate((Tier(D(0), D(5)),)))
    assert [r.code for r in check_next_version(old, rebate, used=False)] == [
        "policy_kind_changed",
        "policy_version_order",
    ]
