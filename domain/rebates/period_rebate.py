"""One rebate of one dealer in one period: from the sums of what counted to what is earned, step by step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple

from domain.explain import Fact, Reason, Step
from domain.policies.policy import Policy
from domain.policies.rebate_terms import Rebate
from domain.prices.price_lists import Buyer
from domain.rebates.tiers import full, reward, rounded, sliced, tier_of

_NOTHING = Decimal(0)
_ONE = Decimal(1)
_HUNDRED = Decimal(100)
_KEPT = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class RebateSums:
    """What facts add up to, in the policy's measure.

    `total` counts to the target, `base` earns, `mix` is the total of each required part, `last_year` the same
    period's total a year before, `reduced` what earlier rebates take off the base of a chained one.
    """

    total: Decimal = _NOTHING
    base: Decimal = _NOTHING
    mix: tuple[Decimal, ...] = ()
    last_year: Decimal = _NOTHING
    reduced: Decimal = _NOTHING


@dataclass(frozen=True, slots=True)
class Prior:
    """What earlier periods left: the carried remainder, and what was earned so far in other periods.

    `by_dealer` is this dealer's, `by_policy` all dealers'. `rest` is what of goods didn't make a whole one where
    `remainder` is a base (`per_full`); `deficit` what came back beyond what was bought, never above zero.
    """

    remainder: Decimal = _NOTHING
    by_dealer: Decimal = _NOTHING
    by_policy: Decimal = _NOTHING
    rest: Decimal = _NOTHING
    deficit: RebateSums = RebateSums()


@dataclass(frozen=True, slots=True)
class RebateResult:
    """What is earned and why; `prior` is what it was reckoned on.

    `sums` are the period's own. `tier` counts from 0 and is None where none is reached. `reached` is the figure that
    picked it: the total, the percentage of the target, or the growth in percent. `remainder`, `rest` and `deficit` go
    to the next period. Steps, all with amounts before and after: `rebate_deficit`, `rebate_remainder`,
    `rebate_reduced`, `rebate_tier` (`tier`, `start`, `percent`, `each`, `once`, `per`, `by` (the method, with `_once`
    where the tier gives once), `base`, `target`, `reached`, `slices`, `times`), `rebate_mark_up` (`factor`),
    `rebate_rounding` (`mode`, `unit`), `rebate_cap` (`cap`, `limit`, `so_far`). Reasons: `rebate_no_target`,
    `rebate_no_last_year`, `rebate_no_tier` (`reached`,
    `start`), `rebate_mix_missed` (`part`, `share`, `least`).
    """

    policy: str
    version: int
    dealer: str
    period: str
    sums: RebateSums
    target: Decimal | None
    reached: Decimal
    tier: int | None
    earned: Decimal
    remainder: Decimal
    steps: tuple[Step, ...]
    reasons: tuple[Reason, ...]
    prior: Prior = Prior()
    rest: Decimal = _NOTHING
    deficit: RebateSums = RebateSums()


@dataclass(frozen=True, slots=True)
class IfReached:
    """What a higher tier would bring: at `total`, which is `missing` more, `earned` instead."""

    tier: int
    missing: Decimal
    total: Decimal
    earned: Decimal


def evaluate(policy: Policy, buyer: Buyer, period: str, sums: RebateSums, prior: Prior | None = None) -> RebateResult:
    """Reckon one rebate on the real conditions: deficit → remainder → target → tier → mark-up → rounding → cap.

    Earned is never negative: returns beyond the purchases earn nothing. The same function makes the daily
    accrual, the forecast and the settlement.
    """
    prior = prior or Prior()
    terms = policy.terms
    assert isinstance(terms, Rebate)
    target = terms.target_of(buyer.dealer.id, period)
    own, sums = sums, counted(terms, sums, prior)
    stop = _stopped(terms, sums, target)
    reached = _NOTHING if stop else _reached(terms, sums, target or _NOTHING)
    place = None if stop else tier_of(terms.tiers, reached)
    steps: list[Step] = []
    left = _LeftOfCap(prior.remainder if _carries(terms) else _NOTHING, prior.rest)
    earned = _NOTHING
    reasons: tuple[Reason, ...] = (stop or _below(terms, reached),)
    if sums.base != own.base:
        steps.append(Step("rebate_deficit", own.base, sums.base, {"taken": own.base - sums.base}))
    if place is not None:
        base = _base(policy, terms, sums, prior, steps)
        above = sums.last_year if terms.tier_by == "growth" else target or _NOTHING
        amount, unfilled = _by_tier(terms, place, base, above, reached, steps)
        amount = _marked_up(terms, buyer, amount, steps)
        amount, left = _round(terms, amount, unfilled, prior, steps)
        earned, reasons = _capped(terms, amount, prior, steps), ()
    return RebateResult(
        policy=policy.id,
        version=policy.version,
        dealer=buyer.dealer.id,
        period=period,
        sums=own,
        target=target,
        reached=reached,
        tier=place,
        earned=earned,
        remainder=left.remainder,
        steps=tuple(steps),
        reasons=reasons,
        prior=prior,
        rest=left.rest,
        deficit=_deficit(terms, sums),
    )


class _LeftOfCap(NamedTuple):
    """What goes to the next period: a remainder in the base (`per_full`) or the reward, and a rest of goods."""

    remainder: Decimal
    rest: Decimal


def counted(terms: Rebate, sums: RebateSums, prior: Prior) -> RebateSums:
    """A period's sums less what came back in the periods before beyond what was bought in them."""
    owed = prior.deficit
    if terms.negative == "drop" or not (owed.total or owed.base or any(owed.mix)):
        return sums
    mix = sums.mix
    if len(owed.mix) == len(mix):
        mix = tuple(part + less for part, less in zip(mix, owed.mix, strict=True))
    return replace(sums, total=sums.total + owed.total, base=sums.base + owed.base, mix=mix)


def _deficit(terms: Rebate, sums: RebateSums) -> RebateSums:
    if terms.negative == "drop":
        return RebateSums()
    mix = tuple(min(part, _NOTHING) for part in sums.mix)
    return RebateSums(min(sums.total, _NOTHING), min(sums.base, _NOTHING), mix)


def _carries(terms: Rebate) -> bool:
    """Whether a remainder goes on: of the base where the policy says so, of goods also where it doesn't."""
    return terms.rounding.carry if terms.method == "per_full" else terms.exact_rounding.carry


def _stopped(terms: Rebate, sums: RebateSums, target: Decimal | None) -> Reason | None:
    """Why nothing can be earned at all, if so."""
    if terms.tier_by == "growth":
        if sums.last_year <= 0:
            return Reason("rebate_no_last_year", "stop", {"last_year": sums.last_year})
    elif terms.method in {"target_rate", "increment"} and not target:
        return Reason("rebate_no_target", "stop", {})
    for place, (mix, part) in enumerate(zip(terms.mix, sums.mix, strict=True), 1):
        if sums.total <= 0 or part * _HUNDRED < mix.least * sums.total:
            share = part * _HUNDRED / sums.total if sums.total > 0 else _NOTHING
            facts: dict[str, Fact] = {"part": place, "share": share.quantize(_KEPT), "least": mix.least}
            return Reason("rebate_mix_missed", "stop", facts)
    return None


def _reached(terms: Rebate, sums: RebateSums, target: Decimal) -> Decimal:
    if terms.tier_by == "growth":
        return (sums.total - sums.last_year) * _HUNDRED / sums.last_year
    if terms.method == "target_rate":
        return sums.total * _HUNDRED / target
    return sums.total


def _below(terms: Rebate, reached: Decimal) -> Reason:
    return Reason(
        "rebate_no_tier", "info", {"reached": reached, "start": terms.tiers[0].start if terms.tiers else None}
    )


def _base(policy: Policy, terms: Rebate, sums: RebateSums, prior: Prior, steps: list[Step]) -> Decimal:
    """What the tier is applied to: less what earlier rebates took, plus what per-full carried on."""
    base = sums.base
    if policy.stacking.mode == "chained" and sums.reduced:
        taken = min(sums.reduced, max(base, _NOTHING))
        steps.append(Step("rebate_reduced", base, base - taken, {"taken": taken}))
        base -= taken
    if terms.method == "per_full" and prior.remainder and terms.rounding.carry:
        steps.append(Step("rebate_remainder", base, base + prior.remainder, {"by": "base", "left": prior.remainder}))
        base += prior.remainder
    return base


def _by_tier(
    terms: Rebate, place: int, base: Decimal, target: Decimal, reached: Decimal, steps: list[Step]
) -> tuple[Decimal, Decimal]:
    """The tier's reward and what per-full leaves of the base."""
    amount, left = reward(terms.tiers, terms.method, place, base, target, terms.rounding)
    amount = max(amount, _NOTHING)
    tier = terms.tiers[place]
    facts: dict[str, Fact] = {
        "tier": place + 1,
        "start": tier.start,
        "percent": tier.percent,
        "each": tier.each,
        "once": tier.once,
        "per": tier.per,
        "by": terms.method if tier.once is None else f"{terms.method}_once",
        "base": base,
        "target": target,
        "reached": reached,
    }
    if terms.method == "marginal":
        facts["slices"] = sliced(terms.tiers, base)
    if terms.method == "per_full":
        facts["times"] = full(base, tier.per or _ONE, terms.rounding.mode)[0]
    steps.append(Step("rebate_tier", base, amount, facts))
    return amount, left if terms.rounding.carry else _NOTHING


def _marked_up(terms: Rebate, buyer: Buyer, amount: Decimal, steps: list[Step]) -> Decimal:
    """The dealer's own factor, else the nearest above him, else his tier's, else everyone's, else 1."""
    if not terms.mark_ups:
        return amount
    by_dealer = {mark.dealer: mark.factor for mark in terms.mark_ups if mark.dealer}
    by_tier = {mark.tier: mark.factor for mark in terms.mark_ups if not mark.dealer}
    own = (by_dealer[one] for one in (buyer.dealer.id, *buyer.chain) if one in by_dealer)
    factor = next(own, by_tier.get(buyer.dealer.tier, by_tier.get("", _ONE)))
    if factor != 1:
        steps.append(Step("rebate_mark_up", amount, amount * factor, {"factor": factor}))
    return amount * factor


def _round(
    terms: Rebate, amount: Decimal, left: Decimal, prior: Prior, steps: list[Step]
) -> tuple[Decimal, _LeftOfCap]:
    """The amount as the policy rounds it; what is left over, of the base (`left`) or of the reward."""
    rounding, per_full = terms.exact_rounding, terms.method == "per_full"
    before = prior.rest if per_full else prior.remainder if rounding.carry else _NOTHING
    if before:
        steps.append(Step("rebate_remainder", amount, amount + before, {"left": before}))
        amount += before
    whole, rest = rounded(amount, rounding)
    if whole != amount:
        steps.append(Step("rebate_rounding", amount, whole, {"mode": rounding.mode, "unit": rounding.unit}))
    if not per_full:
        return whole, _LeftOfCap(rest if rounding.carry else _NOTHING, _NOTHING)
    return whole, _LeftOfCap(left, rest if rounding is not terms.rounding else _NOTHING)


def _capped(terms: Rebate, amount: Decimal, prior: Prior, steps: list[Step]) -> Decimal:
    """Policy and dealer caps act on all periods together, the dealer-period cap on this one alone."""
    caps: Mapping[str, tuple[Decimal | None, Decimal]] = {
        "dealer_period": (terms.caps.dealer_period, _NOTHING),
        "dealer": (terms.caps.dealer, prior.by_dealer),
        "policy": (terms.caps.policy, prior.by_policy),
    }
    for limit, (cap, so_far) in caps.items():
        if cap is not None and amount > max(cap - so_far, _NOTHING):
            before, amount = amount, max(cap - so_far, _NOTHING)
            steps.append(Step("rebate_cap", before, amount, {"limit": limit, "cap": cap, "so_far": so_far}))
    return amount


def if_reached(policy: Policy, buyer: Buyer, result: RebateResult, prior: Prior | None = None) -> tuple[IfReached, ...]:
    """What each higher tier would bring, were the missing part bought and all else stayed as it is.

    It reckons with the real conditions: a mix that is missed, a cap that is reached, stay so. Parts of the
    mix are taken to grow with the total.
    """
    terms = policy.terms
    assert isinstance(terms, Rebate)
    found = []
    old = result.sums
    now = counted(terms, old, prior or Prior()).total
    for place in range(0 if result.tier is None else result.tier + 1, len(terms.tiers)):
        needed = _total_for(terms, terms.tiers[place].start, result)
        if needed is None or needed <= now:
            continue
        missing = needed - now
        total = old.total + missing
        grown = total / old.total if old.total > 0 else _ONE
        sums = replace(old, total=total, base=old.base + missing, mix=tuple(part * grown for part in old.mix))
        found.append(IfReached(place, missing, needed, evaluate(policy, buyer, result.period, sums, prior).earned))
    return tuple(found)


def _total_for(terms: Rebate, start: Decimal, result: RebateResult) -> Decimal | None:
    """The total at which a tier begins."""
    if terms.tier_by == "growth":
        return result.sums.last_year * (_HUNDRED + start) / _HUNDRED if result.sums.last_year > 0 else None
    if terms.method == "target_rate":
        return result.target * start / _HUNDRED if result.target else None
    return start
