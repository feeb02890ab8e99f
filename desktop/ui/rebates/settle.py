"""Settling formally: a policy, a period and who; first what would be paid, line by line, and only then for good."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from desktop.actions.policies.views import Due, RebateRow
from desktop.ui.frame.actions import rebates, standings
from desktop.ui.frame.style import tone
from desktop.ui.frame.work import Latest, Worker
from desktop.ui.rebates import telling
from desktop.ui.tables.fixed import FixedRows
from desktop.ui.tables.model import Column, ListModel
from desktop.ui.tables.view import ListView
from desktop.ui.widgets import formatting
from desktop.ui.widgets.dialogs import FormDialog
from desktop.ui.widgets.excel import ExcelKey, Sheets, listing, lists
from desktop.ui.widgets.fields import Field
from desktop.ui.widgets.parts import card, figure, label, row
from domain.rebates.settlement import SettlementLine

_BACK = 6  # periods one may go back to
_NOTHING = Decimal(0)


def periods_back(key: str, count: int = _BACK) -> list[str]:
    """A period and those before it: 2026-11, 2026-10 …; 2026-Q4, 2026-Q3 …; 2026, 2025 …"""
    year, _, rest = key.partition("-")
    if key == "whole" or not year.isdigit():
        return [key]
    if not rest:
        return [str(int(year) - back) for back in range(count)]
    parts = 4 if rest.startswith("Q") else 12
    whole = int(year) * parts + int(rest.lstrip("Q")) - 1
    found = [divmod(whole - back, parts) for back in range(count)]
    return [f"{a}-Q{b + 1}" if parts == 4 else f"{a}-{b + 1:02d}" for a, b in found]


class SettleDialog(FormDialog):
    """The dialog.

    Signals:
        settled: it was done (or HQ was asked to); carries how many dealers.
    """

    settled = Signal(int)

    def __init__(self, worker: Worker, rebate: RebateRow, parent: QWidget, *, only: bool) -> None:
        """`only`: this rebate's dealer alone is proposed, else all dealers."""
        super().__init__(parent, width=820)
        self.say_what(self.tr("结算返利：{0}").format(rebate.name), self.tr("正式结算"))
        self.told = ""
        self.dues: Sequence[Due] = ()
        self._worker = worker
        self._rebate = rebate
        self._latest = Latest(worker, self)
        self._latest.answered.connect(self._show)
        self._latest.failed.connect(self._fail)
        self.period = QComboBox()
        for key in periods_back(rebate.period):
            self.period.addItem(telling.period(key), key)
        self.whom = QComboBox()
        self.whom.addItem(self.tr("全部经销商"), "")
        self.whom.addItem(rebate.dealer.name, rebate.dealer.id)
        self.whom.setCurrentIndex(1 if only else 0)
        self.early = QCheckBox(self.tr("期末之前先结一部分（期末再结时减去）"))
        self._build()
        self.period.currentIndexChanged.connect(self._ask)
        self.whom.currentIndexChanged.connect(self._ask)
        self.early.toggled.connect(self._ask)
        self.confirmed.connect(self._settle)
        self._ask()

    def _build(self) -> None:
        self.add_row([Field(self.tr("期间"), self.period), Field(self.tr("谁"), self.whom)])
        self.fields.addWidget(self.early)
        self.rows = FixedRows(self._worker, self)
        self.list = ListView(ListModel(self.rows, self._columns(), self), row=44)
        frame, inside = card(margins=(1, 1, 1, 1))
        inside.addWidget(self.list)
        frame.setMinimumHeight(240)
        self.fields.addWidget(frame, 1)
        self.total = figure(formatting.NONE, "heading")
        self.count = label("", "muted")
        self.excel = ExcelKey(self, self._worker, self.banner, self._sheets)
        total = label(self.tr("合计应付"), "muted")
        self.fields.addLayout(row(self.excel.button(), self.count, 1, total, self.total))

    def _sheets(self) -> Sheets:
        return lists(listing("rebate_dues", self.dues, about=f"{self._rebate.policy} {self.period.currentData()}"))

    def _columns(self) -> Sequence[Column]:
        return (
            Column(self.tr("经销商"), _name, 0, second=_code, look="strong", name=True),
            Column(self.tr("应得"), _of("accrued", "tier_change"), 120, right=True),
            Column(self.tr("调整"), _of("adjustment"), 104, right=True),
            Column(self.tr("暂扣 / 解除"), _of("held_back", "released"), 118, right=True),
            Column(self.tr("减已结"), _of("paid"), 118, right=True),
            Column(self.tr("这次应付"), _payable, 130, right=True, look="strong", tone=_sign),
        )

    def _question(self) -> tuple[str, str, tuple[str, ...], bool]:
        chosen = str(self.whom.currentData() or "")
        whom = (chosen,) if chosen else ()
        return self._rebate.policy, str(self.period.currentData()), whom, self.early.isChecked()

    @Slot()
    def _ask(self) -> None:
        self.do.setEnabled(False)
        self._latest.ask(standings.dues, *self._question())

    @Slot(object)
    def _show(self, dues: Sequence[Due]) -> None:
        self.dues = dues
        self.banner.hide()
        self.list.say_when_empty(self.tr("没有要付的，也没有要扣回的。"))
        self.rows.show_rows(dues)
        reward = self._rebate.reward
        total = sum((each.payable for each in dues), _NOTHING)
        self.total.setText(telling.gain_of(reward, dues[0].reward_name if dues else "", total))
        tone(self.total, tone="heading")
        self.count.setText(self.tr("{0} 户，记为{1}").format(len(dues), telling.reward_kind(reward)))
        self.do.setEnabled(bool(dues))

    @Slot(object)
    def _fail(self, failure: Any) -> None:
        self._show(())
        self.list.say_when_empty("")  # what isn't reckoned isn't nothing
        self.count.setText("")
        self.total.setText(formatting.NONE)
        self.refuse(failure)
        self.do.setEnabled(False)

    @Slot()
    def _settle(self) -> None:
        policy, period, whom, early = self._question()
        settle = partial(rebates.settle, interim=early)
        self._worker.write(settle, policy, period, whom, then=self._done, failed=self.refuse)

    @Slot(object)
    def _done(self, made: rebates.RebateSettled) -> None:
        count, total = len(self.dues), self.total.text()
        self.told = (
            self.tr("已请总部结算 {0} 户，合计 {1}；下次交换后看得到结果。").format(count, total)
            if made.request
            else self.tr("已结算 {0} 户，合计 {1}。").format(count, total)
        )
        self.settled.emit(count)
        self.accept()


def _of(*kinds: str) -> Any:
    def told(due: Due) -> str:
        lines: list[SettlementLine] = [line for line in due.lines if line.kind in kinds]
        if not lines:
            return formatting.NONE
        return telling.gain_of(due.reward, "", sum((line.amount for line in lines), _NOTHING))

    return told


def _name(due: Due) -> str:
    return due.dealer.name


def _code(due: Due) -> str:
    return due.dealer.code


def _payable(due: Due) -> str:
    return telling.gain_of(due.reward, due.reward_name, due.payable)


def _sign(due: Due) -> str:
    return "bad" if due.payable < 0 else "text"
