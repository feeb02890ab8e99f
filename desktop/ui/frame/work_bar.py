"""A slim row that shows what takes its time, how far it is, and lets one stop it."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from desktop.ui.frame.lanes import Task
from desktop.ui.frame.work import Worker

PATIENCE = 400  # ms; what is done sooner needs no bar


class WorkBar(QWidget):
    """Shows the oldest long task that runs."""

    def __init__(self, worker: Worker, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("work")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(30)
        self._tasks: list[Task] = []
        self._title = QLabel()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._count = QLabel()
        self._cancel = QPushButton(self.tr("取消"))
        self._cancel.setProperty("kind", "flat")
        self._cancel.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._cancel.clicked.connect(self._stop)
        box = QHBoxLayout(self)
        box.setContentsMargins(20, 0, 12, 0)
        box.setSpacing(12)
        box.addWidget(self._title)
        box.addWidget(self._bar, 1)
        box.addWidget(self._count)
        box.addWidget(self._cancel)
        self._stages = {
            "sending": self.tr("正在送出"),
            "receiving": self.tr("正在取得"),
            "checking": self.tr("正在核对"),
            "issue": self.tr("正在开具"),
            "draw": self.tr("正在排版"),
        }
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(PATIENCE)
        self._soon.timeout.connect(self._show)
        worker.started.connect(self._begin)
        worker.ended.connect(self._end)
        self.hide()

    @Slot(object)
    def _begin(self, task: Task) -> None:
        self._tasks.append(task)
        task.progressed.connect(self._progress)
        self._soon.start()

    @Slot(object)
    def _end(self, task: Task) -> None:
        if task in self._tasks:
            self._tasks.remove(task)
        if not self._tasks:
            self._soon.stop()
            self.hide()
        elif self.isVisible():
            self._show()

    @Slot()
    def _show(self) -> None:
        if self._tasks:
            self._title.setText(self._tasks[0].title)
            self._bar.setRange(0, 0)
            self._count.setText("")
            self._cancel.setEnabled(True)
            self.show()

    @Slot(int, int, str)
    def _progress(self, done: int, total: int, stage: str) -> None:
        if not self._tasks or self.sender() is not self._tasks[0]:
            return
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        word = self._stages.get(stage, "")
        self._count.setText(f"{word}  {done:,} / {total:,}" if total else f"{word}  {done:,}")

    @Slot()
    def _stop(self) -> None:
        if self._tasks:
            self._tasks[0].cancel()
            self._title.setText(self.tr("正在停下…"))
            self._cancel.setEnabled(False)

    def tasks(self) -> list[Task]:
        """What runs now."""
        return list(self._tasks)
