"""Credit: what a buyer already owes and has ordered, against what the seller is ready to wait for."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from domain.explain import Fact, Reason


@dataclass(frozen=True, slots=True)
class CreditPosition:
    """A buyer's account with one seller on one day.

    `limit` None means no limit, 0 is a real limit (D01, D02); `temporary` comes on top of it. `balance` is
    what is owed (negative: paid in advance), `committed` what is ordered and accepted, or on its way to be
    decided, but not delivered. `overdue` is the part of the balance past its due date and `overdue_days` the
    age of its oldest piece. `as_of` tells the age of figures from another's books.
    """

    limit: Decimal | None
    temporary: Decimal
    balance: Decimal
    committed: Decimal
    overdue: Decimal
    overdue_days: int
    as_of: str | None = None

    @property
    def used(self) -> Decimal:
        """What stands against the limit (占用)."""
        return self.balance + self.committed

    @property
    def available(self) -> Decimal | None:
        """What may still be ordered; None without a limit, negative when the limit is already passed."""
        return None if self.limit is None else self.limit + self.temporary - self.used


def judge_credit(position: CreditPosition, order_amount: Decimal) -> tuple[Reason, ...]:
    """Judge one new order of `order_amount`, which is not yet part of the position.

    `credit_over` (stop; facts `limit`, `temporary`, `balance`, `committed`, `order`, `over_by`) and
    `credit_overdue` (warn, asks for approval; facts `overdue`, `overdue_days`), or else `credit_ok` (info;
    the figures and `available` after this order). Each carries `as_of`. An amount of nothing adds nothing to
    what is owed, so it passes even where the limit was lowered since (D05).
    """
    figures: dict[str, Fact] = {
        "limit": position.limit,
        "temporary": position.temporary,
        "balance": position.balance,
        "committed": position.committed,
        "order": order_amount,
        "as_of": position.as_of,
    }
    left = None if position.available is None else position.available - order_amount
    reasons = []
    if left is not None and left < 0 < order_amount:
        reasons.append(Reason("credit_over", "stop", {**figures, "over_by": -left}))
    if position.overdue > 0:
        overdue: dict[str, Fact] = {"overdue": position.overdue, "overdue_days": position.overdue_days}
        reasons.append(Reason("credit_overdue", "warn", {**overdue, "as_of": position.as_of}))
    return tuple(reasons) or (Reason("credit_ok", "info", {**figures, "available": left}),)
