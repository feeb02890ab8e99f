"""A policy tried on real documents before it is published: what each dealer would be given, without it and with it.

Two worlds reckon the same documents by the same functions that reckon real orders: the published policies as they
stand, and the same with the candidate in place of all earlier versions of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from domain.catalog.products import Product
from domain.explain import Reason
from domain.policies.policy import Policy, is_limited, shared_quota
from domain.policies.price_terms import PriceList
from domain.policies.promotion_terms import Promotion
from domain.policies.rebate_terms import Rebate
from domain.policies.scopes import Period
from domain.prices.price_lists import Buyer, PriceBook, PriceQuestion
from domain.prices.unit_price import FoundPrice
from domain.promotions.compiled import CompiledPolicies
from domain.promotions.lines import FreeLine, OrderLine, PromotedOrder, Usage
from domain.promotions.pricing import PricedOrder, price_order
from domain.rebates.facts import RebateFact
from domain.rebates.period_rebate import RebateResult
from domain.rebates.runs import Account, run_rebates
from domain.rebates.sums import RebateIndex
from domain.values.money import ZERO, from_fen, line_amount, round_fen

_MONEY = ("credit", "account", "cash")
_BOOKS = 64  # price books kept ready: a page of documents speaks of a few buyers and days
Worth = Callable[[Buyer, str, date], Decimal]  # what a unit of a product costs a buyer by plain list


class PastLine(NamedTuple):
    """One line that was really asked for: `plain` is the unit price before any policy, `lists` that of named lists.

    `by_hand` marks a price that was agreed; price lists leave it alone.
    """

    product: Product
    quantity: Decimal
    unit: str
    plain: Decimal
    by_hand: bool = False
    lists: Mapping[str, FoundPrice] = {}


class PastOrder(NamedTuple):
    """A real document, moved to the day on which it is tried."""

    buyer: Buyer
    on: date
    from_hq: bool
    lines: tuple[PastLine, ...]


@dataclass(slots=True)
class TrialTally:
    """What one dealer's documents came to: at plain prices, and given away in each world.

    `documents` are those that come out otherwise, of those `counted`.
    """

    documents: int = 0
    counted: int = 0
    turnover: Decimal = ZERO
    before: Decimal = ZERO
    after: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Move:
    """Real days moved onto the candidate's: by whole years where that is all there is between them."""

    source: Period
    start: date

    def __call__(self, on: date) -> date:
        first = self.source.start or on
        if (first.month, first.day) != (self.start.month, self.start.day):
            return on + (self.start - first)
        year = on.year + self.start.year - first.year
        return on.replace(year=year, day=28) if (on.month, on.day) == (2, 29) else on.replace(year=year)


def move_of(candidate: Policy, today: date, first_day: date | None = None, last_day: date | None = None) -> Move:
    """Which real days a candidate is tried on: a year before its own, a year of them at most, or those asked for."""
    start = candidate.period.start or today
    first = first_day or _years_on(start, -1)
    end = candidate.period.end or date.max
    most = _years_on(first, 1) - timedelta(days=1)
    length = min(end - start, most - first) if end >= start else timedelta(0)
    last = first + length
    return Move(Period(first, last if last_day is None else min(last_day, last)), start)


def _years_on(day: date, years: int) -> date:
    return day.replace(year=day.year + years, day=28 if (day.month, day.day) == (2, 29) else day.day)


class Trial:
    """Tries a candidate on documents one by one; memory holds a tally for each dealer and no document.

    Attributes:
        policies: what is published.
        against: the newest published version that the candidate would follow.
        tallies: what came of it so far, by dealer id.
        reasons: promotions found undecided on the way, each pair once, as seen with the candidate.
    """

    def __init__(self, candidate: Policy, published: Sequence[Policy], worth: Worth) -> None:
        self.candidate = candidate
        self.policies = tuple(published)
        earlier = [policy for policy in published if policy.id == candidate.id]
        self.against = max(earlier, key=lambda policy: policy.version, default=None)
        others = [policy for policy in published if policy.id != candidate.id]
        self.tallies: dict[str, TrialTally] = {}
        self.reasons: list[Reason] = []
        self._worth = worth
        self._sides = (self.policies, (*others, candidate))
        self._worlds = tuple(_World(policies, worth) for policies in self._sides)
        self._touched: dict[str, bool] = {}
        self._ties: set[tuple[object, object]] = set()
        self._buyers: dict[str, Buyer] = {}

    def order(self, past: PastOrder) -> None:
        """Tries one order, as both worlds would price it; what is returned or has no quantity is left out."""
        lines = tuple(line for line in past.lines if line.quantity > 0)
        if not lines:
            return
        past = past._replace(lines=lines)
        before, after = self._worlds
        given = before.given(past)
        other = given
        if any(self._is_touched(line.product) for line in lines) or before.limited or after.limited:
            other = after.given(past)
        self._note_ties(after)
        tally = self.tallies.setdefault(past.buyer.dealer.id, TrialTally())
        tally.turnover += sum((line_amount(line.quantity, line.plain) for line in lines), ZERO)
        tally.before += given
        tally.after += other
        tally.counted += 1
        tally.documents += given != other

    def rebates(self, accounts: Callable[[], Iterable[Account]], products: Mapping[str, Product]) -> None:
        """Tries a rebate on all lines of each dealer; `accounts` is called once for each world, so none is kept."""
        for place, policies in enumerate(self._sides):
            index = RebateIndex(policies, products)
            for result in run_rebates(index, self._counted(accounts(), first=place == 0)):
                tally = self.tallies.setdefault(result.dealer, TrialTally())
                worth = self._worth_of(result, policies)
                if place == 0:
                    tally.before += worth
                else:
                    tally.after += worth
        for tally in self.tallies.values():
            if tally.before == tally.after:
                tally.documents = 0

    def _counted(self, accounts: Iterable[Account], *, first: bool) -> Iterator[Account]:
        """The accounts, each one's documents and turnover of the candidate's days noted in passing."""
        for account in accounts:
            facts = list(account.facts)
            self._buyers[account.buyer.dealer.id] = account.buyer
            if first and facts:
                mine = [fact for fact in facts if self.candidate.period.holds(fact.on) and not fact.free]
                tally = self.tallies.setdefault(account.buyer.dealer.id, TrialTally())
                tally.documents = tally.counted = len({fact.document for fact in mine})
                tally.turnover = from_fen(sum(fact.fen for fact in mine))
            yield Account(account.buyer, facts)

    def _worth_of(self, result: RebateResult, policies: Sequence[Policy]) -> Decimal:
        """Money as it is, goods at their price; a travel place is no money."""
        terms = next(each.terms for each in policies if (each.id, each.version) == (result.policy, result.version))
        assert isinstance(terms, Rebate)
        if terms.reward.kind in _MONEY:
            return round_fen(result.earned)
        if terms.reward.kind != "goods":
            return ZERO
        on = self.candidate.period.start or date.max
        return round_fen(result.earned * self._worth(self._buyers[result.dealer], terms.reward.product, on))

    def _is_touched(self, product: Product) -> bool:
        """Whether the candidate, or the version it follows, has anything to do with a product."""
        found = self._touched.get(product.id)
        if found is None:
            both = [policy for policy in (self.candidate, self.against) if policy is not None]
            scopes = [policy.scope for policy in both]
            for policy in both:
                conditions = policy.terms.conditions if isinstance(policy.terms, Promotion) else ()
                scopes += [condition.products for condition in conditions if condition.products is not None]
            found = self._touched[product.id] = any(scope.matches(product) for scope in scopes)
        return found

    def _note_ties(self, world: _World) -> None:
        for reason in world.ties:
            pair = (reason.facts["policy"], reason.facts["other"])
            if pair not in self._ties:
                self._ties.add(pair)
                self.reasons.append(Reason(reason.code, reason.severity, reason.facts))
        world.ties.clear()


class _World:
    """What holds in one world, made ready, and how far its limits are used up by the documents tried so far."""

    def __init__(self, policies: Sequence[Policy], worth: Worth) -> None:
        self._worth = worth
        self._lists = [policy for policy in policies if isinstance(policy.terms, PriceList)]
        channel = [policy for policy in policies if policy.channel]
        self._compiled = {True: CompiledPolicies(policies), False: CompiledPolicies(channel)}
        self._books: dict[tuple[Buyer, date, bool], PriceBook] = {}
        self._quotas = {(policy.id, policy.version): shared_quota(policy) for policy in policies if is_limited(policy)}
        self._counts = _Counts()
        self.limited = bool(self._quotas)
        self.ties: list[Reason] = []

    def given(self, past: PastOrder) -> Decimal:
        """What a document gives away: what it costs less than at plain prices, and goods on top at theirs."""
        lines = tuple(self._priced(past, line) for line in past.lines)
        order = PromotedOrder(past.buyer, past.on, lines, usage=self._counts.usage_of(past.buyer.dealer.id))
        priced = price_order(order, self._compiled[past.from_hq])
        if priced.uses and self.limited:
            self._charge(priced, past.buyer.dealer.id)
        self.ties += [reason for reason in priced.reasons if reason.code == "promotion_tie"]
        plain = sum((line_amount(line.quantity, line.plain) for line in past.lines), ZERO)
        return plain - priced.total + sum((self._worth_of(past, free) for free in priced.free), ZERO)

    def _priced(self, past: PastOrder, line: PastLine) -> OrderLine:
        if line.by_hand or not self._lists:
            return OrderLine(line.product, line.quantity, line.plain, line.by_hand)
        question = PriceQuestion(line.product, line.quantity, line.unit)
        answer = self._book(past).price(question, {**line.lists, "": FoundPrice(line.plain, ())})
        price = line.plain if answer.unit_price is None else answer.unit_price
        return OrderLine(line.product, line.quantity, price, floor=answer.floor)

    def _book(self, past: PastOrder) -> PriceBook:
        key = (past.buyer, past.on, past.from_hq)
        if key not in self._books:
            if len(self._books) >= _BOOKS:
                self._books.clear()
            chosen = [policy for policy in self._lists if past.from_hq or policy.channel]
            self._books[key] = PriceBook(chosen, past.buyer, past.on)
        return self._books[key]

    def _worth_of(self, past: PastOrder, free: FreeLine) -> Decimal:
        return line_amount(free.quantity, self._worth(past.buyer, free.product, past.on))

    def _charge(self, priced: PricedOrder, dealer: str) -> None:
        for use in priced.uses:
            if (use.policy, use.version) in self._quotas:
                quota = self._quotas[use.policy, use.version]
                self._counts.charge(use.policy, dealer, use.quantity, quota)


@dataclass(slots=True)
class _Counts:
    """How far limits are used, over all dealers and by each; changed in place, document by document."""

    times: dict[str, int] = field(default_factory=dict)
    left: dict[str, Decimal] = field(default_factory=dict)
    by_dealer: dict[str, tuple[dict[str, int], dict[str, Decimal]]] = field(default_factory=dict)

    def usage_of(self, dealer: str) -> Usage:
        times, taken = self.by_dealer.get(dealer, ({}, {}))
        return Usage(self.times, times, self.left, taken)

    def charge(self, policy: str, dealer: str, quantity: Decimal, quota: Decimal | None) -> None:
        times, taken = self.by_dealer.setdefault(dealer, ({}, {}))
        self.times[policy] = self.times.get(policy, 0) + 1
        times[policy] = times.get(policy, 0) + 1
        if quota is not None:
            self.left[policy] = self.left.get(policy, quota) - quantity
            taken[policy] = taken.get(policy, ZERO) + quantity


def moved_fact(fact: RebateFact, move: Move) -> RebateFact:
    """A rebate's line with all its days moved."""
    return fact._replace(
        on=move(fact.on),
        due_on=None if fact.due_on is None else move(fact.due_on),
        paid_on=None if fact.paid_on is None else move(fact.paid_on),
        sold_on=None if fact.sold_on is None else move(fact.sold_on),
    )
