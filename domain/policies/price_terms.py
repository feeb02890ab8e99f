"""What a price list says: rules tried in order, each a base and what is done to it.

Quantities are base units, prices are tax-included yuan per base unit, `percent` is out of a hundred.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from domain.policies.scopes import EVERYONE, EVERYTHING, Audience, ProductScope

_NOTHING = Decimal(0)
PriceBase = Literal["base", "cost", "last", "fixed"]


@dataclass(frozen=True, slots=True)
class PriceRule:
    """`base` × (100 + `percent`) / 100 + `amount`, no less than `floor`.

    The base is the price of the list this one builds on, the product's cost, the price this buyer paid last,
    or `price` itself (`fixed`). `start` is the least quantity, compared with the absolute quantity, so that a
    return gets the price of what it returns. `unit` limits the rule to lines written in that unit. With
    `margin` the price is such that this percentage of it is profit over the base.
    """

    base: PriceBase = "base"
    price: Decimal | None = None
    percent: Decimal = _NOTHING
    amount: Decimal = _NOTHING
    margin: Decimal | None = None
    floor: Decimal | None = None
    start: Decimal = _NOTHING
    unit: str = ""
    products: ProductScope = EVERYTHING
    audience: Audience = EVERYONE

    @property
    def discount(self) -> Decimal:
        """The percentage off: always the mark-up with its sign turned."""
        return -self.percent


@dataclass(frozen=True, slots=True)
class Band:
    """How far below and above the found price a price may be agreed by hand, in percent of it."""

    below: Decimal = _NOTHING
    above: Decimal = _NOTHING


@dataclass(frozen=True, slots=True)
class PriceList:
    """Rules tried in order, the first that fits and whose base is there holds; where none does, the plain price.

    `base` is the id of the price list policy this one builds on (of the goods that one covers, the plain price of
    others), or the name of a plain list, or empty for the buyer's own plain list. `last_price`: where there is no plain
    price either, the price the buyer paid last. `band` of None allows no price by hand.
    """

    rules: tuple[PriceRule, ...] = ()
    base: str = ""
    last_price: bool = False
    band: Band | None = None
