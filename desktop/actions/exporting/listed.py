"""What a list is that can be given out: its columns with what each shows of a row, and where its rows come from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from desktop.exchange.sheets import Cell, ColumnType, SheetColumn
from desktop.wording import name_of

if TYPE_CHECKING:
    from desktop.desk import Desk

Language = Literal["zh", "en"]
Row = TypeVar("Row")
_BLOCK = 500
"""So many rows are read at a time, however long the list."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a command says about the list it wants; each list takes some of these and passes over none in silence."""

    account: str = ""
    seller: str = ""
    policy: str = ""
    version: int = 0
    period: str = ""
    number: str = ""
    source: Path | None = None
    on: dt.date | None = None
    start: dt.date | None = None
    end: dt.date | None = None

    @property
    def named(self) -> frozenset[str]:
        """Which of them were said."""
        return frozenset(name for name in self.__slots__ if getattr(self, name))


NOTHING = Wish()


@dataclass(frozen=True, slots=True)
class Col:
    """One column: its title in both languages, what it shows of a row (an attribute by name, or a function), its type.

    `total` says that its sum means something; `alike` only where all rows are of one kind, `if_money` only where all
    measure money, as which it is then shown.
    """

    zh: str
    en: str
    of: str | Callable[[Any, Language], Cell]
    type: ColumnType = "text"
    total: Literal["", "always", "alike", "if_money"] = ""

    def cell(self, row: Any, language: Language) -> Cell:
        """What it shows of a row."""
        found: Cell = attrgetter(self.of)(row) if isinstance(self.of, str) else self.of(row, language)
        return found


@dataclass(frozen=True, slots=True)
class Listed:
    """A list: `ask` reads its rows as a command wants them, `by_key` those of the keys that the window shows.

    `takes` are the parts of a `Wish` it understands, `needs` those it can't do without; `kind_of` tells what a row is,
    where sums over different ones mean nothing, and `is_money` whether it measures money.
    """

    columns: Sequence[Col]
    ask: Callable[[Desk, Wish], Iterable[Any]]
    by_key: Callable[[Desk, Sequence[int]], Iterable[Any]] | None = None
    takes: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    kind_of: Callable[[Any], object] | None = None
    is_money: Callable[[Any], bool] | None = None

    def heads(self, rows: Sequence[Any], language: Language) -> list[SheetColumn]:
        """The columns over these rows."""
        summed = {"always"}
        if self.kind_of is None or len({self.kind_of(row) for row in rows}) < 2:
            summed.add("alike")
        if self.is_money is not None and all(self.is_money(row) for row in rows):
            summed.add("if_money")
        return [
            SheetColumn(
                each.zh if language == "zh" else each.en,
                "money" if each.total == "if_money" and "if_money" in summed else each.type,
                total=each.total in summed,
            )
            for each in self.columns
        ]

    def cells(self, row: Any, language: Language) -> tuple[Cell, ...]:
        """One row."""
        return tuple(each.cell(row, language) for each in self.columns)


def blocks(keys: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """Keys, a few hundred at a time."""
    for start in range(0, len(keys), _BLOCK):
        yield keys[start : start + _BLOCK]


def name(group: str, attribute: str) -> Callable[[Any, Language], Cell]:
    """A cell that shows a code by its name."""
    code_of = attrgetter(attribute)

    def named(row: Any, language: Language) -> Cell:
        code = str(code_of(row) or "")
        return called(group, code, language) if code else None

    return named


def called(group: str, code: str, language: Language) -> str:
    """What a code is called, beginning with a capital as in a window."""
    told = name_of(group, code, language)
    return told[:1].upper() + told[1:]


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
