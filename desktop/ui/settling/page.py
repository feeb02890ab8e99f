"""Settling one customer's account: payments on the left, unpaid documents on the right, under them what was settled."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QComboBox, QHBoxLayout, QSizePolicy, QWidget

from desktop.actions.accounts.account_views import AccountView, FreeCreditRow, Settled
from desktop.listings.open_items import Open
from desktop.ui.frame.actions import overviews
from desktop.ui.frame.actions import settling as acts
from desktop.ui.frame.page import WIDE, WindowPage
from desktop.ui.frame.preferences import Preferences
from desktop.ui.frame.work import Latest, Worker
from desktop.ui.navigation import key_table
from desktop.ui.settling.dialogs import ShareDialog
from desktop.ui.settling.lists import CreditList, DebtList, SettlementList
from desktop.ui.widgets import formatting
from desktop.ui.widgets.excel import ExcelKey, Sheets, listing, lists
from desktop.ui.widgets.fields import CustomerEdit
from desktop.ui.widgets.parts import ActionButton, card, figure, label, row

WAYS = ("all", "oldest", "number", "amount", "several", "whole", "hand")
_NOTHING = Decimal(0)


class SettlingPage(WindowPage):
    """One account's open items."""

    topics = frozenset({"accounts", "papers"})
    asked = frozenset({"settle", "settle_hand", "hold", "unsettle", "write_off", "set_way"})

    def __init__(self, worker: Worker, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(worker, preferences, parent)
        self.account: AccountView | None = None
        self.shares: dict[tuple[str, int], Decimal] = {}
        self.dialog: Any = None
        self._credit: FreeCreditRow | None = None
        self._waiting: Sequence[str] = ()
        self._sent = False
        self._latest = Latest(worker, self)
        self._latest.answered.connect(self._show)
        self._latest.failed.connect(self.tell)
        self._build_actions()
        self._build()

    # ---- building

    def _build_actions(self) -> None:
        self.act(self.tr("换客户"), key_table.FIND, self.seek)
        self.next_action = self.act(self.tr("下一户待核销"), key_table.GO_ON, self._next_account)
        self.act(self.tr("换列表"), key_table.SWITCH_OTHER, self._next_list, again=True)
        self.act(self.tr("换方式"), key_table.SWITCH, self._next_way, again=True)
        self.auto_action = self.act(self.tr("自动核销"), key_table.SETTLE, self._settle_by_rule, right="money_write")
        self.hand_action = self.act(self.tr("核销所选"), key_table.DO, self._settle_by_hand, right="money_write")
        self.hold_action = self.act(self.tr("留作预收"), key_table.PAY, self._hold, right="money_write")
        self.off_action = self.act(self.tr("抹零"), key_table.ROUND_OFF, self._write_off, right="money_write")
        self.undo_action = self.act(self.tr("反核销"), key_table.REVERSE, self._undo, right="money_write")
        self.keep_action = self.act(self.tr("记住方式"), key_table.SAVE, self._keep_way, bar=False, right="money_write")
        self.excel = ExcelKey(self, self.worker, self.banner, self._sheets)
        self.act(self.tr("返回"), key_table.BACK, lambda: self.back_wanted.emit("money", None))
        for action, why in (
            (self.next_action, self.tr("没有别的客户还有没核销的款。")),
            (self.auto_action, self.tr("没有可核销的：要有没用完的收款和没付清的欠款。")),
            (self.hand_action, self.tr("还没有勾选：用空格勾左边的收款和右边的欠款。")),
            (self.hold_action, self.tr("先停在一笔没核销完、也没留作预收的收款上。")),
            (self.off_action, self.tr("先用 F3 选一个客户。")),
            (self.undo_action, self.tr("这个客户还没有核销过，没有可反核销的。")),
        ):
            action.refuse(why)

    def _build(self) -> None:
        self.build_title(
            self.tr("核销"),
            self.excel.button(),
            ActionButton(self.undo_action, picture="undo"),
            ActionButton(self.off_action),
            ActionButton(self.hold_action),
            ActionButton(self.auto_action),
            ActionButton(self.hand_action, "primary", "check"),
        )
        self.box.addLayout(self._build_choice())
        self.credits = CreditList(self.worker, self)
        self.debts = DebtList(self.worker, self)
        self.settled = SettlementList(self.worker, self)
        self.chosen_sum = label("", "muted")
        self._wire()
        upper = QHBoxLayout()
        upper.setSpacing(12)
        for name, view, weight in (
            (self.tr("收款、退货与贷项"), self.credits, 4),
            (self.tr("未结清的单据"), self.debts, 5),
        ):
            upper.addWidget(_framed(view), weight)
            view.setAccessibleName(name)
        self.box.addLayout(upper, 3)
        self.box.addLayout(row(label(self.tr("已核销"), "label"), 1, self.chosen_sum))
        self.box.addWidget(_framed(self.settled), 2)

    def _build_choice(self) -> QBoxLayout:
        self.customer = CustomerEdit(self.worker, self)
        self.customer.setMinimumWidth(120)
        self.customer.setMaximumWidth(280)
        self.customer.customer_changed.connect(self._take_customer)
        self.way = QComboBox()
        self.way.setMinimumWidth(136)
        for code in WAYS:
            self.way.addItem(formatting.settle_way(code), code)
        self.figures = [figure(formatting.NONE, "strong") for _ in range(4)]
        beside = label(self.tr("方式"), "muted")
        beside.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)  # the choice grows
        chosen = row(self.customer, beside, self.way, spacing=10)
        chosen.setStretch(0, 1)
        line = row(spacing=10)
        names = (self.tr("余额"), self.tr("未付"), self.tr("未核销"), self.tr("逾期"))
        for name, value in zip(names, self.figures, strict=True):
            line.addWidget(label(name, "muted"))
            line.addWidget(value)
            line.addSpacing(8)
        line.addStretch(1)
        self._choice = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._choice.setSpacing(10)
        self._choice.addLayout(chosen, 1)
        self._choice.addLayout(line)
        return self._choice

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room the figures stand under the choice."""
        super().resizeEvent(event)
        across = QBoxLayout.Direction.LeftToRight
        self._choice.setDirection(across if self.width() >= WIDE else QBoxLayout.Direction.TopToBottom)

    def _wire(self) -> None:
        self.customer.entered.connect(self.credits.setFocus)
        self.customer.wronged.connect(self.blame)
        self.credits.chosen.connect(self._choose_credit)
        self.credits.opened.connect(self._to_debts)
        self.credits.left_up.connect(self.customer.setFocus)
        if self.worker.may("money_write"):
            self.debts.ticked.connect(self._tick)
            self.debts.opened.connect(self._ask_share)

    def hints(self) -> list[tuple[str, str]]:
        if not self.worker.may("money_write"):
            return []
        return [(self.tr("空格"), self.tr("选 / 不选")), ("Enter", self.tr("写金额"))]

    # ---- coming and going

    def begin(self) -> None:
        QTimer.singleShot(0, self, self._ask_waiting)  # whoever is sent here is read first

    @Slot()
    def _ask_waiting(self) -> None:
        self.worker.read(overviews.waiting_customers, then=self._know_waiting, failed=self.tell)

    def refresh(self) -> None:
        if self.customer.customer is not None:
            self._latest.ask(acts.account_view, self.customer.customer.id)
        self._ask_waiting()

    def take(self, given: Any) -> None:
        """Another page sends a customer's id."""
        self._sent = True
        self._go_to(str(given))
        self.rest()

    def place(self) -> object:
        return self.customer.customer.id if self.customer.customer else None

    def rest(self) -> None:
        self.credits.setFocus()

    def seek(self) -> None:
        """The caret into the field that finds customers."""
        self.customer.setFocus()
        self.customer.selectAll()

    @Slot(object)
    def _know_waiting(self, waiting: Sequence[str]) -> None:
        self._waiting = waiting
        self.next_action.setEnabled(bool(waiting))
        if self.customer.customer is None and waiting and not self._sent:
            self._go_to(waiting[0])  # nobody was asked for, so whoever waits

    def _next_account(self) -> None:
        current = self.customer.customer.id if self.customer.customer else ""
        place = self._waiting.index(current) + 1 if current in self._waiting else 0
        if self._waiting:
            self._go_to(self._waiting[place % len(self._waiting)])

    def _go_to(self, buyer: str) -> None:
        if self.customer.customer is not None and self.customer.customer.id != buyer:
            self._leave()
        self.worker.read(overviews.customer_of, buyer, then=self._found, failed=self.tell)

    @Slot(object)
    def _found(self, customer: Any) -> None:
        if customer is not None:
            self.customer.take(customer)
        else:  # never another's account in place of the one asked for
            self._leave()
            self.banner.say(self.tr("没有这位客户的往来账。"), "warn")

    def _leave(self) -> None:
        """Nothing of one customer stays while another is looked up."""
        self.customer.forget()
        self._latest.drop()
        self._clear()

    def _clear(self) -> None:
        self.account, self._credit, self.shares = None, None, {}
        for view in (self.credits, self.debts, self.settled):
            view.rows.show_rows(())
        for shown in self.figures:
            shown.setText(formatting.NONE)
        self._show_debts()

    @Slot(object)
    def _take_customer(self, _: object) -> None:
        self._clear()
        self.banner.hide()
        self.refresh()

    # ---- showing

    @Slot(object)
    def _show(self, account: AccountView) -> None:
        if self.account is None:
            self.way.setCurrentIndex(WAYS.index(account.way))
        self.account, self.shares = account, {}
        settled = sorted(account.settlements, key=lambda each: each.at, reverse=True)
        self.credits.rows.show_rows([Open(account.buyer, each) for each in account.credits])
        self.settled.rows.show_rows([Open(account.buyer, each) for each in settled])
        free = sum((each.remaining for each in account.credits), _NOTHING)
        owed = sum((each.remaining for each in account.debts), _NOTHING)
        for shown, value in zip(self.figures, (account.balance, owed, free, account.overdue), strict=True):
            shown.setText(formatting.money(value))
        self._show_debts()

    def _sheets(self) -> Sheets | None:
        """The three lists, each on a sheet."""
        account = self.account
        if account is None:
            return None
        return lists(
            listing("debts", self.debts.rows.rows),
            listing("credits", self.credits.rows.rows),
            listing("settlements", self.settled.rows.rows),
            name=f"{self.tr('核销')} {account.buyer.code}",
        )

    def _show_debts(self) -> None:
        account, shares = self.account, self.shares
        owed = [(account.buyer, each) for each in account.debts] if account else []
        debts = [Open(buyer, each, shares.get((each.number, each.part))) for buyer, each in owed]
        self.debts.rows.show_rows(debts)
        total = sum(self.shares.values(), _NOTHING)
        left = self._credit.remaining - total if self._credit else _NOTHING
        said = self.tr("所选 {0}，这笔还剩 {1}").format(formatting.money(total), formatting.money(left))
        self.chosen_sum.setText(said if total else "")
        self._allow()

    def _allow(self) -> None:
        self.hand_action.setEnabled(bool(self.shares))
        self.auto_action.setEnabled(bool(self.account and self.account.credits and self.account.debts))
        self.hold_action.setEnabled(self._credit is not None and not self._credit.held)
        self.undo_action.setEnabled(bool(self.account and self.account.settlements))
        self.off_action.setEnabled(self.account is not None)

    @Slot(object)
    def _choose_credit(self, chosen: Open | None) -> None:
        credit = chosen.row if chosen is not None else None
        changed = self._credit is None or credit is None or credit.document != self._credit.document
        self._credit = credit
        if changed:
            self.shares = {}
        self._show_debts()

    # ---- choosing

    @Slot(object)
    def _to_debts(self, _: object) -> None:
        self.debts.setFocus()

    @Slot(object)
    def _tick(self, marked: Open) -> None:
        key = (marked.row.number, marked.row.part)
        if self.shares.pop(key, None) is None and self._credit is not None:
            left = self._credit.remaining - sum(self.shares.values(), _NOTHING)
            if left > 0:
                self.shares[key] = min(left, marked.row.remaining)
            else:
                self.banner.say(self.tr("这笔收款已经分完，先去掉一张再选。"), "warn")
        self._show_debts()

    @Slot(object)
    def _ask_share(self, marked: Open) -> None:
        if self._credit is not None:
            self.dialog = ShareDialog(marked, self._credit, self)
            self.dialog.confirmed.connect(self._put_share)
            self.dialog.open()

    def _put_share(self) -> None:
        amount, debt = self.dialog.amount.amount or _NOTHING, self.dialog.marked.row
        self.dialog.accept()
        self.shares.pop((debt.number, debt.part), None)
        if amount:
            self.shares[debt.number, debt.part] = amount
        self._show_debts()

    def _next_list(self) -> None:
        lists = (self.credits, self.debts, self.settled)
        place = next((place for place, view in enumerate(lists) if view.hasFocus()), -1)
        lists[(place + 1) % 3].setFocus()

    def _next_way(self) -> None:
        self.way.setCurrentIndex((self.way.currentIndex() + 1) % len(WAYS))

    # ---- doing

    def _settle_by_rule(self) -> None:
        if self.account is not None:
            asked = (self.account.buyer.id, str(self.way.currentData()))
            self.worker.write(acts.settle, *asked, then=self._settled, failed=self.tell)

    def _settle_by_hand(self) -> None:
        if self._credit is not None and self.shares:
            asked = (self._credit.number, dict(self.shares))
            self.hand_action.setEnabled(False)  # asked for once, done once
            self.worker.write(acts.settle_hand, *asked, then=self._settled, failed=self._not_settled)

    @Slot(object)
    def _not_settled(self, failure: Any) -> None:
        self.tell(failure)
        self._allow()

    @Slot(object)
    def _settled(self, done: Settled) -> None:
        if not done.settlements:
            self.banner.say(self.tr("按这种方式没有可核销的。F4 换一种，或选好单据按 F8。"), "info")
            return
        total = sum((each.amount for each in done.settlements), _NOTHING)
        said = self.tr("已核销 {0}。").format(formatting.money(total))
        self._say_done(" ".join([said, *map(formatting.tell, done.reasons)]))

    def _hold(self) -> None:
        if self._credit is not None:
            self.worker.write(acts.hold, self._credit.number, then=self._held, failed=self.tell)

    @Slot(object)
    def _held(self, made: Any) -> None:
        said = self.tr("{0} 留作预收 {1}，不再自动核销；反核销后放开。")
        self._say_done(said.format(made.credit_number, formatting.money(made.amount)))

    def _write_off(self) -> None:
        marked, credit = self.debts.current_row(), self.credits.current_row()
        chosen = marked if self.debts.hasFocus() and marked else credit
        if chosen is not None:
            self.worker.write(acts.write_off_rest, chosen.row.number, then=self._written_off, failed=self.tell)

    @Slot(object)
    def _written_off(self, paper: Any) -> None:
        said = self.tr("已抹零 {0}：{1} {2}。")
        self._say_done(said.format(formatting.money(abs(paper.amount)), formatting.kind(paper.kind), paper.number))

    def _undo(self) -> None:
        current = self.settled.current_row()
        if current is not None:
            self.worker.write(acts.unsettle, (current.row.id,), then=self._undone, failed=self.tell)

    @Slot(object)
    def _undone(self, taken: Sequence[Any]) -> None:
        total = sum((each.amount for each in taken), _NOTHING)
        self._say_done(self.tr("已反核销 {0}。").format(formatting.money(total)))

    def _keep_way(self) -> None:
        if self.account is not None:
            asked = (str(self.way.currentData()), self.account.buyer.id)
            self.worker.write(acts.set_way, *asked, then=self._kept, failed=self.tell)

    @Slot(object)
    def _kept(self, way: str) -> None:
        self.banner.say(self.tr("这位客户的收款以后这样核销：{0}。").format(formatting.settle_way(way)), "good")

    def _say_done(self, text: str) -> None:
        self.banner.say(text, "good")
        self.exchange_wanted.emit()


def _framed(view: QWidget) -> QWidget:
    frame, inside = card(margins=(1, 1, 1, 1))
    inside.addWidget(view)
    return frame
