"""Receipts of money, the newest first; one taken by mistake is reversed, never changed."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Slot

from desktop.actions.views import PaperRow
from desktop.ui import asks, words
from desktop.ui.money.dialog import ReceiptDialog
from desktop.ui.papers.listing import PaperListPage
from desktop.ui.parts import ActionButton
from desktop.ui.tables.model import Column
from desktop.ui.tables.window import AskIds, AskRows

if TYPE_CHECKING:
    from desktop.desk import Desk


def receipt_ids(desk: Desk, text: str) -> array[int]:
    """Keys of this desk's receipts of money."""
    return asks.paper_ids(desk, "money_receipt", text)


class MoneyPage(PaperListPage):
    """The list of receipts."""

    topics = frozenset({"accounts", "papers"})

    def asks(self) -> tuple[AskIds, AskRows]:
        return receipt_ids, asks.paper_rows

    def columns(self) -> Sequence[Column]:
        return (
            Column(self.tr("单号"), _number, 186, look="strong"),
            Column(self.tr("日期"), _date, 108),
            Column(self.tr("客户"), _buyer, 0, second=_code),
            Column(self.tr("方式"), _method, 128),
            Column(self.tr("参考号与摘要"), _note, 0),
            Column(self.tr("金额"), _amount, 130, right=True, look="strong", tone=_tone),
            Column(self.tr("状态"), _state, 104, look="chip", tone=_state_tone),
        )

    def build(self) -> None:
        new = self.act(self.tr("收款"), ["F9", "Ctrl+N"], self._new)
        self.build_reversing()
        self.act(self.tr("搜索"), ["F3", "Ctrl+F"], self.seek)
        self.build_title(self.tr("收款单"), ActionButton(new, "primary", "plus"))
        self.build_list()
        self.view.say_when_empty(self.tr("还没有收款单。F9 写一张。"))

    def _new(self) -> None:
        if self.today is None:
            return
        self.dialog = ReceiptDialog(self.worker, self.today, self)
        self.dialog.confirmed.connect(self._take)
        self.dialog.open()

    def _take(self) -> None:
        dialog: Any = self.dialog
        self.worker.write(asks.receive_money, *dialog.receipt, then=self._taken, failed=dialog.refuse)

    @Slot(object)
    def _taken(self, paper: Any) -> None:
        self.dialog.accept()
        self.view.start_over()
        self.refresh()
        said = self.tr("已收款 {0}：{1}。").format(words.money(abs(paper.amount)), paper.number)
        self.banner.say(said, "good")
        self.exchange_wanted.emit()


def _number(row: PaperRow) -> str:
    return row.number


def _date(row: PaperRow) -> str:
    return row.date.isoformat()


def _buyer(row: PaperRow) -> str:
    return row.buyer_name


def _code(row: PaperRow) -> str:
    return row.buyer_code


def _method(row: PaperRow) -> str:
    return words.method(row.method)


def _note(row: PaperRow) -> str:
    return "  ".join(text for text in (row.ref, row.remark) if text)


def _amount(row: PaperRow) -> str:
    return words.money(row.amount)


def _tone(row: PaperRow) -> str:
    return "bad" if row.amount < 0 else "text"


def _state(row: PaperRow) -> str:
    return words.state(row.state)


def _state_tone(row: PaperRow) -> str:
    return words.state_tone(row.state)
