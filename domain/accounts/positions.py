"""An account seen as open items: which debts are unpaid, which payments are still free, after what was settled.

The balance is what is open minus what is free; nothing is lost on the way, whatever is settled, undone or reversed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from domain.accounts.ledger import BUCKETS, AgeBucket, Posting, after_reversals, age_order, bucket_of
from domain.values.money import ZERO
from domain.values.payment_terms import Instalment

Mode = Literal["oldest", "number", "amount", "whole", "several", "hand"]
Leftover = Literal["oldest_first", "ahead"]
_NO_INSTALMENTS: Mapping[str, Sequence[Instalment]] = {}


@dataclass(frozen=True, slots=True)
class Settlement:
    """So much of one decrease (a receipt, a return, a credit note) set against one increase (核销).

    `credit` and `debt` are document ids, `part` the instalment of the debt counted from 1. `mode` tells how the pair
    was found. A settlement changes no balance; taking it away restores what was before.
    """

    credit: str
    debt: str
    amount: Decimal
    on: dt.date
    part: int = 1
    mode: Mode = "hand"

    @property
    def key(self) -> str:
        """One name for one pair on one day; two settlements of the same key are one with their sum."""
        return f"{self.credit}>{self.debt}#{self.part}@{self.on.isoformat()}"


@dataclass(frozen=True, slots=True)
class OpenDebt:
    """An increase, or one instalment of it, and what of it is unpaid; `part` counts from 1."""

    posting: Posting
    part: int
    due: dt.date
    amount: Decimal
    remaining: Decimal


@dataclass(frozen=True, slots=True)
class OpenCredit:
    """A decrease and what of it pays for nothing yet; `held` is kept for something to come (an order's deposit)."""

    posting: Posting
    remaining: Decimal
    held: bool = False


@dataclass(frozen=True, slots=True)
class Position:
    """The open items of one account: unpaid debts as they fall due, free credits oldest first."""

    debts: tuple[OpenDebt, ...]
    credits: tuple[OpenCredit, ...]

    @property
    def owed(self) -> Decimal:
        """What is unpaid."""
        return sum((debt.remaining for debt in self.debts), ZERO)

    @property
    def ahead(self) -> Decimal:
        """What was paid and pays for nothing yet (预收)."""
        return sum((credit.remaining for credit in self.credits), ZERO)

    @property
    def balance(self) -> Decimal:
        """What is owed less what was paid ahead, which is the sum of all postings."""
        return self.owed - self.ahead


def position(
    postings: Sequence[Posting],
    settlements: Iterable[Settlement] = (),
    *,
    instalments: Mapping[str, Sequence[Instalment]] = _NO_INSTALMENTS,
    held: Collection[str] = (),
    leftover: Leftover = "oldest_first",
) -> Position:
    """The open items of the postings given, in whatever order they come.

    Reversals undo first, so that what a reversed receipt had settled is open again. Then the settlements count, each
    as far as both of its documents are there and hold it. What is left of a credit pays what is due earliest, unless
    `leftover` says that it stays `ahead`, or the document is among `held` (payments kept for an order). `instalments`
    gives for a document's id when its parts fall due; a document without them falls due as its posting says.

    Give the postings and settlements of no later day than the position is asked for.
    """
    work = _Work(postings, instalments)
    work.settle(settlements)
    if leftover == "oldest_first":
        work.pay_oldest(held)
    return work.position(held)


def pay_oldest(found: Position) -> Position:
    """A position whose leftovers stay ahead, with what of them isn't held paying what is due earliest."""
    unpaid = [debt.remaining for debt in found.debts]
    free = [credit.remaining for credit in found.credits]
    debt = 0
    for place, credit in enumerate(found.credits):
        while not credit.held and free[place] and debt < len(unpaid):
            paid = min(free[place], unpaid[debt])
            free[place] -= paid
            unpaid[debt] -= paid
            debt += not unpaid[debt]
    debts = (replace(each, remaining=left) for each, left in zip(found.debts, unpaid, strict=True) if left)
    credits_ = (replace(each, remaining=left) for each, left in zip(found.credits, free, strict=True) if left)
    return Position(tuple(debts), tuple(credits_))


def due_first(debt: OpenDebt) -> tuple[dt.date, dt.date, str, str]:
    """The order in which debts are paid where nobody says otherwise: so nobody is overdue who paid enough not to be.

    What falls due on one day is paid from the oldest.
    """
    return debt.due, debt.posting.date, debt.posting.number, debt.posting.document


def _parts(posting: Posting, amount: Decimal, instalments: Mapping[str, Sequence[Instalment]]) -> list[OpenDebt]:
    """A debt by instalments; what a reversal took away is missing from the last of them."""
    pieces = instalments.get(posting.document)
    if not pieces:  # as nearly all are
        return [OpenDebt(posting, 1, posting.due, amount, amount)]
    left = amount
    debts = []
    for part, piece in enumerate(pieces, start=1):
        share = left if part == len(pieces) and left > piece.amount else min(piece.amount, left)
        left -= share
        if share > 0:
            debts.append(OpenDebt(posting, part, piece.due, share, share))
    return debts


class _Work:
    """Open amounts while they are being settled, debts as they fall due and credits oldest first."""

    def __init__(self, postings: Sequence[Posting], instalments: Mapping[str, Sequence[Instalment]]) -> None:
        rows = sorted(zip(postings, after_reversals(postings), strict=True), key=lambda row: age_order(row[0]))
        self.debts = [debt for posting, amount in rows if amount > 0 for debt in _parts(posting, amount, instalments)]
        self.debts.sort(key=due_first)
        self.unpaid = [debt.amount for debt in self.debts]
        self.covered = [debt.posting.date for debt in self.debts]
        self.credits = [posting for posting, amount in rows if amount < 0]
        self.free = [-amount for _, amount in rows if amount < 0]

    def settle(self, settlements: Iterable[Settlement]) -> None:
        debts = {(debt.posting.document, debt.part): place for place, debt in enumerate(self.debts)}
        credits_ = {posting.document: place for place, posting in enumerate(self.credits)}
        for settlement in sorted(settlements, key=lambda each: (each.on, each.key)):
            debt, credit = debts.get((settlement.debt, settlement.part)), credits_.get(settlement.credit)
            if debt is not None and credit is not None:
                self._pay(debt, credit, settlement.amount)

    def pay_oldest(self, held: Collection[str]) -> None:
        debt = 0
        for credit, posting in enumerate(self.credits):
            if posting.document and posting.document in held:
                continue
            while self.free[credit] and debt < len(self.debts):
                self._pay(debt, credit, self.free[credit])
                debt += not self.unpaid[debt]

    def _pay(self, debt: int, credit: int, amount: Decimal) -> None:
        paid = min(amount, self.unpaid[debt], self.free[credit])
        self.unpaid[debt] -= paid
        self.free[credit] -= paid
        if paid and self.credits[credit].date > self.covered[debt]:
            self.covered[debt] = self.credits[credit].date

    def position(self, held: Collection[str]) -> Position:
        debts = zip(self.debts, self.unpaid, strict=True)
        credits_ = zip(self.credits, self.free, strict=True)
        return Position(
            tuple(
                debt if unpaid == debt.remaining else replace(debt, remaining=unpaid)
                for debt, unpaid in debts
                if unpaid
            ),
            tuple(OpenCredit(each, free, each.document in held) for each, free in credits_ if free),
        )


def paid_days(
    postings: Sequence[Posting],
    settlements: Iterable[Settlement] = (),
    *,
    instalments: Mapping[str, Sequence[Instalment]] = _NO_INSTALMENTS,
    held: Collection[str] = (),
) -> dict[str, dt.date]:
    """By document id, the day on which the last of a debt was covered; debts that are still open are left out.

    What was paid ahead covers a debt on the debt's own day. What a reversal undid is covered by it, and isn't told.
    """
    work = _Work(postings, instalments)
    work.settle(settlements)
    work.pay_oldest(held)
    found: dict[str, dt.date] = {}
    for debt, unpaid, day in zip(work.debts, work.unpaid, work.covered, strict=True):
        document = debt.posting.document
        found[document] = dt.date.max if unpaid else max(found.get(document, day), day)
    return {document: day for document, day in found.items() if day != dt.date.max}


def age_position(found: Position, as_of: dt.date) -> tuple[AgeBucket, ...]:
    """The open items by days past their due date on `as_of`, all buckets in order; their sum is the balance.

    What was paid ahead stands negative in `not_due`.
    """
    sums = dict.fromkeys(BUCKETS, ZERO)
    sums["not_due"] -= found.ahead
    for debt in found.debts:
        sums[bucket_of((as_of - debt.due).days)] += debt.remaining
    return tuple(AgeBucket(bucket, amount) for bucket, amount in sums.items())


def overdue_in(found: Position, as_of: dt.date) -> tuple[Decimal, int]:
    """What is past its due date on `as_of`, and by how many days the oldest of it; (0.00, 0) for nothing."""
    late = [debt for debt in found.debts if debt.due < as_of]
    days = max(((as_of - debt.due).days for debt in late), default=0)
    return sum((debt.remaining for debt in late), ZERO), days


def known_until(
    postings: Iterable[Posting], settlements: Iterable[Settlement], day: dt.date
) -> tuple[list[Posting], list[Settlement]]:
    """The postings and settlements dated no later than `day`, which is what a position as of that day is made of."""
    return [each for each in postings if each.date <= day], [each for each in settlements if each.on <= day]
