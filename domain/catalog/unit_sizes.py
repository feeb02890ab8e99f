"""What one of a stranger's units comes to of a product; 件 is the case where a product has one and no 件 of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from domain.catalog.products import Product
from domain.tables.cells import folded
from domain.values.quantities import Pack, plain_number

PIECE = "件"
_ONE = Decimal(1)
_ENGLISH = {
    "bottle": "瓶", "can": "罐", "case": "箱", "carton": "箱", "ctn": "箱", "crate": "箱", "box": "盒", "bag": "袋",
    "pack": "包", "barrel": "桶",
}  # fmt: skip
_PART = re.compile(r"([\d.]+)\s*([^\d\s.]+)")


def size_of(unit: str, product: Product) -> Decimal | None:
    """Base units in a unit, 1 for none written; None where the product has no such unit."""
    if not unit:
        return _ONE
    sizes = {folded(pack.unit): pack.size for pack in units_of(product)}
    fold = folded(unit)
    return sizes.get(fold, sizes.get(_ENGLISH.get(fold, "")))


def units_of(product: Product) -> tuple[Pack, ...]:
    """The base unit and the packs of a product; 件 too, for its only pack, where nothing of it is called so."""
    units = (Pack(product.unit, _ONE), *product.packs)
    if len(product.packs) != 1 or any(folded(each.unit) == PIECE for each in units):
        return units
    return (*units, Pack(PIECE, product.packs[0].size))


def known_units(product: Product) -> str:
    """The units a product has, for a sentence."""
    return " / ".join([product.unit, *(pack.unit for pack in product.packs)])


def piece_told(unit: str, product: Product) -> str:
    """How 件 was read though the product has no such unit: `1件 = 1箱 (24瓶)`; "" where it has, or for other units."""
    if folded(unit) != PIECE or len(units_of(product)) != len(product.packs) + 2:
        return ""
    pack = product.packs[0]
    return f"1{PIECE} = 1{pack.unit} ({plain_number(pack.size)}{product.unit})"


def overlap(text: str, product: Product) -> bool:
    """Whether of a quantity in several columns (`4箱60瓶`) the rest comes to a whole pack: it may say all once more."""
    found = [(Decimal(number), size_of(unit, product) or _ONE) for number, unit in _PART.findall(text)]
    parts: Sequence[tuple[Decimal, Decimal]] = sorted((each for each in found if each[0]), key=lambda each: -each[1])
    return any(count * size >= bigger for (_, bigger), (count, size) in pairwise(parts))
