"""Goods on their way from the seller above: what comes, and Enter takes it into a warehouse."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from PySide6.QtCore import Slot

from desktop.actions.documents.views import IncomingRow, PaperLineView, PaperView
from desktop.labels import Language
from desktop.listings.documents import INCOMING, LINES
from desktop.listings.listing import CellLook, ListColumn
from desktop.listings.types import QUANTITY, itself, said
from desktop.ui.frame.actions import deliveries, lists, stock
from desktop.ui.frame.work import Latest
from desktop.ui.goods.together import ReceiveTogether
from desktop.ui.navigation import key_table
from desktop.ui.papers.listing import PaperListPage
from desktop.ui.tables.fixed import FixedRows
from desktop.ui.tables.listed import columns_of, window_columns
from desktop.ui.tables.model import Column, ListModel
from desktop.ui.tables.view import ListView
from desktop.ui.tables.window import AskIds, AskRows
from desktop.ui.widgets import formatting
from desktop.ui.widgets.parts import ActionButton, figure, label, row
from desktop.ui.widgets.quantities import Countable, QuantityDialog, countables
from desktop.ui.widgets.reasons import ReasonDialog
from desktop.wording import say
from domain.values.quantities import format_quantity


class _LeftToReceive(NamedTuple):
    """A line of a delivery, and how much of it is still on its way."""

    paper: PaperView
    line: PaperLineView
    left: Decimal


def _told(line: PaperLineView, quantity: Decimal) -> str:
    return format_quantity(quantity, line.base_unit or line.unit, line.packs)


def _left(row: _LeftToReceive) -> Decimal | None:
    return row.left or None


def _left_text(left: Decimal, row: _LeftToReceive, _language: Language) -> str:
    return _told(row.line, left)


def _of_how_much(row: _LeftToReceive, language: Language) -> str:
    """Of a line that came in part, or whole: how much of how much."""
    line = row.line
    if row.left == line.quantity:
        return ""
    whole, came = line.quantity_text, _told(line, line.quantity - row.left)
    return say("received_of", language, whole=whole, came=came)


_NAME = LINES.column("name")
_TO_RECEIVE = (
    _NAME._replace(look=_NAME.look._replace(second=("sku", "given", "of_how_much"))),
    *map(LINES.column, ("sku", "given")),
    ListColumn("of_how_much", "已收", "Received", said(_of_how_much), itself, frozenset()),
    ListColumn("left", "还没收", "To receive", QUANTITY._replace(text=_left_text), _left, look=CellLook(96, "strong")),
)
"""The lines of one delivery, each with what is left of it; their own sheet tells them whole."""


class IncomingPage(PaperListPage):
    """Deliveries that wait to be received."""

    topics = frozenset({"incoming", "papers"})
    exported = ("incoming", "document_lines")

    def asks(self) -> tuple[AskIds, AskRows]:
        return lists.incoming_ids, INCOMING.rows

    def question(self) -> tuple[object, ...]:
        return ()

    def columns(self) -> Sequence[Column]:
        return window_columns(INCOMING)

    def build(self) -> None:
        receive = self.act(self.tr("收货"), key_table.DO, self._receive, right="goods_move")
        refuse = self.act(self.tr("拒收"), key_table.REFUSE, self._ask_why, right="goods_move")
        buttons = ActionButton(refuse, "danger", "stop-circle"), ActionButton(receive, "primary", "incoming")
        self.build_title(self.tr("到货"), self.build_excel(), *buttons)
        body = self.build_list()
        self.search.hide()
        inside = self.side(body, 400)
        self.heading = label("", "heading")
        self.total = figure("", "strong")
        inside.addLayout(row(self.heading, 1, self.total))
        self.rows = FixedRows(self.worker, self)
        self.inside = ListView(ListModel(self.rows, columns_of(_TO_RECEIVE), self), row=40)
        inside.addWidget(self.inside, 1)
        self.view.say_when_empty(self.tr("没有在路上的货。卖方发货后，交换一次就会出现在这里。"))
        self._latest = Latest(self.worker, self)
        self._latest.answered.connect(self._show)
        self._together = ReceiveTogether(self)
        self._places: list[str] = []
        self._waits = Decimal(0)

    def hints(self) -> list[tuple[str, str]]:
        return [("Enter", self.tr("收货"))] if self.worker.may("goods_move") else []

    def begin(self) -> None:
        super().begin()
        self.worker.read(stock.warehouses, then=self._know_places)

    @Slot(object)
    def _know_places(self, places: list[str]) -> None:
        self._places = self._together.places = places

    def row_chosen(self, row: IncomingRow | None) -> None:
        if row is not None:
            self._waits = row.outstanding_amount
            self._latest.ask(deliveries.what_is_left, row.id, "goods_receipt")
        else:
            self.heading.setText("")
            self.total.setText("")
            self.rows.show_rows(())

    @Slot(object)
    def _show(self, found: tuple[PaperView, dict[int, Decimal]]) -> None:
        paper, left = found
        self.heading.setText(paper.number)
        self.total.setText(formatting.money(self._waits))
        self.rows.show_rows([_LeftToReceive(paper, line, left.get(line.line, Decimal(0))) for line in paper.lines])

    def open_row(self, row: IncomingRow) -> None:  # noqa: ARG002 -- it is the row under the caret
        person = self.worker.working
        if person is None or self.worker.may("goods_move"):
            self._receive()
        else:
            told = formatting.told("not_permitted", user=person.name, role=person.role, action="goods_move")
            self.banner.say(told, "warn")

    def _receive(self) -> None:
        if self.view.chosen_count > 1:
            self._together.receive()
            return
        row = self.view.current_row()
        if row is not None:
            self.worker.read(deliveries.what_is_left, row.id, "goods_receipt", then=self._ask_receipt, failed=self.tell)

    @Slot(object)
    def _ask_receipt(self, found: tuple[PaperView, dict[int, Decimal]]) -> None:
        paper, left = found
        lines = countables(paper, left)
        if self.today is None or not lines:
            return
        self.dialog = ReceiveDialog(paper.number, lines, self.today, self._places, self)
        self.dialog.confirmed.connect(self._take_in)
        self.dialog.open()

    def _take_in(self) -> None:
        dialog = self.dialog
        asked = (dialog.number, dialog.place.place, dialog.day.day, dialog.quantities)
        self.worker.write(deliveries.receive, *asked, then=self._taken_in, failed=dialog.refuse)

    def _ask_why(self) -> None:
        row = self.view.current_row()
        if row is not None:
            self.dialog = RefuseDeliveryDialog(row.number, self)
            self.dialog.confirmed.connect(self._refuse)
            self.dialog.open()

    def _refuse(self) -> None:
        asked = (self.dialog.number, self.dialog.why)
        self.worker.write(deliveries.refuse_delivery, *asked, then=self._refused, failed=self.dialog.refuse)

    @Slot(object)
    def _refused(self, paper: Any) -> None:
        self.dialog.accept()
        self.banner.say(formatting.told("delivery_refused_now", number=paper.source_number), "good")
        self.exchange_wanted.emit()

    @Slot(object)
    def _taken_in(self, paper: Any) -> None:
        self.dialog.accept()
        self.banner.say(self.tr("已收货：{0}，库存已加上。").format(paper.number), "good")
        self.exchange_wanted.emit()


class RefuseDeliveryDialog(ReasonDialog):
    """Why nothing of a delivery is taken in, as its sender will read it."""

    def __init__(self, number: str, parent: PaperListPage) -> None:
        super().__init__(parent)
        self.say_what(self.tr("整单拒收：{0}").format(number), self.tr("拒收"))
        self.number = number
        self.ask_why(self.tr("原因（发货方看得到）"), "reason_")


class ReceiveDialog(QuantityDialog):
    """A delivery, taken in as a whole or as far as it came; what is left stays on its way."""

    nothing = "receive_nothing"

    def __init__(
        self, number: str, lines: Sequence[Countable], today: dt.date, places: list[str], parent: PaperListPage
    ) -> None:
        title = self.tr("收货：{0}").format(number)
        super().__init__(title, self.tr("收货"), lines, today, parent, most=self.tr("还没收"))
        self.number = number
        self.show_places(places)
