"""Small questions of an account: how much of a payment is for one document, and a document that is no receipt."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from PySide6.QtWidgets import QComboBox, QWidget

from desktop.actions.accounts.account_views import FreeCreditRow, NoteWish
from desktop.actions.documents.views import CustomerRow
from desktop.documents.face import Form
from desktop.documents.faces import FACES, IN_FORM
from desktop.listings.open_items import Open
from desktop.ui.frame.work import Worker
from desktop.ui.widgets import formatting
from desktop.ui.widgets.dialogs import FormDialog
from desktop.ui.widgets.fields import AmountEdit, CustomerEdit, DayEdit, EnterEdit, Field
from desktop.ui.widgets.parts import flowing
from domain.values.quantities import plain_number

_METHODS = ("", "bank", "wechat", "cash", "alipay", "cheque")


class ShareDialog(FormDialog):
    """So much of the chosen payment for this document."""

    def __init__(self, marked: Open, credit: FreeCreditRow, parent: QWidget) -> None:
        super().__init__(parent, width=420)
        self.marked = marked
        debt = marked.row
        self.say_what(self.tr("核销 {0}").format(debt.number), self.tr("就这样"))
        told = self.tr("未付 {0}；{1} 可用 {2}。")
        shown = told.format(formatting.money(debt.remaining), credit.number, formatting.money(credit.remaining))
        self.fields.addWidget(flowing(shown, "muted"))
        self.amount = AmountEdit()
        self.amount.setText(plain_number(marked.share or min(debt.remaining, credit.remaining)))
        field = Field(self.tr("金额"), self.amount)
        self.amount.wronged.connect(field.blame)
        self.add(field)


class AccountNoteDialog(FormDialog):
    """Money paid back, a discount, a credit or debit note, or what was owed when the books began."""

    def __init__(self, worker: Worker, today: dt.date, parent: QWidget, customer: CustomerRow | None = None) -> None:
        super().__init__(parent, width=540)
        self.say_what(self.tr("付款、折扣、贷借项与期初"), self.tr("入账"))
        self.kind = QComboBox()
        for code in IN_FORM:
            self.kind.addItem(formatting.kind(code), code)
        self.effect = flowing("", "muted")
        self.customer = CustomerEdit(worker, self)
        self.amount, self.day = AmountEdit(), DayEdit(today)
        self.source, self.ref, self.remark = EnterEdit(), EnterEdit(), EnterEdit()
        self.method = QComboBox()
        for code in _METHODS:
            self.method.addItem(formatting.method(code) if code else formatting.NONE, code)
        self._build()
        self.kind.currentIndexChanged.connect(self._explain)
        self._explain()
        if customer is not None:
            self.customer.take(customer)

    def _build(self) -> None:
        party, amount = Field(self.tr("客户"), self.customer), Field(self.tr("金额"), self.amount)
        day, source = Field(self.tr("日期"), self.day), Field(self.tr("关于哪张单据（可空）"), self.source)
        for edit, field in ((self.customer, party), (self.amount, amount), (self.day, day)):
            edit.wronged.connect(field.blame)
        self.add(Field(self.tr("单据"), self.kind))
        self.fields.addWidget(self.effect)
        self.add(party, "dealer_", "not_your")
        self.add_row([amount, day])
        self.add(source, "document_", "other_account")
        ref, remark = Field(self.tr("参考号"), self.ref), Field(self.tr("摘要"), self.remark)
        self.add_row([ref, remark])
        self.method_field = self.add(Field(self.tr("方式"), self.method))
        self._offered = {"source": source, "ref": ref, "remark": remark, "method": self.method_field}
        self.blames(amount, "amount_")
        self.blames(day, "date_")

    def _explain(self) -> None:
        self.effect.setText(formatting.in_language(self._form.effect))
        for name, field in self._offered.items():
            field.setVisible(name in self._form.asks)

    @property
    def _form(self) -> Form:
        form = FACES[str(self.kind.currentData())].form
        assert form is not None
        return form

    @property
    def wish(self) -> NoteWish:
        """What is to be booked."""
        kind = str(self.kind.currentData())
        method = str(self.method.currentData()) if "method" in self._form.asks else ""
        buyer = self.customer.customer.id if self.customer.customer else ""
        texts = (self.ref.text().strip(), self.remark.text().strip(), self.source.text().strip())
        return NoteWish(kind, buyer, self.amount.amount or Decimal(0), self.day.day, method, *texts)
