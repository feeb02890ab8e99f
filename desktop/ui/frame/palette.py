"""One line to go anywhere: pages, actions with their keys, customers and products by code, name or initials."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from desktop.ui.frame.actions import found_records
from desktop.ui.frame.style import font_of, pixmap, tokens
from desktop.ui.frame.work import Latest, Worker
from desktop.ui.navigation.entries import PaletteEntry, record_entries
from desktop.ui.widgets.parts import SearchEdit, label
from desktop.ui.widgets.shortlist import ITEM, ShortListModel, paint_ground

if TYPE_CHECKING:
    from desktop.actions.finding.records import Findings

_ROW = 38
_SHOWN = 11
_MOST = 60
_CLOSE = 2  # a name that is, begins with, or has a word that begins with what was typed
_CLOSE_SHOWN = 8


class _PaletteRow(QStyledItemDelegate):
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        entry: PaletteEntry = index.data(ITEM)
        rect: QRect = option.rect
        now = tokens()
        painter.save()
        paint_ground(painter, option)
        painter.drawPixmap(rect.left() + 14, rect.center().y() - 8, pixmap(entry.picture, "muted", 17, 2))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(font_of(13))
        painter.setPen(QColor(now.text))
        inner = rect.adjusted(42, 0, -16, 0)
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignLeft, entry.text)
        inner.setLeft(inner.left() + painter.fontMetrics().horizontalAdvance(entry.text) + 16)
        painter.setFont(font_of(12))
        painter.setPen(QColor(now.muted))
        right = middle | Qt.AlignmentFlag.AlignRight
        painter.drawText(inner, right, "   ".join(filter(None, (entry.detail, entry.keys))))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> Any:
        size = super().sizeHint(option, index)
        size.setHeight(_ROW)
        return size


class Palette(QFrame):
    """Floats over the window until something is picked or Esc is pressed.

    Signals:
        picked: the PaletteEntry.
    """

    picked = Signal(object)

    def __init__(self, worker: Worker, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("palette")
        self._offered: list[PaletteEntry] = []
        self._fitting: list[PaletteEntry] = []
        self._before: QWidget | None = None
        self._edit = SearchEdit(self.tr("去哪里，做什么，找哪张单据、哪个客户或商品（单号、名称、编码、拼音）"))
        self._edit.installEventFilter(self)
        self._edit.textChanged.connect(self._typed)
        self._model = ShortListModel(attrgetter("text"), self)
        self._list = QListView()
        self._list.setModel(self._model)
        self._list.setItemDelegate(_PaletteRow(self._list))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setUniformItemSizes(True)
        self._list.clicked.connect(self._pick)
        box = QVBoxLayout(self)
        box.setContentsMargins(10, 10, 10, 8)
        box.setSpacing(8)
        box.addWidget(self._edit)
        box.addWidget(self._list)
        self._nothing = label(self.tr("没有找到。试试编码、名称或拼音首字母。"), "muted")
        box.addWidget(self._nothing)
        self._latest = Latest(worker, self)
        self._latest.answered.connect(self._take)
        self.hide()

    def ask(self, entries: Sequence[PaletteEntry]) -> None:
        """Opens with what is offered; the caret goes back to where it is now."""
        before = QApplication.focusWidget()
        if before is not self._edit:
            self._before = before
        self._offered = list(entries)
        self._edit.clear()
        self._typed("")
        self.place()
        self.show()
        self.raise_()
        self._edit.setFocus()

    def place(self) -> None:
        """In the upper middle of the window, whatever its size."""
        parent = self.window()
        width = min(680, parent.width() - 80)
        self.setFixedWidth(width)
        self.move((parent.width() - width) // 2, 70)

    def add(self, entries: Sequence[PaletteEntry]) -> None:
        """More is offered, which was looked for while it stands open."""
        self._offered += entries
        if self._edit.text().strip():
            self._typed(self._edit.text())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
            key = Qt.Key(event.key())
            if key in step:
                self._move(step[key])
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._pick(self._list.currentIndex())
                return True
            if key == Qt.Key.Key_Escape:
                self.leave()
                return True
        if event.type() == QEvent.Type.FocusOut and not self._edit.hasFocus():
            self.hide()
        return super().eventFilter(watched, event)

    def leave(self) -> None:
        """Closes, with the caret where it was before: hidden alone, it would pass it to whatever comes next."""
        before, self._before = self._before, None
        if before is not None and isValid(before) and before.isVisible():
            before.setFocus()
        self.hide()

    @Slot(str)
    def _typed(self, text: str) -> None:
        """What is plainly called so stands at once, what is spelled so or is on record as soon as it is known."""
        typed = text.strip()
        if not typed:
            self._latest.drop()
            self._list_entries([entry for entry in self._offered if not entry.sought])
            return
        offered = self._fitting = list(self._offered)
        self._latest.ask(found_records.find, typed, [entry.called for entry in offered])
        words = typed.casefold().split()
        plain = [(entry, "\n".join(entry.called).casefold()) for entry in offered]
        self._list_entries([entry for entry, called in plain if all(word in called for word in words)])

    @Slot(object)
    def _take(self, found: Findings) -> None:
        """The closest names first, then what is on record, then whatever else fits."""
        named = [(self._fitting[place], closeness) for place, closeness in found.names]
        close = [entry for entry, closeness in named if closeness <= _CLOSE][:_CLOSE_SHOWN]
        rest = [entry for entry, _ in named if entry not in close]
        self._list_entries([*close, *record_entries(found.records), *rest])

    def _list_entries(self, entries: Sequence[PaletteEntry]) -> None:
        entries = entries[:_MOST]
        self._model.show(entries)
        self._list.setCurrentIndex(self._model.index(0, 0))
        self._list.setVisible(bool(entries))
        self._nothing.setVisible(not entries)
        self.setFixedHeight(66 + _ROW * min(max(len(entries), 1), _SHOWN))

    def _move(self, by: int) -> None:
        last = self._model.rowCount() - 1
        place = min(max(self._list.currentIndex().row() + by, 0), last)
        self._list.setCurrentIndex(self._model.index(place, 0))

    @Slot(QModelIndex)
    def _pick(self, index: QModelIndex) -> None:
        entry = index.data(ITEM)
        if entry is not None:
            self.leave()
            self.picked.emit(entry)
