"""What a promotion says: one template of a few fields, its conditions and its limits.

Quantities are base units, money is tax-included yuan, `percent` is out of a hundred (5 is 5 %).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from importlib import import_module
from typing import TYPE_CHECKING, ClassVar, Literal

from domain.policies.scopes import ProductScope

if TYPE_CHECKING:
    from domain.explain import Reason
    from domain.promotions.compiled import CompiledPromotion
    from domain.promotions.lines import LineShare, PricingRun

NONE = Decimal(0)
TEMPLATE = "$.terms.template"
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


class PromotionTemplate(ABC):
    """What a promotion gives: a frozen value of a few fields, with everything that follows from which template it is.

    Each template is one module of `domain.promotions.templates`; whoever needs them all asks `choices`. A template's
    fields must not be called as what stands here. Paths of reasons begin with `TEMPLATE`.

    Attributes:
        stage: its place where policies say no order of their own: unit prices (1), sets (2), free goods (3), savings by
            what is spent (4), the whole order (5).
        ways: how the discounts it takes may come about, as the steps of a line tell it in `by`.
    """

    __slots__ = ()
    stage: ClassVar[int]
    ways: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def choices(cls) -> tuple[type[PromotionTemplate], ...]:
        """Every template there is; they know what pricing is and this floor's policies don't, so they are asked for."""
        found: tuple[type[PromotionTemplate], ...] = import_module("domain.promotions.templates").TEMPLATES
        return found

    @abstractmethod
    def apply(self, promotion: CompiledPromotion, shares: list[LineShare], pricing: PricingRun) -> None:
        """Take off, give on top, and tell what is missing to more; `shares` are the units it may act on, never none."""

    def problems(self) -> Iterable[Reason]:
        """Why it can't be saved, beside what holds for numbers and names of every policy."""
        return ()

    def oddities(self) -> Iterable[Reason]:
        """What is legal in it and seldom meant."""
        return ()

    def scopes(self) -> tuple[ProductScope, ...]:
        """The products that it names itself, beside those of the policy."""
        return ()

    def goods_on_top(self) -> Iterable[str]:
        """The products it may give, by id; "" is the one that was bought."""
        return ()

    def shared_quota(self) -> Decimal | None:
        """How many base units all dealers share, where it is limited by what is sold."""
        return None

    def sets_price(self) -> bool:
        """Whether it says what goods cost in the end, so that it makes no difference what it is reckoned from."""
        return False

    def tells_price(self) -> bool:
        """Whether anywhere in it stands what goods cost."""
        return self.sets_price()


@dataclass(frozen=True, slots=True)
class Promotion:
    """A template under conditions (all must hold) and limits, and what a return makes of it.

    Lines with a price agreed by hand are neither discounted nor counted, unless `agreed_prices` says so.
    """

    template: PromotionTemplate
    conditions: tuple[Condition, ...] = ()
    limits: Limits = Limits()
    agreed_prices: bool = False
    returns: Returns = Returns()
