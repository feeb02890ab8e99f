"""Recorded moments and days as people read them, in this machine's own time."""

from __future__ import annotations

import datetime as dt

_HALF_A_YEAR = 183  # days


def near_day(date: dt.date) -> str:
    """`11-22` where nobody can take it for another year's, else with its year."""
    today = dt.datetime.now().astimezone().date()
    return f"{date:%m-%d}" if abs((today - date).days) < _HALF_A_YEAR else date.isoformat()


def moment(stored: str) -> dt.datetime | None:
    """A stored moment in this machine's own time."""
    try:
        return dt.datetime.fromisoformat(stored).astimezone()
    except ValueError:
        return None


def clock(stored: str) -> str:
    """`08:41` today, `11-22 08:41` before, with the year where that is long ago."""
    local = moment(stored)
    if local is None:
        return ""
    same = local.date() == dt.datetime.now().astimezone().date()
    return f"{local:%H:%M}" if same else f"{near_day(local.date())} {local:%H:%M}"
