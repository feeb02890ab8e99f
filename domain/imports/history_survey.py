"""What a table of invoice history shows as a whole, before any row of it is judged."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Generic, TypeVar

from domain.imports.columns import Header
from domain.imports.history_tax import TaxCustom, TaxEvidence, rate_in
from domain.tables.cells import Spread, folded, is_damaged, read_code, read_name
from domain.tables.days import DayCustom, DayEvidence, as_told
from domain.tables.numbers import NumberCustom, number_with_unit, read_number
from domain.tables.periods_told import spans_told
from domain.values.money import ZERO, round_fen

CODE_LENGTH = 100
NAME_LENGTH = 200
CANCELLED = re.compile(r"C\d+", re.ASCII | re.IGNORECASE)
_COMPOSED = re.compile(r"\s*(?:[\d.,]+\s*[^\W\d_]{1,4}\s*){2,}")  # 3箱5瓶
_NAMED = ("product", "customer")
_MEMORY = 20_000  # cells remembered, so that a file of any length needs the same memory

Value = TypeVar("Value")


class Memo(dict[Any, Value], Generic[Value]):
    """Remembers what cells were read as, because most cells of a column repeat."""

    def __init__(self, read: Callable[[Any], Value]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, cell: Any) -> Value:
        if len(self) >= _MEMORY:
            self.clear()
        value = self[cell] = self._read(cell)
        return value


@dataclass(frozen=True, slots=True)
class Found:
    """What a whole table shows before any row of it is judged.

    Attributes:
        rows: how many.
        days: how dates are written.
        commas: the meanings of the columns that write a comma before their decimals.
        year_added: whether some dates have no year of their own.
        year_assumed: whether short dates were taken to begin with the year, which the column alone doesn't tell.
        c_marks: whether a number such as C536379 marks a cancellation here, and isn't how all numbers begin.
        last: the last row (from 0) of each source number and customer, folded for comparing.
        tax: whether amounts have the tax in them that stands beside them.
        blocks: what the lines under an amount merged over several rows come to, by its column and first row.
        product_names, product_units, customer_names, regions: each code's most frequent word, in order of appearance.
        called: each name that stands beside a `customer`'s or a `product`'s code, in order of appearance.
    """

    rows: int
    days: DayCustom
    commas: frozenset[str]
    year_assumed: bool
    year_added: bool
    c_marks: bool
    tax: TaxCustom
    last: Mapping[tuple[str, str], int]
    blocks: Mapping[tuple[int, int], Decimal]
    product_names: Mapping[str, str]
    product_units: Mapping[str, str]
    customer_names: Mapping[str, str]
    regions: Mapping[str, str]
    called: Mapping[str, Sequence[tuple[str, str]]]


class Survey:
    """The first look at a table's lines: what its columns show as a whole.

    Args:
        header: where each meaning stands.
        today: the day it is, for dates of short or no years.
        above: the texts above the header, which may tell the year.
        epoch_1904: whether bare numbers count days from 1904.
        order: how a person says its dates are written, one of `domain.tables.days.ORDERS`.
    """

    def __init__(
        self,
        header: Header,
        *,
        today: date | None = None,
        above: Sequence[str] = (),
        epoch_1904: bool = False,
        order: str = "",
    ) -> None:
        self._column = header.columns
        self._width = len(header.titles)
        self._days = DayEvidence(chinese=header.is_chinese, latest=today)
        self._told = (spans_told(above), today, epoch_1904, order)
        figures = ("quantity", "unit_price", "amount")
        self._customs = {meaning: NumberCustom() for meaning in figures if meaning in self._column}
        self._codes = Memo(read_code)
        self._names = Memo(read_name)
        self._folded = Memo(folded)
        self._countable = Memo(_is_number)
        self._damaged = Memo(is_damaged)
        self._unit_words = Memo(_unit_word)
        self._numbers: Counter[bool] = Counter()
        self._last: dict[tuple[str, str], int] = {}
        self._rows = 0
        self._taxes = TaxEvidence()
        self._blocks: defaultdict[tuple[int, int], Decimal] = defaultdict(Decimal)
        self._words: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)

    def see(self, cells: Sequence[Any]) -> None:
        column, codes = self._column, self._codes
        number, customer = codes[cells[column["number"]]], codes[cells[column["customer"]]]
        self._numbers[bool(CANCELLED.fullmatch(number))] += 1
        self._last[number, self._folded[customer]] = self._rows
        self._rows += 1
        self.see_customs(cells)
        self._see_block(cells)
        self._see_tax(cells)
        if not self._countable[cells[column["quantity"]]] or is_too_wide(cells, self._width):
            return  # a total, a title said again, shifted columns: what it names is no customer and no product
        if any(self._damaged[cells[column[each]]] or codes[cells[column[each]]][:1] == "=" for each in _NAMED):
            return  # what a spreadsheet damaged, or never reckoned, names nothing either
        for meaning, code in (
            ("product_name", "product"), ("unit", "product"), ("customer_name", "customer"), ("region", "customer")
        ):  # fmt: skip
            word = self._names[cells[column[meaning]]] if meaning in column else ""
            if meaning == "unit" and not word:
                word = self._unit_words[cells[column["quantity"]]]
            self._words[meaning][codes[cells[column[code]]], word] += 1

    def see_customs(self, cells: Sequence[Any]) -> None:
        """Only how a row's date and figures are written: a void document is no line, but was written as the others."""
        self._days.see(cells[self._column["date"]])
        for meaning, custom in self._customs.items():
            custom.see(cells[self._column[meaning]])

    def _see_block(self, cells: Sequence[Any]) -> None:
        amount = cells[self._column["amount"]] if "amount" in self._column else None
        if isinstance(amount, Spread) and "unit_price" in self._column:
            quantity, price = (read_number(cells[self._column[each]]) for each in ("quantity", "unit_price"))
            self._blocks[self._column["amount"], amount.top] += round_fen((quantity or ZERO) * (price or ZERO))

    def _see_tax(self, cells: Sequence[Any]) -> None:
        if "tax" in self._column and (tax := read_number(cells[self._column["tax"]])):
            rate = rate_in(cells[self._column["tax_rate"]]) if "tax_rate" in self._column else None
            self._taxes.see(worth_in(cells, self._column), tax, rate)

    def found(self) -> Found:
        spans, today, epoch_1904, order = self._told
        days = replace(self._days.custom(), epoch_1904=epoch_1904, spans=spans, near=today)
        return Found(
            rows=self._rows,
            days=as_told(days, order) if order else days,
            commas=frozenset(meaning for meaning, custom in self._customs.items() if custom.decimal_comma),
            year_assumed=self._days.assumed and days.short == "year_first" and not order,
            year_added=self._days.without_year,
            tax=self._taxes.custom(),
            c_marks=self._numbers[True] * 2 <= self._rows,
            last=self._last,
            blocks=self._blocks,
            product_names=_most_frequent(self._words["product_name"]),
            product_units=_most_frequent(self._words["unit"]),
            customer_names=_most_frequent(self._words["customer_name"]),
            regions=_most_frequent(self._words["region"]),
            called={each: [pair for pair in self._words[f"{each}_name"] if all(pair)] for each in _NAMED},
        )


def last_of_each(last: Mapping[tuple[str, str], int], one: Mapping[str, str]) -> Mapping[tuple[str, str], int]:
    """`Found.last` by each customer's one word, where `one` has several for him."""
    if not one:
        return last
    found: dict[tuple[str, str], int] = {}
    for (number, customer), row in last.items():
        pair = number, one.get(customer, customer)
        found[pair] = max(row, found.get(pair, row))
    return found


def worth_in(cells: Sequence[Any], column: Mapping[str, int]) -> Decimal:
    """A row's amount as it is written, else its quantity at its price."""
    figures = {
        meaning: read_number(cells[column[meaning]])
        for meaning in ("amount", "quantity", "unit_price")
        if meaning in column
    }
    return figures.get("amount") or round_fen((figures.get("quantity") or ZERO) * (figures.get("unit_price") or ZERO))


def _is_number(cell: object) -> bool:
    plain = read_number(cell) is not None or read_number(cell, decimal_comma=True) is not None
    return plain or bool(_unit_word(cell)) or (isinstance(cell, str) and bool(_COMPOSED.fullmatch(cell)))


def _unit_word(cell: object) -> str:
    found = number_with_unit(cell) if read_number(cell) is None else None
    return found[1] if found else ""


def is_too_wide(cells: Sequence[Any], width: int) -> bool:
    """Whether something stands beyond the header's last column, so that columns may have shifted."""
    return len(cells) > width and any(cells[width:])


def _most_frequent(counted: Counter[tuple[str, str]]) -> dict[str, str]:
    """Each code's most frequent word that isn't blank, the earlier one where two are alike."""
    best: dict[str, tuple[int, str]] = {}
    for (code, word), count in counted.items():
        if code and len(code) <= CODE_LENGTH:
            known = best.setdefault(code, (0, ""))
            if word and count > known[0]:
                best[code] = (count, word[:NAME_LENGTH])
    return {code: word for code, (_, word) in best.items()}
