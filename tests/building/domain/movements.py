"""A movement of money with every default said."""

from datetime import date
from decimal import Decimal

from domain.bank.movements import Movement


def a_movement(
    amount="100.00",
    name="",
    account="",
    memo="",
    *,
    number="1",
    on=date(2026, 11, 20),
    direction="in",
    currency="CNY",
    summary="转账",
):
    return Movement(
        id=f"m{number}",
        row=int(number),
        date=on,
        time="09:00:00",
        direction=direction,
        amount=Decimal(amount),
        currency=currency,
        balance=None,
        name=name,
        account=account,
        summary=summary,
        memo=memo,
        reference=f"L{number}",
        status="",
    )
