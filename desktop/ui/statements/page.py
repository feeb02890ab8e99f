"""Statements: an account and a period, the pages as they will be printed, and then paper, PDF or a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.file_names import safe_name
from desktop.ui.frame.actions import owner, statements
from desktop.ui.frame.page import WindowPage
from desktop.ui.frame.preferences import Preferences
from desktop.ui.frame.work import Latest, Worker
from desktop.ui.navigation import key_table
from desktop.ui.paper.columns import ColumnsDialog
from desktop.ui.paper.jobs import waiting_jobs
from desktop.ui.paper.preview import PagesView
from desktop.ui.statements.answering import answer_actions, why_not_issued
from desktop.ui.statements.batch import BatchDialog, VerifyDialog
from desktop.ui.statements.choice import StatementChoice
from desktop.ui.statements.drawn import (
    IssuedChoice,
    Reprint,
    StatementPreview,
    issue,
    issued_choice,
    preview,
    save_pdf,
    save_workbook,
)
from desktop.ui.statements.figures import FiguresCard
from desktop.ui.statements.withdrawing import ReissueDialog, WithdrawDialog
from desktop.ui.widgets import formatting
from desktop.ui.widgets.excel import ExcelKey, Sheets
from desktop.ui.widgets.parts import ActionButton, card, row
from desktop.ui.widgets.scrolling import Fields

_SOON = 80


class StatementsPage(WindowPage):
    """One account's statement."""

    topics = frozenset({"accounts", "papers"})
    asked_rows = 1
    asked = frozenset({"issue_statement", "issue_all", "withdraw_statement", "close_month", "reopen_month"})

    def __init__(self, worker: Worker, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(worker, preferences, parent)
        self.preview: StatementPreview | None = None
        self._number = self._whose = ""  # of the statement that is issued, of the account in sight
        self._asked: Any = None
        self._kept_word = False
        self._jobs: list[Any] = []
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
        first = self.tr("先选账户和期间，右边有了对账单再做。")
        self.print_action = self.act(self.tr("打印"), key_table.PRINT, self._print, why=first)
        self.pdf_action = self.act(self.tr("存 PDF"), key_table.SAVE, self._save_pdf, why=first)
        self.excel = ExcelKey(self, self.worker, self.banner, self._sheets)
        self.act(self.tr("换账户"), key_table.FIND, lambda: self.choice.account.seek())  # noqa: PLW0108 -- built below
        self.act(self.tr("换期间"), key_table.SWITCH, lambda: self.choice.periods.step(1), again=True)
        self.act(self.tr("换样式"), key_table.SWITCH_OTHER, lambda: self.choice.layouts.step(1), again=True)
        self.act(self.tr("看清楚 / 看整页"), key_table.ZOOM, self._zoom)
        self.batch_action = self.act(self.tr("全部客户"), key_table.DO_ALL, self._open_batch)
        self.issue_action = self.act(self.tr("开具"), key_table.DO, self._issue, right="statement_write")
        self.resume_action = self.act(self.tr("接着打"), key_table.GO_ON, self._resume)
        self.resume_action.setVisible(False)
        self.layout_action = self.act(self.tr("套打样式"), key_table.LAYOUT, self._open_layout, bar=False)
        self.act(self.tr("套打"), key_table.FORM, lambda: self.choice.form.toggle(), bar=False, again=True)  # noqa: PLW0108
        why = self.tr("这里没有可撤回的：要是自己开具、还没撤回的对账单。")
        away = self.act(self.tr("撤回"), key_table.STOP, self._withdraw, bar=False, right="statement_write", why=why)
        away.setEnabled(False)
        self.withdraw_action = away
        self.columns_action = self.act(self.tr("纸上的列"), key_table.EDIT_OTHER, self._choose_columns, bar=False)
        self.close_action = self.act(self.tr("月结"), key_table.CLOSE_MONTH, self._close_month, right="money_write")
        self.verify_action = self.act(self.tr("核验"), key_table.WHY, self._open_verify)
        self.answer_actions = answer_actions(self, self._shown)
        for action in (self.print_action, self.pdf_action, self.excel.action, self.issue_action):
            action.setEnabled(False)

    def _shown(self) -> tuple[object, ...] | None:
        """The account and the days on the page."""
        return (self.choice.buyer, *self.choice.days) if self.choice.buyer else None

    def _build(self) -> None:
        self._issue_button = ActionButton(self.issue_action, "primary")
        self._withdraw_button = ActionButton(self.withdraw_action)
        self.build_title(
            self.tr("对账单"),
            ActionButton(self.verify_action, picture="shield"),
            ActionButton(self.batch_action),
            self.excel.button(),
            ActionButton(self.pdf_action, picture="pdf"),
            ActionButton(self.print_action, picture="print"),
            self._issue_button,
            self._withdraw_button,
        )
        self._withdraw_button.hide()
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
        outer = QVBoxLayout(side)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(8)
        box = QVBoxLayout()
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        self.choice = StatementChoice(self.worker, self.preferences, (self.columns_action, self.layout_action))
        self.choice.other.connect(self._changed)
        self.choice.redrawn.connect(self._soon.start)
        self.choice.offsets.failed.connect(self.tell)
        box.addWidget(self.choice)
        box.addStretch(1)
        outer.addWidget(Fields(box, 304), 1)
        self.figures = FiguresCard()  # what it comes to is never scrolled out of sight
        outer.addWidget(self.figures)
        outer.addLayout(row(*(ActionButton(each, "flat") for each in self.answer_actions), 1, spacing=2))
        return side

    # ---- coming

    def begin(self) -> None:
        self.worker.read(waiting_jobs, then=self._know_jobs)
        self.worker.read(owner.desk_owner, then=self._know)
        self.worker.read(statements.own_accounts, then=self._know_accounts)

    def refresh(self) -> None:
        self.worker.read(statements.own_accounts, then=self._know_accounts)

    def take(self, given: Any) -> None:
        """An account by its id, or an issued statement to be looked at and printed again."""
        if isinstance(given, Reprint):
            self._show_issued(given.number)
        else:
            self.choice.account.choose(str(given))
            self._changed()
        self.rest()

    def rest(self) -> None:
        self.choice.account.setFocus()
        if self._number:
            self._soon.start()  # it may have been withdrawn meanwhile

    @Slot(object)
    def _know(self, whose: owner.DeskOwner) -> None:
        if not self._number:
            self.choice.know_today(whose.today)

    @Slot(object)
    def _know_accounts(self, accounts: Sequence[statements.OwnAccount]) -> None:
        before = self.choice.buyer
        self.choice.account.show_accounts(accounts)
        if not self._number or self.choice.buyer != before != "":
            self._changed()
        else:
            self._soon.start()

    # ---- choosing

    @Slot()
    def _changed(self) -> None:
        self._number = ""  # another account, period or form is another statement
        self._latest.drop()
        self._allow(None)  # what is still in sight is not what was asked for
        if self.choice.buyer != self._whose:
            self._clear()
        self._soon.start()

    def _choose_columns(self) -> None:
        self.choosing = ColumnsDialog(self.preferences, [self.choice.kind], self)
        self.choosing.open()

    def _open_layout(self) -> None:
        from desktop.ui.paper.layout import LayoutDialog

        self.layouts = LayoutDialog(self.worker, self.preferences, self, "statement")
        self.layouts.finished.connect(self.choice.lay_out_again)
        self.layouts.open()

    @Slot()
    def _ask(self) -> None:
        """The first page at once, the others behind it."""
        if self.choice.buyer or self._number:
            self._asked = self.choice.question(self._number)
            self._latest.ask(preview, self._asked, 1)

    @Slot(object)
    def _refuse(self, failure: Any) -> None:
        """Nothing of another account stays beside a question that has no answer."""
        self.tell(failure)
        self._clear()

    def _clear(self) -> None:
        self._latest.drop()
        self._whose = ""
        self._allow(None)
        self.figures.clear()
        self.pages.clear()

    @Slot(object)
    def _show(self, shown: StatementPreview) -> None:
        if not shown.whole:
            self._latest.ask(preview, self._asked, None)
        self.choice.account.name_wanted(shown.statement.buyer.name)
        if not self._kept_word:
            self.banner.hide()
        self._kept_word = not shown.whole and self._kept_word
        if shown.paper.lack:
            self.banner.say(shown.paper.lack, "warn")
        self._allow(shown)
        if shown.before and not self._kept_word:
            self.banner.say(" ".join(map(formatting.tell, shown.before)), "warn")
        if shown.alike and not self._kept_word:
            self.banner.say(self._said_already(shown))
        if shown.withdrawn and not self._kept_word:
            self.banner.say(self.tr("{0} 已撤回：{1}").format(shown.number, shown.withdrawn), "warn")
        self._whose = self._asked.account
        self.figures.show_statement(shown.statement)
        self.pages.show_pages(shown.paper)

    def _said_already(self, shown: StatementPreview) -> str:
        if shown.statement.seller.id == self._own:
            return self.tr("{0} 已开具，与这份一字不差：F8 取出它再打印。").format(shown.alike)
        return self.tr("供货方已开具 {0}，与这份一字不差：F11 看它、答复它。").format(shown.alike)

    def _allow(self, shown: StatementPreview | None) -> None:
        self.preview = shown if shown is not None and shown.whole else None
        for action in (self.print_action, self.pdf_action, self.excel.action):
            action.setEnabled(self.preview is not None)
        ours = self.preview is not None and self.preview.statement.seller.id == self._own
        self.issue_action.refuse(why_not_issued(self.preview, ours=ours))
        self.issue_action.setEnabled(self.preview is not None and not self.preview.number and ours)
        standing = self.preview is not None and bool(self.preview.number) and not self.preview.withdrawn and ours
        self.withdraw_action.setEnabled(standing)
        if self.preview is not None:
            self._withdraw_button.setVisible(standing)
            self._issue_button.setVisible(not standing)
        self.keys_changed.emit()

    @property
    def _own(self) -> str:
        return self.worker.desk.dealer_id if self.worker.desk is not None else ""

    def _zoom(self) -> None:
        self.pages.turn_zoom()

    # ---- going

    def _issue(self) -> None:
        if self.preview is not None and self.preview.before:
            self.reissuing = ReissueDialog(self.worker, self._asked, self.preview.before, self)
            self.reissuing.issued.connect(self._issued)
            self.reissuing.open()
        else:
            self.issue_action.setEnabled(False)
            self.worker.write(issue, self._asked, then=self._issued, failed=self.tell)

    @Slot(object)
    @Slot(str, str)
    def _issued(self, number: str, replaced: str = "") -> None:
        self._number = number
        self._kept_word = True
        said = self.tr("已开具 {0}，可以打印或发送。").format(number)
        self.banner.say(said + (self.tr("它代替 {0}。").format(replaced) if replaced else ""), "good")
        self._ask()

    def _show_issued(self, number: str) -> None:
        """A statement that was issued, as it was; the next print is counted on."""
        self._clear()
        self._number = number
        self.worker.read(issued_choice, number, then=self._know_issued, failed=self._refuse)

    @Slot(object)
    def _know_issued(self, found: IssuedChoice) -> None:
        if found.number == self._number:
            self.choice.show_issued(found.buyer, found.days, found.layout)
            self._soon.start()

    def _withdraw(self) -> None:
        if self.preview is not None and self.preview.number:
            self.withdrawing = WithdrawDialog(self.worker, self.preview.number, self)
            self.withdrawing.withdrawn.connect(self._withdrawn)
            self.withdrawing.open()

    @Slot(str)
    def _withdrawn(self, number: str) -> None:
        self._kept_word = True
        self.banner.say(self.tr("已撤回 {0}；再开具时编新号。").format(number), "good")
        self._number = ""
        self._ask()

    def _open_batch(self) -> None:
        period, form = self.choice.days, (self.choice.form.isChecked(), self.choice.offsets.name)
        self.batch = BatchDialog(self.worker, self.preferences, period, self.choice.layouts.code, self, form)
        self.batch.printed.connect(self._look_for_jobs)
        self.batch.finished.connect(self._ask)  # what is shown may be issued now
        self.batch.open()

    def _open_verify(self) -> None:
        self.verifying = VerifyDialog(self.worker, self)
        self.verifying.open()

    def _sheets(self) -> Sheets | None:
        """The statement as a workbook."""
        number = self.preview.paper.number if self.preview else ""
        return Sheets(number, save_workbook, self.choice.question(self._number)) if number else None

    def _save_pdf(self) -> None:
        if self.preview is None:
            return
        proposed = str(Path.home() / f"{safe_name(self.preview.paper.number, 60)}.pdf")
        path, _ = QFileDialog.getSaveFileName(self, self.tr("存到哪里"), proposed, self.tr("PDF 文件 (*.pdf)"))
        if path:
            self.save_to(Path(path))

    def save_to(self, path: Path) -> None:
        """Writes the PDF, beside the window."""
        title, doing = self.tr("正在保存对账单"), save_pdf
        self.worker.long(title, doing, self.choice.question(self._number), path, then=self._saved, failed=self.tell)

    @Slot(object)
    def _saved(self, path: Path) -> None:
        self.banner.say(self.tr("已保存：{0}").format(path), "good")
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))

    def _close_month(self) -> None:
        from desktop.ui.closing.dialog import ClosingDialog

        ClosingDialog(self.worker, self).open()

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
        step = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}.get(Qt.Key(event.key()))
        if step:
            self.pages.step(step)
        else:
            super().keyPressEvent(event)
