"""The small words of a policy put in sentences: whom, which goods, which days, how much."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from desktop.wording import name_of
from domain.catalog.products import Product
from domain.policies.scopes import EVERYONE, EVERYTHING, Audience, DealerGroup, Period, ProductGroup, ProductScope
from domain.values.quantities import format_quantity, plain_number

Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class KnownNames:
    """Names by id for what a policy speaks of; what isn't known stands by its id."""

    dealers: Mapping[str, str] = field(default_factory=dict)
    products: Mapping[str, Product] = field(default_factory=dict)
    territory: Callable[[str, str], str] = lambda code, _language: code


class Voice:
    """Says things in one language, with the names that are known."""

    def __init__(self, language: Language, known: KnownNames) -> None:
        self.language = language
        self.known = known

    def __call__(self, zh: str, en: str) -> str:
        return zh if self.language == "zh" else en

    def named(self, group: str, code: str) -> str:
        return name_of(group, code, self.language)

    def listed(self, texts: Iterable[str]) -> str:
        return self("、", ", ").join(texts)

    # ---- figures

    def money(self, amount: Decimal) -> str:
        """`5,000 元`: as many places as say something."""
        whole, _, places = plain_number(amount).partition(".")
        text = f"{Decimal(whole):,}" + (f".{places}" if places else "")
        return self(f"{text} 元", f"¥{text}")

    def percent(self, number: Decimal) -> str:
        return f"{plain_number(number)}%"

    def goods(self, quantity: Decimal, scope: ProductScope | str = EVERYTHING) -> str:
        """A quantity in the packs of its one product, or in the unit that all products named share."""
        products = self._cards(scope)
        if len(products) == 1:
            return format_quantity(quantity, products[0].unit, products[0].packs)
        units = {product.unit for product in products}
        if len(units) == 1:
            return f"{plain_number(quantity)}{self('', ' ')}{units.pop()}"
        return f"{plain_number(quantity)}{self(' 个基本单位', ' base unit' if quantity == 1 else ' base units')}"

    def unit(self, scope: ProductScope | str = EVERYTHING) -> str:
        """What one base unit is called, where all products named share it."""
        units = {product.unit for product in self._cards(scope)}
        return units.pop() if len(units) == 1 else self("个基本单位", "base unit")

    def _cards(self, scope: ProductScope | str) -> list[Product]:
        if isinstance(scope, str):
            ids = [scope]
        elif scope.include and all(group.products for group in scope.include):
            ids = sorted(each for group in scope.include for each in group.products)
        else:
            return []
        found = [self.known.products[each] for each in ids if each in self.known.products]
        return found if len(found) == len(ids) else []

    # ---- whom, what, when

    def dealer(self, dealer: str) -> str:
        name = self.known.dealers.get(dealer)
        return dealer if name is None else self(f"{name}（{dealer}）", f"{name} ({dealer})")

    def product(self, product: str) -> str:
        card = self.known.products.get(product)
        return product if card is None else self(f"{card.name}（{card.sku}）", f"{card.name} ({card.sku})")

    def audience(self, audience: Audience) -> str:
        """Everyone an audience holds, in words."""
        told = self("；或 ", "; or ").join(map(self._group, audience.include)) or self("全体经销商", "all dealers")
        if audience.exclude:
            left_out = self("；以及 ", "; and ").join(map(self._group, audience.exclude))
            told += self(f"，不含：{left_out}", f", but not: {left_out}")
        return told

    def _group(self, group: DealerGroup) -> str:
        parts = []
        if group.dealers:
            parts.append(self.listed(map(self.dealer, sorted(group.dealers))))
        if group.tiers:
            parts.append(self.listed(self.named("tiers", tier) for tier in sorted(group.tiers)))
        if group.territories:
            places = self.listed(self.known.territory(code, self.language) for code in sorted(group.territories))
            parts.append(self(f"地区在{places}", f"in {places}"))
        if group.tags:
            tags = self.listed(sorted(group.tags))
            parts.append(self(f"标签为{tags}", f"tagged {tags}"))
        if group.below:
            heads = self.listed(map(self.dealer, sorted(group.below)))
            parts.append(self(f"{heads}及其下级", f"{heads} and everyone below"))
        return self("，且", ", and ").join(parts) or self("全体经销商", "all dealers")

    def scope(self, scope: ProductScope) -> str:
        """The products of a scope, in words."""
        told = self("；或 ", "; or ").join(map(self._goods, scope.include)) or self("全部商品", "all products")
        if scope.exclude:
            left_out = self("；以及 ", "; and ").join(map(self._goods, scope.exclude))
            told += self(f"，但不含{left_out}", f", but not {left_out}")
        return told

    def _goods(self, group: ProductGroup) -> str:
        parts = []
        if group.products:
            parts.append(self.listed(map(self.product, sorted(group.products))))
        if group.categories:
            names = self.listed(sorted(group.categories))
            parts.append(self(f"类别{names}", f"category {names}"))
        if group.brands:
            names = self.listed(sorted(group.brands))
            parts.append(self(f"品牌{names}", f"brand {names}"))
        return self("，且", ", and ").join(parts) or self("全部商品", "all products")

    def period(self, period: Period) -> str:
        """The days of a period; both ends are inside."""
        start, end = period.start, period.end
        if start is not None and end is not None:
            return self(f"{start} 至 {end}（含首尾两天）", f"{start} to {end}, both days included")
        if start is not None:
            return self(f"{start} 起，到另行通知为止", f"from {start} until further notice")
        if end is not None:
            return self(f"到 {end} 为止（含当天）", f"until {end}, that day included")
        return self("长期", "always")

    def only_for(self, audience: Audience) -> str:
        """What limits a part of a policy to some of its dealers, "" where it holds for all."""
        if audience == EVERYONE:
            return ""
        return self(f"只对{self.audience(audience)}", f"only for {self.audience(audience)}")
