"""How a person wants a list: by which column it is sorted, of which days, and with which values alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

PERIODS = ("today", "week", "month", "last_month", "year", "last_year")
"""Spans of days that move with the calendar, so that what is kept under a name stays true."""

STAGES = (
    "queued", "sent", "held", "needs_approval", "accepted", "changed", "partly_delivered", "delivered", "closed",
    "refused", "superseded", "cancelled",
)  # fmt: skip
"""Where an order can be, in the order of its life."""

APART = "apart"
"""Among the sums of a list of what one sells: what others sold that stands in it too."""


class Arrangement(NamedTuple):
    """What is asked of a list beyond its own order.

    Attributes:
        sort: key of the column it is sorted by; "" is the list's own order.
        down: the greatest first.
        period: one of `PERIODS`, or "" where `start` and `end` say the days.
        start, end: the first and the last day; None is open.
        only: by the key of a column the codes that are shown, each column once.
    """

    sort: str = ""
    down: bool = False
    period: str = ""
    start: dt.date | None = None
    end: dt.date | None = None
    only: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def narrows(self) -> bool:
        """Whether rows are left out."""
        return self.days_are_few or bool(self.only)

    @property
    def days_are_few(self) -> bool:
        """Whether rows of other days are left out."""
        return bool(self.period or self.start or self.end)

    def sorted_by(self, key: str, *, down: bool = False) -> Arrangement:
        """The same rows in another order."""
        return self._replace(sort=key, down=down and bool(key))

    def turned(self, key: str) -> Arrangement:
        """After another click on the title of a column: up, down, and then the list's own order."""
        if self.sort != key:
            return self.sorted_by(key)
        return self.sorted_by("") if self.down else self.sorted_by(key, down=True)

    def of_days(self, start: dt.date | None, end: dt.date | None) -> Arrangement:
        """Of these days alone."""
        return self._replace(period="", start=start, end=end)

    def of_period(self, period: str) -> Arrangement:
        """Of a span that moves with the calendar; "" is all days."""
        return self._replace(period=period, start=None, end=None)

    def with_only(self, key: str, codes: Sequence[str]) -> Arrangement:
        """With these codes of a column alone; none of them means all."""
        others = tuple(each for each in self.only if each[0] != key)
        return self._replace(only=tuple(sorted((*others, (key, tuple(codes))))) if codes else others)

    def codes(self, key: str) -> tuple[str, ...]:
        """The codes of a column that are shown; () is all."""
        return dict(self.only).get(key, ())

    def widened(self) -> Arrangement:
        """All rows again, in the order they stand in."""
        return Arrangement(self.sort, self.down)

    def days(self, today: dt.date) -> tuple[dt.date | None, dt.date | None]:
        """The first and the last day that is shown."""
        return period_days(self.period, today) if self.period else (self.start, self.end)


AS_IT_IS = Arrangement()


def period_days(period: str, today: dt.date) -> tuple[dt.date, dt.date]:
    """The first and the last day of a span around today; weeks begin on Monday."""
    first = today.replace(day=1)
    if period == "today":
        return today, today
    if period == "week":
        monday = today - dt.timedelta(days=today.weekday())
        return monday, monday + dt.timedelta(days=6)
    if period == "month":
        return first, _next_month(first) - dt.timedelta(days=1)
    if period == "last_month":
        end = first - dt.timedelta(days=1)
        return end.replace(day=1), end
    year = today.year - (period == "last_year")
    return dt.date(year, 1, 1), dt.date(year, 12, 31)


def _next_month(first: dt.date) -> dt.date:
    return (first + dt.timedelta(days=32)).replace(day=1)
