"""The fields above the grid: who buys, when, from which warehouse, and what to remember."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QWidget

from desktop.actions.documents.views import CustomerRow
from desktop.ui.frame.work import Worker
from desktop.ui.order.lines.entry import OrderEntry
from desktop.ui.widgets.fields import CustomerEdit, DayEdit, EnterEdit, Field
from desktop.ui.widgets.warehouse_box import PlaceBox
from domain.errors import UsageError


class OrderHead(QFrame):
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
        self.warehouse = PlaceBox()
        self.warehouse.setMinimumWidth(96)
        self.ref = EnterEdit()
        self.remark = EnterEdit()
        self.coupons = EnterEdit()
        self.coupons.setPlaceholderText(self.tr("券号，几张用空格隔开"))
        self._build()
        self._wire()

    def _build(self) -> None:
        party = Field(self.tr("客户"), self.customer) if self.selling else Field(self.tr("供货方"), self.seller)
        self.party = party
        self.day_field = Field(self.tr("日期"), self.day)
        box = QHBoxLayout(self)
        box.setContentsMargins(12, 10, 12, 14)
        box.setSpacing(8)
        self.customer.setMinimumWidth(160)
        for edit in (self.ref, self.remark, self.coupons):
            edit.setMinimumWidth(50)
        box.addWidget(party, 6)
        box.addWidget(self.day_field, 0)
        if self.selling:
            box.addWidget(Field(self.tr("仓库"), self.warehouse), 0)
        box.addWidget(Field(self.tr("参考号"), self.ref), 2)
        self.remark_field = Field(self.tr("备注"), self.remark)
        box.addWidget(self.remark_field, 3)
        self.coupon_field = Field(self.tr("优惠券"), self.coupons)
        self.coupon_field.hide()
        box.addWidget(self.coupon_field, 3)

    def _wire(self) -> None:
        self.customer.customer_changed.connect(self.customer_changed)
        self.customer.wronged.connect(self.party.blame)
        self.customer.entered.connect(self.left_down)
        self.customer.textEdited.connect(self._changed)
        self.day.wronged.connect(self.day_field.blame)
        self.day.day_changed.connect(self._changed)
        self.day.entered.connect(self.ref.setFocus)
        self.ref.entered.connect(self.remark.setFocus)
        self.remark.entered.connect(self.left_down)
        self.ref.textEdited.connect(self._changed)
        self.remark.textEdited.connect(self._changed)
        self.coupons.textEdited.connect(self._changed)
        self.coupons.entered.connect(self.left_down)
        self.warehouse.currentIndexChanged.connect(self._changed)

    @Slot()
    def _changed(self) -> None:
        self.changed.emit()

    def show_places(self, names: list[str]) -> None:
        """The warehouses there are."""
        self.warehouse.show_places(names)

    def clear(self) -> None:
        """The fields of a new order."""
        self.customer.customer = None
        self.customer.clear()
        self.day.set_day(self.day.today)
        self.ref.clear()
        self.remark.clear()
        self.show_coupons(())
        self.party.blame(None)

    @property
    def party_text(self) -> str:
        """What is typed for the customer, where it isn't the name of the one that is chosen."""
        chosen, typed = self.customer.customer, self.customer.text().strip()
        return "" if not self.selling or (chosen is not None and typed == chosen.name) else typed

    @property
    def coupon_codes(self) -> tuple[str, ...]:
        """The coupons shown with the order."""
        typed = self.coupons.text().replace(",", " ").replace("，", " ").replace("、", " ")
        return tuple(dict.fromkeys(typed.split()))

    def show_coupons(self, codes: Sequence[str]) -> None:
        """The coupons of an order; without any there is no field for them either."""
        self.coupons.setText(" ".join(codes))
        self.coupon_field.setVisible(bool(codes))
        self.remark_field.setVisible(not codes)

    def ask_coupons(self) -> None:
        """The caret into the field for coupons, which takes the remark's room."""
        self.coupon_field.show()
        self.remark_field.hide()
        self.coupons.setFocus()

    def fill(self, entry: OrderEntry) -> None:
        """An order gets what stands in its head."""
        entry.date = self.day.day
        entry.warehouse = self.warehouse.place if self.selling else ""
        entry.ref, entry.remark = self.ref.text().strip(), self.remark.text().strip()
        entry.coupons, entry.party_text = self.coupon_codes, self.party_text

    def show_entry(self, entry: OrderEntry) -> None:
        """What stands in the head of an order that is gone on with."""
        # What is set below is told as a change, one field at a time.
        ref, remark, party = entry.ref, entry.remark, entry.party_text
        self.day.set_day(entry.date)
        self.ref.setText(ref)
        self.remark.setText(remark)
        self.show_coupons(entry.coupons)
        if party:
            entry.party_text = party
            self.customer.setText(party)
            self.party.blame(UsageError("dealer_unknown", dealer=party))

    def start(self) -> None:
        """The caret to where one begins."""
        (self.customer if self.selling else self.day).setFocus()

    def take_customer(self, customer: CustomerRow) -> None:
        self.customer.take(customer)
