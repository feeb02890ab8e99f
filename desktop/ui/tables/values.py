"""What a cell is worth beside what it shows: the number, day or text by which rows are sorted, summed and copied."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, TypeVar

from desktop.arrangement import Arrangement
from domain.values.veiled import is_veiled

if TYPE_CHECKING:
    from desktop.ui.tables.model import Column

Item = TypeVar("Item")
_PLAIN = re.compile(r"[-−]?[0-9]+(?:\.[0-9]+)?")
_SIGNS = re.compile(r"[,，¥\s]")


def number_in(text: str) -> Decimal | None:
    """The first number of a text as the window shows it; None where there is none."""
    found = _PLAIN.search(_SIGNS.sub("", text))
    if found is None:
        return None
    try:
        return Decimal(found[0].replace("−", "-"))
    except InvalidOperation:
        return None


def value_of(column: Column, row: Any) -> Any:
    """A number, a day or a text; None where the cell says nothing."""
    if column.value is not None:
        found = column.value(row)
        return None if found == "" or is_veiled(found) else found
    text = column.text(row)
    return number_in(text) if column.right else text or None


def plain_text(column: Column, row: Any) -> str:
    """What a spreadsheet takes a cell for: numbers bare, days as a year, month and day, texts on one line."""
    found = value_of(column, row)
    if found is None or isinstance(found, str):
        return " ".join(str(column.text(row)).split()) if found is not None or not column.right else ""
    if isinstance(found, dt.datetime):
        return found.strftime("%Y-%m-%d %H:%M")
    if isinstance(found, dt.date):
        return found.isoformat()
    return format(found, "f") if isinstance(found, Decimal) else str(found)


def sorted_by(items: Sequence[Item], worth: Callable[[Item], Any], *, down: bool) -> list[Item]:
    """Numbers by size, days by time, texts as a directory has them; what says nothing comes last either way."""
    valued = [(item, worth(item)) for item in items]
    said = [(item, _turn(value)) for item, value in valued if value is not None]
    said.sort(key=_second, reverse=down)
    return [item for item, _ in said] + [item for item, value in valued if value is None]


def fits(row: Any, columns: Sequence[Column], wanted: Arrangement, today: dt.date) -> bool:
    """Whether a row is of the days and has the values that are asked for."""
    start, end = wanted.days(today)
    for column in columns:
        codes = wanted.codes(column.key)
        if codes and column.text(row) not in codes:
            return False
        if column.day and (start or end):
            day = day_of(column, row)
            if day is None or (start and day < start) or (end and day > end):
                return False
    return True


def day_of(column: Column, row: Any) -> dt.date | None:
    """The day a cell tells; None where it tells none."""
    found = column.value(row) if column.value is not None else column.text(row)
    if isinstance(found, dt.datetime):
        return found.date()
    if isinstance(found, dt.date):
        return found
    try:
        return dt.date.fromisoformat(str(found)[:10])
    except ValueError:
        return None


def arranged_places(rows: Sequence[Any], columns: Sequence[Column], wanted: Arrangement, today: dt.date) -> list[int]:
    """The places of the rows that are asked for, in the order that is asked for."""
    kept = [place for place, row in enumerate(rows) if not wanted.narrows or fits(row, columns, wanted, today)]
    by = next((column for column in columns if column.key == wanted.sort), None)
    return kept if by is None else sorted_by(kept, lambda place: value_of(by, rows[place]), down=wanted.down)


def texts_of(column: Column, rows: Iterable[Any], most: int) -> list[str]:
    """The different texts of a column, in order; [] where there are more than `most`."""
    found: dict[str, None] = {}
    for row in rows:
        found[column.text(row)] = None
        if len(found) > most:
            return []
    return sorted_by([text for text in found if text], str, down=False)


def _turn(value: Any) -> tuple[int, Any]:
    """Numbers stand before days, and days before texts, where a column has several."""
    if isinstance(value, bool | int | float | Decimal):
        return 0, value
    if isinstance(value, dt.datetime):
        return 1, value.replace(tzinfo=None)
    if isinstance(value, dt.date):
        return 1, dt.datetime.combine(value, dt.time())
    # In this order of characters Chinese ones stand by their reading.
    return 2, str(value).casefold().encode("gb18030", "replace")


def _second(pair: tuple[Any, tuple[int, Any]]) -> tuple[int, Any]:
    return pair[1]
