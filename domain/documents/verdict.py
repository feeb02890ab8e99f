"""The verdict on an order: stock line by line, promotions on what is left, credit over the whole, every reason told."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, Decimal
from functools import partial
from typing import Literal, NamedTuple

from domain.accounts.credit import CreditPosition, judge_credit
from domain.catalog.stock import StockLevel
from domain.errors import UsageError
from domain.explain import Fact, Reason, Step
from domain.values.money import ZERO, line_amount

State = Literal["accepted", "accepted_in_part", "needs_approval", "refused"]
_NOTHING = Decimal(0)
_NO_STOCK = StockLevel(_NOTHING, _NOTHING)
_MILLI = Decimal("0.001")


class RequestLine(NamedTuple):
    """One line as asked for: quantity and price per base unit, `unit` and `pack_size` as the buyer counts.

    `reasons` speak of its price: one that stops leaves the line at 0, one that warns asks for approval. `by_hand`
    marks an agreed price, `floor` is the least the price list allows. `gift` names the policy that gives these goods.
    """

    product: str
    sku: str
    quantity: Decimal
    unit: str
    pack_size: Decimal
    unit_price: Decimal | None
    steps: tuple[Step, ...] = ()
    reasons: tuple[Reason, ...] = ()
    by_hand: bool = False
    floor: Decimal | None = None
    gift: str = ""

    @property
    def gross(self) -> Decimal:
        """What it costs before promotions."""
        return self.cost_of(self.quantity)

    def cost_of(self, quantity: Decimal) -> Decimal:
        """What so much of it costs before promotions."""
        return ZERO if self.unit_price is None else line_amount(quantity, self.unit_price)


@dataclass(frozen=True, slots=True)
class PricingResult:
    """What quantities of the lines cost under promotions, the goods they bring on top, and what the wallet pays."""

    amounts: tuple[Decimal, ...]
    gifts: tuple[RequestLine, ...] = ()
    reasons: tuple[Reason, ...] = ()
    paid: Decimal = ZERO


Reckon = Callable[[Sequence[Decimal]], PricingResult]


class LineVerdict(NamedTuple):
    """What of one line is accepted, in base units, and its amount; `line` counts from 1."""

    line: int
    accepted: Decimal
    amount: Decimal
    reasons: tuple[Reason, ...]


# One for each line of an order: made so, it takes a third of the time.
_verdict: Callable[[tuple[int, Decimal, Decimal, tuple[Reason, ...]]], LineVerdict] = partial(
    tuple.__new__, LineVerdict
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer to an order; `reasons` are those of the whole, `total` is the sum of the lines' amounts.

    `gifts` are the goods on top, whose verdicts follow those of the lines.
    """

    state: State
    lines: tuple[LineVerdict, ...]
    reasons: tuple[Reason, ...]
    total: Decimal
    gifts: tuple[RequestLine, ...] = ()


def decide(
    lines: Sequence[RequestLine],
    stock: Mapping[str, StockLevel] | None,
    credit: CreditPosition,
    *,
    dealer_status: str = "active",
    reckon: Reckon | None = None,
    waits: bool = False,
) -> Verdict:
    """Decide an order that neither the seller's stock (by product id) nor the buyer's credit holds yet.

    Lines of one product share its stock, first come first served. Short stock is accepted as far as it goes
    in whole packs of the line's unit (`stock_short`, warn); nothing there (`stock_none`) or no price
    (`price_missing`, or a reason of the line that stops) leaves the line at 0. What is accepted is reckoned
    anew by `reckon` (left out: quantity × price), so that a cut line keeps no promotion it has lost; goods on top
    take the stock that is left (`gift_short`, warn; `gift_less`, info, where a cut brings less of them). Credit
    judges the amount of what the lines got, less what the wallet pays; over the limit, a dealer who isn't active
    (`dealer_inactive`) or no line left means *refused*, and then nothing is accepted while the lines keep the
    amounts they would have had. Overdue debt, and a price that warns, mean *needs approval*; so does the limit, where
    somebody else wrote the order, which then `waits` for a person of the seller's. What passed is
    told too: `stock_ok` once if no line fell short, `credit_ok`. Where the seller doesn't tell a buyer what he has
    (`stock` None), stock holds nothing back and `stock_untold` says so.

    Raises UsageError `order_empty`, or `quantity_zero` / `quantity_negative` with the fact `line`.
    """
    _check_lines(lines)
    allocator = _StockAllocator(stock)
    cut = [_judge_line(place, line, allocator) for place, line in enumerate(lines, start=1)]
    accepted = [taken for _, taken, _ in cut]
    asked = [line.quantity for line in lines]
    reckoned = (reckon or _plain(lines))(accepted)
    whole = reckoned if reckon is None or accepted == asked else reckon(asked)
    by_line = _by_line(reckoned.reasons)
    judged = [
        _verdict((line, taken, amount, (*reasons, *by_line[line]) if line in by_line else reasons))
        for (line, taken, reasons), amount in zip(cut, reckoned.amounts, strict=True)
    ]
    gifts = _merged(whole.gifts, reckoned.gifts)
    judged += [_judge_gift(place, *gift, allocator) for place, gift in enumerate(gifts, start=len(lines) + 1)]
    total = sum((verdict.amount for verdict in judged), ZERO)
    stocked = _stock_passed(judged) if stock is not None else [Reason("stock_untold", "info")]
    binding = [*_dealer_reasons(dealer_status), *stocked, *judge_credit(credit, total - reckoned.paid)]
    wanted = (*lines, *(gift for gift, _ in gifts))
    state = _state(wanted, judged, binding, waits=waits)
    if state == "refused":
        judged = [verdict._replace(accepted=_NOTHING) for verdict in judged]
    told = [reason for reason in reckoned.reasons if reason.line is None]
    return Verdict(state, tuple(judged), (*binding, *told), total, tuple(gift for gift, _ in gifts))


def stopping_reasons(verdict: Verdict) -> tuple[Reason, ...]:
    """Why an order oughtn't to be placed as it stands: what refuses it, or a line that gets nothing for another reason
    than its stock; none where it may be. Each names its line.
    """
    by_line = [
        replace(reason, line=line.line)
        for line in verdict.lines
        for reason in line.reasons
        if reason.severity == "stop" and (verdict.state == "refused" or reason.code != "stock_none")
    ]
    whole = [reason for reason in verdict.reasons if reason.severity == "stop"]
    return (*by_line, *whole)


def warning_reasons(verdict: Verdict) -> tuple[Reason, ...]:
    """What is left to be said against an order beside what stops it; each names its line."""
    by_line = [replace(each, line=line.line) for line in verdict.lines for each in line.reasons]
    return tuple(each for each in (*by_line, *verdict.reasons) if each.severity == "warn")


def credit_alone(verdict: Verdict) -> bool:
    """Whether nothing but the buyer's limit refuses an order, so that somebody may let it pass all the same."""
    return verdict.state == "refused" and {each.code for each in stopping_reasons(verdict)} == {"credit_over"}


def _plain(lines: Sequence[RequestLine]) -> Reckon:
    """Quantity × price, without any promotion."""

    def reckon(quantities: Sequence[Decimal]) -> PricingResult:
        pairs = zip(lines, quantities, strict=True)
        return PricingResult(tuple(line.cost_of(quantity) for line, quantity in pairs))

    return reckon


def _by_line(reasons: Sequence[Reason]) -> dict[int | None, list[Reason]]:
    found: dict[int | None, list[Reason]] = {}
    for reason in reasons:
        found.setdefault(reason.line, []).append(reason)
    return found


class _StockAllocator:
    """What is there and what the lines before have left of it; without limit where the seller doesn't tell."""

    def __init__(self, stock: Mapping[str, StockLevel] | None) -> None:
        self._told = stock
        self._left: dict[str, Decimal] = {}

    def level(self, product: str) -> StockLevel:
        return _NO_STOCK if self._told is None else self._told.get(product, _NO_STOCK)

    def left(self, product: str) -> Decimal | None:
        left = self._left.get(product)
        if left is None and self._told is not None:
            left = self._left[product] = max(self.level(product).available, _NOTHING)
        return left

    def gives(self, product: str, quantity: Decimal) -> bool:
        """Takes so much where all of it is left, and says so; else it takes nothing."""
        left = self.left(product)
        if left is None:
            return True
        if left < quantity:
            return False
        self._left[product] = left - quantity
        return True

    def take(self, product: str, quantity: Decimal) -> None:
        left = self.left(product)
        if left is not None:
            self._left[product] = left - quantity


def _merged(asked: Sequence[RequestLine], due: Sequence[RequestLine]) -> list[tuple[RequestLine, Decimal]]:
    """Each gift in the most it could have been, with what is due of it once the order is cut."""
    left = {_named(gift): gift for gift in due}
    found = []
    for gift in asked:
        now = left.pop(_named(gift), None)
        quantity = _NOTHING if now is None else now.quantity
        most = max(gift.quantity, quantity)
        whole = now or gift
        found.append((whole if whole.quantity == most else whole._replace(quantity=most), quantity))
    return [*found, *((gift, gift.quantity) for gift in due if _named(gift) in left)]


def _named(gift: RequestLine) -> tuple[str, str, Decimal | None]:
    return gift.gift, gift.product, gift.unit_price


def _judge_gift(place: int, gift: RequestLine, due: Decimal, allocator: _StockAllocator) -> LineVerdict:
    """Goods on top: what is due of them, as far as there is any left behind what was bought."""
    available = allocator.left(gift.product)
    accepted = due if available is None or available >= due else _whole_packs(gift, max(available, _NOTHING))
    allocator.take(gift.product, accepted)
    reasons = []
    if due < gift.quantity:
        less: dict[str, Fact] = {"sku": gift.sku, "policy": gift.gift, "before": gift.quantity, "after": due}
        reasons.append(Reason("gift_less", "info", less, place))
    if accepted < due:
        facts: dict[str, Fact] = {"sku": gift.sku, "wanted": due, "available": available, "accepted": accepted}
        reasons.append(Reason("gift_short", "warn", facts, place))
    price = gift.unit_price
    return LineVerdict(place, accepted, ZERO if price is None else line_amount(accepted, price), tuple(reasons))


def _check_lines(lines: Sequence[RequestLine]) -> None:
    if not lines:
        raise UsageError("order_empty")
    for place, line in enumerate(lines, start=1):
        if line.quantity <= 0:
            code = "quantity_negative" if line.quantity else "quantity_zero"
            raise UsageError(code, text=str(line.quantity), line=place)


def _judge_line(place: int, line: RequestLine, allocator: _StockAllocator) -> tuple[int, Decimal, tuple[Reason, ...]]:
    """What of a line is there and has a price, and why no more: its place, base units and reasons."""
    if line.unit_price is not None and not line.reasons and allocator.gives(line.product, line.quantity):
        return place, line.quantity, ()
    left = allocator.left(line.product)
    available = line.quantity if left is None else left
    possible = line.quantity if available >= line.quantity else _whole_packs(line, available)
    reasons = [replace(reason, line=place) for reason in line.reasons]
    if line.unit_price is None and not reasons:
        reasons.append(Reason("price_missing", "stop", {"sku": line.sku}, place))
    stopped = line.unit_price is None or any(reason.severity == "stop" for reason in reasons)
    accepted = _NOTHING if stopped else possible
    allocator.take(line.product, accepted)
    if possible < line.quantity:
        facts: dict[str, Fact] = {
            "sku": line.sku,
            "wanted": line.quantity,
            "available": available,
            "accepted": accepted,
            "unit": line.unit,
            "pack_size": line.pack_size,
            "as_of": allocator.level(line.product).as_of,
        }
        short = Reason("stock_short", "warn", facts, place)
        reasons.append(short if possible else Reason("stock_none", "stop", facts, place))
    return place, accepted, tuple(reasons)


def _whole_packs(line: RequestLine, available: Decimal) -> Decimal:
    """What is there in whole packs of the line's unit; goods asked for in fractions may be cut anywhere."""
    if line.pack_size == 1 and line.quantity % 1:
        return available.quantize(_MILLI, ROUND_DOWN)
    return available // line.pack_size * line.pack_size


def _dealer_reasons(status: str) -> list[Reason]:
    return [] if status == "active" else [Reason("dealer_inactive", "stop", {"status": status})]


def _stock_passed(judged: Sequence[LineVerdict]) -> list[Reason]:
    codes = {reason.code for verdict in judged for reason in verdict.reasons}
    short = codes & {"stock_short", "stock_none", "gift_short"}
    return [] if short else [Reason("stock_ok", "info", {"lines": len(judged)})]


def _state(
    lines: Sequence[RequestLine], judged: Sequence[LineVerdict], reasons: Sequence[Reason], *, waits: bool
) -> State:
    severities = {"warn" if waits and reason.code == "credit_over" else reason.severity for reason in reasons}
    bought = [verdict for line, verdict in zip(lines, judged, strict=True) if not line.gift]
    if "stop" in severities or not any(verdict.accepted for verdict in bought):
        return "refused"
    priced = {reason.severity for line in lines for reason in line.reasons}
    if "warn" in severities | priced:
        return "needs_approval"
    whole = all(verdict.accepted == line.quantity for line, verdict in zip(lines, judged, strict=True))
    return "accepted" if whole else "accepted_in_part"
