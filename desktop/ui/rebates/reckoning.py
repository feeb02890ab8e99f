"""How a rebate was reckoned: the bar and its figures, the steps in words, and what higher steps would bring."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from desktop.actions.policies.views import RebateRow
from desktop.ui.frame.style import tone
from desktop.ui.rebates import telling
from desktop.ui.rebates.bar import paint_bar
from desktop.ui.widgets import formatting
from desktop.ui.widgets.parts import figure, flowing, label


class RebateBar(QWidget):
    """The bar by itself."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row: RebateRow | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(300, 56)

    def show_row(self, row: RebateRow) -> None:
        self.row = row
        self.setAccessibleName(telling.stands(row))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- painted whole
        if self.row is not None:
            painter = QPainter(self)
            paint_bar(painter, QRect(0, 0, self.width(), self.height()), self.row)


class ReckoningCard(QFrame):
    """The bar with its figures on the left, the steps on the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self.setFixedHeight(176)
        self.bar = RebateBar()
        names = (
            self.tr("已获"),
            self.tr("已结"),
            self.tr("暂扣"),
            self.tr("到下一档"),
            self.tr("可多得"),
            self.tr("期限"),
        )
        self.figures = [figure(formatting.NONE, "strong" if place in (0, 4) else "") for place in range(len(names))]
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        for place, (name, value) in enumerate(zip(names, self.figures, strict=True)):
            column = place // 3 * 3
            grid.addWidget(label(name, "muted"), place % 3, column)
            grid.addWidget(value, place % 3, column + 1)
        grid.setColumnStretch(1, 1)
        grid.setColumnMinimumWidth(2, 18)
        grid.setColumnStretch(4, 1)
        left = QVBoxLayout()
        left.setSpacing(10)
        left.addWidget(self.bar)
        left.addLayout(grid)
        left.addStretch(1)
        self._told = QVBoxLayout()
        self._told.setContentsMargins(0, 0, 6, 0)
        self._told.setSpacing(6)
        self.texts: list[str] = []
        box = QHBoxLayout(self)
        box.setContentsMargins(16, 12, 10, 12)
        box.setSpacing(24)
        box.addLayout(left, 5)
        box.addWidget(self._build_told(), 6)

    def _build_told(self) -> QWidget:
        inner = QWidget()
        outer = QVBoxLayout(inner)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addLayout(self._told)
        outer.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inner)
        area.setHorizontalScrollBarPolicy(area.horizontalScrollBarPolicy().ScrollBarAlwaysOff)
        return area

    def show_row(self, row: RebateRow) -> None:
        """Shows a rebate."""
        self.bar.show_row(row)
        texts = (
            telling.gain(row, row.earned),
            telling.gain(row, row.paid) if row.paid else formatting.NONE,
            telling.gain(row, row.held) if row.held else formatting.NONE,
            telling.missing(row),
            telling.brings(row) or formatting.NONE,
            telling.days(row),
        )
        for value, text in zip(self.figures, texts, strict=True):
            value.setText(text)
        tone(self.figures[2], tone="warn" if row.held else "")
        self._show_told(row)

    def _show_told(self, row: RebateRow) -> None:
        while (item := self._told.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        self.texts = []
        self._say(self.tr("怎么算的"), "heading")
        self._say(self._base(row))
        for step in row.steps:
            if step.code != "rebate_rounding" or formatting.money(step.before) != formatting.money(step.after):
                self._say(formatting.tell_step(step))
        for reason in row.reasons:
            self._say(formatting.tell(reason), "warn" if reason.severity != "info" else "")
        if row.ahead:
            self._say(self.tr("再往上"), "heading")
        for ahead in row.ahead:
            text = self.tr("第 {0} 档：再加 {1}（共 {2}），一共得 {3}。")
            figures = (telling.measured(row, ahead.missing), telling.measured(row, ahead.total))
            self._say(text.format(ahead.tier + 1, *figures, telling.gain(row, ahead.earned)))

    def _base(self, row: RebateRow) -> str:
        counted = self.tr("{0}计入 {1}，其中计返 {2}。").format(
            telling.measures(row), telling.measured(row, row.total), telling.measured(row, row.base)
        )
        if row.target:
            counted += self.tr("任务量 {0}。").format(telling.measured(row, row.target))
        return counted

    def _say(self, text: str, kind: str = "") -> None:
        self.texts.append(text)
        self._told.addWidget(label(text, kind) if kind == "heading" else flowing(text, kind))
