"""Money received, by keyboard: from whom, how much, when, and how it came."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from desktop.actions.documents.views import CustomerRow
from desktop.ui.frame.work import Worker
from desktop.ui.widgets import formatting
from desktop.ui.widgets.dialogs import FormDialog
from desktop.ui.widgets.fields import AmountEdit, CustomerEdit, DayEdit, EnterEdit, Field

METHODS = ("bank", "wechat", "cash", "alipay", "cheque")


class ReceiptDialog(FormDialog):
    """A new receipt."""

    def __init__(self, worker: Worker, today: dt.date, parent: QWidget, customer: CustomerRow | None = None) -> None:
        super().__init__(parent, width=520)
        self.say_what(self.tr("收款"), self.tr("收款"))
        self.customer = CustomerEdit(worker, self)
        self.amount = AmountEdit()
        self.day = DayEdit(today)
        self.method = QComboBox()
        for code in METHODS:
            self.method.addItem(formatting.method(code), code)
        self.ref, self.remark = EnterEdit(), EnterEdit()
        self.prepay = QCheckBox(self.tr("留作预收，不核销欠款"))
        self._build()
        if customer is not None:
            self.customer.take(customer)
            self.amount.setPlaceholderText(self.tr("欠款 {0}").format(formatting.money(customer.balance)))
            self._chain.remove(self.customer)
            self.customer.setReadOnly(True)

    def _build(self) -> None:
        party, amount = Field(self.tr("客户"), self.customer), Field(self.tr("金额"), self.amount)
        day = Field(self.tr("日期"), self.day)
        self.customer.wronged.connect(party.blame)
        self.amount.wronged.connect(amount.blame)
        self.day.wronged.connect(day.blame)
        self.add(party, "dealer_", "not_your")
        self.add_row([amount, day])
        self.add_row([Field(self.tr("参考号"), self.ref), Field(self.tr("摘要"), self.remark)])
        self.add(Field(self.tr("方式"), self.method))
        self.fields.addWidget(self.prepay)
        self.blames(amount, "amount_")
        self.blames(day, "date_")

    @property
    def receipt(self) -> tuple[str, Decimal, dt.date, str, str, str]:
        """Buyer, amount, date, method, reference and remark."""
        buyer = self.customer.customer.id if self.customer.customer else ""
        method, ref, remark = str(self.method.currentData()), self.ref.text().strip(), self.remark.text().strip()
        return buyer, self.amount.amount or Decimal(0), self.day.day, method, ref, remark
