"""The JSON of rebates, payouts and wallets, as the commands tell them: figures as text, nothing rounded away."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from desktop.actions.documents.json_forms import Form, facts_form, quantity, reason_form
from desktop.actions.policies.views import (
    AdjustmentView,
    PayoutView,
    RebateRow,
    RebateView,
    WalletView,
)
from desktop.actions.rebates.steps import next_of, tier_reached
from domain.explain import Step
from domain.rebates.facts import CountedLine
from domain.values.forms import write_form


def figure(value: Decimal) -> str:
    """Money or goods: two places at least, four at most."""
    whole, _, places = f"{value:.4f}".partition(".")
    return f"{whole}.{places[:2]}{places[2:].rstrip('0')}"


def row_form(row: RebateRow) -> Form:
    """One rebate as `rebate status` tells it."""
    coming = next_of(row)
    return {
        "policy": row.policy,
        "version": row.version,
        "name": row.name,
        "dealer": row.dealer.code,
        "period": row.period,
        "from": _day(row.first_day),
        "to": _day(row.last_day),
        "days_left": row.days_left,
        "unit": row.unit,
        "method": row.method,
        "reward": row.reward,
        "reward_name": row.reward_name,
        "total": figure(row.total),
        "base": figure(row.base),
        "target": None if row.target is None else figure(row.target),
        "reached": figure(row.reached),
        "tier": tier_reached(row),
        "tiers": [quantity(start) for start in row.starts],
        "earned": figure(row.earned),
        "paid": figure(row.paid),
        "held": figure(row.held),
        "missing": None if coming is None else figure(coming.missing),
        "at_stake": figure(row.at_stake if coming is None else coming.brings),
        "ahead": [
            {
                "tier": step.tier + 1,
                "missing": figure(step.missing),
                "total": figure(step.total),
                "earned": figure(step.earned),
            }
            for step in row.ahead
        ],
        "steps": [step_form(step) for step in row.steps],
        "reasons": [reason_form(reason) for reason in row.reasons],
    }


def step_form(step: Step) -> Form:
    """One step on the way to what is earned."""
    before, after = (None if each is None else figure(each) for each in (step.before, step.after))
    return {"code": step.code, "before": before, "after": after, "facts": facts_form(step.facts)}


def view_form(view: RebateView) -> Form:
    """A rebate down to its lines, as `rebate explain` tells it."""
    return {
        **row_form(view.row),
        "lines": [
            {**line_form(line), "accrued": figure(accrued)}
            for line, accrued in zip(view.lines, view.accruals, strict=True)
        ],
        "payouts": [payout_form(payout) for payout in view.payouts],
        "adjustments": [adjustment_form(each) for each in view.adjustments],
    }


def line_form(line: CountedLine) -> Form:
    """One line of a document: what counted, what earns, and why."""
    fact = line.fact
    return {
        "document": fact.document,
        "number": fact.number,
        "date": fact.on.isoformat(),
        "product": fact.product,
        "amount": figure(Decimal(fact.fen).scaleb(-2)),
        "quantity": quantity(Decimal(fact.milli).scaleb(-3)),
        "free": fact.free,
        "due": _day(fact.due_on),
        "paid": _day(fact.paid_on),
        "sold": _day(fact.sold_on),
        "period": line.period,
        "counted": figure(line.counted),
        "earning": figure(line.earning),
        "why": line.reason.code,
    }


def payout_form(payout: PayoutView) -> Form:
    """A formal settlement as `rebate payouts` tells it."""
    return {
        "id": payout.id,
        "number": payout.number,
        "policy": payout.policy,
        "version": payout.version,
        "name": payout.name,
        "dealer": payout.dealer.code,
        "period": payout.period,
        "reward": payout.reward,
        "reward_name": payout.reward_name,
        "earned": figure(payout.earned),
        "final": figure(payout.final),
        "payable": figure(payout.payable),
        "lines": [
            {"kind": line.kind, "amount": figure(line.amount), "facts": facts_form(line.facts)} for line in payout.lines
        ],
        "state": payout.state,
        "history": [{"state": state, "at": at, "by": by} for state, at, by in payout.history],
        "settled_at": payout.settled_at,
        "settled_by": payout.settled_by,
        "expires": _day(payout.expires),
    }


def adjustment_form(each: AdjustmentView) -> Form:
    """A correction by hand."""
    return {
        "id": each.id,
        "policy": each.policy,
        "dealer": each.dealer.code,
        "period": each.period,
        "amount": figure(each.amount),
        "reason": each.reason,
        "made_by": each.made_by,
        "approved_by": each.approved_by,
    }


def wallet_form(view: WalletView) -> Form:
    """A wallet as `rebate wallet` tells it."""
    return {
        "dealer": view.dealer.code,
        "left": figure(view.left),
        "credits": [
            {
                "id": row.id,
                "policy": row.policy,
                "version": row.version,
                "name": row.name,
                "period": row.period,
                "amount": figure(row.amount),
                "reserved": figure(row.reserved),
                "spent": figure(row.spent),
                "left": figure(row.left),
                "scope": write_form(row.scope),
                "buys": list(row.buys),
                "expires": _day(row.expires),
                "orders": [{"number": number, "amount": figure(amount)} for number, amount in row.orders],
            }
            for row in view.rows
        ],
    }


def _day(on: date | None) -> str | None:
    return None if on is None else on.isoformat()
