"""All customers' accounts by age as of any day, with their sums; each leads to the documents behind it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from desktop.actions.accounts.account_views import AgeingRow
from desktop.listings.accounts import AGEING
from desktop.ui.frame.actions import owner, settling
from desktop.ui.frame.actions import search as finding
from desktop.ui.frame.list_page import CountLabel
from desktop.ui.frame.page import WindowPage
from desktop.ui.frame.preferences import Preferences
from desktop.ui.frame.work import Latest, Worker
from desktop.ui.navigation import key_table
from desktop.ui.tables.fixed import FixedRows
from desktop.ui.tables.footer import SumRow
from desktop.ui.tables.listed import window_columns
from desktop.ui.tables.model import Column, ListModel
from desktop.ui.tables.view import ListView
from desktop.ui.widgets import formatting
from desktop.ui.widgets.excel import ExcelKey, Sheets, listing, lists
from desktop.ui.widgets.fields import DayEdit
from desktop.ui.widgets.parts import FilterBar, SearchEdit, card, label, row
from domain.accounts.ledger import BUCKETS

if TYPE_CHECKING:
    from desktop.actions.books.owner import DeskOwner

_NOTHING = Decimal(0)


class AgeingPage(WindowPage):
    """The list; its day is today's until another is typed."""

    topics = frozenset({"accounts", "papers"})

    def __init__(self, worker: Worker, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(worker, preferences, parent)
        self.found: Sequence[AgeingRow] = ()
        self._latest = Latest(worker, self)
        self._latest.answered.connect(self._show)
        self._latest.failed.connect(self.tell)
        self._called: frozenset[str] = frozenset()
        self._calling = Latest(worker, self)
        self._calling.answered.connect(self._take_called)
        self.act(self.tr("截至哪天"), key_table.SWITCH_OTHER, self._to_day)
        self.act(self.tr("搜索"), key_table.FIND, self.seek)
        self.act(self.tr("换筛选"), key_table.SWITCH, lambda: self.filters.step(1), again=True)
        self.statement_action = self.act(self.tr("对账单"), key_table.ACCOUNT, self._statement)
        self.settle_action = self.act(self.tr("核销"), key_table.SETTLE, self._settle, right="money_write")
        self.act(self.tr("返回"), key_table.BACK, self._back)
        self.excel = ExcelKey(self, worker, self.banner, self._sheets)
        self._build()

    def _build(self) -> None:
        self.build_title(self.tr("账龄"), self.excel.button())
        self.day = DayEdit(dt.datetime.now().astimezone().date())
        self.day.setFixedWidth(124)
        self.day.day_changed.connect(self._ask)
        self.day.entered.connect(self.rest)
        self.day.wronged.connect(self.blame)
        self.search = SearchEdit(self.tr("名称、编码、拼音"))
        self.search.textChanged.connect(self._typed)
        self.filters = FilterBar(
            [("", self.tr("全部")), ("late", self.tr("逾期")), ("ahead", self.tr("多付"))],
        )
        self.filters.picked.connect(self._list)
        self.count = CountLabel()
        line = row(self.search, label(self.tr("截至"), "muted"), self.day, self.filters, 1, self.count, spacing=12)
        self.box.addLayout(line)
        self.rows = FixedRows(self.worker, self)
        self.view = ListView(ListModel(self.rows, self._columns(), self), row=44)
        self.view.opened.connect(self._open)
        self.view.left_up.connect(self.seek)
        self.search.left_down.connect(self.rest)
        frame, inside = card(margins=(1, 1, 1, 1))
        inside.addWidget(self.view)
        self.foot = SumRow(self.view, range(1, len(BUCKETS) + 2))
        self.sums = list(self.foot.figures.values())
        inside.addWidget(self.foot)
        self.box.addWidget(frame, 1)

    def _columns(self) -> Sequence[Column]:
        return window_columns(AGEING)

    def hints(self) -> list[tuple[str, str]]:
        return [("Enter", self.tr("看往来明细"))]

    # ---- coming

    def begin(self) -> None:
        self.worker.read(owner.desk_owner, then=self._know, failed=self.tell)

    def refresh(self) -> None:
        self._ask()

    def take(self, given: Any) -> None:
        """A day."""
        self.day.set_day(given)
        self.rest()

    def rest(self) -> None:
        self.view.setFocus()

    def seek(self) -> None:
        """The caret into the search field."""
        self.search.setFocus()
        self.search.selectAll()

    @Slot(object)
    def _know(self, whose: DeskOwner) -> None:
        self.day.today = whose.today
        self.day.set_day(whose.today, quietly=True)
        self._ask()

    def _to_day(self) -> None:
        self.day.setFocus()

    @Slot()
    def _ask(self) -> None:
        self._latest.ask(settling.ageing, self.day.day)

    # ---- showing

    @Slot(str)
    def _typed(self, text: str) -> None:
        """By name and code at once; by pinyin as soon as the book has told whose names are spelled so."""
        self._called = frozenset()
        if text.strip():
            self._calling.ask(finding.dealers_called, text)
        else:
            self._calling.drop()
        self._list()

    @Slot(object)
    def _take_called(self, called: frozenset[str]) -> None:
        self._called = called
        self._list()

    @Slot(object)
    def _show(self, found: Sequence[AgeingRow]) -> None:
        self.found = found
        self._list()

    @Slot()
    def _list(self) -> None:
        typed = self.search.text().strip().casefold()
        code = self.filters.code
        shown = [
            each
            for each in self.found
            if (not code or (each.overdue > 0 if code == "late" else each.balance < 0))
            and (
                not typed or each.buyer.id in self._called or typed in f"{each.buyer.code} {each.buyer.name}".casefold()
            )
        ]
        narrowed = bool(self.found) and (typed or code)
        self.view.say_when_empty(self.tr("没有符合的客户。") if narrowed else self.tr("没有欠款，也没有多付的。"))
        self.rows.show_rows(shown)
        self.count.show_count(len(shown))
        sums = [sum((each.balance for each in shown), _NOTHING)]
        sums += [sum((each.buckets[place].amount for each in shown), _NOTHING) for place in range(len(BUCKETS))]
        self.foot.show_sums(self.tr("合计"), [formatting.money(amount) for amount in sums])

    # ---- going

    @Slot(object)
    def _open(self, each: AgeingRow) -> None:
        self.wanted.emit("ledger", (each.buyer.id, self.day.day))

    def _statement(self) -> None:
        each = self.view.current_row()
        if each is not None:
            self.wanted.emit("statements", each.buyer.id)

    def _settle(self) -> None:
        each = self.view.current_row()
        if each is not None:
            self.wanted.emit("settling", each.buyer.id)

    def _back(self) -> None:
        self.back_wanted.emit("customers", None)

    def _sheets(self) -> Sheets | None:
        shown = tuple(self.rows.rows)
        return lists(listing("ageing", shown, about=self.day.day.isoformat())) if shown else None
