"""One rebate explained: the steps of its reckoning, every line that counted or didn't, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.actions.policies.views import AdjustmentView, PayoutView, RebateRow, RebateView
from desktop.ui.frame.actions import rebates, standings
from desktop.ui.frame.page import WindowPage
from desktop.ui.frame.preferences import Preferences
from desktop.ui.frame.style import tone
from desktop.ui.frame.work import Latest, Worker
from desktop.ui.navigation import key_table
from desktop.ui.rebates import telling
from desktop.ui.rebates.dialogs import NEXT_STATES, AdjustDialog, MoveDialog
from desktop.ui.rebates.lines import CountedList, told_lines
from desktop.ui.rebates.reckoning import ReckoningCard
from desktop.ui.rebates.settled import SettledList
from desktop.ui.widgets import formatting
from desktop.ui.widgets.excel import ExcelKey, Sheets, listing, lists
from desktop.ui.widgets.parts import ActionButton, FilterBar, card, chip, label, row

if TYPE_CHECKING:
    from desktop.actions.policies.views import Explained, Situation


class RebateViewPage(WindowPage):
    """One rebate of one dealer in one period."""

    topics = frozenset({"rebates", "papers", "accounts"})
    asked = frozenset({"adjust_rebate_approve", "move_reward"})

    def __init__(self, worker: Worker, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(worker, preferences, parent)
        self.situation: Situation | None = None
        self.view: RebateView | None = None
        self._products: Mapping[str, tuple[str, str, str]] = {}
        self._key: tuple[str, str, str] | None = None
        self._latest = Latest(worker, self)
        self._latest.answered.connect(self._show)
        self._latest.failed.connect(self.tell)
        self._build_actions()
        self._build()
        self._allow()

    # ---- building

    def _build_actions(self) -> None:
        self.settle_action = self.act(self.tr("结算"), key_table.DO, self._settle)
        self.adjust_action = self.act(self.tr("调整"), key_table.EDIT, self._adjust)
        self.approve_action = self.act(self.tr("批准调整"), key_table.APPROVE, self._approve)
        self.move_action = self.act(self.tr("奖品状态"), key_table.EDIT_OTHER, self._move)
        self.excel = ExcelKey(self, self.worker, self.banner, self._sheets)
        self.find_action = self.act(self.tr("搜索"), key_table.FIND, self._seek)
        self.turn_action = self.act(self.tr("单据 / 结算"), key_table.SWITCH, self._turn, again=True)
        self.sieve_action = self.act(self.tr("换筛选"), key_table.SWITCH_OTHER, self._sieve, again=True)
        self.back_action = self.act(self.tr("返回"), key_table.BACK, self._back)

    def _build(self) -> None:
        self.name = label("", "heading")
        self.dealer = label("", "muted")
        self.ends = chip()
        title = self.build_title(
            self.tr("返利说明"),
            self.excel.button(),
            ActionButton(self.move_action, picture="check"),
            ActionButton(self.approve_action, picture="check"),
            ActionButton(self.adjust_action, picture="pen"),
            ActionButton(self.settle_action, "primary", "money"),
        )
        for place, widget in enumerate((self.name, self.dealer, self.ends), 1):
            title.insertWidget(place, widget)
        self.reckoning = ReckoningCard()
        self.box.addWidget(self.reckoning)
        self.tabs = FilterBar([("lines", self.tr("单据明细")), ("settled", self.tr("结算与调整"))])
        self.tabs.picked.connect(self._pick_tab)
        self.box.addLayout(row(self.tabs, 1))
        self.lines = CountedList(self.worker, self)
        self.settled = SettledList(self.worker, self)
        self.settled.chosen.connect(self._chosen)
        frame, inside = card(margins=(1, 1, 1, 1))
        inside.addWidget(self.settled)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.lines)
        self.stack.addWidget(frame)
        self.box.addWidget(self.stack, 1)

    # ---- coming and going

    def begin(self) -> None:
        self.worker.read(standings.situation, then=self._know, failed=self.tell)

    def take(self, given: Any) -> None:
        """The RebateRow that was opened."""
        if isinstance(given, RebateRow):
            self._key = (given.policy, given.dealer.id, given.period)
            self.banner.hide()
            self._show_row(given)
            self.lines.show_lines((), quantity=given.unit == "quantity")
            self.refresh()
        self.rest()

    def rest(self) -> None:
        (self.lines.view if self.tabs.code == "lines" else self.settled).setFocus()

    def refresh(self) -> None:
        if self._key is not None:
            self._latest.ask(standings.explained, *self._key)

    @Slot(object)
    def _know(self, situation: Situation) -> None:
        self.situation = situation
        self._allow()

    def _sheets(self) -> Sheets | None:
        """The lines as they are found and filtered, and what was settled."""
        view = self.view
        if view is None:
            return None
        from desktop.listings.rebate_lines import counted_lines

        chosen = [each.line for each in self.lines.rows.rows]
        lines = counted_lines(view, self._products, chosen)
        about = f"{view.row.policy} {view.row.dealer.code} {view.row.period}"
        name = f"{self.tr('返利说明')} {about}"
        return lists(listing("rebate_lines", lines), listing("rebate_payouts", self.settled.rows.rows), name=name)

    @Slot(object)
    def _show(self, explained: Explained) -> None:
        self.view, self._products = explained.view, explained.products
        self._show_row(explained.view.row)
        told = told_lines(explained.view.lines, explained.products, explained.view.accruals)
        self.lines.show_lines(told, quantity=explained.view.row.unit == "quantity")
        self.settled.show_view(explained.view)
        self._allow()

    def _show_row(self, shown: RebateRow) -> None:
        self.name.setText(shown.name)
        self.name.setToolTip(self.tr("{0} 第 {1} 版").format(shown.policy, shown.version))
        self.dealer.setText(f"{shown.dealer.name}  ·  {telling.period(shown.period)}")
        self.ends.setText(telling.days(shown))
        tone(self.ends, tone=telling.urgency(shown))
        self.reckoning.show_row(shown)

    # ---- keys

    def _turn(self) -> None:
        self.tabs.step(1)

    @Slot(str)
    def _pick_tab(self, code: str) -> None:
        self.stack.setCurrentIndex(0 if code == "lines" else 1)
        self._allow()
        self.rest()

    def _seek(self) -> None:
        if self.tabs.code != "lines":
            self.tabs.pick("lines")
        self.lines.search.setFocus()
        self.lines.search.selectAll()

    def _sieve(self) -> None:
        self.lines.filters.step(1)

    def _back(self) -> None:
        self.back_wanted.emit("rebates", None)

    @Slot(object)
    def _chosen(self, _: object) -> None:
        self._allow()

    def _current(self) -> Any:
        return self.settled.current_row() if self.tabs.code == "settled" else None

    def _allow(self) -> None:
        may = self.situation is not None and self.situation.may_settle and self.view is not None
        current = self._current()
        waits = isinstance(current, AdjustmentView) and not current.approved_by
        moves = isinstance(current, PayoutView) and current.reward not in ("credit", "account")
        moves = moves and current.state in NEXT_STATES
        self.settle_action.setVisible(may)
        self.adjust_action.setVisible(may)
        self.approve_action.setVisible(may and waits)
        self.move_action.setVisible(may and moves)
        self.sieve_action.setVisible(self.tabs.code == "lines")
        for button in self.findChildren(ActionButton):
            button.setVisible(button.action_.isVisible())
        self.keys_changed.emit()

    # ---- doing

    def _settle(self) -> None:
        from desktop.ui.rebates.settle import SettleDialog

        if self.view is not None:
            self.dialog: Any = SettleDialog(self.worker, self.view.row, self, only=True)
            self.dialog.settled.connect(self._settled)
            self.dialog.open()

    @Slot(int)
    def _settled(self, _: int) -> None:
        self._say_done(self.dialog.told)

    def _adjust(self) -> None:
        if self.view is not None:
            self.dialog = AdjustDialog(self.view.row, self)
            self.dialog.confirmed.connect(self._put_adjustment)
            self.dialog.open()

    def _put_adjustment(self) -> None:
        dialog = self.dialog
        if self._key is not None:
            self.worker.write(rebates.adjust, *self._key, *dialog.adjustment, then=self._adjusted, failed=dialog.refuse)

    @Slot(object)
    def _adjusted(self, made: AdjustmentView) -> None:
        self.dialog.accept()
        self.tabs.pick("settled")
        self._say_done(self.tr("已提交调整 {0}，请另一个人批准。").format(formatting.money(made.amount)))

    def _approve(self) -> None:
        current = self._current()
        if isinstance(current, AdjustmentView):
            self.worker.write(rebates.approve_adjustment, current.id, then=self._approved, failed=self.tell)

    @Slot(object)
    def _approved(self, _: object) -> None:
        self._say_done(self.tr("调整已批准，下次结算时计入。"))

    def _move(self) -> None:
        current = self._current()
        if isinstance(current, PayoutView):
            self.dialog = MoveDialog(current, self)
            self.dialog.confirmed.connect(self._put_move)
            self._moved_id = current.id
            self.dialog.open()

    def _put_move(self) -> None:
        self.worker.write(
            rebates.move_reward, self._moved_id, *self.dialog.wanted, then=self._moved, failed=self.dialog.refuse
        )

    @Slot(object)
    def _moved(self, _: object) -> None:
        self.dialog.accept()
        self._say_done(self.tr("奖品状态已更新。"))

    def _say_done(self, text: str) -> None:
        self.banner.say(text, "good")
        self.exchange_wanted.emit()
