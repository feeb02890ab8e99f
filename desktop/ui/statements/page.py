"""Statements: an account and a period, the pages as they will be printed, and then paper, PDF or a workbook."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QComboBox, QFileDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui import asks, words
from desktop.ui.excel import ExcelKey, Sheets
from desktop.ui.fields import DayEdit, Field
from desktop.ui.page import Page
from desktop.ui.paper.columns import ColumnsDialog
from desktop.ui.paper.jobs import waiting_jobs
from desktop.ui.paper.names import copies_box, copy_names, paper_names
from desktop.ui.paper.preview import PagesView
from desktop.ui.parts import ActionButton, FilterBar, card, row
from desktop.ui.periods import picked_days
from desktop.ui.preferences import PAPERS, Preferences
from desktop.ui.statements.answering import answer_actions
from desktop.ui.statements.asking import Preview, Question, issue, preview, save_pdf, save_workbook
from desktop.ui.statements.batch import BatchDialog, VerifyDialog
from desktop.ui.statements.figures import FiguresCard
from desktop.ui.work import Latest, Worker

_SOON = 80


class StatementsPage(Page):
    """One account's statement."""

    topics = frozenset({"accounts", "papers"})
    asked = frozenset({"issue_statement", "issue_all", "withdraw_statement", "close_month", "reopen_month"})

    def __init__(self, worker: Worker, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(worker, preferences, parent)
        self.preview: Preview | None = None
        self._wanted = ""
        self._number = ""
        self._kept_word = False
        self._jobs: list[Any] = []
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
        self.print_action = self.act(self.tr("打印"), "Ctrl+P", self._print)
        self.pdf_action = self.act(self.tr("存 PDF"), "Ctrl+S", self._save_pdf)
        self.excel = ExcelKey(self, self.worker, self.banner, self._sheets)
        self.act(self.tr("换账户"), "F3", self._to_account)
        self.act(self.tr("换期间"), "F4", self._next_period)
        self.act(self.tr("换样式"), "F2", self._next_layout)
        self.act(self.tr("看清楚 / 看整页"), "F6", self._zoom)
        self.batch_action = self.act(self.tr("全部客户"), "F7", self._open_batch)
        self.issue_action = self.act(self.tr("开具"), "F8", self._issue)
        self.resume_action = self.act(self.tr("接着打"), "Ctrl+R", self._resume)
        self.resume_action.setVisible(False)
        self.columns_action = self.act(self.tr("纸上的列"), "Shift+F2", self._choose_columns, bar=False)
        self.close_action = self.act(self.tr("月结"), "Ctrl+M", self._close_month)
        self.verify_action = self.act(self.tr("核验"), "F9", self._open_verify)
        self.answer_actions = answer_actions(self)
        for action in (self.print_action, self.pdf_action, self.excel.action, self.issue_action):
            action.setEnabled(False)

    def _build(self) -> None:
        self.build_title(
            self.tr("对账单"),
            ActionButton(self.verify_action, picture="shield"),
            ActionButton(self.batch_action),
            self.excel.button(),
            ActionButton(self.pdf_action, picture="pdf"),
            ActionButton(self.print_action, picture="print"),
            ActionButton(self.issue_action, "primary"),
        )
        self.keep_from_hqs_people(self.close_action, right="money_write")
        body = QHBoxLayout()
        body.setSpacing(12)
        self.pages = PagesView(self.tr("选好账户和期间，这里就是要打印的样子。"))
        frame, inside = card(margins=(1, 1, 1, 1))
        inside.addWidget(self.pages)
        body.addWidget(self._build_side())
        body.addWidget(frame, 1)
        self.box.addLayout(body, 1)

    def _build_side(self) -> QWidget:
        side = QWidget()
        side.setFixedWidth(304)
        box = QVBoxLayout(side)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(10)
        box.addWidget(self._build_choice())
        self.figures = FiguresCard()
        box.addWidget(self.figures)
        box.addStretch(1)
        box.addLayout(row(*(ActionButton(each, "flat") for each in self.answer_actions), 1, spacing=2))
        return side

    def _build_choice(self) -> QFrame:
        frame, inside = card(spacing=12)
        self.account = QComboBox()
        self.account.setMaxVisibleItems(18)
        self.account.currentIndexChanged.connect(self._changed)
        self.periods = FilterBar(
            [("this", self.tr("本月")), ("last", self.tr("上月")), ("year", self.tr("今年")), ("own", self.tr("自定"))]
        )
        self.periods.picked.connect(self._pick_period)
        self.start, self.end = DayEdit(self._today), DayEdit(self._today)
        self.paper = QComboBox()
        for name, shown in paper_names(PAPERS):
            self.paper.addItem(shown, name)
        self.paper.setCurrentIndex(PAPERS.index(self.preferences.paper))
        self.copies = copies_box(self.preferences.copies)
        for choice in (self.paper, self.copies):
            choice.currentIndexChanged.connect(self._keep_paper)
        self.preferences.changed.connect(self._preferred)
        start, end = Field(self.tr("从"), self.start), Field(self.tr("到"), self.end)
        for edit, field in ((self.start, start), (self.end, end)):
            edit.wronged.connect(field.blame)
            edit.day_changed.connect(self._own_period)
            edit.entered.connect(self._changed)
        inside.addWidget(Field(self.tr("账户"), self.account))
        inside.addWidget(self.periods)
        inside.addLayout(row(start, end))
        self.layouts = FilterBar(
            [
                ("documents", self.tr("单据")),
                ("lines", self.tr("带明细")),
                ("bare", self.tr("无价格")),
                ("open", self.tr("未结清")),
            ]
        )
        self.layouts.picked.connect(self._changed)
        inside.addWidget(self.layouts)
        inside.addWidget(Field(self.tr("纸张"), self.paper))
        inside.addWidget(Field(self.tr("联次"), self.copies))
        columns = ActionButton(self.columns_action)
        inside.addLayout(row(columns, 1))
        return frame

    # ---- coming

    def begin(self) -> None:
        self.worker.read(waiting_jobs, then=self._know_jobs)
        self.worker.read(asks.whose, then=self._know)
        self.worker.read(asks.accounts, then=self._know_accounts)

    def refresh(self) -> None:
        self.worker.read(asks.accounts, then=self._know_accounts)

    def take(self, given: Any) -> None:
        self._wanted = str(given)
        self._choose_wanted()
        self.rest()

    def rest(self) -> None:
        self.account.setFocus()

    @Slot(object)
    def _know(self, whose: dict[str, Any]) -> None:
        self._today = whose["today"]
        self.start.today = self.end.today = self._today
        self._pick_period(self.periods.code)

    @Slot(object)
    def _know_accounts(self, accounts: list[tuple[str, str, str]]) -> None:
        before = self._wanted or str(self.account.currentData() or "")
        self.account.blockSignals(True)  # filling a list is no choice of anybody
        self.account.clear()
        for buyer, seller, name in accounts:
            shown = self.tr("{0}（供货方）").format(name) if seller else name
            self.account.addItem(shown, buyer)
        self.account.blockSignals(False)
        self._wanted = before
        self._choose_wanted()
        self._changed()

    def _choose_wanted(self) -> None:
        place = self.account.findData(self._wanted)
        if place >= 0:
            self.account.setCurrentIndex(place)
        elif self._wanted and self.account.count():
            self.account.setCurrentIndex(0)
        if self.account.count():
            self._wanted = ""

    # ---- choosing

    def _to_account(self) -> None:
        self.account.setFocus()
        self.account.showPopup()

    def _next_period(self) -> None:
        self.periods.step(1)

    @Slot(str)
    def _pick_period(self, code: str) -> None:
        days = picked_days(code, self._today)
        if days is not None:
            self._set_days(*days)
        else:
            self.start.setFocus()

    def _set_days(self, start: dt.date, end: dt.date) -> None:
        for edit, day in ((self.start, start), (self.end, end)):
            edit.blockSignals(True)  # the period was picked whole; one question is enough
            edit.set_day(day)
            edit.blockSignals(False)
        self._changed()

    @Slot()
    def _own_period(self) -> None:
        self.periods.pick("own")
        self._changed()

    def _next_layout(self) -> None:
        self.layouts.step(1)

    @Slot()
    def _changed(self) -> None:
        self._number = ""  # another account, period or form is another statement
        self._soon.start()

    @Slot()
    def _keep_paper(self) -> None:
        self.preferences.set("paper", str(self.paper.currentData()))
        self.preferences.set("copies", str(self.copies.currentData()))
        self._soon.start()

    @Slot(str)
    def _preferred(self, name: str) -> None:
        if name.startswith("columns/"):
            self._soon.start()

    def _kind(self) -> str:
        return "open_items" if self.layouts.code == "open" else "statement"

    def _choose_columns(self) -> None:
        self.choosing = ColumnsDialog(self.preferences, [self._kind()], self)
        self.choosing.open()

    def _question(self) -> Question:
        account, paper = str(self.account.currentData() or ""), str(self.paper.currentData())
        days, copies = (self.start.day, self.end.day), copy_names(int(self.copies.currentData()))
        columns = self.preferences.columns(self._kind())
        layout = self.layouts.code
        return Question(account, *days, paper, words.language(), layout, self._number, copies, columns)

    @Slot()
    def _ask(self) -> None:
        """The first page at once, the others behind it."""
        if self.account.count():
            self._latest.ask(preview, self._question(), 1)

    @Slot(object)
    def _refuse(self, failure: Any) -> None:
        self.tell(failure)
        self._allow(None)

    @Slot(object)
    def _show(self, shown: Preview) -> None:
        if not shown.whole:
            self._latest.ask(preview, self._question(), None)
        if not self._kept_word:
            self.banner.hide()
        self._kept_word = not shown.whole and self._kept_word
        if shown.paper.lack:
            self.banner.say(shown.paper.lack, "warn")
        self._allow(shown)
        self.figures.show_statement(shown.statement)
        self.pages.show_pages(shown.paper)

    def _allow(self, shown: Preview | None) -> None:
        self.preview = shown if shown is not None and shown.whole else None
        for action in (self.print_action, self.pdf_action, self.excel.action):
            action.setEnabled(self.preview is not None)
        self.issue_action.setEnabled(self.preview is not None and not self.preview.number)
        self.keys_changed.emit()

    def _zoom(self) -> None:
        self.pages.turn_zoom()

    # ---- going

    def _issue(self) -> None:
        self.issue_action.setEnabled(False)
        self.worker.write(issue, self._question(), then=self._issued, failed=self.tell)

    @Slot(object)
    def _issued(self, number: str) -> None:
        self._number = number
        self._kept_word = True
        self.banner.say(self.tr("已开具 {0}，可以打印或发送。").format(number), "good")
        self._ask()

    def _open_batch(self) -> None:
        period = self.start.day, self.end.day
        self.batch = BatchDialog(self.worker, self.preferences, period, self.layouts.code, self)
        self.batch.printed.connect(self._look_for_jobs)
        self.batch.open()

    def _open_verify(self) -> None:
        self.verifying = VerifyDialog(self.worker, self)
        self.verifying.open()

    def _sheets(self) -> Sheets | None:
        """The statement as a workbook."""
        if self.preview is None:
            return None
        return Sheets(self.preview.paper.number, save_workbook, self._question())

    def _save_pdf(self) -> None:
        if self.preview is None:
            return
        proposed = str(Path.home() / f"{self.preview.paper.number}.pdf")
        path, _ = QFileDialog.getSaveFileName(self, self.tr("存到哪里"), proposed, self.tr("PDF 文件 (*.pdf)"))
        if path:
            self.save_to(Path(path))

    def save_to(self, path: Path) -> None:
        """Writes the PDF, beside the window."""
        title, doing = self.tr("正在保存对账单"), save_pdf
        self.worker.long(title, doing, self._question(), path, then=self._saved, failed=self.tell)

    @Slot(object)
    def _saved(self, path: Path) -> None:
        self.banner.say(self.tr("已保存：{0}").format(path), "good")
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))

    def _close_month(self) -> None:
        from desktop.ui.closing.dialog import ClosingDialog

        self.dialog: Any = ClosingDialog(self.worker, self)
        self.dialog.open()

    def _print(self) -> None:
        from desktop.ui.paper.printing import Printing

        if self.preview is not None:
            self._printing = Printing(self.worker, self)
            self._printing.told.connect(self._printed)
            self._printing.ask(self.preview.paper)

    @Slot(str, str)
    def _printed(self, text: str, kind: str) -> None:
        self.banner.say(text, kind)
        if kind == "good":
            self._kept_word = True  # drawn anew, now as the next print
            self._ask()
        self._look_for_jobs()

    @Slot()
    def _look_for_jobs(self) -> None:
        self.worker.read(waiting_jobs, then=self._know_jobs)

    @Slot(object)
    def _know_jobs(self, jobs: list[Any]) -> None:
        """Jobs whose printer vanished can go on."""
        self._jobs = jobs
        self.resume_action.setVisible(bool(jobs))
        self.keys_changed.emit()

    def _resume(self) -> None:
        from desktop.ui.paper.printing import Printing

        if self._jobs:
            self._printing = Printing(self.worker, self)
            self._printing.told.connect(self._resumed)
            self._printing.resume(*self._jobs[0])

    @Slot(str, str)
    def _resumed(self, text: str, kind: str) -> None:
        self.banner.say(text, kind)
        self._look_for_jobs()

    def keyPressEvent(self, event: Any) -> None:
        pages = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}
        step = pages.get(Qt.Key(event.key()))
        if step:
            self.pages.step(step)
        else:
            super().keyPressEvent(event)
