"""An order's sums as it stands: goods, what promotions and the wallet take off, accepted, delivered, to pay.

Nothing is owed for an order that was refused or taken back, and for one accepted in part what was accepted.
"""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.actions.documents.views import OrderView
from desktop.ui.frame.style import tone
from desktop.ui.widgets import formatting
from desktop.ui.widgets.parts import figure, label, row
from domain.values.money import ZERO

_VOID = frozenset({"refused", "cancelled"})


class SumsCard(QWidget):
    """The figures one under the other; those that are nothing to speak of are left out."""

    def __init__(self) -> None:
        super().__init__()
        self.total = figure("", "big")
        names = (
            ("gross", self.tr("商品合计")),
            ("saved", self.tr("促销优惠")),
            ("paid", self.tr("返利抵用")),
            ("accepted", self.tr("已接受")),
            ("delivered", self.tr("已发货")),
        )
        self.figures = {key: figure() for key, _ in names}
        self._lines: dict[str, QWidget] = {}
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        for key, name in names:
            line = QWidget()
            line.setLayout(row(label(name, "muted"), 1, self.figures[key]))
            self._lines[key] = line
            box.addWidget(line)
        self.due = label(self.tr("应收"), "strong")
        box.addLayout(row(self.due, 1, self.total))
        self.nothing = label("", "small", wrap=True)
        box.addWidget(self.nothing)
        tone(self.figures["saved"], tone="good")
        tone(self.figures["paid"], tone="good")

    def show_order(self, order: OrderView, *, buying: bool = False) -> None:
        """Shows an order's sums; to who buys, what is due is to be paid."""
        self.due.setText(self.tr("应付") if buying else self.tr("应收"))
        accepted = order.accepted_total
        gross = order.gross or order.total
        told = {"gross": gross, "saved": order.total - gross, "paid": -order.paid, "accepted": accepted}
        for key, amount in (told | {"delivered": order.delivered_total}).items():
            self.figures[key].setText(formatting.money(amount))
        self._lines["saved"].setVisible(gross != order.total)
        self._lines["paid"].setVisible(bool(order.paid))
        void = order.state in _VOID
        self._lines["gross"].setVisible(gross != order.total or bool(order.paid) or void)
        due = ZERO if void else (order.total if accepted is None else accepted) - order.paid
        self.total.setText(formatting.yuan(due))
        tone(self.total, tone="muted" if void else "")
        state = formatting.named("state", order.state)
        nothing = self.tr("{0}，不产生应付。") if buying else self.tr("{0}，不产生应收。")
        self.nothing.setText(nothing.format(state) if void else "")
        self.nothing.setVisible(void)
