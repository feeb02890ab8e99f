"""Formal settlements of rebates and corrections by hand as the books hold them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import msgspec
from sqlalchemy import Connection

from domain.errors import UsageError
from sync.records.bodies.policies import PayoutLineBody, RebatePayoutBody
from sync.records.bodies.records import decode
from sync.records.books.bulk import query_rows, rows_in

APPROVED = "/approved"
"""What the id of a correction ends with once it is approved: it is HQ's own record then."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction by hand; it counts once `approved_by` names a second person."""

    id: str
    policy: str
    dealer: str
    period: str
    amount: Decimal
    reason: str
    made_by: str
    approved_by: str


def corrections(
    connection: Connection, policy: str = "", dealers: Sequence[str] = (), period: str = ""
) -> list[Correction]:
    """The corrections of a policy (""; all), of some dealers (none: all), of a period (""; all), in order of making.

    One that was approved stands as HQ's record in place of what was proposed.
    """
    rows = query_rows(
        connection,
        "SELECT id, policy, dealer, period, amount, reason, made_by, approved_by FROM rebate_adjustment "
        "ORDER BY made_at, id",
    )
    approved = {row.id for row in rows if row.id.endswith(APPROVED)}
    return [
        Correction(
            row.id,
            row.policy,
            row.dealer,
            row.period,
            from_stored(row.amount),
            row.reason,
            row.made_by,
            row.approved_by,
        )
        for row in rows
        if row.id + APPROVED not in approved
        and policy in {"", row.policy}
        and (not dealers or row.dealer in dealers)
        and period in {"", row.period}
    ]


def payout_rows(connection: Connection, policy: str = "", dealers: Sequence[str] = (), period: str = "") -> list[Any]:
    """Payouts in order of number: of a policy, of some dealers, of a period; "" and none are all."""
    order = "ORDER BY number, id"
    if dealers:
        rows = rows_in(connection, f"SELECT * FROM rebate_payout WHERE dealer IN (?*) {order}", sorted(set(dealers)))
        rows.sort(key=lambda row: (row.number, row.id))
    else:
        rows = query_rows(connection, f"SELECT * FROM rebate_payout {order}")
    return [row for row in rows if policy in {"", row.policy} and period in {"", row.period}]


def payout_row(connection: Connection, named: str) -> Any:
    """The payout of this id or number; UsageError `payout_unknown`."""
    rows = query_rows(connection, "SELECT * FROM rebate_payout WHERE id = ? OR number = ?", named, named)
    if not rows:
        raise UsageError("payout_unknown", payout=named)
    return rows[0]


def payout_body(connection: Connection, record: str) -> RebatePayoutBody:
    """The record as it was last written."""
    live = "1" if connection.dialect.name == "sqlite" else "TRUE"
    query = f"SELECT body FROM entry WHERE record = ? AND kind = 'rebate_payout' AND live = {live}"
    body = decode("rebate_payout", bytes(query_rows(connection, query, record)[0][0]))
    assert isinstance(body, RebatePayoutBody)
    return body


def lines_of(stored: str) -> list[PayoutLineBody]:
    """Lines, steps or history as stored."""
    return msgspec.json.decode(stored, type=list[PayoutLineBody])


def line_body(kind: str, amount: Decimal, facts: Mapping[str, object]) -> PayoutLineBody:
    """One line as stored: amounts in 1/10000, facts as text."""
    told = {name: f"{value:f}" if isinstance(value, Decimal) else str(value) for name, value in facts.items()}
    kept = {name: value for name, value in told.items() if facts[name] is not None}
    return PayoutLineBody(kind, to_stored(amount), kept)


def to_stored(amount: Decimal) -> int:
    """An amount as stored, in 1/10000."""
    return int((amount * 10_000).to_integral_value())


def from_stored(amount: int) -> Decimal:
    """An amount with four places."""
    return Decimal(amount).scaleb(-4)
