"""The card of a new customer of one's own."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from PySide6.QtWidgets import QComboBox, QWidget

from desktop.ui import words
from desktop.ui.dialogs import FormDialog
from desktop.ui.fields import AmountEdit, EnterEdit, Field
from domain.errors import UsageError

_TIERS = ("store", "city")


class _Optional(AmountEdit):
    """An amount that may be left out."""

    def settle(self) -> bool:
        return True if not self.text().strip() else super().settle()


class CustomerDialog(FormDialog):
    """Code and name are needed; without a limit there is none, and 0 is a real one."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, width=520)
        self.say_what(self.tr("加客户"), self.tr("保存"))
        self.code, self.name = EnterEdit(), EnterEdit()
        self.tier = QComboBox()
        for code in _TIERS:
            self.tier.addItem(words.tier(code), code)
        self.limit, self.days = _Optional(), _Optional()
        self.list, self.contact, self.phone, self.address = (EnterEdit() for _ in range(4))
        self.limit.setPlaceholderText(self.tr("空着就是不限额"))
        self.days.setPlaceholderText(self.tr("空着就是现结"))
        self._build()

    def _build(self) -> None:
        code, name = Field(self.tr("编码"), self.code), Field(self.tr("名称"), self.name)
        limit, days = Field(self.tr("信用额度"), self.limit), Field(self.tr("账期（天）"), self.days)
        self.limit.wronged.connect(limit.blame)
        self.days.wronged.connect(days.blame)
        self.add_row([code, name])
        self.add_row([limit, days])
        self.add_row([Field(self.tr("价目表"), self.list), Field(self.tr("联系人"), self.contact)])
        self.add_row([Field(self.tr("电话"), self.phone), Field(self.tr("地址"), self.address)])
        self.fields.addWidget(Field(self.tr("级别"), self.tier))
        self.blames(code, "dealer_code", "dealer_exists", "customer_exists")
        self.blames(name, "dealer_name")
        self.blames(limit, "credit_limit")
        self.blames(days, "credit_days")

    @property
    def card(self) -> dict[str, Any]:
        """The fields of the card."""
        return {
            "code": self.code.text().strip(),
            "name": self.name.text().strip(),
            "tier": str(self.tier.currentData()),
            "price_list": self.list.text().strip(),
            "credit_limit": self.limit.amount,
            "credit_days": self._whole_days(),
            "contact": self.contact.text().strip(),
            "phone": self.phone.text().strip(),
            "address": self.address.text().strip(),
        }

    def _whole_days(self) -> int | None:
        days = self.days.amount
        return None if days is None else int(days)

    def confirm(self) -> None:
        days = self.days.amount
        if days is not None and (days % 1 or days < Decimal(0)):
            self.refuse(UsageError("credit_days_negative", text=self.days.text()))
            self.do.setEnabled(True)
            return
        super().confirm()
