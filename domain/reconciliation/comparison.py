"""Two books of one account side by side: what agrees, what only one side has, and why; both adjusted to one balance."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from domain.errors import DamagedError
from domain.explain import Reason
from domain.reconciliation.likely_causes import Evidence, OneSide, cause_of_difference, cause_of_leftover
from domain.reconciliation.matching import BookLine, How, Matching, Pairing
from domain.values.money import ZERO

Whose = Literal["ours", "theirs"]
_OPENING = "opening"
WINDOW = 5  # days by which two careful bookkeepers disagree on a date


@dataclass(frozen=True, slots=True)
class Match:
    """Lines of both books that say the same; one to one, or a few that together make the other side's amount."""

    ours: tuple[BookLine, ...]
    theirs: tuple[BookLine, ...]
    how: How

    @property
    def days_apart(self) -> int:
        """The most days between a date in our book and one in theirs."""
        return max(abs((mine.date - other.date).days) for mine in self.ours for other in self.theirs)


@dataclass(frozen=True, slots=True)
class Differing:
    """Lines of one number, or one slip of the finger apart, with two amounts (金额不符)."""

    ours: tuple[BookLine, ...]
    theirs: tuple[BookLine, ...]
    cause: Reason

    @property
    def difference(self) -> Decimal:
        """Our amount less theirs."""
        return _sum(self.ours) - _sum(self.theirs)


@dataclass(frozen=True, slots=True)
class OneSided:
    """A line that the other book doesn't have."""

    line: BookLine
    cause: Reason


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """The comparison of two books over a period.

    `ours_only` is 我方有对方无, `theirs_only` 对方有我方无. `gave_up` says that the search for sums of several lines
    was cut short, so that among the leftovers there may be some more.
    """

    matches: tuple[Match, ...]
    differing: tuple[Differing, ...]
    ours_only: tuple[OneSided, ...]
    theirs_only: tuple[OneSided, ...]
    gave_up: bool = False

    @property
    def agrees(self) -> bool:
        """Whether every line has its partner with the same amount."""
        return not (self.differing or self.ours_only or self.theirs_only)


@dataclass(frozen=True, slots=True)
class BalanceAdjustment:
    """One row of the adjustment table: what is added to one side's balance, and for which lines.

    The code is `theirs_not_ours`, `ours_not_theirs`, `amount_differs` or `opening_differs`.
    """

    side: Whose
    code: str
    amount: Decimal
    lines: tuple[BookLine, ...] = ()
    cause: Reason | None = None


@dataclass(frozen=True, slots=True)
class AdjustmentTable:
    """余额调节表: each side's closing balance, what is added to it, and the balance both arrive at."""

    our_closing: Decimal
    their_closing: Decimal
    rows: tuple[BalanceAdjustment, ...]

    @property
    def our_adjusted(self) -> Decimal:
        """Our balance after the adjustments of our side."""
        return self.our_closing + sum((row.amount for row in self.rows if row.side == "ours"), ZERO)

    @property
    def their_adjusted(self) -> Decimal:
        """Their balance after the adjustments of their side; always the same as ours."""
        return self.their_closing + sum((row.amount for row in self.rows if row.side == "theirs"), ZERO)


def mirrored(lines: Iterable[BookLine]) -> list[BookLine]:
    """A book kept by the buyer turned to the seller's signs, or back."""
    return [replace(line, amount=-line.amount) for line in lines]


def reconcile(ours: Sequence[BookLine], theirs: Sequence[BookLine], evidence: Evidence | None = None) -> Reconciliation:
    """Compare two books of one account, both with the seller's signs.

    First by document number and amount, then by amount within a window of days (the nearest first), then a day's total
    against one line and one line against a few, then amounts one slip apart. What is left is told with its likely
    cause. The result depends only on the lines, not on their order. `evidence` gives the period, the windows and the
    neighbouring periods' lines; without it the period is that of the lines.
    """
    ours, theirs = _in_order(ours), _in_order(theirs)
    evidence = evidence or _evidence(ours, theirs)
    work = Matching(ours, theirs, evidence.window)
    work.run()
    our_side = OneSide(ours, [ours[place] for place in work.ours.left()])
    their_side = OneSide(theirs, [theirs[place] for place in work.theirs.left()])
    ours_only = _one_sided(our_side, their_side, evidence, ours=True)
    theirs_only = _one_sided(their_side, our_side, evidence, ours=False)
    rebates = [each.line.amount for each in (*ours_only, *theirs_only) if each.cause.code == "rebate_not_booked"]
    return Reconciliation(
        matches=tuple(Match(*_lines(pair, ours, theirs), pair.how) for pair in work.pairs),
        differing=tuple(_differing(pair, ours, theirs, rebates) for pair in work.differing),
        ours_only=ours_only,
        theirs_only=theirs_only,
        gave_up=work.gave_up,
    )


def openings_apart(found: Reconciliation) -> tuple[Reconciliation, Decimal, Decimal]:
    """What was found, without the opening balances that only one book has as a line of the period.

    They are part of what that book opens with, so that one balance isn't told as two differences. The second and third
    value are what they add to our opening and to theirs.
    """
    ours = tuple(each for each in found.ours_only if each.line.kind == _OPENING)
    theirs = tuple(each for each in found.theirs_only if each.line.kind == _OPENING)
    rest = replace(
        found,
        ours_only=tuple(each for each in found.ours_only if each.line.kind != _OPENING),
        theirs_only=tuple(each for each in found.theirs_only if each.line.kind != _OPENING),
    )
    return rest, _sum(each.line for each in ours), _sum(each.line for each in theirs)


def adjustment_table(
    found: Reconciliation, our_closing: Decimal, their_closing: Decimal, *, right: Whose = "ours"
) -> AdjustmentTable:
    """Bring both closing balances to one: each side gets what only the other has.

    Where amounts or openings differ, the side that isn't `right` is adjusted: the seller's books decide. Openings are
    the closings less the lines that were compared.

    Raises DamagedError `reconciliation_disagrees` (facts `ours`, `theirs`) if the balances still differ, which no two
    books can make happen.
    """
    wrong: Whose = "theirs" if right == "ours" else "ours"
    sign = 1 if wrong == "theirs" else -1
    rows = [BalanceAdjustment("ours", "theirs_not_ours", e.line.amount, (e.line,), e.cause) for e in found.theirs_only]
    rows += [BalanceAdjustment("theirs", "ours_not_theirs", e.line.amount, (e.line,), e.cause) for e in found.ours_only]
    for each in found.differing:
        lines = (*each.ours, *each.theirs)
        rows.append(BalanceAdjustment(wrong, "amount_differs", sign * each.difference, lines, each.cause))
    our_lines, their_lines = _compared(found)
    opening = (our_closing - _sum(our_lines)) - (their_closing - _sum(their_lines))
    if opening:
        rows.append(BalanceAdjustment(wrong, "opening_differs", sign * opening))
    table = AdjustmentTable(our_closing, their_closing, tuple(rows))
    if table.our_adjusted != table.their_adjusted:
        raise DamagedError("reconciliation_disagrees", ours=table.our_adjusted, theirs=table.their_adjusted)
    return table


def _compared(found: Reconciliation) -> tuple[list[BookLine], list[BookLine]]:
    both: list[Match | Differing] = [*found.matches, *found.differing]
    ours = [line for each in both for line in each.ours] + [each.line for each in found.ours_only]
    theirs = [line for each in both for line in each.theirs] + [each.line for each in found.theirs_only]
    return ours, theirs


def _in_order(lines: Sequence[BookLine]) -> list[BookLine]:
    return sorted(lines, key=lambda line: (line.date, line.number, line.id))


def _evidence(ours: Sequence[BookLine], theirs: Sequence[BookLine]) -> Evidence:
    days = [line.date for line in (*ours, *theirs)] or [dt.date.min]
    return Evidence(min(days), max(days), WINDOW)


def _lines(
    pair: Pairing, ours: Sequence[BookLine], theirs: Sequence[BookLine]
) -> tuple[tuple[BookLine, ...], tuple[BookLine, ...]]:
    return tuple(ours[place] for place in pair.ours), tuple(theirs[place] for place in pair.theirs)


def _differing(
    pair: Pairing, ours: Sequence[BookLine], theirs: Sequence[BookLine], rebates: Sequence[Decimal]
) -> Differing:
    mine, others = _lines(pair, ours, theirs)
    return Differing(mine, others, cause_of_difference(mine, others, rebates))


def _one_sided(side: OneSide, other: OneSide, evidence: Evidence, *, ours: bool) -> tuple[OneSided, ...]:
    return tuple(OneSided(line, cause_of_leftover(line, side, evidence, ours=ours, other=other)) for line in side.left)


def _sum(lines: Iterable[BookLine]) -> Decimal:
    return sum((line.amount for line in lines), ZERO)
