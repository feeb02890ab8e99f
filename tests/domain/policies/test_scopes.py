"""Whom and what a policy covers: groups, exceptions, both ends of a period, and how narrow it is."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.policies.scopes import (
    ALWAYS,
    EVERYONE,
    EVERYTHING,
    Audience,
    DealerGroup,
    Period,
    ProductScope,
    category_chain,
    only,
)
from tests.building.domain.policy_makers import a_dealer, a_product, category, dealers


def test_both_ends_of_a_period_lie_inside():
    period = Period(date(2026, 11, 1), date(2026, 11, 30))
    days = [date(2026, 10, 31), date(2026, 11, 1), date(2026, 11, 30), date(2026, 12, 1)]
    assert [period.holds(day) for day in days] == [False, True, True, False]
    assert ALWAYS.holds(date.min)


ends = st.none() | st.dates(date(2026, 1, 1), date(2026, 1, 9))
periods = st.builds(Period, ends, ends)


@given(periods, periods)
def test_periods_overlap_where_a_day_lies_in_both(one, other):
    days = [date(2025, 12, 31), *(date(2026, 1, day) for day in range(1, 11))]
    common = any(one.holds(day) and other.holds(day) for day in days)
    if (one.start or date.min) <= (one.end or date.max) and (other.start or date.min) <= (other.end or date.max):
        assert one.overlaps(other) == other.overlaps(one) == common


def test_inside_a_group_all_must_fit_and_of_the_groups_any():
    audience = Audience((*dealers(tiers=["city"], tags=["vip"]).include, *dealers("C9").include))
    assert audience.matches(a_dealer("C1"), frozenset({"vip"}))
    assert not audience.matches(a_dealer("C1"))
    assert not audience.matches(a_dealer("C1", tier="store"), frozenset({"vip"}))
    assert audience.matches(a_dealer("C9", tier="store"))
    assert not replace(audience, exclude=dealers("C9").include).matches(a_dealer("C9"))


@pytest.mark.parametrize(
    ("code", "territory", "covers"),
    [
        ("440000", "440106", True),
        ("44", "440106", True),
        ("440100", "440106", True),
        ("440100", "440300", False),
        ("450000", "440106", False),
        ("440000", "", False),
    ],
)
def test_a_division_covers_what_lies_in_it(code, territory, covers):
    assert dealers(territories=[code]).matches(a_dealer(territory=territory)) is covers


def test_a_branch_holds_its_head_and_all_below():
    branch = dealers(below=["GD01"])
    assert branch.matches(a_dealer("S1"), chain=("S1", "C1", "GD01", "HQ"))
    assert branch.matches(a_dealer("GD01"))
    assert not branch.matches(a_dealer("S2"), chain=("S2", "HQ"))


def test_narrowness_is_that_of_the_widest_group():
    assert [scope.narrowness for scope in (EVERYONE, dealers(tiers=["city"]), dealers(tags=["x"]), dealers("C1"))] == [
        0,
        1,
        2,
        3,
    ]
    assert Audience((*dealers("C1").include, DealerGroup())).narrowness == 0
    assert [scope.narrowness for scope in (EVERYTHING, category("tea"), only("A"))] == [0, 1, 2]
    assert ProductScope((*only("A").include, *category("tea").include)).narrowness == 1


def test_products_by_category_tree_brand_and_exception():
    scope = replace(category("drinks"), exclude=only("B").include)
    assert scope.matches(a_product("A", category="drinks/tea"))
    assert scope.matches(a_product("A", category="tea"), {"tea": "drinks"})
    assert not scope.matches(a_product("B", category="drinks"))
    assert not scope.matches(a_product("A", category="tea"))
    assert scope.named == {"B"}


def test_a_circle_of_categories_ends():
    assert category_chain("a", {"a": "b", "b": "a"}) == ("a", "b")
    assert category_chain("x/y/z") == ("x/y/z", "x/y", "x")
