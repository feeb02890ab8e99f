"""All rebates of all dealers in one pass over their lines, dealer by dealer, so that memory stays flat."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from domain.policies import Policy
from domain.pricelists import Buyer
from domain.rebate_facts import RebateFact
from domain.rebate_periods import period_key, periods_of_year
from domain.rebate_sums import RebateIndex
from domain.rebate_terms import Rebate
from domain.rebates import Prior, RebateResult, Sums, evaluate

_NOTHING = Decimal(0)
_NOTHING_YET = Prior()
Wanted = Callable[[Policy], str | None]
PriorState = Mapping[tuple[str, str], Prior]  # by (policy id, dealer id); (policy id, "") holds `by_policy`


class Account(NamedTuple):
    """One dealer with all the lines that may count, in any order; read once."""

    buyer: Buyer
    facts: Iterable[RebateFact]


class _Carried(NamedTuple):
    """What goes on inside one run: earned by policy over all dealers, and by period of the dealer at hand."""

    prior: PriorState
    earned: defaultdict[str, Decimal]
    reduced: defaultdict[str, Decimal]


def run_rebates(
    index: RebateIndex,
    accounts: Iterable[Account],
    *,
    on: date | None = None,
    prior: PriorState | None = None,
    wanted: Wanted | None = None,
) -> Iterator[RebateResult]:
    """Every dealer's rebates as they stand: with `on`, of the periods that hold that day (also those where
    nothing counts yet); with neither `on` nor `wanted`, of every period that a line touches, the earlier first.

    `wanted` names the period asked for of each policy; the earlier ones that go on into it come before it: those a line
    touches where a remainder or a cap goes on, and all of its year where the policy looks at the year to date.

    Remainders, caps and the base of chained rebates go on from one to the next; a cap over all dealers is
    used up in the order of the accounts. In a group the policy of the highest rank takes the dealer, the
    others whose days overlap are left out.
    """
    carried = _Carried(prior or {}, defaultdict(lambda: _NOTHING), defaultdict(lambda: _NOTHING))
    policies = index.policies
    order = sorted(range(len(policies)), key=lambda place: (policies[place].place, policies[place].id))
    for account in accounts:
        active = _active(policies, account.buyer)
        sums = index.sums(account.facts, active)
        carried.reduced.clear()
        for place in order:
            if place in active:
                periods = _periods(policies[place], place, sums, on, wanted)
                yield from _of_policy(index, place, account.buyer, sums, periods, carried)


def _of_policy(
    index: RebateIndex,
    place: int,
    buyer: Buyer,
    sums: Mapping[tuple[int, str], Sums],
    periods: Iterable[str],
    carried: _Carried,
) -> Iterator[RebateResult]:
    policy, terms = index.policies[place], index.terms[place]
    state = carried.prior.get((policy.id, buyer.dealer.id), _NOTHING_YET)
    remainder, by_dealer = state.remainder, state.by_dealer
    earlier = carried.prior.get((policy.id, ""), _NOTHING_YET).by_policy
    for period in periods:
        here = sums.get((place, period)) or Sums(mix=(_NOTHING,) * len(terms.mix))
        if policy.stacking.mode == "chained":
            here = replace(here, reduced=carried.reduced[period])
        by_policy = earlier + carried.earned[policy.id]
        result = evaluate(policy, buyer, period, here, Prior(remainder, by_dealer, by_policy))
        yield result
        remainder, by_dealer = result.remainder, by_dealer + result.earned
        carried.earned[policy.id] += result.earned
        if policy.stacking.reduces:
            carried.reduced[period] += result.earned


def _periods(
    policy: Policy, place: int, sums: Mapping[tuple[int, str], Sums], on: date | None, wanted: Wanted | None
) -> Iterable[str]:
    terms = policy.terms
    assert isinstance(terms, Rebate)
    if wanted is not None:
        period = wanted(policy)
        return () if period is None else (*_earlier(policy, terms, place, sums, period), period)
    if on is not None:
        return (period_key(on, terms.period),) if policy.period.holds(on) else ()
    return sorted(period for policy_place, period in sums if policy_place == place)


def _earlier(
    policy: Policy, terms: Rebate, place: int, sums: Mapping[tuple[int, str], Sums], period: str
) -> Iterable[str]:
    """The periods before one that go on into it, in order."""
    if terms.to_date:
        return periods_of_year(period, terms.period, policy.period.start)
    if _goes_on(terms):
        return sorted(each for policy_place, each in sums if policy_place == place and each < period)
    return ()


def _goes_on(terms: Rebate) -> bool:
    """Whether what a period gave matters to those after it: a remainder, or a cap over all of them."""
    return terms.rounding.carry or terms.caps.dealer is not None or terms.caps.policy is not None


def needs_period(policy: Policy, period: str, wanted: str | None) -> bool:
    """Whether the lines of a period are needed where another one (None: none) is asked for."""
    terms = policy.terms
    assert isinstance(terms, Rebate)
    if wanted is None or period == wanted:
        return wanted is not None
    if terms.to_date:
        return period < wanted and period[:4] == wanted[:4]
    return _goes_on(terms) and period < wanted


def _active(policies: list[Policy], buyer: Buyer) -> frozenset[int]:
    """The policies that speak to a dealer and that no policy of their group stands above."""
    dealer, tags, chain = buyer.dealer, buyer.tags, buyer.chain
    mine = [place for place, policy in enumerate(policies) if policy.audience.matches(dealer, tags, chain)]
    mine.sort(key=lambda place: (*(-part for part in policies[place].rank), policies[place].id))
    taken: defaultdict[tuple[str, str], list[Policy]] = defaultdict(list)
    kept = []
    for place in mine:
        policy = policies[place]
        before = taken[policy.competition]
        if not any(other.period.overlaps(policy.period) for other in before):
            kept.append(place)
        before.append(policy)
    return frozenset(kept)
