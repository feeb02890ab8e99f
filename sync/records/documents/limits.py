"""How much a document may say: quantities and amounts as typed become what is stored, or are refused with why."""

from __future__ import annotations

from decimal import Decimal

from domain.errors import UsageError
from domain.values.money import to_fen
from domain.values.quantities import to_milli

MOST_QUANTITY, MOST_AMOUNT = Decimal(999_999_999), Decimal("9999999999.99")


def stored_quantity(quantity: Decimal, line: int) -> int:
    """A quantity as stored; UsageError `quantity_zero`, `_negative`, `_decimals`, `_too_large`."""
    facts = {"text": f"{quantity:f}", "line": line}
    if not quantity:
        raise UsageError("quantity_zero", **facts)
    if quantity < 0:
        raise UsageError("quantity_negative", **facts)
    if quantity > MOST_QUANTITY:
        raise UsageError("quantity_too_large", most=MOST_QUANTITY, **facts)
    if quantity * 1000 % 1:
        raise UsageError("quantity_decimals", most=3, **facts)
    return to_milli(quantity)


def check_amount(amount: Decimal) -> None:
    """UsageError `amount_too_large`, `amount_decimals`."""
    if abs(amount) > MOST_AMOUNT:
        raise UsageError("amount_too_large", amount=amount, most=MOST_AMOUNT)
    if amount * 100 % 1:
        raise UsageError("amount_decimals", amount=amount, most=2)


def positive_amount(amount: Decimal) -> int:
    """An amount in fen; UsageError `amount_zero`, `amount_negative`, and as `check_amount`."""
    check_amount(amount)
    if amount <= 0:
        raise UsageError("amount_zero" if not amount else "amount_negative", amount=amount)
    return to_fen(amount)


def signed_amount(amount: Decimal) -> int:
    """The same of one that may be below zero."""
    check_amount(amount)
    if not amount:
        raise UsageError("amount_zero", amount=amount)
    return to_fen(amount)
