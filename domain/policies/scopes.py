"""Whom a policy speaks to, which products it covers and on which days, each with its exceptions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from domain.catalog.products import Product
from domain.parties.dealers import Dealer

Categories = Mapping[str, str]  # child → parent, for category trees that their names don't spell out
NO_CATEGORIES: Categories = {}


@dataclass(frozen=True, slots=True)
class Period:
    """From `start` through `end`, both days included; None leaves that end open."""

    start: date | None = None
    end: date | None = None

    def holds(self, on: date) -> bool:
        """Whether the day lies inside; both ends do."""
        return (self.start is None or self.start <= on) and (self.end is None or on <= self.end)

    def overlaps(self, other: Period) -> bool:
        """Whether there is a day that lies in both."""
        start = max(self.start or date.min, other.start or date.min)
        return start <= min(self.end or date.max, other.end or date.max)


@dataclass(frozen=True, slots=True)
class DealerGroup:
    """Dealers who fit every field that is said; inside one field any value will do.

    `below` names dealers whose whole branch belongs, themselves included. `territories` are GB/T 2260
    division codes: `440000` and `44` cover the whole province.
    """

    dealers: frozenset[str] = frozenset()
    tiers: frozenset[str] = frozenset()
    territories: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    below: frozenset[str] = frozenset()

    def fits(self, dealer: Dealer, tags: frozenset[str], chain: Iterable[str]) -> bool:
        """Whether the dealer fits; `chain` is the dealer itself and everyone above it."""
        return (
            (not self.dealers or dealer.id in self.dealers)
            and (not self.tiers or dealer.tier in self.tiers)
            and (not self.tags or not self.tags.isdisjoint(tags))
            and (not self.below or not self.below.isdisjoint(chain))
            and (not self.territories or any(_covers(code, dealer.territory) for code in self.territories))
        )

    @property
    def narrowness(self) -> int:
        """3 names dealers, 2 tags, 1 a tier, a territory or a branch, 0 everyone."""
        if self.dealers:
            return 3
        if self.tags:
            return 2
        return 1 if self.tiers or self.territories or self.below else 0


def _covers(code: str, territory: str) -> bool:
    """Division codes come in pairs of figures; closing pairs of zeros stand for the whole."""
    while len(code) > 2 and code.endswith("00"):
        code = code[:-2]
    return bool(code) and territory.startswith(code)


@dataclass(frozen=True, slots=True)
class Audience:
    """Dealers of any group of `include` (none said: everyone) who are in no group of `exclude`."""

    include: tuple[DealerGroup, ...] = ()
    exclude: tuple[DealerGroup, ...] = ()

    def matches(self, dealer: Dealer, tags: frozenset[str] = frozenset(), chain: Iterable[str] = ()) -> bool:
        """Whether the policy speaks to this dealer; `chain` is the dealer itself and everyone above it."""
        above = tuple(chain) or (dealer.id,)
        if self.include and not any(group.fits(dealer, tags, above) for group in self.include):
            return False
        return not any(group.fits(dealer, tags, above) for group in self.exclude)

    @property
    def narrowness(self) -> int:
        """That of its widest group: see `DealerGroup.narrowness`."""
        return min((group.narrowness for group in self.include), default=0)

    @property
    def everyone(self) -> bool:
        """Whether nobody is left out."""
        return not self.include and not self.exclude


@dataclass(frozen=True, slots=True)
class ProductGroup:
    """Products that fit every field that is said; a category covers the categories below it."""

    products: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()
    brands: frozenset[str] = frozenset()

    def fits(self, product: Product, chain: Iterable[str]) -> bool:
        """Whether the product fits; `chain` is its category and every category above that."""
        return (
            (not self.products or product.id in self.products)
            and (not self.brands or product.brand in self.brands)
            and (not self.categories or not self.categories.isdisjoint(chain))
        )

    @property
    def narrowness(self) -> int:
        """2 names products, 1 a category or brand, 0 everything."""
        if self.products:
            return 2
        return 1 if self.categories or self.brands else 0


@dataclass(frozen=True, slots=True)
class ProductScope:
    """Products of any group of `include` (none said: all) that are in no group of `exclude`."""

    include: tuple[ProductGroup, ...] = ()
    exclude: tuple[ProductGroup, ...] = ()

    def matches(self, product: Product, parents: Categories = NO_CATEGORIES) -> bool:
        """Whether the product is covered; `parents` names each category's parent."""
        chain = category_chain(product.category, parents)
        if self.include and not any(group.fits(product, chain) for group in self.include):
            return False
        return not any(group.fits(product, chain) for group in self.exclude)

    @property
    def narrowness(self) -> int:
        """That of its widest group: see `ProductGroup.narrowness`."""
        return min((group.narrowness for group in self.include), default=0)

    @property
    def named(self) -> frozenset[str]:
        """Every product it names, as covered or as left out."""
        return frozenset().union(*(group.products for group in (*self.include, *self.exclude)))


ALWAYS = Period()
EVERYONE = Audience()
EVERYTHING = ProductScope()


def only(*products: str) -> ProductScope:
    """The scope of just these products."""
    return ProductScope((ProductGroup(products=frozenset(products)),))


def category_chain(category: str, parents: Categories = NO_CATEGORIES) -> tuple[str, ...]:
    """A category and all above it, nearest first; `饮料/茶` lies in `饮料` by its name alone. A circle ends."""
    chain: dict[str, None] = {}
    here = category
    while here and here not in chain:
        chain[here] = None
        here = parents.get(here) or here.rpartition("/")[0]
    return tuple(chain)
