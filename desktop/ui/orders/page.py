"""All orders, the newest first: to one's own customers and to HQ, with their state and what can be done next."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Slot

from desktop.listings.orders import ORDER_HEADS
from desktop.ui.frame.actions import drafts as draft_actions
from desktop.ui.frame.list_page import ListPage
from desktop.ui.navigation import key_table
from desktop.ui.tables.model import Column
from desktop.ui.widgets.parts import ActionButton

if TYPE_CHECKING:
    from desktop.actions.documents.views import KeptDraft, OrderRow
    from desktop.ui.orders.together import OrdersTogether


class OrdersPage(ListPage):
    """The first page of the window."""

    topics = frozenset({"orders"})
    listing = ORDER_HEADS
    exported = ("order_heads", "orders")
    arranges = True
    asked = frozenset({"approve_order", "refuse_order", "deliver"})

    def search_hint(self) -> str:
        return self.tr("单号、往来单位、拼音首字母、参考号")

    row_height = 44

    def columns(self) -> Sequence[Column]:
        sides = (("own", self.tr("自己卖出")), ("others", self.tr("其他卖方")))
        return [
            column._replace(codes=sides) if column.listed is not None and column.listed.key == "seller_name" else column
            for column in super().columns()
        ]

    def build(self) -> None:
        new = self.act(self.tr("新销售订单"), key_table.NEW, self._new, right="order_write")
        buy = self.act(self.tr("新进货订单"), key_table.NEW_OTHER, self._buy, right="order_write")
        self.act(self.tr("搜索"), key_table.FIND, self.seek)
        self.act(self.tr("换状态"), key_table.SWITCH, self._next_state, again=True)
        send = self.act(self.tr("发货"), key_table.DO, self._deliver, right="goods_move")
        allow = self.act(self.tr("审批通过"), key_table.APPROVE, self._let_pass, right="order_approve")
        self.act(self.tr("打印"), key_table.PRINT, self._print)
        self.draft_action = self.act(self.tr("草稿"), key_table.GO_ON, self._to_drafts, right="order_write")
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
        self.build_list(self.filter_pairs())
        unfit = self.tr("没有符合的订单。")
        self.say_when_none(self.tr("还没有订单。F9 写一张新的。"), unfit)
        if self.worker.asks_hq:
            self.keep_from_hqs_people(new, buy, self.draft_action)
            self.keep_from_hqs_people(send, right="goods_move")
            self.keep_from_hqs_people(allow, right="order_approve")
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
        self.worker.read(draft_actions.kept_drafts, then=self._know_drafts)

    @Slot(object)
    def _know_drafts(self, drafts: list[KeptDraft]) -> None:
        self.draft_action.setVisible(bool(drafts))
        self.draft_button.setVisible(bool(drafts))
        self.draft_action.setText(self.tr("草稿（%n）", "", len(drafts)))
        self.keys_changed.emit()

    def open_row(self, row: OrderRow) -> None:
        self.wanted.emit("orderview", row.number)

    def _new(self) -> None:
        self.wanted.emit("order", None)

    def _buy(self) -> None:
        self.wanted.emit("purchase", None)

    def _to_drafts(self) -> None:
        self.wanted.emit("drafts", None)

    @cached_property
    def together(self) -> OrdersTogether:
        """What is done with the selected orders; loaded when something is."""
        from desktop.ui.orders.together import OrdersTogether

        return OrdersTogether(self)

    def _deliver(self) -> None:
        self.together.deliver()

    def _let_pass(self) -> None:
        self.together.let_pass()

    def _print(self) -> None:
        self.together.print()

    def _next_state(self) -> None:
        if self.filters is not None:
            self.filters.step(1)
