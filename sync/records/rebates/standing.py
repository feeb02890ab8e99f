"""How every rebate stands on a day out of the books: what is earned, what was paid, what a year holds back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
from sqlalchemy import Connection

from domain.errors import UsageError
from domain.explain import Reason
from domain.policies.policy import Policy
from domain.policies.rebate_terms import Rebate
from domain.prices.price_lists import Buyer
from domain.rebates.facts import RebateFact
from domain.rebates.period_rebate import RebateResult
from domain.rebates.periods import period_days
from domain.rebates.runs import Account, SharedCaps, needs_period, run_rebates
from domain.rebates.settlement import YearPart, year_to_date
from domain.rebates.sums import RebateIndex
from domain.rebates.versions import lines_since, period_named, period_on, reckoning_versions
from sync.records.books.bulk import query_rows, rows_in
from sync.records.books.settings import identity
from sync.records.pricing.policy_cache import published
from sync.records.rebates.lines import RebateBooks, ask_of, buyers_of

_NOTHING = Decimal(0)
Key = tuple[str, str, str]
"""Policy, dealer, period."""


@dataclass(frozen=True, slots=True)
class RebateStanding:
    """One rebate of one dealer in one period; `year` is what the year so far makes of it, None where it isn't asked."""

    policy: Policy
    buyer: Buyer
    result: RebateResult
    year: YearPart | None
    paid: Decimal
    facts: Sequence[RebateFact] = ()


@dataclass(frozen=True, slots=True)
class RebateQuestion:
    """What is asked: as of a day, of the periods that day lies in or of a named one, of all rebates or of one."""

    on: date
    period: str = ""
    policy: str = ""

    def period_of(self, policy: Policy) -> str | None:
        """The period asked for of a rebate."""
        return period_named(policy, self.period, self.on) if self.period else period_on(policy, self.on)


class Standings:
    """Reckons standings in one transaction; made once for a question, asked for any dealers.

    A cap over all dealers is reckoned at HQ over all of them, period by period, whatever was settled when. A desk knows
    neither their lines nor their payouts: it goes by what HQ said when it settled with the dealer, and says that the
    cap is shared.

    Attributes:
        books: the lines, and the products met so far.
        policies: the versions that reckon the periods asked for, and those before them that go on into these.
    """

    def __init__(self, connection: Connection, question: RebateQuestion, *, whole: bool = False) -> None:
        self._connection = connection
        self._question = question
        versions = reckoning_versions(published(connection).values(), question.on)
        if question.policy and not any(each.id == question.policy for each in versions):
            raise UsageError("rebate_unknown", policy=question.policy)
        asked = _needed([each for each in versions if question.period_of(each) is not None], question.policy)
        self.policies = asked + _before(versions, asked)
        self._chained = any(each.stacking.mode == "chained" for each in asked)
        starts = [self._lines_since(each) for each in self.policies]
        since = min((each for each in starts if each is not None), default=None) if None not in starts else None
        self.books = RebateBooks(connection, ask_of(self.policies, question.on, since, whole=whole))
        self._asked = {(each.id, each.version): question.period_of(each) for each in asked}
        self._index = RebateIndex(self.policies, self.books.products, asked=self._is_needed)
        self._by_version = {(each.id, each.version): each for each in self.policies}
        self._capped = [each for each in self.policies if _cap_over_all(each) is not None]
        self._at_hq = identity(connection).get("role") == "hq"
        self._shared: SharedCaps | None = None

    def _lines_since(self, policy: Policy) -> date | None:
        period = self._question.period_of(policy)
        if period is None or self._chained:
            return policy.period.start if policy.period.start != date.min else None
        return lines_since(policy, period)

    def _period_of(self, policy: Policy) -> str | None:
        return self._asked.get((policy.id, policy.version))

    def _is_needed(self, policy: Policy, period: str) -> bool:
        wanted = self._period_of(policy)
        return wanted is None or self._chained or needs_period(policy, period, wanted)

    def of(self, dealers: Sequence[str], *, keep: bool = False) -> Iterator[RebateStanding]:
        """The standings of these dealers, in their order; `keep` gives the lines along."""
        if not self._asked:
            return
        shared = self._shared_caps(dealers)
        buyers = buyers_of(self._connection, dealers)
        for start in range(0, len(buyers), _PAGE):
            page = buyers[start : start + _PAGE]
            paid = paid_so_far(self._connection, [each.dealer.id for each in page])
            for buyer in page:
                yield from self._of_one(buyer, paid, shared, keep=keep)

    def _shared_caps(self, dealers: Sequence[str]) -> SharedCaps:
        """What of each cap over all dealers was gone before a dealer's turn."""
        if not self._capped:
            return {}
        if not self._at_hq:
            return _told_by_hq(self._connection, self._capped, dealers)
        if self._shared is None:
            rows = query_rows(self._connection, "SELECT id FROM dealer WHERE tier <> 'hq' ORDER BY id")
            accounts = self.books.accounts(buyers_of(self._connection, [each for (each,) in rows]))
            run = run_rebates(self._index, accounts, wanted=self._period_of)
            self._shared = {(each.policy, each.dealer, each.period): each.prior.by_policy for each in run}
        return self._shared

    def _of_one(
        self, buyer: Buyer, paid: dict[Key, Decimal], shared: SharedCaps, *, keep: bool
    ) -> Iterator[RebateStanding]:
        facts = self.books.facts(buyer)
        run = run_rebates(self._index, [Account(buyer, facts)], wanted=self._period_of, shared=shared)
        before: defaultdict[tuple[str, int], list[RebateResult]] = defaultdict(list)
        for result in run:
            version = result.policy, result.version
            before[version].append(result)
            policy = self._by_version[version]
            if result.period != self._period_of(policy):
                continue
            standing = self._standing(policy, buyer, before[version], paid)
            if self._speaks(standing):
                yield standing if not keep else _with(standing, facts)

    def _standing(
        self, policy: Policy, buyer: Buyer, results: list[RebateResult], paid: dict[Key, Decimal]
    ) -> RebateStanding:
        terms = policy.terms
        assert isinstance(terms, Rebate)
        result = results[-1]
        this_year = [each for each in results if each.period[:4] == result.period[:4]]
        year = year_to_date(this_year, terms.to_date)[-1] if terms.to_date else None
        cap = _cap_over_all(policy)
        if cap is not None and not self._at_hq:
            result = replace(result, reasons=(*result.reasons, Reason("rebate_cap_shared", "info", {"cap": cap})))
        return RebateStanding(
            policy, buyer, result, year, paid.get((policy.id, buyer.dealer.id, result.period), _NOTHING)
        )

    def _speaks(self, standing: RebateStanding) -> bool:
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


def _with(standing: RebateStanding, facts: Sequence[RebateFact]) -> RebateStanding:
    return RebateStanding(standing.policy, standing.buyer, standing.result, standing.year, standing.paid, facts)


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


def _before(versions: Sequence[Policy], asked: Sequence[Policy]) -> list[Policy]:
    """The versions before those asked for that go on into them, and what lessens a chained one in other periods."""
    known = {(each.id, each.version) for each in asked}
    going = {each.id: each.version for each in asked if isinstance(each.terms, Rebate) and each.terms.goes_on}
    chained = any(each.stacking.mode == "chained" for each in asked)
    return [
        each
        for each in versions
        if (each.id, each.version) not in known
        and ((each.id in going and each.version < going[each.id]) or (chained and each.stacking.reduces))
    ]


def _cap_over_all(policy: Policy) -> Decimal | None:
    return policy.terms.caps.policy if isinstance(policy.terms, Rebate) else None


def _told_by_hq(connection: Connection, policies: Sequence[Policy], dealers: Sequence[str]) -> SharedCaps:
    """What of caps over all dealers was gone when HQ last settled each period, as its settlements say."""
    query = "SELECT dealer, period, steps FROM rebate_payout WHERE policy = ? AND dealer IN (?*) ORDER BY number, id"
    found: dict[tuple[str, str, str], Decimal] = {}
    for policy in sorted({each.id for each in policies}):
        asked = query.replace("?*", ", ".join("?" * len(dealers)))
        for dealer, period, steps in query_rows(connection, asked, policy, *dealers):
            told = msgspec.json.decode(steps or "[]", type=list[dict[str, Any]])
            gone = [
                each["facts"]["so_far"]
                for each in told
                if each.get("facts", {}).get("limit") == "policy" and "so_far" in each["facts"]
            ]
            found[policy, dealer, period] = Decimal(gone[0]) if gone else _NOTHING
    return found


def last_day(policy: Policy, period: str) -> date | None:
    """The last day of a period, or of the policy where it ends before; None where there is no end."""
    ends = [each for each in (period_days(period, policy.period).end, policy.period.end) if each is not None]
    return min(ends, default=None)
