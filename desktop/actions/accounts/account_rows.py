"""Rows of an account's open items, and settlements by the short ids that people read and type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.actions.accounts.account_views import FreeCreditRow, OpenDebtRow
from domain.errors import RefusedError
from domain.values.money import ZERO
from sync.records.books.bulk import query_rows
from sync.records.books.searching import like_text

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from sqlalchemy import Connection

    from domain.accounts.positions import OpenCredit, OpenDebt, Position


def debt_rows(strict: Position, aged: Position, day: date) -> tuple[OpenDebtRow, ...]:
    """What is open where only what was settled is paid, with what of it the ageing has overdue."""
    late = {(each.posting.document, each.part): each.remaining for each in aged.debts if each.due < day}
    return tuple(_debt_row(each, day, late.get((each.posting.document, each.part), ZERO)) for each in strict.debts)


def _debt_row(debt: OpenDebt, day: date, overdue: Decimal) -> OpenDebtRow:
    posting = debt.posting
    return OpenDebtRow(
        document=posting.document,
        number=posting.number,
        kind=posting.kind,
        part=debt.part,
        date=posting.date,
        due=debt.due,
        amount=debt.amount,
        remaining=debt.remaining,
        days_late=(day - debt.due).days,
        remark=posting.summary,
        overdue=overdue,
    )


def credit_row(credit: OpenCredit) -> FreeCreditRow:
    """What of a payment, return or note is free."""
    posting = credit.posting
    return FreeCreditRow(
        document=posting.document,
        number=posting.number,
        kind=posting.kind,
        date=posting.date,
        amount=-posting.amount,
        remaining=credit.remaining,
        held=credit.held,
        remark=posting.summary,
    )


def short_id(settlement: str) -> str:
    """A settlement's id as people read and type it: the beginning of its batch, and its place there."""
    batch, dash, place = settlement.partition("-")
    return f"{batch[:8]}{dash}{place}"


def whole_id(connection: Connection, named: str) -> str:
    """A settlement's id by its short one; RefusedError `settle_unknown`."""
    batch, dash, place = named.partition("-")
    pattern = like_text(batch)[1:] + (like_text(dash + place)[1:-1] if dash else "")
    found = query_rows(connection, "SELECT id FROM settlement WHERE id LIKE ? ESCAPE '|' LIMIT 2", pattern)
    if not batch or len(found) != 1:
        raise RefusedError("settle_unknown", document=named)
    return str(found[0].id)
