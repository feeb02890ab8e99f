"""A unit price from the price lists that hold for a buyer: base, rule, floor and hand, each a step."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from operator import itemgetter
from typing import NamedTuple

from domain.catalog.products import Product
from domain.errors import UsageError
from domain.explain import Fact, Reason, Step
from domain.parties.dealers import Dealer
from domain.policies.policy import Policy, live
from domain.policies.price_terms import Band, PriceList, PriceRule
from domain.policies.scopes import NO_CATEGORIES, Categories
from domain.prices.unit_price import FoundPrice

_TEN_THOUSANDTH = Decimal("0.0001")
_HUNDRED = Decimal(100)
_NOTHING = Decimal(0)
Paid = tuple[Decimal, date, str]  # price, date, document number


@dataclass(frozen=True, slots=True)
class Buyer:
    """Who buys: `chain` is the dealer itself and everyone above it, nearest first."""

    dealer: Dealer
    tags: frozenset[str] = frozenset()
    chain: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PriceQuestion:
    """What is to be priced: a quantity in base units (negative in a return), in whatever `unit` it was written.

    `cost` is per base unit; None means that nobody has said it, which is no cost of 0. `agreed` is a price by
    hand; it doesn't depend on the quantity, and a return asks with the price of the document it returns.
    """

    product: Product
    quantity: Decimal = Decimal(1)
    unit: str = ""
    cost: Decimal | None = None
    last_paid: Paid | None = None
    agreed: Decimal | None = None


@dataclass(frozen=True, slots=True)
class PriceAnswer:
    """The price per base unit (None: there is none), its steps, what speaks against it, and its floor.

    `by_hand` marks a price that was agreed; `policy` and `version` name the price list that was used.
    """

    unit_price: Decimal | None
    steps: tuple[Step, ...]
    reasons: tuple[Reason, ...] = ()
    by_hand: bool = False
    floor: Decimal | None = None
    policy: str = ""
    version: int = 0


class PriceBook:
    """The price lists that hold for one buyer on one day, the one that goes first first; built once, asked often."""

    def __init__(
        self, policies: Iterable[Policy], buyer: Buyer, on: date, categories: Categories = NO_CATEGORIES
    ) -> None:
        self._buyer = buyer
        self._categories = categories
        lists = [policy for policy in live(policies, on) if isinstance(policy.terms, PriceList)]
        self._by_id = {policy.id: policy for policy in lists}
        mine = [policy for policy in lists if policy.audience.matches(buyer.dealer, buyer.tags, buyer.chain)]
        self._mine = sorted(mine, key=lambda policy: (*(-part for part in policy.rank), policy.id))
        self._indexes = {policy.id: _RuleIndex(policy, buyer, categories) for policy in lists}
        self._lists_of: dict[str, list[Policy]] = {}
        bases = {policy.terms.base for policy in lists if isinstance(policy.terms, PriceList)}
        self.plain_lists = tuple(sorted(bases - self._by_id.keys() - {""}))
        """Names of plain lists that rules build on; `price` looks them up in `plain`."""

    def leaves(self, product: Product) -> bool:
        """Whether no list covers a product, so that its plain price is its price."""
        return not self._mine or not self._fitting(product)

    def price(self, question: PriceQuestion, plain: Mapping[str, FoundPrice]) -> PriceAnswer:
        """Price one line; `plain` holds the product's price in each plain list by name, "" the buyer's own.

        The first list with a rule that fits and whose base is there holds; where none does, the buyer's plain price;
        where there is none either, the price last paid, if a list allows it. Steps: those of `plain`, then `price_rule`
        (`policy`, `version`, `name`, `rule` counted from 1, `base`, `percent`, `amount`, `margin`, `start`,
        `unit`), `price_floor` (`floor`), `last_price` (`date`, `number`), `hand`, and before them `cost_missing` and
        `last_price_missing` where a rule was passed over for want of its base.
        Reasons: `price_agreed` (info), `price_outside_band` (`least`, `most`) and `price_by_hand` (no hand
        price is allowed), both warn, `price_below_floor` (`floor`) and `price_tie` (`other`), both stop.
        Raises UsageError `price_negative`.
        """
        if question.agreed is not None and question.agreed < 0:
            raise UsageError("price_negative", price=question.agreed)
        chosen, found, reasons = self._found(question, plain)
        return _by_hand(question, chosen, found, reasons)

    def _found(
        self, question: PriceQuestion, plain: Mapping[str, FoundPrice]
    ) -> tuple[Policy | None, PriceAnswer, tuple[Reason, ...]]:
        fitting = self._fitting(question.product)
        without: dict[str, Step] = {}
        for policy in fitting:
            answer = self._by_list(policy, question, plain, frozenset(), without)
            if answer is None:
                continue
            answer = replace(answer, steps=(*without.values(), *answer.steps))
            for other in fitting:
                if other.id > policy.id and other.rank == policy.rank and self._gives(other, question, plain):
                    facts: dict[str, Fact] = {"policy": policy.id, "other": other.id}
                    return policy, PriceAnswer(None, answer.steps), (Reason("price_tie", "stop", facts),)
            return policy, answer, ()
        own = plain.get("", FoundPrice(None, ()))
        steps = (*without.values(), *own.steps)
        recall = any(isinstance(policy.terms, PriceList) and policy.terms.last_price for policy in fitting)
        if own.unit_price is None and recall and question.last_paid is not None:
            price, paid_on, number = question.last_paid
            last = Step("last_price", None, price, {"date": paid_on, "number": number})
            return None, PriceAnswer(price, (*without.values(), last)), ()
        return (fitting[0] if fitting else None), PriceAnswer(own.unit_price, steps), ()

    def _gives(self, policy: Policy, question: PriceQuestion, plain: Mapping[str, FoundPrice]) -> bool:
        return self._by_list(policy, question, plain, frozenset(), {}) is not None

    def _by_list(
        self,
        policy: Policy,
        question: PriceQuestion,
        plain: Mapping[str, FoundPrice],
        seen: frozenset[str],
        without: dict[str, Step],
    ) -> PriceAnswer | None:
        """The price by one list: the first rule that fits and whose base is there; None where there is none.

        What the rules passed over would have needed is put into `without`, each base once.
        """
        terms = policy.terms
        assert isinstance(terms, PriceList)
        if not policy.products.matches(question.product, self._categories):
            return None  # a list says nothing of goods it doesn't cover, not even to a list that builds on it
        for numbered in self._indexes[policy.id].rules_of(question.product):
            rule = numbered.rule
            if abs(question.quantity) >= rule.start and (not rule.unit or rule.unit == question.unit):
                base = self._base(rule, terms, question, plain, seen | {policy.id})
                if base.unit_price is not None:
                    return _apply(numbered, policy, base)
                without |= {step.code: step for step in base.steps if step.after is None}
        return None

    def _fitting(self, product: Product) -> list[Policy]:
        """The buyer's lists that cover a product; remembered by its id."""
        if product.id not in self._lists_of:
            covering = [policy for policy in self._mine if policy.products.matches(product, self._categories)]
            self._lists_of[product.id] = covering
        return self._lists_of[product.id]

    def _base(
        self,
        rule: PriceRule,
        terms: PriceList,
        question: PriceQuestion,
        plain: Mapping[str, FoundPrice],
        seen: frozenset[str],
    ) -> FoundPrice:
        if rule.base == "fixed":
            return FoundPrice(rule.price, ())
        if rule.base == "cost":
            step = Step("cost" if question.cost is not None else "cost_missing", None, question.cost)
            return FoundPrice(question.cost, (step,))
        if rule.base == "last":
            if question.last_paid is None:
                return FoundPrice(None, (Step("last_price_missing", None, None),))
            price, paid_on, number = question.last_paid
            return FoundPrice(price, (Step("last_price", None, price, {"date": paid_on, "number": number}),))
        below = self._by_id.get(terms.base)
        if below is not None and below.id not in seen:
            answer = self._by_list(below, question, plain, seen, {})
            if answer is not None:
                return FoundPrice(answer.unit_price, answer.steps)
        return plain.get("" if below is not None else terms.base, FoundPrice(None, ()))


class _Rule(NamedTuple):
    """A rule with its place in the list and the facts that tell it."""

    place: int
    rule: PriceRule
    facts: dict[str, Fact]


def _facts(policy: Policy, place: int, rule: PriceRule) -> dict[str, Fact]:
    return {
        "policy": policy.id,
        "version": policy.version,
        "name": policy.name,
        "rule": place,
        "base": rule.base,
        "percent": rule.percent,
        "amount": rule.amount,
        "margin": rule.margin,
        "start": rule.start,
        "unit": rule.unit,
    }


class _RuleIndex:
    """One list's rules for one buyer, found by product; a list may name thousands of products one by one."""

    def __init__(self, policy: Policy, buyer: Buyer, categories: Categories) -> None:
        terms = policy.terms
        assert isinstance(terms, PriceList)
        self._categories = categories
        self._found: dict[str, list[_Rule]] = {}
        self._named: defaultdict[str, list[_Rule]] = defaultdict(list)
        self._wide: list[_Rule] = []
        for place, rule in enumerate(terms.rules, 1):
            if not rule.audience.matches(buyer.dealer, buyer.tags, buyer.chain):
                continue
            numbered = _Rule(place, rule, _facts(policy, place, rule))
            groups = rule.products.include
            if groups and all(group.products for group in groups):
                for product in {product for group in groups for product in group.products}:
                    self._named[product].append(numbered)
            else:
                self._wide.append(numbered)

    def rules_of(self, product: Product) -> list[_Rule]:
        """The rules that cover a product, in the list's order; remembered by its id."""
        if product.id not in self._found:
            possible = sorted([*self._wide, *self._named.get(product.id, ())], key=itemgetter(0))
            self._found[product.id] = [
                numbered for numbered in possible if numbered.rule.products.matches(product, self._categories)
            ]
        return self._found[product.id]


def _apply(numbered: _Rule, policy: Policy, base: FoundPrice) -> PriceAnswer:
    price = base.unit_price
    assert price is not None
    rule = numbered.rule
    if rule.margin is not None:
        price = price * _HUNDRED / (_HUNDRED - rule.margin)
    if rule.percent or rule.amount:
        price = price * (_HUNDRED + rule.percent) / _HUNDRED + rule.amount
    price = max(price, _NOTHING).quantize(_TEN_THOUSANDTH, ROUND_HALF_UP)
    before = None if rule.base == "fixed" else base.unit_price
    steps = [*base.steps, Step("price_rule", before, price, numbered.facts)]
    if rule.floor is not None and price < rule.floor:
        steps.append(Step("price_floor", price, rule.floor, {"floor": rule.floor, "policy": policy.id}))
        price = rule.floor
    return PriceAnswer(price, tuple(steps), floor=rule.floor, policy=policy.id, version=policy.version)


def _by_hand(
    question: PriceQuestion, chosen: Policy | None, found: PriceAnswer, reasons: tuple[Reason, ...]
) -> PriceAnswer:
    agreed = question.agreed
    if agreed is None and not reasons:
        return found
    if agreed is None:
        return PriceAnswer(found.unit_price, found.steps, reasons, False, found.floor, found.policy, found.version)
    steps = (*found.steps, Step("hand", found.unit_price, agreed))
    band = chosen.terms.band if chosen is not None and isinstance(chosen.terms, PriceList) else None
    told = [Reason("price_agreed", "info", {"price": agreed, "before": found.unit_price})]
    if chosen is not None and band is None:
        told = [Reason("price_by_hand", "warn", {"price": agreed, "before": found.unit_price})]
    elif band is not None and found.unit_price is not None:
        told = [_in_band(agreed, found.unit_price, band)]
    if found.floor is not None and agreed < found.floor:
        told.append(Reason("price_below_floor", "stop", {"price": agreed, "floor": found.floor}))
    return PriceAnswer(agreed, steps, (*reasons, *told), True, found.floor, found.policy, found.version)


def _in_band(agreed: Decimal, found: Decimal, band: Band) -> Reason:
    least = (found * (_HUNDRED - band.below) / _HUNDRED).quantize(_TEN_THOUSANDTH, ROUND_HALF_UP)
    most = (found * (_HUNDRED + band.above) / _HUNDRED).quantize(_TEN_THOUSANDTH, ROUND_HALF_UP)
    inside = least <= agreed <= most
    facts: dict[str, Fact] = {"price": agreed, "before": found, "least": least, "most": most}
    return Reason("price_agreed", "info", facts) if inside else Reason("price_outside_band", "warn", facts)


def pack_price(unit_price: Decimal, size: Decimal) -> Decimal:
    """What a pack of so many base units costs, at four places: a dozen costs twelve times the piece (A15)."""
    return (unit_price * size).quantize(_TEN_THOUSANDTH, ROUND_HALF_UP)
