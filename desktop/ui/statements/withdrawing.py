"""Taking an issued statement back, or issuing another: why is asked for, because the other side reads it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from desktop.actions.accounts.account_views import ConfirmationView
from desktop.ui.frame.actions import confirming
from desktop.ui.frame.work import Worker
from desktop.ui.statements.drawn import StatementQuestion, issue
from desktop.ui.widgets import formatting
from desktop.ui.widgets.parts import flowing
from desktop.ui.widgets.reasons import ReasonDialog
from domain.explain import Reason


class _ShutDialog(ReasonDialog):
    """The button stays shut until there is a reason."""

    def ask_why(self, name: str, *codes: str) -> None:
        super().ask_why(name, *codes)
        self.reason.textChanged.connect(self._allow)
        self._allow()
        self.reason.setFocus()

    @Slot()
    def _allow(self) -> None:
        self.do.setEnabled(bool(self.why))

    def confirm(self) -> None:
        if self.why:
            super().confirm()


class WithdrawDialog(_ShutDialog):
    """Asks for the reason, then takes the statement back.

    Signals:
        withdrawn: its number.
    """

    withdrawn = Signal(str)

    def __init__(self, worker: Worker, number: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.number = number
        self._worker = worker
        self.say_what(self.tr("撤回对账单 {0}").format(number), self.tr("撤回"))
        told = self.tr("撤回后这张对账单作废，编号不再使用；对方的程序会看到原因。已寄出的纸请向对方要回。")
        self.fields.addWidget(flowing(told, "muted"))
        self.ask_why(self.tr("原因"))
        self.confirmed.connect(self._go)

    @Slot()
    def _go(self) -> None:
        withdraw = partial(confirming.withdraw, reason=self.why)
        self._worker.write(withdraw, self.number, then=self._done, failed=self.refuse)

    @Slot(object)
    def _done(self, view: ConfirmationView) -> None:
        self.accept()
        self.withdrawn.emit(view.number)


class ReissueDialog(_ShutDialog):
    """Says which statements of the period stand and what came since; asks for the reason, then issues another.

    Signals:
        issued: its number, and those that it takes the place of.
    """

    issued = Signal(str, str)

    def __init__(self, worker: Worker, asked: StatementQuestion, before: Sequence[Reason], parent: QWidget) -> None:
        super().__init__(parent, width=560)
        self._worker, self._statement = worker, asked
        replaced = [str(each.facts["number"]) for each in before if each.code == "statement_would_replace"]
        self.replaced = self.tr("、").join(replaced)
        self.say_what(self.tr("同一期间再出一张对账单"), self.tr("开具"))
        for each in before:
            self.fields.addWidget(flowing(formatting.tell(each), "muted"))
        self.ask_why(self.tr("原因（对方会看到，也印在对账单上）"))
        self.confirmed.connect(self._go)

    @Slot()
    def _go(self) -> None:
        self._worker.write(issue, self._statement, self.why, then=self._done, failed=self.refuse)

    @Slot(object)
    def _done(self, number: Any) -> None:
        self.accept()
        self.issued.emit(str(number), self.replaced)
