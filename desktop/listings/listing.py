"""A list and its columns as values: what the window, a workbook, CSV, a command and JSON all are renderings of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from desktop.label_groups import Pair
from desktop.labels import Language
from desktop.listings.types import CODE, NONE, TEXT, ValueType
from domain.values.veiled import is_veiled

if TYPE_CHECKING:
    from array import array

    from desktop.desk import Desk
    from desktop.exchange.sheets import Cell, WorkbookTable

Place = Literal["window", "workbook", "command", "json"]
WINDOW: Place = "window"
WORKBOOK: Place = "workbook"
COMMAND: Place = "command"
JSON: Place = "json"
EVERYWHERE: frozenset[Place] = frozenset({WINDOW, WORKBOOK, COMMAND, JSON})
TOLD = EVERYWHERE - {WINDOW}
"""Not in a cell of its own in the window: there it stands under another's, or is only offered."""
FILED = TOLD - {COMMAND}
"""Where there is room for everything: in files and in JSON."""


class ListQuery(NamedTuple):
    """What a command says about the list it wants; each list takes some of these and passes over none in silence."""

    text: str = ""
    warehouse: str = ""
    only: str = ""
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
        return frozenset(name for name in self._fields if getattr(self, name))


NOTHING = ListQuery()


def _plain(_: Any) -> str:
    return ""


class CellLook(NamedTuple):
    """How a column stands in the window: its width in pixels (0 takes what is left), and what it gives up for others.

    `second` are the keys of the columns that stand on the quieter line under it; `title` what the column is called
    there and in a command's table, where a file calls it otherwise, and `title_at_hq` where HQ's people look.
    """

    width: int = 0
    look: str = "text"
    second: tuple[str, ...] = ()
    tone: Callable[[Any], str] = _plain
    strong: Callable[[Any], bool] | None = None
    spare: bool = False
    whole: bool = False
    name: bool = False
    title: Pair | None = None
    title_at_hq: Pair | None = None


class ListColumn(NamedTuple):
    """One column: its key (JSON's too), its title in both languages, its type, and where and how it is shown.

    `of` is what it shows of a row: an attribute by name (the key's own where nothing is said), or a function.
    `nothing` is said where there is no value; of a `quiet` one nought says no more than nothing.
    `total` says that its sum means something: `always`; `if_money` where all rows measure money, as which it is then
    shown; or a function that gives one answer for all rows that may be summed; `alike` is such a function beside the
    others, `once` one whose answers must all differ. `optional`: a sheet leaves it out where it is empty.
    `codes` are the few values it can have, among which people pick in a long list.
    """

    key: str
    zh: str
    en: str
    type: ValueType = TEXT
    of: str | Callable[[Any], Any] = ""
    where: frozenset[Place] = EVERYWHERE
    look: CellLook = CellLook()
    total: Literal["", "always", "if_money"] | Callable[[Any], object] = ""
    nothing: Pair | None = None
    quiet: bool = False
    optional: bool = False
    alike: Callable[[Any], object] | None = None
    once: Callable[[Any], object] | None = None
    codes: Sequence[str] = ()

    def title(self, language: Language) -> str:
        """What it is called in files."""
        return self.zh if language == "zh" else self.en

    def head(self, language: Language, *, at_hq: bool = False) -> str:
        """What it is called on a screen, where its cell may be about more."""
        pair = (self.look.title_at_hq if at_hq else None) or self.look.title or (self.zh, self.en)
        return pair[language == "en"]

    def getter(self) -> Callable[[Any], Any]:
        """What gives its value of a row."""
        return self.of if callable(self.of) else attrgetter(self.of or self.key)

    def value(self, row: Any) -> Any:
        """Its value of a row."""
        return self.getter()(row)

    def text(self, row: Any, language: Language) -> str:
        """As the window shows it."""
        value = self.value(row)
        return self._nothing(language) if self._is_nothing(value) else self.type.text(value, row, language)

    def told(self, row: Any, language: Language) -> str:
        """As a command's table shows it."""
        value = self.value(row)
        return (
            self._nothing(language)
            if self._is_nothing(value)
            else (self.type.told or self.type.text)(value, row, language)
        )

    def cell(self, row: Any, language: Language) -> Cell:
        """As a sheet holds it; a figure that isn't for whoever asks stands as its mark."""
        value = self.value(row)
        if value is None or is_veiled(value):
            return None if value is None else str(value)
        return self.type.cell(value, language)

    def form(self, row: Any, language: Language) -> Any:
        """As JSON has it; only what is said in words depends on the language."""
        value = self.value(row)
        if value is None:
            return None
        return self.type.text(value, row, language) if self.type.form is None else self.type.form(value)

    def _is_nothing(self, value: Any) -> bool:
        return value is None or (self.quiet and not value)

    def _nothing(self, language: Language) -> str:
        if self.nothing is not None:
            return self.nothing[language == "en"]
        return NONE if self.type.figure else ""


def party(
    key: str, called: Pair, named: Pair, where: frozenset[Place] = FILED, *, joined: str = "_", look: str = "text"
) -> tuple[ListColumn, ListColumn]:
    """Who it is about, by code and by name; in the window the name stands over the code, under one title.

    `joined` is what stands between the party and its code in the row's attribute: `buyer_code`, or `buyer.code`.
    """
    look_of_name = CellLook(look=look, second=(key,), name=True, title=called)
    return (
        ListColumn(key, *called, CODE, f"{key}{joined}code", where),
        ListColumn(f"{key}_name", *named, of=f"{key}{joined}name", look=look_of_name),
    )


class Filter(NamedTuple):
    """One of the sorts a list can be narrowed to; "" is all of it."""

    code: str
    zh: str
    en: str
    at_hq: bool = False
    """Only for HQ's people."""

    def title(self, language: Language) -> str:
        """What it is called."""
        return self.zh if language == "zh" else self.en


class RowSource(NamedTuple):
    """Where a list's rows come from.

    `ask` reads its rows as a command wants them; `ids` the keys the window shows (for what is searched for and the
    filter), `by_key` the rows of such keys, `sums` by the keys of columns what they come to: it is
    asked as the keys are, then how the list is arranged and perhaps the keys of some rows alone. Without one the rows
    themselves are added up.
    """

    ask: Callable[[Desk, ListQuery], Iterable[Any]]
    ids: Callable[..., array[int]] | None = None
    by_key: Callable[[Desk, Sequence[int]], Iterable[Any]] | None = None
    sums: Callable[..., Mapping[str, Any]] | None = None


class Listing:
    """A list: its columns, and where its rows come from.

    `takes` are the parts of a `ListQuery` it understands, `needs` those it can't do without, `only` what it can be
    narrowed to (its filters, where it has any); `is_money` tells whether a row measures money.
    """

    def __init__(
        self,
        code: str,
        columns: Sequence[ListColumn],
        rows: RowSource,
        *,
        filters: Sequence[Filter] = (),
        only: Sequence[str] = (),
        takes: frozenset[str] = frozenset(),
        needs: frozenset[str] = frozenset(),
        is_money: Callable[[Any], bool] | None = None,
    ) -> None:
        self.code, self.columns = code, tuple(columns)
        self.ask, self.ids, self.by_key, self.sums = rows
        self.filters, self.takes, self.needs, self.is_money = tuple(filters), takes, needs, is_money
        self.only = tuple(only) or tuple(each.code for each in filters if each.code)

    def __repr__(self) -> str:
        return f"Listing({self.code!r})"

    def rows(self, desk: Desk, keys: Sequence[int]) -> list[Any]:
        """The rows of these keys, in their order."""
        assert self.by_key is not None, f"{self.code} has no rows by key"
        return list(self.by_key(desk, keys))

    def column(self, key: str) -> ListColumn:
        """The column of this key."""
        return next(each for each in self.columns if each.key == key)

    def columns_in(self, place: Place) -> list[ListColumn]:
        """The columns that are shown in one place."""
        return [each for each in self.columns if place in each.where]

    def form(self, row: Any, language: Language = "zh") -> dict[str, Any]:
        """A row as JSON tells it."""
        return {each.key: each.form(row, language) for each in self.columns_in(JSON)}

    def table(self, title: str, rows: Sequence[Any], language: Language) -> WorkbookTable:
        """These rows as a sheet, or as CSV."""
        from desktop.listings.sheet import sheet_table

        return sheet_table(self.columns_in(WORKBOOK), title, rows, language, self.is_money)
