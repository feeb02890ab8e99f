"""What a column's values are: for each type how the window, a workbook, a command and JSON tell one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from desktop.labels import Language, name_of
from desktop.listings.moments import clock, moment
from domain.values.money import format_money
from domain.values.veiled import is_veiled

if TYPE_CHECKING:
    from desktop.exchange.sheets import Cell, SheetType

NONE = "–"
"""What stands where there is no figure."""


def _as_text(value: Any, _row: Any, _language: Language) -> str:
    return str(value)


def _as_is(value: Any, _language: Language) -> Cell:
    found: Cell = value
    return found


def _form(value: Any) -> Any:
    return value


class ValueType(NamedTuple):
    """A type: its name, its type in a sheet, and how one value that isn't nothing is told.

    `text` is what the window shows (of a value, its row, a language); `told` a command, where that is another; `cell`
    a workbook and CSV; `form` JSON (None: the text, in the language asked for). A `figure` stands to the right and is
    measured, so that it may be summed.
    """

    name: str
    sheet: SheetType = "text"
    text: Callable[[Any, Any, Language], str] = _as_text
    cell: Callable[[Any, Language], Cell] = _as_is
    form: Callable[[Any], Any] | None = _form
    figure: bool = False
    told: Callable[[Any, Any, Language], str] | None = None
    whole: bool = False
    """Says nothing where it is cut, as a code or a day."""


def either(language: Language, zh: str, en: str) -> str:
    """One of two words."""
    return zh if language == "zh" else en


# ---- figures ----------------------------------------------------------------------------------------------------


def _shown(figure: str) -> str:
    """A figure with the minus that stands in the window."""
    return figure.replace("-", "−")


def _money_text(value: Decimal, _row: Any, _language: Language) -> str:
    return _shown(format_money(value))


def _money_told(value: Decimal, _row: Any, _language: Language) -> str:
    return format_money(value)


def _money_form(value: Decimal) -> str:
    from desktop.actions.documents.json_forms import amount

    return amount(value)


def _count_text(value: int, _row: Any, _language: Language) -> str:
    return _shown(str(value))


def _days(count: int) -> str:
    return f"{count} day{'' if count == 1 else 's'}"


def _days_late_text(value: int, _row: Any, language: Language) -> str:
    if not value:
        return ""
    return either(language, f"超 {value} 天", f"{_days(value)} late")


def _some(value: int, _language: Language) -> Cell:
    return value if value > 0 else None


def _some_told(value: int, _row: Any, _language: Language) -> str:
    return str(value) if value else ""


def _credit_days_text(value: int, _row: Any, language: Language) -> str:
    if not value:
        return ""
    return either(language, f"账期 {value} 天", _days(value))


def price_text(value: Decimal) -> str:
    """A unit price with two to four places."""
    from domain.values.quantities import plain_number

    if is_veiled(value):
        return str(value)
    whole, _, places = plain_number(value).partition(".")
    return f"{int(whole):,}.{places.ljust(2, '0')}"


def _price_text(value: Decimal, _row: Any, _language: Language) -> str:
    return price_text(value)


def _price_form(value: Decimal) -> str | None:
    from desktop.actions.documents.json_forms import price

    return price(value)


def _plain_told(value: Decimal, _row: Any, _language: Language) -> str:
    from domain.values.quantities import plain_number

    return plain_number(value)


def _plain_text(value: Decimal, row: Any, language: Language) -> str:
    return _shown(_plain_told(value, row, language))


def _quantity_form(value: Decimal) -> str:
    from desktop.actions.documents.json_forms import quantity

    return quantity(value)


def _percent_text(value: Decimal, _row: Any, _language: Language) -> str:
    return f"{value * 100:.0f}%"


TEXT = ValueType("text")
CODE = ValueType("code", whole=True)
MONEY = ValueType("money", "money", _money_text, form=_money_form, figure=True, told=_money_told)
FIGURES = ValueType("figures", figure=True)
"""Figures that are text already."""
COUNT = ValueType("count", "integer", _count_text, figure=True)
PRICE = ValueType("price", "price", _price_text, form=_price_form, figure=True)
QUANTITY = ValueType("quantity", "quantity", _plain_text, form=_quantity_form, figure=True, told=_plain_told)
PERCENT = ValueType("percent", "percent", _percent_text, form=str, figure=True)
DAYS_LATE = ValueType("days_late", "integer", _days_late_text, _some, figure=True, told=_some_told)
PLACE = ValueType("place", "integer", _count_text)
"""The number of a row, which is no figure."""
LATE = ValueType("late", "integer", _count_text, _some, figure=True)
"""Days past a due date as a plain number; a sheet has none where nothing is late."""
CREDIT_DAYS = ValueType("credit_days", "integer", _credit_days_text, figure=True, told=_as_text)


def pieces(unit: str = "unit", packs: str = "packs") -> ValueType:
    """Quantities in base units that people count in packs (30箱5瓶), by the row's attributes of these names."""
    unit_of, packs_of = attrgetter(unit), attrgetter(packs)

    def told(value: Decimal, row: Any, _language: Language) -> str:
        from domain.values.quantities import format_quantity

        return format_quantity(value, unit_of(row), packs_of(row))

    def text(value: Decimal, row: Any, language: Language) -> str:
        return _shown(told(value, row, language))

    return QUANTITY._replace(text=text, told=told)


def written(kind: ValueType, attribute: str) -> ValueType:
    """A type whose values stand ready as people read them in another attribute of the row."""
    text_of = attrgetter(attribute)

    def told(_value: Any, row: Any, _language: Language) -> str:
        return str(text_of(row))

    def text(value: Any, row: Any, language: Language) -> str:
        return _shown(told(value, row, language))

    return kind._replace(text=text, told=told)


# ---- words ------------------------------------------------------------------------------------------------------


def _day_form(value: dt.date) -> str:
    return value.isoformat()


DAY = ValueType("day", "date", form=_day_form, whole=True)


def called(group: str, code: str, language: Language) -> str:
    """What a code is called, beginning with a capital as in a window."""
    said = name_of(group, code, language)
    return said[:1].upper() + said[1:]


def named(group: str) -> ValueType:
    """A code of one of the groups of names; JSON has the code itself."""

    def text(code: str, _: Any, language: Language) -> str:
        return called(group, code, language) if code else ""

    def told(code: str, _: Any, language: Language) -> str:
        return name_of(group, code, language) if code else ""

    def cell(code: str, language: Language) -> Cell:
        return called(group, code, language) if code else None

    return ValueType(group, text=text, cell=cell, told=told)


def _moment_text(value: str, _row: Any, _language: Language) -> str:
    return clock(value)


def _moment_told(value: str, _row: Any, _language: Language) -> str:
    local = moment(value)
    return "" if local is None else f"{local:%Y-%m-%d %H:%M}"


def _moment_cell(value: str, _language: Language) -> Cell:
    local = moment(value)
    return None if local is None else local.replace(tzinfo=None)


def _moment_form(value: str) -> str | None:
    return value or None


MOMENT = ValueType("moment", "stamp", _moment_text, _moment_cell, _moment_form, whole=True, told=_moment_told)
"""A recorded moment, as it is stored; shown in this machine's own time."""


def _yes_text(value: Any, _row: Any, language: Language) -> str:
    return either(language, "是", "yes") if value else ""


def _yes_cell(value: Any, language: Language) -> Cell:
    return _yes_text(value, None, language) or None


YES = ValueType("yes", text=_yes_text, cell=_yes_cell, form=bool)
"""Yes, or no word."""


def itself(row: Any) -> Any:
    """A row, for columns that say something of the whole of it."""
    return row


def said(say: Callable[[Any, Language], Cell]) -> ValueType:
    """What is said of a whole row in the language asked for; the column's value is the row."""

    def text(row: Any, _row: Any, language: Language) -> str:
        return str(say(row, language) or "")

    return ValueType("said", text=text, cell=say, form=None)


def _terms_text(value: str, _row: Any, language: Language) -> str:
    from desktop.term_names import terms_in_words

    return terms_in_words(value, language) if value else ""


def _terms_cell(value: str, language: Language) -> Cell:
    return _terms_text(value, None, language) or None


TERMS = ValueType("terms", text=_terms_text, cell=_terms_cell)
