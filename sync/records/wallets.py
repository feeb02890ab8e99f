"""The rebate wallet as the books know it: which credits a dealer was given."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import msgspec
from sqlalchemy import Connection

from domain.forms import read_form
from domain.scopes import EVERYTHING, ProductScope
from domain.wallet import WalletEntry
from sync.records.bulk import rows_in

_CREDITS = (
    "SELECT id, dealer, policy, version, period, payable, scope, expires FROM rebate_payout "
    "WHERE dealer IN (?*) AND reward = 'credit' AND state <> 'lapsed' AND payable <> 0 ORDER BY number, id"
)


def wallet_entries(connection: Connection, dealer: str) -> list[WalletEntry]:
    """The credits formal settlements gave a dealer, claw-backs as negative ones, also those that have expired."""
    return [
        WalletEntry(
            record,
            owner,
            policy,
            version,
            period,
            Decimal(payable).scaleb(-4),
            scope_of(scope),
            date.fromisoformat(expires) if expires else None,
        )
        for record, owner, policy, version, period, payable, scope, expires in rows_in(connection, _CREDITS, [dealer])
    ]


def scope_of(stored: str) -> ProductScope:
    """What a credit may buy, as its policy version said; everything where nothing was said."""
    form = msgspec.json.decode(stored or "null")
    scope, _ = read_form(ProductScope, form) if form else (EVERYTHING, [])
    return EVERYTHING if scope is None else scope
