"""The lines a rebate looks at: which of them count, which earn, for which period, and why the others don't."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from domain.catalog.products import Product
from domain.explain import Fact, Reason
from domain.policies.policy import Policy
from domain.policies.rebate_terms import Rebate, Source
from domain.policies.scopes import NO_CATEGORIES, Categories
from domain.rebates.periods import period_key
from domain.values.money import from_fen
from domain.values.quantities import from_milli

_TEN_THOUSAND = 10_000


class RebateFact(NamedTuple):
    """One line of a posted document, as stored: a million of them stream through, so money and goods are integers.

    `fen` is the line's tax-included amount and `milli` its quantity in 1/1000 base units, both negative in a
    return or a credit note; of a free line `fen` is what it would have cost. `rate` is the tax rate in
    1/10000. `due_on` and `paid_on` are of the document it must be paid for; `sold_on` is the day of what a
    return returns. Money received has no product (""). `direct`: the seller is the publisher of the policies, HQ.
    """

    product: str
    on: date
    fen: int
    milli: int
    source: Source = "purchases"
    rate: int = 0
    free: bool = False
    due_on: date | None = None
    paid_on: date | None = None
    sold_on: date | None = None
    document: str = ""
    number: str = ""
    direct: bool = True


class PeriodVerdict(NamedTuple):
    """Which period a line belongs to (None: it doesn't count at all), and whether it counts and earns."""

    period: str | None
    counts: bool
    earns: bool
    code: str


@dataclass(frozen=True, slots=True)
class CountedLine:
    """One line with its verdict; `counted` and `earning` are in the policy's measure, 0 where it doesn't."""

    fact: RebateFact
    period: str | None
    counted: Decimal
    earning: Decimal
    reason: Reason


def days_late(due_on: date | None, paid_on: date | None) -> int | None:
    """How many days after it was due a document was paid; None while it isn't; without a due date never late."""
    if due_on is None:
        return 0
    return None if paid_on is None else (paid_on - due_on).days


def judge(
    policy: Policy, terms: Rebate, source: Source, on: date, *, free: bool, late: bool, direct: bool = True
) -> PeriodVerdict:
    """Whether a line of a covered product counts on a day; `late` is by the policy's own margin.

    Codes: `rebate_counted`, `rebate_other_source`, `rebate_other_seller`, `rebate_outside_period`, `rebate_free`,
    `rebate_free_counts` (to the target only), `rebate_free_earns` (only), `rebate_paid_late` (counts, doesn't
    earn).
    """
    if source != terms.source:
        return PeriodVerdict(None, False, False, "rebate_other_source")
    if not direct and not policy.channel:
        return PeriodVerdict(None, False, False, "rebate_other_seller")
    if not policy.period.holds(on):
        return PeriodVerdict(None, False, False, "rebate_outside_period")
    period = period_key(on, terms.period)
    if free:
        counts, earns = terms.free_counts, terms.free_earns and not late
        if not counts and not earns:
            return PeriodVerdict(None, False, False, "rebate_free")
        code = "rebate_counted" if counts and earns else "rebate_free_counts" if counts else "rebate_free_earns"
        return PeriodVerdict(period, counts, earns, code)
    return PeriodVerdict(period, True, not late, "rebate_paid_late" if late else "rebate_counted")


def is_late(terms: Rebate, fact: RebateFact) -> bool:
    """Whether the document was paid too late to earn, or isn't paid though the policy asks for it."""
    if terms.late_days is None:
        return False
    days = days_late(fact.due_on, fact.paid_on)
    return days is None or days > terms.late_days


def day_of(terms: Rebate, fact: RebateFact) -> date:
    """The day on which a line counts: a return's own, or that of what it returns."""
    return fact.sold_on if terms.returns == "sale_date" and fact.sold_on is not None else fact.on


def net_fen(fen: int, rate: int) -> int:
    """The untaxed part of a line's fen, half away from zero."""
    if not rate:
        return fen
    above, below = abs(fen) * _TEN_THOUSAND, _TEN_THOUSAND + rate
    net = (2 * above + below) // (2 * below)
    return -net if fen < 0 else net


def value_of(terms: Rebate, fact: RebateFact) -> Decimal:
    """A line in the policy's measure."""
    if terms.unit == "quantity":
        return from_milli(fact.milli)
    return from_fen(fact.fen if terms.unit == "amount" else net_fen(fact.fen, fact.rate))


def explain_lines(
    policy: Policy,
    facts: Iterable[RebateFact],
    products: Mapping[str, Product],
    categories: Categories = NO_CATEGORIES,
) -> Iterator[CountedLine]:
    """Every line of a dealer with whether it counted, and why or why not; for the audience's dealers only.

    Beside the codes of `judge`: `rebate_other_product`. The reason's facts: `document`, `number`, `product`,
    `date`.
    """
    terms = policy.terms
    assert isinstance(terms, Rebate)
    covered: dict[str, bool] = {"": True}
    for fact in facts:
        if fact.product not in covered:
            card = products.get(fact.product)
            covered[fact.product] = card is not None and policy.products.matches(card, categories)
        verdict = PeriodVerdict(None, False, False, "rebate_other_product")
        if covered[fact.product]:
            late = is_late(terms, fact)
            verdict = judge(
                policy, terms, fact.source, day_of(terms, fact), free=fact.free, late=late, direct=fact.direct
            )
        value, nothing = value_of(terms, fact), Decimal(0)
        told: dict[str, Fact] = {
            "document": fact.document,
            "number": fact.number,
            "product": fact.product,
            "date": fact.on,
        }
        reason = Reason(verdict.code, "info", told)
        yield CountedLine(
            fact, verdict.period, value if verdict.counts else nothing, value if verdict.earns else nothing, reason
        )
