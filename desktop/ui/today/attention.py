"""All that needs a look, one line each: orders that wait or came back cut, and records that could not be taken in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop.listings.desk_care import ATTENTION
from desktop.ui.frame.actions import dismissals, held, verdicts
from desktop.ui.frame.page import make_action
from desktop.ui.frame.work import Worker
from desktop.ui.navigation import key_table
from desktop.ui.tables.fixed import FixedRows
from desktop.ui.tables.listed import window_columns
from desktop.ui.tables.model import ListModel
from desktop.ui.tables.view import ListView
from desktop.ui.today.attention_places import place_of
from desktop.ui.widgets import formatting
from desktop.ui.widgets.excel import ExcelKey, listing, lists
from desktop.ui.widgets.parts import ActionButton, Banner, card, label, row

if TYPE_CHECKING:
    from desktop.actions.documents.views import Attention, Status
    from domain.errors import DeskError

# Answers that stay in the list until a person says that he has seen them.
_LASTING = frozenset({"line", "folder", "dealer", "card", "outbox", "restored"})
"""What goes when its cause is over, unless a person may put it away."""
_TO_BE_SEEN = frozenset({"order_refused", "order_changed", "order_cancelled_by_seller"})


# Four lines of a sentence are seen at once, of a longer one the rest by scrolling: the window stays as large as it is.
_SENTENCE_HEIGHT = 92


def _scrolled(sentence: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidget(sentence)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setFixedHeight(_SENTENCE_HEIGHT)
    return area


class AttentionDialog(QDialog):
    """The list; Enter opens the place that deals with the line under the caret.

    Signals:
        place_wanted: the page that deals with a line, and what it is to show.
    """

    place_wanted = Signal(str, object)

    def __init__(self, worker: Worker, parent: QWidget) -> None:
        super().__init__(parent)
        self._worker = worker
        self.setModal(True)
        self.setWindowTitle(self.tr("需要处理"))
        self.resize(860, 520)
        self.rows = FixedRows(worker, self)
        self.view = ListView(ListModel(self.rows, window_columns(ATTENTION), self), row=44)
        self.view.say_when_empty(self.tr("没有需要处理的了。"))
        self.view.opened.connect(self._open)
        self.view.chosen.connect(self._say)
        self._whole = label("", "muted", wrap=True)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 14)
        box.setSpacing(10)
        self.banner = Banner(self)
        self.excel = ExcelKey(self, worker, self.banner, lambda: lists(listing("attention", self.rows.rows)))
        box.addLayout(row(label(self.tr("需要处理"), "heading"), 1, self.excel.button()))
        box.addWidget(self.banner)
        frame, inside = card(margins=(1, 1, 1, 1))
        inside.addWidget(self.view)
        box.addWidget(frame, 1)
        box.addWidget(_scrolled(self._whole))
        see = make_action(self, self.tr("已阅、不再提醒"), key_table.LEAVE_OUT, self._see)
        leave = make_action(self, self.tr("关闭"), key_table.BACK, self.reject)
        go = QPushButton(self.tr("打开") + "  Enter")
        go.clicked.connect(self._go)
        go.setProperty("kind", "primary")
        box.addLayout(row(ActionButton(see), 1, ActionButton(leave), go))
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)
        self.view.setFocus()

    def show_status(self, status: Status) -> None:
        """Shows what the books say now."""
        self.rows.show_rows(status.attention)

    @Slot(object)
    def _say(self, each: Attention | None) -> None:
        self._whole.setText("" if each is None else _sentence(each))

    @Slot()
    def _go(self) -> None:
        each = self.view.current_row()
        if each is not None:
            self._open(each)

    @Slot(object)
    def _open(self, each: Attention) -> None:
        self.accept()
        self.place_wanted.emit(*place_of(each))

    @Slot()
    def _see(self) -> None:
        """A person has seen the answer under the caret, or needs to look at the held record no more."""

        each = self.view.current_row()
        if each is None:
            return
        if each.code in _TO_BE_SEEN:
            self._worker.write(verdicts.see_verdicts, [each.number], then=self._saw, failed=self._tell)
        elif each.kind == "problem":
            place = str(each.facts["stream"]), int(str(each.facts["number"]))
            self._worker.write(held.put_away, *place, then=self._saw, failed=self._tell)
        elif each.facts.get("away"):
            self._worker.write(dismissals.dismiss, str(each.facts["away"]), then=self._saw, failed=self._tell)
        elif each.kind in _LASTING:
            self.banner.say(self.tr("这一条要等原因消除才会消失，不能收起。"), "warn")

    @Slot(object)
    def _saw(self, _: object) -> None:
        self.banner.hide()

    @Slot(object)
    def _tell(self, failure: DeskError) -> None:
        self.banner.say(formatting.tell(failure), "bad")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)


def _sentence(each: Attention) -> str:
    return formatting.told(each.code, **{"record": each.number, **each.facts})
