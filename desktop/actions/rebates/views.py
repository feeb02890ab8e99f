"""Standings, payouts and corrections turned into the values that window, paper and JSON show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal, cast

from desktop.actions.catalog.cards import dealers_by_id, products_by_id, stranger
from desktop.actions.policies.views import AdjustmentView, PayoutView, RebateRow
from domain.parties.dealers import Dealer
from domain.policies.policy import Policy
from domain.policies.rebate_terms import Rebate
from domain.rebates.periods import period_days
from domain.rebates.progress import progress
from domain.rebates.settlement import SettlementLine
from sync.records.pricing.policy_cache import published
from sync.records.rebates.payouts import Correction, from_stored, lines_of
from sync.records.rebates.standing import RebateStanding, last_day

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from domain.explain import Fact

_NOTHING = Decimal(0)
LineKind = Literal["accrued", "tier_change", "adjustment", "held_back", "released", "paid"]


def rebate_row(standing: RebateStanding, on: date) -> RebateRow:
    """One rebate as it stands, with the steps above and what the nearest brings."""
    policy, result = standing.policy, standing.result
    terms = policy.terms
    assert isinstance(terms, Rebate)
    ahead = progress(policy, standing.buyer, result, on, result.prior)
    first, last = _days(policy, result.period)
    kinds = _kinds(terms)
    steps = tuple(replace(step, facts={**kinds, **step.facts}) for step in result.steps)
    return RebateRow(
        policy=policy.id,
        version=policy.version,
        name=policy.name,
        dealer=standing.buyer.dealer,
        period=result.period,
        first_day=first,
        last_day=last,
        unit=terms.unit,
        method=terms.method,
        reward=terms.reward.kind,
        reward_name=terms.reward.thing or terms.reward.product,
        total=result.sums.total,
        base=result.sums.base,
        target=result.target,
        reached=result.reached,
        tier=result.tier,
        starts=tuple(tier.start for tier in terms.tiers),
        earned=result.earned,
        paid=standing.paid,
        held=standing.year.reserve if standing.year else _NOTHING,
        ahead=ahead.steps,
        at_stake=ahead.at_stake,
        days_left=None if last is None else max((last - on).days, 0),
        steps=steps,
        reasons=tuple(replace(each, facts={**kinds, **each.facts}) for each in result.reasons),
    )


def _kinds(terms: Rebate) -> dict[str, Fact]:
    """What kind of figure is measured, begins a tier, and is given: `money`, `quantity`, `percent`, `pieces`."""
    measured = "quantity" if terms.unit == "quantity" else "money"
    by_share = terms.tier_by == "growth" or terms.method == "target_rate"
    given = "pieces" if terms.reward.kind in {"goods", "thing"} else "money"
    return {"measured_in": measured, "begins_in": "percent" if by_share else measured, "given_in": given}


def _days(policy: Policy, period: str) -> tuple[date | None, date | None]:
    """The days of a period in which the policy holds."""
    starts = (period_days(period, policy.period).start, policy.period.start)
    return max((each for each in starts if each is not None), default=None), last_day(policy, period)


def payout_views(connection: Connection, rows: Sequence[Any]) -> list[PayoutView]:
    """Payouts with the names of what they speak of."""
    cards = dealers_by_id(connection, [row.dealer for row in rows])
    names = {(each.id, each.version): each.name for each in published(connection).values()} if rows else {}
    goods = products_by_id(connection, [row.product for row in rows if row.product])
    return [
        PayoutView(
            id=row.id,
            number=row.number,
            policy=row.policy,
            version=row.version,
            name=names.get((row.policy, row.version), row.policy),
            dealer=cards.get(row.dealer) or stranger(row.dealer),
            period=row.period,
            reward=row.reward,
            reward_name=goods[row.product].name if row.product in goods else row.thing or row.product,
            earned=from_stored(row.earned),
            final=from_stored(row.final),
            payable=from_stored(row.payable),
            lines=tuple(_line(each.kind, each.amount, each.facts) for each in lines_of(row.lines)),
            state=row.state,
            history=tuple(
                (each.kind, each.facts.get("at", ""), each.facts.get("by", "")) for each in lines_of(row.history)
            ),
            settled_at=row.settled_at,
            settled_by=row.settled_by,
            expires=date.fromisoformat(row.expires) if row.expires else None,
        )
        for row in rows
    ]


def _line(kind: str, amount: int, facts: Mapping[str, str]) -> SettlementLine:
    told: dict[str, Fact] = dict(facts)
    return SettlementLine(cast("LineKind", kind), from_stored(amount), told)


def adjustment_view(found: Correction, dealer: Dealer) -> AdjustmentView:
    """A correction with its dealer's card."""
    return AdjustmentView(
        found.id, found.policy, dealer, found.period, found.amount, found.reason, found.made_by, found.approved_by
    )
