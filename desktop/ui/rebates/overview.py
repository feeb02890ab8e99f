"""All dealers in one table that sorts by any of its columns, by a click on its head or by a key column by column."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QObject, Qt, Slot

from desktop.actions.policies.views import RebateRow
from desktop.actions.rebates.steps import next_of
from desktop.ui.frame.work import Worker
from desktop.ui.rebates import telling
from desktop.ui.tables.fixed import FixedRows
from desktop.ui.tables.model import Column, ListModel
from desktop.ui.tables.view import ListView
from desktop.ui.widgets import formatting

_NOTHING = Decimal(0)


class OverviewTable(ListView):
    """One row a dealer and rebate."""

    sortable = False  # it has an order of its own for each column

    def __init__(self, worker: Worker, parent: QObject) -> None:
        self.rows = FixedRows(worker, parent)
        super().__init__(ListModel(self.rows, self._columns(), parent), row=44)
        self.say_when_empty(self.tr("没有符合的返利。"))
        self.shown: list[RebateRow] = []
        self._ids: dict[tuple[str, str, str], int] = {}
        self._column = -1
        self._falling = False
        head = self.horizontalHeader()
        head.setSectionsClickable(True)
        head.setSortIndicatorShown(False)
        head.sectionClicked.connect(self.sort_by)

    def _columns(self) -> Sequence[Column]:
        return (
            Column(self.tr("经销商"), _dealer, 0, second=_code, look="strong", name=True),
            Column(self.tr("返利政策"), _policy, 0, second=_period, name=True),
            Column(self.tr("现在"), _reached, 106, right=True, second=self._tier),
            Column(self.tr("已获"), _earned, 104, right=True, look="strong", second=self._held),
            Column(self.tr("已结"), _paid, 86, right=True),
            Column(self.tr("还差"), telling.missing, 100, right=True),
            Column(self.tr("可多得"), _at_stake, 86, right=True),
            Column(self.tr("期限"), telling.days, 100, look="chip", tone=telling.urgency),
        )

    def show_rows(self, rows: Sequence[RebateRow]) -> None:
        """Shows these, in the order that was chosen."""
        self.shown = list(rows)
        self._sort()

    @Slot(int)
    def sort_by(self, column: int) -> None:
        """By this column; once more turns it round. Figures begin with the greatest."""
        if column == self._column:
            self._falling = not self._falling
        else:
            self._column, self._falling = column, column >= _FIRST_FIGURE
        self._sort()

    def sort_next(self) -> None:
        """By the next column."""
        self._column, self._falling = (self._column + 1) % len(_KEYS), False
        self._falling = self._column >= _FIRST_FIGURE
        self._sort()

    def turn(self) -> None:
        """The other way round."""
        self.sort_by(max(self._column, 0))

    def _sort(self) -> None:
        head = self.horizontalHeader()
        if self._column >= 0:
            self.shown.sort(key=_KEYS[self._column], reverse=self._falling)
            down = Qt.SortOrder.DescendingOrder if self._falling else Qt.SortOrder.AscendingOrder
            head.setSortIndicatorShown(True)
            head.setSortIndicator(self._column, down)
        keys = [(row.dealer.id, row.policy, row.period) for row in self.shown]
        self.rows.show_rows(self.shown, [self._ids.setdefault(key, len(self._ids)) for key in keys])

    def _tier(self, row: RebateRow) -> str:
        return telling.tier(row)

    def _held(self, row: RebateRow) -> str:
        if row.held:
            return self.tr("暂扣 {0}").format(telling.figure_of(row.reward, row.held))
        return row.reward_name if row.reward in telling.NAMED else ""


def _missing_key(row: RebateRow) -> Decimal:
    coming = next_of(row)
    return coming.missing if coming is not None else _NOTHING


def _days_key(row: RebateRow) -> int:
    return date.max.toordinal() if row.days_left is None else row.days_left


_KEYS: tuple[Callable[[RebateRow], Any], ...] = (
    lambda row: (row.dealer.name, row.name, row.period),
    lambda row: (row.name, row.period, row.dealer.name),
    lambda row: row.reached,
    lambda row: row.earned,
    lambda row: row.paid,
    _missing_key,
    lambda row: row.at_stake,
    _days_key,
)
_FIRST_FIGURE = 2


def _dealer(row: RebateRow) -> str:
    return row.dealer.name


def _code(row: RebateRow) -> str:
    return row.dealer.code


def _policy(row: RebateRow) -> str:
    return row.name


def _period(row: RebateRow) -> str:
    return telling.period(row.period)


def _reached(row: RebateRow) -> str:
    return telling.reached(row, row.reached)


def _earned(row: RebateRow) -> str:
    return telling.figure_of(row.reward, row.earned)


def _paid(row: RebateRow) -> str:
    return telling.figure_of(row.reward, row.paid) if row.paid else formatting.NONE


def _at_stake(row: RebateRow) -> str:
    coming = next_of(row)
    return telling.figure_of(row.reward, coming.brings) if coming and coming.brings else formatting.NONE
