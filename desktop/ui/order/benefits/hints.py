"""What is missing to more, said in the customer's units: 再加 3箱，整单 95 折; and how much one key adds for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from PySide6.QtCore import QCoreApplication

from desktop.actions.documents.views import OrderLineView
from desktop.promotions import hint_words
from desktop.ui.widgets import formatting
from domain.promotions.lines import Hint
from domain.values.quantities import plain_number

_ONE = Decimal(1)
_HUNDRED = Decimal(100)
translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class ToldHint:
    """A hint in words, and what would fulfil it: so many base units more on the draft's line `line` (0: on none)."""

    text: str
    line: int
    more: Decimal


def tell_hints(
    hints: Sequence[Hint], lines: Sequence[OrderLineView], current: int, names: Mapping[str, str]
) -> list[ToldHint]:
    """The hints in words; `current` is the draft's line under the caret, which takes what is missing where it can.

    `names` are those of products by id.
    """
    bought = [line for line in lines if not line.gift]
    known = {line.product: line.name for line in lines} | dict(names)
    return [_tell(hint, bought, current, known) for hint in hints]


def _tell(hint: Hint, bought: Sequence[OrderLineView], current: int, names: Mapping[str, str]) -> ToldHint:
    covered = [line for line in bought if line.product in hint.products]
    under = [line for line in covered if line.line == current]
    line = next(iter(under or covered), None)
    more = _more(hint, line) if line is not None else None
    given = next((each for each in bought if each.product == hint.facts.get("gift")), None)
    text = translate("hints", "{0}，{1}").format(_needed(hint, line, more), _brings(hint, names, given))
    return ToldHint(text, line.line if line is not None and more else 0, more or Decimal(0))


def _more(hint: Hint, line: OrderLineView) -> Decimal | None:
    """Whole units of the line, so that nobody is told to buy half a case."""
    size = line.pack_size or _ONE
    if hint.measure == "quantity":
        return (hint.missing / size).to_integral_value(ROUND_CEILING) * size
    if hint.measure == "products" or not line.quantity or line.amount <= 0:
        return None
    each = line.amount / line.quantity  # what one costs now, so that what is added suffices after discounts too
    return (hint.missing / (each * size)).to_integral_value(ROUND_CEILING) * size


def _needed(hint: Hint, line: OrderLineView | None, more: Decimal | None) -> str:
    if hint.measure == "products":
        return translate("hints", "再加 {0} 种商品").format(plain_number(hint.missing))
    goods = ""
    if line is not None and more:
        unit = line.base_unit or line.unit
        counted = formatting.quantity(more, unit, line.packs if line.pack_size != 1 else ())
        goods = f"{counted} {line.name}"
    if hint.measure == "quantity":
        return translate("hints", "再加 {0}").format(goods or plain_number(hint.missing))
    if not goods:
        return translate("hints", "再加 {0} 元").format(formatting.money(hint.missing))
    return translate("hints", "再加 {0} 元（约 {1}）").format(formatting.money(hint.missing), goods)


def _brings(hint: Hint, names: Mapping[str, str], given: OrderLineView | None) -> str:
    pair = hint_words().get(hint.code)
    if pair is None:
        return translate("hints", "就能享受“{0}”").format(hint.name)
    facts = hint.facts
    figures = {name: formatting.money(_number(fact)) for name, fact in facts.items()}
    off = _off(*(_number(facts.get(name)) for name in ("percent", "price", "amount")))
    return formatting.in_language(pair).format_map({**figures, "off": off, "gift": _gift(hint, names, given)})


def _gift(hint: Hint, names: Mapping[str, str], given: OrderLineView | None) -> str:
    """What comes on top; counted in packs where the order has the same goods, and so tells how they are packed."""
    gift = str(hint.facts.get("gift") or "")
    name = str(hint.facts.get("gift_name") or "") or names.get(gift, gift) or translate("hints", "同样商品")
    many = _number(hint.facts.get("quantity")) or _ONE
    unit = "" if given is None else given.base_unit or given.unit
    quantity = plain_number(many) if given is None else formatting.quantity(many, unit, given.packs)
    price = _number(hint.facts.get("price"))
    if price:
        return translate("hints", "可加价 {0} 换购 {1} × {2}").format(formatting.price(price), name, quantity)
    return translate("hints", "送 {0} × {1}").format(name, quantity)


def _off(percent: Decimal | None, price: Decimal | None, amount: Decimal | None) -> str:
    if percent:
        return translate("hints", " {0} 折（省 {1}%）").format(plain_number(_HUNDRED - percent), plain_number(percent))
    if price is not None:
        return translate("hints", "按 {0}").format(formatting.price(price))
    return translate("hints", "减 {0}").format(formatting.money(amount))


def _number(fact: object) -> Decimal | None:
    return fact if isinstance(fact, Decimal) else None
