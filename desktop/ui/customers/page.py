"""Customers: what they owe, what is ordered, what is left of their limit; the account of the one under the caret."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout

from desktop.actions.documents.views import CustomerRow, CustomerView, PaperRow
from desktop.cards.face import SavedCard
from desktop.listings.customers import CUSTOMERS
from desktop.ui.cards.customer_acts import CustomerActs
from desktop.ui.cards.opening import Cards
from desktop.ui.customers.dialog import StandingDialog, TermsDialog
from desktop.ui.customers.panel import AccountPanel
from desktop.ui.frame.actions import customers, dealer_standing, lists, money, owner
from desktop.ui.frame.actions import terms as agreed_terms
from desktop.ui.frame.list_page import ListPage
from desktop.ui.frame.work import Latest
from desktop.ui.money.dialog import ReceiptDialog
from desktop.ui.navigation import key_table
from desktop.ui.widgets import formatting
from desktop.ui.widgets.parts import ActionButton
from desktop.ui.widgets.scrolling import Scrolled
from domain.parties.dealers import Dealer

if TYPE_CHECKING:
    from desktop.actions.books.owner import DeskOwner
    from desktop.actions.catalog.standing import StandingView


class CustomersPage(ListPage):
    """The list and, on its right, one account."""

    topics = frozenset({"accounts", "parties", "orders"})
    listing = CUSTOMERS
    exported = ("customers", "ageing")
    row_height = 44
    asked = frozenset({"receive_money", "set_standing", "set_terms", "save_customer", "book_opening"})

    def search_hint(self) -> str:
        return self.tr("名称、编码、拼音首字母")

    def build(self) -> None:
        new = self.act(self.tr("开订单"), key_table.NEW, self._order, right="order_write")
        receive = self.act(self.tr("收款"), key_table.PAY, self._receive, right="money_write")
        self.act(self.tr("对账单"), key_table.ACCOUNT, self._statement)
        settle = self.act(self.tr("核销"), key_table.SETTLE, self._settle, right="money_write")
        self.act(self.tr("往来明细"), key_table.WHY, self._ledger)
        self.act(self.tr("账龄"), key_table.GO_ON, self._ageing)
        add = self.act(self.tr("加客户"), key_table.ADD, self._add, right="card_write")
        change = self.act(self.tr("改资料"), key_table.EDIT, self._change, right="card_write")
        terms = self.act(self.tr("信用与账期"), key_table.EDIT_OTHER, self._terms, right="money_write")
        manage = "order_approve" if self.worker.asks_hq else "money_write"
        self.act(self.tr("暂停与恢复"), key_table.STOP, self._standing, right=manage)
        self.cards = Cards(self)
        self.card_acts = CustomerActs(self, self.cards, lambda: self._card)
        take = self.act(self.tr("导入文件"), key_table.OPEN, self._import)
        self.act(self.tr("搜索"), key_table.FIND, self.seek)
        self.act(self.tr("换筛选"), key_table.SWITCH, self._next_filter, again=True)
        self.build_title(
            self.tr("经销商") if self.worker.asks_hq else self.tr("客户"),
            self.build_excel(),
            ActionButton(add, picture="plus"),
            ActionButton(terms, picture="pen"),
            ActionButton(receive, picture="money"),
            ActionButton(new, "primary", "orders"),
        )
        # What others below are owed stands apart, and is never added to one's own.
        body = self.build_list(self.filter_pairs())
        self.panel = AccountPanel()
        inside = QVBoxLayout()
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.panel)
        beside = Scrolled(inside)
        self.narrow(beside, 300, 250)
        body.addWidget(beside)
        self.say_when_none(self.tr("还没有客户。Ins 加一个。"), self.tr("没有符合的客户。Ins 加一个。"))
        self.keep_from_hqs_people(new, add, take, self.card_acts.merge, self.card_acts.carry)
        self.keep_from_hqs_people(change, right="card_write")
        self.keep_from_hqs_people(self.card_acts.opening, right="money_write")
        self.keep_from_hqs_people(receive, settle, terms, right="money_write")
        if self.worker.asks_hq:
            self.say_when_none(self.tr("还没有经销商。"), self.tr("没有符合的经销商。"))
        self._latest = Latest(self.worker, self)
        self._latest.answered.connect(self._show)
        self._latest.failed.connect(self._refuse)
        self._today: Any = None
        self._card: Dealer | None = None
        self._wanted_key: int | None = None
        self.window_.listed.connect(self._to_wanted)
        self._dialog: Any = None

    def question(self) -> tuple[object, ...]:
        return (self.search.text().strip(), self.filters.code if self.filters else "")

    def begin(self) -> None:
        super().begin()
        self.worker.read(owner.desk_owner, then=self._know)

    def _import(self) -> None:
        self.wanted.emit("importing", "customers")

    def take(self, given: Any) -> None:
        """One dealer, by id."""
        self.worker.read(customers.customer_key, str(given), then=self._seek_key, failed=self.tell)
        self.search.setText(str(given).rpartition(":")[2])
        self.rest()

    @Slot(object)
    def _seek_key(self, found: tuple[int, bool] | None) -> None:
        """The list in which whoever was asked for stands, and the caret on that row."""
        if found is None:
            self._wanted_key = None
            self.banner.say(self.tr("这里没有这位客户。"), "warn")
            return
        self._wanted_key, own = found
        if self.filters is not None:
            self.filters.pick("" if own else "others")
        self._to_wanted()

    @Slot()
    def _to_wanted(self) -> None:
        if self._wanted_key is not None and self._wanted_key in self.window_.ids:
            self.view.selectRow(self.window_.ids.index(self._wanted_key))
            self._wanted_key = None

    def _next_filter(self) -> None:
        if self.filters is not None:
            self.filters.step(1)

    def hints(self) -> list[tuple[str, str]]:
        return [("Enter", self.tr("看账"))]

    @Slot(object)
    def _know(self, whose: DeskOwner) -> None:
        self._today = whose.today

    def row_chosen(self, row: CustomerRow | None) -> None:
        """Nothing is done to another's card until this row's is here; without a row none stands beside the list."""
        if row is None:
            self._card = None
            self._latest.drop()
            self.panel.clear()
        else:
            self._card = self._card if self._card is not None and self._card.id == row.id else None
            self._latest.ask(lists.customer_account, row.id)

    @Slot(object)
    def _refuse(self, failure: Any) -> None:
        self._card = None
        self.panel.clear()
        self.tell(failure)

    def open_row(self, row: CustomerRow) -> None:
        self.wanted.emit("statements", row.id)

    @Slot(object)
    def _show(self, found: tuple[CustomerView, list[PaperRow]]) -> None:
        self._card = found[0].dealer
        self.card_acts.show_chosen(self._card)
        self.panel.show_account(*found)

    def _terms(self) -> None:
        if self._card is not None:
            self._dialog = TermsDialog(self._card, self)
            self._dialog.confirmed.connect(self._agree)
            self._dialog.open()

    def _agree(self) -> None:
        dialog = self._dialog
        self.worker.write(agreed_terms.set_terms, *dialog.agreed, then=self._agreed, failed=dialog.refuse)

    @Slot(object)
    def _agreed(self, card: Dealer) -> None:
        self._dialog.accept()
        self.banner.say(self.tr("{0} 的信用与账期已改。").format(card.name), "good")
        self.exchange_wanted.emit()

    def _standing(self) -> None:
        if self._card is not None:
            self._dialog = StandingDialog(self._card, self, at_hq=self.worker.asks_hq)
            self._dialog.confirmed.connect(self._set_standing)
            self._dialog.open()

    def _set_standing(self) -> None:
        dialog = self._dialog
        self.worker.write(dealer_standing.set_standing, *dialog.said, then=self._stands, failed=dialog.refuse)

    @Slot(object)
    def _stands(self, said: StandingView) -> None:
        self._dialog.accept()
        facts = {"dealer": said.code, "name": said.name, "status": said.status}
        self.banner.say(formatting.told("standing_set", **facts, open_orders=said.open_orders or None), "good")
        self.exchange_wanted.emit()

    def _order(self) -> None:
        row = self.view.current_row()
        if row is not None:
            self.wanted.emit("order", row)

    def _statement(self) -> None:
        row = self.view.current_row()
        if row is not None:
            self.wanted.emit("statements", row.id)

    def _settle(self) -> None:
        row = self.view.current_row()
        if row is not None:
            self.wanted.emit("settling", row.id)

    def _ledger(self) -> None:
        row = self.view.current_row()
        if row is not None:
            self.wanted.emit("ledger", row.id)

    def _ageing(self) -> None:
        self.wanted.emit("ageing", None)

    def _receive(self) -> None:
        row = self.view.current_row()
        if row is None or self._today is None:
            return
        self._dialog = ReceiptDialog(self.worker, self._today, self, row)
        self._dialog.confirmed.connect(self._take_money)
        self._dialog.open()

    def _take_money(self) -> None:
        dialog: ReceiptDialog = self._dialog
        take = partial(money.receive_money, prepay=dialog.prepay.isChecked())
        self.worker.write(take, *dialog.receipt, then=self._received, failed=dialog.refuse)

    @Slot(object)
    def _received(self, paper: Any) -> None:
        self._dialog.accept()
        said = self.tr("已收款 {0}：{1}。").format(formatting.money(abs(paper.amount)), paper.number)
        self.banner.say(said, "good")
        self.exchange_wanted.emit()

    def _add(self) -> None:
        self.cards.open("customer", then=self._made)

    def _change(self) -> None:
        if self._card is not None:
            self.cards.open("customer", self._card.id)

    def _made(self, card: SavedCard) -> None:
        self.search.setText(card.code)
        if self.filters is not None:
            self.filters.pick("")
