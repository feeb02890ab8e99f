"""Quantities: always held in base units with three places, typed and shown in the packs people count in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from domain.errors import UsageError

_UNIT = Decimal(1)
_THOUSAND = Decimal(1000)
_MILLI = Decimal("0.001")
_MEMORY = 4096  # the same few quantities stand on most lines
_MOST = Decimal(999_999_999)  # what is beyond is a barcode scanned into the wrong field
_NUMBER = r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?|[0-9]+(?:\.[0-9]*)?|\.[0-9]+"
_SINGLE = re.compile(rf"({_NUMBER})\s*(.*)")
_COUNTED = re.compile(rf"\s*({_NUMBER})\s*([^0-9.,\s]+|$)\s*")
_BARE = re.compile(rf"{_NUMBER}")
_CASES = re.compile(rf"({_NUMBER})\s*(?:[xX*×]|\+|/)")
_WEIGHTS = {
    "kg",
    "g",
    "mg",
    "t",
    "lb",
    "lbs",
    "oz",
    "公斤",
    "千克",
    "克",
    "毫克",
    "吨",
    "斤",
    "市斤",
    "两",
    "磅",
    "盎司",
}
_VOLUMES = {"l", "dl", "cl", "ml", "gal", "升", "公升", "毫升", "加仑", "m3", "立方米", "方"}
_LENGTHS = {
    "m",
    "cm",
    "mm",
    "km",
    "ft",
    "in",
    "yd",
    "米",
    "公尺",
    "厘米",
    "毫米",
    "公里",
    "码",
    "尺",
    "寸",
    "英尺",
    "英寸",
}
_MEASURES = frozenset(_WEIGHTS | _VOLUMES | _LENGTHS | {"m2", "平方米", "平米", "kwh"})
_TYPED_IN_CHINESE = str.maketrans({"。": ".", "−": "-", "–": "-", "—": "-"})


@dataclass(frozen=True, slots=True)
class Pack:
    """A bigger unit of a product: `size` base units make one `unit` (箱 of 24)."""

    unit: str
    size: Decimal


@lru_cache(maxsize=_MEMORY)
def to_milli(quantity: Decimal) -> int:
    """A quantity as stored: whole thousandths of the base unit, rounded half up."""
    return int((quantity * _THOUSAND).quantize(_UNIT, ROUND_HALF_UP))


@lru_cache(maxsize=_MEMORY)
def from_milli(milli: int) -> Decimal:
    """Base units with three places from stored thousandths."""
    return Decimal(milli).scaleb(-3)


def read_quantity(
    text: str, base_unit: str, packs: Sequence[Pack], counted_in: str = ""
) -> tuple[Decimal, str, Decimal]:
    """Read what a person typed, by the number pad too: `3+5` and `3/5` are 3 packs and 5, `3x` and `3*` are 3 packs.

    Everything `parse_quantity` reads is read the same way; a number without a unit counts in `counted_in`, the unit
    shown beside it (the base unit where none is). Returns and raises as `parse_quantity`; UsageError `pack_missing`
    (facts `text`, `unit`) where the product has no packs, `quantity_whole` (facts `text`, `unit`) for a part of what
    is only counted whole.
    """
    plain = unicodedata.normalize("NFKC", text).translate(_TYPED_IN_CHINESE).strip()
    spelled = _spelled(plain, text, base_unit, sorted(packs, key=lambda pack: pack.size, reverse=True))
    if counted_in and _BARE.fullmatch(spelled):
        spelled += counted_in
    try:
        quantity, unit, size = parse_quantity(spelled, base_unit, packs)
    except UsageError as wrong:
        raise UsageError(wrong.code, **{**wrong.facts, "text": text}) from None
    check_whole(quantity, base_unit, text=text)
    return quantity, unit, size


def check_whole(quantity: Decimal, base_unit: str, **facts: object) -> None:
    """Refuses a part of what is only counted whole: UsageError `quantity_whole` (`text`, `unit`, and `facts`)."""
    if quantity % _UNIT and base_unit and not is_measure(base_unit):
        raise UsageError("quantity_whole", **{"text": plain_number(quantity), "unit": base_unit, **facts})


def is_measure(unit: str) -> bool:
    """Whether a unit measures (kilograms, litres, metres) and so has parts; all others are counted whole."""
    return _same(unit) in _MEASURES


def _spelled(plain: str, text: str, base_unit: str, packs: Sequence[Pack]) -> str:
    """What was typed by the number pad, with its units; anything else as it is."""
    units = {_same(pack.unit) for pack in (*packs, Pack(base_unit, _UNIT))}
    single = _SINGLE.fullmatch(plain)
    if single and _same(single[2]) in units:
        return plain
    cases = _CASES.fullmatch(plain)
    if cases is not None:
        return f"{cases[1]}{_pack(packs, 0, text, base_unit)}"
    parts = re.split(r"\s*[+/]\s*", plain)
    if len(parts) == 1 or not all(parts):
        return plain
    named = [
        f"{part}{_pack(packs, place, text, base_unit)}" if _BARE.fullmatch(part) else part
        for place, part in enumerate(parts[:-1])
    ]
    return "".join((*named, f"{parts[-1]}{base_unit}" if _BARE.fullmatch(parts[-1]) else parts[-1]))


def _pack(packs: Sequence[Pack], place: int, text: str, base_unit: str) -> str:
    if place < len(packs):
        return packs[place].unit
    raise UsageError("pack_missing", text=text, unit=base_unit)


def shown_unit(quantity: Decimal, base_unit: str, packs: Sequence[Pack]) -> tuple[str, Decimal]:
    """The unit (and its size) that stands last where the quantity is shown: 箱 in `2箱`, 瓶 in `2箱5瓶`."""
    rest = abs(quantity)
    for pack in sorted(packs, key=lambda pack: pack.size, reverse=True):
        if pack.size > 1:
            count, rest = divmod(rest, pack.size)
            if count and not rest:
                return pack.unit, pack.size
    return base_unit, _UNIT


def counting_unit(most: Decimal, base_unit: str, packs: Sequence[Pack]) -> str:
    """The unit a quantity is best counted in where there are so many: the biggest that there is one of."""
    fitting = [pack for pack in packs if 1 < pack.size <= abs(most)]
    return max(fitting, key=lambda pack: pack.size).unit if fitting else base_unit


def parse_quantity(text: str, base_unit: str, packs: Sequence[Pack]) -> tuple[Decimal, str, Decimal]:
    """Read what was typed: `3.5`, `12箱`, `12 箱`, `30箱5瓶`, full-width figures too.

    Returns the quantity in base units with three places, the unit it was typed in and that unit's size; of
    several units the smallest counts as the one typed in. A number without a unit is in base units.

    Raises UsageError, each with the fact `text`: `quantity_unreadable`, `quantity_zero`, `quantity_negative`,
    `quantity_decimals` (more than three, typed or in base units; fact `most`), `quantity_too_large` (fact
    `most`), `unit_unknown` (facts `unit`, `known`).
    """
    plain = unicodedata.normalize("NFKC", text).translate(_TYPED_IN_CHINESE).strip()
    negative = plain.startswith("-")
    units = {_same(pack.unit): pack for pack in (*packs, Pack(base_unit, _UNIT))}
    quantity = Decimal(0)
    seen: set[Pack] = set()
    for number, typed_unit in _counted(plain.removeprefix("-").strip(), units, text):
        unit = typed_unit or base_unit
        if _same(unit) not in units:
            known = " / ".join(pack.unit for pack in units.values() if pack.unit)
            raise UsageError("unit_unknown", text=text, unit=unit, known=known)
        pack = units[_same(unit)]
        if pack in seen:
            raise UsageError("quantity_unreadable", text=text)
        seen.add(pack)
        typed = Decimal(number.replace(",", ""))
        _check_size(typed, text)
        quantity += typed * pack.size
    if not quantity:
        raise UsageError("quantity_zero", text=text)
    if negative:
        raise UsageError("quantity_negative", text=text)
    _check_size(quantity, text)
    smallest = min(seen, key=lambda pack: pack.size)
    return quantity.quantize(_MILLI), smallest.unit, smallest.size


def _same(unit: str) -> str:
    return unicodedata.normalize("NFKC", unit).strip().casefold()


def _counted(plain: str, units: dict[str, Pack], text: str) -> list[tuple[str, str]]:
    """The numbers with their units ("" for none), or UsageError `quantity_unreadable`."""
    single = _SINGLE.fullmatch(plain)
    if single and _same(single[2]) in units:  # first, because a unit's own name may hold figures
        return [(single[1], single[2])]
    counted: list[tuple[str, str]] = []
    place = 0
    while found := _COUNTED.match(plain, place):
        counted.append((found[1], found[2]))
        place = found.end()
        if place == len(plain):
            break
    if not counted or place < len(plain):
        raise UsageError("quantity_unreadable", text=text)
    return counted


def _check_size(quantity: Decimal, text: str) -> None:
    if quantity > _MOST:
        raise UsageError("quantity_too_large", text=text, most=_MOST)
    if quantity * _THOUSAND % 1:
        raise UsageError("quantity_decimals", text=text, most=3)


def format_quantity(quantity: Decimal, base_unit: str, packs: Sequence[Pack]) -> str:
    """As people count: whole packs from the biggest down, the rest in base units: `30箱5瓶`, `12箱`, `-3瓶`,
    `0瓶`.
    """
    rest = abs(quantity)
    parts = []
    for pack in sorted(packs, key=lambda pack: pack.size, reverse=True):
        if pack.size > 1:
            count, rest = divmod(rest, pack.size)
            if count:
                parts.append(f"{plain_number(count)}{pack.unit}")
    if rest or not parts:
        parts.append(f"{plain_number(rest)}{base_unit}")
    return ("-" if quantity < 0 else "") + "".join(parts)


def plain_number(number: Decimal) -> str:
    """Figures without trailing zeros and without an exponent: `3.5`, `100`."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
