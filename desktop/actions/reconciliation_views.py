"""Two books of one account as the actions compare them: frozen values that window, paper and JSON show alike."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from domain.explain import Reason
from domain.parties import Dealer


@dataclass(frozen=True, slots=True)
class BookRow:
    """One line of a book, with the seller's sign."""

    date: dt.date
    number: str
    amount: Decimal
    kind: str
    summary: str


@dataclass(frozen=True, slots=True)
class MatchRow:
    """Lines of both books that say the same, and how that was found."""

    ours: tuple[BookRow, ...]
    theirs: tuple[BookRow, ...]
    how: str
    days_apart: int


@dataclass(frozen=True, slots=True)
class LeftoverRow:
    """Lines that don't agree: `side` is ours_only, theirs_only or differs; `cause` is a guess to check."""

    side: str
    ours: tuple[BookRow, ...]
    theirs: tuple[BookRow, ...]
    cause: Reason


@dataclass(frozen=True, slots=True)
class AdjustmentRow:
    """One row of the adjustment table: what is added to one side's balance, why, and for which document."""

    side: str
    code: str
    amount: Decimal
    number: str
    cause: Reason | None


@dataclass(frozen=True, slots=True)
class ReconciliationView:
    """Two books of one account over a period, brought to one balance (余额调节表).

    `their_closing` is what their book states; where that is not what its own lines come to, `their_adjusted` isn't
    `adjusted` either, and there is nothing to sign.
    """

    seller: Dealer
    buyer: Dealer
    start: dt.date
    end: dt.date
    source: str
    agrees: bool
    matches: tuple[MatchRow, ...]
    leftovers: tuple[LeftoverRow, ...]
    our_closing: Decimal
    their_closing: Decimal
    adjustments: tuple[AdjustmentRow, ...]
    adjusted: Decimal
    their_adjusted: Decimal
    remarks: tuple[Reason, ...]
    gave_up: bool

    @property
    def verdict(self) -> str:
        """The code of the sentence that says how both books stand."""
        if self.agrees:
            return "reconciled_agrees"
        return "reconciled_differs" if self.comes_to_one else "reconciled_apart"

    @property
    def comes_to_one(self) -> bool:
        """Whether both adjusted balances are equal."""
        return self.adjusted == self.their_adjusted
