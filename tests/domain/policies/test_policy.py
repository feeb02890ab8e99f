"""Versions in their turn: which of them really holds on which days."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.policies.policy import as_used, in_turn, live, newest
from domain.policies.scopes import Period
from tests.building.domain.policy_makers import percent

FIRST = date(2026, 1, 1)


def version(number, start=None, end=None):
    days = (None if each is None else FIRST + timedelta(days=each) for each in (start, end))
    return percent(5, "P", version=number, period=Period(*days))


def spans(policies):
    return [(each.version, each.period.start, each.period.end) for each in in_turn(policies)]


def test_a_later_version_ends_the_one_before():
    assert spans([version(1, 0), version(2, 10, 20)]) == [
        (2, FIRST + timedelta(days=10), FIRST + timedelta(days=20)),
        (1, FIRST, FIRST + timedelta(days=9)),
    ]


def test_a_version_that_never_holds_is_left_out():
    assert [each[0] for each in spans([version(1, 5), version(2, 5), version(3, 2)])] == [3]
    assert [each[0] for each in spans([version(1, 5), version(2)])] == [2]


DAYS = st.one_of(st.none(), st.integers(0, 30))


@given(st.lists(st.tuples(DAYS, DAYS), min_size=1, max_size=5), st.integers(0, 40))
def test_in_turn_holds_what_is_live(spans_of, day):
    """On any day the version in force is the one whose turn it is; where the newest has ended, none is."""
    policies = [version(number, *span) for number, span in enumerate(spans_of, 1)]
    on = FIRST + timedelta(days=day)
    holding = [each.version for each in in_turn(policies) if each.period.holds(on)]
    assert holding == [each.version for each in live(policies, on)]


def test_newest_and_as_used():
    versions = [version(1), version(3), version(2)]
    assert [each.version for each in newest(versions)] == [3]
    assert [each.version for each in as_used(versions, {"P": 2})] == [2]
    assert as_used(versions, {"Q": 1}) == []
