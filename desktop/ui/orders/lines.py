"""The lines of an order as it stands: what was asked, accepted and delivered, by which policy, and what it costs."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import QCoreApplication, QModelIndex, QObject, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QPainter

from desktop.actions.documents.views import OrderLineView, OrderView
from desktop.ui.frame.style import Tokens
from desktop.ui.frame.work import Worker
from desktop.ui.order.benefits.why import ReasonBlock, gift_part, order_part, price_part, quota_part, versions_part
from desktop.ui.order.lines.cell_texts import gross
from desktop.ui.order.lines.rows import gifts_of
from desktop.ui.tables.cells import CellDelegate, paint_lines
from desktop.ui.tables.fixed import FixedRows
from desktop.ui.tables.model import SECOND, Column, ListModel
from desktop.ui.tables.view import ListView
from desktop.ui.widgets import formatting


class _LineCells(CellDelegate):
    """The amount's second line is what no longer holds, so it is struck out."""

    def paint_text(
        self, painter: QPainter, area: QRect, index: QModelIndex | QPersistentModelIndex, now: Tokens
    ) -> None:
        if index.column() != index.model().columnCount() - 1:
            super().paint_text(painter, area, index, now)
            return
        lines = str(index.data()), str(index.data(SECOND) or "")
        paint_lines(painter, area, lines, Qt.AlignmentFlag.AlignRight, now.text, bold=True, struck=True)


class OrderLines(ListView):
    """The list."""

    def __init__(self, worker: Worker, parent: QObject) -> None:
        self.rows = FixedRows(worker, parent)
        super().__init__(ListModel(self.rows, self._columns(), parent), row=44)
        self.setItemDelegate(_LineCells(self))

    def _columns(self) -> Sequence[Column]:
        return (
            Column("#", _line, 42, tone=_faint),
            Column(self.tr("商品"), _name, 0, second=self._under, look="strong", name=True),
            Column(self.tr("数量"), _quantity, 90, right=True, look="strong"),
            Column(self.tr("已接受"), _accepted, 90, right=True, tone=_accepted_tone, strong=_cut, second=_closed),
            Column(self.tr("已发货"), _delivered, 96, right=True, spare=True),
            Column(self.tr("单价"), _price, 104, right=True, tone=_price_tone, second=self._asked_price),
            Column(self.tr("政策"), self._policy, 112, look="chip", tone=_policy_tone, spare=True),
            Column(self.tr("金额"), _amount, 112, right=True, look="strong", second=_before),
        )

    def show_order(self, order: OrderView) -> None:
        """Shows an order's lines, goods on top among them."""
        self.rows.show_rows(order.lines)

    def _under(self, line: OrderLineView) -> str:
        return line.gift_name or line.gift or line.sku

    def _asked_price(self, line: OrderLineView) -> str:
        """What was asked, where the seller's price is another."""
        return self.tr("订 {0}").format(formatting.price(line.asked_price)) if _repriced(line) else ""

    def _policy(self, line: OrderLineView) -> str:
        if line.gift:
            return self.tr("赠")
        if line.by_hand:
            return self.tr("手工价")
        if not line.discounts:
            return ""
        greatest = max(line.discounts, key=lambda each: each.amount)
        others = len({each.policy for each in line.discounts}) - 1
        return f"{greatest.name} +{others}" if others else greatest.name


def policy_names(order: OrderView) -> dict[str, str]:
    """What the policies an order tells of are called, by id."""
    names = {each.policy: each.name for each in order.discounts}
    for line in order.lines:
        for step in line.steps:
            policy, name = step.facts.get("policy"), step.facts.get("name")
            if policy and name:
                names[str(policy)] = str(name)
    return {**{line.gift: line.gift_name for line in order.lines if line.gift_name}, **names}


def whole_parts(order: OrderView, line: OrderLineView | None) -> list[ReasonBlock]:
    """Why a line (if there is one) costs what it does, what it brings, the whole order, and the versions used."""
    parts: list[ReasonBlock] = []
    if line is not None:
        parts.append(price_part(line, [reason for reason in order.reasons if reason.line == line.line]))
        if not line.gift:
            parts += [gift_part(each) for each in gifts_of(line, order.lines)]
    names = policy_names(order)
    return [*parts, *quota_part(order.quotas), order_part(order, names), versions_part(order.policies, names)]


def _line(line: OrderLineView) -> str:
    return str(line.line)


def _faint(_: OrderLineView) -> str:
    return "faint"


def _name(line: OrderLineView) -> str:
    return line.name


def _count(line: OrderLineView, quantity: Decimal | None) -> str:
    return formatting.quantity(quantity, line.base_unit or line.unit, line.packs)


def _quantity(line: OrderLineView) -> str:
    return line.quantity_text


def _accepted(line: OrderLineView) -> str:
    return _count(line, line.taken)


def _closed(line: OrderLineView) -> str:
    """What of it won't be delivered any more."""
    told = QCoreApplication.translate("orders", "结单 {0}")
    return told.format(_count(line, line.closed)) if line.closed else ""


def _accepted_tone(line: OrderLineView) -> str:
    return "bad" if line.taken is not None and line.taken < line.quantity else "text"


def _cut(line: OrderLineView) -> bool:
    """Whether it was accepted otherwise than asked."""
    return line.taken is not None and line.taken != line.quantity


def _repriced(line: OrderLineView) -> bool:
    return line.asked_price is not None and line.unit_price is not None and line.asked_price != line.unit_price


def _price_tone(line: OrderLineView) -> str:
    return "warn" if _repriced(line) else "text"


def _delivered(line: OrderLineView) -> str:
    return _count(line, line.delivered) if line.delivered else formatting.NONE


def _price(line: OrderLineView) -> str:
    return formatting.price(line.unit_price)


def _policy_tone(line: OrderLineView) -> str:
    return "muted" if line.by_hand and not line.gift else "good"


def _amount(line: OrderLineView) -> str:
    return formatting.money(line.amount)


def _before(line: OrderLineView) -> str:
    return formatting.money(gross(line)) if line.discounts else ""
