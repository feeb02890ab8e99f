"""The titles over a list: a click sorts by one, a drag moves or sizes it, a mark tells what the list is sorted by."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QPoint, QPointF, QRect, Qt, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QMouseEvent, QPainter, QPolygonF
from PySide6.QtWidgets import QHeaderView, QWidget

from desktop.ui.frame.style import colour

PAD = 10  # the padding of a title in the style sheet
MARK = 12  # the room of the arrow beside a title


class ListHeader(QHeaderView):
    """Titles that can be clicked, dragged and sized.

    Signals:
        sorted_by: a title was clicked (its column).
        sized: somebody made a column so wide (column, pixels); 0 is as wide as it likes.
        moved: somebody dragged a column somewhere else.
        menu_wanted: the right button on a column, where the pointer is.
    """

    sorted_by = Signal(int)
    sized = Signal(int, int)
    moved = Signal()
    menu_wanted = Signal(int, QPoint)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._sized: tuple[int, int] | None = None
        self._dragged = self._pressed = False
        self._sorted, self._down = -1, False
        self._narrowed: frozenset[int] = frozenset()
        self.setHighlightSections(False)
        self.setMinimumSectionSize(20)
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.sectionClicked.connect(self.sorted_by)
        self.sectionResized.connect(self._resized)
        self.sectionMoved.connect(self._moved)
        self.sectionHandleDoubleClicked.connect(self._let_go)

    def mark(self, column: int, narrowed: Collection[int], *, down: bool) -> None:
        """What the list is sorted by (-1: its own order), and which columns leave rows out."""
        self._sorted, self._down, self._narrowed = column, down, frozenset(narrowed)
        self.viewport().update()

    @Slot(int, int, int)
    def _resized(self, column: int, _: int, now: int) -> None:
        if self._pressed:
            self._sized = column, now

    @Slot(int, int, int)
    def _moved(self, *_: int) -> None:
        self._dragged = self._pressed

    @Slot(int)
    def _let_go(self, column: int) -> None:
        self._sized = None
        self.sized.emit(column, 0)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = event.button() == Qt.MouseButton.LeftButton
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        sized, dragged = self._sized, self._dragged
        self._pressed, self._sized, self._dragged = False, None, False
        if sized is not None:
            self.sized.emit(*sized)
        elif dragged:
            self.moved.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_wanted.emit(self.logicalIndexAt(event.pos()), event.globalPos())
        event.accept()

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803 -- Qt's own name
        painter.save()
        super().paintSection(painter, rect, logicalIndex)
        painter.restore()
        if logicalIndex == self._sorted:
            self._paint_arrow(painter, rect, logicalIndex)
        if logicalIndex in self._narrowed:
            painter.fillRect(QRect(rect.left() + PAD, rect.bottom() - 1, rect.width() - 2 * PAD, 2), colour("accent"))

    def _paint_arrow(self, painter: QPainter, rect: QRect, column: int) -> None:
        model = self.model()
        title = str(model.headerData(column, Qt.Orientation.Horizontal) or "")
        align = model.headerData(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
        wide = QFontMetrics(self.font()).horizontalAdvance(title)
        right = bool(Qt.AlignmentFlag(align or 0) & Qt.AlignmentFlag.AlignRight)
        left = rect.right() - PAD - wide - MARK if right else rect.left() + PAD + wide + 3
        middle, tip = QPointF(left + 4, rect.center().y() + 0.5), (3 if self._down else -3)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("accent"))
        corners = (QPointF(-4, -tip / 1.5), QPointF(4, -tip / 1.5), QPointF(0, tip))
        painter.drawPolygon(QPolygonF([middle + corner for corner in corners]))
        painter.restore()
