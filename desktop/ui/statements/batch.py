"""All customers' statements of the period: how they are to come out, and afterwards who got none and why."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from desktop.ui import words
from desktop.ui.fields import Field
from desktop.ui.page import make_action
from desktop.ui.parts import ActionButton, Banner, FilterBar, label, row
from desktop.ui.statements.asking import LAYOUTS, run_batch
from desktop.ui.work import Task, Worker

if TYPE_CHECKING:
    from desktop.actions.statement_batches import Batch

COPIES = ("存根", "客户", "财务", "仓库")


class BatchDialog(QDialog):
    """Asks how, then runs the batch beside the window with its progress on the bar of work."""

    def __init__(
        self, worker: Worker, period: tuple[dt.date, dt.date], paper: str, layout: str, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setModal(True)
        self.setWindowTitle(self.tr("全部客户的对账单"))
        self.resize(620, 520)
        self._worker, self._period, self._paper, self._layout = worker, period, paper, layout
        self._task: Task | None = None
        self.batch: Batch | None = None
        self.go_action = make_action(self, self.tr("开始"), "Ctrl+Return", self._ask)
        self.stop_action = make_action(self, self.tr("停止"), "", self._stop)
        self._leave_action = make_action(self, self.tr("关闭"), "Esc", self.reject)
        self.stop_action.setEnabled(False)
        self._build()

    def _build(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 16)
        box.setSpacing(12)
        start, end = self._period
        told = self.tr("期间 {0} 至 {1}：有余额或有发生额的客户各一份。").format(start.isoformat(), end.isoformat())
        box.addWidget(label(told, wrap=True))
        self.form = FilterBar(
            [
                ("merged", self.tr("合成一个 PDF")),
                ("files", self.tr("每户一个 PDF")),
                ("workbooks", self.tr("每户一个 Excel")),
            ]
        )
        box.addWidget(Field(self.tr("写成"), self.form))
        self.copies = QComboBox()
        for count in range(len(COPIES) + 1):
            shown = "、".join(COPIES[:count]) if count > 1 else ""
            if count != 1:
                self.copies.addItem(shown or self.tr("一份，不分联"), count)
        box.addWidget(Field(self.tr("联次"), self.copies))
        self.issue = QCheckBox(self.tr("开具：编号并存档（不选则只是预览）"))
        self.issue.setChecked(True)
        box.addWidget(self.issue)
        self.banner = Banner(self)
        box.addWidget(self.banner)
        self.left = QPlainTextEdit()
        self.left.setReadOnly(True)
        self.left.setPlaceholderText(self.tr("没有对账单的客户会列在这里，并说明原因。"))
        box.addWidget(self.left, 1)
        go = ActionButton(self.go_action, "primary", "print")
        stop, leave = ActionButton(self.stop_action), ActionButton(self._leave_action, picture="close")
        for button in (go, stop, leave):
            button.setAutoDefault(False)
        box.addLayout(row(leave, 1, stop, go))

    def _ask(self) -> None:
        start, end = self._period
        name = f"statements-{start:%Y%m%d}-{end:%Y%m%d}"
        if self.form.code == "merged":
            proposed = str(Path.home() / f"{name}.pdf")
            path, _ = QFileDialog.getSaveFileName(self, self.tr("存到哪里"), proposed, self.tr("PDF 文件 (*.pdf)"))
        else:
            path = QFileDialog.getExistingDirectory(self, self.tr("存到哪个文件夹"), str(Path.home()))
        if path:
            self.run_to(Path(path))

    def run_to(self, path: Path) -> None:
        """Runs the batch into a file or folder."""
        from desktop.actions.statement_batches import Wish

        copies = COPIES[: int(self.copies.currentData())]
        wish = Wish(
            form=cast("Any", self.form.code),
            issue=self.issue.isChecked(),
            layout=LAYOUTS[self._layout],
            paper=self._paper,
            language=words.language(),
            copies=copies,
        )
        self.go_action.setEnabled(False)
        self.stop_action.setEnabled(True)
        asked = (self.tr("正在做对账单"), run_batch, self._period, path, wish)
        self._task = self._worker.long(*asked, then=self._done, failed=self._refuse)
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
        self.banner.say(words.tell(failure), "bad")

    @Slot(object)
    def _done(self, batch: Batch) -> None:
        self.batch = batch
        lines = [f"{each.buyer.code}  {each.buyer.name}  {words.told(each.code)}" for each in batch.left]
        self.left.setPlainText("\n".join(lines))
        told = words.told("batch_written", made=batch.made, pages=batch.pages, path=batch.path, left=len(lines))
        self.banner.say(told, "good" if batch.made else "warn")
        if batch.made and batch.path.suffix != ".pdf":
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(batch.path)))


class VerifyDialog(QDialog):
    """The scan field: whatever a scanner types into it is checked against the books."""

    def __init__(self, worker: Worker, parent: QWidget) -> None:
        super().__init__(parent)
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
        from desktop.ui.statements.asking import verify

        self._worker.read(verify, self.text.text(), then=self._show, failed=self._refuse)
        self.text.selectAll()  # the next scan replaces this one

    @Slot(object)
    def _show(self, found: Any) -> None:
        said = " ".join(words.tell(reason) for reason in found.reasons)
        self.banner.say(said, "good" if found.true else "bad")

    @Slot(object)
    def _refuse(self, failure: Any) -> None:
        self.banner.say(words.tell(failure), "bad")
