"""Whether amounts that stand beside a column of tax have it in them: told by the figures of a whole table."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Literal

from domain.tables.numbers import read_number

TaxCustom = Literal["", "gross", "net", "unclear"]
"""What the amounts of a table are: with their tax, without it, nobody can tell; "" where no tax stands beside them."""

_RATES = tuple(Decimal(each) / 100 for each in (13, 9, 6, 3, 1, 5, 17, 16, 11, 10))  # of today first, then those before
_NEAR = Decimal("0.011")  # a tax is rounded to the fen, by whoever wrote it
_MANY = 9
_NO_TAX = frozenset({"", "-", "--", "—", "/", "*", "***", "免税", "免征", "不征税", "零税率"})


def rate_in(cell: object) -> Decimal | None:
    """A rate as a share of one: `13%`, `0.13`, `13`; None where none can be read."""
    text = cell.strip() if isinstance(cell, str) else cell
    rate = read_number(text.removesuffix("%")) if isinstance(text, str) else read_number(text)
    if rate is None or not 0 < rate < 100:
        return None
    return rate / 100 if rate >= 1 or (isinstance(text, str) and text.endswith("%")) else rate


def says_no_tax(text: str) -> bool:
    """Whether a cell of tax says that there is none."""
    return text in _NO_TAX


def fitting(amount: Decimal, tax: Decimal, rate: Decimal | None) -> frozenset[str]:
    """Which an amount can be beside such a tax: `net`, `gross`, both where it is too small to tell, or neither."""
    amount, tax = abs(amount), abs(tax)
    rates = _RATES if rate is None else (rate,)
    net = any(abs(amount * each - tax) <= _NEAR for each in rates)
    gross = any(abs(amount * each / (1 + each) - tax) <= _NEAR for each in rates)
    return frozenset([*(["net"] if net else []), *(["gross"] if gross else [])])


class TaxEvidence:
    """Collects what the rows of a table show of their amounts and taxes."""

    def __init__(self) -> None:
        self._shown: Counter[str] = Counter()
        self._taxed = False

    def see(self, amount: Decimal, tax: Decimal, rate: Decimal | None) -> None:
        if amount and tax:
            self._taxed = True
            fits = fitting(amount, tax, rate)
            self._shown.update(fits if len(fits) == 1 else ())

    def custom(self) -> TaxCustom:
        """The verdict: what nearly all rows that tell anything show."""
        net, gross = self._shown["net"], self._shown["gross"]
        if not self._taxed:
            return ""
        if net > gross * _MANY:
            return "net"
        return "gross" if gross > net * _MANY else "unclear"
