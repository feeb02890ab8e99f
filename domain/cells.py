"""What a stranger's cells say: numbers, codes and dates, read by the custom of their whole column."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from math import isfinite
from typing import Literal

DayOrder = Literal["month_first", "day_first", "mixed"]
MOST = Decimal(999_999_999)  # what is beyond is a barcode in the wrong column

_YEARS = range(1900, 2100)
_EPOCH = date(1899, 12, 30)  # day 0 of spreadsheet serial numbers, with their 29 February 1900
_SERIALS = range(20_000, 80_000)  # 1954 to 2119
_WHOLE_FLOAT = re.compile(r"\d+\.0+", re.ASCII)
_NO_VALUE = frozenset({"nan", "null", "none", "n/a", "#n/a", "nat"})
_PLAIN = re.compile(r"[+-]?\d{1,15}(?:\.\d{0,12})?|[+-]?\.\d{1,12}", re.ASCII)
_SCIENTIFIC = re.compile(r"[+-]?\d(?:\.\d{1,15})?E[+-]?\d{1,2}", re.ASCII | re.IGNORECASE)
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?", re.ASCII)
_GROUPED_COMMA = re.compile(r"[+-]?(?:\d{1,3}(?:[. ']\d{3})+|\d+)(?:,\d*)?", re.ASCII)
_SHOWS_COMMA = re.compile(r"[+-]?(?:\d{1,3}(?:\.\d{3})+|\d+),(?:\d{1,2}|\d{4,})", re.ASCII)
_SHOWS_POINT = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)\.(?:\d{1,2}|\d{4,})", re.ASCII)
_MONEY_SIGNS = re.compile(r"^(?:CNY|RMB|人民币|[¥$€£])\s*|\s*(?:元|CNY|RMB|[¥$€£])$", re.IGNORECASE)

_TIME = r"(?:[T\s,]+[\d:.,\sTZAPMapm上下午+时分秒-]*)?"
_YMD = re.compile(rf"(\d{{4}})([-/.年])(\d{{1,2}})[-/.月](\d{{1,2}})日?{_TIME}", re.ASCII)
_COMPACT = re.compile(rf"(\d{{4}})(\d{{2}})(\d{{2}})(?:\d{{4}}|\d{{6}})?{_TIME}", re.ASCII)
_TWO_AND_YEAR = re.compile(rf"(\d{{1,2}})([-/.])(\d{{1,2}})\2(\d{{4}}|\d{{2}}){_TIME}", re.ASCII)
_DAY_NAME_YEAR = re.compile(rf"(\d{{1,2}})[-\s]([A-Za-z]{{3,9}})[-\s,]+(\d{{4}}|\d{{2}}){_TIME}", re.ASCII)
_NAME_DAY_YEAR = re.compile(rf"([A-Za-z]{{3,9}})[-\s]+(\d{{1,2}})[-\s,]+(\d{{4}}){_TIME}", re.ASCII)
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?", re.ASCII)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True, slots=True)
class Customs:
    """How a table writes: which of day and month comes first, whether that had to be assumed, and the decimal sign."""

    day_order: DayOrder = "month_first"
    order_assumed: bool = False
    decimal_comma: bool = False


class CustomsEvidence:
    """Collects what the cells of whole columns show, because one cell alone can be read two ways."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()
        self._known: set[object] = set()

    def see_date(self, cell: object) -> None:
        if cell in self._known or not isinstance(cell, str):
            return
        self._known.add(cell)
        found = _TWO_AND_YEAR.fullmatch(_plain(cell))
        if not found or _is_year_first(found):
            return
        first, second = int(found[1]), int(found[3])
        if first > 12:
            self._seen["day_first"] += 1
        elif second > 12:
            self._seen["month_first"] += 1
        elif first != second:
            self._seen["slashed" if found[2] == "/" else "dashed"] += 1

    def see_number(self, cell: object) -> None:
        if cell in self._known or not isinstance(cell, str):
            return
        self._known.add(cell)
        text = cell.strip()
        self._seen["comma"] += bool(_SHOWS_COMMA.fullmatch(text))
        self._seen["point"] += bool(_SHOWS_POINT.fullmatch(text))

    def customs(self) -> Customs:
        """The verdict; in columns that show both orders `mixed`, and then only what has one reading is read."""
        day_first, month_first = self._seen["day_first"], self._seen["month_first"]
        doubtful = bool(self._seen["slashed"] or self._seen["dashed"])
        order: DayOrder
        if day_first and month_first:
            order, assumed = "mixed", False
        elif day_first or month_first:
            order, assumed = ("day_first" if day_first else "month_first"), False
        else:
            # Slashes are how US programs write; dashes and points stand between day and month elsewhere.
            order = "day_first" if self._seen["dashed"] > self._seen["slashed"] else "month_first"
            assumed = doubtful
        return Customs(order, assumed, bool(self._seen["comma"] and not self._seen["point"]))


def _plain(text: str) -> str:
    return text.strip() if text.isascii() else unicodedata.normalize("NFKC", text).strip()


def read_code(cell: object) -> str:
    """A code or a name as text: `12345.0` is 12345 as a program wrote it; line breaks become blanks; "" for nothing."""
    if isinstance(cell, str):
        text = " ".join(_plain(cell).split())
        if text.casefold() in _NO_VALUE:
            return ""
        return text.partition(".")[0] if _WHOLE_FLOAT.fullmatch(text) else text
    if cell is None:
        return ""
    if isinstance(cell, float):
        if not isfinite(cell):
            return ""
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e16 else repr(cell)
    return str(cell)


def read_number(cell: object, *, decimal_comma: bool = False) -> Decimal | None:
    """A number, or None where the cell holds none: `1,234.50`, `￥12.00元`, `(3.00)`, `5-`, full-width figures."""
    if isinstance(cell, str):
        text = cell.strip()
        if not decimal_comma and _PLAIN.fullmatch(text):
            return Decimal(text)
        return _written_number(text, decimal_comma=decimal_comma)
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, int):
        return Decimal(cell) if abs(cell) <= 10**15 else None
    if isinstance(cell, float):
        # Ten places hold every price there is and lose what binary fractions add (2.5500000000000003).
        return Decimal(f"{cell:.10f}").normalize() if abs(cell) < 1e15 else None
    return None


def _written_number(text: str, *, decimal_comma: bool) -> Decimal | None:
    text = unicodedata.normalize("NFKC", text).replace("−", "-").strip()
    negative = text.startswith("(") and text.endswith(")")
    if negative:
        text = text[1:-1].strip()
    elif text.endswith("-"):
        negative, text = True, text[:-1].strip()
    sign = "-" if text.startswith("-") else ""
    text = sign + _MONEY_SIGNS.sub("", _MONEY_SIGNS.sub("", text.removeprefix("-").strip())).strip()
    if decimal_comma and _GROUPED_COMMA.fullmatch(text):
        text = re.sub(r"[. ']", "", text).replace(",", ".")
    elif not decimal_comma and _GROUPED.fullmatch(text):
        text = text.replace(",", "")
    if not _PLAIN.fullmatch(text) and not _SCIENTIFIC.fullmatch(text):
        return None
    number = Decimal(text)
    return -number if negative else number


def read_date(cell: object, customs: Customs) -> date | str:
    """The day a cell names (a time of day is dropped), or why it names none.

    The codes are `date_missing`, `date_unreadable`, and `date_ambiguous` where the column shows both day orders and
    this cell fits both.
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _serial(int(cell)) if abs(cell) < 1e9 else "date_unreadable"
    if not isinstance(cell, str):
        return "date_missing" if cell is None else "date_unreadable"
    text = _plain(cell)
    if not text or text.casefold() in _NO_VALUE:
        return "date_missing"
    try:
        return _written_date(text, customs.day_order)
    except ValueError:
        return "date_unreadable"


def _serial(days: int) -> date | str:
    if days in _SERIALS:
        return _EPOCH + timedelta(days=days)
    try:
        return _dated(days // 10_000, days // 100 % 100, days % 100)  # 20101201
    except ValueError:
        return "date_unreadable"


def _dated(year: int, month: int, day: int) -> date:
    if year not in _YEARS:
        raise ValueError(year)
    return date(year, month, day)


def _written_date(text: str, order: DayOrder) -> date | str:
    for shape, read in _SHAPES:
        if found := shape.fullmatch(text):
            return read(found)
    if found := _TWO_AND_YEAR.fullmatch(text):
        return _two_and_year(found, order)
    return "date_unreadable"


def _is_year_first(found: re.Match[str]) -> bool:
    """10-12-01 with dashes or points is written as in China, 10/12/01 as in the US; 25/03/17 can be no month or day."""
    return len(found[4]) == 2 and (found[2] != "/" or int(found[1]) > 31)


def _two_and_year(found: re.Match[str], order: DayOrder) -> date | str:
    first, second, last = int(found[1]), int(found[3]), int(found[4])
    if _is_year_first(found):
        return _dated(2000 + first, second, last)
    year = last + 2000 if len(found[4]) == 2 else last
    if first > 12 or second > 12 or first == second:
        month, day = (second, first) if first > 12 else (first, second)
    elif order == "mixed":
        return "date_ambiguous"
    else:
        month, day = (first, second) if order == "month_first" else (second, first)
    return _dated(year, month, day)


def _month_named(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1


def _full_year(year: str) -> int:
    return int(year) + (2000 if len(year) == 2 else 0)


_SHAPES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], date | str]], ...] = (
    (_YMD, lambda found: _dated(int(found[1]), int(found[3]), int(found[4]))),
    (_SERIAL, lambda found: _serial(int(found[1]))),
    (_COMPACT, lambda found: _dated(int(found[1]), int(found[2]), int(found[3]))),
    (_DAY_NAME_YEAR, lambda found: _dated(_full_year(found[3]), _month_named(found[2]), int(found[1]))),
    (_NAME_DAY_YEAR, lambda found: _dated(int(found[3]), _month_named(found[1]), int(found[2]))),
)
