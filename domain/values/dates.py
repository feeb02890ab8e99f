"""Business dates: how people type them, when a debt falls due, and which days are open for entry."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

from domain.errors import RefusedError, UsageError

AHEAD = timedelta(days=31)  # a date further off is a slip of the finger
EARLIEST = date(1990, 1, 1)  # what is before it is a small number that a spreadsheet shows as a day, or a slip
_SHIFT = re.compile(r"[+-][0-9]{1,4}")


def _shape(text: str) -> re.Pattern[str]:
    """A way to write a date: Y, M, D are its parts, a space between them any of the usual separators."""
    parts = {
        "Y": "(?P<year>(?:19|20)[0-9]{2})",
        "M": "(?P<month>[0-9]{1,2})",
        "D": "(?P<day>[0-9]{1,2})",
        " ": "[-/.年月]",
    }
    return re.compile("".join(parts.get(part, part) for part in text) + "[日号]?")


_BEYOND_12 = "(?P<day>1[3-9]|[23][0-9])"
_SHAPES = (
    _shape("D"),
    _shape("M D"),
    _shape("Y M D"),
    _shape("(?P<year>1[3-9]|[2-9][0-9]) M D"),  # no month, so it is the year
    _shape("M (?P<day>(?P=month)) Y"),
    _shape(f"M {_BEYOND_12} Y"),
    _shape(f"{_BEYOND_12} M Y"),
    re.compile("(?P<year>(?:19|20)?[0-9]{2}|)(?P<month>[0-9]{2})(?P<day>[0-9]{2})"),
)
_AMBIGUOUS = _shape("M D (?:[0-9]{4}|[0-9]{2})")


def parse_date(text: str, today: date) -> date:
    """Read a date as typed into an entry field, in Chinese order: year, month, day.

    `+5` and `-10` count days from today; `3` is a day of this month; `5-2`, `5/2`, `5.2`, `5月2日` and `0502`
    are of this year; `230403`, `23-4-3`, `20230403`, `2023-04-03`, `2023年4月3日` are whole dates. A year at
    the end is taken only where day and month can't be mixed up.

    Raises UsageError `date_unreadable` with the fact `text`, and `ambiguous=True` where there are two readings.
    """
    plain = unicodedata.normalize("NFKC", text).strip().replace("−", "-").replace("。", ".")
    if _SHIFT.fullmatch(plain):
        return today + timedelta(days=int(plain))
    found = next((found for shape in _SHAPES if (found := shape.fullmatch(plain))), None)
    if found is None and _AMBIGUOUS.fullmatch(plain):
        raise UsageError("date_unreadable", text=text, ambiguous=True)
    typed = {name: int(part) for name, part in found.groupdict().items() if part} if found else {}
    year = typed.get("year", today.year)
    try:
        return date(year if year > 99 else 2000 + year, typed.get("month", today.month), typed["day"])
    except (KeyError, ValueError):
        raise UsageError("date_unreadable", text=text) from None


def due_date(on: date, credit_days: int | None) -> date:
    """The last day to pay without being late; without terms, the document's own day (F21)."""
    return on + timedelta(days=credit_days or 0)


def check_open(on: date, closed_through: date | None, today: date) -> None:
    """Let a document's date pass if it lies after the closed period, not before 1990 and no more than 31 days ahead.

    Raises RefusedError `date_past` (facts `date`, `earliest`), `date_closed` (facts `date`, `closed_through`) or
    `date_future` (facts `date`, `latest`).
    """
    if on < EARLIEST:
        raise RefusedError("date_past", date=on, earliest=EARLIEST)
    if closed_through is not None and on <= closed_through:
        raise RefusedError("date_closed", date=on, closed_through=closed_through)
    latest = today + AHEAD
    if on > latest:
        raise RefusedError("date_future", date=on, latest=latest)


def check_follows(on: date, first: date, number: str) -> None:
    """Let a document's date pass if what it takes back was there by then.

    Raises RefusedError `date_before` (facts `date`, `number`, `first`).
    """
    if on < first:
        raise RefusedError("date_before", date=on, number=number, first=first)
