"""Beside the list: one version as a readable text, its versions, and who of those it speaks to has read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.ui.frame.style import tone
from desktop.ui.frame.work import Worker
from desktop.ui.policies import rows
from desktop.ui.policies.differences import tell_named
from desktop.ui.policies.reader import TextView
from desktop.ui.tables.fixed import FixedRows
from desktop.ui.tables.model import ListModel
from desktop.ui.tables.view import ListView
from desktop.ui.widgets import formatting
from desktop.ui.widgets.parts import FilterBar, chip, label

if TYPE_CHECKING:
    from desktop.actions.policies.views import PolicyView, Reading


class PolicyPanel(QFrame):
    """The panel; its head says how the version stands."""

    def __init__(self, worker: Worker, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self.reading: Reading | None = None
        self.counts_readers = False
        self.versions, self.receipts = FixedRows(worker, self), FixedRows(worker, self)
        self.text = TextView()
        self.version_view = ListView(ListModel(self.versions, rows.version_columns(), self), row=44)
        self.receipt_view = ListView(ListModel(self.receipts, rows.receipt_columns(), self), row=44)
        self.receipt_view.say_when_empty(self.tr("这里认识的经销商里没有它的对象。"))
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 6, 10)
        box.setSpacing(8)
        box.addLayout(self._build_head())
        self.said = label("", "small", wrap=True)
        box.addWidget(self.said)
        self.wrong = label("", "error", wrap=True)
        box.addWidget(self.wrong)
        self.stack = QStackedWidget()
        for widget in (self.text, self.version_view, self.receipt_view):
            self.stack.addWidget(widget)
        box.addWidget(self.stack, 1)
        self._clear()

    def _build_head(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 10, 0)
        self.tabs = FilterBar(
            [("text", self.tr("正文")), ("versions", self.tr("版本")), ("receipts", self.tr("谁已阅读"))]
        )
        self.tabs.picked.connect(self._turn)
        self.state = chip()
        line.addWidget(self.tabs)
        line.addStretch(1)
        line.addWidget(self.state)
        return line

    def show_reading(self, reading: Reading | None) -> None:
        """Shows a version, or nothing."""
        self.reading = reading
        if reading is None:
            self._clear()
            return
        view = reading.view
        self.state.setText(rows.state_name(view.row.state))
        self.state.show()
        tone(self.state, tone=rows.state_tone(view.row.state))
        self.text.show_text(reading.text)
        self.versions.show_rows(view.versions)
        self.receipts.show_rows(view.receipts)
        self.said.setText(self._told(view))
        self.said.setVisible(bool(self.said.text()))
        self.wrong.setText(tell_named(view.reasons, view.form))
        self.wrong.setVisible(bool(view.reasons))

    def _clear(self) -> None:
        self.state.hide()
        self.said.hide()
        self.wrong.hide()
        self.text.clear()
        self.versions.show_rows([])
        self.receipts.show_rows([])

    def _told(self, view: PolicyView) -> str:
        """Who wrote it, who let it pass, who ended it and why, and how many have read it."""
        row = view.row
        told = [self.tr("{0} 制定").format(row.author)] if row.author else []
        if row.approver:
            told.append(self.tr("{0} 审批").format(row.approver))
        if row.published_at:
            told.append(self.tr("{0} 发布").format(formatting.clock(row.published_at)))
        if view.withdrawn_by:
            told.append(self.tr("{0} 停用：{1}").format(view.withdrawn_by, view.reason))
        if view.receipts and self.counts_readers:
            read = sum(bool(receipt.read_at) for receipt in view.receipts)
            told.append(self.tr("已读 {0} / {1} 家").format(read, len(view.receipts)))
        return "  ·  ".join(told)

    def step(self) -> None:
        """The next of the three."""
        self.tabs.step(1)

    @Slot(str)
    def _turn(self, code: str) -> None:
        self.stack.setCurrentIndex(("text", "versions", "receipts").index(code))
