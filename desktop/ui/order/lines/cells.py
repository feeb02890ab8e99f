"""The grid's cells: how they are painted, and the editors that stand in them while something is typed."""

from __future__ import annotations

import time
from typing import TypeGuard

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QHelpEvent, QInputMethodEvent, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.ui.frame.ahead import KeysAhead
from desktop.ui.frame.style import font_of, tokens
from desktop.ui.order.lines.model import GIFT, PLACE, STRUCK, WRONG, At
from desktop.ui.tables.cells import PAD, paint_chip, paint_lines, tell_whole
from desktop.ui.tables.model import SECOND, TONE

Index = QModelIndex | QPersistentModelIndex
_MOVES = {
    Qt.Key.Key_Return: "next",
    Qt.Key.Key_Enter: "next",
    Qt.Key.Key_Tab: "next",
    Qt.Key.Key_Backtab: "before",
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
    Qt.Key.Key_Escape: "restore",
}
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
TAB = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
SCAN_GAP = 0.035  # seconds between a scanner's keys at most; nobody types eight figures that fast
SCAN_LENGTH = 8


def is_tab(event: QEvent) -> TypeGuard[QKeyEvent]:
    """Whether Tab was pressed, forward or back, with which any widget leads on to the next one before it is asked."""
    held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.KeyPress:
        return False
    return event.key() in TAB and not event.modifiers() & held


def has_caret(view: QAbstractItemView) -> bool:
    """Whether what is typed now goes into this view or the editor in it."""
    caret = QApplication.focusWidget()
    return caret is not None and (caret is view or view.isAncestorOf(caret))


def lead_to(view: QAbstractItemView) -> bool:
    """Whether the caret is there; else it goes there, so that a line's own key is only pressed in sight of the line."""
    there = has_caret(view)
    if not there:
        view.setFocus()
    return there


class CellEdit(QLineEdit):
    """An editor in a cell; it says how it was left and lets the grid decide where to go.

    Signals:
        left: next, before, up, down or restore.
    """

    left = Signal(str)

    def __init__(self, parent: QWidget, column: At, ahead: KeysAhead) -> None:
        super().__init__(parent)
        self.column = column
        self._ahead = ahead
        self.value: object = None
        self.asked = False  # a scan of several products waits here to be decided
        self._composing = False
        self._first = self._last = 0.0
        self.setProperty("cell", True)
        if column is not At.PRODUCT:
            self.setAlignment(Qt.AlignmentFlag.AlignRight)
        if column is At.PRICE:
            self.setInputMethodHints(Qt.InputMethodHint.ImhFormattedNumbersOnly)

    @property
    def scanned(self) -> bool:
        """Whether a scanner typed what stands here."""
        text = self.text().strip()
        quick = self._last - self._first <= SCAN_GAP * len(text)
        return not self.asked and text.isascii() and text.isdigit() and len(text) >= SCAN_LENGTH and quick

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        if self._ahead.take_text(event.commitString()):
            return
        super().inputMethodEvent(event)
        if event.preeditString():
            self._composing = True
        elif self._composing:
            # The Enter that ends a composition may still follow as a key of its own.
            QTimer.singleShot(0, self, self._composed)

    def _composed(self) -> None:
        self._composing = False

    def event(self, event: QEvent) -> bool:
        if is_tab(event):
            self.keyPressEvent(event)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._ahead.take(event):
            return
        move = _MOVES.get(Qt.Key(event.key()))
        plain = not event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        if move and plain:
            event.accept()
            if not self._composing:
                back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier and move == "next"
                self.left.emit("before" if back else move)
            return
        if event.text():
            now = time.monotonic()
            self._first = self._first or now
            self._last = now
        super().keyPressEvent(event)


class OrderCells(QStyledItemDelegate):
    """Paints the order's cells and owns their editors.

    Signals:
        opened: an editor stands in a cell (the editor).
    """

    opened = Signal(object)

    def __init__(self, hint: str, ahead: KeysAhead, parent: QObject) -> None:
        super().__init__(parent)
        self._hint = hint
        self._ahead = ahead

    # ---- painting

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        now = tokens()
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        column = At(index.column())
        painter.save()
        view = self.parent()
        assert isinstance(view, QAbstractItemView)
        current = view.currentIndex()
        if current.row() == index.row():
            painter.fillRect(rect, QColor(now.chosen))
        painter.setPen(QColor(now.hair))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        area = rect.adjusted(PAD, 0, -PAD, 0)
        if column is At.WHY:
            paint_chip(painter, area, index.data() or "", index.data(TONE), now)
        else:
            self._paint_text(painter, area, index, column)
        if state & QStyle.StateFlag.State_Selected and current == index:
            self._paint_caret(painter, rect, self._shade(view, index))
        painter.restore()

    def _paint_text(self, painter: QPainter, area: QRect, index: Index, column: At) -> None:
        now = tokens()
        text = str(index.data() or "")
        if column is At.NUMBER:
            # A line's number is its place and no fact of it, so it stands in no cell; goods on top have none.
            place = index.data(PLACE)
            number = "" if place is None else str(place + 1)
            paint_lines(painter, area, (number, ""), Qt.AlignmentFlag.AlignRight, now.faint)
            return
        if column is At.PRODUCT and not text:
            text = self._hint if index.row() == index.model().rowCount() - 1 else ""
            paint_lines(painter, area, (text, ""), Qt.AlignmentFlag.AlignLeft, now.faint)
            return
        side = Qt.AlignmentFlag.AlignLeft if column is At.PRODUCT else Qt.AlignmentFlag.AlignRight
        bold = column in (At.PRODUCT, At.QUANTITY) and not index.data(GIFT)
        shade = getattr(now, index.data(TONE) or "text")
        if index.data(GIFT) and column is At.PRODUCT:
            area = area.adjusted(14, 0, 0, 0)
        second, struck = str(index.data(SECOND) or ""), bool(index.data(STRUCK))
        paint_lines(painter, area, (text, second), side, shade, bold=bold, struck=struck)

    def _shade(self, view: QAbstractItemView, index: Index) -> str:
        """The caret's colour: pale where what is typed would go elsewhere."""
        now = tokens()
        if index.data(WRONG):
            return now.bad
        return now.accent if has_caret(view) else now.hair

    def _paint_caret(self, painter: QPainter, rect: QRect, shade: str) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(shade), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect.adjusted(1, 1, -2, -2), 4, 4)

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        """The whole of what a cell cuts short."""
        return tell_whole(event, view, option, index) or super().helpEvent(event, view, option, index)

    # ---- editing

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:  # noqa: ARG002
        editor = CellEdit(parent, At(index.column()), self._ahead)
        editor.setFont(font_of(13, bold=index.column() != At.PRICE))
        self.opened.emit(editor)
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        assert isinstance(editor, CellEdit)
        if not editor.isModified():
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole) or ""))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        assert isinstance(editor, CellEdit)
        if editor.value is not None or editor.isModified():
            model.setData(index, editor.text() if editor.value is None else editor.value)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:  # noqa: ARG002
        editor.setGeometry(option.rect.adjusted(0, 0, -1, -1))

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride) and isinstance(event, QKeyEvent):
            # The editor itself says how it is left; undo inside it is its own.
            if event.type() is QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Escape:
                event.accept()
                return True
            return False
        return super().eventFilter(editor, event)
