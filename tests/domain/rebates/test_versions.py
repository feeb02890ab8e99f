"""Which version of a rebate reckons which period."""

from dataclasses import replace
from datetime import date

import pytest

from domain.policies.rebate_terms import Caps, Rounding
from domain.policies.scopes import ALWAYS, Period
from domain.rebates.versions import lines_since, period_named, period_on, reckoning_versions
from tests.building.domain.policy_makers import D, percent
from tests.building.domain.rebate_makers import YEAR, a_rebate, with_terms

LATE = date(2026, 12, 31)


def days(*policies, on=LATE):
    return [(each.version, each.period.start, each.period.end) for each in reckoning_versions(policies, on)]


def version(number, start, end=LATE, **terms):
    return a_rebate(version=number, period_of=Period(start, end), **terms)


def test_a_version_that_begins_with_a_period_leaves_those_before_to_the_one_before():
    first, second = version(1, date(2026, 1, 1), date(2026, 6, 30)), version(2, date(2026, 7, 1))
    assert days(first, second) == [(1, date(2026, 1, 1), date(2026, 6, 30)), (2, date(2026, 7, 1), LATE)]
    assert days(first, second, on=date(2026, 6, 30)) == [(1, date(2026, 1, 1), date(2026, 6, 30))]


def test_a_version_that_begins_inside_a_period_takes_over_the_whole_of_it():
    first, second = version(1, date(2026, 1, 1), date(2026, 11, 14)), version(2, date(2026, 11, 15))
    assert days(first, second) == [(1, date(2026, 1, 1), date(2026, 10, 31)), (2, date(2026, 11, 1), LATE)]
    yearly = [with_terms(each, period="year") for each in (first, second)]
    assert days(*yearly) == [(2, date(2026, 1, 1), LATE)]
    whole = [with_terms(each, period="whole") for each in (first, second)]
    assert days(*whole) == [(2, date(2026, 1, 1), LATE)]


def test_a_policy_that_began_in_the_same_period_is_not_reached_back_before():
    first, second = version(1, date(2026, 11, 5), date(2026, 11, 14)), version(2, date(2026, 11, 15))
    assert days(first, second) == [(2, date(2026, 11, 5), LATE)]


def test_a_gap_between_two_versions_stays_a_gap():
    first, second = version(1, date(2026, 1, 1), date(2026, 9, 30)), version(2, date(2026, 11, 15))
    assert days(first, second) == [(1, date(2026, 1, 1), date(2026, 9, 30)), (2, date(2026, 11, 15), LATE)]


def test_where_the_year_counts_the_whole_year_goes_over():
    first, second = version(1, date(2026, 1, 1), date(2026, 6, 30)), version(2, date(2026, 7, 1))
    to_date = [with_terms(each, to_date="all") for each in (first, second)]
    assert days(*to_date) == [(2, date(2026, 1, 1), LATE)]


def test_another_kind_of_period_begins_on_its_own_day():
    first, second = version(1, date(2026, 1, 1), date(2026, 5, 31)), version(2, date(2026, 6, 1), period="quarter")
    assert days(first, second) == [(1, date(2026, 1, 1), date(2026, 5, 31)), (2, date(2026, 6, 1), LATE)]


def test_what_never_held_and_what_is_no_rebate_reckons_nothing():
    never = version(1, date(2026, 7, 1), date(2026, 6, 30))
    assert days(never, percent("10"), a_rebate(code="T", period_of=Period(date(2027, 1, 1), None))) == []
    assert days(a_rebate(period_of=ALWAYS)) == [(1, None, None)]


def test_the_period_of_a_day_and_a_period_by_its_name():
    policy = a_rebate(period_of=YEAR)
    assert (period_on(policy, date(2026, 11, 3)), period_on(policy, date(2027, 1, 1))) == ("2026-11", None)
    asked = ("2026-11", "2026-12", "2026-Q4", "2025-12", "November")
    assert [period_named(policy, key, date(2026, 11, 3)) for key in asked] == ["2026-11", None, None, None, None]


@pytest.mark.parametrize(
    ("terms", "first"),
    [
        ({"negative": "drop"}, date(2026, 11, 1)),
        ({"negative": "drop", "tier_by": "growth"}, date(2025, 11, 1)),
        ({"negative": "drop", "to_date": "met"}, date(2026, 1, 1)),
        ({}, date(2025, 3, 1)),
        ({"rounding": Rounding("floor", carry=True)}, date(2025, 3, 1)),
        ({"caps": Caps(dealer=D(1))}, date(2025, 3, 1)),
    ],
)
def test_lines_are_read_from_the_first_day_that_matters(terms, first):
    policy = a_rebate(period_of=Period(date(2025, 3, 1), LATE), **terms)
    assert lines_since(policy, "2026-11") == first
    assert lines_since(replace(policy, period=ALWAYS), "whole") is None
