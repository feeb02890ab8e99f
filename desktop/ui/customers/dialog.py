"""Credit agreed anew with a customer, and whether it may do business."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtWidgets import QComboBox, QWidget

from desktop.ui.widgets import formatting
from desktop.ui.widgets.dialogs import FormDialog
from desktop.ui.widgets.fields import AmountEdit, EnterEdit, Field
from desktop.ui.widgets.parts import label
from domain.errors import UsageError
from domain.parties.dealers import ACTIVE, CLOSED, INACTIVE, STATUSES, SUSPENDED, Dealer
from domain.tables.numbers import days_of_credit
from domain.values.quantities import plain_number

_MEANING = 44  # two lines, so that the dialog keeps its size


class _Optional(AmountEdit):
    """An amount that may be left out."""

    def settle(self) -> bool:
        return True if not self.text().strip() else super().settle()


class _Days(_Optional):
    """Whole days of credit as people write them, `30` or `30天`; left out where there are none."""

    @property
    def amount(self) -> Decimal | None:
        return days_of_credit(self.text())

    def settle(self) -> bool:
        days = self.amount
        right = not self.text().strip() or (days is not None and days >= 0 and not days % 1)
        self.wronged.emit(None if right else UsageError("credit_days_unreadable", text=self.text()))
        return right


class _CreditDialog(FormDialog):
    """How much credit and for how long: both may be left empty, and days are whole."""

    def __init__(self, parent: QWidget, width: int) -> None:
        super().__init__(parent, width=width)
        self.limit, self.days = _Optional(), _Days()
        self.limit.setPlaceholderText(self.tr("空着就是不限额"))
        self.days.setPlaceholderText(self.tr("空着就是现结"))

    def add_credit(self, *limit_facts: str) -> None:
        """The two fields side by side; `limit_facts` are further complaints about the limit."""
        limit, days = Field(self.tr("信用额度"), self.limit), Field(self.tr("账期天数"), self.days)
        self.limit.wronged.connect(limit.blame)
        self.days.wronged.connect(days.blame)
        self.add_row([limit, days])
        self.blames(limit, "credit_limit", *limit_facts)
        self.blames(days, "credit_days")


class TermsDialog(_CreditDialog):
    """How much credit a buyer has and for how long; instalments where there are any say more than days."""

    def __init__(self, card: Dealer, parent: QWidget) -> None:
        super().__init__(parent, 480)
        self.say_what(self.tr("信用与账期：{0}").format(card.name), self.tr("保存"))
        self.card = card
        self.terms = EnterEdit()
        self.terms.setPlaceholderText(self.tr("分期，如 30%N30,70%N60"))
        if card.credit_limit is not None:
            self.limit.setText(plain_number(card.credit_limit))
        if card.credit_days is not None:
            self.days.setText(str(card.credit_days))
        self.terms.setText(card.terms)
        self.add_credit("amount_")
        self.add(Field(self.tr("付款条件"), self.terms), "terms_")

    @property
    def agreed(self) -> tuple[str, Decimal | None, int | None, str]:
        """The buyer, and what is agreed."""
        return self.card.id, self.limit.amount, whole_days(self.days), self.terms.text().strip()


class StandingDialog(FormDialog):
    """Suspends or closes a customer, or lets it in again, and says why; what that means stands beside it."""

    def __init__(self, card: Dealer, parent: QWidget, *, at_hq: bool = False) -> None:
        super().__init__(parent, width=520)
        self.say_what(self.tr("暂停与恢复：{0}").format(card.name), self.tr("确定"))
        self.card = card
        self.status, self.reason = QComboBox(), EnterEdit()
        for code in (*STATUSES, *(() if at_hq else (INACTIVE,))):
            if code != card.status:
                self.status.addItem(formatting.named("dealer_status", code), code)
        self.reason.setPlaceholderText(self.tr("对方和上下游都会看到"))
        now = self.tr("现在是：{0}").format(formatting.named("dealer_status", card.status))
        self.fields.addWidget(label(now, "muted"))
        self.add(Field(self.tr("改为"), self.status))
        self.meaning = label("", "muted", wrap=True)
        self.meaning.setMinimumHeight(_MEANING)
        self.fields.addWidget(self.meaning)
        self.add(Field(self.tr("原因"), self.reason), "standing_reason")
        self.status.currentIndexChanged.connect(self._tell)
        self._tell()

    def _tell(self) -> None:
        """What the chosen status lets the customer do."""
        told = {
            ACTIVE: self.tr("可以照常下单、发货。"),
            SUSPENDED: self.tr("不能下新单；已接受的订单照常发货，付款、退货、对账照常。"),
            INACTIVE: self.tr("不再往来：开单时不再列出，不能下新单；单据和账照旧可查。"),
            CLOSED: self.tr("不再有新业务；只能了结往来：付款、收货、退货、核销、对账。没发完的订单请取消。"),
        }
        self.meaning.setText(told[str(self.status.currentData())])

    @property
    def said(self) -> tuple[str, str, str]:
        """The customer, what it is to be, and why."""
        return self.card.id, str(self.status.currentData()), self.reason.text().strip()


def whole_days(edit: AmountEdit) -> int | None:
    """Days as typed, None for none."""
    return None if edit.amount is None else int(edit.amount)
