"""What a row of a file makes of a card, field by field as people read it, so that it is seen before it is taken."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.actions.catalog.card_kinds import Card
from desktop.cards.customer import CUSTOMER
from desktop.cards.face import CardField
from desktop.cards.product import PRODUCT
from desktop.cards.values import show_value
from desktop.row_words import NOTHING, UNLIMITED
from domain.values.money import format_money, from_fen
from sync.records.bodies.records import DealerBody


def changed_fields(before: Card | None, card: Card) -> tuple[tuple[str, str], ...]:
    """Each field of a new card that says anything, or of a known one what changes, by the meaning of its column."""
    new = _told(card)
    if before is None:
        code = "code" if isinstance(card, DealerBody) else "sku"
        plain = (("status", "active"), ("credit_limit", UNLIMITED))  # as every new card is
        return tuple(each for each in new.items() if each[1] and each[0] not in ("name", code) and each not in plain)
    old = _told(before)
    return tuple(
        (each, f"{old[each] or NOTHING} → {value or NOTHING}") for each, value in new.items() if value != old[each]
    )


def _told(card: Card) -> Mapping[str, str]:
    """All that is told of a card."""
    face = CUSTOMER if isinstance(card, DealerBody) else PRODUCT
    told = {each.key: _shown(each, getattr(card, each.key)) for each in face.fields if each.listed}
    plain = card.status if isinstance(card, DealerBody) else "active" if card.active else "inactive"
    return {**told, "status": plain}


def _shown(field: CardField, stored: object) -> str:
    """A field as people read it, where it is money with its separators."""
    if field.type == "money":
        return format_money(from_fen(stored)) if isinstance(stored, int) else UNLIMITED
    return show_value(field.type, stored)
