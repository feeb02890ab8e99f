"""The seller's answer restates an order: what of each line stands at which price, goods on top, and what changed."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import chain

from domain.documents.verdict import RequestLine
from domain.explain import Fact, Reason
from domain.values.money import from_fen, from_price, to_fen, to_price
from domain.values.quantities import from_milli, to_milli
from sync.records.bodies.records import AnswerBody, DocumentBody, LineBody
from sync.records.documents.stored import Filed, FiledLine
from sync.records.orders.evaluation import (
    Judged,
    net_fen,
    reason_body,
    step_body,
    use_bodies,
    versions_of,
    wallet_bodies,
)


@dataclass(slots=True)
class _Restated:
    """One line of the order as the seller sees it."""

    accepted: int = 0
    price: int | None = None
    net: int | None = None


def answer_of(order: Filed, judged: Judged, warehouse: str, written: DocumentBody | None) -> AnswerBody:
    """The answer to an order whose own lines are `order.lines`, in their order; moments and names are still to come."""
    restated = [_Restated(price=line.unit_price) for line in order.lines]
    bought = [line.line for line in order.lines if not line.gift]
    changed: list[Reason] = []
    places: dict[int, int] = {}
    amounts = judged.amounts
    for place, (number, line, verdict) in enumerate(zip(bought, judged.lines, judged.verdict.lines, strict=False), 1):
        places[place] = number
        restated[number - 1] = _Restated(
            to_milli(verdict.accepted),
            None if line.unit_price is None else to_price(line.unit_price),
            net_fen(line, verdict),
        )
        changed += _changed(order.lines[number - 1], line, amounts[place - 1])
    added = _restate_gifts(order, judged, len(bought), restated, places, changed)
    refused = judged.verdict.state == "refused"
    limited = judged.context.limited
    wallet = [] if refused else wallet_bodies(judged.due, places)
    return AnswerBody(
        order=order.id,
        state=judged.verdict.state,
        decided_at="",
        accepted=[line.accepted for line in restated],
        reasons=[reason_body(reason) for reason in _told(judged, changed, places, written, wallet)],
        unit_prices=[line.price for line in restated],
        warehouse=warehouse,
        amounts=_short([line.net for line in restated]),
        added=[] if refused else added,
        policies=versions_of(judged.due, lines=judged.lines),
        uses=[] if refused else use_bodies(judged.due, limited),
        wallet=wallet,
    )


def _short(amounts: list[int | None]) -> list[int | None]:
    """Nothing where no promotion did anything, as orders have always been answered."""
    return amounts if any(amount is not None for amount in amounts) else []


def _restate_gifts(
    order: Filed,
    judged: Judged,
    first: int,
    restated: list[_Restated],
    places: dict[int, int],
    changed: list[Reason],
) -> list[LineBody]:
    """Puts goods on top onto the order's own lines for them; the lines for what is left over."""
    own: defaultdict[tuple[str, str], deque[FiledLine]] = defaultdict(deque)
    for line in order.lines:
        if line.gift:
            own[line.gift, line.product].append(line)
    added: list[LineBody] = []
    for place in range(first, len(judged.lines)):
        gift, verdict = judged.lines[place], judged.verdict.lines[place]
        mine = lines.popleft() if (lines := own[gift.gift, gift.product]) else None
        taken = Decimal(0)
        if mine is not None:
            taken = min(verdict.accepted, from_milli(mine.quantity))
            price = None if gift.unit_price is None else to_price(gift.unit_price)
            restated[mine.line - 1] = _Restated(to_milli(taken), price)
            places[place + 1] = mine.line
        asked = from_milli(mine.quantity) if mine else Decimal(0)
        if gift.quantity != asked:
            changed.append(_gift_changed(gift, mine, asked, gift.quantity))
        rest = verdict.accepted - taken
        if rest > 0:
            places.setdefault(place + 1, len(order.lines) + len(added) + 1)
            added.append(_added(gift, rest))
    left = sorted(chain.from_iterable(own.values()), key=lambda line: line.line)
    changed += [_gift_changed(None, line, from_milli(line.quantity), Decimal(0)) for line in left]
    return added


def _added(gift: RequestLine, quantity: Decimal) -> LineBody:
    part = gift._replace(quantity=quantity)
    return LineBody(
        product=part.product,
        sku=part.sku,
        quantity=to_milli(quantity),
        amount=to_fen(part.gross),
        unit_price=None if part.unit_price is None else to_price(part.unit_price),
        unit=part.unit,
        pack=to_milli(part.pack_size),
        accepted=to_milli(quantity),
        gift=part.gift,
        why=[step_body(step) for step in part.steps],
    )


def _gift_changed(gift: RequestLine | None, line: FiledLine | None, before: Decimal, after: Decimal) -> Reason:
    sku = gift.sku if gift else line.sku if line else ""
    policy = gift.gift if gift else line.gift if line else ""
    facts: dict[str, Fact] = {"sku": sku, "policy": policy, "before": before, "after": after}
    return Reason("gift_changed", "warn" if after < before else "info", facts, line.line if line else None)


def _changed(line: FiledLine, priced: RequestLine, amount: Decimal) -> list[Reason]:
    """Where the seller's price, or what his promotions leave of it, is not what the order says."""
    stored = None if priced.unit_price is None else to_price(priced.unit_price)
    if stored != line.unit_price:
        before = None if line.unit_price is None else from_price(line.unit_price)
        why = priced.steps[-1].facts if priced.steps else {}
        facts: dict[str, Fact] = {"sku": line.sku, "before": before, "after": priced.unit_price, **why}
        return [Reason("price_changed", "warn", facts, line.line)]
    if to_fen(amount) != line.amount:
        facts = {"sku": line.sku, "before": from_fen(line.amount), "after": amount}
        return [Reason("amount_changed", "warn" if to_fen(amount) > line.amount else "info", facts, line.line)]
    return []


def _told(
    judged: Judged,
    changed: Sequence[Reason],
    places: dict[int, int],
    written: DocumentBody | None,
    wallet: Sequence[object],
) -> list[Reason]:
    by_line = [_at(reason, places) for line in judged.verdict.lines for reason in line.reasons]
    lines = sorted([*changed, *by_line], key=lambda reason: reason.line or 0)
    wished = from_fen(sum(use.amount for use in written.wallet)) if written else Decimal(0)
    paid = judged.due.paid if wallet else Decimal(0)
    less: list[Reason] = []
    if paid < wished and judged.verdict.state != "refused":
        less = [Reason("wallet_less", "warn", {"before": wished, "after": paid})]
    return [*judged.verdict.reasons, *less, *lines]


def _at(reason: Reason, places: dict[int, int]) -> Reason:
    """A reason of the verdict's line, told of the order's."""
    return reason if reason.line is None else replace(reason, line=places.get(reason.line))
