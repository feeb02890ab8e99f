"""What both tables of a statement are made of: lines of texts, goods below documents, fitted columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from desktop.printing.pen import Pen
from desktop.printing.sheet import Sheet
from desktop.printing.table import PADDING, Column
from domain.money import format_money
from domain.quantities import plain_number
from domain.statement_forms import GoodsLine

FIGURES = frozenset({"debit", "credit", "balance", "amount", "settled", "remaining", "late"})
_QUANTITY, _PRICE, _AMOUNT = 15.0, 15.0, 18.0  # the room of a goods line's figures, in millimetres
_LONGEST = 30  # so many of a column's longest texts are measured


class Line(NamedTuple):
    """One row: a document's cells with its figures, or goods (name, quantity, price, amount) without."""

    cells: tuple[str, ...]
    amounts: tuple[Decimal, Decimal, Decimal] | None
    goods: bool = False


def goods_room(columns: Sequence[Column]) -> float:
    """What the columns left of the figures leave for goods."""
    return sum(column.width for column in columns if not column.figures) - 2 * PADDING - 3


def goods_lines(pen: Pen, sheet: Sheet, goods: Sequence[GoodsLine], room: float) -> list[Line]:
    """The goods of a document; a name that is too long goes on in a second row, so that nothing is lost."""
    lines: list[Line] = []
    prices = sheet.form.layout.prices
    figures = _QUANTITY + (_PRICE + _AMOUNT if prices else 0)
    for each in goods:
        name = f"{each.sku}  {each.name}"
        quantity = f"{plain_number(each.quantity)}{each.unit}"
        price = "" if each.unit_price is None else _short(each.unit_price)
        amount = "" if each.amount is None else format_money(each.amount)
        parts = pen.wrap(name, sheet.looks.small, room - figures, 2)
        lines.append(Line((parts[0], quantity, price, amount), None, goods=True))
        lines += [Line((part, "", "", ""), None, goods=True) for part in parts[1:]]
    return lines


def _short(price: Decimal) -> str:
    return f"{price:,.4f}".removesuffix("00")


def goods_slots(left: float, right: float, *, prices: bool) -> list[tuple[float, float, bool]]:
    """Where name, quantity, price and amount of goods stand between the table's edge and its figures."""
    left, right = left + PADDING + 3, right - PADDING
    if not prices:
        nothing = (right, right, True)
        return [(left, right - _QUANTITY, False), (right - _QUANTITY + 1, right, True), nothing, nothing]
    amount, price = right - _AMOUNT, right - _AMOUNT - _PRICE
    name = price - _QUANTITY
    return [(left, name, False), (name + 1, price, True), (price + 1, amount, True), (amount + 1, right, True)]


def columns_of(
    pen: Pen,
    sheet: Sheet,
    keys: Sequence[str],
    titles: Mapping[str, str],
    lines: Sequence[Line],
    bounds: Mapping[str, tuple[float, float]],
    more: Mapping[str, Sequence[str]],
    rest: str,
) -> list[Column]:
    """Columns as wide as their longest text, within bounds (shares of the paper); one takes the `rest`.

    `more` are strong texts that stand in a column besides its cells.
    """
    share, looks = sheet.paper.inner, sheet.looks
    documents = [line.cells for line in lines]
    widths: dict[str, float] = {}
    for place, key in enumerate(keys):
        if key == rest:
            continue
        low, high = bounds[key]
        longest = sorted({cells[place] for cells in documents}, key=len)[-_LONGEST:]
        needed = max([pen.width(text, looks.body) for text in longest], default=0.0)
        for text in (titles[key], *more.get(key, ())):
            needed = max(needed, pen.width(text, looks.strong))
        widths[key] = min(max(needed + 2 * PADDING + 0.2, low * share), high * share)
    widths[rest] = share - sum(widths.values())
    return [Column(titles[key], widths[key], key in FIGURES) for key in keys]
