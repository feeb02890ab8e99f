"""What a list is that can be given out: its columns with what each shows of a row, and where its rows come from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Literal

from desktop.exchange.sheets import Cell, SheetColumn, SheetType, WorkbookTable
from desktop.labels import Language
from desktop.listings.listing import ListQuery
from desktop.listings.types import called
from domain.values.veiled import MARK, is_veiled

if TYPE_CHECKING:
    from desktop.desk import Desk


@dataclass(frozen=True, slots=True)
class Col:
    """One column: its title in both languages, what it shows of a row (an attribute by name, or a function), its type.

    `total` says that its sum means something: `always`; `if_money` where all rows measure money, as which it is then
    shown; or a function that gives one answer for all rows that may be summed; `alike` is such a function beside the
    others, `once` one whose answers must all differ. `optional`: left out where it is empty.
    """

    zh: str
    en: str
    of: str | Callable[[Any, Language], Cell]
    type: SheetType = "text"
    total: Literal["", "always", "if_money"] | Callable[[Any], object] = ""
    optional: bool = False
    alike: Callable[[Any], object] | None = None
    once: Callable[[Any], object] | None = None

    def cell(self, row: Any, language: Language) -> Cell:
        """What it shows of a row; a figure that isn't for whoever asks stands as its mark."""
        found: Cell = attrgetter(self.of)(row) if isinstance(self.of, str) else self.of(row, language)
        return str(found) if is_veiled(found) else found


@dataclass(frozen=True, slots=True)
class Listed:
    """A list: `ask` reads its rows as a command wants them, `by_key` those of the keys that the window shows.

    `takes` are the parts of a `ListQuery` it understands, `needs` those it can't do without, `only` what it can be
    narrowed to; `is_money` tells whether a row measures money.
    """

    columns: Sequence[Col]
    ask: Callable[[Desk, ListQuery], Iterable[Any]]
    by_key: Callable[[Desk, Sequence[int]], Iterable[Any]] | None = None
    takes: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    only: Sequence[str] = ()
    is_money: Callable[[Any], bool] | None = None

    def table(self, title: str, rows: Sequence[Any], language: Language) -> WorkbookTable:
        """These rows as a table."""
        money = self.is_money is not None and all(map(self.is_money, rows))
        kept: list[tuple[SheetColumn, list[Cell]]] = []
        for each in self.columns:
            cells = [each.cell(row, language) for row in rows]
            if each.optional and not any(cells):
                continue
            of_type: SheetType = "money" if each.total == "if_money" and money else each.type
            head = each.zh if language == "zh" else each.en
            summed = MARK not in cells and _summed(each, rows, money=money)
            kept.append((SheetColumn(head, of_type, total=summed), cells))
        return WorkbookTable(
            title, [column for column, _ in kept], list(zip(*(cells for _, cells in kept), strict=True))
        )


def _summed(column: Col, rows: Sequence[Any], *, money: bool) -> bool:
    if column.alike is not None and len({column.alike(row) for row in rows}) != 1:
        return False
    if column.once is not None and len({column.once(row) for row in rows}) != len(rows):
        return False
    if callable(column.total):
        return len({column.total(row) for row in rows}) == 1
    return column.total == "always" or (column.total == "if_money" and money)


def name(group: str, attribute: str) -> Callable[[Any, Language], Cell]:
    """A cell that shows a code by its name."""
    code_of = attrgetter(attribute)

    def named(row: Any, language: Language) -> Cell:
        code = str(code_of(row) or "")
        return called(group, code, language) if code else None

    return named


def yes(attribute: str) -> Callable[[Any, Language], Cell]:
    """A cell that says yes, or nothing."""
    holds = attrgetter(attribute)

    def told(row: Any, language: Language) -> Cell:
        return either(language, "是", "yes") if holds(row) else None

    return told


def moment(attribute: str) -> Callable[[Any, Language], Cell]:
    """A cell with a recorded moment, in this machine's own time."""
    stored = attrgetter(attribute)

    def told(row: Any, _: Language) -> Cell:
        return local_moment(str(stored(row) or ""))

    return told


def local_moment(stored: str) -> dt.datetime | None:
    """A recorded moment as a sheet holds it: local, without a zone."""
    try:
        return dt.datetime.fromisoformat(stored).astimezone().replace(tzinfo=None)
    except ValueError:
        return None


def either(language: Language, zh: str, en: str) -> str:
    """One of two words."""
    return zh if language == "zh" else en
