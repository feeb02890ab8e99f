"""Months are closed in order and opened again from the last; a figure that a later posting changed says so.

What was booked when is told by the order in which the books took it in, never by a clock.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.accounts.ledger import Posting, age_order, balance
from domain.errors import RefusedError, UsageError
from domain.explain import Reason
from domain.values.money import ZERO
from domain.values.payment_terms import end_of_month

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the books."""

    year: int
    month: int

    @property
    def start(self) -> dt.date:
        """Its first day."""
        return dt.date(self.year, self.month, 1)

    @property
    def end(self) -> dt.date:
        """Its last day."""
        return end_of_month(self.start)

    @property
    def next(self) -> Month:
        """The month after it."""
        return month_of(self.end + _DAY)

    @property
    def before(self) -> Month:
        """The month before it."""
        return month_of(self.start - _DAY)


@dataclass(frozen=True, slots=True)
class Unfinished:
    """What still stands open in a month that is to be closed, counted over all its days."""

    drafts: int = 0
    undelivered: int = 0
    unanswered_statements: int = 0
    unsettled: Decimal = ZERO
    negative_stock: int = 0


@dataclass(frozen=True, slots=True)
class Booked:
    """A posting and its place in the order in which these books took it in, counted from 1."""

    posting: Posting
    order: int


@dataclass(frozen=True, slots=True)
class Restated:
    """A balance of a past day as it was told, as it is now, and the postings that came in between, oldest first."""

    day: dt.date
    told: Decimal
    now: Decimal
    late: tuple[Booked, ...]

    @property
    def changed(self) -> bool:
        """Whether postings came later, even where they cancel each other out."""
        return bool(self.late)


def month_of(day: dt.date) -> Month:
    """The month a day lies in."""
    return Month(day.year, day.month)


def next_to_close(closed_through: dt.date | None, first_day: dt.date) -> Month:
    """The month that must be closed next; `first_day` is the books' first day, for books never closed."""
    return month_of(first_day if closed_through is None else closed_through + _DAY)


def check_close(
    month: Month, closed_through: dt.date | None, first_day: dt.date, today: dt.date, unfinished: Unfinished
) -> tuple[Reason, ...]:
    """Let a month be closed, with what a careful bookkeeper would finish first as warnings.

    Warnings: `close_drafts`, `close_undelivered`, `close_unanswered`, `close_negative_stock` (fact `count`),
    `close_unsettled` (fact `amount`).

    Raises RefusedError `period_already_closed` (fact `closed_through`), `period_out_of_order` (facts `month`, `first`:
    the months before must be closed first); UsageError `period_in_future` (facts `through`, `today`) for a month that
    isn't over.
    """
    if month.end >= today:
        raise UsageError("period_in_future", through=month.end, today=today)
    if closed_through is not None and month.end <= closed_through:
        raise RefusedError("period_already_closed", closed_through=closed_through)
    first = next_to_close(closed_through, first_day)
    if month.start > first.start:
        raise RefusedError("period_out_of_order", month=month.start, first=first.start)
    counted = (
        ("close_drafts", unfinished.drafts),
        ("close_undelivered", unfinished.undelivered),
        ("close_unanswered", unfinished.unanswered_statements),
        ("close_negative_stock", unfinished.negative_stock),
    )
    reasons = [Reason(code, "warn", {"count": count}) for code, count in counted if count]
    if unfinished.unsettled:
        reasons.append(Reason("close_unsettled", "warn", {"amount": unfinished.unsettled}))
    return tuple(reasons)


def check_reopen(
    month: Month, closed_through: dt.date | None, confirmed: Sequence[str] = ()
) -> tuple[dt.date, tuple[Reason, ...]]:
    """What the books are closed through once `month` is open again, and what that puts at risk.

    Only the last closed month opens, so that no closed month follows an open one. `confirmed` are the numbers of
    statements of this month that the other side has already confirmed; each is a warning `reopen_confirmed` (fact
    `number`).

    Raises RefusedError `period_not_closed` (fact `closed_through`) or `period_out_of_order` (facts `month`, `first`:
    the later month that opens first).
    """
    if closed_through is None or month.start > closed_through:
        raise RefusedError("period_not_closed", closed_through=closed_through)
    last = month_of(closed_through)
    if last != month:
        raise RefusedError("period_out_of_order", month=month.start, first=last.start)
    return month.start - _DAY, tuple(Reason("reopen_confirmed", "warn", {"number": number}) for number in confirmed)


def check_statement_period(
    start: dt.date, end: dt.date, closed_through: dt.date | None, today: dt.date
) -> tuple[Reason, ...]:
    """Let a statement be made over a period; one whose days are still open is told so.

    `statement_unclosed` (info; facts `end`, `closed_through`). Raises UsageError `statement_period` (facts `start`,
    `end`) where it ends before it starts, `statement_future` (facts `end`, `today`) where days of it are to come.
    """
    if start > end:
        raise UsageError("statement_period", start=start, end=end)
    if end > today:
        raise UsageError("statement_future", end=end, today=today)
    if closed_through is not None and end <= closed_through:
        return ()
    return (Reason("statement_unclosed", "info", {"end": end, "closed_through": closed_through}),)


def late_postings(booked: Iterable[Booked], day: dt.date, order: int) -> tuple[Booked, ...]:
    """The postings dated no later than `day` that came in after place `order`, oldest date first."""
    late = [each for each in booked if each.order > order and each.posting.date <= day]
    return tuple(sorted(late, key=lambda each: (age_order(each.posting), each.order)))


def restate(booked: Sequence[Booked], day: dt.date, order: int) -> Restated:
    """The balance of a past day as it stood when the books had come to place `order`, and as it stands now."""
    until = [each for each in booked if each.posting.date <= day]
    return Restated(
        day=day,
        told=balance(each.posting for each in until if each.order <= order),
        now=balance(each.posting for each in until),
        late=late_postings(until, day, order),
    )
