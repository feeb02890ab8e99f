"""One row's figures, days and quantities, read as its whole column writes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from desktop.actions.catalog.card_cells import CardCells
from desktop.exchange.reading import FileTable
from domain.catalog.products import Product
from domain.catalog.unit_sizes import known_units, overlap, piece_told, size_of, units_of
from domain.errors import UsageError
from domain.imports.columns import Header
from domain.tables.cells import Spread, bare, read_code, read_name
from domain.tables.days import DayEvidence, as_told, read_date
from domain.tables.numbers import MOST, NumberCustom, number_with_unit, read_number
from domain.tables.periods_told import spans_told
from domain.tables.sorting import Why
from domain.tables.units import contradicts, is_yuan
from domain.values.dates import AHEAD
from domain.values.quantities import check_whole, is_measure, parse_quantity

_FIGURES = ("quantity", "unit_price", "amount", "ahead")


class TableCustoms:
    """How one table writes its days and figures, from all of its rows; `order` is what a person says of its days."""

    def __init__(self, table: FileTable, rows: Sequence[Sequence[Any]], today: date, order: str) -> None:
        columns = table.header.columns
        days = DayEvidence(chinese=table.header.is_chinese, latest=today)
        numbers = {meaning: NumberCustom() for meaning in _FIGURES if meaning in columns}
        for cells in rows:
            if "date" in columns:
                days.see(cells[columns["date"]])
            for meaning, custom in numbers.items():
                custom.see(cells[columns[meaning]])
        self.today = today
        found = days.custom()
        told = replace(found, epoch_1904=table.epoch_1904, spans=spans_told(table.above), near=today)
        self.days = as_told(told, order) if order else told
        self.commas: Mapping[str, bool] = {meaning: custom.decimal_comma for meaning, custom in numbers.items()}
        self.year_assumed = days.assumed and found.short == "year_first" and not order
        self.year_added = days.without_year


class RowCells(CardCells):
    """One row of a table whose customs are known.

    Attributes:
        pieces: how its 件 was read where no unit of its product is called so.
    """

    def __init__(
        self, table: FileTable, cells: Sequence[Any], customs: TableCustoms, headed: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(table, cells)
        self._headed = headed or {}
        self._customs = customs
        self.pieces = ""

    def word(self, *meanings: str) -> str:
        """The code or name that stands first under these meanings; a damaged code is told."""
        for meaning in meanings:
            found = self.text(meaning) if meaning.endswith("name") else self.code(meaning)
            if found:
                return found
        return ""

    def headed(self, meaning: str) -> str:
        """What the texts above the row say for it: `仓库：广州仓`."""
        return self._headed.get(meaning, "")

    def headed_day(self) -> date | None:
        """The day that the texts above the row say, None for none that can be read."""
        found = read_date(self.headed("date"), self._customs.days) if self.headed("date") else None
        return found if isinstance(found, date) else None

    def figure(self, meaning: str) -> Decimal | None:
        """A figure with its sign, None where nothing stands there or it can't be read, which is told."""
        if not self.has(meaning):
            return None
        cell = self._cells[self._columns[meaning]]
        text = read_name(cell)
        if isinstance(cell, Spread):
            self.wrong.append(("figure_merged", {"text": text, "rows": cell.rows}))
            return None
        number = read_number(cell, decimal_comma=self._customs.commas.get(meaning, False))
        if number is None and text:
            self.fail(meaning, text)
        return number

    def day(self, meaning: str, *, headed: bool = False) -> date | None:
        """The day, with `headed` else that of the texts above; None where nothing is said, or can't be read, which is
        told.
        """
        if not self.has(meaning) or not read_code(self._cells[self._columns[meaning]]):
            return self.headed_day() if headed else None
        cell = bare(self._cells[self._columns[meaning]])
        found = read_date(cell, self._customs.days)
        if isinstance(found, date):
            if self._customs.today < found <= self._customs.today + AHEAD:
                self.blame(("date_ahead", {"date": found, "today": self._customs.today}))
            return found
        text = cell.strip() if isinstance(cell, str) else read_code(cell)
        self.wrong.append(("cell_formula" if text.startswith("=") else found, {"text": text}))
        return None

    def quantity(self, product: Product) -> Decimal | None:
        """Base units of the quantity, which may be zero, in the row's own unit; what is wrong with it is told."""
        cell = self._cells[self._columns["quantity"]]
        text = read_name(cell)
        if isinstance(cell, Spread):
            self.wrong.append(("figure_merged", {"text": text, "rows": cell.rows}))
            return None
        unit = self.unit(self._header.counted, product)
        comma = self._customs.commas.get("quantity", False)
        number = read_number(cell, decimal_comma=comma)
        if number is None and (found := number_with_unit(cell, decimal_comma=comma)):
            number, unit = found
        if number is None:
            return self._composed(text, product)
        quantity = number * self.unit_size(unit, product)
        if number < 0:
            self.wrong.append(("quantity_negative", {"text": text}))
        elif abs(quantity) > MOST:
            self.wrong.append(("quantity_too_large", {"text": text, "most": MOST}))
        elif quantity * 1000 % 1:
            self.wrong.append(("quantity_decimals", {"text": text, "most": 3}))
        elif quantity % 1 and not is_measure(product.unit):
            self.wrong.append(("quantity_whole", {"text": text, "unit": product.unit}))
        return quantity

    def unit(self, titled: str, product: Product) -> str:
        """The row's unit: of its own column, else as the figure's title says; two that differ are told."""
        unit = read_code(self.text("unit"))
        sizes = {size_of(each, product) for each in (unit, titled)}
        if contradicts(unit, titled) and (len(sizes) > 1 or None in sizes):
            self.blame(("unit_contradicts", {"unit": unit, "title": titled}))
        return unit or titled

    @property
    def titles(self) -> Header:
        """Where each meaning stands, and the units that titles say."""
        return self._header

    def unit_size(self, unit: str, product: Product) -> Decimal:
        """Base units in a unit of a product; one that it hasn't is told."""
        size = size_of(unit, product)
        if size is None:
            self.wrong.append(("unit_unknown", {"unit": unit, "known": known_units(product)}))
        self.pieces = piece_told(unit, product)
        return size or Decimal(1)

    def _composed(self, text: str, product: Product) -> Decimal | None:
        """`3箱5瓶` in base units."""
        if not text:
            self.wrong.append(("quantity_missing", {}))
            return None
        if self._header.parts and overlap(text, product):
            self.wrong.append(("parts_overlap", {"text": text}))
            return None
        try:
            quantity = parse_quantity(text, product.unit, units_of(product)[1:])[0]
            check_whole(quantity, product.unit, text=text)
            return quantity
        except UsageError as unread:
            if unread.code == "quantity_whole":
                self.wrong.append((unread.code, {"text": text, "unit": product.unit}))
                return None
            code = "cell_formula" if text.startswith("=") else "quantity_unreadable"
            self.wrong.append((code, {"text": text}))
            return None

    def check_currency(self) -> None:
        """Tells a row whose figures aren't in yuan."""
        if not is_yuan(currency := self.text("currency")):
            self.blame(("currency_other", {"currency": currency}))

    def worth(self, meaning: str) -> Decimal:
        """The figure as the file writes it, zero where none can be read; nothing is told."""
        if meaning not in self._columns:
            return Decimal(0)
        cell = self._cells[self._columns[meaning]]
        comma = self._customs.commas.get(meaning, False)
        number = read_number(cell, decimal_comma=comma)
        if number is None and (found := number_with_unit(cell, decimal_comma=comma)):
            number = found[0]
        return number if number is not None and abs(number) <= MOST else Decimal(0)

    def blame(self, why: Why) -> None:
        """Tells what is wrong with the row."""
        if why not in self.wrong:
            self.wrong.append(why)
