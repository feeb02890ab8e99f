"""The JSON forms of policies that tools outside rely on: rows, whole versions, receipts, simulations."""

from __future__ import annotations

from datetime import date
from typing import Any

from desktop.actions.documents.json_forms import amount, reason_form
from desktop.actions.policies.views import PolicyRow, PolicyView, ReadReceipt, SimulatedDealer, Simulation

Form = dict[str, Any]


def row_form(row: PolicyRow) -> Form:
    """A version, or a draft, as a list tells it."""
    return {
        "policy": row.policy,
        "version": row.version,
        "name": row.name,
        "kind": row.kind,
        "template": row.template,
        "start": _day(row.start),
        "end": _day(row.end),
        "state": row.state,
        "author": row.author,
        "approver": row.approver,
        "published_at": row.published_at,
        "draft": row.draft,
        "unread": row.unread,
        "mine": row.mine,
    }


def view_form(view: PolicyView) -> Form:
    """A version with its form as published, its other versions and who has read it."""
    return {
        **row_form(view.row),
        "form": dict(view.form),
        "reasons": [reason_form(each) for each in view.reasons],
        "versions": [row_form(each) for each in view.versions],
        "receipts": [receipt_form(each) for each in view.receipts],
        "withdrawn_by": view.withdrawn_by,
        "reason": view.reason,
    }


def receipt_form(receipt: ReadReceipt) -> Form:
    return {
        "dealer": receipt.dealer.code,
        "name": receipt.dealer.name,
        "read_at": receipt.read_at or None,
        "by": receipt.by,
    }


def simulation_form(found: Simulation) -> Form:
    """A simulation, dealer by dealer."""
    return {
        "policy": found.policy.id,
        "version": found.policy.version,
        "against": None if found.against is None else found.against.version,
        "first_day": found.first_day.isoformat(),
        "last_day": found.last_day.isoformat(),
        "documents": found.documents,
        "before": amount(found.before),
        "after": amount(found.after),
        "difference": amount(found.after - found.before),
        "dealers": [_simulated(each) for each in found.dealers],
        "reasons": [reason_form(each) for each in found.reasons],
    }


def _simulated(each: SimulatedDealer) -> Form:
    return {
        "dealer": each.dealer.code,
        "name": each.dealer.name,
        "documents": each.documents,
        "turnover": amount(each.turnover),
        "before": amount(each.before),
        "after": amount(each.after),
        "difference": amount(each.difference),
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
