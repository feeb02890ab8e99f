"""Which version of a rebate reckons which period, so that every period of a dealer is reckoned by exactly one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from domain.policies.policy import Policy
from domain.policies.rebate_terms import Rebate
from domain.policies.scopes import Period
from domain.rebates.periods import is_period, period_days, period_key


def reckoning_versions(policies: Iterable[Policy], on: date) -> list[Policy]:
    """The rebates begun by a day, each version with the days it reckons.

    A version that begins inside a period takes over the whole of it, so that no period falls apart; the periods before
    stay with the version before. Where the kind of period itself changes, each version reckons its own days.
    """
    by_id: defaultdict[str, list[Policy]] = defaultdict(list)
    for policy in sorted(policies, key=lambda each: (each.id, each.version)):
        start, end = policy.period.start or date.min, policy.period.end or date.max
        if isinstance(policy.terms, Rebate) and start <= min(on, end):
            by_id[policy.id].append(policy)
    return [each for versions in by_id.values() for each in _taken_over(versions)]


def _taken_over(versions: list[Policy]) -> list[Policy]:
    found: list[Policy] = []
    for policy in versions:
        start = _first_day(found[-1], policy) if found else policy.period.start
        if found and (found[-1].period.start or date.min) >= (start or date.min):
            found.pop()
        elif found and start is not None:
            before = found[-1]
            end = min(before.period.end or date.max, start - timedelta(1))
            found[-1] = replace(before, period=Period(before.period.start, end))
        found.append(replace(policy, period=Period(start, policy.period.end)))
    return found


def _first_day(before: Policy, policy: Policy) -> date | None:
    """From where a version reckons: the first day of the period it begins in, if the version before had it so.

    Where the year to date is judged the whole year goes over, because what was held back in it is still to be freed.
    """
    own, terms = policy.period.start, policy.terms
    if own is None or not isinstance(terms, Rebate) or not isinstance(before.terms, Rebate):
        return own
    if before.terms.period != terms.period:
        return own
    kind = "year" if terms.to_date and terms.period != "whole" else terms.period
    first = _later(period_days(period_key(own, kind), before.period).start, before.period.start)
    ended = before.period.end is not None and first is not None and before.period.end < first
    return own if ended else first


def _later(one: date | None, other: date | None) -> date | None:
    return max((each for each in (one, other) if each is not None), default=None)


def period_on(policy: Policy, on: date) -> str | None:
    """The period of a rebate that a day lies in; None where the policy doesn't hold then."""
    terms = policy.terms
    assert isinstance(terms, Rebate)
    return period_key(on, terms.period) if policy.period.holds(on) else None


def period_named(policy: Policy, key: str, on: date) -> str | None:
    """The key, where it names a period of this rebate that has begun; else None."""
    terms = policy.terms
    assert isinstance(terms, Rebate)
    if not is_period(key, terms.period):
        return None
    days = period_days(key, policy.period)
    if (days.start or date.min) > on or not days.overlaps(policy.period):
        return None
    return key


def lines_since(policy: Policy, period: str) -> date | None:
    """The first day whose lines a period of a rebate depends on; None where there is no first."""
    terms = policy.terms
    assert isinstance(terms, Rebate)
    start = period_days(period, policy.period).start
    if terms.to_date and period != "whole":
        start = date(int(period[:4]), 1, 1)
    if terms.goes_on:
        start = policy.period.start
    if start is None or start.year == 1:
        return None
    if terms.tier_by == "growth":
        start = start.replace(year=start.year - 1, day=min(start.day, 28) if start.month == 2 else start.day)
    return start
