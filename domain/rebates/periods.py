"""The periods a rebate is reckoned by: a month, a quarter, a year, or the policy's own days."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import Literal

from domain.policies.scopes import ALWAYS, Period

PeriodKind = Literal["month", "quarter", "year", "whole"]


def period_key(on: date, kind: PeriodKind) -> str:
    """The name of the period a day lies in: `2026-11`, `2026-Q4`, `2026`; `whole` is all one."""
    if kind == "month":
        return f"{on:%Y-%m}"
    if kind == "quarter":
        return f"{on.year}-Q{(on.month + 2) // 3}"
    return f"{on.year}" if kind == "year" else "whole"


def period_days(key: str, whole: Period = ALWAYS) -> Period:
    """First and last day of a named period; `whole` is given."""
    if key == "whole":
        return whole
    year, _, rest = key.partition("-")
    if not rest:
        return Period(date(int(year), 1, 1), date(int(year), 12, 31))
    first = int(rest[1:]) * 3 - 2 if rest[0] == "Q" else int(rest)
    last = first + 2 if rest[0] == "Q" else first
    return Period(date(int(year), first, 1), month_end(date(int(year), last, 1)))


def month_end(on: date) -> date:
    """The last day of the month."""
    return on.replace(day=monthrange(on.year, on.month)[1])


def months_after(on: date, months: int) -> date:
    """The end of the month that lies so many months after a day's month."""
    month = on.year * 12 + on.month - 1 + months
    return month_end(date(month // 12, month % 12 + 1, 1))


def year_after(on: date) -> date:
    """The same day a year after; 29 February becomes the 28th."""
    return on.replace(year=on.year + 1, day=28 if (on.month, on.day) == (2, 29) else on.day)


def days_left(key: str, on: date, whole: Period = ALWAYS) -> int | None:
    """Days of the period after this one; None for a period without an end."""
    end = period_days(key, whole).end
    return None if end is None else max((end - on) // timedelta(1), 0)


def periods_of_year(key: str, kind: PeriodKind, start: date | None = None) -> tuple[str, ...]:
    """The periods of the same year before one, in order; none before the one that holds `start`."""
    if kind in {"year", "whole"}:
        return ()
    year = int(key[:4])
    months = (date(year, month, 1) for month in range(1, 13))
    found = dict.fromkeys(period_key(month, kind) for month in months)
    first = period_key(start, kind) if start is not None else ""
    return tuple(each for each in found if first <= each < key)


def periods_between(first: str, last: str, kind: PeriodKind) -> list[str]:
    """Every period from one through another; both are of this kind."""
    found, here = [first], first
    while here < last:
        end = period_days(here).end
        if end is None:
            break
        here = period_key(end + timedelta(1), kind)
        found.append(here)
    return found


def is_period(key: str, kind: PeriodKind) -> bool:
    """Whether a name is that of a period of this kind."""
    return re.fullmatch(_NAMES[kind], key) is not None


_NAMES: dict[PeriodKind, str] = {
    "month": r"[1-9][0-9]{3}-(0[1-9]|1[0-2])",
    "quarter": r"[1-9][0-9]{3}-Q[1-4]",
    "year": r"[1-9][0-9]{3}",
    "whole": "whole",
}
