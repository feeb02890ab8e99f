"""Order entry: head, grid and strip on the left, credit, checks and the total on the right, all judged as one types."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.actions.documents.views import CheckedOrder, CustomerRow, OrderDraft, OrderView
from desktop.ui.frame.actions import lists, owner, stock
from desktop.ui.frame.page import WindowPage
from desktop.ui.frame.preferences import Preferences
from desktop.ui.frame.work import Worker
from desktop.ui.navigation import key_table
from desktop.ui.order.benefits.benefit_keys import BenefitKeys
from desktop.ui.order.benefits.benefits import Benefits
from desktop.ui.order.checker import Checker
from desktop.ui.order.copies import Copies
from desktop.ui.order.head import OrderHead
from desktop.ui.order.keeping import DraftKeeper
from desktop.ui.order.lines.cells import lead_to
from desktop.ui.order.lines.entry import EntryLine, OrderEntry
from desktop.ui.order.lines.grid import OrderGrid
from desktop.ui.order.lines.model import At, OrderModel
from desktop.ui.order.lines.pasting import Paster
from desktop.ui.order.lines.strip import Strip
from desktop.ui.order.side import SLIM, WIDTH, OrderSide
from desktop.ui.order.submitting import Submitter
from desktop.ui.order.verdict import verdict_kind, verdict_text
from desktop.ui.widgets.parts import ActionButton, card, label
from domain.accounts.credit import CreditPosition
from domain.errors import DeskError

_ZERO = Decimal(0)


class OrderPage(WindowPage):
    """One order being written; selling to a customer, or buying from the seller above."""

    topics = frozenset({"stock", "accounts", "parties"})
    selling = True

    def __init__(self, worker: Worker, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(worker, preferences, parent)
        self._made = False
        self.entry = OrderEntry(uuid.uuid4().hex, self.selling, "", "", dt.datetime.now().astimezone().date())
        self.whose: owner.DeskOwner | None = None
        self._credit: CreditPosition | None = None
        self.model = OrderModel(self.entry, self)
        self._build_actions()
        self._build()
        self.keys = BenefitKeys(self, self.benefits, self.grid, self.head, self.checks, self.last_action)
        self._paster = Paster(worker, self.model, self)
        self.copies = Copies(worker, self, selling=self.selling)
        self.checker = Checker(worker, self)
        self.keeper = DraftKeeper(worker, self._composed, self)
        self.submitter = Submitter(worker, self, self.head, self.grid, self.keeper, self.checker)
        self.totals.offer(self.submitter.ask_action, self.submitter.refuse_action)
        self._standing = ""  # what is told for as long as the order is written
        self._wire()

    # ---- building

    def _build_actions(self) -> None:
        self.submit_action = self.act(self.tr("提交订单"), key_table.DO, lambda: self.submitter.place())  # noqa: PLW0108 -- built below
        self.unit_action = self.act(self.tr("换单位"), key_table.SWITCH, self._turn_unit, again=True)
        self.find_action = self.act(self.tr("加商品"), key_table.FIND, self._next_product, again=True)
        self.price_action = self.act(self.tr("改价"), key_table.EDIT, self._to_price)
        self.last_action = self.act(self.tr("复制上一单"), key_table.NEW_OTHER, lambda: self.copies.last(self.entry))
        self.new_action = self.act(self.tr("新单"), key_table.NEW, self.new_order, bar=False)
        self.undo_action = self.act(self.tr("撤销"), key_table.UNDO, self.model.undo, again=True)
        self.redo_action = self.act(self.tr("重做"), key_table.REDO, self.model.redo, bar=False, again=True)
        self.insert_action = self.act(self.tr("插入行"), key_table.ADD, self._next_product, bar=False, again=True)
        self.remove_action = self.act(self.tr("删行"), key_table.DELETE, self._remove_line, again=True)
        self.paste_action = self.act(self.tr("粘贴 Excel"), key_table.PASTE, self._paste, bar=False)
        self.head_action = self.act(self.tr("回到表头"), key_table.HEAD, self._to_head, bar=False)
        self.back_action = self.act(self.tr("返回列表"), key_table.BACK, self._back)

    def hints(self) -> list[tuple[str, str]]:
        """What is no action and yet a key."""
        return [("Enter", self.tr("下一格"))]

    def _title(self) -> str:
        return self.tr("销售订单")

    def _build(self) -> None:
        self.saved = label("", "muted")
        self.saved.setProperty("chip", True)
        paste, copy = ActionButton(self.paste_action, picture="paste"), ActionButton(self.last_action, picture="copy")
        title = self.build_title(self._title(), paste, copy)
        title.insertWidget(1, self.saved)
        self.saved.hide()
        self.head = OrderHead(self.worker, self, selling=self.selling)
        self.grid = OrderGrid(self.model, self.worker, self)
        field, box = card(margins=(1, 1, 1, 1))
        box.addWidget(self.grid)
        self.strip = Strip(self.worker, selling=self.selling)
        left = QVBoxLayout()
        left.setSpacing(10)
        left.addWidget(self.head)
        left.addWidget(field, 1)
        left.addWidget(self.strip)
        body = QHBoxLayout()
        body.setSpacing(12)
        body.addLayout(left, 1)
        body.addWidget(self._build_right())
        self.box.addLayout(body, 1)

    def _build_right(self) -> QWidget:
        side = OrderSide(self.submit_action, selling=self.selling)
        self.narrow(side, WIDTH, SLIM)
        self.credit, self.checks, self.totals = side.credit, side.checks, side.totals
        self.benefits = Benefits(self.worker, self.model, self.totals, self)
        return side

    def _wire(self) -> None:
        self.keeper.kept.connect(self._kept)
        self.submitter.placed.connect(self._placed)
        self.submitter.told.connect(self.banner.say)
        self.submitter.passed.connect(self._pass)
        self.grid.typed.connect(self.keeper.touch)
        self.checker.checked.connect(self._show_checked)
        self.checker.nothing.connect(self._show_nothing)
        self.checker.failed.connect(self._unchecked)
        self.model.edited.connect(self._edited)
        self.head.customer_changed.connect(self._take_customer)
        self.head.changed.connect(self._head_changed)
        self.head.left_down.connect(self.grid.start_line)
        self.grid.left_down.connect(self.totals.button.setFocus)
        self.grid.left_up.connect(self._to_head)
        self.grid.row_changed.connect(self._follow)
        self.grid.editing_changed.connect(self._hold)
        self.checks.line_wanted.connect(self._to_line)
        self.checks.place_wanted.connect(self.grid.start_place)
        self.checks.hint_wanted.connect(self.benefits.fulfil)
        self.benefits.changed.connect(self._edited)
        self.copies.lines.connect(self._add_lines)
        self.copies.opened.connect(self._open_draft)
        self.copies.nothing.connect(self._nothing_to_copy)

    def begin(self) -> None:
        self.worker.read(owner.desk_owner, then=self._know)
        self.worker.read(stock.warehouses, then=self.head.show_places)

    def refresh(self) -> None:
        self.checker.look(self.entry)
        self.benefits.ask_again()

    @Slot(object)
    def _know(self, whose: owner.DeskOwner) -> None:
        self.whose = whose
        self.head.day.today = self.entry.date = whose.today
        self.head.day.set_day(whose.today)
        self._name_parties()

    def _name_parties(self) -> None:
        if not self.whose:
            return
        own, above = self.whose.dealer, self.whose.seller
        if self.selling:
            self.entry.seller = own.id
        elif above is not None:
            self.entry.seller, self.entry.buyer = above.id, own.id
            self.head.seller.setText(above.name)
            self.benefits.follow(own.id)
            self.worker.read(lists.customer_account, own.id, then=self._know_account)

    @Slot(object)
    def _know_account(self, found: Any) -> None:
        """One's own account with the seller above, before anything is typed."""
        if not self.entry.lines:
            self.credit.show_position(found[0].credit, _ZERO)

    def enter(self, given: object = None) -> None:
        """New is new: whoever comes here begins an empty order, unless he brings one to go on with."""
        if self._entered:
            self.new_order()
        super().enter(given)

    def take(self, given: Any) -> None:
        """Another page sends a customer, a draft to go on with, or an order to copy."""
        if isinstance(given, CustomerRow):
            self.head.take_customer(given)
        elif isinstance(given, OrderDraft):
            self.copies.draft(given)
        elif isinstance(given, OrderView):
            self.copies.order(given)
        self.rest()

    def rest(self) -> None:
        if self.selling and self.head.customer.customer is None:
            self.head.start()
        else:
            self.grid.start_line()

    # ---- what is typed

    @Slot(object)
    def _take_customer(self, customer: CustomerRow) -> None:
        self.entry.buyer, self.entry.party_text = customer.id, ""
        self._credit = CreditPosition(customer.credit_limit, _ZERO, customer.balance, customer.committed, _ZERO, 0)
        self.credit.show_position(self._credit, _ZERO)
        self.benefits.follow(customer.id)
        self._edited()

    @Slot()
    def _head_changed(self) -> None:
        self.head.fill(self.entry)
        self._edited()

    @Slot()
    def _edited(self) -> None:
        self.totals.show_count(len(self.entry.lines))
        self.checker.look(self.entry)
        self.keeper.touch()
        self._pass()
        self._follow(self.grid.currentIndex().row())

    @Slot()
    def _pass(self) -> None:
        """A message goes with the next thing that is typed."""
        if self._standing and self.banner.text:
            self.banner.say(self._standing)
        elif not self.grid.scans.adding:
            self.banner.hide()

    @Slot()
    def _show_nothing(self) -> None:
        self._unjudge()
        self.checks.show_wrong(self.entry.wrong)

    def _unjudge(self) -> None:
        """No verdict stands, and nothing of an earlier one."""
        self.model.show_checked(None, [], {})
        self.submitter.allow()
        self.benefits.clear()
        if self._credit is not None:
            self.credit.show_position(self._credit, _ZERO)

    @Slot(bool)
    def _hold(self, editing: bool) -> None:
        self.checker.hold(editing=editing)

    @Slot(object, object)
    def _show_checked(self, checked: CheckedOrder, places: list[int]) -> None:
        hints = self.benefits.show_checked(checked, places, self.grid.currentIndex().row())
        self.model.show_checked(checked, places, self.benefits.names)
        self.checks.show_verdict(checked, places, self.entry.wrong, hints)
        self.submitter.allow(checked.verdict if self.selling else None)
        self._credit = checked.credit
        self.credit.show_position(checked.credit, max(checked.verdict.total - checked.paid, _ZERO))
        self._follow(self.grid.currentIndex().row())

    @Slot(object)
    def _unchecked(self, failure: DeskError) -> None:
        self._unjudge()
        self.checks.show_failure(failure, self.checker.places)

    @Slot(int)
    def _follow(self, row: int) -> None:
        line, gift = self.model.line(row) if row >= 0 else EntryLine(), self.model.gift(row)
        if line.hit is None or not self.entry.buyer:
            self.strip.clear()
            return
        checked = self.model.checked(row)
        shown = gift or (checked[0] if checked else None)
        product = gift.product if gift is not None else line.hit.product
        quotas = self.benefits.checked.quotas if self.benefits.checked is not None else ()
        self.strip.follow(self.entry.seller, self.entry.buyer, product, shown, quotas)

    # ---- keys

    @Slot(int)
    def _to_line(self, number: int) -> None:
        if 0 < number <= len(self.checker.places):
            self.grid.start_place(self.checker.places[number - 1])

    def _to_head(self) -> None:
        self.head.start()

    def _turn_unit(self) -> None:
        if lead_to(self.grid) and not self.grid.editing:
            self.model.turn_unit(self.grid.currentIndex().row())

    def _next_product(self) -> None:
        self.grid.start_line()
        self.grid.edit(self.grid.currentIndex())

    def _to_price(self) -> None:
        index = self.model.index(self.grid.currentIndex().row(), At.PRICE)
        if self.model.flags(index) & Qt.ItemFlag.ItemIsEditable:
            self.grid.setCurrentIndex(index)
            self.grid.setFocus()
            self.grid.edit(index)

    def _remove_line(self) -> None:
        if lead_to(self.grid):
            place = self.grid.currentIndex().row()
            self.model.remove(place)
            self.grid.start_line(place)

    def _paste(self) -> None:
        self._paster.paste(self.entry.seller, self.entry.buyer)

    def _back(self) -> None:
        self.leave()
        made, self._made = self._made, False
        self.wanted.emit("orders", {"made": True} if made else None)

    @Slot()
    def _nothing_to_copy(self) -> None:
        said = self.tr("这个客户还没有订单可以复制。") if self.selling else self.tr("还没有进货订单可以复制。")
        self.banner.say(said, "info")

    @Slot(object)
    def _add_lines(self, lines: list[EntryLine]) -> None:
        self.model.add(lines)
        self.grid.start_line()

    @Slot(object, object)
    def _open_draft(self, entry: OrderEntry, customer: CustomerRow | None) -> None:
        self._start(entry)
        if entry.dated:
            self.keeper.know(entry.id)
        else:
            entry.date = self.head.day.today
        if customer is not None:
            self.head.take_customer(customer)
        self.head.show_entry(entry)
        self._edited()
        self.grid.start_line()
        if entry.supersedes:
            self._standing = self.tr(
                "这张单用来取代原订单：按原单已撤下来判定；被接受后原单自动撤销，没被接受则原单不变。"
            )
            self.banner.say(self._standing)

    def _composed(self) -> OrderDraft:
        return self.entry.draft(self.grid.open_text)

    @Slot(str)
    def _kept(self, draft: str) -> None:
        if draft == self.entry.id:
            self.saved.setText(self.tr("草稿 · 已自动保存"))
            self.saved.show()

    def leave(self) -> None:
        """The page is left: what was typed is kept at once."""
        self.keeper.now()

    def unfinished(self) -> str:
        return self.tr("正在写的这张单还没有提交") if self._composed().rows else ""

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.leave()

    def new_order(self) -> None:
        """An empty order; what was being written stays kept as a draft."""
        self.leave()
        self._start(OrderEntry(uuid.uuid4().hex, self.selling, "", "", self.head.day.today))
        self.head.start() if self.selling else self.grid.start_line()

    def _start(self, entry: OrderEntry) -> None:
        self.entry = entry
        self.checker.drop()
        self.keeper.forget()
        self._credit, self._standing = None, ""
        self.banner.hide()
        self.model.show_entry(entry)
        self.head.clear()
        self._name_parties()
        self.credit.clear()
        self.checks.clear()
        self.strip.clear()
        self.saved.hide()
        self.totals.show_count(len(entry.lines))
        self.benefits.clear()
        self.benefits.follow(entry.buyer, again=True)
        self.submitter.allow()
        self.keeper.forget()  # what was set up here nobody typed

    # ---- placed

    @Slot(object)
    def _placed(self, view: OrderView) -> None:
        self._made = True
        self._start(OrderEntry(uuid.uuid4().hex, self.selling, "", "", self.head.day.today))
        self.banner.say(verdict_text(view), verdict_kind(view))
        self.rest()
        self.exchange_wanted.emit()
