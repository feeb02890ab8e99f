"""What a promotion says: one template of a few fields, its conditions and its limits; data, never code.

Quantities are base units, money is tax-included yuan, `percent` is out of a hundred (5 is 5 %).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from domain.policies.scopes import ProductScope

NONE = Decimal(0)
ONE = Decimal(1)
Measure = Literal["quantity", "amount", "amount_untaxed", "products"]
Per = Literal["order", "product", "line"]


@dataclass(frozen=True, slots=True)
class Condition:
    """What must be in the order: `least` and no more than `most` of the measure, over `products`.

    Without `products` the policy's own are meant. Amounts count after the discounts applied before;
    `products` as a measure counts different products. `per` says over what is summed: of lines counted one by one, one
    must meet it, and the policy leaves out those of its own lines that were counted and don't. "At most" holds where
    there is none. What a condition counted is used up for the policy's group, the policy's own goods too, unless `uses`
    is false.
    """

    least: Decimal = NONE
    most: Decimal | None = None
    measure: Measure = "quantity"
    per: Literal["order", "line"] = "order"
    products: ProductScope | None = None
    uses: bool = True


@dataclass(frozen=True, slots=True)
class Limits:
    """How often a promotion may be used; the counts so far come in with the order.

    `coupon`: the order must show this code. None means no limit.
    """

    coupon: str = ""
    uses: int | None = None
    uses_per_dealer: int | None = None


@dataclass(frozen=True, slots=True)
class Returns:
    """What becomes of the promotion where goods it was given for come back.

    `gives_back`: of a quota the part of its goods that came back is free again, and a use once nothing is kept that it
    was used on. `lost` is what happens to goods on top and savings that what is kept wouldn't have earned: whoever
    takes the goods back is asked (`ask`), what they are worth is charged (`charge`), the goods on top come back too
    and savings are charged (`return`), or the buyer keeps them (`keep`).
    """

    gives_back: bool = True
    lost: Literal["ask", "charge", "return", "keep"] = "ask"


@dataclass(frozen=True, slots=True)
class PercentOff:
    """So many percent off each line."""

    percent: Decimal


@dataclass(frozen=True, slots=True)
class AmountOff:
    """So much off each base unit, or once off each line; no unit gives more than it costs."""

    amount: Decimal
    per: Literal["unit", "line"] = "unit"


@dataclass(frozen=True, slots=True)
class FixedPrice:
    """What a base unit costs in the end, whatever was taken off before; what is cheaper already stays so."""

    price: Decimal


@dataclass(frozen=True, slots=True)
class Break:
    """From this quantity on, up to the next break (which `end` may repeat), one of the three; `amount` is per unit."""

    start: Decimal
    percent: Decimal | None = None
    price: Decimal | None = None
    amount: Decimal | None = None
    end: Decimal | None = None


@dataclass(frozen=True, slots=True)
class QuantityBreak:
    """The more, the cheaper: the break that the quantity reaches holds for all of it."""

    breaks: tuple[Break, ...]
    per: Per = "line"


@dataclass(frozen=True, slots=True)
class Saving:
    """Who spends this much saves that much."""

    spend: Decimal
    save: Decimal


@dataclass(frozen=True, slots=True)
class SpendSave:
    """满减: the highest step reached is taken off.

    `repeating`, each step is taken off once for each full `spend`, from the highest step down, the lower ones on what
    the higher ones left; `most_times` in all.
    """

    steps: tuple[Saving, ...]
    repeating: bool = False
    most_times: int | None = None
    untaxed: bool = False


@dataclass(frozen=True, slots=True)
class Gift:
    """Goods on top, free or at a price of their own; an empty `product` means the one that was bought."""

    quantity: Decimal
    product: str = ""
    price: Decimal = NONE


@dataclass(frozen=True, slots=True)
class Giving:
    """Who spends this much gets these goods."""

    spend: Decimal
    gifts: tuple[Gift, ...]


@dataclass(frozen=True, slots=True)
class SpendGoods:
    """满赠: the goods of the highest step reached; `repeating` as in 满减."""

    steps: tuple[Giving, ...]
    repeating: bool = False
    most_times: int | None = None
    untaxed: bool = False


@dataclass(frozen=True, slots=True)
class BuyGet:
    """买赠: who buys `buy` gets `gift`, the same product or another; what is free doesn't count as bought.

    `per` says what is counted together: the whole order, one product, one line. `remainder` is the rule for
    what is left beside whole sets: `drop` loses it, `share` gives pro rata, whole units only (not where it is given
    once only). What brings nothing isn't used up.
    """

    buy: Decimal
    gift: Gift
    repeating: bool = True
    most_times: int | None = None
    per: Per = "product"
    remainder: Literal["drop", "share"] = "drop"


@dataclass(frozen=True, slots=True)
class Part:
    """So many base units of any of these products."""

    quantity: Decimal
    products: ProductScope


@dataclass(frozen=True, slots=True)
class Bundle:
    """A set of parts at one price (or with so many percent off), as many sets as the order holds.

    A unit stands for one part, whichever makes the most sets; the dearest units are taken. What the units cost less
    already than the sets' price stays so.
    """

    parts: tuple[Part, ...]
    price: Decimal | None = None
    percent: Decimal | None = None
    most_times: int | None = None


@dataclass(frozen=True, slots=True)
class QuotaPrice:
    """A special price for no more than `quota` base units that all dealers share; what is left comes with the order."""

    price: Decimal
    quota: Decimal
    per_dealer: Decimal | None = None
    per_order: Decimal | None = None


@dataclass(frozen=True, slots=True)
class OrderStep:
    """From this much on, so many percent or so much money off the whole order."""

    start: Decimal
    percent: Decimal | None = None
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class OrderDiscount:
    """A discount on the whole order (as far as the policy's products go) by the highest step reached."""

    steps: tuple[OrderStep, ...]
    measure: Measure = "amount"


Template = (
    PercentOff
    | AmountOff
    | FixedPrice
    | QuantityBreak
    | QuotaPrice
    | Bundle
    | BuyGet
    | SpendSave
    | SpendGoods
    | OrderDiscount
)

# A template's place where policies say no order of their own: unit prices, sets, free goods, the whole order.
STAGES: dict[type, int] = {
    PercentOff: 1,
    AmountOff: 1,
    FixedPrice: 1,
    QuantityBreak: 1,
    QuotaPrice: 1,
    Bundle: 2,
    BuyGet: 3,
    SpendSave: 4,
    SpendGoods: 4,
    OrderDiscount: 5,
}


@dataclass(frozen=True, slots=True)
class Promotion:
    """A template under conditions (all must hold) and limits, and what a return makes of it.

    Lines with a price agreed by hand are neither discounted nor counted, unless `agreed_prices` says so.
    """

    template: Template
    conditions: tuple[Condition, ...] = ()
    limits: Limits = Limits()
    agreed_prices: bool = False
    returns: Returns = Returns()
