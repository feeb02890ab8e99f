"""How rows of real invoice history become lines of deliveries and returns, or are refused with every reason."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Generic, NamedTuple, TypeVar

from domain.catalog import Product
from domain.cells import MOST, Customs, CustomsEvidence, read_code, read_date, read_number
from domain.columns import Header
from domain.explain import Fact
from domain.money import ZERO, round_fen

DEFAULT_UNIT = "件"
CODE_LENGTH = 100
NAME_LENGTH = 200
_MOST_PRICE = Decimal(99_999_999)
_MOST_AMOUNT = Decimal(10) ** 13
_MEMORY = 200_000  # cells remembered, so that a file of any length needs the same memory
_CANCELLED = re.compile(r"C\d+", re.ASCII | re.IGNORECASE)
_RETURNED = re.compile(r"退|红冲|红字|冲销|作废|\bXSTH\b|\b(?:RET|RTN|RETURN|REFUND|CREDIT)", re.IGNORECASE)
_ONE = Decimal(1)

Why = tuple[str, Mapping[str, Fact]]
Group = tuple[str, str, date, bool]
Value = TypeVar("Value")


class Line(NamedTuple):
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


class _Memo(dict[Any, Value], Generic[Value]):
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
        customs: how dates and numbers are written.
        c_marks: whether a number such as C536379 marks a cancellation here, and isn't how all numbers begin.
        last: the last row (from 0) of each source number and customer.
        product_names, product_units, customer_names, regions: each code's most frequent word, in order of appearance.
    """

    rows: int
    customs: Customs
    c_marks: bool
    last: Mapping[tuple[str, str], int]
    product_names: Mapping[str, str]
    product_units: Mapping[str, str]
    customer_names: Mapping[str, str]
    regions: Mapping[str, str]


class Survey:
    """The first look at a table: what its columns show as a whole."""

    def __init__(self, header: Header) -> None:
        self._column = header.columns
        self._width = len(header.titles)
        self._evidence = CustomsEvidence()
        self._codes = _Memo(read_code)
        self._countable = _Memo(_is_number)
        self._numbers: Counter[bool] = Counter()
        self._last: dict[tuple[str, str], int] = {}
        self._rows = 0
        self._words: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)

    def see(self, cells: Sequence[Any]) -> None:
        column, codes = self._column, self._codes
        number, customer = codes[cells[column["number"]]], codes[cells[column["customer"]]]
        self._numbers[bool(_CANCELLED.fullmatch(number))] += 1
        self._last[number, customer] = self._rows
        self._rows += 1
        self._evidence.see_date(cells[column["date"]])
        for meaning in ("quantity", "unit_price", "amount"):
            if meaning in column:
                self._evidence.see_number(cells[column[meaning]])
        if not self._countable[cells[column["quantity"]]] or is_too_wide(cells, self._width):
            return  # a total, a title said again, shifted columns: what it names is no customer and no product
        for meaning, code in (
            ("product_name", "product"), ("unit", "product"), ("customer_name", "customer"), ("region", "customer")
        ):  # fmt: skip
            word = codes[cells[column[meaning]]] if meaning in column else ""
            self._words[meaning][codes[cells[column[code]]], word] += 1

    def found(self) -> Found:
        return Found(
            rows=self._rows,
            customs=self._evidence.customs(),
            c_marks=self._numbers[True] * 2 <= self._rows,
            last=self._last,
            product_names=_most_frequent(self._words["product_name"]),
            product_units=_most_frequent(self._words["unit"]),
            customer_names=_most_frequent(self._words["customer_name"]),
            regions=_most_frequent(self._words["region"]),
        )


def _is_number(cell: object) -> bool:
    return read_number(cell) is not None or read_number(cell, decimal_comma=True) is not None


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


class Judge:
    """Reads row by row what can be booked, and says why where it can't.

    Args:
        header: where each meaning stands.
        found: what the survey showed.
        goods: every product the table names, by SKU.
        check_day: the reason why a day is closed for entry, or None.

    Attributes:
        differing: rows so far whose amount isn't quantity × price; the amount is what was charged and stands.
    """

    def __init__(
        self, header: Header, found: Found, goods: Mapping[str, Product], check_day: Callable[[date], Why | None]
    ) -> None:
        self._column = header.columns
        self._width = len(header.titles)
        self._found = found
        self._goods = goods
        self._codes = _Memo(read_code)
        self._amounts = _Memo(lambda cell: read_number(cell, decimal_comma=found.customs.decimal_comma))
        self._days: _Memo[date | Why] = _Memo(lambda cell: _day(cell, found.customs, check_day))
        self._returns = _Memo(self._is_return)
        self.differing = 0

    def read(self, cells: Sequence[Any]) -> Line | Refusal:
        """One row, at least as wide as the header."""
        column, codes, reasons = self._column, self._codes, list[Why]()
        number = codes[cells[column["number"]]]
        customer = codes[cells[column["customer"]]]
        sku = codes[cells[column["product"]]]
        for meaning, code in (("number", number), ("customer", customer), ("product", sku)):
            if not code:
                reasons.append((f"{meaning}_missing", {}))
            elif len(code) > CODE_LENGTH:
                reasons.append((f"{meaning}_too_long", {"most": CODE_LENGTH}))
        on = self._days[cells[column["date"]]]
        if isinstance(on, tuple):
            reasons.append(on)
        kind = codes[cells[column["kind"]]] if "kind" in column else ""
        quantity = self._signed(cells, "quantity", reasons)
        if quantity is not None and quantity > 0 and self._returns[number, kind]:
            quantity = -quantity
        size = self._size(cells, sku, reasons) if "unit" in column else _ONE
        amount, price = self._money(cells, quantity, reasons)
        if quantity is not None and (quantity * size * 1000) % 1:
            reasons.append(("quantity_decimals", {"text": _text(cells[column["quantity"]]), "most": 3}))
        if is_too_wide(cells, self._width):
            reasons.append(("row_too_wide", {"columns": self._width}))
        if reasons or not isinstance(on, date) or quantity is None:
            return Refusal(tuple(reasons), amount)
        line = quantity if quantity > 0 else -quantity
        return Line(number, customer, on, quantity < 0, sku, line * size, price / size, abs(amount))

    def source_of(self, cells: Sequence[Any]) -> tuple[str, str]:
        """The source number and customer a row names, as `Found.last` counts them."""
        return self._codes[cells[self._column["number"]]], self._codes[cells[self._column["customer"]]]

    def _is_return(self, marks: tuple[str, str]) -> bool:
        number, kind = marks
        cancelled = self._found.c_marks and _CANCELLED.fullmatch(number)
        return bool(cancelled or _RETURNED.search(number) or _RETURNED.search(kind))

    def _signed(self, cells: Sequence[Any], meaning: str, reasons: list[Why]) -> Decimal | None:
        """The quantity, not zero and of a believable size, else None and a reason."""
        cell = cells[self._column[meaning]]
        number = self._amounts[cell]
        if number is None:
            code = "unreadable" if _text(cell) else "missing"
            reasons.append((f"{meaning}_{code}", {"text": _text(cell)}))
        elif not number:
            reasons.append((f"{meaning}_zero", {}))
        elif abs(number) > MOST:
            reasons.append((f"{meaning}_too_large", {"text": _text(cell), "most": MOST}))
        else:
            return number
        return None

    def _size(self, cells: Sequence[Any], sku: str, reasons: list[Why]) -> Decimal:
        """Base units in one of the row's units."""
        unit = self._codes[cells[self._column["unit"]]]
        product = self._goods.get(sku)
        if not unit or product is None or unit == product.unit:
            return _ONE
        for pack in product.packs:
            if pack.unit == unit:
                return pack.size
        known = " / ".join([product.unit, *(pack.unit for pack in product.packs)])
        reasons.append(("unit_unknown", {"unit": unit, "known": known}))
        return _ONE

    def _money(self, cells: Sequence[Any], quantity: Decimal | None, reasons: list[Why]) -> tuple[Decimal, Decimal]:
        """The row's signed amount, rounded once, and its unit price, which isn't below zero."""
        given = self._number(cells, "amount", reasons)
        price = self._number(cells, "unit_price", reasons)
        if given is None and price is None:
            if not any(code in ("amount_unreadable", "unit_price_unreadable") for code, _ in reasons):
                reasons.append(("price_missing", {}))
            return ZERO, ZERO
        if price is not None and price < 0:
            reasons.append(("price_negative", {"price": price}))
        if price is not None and price > _MOST_PRICE:
            reasons.append(("price_too_large", {"price": price, "most": _MOST_PRICE}))
        if given is None:
            amount = ZERO if quantity is None or price is None else round_fen(quantity * price)
        else:
            amount, price = self._charged(given, price, quantity, reasons)
        if abs(amount) > _MOST_AMOUNT:
            reasons.append(("amount_too_large", {"amount": amount, "most": _MOST_AMOUNT}))
        return amount, price or ZERO

    def _charged(
        self, given: Decimal, price: Decimal | None, quantity: Decimal | None, reasons: list[Why]
    ) -> tuple[Decimal, Decimal | None]:
        """The amount that was written, its sign that of the quantity, and the price which leads to it."""
        if abs(given) > _MOST_AMOUNT or quantity is None:
            return (round_fen(given) if abs(given) <= 10 * _MOST_AMOUNT else 10 * _MOST_AMOUNT), price
        if given < 0 < quantity:
            reasons.append(("amount_sign", {"amount": given}))
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
        number = self._amounts[cell]
        if number is None and (text := _text(cell)):
            reasons.append((f"{meaning}_unreadable", {"text": text}))
        return number


def _day(cell: object, customs: Customs, check_day: Callable[[date], Why | None]) -> date | Why:
    on = read_date(cell, customs)
    if isinstance(on, str):
        return on, {"text": _text(cell)}
    return check_day(on) or on


def _text(cell: object) -> str:
    return "" if cell is None else str(cell).strip()
