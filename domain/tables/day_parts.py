"""Days whose year, month and day stand in columns of their own, read as one; what is written once goes on below."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from domain.tables.cells import read_code

_TITLES = (("年", "年份", "年度", "year"), ("月", "月份", "month"), ("日", "号", "day"))
_ASIDE = re.compile(r".*\(([年月日])\)")
_PART = re.compile(r"(\d{1,4})(?:\.0+)?[年月日号]?", re.ASCII)

DayColumns = tuple[int, int, int]
"""The places of year, month and day; -1 for a year that has no column."""


def day_columns(titles: Sequence[str]) -> DayColumns | None:
    """The columns of year, month and day among some titles, also under one title (`日期(年)`); None where none are."""
    plain = [unicodedata.normalize("NFKC", title).strip().casefold() for title in titles]
    aside = [found[1] if (found := _ASIDE.fullmatch(title)) else title for title in plain]
    year, month, day = ([at for at, title in enumerate(aside) if title in names] or [-1] for names in _TITLES)
    if [-1] in (month, day) or max(len(year), len(month), len(day)) > 1:
        return None
    return year[0], month[0], day[0]


class DayParts:
    """Puts the days of one table's rows together, which it is given in their order."""

    def __init__(self, columns: DayColumns) -> None:
        self._columns = columns
        self._year = self._month = ""

    @property
    def column(self) -> int:
        """Where the day stands then: in the first of its columns."""
        return min(place for place in self._columns if place >= 0)

    def together(self, cells: Sequence[object]) -> object:
        """What stands in that column: `2026-11-28`, `11-28` without a year, "" for a row that writes none of it.

        Where a cell holds no number, such as 合计, the column is left as it is.
        """
        texts = [read_code(cells[place]) if place >= 0 else "" for place in self._columns]
        parts = [_PART.fullmatch(text) if text else None for text in texts]
        if any(text and part is None for text, part in zip(texts, parts, strict=True)):
            return cells[self.column]
        if not any(texts):
            return ""
        year, month, day = (part[1] if part else "" for part in parts)
        self._year = f"20{year}" if len(year) == 2 else year or self._year
        self._month = month or self._month
        return "-".join([*([self._year] if self._year else []), self._month, day])
