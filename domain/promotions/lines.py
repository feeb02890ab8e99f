"""The lines of an order while promotions are applied: what each is worth now and how much of it is used up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from domain.catalog.products import Product
from domain.explain import Fact, Reason, Step
from domain.prices.price_lists import Buyer
from domain.prices.tax import net_of_tax
from domain.promotions.compiled import CompiledPromotion
from domain.values.money import ZERO, line_amount, round_fen

_NOTHING = Decimal(0)
_SIX_PLACES, _WHOLE = Decimal("0.000001"), Decimal(1)


@dataclass(frozen=True, slots=True)
class OrderLine:
    """What is ordered: base units and the price per base unit before promotions; `agreed` marks one made by hand.

    `floor` is the least price per base unit that the price list allows; promotions may go below it, and say so.
    """

    product: Product
    quantity: Decimal
    unit_price: Decimal | None
    agreed: bool = False
    floor: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Usage:
    """How far limits are used already, by policy id: times in all, times by this dealer, quota left, quota he took.

    What isn't named is unused.
    """

    times: Mapping[str, int] = field(default_factory=dict)
    dealer_times: Mapping[str, int] = field(default_factory=dict)
    left: Mapping[str, Decimal] = field(default_factory=dict)
    dealer_taken: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PromotedOrder:
    """An order to be priced on a day for a buyer, with the coupons shown."""

    buyer: Buyer
    on: date
    lines: tuple[OrderLine, ...]
    coupons: frozenset[str] = frozenset()
    usage: Usage = Usage()


class Discount(NamedTuple):
    """What one policy took off one line (or, in `PricedOrder.discounts`, off the whole order)."""

    policy: str
    version: int
    amount: Decimal


class FreeLine(NamedTuple):
    """Goods on top: free unless they have a price; `product` is an id, `amount` = quantity × price, `how` facts."""

    product: str
    quantity: Decimal
    unit_price: Decimal
    amount: Decimal
    policy: str
    version: int
    how: tuple[tuple[str, Fact], ...] = ()


class Use(NamedTuple):
    """That an order used a policy: once for its limits, `quantity` of its quota."""

    policy: str
    version: int
    quantity: Decimal


class Hint(NamedTuple):
    """What is missing to more: `missing` of the measure, over `products` of the order, brings what `facts` tell.

    `code`: `next_break`, `next_save`, `next_goods`, `next_free`, `next_bundle`, `next_order_discount` or
    `condition`.
    """

    policy: str
    version: int
    name: str
    code: str
    measure: str
    missing: Decimal
    reached: Decimal
    products: tuple[str, ...]
    facts: Mapping[str, Fact]


class Run:
    """Units of one line that have gone through the same: what they cost, and which groups have used them.

    `gross` is what they cost before promotions, `net` now, `chain` is what chained discounts are reckoned from; all
    exact. A policy that takes only some of the units cuts the run in two, so that no unit pays for another's history.
    """

    __slots__ = ("chain", "closed", "gross", "line", "net", "units", "used")

    def __init__(self, line: LineState, units: Decimal, gross: Decimal) -> None:
        self.line = line
        self.units = units
        self.gross = self.net = self.chain = gross
        self.used: frozenset[str] = _BY_NOBODY
        self.closed = False

    def cut(self, units: Decimal) -> Run:
        """The first so many units, as a run of their own."""
        if units >= self.units:
            return self
        whole = self.units
        first = Run(self.line, units, self.gross * units / whole)
        first.net, first.chain = self.net * units / whole, self.chain * units / whole
        first.used, first.closed = self.used, self.closed
        self.units -= units
        self.gross -= first.gross
        self.net -= first.net
        self.chain -= first.chain
        runs = self.line.runs
        runs.insert(runs.index(self), first)
        return first

    def use(self, promotion: CompiledPromotion, group: str) -> None:
        """What this policy counted or discounted is gone for its group; an exclusive one leaves it to nobody."""
        used = promotion.after.get(self.used)
        if used is None:
            if len(promotion.after) >= _KEPT:
                promotion.after.clear()
            used = promotion.after[self.used] = self.used | {group}
        self.used = used
        if promotion.exclusive:
            self.closed = True


_BY_NOBODY: frozenset[str] = frozenset()
_KEPT = 64


class LineState:
    """One line in the making; `net` is its exact amount so far, `shown` the same as told, to the fen."""

    __slots__ = ("agreed", "closed", "discounts", "gross", "net", "place", "price", "product", "quantity", "runs",
                 "shown", "steps", "whole")  # fmt: skip

    def __init__(self, place: int, line: OrderLine) -> None:
        self.place = place
        self.product = line.product
        self.quantity = line.quantity
        self.price = line.unit_price
        self.agreed = line.agreed
        self.gross = ZERO if line.unit_price is None else line_amount(line.quantity, line.unit_price)
        self.net = self.shown = self.gross
        self.closed = line.unit_price is None or line.quantity <= 0
        self.runs = [] if self.closed else [Run(self, line.quantity, self.gross)]
        self.whole = LineShare(self, list(self.runs))  # asked for by nearly every policy, as long as no run is cut
        self.discounts: list[Discount] = []
        self.steps: list[Step] = []

    def share(self, promotion: CompiledPromotion) -> LineShare | None:
        """The units that this policy may still count and discount; None where there are none."""
        if self.agreed and not promotion.terms.agreed_prices:
            return None
        group, runs = promotion.competition, self.runs
        if len(runs) == 1:
            run = runs[0]
            return None if run.closed or group in run.used else self.whole
        runs = [run for run in runs if not run.closed and group not in run.used]
        return LineShare(self, runs) if runs else None


class LineShare(NamedTuple):
    """Some units of one line, as the runs they are in."""

    line: LineState
    runs: list[Run]

    @property
    def units(self) -> Decimal:
        """How many base units."""
        runs = self.runs
        return runs[0].units if len(runs) == 1 else sum((run.units for run in runs), _NOTHING)

    @property
    def worth(self) -> Decimal:
        """What they cost after the discounts applied so far."""
        runs = self.runs
        return runs[0].net if len(runs) == 1 else sum((run.net for run in runs), _NOTHING)

    def basis(self, promotion: CompiledPromotion) -> Decimal:
        """What a discount on them is reckoned from: the price before any promotion, or what the chain left."""
        return sum((basis(promotion, run) for run in self.runs), _NOTHING)

    def spread(self, off: Decimal) -> list[Decimal]:
        """An amount off, divided over the runs by what they cost; no more than they cost."""
        if len(self.runs) == 1:
            return [off]
        worth = self.worth
        off = min(off, worth)
        if not worth:
            return [off] * len(self.runs)
        parts = [off * run.net / worth for run in self.runs[:-1]]
        return [*parts, off - sum(parts, _NOTHING)]


def figure(exact: Decimal) -> Decimal:
    """A figure as it is told in a step: six places are more than anybody reckons with."""
    told = exact.quantize(_SIX_PLACES)
    return told.normalize() if told % 1 else told.quantize(_WHOLE)


def basis(promotion: CompiledPromotion, run: Run) -> Decimal:
    """What a discount on a run is reckoned from."""
    return run.chain if promotion.chained else run.gross


def use_up(promotion: CompiledPromotion, shares: Iterable[LineShare]) -> None:
    """Base units that this policy counted or discounted are gone for its group, or for all if it is exclusive."""
    for share in shares:
        for run in share.runs:
            run.use(promotion, promotion.competition)


def units_in(shares: Iterable[LineShare]) -> Decimal:
    """How many base units there are in all."""
    units = _NOTHING
    for share in shares:
        for run in share.runs:
            units += run.units
    return units


def first_units(shares: Sequence[LineShare], count: Decimal) -> list[LineShare]:
    """The first so many units: of the dearest goods, and of the same goods those that cost most by now.

    Where goods are equal it doesn't matter on which line they were written.
    """
    if count >= units_in(shares):
        return list(shares)
    taken = []
    for run in in_turn(run for share in shares for run in share.runs):
        part = min(run.units, count)
        if part <= 0:
            break
        taken.append(run.cut(part))
        count -= part
    return by_line(taken)


def in_turn(runs: Iterable[Run]) -> list[Run]:
    """Runs in the order in which a policy that can't have all takes their units."""
    return sorted(runs, key=_turn)


def _turn(run: Run) -> tuple[Decimal, str, Decimal, Decimal, list[str], tuple[Decimal, str, Decimal, bool, int]]:
    line, units = run.line, run.units
    return (
        -(line.price or _NOTHING),
        line.product.id,
        -run.net / units,
        -run.chain / units,
        sorted(run.used),
        _canon(line),
    )


def by_line(runs: Iterable[Run]) -> list[LineShare]:
    """Runs put together line by line again, the lines in canonical order."""
    runs_of: dict[LineState, list[Run]] = {}
    for run in runs:
        runs_of.setdefault(run.line, []).append(run)
    return [LineShare(line, runs_of[line]) for line in in_canon(runs_of)]


def measured(measure: str, shares: Sequence[LineShare]) -> Decimal:
    """The sum of a measure over lines; amounts are rounded to the fen line by line, untaxed ones too."""
    if measure == "quantity":
        return units_in(shares)
    if measure == "products":
        return Decimal(len({share.line.product.id for share in shares}))
    if measure == "amount_untaxed":
        return sum((net_of_tax(share.worth, share.line.product.tax_rate) for share in shares), ZERO)
    return sum((round_fen(share.worth) for share in shares), ZERO)


def in_canon(lines: Iterable[LineState]) -> list[LineState]:
    """Dearest first, then by product; so that no result depends on the order in which lines were written."""
    return sorted(lines, key=_canon)


def _canon(line: LineState) -> tuple[Decimal, str, Decimal, bool, int]:
    return -(line.price or _NOTHING), line.product.id, line.quantity, line.agreed, line.place


@dataclass(slots=True)
class PromotionOutcome:
    """What applying promotions leaves behind, beside the lines themselves."""

    free: list[FreeLine] = field(default_factory=list)
    uses: list[Use] = field(default_factory=list)
    hints: list[Hint] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)
    totals: list[Discount] = field(default_factory=list)


@dataclass(slots=True)
class PricingRun:
    """What a template sees: the order, the lines of each numbered product scope, and where it tells its outcome.

    `gives` says whether the policy at hand has taken or given anything that can be told so far.
    """

    order: PromotedOrder
    by_slot: Mapping[int, Sequence[LineState]]
    outcome: PromotionOutcome
    gives: bool = False
    _before: list[tuple[Run, Decimal, Decimal, frozenset[str], bool]] = field(default_factory=list)

    def shares(self, promotion: CompiledPromotion, slot: int) -> list[LineShare]:
        """The lines of a scope with what the policy may still use of them."""
        shares = (line.share(promotion) for line in self.by_slot.get(slot, ()))
        return [share for share in shares if share is not None]

    def begin(self) -> None:
        """A policy starts: nothing of it is told yet."""
        self.gives = False
        self._before.clear()

    def take(self, promotion: CompiledPromotion, share: LineShare, offs: Sequence[Decimal], **facts: Fact) -> Decimal:
        """Take so much off each run of a share, no more than it costs; returns it as told, to the fen.

        The runs from which something was taken are used up; the others aren't.
        """
        line, taken, group = share.line, _NOTHING, promotion.competition
        reduces, gives = promotion.reduces, self.gives
        for run, wanted in zip(share.runs, offs, strict=True):
            net = run.net
            off = min(wanted, net)
            if off > 0:
                chain = run.chain
                if not gives:
                    self._before.append((run, net, chain, run.used, run.closed))
                run.net = net - off
                if reduces:
                    run.chain = chain - off if chain > off else ZERO
                run.use(promotion, group)
                taken += off
        if not taken:
            return ZERO
        exact, before = line.net, line.shown
        line.net = exact - taken
        line.shown = round_fen(line.net)
        told = before - line.shown
        if told:
            self.gives = True
            line.discounts.append(Discount(promotion.policy.id, promotion.policy.version, told))
            if exact != before:
                facts["exact"] = figure(exact)
            line.steps.append(Step("promotion", before, line.shown, {**promotion.named, **facts}))
        return told

    def undo(self) -> None:
        """Give back what came to less than a fen on every line: what takes nothing uses nothing."""
        for run, net, chain, used, closed in reversed(self._before):
            run.line.net += net - run.net
            run.net, run.chain, run.used, run.closed = net, chain, used, closed

    def hint(
        self,
        promotion: CompiledPromotion,
        code: str,
        measure: str,
        missing: Decimal,
        reached: Decimal,
        shares: Sequence[LineShare],
        **facts: Fact,
    ) -> None:
        """Tell what is missing to more, once half the way is done; what is far off would only be noise."""
        if missing > reached:
            return
        policy = promotion.policy
        ids = {share.line.product.id for share in shares}
        products = tuple(sorted(ids)) if len(ids) > 1 else tuple(ids)
        self.outcome.hints.append(
            Hint(policy.id, policy.version, policy.name, code, measure, missing, reached, products, facts)
        )
