"""The right side of an order: credit, everything that was checked, and the sums with the button."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.order.checks import ChecksCard
from desktop.ui.order.credit import CreditCard
from desktop.ui.order.totals import TotalsCard
from desktop.ui.widgets.scrolling import SnugScrollArea

WIDTH, SLIM = 292, 258
_LEAST = 60  # so much of the cards that scroll is always in sight


class OrderSide(QWidget):
    """Three cards; where there is little height the two above scroll, so that the sums and the button stand whole."""

    def __init__(self, submit: QAction, *, selling: bool) -> None:
        super().__init__()
        self.credit = CreditCard(selling=selling)
        self.checks = ChecksCard(whole=True)
        self.totals = TotalsCard(submit, selling=selling)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        above = SnugScrollArea(WIDTH, _LEAST, spacing=8)
        above.column.addWidget(self.credit)
        above.column.addWidget(self.checks)
        box.addWidget(above)
        box.addWidget(self.totals)
        box.addStretch(1)
