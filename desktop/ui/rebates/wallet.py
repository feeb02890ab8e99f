"""The wallet on top of the rebates: what can be spent, what orders hold of it, what is soon lost; and each credit."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.actions.policies.views import WalletView
from desktop.listings.rebates import WALLET, credits_of
from desktop.ui.frame.page import make_action
from desktop.ui.frame.style import tone
from desktop.ui.frame.work import Worker
from desktop.ui.navigation import key_table
from desktop.ui.tables.fixed import FixedRows
from desktop.ui.tables.listed import window_columns
from desktop.ui.tables.model import ListModel
from desktop.ui.tables.view import ListView
from desktop.ui.widgets import formatting
from desktop.ui.widgets.excel import ExcelKey, listing, lists
from desktop.ui.widgets.parts import ActionButton, Banner, ElidedLabel, card, figure, label, row

if TYPE_CHECKING:
    from desktop.listings.workbooks import ShownList

SOON = 30  # days
_NOTHING = Decimal(0)


def expiring(view: WalletView, today: dt.date) -> tuple[Decimal, dt.date | None]:
    """What is lost within the next days unless it is spent, and the first day after which some of it is."""
    soon = [
        each
        for each in view.rows
        if each.left > 0 and each.expires is not None and today <= each.expires <= today + dt.timedelta(SOON)
    ]
    first = min((each.expires for each in soon if each.expires is not None), default=None)
    return sum((each.left for each in soon), _NOTHING), first


def wallet_sheet(view: WalletView) -> ShownList:
    """A wallet as a sheet."""
    return listing("wallet", credits_of(view), about=view.dealer.code)


class WalletCard(QFrame):
    """One line of figures."""

    def __init__(self, button: ActionButton, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self.left = figure(formatting.NONE, "big")
        self.held = figure(formatting.NONE)
        self.soon = figure(formatting.NONE)
        self.soon_day = ElidedLabel("", "small")
        self.count = ElidedLabel("", "small")
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 10, 14, 10)
        line.setSpacing(14)
        self.whose = label(self.tr("返利余额"), "heading")
        line.addWidget(self.whose)
        line.addWidget(self.left)
        line.addSpacing(18)
        line.addLayout(self._pair(self.tr("订单占用"), self.held, self.count), 1)
        line.addLayout(self._pair(self.tr("30 天内到期"), self.soon, self.soon_day), 1)
        line.addStretch(1)
        line.addWidget(button)

    @staticmethod
    def _pair(name: str, value: QWidget, under: QWidget) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(1)
        column.addLayout(row(label(name, "muted"), value, 1))
        column.addWidget(under)
        return column

    def clear(self) -> None:
        """Nobody's wallet."""
        for value in (self.left, self.held, self.soon):
            value.setText(formatting.NONE)
        tone(self.soon, tone="")
        self.count.setText("")
        self.soon_day.setText("")

    def show_wallet(self, view: WalletView, today: dt.date) -> None:
        """Shows a wallet."""
        self.left.setText(formatting.yuan(view.left))
        held = sum((each.reserved for each in view.rows), _NOTHING)
        self.held.setText(formatting.money(held))
        orders = {number for each in view.rows for number, _ in each.orders}
        self.count.setText(formatting.named_in_row(sorted(orders)[:3]) if held else "")
        amount, first = expiring(view, today)
        self.soon.setText(formatting.money(amount))
        tone(self.soon, tone="warn" if amount else "")
        self.soon_day.setText(self.tr("最早 {0} 到期").format(formatting.day(first)) if first else "")


class WalletDialog(QDialog):
    """Every credit: where it comes from, what it may buy, what is left of it and how long."""

    def __init__(self, worker: Worker, view: WalletView, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(self.tr("返利余额明细"))
        self.resize(960, 480)
        leave = make_action(self, self.tr("关闭"), key_table.BACK, self.reject)
        self.rows = FixedRows(worker, self)
        self.view = ListView(ListModel(self.rows, window_columns(WALLET), self), row=44)
        self.view.say_when_empty(self.tr("还没有返利余额。返利结算后记在这里，订货时可以抵用。"))
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 16)
        box.setSpacing(10)
        total = figure(formatting.yuan(view.left), "heading")
        title = self.tr("{0}的返利余额").format(view.dealer.name)
        box.addLayout(row(label(title, "heading"), 1, total))
        self.banner = Banner(self)
        box.addWidget(self.banner)
        frame, inside = card(margins=(1, 1, 1, 1))
        inside.addWidget(self.view)
        box.addWidget(frame, 1)
        self.excel = ExcelKey(self, worker, self.banner, lambda: lists(wallet_sheet(view)))
        box.addLayout(row(1, self.excel.button(), ActionButton(leave, picture="close")))
        self.rows.show_rows(credits_of(view))
        self.view.setFocus()
