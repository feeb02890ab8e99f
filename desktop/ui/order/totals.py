"""What the goods cost, what promotions and the rebate wallet take off, what is left to pay, and the button."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop.ui.frame.style import tone
from desktop.ui.navigation import key_table
from desktop.ui.widgets import formatting
from desktop.ui.widgets.fields import AmountEdit
from desktop.ui.widgets.following import FollowingButton
from desktop.ui.widgets.parts import ActionButton, figure, key_cap, label, row

_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class OrderSums:
    """An order's sums; `accepted` is what of it the verdict lets through, None while nothing is judged."""

    gross: Decimal = _ZERO
    saved: Decimal = _ZERO
    gifts: Decimal = _ZERO
    paid: Decimal = _ZERO
    total: Decimal = _ZERO
    accepted: Decimal | None = None


class TotalsCard(QFrame):
    """The card at the foot of an order's right side.

    Signals:
        wallet_typed: how much the wallet is to pay, or None for all it can.
    """

    wallet_typed = Signal(object)

    def __init__(self, submit: QAction, parent: QWidget | None = None, *, selling: bool = True) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self.counted = label("", "muted")
        self.gross, self.saved, self.gifts = figure("0.00"), figure(), figure()
        self.accepted = figure(formatting.NONE)
        self.total = figure("", "big")
        self.wallet = AmountEdit()
        self.wallet.setMinimumWidth(80)
        self.wallet.setMaximumWidth(104)
        self.wallet_note = label("", "small", wrap=True)
        self.button = ActionButton(submit, "submit")
        self.button.setAutoDefault(True)
        self._saved_row = _line(self.tr("促销优惠"), self.saved)
        self._gift_row = _line(self.tr("赠品价值"), self.gifts)
        self._wallet_row = _line(self.tr("返利抵用"), self.wallet, key_table.PAY.keys[0])
        self._accepted_row = _line(self.tr("可接受金额"), self.accepted)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 8, 16, 10)
        box.setSpacing(4)
        box.addLayout(row(self.counted, 1, self.gross))
        for each in (self._saved_row, self._gift_row, self._wallet_row, self.wallet_note, self._accepted_row):
            box.addWidget(each)
        due = self.tr("应收") if selling else self.tr("应付")
        box.addLayout(row(label(due, "strong"), 1, self.total))
        box.addWidget(self.button)
        self._box = box
        self.wallet.entered.connect(self._wallet_entered)
        self.show_wallet("", None)
        self.show_count(0)
        self.show_sums(OrderSums())

    def offer(self, *actions: QAction) -> None:
        """What may be done instead of placing the order stands below that button as long as it may be done."""
        for action in actions:
            button = FollowingButton(action)
            button.setAutoDefault(False)
            self._box.addWidget(button)

    def show_sums(self, sums: OrderSums) -> None:
        """The order's sums."""
        self.gross.setText(formatting.money(sums.gross))
        self.saved.setText(formatting.money(-sums.saved))
        self._saved_row.setVisible(bool(sums.saved))
        tone(self.saved, tone="good")
        self.gifts.setText(formatting.money(sums.gifts))
        self._gift_row.setVisible(bool(sums.gifts))
        self.total.setText(formatting.yuan(sums.total - sums.paid))
        self.accepted.setText(formatting.money(sums.accepted))
        short = sums.accepted is not None and sums.accepted < sums.total
        self._accepted_row.setVisible(short)
        tone(self.accepted, tone="warn" if short else "")

    def show_wallet(self, note: str, paid: Decimal | None) -> None:
        """What the wallet pays (None: it has nothing to pay with), and where that comes from."""
        self._wallet_row.setVisible(paid is not None)
        self.wallet_note.setVisible(paid is not None and bool(note))
        self.wallet_note.setText(note)
        if not self.wallet.hasFocus():
            self.wallet.setText("" if not paid else formatting.money(paid))
            self.wallet.setPlaceholderText(self.tr("不用"))

    def show_count(self, lines: int) -> None:
        """How many lines there are."""
        self.counted.setText(self.tr("商品合计（%n 行）", "", lines) if lines else self.tr("商品合计"))

    def start_wallet(self) -> None:
        """The caret into what the wallet is to pay."""
        self.wallet.setFocus()

    @Slot()
    def _wallet_entered(self) -> None:
        self.wallet_typed.emit(self.wallet.amount)
        self.button.setFocus()


def _line(name: str, value: QWidget, key: str = "") -> QWidget:
    """One line that can be hidden whole."""
    made = QWidget()
    keys = [key_cap(key)] if key else []
    made.setLayout(row(label(name, "muted"), *keys, 1, value))
    return made
