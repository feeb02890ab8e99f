"""The buyer's credit as one bar: what is owed, what is ordered, what this order adds, against what is allowed."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui.frame.style import colour, tone
from desktop.ui.widgets import formatting
from desktop.ui.widgets.parts import ElidedLabel, chip, figure, label, row
from domain.accounts.credit import CreditPosition

_PARTS = ("owed", "ordered", "thisorder")


class _Bar(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._amounts: tuple[Decimal, ...] = ()
        self._limit: Decimal | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(200, 12)

    def show_amounts(self, amounts: tuple[Decimal, ...], limit: Decimal | None) -> None:
        self._amounts, self._limit = amounts, limit
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- painted whole
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(0, 1, self.width(), 10)
        round_ends = QPainterPath()
        round_ends.addRoundedRect(area, 5, 5)
        painter.setClipPath(round_ends)
        painter.fillRect(area, colour("quiet"))
        used = sum((max(amount, Decimal(0)) for amount in self._amounts), Decimal(0))
        whole = max(used, self._limit or used)
        if not whole:
            return
        left = 0.0
        for name, amount in zip(_PARTS, self._amounts, strict=False):
            width = float(max(amount, Decimal(0)) / whole) * area.width()
            painter.fillRect(QRectF(left, 1, width, 10), colour(name))
            left += width
        if self._limit is not None and used > self._limit:
            edge = float(max(self._limit, Decimal(0)) / whole) * area.width()
            painter.fillRect(QRectF(edge, 1, area.width() - edge, 10), colour("bad"))
            painter.fillRect(QRectF(edge - 1, 0, 2, 12), QColor(Qt.GlobalColor.white))


class CreditCard(QFrame):
    """The card on the right of an order."""

    def __init__(self, parent: QWidget | None = None, *, with_order: bool = True, selling: bool = True) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self._nobody = self.tr("选了客户就看得到额度与欠款。") if selling else ""
        self._chip = chip("", "good")
        self._bar = _Bar()
        self._note = label("", "small", wrap=True)
        self._figures: list[QLabel] = []
        grid = QGridLayout()
        grid.setVerticalSpacing(5)
        grid.setHorizontalSpacing(8)
        grid.setColumnStretch(1, 1)
        balance = self.tr("应收余额") if selling else self.tr("应付余额")
        for place, text in enumerate((balance, self.tr("已订未发"), self.tr("本单"))):
            dot = QLabel()
            dot.setFixedSize(9, 9)
            dot.setProperty("part", _PARTS[place])
            amount = figure()
            self._figures.append(amount)
            if place < 2 or with_order:
                grid.addWidget(dot, place, 0)
                grid.addWidget(ElidedLabel(text, "muted"), place, 1)
                grid.addWidget(amount, place, 2)
            self._paint_dot(dot)
        self._title = label(self.tr("信用"), "heading")
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 8, 16, 8)
        box.setSpacing(5)
        box.addLayout(row(self._title, 1, self._chip))
        box.addWidget(self._bar)
        box.addLayout(grid)
        box.addWidget(self._note)
        self.clear()

    @staticmethod
    def _paint_dot(dot: QLabel) -> None:
        dot.setStyleSheet(f"background: {colour(str(dot.property('part'))).name()}; border-radius: 2px;")

    @property
    def chip_text(self) -> str:
        return self._chip.text()

    def clear(self) -> None:
        """Nobody is known yet."""
        for amount in self._figures:
            amount.setText(formatting.NONE)
        self._bar.show_amounts((), None)
        self._chip.hide()
        self._note.setText(self._nobody)

    def show_position(self, credit: CreditPosition, order: Decimal) -> None:
        """The account and what this order would add to it."""
        for amount, value in zip(self._figures, (credit.balance, credit.committed, order), strict=True):
            amount.setText(formatting.money(value))
        limit = None if credit.limit is None else credit.limit + credit.temporary
        self._bar.show_amounts((credit.balance, credit.committed, order), limit)
        left = None if credit.available is None else credit.available - order
        self._chip.show()
        if left is None:
            self._chip.setText(self.tr("不限额"))
            tone(self._chip, tone="info")
        elif left < 0:
            self._chip.setText(self.tr("超出 {0}").format(formatting.money(-left)))
            tone(self._chip, tone="bad")
        else:
            self._chip.setText(self.tr("可用 {0}").format(formatting.money(left)))
            tone(self._chip, tone="good")
        self._note.setText("\n".join(self._notes(credit)))

    def _notes(self, credit: CreditPosition) -> list[str]:
        notes = []
        if credit.limit is not None:
            text = self.tr("额度 {0}").format(formatting.money(credit.limit))
            if credit.temporary:
                text += self.tr(" + 临时 {0}").format(formatting.money(credit.temporary))
            notes.append(text)
        if credit.overdue > 0:
            overdue = self.tr("逾期 {0}，最久 {1} 天")
            notes.append(overdue.format(formatting.money(credit.overdue), credit.overdue_days))
        if credit.as_of:
            notes.append(
                self.tr("总部数据截至 {0}（{1}）").format(formatting.clock(credit.as_of), formatting.ago(credit.as_of))
            )
        else:
            notes.append(self.tr("本机账套，即时数据"))
        return notes
