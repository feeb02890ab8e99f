"""A line's unit price, found step by step: by hand, from the list, or as last paid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from domain.errors import UsageError
from domain.explain import Step


@dataclass(frozen=True, slots=True)
class Price:
    """One product's price in a list, per base unit, tax included.

    It holds from `valid_from` through `valid_to`, both days included; None leaves that end open.
    """

    price_list: str
    product: str
    unit_price: Decimal
    valid_from: date | None
    valid_to: date | None


class FoundPrice(NamedTuple):
    """The price and how it came about; None where there is none to be found."""

    unit_price: Decimal | None
    steps: tuple[Step, ...]


def price_line(
    prices: Sequence[Price],
    price_list: str,
    on: date,
    *,
    agreed: Decimal | None = None,
    last_paid: tuple[Decimal, date, str] | None = None,
) -> FoundPrice:
    """Price one product on a day from `prices`, which are that product's, of any list.

    A price agreed by hand wins; else the list's price valid on that day, of several the one that began last
    (and then the one that ends first); else what this buyer paid last (price, date, document number). The
    steps are `price_list` (facts `list`, `valid_from`, `valid_to`), `last_price` (`date`, `number`), `hand`,
    `price_missing` (`list`, `date`). Raises UsageError `price_negative`.
    """
    if agreed is not None and agreed < 0:
        raise UsageError("price_negative", price=agreed)
    step = _found_price(prices, price_list, on, last_paid)
    if agreed is not None:
        found = () if step.after is None else (step,)
        return FoundPrice(agreed, (*found, Step("hand", step.after, agreed)))
    return FoundPrice(step.after, (step,))


def _found_price(
    prices: Sequence[Price], price_list: str, on: date, last_paid: tuple[Decimal, date, str] | None
) -> Step:
    best = None
    for each in prices:
        if (
            each.price_list == price_list
            and (each.valid_from is None or each.valid_from <= on)
            and (each.valid_to is None or on <= each.valid_to)
        ):
            best = each if best is None else min(best, each, key=_precedence)
    if best is not None:
        facts = {"list": price_list, "valid_from": best.valid_from, "valid_to": best.valid_to}
        return Step("price_list", None, best.unit_price, facts)
    if last_paid is not None:
        price, paid_on, number = last_paid
        return Step("last_price", None, price, {"date": paid_on, "number": number})
    return Step("price_missing", None, None, {"list": price_list, "date": on})


def _precedence(price: Price) -> tuple[int, date, Decimal]:
    """Smallest first; the price itself settles what the dates leave open, so no order of rows matters."""
    began = (price.valid_from or date.min).toordinal()
    return -began, price.valid_to or date.max, price.unit_price
