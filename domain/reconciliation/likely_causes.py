"""Why a line stands in one book only, or with two amounts: the likeliest cause, with what speaks for it.

A cause is a guess for a person to check, never a booking. The codes, the surest first:

    for amounts that differ      sign_turned, decimal_shift, reversed_digits, keyed_twice, rebate_not_booked, rounding,
                                 line_missing
    for lines on one side only   keyed_twice, cancelled_out, posted_later, posted_earlier, rebate_not_booked,
                                 same_amount_apart, goods_in_transit, money_in_transit
    and for both                 unknown
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.documents.kinds import KINDS, kinds_of
from domain.explain import Fact, Reason
from domain.reconciliation.matching import BookLine
from domain.reconciliation.typo_detection import slip_of
from domain.values.money import ZERO, to_fen

# What lowers a debt by word alone: one book has it, the other may not know of it.
REBATE_KINDS = frozenset({"write_off", *(kind for kind in kinds_of("note") if KINDS[kind].settles)})
_REBATE_WORDS = ("返利", "折让", "折扣", "票折", "账扣", "返点", "rebate", "discount")
_FEW_FEN = Decimal("0.10")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the causes are told from.

    `cut_off` is the last day of the comparison and `start` its first; `window` the days by which the two books may
    disagree on a date, `transit` the days goods or money may be on their way. `later_*` and `earlier_*` are lines of
    the books after and before the comparison, which prove that something was posted in another period. `we_sell` says
    whether our book is the seller's.
    """

    start: dt.date
    cut_off: dt.date
    window: int
    transit: int = 10
    we_sell: bool = True
    later_ours: Sequence[BookLine] = ()
    later_theirs: Sequence[BookLine] = ()
    earlier_ours: Sequence[BookLine] = ()
    earlier_theirs: Sequence[BookLine] = ()


class OneSide:
    """One book's lines, and those left over, by what a cause is looked up with."""

    def __init__(self, lines: Sequence[BookLine], left: Sequence[BookLine]) -> None:
        self.left = left
        self._twins: dict[tuple[object, ...], list[BookLine]] = defaultdict(list)
        for line in lines:
            self._twins[_likeness(line)].append(line)
        self._left_of: dict[Decimal, BookLine] = {}
        for line in left:
            self._left_of.setdefault(line.amount, line)

    def twin(self, line: BookLine) -> BookLine | None:
        """Another line of this book with the same amount and number; of the same day and words where none has one."""
        alike = self._twins[_likeness(line)]
        return next((each for each in alike[:2] if each.id != line.id), None)

    def same_amount(self, line: BookLine) -> BookLine | None:
        """A line left over in this book with the amount of one of the other, unless their numbers say otherwise."""
        found = self._left_of.get(line.amount)
        numbers = {line.number, found.number} - {""} if found else {"", line.id}
        return found if len(numbers) < 2 else None

    def opposite(self, line: BookLine) -> BookLine | None:
        """A line left over that takes this one back."""
        return self._left_of.get(-line.amount) if line.amount else None


def _likeness(line: BookLine) -> tuple[object, ...]:
    if line.number:
        return line.amount, line.number.casefold()
    return line.amount, line.date, line.summary


def cause_of_difference(ours: Sequence[BookLine], theirs: Sequence[BookLine], rebates: Sequence[Decimal]) -> Reason:
    """The cause of two amounts for one thing; `rebates` are amounts that may have been left out on one side.

    Facts: `ours`, `theirs`, `difference` (ours less theirs), and for `line_missing` the `number` of the line whose
    amount is just the difference.
    """
    mine, other = _sum(ours), _sum(theirs)
    facts: dict[str, Fact] = {"ours": mine, "theirs": other, "difference": mine - other}
    slip = slip_of(to_fen(mine), to_fen(other))
    if slip:
        return Reason(slip, "info", facts)
    if mine == 2 * other or other == 2 * mine:
        return Reason("keyed_twice", "info", facts)
    if abs(mine - other) in {abs(amount) for amount in rebates}:
        return Reason("rebate_not_booked", "info", facts)
    if abs(mine - other) <= _FEW_FEN:
        return Reason("rounding", "info", facts)
    for line in (*ours, *theirs):
        if abs(line.amount) == abs(mine - other):
            return Reason("line_missing", "info", {**facts, "number": line.number})
    return Reason("unknown", "info", facts)


def cause_of_leftover(
    line: BookLine, side: OneSide, evidence: Evidence, *, ours: bool, other: OneSide | None = None
) -> Reason:
    """The cause of a line that only this book has; `ours` says whose book it is, `other` is the other one.

    Facts: `number` and `date` of the line that proves it, where there is one, and the `days` between the two.
    """
    twin = side.twin(line)
    if twin:
        return _pointing("keyed_twice", twin)
    if opposite := side.opposite(line):
        return _pointing("cancelled_out", opposite)
    later, earlier = (
        (evidence.later_theirs, evidence.earlier_theirs) if ours else (evidence.later_ours, evidence.earlier_ours)
    )
    for code, lines in (("posted_later", later), ("posted_earlier", earlier)):
        if proof := _same_elsewhere(line, lines, evidence):
            return _pointing(code, proof)
    if _is_rebate(line):
        return Reason("rebate_not_booked", "info")
    if other and (same := other.same_amount(line)):
        days = abs((same.date - line.date).days)
        return Reason("same_amount_apart", "info", {"number": same.number, "date": same.date, "days": days})
    return _by_the_calendar(line, evidence, ours=ours)


def _by_the_calendar(line: BookLine, evidence: Evidence, *, ours: bool) -> Reason:
    """What was booked in the last days by the side that moves first is on its way to the other.

    The seller books goods first, the buyer books money first.
    """
    before_end = (evidence.cut_off - line.date).days
    facts: dict[str, Fact] = {"days": before_end}
    goods = line.amount > 0
    if 0 <= before_end <= evidence.transit and goods is (ours is evidence.we_sell):
        return Reason("goods_in_transit" if goods else "money_in_transit", "info", facts)
    if 0 <= before_end <= evidence.window:
        return Reason("posted_later", "info", facts)
    if 0 <= (line.date - evidence.start).days <= evidence.window:
        return Reason("posted_earlier", "info", {"days": (line.date - evidence.start).days})
    return Reason("unknown", "info")


def _same_elsewhere(line: BookLine, lines: Sequence[BookLine], evidence: Evidence) -> BookLine | None:
    for each in lines:
        if each.amount != line.amount:
            continue
        if (line.number and each.number == line.number) or abs((each.date - line.date).days) <= evidence.transit:
            return each
    return None


def _is_rebate(line: BookLine) -> bool:
    text = line.summary.casefold()
    return line.kind in REBATE_KINDS or any(word in text for word in _REBATE_WORDS)


def _pointing(code: str, line: BookLine) -> Reason:
    return Reason(code, "info", {"number": line.number, "date": line.date})


def _sum(lines: Sequence[BookLine]) -> Decimal:
    return sum((line.amount for line in lines), ZERO)
