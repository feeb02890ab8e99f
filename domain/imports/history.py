"""How rows of real invoice history become lines of deliveries and returns, or are refused with every reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from domain.catalog.products import Product
from domain.catalog.unit_sizes import known_units, overlap, piece_told, size_of, units_of
from domain.errors import UsageError
from domain.imports.columns import Header
from domain.imports.history_beside import NeighbourColumns
from domain.imports.history_kinds import kind_of, says_return
from domain.imports.history_survey import CANCELLED, CODE_LENGTH, Found, Memo, is_too_wide
from domain.tables.cells import Spread, bare, folded, is_damaged, read_code
from domain.tables.days import DayCustom, read_date
from domain.tables.errors import errors_in
from domain.tables.numbers import MOST, finer_than_fen, number_with_unit, read_number
from domain.tables.sorting import Why
from domain.tables.units import contradicts, counts_anything
from domain.values.money import ZERO, round_fen
from domain.values.quantities import is_measure, parse_quantity

DEFAULT_UNIT = "件"
_MOST_PRICE = Decimal(99_999_999)
_MOST_AMOUNT = Decimal(10) ** 13
_ONE = Decimal(1)
_NO_FIGURE = ("amount_unreadable", "unit_price_unreadable", "cell_formula", "figure_merged")

Group = tuple[str, str, date, bool]


class HistoryLine(NamedTuple):
    """One line that can be booked; quantity in base units and amount are above zero, also of a return."""

    number: str
    customer: str
    on: date
    returned: bool
    sku: str
    quantity: Decimal
    unit_price: Decimal
    amount: Decimal

    @property
    def group(self) -> Group:
        """What the lines of one document share: source number, customer, day, and whether goods went or came back."""
        return self[:4]

    @property
    def signed(self) -> Decimal:
        """The amount as the file's total counts it."""
        return -self.amount if self.returned else self.amount


class Refusal(NamedTuple):
    """A row that can't be booked, with every reason; `signed` is what it says it is worth, 0.00 where nothing says."""

    reasons: tuple[Why, ...]
    signed: Decimal


class Judge:
    """Reads row by row what can be booked, and says why where it can't.

    Args:
        header: where each meaning stands.
        found: what the survey showed.
        goods: every product the table names, by SKU.
        check_day: the reason why a day is closed for entry, or None.
        outsiders: why some codes of the file can't be customers' or products'.
        customers, products: their codes as the books write them, where the file has another case or width.

    Attributes:
        differing: rows so far whose amount isn't quantity × price; the amount is what was charged and stands.
        beside: what was seen beside the rows' figures.
        kinds: words for kinds of documents that are no plain sale and were taken for one, with how many rows have them.
        pieces: how 件 was read where no unit of the product is called so, with how many rows have it.
        remarks: what a person should know of the row read last.
        one: words for customers with their codes, both folded for comparing.
    """

    def __init__(
        self,
        header: Header,
        found: Found,
        goods: Mapping[str, Product],
        check_day: Callable[[date], Why | None],
        customers: Mapping[str, str] | None = None,
        products: Mapping[str, str] | None = None,
        outsiders: Mapping[str, Why] | None = None,
    ) -> None:
        self._outsiders = outsiders or {}
        self._column = header.columns
        self._width = len(header.titles)
        self._found = found
        self._goods = goods
        self._customers = customers or {}
        self._products = products or {}
        self.one = {
            folded(word): folded(code) for word, code in self._customers.items() if folded(word) != folded(code)
        }
        self._codes = Memo(read_code)
        self._folded = Memo(folded)
        self._damaged = Memo(is_damaged)
        self._figures = {
            meaning: Memo(_reads(decimal_comma=meaning in found.commas))
            for meaning in ("quantity", "unit_price", "amount")
        }
        self._days: Memo[date | Why] = Memo(lambda cell: _day(cell, found.days, check_day))
        self._kinds = Memo(kind_of)
        self._returns = Memo(self._is_return)
        self.kinds: Counter[str] = Counter()
        self.pieces: Counter[str] = Counter()
        self._piece = ""
        self.remarks: list[Why] = []
        self._header = header
        self.differing = 0
        self.beside = NeighbourColumns(header.columns, found.tax)

    def read(self, cells: Sequence[Any]) -> HistoryLine | Refusal:
        """One row, at least as wide as the header."""
        column, codes = self._column, self._codes
        self.remarks, self._piece = [], ""
        if errors := errors_in(cells, column):
            return Refusal(errors, self.worth(cells))
        number = codes[cells[column["number"]]]
        customer = codes[cells[column["customer"]]]
        customer, sku = self._customers.get(customer, customer), self._sku(cells)
        reasons = self._misnamed(cells, number, customer, sku)
        on = self._days[cells[column["date"]]]
        if isinstance(on, tuple):
            reasons.append(on)
        kind = codes[cells[column["kind"]]] if "kind" in column else ""
        quantity, size = self._counted(cells, sku, reasons)
        back = self._returns[number, kind] or self._is_marked(cells)
        if quantity is not None and quantity > 0 and back:
            quantity = -quantity
        amount, price = self._money(cells, quantity, size, reasons, back=back)
        if "amount" in column and finer_than_fen(cells[column["amount"]]):
            self.remarks.append(("amount_rounded", {"text": _text(cells[column["amount"]]), "amount": amount}))
        counted = ZERO if quantity is None else quantity * size
        if counted % 1 and not any(code == "unit_unknown" for code, _ in reasons):
            self._check_parts(counted, sku, _text(cells[column["quantity"]]), reasons)
        if self.beside.there:
            reasons += self.beside.problems(cells)
        if is_too_wide(cells, self._width):
            reasons.append(("row_too_wide", {"columns": self._width}))
        if why := self._given_away(cells, kind, amount):
            reasons.append(why)
        if reasons or not isinstance(on, date) or quantity is None:
            return Refusal(tuple(reasons), amount)
        if kind and self._kinds[kind] == "other":
            self.kinds[kind] += 1
        if self._piece:
            self.pieces[self._piece] += 1
        line = quantity if quantity > 0 else -quantity
        return HistoryLine(number, customer, on, quantity < 0, sku, line * size, price / size, abs(amount))

    def _given_away(self, cells: Sequence[Any], kind: str, amount: Decimal) -> Why | None:
        """Why goods that a row calls given away can't be booked: they cost something."""
        by_kind = bool(kind) and self._kinds[kind] == "free"
        text = kind if by_kind else self.beside.given_away(cells)
        if not text or not amount:
            return None
        column = self._header.titles[self._column["kind" if by_kind else "free"]]
        return "kind_free", {"text": text, "column": column, "amount": amount}

    def _misnamed(self, cells: Sequence[Any], number: str, customer: str, sku: str) -> list[Why]:
        """What is wrong with the codes of a row."""
        told: list[Why] = []
        for meaning, code in (("number", number), ("customer", customer), ("product", sku)):
            if not code:
                told.append(self._missing(meaning, cells))
            elif self._damaged[cells[self._column[meaning]]]:
                told.append(("code_damaged", {"text": code, "column": meaning}))
            elif len(code) > CODE_LENGTH:
                told.append((f"{meaning}_too_long", {"most": CODE_LENGTH}))
            elif code.startswith("="):
                told.append(("cell_formula", {"text": code}))
        told += (why for each in (customer, sku) if (why := self._outsiders.get(each)))
        return told

    def _is_marked(self, cells: Sequence[Any]) -> bool:
        return self.beside.there and self.beside.is_return(cells)

    def _sku(self, cells: Sequence[Any]) -> str:
        sku = self._codes[cells[self._column["product"]]]
        return self._products.get(sku, sku)

    def _missing(self, meaning: str, cells: Sequence[Any]) -> Why:
        """That a row has no code, and no name that could stand for it."""
        place = self._column.get(f"{meaning}_name")
        name = self._codes[cells[place]] if place is not None and place != self._column[meaning] else ""
        return f"{meaning}_missing", {"name": name} if name else {}

    def _check_parts(self, quantity: Decimal, sku: str, text: str, reasons: list[Why]) -> None:
        product = self._goods.get(sku)
        if quantity * 1000 % 1:
            reasons.append(("quantity_decimals", {"text": text, "most": 3}))
        elif product is not None and not is_measure(product.unit):
            reasons.append(("quantity_whole", {"text": text, "unit": product.unit}))

    def worth(self, cells: Sequence[Any]) -> Decimal:
        """What a row that is no line says it is worth: its amount, else its quantity at its price; 0.00 for neither."""
        figures = {
            meaning: self._figures[meaning][cells[self._column[meaning]]] or ZERO
            for meaning in self._figures
            if meaning in self._column
        }
        if figures.get("amount"):
            worth = figures["amount"]
        else:
            worth = figures.get("quantity", ZERO) * figures.get("unit_price", ZERO)
        return round_fen(worth) if abs(worth) <= 10 * _MOST_AMOUNT else 10 * _MOST_AMOUNT

    def price_in(self, cells: Sequence[Any]) -> Decimal:
        """The unit price as a row has it, 0.00 for none."""
        place = self._column.get("unit_price")
        return ZERO if place is None else self._figures["unit_price"][cells[place]] or ZERO

    def source_of(self, cells: Sequence[Any]) -> tuple[str, str]:
        """The source number and customer a row names, as `last_of_each` counts them."""
        customer = self._folded[self._codes[cells[self._column["customer"]]]]
        return self._codes[cells[self._column["number"]]], self.one.get(customer, customer)

    def _is_return(self, marks: tuple[str, str]) -> bool:
        number, kind = marks
        cancelled = self._found.c_marks and CANCELLED.fullmatch(number)
        return bool(cancelled or says_return(number) or self._kinds[kind] == "return")

    def _counted(self, cells: Sequence[Any], sku: str, reasons: list[Why]) -> tuple[Decimal | None, Decimal]:
        """The quantity, not zero and of a believable size, and base units in its unit; else None and a reason."""
        cell = cells[self._column["quantity"]]
        unit = self._codes[cells[self._column["unit"]]] if "unit" in self._column else ""
        if titled := self._header.counted:
            if contradicts(unit, titled) and not self._same_size(unit, titled, sku):
                reasons.append(("unit_contradicts", {"unit": unit, "title": titled}))
            unit = unit or titled
        number = self._figures["quantity"][cell]
        if number and not isinstance(cell, Spread) and abs(number) <= MOST:
            return number, self._size(unit, sku, reasons)
        text = _text(cell)
        if isinstance(cell, Spread):
            reasons.append(("figure_merged", {"text": text, "rows": cell.rows}))
            return None, _ONE
        if number is None and (found := number_with_unit(cell, decimal_comma="quantity" in self._found.commas)):
            number, unit = found
        if number is None and (composed := self._composed(text, sku, reasons)) is not None:
            return composed, _ONE
        if number is None:
            reasons.append(_unreadable("quantity", text))
        elif not number:
            reasons.append(("quantity_zero", {}))
        elif abs(number) > MOST:
            reasons.append(("quantity_too_large", {"text": text, "most": MOST}))
        else:
            return number, self._size(unit, sku, reasons)
        return None, _ONE

    def _same_size(self, unit: str, titled: str, sku: str) -> bool:
        """Whether two words for a unit mean one of a product, as 件 and 箱 do."""
        product = self._goods.get(sku)
        sizes = {size_of(each, product) for each in (unit, titled)} if product else {None}
        return len(sizes) == 1 and None not in sizes

    def _composed(self, text: str, sku: str, reasons: list[Why]) -> Decimal | None:
        """`3箱5瓶` in base units, or None."""
        product = self._goods.get(sku)
        if product is None or not any(figure.isdigit() for figure in text):
            return None
        if self._header.parts and overlap(text, product):
            reasons.append(("parts_overlap", {"text": text}))
        try:
            return parse_quantity(text, product.unit, units_of(product)[1:])[0]
        except UsageError:
            return None

    def _size(self, unit: str, sku: str, reasons: list[Why]) -> Decimal:
        """Base units in one of the row's units."""
        product = self._goods.get(sku)
        if product is None:
            return _ONE
        self._piece = piece_told(unit, product)
        size = size_of(unit, product)
        if size is None:
            reasons.append(("unit_unknown", {"unit": unit, "known": known_units(product)}))
        return size or _ONE

    def _price(self, cells: Sequence[Any], size: Decimal, reasons: list[Why]) -> Decimal | None:
        """The price of the row's own unit, also where the title says that prices are of another."""
        price = self._number(cells, "unit_price", reasons)
        product = self._goods.get(self._sku(cells)) if self._header.priced else None
        if not price or product is None:
            return price
        priced = size_of(self._header.priced, product)
        if priced is None and not counts_anything(self._header.priced):
            why: Why = ("unit_unknown", {"unit": self._header.priced, "known": known_units(product)})
            reasons += [] if why in reasons else [why]
        if priced not in (None, size) and not self._unit_told(cells):
            reasons.append(("unit_unsaid", {"unit": self._header.priced}))
        return price if priced is None else price * size / priced

    def _unit_told(self, cells: Sequence[Any]) -> bool:
        """Whether a row says what its quantity is counted in, by a column, a title, or in the cell itself."""
        unit = self._codes[cells[self._column["unit"]]] if "unit" in self._column else ""
        return bool(unit or self._header.counted or read_number(cells[self._column["quantity"]]) is None)

    def _money(
        self, cells: Sequence[Any], quantity: Decimal | None, size: Decimal, reasons: list[Why], *, back: bool
    ) -> tuple[Decimal, Decimal]:
        """The row's signed amount, rounded once, and its unit price, which isn't below zero."""
        given = self._number(cells, "amount", reasons)
        price = self._price(cells, size, reasons)
        if "amount" in self._column and isinstance(spread := cells[self._column["amount"]], Spread):
            if self._found.blocks.get((self._column["amount"], spread.top)) != read_number(spread.value):
                reasons.append(("figure_merged", {"text": _text(spread), "rows": spread.rows}))
                return given or ZERO, ZERO
            given = None  # the lines under it come to it
        if given is None and price is None:
            if not any(code in _NO_FIGURE for code, _ in reasons):
                reasons.append(("price_missing", {}))
            return ZERO, ZERO
        if price is not None and price < 0:
            reasons.append(("price_negative", {"price": price}))
        if price is not None and price > _MOST_PRICE:
            reasons.append(("price_too_large", {"price": price, "most": _MOST_PRICE}))
        written = price
        if given is None:
            amount = ZERO if quantity is None or price is None else round_fen(quantity * price)
        else:
            amount, price = self._charged(given, price, quantity, reasons, back=back)
        if self.beside.there:
            self.beside.see_others(cells, quantity, written, amount)
        if self._found.tax and quantity is not None and (tax := self.beside.tax_to_add(cells, amount, reasons)):
            amount += tax if amount > 0 else -tax
            price = abs(amount) / abs(quantity)
        if abs(amount) > _MOST_AMOUNT:
            reasons.append(("amount_too_large", {"amount": amount, "most": _MOST_AMOUNT}))
        return amount, price or ZERO

    def _charged(
        self, given: Decimal, price: Decimal | None, quantity: Decimal | None, reasons: list[Why], *, back: bool
    ) -> tuple[Decimal, Decimal | None]:
        """The amount that was written, and the price which leads to it.

        Where a word says that goods came back (`back`) signs say no more; else the two must have the same one.
        """
        if abs(given) > _MOST_AMOUNT or quantity is None:
            return (round_fen(given) if abs(given) <= 10 * _MOST_AMOUNT else 10 * _MOST_AMOUNT), price
        if given < 0 < quantity or (quantity < 0 < given and not back):
            reasons.append(("amount_sign", {"amount": given, "quantity": quantity}))
            return round_fen(given), price
        amount = round_fen(abs(given))
        if price is None or round_fen(abs(quantity) * price) != amount:
            self.differing += price is not None
            price = amount / abs(quantity)
        return (amount if quantity > 0 else -amount), price

    def _number(self, cells: Sequence[Any], meaning: str, reasons: list[Why]) -> Decimal | None:
        if meaning not in self._column:
            return None
        cell = cells[self._column[meaning]]
        number = self._figures[meaning][cell]
        if isinstance(cell, Spread):
            if meaning == "unit_price":
                reasons.append(("figure_merged", {"text": _text(cell), "rows": cell.rows}))
            return number
        if number is None and (text := _text(cell)):
            reasons.append(_unreadable(meaning, text))
        return number


def _reads(*, decimal_comma: bool) -> Callable[[Any], Decimal | None]:
    return lambda cell: read_number(cell, decimal_comma=decimal_comma)


def _unreadable(meaning: str, text: str) -> Why:
    """Why a figure can't be read: none is there, a formula was never calculated, or it is no number."""
    if text.startswith("="):
        return "cell_formula", {"text": text}
    return f"{meaning}_{'unreadable' if text else 'missing'}", {"text": text}


def _day(cell: object, custom: DayCustom, check_day: Callable[[date], Why | None]) -> date | Why:
    on = read_date(cell, custom)
    text = _text(cell)
    if isinstance(on, str):
        return ("cell_formula" if text.startswith("=") else on), {"text": text}
    return check_day(on) or on


def _text(cell: object) -> str:
    cell = bare(cell)
    return cell.strip() if isinstance(cell, str) else read_code(cell)
