"""From what is earned to what is paid: accrual by document, netting, claw-back, what a year holds back, and rewards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from domain.errors import RefusedError
from domain.explain import Fact
from domain.policies.policy import Policy
from domain.policies.rebate_terms import Rebate, Reward
from domain.rebates.facts import CountedLine
from domain.rebates.period_rebate import RebateResult
from domain.rebates.periods import months_after, period_days
from domain.rebates.wallet import WalletEntry
from domain.values.money import ZERO, round_fen

_NOTHING = Decimal(0)
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Accrual:
    """What one line lets expect at the rate of now; `payable_on` is None while its document isn't paid."""

    document: str
    number: str
    product: str
    on: date
    base: Decimal
    amount: Decimal
    payable_on: date | None


def accrue(policy: Policy, lines: Iterable[CountedLine], percent: Decimal) -> Iterator[Accrual]:
    """Accrue each line that earns at the expected rate; a return or credit note reverses what it takes back.

    Payable as each document is paid, or at the period's end, as the policy says.
    """
    terms = policy.terms
    assert isinstance(terms, Rebate)
    for line in lines:
        if not line.earning or line.period is None:
            continue
        fact = line.fact
        end = period_days(line.period, policy.period).end
        payable = fact.paid_on if terms.payable == "when_paid" else end
        amount = round_fen(line.earning * percent / _HUNDRED)
        yield Accrual(fact.document, fact.number, fact.product, fact.on, line.earning, amount, payable)


def tier_rate(policy: Policy, result: RebateResult) -> Decimal | None:
    """The percentage at which each line accrues by the tier reached; None where lines don't earn one by one."""
    terms = policy.terms
    assert isinstance(terms, Rebate)
    if result.tier is None or terms.method not in {"whole", "target_rate"}:
        return None
    tier = terms.tiers[result.tier]
    if tier.once is not None:
        return None
    return tier.percent if tier.each is None else tier.each * _HUNDRED


def present_rate(policy: Policy, result: RebateResult) -> Decimal:
    """The same, or where lines don't earn one by one, what the whole gives so far in percent of what earns."""
    rate = tier_rate(policy, result)
    if rate is None:
        rate = result.earned * _HUNDRED / result.sums.base if result.sums.base > 0 else _NOTHING
    return rate


def accrued_of(policy: Policy, line: CountedLine, percent: Decimal) -> Decimal:
    """What one line accrues; nothing where it doesn't earn."""
    return sum((each.amount for each in accrue(policy, [line], percent)), _NOTHING)


@dataclass(frozen=True, slots=True)
class RebateCorrection:
    """A correction by hand: its amount, why, and who approved it."""

    amount: Decimal
    reason: str
    approved_by: str


@dataclass(frozen=True, slots=True)
class SettlementLine:
    """One line of a settlement: `accrued`, `tier_change`, `adjustment`, `held_back`, `released`, `paid`."""

    kind: Literal["accrued", "tier_change", "adjustment", "held_back", "released", "paid"]
    amount: Decimal
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RebateSettlement:
    """What is to be paid now for one policy, dealer and period: the sum of the lines.

    `final` = earned + adjustments; `payable` = final − held back − paid before. A negative `payable` is a
    claw-back: goods came back after the payout.
    """

    policy: str
    version: int
    dealer: str
    period: str
    final: Decimal
    payable: Decimal
    lines: tuple[SettlementLine, ...]

    @property
    def clawed_back(self) -> Decimal:
        """What the dealer owes back, as a positive figure."""
        return max(-self.payable, _NOTHING)


def settle(
    result: RebateResult,
    *,
    paid: Decimal = ZERO,
    accrued: Decimal | None = None,
    adjustments: Sequence[RebateCorrection] = (),
    held: Decimal = ZERO,
    released: Decimal = ZERO,
) -> RebateSettlement:
    """Settle what is earned by now, less what was paid before.

    Settling in parts and settling once pay the same. `accrued`: what was accrued document by document; the
    difference to what is earned (another tier, a cap, rounding) stands as a line of its own. `held` and
    `released` come from `year_to_date`. Raises RefusedError `adjustment_unapproved` (`reason`).
    """
    lines = [SettlementLine("accrued", result.earned if accrued is None else accrued)]
    if accrued is not None and accrued != result.earned:
        lines.append(SettlementLine("tier_change", result.earned - accrued, {"tier": result.tier}))
    for adjustment in adjustments:
        if not adjustment.approved_by.strip():
            raise RefusedError("adjustment_unapproved", reason=adjustment.reason)
        facts: dict[str, Fact] = {"reason": adjustment.reason, "approved_by": adjustment.approved_by}
        lines.append(SettlementLine("adjustment", adjustment.amount, facts))
    final = sum((line.amount for line in lines), _NOTHING)
    if held:
        lines.append(SettlementLine("held_back", -held))
    if released:
        lines.append(SettlementLine("released", released))
    if paid:
        lines.append(SettlementLine("paid", -paid))
    payable = sum((line.amount for line in lines), _NOTHING)
    return RebateSettlement(result.policy, result.version, result.dealer, result.period, final, payable, tuple(lines))


@dataclass(frozen=True, slots=True)
class YearPart:
    """One period of a year: paid out of its own, held back, set free of what was held, and the reserve after it."""

    period: str
    paid: Decimal
    held: Decimal
    released: Decimal
    reserve: Decimal


def year_to_date(results: Sequence[RebateResult], rule: Literal["", "all", "met"]) -> list[YearPart]:
    """How a year's periods are paid, in order: what waits for the target of the year so far, and when it is freed.

    `all`: nothing is paid until total ÷ target of the year so far reaches 1, then this period and all that was
    held back. `met`: a period that met its own target is paid, others are held back until the year so far has
    met its target. The reserve is empty after its release. A period without a target counts as met.
    """
    found = []
    total = target = reserve = _NOTHING
    for result in results:
        total += result.sums.total
        target += result.target or _NOTHING
        met, year_met = result.sums.total >= (result.target or _NOTHING), total >= target
        pays = not rule or year_met or (rule == "met" and met)
        paid, held = (result.earned, _NOTHING) if pays else (_NOTHING, result.earned)
        released = reserve if year_met else _NOTHING
        reserve += held - released
        found.append(YearPart(result.period, paid, held, released, reserve))
    return found


def expiry(reward: Reward, period_end: date | None) -> date | None:
    """The last day on which wallet credit may be spent: a fixed date, the end of a month, or never (None)."""
    if reward.until is not None or reward.months is None or period_end is None:
        return reward.until
    return months_after(period_end, reward.months)


def to_wallet(settlement: RebateSettlement, policy: Policy, entry_id: str) -> WalletEntry:
    """The wallet's entry for a settlement that is paid as credit; a claw-back is a negative one."""
    terms = policy.terms
    assert isinstance(terms, Rebate)
    return WalletEntry(
        entry_id,
        settlement.dealer,
        policy.id,
        policy.version,
        settlement.period,
        settlement.payable,
        terms.reward.scope,
        expiry(terms.reward, period_days(settlement.period, policy.period).end),
    )


ThingState = Literal["earned", "approved", "ordered", "handed_over", "lapsed"]
_NEXT: Mapping[str, tuple[ThingState, ...]] = {
    "earned": ("approved", "lapsed"),
    "approved": ("ordered", "handed_over", "lapsed"),
    "ordered": ("handed_over", "lapsed"),
}


def move_thing(state: ThingState, to: ThingState) -> ThingState:
    """The next state of a thing that was won (a travel place), until it is handed over or lapses.

    Raises RefusedError `reward_state` (`state`, `to`).
    """
    if to not in _NEXT.get(state, ()):
        raise RefusedError("reward_state", state=state, to=to)
    return to
