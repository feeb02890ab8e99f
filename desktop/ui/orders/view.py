"""One order looked at: its lines, what was accepted and delivered, every reason, and what can be done next."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.actions.documents.views import OrderDraft, OrderView
from desktop.actions.orders.order_steps import can_amend, can_split, must_see, open_wish
from desktop.ui.frame.actions import deliveries, hq_requests, notes, owner, stock
from desktop.ui.frame.actions import orders as order_actions
from desktop.ui.frame.page import WindowPage
from desktop.ui.frame.preferences import Preferences
from desktop.ui.frame.style import tone
from desktop.ui.frame.work import Worker
from desktop.ui.navigation import key_table
from desktop.ui.order.benefits.why import WhyDialog
from desktop.ui.order.checks import ChecksCard
from desktop.ui.order.verdict import verdict_kind, verdict_text
from desktop.ui.orders.answers import CancelDialog, LetPassDialog, RefuseOrderDialog
from desktop.ui.orders.lines import OrderLines, whole_parts
from desktop.ui.orders.steps import Steps
from desktop.ui.orders.sums import SumsCard
from desktop.ui.widgets import formatting
from desktop.ui.widgets.excel import ExcelKey, Sheets, listing, lists
from desktop.ui.widgets.parts import ActionButton, ElidedLabel, card, chip, label
from desktop.ui.widgets.quantities import QuantityDialog, a_countable

_OPEN = ("accepted", "accepted_in_part", "partly_delivered")
_SHARES = (5, 5, 2, 2, 3)  # of the fields above the lines: the parties' names are the longest
_DAY, _NAME = 80, 160  # a date is seen whole, and of a name so much
_CANCELLABLE = (*_OPEN[:2], "submitted", "needs_approval", "refused")


class OrderViewPage(WindowPage):
    """One order."""

    topics = frozenset({"orders"})

    def __init__(self, worker: Worker, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(worker, preferences, parent)
        self.order: OrderView | None = None
        self._number = ""
        self._own = ""
        self._places: list[str] = []
        self._build()

    def _build(self) -> None:
        self.deliver_action = self.act(self.tr("发货"), key_table.DO, self._deliver, right="goods_move")
        self.approve_action = self.act(self.tr("审批通过"), key_table.APPROVE, self._approve, right="order_approve")
        self.print_action = self.act(self.tr("打印"), key_table.PRINT, self._print)
        self.excel = ExcelKey(self, self.worker, self.banner, self._sheets)
        self.refuse_action = self.act(self.tr("拒绝"), key_table.REFUSE, self._refuse, right="order_approve")
        self.cancel_action = self.act(self.tr("取消订单"), key_table.DELETE, self._cancel, right="order_write")
        self.copy_action = self.act(self.tr("复制成新单"), key_table.NEW, self._copy, right="order_write")
        self.amend_action = self.act(self.tr("改单重下"), key_table.EDIT, self._amend, right="order_write")
        self.split_action = self.act(self.tr("拆单"), key_table.EDIT_OTHER, self._split, right="order_write")
        self.close_action = self.act(self.tr("结单"), key_table.STOP, self._close, right=self._closing_right())
        self.seen_action = self.act(self.tr("答复已阅"), key_table.SEEN, self._see, right="order_write")
        self.steps = Steps(self.worker, self)
        self.steps.opened.connect(self._go_on)
        self.steps.failed.connect(self.tell)
        self.steps.seen.connect(self._seen)
        self.steps.closed.connect(self._closed)
        self.why_action = self.act(self.tr("为什么"), key_table.WHY, self._why)
        self.check_action = self.act(self.tr("按当时政策重算"), key_table.RECKON, self._reckon)
        self.back_action = self.act(self.tr("返回列表"), key_table.BACK, lambda: self.wanted.emit("orders", None))
        self.state = chip()
        self.copy_button = ActionButton(self.copy_action, picture="copy")
        title = self.build_title(
            self.tr("订单"),
            self.excel.button(),
            ActionButton(self.cancel_action, "danger", "close"),
            ActionButton(self.close_action, picture="stop-circle"),
            self.copy_button,
            ActionButton(self.amend_action, picture="pen"),
            ActionButton(self.seen_action, "primary", "check"),
            ActionButton(self.print_action, picture="print"),
            ActionButton(self.refuse_action, "danger", "stop-circle"),
            ActionButton(self.approve_action, picture="check"),
            ActionButton(self.deliver_action, "primary", "deliver"),
        )
        self.number = label("", "heading")
        title.insertWidget(1, self.number)
        title.insertWidget(2, self.state)
        body = QHBoxLayout()
        body.setSpacing(12)
        left = QVBoxLayout()
        left.setSpacing(10)
        left.addWidget(self._build_head())
        self.view = OrderLines(self.worker, self)
        frame, inside = card(margins=(1, 1, 1, 1))
        inside.addWidget(self.view)
        left.addWidget(frame, 1)
        body.addLayout(left, 1)
        body.addWidget(self._build_side())
        self.box.addLayout(body, 1)

    def _sheets(self) -> Sheets | None:
        """The lines of this order."""
        if self.order is None:
            return None
        from desktop.listings.orders import lines_of_order

        return lists(listing("orders", lines_of_order(self.order), about=self.order.number))

    def _build_head(self) -> QWidget:
        frame, inside = card(spacing=4)
        self._fields = [ElidedLabel() for _ in range(5)]
        names = (self.tr("卖方"), self.tr("买方"), self.tr("日期"), self.tr("仓库"), self.tr("参考号与备注"))
        line = QHBoxLayout()
        line.setSpacing(18)
        for place, (name, value) in enumerate(zip(names, self._fields, strict=True)):
            column = QVBoxLayout()
            column.setSpacing(2)
            column.addWidget(ElidedLabel(name, "label"))  # words give way to names
            column.addWidget(value)
            value.setMinimumWidth(_DAY if place == 2 else 20)
            line.addLayout(column, _SHARES[place])
        inside.addLayout(line)
        return frame

    def _build_side(self) -> QWidget:
        side = QWidget()
        self.narrow(side, 292, 250)
        box = QVBoxLayout(side)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(10)
        frame, inside = card()
        self.sums = SumsCard()
        inside.addWidget(self.sums)
        self.checks = ChecksCard()
        self.written = label("", "small", wrap=True)
        box.addWidget(frame)
        box.addWidget(self.checks)
        box.addWidget(self.written)
        box.addStretch(1)
        return side

    # ---- coming and going

    def begin(self) -> None:
        self.worker.read(owner.desk_owner, then=self._know)
        self.worker.read(stock.warehouses, then=self._know_places)

    def take(self, given: Any) -> None:
        self._number = str(given)
        self.banner.hide()
        self.refresh()
        self.rest()

    def place(self) -> object:
        return self._number or None

    def rest(self) -> None:
        self.view.setFocus()

    def refresh(self) -> None:
        if self._number:
            self.worker.read(order_actions.order, self._number, then=self._show, failed=self.tell)

    @Slot(object)
    def _know(self, whose: owner.DeskOwner) -> None:
        self._own = whose.dealer.id
        self._today = whose.today
        self._allow()

    @Slot(object)
    def _know_places(self, places: list[str]) -> None:
        self._places = places

    @Slot(object)
    def _show(self, order: OrderView) -> None:
        self.order = order
        self.number.setText(order.number)
        stage = order.progress.stage if order.progress else order.state
        self.state.setText(formatting.stage(stage))
        tone(self.state, tone=formatting.stage_tone(stage))
        noted = "  ".join(text for text in (order.ref, order.remark) if text) or formatting.NONE
        place = formatting.warehouse(order.warehouse) or formatting.NONE
        texts = (order.seller.name, order.buyer.name, formatting.day(order.date), place, noted)
        for field, text in zip(self._fields, texts, strict=True):
            field.setText(text)
            field.setToolTip(text)
        for field in (*self._fields[:2], self._fields[3]):  # names are seen whole, the longest are cut at last
            field.setMinimumWidth(min(field.fontMetrics().horizontalAdvance(field.text()) + 2, _NAME))
        self.view.show_order(order)
        self.sums.show_order(order, buying=order.buyer.id == self._own)
        self.checks.show_reasons(order.reasons)
        written = self.tr("{0} 于 {1} 录入").format(
            order.author or formatting.NONE, formatting.clock(order.recorded_at)
        )
        self.written.setText("\n".join([written, *_stood(order)]))
        self._allow()
        if self.worker.asks_hq:
            self.worker.read(hq_requests.requests_about, order.id, order.number, then=self._show_asked)

    def _allow(self) -> None:
        order = self.order
        if order is None:
            return
        selling = order.seller.id == self._own
        asks_hq = self.worker.asks_hq  # HQ's people answer orders, and write none
        self.deliver_action.setVisible(selling and order.state in _OPEN and self.worker.may("goods_move"))
        self.approve_action.setVisible(selling and order.state in ("needs_approval", "refused"))
        self.refuse_action.setVisible(selling and order.state in ("needs_approval", "submitted"))
        own_to_cancel = selling or order.state == "submitted"  # what its seller has answered is his
        self.cancel_action.setVisible(order.state in _CANCELLABLE and own_to_cancel and not asks_hq)
        self.copy_action.setVisible(not asks_hq)
        wished = not selling and open_wish(order) is not None
        self.close_action.setText(self.tr("结单") if selling else self.tr("请求结单"))
        self.close_action.setVisible(order.left > 0 and self._own in (order.seller.id, order.buyer.id) and not wished)
        ours = self._own in (order.seller.id, order.buyer.id) and not asks_hq
        self.amend_action.setVisible(ours and can_amend(order))
        self.split_action.setVisible(ours and can_split(order))
        self.seen_action.setVisible(must_see(order, self._own) and not asks_hq)
        answering = (self.approve_action, self.refuse_action)
        steps = (self.amend_action, self.split_action, self.seen_action)
        for action in (
            *answering,
            *steps,
            self.deliver_action,
            self.close_action,
            self.cancel_action,
            self.copy_action,
            self.print_action,
        ):
            action.setEnabled(action.isVisible())
            action.refuse(self._why_not(order, action.text()))
        if selling and order.state in ("submitted", "needs_approval", "refused"):
            self.deliver_action.refuse(formatting.told("order_not_accepted", number=order.number, state=order.state))
        for button in self.findChildren(ActionButton):
            button.setVisible(button.action_.isVisible())
        if self.amend_action.isVisible():  # there is room for one of the two
            self.copy_button.hide()
        self.keys_changed.emit()

    def _why_not(self, order: OrderView, act: str) -> str:
        """Said to whoever presses the key of what can't be done with an order as it stands."""
        stage = order.progress.stage if order.progress else order.state
        return self.tr("订单 {0} 现为“{1}”，“{2}”不适用。").format(order.number, formatting.stage(stage), act)

    # ---- doing

    def _copy(self) -> None:
        if self.order is not None:
            self.wanted.emit("order" if self.order.seller.id == self._own else "purchase", self.order)

    def _amend(self) -> None:
        self.steps.amend(self._number)

    def _split(self) -> None:
        if self.order is not None:
            self.steps.split(self.order, self._today)

    def _closing_right(self) -> str:
        return "order_approve" if self.worker.asks_hq else "order_write"

    def _close(self) -> None:
        if self.order is not None:
            self.steps.close(self.order, selling=self.order.seller.id == self._own)

    @Slot(object)
    def _closed(self, order: OrderView) -> None:
        selling = order.seller.id == self._own
        self.banner.say(
            formatting.told("rest_was_closed" if selling else "closing_was_asked", number=order.number), "good"
        )
        self.exchange_wanted.emit()

    def _see(self) -> None:
        self.steps.see(self._number)

    @Slot(object)
    def _go_on(self, draft: OrderDraft) -> None:
        self.wanted.emit("order" if draft.seller == self._own else "purchase", draft)

    @Slot()
    def _seen(self) -> None:
        self.banner.say(self.tr("已确认看过这张订单的答复。"), "good")
        self.exchange_wanted.emit()

    def _approve(self) -> None:
        if self.order is not None:
            dialog = self._passing = LetPassDialog(self.order, self)
            dialog.confirmed.connect(self._let_pass)
            dialog.open()

    def _let_pass(self) -> None:
        asked = (self._number, self._passing.why)
        self.worker.write(order_actions.approve_order, *asked, then=self._passed, failed=self._passing.refuse)

    @Slot(object)
    def _passed(self, order: OrderView) -> None:
        self._passing.accept()
        self._done(order)

    def _refuse(self) -> None:
        if self.order is not None:
            self._refusing = RefuseOrderDialog(self.worker, self.order.number, self)
            self._refusing.answered.connect(self._done)
            self._refusing.open()

    def _cancel(self) -> None:
        if self.order is not None:
            self._cancelling = CancelDialog(self.worker, self.order, self)
            self._cancelling.answered.connect(self._done)
            self._cancelling.open()

    def _why(self) -> None:
        """The line under the caret, the whole order, and the versions it was made with."""
        order, chosen = self.order, self.view.current_row()
        line = chosen.line if chosen is not None else None
        if order is None:
            return
        WhyDialog(whole_parts(order, line), self).open()

    def _reckon(self) -> None:
        """Reckons the order again with the versions it names."""
        self.worker.read(order_actions.reprice_order, self._number, then=self._reckoned, failed=self.tell)

    @Slot(object)
    def _reckoned(self, found: Any) -> None:
        """Whether it comes out the same."""
        named = found.missing or tuple(sorted(found.versions.items()))
        versions = ", ".join(f"{policy}/{version}" for policy, version in named)
        code = "repriced_missing" if found.missing else "repriced_same" if found.same else "repriced_differs"
        told = formatting.told(code, number=found.number, versions=versions)
        self.banner.say(told, "good" if found.same and not found.missing else "warn")

    def _print(self) -> None:
        if self.order is not None:
            self.worker.read(notes.notes_of_order, self.order.id, then=self._show_notes)

    @Slot(object)
    def _show_notes(self, numbers: list[str]) -> None:
        from desktop.ui.paper.note import NoteDialog

        if self.order is not None:
            NoteDialog(self.worker, self.preferences, [*numbers, self.order.number], self).open()

    def _deliver(self) -> None:
        if self.order is None:
            return
        left = [a_countable(line, line.left) for line in self.order.lines if line.left > 0]
        title = self.tr("发货：{0}").format(self.order.number)
        dialog = QuantityDialog(title, self.tr("发货"), left, self._today, self, most=self.tr("还可发"))
        dialog.show_places(self._places)
        dialog.place.choose(self.order.warehouse)
        self._dialog = dialog
        dialog.confirmed.connect(self._send)
        dialog.open()

    def _send(self) -> None:
        dialog = self._dialog
        asked = (self._number, dialog.quantities, dialog.day.day, dialog.place.place)
        self.worker.write(deliveries.deliver, *asked, then=self._sent, failed=dialog.refuse)

    @Slot(object)
    def _sent(self, paper: Any) -> None:
        self._dialog.accept()
        said = self.tr("已发货：{0}，金额 {1}，已记入往来账。")
        self.banner.say(said.format(paper.number, formatting.money(paper.amount)), "good")
        self.exchange_wanted.emit()

    @Slot(object)
    def _done(self, order: OrderView) -> None:
        if not self.worker.asks_hq:  # what HQ was asked for is told with the order
            said = verdict_text(order) if order.state != "cancelled" else self.tr("订单已取消。")
            self.banner.say(said, verdict_kind(order))
        self.exchange_wanted.emit()

    @Slot(object)
    def _show_asked(self, asked: list[Any]) -> None:
        """The newest thing HQ was asked about this order, and what became of it."""
        wish = asked[0] if asked else None
        if wish is None or wish.state == "done":
            self.banner.hide()
            return
        facts = {"by": wish.by, "verb": wish.verb, "at": formatting.clock(wish.at), "subject": self._number}
        if wish.state == "waiting":
            self.banner.say(formatting.told("request_sent", **facts), "info")
        else:
            reason = wish.reasons[0] if wish.reasons else ""
            self.banner.say(formatting.told("request_refused", **facts, reason=reason), "bad")


def _stood(order: OrderView) -> list[str]:
    """Where the order is and since when, what asks to be taken instead of it, and what was answered otherwise."""
    progress = order.progress
    if progress is None:
        return []
    since = formatting.clock(progress.since) if progress.since else ""
    told = [formatting.told("order_progress", stage=progress.stage, since=since)]
    if progress.successor and progress.stage != "superseded":
        told.append(formatting.told("order_successor", by=progress.successor))
    return told
