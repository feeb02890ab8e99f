"""What is done with several orders of the list at once: delivered, let pass, printed, with one message for all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from desktop.ui.frame.actions import deliveries, orders
from desktop.ui.tables.many import ActsTogether, named_few
from desktop.ui.widgets.dialogs import FormDialog
from desktop.ui.widgets.fields import DayEdit, Field
from desktop.ui.widgets.parts import flowing
from desktop.ui.widgets.reasons import ReasonDialog
from domain.errors import UsageError


class DeliverAllDialog(FormDialog):
    """The day on which all that is left of these orders is delivered, each from its own warehouse."""

    def __init__(self, numbers: Sequence[str], today: dt.date, parent: QWidget) -> None:
        super().__init__(parent)
        self.say_what(self.tr("发货：%n 张订单", "", len(numbers)), self.tr("发货"))
        self.fields.addWidget(flowing(named_few(numbers), "strong"))
        self.fields.addWidget(flowing(self.tr("每张订单还没发的全部发出；发不了的留着，发完会逐张说明。"), "muted"))
        self.day = DayEdit(today)
        field = Field(self.tr("日期"), self.day)
        self.day.wronged.connect(field.blame)
        self.add(field, "date_")


class LetAllPassDialog(ReasonDialog):
    """Why these orders pass; each buyer will read it."""

    def __init__(self, numbers: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self.say_what(self.tr("审批通过：%n 张订单", "", len(numbers)), self.tr("通过"))
        self.fields.addWidget(flowing(named_few(numbers), "strong"))
        self.ask_why(self.tr("原因（对方看得到）"), "reason_missing")


class OrdersTogether(ActsTogether):
    """Delivers them, lets them pass, prints them."""

    def deliver(self) -> None:
        """Delivers what is left of each."""
        numbers = self.numbers()
        if numbers:
            self.ask(DeliverAllDialog(numbers, self.page.window_.today(), self.page), numbers, self._send)

    def let_pass(self) -> None:
        """Lets each pass that waits for approval."""
        numbers = self.numbers()
        if numbers:
            self.ask(LetAllPassDialog(numbers, self.page), numbers, self._pass)

    @Slot()
    def _send(self) -> None:
        self.do(self.tr("已发货"), deliveries.deliver, None, self.dialog.day.day, "")

    @Slot()
    def _pass(self) -> None:
        if self.dialog.why:
            self.do(self.tr("已通过"), orders.approve_order, self.dialog.why)
        else:
            self.dialog.refuse(UsageError("reason_missing"))

    def print(self) -> None:
        """Shows the papers of all, to be printed in one go."""
        numbers = self.numbers()
        if numbers:
            self.page.print_papers(numbers)
