"""The rebates of one dealer as a list of bars: earned so far, what the next step asks and brings, days left."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QObject

from desktop.actions.policies.views import RebateRow
from desktop.actions.rebates.steps import next_of
from desktop.ui.frame.work import Worker
from desktop.ui.rebates import telling
from desktop.ui.rebates.bar import BarCells
from desktop.ui.tables.fixed import FixedRows
from desktop.ui.tables.model import Column, ListModel
from desktop.ui.tables.view import ListView
from desktop.ui.widgets import formatting

ROW = 74


class ProgressList(ListView):
    """One row a rebate, with its bar."""

    def __init__(self, worker: Worker, parent: QObject) -> None:
        self.rows = FixedRows(worker, parent)
        super().__init__(ListModel(self.rows, self._columns(), parent), row=ROW)
        self.setItemDelegate(BarCells(self))
        self.say_when_empty(self.tr("现在没有适用的返利政策。"))

    def _columns(self) -> Sequence[Column]:
        return (
            Column(self.tr("返利政策"), _name, 0, second=_period, look="strong", name=True),
            Column(self.tr("进度"), telling.stands, 0, look="bar"),
            Column(self.tr("已获"), _earned, 122, right=True, look="strong", second=self._settled, tone=_earned_tone),
            Column(self.tr("到下一档"), self._missing, 150, right=True, second=self._at_stake),
            Column(self.tr("期限"), telling.days, 104, look="chip", tone=telling.urgency),
        )

    def show_rows(self, rows: Sequence[RebateRow]) -> None:
        """Shows these rebates; what can still bring more stands first, what ends soonest before the rest."""
        self.rows.show_rows(sorted(rows, key=_urgency))

    def _settled(self, row: RebateRow) -> str:
        told = [row.reward_name] if row.reward in telling.NAMED and row.reward_name else []
        if row.held:
            told.append(self.tr("暂扣 {0}").format(telling.figure_of(row.reward, row.held)))
        if row.paid:
            told.append(self.tr("已结 {0}").format(telling.figure_of(row.reward, row.paid)))
        return "  ".join(told)

    def _missing(self, row: RebateRow) -> str:
        if next_of(row) is None:
            return self.tr("已到最高档") if row.tier is not None else formatting.NONE
        return self.tr("还差 {0}").format(telling.missing(row))

    def _at_stake(self, row: RebateRow) -> str:
        brings = telling.brings(row)
        return self.tr("可多得 {0}").format(brings) if brings else ""


def _urgency(row: RebateRow) -> tuple[bool, int, str]:
    left = date.max.toordinal() if row.days_left is None else row.days_left
    return next_of(row) is None, left, row.name


def _name(row: RebateRow) -> str:
    return row.name


def _period(row: RebateRow) -> str:
    return f"{telling.period(row.period)}  ·  {telling.reward_kind(row.reward)}"


def _earned(row: RebateRow) -> str:
    return telling.figure_of(row.reward, row.earned)


def _earned_tone(row: RebateRow) -> str:
    return "good" if row.earned > 0 else "muted"
