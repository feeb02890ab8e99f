"""An old order reckoned once more with the policy versions it names, to see that it comes out the same to the fen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property

import msgspec
from sqlalchemy import Connection

from domain.catalog.products import Product
from domain.policies.policy import Policy, as_used
from domain.policies.promotion_terms import Promotion
from domain.policies.scopes import EVERYONE
from domain.prices.price_lists import Buyer, Paid, PriceBook, PriceQuestion
from domain.prices.unit_price import FoundPrice
from domain.promotions.compiled import CompiledPolicies
from domain.promotions.lines import OrderLine, PromotedOrder, Usage
from domain.promotions.pricing import PricedOrder, price_order
from domain.values.money import from_fen, from_price, line_amount
from domain.values.quantities import from_milli
from sync.records.bodies.records import StepBody, UseBody
from sync.records.books import reading
from sync.records.books.bulk import query_rows, rows_in
from sync.records.documents.stored import FiledLine, document_row, find_document
from sync.records.pricing.policy_cache import buyer_of, policy_of

Versions = Mapping[str, int]
_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class RepricedLine:
    """A line as it stands and as it comes out again: unit price, the whole's amount, what the accepted part costs.

    `given` is the quantity of goods on top.
    """

    line: int
    sku: str
    price: tuple[Decimal | None, Decimal | None]
    amount: tuple[Decimal, Decimal]
    accepted: tuple[Decimal, Decimal]
    given: tuple[Decimal, Decimal] = (_NOTHING, _NOTHING)

    @property
    def same(self) -> bool:
        return all(stands == again for stands, again in (self.price, self.amount, self.accepted, self.given))


@dataclass(frozen=True, slots=True)
class Repriced:
    """An order reckoned again; `missing` are versions it names that this book has not."""

    number: str
    versions: Versions
    missing: tuple[tuple[str, int], ...]
    lines: tuple[RepricedLine, ...]

    @property
    def same(self) -> bool:
        return not self.missing and all(line.same for line in self.lines)


@dataclass(frozen=True, slots=True)
class _StatedLine:
    """What one side reckoned with: the versions, and how much of each quota it took."""

    versions: Versions
    uses: Sequence[UseBody]

    @property
    def usage(self) -> Usage:
        return Usage(left={use.policy: from_milli(use.quantity) for use in self.uses})


class RepricedOrder:
    """An order's own time: its buyer, its day, its coupons, and the versions that it names."""

    def __init__(self, connection: Connection, order: str) -> None:
        row = document_row(connection, order, "order")
        self.filed = find_document(connection, row.id, "order")
        self.on = date.fromisoformat(row.date)
        self.coupons = frozenset(msgspec.json.decode(row.coupons, type=list[str]))
        dealer = reading.dealer(connection, row.buyer)
        self.buyer: Buyer = buyer_of(connection, dealer)
        self.lines = [line for line in self.filed.lines if not line.added and not line.gift]
        self.cards = _cards(connection, self.lines)
        taken = query_rows(connection, "SELECT policy, version, quantity FROM policy_use WHERE document = ?", row.pk)
        uses = [UseBody(*each) for each in taken if each.quantity]
        self.asked = _StatedLine(msgspec.json.decode(row.policies, type=dict[str, int]), uses)
        said = 'SELECT policies, uses FROM answer WHERE "order" = ?'
        answers = [
            _StatedLine(
                msgspec.json.decode(policies, type=dict[str, int]), msgspec.json.decode(used, type=list[UseBody])
            )
            for policies, used in query_rows(connection, said, row.id)
        ]
        self.due = answers[0] if answers else self.asked
        self.versions = _versions(connection, {*self.asked.versions.items(), *self.due.versions.items()})
        self._connection, self._pk = connection, row.pk

    @cached_property
    def prices(self) -> list[Decimal | None]:
        """Each line's unit price as the lists of then make it."""
        sql = "SELECT line, why FROM document_line WHERE document = ?"
        rows = query_rows(self._connection, sql, self._pk)
        why = {line: msgspec.json.decode(steps, type=list[StepBody]) for line, steps in rows}
        return [self.price(line, why[line.line]) for line in self.lines]

    def price(self, line: FiledLine, steps: Sequence[StepBody]) -> Decimal | None:
        """The unit price as the lists of then make it of the plain price of then."""
        if not any(step.code == "price_rule" for step in steps):
            return None if line.unit_price is None else from_price(line.unit_price)
        lists = as_used(self.versions.values(), self.asked.versions)
        book = PriceBook(lists, self.buyer, self.on)
        agreed = from_price(line.unit_price or 0) if line.by_hand else None
        question = PriceQuestion(
            self.cards[line.product], from_milli(line.quantity), line.unit, last_paid=_paid(steps), agreed=agreed
        )
        return book.price(question, _plain(steps, book.plain_lists)).unit_price

    def accepted(self, quantities: Sequence[int]) -> PricedOrder:
        """So much of each line (1/1000) by the seller's answer: its versions, and its prices where it has others.

        Where the seller answered with a price of its own, that one was not made by hand.
        """
        prices, agreed = [], []
        for line, price in zip(self.lines, self.prices, strict=True):
            own = line.answered_price not in (None, line.unit_price)
            prices.append(from_price(line.answered_price or 0) if own else price)
            agreed.append(bool(line.by_hand) and not own)
        return self.reckon(self.due, quantities, prices, agreed)

    def reckon(
        self, said: _StatedLine, quantities: Sequence[int], prices: Sequence[Decimal | None], by_hand: Sequence[bool]
    ) -> PricedOrder:
        """The promotions of then on these quantities; a price by hand takes no part in most of them."""
        compiled = CompiledPolicies(_addressed(as_used(self.versions.values(), said.versions)))
        lines = tuple(
            OrderLine(self.cards[line.product], from_milli(quantity), price, agreed)
            for line, quantity, price, agreed in zip(self.lines, quantities, prices, by_hand, strict=True)
        )
        return price_order(PromotedOrder(self.buyer, self.on, lines, self.coupons, said.usage), compiled)


def reprice(connection: Connection, order: str) -> Repriced:
    """Reckons the order of this number or id again; UsageError `document_unknown`.

    The plain price is the one of then, which the line's own explanation names; a price that the seller answered with
    is taken as he said it.
    """
    past = RepricedOrder(connection, order)
    prices = past.prices
    agreed = [bool(line.by_hand) for line in past.lines]
    asked = past.reckon(past.asked, [line.quantity for line in past.lines], prices, agreed)
    held = [line.accepted or 0 for line in past.lines]
    due = past.accepted(held)
    # What the whole of an order took of a quota isn't known any more once it was cut.
    cut = any(accepted < line.quantity for accepted, line in zip(held, past.lines, strict=True)) and past.due.uses
    lines = []
    for place, line in enumerate(past.lines):
        stands = from_fen(line.amount)
        lines.append(
            RepricedLine(
                line.line,
                line.sku,
                (None if line.unit_price is None else from_price(line.unit_price), prices[place]),
                (stands, stands if cut else asked.lines[place].amount),
                (from_fen(line.cost or 0), due.lines[place].amount if held[place] else _NOTHING),
            )
        )
    gifts = [line for line in past.filed.lines if line.gift]
    free = {(each.policy, each.product): _NOTHING for each in asked.free}
    for each in asked.free:
        free[each.policy, each.product] += each.quantity
    lines += [_gift(line, free.get((line.gift, line.product), _NOTHING)) for line in gifts]
    named = {**past.asked.versions, **past.due.versions}
    missing = tuple(sorted(each for each in named.items() if each not in past.versions))
    return Repriced(past.filed.number, named, missing, tuple(lines))


def _gift(line: FiledLine, free: Decimal) -> RepricedLine:
    """Goods on top cost what they cost; as many as the order says, save where the seller's answer put them there."""
    quantity = from_milli(line.quantity)
    price = None if line.unit_price is None else from_price(line.unit_price)
    whole = line_amount(quantity, price or _NOTHING)
    cost = line_amount(from_milli(line.accepted or 0), from_price(line.price or 0))
    return RepricedLine(
        line.line,
        line.sku,
        (price, price),
        (from_fen(line.amount), whole),
        (from_fen(line.cost or 0), cost),
        (quantity, quantity if line.added else free),
    )


def _cards(connection: Connection, lines: Sequence[FiledLine]) -> dict[str, Product]:
    ids = sorted({line.product for line in lines})
    found = rows_in(connection, "SELECT * FROM product WHERE id IN (?*)", ids)
    known = {row.id: reading.product_of(row) for row in found}
    # A product that is gone from the book has no brand or category any more; its lines keep their prices.
    return {line.product: known.get(line.product) or Product(line.product, line.sku, line.name, "") for line in lines}


def _versions(connection: Connection, named: set[tuple[str, int]]) -> dict[tuple[str, int], Policy]:
    """The versions as published, those this place may not read any more among them."""
    found: dict[tuple[str, int], Policy] = {}
    for table in ("policy_kept", "policy"):
        sql = f"SELECT policy, version, form FROM {table} WHERE policy IN (?*)"
        for policy, version, form in rows_in(connection, sql, sorted({policy for policy, _ in named})):
            known = policy_of(form) if (policy, version) in named else None
            if known is not None:
                found[policy, version] = known
    return found


def _addressed(policies: Sequence[Policy]) -> list[Policy]:
    """Promotions that held for the buyer then hold now, in the same order, though his card may have changed since."""
    promotions = [policy for policy in policies if isinstance(policy.terms, Promotion)]
    promotions.sort(key=lambda policy: policy.id, reverse=True)
    promotions.sort(key=lambda policy: policy.rank)
    return [
        replace(policy, audience=EVERYONE, stacking=replace(policy.stacking, priority=place))
        for place, policy in enumerate(promotions)
    ]


def _plain(steps: Sequence[StepBody], named: Sequence[str]) -> dict[str, FoundPrice]:
    """The plain prices of then by list, "" the buyer's own."""
    found: dict[str, FoundPrice] = {}
    for step in steps:
        if step.code == "price_list" and step.after is not None:
            name = step.facts.get("list", "")
            found[name if name in named else ""] = FoundPrice(from_price(step.after), ())
    return found


def _paid(steps: Sequence[StepBody]) -> Paid | None:
    for step in steps:
        if step.code == "last_price" and step.after is not None and step.facts.get("date"):
            on = date.fromisoformat(step.facts["date"])
            return from_price(step.after), on, step.facts.get("number", "")
    return None
