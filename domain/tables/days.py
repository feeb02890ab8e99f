"""Dates as strangers write them: which of year, month and day comes first is settled once, by a column's every cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal, get_args

from domain.tables.cells import NO_VALUE, Spread, plain
from domain.tables.periods_told import Span, day_within

DayOrder = Literal["month_first", "day_first", "mixed", "unknown"]
ShortOrder = Literal["year_first", "month_first", "day_first", "mixed", "unknown"]
ORDERS = ("year_first", "month_first", "day_first")  # what a person may say of a column

_YEARS = range(1900, 2100)
_EPOCH = date(1899, 12, 30)  # day 0 of spreadsheet serial numbers, with their 29 February 1900
_FROM_1904 = 1462  # days between the two epochs of workbooks
_SERIALS = range(20_000, 80_000)  # 1954 to 2119
_MEMORY = 20_000  # cells that need no second look, because the same days come together
_DASHES = str.maketrans(dict.fromkeys("‐‑–—―−", "-"))
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_WEEKDAY = r"(?:[\s(]*(?:星期|周|週|礼拜)[一二三四五六日天]\)?)?"
_TIME = rf"{_WEEKDAY}(?:(?![T\s,-]*\d{{4}}[-./年])[T\s,-]+[\d:.,\sTZAPMapm上下午晚中+时分秒点-]*)?"
_YMD = re.compile(rf"(\d{{4}})\s?([-/.年\s])\s?(\d{{1,2}})\s?[-/.月\s]\s?(\d{{1,2}})[日号號]?{_TIME}", re.ASCII)
_COMPACT = re.compile(rf"(\d{{4}})(\d{{2}})(\d{{2}})(?:\d{{4}}|\d{{6}})?{_TIME}", re.ASCII)
_THREE = re.compile(rf"(\d{{1,2}})([-/.])(\d{{1,2}})\2(\d{{4}}|\d{{1,2}}){_TIME}", re.ASCII)
_SHORT_YEAR = re.compile(rf"(\d{{2}})年(\d{{1,2}})月(\d{{1,2}})[日号號]?{_TIME}", re.ASCII)
_REPUBLIC = re.compile(
    rf"(?:中[华華])?民[国國]\s*(\d{{1,3}})[年./-](\d{{1,2}})[月./-](\d{{1,2}})[日号號]?{_TIME}", re.ASCII
)
_DAY_NAME_YEAR = re.compile(rf"(\d{{1,2}})[-\s]([A-Za-z]{{3,9}})[-\s,]+(\d{{4}}|\d{{2}}){_TIME}", re.ASCII)
_NAME_DAY_YEAR = re.compile(rf"([A-Za-z]{{3,9}})[-\s]+(\d{{1,2}})[-\s,]+(\d{{4}}){_TIME}", re.ASCII)
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?", re.ASCII)
_NO_YEAR = re.compile(rf"(\d{{1,2}})(月|[-/.])(\d{{1,2}})[日号號]?{_TIME}", re.ASCII)


@dataclass(frozen=True, slots=True)
class DayCustom:
    """How a column writes its days.

    Attributes:
        order: which of day and month comes first before a year of four figures; `unknown` where no cell tells.
        short: the order of three short numbers, such as 24/3/15.
        epoch_1904: whether bare numbers count from 1904, as the workbook says.
        spans: the periods told above the table, for days without a year.
        near: a day near those of the table, for days without a year where no period is told.
        bare: which of day and month comes first where there is no year.
    """

    order: DayOrder = "month_first"
    short: ShortOrder = "year_first"
    epoch_1904: bool = False
    spans: tuple[Span, ...] = ()
    near: date | None = None
    bare: DayOrder = "month_first"


class DayEvidence:
    """Collects what the cells of a whole column show, because one cell alone can be read two ways.

    `chinese` is whether the table is of a Chinese program, where the year comes first in doubt; `latest` is the last
    day that is likely at all.

    Attributes:
        without_year: whether some cell names month and day alone.
    """

    def __init__(self, *, chinese: bool = False, latest: date | None = None) -> None:
        self._chinese, self._latest = chinese, latest
        self._known: set[str] = set()
        self._long: set[str] = set()
        self._short: list[set[str]] = []
        self._likely: list[set[str]] = []
        self._bare: set[DayOrder] = set()
        self.without_year = False

    def see(self, cell: object) -> None:
        cell = cell.value if isinstance(cell, Spread) else cell
        if not isinstance(cell, str) or cell in self._known:
            return
        if len(self._known) >= _MEMORY:
            self._known.clear()
        self._known.add(cell)
        found = _THREE.fullmatch(_written(cell))
        if not found:
            if bare := _NO_YEAR.fullmatch(_written(cell)):
                self.without_year = True
                self._bare |= _order_shown(int(bare[1]), int(bare[3])) if bare[2] != "月" else {"month_first"}
            return
        if len(found[4]) == 4:
            first, second = int(found[1]), int(found[3])
            self._long |= _order_shown(first, second)
            self._long |= {"doubtful"} if first <= 12 and second <= 12 and first != second else set()
            return
        fits = {order for order in ORDERS if _short_day(found, order) is not None}
        likely = {each for each in fits if self._is_likely(_short_day(found, each))}
        if fits not in self._short or likely not in self._likely:
            self._short.append(fits)
            self._likely.append(likely)

    def _is_likely(self, on: date | None) -> bool:
        return on is not None and (self._latest is None or on <= self._latest + timedelta(days=366))

    def custom(self) -> DayCustom:
        """The verdict; `mixed` where cells contradict each other, and then only what has one reading is read."""
        order = self._order()
        bare: DayOrder = "mixed" if len(self._bare) > 1 else next(iter(self._bare), "month_first")
        return DayCustom(order, self._short_order(order), bare=bare)

    def _order(self) -> DayOrder:
        if {"day_first", "month_first"} <= self._long:
            return "mixed"
        if "day_first" in self._long:
            return "day_first"
        return "unknown" if "doubtful" in self._long and "month_first" not in self._long else "month_first"

    def _short_order(self, order: DayOrder) -> ShortOrder:
        every = set.intersection(*self._short) if self._short else set[str]()
        likely = set.intersection(*self._likely) if self._likely else set[str]()
        for left in (likely, every):
            if len(left) == 1:
                return _known(next(iter(left)))
            if left and order in left and self._long:
                return _known(order)
            if left and self._chinese and "year_first" in left:
                return "year_first"
            if left:
                return "unknown"
        return "mixed" if self._short else "year_first"

    @property
    def assumed(self) -> bool:
        """Whether the year was taken to come first though the column alone doesn't tell."""
        every = set.intersection(*self._short) if self._short else set[str]()
        return len(every) > 1


def _order_shown(first: int, second: int) -> set[DayOrder]:
    """The order that two numbers can only stand in."""
    return {"day_first"} if first > 12 else {"month_first"} if second > 12 else set()


def _known(order: str) -> ShortOrder:
    return next(each for each in get_args(ShortOrder) if each == order)


def custom_of(cells: Iterable[object], *, chinese: bool = True, latest: date | None = None) -> DayCustom:
    """The custom of a column of these cells."""
    evidence = DayEvidence(chinese=chinese, latest=latest)
    for cell in cells:
        evidence.see(cell)
    return evidence.custom()


def as_told(custom: DayCustom, order: str) -> DayCustom:
    """A column's custom as a person says it is: one of `ORDERS`."""
    long: DayOrder = "day_first" if order == "day_first" else "month_first"
    return replace(custom, order=long, short=_known(order), bare=long)


def read_date(cell: object, custom: DayCustom) -> date | str:
    """The day a cell names (a time of day is dropped), or why it names none.

    The codes are `date_missing`, `date_unreadable`, and where a cell has two readings `date_ambiguous` (the column
    shows both orders) or `date_undecided` (nothing in the column tells).
    """
    cell = cell.value if isinstance(cell, Spread) else cell
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _serial(int(cell), custom) if abs(cell) < 1e9 else "date_unreadable"
    if not isinstance(cell, str):
        return "date_missing" if cell is None else "date_unreadable"
    text = _written(cell)
    if not text or text.casefold() in NO_VALUE:
        return "date_missing"
    try:
        return _written_date(text, custom)
    except ValueError:
        return "date_unreadable"


def _written(text: str) -> str:
    text = plain(text)
    return (text if text.isascii() else text.translate(_DASHES)).removeprefix("'").strip()


def _serial(days: int, custom: DayCustom) -> date | str:
    counted = days + _FROM_1904 if custom.epoch_1904 else days
    if counted in _SERIALS:
        return _EPOCH + timedelta(days=counted)
    try:
        return _dated(days // 10_000, days // 100 % 100, days % 100)  # 20101201
    except ValueError:
        return "date_unreadable"


def _dated(year: int, month: int, day: int) -> date:
    if year not in _YEARS:
        raise ValueError(year)
    return date(year, month, day)


def _written_date(text: str, custom: DayCustom) -> date | str:
    for shape, read in _SHAPES:
        if found := shape.fullmatch(text):
            return read(found)
    if _SERIAL.fullmatch(text):
        return _serial(int(text.partition(".")[0]), DayCustom())
    if found := _THREE.fullmatch(text):
        return _three(found, custom)
    if found := _NO_YEAR.fullmatch(text):
        return _without_year(found, custom)
    return "date_unreadable"


def _three(found: re.Match[str], custom: DayCustom) -> date | str:
    if len(found[4]) < 4:
        return _three_short(found, custom.short)
    first, second = int(found[1]), int(found[3])
    if first > 12 or second > 12 or first == second:
        month, day = (second, first) if first > 12 else (first, second)
    elif custom.order in ("mixed", "unknown"):
        return "date_ambiguous" if custom.order == "mixed" else "date_undecided"
    else:
        month, day = (first, second) if custom.order == "month_first" else (second, first)
    return _dated(int(found[4]), month, day)


def _three_short(found: re.Match[str], order: ShortOrder) -> date | str:
    if order in ORDERS:
        return _short_day(found, order) or "date_unreadable"
    days = {on for each in ORDERS if (on := _short_day(found, each)) is not None}
    if len(days) == 1:
        return days.pop()
    return "date_unreadable" if not days else "date_ambiguous" if order == "mixed" else "date_undecided"


def _short_day(found: re.Match[str], order: str) -> date | None:
    """Three short numbers in this order, or None where they are no day then; a year has two figures."""
    first, second, last = found[1], found[3], found[4]
    year, month, day = {
        "year_first": (first, second, last),
        "month_first": (last, first, second),
        "day_first": (last, second, first),
    }[order]
    if len(year) < 2:
        return None
    try:
        return date(2000 + int(year), int(month), int(day))
    except ValueError:
        return None


def _without_year(found: re.Match[str], custom: DayCustom) -> date | str:
    """A day without its year: of the period told above the table, else the last such day that isn't to come."""
    month, day = int(found[1]), int(found[3])
    if found[2] != "月" and (custom.bare == "day_first" or (custom.bare == "mixed" and month > 12)):
        month, day = day, month
    elif found[2] != "月" and custom.bare == "mixed" and day <= 12 and month != day:
        return "date_ambiguous"
    return day_within(month, day, custom.spans, custom.near) or "date_unreadable"


def _month_named(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1


def _full_year(year: str) -> int:
    return int(year) + (2000 if len(year) == 2 else 0)


_SHAPES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], date | str]], ...] = (
    (_YMD, lambda found: _dated(int(found[1]), int(found[3]), int(found[4]))),
    (_COMPACT, lambda found: _dated(int(found[1]), int(found[2]), int(found[3]))),
    (_SHORT_YEAR, lambda found: _dated(2000 + int(found[1]), int(found[2]), int(found[3]))),
    (_REPUBLIC, lambda found: _dated(1911 + int(found[1]), int(found[2]), int(found[3]))),
    (_DAY_NAME_YEAR, lambda found: _dated(_full_year(found[3]), _month_named(found[2]), int(found[1]))),
    (_NAME_DAY_YEAR, lambda found: _dated(int(found[3]), _month_named(found[1]), int(found[2]))),
)
