"""A rebate as one bar: how far it is, every step marked on it, and the next one standing out."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPainterPath
from PySide6.QtWidgets import QStyleOptionViewItem

from desktop.actions.policies.views import RebateRow
from desktop.actions.rebates.steps import next_of, per_full, tier_reached
from desktop.ui.frame.style import Tokens, font_of, tokens
from desktop.ui.rebates import telling
from desktop.ui.tables.cells import CLOSE, CellDelegate
from desktop.ui.tables.model import LOOK, ListModel

THICK = 8
_BEYOND = Decimal("1.06")  # a little room after the last step, so that its mark doesn't stand on the edge
_GAP = 6  # between two figures under the bar
_NOTHING = Decimal(0)
_MOST_MARKS = 11
_BESIDE = 6  # half of what stands between the words and the bar behind them


def places(row: RebateRow) -> tuple[float, tuple[float, ...]]:
    """How much of the bar is full, and where each step's mark stands, from 0 to 1."""
    steps = marked(row)
    whole = max(row.reached, max((*steps, _NOTHING)) * _BEYOND)
    if whole <= 0:
        return 0.0, tuple(0.0 for _ in steps)
    full = float(max(row.reached, _NOTHING) / whole)
    return full, tuple(float(max(start, _NOTHING) / whole) for start in steps)


def marked(row: RebateRow) -> tuple[Decimal, ...]:
    """The steps that are marked: where tiers begin, or each full so much up to the next."""
    full, coming = per_full(row), next_of(row)
    if full is None or coming is None or row.ahead:
        return row.starts
    count = int(coming.at // full[0])
    return tuple(full[0] * nth for nth in range(max(1, count - _MOST_MARKS), count + 1))


def next_step(row: RebateRow) -> int | None:
    """The place of the mark the bar is on its way to."""
    coming, steps = next_of(row), marked(row)
    return steps.index(coming.at) if coming is not None and coming.at in steps else None


def paint_bar(painter: QPainter, area: QRect, row: RebateRow) -> None:
    """The bar in the middle of its area, where it stands above it, the steps' figures under it."""
    now = tokens()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    middle = area.center().y()
    painter.setFont(font_of(12))
    painter.setPen(QColor(now.text))
    above = QRect(area.left(), middle - THICK // 2 - 21, area.width(), 17)
    shown = QFontMetrics(painter.font()).elidedText(telling.stands(row), Qt.TextElideMode.ElideRight, area.width())
    painter.drawText(above, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
    bar = QRectF(area.left(), middle - THICK / 2, area.width(), THICK)
    full, marks = places(row)
    _paint_fill(painter, bar, full, now, reached=tier_reached(row) is not None)
    upcoming = next_step(row)
    for place, at in enumerate(marks):
        _paint_mark(painter, bar, at, now, done=at <= full, upcoming=place == upcoming)
    _paint_figures(painter, bar, row, marks, now)
    painter.restore()


def paint_bar_beside(painter: QPainter, area: QRect, row: RebateRow) -> None:
    """In a row of one line: where it stands in words, and the bar with its steps behind them."""
    now = tokens()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(font_of(12))
    painter.setPen(QColor(now.text))
    words = area.adjusted(0, 0, -area.width() // 2 - _BESIDE, 0)
    shown = QFontMetrics(painter.font()).elidedText(telling.stands(row), Qt.TextElideMode.ElideRight, words.width())
    painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
    left = words.right() + _BESIDE
    bar = QRectF(left, area.center().y() - THICK / 2, area.right() - left, THICK)
    full, marks = places(row)
    _paint_fill(painter, bar, full, now, reached=tier_reached(row) is not None)
    upcoming = next_step(row)
    for place, at in enumerate(marks):
        _paint_mark(painter, bar, at, now, done=at <= full, upcoming=place == upcoming)
    painter.restore()


def _paint_fill(painter: QPainter, bar: QRectF, full: float, now: Tokens, *, reached: bool) -> None:
    shape = QPainterPath()
    shape.addRoundedRect(bar, THICK / 2, THICK / 2)
    painter.setClipPath(shape)
    painter.fillRect(bar, QColor(now.quiet))
    done = QRectF(bar.left(), bar.top(), bar.width() * full, bar.height())
    painter.fillRect(done, QColor(now.owed if reached else now.ordered))
    painter.setClipping(False)


def _paint_mark(painter: QPainter, bar: QRectF, at: float, now: Tokens, *, done: bool, upcoming: bool) -> None:
    left = bar.left() + at * bar.width()
    shade = now.thisorder if upcoming else now.card if done else now.strongline
    width = 3.0 if upcoming else 2.0
    over = 4 if upcoming else 0 if done else 2
    line = QRectF(max(left - width / 2, bar.left()), bar.top() - over, width, bar.height() + 2 * over)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(shade))
    painter.drawRoundedRect(line, 1, 1)


def _paint_figures(painter: QPainter, bar: QRectF, row: RebateRow, marks: tuple[float, ...], now: Tokens) -> None:
    """The figures that fit: the next step's first, then from the highest down."""
    upcoming, steps = next_step(row), marked(row)
    order = sorted(range(len(marks)), key=lambda place: (place != upcoming, -place))
    taken: list[tuple[float, float]] = []
    for place in order:
        font = font_of(11, bold=place == upcoming)
        text = telling.mark(row, steps[place])
        width = QFontMetrics(font).horizontalAdvance(text) + 2
        left = min(max(bar.left() + marks[place] * bar.width() - width / 2, bar.left()), bar.right() - width)
        if any(left < end + _GAP and start < left + width + _GAP for start, end in taken):
            continue
        taken.append((left, left + width))
        painter.setFont(font)
        painter.setPen(QColor(now.text if place == upcoming else now.muted))
        box = QRectF(left, bar.bottom() + 4, width, 15)
        painter.drawText(box, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter, text)


class BarCells(CellDelegate):
    """A list's cells, of which those that look like a `bar` are one."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        model = index.model()
        row = model.row_at(index) if index.data(LOOK) == "bar" and isinstance(model, ListModel) else None
        if row is None:
            super().paint(painter, option, index)
            return
        painter.save()
        self.paint_ground(painter, option, tokens())
        paint = paint_bar if option.rect.height() >= CLOSE else paint_bar_beside
        paint(painter, option.rect.adjusted(12, 0, -16, 0), row)
        painter.restore()
