"""What every import of a file shares: how dates are said to be written, where its report lies, columns as read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.exchange.reading import FileTable
from domain.errors import UsageError
from domain.explain import Reason
from domain.imports.columns import Header, few_titles, numbered
from domain.tables.days import ORDERS

if TYPE_CHECKING:
    from desktop.desk import Desk

Progress = Callable[[int, int], None]


def report_path(desk: Desk, file: Path, kind: str) -> Path:
    """A new file in the desk's folder, named by what was imported and when."""
    moment = desk.now().translate(str.maketrans("", "", "-:"))
    stem = file.name.partition(".")[0]
    folder = desk.folder / "reports"
    names = (f"{stem}-{kind}-{moment}{suffix}.csv" for suffix in ("", *(f"-{count}" for count in range(2, 1000))))
    return next(path for path in (folder / name for name in names) if not path.exists())


_ORDERS_SAID = {"年月日": "year_first", "月日年": "month_first", "日月年": "day_first"}


def date_order(mapping: Mapping[str, str]) -> tuple[dict[str, str], str]:
    """A mapping without what it says of dates, and that: one of `domain.tables.days.ORDERS`, or ""."""
    titles = dict(mapping)
    said = titles.pop("dates", "")
    order = _ORDERS_SAID.get(said, said)
    if order and order not in ORDERS:
        raise UsageError("dates_unknown", text=said, known=", ".join(ORDERS))
    return titles, order


def columns_of(header: Header) -> dict[str, str]:
    """The title each meaning was read from."""
    titles = numbered(header.titles)
    return {meaning: titles[place] for meaning, place in header.columns.items()}


def header_notes(table: FileTable) -> Iterator[Reason]:
    """How each column was read, and those that were not, so that a title nobody knew isn't lost in silence."""
    header = table.header
    titles = {place: header.titles[place] for place in header.columns.values()}
    if header.parts:
        titles[header.parts[0][0]] = " + ".join(header.titles[place] for place, _ in header.parts)
    if header.days:
        titles[header.columns["date"]] = " + ".join(header.titles[place] for place in header.days if place >= 0)
    read = ", ".join(f"{meaning}={titles[place]}" for meaning, place in header.columns.items())
    yield Reason("columns_read", "info", {"columns": read, "sheet": table.sheet})
    if header.unused:
        yield Reason("columns_unused", "info", {"columns": few_titles(header.unused), "sheet": table.sheet})


def unit_notes(codes: Sequence[str], unit: str) -> Iterator[Reason]:
    """That these new products had no unit and are counted in the one that stands for any; the first few are named."""
    if codes:
        more = ["…"] if len(codes) > _MOST_TOLD else []
        told = ", ".join([*codes[:_MOST_TOLD], *more])
        yield Reason("units_assumed", "warn", {"count": len(codes), "unit": unit, "codes": told})


def piece_notes(pieces: Counter[str]) -> Iterator[Reason]:
    """How 件 was read where products have a case and no unit of that name, with how many rows it was read so on."""
    if pieces:
        told = ", ".join(each for each, _ in pieces.most_common(_MOST_TOLD))
        yield Reason("pieces_as_packs", "warn", {"lines": sum(pieces.values()), "packs": told})


_MOST_TOLD = 5
