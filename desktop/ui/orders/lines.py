"""The lines of an order as it stands: what was asked, accepted and delivered, by which policy, and what it costs."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QPainter

from desktop.actions.documents.views import OrderLineView, OrderView
from desktop.listings.orders import ORDERS, lines_of_order
from desktop.ui.frame.style import Tokens
from desktop.ui.frame.work import Worker
from desktop.ui.order.benefits.why import ReasonBlock, gift_part, order_part, price_part, quota_part, versions_part
from desktop.ui.order.lines.rows import gifts_of
from desktop.ui.tables.cells import CellDelegate, paint_lines
from desktop.ui.tables.fixed import FixedRows
from desktop.ui.tables.listed import columns_of
from desktop.ui.tables.model import SECOND, ListModel
from desktop.ui.tables.view import ListView

_KEYS = (
    *("line", "name", "under", "quantity", "accepted_quantity", "closed_quantity", "delivered_quantity"),
    *("unit_price", "asked_price", "policies", "amount", "before"),
)
_SHOWN = tuple(map(ORDERS.column, _KEYS))
"""The window has what became of a line beside what was asked, and what it costs at the end."""


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
        super().__init__(ListModel(self.rows, columns_of(_SHOWN), parent), row=44)
        self.setItemDelegate(_LineCells(self))

    def show_order(self, order: OrderView) -> None:
        """Shows an order's lines, goods on top among them."""
        self.rows.show_rows(lines_of_order(order))


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
