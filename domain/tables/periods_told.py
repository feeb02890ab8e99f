"""Which period a table is of, as the texts above it say, and by it the year of days that leave theirs out."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from domain.tables.cells import plain

_AHEAD = timedelta(days=31)
_DAY = re.compile(
    r"(?<!\d)((?:19|20)\d\d)\s*[-年./]\s*(\d{1,2})\s*[-月./]\s*(\d{1,2})(?!\d)|(?<!\d)(20\d\d)([01]\d)([0-3]\d)(?!\d)"
)
_MONTH = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*(?:年\s*(\d{1,2})\s*月|[-./](\d{1,2})(?![-./\d]))")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*(?:年度?|$)")

Span = tuple[date, date]
"""The first and the last day of a period."""


def year_span(year: int) -> Span:
    """A whole year."""
    return date(year, 1, 1), date(year, 12, 31)


def spans_told(texts: Iterable[object]) -> tuple[Span, ...]:
    """The periods that texts above a table name, the narrowest kind that is there: two days or more, months, years.

    A single day, such as that of printing, is a period of one day.
    """
    words = [plain(text) for text in texts if isinstance(text, str)]
    days = [day for text in words for found in _DAY.finditer(text) if (day := _day(found))]
    bare = [_DAY.sub(" ", text) for text in words]
    months = [span for text in bare for found in _MONTH.finditer(text) if (span := _month(found))]
    years = [year_span(int(found[1])) for text in bare for found in _YEAR.finditer(_MONTH.sub(" ", text))]
    if len(set(days)) > 1:
        return ((min(days), max(days)),)
    if months:
        return ((min(first for first, _ in months), max(last for _, last in months)),)
    return tuple(years) or tuple((day, day) for day in days[:1])


def day_within(month: int, day: int, spans: Sequence[Span], near: date | None) -> date | None:
    """The day of this month that lies in a period, else the last one that isn't far after it; None for no such day.

    Without a period it is the last such day that isn't far after `near`; without either nobody can tell the year.
    """
    for first, last in spans:
        years = range(first.year, last.year + 1)
        within = [on for year in years if (on := _dated(year, month, day)) and first <= on <= last]
        if within:
            return within[-1]
    end = max((last for _, last in spans), default=near)
    if end is None:
        return None
    days = [on for year in (end.year + 1, end.year, end.year - 1) if (on := _dated(year, month, day))]
    return next((on for on in days if on <= end + _AHEAD), None)


def _dated(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _day(found: re.Match[str]) -> date | None:
    year, month, day = (int(found[each] or found[each + 3]) for each in (1, 2, 3))
    return _dated(year, month, day)


def _month(found: re.Match[str]) -> Span | None:
    year, month = int(found[1]), int(found[2] or found[3])
    return (date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])) if 0 < month <= 12 else None
