"""All rebates of all dealers in one pass over their lines, dealer by dealer, so that memory stays flat."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from domain.policies.policy import Policy
from domain.policies.rebate_terms import Rebate
from domain.prices.price_lists import Buyer
from domain.rebates.facts import RebateFact
from domain.rebates.period_rebate import Prior, RebateResult, RebateSums, evaluate
from domain.rebates.periods import period_days, period_key, periods_between, periods_of_year
from domain.rebates.sums import Overlaps, RebateIndex

_NOTHING = Decimal(0)
_NOTHING_YET = Prior()
Wanted = Callable[[Policy], str | None]
PriorState = Mapping[tuple[str, str], Prior]  # by (policy id, dealer id); (policy id, "") holds `by_policy`
SharedCaps = Mapping[tuple[str, str, str], Decimal]
"""What of a cap over all dealers was used up before a policy's, dealer's and period's turn."""


class Account(NamedTuple):
    """One dealer with all the lines that may count, in any order; read once."""

    buyer: Buyer
    facts: Iterable[RebateFact]


def run_rebates(
    index: RebateIndex,
    accounts: Iterable[Account],
    *,
    on: date | None = None,
    prior: PriorState | None = None,
    wanted: Wanted | None = None,
    shared: SharedCaps | None = None,
) -> Iterator[RebateResult]:
    """Every dealer's rebates as they stand: with `on`, of the periods that hold that day (also those where
    nothing counts yet); with neither `on` nor `wanted`, of every period that a line touches, the earlier first.

    `wanted` names the period asked for of each policy; the earlier ones that go on into it come before it, those of
    earlier versions too: those a line touches where a remainder, a deficit or a cap goes on, and all of its year where
    the policy looks at the year to date.

    Remainders, deficits, caps and the base of chained rebates go on from one to the next, over the versions of a policy
    in their order, so that it doesn't matter when what is settled. A cap over all dealers is used up period by
    period, in each in the order of the accounts, which are all read first then; or `shared` says what was used up
    before. In a group the policy of the highest rank takes the dealer, the others whose days overlap are left out.
    """
    run = _Run(index, prior or {}, on, wanted, shared)
    if run.shares_out:
        dealers = [run.dealer(account) for account in accounts]
        run.reckon(dealers)
        for dealer in dealers:
            yield from dealer.results
        return
    for account in accounts:
        dealer = run.dealer(account)
        run.reckon([dealer])
        yield from dealer.results


@dataclass(slots=True)
class _Dealer:
    """One dealer in a run: what its lines add up to, what each policy left so far, and what was earned."""

    buyer: Buyer
    active: frozenset[int]
    sums: Mapping[tuple[int, str], RebateSums]
    overlaps: Overlaps
    left: dict[str, tuple[int, Prior]] = field(default_factory=dict)
    earned: dict[tuple[int, str], Decimal] = field(default_factory=dict)
    results: list[RebateResult] = field(default_factory=list)


class _Run:
    """The policies of a run, version by version of each, and what a cap over all dealers has given."""

    def __init__(
        self, index: RebateIndex, prior: PriorState, on: date | None, wanted: Wanted | None, shared: SharedCaps | None
    ) -> None:
        self._index, self._prior, self._on, self._shared = index, prior, on, shared
        self._wanted = None if wanted is None else [wanted(policy) for policy in index.policies]
        self._given: defaultdict[str, Decimal] = defaultdict(lambda: _NOTHING)
        self._chained = any(policy.stacking.mode == "chained" for policy in index.policies)
        versions: defaultdict[str, list[int]] = defaultdict(list)
        for place in sorted(range(len(index.policies)), key=lambda place: index.policies[place].version):
            versions[index.policies[place].id].append(place)
        # A policy goes where its newest version says, so that its periods stay in their order.
        self._versions = sorted(
            versions.values(), key=lambda places: (index.policies[places[-1]].place, index.policies[places[-1]].id)
        )
        self.shares_out = shared is None and any(terms.caps.policy is not None for terms in index.terms)

    def dealer(self, account: Account) -> _Dealer:
        """A dealer with its lines added up."""
        active = _active(self._index.policies, account.buyer)
        sums, overlaps = self._index.gather(account.facts, active)
        return _Dealer(account.buyer, active, sums, overlaps)

    def reckon(self, dealers: Sequence[_Dealer]) -> None:
        """Every policy's periods in their order, in each period one dealer after the other."""
        for places in self._versions:
            turns = [
                (self._first_day(place, period), number, count, place, period)
                for count, dealer in enumerate(dealers)
                for number, place in enumerate(places)
                if place in dealer.active
                for period in self._periods(places, place, dealer)
            ]
            for _, _, count, place, period in sorted(turns):
                self._evaluate(dealers[count], place, period)

    def _first_day(self, place: int, period: str) -> date:
        return period_days(period, self._index.policies[place].period).start or date.min

    def _evaluate(self, dealer: _Dealer, place: int, period: str) -> None:
        policy, terms, buyer = self._index.policies[place], self._index.terms[place], dealer.buyer
        here = dealer.sums.get((place, period)) or RebateSums(mix=(_NOTHING,) * len(terms.mix))
        if policy.stacking.mode == "chained":
            here = replace(here, reduced=self._reduced(dealer, place, period))
        before = self._before(dealer, place)
        if self._shared is None:
            by_policy = self._prior.get((policy.id, ""), _NOTHING_YET).by_policy + self._given[policy.id]
        else:
            by_policy = self._shared.get((policy.id, buyer.dealer.id, period), _NOTHING)
        result = evaluate(policy, buyer, period, here, replace(before, by_policy=by_policy))
        dealer.results.append(result)
        dealer.earned[place, period] = result.earned
        self._given[policy.id] += result.earned
        so_far = before.by_dealer + result.earned
        dealer.left[policy.id] = place, Prior(result.remainder, so_far, _NOTHING, result.rest, result.deficit)

    def _before(self, dealer: _Dealer, place: int) -> Prior:
        """What the period before left; of another version only what both measure alike."""
        policy, terms = self._index.policies[place], self._index.terms[place]
        known = dealer.left.get(policy.id)
        if known is None:
            return self._prior.get((policy.id, dealer.buyer.dealer.id), _NOTHING_YET)
        earlier, left = known
        if earlier == place:
            return left
        old = self._index.terms[earlier]
        if (old.source, old.unit) != (terms.source, terms.unit):
            left = replace(left, deficit=RebateSums())
        in_base = old.method == "per_full", terms.method == "per_full"
        alike = in_base[0] == in_base[1] and old.reward.kind == terms.reward.kind and old.unit == terms.unit
        return left if alike else replace(left, remainder=_NOTHING, rest=_NOTHING)

    def _reduced(self, dealer: _Dealer, place: int, period: str) -> Decimal:
        """What the rebates before give on the goods of this one: of each its share by what earned it."""
        total = _NOTHING
        for earlier, part in dealer.overlaps.get((place, period), {}).items():
            earned, base = dealer.earned.get(earlier), dealer.sums[earlier].base
            if earned and base > 0 and part > 0:
                total += earned if part == base else earned * part / base
        return total

    def _periods(self, places: Sequence[int], place: int, dealer: _Dealer) -> Iterable[str]:
        """The periods of one version that are reckoned for a dealer, in order."""
        policy, terms = self._index.policies[place], self._index.terms[place]
        touched = sorted(period for owner, period in dealer.sums if owner == place)
        if self._wanted is None:
            if self._on is not None:
                return (period_key(self._on, terms.period),) if policy.period.holds(self._on) else ()
            return _without_gaps(terms, touched)
        period = self._wanted[place]
        if period is None:
            later = places[places.index(place) + 1 :]
            needed = any(self._wanted[each] is not None and self._index.terms[each].goes_on for each in later)
            return _without_gaps(terms, touched) if needed or self._chained else ()
        found = {*_earlier(policy, terms, touched, period), period}
        if self._chained:
            found |= set(touched)
        return sorted(found)


def _without_gaps(terms: Rebate, touched: Sequence[str], until: str = "") -> Sequence[str]:
    """The periods that a line touches, and where a base is carried on those between, in which it may fill a share."""
    if not touched or terms.method != "per_full" or not terms.rounding.carry:
        return touched
    return periods_between(touched[0], until or touched[-1], terms.period)


def _earlier(policy: Policy, terms: Rebate, touched: Sequence[str], period: str) -> Iterable[str]:
    """The periods before one that go on into it, in order."""
    found: set[str] = set()
    if terms.to_date:
        found |= set(periods_of_year(period, terms.period, policy.period.start))
    if terms.goes_on:
        found |= set(_without_gaps(terms, [each for each in touched if each < period], period)) - {period}
    return sorted(found)


def needs_period(policy: Policy, period: str, wanted: str | None) -> bool:
    """Whether the lines of a period are needed where another one (None: none) is asked for."""
    terms = policy.terms
    assert isinstance(terms, Rebate)
    if wanted is None or period == wanted:
        return wanted is not None
    if terms.goes_on:
        return period < wanted
    return bool(terms.to_date) and period < wanted and period[:4] == wanted[:4]


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
