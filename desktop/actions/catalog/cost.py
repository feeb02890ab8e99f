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
from domain.parties.users import may
from domain.values.veiled import MARK, VEILED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop.actions.orders.order_views import OrderLineView
    from desktop.desk import Desk
    from domain.parties.dealers import Dealer

T = TypeVar("T")

RIGHT = "cost_see"
# The fields of views that are money; all others that are numbers count goods, lines or days.
_MONEY = frozenset(
    {
        "amount", "total", "gross", "net", "unit_price", "list_price", "asked_price", "agreed", "limit", "temporary",
        "due", "accepted_amount", "delivered_amount", "received_amount", "credit_limit", "balance", "committed",
        "overdue", "remaining", "opening", "closing", "ours", "theirs",
    }
)  # fmt: skip
# Reasons that count goods; whatever figure another one tells is money.
_OF_GOODS = frozenset(
    {"stock_short", "stock_none", "stock_ok", "stock_kept", "stock_untold", "gift_less", "gift_short", "quota_short"}
)
_TOLD = frozenset(
    {"sku", "name", "line", "base_unit", "unit", "by", "at", "reason", "policy", "version", "as_of", "overdue_days"}
)


def sees_cost(desk: Desk) -> bool:
    """Whether whoever works here may see what this dealer pays; all may in books that know no people."""
    if desk.user is None:
        return not desk.peopled
    return may(desk.user.role, RIGHT)


def is_veiled_from(desk: Desk, buyer: str) -> bool:
    """Whether the figures of what this dealer buys are not for whoever works here."""
    return buyer == desk.dealer_id and not desk.at_hq and not sees_cost(desk)


def check_cost(desk: Desk, buyer: str) -> None:
    """Goes on only where whoever works here may see the figures of this buyer.

    Raises RefusedError `cost_hidden`, and `cost_hidden_unsigned` where it isn't known who works here.
    """
    if not is_veiled_from(desk, buyer):
        return
    if desk.user is None:
        raise RefusedError("cost_hidden_unsigned")
    raise RefusedError("cost_hidden", user=desk.user.name, role=desk.user.role)


def veiled_for(desk: Desk, buyer: str, view: T) -> T:
    """A view of something this buyer buys, as whoever works here may see it."""
    return veiled(view) if is_veiled_from(desk, buyer) else view


def shown_order(desk: Desk, seller: Dealer, buyer: Dealer, view: T) -> T:
    """An order as whoever works here may see it: bought, without its money; sold, without the cost that its prices are
    reckoned from.
    """
    if is_veiled_from(desk, buyer.id):
        return veiled(view)
    own_list = seller.price_list
    if not own_list or buyer.price_list == own_list or not is_veiled_from(desk, seller.id):
        return view
    shown: Any = view
    lines = tuple(_without_base(line, own_list) for line in shown.lines)
    return replace(shown, lines=lines)  # type: ignore[no-any-return]


def _without_base(line: OrderLineView, own_list: str) -> OrderLineView:
    """A line whose steps don't tell the seller's own price, where they begin there."""
    steps, told = [], False
    for step in line.steps:
        after_base = told
        told = step.code == "price_list" and str(step.facts.get("list", "")) == own_list
        steps.append(replace(step, after=VEILED) if told else replace(step, before=VEILED) if after_base else step)
    base = line.steps and line.steps[0].code == "price_list" and line.steps[0].facts.get("list") == own_list
    return replace(line, steps=tuple(steps), list_price=VEILED if base else line.list_price)


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
        names = getattr(value, "_fields", None)
        if names is not None:
            return type(value)(*map(_veiled, value, names))
        return tuple(_veiled(each, name) for each in value)
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
    return text.replace(".", "", 1).lstrip("-").isdigit()
