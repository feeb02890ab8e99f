"""Two books of one account as the actions compare them: frozen values that window, paper and JSON show alike."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from domain.explain import Fact, Reason
from domain.parties.dealers import Dealer


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
    """Lines that don't agree, or both openings; `cause` is a guess to check.

    `side` is ours_only, theirs_only, differs or opening.
    """

    side: str
    ours: tuple[BookRow, ...]
    theirs: tuple[BookRow, ...]
    cause: Reason

    @property
    def code(self) -> str:
        """What the adjustment table calls this difference."""
        return _CODES[self.side]


_CODES = {
    "ours_only": "ours_not_theirs",
    "theirs_only": "theirs_not_ours",
    "differs": "amount_differs",
    "opening": "opening_differs",
}


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
    `adjusted` either, and there is nothing to sign. `unproven` counts what of their book could not be read or doesn't
    follow; as long as there is any, nothing proves that both agree.
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
    unproven: int = 0

    @property
    def verdict(self) -> str:
        """The code of the sentence that says how both books stand."""
        if self.agrees:
            return "reconciled_agrees"
        if not self.comes_to_one:
            return "reconciled_apart"
        return "reconciled_differs" if self.differences else "reconciled_read"

    @property
    def verdicts(self) -> tuple[Reason, ...]:
        """How both books stand, and that it isn't proven where it isn't: sentences to be said one after the other."""
        facts: dict[str, Fact] = {
            "ours": self.our_closing,
            "theirs": self.their_closing,
            "adjusted": self.adjusted,
            "their_adjusted": self.their_adjusted,
            "count": self.differences,
        }
        told = Reason(self.verdict, "info" if self.agrees else "warn", facts)
        unproven = Reason("reconciled_unproven", "warn", {"count": self.unproven})
        return (told, unproven) if self.unproven else (told,)

    @property
    def differences(self) -> int:
        """How many matters differ, wherever that is told."""
        return len(self.leftovers)

    @property
    def told(self) -> tuple[Reason, ...]:
        """What is to be known of their book, whoever looks at it and on whatever it is printed."""
        return tuple(each for each in self.remarks if each.severity != "info")

    @property
    def comes_to_one(self) -> bool:
        """Whether both adjusted balances are equal."""
        return self.adjusted == self.their_adjusted
