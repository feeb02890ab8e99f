"""A ledger's rows as rows of one figure each: sales paid at once, returns and money in columns of their own.

Which way a column goes, its title says: beside goods sent (发货) what came back (退货) and what was paid (回款) both
lower what is owed. Beside a column of what is owed (应收) nobody can say whether that is less what came back already.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.bank.cells import told_in
from domain.bank.formats import BankLayout, Row, plain_title
from domain.tables.numbers import comma_in, read_number

RAISES, LOWERS = "income", "expense"  # the words under which a layout keeps the two columns of a ledger

_GOODS = frozenset(
    f"{word}{end}" for word in ("发货", "销售", "进货", "采购", "购货") for end in ("", "金额", "额", "款")
)
_BACK_OR_PAID = ("退货", "退款", "回款", "收款", "付款", "还款")
_ENDS = ("金额", "额", "款", "")  # the surest first: 退货 alone may count pieces where 退货金额 stands beside it


@dataclass(frozen=True, slots=True)
class Figures:
    """Where the figures of a ledger stand: the columns that raise and lower what is owed, and `also` lowering ones.

    `unread` are the titles of columns with figures of which nobody can say whether they lower it once more.
    """

    raising: int
    lowering: int
    also: tuple[int, ...] = ()
    unread: tuple[str, ...] = ()
    comma: bool = False
    by_minus: bool = False


def figures_of(layout: BankLayout, header: Row, below: Sequence[Row]) -> Figures | None:
    """The columns of figures under a header; None for a book that hasn't one column for each way."""
    if layout.sign != "columns":
        return None
    titles = [plain_title(cell) for cell in header]
    raising, lowering = (titles.index(plain_title(layout.titles[each])) for each in (RAISES, LOWERS))
    taken = {titles.index(plain_title(title)) for title in layout.titles.values()}
    more = [place for place in _lowering(titles) if place not in taken and _is_figures(below, place)]
    certain = titles[raising] in _GOODS
    comma = comma_in([_cell(row, lowering) for row in below])
    spent = [number for row in below if (number := _figure(row, lowering, comma=comma))]
    return Figures(
        raising,
        lowering,
        tuple(more) if certain else (),
        () if certain else tuple(str(header[place]).strip() for place in more),
        comma,
        sum(number < 0 for number in spent) * 2 > len(spent),
    )


def _lowering(titles: Sequence[str]) -> list[int]:
    """The columns whose titles say that goods came back or money was paid, one for each word."""
    found = []
    for word in _BACK_OR_PAID:
        names = [f"{word}{end}" for end in _ENDS]
        places = [titles.index(name) for name in names if name in titles]
        found += places[:1]
    return list(dict.fromkeys(found))


def _is_figures(below: Sequence[Row], place: int) -> bool:
    """Whether a column holds figures, and nothing but."""
    told = [_cell(row, place) for row in below if told_in(_cell(row, place))]
    numbers = [read_number(cell) for cell in told]
    return any(numbers) and None not in numbers


def parted(row: Row, at: Figures | None) -> list[Row]:
    """A row as one row for each of its figures; as it stands where it has but one, or one of two is below nothing."""
    if at is None:
        return [row]
    both = [(place, _figure(row, place, comma=at.comma)) for place in (at.raising, at.lowering)]
    filled = [(place, _cell(row, place)) for place, number in both if number]
    if len(filled) > 1 and any(number is not None and number < 0 for _, number in both):
        return [row]
    more = [number for place in at.also if (number := _figure(row, place))]
    if len(filled) + len(more) < 2 and not more:
        return [row]
    filled += [(at.lowering, _written(number, at)) for number in more]
    return [_alone(row, place, cell, at) for place, cell in filled]


def _written(number: Decimal, at: Figures) -> str:
    """A figure of another lowering column as the first of them writes its own."""
    text = f"{-abs(number) if at.by_minus else abs(number):f}"
    return text.replace(".", ",") if at.comma else text


def _alone(row: Row, place: int, cell: object, at: Figures) -> Row:
    emptied = {at.raising, at.lowering, *at.also}
    width = max(len(row), *(each + 1 for each in emptied))
    cells = ["" if each in emptied else _cell(row, each) for each in range(width)]
    cells[place] = cell
    return cells


def _figure(row: Row, place: int, *, comma: bool = False) -> Decimal | None:
    cell = _cell(row, place)
    return read_number(cell.strip() if isinstance(cell, str) else cell, decimal_comma=comma)


def _cell(row: Row, place: int) -> object:
    return row[place] if place < len(row) else ""
