"""An order under all its promotions: lines, free goods and totals, each fen told by policy and version."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from decimal import Decimal

from domain.explain import Fact, Reason, Step
from domain.policies.promotion_terms import Condition
from domain.promotions.compiled import CompiledPolicies, CompiledPromotion, LineUp
from domain.promotions.lines import (
    Discount,
    FreeLine,
    Hint,
    LineShare,
    LineState,
    PricingRun,
    PromotedOrder,
    PromotionOutcome,
    Usage,
    Use,
    in_canon,
    measured,
    use_up,
)
from domain.values.money import ZERO, line_amount

_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class PricedLine:
    """One line: `gross` before promotions, `amount` after; gross − the discounts = amount, to the fen.

    The steps (`promotion`, with `policy`, `version`, `name`) tell the line's amount before and after each discount and
    how it came about: `exact` is the amount before where that isn't whole fen, `by` one of the template's `ways` with
    its figures: `percent` and `unit`, `line`, `price` those of the template over `units` and `base`; a set and a saving
    on the order their `saving` with this line's `base` of the `whole` and what falls to it, `off`. `most` is what it
    cost, where the discount would have been more. A line without a price has an amount of 0.
    """

    product: str
    quantity: Decimal
    unit_price: Decimal | None
    gross: Decimal
    amount: Decimal
    discounts: tuple[Discount, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class PricedOrder:
    """The order's lines as they were written, goods on top, and the totals.

    `total` = the lines' amounts + what goods on top cost. `discounts` are those over the whole order, which
    the lines carry too. `uses` is what limits and quotas are to be charged with. `hints`: the nearest first.
    """

    lines: tuple[PricedLine, ...]
    free: tuple[FreeLine, ...]
    gross: Decimal
    total: Decimal
    discounts: tuple[Discount, ...]
    hints: tuple[Hint, ...]
    reasons: tuple[Reason, ...]
    uses: tuple[Use, ...]

    @property
    def versions(self) -> dict[str, int]:
        """Which version of which policy it used, for `policies.as_used`."""
        return {use.policy: use.version for use in self.uses}


def price_order(order: PromotedOrder, compiled: CompiledPolicies) -> PricedOrder:
    """Apply every promotion that holds for the order; neither the order of lines nor that of policies matters.

    Lines with a negative quantity (returns) and lines without a price are left as they are.
    Reasons: `promotion_tie` (warn; `policy`, `other`, with the line: neither was applied), `promotion_used_up`
    (info; `policy`, `limit`, `most`), `coupon_unknown` (warn; `coupon`), `coupon_unmet` (warn; `coupon`,
    `policy`), `promotion_below_floor` (info; `floor`, `amount`, with the line).
    """
    line_up = compiled.line_up(order.buyer, order.on, order.coupons)
    lines = [LineState(place, line) for place, line in enumerate(order.lines, 1)]
    outcome = PromotionOutcome()
    mine, by_slot = _sort_out(lines, line_up, outcome)
    pricing = PricingRun(order, by_slot, outcome)
    for place in sorted(mine):
        _run(line_up.promotions[place], mine[place], pricing)
    _judge_coupons(order, compiled, line_up, outcome)
    _judge_floors(order, lines, outcome)
    return _finish(lines, outcome)


def _sort_out(
    lines: list[LineState], line_up: LineUp, outcome: PromotionOutcome
) -> tuple[dict[int, list[LineState]], dict[int, list[LineState]]]:
    """Which lines each promotion and each counted scope sees, in canonical order."""
    mine: defaultdict[int, list[LineState]] = defaultdict(list)
    by_slot: defaultdict[int, list[LineState]] = defaultdict(list)
    for line in in_canon(lines):
        if line.closed:
            continue
        plan = line_up.plan(line.product)
        for place in plan.places:
            mine[place].append(line)
        for slot in plan.slots:
            by_slot[slot].append(line)
        for one, other in plan.ties:
            facts: dict[str, Fact] = {"policy": one.id, "other": other.id}
            outcome.reasons.append(Reason("promotion_tie", "warn", facts, line.place))
    return mine, by_slot


def _run(promotion: CompiledPromotion, lines: list[LineState], pricing: PricingRun) -> None:
    shares = [share for line in lines if (share := line.share(promotion)) is not None]
    if not shares or (promotion.limited and not _within_limits(promotion, pricing)):
        return
    counted: list[LineShare] = []
    for condition, slot in zip(promotion.terms.conditions, promotion.conditions, strict=True):
        over = pricing.shares(promotion, slot) if slot != promotion.slot else shares
        fits = over
        if condition.per == "line":
            fits = [share for share in over if _holds(condition, [share])]
            misses = {share.line for share in over} - {share.line for share in fits}
            shares = [share for share in shares if share.line not in misses]
        if not _met(condition, over, fits) or not shares:
            _missing(promotion, condition, over, pricing)
            return
        counted += fits if condition.uses else []
    pricing.begin()
    uses = pricing.outcome.uses
    before = len(uses)
    promotion.template.apply(promotion, shares, pricing)
    if not pricing.gives:  # what takes nothing uses nothing: neither goods, nor a quota, nor a coupon
        pricing.undo()
        return
    use_up(promotion, counted)
    if len(uses) == before:
        uses.append(Use(promotion.policy.id, promotion.policy.version, _NOTHING))


def _met(condition: Condition, over: list[LineShare], fits: list[LineShare]) -> bool:
    """Whether a condition holds: over all lines together, or in one of them; "at most" holds where there is none."""
    if condition.per == "order" or not over:
        return _holds(condition, over)
    return bool(fits)


def _within_limits(promotion: CompiledPromotion, pricing: PricingRun) -> bool:
    limits, usage, policy = promotion.terms.limits, pricing.order.usage, promotion.policy.id
    for limit, most, used in (
        ("uses", limits.uses, usage.times),
        ("uses_per_dealer", limits.uses_per_dealer, usage.dealer_times),
    ):
        if most is not None and used.get(policy, 0) >= most:
            facts: dict[str, Fact] = {"policy": policy, "limit": limit, "most": most}
            pricing.outcome.reasons.append(Reason("promotion_used_up", "info", facts))
            return False
    return True


def _holds(condition: Condition, shares: list[LineShare]) -> bool:
    value = measured(condition.measure, shares)
    return value >= condition.least and (condition.most is None or value <= condition.most)


def _missing(promotion: CompiledPromotion, condition: Condition, over: list[LineShare], pricing: PricingRun) -> None:
    value = measured(condition.measure, over)
    if value < condition.least:
        pricing.hint(
            promotion, "condition", condition.measure, condition.least - value, value, over, least=condition.least
        )


def _judge_coupons(
    order: PromotedOrder, compiled: CompiledPolicies, line_up: LineUp, outcome: PromotionOutcome
) -> None:
    if not order.coupons:
        return
    used = {use.policy for use in outcome.uses}
    for coupon in sorted(order.coupons - compiled.known_coupons(order.on)):
        outcome.reasons.append(Reason("coupon_unknown", "warn", {"coupon": coupon}))
    for promotion in line_up.promotions:
        coupon = promotion.terms.limits.coupon
        if coupon and promotion.policy.id not in used:
            facts: dict[str, Fact] = {"coupon": coupon, "policy": promotion.policy.id}
            outcome.reasons.append(Reason("coupon_unmet", "warn", facts))


def _judge_floors(order: PromotedOrder, lines: list[LineState], outcome: PromotionOutcome) -> None:
    for asked, line in zip(order.lines, lines, strict=True):
        if asked.floor is not None and line.discounts and line.shown < line_amount(asked.quantity, asked.floor):
            facts: dict[str, Fact] = {"floor": asked.floor, "amount": line.shown}
            outcome.reasons.append(Reason("promotion_below_floor", "info", facts, line.place))


def _finish(lines: list[LineState], outcome: PromotionOutcome) -> PricedOrder:
    priced = tuple(
        PricedLine(
            line.product.id, line.quantity, line.price, line.gross, line.shown, tuple(line.discounts), tuple(line.steps)
        )
        for line in lines
    )
    free = tuple(sorted(outcome.free, key=lambda line: (line.policy, line.product, line.quantity)))
    hints = sorted(outcome.hints, key=lambda hint: (hint.missing / (hint.missing + hint.reached), hint.policy))
    return PricedOrder(
        priced,
        free,
        sum((line.gross for line in priced), ZERO),
        sum((line.amount for line in priced), ZERO) + sum((line.amount for line in free), ZERO),
        tuple(outcome.totals),
        tuple(hints),
        tuple(sorted(outcome.reasons, key=lambda reason: (reason.line or 0, reason.code, str(reason.facts)))),
        tuple(outcome.uses),
    )


def used_after(usage: Usage, priced: PricedOrder, compiled: CompiledPolicies) -> Usage:
    """The counts after this order, for the next one of the same dealer."""
    times, dealer_times = dict(usage.times), dict(usage.dealer_times)
    left, taken = dict(usage.left), dict(usage.dealer_taken)
    for use in priced.uses:
        times[use.policy] = times.get(use.policy, 0) + 1
        dealer_times[use.policy] = dealer_times.get(use.policy, 0) + 1
        quota = compiled.quota_of(use.policy, use.version)
        if quota is not None:
            left[use.policy] = left.get(use.policy, quota) - use.quantity
            taken[use.policy] = taken.get(use.policy, _NOTHING) + use.quantity
    return replace(usage, times=times, dealer_times=dealer_times, left=left, dealer_taken=taken)
