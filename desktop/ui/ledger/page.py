"""One account document by document with the balance after each, up to any day; Enter opens the document."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from desktop.listings.accounts import LEDGER
from desktop.ui.frame.actions import overviews, owner
from desktop.ui.frame.list_page import CountLabel
from desktop.ui.frame.page import WindowPage
from desktop.ui.frame.preferences import Preferences
from desktop.ui.frame.work import Latest, Worker
from desktop.ui.ledger.document import DocumentDialog
from desktop.ui.navigation import key_table
from desktop.ui.tables.fixed import FixedRows
from desktop.ui.tables.footer import SumRow
from desktop.ui.tables.listed import window_columns
from desktop.ui.tables.model import Column, ListModel
from desktop.ui.tables.view import ListView
from desktop.ui.widgets import formatting
from desktop.ui.widgets.excel import ExcelKey, Sheets, listing, lists
from desktop.ui.widgets.fields import CustomerEdit, DayEdit
from desktop.ui.widgets.parts import FilterBar, card, label, row

if TYPE_CHECKING:
    from desktop.actions.books.owner import DeskOwner
    from desktop.desk import Desk
    from desktop.listings.accounts import LedgerLine

_NOTHING = Decimal(0)
_DEBIT = 5  # the first of the columns that have a sum; credit and balance follow


class LedgerPage(WindowPage):
    """The account of a customer."""

    topics = frozenset({"accounts", "papers"})

    def __init__(self, worker: Worker, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(worker, preferences, parent)
        self.lines: Sequence[LedgerLine] = ()
        self.dialog: Any = None
        self._from_ages = False
        self._latest = Latest(worker, self)
        self._latest.answered.connect(self._show)
        self._latest.failed.connect(self.tell)
        self.act(self.tr("换客户"), key_table.FIND, self.seek)
        self.act(self.tr("截至哪天"), key_table.SWITCH_OTHER, self._to_day)
        self.act(self.tr("换期间"), key_table.SWITCH, lambda: self.periods.step(1), again=True)
        self.act(self.tr("对账单"), key_table.ACCOUNT, lambda: self._go("statements"))
        self.act(self.tr("核销"), key_table.SETTLE, lambda: self._go("settling"), right="money_write")
        self.act(self.tr("返回"), key_table.BACK, self._back)
        self.excel = ExcelKey(self, worker, self.banner, self._sheets)
        self._build()

    def _build(self) -> None:
        self.build_title(self.tr("往来明细"), self.excel.button())
        self.customer = CustomerEdit(self.worker, self)
        self.customer.setFixedWidth(280)
        self.customer.customer_changed.connect(self._ask)
        self.customer.entered.connect(self.rest)
        self.day = DayEdit(dt.datetime.now().astimezone().date())
        self.day.setFixedWidth(124)
        self.day.day_changed.connect(self._ask)
        self.day.entered.connect(self.rest)
        for edit in (self.customer, self.day):
            edit.wronged.connect(self.blame)
        self.periods = FilterBar(
            [("all", self.tr("全部")), ("year", self.tr("这一年")), ("month", self.tr("这一月"))],
        )
        self.periods.picked.connect(self._ask)
        self.count = CountLabel()
        upto = label(self.tr("截至"), "muted")
        self.box.addLayout(row(self.customer, upto, self.day, self.periods, 1, self.count, spacing=12))
        self.rows = FixedRows(self.worker, self)
        self.view = ListView(ListModel(self.rows, self._columns(), self))
        self.view.opened.connect(self._open)
        self.view.left_up.connect(self.customer.setFocus)
        self.view.say_when_empty(self.tr("没有往来。F3 选一个客户。"))
        frame, inside = card(margins=(1, 1, 1, 1))
        inside.addWidget(self.view)
        self.foot = SumRow(self.view, (_DEBIT, _DEBIT + 1, _DEBIT + 2))
        self.sums = list(self.foot.figures.values())
        inside.addWidget(self.foot)
        self.box.addWidget(frame, 1)

    def _columns(self) -> Sequence[Column]:
        return window_columns(LEDGER)

    def hints(self) -> list[tuple[str, str]]:
        return [("Enter", self.tr("看单据"))]

    # ---- coming

    def begin(self) -> None:
        self.worker.read(owner.desk_owner, then=self._know, failed=self.tell)

    def refresh(self) -> None:
        self._ask()

    def take(self, given: Any) -> None:
        """A customer's id, alone or with the day up to which he is looked into."""
        buyer, day = given if isinstance(given, tuple) else (given, None)
        self._from_ages = day is not None
        if day is not None:
            self.day.set_day(day, quietly=True)
        self._show(())
        self.worker.read(overviews.customer_of, str(buyer), then=self._found, failed=self.tell)
        self.rest()

    def place(self) -> object:
        return (self.customer.customer.id, self.day.day) if self.customer.customer else None

    def rest(self) -> None:
        self.view.setFocus()

    def seek(self) -> None:
        """The caret into the field that finds customers."""
        self.customer.setFocus()
        self.customer.selectAll()

    @Slot(object)
    def _know(self, whose: DeskOwner) -> None:
        self.day.today = whose.today
        if not self._from_ages:
            self.day.set_day(whose.today)

    @Slot(object)
    def _found(self, customer: Any) -> None:
        if customer is None:  # never another's account in place of the one asked for
            self.customer.forget()
            self._latest.drop()
            self._show(())
            self.banner.say(self.tr("没有这位客户的往来账。"), "warn")
        else:
            same = self.customer.customer is not None and self.customer.customer.id == customer.id
            self.customer.take(customer)
            if same:
                self._ask()

    def _to_day(self) -> None:
        self.day.setFocus()

    @Slot()
    def _ask(self) -> None:
        if self.customer.customer is not None:
            end = self.day.day
            starts = {"year": end.replace(month=1, day=1), "month": end.replace(day=1)}
            self._latest.ask(_ledger_lines, self.customer.customer.id, starts.get(self.periods.code), end)

    # ---- showing

    @Slot(object)
    def _show(self, lines: Sequence[LedgerLine]) -> None:
        self.lines = lines
        self.rows.show_rows(lines)
        self.count.show_count(sum(bool(each.number) for each in lines))
        opening = lines[0].balance if lines and not lines[0].number else _NOTHING
        more = sum((each.debit or _NOTHING for each in lines), _NOTHING)
        less = sum((each.credit or _NOTHING for each in lines), _NOTHING)
        lead = self.tr("期初 {0}；本期合计、期末余额：").format(formatting.money(opening))
        self.foot.show_sums(lead, [formatting.money(amount) for amount in (more, less, opening + more - less)])
        if lines:
            self.view.selectRow(len(lines) - 1)  # the newest is what is asked about
            self.view.scrollToBottom()

    # ---- going

    @Slot(object)
    def _open(self, line: LedgerLine) -> None:
        if line.number:
            self.dialog = DocumentDialog(self.worker, line.number, self)
            self.dialog.open()

    def _go(self, page: str) -> None:
        if self.customer.customer is not None:
            self.wanted.emit(page, self.customer.customer.id)

    def _back(self) -> None:
        self.back_wanted.emit("ageing" if self._from_ages else "customers", None)

    def _sheets(self) -> Sheets | None:
        if not self.lines:
            return None
        return lists(listing("ledger", tuple(self.lines), about=self.customer.customer.name))


def _ledger_lines(desk: Desk, account: str, start: dt.date | None, end: dt.date) -> list[LedgerLine]:
    """The documents of an account with the balance after each; the first line may be what was carried over."""
    from desktop.listings.listing import ListQuery

    return list(LEDGER.ask(desk, ListQuery(account=account, start=start, end=end)))
