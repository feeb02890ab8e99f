"""Builders for rebates, their lines and sums."""

from dataclasses import replace
from datetime import date

from domain.policies.policy import Policy, Stacking
from domain.policies.rebate_terms import Rebate, Tier
from domain.policies.scopes import EVERYONE, EVERYTHING, Period
from domain.rebates.facts import RebateFact
from domain.rebates.period_rebate import Prior, RebateSums, evaluate
from tests.building.domain.policy_makers import D, a_buyer

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))


def tiers(*steps):
    """Tiers from (start, percent) pairs."""
    return tuple(Tier(D(str(start)), D(str(percent))) for start, percent in steps)


STEPS = tiers((0, 5), (1000, 10), (5000, 20))


def a_rebate(
    steps=STEPS,
    method="whole",
    code="R",
    *,
    version=1,
    period_of=YEAR,
    audience=EVERYONE,
    products=EVERYTHING,
    stacking=None,
    **terms,
):
    made = Rebate(steps, method, **terms)
    return Policy(code, version, code, made, audience, period_of, products, stacking or Stacking())


def sums(total, base=None, **fields):
    total = D(str(total))
    return RebateSums(total, total if base is None else D(str(base)), **fields)


def result_of(policy, total, *, prior=None, period="2026-11", buyer=None, **fields):
    return evaluate(policy, buyer or a_buyer(), period, sums(total, **fields), prior or Prior())


def earned(policy, total, **fields):
    return result_of(policy, total, **fields).earned


def a_fact(yuan="100", on=date(2026, 11, 10), product="A", *, pieces="1", **fields):
    return RebateFact(product, on, int(D(yuan) * 100), int(D(pieces) * 1000), **fields)


def with_terms(policy, **terms):
    return replace(policy, terms=replace(policy.terms, **terms))
