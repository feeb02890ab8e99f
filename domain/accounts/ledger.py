"""An account is its postings: the balance is their sum and the ageing is what of them is still open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.values.money import ZERO

BUCKETS = ("not_due", "1-30", "31-60", "61-90", "91-120", "over_120")
_LAST_DAY = (0, 30, 60, 90, 120)


@dataclass(frozen=True, slots=True)
class Posting:
    """One document's effect on an account; `amount` > 0 raises what the buyer owes.

    `document` is the id of that document, `reverses` the id of the one it undoes.
    """

    date: dt.date
    kind: str
    number: str
    amount: Decimal
    due: dt.date
    summary: str = ""
    document: str = ""
    reverses: str | None = None


@dataclass(frozen=True, slots=True)
class AgeBucket:
    """What is open and so many days late; `bucket` is one of `BUCKETS`."""

    bucket: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class OpenItem:
    """A posting that raised the debt and what of it is still unpaid."""

    posting: Posting
    remaining: Decimal


def balance(postings: Iterable[Posting]) -> Decimal:
    """What the buyer owes; negative when more was paid than owed."""
    return sum((posting.amount for posting in postings), ZERO)


def open_items(postings: Sequence[Posting]) -> tuple[tuple[OpenItem, ...], Decimal]:
    """What is still unpaid, what is due earliest first, and what was paid beyond it; their difference is the balance.

    A reversal first undoes the document it reverses, so that what a reversed receipt had paid is open again
    at its old age; every other decrease, and what is left of a reversal, settles what is due earliest first:
    by due date, then date, then number.
    """
    remaining = after_reversals(postings)
    paid = -sum((amount for amount in remaining if amount < 0), ZERO)
    raised = [(posting, amount) for posting, amount in zip(postings, remaining, strict=True) if amount > 0]
    items = []
    for posting, amount in sorted(raised, key=lambda pair: due_order(pair[0])):
        settled = min(paid, amount)
        paid -= settled
        if settled < amount:
            items.append(OpenItem(posting, amount - settled))
    return tuple(items), paid


def age_order(posting: Posting) -> tuple[dt.date, dt.date, str, str]:
    """What makes one posting older than another: its date, then its due date, then its number."""
    return posting.date, posting.due, posting.number, posting.document


def due_order(posting: Posting) -> tuple[dt.date, dt.date, str, str]:
    """What is paid before what, where nobody says otherwise: what is due earlier, then what is older."""
    return posting.due, posting.date, posting.number, posting.document


def after_reversals(postings: Sequence[Posting]) -> list[Decimal]:
    """Each posting's amount once every reversal has taken from its target.

    The latest goes first, so that a reversed reversal is itself undone before it can undo anything.
    """
    amounts = [posting.amount for posting in postings]
    places = {posting.document: place for place, posting in enumerate(postings) if posting.document}
    reversals = [place for place, posting in enumerate(postings) if posting.reverses in places]
    for place in sorted(reversals, key=lambda place: age_order(postings[place]), reverse=True):
        target = places[postings[place].reverses or ""]
        if amounts[place] * amounts[target] < 0:
            undone = min(abs(amounts[place]), abs(amounts[target])).copy_sign(amounts[place])
            amounts[place] -= undone
            amounts[target] += undone
    return amounts


def age(postings: Sequence[Posting], as_of: dt.date) -> tuple[AgeBucket, ...]:
    """The open debt by days past its due date on `as_of`, all buckets in order, zeros too.

    Their sum is the balance of the postings given; what was paid in advance stands negative in `not_due`.
    """
    items, paid = open_items(postings)
    sums = dict.fromkeys(BUCKETS, ZERO)
    sums["not_due"] -= paid
    for item in items:
        sums[bucket_of((as_of - item.posting.due).days)] += item.remaining
    return tuple(AgeBucket(bucket, amount) for bucket, amount in sums.items())


def bucket_of(days_late: int) -> str:
    """Which of `BUCKETS` so many days past the due date belong to."""
    for bucket, last_day in zip(BUCKETS, _LAST_DAY, strict=False):
        if days_late <= last_day:
            return bucket
    return BUCKETS[-1]


def overdue(postings: Sequence[Posting], as_of: dt.date) -> tuple[Decimal, int]:
    """What is past its due date on `as_of`, and how many days the oldest of it is late; (0.00, 0) when
    nothing is: always what the ageing has beyond `not_due`.
    """
    open_debt, _ = open_items(postings)
    late = [item for item in open_debt if item.posting.due < as_of]
    days = max(((as_of - item.posting.due).days for item in late), default=0)
    return sum((item.remaining for item in late), ZERO), days
