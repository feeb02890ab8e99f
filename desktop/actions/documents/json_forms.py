"""The JSON forms tools outside rely on: amounts as texts with two places, quantities without an exponent."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from desktop.actions.documents.views import (
    Attention,
    PaperView,
    Status,
)
from domain.explain import Reason
from domain.statements.statement import Statement
from domain.values.money import round_fen
from domain.values.quantities import Pack, plain_number
from domain.values.veiled import is_veiled

Form = dict[str, Any]


def as_json(value: object) -> str:
    """One JSON value, Chinese as it is."""
    return json.dumps(value, ensure_ascii=False, indent=2)


def amount(value: Decimal) -> str:
    """Yuan with two places."""
    return f"{round_fen(value):.2f}"


def amount_or_none(value: Decimal | None) -> str | None:
    return None if value is None else amount(value)


def quantity(value: Decimal) -> str:
    """Base units without trailing zeros: "12", "1.5"."""
    return plain_number(value)


def price(value: Decimal | None) -> str | None:
    """Yuan per base unit with two to four places."""
    if value is None or is_veiled(value):
        return None if value is None else str(value)
    whole, _, places = f"{value:.4f}".partition(".")
    return f"{whole}.{places[:2]}{places[2:].rstrip('0')}"


def reason_form(reason: Reason) -> Form:
    return {
        "code": reason.code,
        "severity": reason.severity,
        "line": reason.line,
        "facts": facts_form(reason.facts),
    }


def facts_form(facts: Mapping[str, object]) -> Form:
    """Facts as texts, numbers kept as they were known."""
    return {name: fact_form(value) for name, value in facts.items()}


def fact_form(value: object) -> Any:
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return [fact_form(each) for each in value]
    if isinstance(value, Reason):
        return reason_form(value)
    if isinstance(value, Mapping):
        return facts_form(value)
    return str(value)


def statement_form(statement: Statement) -> Form:
    """A statement as `statement --format json` tells it."""
    return {
        "account": {"seller": statement.seller.code, "buyer": statement.buyer.code},
        "from": statement.start.isoformat(),
        "to": statement.end.isoformat(),
        "opening": amount(statement.opening),
        "entries": [
            {
                "date": entry.date.isoformat(),
                "kind": entry.kind,
                "number": entry.number,
                "summary": entry.summary,
                "debit": amount(entry.debit),
                "credit": amount(entry.credit),
                "balance": amount(entry.balance),
            }
            for entry in statement.entries
        ],
        "debit_total": amount(statement.debit_total),
        "credit_total": amount(statement.credit_total),
        "closing": amount(statement.closing),
        "ageing": [{"bucket": each.bucket, "amount": amount(each.amount)} for each in statement.ageing],
        "amount_in_words": statement.amount_in_words,
    }


def paper_form(paper: PaperView) -> Form:
    """A posted document with its lines."""
    return {
        "number": paper.number,
        "kind": paper.kind,
        "seller": paper.seller.code,
        "buyer": paper.buyer.code,
        "date": paper.date.isoformat(),
        "due": paper.due.isoformat() if paper.due else None,
        "state": paper.state,
        "amount": amount(paper.amount),
        "warehouse": paper.warehouse,
        "method": paper.method,
        "ref": paper.ref,
        "remark": paper.remark,
        "author": paper.author,
        "source": paper.source_number,
        "reverses": paper.reverses_number,
        "lines": [
            {
                "line": line.line,
                "sku": line.sku,
                "name": line.name,
                "quantity": quantity(line.quantity),
                "unit": line.base_unit or line.unit,
                "unit_price": price(line.unit_price),
                "amount": amount(line.amount),
                "order_line": line.order_line,
                "gift": line.gift or None,
                "by_hand": line.by_hand,
            }
            for line in paper.lines
        ],
    }


def pack_form(pack: Pack) -> Form:
    return {"unit": pack.unit, "size": quantity(pack.size)}


def status_form(status: Status) -> Form:
    return {
        "online": status.online,
        "turned_away": status.turned_away,
        "failing": _failing_form(status),
        "reached": status.reached,
        "pending": status.pending,
        "attention": len(status.attention),
        "attention_list": [attention_form(each) for each in status.attention],
        "last_exchange": status.last_exchange or None,
        "role": status.role,
        "dealer": status.dealer,
        "dealer_name": status.dealer_name,
        "hq": status.hq_url,
        "incoming": status.incoming,
        "key_in_file": status.key_in_file,
        "user": status.user or None,
        "user_role": status.user_role or None,
        "at_hq": status.at_hq,
        "filling": [{"stream": each.stream, "done": each.done, "total": each.total} for each in status.filling],
    }


def _failing_form(status: Status) -> Form | None:
    found = status.failing
    if found is None:
        return None
    cause = None if found.cause is None else reason_form(found.cause)
    return {"since": found.since, "reason": reason_form(found.failure), "cause": cause}


def attention_form(each: Attention) -> Form:
    return {"kind": each.kind, "number": each.number, "code": each.code, "facts": facts_form(each.facts)}
