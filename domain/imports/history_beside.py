"""What stands beside the figures of a row of history and bears on them: tax, returns, discounts, gifts, currencies."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from domain.imports.history_tax import TaxCustom, fitting, rate_in, says_no_tax
from domain.tables.cells import bare, read_code
from domain.tables.numbers import read_number
from domain.tables.sorting import Why
from domain.tables.units import is_yuan
from domain.values.money import ZERO, round_fen

_BESIDE = frozenset({"returned_quantity", "returned_amount", "currency", "returned", "discount", "gifts"})
_YES = re.compile(r"赠.*|1|是|y|yes|true|√", re.IGNORECASE)
_BACK = re.compile(r"[红退].*|1|是|y|yes|true|√", re.IGNORECASE)


class NeighbourColumns:
    """Looks at the columns beside a row's own.

    Attributes:
        there: whether the table has any such column.
        told: how many rows show what a person should know of: `discount_beside` (a discount beside an amount that is
            quantity × price all the same), `gifts_beside` (goods on top that no column counts), `tax_added`.
        tax: what was added to amounts that are without their tax.
    """

    def __init__(self, columns: Mapping[str, int], custom: TaxCustom) -> None:
        self.there = not _BESIDE.isdisjoint(columns)
        self._column = columns
        self._custom = custom
        self.told: Counter[str] = Counter()
        self.tax = ZERO

    def problems(self, cells: Sequence[Any]) -> list[Why]:
        """What the row's figures can't be booked for."""
        told: list[Why] = []
        back = [text for each in ("returned_quantity", "returned_amount") if (text := self._figure(cells, each))]
        if back:
            told.append(("returned_beside", {"text": " / ".join(back)}))
        if not is_yuan(currency := self._text(cells, "currency")):
            told.append(("currency_other", {"currency": currency}))
        return told

    def is_return(self, cells: Sequence[Any]) -> bool:
        """Whether a column of its own marks the row as one that goods came back by."""
        return bool(_BACK.fullmatch(self._text(cells, "returned")))

    def given_away(self, cells: Sequence[Any]) -> str:
        """The word by which a column of its own says that the row's goods cost nothing, "" for none."""
        said = self._text(cells, "free")
        return said if _YES.fullmatch(said) else ""

    def see_others(
        self, cells: Sequence[Any], quantity: Decimal | None, price: Decimal | None, amount: Decimal
    ) -> None:
        """Counts discounts and gifts that the row's figures may not have in them."""
        if quantity and price and self._figure(cells, "discount"):
            self.told["discount_beside"] += round_fen(abs(quantity) * price) == abs(amount)
        self.told["gifts_beside"] += bool(self._figure(cells, "gifts"))

    def tax_to_add(self, cells: Sequence[Any], amount: Decimal, reasons: list[Why]) -> Decimal:
        """The tax of a row whose amount is without it, as the figures of the table prove."""
        if not self._custom:
            return ZERO
        cell = cells[self._column["tax"]]
        tax, text = read_number(cell), self._text(cells, "tax")
        if tax is None and not says_no_tax(text):
            reasons.append(("tax_unreadable", {"text": text}))
        if not tax or not amount:
            return ZERO
        rate = rate_in(cells[self._column["tax_rate"]]) if "tax_rate" in self._column else None
        fits = fitting(amount, tax, rate)
        if self._custom == "unclear" or (len(fits) == 1 and self._custom not in fits):
            reasons.append(("tax_unclear", {"amount": abs(amount), "tax": abs(tax)}))
        if self._custom != "net":
            return ZERO
        self.told["tax_added"] += 1
        self.tax += round_fen(abs(tax))
        return round_fen(abs(tax))

    def _text(self, cells: Sequence[Any], meaning: str) -> str:
        return read_code(bare(cells[self._column[meaning]])).strip() if meaning in self._column else ""

    def _figure(self, cells: Sequence[Any], meaning: str) -> str:
        """A figure as it is written, "" for none, zero, or a filler such as `-`."""
        text = self._text(cells, meaning)
        number = read_number(text)
        return "" if number == 0 or (number is None and not any(map(str.isalnum, text))) else text
