"""Lists given out as a workbook or as CSV, with real numbers and dates in their cells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.actions.documents.saving import write_whole
from desktop.exchange.sheets import MOST_ROWS, WorkbookTable, book_bytes, csv_bytes
from desktop.labels import Language
from desktop.listings.listing import NOTHING, Listing, ListQuery
from desktop.listings.registry import LISTINGS
from desktop.listings.types import either
from desktop.wording import name_of
from domain.errors import RefusedError, UsageError

if TYPE_CHECKING:
    from desktop.desk import Desk

__all__ = ["Exported", "Language", "ListQuery", "ShownList", "export", "export_shown", "shown_bytes"]

_ENDINGS = (".xlsx", ".csv")


@dataclass(frozen=True, slots=True)
class Exported:
    """The file written, and how many rows stand in it (in its first list, where it holds several)."""

    path: Path
    rows: int


@dataclass(frozen=True, slots=True)
class ShownList:
    """A list as a window shows it: its rows (or what reads them), or the keys of a longer one; `about` says whose."""

    kind: str
    rows: Sequence[Any] | Callable[[Desk], Iterable[Any]] | None = None
    keys: Sequence[int] | None = None
    about: str = ""


def export(
    desk: Desk,
    kind: str,
    path: Path,
    language: Language = "zh",
    keys: Sequence[int] | None = None,
    wish: ListQuery = NOTHING,
) -> Exported:
    """Writes one list by the file's ending, `.xlsx` or `.csv`: with `keys` those rows, else as `wish` says.

    Raises UsageError `export_kind_unknown`, `export_ending_unknown`, `export_option_missing`, `export_option_unknown`,
    `export_only_unknown` and what reading the list raises; RefusedError `file_not_written`, `disk_full`.
    """
    listed = listing_named(kind)
    _check_ending(path, _ENDINGS)
    if keys is not None:
        return export_shown(desk, [ShownList(kind, keys=keys)], path, language)
    check_query(listed, wish)
    return export_shown(desk, [ShownList(kind, rows=list(listed.ask(desk, wish)))], path, language)


def listing_named(kind: str) -> Listing:
    """The list that a command names; UsageError `export_kind_unknown`."""
    if kind not in LISTINGS:
        raise UsageError("export_kind_unknown", kind=kind, known=", ".join(LISTINGS))
    return LISTINGS[kind]


def check_query(listed: Listing, query: ListQuery) -> None:
    """Lets what a command says pass where the list understands all of it and lacks nothing.

    Raises UsageError `export_option_missing`, `export_option_unknown`, `export_only_unknown`.
    """
    takes = listed.takes | (frozenset({"only"}) if listed.only else frozenset())
    if strange := sorted(query.named - takes):
        raise UsageError("export_option_unknown", kind=listed.code, option=_option(strange[0]), known=_options(takes))
    if query.only and query.only not in listed.only:
        raise UsageError("export_only_unknown", kind=listed.code, only=query.only, known=", ".join(listed.only))
    if lacking := sorted(listed.needs - query.named):
        raise UsageError("export_option_missing", kind=listed.code, option=_option(lacking[0]))


def export_shown(desk: Desk, shown: Sequence[ShownList], path: Path, language: Language = "zh") -> Exported:
    """Writes lists as they are shown, each on a sheet of its own; several make a workbook and never a CSV.

    Raises as `export` of the file, and RefusedError `export_too_long`.
    """
    _check_ending(path, _ENDINGS if len(shown) == 1 else _ENDINGS[:1])
    tables = [_table(desk, each, language) for each in shown]
    csv = path.suffix.lower() == ".csv"
    longest = max(len(each.rows) for each in tables)
    if not csv and longest >= MOST_ROWS:
        raise RefusedError("export_too_long", path=str(path), rows=longest, most=MOST_ROWS - 1)
    content = csv_bytes(tables[0].columns, tables[0].rows) if csv else _book(tables, language)
    return Exported(write_whole(path, content), len(tables[0].rows))


def shown_bytes(desk: Desk, shown: Sequence[ShownList], language: Language = "zh") -> bytes:
    """The workbook of lists as they are shown."""
    return _book([_table(desk, each, language) for each in shown], language)


def _book(tables: Sequence[WorkbookTable], language: Language) -> bytes:
    return book_bytes(tables[0].name, tables, either(language, "合计", "Total"))


def _table(desk: Desk, shown: ShownList, language: Language) -> WorkbookTable:
    listed = LISTINGS[shown.kind]
    rows: Iterable[Any] = shown.rows(desk) if callable(shown.rows) else shown.rows or ()
    if shown.keys is not None:
        assert listed.by_key is not None, f"{shown.kind} has no rows by key"
        rows = listed.by_key(desk, shown.keys)
    kept = list(rows)
    title = f"{name_of('list', shown.kind, language)} {shown.about}".strip()
    return listed.table(title, kept, language)


def _check_ending(path: Path, known: Sequence[str]) -> None:
    if path.suffix.lower() not in known:
        raise UsageError("export_ending_unknown", path=str(path), known=", ".join(known))


def _option(part: str) -> str:
    """What a command calls a part of a wish."""
    return {"start": "from", "end": "to"}.get(part, part)


def _options(takes: frozenset[str]) -> str:
    return ", ".join(f"--{_option(each)}" for each in sorted(takes)) or "–"
