"""The verdict on an order: stock line by line, credit over the whole, and every reason told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, Decimal
from typing import Literal

from domain.credit import CreditPosition, judge_credit
from domain.errors import UsageError
from domain.explain import Fact, Reason, Step
from domain.money import ZERO, line_amount
from domain.stock import StockLevel

State = Literal["accepted", "accepted_in_part", "needs_approval", "refused"]
_NOTHING = Decimal(0)
_NO_STOCK = StockLevel(_NOTHING, _NOTHING)
_MILLI = Decimal("0.001")


@dataclass(frozen=True, slots=True)
class RequestLine:
    """One line as asked for: quantity and price per base unit, `unit` and `pack_size` as the buyer counts."""

    product: str
    sku: str
    quantity: Decimal
    unit: str
    pack_size: Decimal
    unit_price: Decimal | None
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class LineVerdict:
    """What of one line is accepted, in base units, and its amount; `line` counts from 1."""

    line: int
    accepted: Decimal
    amount: Decimal
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer to an order; `reasons` are those of the whole, `total` is the sum of the lines' amounts."""

    state: State
    lines: tuple[LineVerdict, ...]
    reasons: tuple[Reason, ...]
    total: Decimal


def decide(
    lines: Sequence[RequestLine],
    stock: Mapping[str, StockLevel] | None,
    credit: CreditPosition,
    *,
    dealer_status: str = "active",
) -> Verdict:
    """Decide an order that neither the seller's stock (by product id) nor the buyer's credit holds yet.

    Lines of one product share its stock, first come first served. Short stock is accepted as far as it goes
    in whole packs of the line's unit (`stock_short`, warn); nothing there (`stock_none`) or no price
    (`price_missing`) leaves the line at 0. Credit judges the amount of what the lines got; over the limit, a
    dealer who isn't active (`dealer_inactive`) or no line left means *refused*, and then nothing is accepted
    while the lines keep the amounts they would have had. Overdue debt means *needs approval*. What passed is
    told too: `stock_ok` once if no line fell short, `credit_ok`. Where the seller doesn't tell a buyer what he has
    (`stock` None), stock holds nothing back and `stock_untold` says so.

    Raises UsageError `order_empty`, or `quantity_zero` / `quantity_negative` with the fact `line`.
    """
    _check_lines(lines)
    if stock is None:
        whole = sum((line.quantity for line in lines), _NOTHING)
        levels = {line.product: StockLevel(whole, _NOTHING) for line in lines}
    else:
        levels = dict(stock)
    left = {product: max(level.available, _NOTHING) for product, level in levels.items()}
    judged = []
    for place, line in enumerate(lines, start=1):
        verdict = _judge_line(place, line, left.get(line.product, _NOTHING), levels.get(line.product, _NO_STOCK))
        if verdict.accepted:
            left[line.product] -= verdict.accepted
        judged.append(verdict)
    total = sum((verdict.amount for verdict in judged), ZERO)
    stocked = _stock_passed(judged) if stock is not None else [Reason("stock_untold", "info")]
    reasons = [*_dealer_reasons(dealer_status), *stocked, *judge_credit(credit, total)]
    state = _state(lines, judged, reasons)
    if state == "refused":
        judged = [replace(verdict, accepted=_NOTHING) for verdict in judged]
    return Verdict(state, tuple(judged), tuple(reasons), total)


def _check_lines(lines: Sequence[RequestLine]) -> None:
    if not lines:
        raise UsageError("order_empty")
    for place, line in enumerate(lines, start=1):
        if line.quantity <= 0:
            code = "quantity_negative" if line.quantity else "quantity_zero"
            raise UsageError(code, text=str(line.quantity), line=place)


def _judge_line(place: int, line: RequestLine, available: Decimal, level: StockLevel) -> LineVerdict:
    possible = line.quantity if available >= line.quantity else _whole_packs(line, available)
    reasons = []
    accepted, amount = _NOTHING, ZERO
    if line.unit_price is None:
        reasons.append(Reason("price_missing", "stop", {"sku": line.sku}, place))
    else:
        accepted, amount = possible, line_amount(possible, line.unit_price)
    if possible < line.quantity:
        facts: dict[str, Fact] = {
            "sku": line.sku,
            "wanted": line.quantity,
            "available": available,
            "accepted": accepted,
            "unit": line.unit,
            "pack_size": line.pack_size,
            "as_of": level.as_of,
        }
        short = Reason("stock_short", "warn", facts, place)
        reasons.append(short if possible else Reason("stock_none", "stop", facts, place))
    return LineVerdict(place, accepted, amount, tuple(reasons))


def _whole_packs(line: RequestLine, available: Decimal) -> Decimal:
    """What is there in whole packs of the line's unit; goods asked for in fractions may be cut anywhere."""
    if line.pack_size == 1 and line.quantity % 1:
        return available.quantize(_MILLI, ROUND_DOWN)
    return available // line.pack_size * line.pack_size


def _dealer_reasons(status: str) -> list[Reason]:
    return [] if status == "active" else [Reason("dealer_inactive", "stop", {"status": status})]


def _stock_passed(judged: Sequence[LineVerdict]) -> list[Reason]:
    codes = {reason.code for verdict in judged for reason in verdict.reasons}
    return [] if codes & {"stock_short", "stock_none"} else [Reason("stock_ok", "info", {"lines": len(judged)})]


def _state(lines: Sequence[RequestLine], judged: Sequence[LineVerdict], reasons: Sequence[Reason]) -> State:
    severities = {reason.severity for reason in reasons}
    if "stop" in severities or not any(verdict.accepted for verdict in judged):
        return "refused"
    if "warn" in severities:
        return "needs_approval"
    whole = all(verdict.accepted == line.quantity for line, verdict in zip(lines, judged, strict=True))
    return "accepted" if whole else "accepted_in_part"
