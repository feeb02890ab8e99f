"""What is typed into a card's field, what a record holds of it, and back."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from desktop.cards.face import FieldType
from domain.errors import UsageError
from domain.tables.numbers import days_of_credit
from domain.values.amounts import amount_as_typed
from domain.values.money import from_fen, from_price, to_fen, to_price
from domain.values.payment_terms import read_terms
from domain.values.quantities import from_milli, plain_number, to_milli

_TAG_ENDS = re.compile("[;；、，,]")
_MOST = Decimal(10) ** 10
_MOST_DAYS = 3650
_PLACES = {"money": 2, "price": 4, "quantity": 3, "rate": 2}


def read_value(kind: FieldType, text: str) -> Any:
    """What a record holds of what was typed: fen, 1/10000 yuan, 1/1000 units, days, words.

    Raises UsageError `amount_unreadable`, `figure_negative`, `figure_places`, `credit_days_unreadable`,
    `terms_unreadable`.
    """
    plain = " ".join(text.split())
    if kind in _PLACES:
        return _figure(kind, plain)
    if kind == "days":
        return _days(plain)
    if kind == "terms":
        return read_terms(plain).text if plain else ""
    if kind == "tags":
        return sorted({each.strip() for each in _TAG_ENDS.split(plain) if each.strip()})
    return plain


def show_value(kind: FieldType, stored: Any) -> str:
    """The same as a person would type it; "" for nothing."""
    if stored is None or stored == "":
        return ""
    if kind == "money":
        return plain_number(from_fen(stored))
    if kind == "price":
        return plain_number(from_price(stored))
    if kind == "quantity":
        return plain_number(from_milli(stored)) if stored else ""
    if kind == "rate":
        return f"{plain_number(Decimal(stored) / 100)}%" if stored else ""
    if kind == "tags":
        return "、".join(stored)
    return str(stored)


def _figure(kind: FieldType, plain: str) -> int | None:
    """A figure in stored units; None for nothing."""
    if not plain:
        return None if kind in ("money", "price") else 0
    number = amount_as_typed(plain.removesuffix("%"))
    if number is None:
        raise UsageError("amount_unreadable", text=plain)
    if number < 0:
        raise UsageError("figure_negative", text=plain)
    if kind == "rate" and not plain.endswith("%") and number < 1:
        number *= 100  # written as a share
    if number.scaleb(_PLACES[kind]) % 1 or number > _MOST or (kind == "rate" and number >= 100):
        raise UsageError("figure_places", text=plain, most=_PLACES[kind])
    if kind == "rate":
        return int(number * 100)
    return to_fen(number) if kind == "money" else to_price(number) if kind == "price" else to_milli(number)


def _days(plain: str) -> int | None:
    if not plain:
        return None
    days = days_of_credit(plain)
    if days is None or days < 0 or days % 1 or days > _MOST_DAYS:
        raise UsageError("credit_days_unreadable", text=plain)
    return int(days)
