"""Receipts of money and the other documents of an account, the newest first; a mistake is reversed, never changed."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Slot

from desktop.actions.documents.views import PaperRow
from desktop.arrangement import AS_IT_IS, Arrangement
from desktop.documents.faces import PAPERS, listed_on
from desktop.listings.documents import DOCUMENTS
from desktop.ui.closing.dialog import ClosingDialog
from desktop.ui.frame.actions import list_sums, lists, money
from desktop.ui.money.dialog import ReceiptDialog
from desktop.ui.navigation import key_table
from desktop.ui.papers.listing import PaperListPage
from desktop.ui.settling.dialogs import AccountNoteDialog
from desktop.ui.tables.listed import window_columns
from desktop.ui.tables.model import Column
from desktop.ui.tables.window import AskIds, AskRows
from desktop.ui.widgets import formatting
from desktop.ui.widgets.parts import ActionButton

if TYPE_CHECKING:
    from desktop.desk import Desk


def money_ids(desk: Desk, text: str, kind: str, arranged: Arrangement = AS_IT_IS) -> array[int]:
    """Keys of this desk's documents of one kind."""
    return lists.papers_shown(desk, kind, text, arranged=arranged)


class MoneyPage(PaperListPage):
    """The list, one kind at a time."""

    topics = frozenset({"accounts", "papers"})
    ask_sums = staticmethod(list_sums.papers_sums)
    exported = ("documents",)
    arranges = True
    asked = frozenset(
        {
            "receive_money",
            "book_note",
            "book_opening",
            "reverse_document",
            "book_bank_lines",
            "close_month",
            "reopen_month",
        }
    )

    def asks(self) -> tuple[AskIds, AskRows]:
        return money_ids, DOCUMENTS.rows

    def columns(self) -> Sequence[Column]:
        return window_columns(DOCUMENTS)

    def build(self) -> None:
        new = self.act(self.tr("收款"), key_table.NEW, self._new, right="money_write")
        note = self.act(self.tr("其他单据"), key_table.NEW_OTHER, self._note, right="money_write")
        settle = self.act(self.tr("核销"), key_table.SETTLE, self._settle, right="money_write")
        bank = self.act(self.tr("银行流水"), key_table.GO_ON, self._bank, right="money_write")
        self.print_action = self.act(
            self.tr("打印"),
            key_table.PRINT,
            self._print,
            why=self.tr("只有收款单能打印：用 F4 换到收款单，停在一张上。"),
        )
        self.act(self.tr("月结"), key_table.CLOSE_MONTH, self._close_month, right="money_write")
        self.build_reversing("money_write")
        self.act(self.tr("换种类"), key_table.SWITCH, self._next_kind, again=True)
        self.act(self.tr("搜索"), key_table.FIND, self.seek)
        self.build_title(
            self.tr("收款与账务单据"),
            ActionButton(bank, picture="open"),
            self.build_excel(),
            ActionButton(self.print_action, picture="print"),
            ActionButton(note, picture="pen"),
            ActionButton(settle, picture="check"),
            ActionButton(new, "primary", "plus"),
        )
        self.build_list([(code, formatting.kind(code)) for code in listed_on("money")])
        self.view.say_when_empty(self.tr("还没有这种单据。F9 收款，Shift+F9 写其他的。"))

    def row_chosen(self, row: PaperRow | None) -> None:
        self.print_action.setEnabled(row is not None and row.kind in PAPERS)
        self.allow_reversing(row)

    def _print(self) -> None:
        numbers = [row.number for row in self.view.chosen_rows() if row.kind == "money_receipt"]
        if numbers:
            self.print_papers(numbers)

    def question(self) -> tuple[object, ...]:
        return (self.search.text().strip(), self.filters.code if self.filters else "money_receipt")

    def hints(self) -> list[tuple[str, str]]:
        told = self.tr("核销这位客户") if self.worker.may("money_write") else self.tr("看这位客户的核销")
        return [("Enter", told)]

    def open_row(self, row: PaperRow) -> None:
        self.wanted.emit("settling", row.buyer_id)

    def _settle(self) -> None:
        row = self.view.current_row()
        self.wanted.emit("settling", row.buyer_id if row is not None else None)

    def _bank(self) -> None:
        self.wanted.emit("bank", None)

    def _close_month(self) -> None:
        self.dialog = ClosingDialog(self.worker, self)
        self.dialog.open()

    def _next_kind(self) -> None:
        if self.filters is not None:
            self.filters.step(1)

    def _note(self) -> None:
        if self.today is None:
            return
        self.dialog = AccountNoteDialog(self.worker, self.today, self)
        self.dialog.confirmed.connect(self._book)
        self.dialog.open()

    def _book(self) -> None:
        dialog: Any = self.dialog
        self.worker.write(money.book_as_said, dialog.wish, then=self._booked, failed=dialog.refuse)

    @Slot(object)
    def _booked(self, paper: Any) -> None:
        self.dialog.accept()
        self.view.start_over()
        if self.filters is not None:
            self.filters.pick(paper.kind)
        said = self.tr("已入账 {0} {1}：{2}。")
        self.banner.say(
            said.format(formatting.kind(paper.kind), formatting.money(abs(paper.amount)), paper.number), "good"
        )
        self.exchange_wanted.emit()

    def _new(self) -> None:
        if self.today is None:
            return
        self.dialog = ReceiptDialog(self.worker, self.today, self)
        self.dialog.confirmed.connect(self._take)
        self.dialog.open()

    def _take(self) -> None:
        dialog: ReceiptDialog = self.dialog
        take = partial(money.receive_money, prepay=dialog.prepay.isChecked())
        self.worker.write(take, *dialog.receipt, then=self._taken, failed=dialog.refuse)

    @Slot(object)
    def _taken(self, paper: Any) -> None:
        self.dialog.accept()
        self.view.start_over()
        if self.filters is not None:
            self.filters.pick("money_receipt")
        said = self.tr("已收款 {0}：{1}。").format(formatting.money(abs(paper.amount)), paper.number)
        self.banner.say(said, "good")
        self.exchange_wanted.emit()
