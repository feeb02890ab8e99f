"""What a row of a file makes of a card, field by field as people read it, so that it is seen before it is taken."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from desktop.actions.catalog.card_kinds import Card
from desktop.row_words import NOTHING, UNLIMITED
from domain.values.money import format_money, from_fen
from domain.values.quantities import from_milli, plain_number
from sync.records.bodies.records import DealerBody

_CUSTOMER = (
    "name", "contact", "phone", "address", "territory", "price_list", "credit_limit", "credit_days", "terms", "status"
)  # fmt: skip
_PRODUCT = (
    "name", "barcode", "unit", "pack_unit", "pack_size", "tax_rate", "category", "brand", "spec", "status"
)  # fmt: skip


def changed_fields(before: Card | None, card: Card) -> tuple[tuple[str, str], ...]:
    """Each field of a new card that says anything, or of a known one what changes, by the meaning of its column."""
    fields = _CUSTOMER if isinstance(card, DealerBody) else _PRODUCT
    new = {each: _shown(each, card) for each in fields}
    if before is None:
        plain = (("status", "active"), ("credit_limit", UNLIMITED))  # as every new card is
        return tuple(each for each in new.items() if each[1] and each[0] != "name" and each not in plain)
    old: Mapping[str, str] = {each: _shown(each, before) for each in fields}
    return tuple(
        (each, f"{old[each] or NOTHING} → {value or NOTHING}") for each, value in new.items() if value != old[each]
    )


def _shown(field: str, card: Card) -> str:
    if field == "status" and not isinstance(card, DealerBody):
        return "active" if card.active else "inactive"
    value: Any = getattr(card, field)
    if field == "credit_limit" and value is None:
        return UNLIMITED
    if field == "credit_days" and value == 0:
        return "0"
    if value is None or value == "":
        return ""
    if field == "credit_limit":
        return format_money(from_fen(value))
    if field == "pack_size":
        return plain_number(from_milli(value)) if value else ""
    if field == "tax_rate":
        return f"{plain_number(Decimal(value) / 100)}%" if value else ""
    return str(value) if value else ""
