"""What each cell of an order says of its line: figures, a quieter second line, the chip that explains, a colour."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum

from PySide6.QtCore import QCoreApplication

from desktop.actions.documents.views import OrderLineView, ProductHit
from desktop.ui.order.lines.entry import EntryLine
from desktop.ui.widgets import formatting
from desktop.ui.widgets.suggest import Suggestion
from domain.documents.verdict import LineVerdict
from domain.explain import Reason
from domain.values.money import round_fen
from domain.values.quantities import plain_number

translate = QCoreApplication.translate


class At(IntEnum):
    """The columns."""

    NUMBER = 0
    PRODUCT = 1
    AVAILABLE = 2
    QUANTITY = 3
    PRICE = 4
    WHY = 5
    AMOUNT = 6


FIELDS = {At.PRODUCT: "product", At.QUANTITY: "quantity", At.PRICE: "price"}


@dataclass(frozen=True, slots=True)
class CellText:
    """A line being typed with what the books made of it, if it was judged, and what there is of its product."""

    line: EntryLine
    view: OrderLineView | None
    verdict: LineVerdict | None
    stock: Mapping[str, Decimal]
    tight: bool = False
    """Whether what is available has no column of its own."""

    def reason(self, code: str) -> Reason | None:
        """The verdict's reason of this code."""
        reasons = self.verdict.reasons if self.verdict else ()
        return next((reason for reason in reasons if reason.code == code), None)

    @property
    def available(self) -> Decimal | None:
        hit = self.line.hit
        return None if hit is None else self.stock.get(hit.product, hit.available)


def text(said: CellText, column: At) -> str:
    """The cell's own text."""
    line, view = said.line, said.view
    if column is At.PRODUCT:
        return line.hit.name if line.hit else line.typed
    if line.hit is None:
        return {At.QUANTITY: line.quantity_typed, At.PRICE: line.price_typed}.get(column, "")
    if column is At.NUMBER:
        return ""
    if column is At.AVAILABLE:
        return formatting.quantity(said.available, line.hit.unit, line.hit.packs)
    if column is At.QUANTITY:
        return line.quantity_text
    if column is At.PRICE:
        if line.price_typed:
            return line.price_typed
        known = line.hit.unit_price if line.agreed is None else line.agreed
        return formatting.price(view.unit_price if view else known)
    if column is At.AMOUNT:
        return formatting.money(view.amount) if view else ""
    return _chip(said)[0]


def second(said: CellText, column: At) -> str:
    """The quieter line under it."""
    line, view = said.line, said.view
    if line.wrong and line.wrong[0] == FIELDS.get(column):
        return formatting.tell(line.wrong[1])
    if line.hit is None:
        return ""
    if column is At.PRODUCT:
        also = _available(said, line.hit) if said.tight else line.hit.barcode
        return f"{line.hit.sku}  ·  {also}" if also else line.hit.sku
    if column is At.QUANTITY and line.quantity is not None:
        base = f"{plain_number(line.quantity)}{line.hit.unit}"
        return base if base != line.quantity_text else ""
    if column is At.PRICE and view is not None:
        return _under_price(said, view)
    if column is At.AMOUNT and view is not None and gross(view) != view.amount:
        return formatting.money(gross(view))
    return ""


def _available(said: CellText, hit: ProductHit) -> str:
    if said.available is None:
        return ""
    return translate("says", "可用 {0}").format(formatting.quantity(said.available, hit.unit, hit.packs))


def gross(view: OrderLineView) -> Decimal:
    """What a line would cost without promotions."""
    return view.amount + sum((each.amount for each in view.discounts), Decimal(0))


def _under_price(said: CellText, view: OrderLineView) -> str:
    """The band a hand price left, else the price of a pack."""
    outside = said.reason("price_outside_band")
    if outside is not None:
        least, most = (outside.facts.get(name) for name in ("least", "most"))
        if isinstance(least, Decimal) and isinstance(most, Decimal):
            return f"{formatting.price(least)}–{formatting.price(most)}"
    hit = said.line.hit
    if hit is None or view.unit_price is None or not hit.packs:
        return ""
    pack = hit.packs[0]
    return f"{formatting.price(round(view.unit_price * pack.size, 2))}/{pack.unit}"


def tone(said: CellText, column: At) -> str:
    """The token of the cell's colour."""
    line = said.line
    if line.wrong and line.wrong[0] == FIELDS.get(column):
        return "bad"
    if column is At.WHY:
        return _chip(said)[1]
    if column is At.PRICE:
        codes = {reason.code for reason in said.verdict.reasons} if said.verdict else set()
        return "bad" if "price_below_floor" in codes else "warn" if codes & _OUTSIDE else "text"
    if column is At.AVAILABLE and line.quantity is not None:
        left = said.available
        return "bad" if left is not None and left < line.quantity else "text"
    return "text"


_OUTSIDE = frozenset({"price_outside_band", "price_by_hand", "price_by_sellers", "price_below_cost", "price_very_low"})


def _chip(said: CellText) -> tuple[str, str]:
    """The one thing most worth saying of a line, and its colour: what is wrong, then the hand, then policies."""
    codes = {reason.code for reason in said.verdict.reasons} if said.verdict else set()
    for code, name, shade in _troubles():
        if code in codes:
            return name, shade
    if said.line.agreed is not None:
        return translate("says", "手工价"), "muted"
    view = said.view
    if view is None:
        return "", "muted"
    if view.discounts:
        return _named(view), "good"
    steps = {step.code for step in view.steps}
    return (translate("says", "上次价"), "info") if "last_price" in steps else ("", "muted")


def _troubles() -> tuple[tuple[str, str, str], ...]:
    return (
        ("price_below_floor", translate("says", "低于底价"), "bad"),
        ("price_missing", translate("says", "无价格"), "bad"),
        ("price_tie", translate("says", "价目不明"), "bad"),
        ("stock_none", translate("says", "无货"), "bad"),
        ("stock_short", translate("says", "缺货"), "warn"),
        ("price_outside_band", translate("says", "超出范围"), "warn"),
        ("price_by_sellers", translate("says", "以对方价为准"), "warn"),
        ("price_below_cost", translate("says", "低于成本"), "warn"),
        ("price_very_low", translate("says", "价过低"), "warn"),
        ("price_by_hand", translate("says", "手工价"), "warn"),
        ("promotion_tie", translate("says", "促销不明"), "warn"),
    )


def _named(view: OrderLineView) -> str:
    """The policy that took off most, and how many others did."""
    greatest = max(view.discounts, key=lambda each: each.amount)
    others = len({each.policy for each in view.discounts}) - 1
    return f"{greatest.name} +{others}" if others else greatest.name


def gift_text(gift: OrderLineView, column: At) -> str:
    """A cell of goods on top."""
    if column is At.PRODUCT:
        return gift.name
    if column is At.QUANTITY:
        return gift.quantity_text
    if column is At.PRICE:
        return formatting.price(gift.unit_price)
    if column is At.WHY:
        return translate("says", "赠")
    return formatting.money(gift.amount) if column is At.AMOUNT else ""


def gift_second(gift: OrderLineView, column: At, policy: str, worth: Decimal) -> str:
    """The policy that gives them, and what they would have cost."""
    if column is At.PRODUCT:
        return policy
    return formatting.money(worth) if column is At.AMOUNT and worth > gift.amount else ""


def gift_worth(gift: OrderLineView, prices: Mapping[str, Decimal]) -> Decimal:
    """What goods on top would have cost: at their list price, or at what is paid for the same product here."""
    price = prices.get(gift.product) if gift.list_price is None else gift.list_price
    return gift.amount if price is None else max(round_fen(price * gift.quantity), gift.amount)


def prices_of(lines: Iterable[OrderLineView]) -> dict[str, Decimal]:
    """What is paid for each product that is bought, by id."""
    return {line.product: line.unit_price for line in lines if not line.gift and line.unit_price is not None}


def product_choice(hit: ProductHit) -> Suggestion:
    """A product as a suggestion."""
    figure = formatting.quantity(hit.available, hit.unit, hit.packs)
    per = f"{formatting.price(hit.unit_price)}/{hit.unit}" if hit.unit_price is not None else formatting.NONE
    return Suggestion(hit.name, hit.sku, figure, per, hit)
