"""The periods that accounts are most often asked for, as days."""

from __future__ import annotations

import datetime as dt

CLOSING_DAYS = 10
"""So long into a month the one before is what is asked for."""


def picked_days(code: str, today: dt.date) -> tuple[dt.date, dt.date] | None:
    """First and last day of `this` month so far, the `last` month, this `year` so far; None where one chooses."""
    first = today.replace(day=1)
    if code == "this":
        return first, today
    if code == "last":
        end = first - dt.timedelta(days=1)
        return end.replace(day=1), end
    return (today.replace(month=1, day=1), today) if code == "year" else None
