"""Rebates: one dealer's as bars with his wallet on top, or everybody's as a table that sorts; Enter says why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.actions.documents.views import DealerHit
from desktop.actions.policies.views import RebateRow, WalletView
from desktop.ui.frame.actions import standings
from desktop.ui.frame.lanes import Task, whole
from desktop.ui.frame.list_page import SEARCH_AFTER, CountLabel
from desktop.ui.frame.page import WindowPage
from desktop.ui.frame.preferences import Preferences
from desktop.ui.frame.work import Latest, Worker
from desktop.ui.navigation import key_table
from desktop.ui.rebates.dealer import DealerEdit
from desktop.ui.rebates.overview import OverviewTable
from desktop.ui.rebates.progress import ProgressList
from desktop.ui.rebates.wallet import WalletCard, WalletDialog, wallet_sheet
from desktop.ui.widgets import formatting
from desktop.ui.widgets.excel import ExcelKey, Sheets, listing, lists
from desktop.ui.widgets.parts import ActionButton, FilterBar, SearchEdit, card

if TYPE_CHECKING:
    from desktop.actions.policies.views import DealerRebates, Situation


class RebatesPage(WindowPage):
    """Where rebates stand today."""

    topics = frozenset({"rebates", "papers", "orders", "accounts"})
    asked = frozenset({"settle_rebate", "adjust_rebate_approve", "move_reward"})

    def __init__(self, worker: Worker, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(worker, preferences, parent)
        self.dialog: Any = None
        self.situation: Situation | None = None
        self.wallet: WalletView | None = None
        self.everybody: Sequence[RebateRow] = ()
        self._fitting: frozenset[str] | None = None
        self._listing: Task | None = None
        self._standing = Latest(worker, self)
        self._standing.answered.connect(self._show_standing)
        self._standing.failed.connect(self.tell)
        self._seeking = Latest(worker, self)
        self._seeking.answered.connect(self._sift)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SEARCH_AFTER)
        self._soon.timeout.connect(self._seek)
        self._build_actions()
        self._build()
        self._allow()

    # ---- building

    def _build_actions(self) -> None:
        self.find_action = self.act(self.tr("换经销商"), key_table.FIND, self.seek)
        self.mode_action = self.act(self.tr("一家 / 全部"), key_table.SWITCH, self._next_mode, again=True)
        self.wallet_action = self.act(
            self.tr("余额明细"), key_table.WHY, self._show_wallet, why=self.tr("先选一家经销商。")
        )
        self.sort_action = self.act(self.tr("换排序"), key_table.SORT, self._sort_next, again=True)
        self.turn_action = self.act(self.tr("倒序"), key_table.SORT_TURN, self._turn, bar=False, again=True)
        self.policy_action = self.act(self.tr("换政策"), key_table.SWITCH_OTHER, self._next_policy, again=True)
        self.settle_action = self.act(self.tr("结算"), key_table.DO, self._settle)
        self.excel = ExcelKey(self, self.worker, self.banner, self._sheets)

    def _build(self) -> None:
        self.build_title(
            self.tr("返利"),
            self.excel.button(),
            ActionButton(self.settle_action, "primary", "money"),
        )
        self.modes = FilterBar([("one", self.tr("一家的进度")), ("all", self.tr("全部经销商"))])
        self.modes.picked.connect(self._pick_mode)
        self.dealer = DealerEdit(self.worker, self)
        self.dealer.setFixedWidth(300)
        self.dealer.customer_changed.connect(self._take_dealer)
        self.search = SearchEdit(self.tr("经销商名称、编码、拼音首字母"))
        self.search.setFixedWidth(300)
        self.policies = QComboBox()
        self.policies.setMinimumWidth(180)
        self.policies.currentIndexChanged.connect(self._list)
        self.count = CountLabel()
        line = QHBoxLayout()
        line.setSpacing(12)
        for widget in (self.dealer, self.search, self.policies, self.modes):
            line.addWidget(widget)
        line.addStretch(1)
        line.addWidget(self.count)
        self.box.addLayout(line)
        self.stack = QStackedWidget()
        self.stack.addWidget(self._build_one())
        self.stack.addWidget(self._build_all())
        self.box.addWidget(self.stack, 1)
        self._wire()

    def _build_one(self) -> QWidget:
        self.card = WalletCard(ActionButton(self.wallet_action))
        self.bars = ProgressList(self.worker, self)
        panel = QWidget()
        box = QVBoxLayout(panel)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(10)
        frame, inside = card(margins=(1, 1, 1, 1))
        inside.addWidget(self.bars)
        box.addWidget(self.card)
        box.addWidget(frame, 1)
        return panel

    def _build_all(self) -> QWidget:
        self.table = OverviewTable(self.worker, self)
        frame, inside = card(margins=(1, 1, 1, 1))
        inside.addWidget(self.table)
        return frame

    def _wire(self) -> None:
        self.bars.opened.connect(self._open)
        self.table.opened.connect(self._open)
        self.bars.left_up.connect(self.dealer.setFocus)
        self.table.left_up.connect(self.search.setFocus)
        self.dealer.entered.connect(self.bars.setFocus)
        self.search.left_down.connect(self.table.setFocus)
        self.search.textChanged.connect(self._typed)

    def hints(self) -> list[tuple[str, str]]:
        return [("Enter", self.tr("为什么"))]

    # ---- coming and going

    def begin(self) -> None:
        self.worker.read(standings.situation, then=self._know, failed=self.tell)

    def refresh(self) -> None:
        if self.situation is None:
            return
        if self.mode == "one":
            if self.dealer.customer is not None:
                self._standing.ask(standings.standing, self.dealer.customer.id)
        else:
            self._ask_everybody()

    def take(self, given: Any) -> None:
        """Another page sends a dealer's id."""
        if self.dealer.customer is not None and self.dealer.customer.id != str(given):
            self.dealer.forget()
            self._clear()
        self.worker.read(standings.dealer, str(given), then=self.dealer.take, failed=self.tell)
        self.rest()

    def rest(self) -> None:
        if self.mode == "one" and self.dealer.customer is None and self.situation is not None:
            self.dealer.setFocus()  # whose they are is to be said first
        else:
            (self.bars if self.mode == "one" else self.table).setFocus()

    def seek(self) -> None:
        """The caret into the field that finds dealers."""
        field = self.dealer if self.mode == "one" else self.search
        field.setFocus()
        field.selectAll()

    @property
    def mode(self) -> str:
        """`one` dealer's progress, or `all` of them."""
        return self.modes.code

    @Slot(object)
    def _know(self, situation: Situation) -> None:
        self.situation = situation
        if situation.at_hq or not situation.sees_own:
            self.modes.pick("all")
        elif self.dealer.customer is None:
            self.dealer.take(situation.own)
        person = self.worker.working
        if not situation.sees_own and person is not None:
            why = formatting.told("cost_hidden", user=person.name, role=person.role)
            self.table.say_when_empty(self.tr("这里只列客户的返利，现在没有。") + "\n" + why)
        self._allow()
        self.rest()

    # ---- one dealer

    def _clear(self) -> None:
        """Nothing of one dealer stays while another is looked up."""
        self._standing.drop()
        self.wallet = None
        self.card.clear()
        self.bars.show_rows(())
        self.count.show_count(0)
        self._allow()

    @Slot(object)
    def _take_dealer(self, _: DealerHit) -> None:
        self._clear()
        if self.mode != "one":
            self.modes.pick("one")
        else:
            self.refresh()

    @Slot(object)
    def _show_standing(self, standing: DealerRebates) -> None:
        assert self.situation is not None
        self.wallet = standing.wallet
        self.card.show_wallet(standing.wallet, self.situation.today)
        self.bars.show_rows(standing.rows)
        self.count.show_count(len(standing.rows))
        self._allow()

    def _show_wallet(self) -> None:
        if self.wallet is not None:
            self.dialog = WalletDialog(self.worker, self.wallet, self)
            self.dialog.open()

    # ---- everybody

    def _ask_everybody(self) -> None:
        if self._listing is not None:
            self._listing.cancel()
        title, find = self.tr("正在算全部返利"), whole(standings.everybody)
        self._listing = self.worker.long(title, find, then=self._take_everybody, failed=self._fail)

    @Slot(object)
    def _fail(self, failure: Any) -> None:
        self._listing = None
        self.tell(failure)

    @Slot(object)
    def _take_everybody(self, rows: Sequence[RebateRow]) -> None:
        self._listing = None
        self.everybody = rows
        before = self.policies.currentData()
        self.policies.blockSignals(True)  # filling a list is no choice of anybody
        self.policies.clear()
        self.policies.addItem(self.tr("全部政策"), "")
        for policy, name in sorted({(row.policy, row.name) for row in rows}, key=lambda pair: pair[1]):
            self.policies.addItem(name, policy)
        self.policies.setCurrentIndex(max(self.policies.findData(before), 0))
        self.policies.blockSignals(False)
        self._list()

    @Slot()
    def _list(self) -> None:
        policy = str(self.policies.currentData() or "")
        chosen = [
            row
            for row in self.everybody
            if policy in ("", row.policy) and (self._fitting is None or row.dealer.id in self._fitting)
        ]
        self.table.show_rows(chosen)
        self.count.show_count(len(chosen))
        self._allow()

    @Slot(str)
    def _typed(self, _: str) -> None:
        self._soon.start()

    @Slot()
    def _seek(self) -> None:
        text = self.search.text().strip()
        if text:
            self._seeking.ask(standings.dealers_like, text)
        else:
            self._seeking.drop()
            self._sift(None)

    @Slot(object)
    def _sift(self, found: frozenset[str] | None) -> None:
        self._fitting = found
        self._list()

    # ---- keys

    @Slot(str)
    def _pick_mode(self, _: str) -> None:
        self.stack.setCurrentIndex(0 if self.mode == "one" else 1)
        self._allow()
        self.refresh()
        self.rest()

    def _next_mode(self) -> None:
        if self.dealer.customer is None:
            row = self.table.current_row()
            if row is not None:
                self.dealer.take(row.dealer)
                return
        self.modes.step(1)

    def _next_policy(self) -> None:
        if self.policies.count():
            self.policies.setCurrentIndex((self.policies.currentIndex() + 1) % self.policies.count())

    def _sort_next(self) -> None:
        self.table.sort_next()

    def _turn(self) -> None:
        self.table.turn()

    @Slot(object)
    def _open(self, row: RebateRow) -> None:
        self.wanted.emit("rebateview", row)

    def _allow(self) -> None:
        one, situation = self.mode == "one", self.situation
        for widget, wanted in ((self.dealer, one), (self.search, not one), (self.policies, not one)):
            widget.setVisible(wanted)
        for action in (self.sort_action, self.turn_action, self.policy_action):
            action.setVisible(not one)
        self.wallet_action.setVisible(one)
        self.wallet_action.setEnabled(self.wallet is not None)
        self.settle_action.setVisible(situation is not None and situation.may_settle)
        self.find_action.setText(self.tr("换经销商") if one else self.tr("搜索"))
        for button in self.findChildren(ActionButton):
            button.setVisible(button.action_.isVisible())
        self.keys_changed.emit()

    # ---- doing

    def _settle(self) -> None:
        from desktop.ui.rebates.settle import SettleDialog

        row = (self.bars if self.mode == "one" else self.table).current_row()
        if row is None:
            self.banner.say(self.tr("先选一项返利。"), "info")
            return
        self.dialog = SettleDialog(self.worker, row, self, only=self.mode == "one")
        self.dialog.settled.connect(self._settled)
        self.dialog.open()

    @Slot(int)
    def _settled(self, _: int) -> None:
        self.banner.say(self.dialog.told, "good")
        self.exchange_wanted.emit()

    def _sheets(self) -> Sheets:
        """What the list shows, and with one dealer his wallet too."""
        if self.mode != "one":
            return lists(listing("rebates", tuple(self.table.shown)))
        about = self.dealer.customer.code if self.dealer.customer is not None else ""
        found = [listing("rebates", self.bars.rows.rows, about=about)]
        if self.wallet is not None:
            found.append(wallet_sheet(self.wallet))
        return lists(*found)
