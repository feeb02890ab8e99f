"""The three lists of settling: payments that are free, documents that are unpaid, and what was set against what."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.listings.open_items import CREDITS, DEBTS, SETTLEMENTS
from desktop.ui.frame.work import Worker
from desktop.ui.tables.fixed import FixedRows
from desktop.ui.tables.listed import window_columns
from desktop.ui.tables.model import ListModel
from desktop.ui.tables.view import ListView

TALL = 44


class CreditList(ListView):
    """Free payments."""

    def __init__(self, worker: Worker, parent: QWidget) -> None:
        self.rows = FixedRows(worker, parent)
        super().__init__(ListModel(self.rows, window_columns(CREDITS), parent), row=TALL)
        self.say_when_empty(self.tr("没有未核销的收款。"))


class DebtList(ListView):
    """Unpaid documents, each with what of it the chosen payment is to pay.

    Signals:
        ticked: the space bar on one; carries the row.
    """

    ticked = Signal(object)

    def __init__(self, worker: Worker, parent: QWidget) -> None:
        self.rows = FixedRows(worker, parent)
        super().__init__(ListModel(self.rows, window_columns(DEBTS), parent), row=TALL)
        self.say_when_empty(self.tr("没有未结清的欠款。"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            row = self.current_row()
            if row is not None:
                self.ticked.emit(row)
        else:
            super().keyPressEvent(event)


class SettlementList(ListView):
    """What was settled."""

    def __init__(self, worker: Worker, parent: QWidget) -> None:
        self.rows = FixedRows(worker, parent)
        super().__init__(ListModel(self.rows, window_columns(SETTLEMENTS), parent))
        self.say_when_empty(self.tr("还没有核销过。"))
