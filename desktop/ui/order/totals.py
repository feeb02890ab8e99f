"""How many lines, how much of it can be accepted, the sum, and the button that makes it an order."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop.ui import words
from desktop.ui.parts import ActionButton, figure, label, row
from desktop.ui.style import tone


class TotalsCard(QFrame):
    """The card at the foot of an order's right side."""

    def __init__(self, submit: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self.counted = figure("0")
        self.accepted = figure(words.NONE)
        self.total = figure("", "big")
        self.button = ActionButton(submit, "submit")
        self.button.setAutoDefault(True)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 14)
        box.setSpacing(8)
        box.addLayout(row(label(self.tr("商品行数"), "muted"), 1, self.counted))
        box.addLayout(row(label(self.tr("可接受金额"), "muted"), 1, self.accepted))
        box.addLayout(row(label(self.tr("合计"), "strong"), 1, self.total))
        box.addWidget(self.button)
        self.show_total(Decimal(0), None)

    def show_total(self, total: Decimal, accepted: Decimal | None) -> None:
        """The order's sum, and what of it the verdict lets through."""
        self.total.setText(f"¥{words.money(total)}")
        self.accepted.setText(words.money(accepted))
        tone(self.accepted, tone="warn" if accepted is not None and accepted < total else "")

    def show_count(self, lines: int) -> None:
        self.counted.setText(str(lines))
