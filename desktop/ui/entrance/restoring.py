"""A backup brought back on a machine without books: the file, how far it is, and what is wrong with it in words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFileDialog, QProgressBar

from desktop.ui.frame.one_card import OneCard
from desktop.ui.frame.work import Worker
from desktop.ui.navigation import key_table
from desktop.ui.widgets.fields import EnterEdit, Field
from desktop.ui.widgets.parts import flowing, row
from domain.errors import DeskError, UsageError

if TYPE_CHECKING:
    from desktop.ui.frame.lanes import Cancelled, Progress

_FULL = 1000


class RestoreWindow(OneCard):
    """Asks for a backup and puts it in place of the books that aren't there.

    Signals:
        restored: the folder holds books now.
        back_wanted: another way to begin.
    """

    restored = Signal()
    back_wanted = Signal()

    def __init__(self, worker: Worker, folder: Path) -> None:
        text = self.tr(
            "选备份文件（如 desk-20261130.db，在原账套的 backups 文件夹或您自己存的地方）。先整个核对，原文件不动。"
        )
        super().__init__(self.tr("恢复备份"), text)
        self._worker = worker
        self._folder = folder
        self.file = EnterEdit()
        self._field = Field(self.tr("备份文件"), self.file)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.hide()
        self.choose = self.button(self.tr("选文件"), key_table.OPEN, self.ask_file)
        self.back = self.button(self.tr("返回"), key_table.BACK, self.go_back)
        self.do = self.button(self.tr("恢复"), key_table.DO, self.restore, primary=True)
        note = self.tr(
            "设备密钥不在备份里：换了电脑的，恢复后在“设置”里按“重新接入”，用总部给的注册码。备份之后已送到总部的单据，交换一次就补齐。"
        )
        for widget in (self._field, self.progress, flowing(note, "small")):
            self.inside.addWidget(widget)
        self.inside.addLayout(row(self.back, 1, self.choose, self.do))
        self.file.entered.connect(self.restore)
        self.file.setFocus()

    @Slot()
    def ask_file(self) -> None:
        """Lets the file be looked for."""
        if self.do.isEnabled():
            path, _ = QFileDialog.getOpenFileName(
                self, self.tr("选备份文件"), str(Path.home()), self.tr("账套备份 (*.db);;全部文件 (*)")
            )
            if path:
                self.file.setText(path)
                self.do.setFocus()

    @Slot()
    def go_back(self) -> None:
        """Leaves, unless it is being done."""
        if self.do.isEnabled():
            self.back_wanted.emit()

    @Slot()
    def restore(self) -> None:
        """Does it."""
        if not self.do.isEnabled():
            return
        self._field.blame(None)
        typed = self.file.text().strip().strip('"')
        if not typed:
            self._field.blame(UsageError("restore_no_file"))
            self.file.setFocus()
            return
        self._wait(waiting=True)
        title = self.tr("正在恢复备份")
        self.banner.say(self.tr("正在核对备份…"), "info")
        asked = self._folder, Path(typed).expanduser()
        task = self._worker.prepare(title, _restore, *asked, then=self._done, failed=self._refused)
        task.progressed.connect(self._show_progress)

    def _wait(self, *, waiting: bool) -> None:
        for each in (self.do, self.choose, self.back, self.file):
            each.setEnabled(not waiting)
        self.progress.setRange(0, 0)
        self.progress.setVisible(waiting)

    @Slot(int, int, str)
    def _show_progress(self, done: int, total: int, _: str) -> None:
        self.banner.say(self.tr("正在恢复…"), "info")
        self.progress.setRange(0, _FULL)
        self.progress.setValue(_FULL * done // max(total, 1))

    @Slot(object)
    def _done(self, _: object) -> None:
        self.restored.emit()

    @Slot(object)
    def _refused(self, failure: DeskError) -> None:
        self._wait(waiting=False)
        self.banner.hide()
        self._field.blame(failure)
        self.file.setFocus()
        self.file.selectAll()


def _restore(
    desk: object,  # noqa: ARG001 -- there is none yet
    folder: Path,
    file: Path,
    *,
    progress: Progress,
    cancelled: Cancelled,  # noqa: ARG001 -- what stands half way would be neither
) -> object:
    from desktop.actions.books.care import restore

    return restore(folder, file, progress=progress)
