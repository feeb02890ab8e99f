"""How every rebate stands on a day out of the books: what is earned, what was paid, what a year holds back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import Connection

from domain.errors import UsageError
from domain.policies import Policy
from domain.pricelists import Buyer
from domain.rebate_facts import RebateFact
from domain.rebate_periods import period_days
from domain.rebate_runs import Account, needs_period, run_rebates
from domain.rebate_settlement import YearPart, year_to_date
from domain.rebate_sums import RebateIndex
from domain.rebate_terms import Rebate
from domain.rebate_versions import lines_since, period_named, period_on, reckoning_versions
from domain.rebates import Prior, RebateResult
from sync.records.bulk import query_rows, rows_in
from sync.records.rebating import RebateBooks, ask_of, buyers_of
from sync.records.shelf import published

_NOTHING = Decimal(0)
Key = tuple[str, str, str]
"""Policy, dealer, period."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One rebate of one dealer in one period; `year` is what the year so far makes of it, None where it isn't asked."""

    policy: Policy
    buyer: Buyer
    result: RebateResult
    year: YearPart | None
    paid: Decimal
    facts: Sequence[RebateFact] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: as of a day, of the periods that day lies in or of a named one, of all rebates or of one."""

    on: date
    period: str = ""
    policy: str = ""

    def period_of(self, policy: Policy) -> str | None:
        """The period asked for of a rebate."""
        return period_named(policy, self.period, self.on) if self.period else period_on(policy, self.on)


class Standings:
    """Reckons standings in one transaction; made once for a question, asked for any dealers.

    A cap over all dealers counts what was settled with others; `settled` also counts what this run gives, so that a
    settlement uses the cap up in the order of its dealers.

    Attributes:
        books: the lines, and the products met so far.
        policies: the versions that reckon the periods asked for.
    """

    def __init__(self, connection: Connection, question: Question, *, whole: bool = False) -> None:
        self._connection = connection
        self._question = question
        versions = reckoning_versions(published(connection).values(), question.on)
        if question.policy and not any(each.id == question.policy for each in versions):
            raise UsageError("rebate_unknown", policy=question.policy)
        asked = [each for each in versions if question.period_of(each) is not None]
        self.policies = _needed(asked, question.policy)
        starts = [lines_since(each, question.period_of(each) or "") for each in self.policies]
        since = min((each for each in starts if each is not None), default=None) if None not in starts else None
        self.books = RebateBooks(connection, ask_of(self.policies, question.on, since, whole=whole))
        self._periods = {(each.id, each.version): question.period_of(each) for each in self.policies}
        self._index = RebateIndex(self.policies, self.books.products, asked=self._is_needed)
        self._by_policy = {each.id: each for each in self.policies}
        self._given = _given_to_others(connection, self.policies)

    def _period_of(self, policy: Policy) -> str | None:
        return self._periods[policy.id, policy.version]

    def _is_needed(self, policy: Policy, period: str) -> bool:
        return needs_period(policy, period, self._period_of(policy))

    def of(self, dealers: Sequence[str], *, settled: bool = False, keep: bool = False) -> Iterator[Standing]:
        """The standings of these dealers, in their order; `keep` gives the lines along."""
        if not self.policies:
            return
        buyers = buyers_of(self._connection, dealers)
        for start in range(0, len(buyers), _PAGE):
            page = buyers[start : start + _PAGE]
            paid = paid_so_far(self._connection, [each.dealer.id for each in page])
            for buyer in page:
                yield from self._of_one(buyer, paid, settled=settled, keep=keep)

    def _of_one(self, buyer: Buyer, paid: dict[Key, Decimal], *, settled: bool, keep: bool) -> Iterator[Standing]:
        facts = self.books.facts(buyer)
        prior = {
            (policy, ""): Prior(by_policy=sum(given.values()) - given.get(buyer.dealer.id, _NOTHING))
            for policy, given in self._given.items()
        }
        prior |= _of_earlier_versions(self._connection, self.policies, buyer.dealer.id)
        run = run_rebates(self._index, [Account(buyer, facts)], prior=prior, wanted=self._period_of)
        before: defaultdict[str, list[RebateResult]] = defaultdict(list)
        for result in run:
            before[result.policy].append(result)
            policy = self._by_policy[result.policy]
            if result.period != self._period_of(policy):
                continue
            if settled and policy.id in self._given:
                self._given[policy.id][buyer.dealer.id] = sum((each.earned for each in before[policy.id]), _NOTHING)
            standing = self._standing(policy, buyer, before[policy.id], paid)
            if self._speaks(standing):
                yield standing if not keep else _with(standing, facts)

    def _standing(
        self, policy: Policy, buyer: Buyer, results: list[RebateResult], paid: dict[Key, Decimal]
    ) -> Standing:
        terms = policy.terms
        assert isinstance(terms, Rebate)
        year = year_to_date(results, terms.to_date)[-1] if terms.to_date else None
        result = results[-1]
        return Standing(policy, buyer, result, year, paid.get((policy.id, buyer.dealer.id, result.period), _NOTHING))

    def _speaks(self, standing: Standing) -> bool:
        """Whether there is anything to tell: not of HQ's own rebates to someone who never buys from HQ."""
        if self._question.policy and standing.policy.id != self._question.policy:
            return False
        terms = standing.policy.terms
        assert isinstance(terms, Rebate)
        if standing.policy.channel or terms.source == "sell_through" or standing.paid or standing.result.sums.total:
            return True
        chain = standing.buyer.chain
        return len(chain) > 1 and chain[1] in self.books.publishers


_PAGE = 200


def _with(standing: Standing, facts: Sequence[RebateFact]) -> Standing:
    return Standing(standing.policy, standing.buyer, standing.result, standing.year, standing.paid, facts)


def _needed(policies: Sequence[Policy], policy: str) -> list[Policy]:
    """All, or the one asked for with those it competes with, or builds on."""
    if not policy:
        return list(policies)
    asked = [each for each in policies if each.id == policy]
    if any(each.stacking.mode == "chained" for each in asked):
        return list(policies)
    competing = {each.competition for each in asked}
    return [each for each in policies if each.id == policy or each.competition in competing]


def paid_so_far(connection: Connection, dealers: Sequence[str]) -> dict[Key, Decimal]:
    """What formal settlements came to, claw-backs taken off, by policy, dealer and period."""
    query = (
        "SELECT policy, dealer, period, SUM(payable) FROM rebate_payout WHERE dealer IN (?*) "
        "GROUP BY policy, dealer, period"
    )
    rows = rows_in(connection, query, dealers)
    return {(policy, dealer, period): Decimal(int(total)).scaleb(-4) for policy, dealer, period, total in rows}


def _given_to_others(connection: Connection, policies: Sequence[Policy]) -> dict[str, dict[str, Decimal]]:
    """By policy with a cap over all dealers, and by dealer: what was earned as last settled, period by period."""
    found: dict[str, dict[str, Decimal]] = {}
    query = "SELECT dealer, period, earned FROM rebate_payout WHERE policy = ? ORDER BY number, id"
    for policy in policies:
        if isinstance(policy.terms, Rebate) and policy.terms.caps.policy is not None:
            newest = {(dealer, period): earned for dealer, period, earned in query_rows(connection, query, policy.id)}
            sums: defaultdict[str, Decimal] = defaultdict(lambda: _NOTHING)
            for (dealer, _), earned in newest.items():
                sums[dealer] += Decimal(earned).scaleb(-4)
            found[policy.id] = dict(sums)
    return found


def _of_earlier_versions(
    connection: Connection, policies: Sequence[Policy], dealer: str
) -> dict[tuple[str, str], Prior]:
    """What the versions before the ones at hand left to a dealer, as it was settled: a remainder, a cap used up."""
    found = {}
    query = "SELECT period, remainder, earned FROM rebate_payout WHERE dealer = ? AND policy = ? ORDER BY number, id"
    for policy in policies:
        terms, start = policy.terms, policy.period.start
        if policy.version == 1 or start is None or not isinstance(terms, Rebate):
            continue
        newest = {}
        for period, remainder, earned in query_rows(connection, query, dealer, policy.id):
            first = period_days(period, policy.period).start
            if period != "whole" and first is not None and first < start:
                newest[period] = Decimal(remainder).scaleb(-4), Decimal(earned).scaleb(-4)
        if newest:
            left = newest[max(newest)][0] if terms.rounding.carry else _NOTHING
            found[policy.id, dealer] = Prior(left, sum((earned for _, earned in newest.values()), _NOTHING))
    return found


def last_day(policy: Policy, period: str) -> date | None:
    """The last day of a period, or of the policy where it ends before; None where there is no end."""
    ends = [each for each in (period_days(period, policy.period).end, policy.period.end) if each is not None]
    return min(ends, default=None)
