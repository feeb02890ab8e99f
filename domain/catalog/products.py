"""What is sold: a product with its base unit, its packs and its tax rate."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from domain.explain import Fact, Reason
from domain.values.lookalikes import is_like_another
from domain.values.quantities import Pack, is_measure


@dataclass(frozen=True, slots=True)
class Product:
    """`owner` is the dealer whose product it is, "" for headquarters' catalogue; `tax_rate` is a share
    (0.13). `spec` is its size or make (规格), as people write it; `status_reason` tells why it isn't sold any more.
    """

    id: str
    sku: str
    name: str
    unit: str
    packs: tuple[Pack, ...] = ()
    barcode: str = ""
    tax_rate: Decimal = Decimal(0)
    category: str = ""
    brand: str = ""
    owner: str = ""
    active: bool = True
    spec: str = ""
    status_reason: str = ""


def check_product(product: Product) -> list[Reason]:
    """Every problem of a product card, each with the fact `sku`; an empty list means it is sound.

    `code_alike` (`text`: number or barcode), `product_sku_missing`, `product_name_missing`, `product_unit_missing`,
    `product_tax_rate` (`tax_rate` below 0, or 1 and more, or with more than four places), `pack_unit_missing`,
    `pack_unit_twice` (`unit`), `pack_size` (`unit`, `size`: zero, negative or more than three places), `pack_parts`
    (`unit`, `size`, `base`: two and a half of what is only counted whole).
    """
    return [*_card_problems(product), *_pack_problems(product)]


def _problem(code: str, product: Product, **facts: Fact) -> Reason:
    return Reason(code, "stop", {"sku": product.sku, **facts})


def _card_problems(product: Product) -> Iterator[Reason]:
    for name in ("sku", "name", "unit"):
        if not getattr(product, name).strip():
            yield _problem(f"product_{name}_missing", product)
    for code in (product.sku, product.barcode):
        if is_like_another(code):
            yield _problem("code_alike", product, text=code)
    rate = product.tax_rate
    if not 0 <= rate < 1 or rate * 10_000 % 1:
        yield _problem("product_tax_rate", product, tax_rate=rate)


def _pack_problems(product: Product) -> Iterator[Reason]:
    seen = {product.unit}
    for pack in product.packs:
        if not pack.unit.strip():
            yield _problem("pack_unit_missing", product)
        elif pack.unit in seen:
            yield _problem("pack_unit_twice", product, unit=pack.unit)
        if pack.size <= 0 or pack.size * 1000 % 1:
            yield _problem("pack_size", product, unit=pack.unit, size=pack.size)
        elif pack.size > 1 and pack.size % 1 and product.unit.strip() and not is_measure(product.unit):
            yield _problem("pack_parts", product, unit=pack.unit, size=pack.size, base=product.unit)
        seen.add(pack.unit)
