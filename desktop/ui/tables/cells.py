"""How cells are painted: one or two lines, figures flush right with room, chips no higher than their word.

Where rows stand close there is one line, with what would be the second behind it as far as there is room.

What is too long for its cell is told whole by the tip under the pointer.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QHelpEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QToolTip

from desktop.ui.frame.style import Tokens, font_of, tokens
from desktop.ui.tables.model import LOOK, SECOND, TONE

PAD = 10
CHIP = 20
CLOSE = 30  # rows that are lower have one line
_GAP = 8
_UNDER_CHIP = 16
CHIP_EDGES = 18  # what a chip is wider than its word
_BACKS = {"good": "goodback", "warn": "warnback", "bad": "badback", "info": "infoback"}


class CellDelegate(QStyledItemDelegate):
    """Paints a row's background, its hair line and its text."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        now = tokens()
        painter.save()
        self.paint_ground(painter, option, now)
        area = option.rect.adjusted(PAD, 0, -PAD, 0)
        text = index.data(Qt.ItemDataRole.DisplayRole)
        if text is None:
            paint_bone(painter, area, now, index.column())
        elif index.data(LOOK) == "chip":
            self.paint_state(painter, area, index, now)
        else:
            self.paint_text(painter, area, index, now)
        painter.restore()

    def paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, now: Tokens) -> None:
        """The row's back and the line under it."""
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(now.chosen))
        painter.setPen(QColor(now.hair))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())

    def paint_state(
        self, painter: QPainter, area: QRect, index: QModelIndex | QPersistentModelIndex, now: Tokens
    ) -> None:
        """A chip, with a second line under it where there is one."""
        text, second = str(index.data(Qt.ItemDataRole.DisplayRole)), str(index.data(SECOND) or "")
        if area.height() < CLOSE:
            wide = paint_chip(painter, area, text, index.data(TONE) or "muted", now)
            paint_behind(painter, area, second, wide, right=False)
            return
        upper = area.adjusted(0, 0, 0, -_UNDER_CHIP) if second else area
        paint_chip(painter, upper, text, index.data(TONE) or "muted", now)
        if second:
            lower = QRect(area.left(), upper.center().y() + CHIP // 2 + 1, area.width(), _UNDER_CHIP)
            paint_small(painter, lower, second, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def paint_text(
        self, painter: QPainter, area: QRect, index: QModelIndex | QPersistentModelIndex, now: Tokens
    ) -> None:
        """One line, or two where there is a second."""
        align = index.data(Qt.ItemDataRole.TextAlignmentRole) or Qt.AlignmentFlag.AlignLeft
        horizontal = Qt.AlignmentFlag(align) & Qt.AlignmentFlag.AlignHorizontal_Mask
        shade = getattr(now, index.data(TONE) or "text")
        first = str(index.data(Qt.ItemDataRole.DisplayRole))
        second = str(index.data(SECOND) or "")
        if index.data(LOOK) == "flow" and not second and area.height() >= CLOSE:
            paint_flow(painter, area, first, shade)
            return
        paint_lines(painter, area, (first, second), horizontal, shade, bold=index.data(LOOK) == "strong")

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """The whole of a text that its cell cuts short, where the pointer rests."""
        return tell_whole(event, view, option, index) or super().helpEvent(event, view, option, index)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(super().sizeHint(option, index).width(), 36)


def paint_lines(
    painter: QPainter,
    area: QRect,
    lines: tuple[str, str],
    horizontal: Qt.AlignmentFlag,
    shade: str,
    *,
    bold: bool = False,
    struck: bool = False,
) -> None:
    """A line of text, and a quieter one (or one that is struck out) under it; what is too long ends in dots."""
    font = font_of(13, bold=bold)
    painter.setFont(font)
    painter.setPen(QColor(shade))
    flags = horizontal | Qt.AlignmentFlag.AlignVCenter
    first, second = lines
    if not second or area.height() < CLOSE:
        told = _short(font, first, area.width())
        painter.drawText(area, flags, told)
        right = bool(horizontal & Qt.AlignmentFlag.AlignRight)
        paint_behind(painter, area, second, QFontMetrics(font).horizontalAdvance(told), right=right, struck=struck)
        return
    middle = area.center().y()
    upper = QRect(area.left(), middle - 18, area.width(), 19)
    painter.drawText(upper, flags, _short(font, first, area.width()))
    paint_small(painter, QRect(area.left(), middle + 1, area.width(), 16), second, flags, struck=struck)


def paint_small(painter: QPainter, area: QRect, text: str, flags: Qt.AlignmentFlag, *, struck: bool = False) -> None:
    """A quiet line in small letters."""
    small = font_of(11)
    small.setStrikeOut(struck)
    painter.setFont(small)
    painter.setPen(QColor(tokens().muted))
    painter.drawText(area, flags, _short(small, text, area.width()))


def paint_behind(painter: QPainter, area: QRect, text: str, taken: int, *, right: bool, struck: bool = False) -> None:
    """What is said beside the first words of a row that has one line, `taken` pixels of which are theirs."""
    left = area.width() - taken - _GAP
    if not text or (left < _LEAST_BEHIND and left < QFontMetrics(font_of(11)).horizontalAdvance(text)):
        return
    room = QRect(area.left() if right else area.right() + 1 - left, area.top(), left, area.height())
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    paint_small(painter, room, text, side | Qt.AlignmentFlag.AlignVCenter, struck=struck)


_LEAST_BEHIND = 64  # of less than this a few letters and dots would be left, which say nothing


def paint_flow(painter: QPainter, area: QRect, text: str, shade: str) -> None:
    """A sentence over two lines where one is too narrow for it."""
    font = font_of(12)
    painter.setFont(font)
    painter.setPen(QColor(shade))
    metrics = QFontMetrics(font)
    if metrics.horizontalAdvance(text) > area.width():
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, 2 * area.width() - metrics.averageCharWidth() * 4)
    painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap, text)


def tell_whole(
    event: QHelpEvent,
    view: QAbstractItemView,
    option: QStyleOptionViewItem,
    index: QModelIndex | QPersistentModelIndex,
) -> bool:
    """The tip of a cell: what it cuts short, and what its row says in columns that are out of sight."""
    if event.type() is not QEvent.Type.ToolTip or not index.isValid():
        return False
    one_line = option.rect.height() < CLOSE
    told = [cut_text(index, option.rect.width() - 2 * PAD, one_line=one_line), *out_of_sight(view, index)]
    QToolTip.showText(event.globalPos(), "\n".join(filter(None, told)), view)
    return True


def cut_text(index: QModelIndex | QPersistentModelIndex, width: int, *, one_line: bool = False) -> str:
    """What a cell of this width (px) says, where it can't say it whole; else nothing."""
    first, second = str(index.data(Qt.ItemDataRole.DisplayRole) or ""), str(index.data(SECOND) or "")
    font = font_of(13, bold=index.data(LOOK) == "strong")
    wide = QFontMetrics(font).horizontalAdvance(first), QFontMetrics(font_of(11)).horizontalAdvance(second)
    needed = sum(wide) + _GAP if one_line and second else max(wide)
    return "\n".join(filter(None, (first, second))) if needed > width else ""


def out_of_sight(view: QAbstractItemView, index: QModelIndex | QPersistentModelIndex) -> list[str]:
    """What a row says in columns that had to give up their room, each with its title."""
    if not isinstance(view, QTableView):
        return []
    model = index.model()
    hidden = [column for column in range(model.columnCount()) if view.isColumnHidden(column)]
    said = {column: str(model.index(index.row(), column).data(Qt.ItemDataRole.DisplayRole) or "") for column in hidden}
    return [f"{model.headerData(column, Qt.Orientation.Horizontal)}  {text}" for column, text in said.items() if text]


def _short(font: QFont, text: str, width: int) -> str:
    return QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, width)


def paint_chip(painter: QPainter, area: QRect, text: str, kind: str, now: Tokens) -> int:
    """A chip as high as its word, in the middle of its row; returns its width."""
    if not text:
        return 0
    font = font_of(12)
    painter.setFont(font)
    width = min(QFontMetrics(font).horizontalAdvance(text) + CHIP_EDGES, area.width())
    high = min(CHIP, area.height() - 4)
    box = QRectF(area.left(), area.center().y() - high / 2 + 1, width, high)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(getattr(now, _BACKS.get(kind, "quiet"))))
    painter.drawRoundedRect(box, high / 2, high / 2)
    painter.setPen(QColor(getattr(now, kind if kind in _BACKS else "muted")))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, _short(font, text, int(width) - 8))
    return int(width)


def paint_bone(painter: QPainter, area: QRect, now: Tokens, column: int) -> None:
    """Where a row is still on its way: a quiet bar."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(now.quiet))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    width = int(area.width() * (0.75 if column % 2 else 0.55))
    painter.drawRoundedRect(QRectF(area.left(), area.center().y() - 5, width, 10), 5, 5)
