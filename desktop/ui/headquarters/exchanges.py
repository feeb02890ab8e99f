"""The log of exchanges: what went up and down, how long it took, what failed and what to do; and the support bundle."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.actions.headquarters.exchange_log import LogLine, log_sentences
from desktop.listings.desk_care import EXCHANGES
from desktop.ui.frame.actions import exchange_log, support
from desktop.ui.frame.page import WindowPage
from desktop.ui.frame.preferences import Preferences
from desktop.ui.frame.work import Worker
from desktop.ui.navigation import key_table
from desktop.ui.tables.fixed import FixedRows
from desktop.ui.tables.listed import window_columns
from desktop.ui.tables.model import Column, ListModel
from desktop.ui.tables.sums import ListFooter
from desktop.ui.tables.view import ListView
from desktop.ui.widgets import formatting
from desktop.ui.widgets.excel import ExcelKey, listing, lists
from desktop.ui.widgets.parts import ActionButton, card, label


class ExchangesPage(WindowPage):
    """The list; the sentences of the line under the caret stand whole below it."""

    topics = frozenset({"orders", "parties"})

    def __init__(self, worker: Worker, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(worker, preferences, parent)
        self.support_action = self.act(self.tr("支持包"), key_table.SAVE_FILE, self._support)
        self.excel = ExcelKey(self, worker, self.banner, lambda: lists(listing("exchanges", self.rows.rows)))
        self.act(self.tr("返回"), key_table.BACK, self._back)
        self.build_title(self.tr("交换记录"), self.excel.button(), ActionButton(self.support_action, picture="save"))
        hint = label(self.tr("与总部的每次交换；没有新内容的合成一行。"), "muted")
        self.box.addWidget(hint)
        self.rows = FixedRows(worker, self)
        self.view = ListView(ListModel(self.rows, self._columns(), self), row=44)
        self.view.say_when_empty(self.tr("还没有交换过。F5 现在交换。"))
        self.view.chosen.connect(self._choose)
        frame, inside = card(margins=(1, 1, 1, 1))
        inside.setSpacing(0)
        inside.addWidget(self.view, 1)
        inside.addWidget(ListFooter(self.view))
        self.box.addWidget(frame, 1)
        self.whole = label("", wrap=True)
        self.whole.setMinimumHeight(60)
        self.box.addWidget(self.whole)

    def _columns(self) -> Sequence[Column]:
        return window_columns(EXCHANGES)

    def begin(self) -> None:
        self.refresh()

    def refresh(self) -> None:
        self.worker.read(exchange_log.exchange_log, then=self._show, failed=self.tell)

    def take(self, given: object) -> None:  # noqa: ARG002 -- nothing is given to it
        self.refresh()
        self.rest()

    def rest(self) -> None:
        self.view.setFocus()

    @Slot(object)
    def _show(self, lines: list[LogLine]) -> None:
        self.rows.show_rows(lines)

    @Slot(object)
    def _choose(self, line: LogLine | None) -> None:
        self.whole.setText("" if line is None else "\n".join(log_sentences(line, formatting.language())))

    def _back(self) -> None:
        self.back_wanted.emit("settings", None)

    def _support(self) -> None:
        """Asks where to, and writes the bundle there."""
        title, kind = self.tr("支持包存到哪里"), self.tr("ZIP 文件 (*.zip)")
        chosen, _ = QFileDialog.getSaveFileName(self, title, "desk-support.zip", kind)
        if chosen:
            self.write_support(Path(chosen))

    def write_support(self, target: Path) -> None:
        """Writes the bundle into a file."""
        self.worker.read(support.support_bundle, target, then=self._written, failed=self.tell)

    @Slot(object)
    def _written(self, path: Path) -> None:
        self.banner.say(formatting.told("support_written", path=path), "good")
