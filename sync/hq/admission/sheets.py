"""A paper with its lines as the judging of a page sees it: as stored, as an answer leaves it, as a closing does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from domain.documents.fulfilment import closed_of
from domain.documents.kinds import sign_of
from domain.values.money import from_fen, to_fen
from sync.records.accounts.account_rows import day_of, parts_of
from sync.records.bodies.accounts import OrderClosingBody
from sync.records.bodies.records import AnswerBody, DocumentBody


class SheetLine(NamedTuple):
    """One line of a paper: 1/1000 base units, fen; what follows `order_line` speaks on orders.

    `price` is of one base unit, in 1/10000 yuan; `net` what the accepted quantity costs where that isn't the product;
    `closed` what of it won't be delivered any more.
    """

    line: int
    product: str
    quantity: int
    amount: int
    order_line: int | None
    accepted: int | None = None
    price: int | None = None
    net: int | None = None
    closed: int = 0

    @property
    def promised(self) -> int:
        """What of an order's line was promised and isn't closed."""
        return (self.accepted or 0) - self.closed


@dataclass(frozen=True, slots=True)
class PaperSheet:
    """A paper as it stands, with its lines; amount in fen."""

    kind: str
    number: str
    amount: int
    reverses: str | None
    source: str | None
    warehouse: str
    date: str
    terms: str
    lines: Sequence[SheetLine]
    method: str = ""

    @property
    def posted(self) -> int:
        """What it raises the buyer's debt by, in fen."""
        return sign_of(self.kind) * self.amount

    def part(self, number: int) -> int:
        """What one instalment of it comes to, 0 where it has no such part."""
        parts = parts_of(from_fen(self.amount), day_of(self.date), self.terms)
        if not parts:
            return abs(self.amount) if number == 1 else 0
        return to_fen(parts[number - 1].amount) if 0 < number <= len(parts) else 0


def sheet_of(kind: str, body: DocumentBody) -> PaperSheet:
    """A paper as its body says it."""
    lines = [
        SheetLine(
            place, each.product, each.quantity, each.amount, each.order_line, each.accepted, each.unit_price, each.net
        )
        for place, each in enumerate(body.lines, 1)
    ]
    return PaperSheet(
        kind, body.number, body.amount, body.reverses, body.source, body.warehouse, body.date, body.terms, lines,
        body.method,
    )  # fmt: skip


def answered(order: PaperSheet, body: AnswerBody) -> PaperSheet:
    """An order as an answer leaves it: what is accepted of its own lines, and the lines the answer adds."""
    own = [line for line in order.lines if line.order_line is None]
    none: list[int | None] = [None] * len(own)
    accepted, prices, nets = [*body.accepted, *[0] * len(own)], [*body.unit_prices, *none], [*body.amounts, *none]
    lines = [
        line._replace(
            accepted=accepted[place],
            price=line.price if prices[place] is None else prices[place],
            net=nets[place],
        )
        for place, line in enumerate(own)
    ]
    lines += [
        SheetLine(place, each.product, each.quantity, each.amount, place, each.accepted, each.unit_price, each.net)
        for place, each in enumerate(body.added, len(own) + 1)
    ]
    return PaperSheet(
        order.kind, order.number, order.amount, order.reverses, order.source, order.warehouse, order.date, order.terms,
        lines,
    )  # fmt: skip


def closed(order: PaperSheet, body: OrderClosingBody) -> PaperSheet:
    """An order once its seller closed what was left of it."""
    stays = [*body.delivered, *[0] * len(order.lines)]
    lines = [
        line._replace(closed=max(line.closed, closed_of(line.accepted, [stays[place]])))
        for place, line in enumerate(order.lines)
    ]
    return replace(order, lines=lines)
