"""Type-ahead: a list under the field that never takes the keyboard; arrows choose, Enter picks, Esc closes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.frame.style import tokens
from desktop.ui.frame.work import Latest, Worker
from desktop.ui.tables.cells import paint_lines
from desktop.ui.widgets.shortlist import ITEM, ShortListModel, paint_ground

DEBOUNCE = 40
_ROW = 42
_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One suggestion: name and code on the left, a figure and what it means on the right, and what it stands for."""

    name: str
    code: str
    figure: str
    meaning: str
    value: Any


class _SuggestionRow(QStyledItemDelegate):
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        choice: Suggestion = index.data(ITEM)
        rect: QRect = option.rect
        now = tokens()
        painter.save()
        paint_ground(painter, option)
        right = min(200, rect.width() // 3)
        left = rect.adjusted(14, 0, -right - 20, 0)
        paint_lines(painter, left, (choice.name, choice.code), Qt.AlignmentFlag.AlignLeft, now.text)
        far = QRect(rect.right() - right - 14, rect.top(), right, rect.height())
        paint_lines(painter, far, (choice.figure, choice.meaning), Qt.AlignmentFlag.AlignRight, now.text)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: ARG002
        return QSize(100, _ROW)


class Suggestions(QFrame):
    """The list under a field.

    Signals:
        picked: what the picked choice stands for.
    """

    picked = Signal(object)

    def __init__(
        self, worker: Worker, ask: Callable[..., Any], show: Callable[[Any], Suggestion], parent: QWidget
    ) -> None:
        """`ask(desk, text, *more)` runs on the worker; `show` makes a Choice of each thing found."""
        super().__init__(parent)
        self.setObjectName("popup")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._ask = ask
        self._show = show
        self._more: tuple[object, ...] = ()
        self._field: QLineEdit | None = None
        self._text = ""
        self._model = ShortListModel(attrgetter("name"), self)
        self._list = QListView()
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setModel(self._model)
        self._list.setItemDelegate(_SuggestionRow(self._list))
        self._list.setUniformItemSizes(True)
        self._list.clicked.connect(self._clicked)
        box = QVBoxLayout(self)
        box.setContentsMargins(2, 4, 2, 4)
        box.addWidget(self._list)
        self.latest = Latest(worker, self)
        self.latest.answered.connect(self._take)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(DEBOUNCE)
        self._soon.timeout.connect(self._look)
        self.hide()

    @property
    def waiting(self) -> bool:
        """Whether an answer to what stands in the field is still to come."""
        return self._soon.isActive() or self.latest.waiting

    def seek(self, field: QLineEdit, text: str, *more: object) -> None:
        """Looks, a moment later, for what was typed into a field."""
        self._field, self._text, self._more = field, text, more
        self._soon.start()

    def offer(self, field: QLineEdit, found: list[Any]) -> None:
        """Shows these under a field, to choose from."""
        self.close_list()
        self._field = field
        self._take(found)

    def close_list(self) -> None:
        """Nothing is sought any more."""
        self._soon.stop()
        self.latest.drop()
        self._field = None
        self.hide()

    def step(self, by: int) -> bool:
        """Moves the choice; False where there is none to move."""
        if not self.isVisible() or not self._model.rowCount():
            return False
        place = min(max(self._list.currentIndex().row() + by, 0), self._model.rowCount() - 1)
        self._list.setCurrentIndex(self._model.index(place, 0))
        return True

    def chosen(self) -> Any | None:
        """What the choice stands for, if the list shows one."""
        if not self.isVisible():
            return None
        choice = self._list.currentIndex().data(ITEM)
        return choice.value if choice is not None else None

    @Slot()
    def _look(self) -> None:
        if self._field is not None:
            self.latest.ask(self._ask, self._text, *self._more)

    @Slot(object)
    def _take(self, found: list[Any]) -> None:
        if self._field is None:
            return
        self._model.show([self._show(each) for each in found])
        if not found:
            self.hide()
            return
        self._list.setCurrentIndex(self._model.index(0, 0))
        self._place(self._field)
        self.show()
        self.raise_()

    def _place(self, field: QLineEdit) -> None:
        window = self.parentWidget() or field.window()
        height = 12 + _ROW * min(self._model.rowCount(), _SHOWN)
        width = max(field.width(), 460)
        corner = field.mapTo(window, QPoint(0, field.height() + 3))
        if corner.y() + height > window.height() - 8:
            corner = field.mapTo(window, QPoint(0, -height - 3))
        self.setGeometry(min(corner.x(), window.width() - width - 8), corner.y(), width, height)

    @Slot(QModelIndex)
    def _clicked(self, index: QModelIndex) -> None:
        choice = index.data(ITEM)
        if choice is not None:
            self.picked.emit(choice.value)
