"""All customers' statements of the period: how they are to come out, and afterwards who got none and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QSize, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from desktop.actions.headquarters.queued import Queued
from desktop.ui.frame.actions import statement_papers
from desktop.ui.frame.lanes import Task
from desktop.ui.frame.page import make_action, tell_page
from desktop.ui.frame.preferences import Preferences
from desktop.ui.frame.work import Worker
from desktop.ui.navigation import key_table
from desktop.ui.paper.names import copies_box, copy_names
from desktop.ui.paper.pages import Pages
from desktop.ui.statements.drawn import LAYOUTS, run_batch, run_batch_for_printer
from desktop.ui.widgets import formatting
from desktop.ui.widgets.dialogs import fitting
from desktop.ui.widgets.excel import ExcelKey, Sheets, listing, lists
from desktop.ui.widgets.fields import EnterEdit, Field
from desktop.ui.widgets.parts import ActionButton, Banner, FilterBar, label, row

if TYPE_CHECKING:
    from desktop.actions.statements.batches import BatchRequestForm, StatementBatch


class BatchDialog(QDialog):
    """Asks how, then runs the batch beside the window with its progress on the bar of work.

    Signals:
        printed: a printer took the batch, or stopped within it.
    """

    printed = Signal()

    def __init__(
        self,
        worker: Worker,
        preferences: Preferences,
        period: tuple[dt.date, dt.date],
        layout: str,
        parent: QWidget,
        form: tuple[bool, str] = (False, ""),
    ) -> None:
        """Paper, columns, the pre-printed form and its printer are those of the statements page."""
        super().__init__(parent)
        self.setModal(True)
        self.setWindowTitle(self.tr("全部客户的对账单"))
        self.resize(fitting(self, QSize(620, 520)))
        self._worker, self._preferences, self._period, self._layout = worker, preferences, period, layout
        self._printer = form[1]
        self._task: Task | None = None
        self.batch: StatementBatch | None = None
        self.printing: Any = None
        self.go_action = make_action(self, self.tr("开始"), key_table.DO, self._ask)
        self.stop_action = make_action(self, self.tr("停止"), (), self._stop)
        self._leave_action = make_action(self, self.tr("关闭"), key_table.BACK, self.reject)
        self.stop_action.setEnabled(False)
        self._build(pre_printed=form[0])

    def done(self, result: int) -> None:
        """Closed for good, unless the batch still runs or prints beside the window."""
        super().done(result)
        if self._task is None and self.printing is None:
            self.deleteLater()

    def _build(self, *, pre_printed: bool) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 16)
        box.setSpacing(12)
        start, end = self._period
        told = self.tr("期间 {0} 至 {1}：有余额或有发生额的客户各一份。").format(start.isoformat(), end.isoformat())
        note = label(told, wrap=True)
        note.setMinimumHeight(1)  # what it needs in the width there is, not in the narrowest
        box.addWidget(note)
        self.form = FilterBar(
            [
                ("merged", self.tr("合成一个 PDF")),
                ("files", self.tr("每户一个 PDF")),
                ("workbooks", self.tr("每户一个 Excel")),
                ("printer", self.tr("直接打印")),
            ]
        )
        box.addWidget(Field(self.tr("写成"), self.form))
        self.copies = copies_box(self._preferences.copies)
        box.addWidget(Field(self.tr("联次"), self.copies))
        may = self._worker.may("statement_write")
        self.issue = QCheckBox(self.tr("开具：编号并存档（不选则只是预览）"))
        self.issue.setChecked(may)
        self.issue.setEnabled(may)  # whoever may not issue any looks at them
        box.addWidget(self.issue)
        self.pre_printed = QCheckBox(self.tr("套打：只印数值到预印单上"))
        self.pre_printed.setChecked(pre_printed)
        self.pre_printed.toggled.connect(self._turned_form)
        box.addWidget(self.pre_printed)
        self._turned_form()
        self.why = EnterEdit()
        self._asked_why = Field(self.tr("代替已出的对账单，原因（对方会看到，也印在对账单上）"), self.why)
        self._asked_why.hide()
        box.addWidget(self._asked_why)
        self.banner = Banner(self)
        box.addWidget(self.banner)
        self.left = QPlainTextEdit()
        self.left.setMinimumHeight(48)
        self.left.setReadOnly(True)
        self.left.setPlaceholderText(self.tr("没有对账单的客户会列在这里，并说明原因。"))
        box.addWidget(self.left, 1)
        go = ActionButton(self.go_action, "primary", "print")
        stop, leave = ActionButton(self.stop_action), ActionButton(self._leave_action, picture="close")
        for button in (go, stop, leave):
            button.setAutoDefault(False)
        self.excel = ExcelKey(self, self._worker, self.banner, self._sheets)
        self.excel.action.setText(self.tr("名单存 Excel"))
        self.excel.action.setEnabled(False)
        box.addLayout(row(leave, self.excel.button(), 1, stop, go))

    @Slot()
    def _turned_form(self) -> None:
        """A pre-printed form has as many copies as its paper has."""
        self.copies.setEnabled(not self.pre_printed.isChecked())

    def _ask(self) -> None:
        start, end = self._period
        name = f"statements-{start:%Y%m%d}-{end:%Y%m%d}"
        if self.form.code == "printer":
            self.run_to_printer()
            return
        if self.form.code == "merged":
            proposed = str(Path.home() / f"{name}.pdf")
            path, _ = QFileDialog.getSaveFileName(self, self.tr("存到哪里"), proposed, self.tr("PDF 文件 (*.pdf)"))
        else:
            path = QFileDialog.getExistingDirectory(self, self.tr("存到哪个文件夹"), str(Path.home()))
        if path:
            self.run_to(Path(path))

    def run_to(self, path: Path) -> None:
        """Runs the batch into a file or folder."""
        self._run(run_batch, (self._period, path, self._wish(self.form.code)), self._done)

    def run_to_printer(self) -> None:
        """Runs the batch, then hands its pages to a printer."""
        wish = replace(self._wish("merged"), count=False)
        self._run(run_batch_for_printer, (self._period, wish), self._drawn)

    def _wish(self, form: str) -> BatchRequestForm:
        from desktop.actions.statements.batches import BatchRequestForm

        return BatchRequestForm(
            form=cast("Any", form),
            issue=self.issue.isChecked(),
            layout=LAYOUTS[self._layout],
            paper=self._preferences.paper,
            language=formatting.language(),
            copies=copy_names(int(self.copies.currentData())),
            columns=self._preferences.columns("open_items" if self._layout == "open" else "statement"),
            pre_printed=self.pre_printed.isChecked(),
            printer=self._printer,
            why=self.why.text().strip(),
        )

    def _run(self, doing: Callable[..., object], asked: tuple[object, ...], then: Any) -> None:
        self.go_action.setEnabled(False)
        self.stop_action.setEnabled(True)
        self._task = self._worker.long(self.tr("正在做对账单"), doing, *asked, then=then, failed=self._refuse)
        self._task.progressed.connect(self._progress)
        self._worker.ended.connect(self._ended)

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self.banner.say(self.tr("已停止。已开具的对账单仍在账上，再做一次会接着用。"), "warn")

    @Slot(int, int, str)
    def _progress(self, done: int, total: int, stage: str) -> None:
        text = self.tr("正在开具：%n 份", "", done) if stage == "issue" else self.tr("正在排版：%n 份", "", done)
        self.banner.say(f"{text} / {total}" if total else text, "info")

    @Slot(object)
    def _ended(self, task: Task) -> None:
        if task is self._task:
            self._task = None
            self.go_action.setEnabled(True)
            self.stop_action.setEnabled(False)

    @Slot(object)
    def _refuse(self, failure: Any) -> None:
        if isinstance(failure, Queued):
            tell_page(self, failure)
            return
        self.banner.say(formatting.tell(failure), "bad")
        if failure.code == "statement_why":
            self._asked_why.show()
            self.why.setFocus()

    def _list(self, batch: StatementBatch) -> list[str]:
        """Who got none and why."""
        self.batch = batch
        lines = [f"{each.buyer.code}  {each.buyer.name}  {formatting.told(each.code)}" for each in batch.left]
        self.left.setPlainText("\n".join(lines))
        self.excel.action.setEnabled(True)
        return lines

    def _sheets(self) -> Sheets | None:
        """Who got none and why."""
        return None if self.batch is None else lists(listing("without_statement", self.batch.left))

    @Slot(object)
    def _drawn(self, found: tuple[StatementBatch, Pages]) -> None:
        """The pages are there: the user chooses the printer, and the job is printed page by page beside the window."""
        from desktop.ui.paper.printing import Printing

        batch, pages = found
        self._list(batch)
        if not pages.sizes:
            self.banner.say(self.tr("没有可打印的对账单。"), "warn")
            return
        self.banner.say(self.tr("%n 页已排好，请选打印机。", "", pages.length), "info")
        self.printing = Printing(self._worker, self)
        self.printing.told.connect(self._printed)
        self.printing.ask(pages)

    @Slot(str, str)
    def _printed(self, text: str, kind: str) -> None:
        self.banner.say(text, kind)
        self.printed.emit()

    @Slot(object)
    def _done(self, batch: StatementBatch) -> None:
        lines = self._list(batch)
        told = formatting.told("batch_written", made=batch.made, pages=batch.pages, path=batch.path, left=len(lines))
        self.banner.say(told, "good" if batch.made else "warn")
        if batch.made and batch.path.suffix != ".pdf":
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(batch.path)))


class VerifyDialog(QDialog):
    """The scan field: whatever a scanner types into it is checked against the books."""

    def __init__(self, worker: Worker, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(self.tr("核验对账单"))
        self.resize(560, 200)
        self._worker = worker
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 16)
        box.setSpacing(12)
        box.addWidget(label(self.tr("用扫码枪扫纸上的二维码，或把扫出的文字粘贴进来，按回车。"), "muted", wrap=True))
        self.text = QLineEdit()
        self.text.setPlaceholderText("DZD-01-202610-0028|326303.84|…")
        self.text.returnPressed.connect(self._check)
        box.addWidget(self.text)
        self.banner = Banner(self)
        box.addWidget(self.banner)
        box.addStretch(1)
        self.text.setFocus()

    @Slot()
    def _check(self) -> None:
        self._worker.read(statement_papers.verify, self.text.text(), then=self._show, failed=self._refuse)
        self.text.selectAll()  # the next scan replaces this one

    @Slot(object)
    def _show(self, found: Any) -> None:
        said = " ".join(formatting.tell(reason) for reason in found.reasons)
        self.banner.say(said, "good" if found.true else "bad")

    @Slot(object)
    def _refuse(self, failure: Any) -> None:
        self.banner.say(formatting.tell(failure), "bad")
