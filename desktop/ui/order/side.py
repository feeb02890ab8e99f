"""The right side of an order: credit, everything that was checked, and the sums with the button."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.order.checks import ChecksCard
from desktop.ui.order.credit import CreditCard
from desktop.ui.order.totals import TotalsCard

WIDTH, SLIM = 292, 258


class Side(QWidget):
    """Three cards; where there is little height the checks scroll, so that the button is always in sight."""

    def __init__(self, submit: QAction, *, selling: bool) -> None:
        super().__init__()
        self.credit = CreditCard(selling=selling)
        self.checks = ChecksCard()
        self.totals = TotalsCard(submit, selling=selling)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addWidget(self.credit)
        box.addWidget(self.checks)
        box.addWidget(self.totals)
        box.addStretch(1)
