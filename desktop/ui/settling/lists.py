"""The three lists of settling: payments that are free, documents that are unpaid, and what was set against what."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.actions.accounts.account_views import FreeCreditRow, OpenDebtRow, SettlementRow
from desktop.ui.frame.work import Worker
from desktop.ui.tables.fixed import FixedRows
from desktop.ui.tables.model import Column, ListModel
from desktop.ui.tables.view import ListView
from desktop.ui.widgets import formatting

TALL = 44


class Marked(NamedTuple):
    """An unpaid document, and what of it the chosen payment is to pay."""

    debt: OpenDebtRow
    share: Decimal


class CreditList(ListView):
    """Free payments."""

    def __init__(self, worker: Worker, parent: QWidget) -> None:
        self.rows = FixedRows(worker, parent)
        super().__init__(ListModel(self.rows, self._columns(), parent), row=TALL)
        self.say_when_empty(self.tr("没有未核销的收款。"))

    def _columns(self) -> Sequence[Column]:
        return (
            Column(self.tr("收款与贷项"), _credit_number, 0, second=_credit_about, whole=True),
            Column(self.tr("金额"), _credit_amount, 104, right=True),
            Column(self.tr("未核销"), _credit_left, 112, right=True, look="strong", second=_held),
        )


class DebtList(ListView):
    """Unpaid documents.

    Signals:
        ticked: the space bar on one; carries the Marked.
    """

    ticked = Signal(object)

    def __init__(self, worker: Worker, parent: QWidget) -> None:
        self.rows = FixedRows(worker, parent)
        super().__init__(ListModel(self.rows, self._columns(), parent), row=TALL)
        self.say_when_empty(self.tr("没有未结清的欠款。"))

    def _columns(self) -> Sequence[Column]:
        return (
            Column(self.tr("欠款"), _debt_number, 0, second=_debt_about, whole=True),
            Column(self.tr("到期"), _due, 108, whole=True, second=_late, tone=_late_tone),
            Column(self.tr("未付"), _remaining, 108, right=True),
            Column(self.tr("这次核销"), _share, 112, right=True, look="strong", tone=_share_tone),
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            row = self.current_row()
            if row is not None:
                self.ticked.emit(row)
        else:
            super().keyPressEvent(event)


class SettlementList(ListView):
    """What was settled."""

    def __init__(self, worker: Worker, parent: QWidget) -> None:
        self.rows = FixedRows(worker, parent)
        super().__init__(ListModel(self.rows, self._columns(), parent))
        self.say_when_empty(self.tr("还没有核销过。"))

    def _columns(self) -> Sequence[Column]:
        return (
            Column(self.tr("日期"), _date, 108, whole=True),
            Column(self.tr("收款与贷项"), _paying, 0, whole=True),
            Column(self.tr("冲抵"), _paid, 0, whole=True),
            Column(self.tr("金额"), _amount, 120, right=True, look="strong", tone=_void_tone),
            Column(self.tr("方式"), _mode, 150, tone=_void_tone),
            Column(self.tr("经手"), _by, 110),
            Column(self.tr("状态"), self._state, 96, look="chip", tone=_state_tone),
        )

    def _state(self, row: SettlementRow) -> str:
        return self.tr("已作废") if row.void else self.tr("有效")


def _credit_number(row: FreeCreditRow) -> str:
    return row.number


def _credit_about(row: FreeCreditRow) -> str:
    return "  ·  ".join(each for each in (formatting.kind(row.kind), row.date.isoformat(), row.remark) if each)


def _credit_amount(row: FreeCreditRow) -> str:
    return formatting.money(row.amount)


def _credit_left(row: FreeCreditRow) -> str:
    return formatting.money(row.remaining)


def _held(row: FreeCreditRow) -> str:
    return formatting.settle_way("held") if row.held else ""


def _debt_number(row: Marked) -> str:
    return row.debt.number


def _debt_about(row: Marked) -> str:
    debt = row.debt
    return "  ·  ".join(each for each in (formatting.kind(debt.kind), debt.date.isoformat(), debt.remark) if each)


def _due(row: Marked) -> str:
    return row.debt.due.isoformat()


def _late(row: Marked) -> str:
    debt = row.debt
    if debt.days_late > 0 and not debt.overdue:
        return QCoreApplication.translate("settling", "有未核销款可抵")
    return formatting.days_late(debt.days_late) if debt.days_late > 0 else ""


def _late_tone(row: Marked) -> str:
    return "bad" if row.debt.overdue else "text"


def _remaining(row: Marked) -> str:
    return formatting.money(row.debt.remaining)


def _share(row: Marked) -> str:
    return formatting.money(row.share) if row.share else formatting.NONE


def _share_tone(row: Marked) -> str:
    return "good" if row.share else "faint"


def _date(row: SettlementRow) -> str:
    return row.date.isoformat()


def _paying(row: SettlementRow) -> str:
    return row.credit_number


def _paid(row: SettlementRow) -> str:
    return row.debt_number or formatting.NONE


def _amount(row: SettlementRow) -> str:
    return formatting.money(row.amount)


def _mode(row: SettlementRow) -> str:
    return formatting.settle_way(row.mode)


def _by(row: SettlementRow) -> str:
    return row.by


def _void_tone(row: SettlementRow) -> str:
    return "faint" if row.void else "text"


def _state_tone(row: SettlementRow) -> str:
    return "muted" if row.void else "good"
