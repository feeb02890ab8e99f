"""Deliveries, returns, receipts of goods and counts: what was done, and from a delivery a return."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox

from desktop.actions.documents.views import PaperRow, PaperView
from desktop.arrangement import AS_IT_IS, Arrangement
from desktop.documents.faces import PAPERS, listed_on
from desktop.listings.documents import DOCUMENTS, LINES, PaperLine
from desktop.listings.listing import CellLook
from desktop.ui.frame.actions import deliveries, list_sums, lists, posting
from desktop.ui.frame.work import Latest
from desktop.ui.navigation import key_table
from desktop.ui.papers.listing import PaperListPage
from desktop.ui.tables.fixed import FixedRows
from desktop.ui.tables.listed import columns_of, window_columns
from desktop.ui.tables.model import Column, ListModel
from desktop.ui.tables.view import ListView
from desktop.ui.tables.window import AskIds, AskRows
from desktop.ui.widgets import formatting
from desktop.ui.widgets.fields import Field
from desktop.ui.widgets.following import FollowingButton
from desktop.ui.widgets.parts import ActionButton, figure, label, row
from desktop.ui.widgets.quantities import QuantityDialog, countables

if TYPE_CHECKING:
    from desktop.desk import Desk

_KINDS = listed_on("papers")
_NARROW = CellLook(104, "strong", second=("amount",))
_LINE = (
    *map(LINES.column, ("name", "sku", "given")),
    LINES.column("quantity")._replace(look=_NARROW),
    LINES.column("amount")._replace(where=frozenset()),
)
"""A document's lines beside the list, where there is little room: what they come to stands under how many they are."""


def goods_ids(desk: Desk, text: str, kind: str, arranged: Arrangement = AS_IT_IS) -> array[int]:
    """Keys of this desk's documents of a kind; what it received from above is its own too."""
    from desktop.actions.documents.lists import PaperFilter, paper_ids

    if kind == "goods_receipt":
        return paper_ids(desk, kind, PaperFilter(text=text, buyer=desk.dealer_id, arranged=arranged))
    return lists.papers_shown(desk, kind, text, arranged=arranged)


class PapersPage(PaperListPage):
    """The list and, on its right, the lines of the document under the caret."""

    topics = frozenset({"papers", "orders", "stock", "incoming"})
    exported = ("documents", "document_lines")
    arranges = True
    ask_sums = staticmethod(list_sums.goods_sums)
    asked = frozenset({"deliver", "return_goods", "reverse_document"})

    def asks(self) -> tuple[AskIds, AskRows]:
        return goods_ids, DOCUMENTS.rows

    def question(self) -> tuple[object, ...]:
        return (self.search.text().strip(), self.filters.code if self.filters else _KINDS[0])

    def columns(self) -> Sequence[Column]:
        return window_columns(DOCUMENTS, without=("method", "note"))

    def build(self) -> None:
        self.return_action = self.act(self.tr("退货"), key_table.NEW, self._return, right="goods_move")
        self.print_action = self.act(
            self.tr("打印"),
            key_table.PRINT,
            self._print,
            why=self.tr("先停在一张单据上；能打印的是出库单、退货单和到货单。"),
        )
        self.print_action.setEnabled(False)
        self.build_reversing("goods_move")
        self.act(self.tr("搜索"), key_table.FIND, self.seek)
        self.act(self.tr("换种类"), key_table.SWITCH, self._next_kind, again=True)
        self.build_title(
            self.tr("发货与退货"),
            self.build_excel(),
            FollowingButton(self.return_action, picture="return"),
            ActionButton(self.print_action, picture="print"),
        )
        kinds = [code for code in _KINDS if code != "goods_receipt" or not self.worker.asks_hq]
        body = self.build_list([(code, formatting.kind(code)) for code in kinds])
        inside = self.side(body, 400, 254)
        self.heading = label("", "heading")
        self.total = figure("", "strong")
        inside.addLayout(row(self.heading, 1, self.total))
        self.note = label("", "small", wrap=True)
        inside.addWidget(self.note)
        self.lines = FixedRows(self.worker, self)
        self.inside = ListView(ListModel(self.lines, columns_of(_LINE), self), row=40)
        inside.addWidget(self.inside, 1)
        self.view.say_when_empty(self.tr("没有这种单据。发货从订单里做。"))
        self._latest = Latest(self.worker, self)
        self._latest.answered.connect(self._show)
        self.paper: PaperView | None = None

    def row_chosen(self, row: PaperRow | None) -> None:
        if row is not None:
            self._latest.ask(posting.paper, row.id)
        self.allow_reversing(row)

    @Slot(object)
    def _show(self, paper: PaperView) -> None:
        self.paper = paper
        self.heading.setText(paper.number)
        self.total.setText(formatting.money(paper.amount))
        told = [formatting.kind(paper.kind), formatting.state(paper.state), formatting.day(paper.date)]
        told += [formatting.warehouse(paper.warehouse)]
        told += [paper.author, paper.remark]
        self.note.setText("  ·  ".join(text for text in told if text))
        self.lines.show_rows([PaperLine(paper, each) for each in paper.lines])
        self.print_action.setEnabled(paper.kind in PAPERS)
        self.return_action.refuse(self._why_no_return(paper))
        self.return_action.setEnabled(not self._why_no_return(paper))
        self.return_action.setVisible(not self._why_no_return(paper))
        self.keys_changed.emit()

    def _why_no_return(self, paper: PaperView) -> str:
        """Why nothing of a document comes back; "" where it may."""
        if paper.kind != "delivery":
            return self.tr("{0} 不是销售出库单：退货从出库单做，先用 F4 换到销售出库单。").format(paper.number)
        if paper.state != "posted" or paper.reverses_number:
            return self.tr("{0} 已红冲或本身是红冲单，没有可退的货。").format(paper.number)
        return ""

    def _next_kind(self) -> None:
        if self.filters is not None:
            self.filters.step(1)

    def _print(self) -> None:
        if self.paper is None:
            return
        chosen = [row.number for row in self.view.chosen_rows() if row.kind in PAPERS]
        self.dialog = self.print_papers(chosen if len(chosen) > 1 else [self.paper.number]) or self.dialog

    def _return(self) -> None:
        if self.paper is not None:
            self.worker.read(deliveries.what_is_left, self.paper.id, "return", then=self._ask_return, failed=self.tell)

    @Slot(object)
    def _ask_return(self, found: tuple[PaperView, dict[int, Decimal]]) -> None:
        paper, left = found
        if self.today is None:
            return
        lines = countables(paper, left)
        if not lines:
            self.banner.say(self.tr("{0} 的货已经全部退回。").format(paper.number), "info")
            return
        title = self.tr("退货：{0}").format(paper.number)
        self.dialog = QuantityDialog(
            title, self.tr("退货"), lines, self.today, self, most=self.tr("还可退"), filled=False
        )
        self.dialog.place_field.hide()
        self._lost = self._ask_lost()
        self.dialog.confirmed.connect(self._take_back)
        self.dialog.open()

    def _take_back(self) -> None:
        dialog, paper = self.dialog, self.paper
        if paper is not None:
            asked = (paper.number, dialog.quantities, dialog.day.day, self._lost.currentData())
            self.worker.write(deliveries.return_goods, *asked, then=self._taken_back, failed=self._not_taken_back)

    def _ask_lost(self) -> QComboBox:
        """What becomes of benefits that what is kept hasn't earned: asked only where there are any."""
        choice = QComboBox()
        choice.addItem(self.tr("请选择"), "")
        choice.addItem(self.tr("退回：赠品一起退，优惠补收"), "return")
        choice.addItem(self.tr("补收：都折成钱"), "charge")
        choice.addItem(self.tr("不追回"), "keep")
        self._lost_field = Field(self.tr("够不上的优惠"), choice)
        self.dialog.add(self._lost_field, "return_takes_back", "return_gift_worthless")
        self._lost_field.hide()
        return choice

    @Slot(object)
    def _not_taken_back(self, failure: Any) -> None:
        if failure.code.startswith(("return_takes_back", "return_gift_worthless")):
            self._lost_field.show()
            self.dialog.fit()
        self.dialog.refuse(failure)

    @Slot(object)
    def _taken_back(self, paper: Any) -> None:
        self.dialog.accept()
        said = self.tr("已退货：{0}，金额 {1}，已从往来账里减去。").format(paper.number, formatting.money(paper.amount))
        self.banner.say(said + formatting.charged(paper), "warn" if paper.told else "good")
        self.exchange_wanted.emit()
