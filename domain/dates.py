"""Business dates: how people type them, when a debt falls due, and which days are open for entry."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

from domain.errors import RefusedError, UsageError

AHEAD = timedelta(days=31)  # a date further off is a slip of the finger
_SHIFT = re.compile(r"[+-][0-9]{1,4}")
_YEARS = range(1900, 2100)


def parse_date(text: str, today: date) -> date:
    """Read a date as typed into an entry field, in Chinese order: year, month, day.

    `+5` and `-10` count days from today; `3` is a day of this month; `5-2`, `5/2`, `5.2`, `5月2日` and `0502`
    are of this year; `230403`, `23-4-3`, `20230403`, `2023-04-03`, `2023年4月3日` are whole dates. A year at
    the end is taken only where day and month can't be mixed up.

    Raises UsageError `date_unreadable` with the fact `text`, and `ambiguous=True` where there are two
    readings.
    """
    plain = unicodedata.normalize("NFKC", text).strip().replace("−", "-").replace("。", ".")
    try:
        if _SHIFT.fullmatch(plain):
            return today + timedelta(days=int(plain))
        parts = re.split(r"[-/.年月]", plain.rstrip("日号"))
        if not all(part.isascii() and part.isdigit() for part in parts):
            raise UsageError("date_unreadable", text=text)
        year, month, day = _year_month_day(parts, today, text)
        if year in _YEARS:
            return date(year, month, day)
    except (ValueError, OverflowError):
        pass
    raise UsageError("date_unreadable", text=text)


def _year_month_day(parts: list[str], today: date, text: str) -> tuple[int, int, int]:
    """Which part is which; ValueError for a shape that is none of ours."""
    lengths = [len(part) for part in parts]
    if lengths in ([1], [2]):
        return today.year, today.month, int(parts[0])
    if lengths == [4]:
        return today.year, int(parts[0][:2]), int(parts[0][2:])
    if lengths in ([6], [8]):
        whole = parts[0].rjust(8, " ").replace("  ", "20")
        return int(whole[:4]), int(whole[4:6]), int(whole[6:])
    if max(lengths[1:], default=9) <= 2 and len(parts) == 2 and lengths[0] <= 2:
        return today.year, int(parts[0]), int(parts[1])
    if len(parts) == 3:
        return _three_parts(parts, text)
    raise ValueError(text)


def _three_parts(parts: list[str], text: str) -> tuple[int, int, int]:
    first, second, third = (int(part) for part in parts)
    lengths = tuple(len(part) for part in parts)
    if lengths[0] == 4 and max(lengths[1:]) <= 2:
        return first, second, third
    if max(lengths) <= 2 and lengths[0] == 2 and first > 12:
        return 2000 + first, second, third
    if lengths[2] == 4 and max(lengths[:2]) <= 2:
        if first == second or second > 12:
            return third, first, second
        if first > 12:
            return third, second, first
    if max(lengths) <= 4:
        raise UsageError("date_unreadable", text=text, ambiguous=True)
    raise ValueError(text)


def due_date(on: date, credit_days: int | None) -> date:
    """The last day to pay without being late: `credit_days` after the document's date; without terms, the
    same day (F21).
    """
    return on + timedelta(days=credit_days or 0)


def check_open(on: date, closed_through: date | None, today: date) -> None:
    """Let a document's date pass if it lies after the closed period and no more than 31 days ahead.

    Raises RefusedError `date_closed` (facts `date`, `closed_through`) or `date_future` (facts `date`,
    `latest`).
    """
    if closed_through is not None and on <= closed_through:
        raise RefusedError("date_closed", date=on, closed_through=closed_through)
    latest = today + AHEAD
    if on > latest:
        raise RefusedError("date_future", date=on, latest=latest)
