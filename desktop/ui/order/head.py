"""The fields above the grid: who buys, when, from which warehouse, and what to remember."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLineEdit, QWidget

from desktop.actions.views import CustomerRow
from desktop.ui.fields import CustomerEdit, DayEdit, EnterEdit, Field
from desktop.ui.work import Worker


class Head(QFrame):
    """The head of an order.

    Signals:
        customer_changed: the CustomerRow.
        changed: another of the fields.
        left_down: Enter in the last field.
    """

    customer_changed = Signal(object)
    changed = Signal()
    left_down = Signal()

    def __init__(self, worker: Worker, window: QWidget, *, selling: bool) -> None:
        super().__init__()
        self.setProperty("card", True)
        self.selling = selling
        self.customer = CustomerEdit(worker, window)
        self.seller = QLineEdit()
        self.seller.setReadOnly(True)
        self.day = DayEdit(dt.datetime.now().astimezone().date())
        self.warehouse = QComboBox()
        self.warehouse.setMinimumWidth(110)
        self.ref = EnterEdit()
        self.remark = EnterEdit()
        self._build()
        self._wire()

    def _build(self) -> None:
        party = Field(self.tr("客户"), self.customer) if self.selling else Field(self.tr("供货方"), self.seller)
        self.party = party
        self.day_field = Field(self.tr("日期"), self.day)
        box = QHBoxLayout(self)
        box.setContentsMargins(16, 10, 16, 14)
        box.setSpacing(12)
        box.addWidget(party, 5)
        box.addWidget(self.day_field, 0)
        if self.selling:
            box.addWidget(Field(self.tr("仓库"), self.warehouse), 0)
        box.addWidget(Field(self.tr("参考号"), self.ref), 2)
        box.addWidget(Field(self.tr("备注"), self.remark), 3)

    def _wire(self) -> None:
        self.customer.customer_changed.connect(self.customer_changed)
        self.customer.wronged.connect(self.party.blame)
        self.customer.entered.connect(self.left_down)
        self.day.wronged.connect(self.day_field.blame)
        self.day.day_changed.connect(self._changed)
        self.day.entered.connect(self.ref.setFocus)
        self.ref.entered.connect(self.remark.setFocus)
        self.remark.entered.connect(self.left_down)
        self.ref.textEdited.connect(self._changed)
        self.remark.textEdited.connect(self._changed)
        self.warehouse.currentIndexChanged.connect(self._changed)

    @Slot()
    def _changed(self) -> None:
        self.changed.emit()

    def show_places(self, names: list[str]) -> None:
        """The warehouses there are."""
        self.warehouse.blockSignals(True)  # filling a list is no choice of anybody
        self.warehouse.clear()
        self.warehouse.addItems(names)
        self.warehouse.blockSignals(False)

    def clear(self) -> None:
        """The fields of a new order."""
        self.customer.customer = None
        self.customer.clear()
        self.day.set_day(self.day.today)
        self.ref.clear()
        self.remark.clear()
        self.party.blame(None)

    def start(self) -> None:
        """The caret to where one begins."""
        (self.customer if self.selling else self.day).setFocus()

    def take_customer(self, customer: CustomerRow) -> None:
        self.customer.take(customer)
