"""What HQ's people do with a rebate: correct it by hand, settle it once the figures are seen, move its reward on."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtWidgets import QComboBox, QWidget

from desktop.actions.policies.views import PayoutView, RebateRow
from desktop.ui.rebates import telling
from desktop.ui.widgets import formatting
from desktop.ui.widgets.dialogs import FormDialog
from desktop.ui.widgets.fields import AmountEdit, EnterEdit, Field
from desktop.ui.widgets.parts import flowing, label
from desktop.ui.widgets.reasons import ReasonDialog

NEXT_STATES = {
    "earned": ("approved", "lapsed"),
    "approved": ("ordered", "handed_over", "lapsed"),
    "ordered": ("handed_over", "lapsed"),
}


class AdjustDialog(ReasonDialog):
    """So much more or less, and why; it counts once a second person approves it."""

    def __init__(self, row: RebateRow, parent: QWidget) -> None:
        super().__init__(parent)
        title = self.tr("调整返利：{0}，{1}").format(row.dealer.name, telling.period(row.period))
        self.say_what(title, self.tr("提交调整"))
        self.amount = AmountEdit()
        self.amount.setPlaceholderText(self.tr("加就写正数，减就写负数"))
        amount = Field(self.tr("调整金额"), self.amount)
        self.amount.wronged.connect(amount.blame)
        self.add(amount, "amount_", "adjustment_amount")
        self.ask_why(self.tr("原因"), "adjustment_reason", "reason_")
        self.fields.addWidget(flowing(self.tr("要由另一个人批准之后才算数。"), "small"))

    @property
    def adjustment(self) -> tuple[Decimal, str]:
        return self.amount.amount or Decimal(0), self.why


class MoveDialog(FormDialog):
    """The next state of a reward that is handed over by people."""

    def __init__(self, payout: PayoutView, parent: QWidget) -> None:
        super().__init__(parent)
        self.say_what(self.tr("奖品：{0}").format(payout.reward_name or payout.name), self.tr("更新状态"))
        self.state = QComboBox()
        for code in NEXT_STATES.get(payout.state, ()):
            self.state.addItem(formatting.reward_state(code), code)
        self.note = EnterEdit()
        now = self.tr("{0} · {1} · 现为：{2}").format(
            payout.dealer.name,
            telling.gain_of(payout.reward, payout.reward_name, payout.payable),
            formatting.reward_state(payout.state),
        )
        self.fields.addWidget(flowing(now, "muted"))
        self.add(Field(self.tr("改为"), self.state), "reward_")
        self.add(Field(self.tr("备注（交给谁、凭证号）"), self.note))
        for state, moment, by in payout.history:
            text = f"{formatting.clock(moment)}   {formatting.reward_state(state)}   {by}"
            self.fields.addWidget(label(text, "small"))

    @property
    def wanted(self) -> tuple[str, str]:
        """The state it goes to, and a note."""
        return str(self.state.currentData()), self.note.text().strip()
