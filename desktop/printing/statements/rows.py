"""What both tables of a statement are made of: lines of texts, goods below documents, fitted columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from desktop.printing.drawing.pen import Pen
from desktop.printing.drawing.table import PADDING, PaperColumn
from desktop.printing.labels import Labels
from desktop.printing.statements.sheet import StatementSheet
from domain.statements.forms import GoodsLine
from domain.values.money import format_money
from domain.values.quantities import plain_number

FIGURES = frozenset({"debit", "credit", "balance", "amount", "settled", "remaining", "late"})
_QUANTITY, _PRICE, _AMOUNT = 15.0, 15.0, 18.0  # the room of a goods line's figures, in millimetres
_MOST_NAME = 6  # rows of one name
_LONGEST = 30  # so many of a column's longest texts are measured


class PrintedLine(NamedTuple):
    """One row: a document's cells with its figures, or goods (name, quantity, price, amount) without.

    `more` goes on with the name of the goods above; no page begins with it.
    """

    cells: tuple[str, ...]
    amounts: tuple[Decimal, Decimal, Decimal] | None
    goods: bool = False
    more: bool = False


def goods_room(columns: Sequence[PaperColumn]) -> float:
    """What the columns left of the figures leave for goods."""
    return sum(column.width for column in columns if not column.figures) - 2 * PADDING - 3


def goods_lines(pen: Pen, sheet: StatementSheet, goods: Sequence[GoodsLine], room: float) -> list[PrintedLine]:
    """The goods of a document; a name that is too long goes on in rows of its own, so that nothing is lost."""
    lines: list[PrintedLine] = []
    prices = sheet.form.layout.prices
    figures = _QUANTITY + (_PRICE + _AMOUNT if prices else 0)
    for each in goods:
        name = f"{each.sku}  {each.name}"
        quantity = f"{plain_number(each.quantity)}{each.unit}"
        price = "" if each.unit_price is None else _short(each.unit_price)
        amount = "" if each.amount is None else format_money(each.amount)
        parts = pen.wrap(name, sheet.looks.small, room - figures, _MOST_NAME, later=room)
        lines.append(PrintedLine((parts[0], quantity, price, amount), None, goods=True))
        lines += [PrintedLine((part, "", "", ""), None, goods=True, more=True) for part in parts[1:]]
    return lines


def tied_rows(lines: Sequence[PrintedLine]) -> frozenset[int]:
    """The rows no page may begin with: the rest of a name, and the first goods below their document."""
    return frozenset(
        place for place, line in enumerate(lines) if line.more or (place and line.goods and not lines[place - 1].goods)
    )


def _short(price: Decimal) -> str:
    return f"{price:,.4f}".removesuffix("00")


def brought_text(labels: Labels, lines: Sequence[PrintedLine], first: int, keys: Sequence[str]) -> str:
    """What is brought forward to a page, and whose goods go on there: without it they would be nobody's."""
    if not lines[first].goods or "number" not in keys:
        return labels.brought
    document = next(line for line in reversed(lines[:first]) if line.amounts is not None)
    return f"{labels.brought}　{labels.goes_on.format(document.cells[keys.index('number')])}"


def goods_slots(left: float, right: float, *, prices: bool) -> list[tuple[float, float, bool]]:
    """Where name, quantity, price and amount of goods stand between the table's edge and its figures."""
    left, right = left + PADDING + 3, right - PADDING
    if not prices:
        nothing = (right, right, True)
        return [(left, right - _QUANTITY, False), (right - _QUANTITY + 1, right, True), nothing, nothing]
    amount, price = right - _AMOUNT, right - _AMOUNT - _PRICE
    name = price - _QUANTITY
    return [(left, name, False), (name + 1, price, True), (price + 1, amount, True), (amount + 1, right, True)]


def more_slots(left: float, right: float) -> list[tuple[float, float, bool]]:
    """The whole room for the rest of a name."""
    right -= PADDING
    nothing = (right, right, True)
    return [(left + PADDING + 3, right, False), nothing, nothing, nothing]


def columns_of(
    pen: Pen,
    sheet: StatementSheet,
    keys: Sequence[str],
    titles: Mapping[str, str],
    lines: Sequence[PrintedLine],
    bounds: Mapping[str, tuple[float, float]],
    more: Mapping[str, Sequence[str]],
    rest: str,
) -> list[PaperColumn]:
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
    return [PaperColumn(titles[key], widths[key], key in FIGURES) for key in keys]
