"""The JSON form of an order: what each line costs and why, step by step with policy and version."""

from __future__ import annotations

from collections.abc import Iterable

from desktop.actions.documents.json_forms import Form, amount, amount_or_none, facts_form, price, quantity, reason_form
from desktop.actions.orders.order_differences import LineDifference, order_differences
from desktop.actions.orders.order_views import OrderLineView, OrderView, PolicyDiscount, QuotaLeft
from domain.documents.order_progress import OrderProgress
from domain.explain import Step
from domain.promotions.lines import Hint
from domain.rebates.wallet import Spending
from sync.records.pricing.repricing import Repriced


def order_form(order: OrderView) -> Form:
    """An order as `order list`, `order show` and `order new` tell it."""
    return {
        "number": order.number,
        "seller": order.seller.code,
        "buyer": order.buyer.code,
        "date": order.date.isoformat(),
        "state": order.state,
        "stage": order.stage,
        "progress": _progress_form(order.progress) if order.progress else None,
        "differences": [_difference_form(each) for each in order_differences(order)],
        "gross": amount(order.gross),
        "discounts": [discount_form(each) for each in order.discounts],
        "total": amount(order.total),
        "accepted_total": amount_or_none(order.accepted_total),
        "delivered_total": amount(order.delivered_total),
        "wallet": [_spending_form(each) for each in order.wallet],
        "paid_by_wallet": amount(order.paid),
        "coupons": list(order.coupons),
        "policies": dict(order.policies),
        "ref": order.ref,
        "remark": order.remark,
        "closings": [
            {"by": each.by, "at": each.at, "reason": each.reason, "by_seller": each.by_seller}
            for each in order.closings
        ],
        "author": order.author,
        "reasons": [reason_form(each) for each in order.reasons],
        "hints": [hint_form(each) for each in order.hints],
        "quotas": [_quota_form(each) for each in order.quotas],
        "lines": [_line_form(line) for line in order.lines],
    }


def _line_form(line: OrderLineView) -> Form:
    return {
        "line": line.line,
        "sku": line.sku,
        "name": line.name,
        "quantity": quantity(line.quantity),
        "unit": line.base_unit or line.unit,
        "ordered_as": line.quantity_text,
        "list_price": price(line.list_price),
        "unit_price": price(line.unit_price),
        "asked_price": price(line.asked_price),
        "by_hand": line.by_hand,
        "gift": line.gift or None,
        "gift_name": line.gift_name or None,
        "discounts": [discount_form(each) for each in line.discounts],
        "amount": amount(line.amount),
        "accepted_quantity": None if line.taken is None else quantity(line.taken),
        "accepted_amount": amount_or_none(line.due),
        "delivered_quantity": quantity(line.delivered),
        "delivered_amount": amount(line.delivered_amount),
        "closed_quantity": quantity(line.closed),
        "price_steps": steps_form(line.steps),
    }


def _progress_form(progress: OrderProgress) -> Form:
    """Where an order is, since when, and which order asks to be taken instead of it."""
    return {
        "stage": progress.stage,
        "since": progress.since or None,
        "held_for": progress.code or None,
        "successor": progress.successor or None,
    }


def _difference_form(each: LineDifference) -> Form:
    """What was asked and what is given instead: quantities, prices or amounts, by `what`."""
    write = {"quantity": quantity, "gift": quantity, "price": price, "amount": amount}[each.what]
    return {
        "line": each.line,
        "sku": each.sku,
        "what": each.what,
        "asked": write(each.asked),
        "answered": write(each.answered),
    }


def steps_form(steps: Iterable[Step]) -> list[Form]:
    """Steps with all their facts; what a promotion leaves of a line is money, what a list says is a price."""
    return [
        {
            "code": step.code,
            "before": price(step.before),
            "after": price(step.after),
            "facts": facts_form(step.facts),
        }
        for step in steps
    ]


def discount_form(each: PolicyDiscount) -> Form:
    return {"policy": each.policy, "version": each.version, "name": each.name, "amount": amount(each.amount)}


def hint_form(hint: Hint) -> Form:
    """What is missing to more, and what that brings."""
    return {
        "policy": hint.policy,
        "version": hint.version,
        "name": hint.name,
        "code": hint.code,
        "measure": hint.measure,
        "missing": quantity(hint.missing),
        "reached": quantity(hint.reached),
        "products": list(hint.products),
        "facts": facts_form(hint.facts),
    }


def _quota_form(each: QuotaLeft) -> Form:
    return {
        "policy": each.policy,
        "name": each.name,
        "quota": quantity(each.quota),
        "left": quantity(each.left),
        "as_of": each.as_of or None,
    }


def _spending_form(each: Spending) -> Form:
    return {"credit": each.entry, "line": each.line, "amount": amount(each.amount)}


def repriced_form(found: Repriced) -> Form:
    """An order reckoned again: each figure as it stands and as it comes out."""
    return {
        "number": found.number,
        "same": found.same,
        "policies": dict(found.versions),
        "missing": [{"policy": policy, "version": version} for policy, version in found.missing],
        "lines": [
            {
                "line": line.line,
                "sku": line.sku,
                "same": line.same,
                "unit_price": [price(each) for each in line.price],
                "amount": [amount(each) for each in line.amount],
                "accepted_amount": [amount(each) for each in line.accepted],
            }
            for line in found.lines
        ],
    }
