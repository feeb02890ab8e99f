"""What a sound policy would do all the same: odd steps, and running periods that a new version takes over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from domain.explain import Fact, Reason
from domain.policies.file import read_policy
from domain.policies.odds import odd_shapes
from domain.policies.policy import Policy
from domain.policies.rebate_terms import Rebate
from domain.policies.scopes import Period
from domain.rebates.periods import period_key
from domain.rebates.runs import run_rebates
from domain.rebates.sums import RebateIndex
from domain.rebates.versions import reckoning_versions
from sync.records.books.bulk import query_rows
from sync.records.pricing.policy_cache import published
from sync.records.rebates.lines import RebateBooks, ask_of, buyers_of

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desktop.desk import Desk

_NAMED = 5
_NOTHING = Decimal(0)


def effects(desk: Desk, form: object) -> tuple[Reason, ...]:
    """What to know before a form is proposed or let pass (all warn); nothing where it doesn't fit its form.

    `policy_tiers_falling` (`path`, `start`, `before`, `gives`) and `policy_takes_over` (`period`, `first`, `start`, and
    where HQ's books are here `count`, `before`, `after`, `difference`, `names`, with `given_in`).
    """
    policy, _ = read_policy(form)
    if policy is None:
        return ()
    found = [*odd_shapes(policy)]
    if isinstance(policy.terms, Rebate):
        with desk.book.reading() as connection:
            found += _taken_over(connection, policy, desk.today(), counted=desk.at_hq)
    return tuple(found)


def _taken_over(connection: Connection, policy: Policy, today: date, *, counted: bool) -> Iterator[Reason]:
    """That the version reckons days before its own, because the period it begins in is whole."""
    terms, start = policy.terms, policy.period.start
    assert isinstance(terms, Rebate)
    others = [each for each in published(connection).values() if (each.id, each.version) != (policy.id, policy.version)]
    if start is None or not any(each.id == policy.id for each in others):
        return
    on = max(start, today)
    after = _reckoning(_as_followed(others, policy), policy.id, on)
    mine = next((each for each in after if each.version == policy.version), None)
    first = None if mine is None else mine.period.start
    if first is None or first >= start:
        return
    facts: dict[str, Fact] = {"period": period_key(start, terms.period), "first": first, "start": start}
    if counted:
        before = _reckoning(others, policy.id, on)
        facts |= _differences(connection, (before, after), str(facts["period"]), today, terms)
    yield Reason("policy_takes_over", "warn", facts)


def _as_followed(others: Sequence[Policy], policy: Policy) -> list[Policy]:
    """The published ones with the version before ending where this one begins, as publishing does it."""
    start = policy.period.start
    assert start is not None
    last = start - timedelta(1)
    ended = [
        each
        if each.id != policy.id or (each.period.end is not None and each.period.end < start)
        else replace(each, period=Period(each.period.start, last))
        for each in others
    ]
    return [*ended, policy]


def _reckoning(policies: Iterable[Policy], policy: str, on: date) -> list[Policy]:
    return [each for each in reckoning_versions(policies, on) if each.id == policy]


def _differences(
    connection: Connection, sides: tuple[list[Policy], list[Policy]], period: str, today: date, terms: Rebate
) -> dict[str, Fact]:
    """What the period comes to so far by the versions in force and with this one, over all dealers."""
    rows = query_rows(connection, "SELECT id FROM dealer WHERE tier <> 'hq' ORDER BY id")
    buyers = buyers_of(connection, [each for (each,) in rows])
    books = RebateBooks(connection, ask_of([*sides[0], *sides[1]], today, None))
    earned: list[dict[str, Decimal]] = []
    for policies in sides:
        run = run_rebates(RebateIndex(policies, books.products), books.accounts(buyers))
        earned.append({each.dealer: each.earned for each in run if each.period == period})
    changed = [each for each in buyers if earned[0].get(each.dealer.id) != earned[1].get(each.dealer.id)]
    before, after = (sum(side.values(), _NOTHING) for side in earned)
    names = ", ".join(each.dealer.code for each in changed[:_NAMED]) + (" …" if len(changed) > _NAMED else "")
    given = "pieces" if terms.reward.kind in {"goods", "thing"} else "money"
    return {
        "count": len(changed),
        "before": before,
        "after": after,
        "difference": after - before,
        "names": names,
        "given_in": given,
    }
