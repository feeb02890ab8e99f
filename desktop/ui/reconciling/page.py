"""Two books of one account compared: what matches, what differs and why, and the adjustment table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.ui.frame.actions import book_files, owner, reconciliation, sheets, statements
from desktop.ui.frame.lanes import whole
from desktop.ui.frame.page import WindowPage
from desktop.ui.frame.preferences import Preferences
from desktop.ui.frame.style import tone
from desktop.ui.frame.work import Latest, Worker
from desktop.ui.navigation import key_table
from desktop.ui.reconciling.mapping import MappingDialog
from desktop.ui.reconciling.signing import SignOff
from desktop.ui.reconciling.tables import AdjustmentTableView, DifferencesTable, MatchesTable, abreast
from desktop.ui.widgets import formatting
from desktop.ui.widgets.account_box import AccountBox
from desktop.ui.widgets.excel import ExcelKey, Sheets
from desktop.ui.widgets.fields import DayEdit, Field
from desktop.ui.widgets.parts import ActionButton, FilterBar, card, figure, flowing, label, row
from desktop.ui.widgets.periods import picked_days
from desktop.ui.widgets.scrolling import Fields

if TYPE_CHECKING:
    from desktop.actions.imports.book_files import BookColumns, OtherFile
    from desktop.actions.reconciliation.views import ReconciliationView
    from domain.reconciliation.book_shapes import KeptBy

_SOON = 80
_TOLD = 6  # remarks beside the table
_UNMAPPED = ("book_format_unknown", "bank_mapping", "bank_header_unknown")


class ReconcilingPage(WindowPage):
    """What to compare on the left, what came of it on the right."""

    topics = frozenset({"accounts", "papers", "incoming"})

    def __init__(self, worker: Worker, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(worker, preferences, parent)
        self.found: ReconciliationView | None = None
        self._whose = ""
        self.other: OtherFile | None = None
        self._bought: set[str] = set()
        self._today = dt.datetime.now().astimezone().date()
        self._latest = Latest(worker, self)
        self._latest.answered.connect(self._show)
        self._latest.failed.connect(self._refuse)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON)
        self._soon.timeout.connect(self._ask)
        self._build_actions()
        self._build()

    def _build_actions(self) -> None:
        self.signing = SignOff(self)
        self.signing.known.connect(self._tell_signed)
        self.act(self.tr("换账户"), key_table.FIND, self._to_account)
        self.act(self.tr("换期间"), key_table.SWITCH, self._next_period, again=True)
        self.turn_action = self.act(self.tr("调节表 / 差异 / 一致"), key_table.SWITCH_OTHER, self._turn, again=True)
        self.file_action = self.act(self.tr("用文件"), (key_table.NEW, key_table.OPEN), self._choose_file)
        self.map_action = self.act(self.tr("列对应"), key_table.EDIT, self._map, why=self.tr("先按 F9 选对方的文件。"))
        self.stream_action = self.act(self.tr("用总部的账"), key_table.NEW_OTHER, self._use_stream)
        self.sign_action = self.act(
            self.tr("签认留存"),
            key_table.DO,
            self.signing.sign,
            right="statement_write",
            why=self.tr("还没有可签认的：先核对两边的账，调节后余额相等才能签认。"),
        )
        self.print_action = self.act(
            self.tr("打印"), key_table.PRINT, self.signing.print_table, why=self.tr("还没有核对，没有可打印的。")
        )
        self.excel = ExcelKey(self, self.worker, self.banner, self._sheets)
        self.act(self.tr("返回"), key_table.BACK, lambda: self.back_wanted.emit("statements", None))
        self.map_action.setEnabled(False)
        self._let(None)

    def _build(self) -> None:
        self.build_title(
            self.tr("两边账核对"),
            ActionButton(self.stream_action),
            ActionButton(self.map_action),
            self.excel.button(),
            ActionButton(self.print_action, picture="print"),
            ActionButton(self.file_action, picture="open"),
            ActionButton(self.sign_action, "primary", "check"),
        )
        body = QHBoxLayout()
        body.setSpacing(12)
        body.addWidget(self._build_side())
        body.addLayout(self._build_result(), 1)
        self.box.addLayout(body, 1)

    def _build_side(self) -> QWidget:
        side = QWidget()
        side.setFixedWidth(304)
        outer, box = QVBoxLayout(side), QVBoxLayout()
        for each in (outer, box):
            each.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(10)
        box.addWidget(self._build_choice())
        box.addWidget(self._build_figures())
        box.addStretch(1)
        outer.addWidget(Fields(box, 304))
        return side

    def _build_choice(self) -> QFrame:
        frame, inside = card(spacing=12)
        self.account = AccountBox(self.worker)
        self.account.currentIndexChanged.connect(self._changed)
        self.periods = FilterBar(
            [("this", self.tr("本月")), ("last", self.tr("上月")), ("year", self.tr("今年")), ("own", self.tr("自定"))]
        )
        self.periods.picked.connect(self._pick_period)
        self.start, self.end = DayEdit(self._today), DayEdit(self._today)
        start, end = Field(self.tr("从"), self.start), Field(self.tr("到"), self.end)
        for edit, field in ((self.start, start), (self.end, end)):
            edit.wronged.connect(field.blame)
            edit.day_changed.connect(self._own_period)
            edit.entered.connect(self._changed)
        inside.addWidget(Field(self.tr("账户"), self.account))
        inside.addWidget(self.periods)
        inside.addLayout(row(start, end))
        self.source = flowing("", "small")
        inside.addWidget(self.source)
        return frame

    def _build_figures(self) -> QFrame:
        frame, inside = card()
        names = (self.tr("我方余额"), self.tr("对方余额"), self.tr("调节后余额"))
        self.figures = [figure(formatting.NONE) for _ in names]
        for name, value in zip(names, self.figures, strict=True):
            inside.addLayout(row(label(name, "muted"), 1, value))
        self.verdict = flowing("", "strong")
        self.counts, self.remarks = flowing("", "small"), flowing("", "small")
        for widget in (self.verdict, self.counts, self.remarks, self.source):
            inside.addWidget(widget)
        return frame

    def _build_result(self) -> QVBoxLayout:
        box = QVBoxLayout()
        box.setSpacing(10)
        self.tabs = FilterBar(
            [("table", self.tr("余额调节表")), ("differs", self.tr("差异")), ("same", self.tr("一致"))]
        )
        self.tabs.picked.connect(self._pick_tab)
        box.addLayout(row(self.tabs, 1))
        self.table, self.differences = AdjustmentTableView(self.worker, self), DifferencesTable(self.worker, self)
        self.matches = MatchesTable(self.worker, self)
        self.stack = QStackedWidget()
        self.views = (self.table, self.differences, self.matches)
        for view in self.views:
            self.stack.addWidget(view)
            view.chosen.connect(self._say_row)
        frame, inside = card(margins=(1, 1, 1, 1))
        inside.addWidget(self.stack)
        box.addWidget(frame, 1)
        self.whole = flowing("", "small")
        box.addWidget(self.whole)
        return box

    # ---- coming

    def begin(self) -> None:
        self.worker.read(owner.desk_owner, then=self._know)
        self.worker.read(statements.own_accounts, then=self._know_accounts)

    def refresh(self) -> None:
        self._soon.start()

    def take(self, given: Any) -> None:
        """An account and a period."""
        buyer, start, end = given
        if buyer != self.account.buyer:
            self.other = None  # a file is one account's book
        self.account.choose(str(buyer))
        self.periods.pick("own")
        self._set_days(start, end)
        self.rest()

    def place(self) -> object:
        return (self.account.buyer, self.start.day, self.end.day) if self.account.buyer else None

    def rest(self) -> None:
        self.views[self.stack.currentIndex()].setFocus()

    @Slot(object)
    def _know(self, whose: owner.DeskOwner) -> None:
        self._today = whose.today
        self.start.today = self.end.today = self._today
        if self.periods.code != "own":
            self._pick_period(self.periods.code)

    @Slot(object)
    def _know_accounts(self, accounts: Sequence[statements.OwnAccount]) -> None:
        self._bought = {buyer for buyer, seller, _ in accounts if seller}
        self.account.show_accounts(accounts)
        self._changed()

    # ---- choosing

    def _to_account(self) -> None:
        self.account.seek()

    def _next_period(self) -> None:
        self.periods.step(1)

    @Slot(str)
    def _pick_period(self, code: str) -> None:
        days = picked_days(code, self._today)
        if days is not None:
            self._set_days(*days)
        elif not self.end.hasFocus():  # whoever types the end is there already
            self.start.setFocus()

    def _set_days(self, start: dt.date, end: dt.date) -> None:
        for edit, day in ((self.start, start), (self.end, end)):
            edit.set_day(day, quietly=True)
        self._changed()

    @Slot()
    def _own_period(self) -> None:
        self.periods.pick("own")
        self._changed()

    @Slot()
    def _changed(self) -> None:
        if self.sender() is self.account:
            self.other = None  # a file is one account's book
        self._latest.drop()
        self._let(None)  # what is still in sight is not what was asked for
        if self.account.buyer != self._whose:
            self.banner.hide()
            self._forget()
        self._soon.start()

    def _use_stream(self) -> None:
        self.other = None
        self._ask()

    def _choose_file(self) -> None:
        kinds = self.tr("表格文件 (*.xlsx *.xls *.xlsm *.ods *.csv *.txt)")
        name, _ = QFileDialog.getOpenFileName(self, self.tr("对方的账"), str(Path.home()), kinds)
        if name:
            self.use_file(Path(name))

    def use_file(self, path: Path) -> None:
        """The other side's book is this file."""
        from desktop.actions.imports.book_files import OtherFile

        self.other = OtherFile(path)
        self._ask()

    # ---- comparing

    @Slot()
    def _ask(self) -> None:
        if self.account.buyer:
            self.map_action.setEnabled(self.other is not None)
            self._whose = self.account.buyer
            account = self.account.buyer
            self._latest.ask(reconciliation.reconcile_account, account, self.start.day, self.end.day, self.other)

    @Slot(object)
    def _refuse(self, failure: Any) -> None:
        self._let(None)
        self._forget()
        if failure.code in _UNMAPPED and self.other is not None:
            self._map()
        else:
            self.tell(failure)

    def _let(self, found: ReconciliationView | None) -> None:
        """What was found may be signed, printed and given out."""
        self.found = found
        self.signing.begin(found)
        for action in (self.excel.action, self.sign_action, self.print_action):
            action.setEnabled(found is not None)

    def _forget(self) -> None:
        """Nothing of an earlier comparison is left standing beside a question that has no answer."""
        for view in (self.table, self.differences, self.matches):
            view.rows.show_rows(())
        for said in (*self.figures, self.verdict, self.counts, self.remarks, self.source):
            said.setText("")
        for view in (self.differences, self.matches):
            view.say_when_empty(self.tr("还没有核对。"))

    @Slot(object)
    def _show(self, found: ReconciliationView) -> None:
        self._let(found)
        self.banner.hide()
        self.account.name_wanted(found.buyer.name)
        self.differences.say_when_empty(self.tr("没有差异。"))
        self.matches.say_when_empty(self.tr("没有对上的。"))
        self.table.rows.show_rows(abreast(found))
        self.differences.rows.show_rows(found.leftovers)
        self.matches.rows.show_rows(found.matches)
        for value, amount in zip(self.figures, (found.our_closing, found.their_closing, found.adjusted), strict=True):
            value.setText(formatting.money(amount))
        self.verdict.setText("\n".join(formatting.tell(each) for each in found.verdicts))
        tone(self.verdict, tone="good" if found.agrees else "warn")
        counts = self.tr("对上 {0} 组，差异 {1} 处")
        self.counts.setText(counts.format(len(found.matches), found.differences))
        told = [formatting.tell(each) for each in found.told[:_TOLD]]
        if more := len(found.told) - _TOLD:
            told += [formatting.told("remarks_more", count=more)] if more > 0 else []
        self.remarks.setText("\n".join(told))
        self._tell_signed("")
        self.keys_changed.emit()

        self.sign_action.setEnabled(found.comes_to_one)

    @Slot(str)
    def _tell_signed(self, told: str) -> None:
        if self.found is not None:
            source = self.tr("对方的账：{0}").format(self._source(self.found.source))
            self.source.setText("\n".join(filter(None, (source, told))))

    def _source(self, source: str) -> str:
        return self.tr("经总部传来的") if source == "hq" else source

    # ---- mapping

    def _map(self) -> None:
        if self.other is not None:
            sellers = self.other.kept_by == "seller" if self.other.kept_by else self._buys()
            kept_by: KeptBy = "seller" if sellers else "buyer"
            self.worker.read(
                book_files.offered,
                self.other.path,
                kept_by,
                self.account.buyer,
                then=self._ask_mapping,
                failed=self.tell,
            )

    def _buys(self) -> bool:
        """Whether one buys on the account."""
        return self.account.buyer in self._bought

    @Slot(object)
    def _ask_mapping(self, offer: BookColumns) -> None:
        if self.other is not None:
            kept_by = str(self.other.kept_by) or ("seller" if self._buys() else "buyer")
            self.dialog: Any = MappingDialog(self.other.path, offer, kept_by, self)
            self.dialog.confirmed.connect(self._put_mapping)
            self.dialog.open()

    def _put_mapping(self) -> None:
        self.worker.write(
            book_files.remember_book,
            self.dialog.other,
            self.account.buyer,
            then=self._mapped,
            failed=self.dialog.refuse,
        )

    @Slot(object)
    def _mapped(self, _: object) -> None:
        self.other = self.dialog.other
        self.dialog.accept()
        self._ask()

    # ---- looking and giving out

    def _turn(self) -> None:
        self.tabs.step(1)

    @Slot(str)
    def _pick_tab(self, code: str) -> None:
        self.stack.setCurrentIndex(("table", "differs", "same").index(code))
        self.whole.clear()
        self.rest()

    @Slot(object)
    def _say_row(self, row_: Any) -> None:
        """The whole of what a cell may cut off."""
        cause = getattr(row_, "cause", None)
        halves = [getattr(row_, side, None) for side in ("ours", "theirs")]
        told = [formatting.tell(cause)] if cause else [getattr(half, "detail", "") for half in halves]
        self.whole.setText("　".join(filter(None, told)))

    def _sheets(self) -> Sheets | None:
        """The adjustment table and all lines."""
        found = self.found
        if found is None:
            return None
        name = f"{found.buyer.code}-{found.start:%Y%m%d}-{found.end:%Y%m%d}"
        return Sheets(name, whole(sheets.write_reconciliation), found)
