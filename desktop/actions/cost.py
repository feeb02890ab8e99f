"""What a dealer pays for its goods, shown to nobody but who may see it: the one place that decides.

Cost is every figure of what this dealer buys: its own price list, orders and deliveries to it, its account with its
seller, its rebates. Who may not see it works with quantities; the figures are veiled (`***`), and the accounts refused.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

from domain.errors import RefusedError
from domain.explain import Reason
from domain.users import may
from domain.veiled import MARK, VEILED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop.desk import Desk

T = TypeVar("T")

RIGHT = "cost_see"
# The fields of views that are money; all others that are numbers count goods, lines or days.
_MONEY = frozenset(
    {
        "amount", "total", "gross", "net", "unit_price", "list_price", "asked_price", "agreed", "limit", "temporary",
        "credit_limit", "balance", "committed", "overdue", "remaining", "opening", "closing", "ours", "theirs",
    }
)  # fmt: skip
# Reasons that count goods; whatever figure another one tells is money.
_OF_GOODS = frozenset(
    {"stock_short", "stock_none", "stock_ok", "stock_kept", "stock_untold", "gift_less", "gift_short", "quota_short"}
)
_TOLD = frozenset({"sku", "name", "line", "base_unit", "unit", "by", "at", "reason", "policy", "version", "as_of"})


def sees_cost(desk: Desk) -> bool:
    """Whether whoever works here may see what this dealer pays; all may in books that know no people."""
    if desk.user is None:
        return not desk.peopled
    return may(desk.user.role, RIGHT)


def is_veiled_from(desk: Desk, buyer: str) -> bool:
    """Whether the figures of what this dealer buys are not for whoever works here."""
    return buyer == desk.dealer_id and not desk.at_hq and not sees_cost(desk)


def check_cost(desk: Desk, buyer: str) -> None:
    """Goes on only where whoever works here may see the figures of this buyer; RefusedError `cost_hidden`."""
    if is_veiled_from(desk, buyer):
        person = desk.user
        raise RefusedError("cost_hidden", user=person.name if person else "", role=person.role if person else "")


def veiled_for(desk: Desk, buyer: str, view: T) -> T:
    """A view of something this buyer buys, as whoever works here may see it."""
    return veiled(view) if is_veiled_from(desk, buyer) else view


def veiled(view: T) -> T:
    """A view without its money: figures are veiled, and what explains prices is left out."""
    shown: Any = _veiled(view)
    return shown  # type: ignore[no-any-return]


def _veiled(value: Any, name: str = "") -> Any:
    if isinstance(value, Reason):
        return replace(value, facts=_facts(value.code, value.facts))
    if isinstance(value, Decimal):
        return VEILED if name in _MONEY else value
    if name in ("steps", "hints"):
        return ()
    if isinstance(value, tuple):
        parts = [_veiled(each, name) for each in value]
        return type(value)(*parts) if hasattr(value, "_fields") else tuple(parts)
    if is_dataclass(value) and not isinstance(value, type):
        changed = {each.name: _veiled(getattr(value, each.name), each.name) for each in fields(value) if each.init}
        return replace(value, **changed)
    return value


def _facts(code: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    if code in _OF_GOODS:
        return dict(facts)
    return {name: value if name in _TOLD else _fact(value) for name, value in facts.items()}


def _fact(value: Any) -> Any:
    if isinstance(value, Decimal):
        return VEILED
    if isinstance(value, str) and _is_figure(value):
        return MARK
    return value


def _is_figure(text: str) -> bool:
    return "." in text and text.replace(".", "", 1).lstrip("-").isdigit()
