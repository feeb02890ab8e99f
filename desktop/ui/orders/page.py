"""All orders, the newest first: to one's own customers and to HQ, with their state and what can be done next."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Slot

from desktop.ui.asks import asks, asks_drafts
from desktop.ui.frame.list_page import ListPage
from desktop.ui.tables.model import Column
from desktop.ui.tables.window import AskIds, AskRows
from desktop.ui.widgets import formatting
from desktop.ui.widgets.parts import ActionButton

if TYPE_CHECKING:
    from desktop.actions.documents.views import KeptDraft, OrderRow

_STATES = (
    "submitted", "needs_approval", "accepted", "accepted_in_part", "partly_delivered", "delivered", "closed", "refused",
    "cancelled",
)  # fmt: skip


class OrdersPage(ListPage):
    """The first page of the window."""

    topics = frozenset({"orders"})
    exported = ("order_heads", "orders")
    asked = frozenset({"approve_order", "refuse_order", "deliver"})

    def asks(self) -> tuple[AskIds, AskRows]:
        return asks.order_ids, asks.order_rows

    def search_hint(self) -> str:
        return self.tr("单号、往来单位、拼音首字母、参考号")

    def columns(self) -> Sequence[Column]:
        return (
            Column(self.tr("单号"), _number, 178, second=_ref, look="strong", whole=True),
            Column(self.tr("日期"), _date, 104, whole=True),
            Column(self.tr("卖方"), _seller, 0, second=_seller_code, name=True),
            Column(self.tr("买方"), _buyer, 0, second=_buyer_code, name=True),
            Column(self.tr("行数"), _lines, 56, right=True, spare=True),
            Column(self.tr("金额"), _total, 122, right=True, look="strong", second=self._accepted),
            Column(self.tr("已发"), _delivered, 112, right=True, spare=True),
            Column(self.tr("进度"), _stage, 154, look="chip", tone=_tone, second=self._since),
        )

    def _accepted(self, row: OrderRow) -> str:
        """What of it stands as accepted, where that is less or more than was ordered."""
        taken = row.accepted_amount
        return "" if taken is None or taken == row.total else self.tr("接受 {0}").format(formatting.money(taken))

    row_height = 44

    def build(self) -> None:
        new = self.act(self.tr("新销售订单"), ["F9", "Ctrl+N"], self._new, right="order_write")
        buy = self.act(self.tr("新进货订单"), ["Shift+F9", "Ctrl+Shift+N"], self._buy, right="order_write")
        self.act(self.tr("搜索"), ["F3", "Ctrl+F"], self.seek)
        self.act(self.tr("换状态"), "F4", self._next_state, again=True)
        self.draft_action = self.act(self.tr("草稿"), "F6", self._to_drafts, right="order_write")
        self.draft_action.setVisible(False)
        self.draft_button = ActionButton(self.draft_action, picture="pen")
        self.draft_button.hide()
        self.build_title(
            self.tr("订单"),
            self.draft_button,
            self.build_excel(),
            ActionButton(buy, picture="incoming"),
            ActionButton(new, "primary", "plus"),
        )
        states = [("", self.tr("全部")), *((code, formatting.state(code)) for code in _STATES)]
        self.build_list(states)
        unfit = self.tr("没有符合的订单。")
        self.say_when_none(self.tr("还没有订单。F9 写一张新的。"), unfit)
        if self.worker.asks_hq:
            self.keep_from_hqs_people(new, buy, self.draft_action)
            self.say_when_none(self.tr("还没有订单。"), unfit)
        self.worker.changed.connect(self._drafts_changed)

    @Slot(object)
    def _drafts_changed(self, changed: frozenset[str]) -> None:
        if "drafts" in changed:
            self._look_for_drafts()

    def hints(self) -> list[tuple[str, str]]:
        return [("Enter", self.tr("打开"))]

    def question(self) -> tuple[object, ...]:
        return (self.search.text().strip(), self.filters.code if self.filters else "")

    def begin(self) -> None:
        super().begin()
        self._look_for_drafts()

    def take(self, given: Any) -> None:
        """The orders of a `state`, or the list after one was `made`, with the caret on that one."""
        chosen = given if isinstance(given, dict) else {}
        if chosen.get("made"):
            self.view.start_over()
            self.refresh()
        elif chosen and self.filters is not None:
            self.filters.pick(chosen.get("state", ""))
        self.rest()

    def show_first(self, ids: array[int], rows: list[Any]) -> None:
        """Rows that were read before the books were open for good."""
        self.window_.show(ids, rows)

    def _look_for_drafts(self) -> None:
        self.worker.read(asks_drafts.kept_drafts, then=self._know_drafts)

    @Slot(object)
    def _know_drafts(self, drafts: list[KeptDraft]) -> None:
        self.draft_action.setVisible(bool(drafts))
        self.draft_button.setVisible(bool(drafts))
        self.draft_action.setText(self.tr("草稿（%n）", "", len(drafts)))
        self.keys_changed.emit()

    def open_row(self, row: OrderRow) -> None:
        self.wanted.emit("orderview", row.number)

    def _since(self, row: OrderRow) -> str:
        return self.tr("自 {0}").format(formatting.clock(row.since)) if row.since else ""

    def _new(self) -> None:
        self.wanted.emit("order", None)

    def _buy(self) -> None:
        self.wanted.emit("purchase", None)

    def _to_drafts(self) -> None:
        self.wanted.emit("drafts", None)

    def _next_state(self) -> None:
        if self.filters is not None:
            self.filters.step(1)


def _number(row: OrderRow) -> str:
    return row.number


def _ref(row: OrderRow) -> str:
    return row.ref


def _date(row: OrderRow) -> str:
    return row.date.isoformat()


def _seller(row: OrderRow) -> str:
    return row.seller_name


def _seller_code(row: OrderRow) -> str:
    return row.seller_code


def _buyer(row: OrderRow) -> str:
    return row.buyer_name


def _buyer_code(row: OrderRow) -> str:
    return row.buyer_code


def _lines(row: OrderRow) -> str:
    return str(row.lines)


def _total(row: OrderRow) -> str:
    return formatting.money(row.total)


def _delivered(row: OrderRow) -> str:
    return formatting.money(row.delivered_amount) if row.delivered_amount else formatting.NONE


def _stage(row: OrderRow) -> str:
    return formatting.stage(row.stage or row.state)


def _tone(row: OrderRow) -> str:
    return formatting.stage_tone(row.stage or row.state)
