"""The sums of a list, each right under the column it is the sum of, however the columns are laid."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop.ui.tables.cells import PAD
from desktop.ui.tables.view import ListView
from desktop.ui.widgets import formatting
from desktop.ui.widgets.parts import figure, label, rule

_HIGH = 36


class SumRow(QWidget):
    """A last row that stays in sight; it stands under its list, in the same card."""

    def __init__(self, view: ListView, columns: Sequence[int]) -> None:
        """`columns` are the places of those that have a sum."""
        super().__init__()
        self._view = view
        view.narrowable = False  # what all rows come to is told by whoever has them
        self._lead = label("", "strong")
        self.figures = {column: figure(formatting.NONE, "strong") for column in columns}
        self._line = rule()
        for each in (self._line, self._lead, *self.figures.values()):
            each.setParent(self)
        self.setFixedHeight(_HIGH)
        header = view.horizontalHeader()
        header.sectionResized.connect(self._place)
        header.geometriesChanged.connect(self._place)
        view.horizontalScrollBar().valueChanged.connect(self._place)
        view.laid.connect(self._place)

    def show_sums(self, lead: str, amounts: Sequence[str]) -> None:
        """What the row is called, and the sums in the order of their columns."""
        self._lead.setText(lead)
        for (column, shown), amount in zip(self.figures.items(), amounts, strict=True):
            shown.setText(amount)
            self._view.stands_under(column, shown.sizeHint().width())
        self._view.lay_columns()
        self._place()

    def sizeHint(self) -> QSize:
        return QSize(0, _HIGH)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    @Slot()
    def _place(self) -> None:
        header = self._view.horizontalHeader()
        self._line.setGeometry(0, 0, self.width(), 1)
        for column, shown in self.figures.items():
            left, wide = header.sectionViewportPosition(column), header.sectionSize(column)
            shown.setGeometry(left, 1, wide - PAD, _HIGH - 1)
            shown.setVisible(not header.isSectionHidden(column))
        first = min(header.sectionViewportPosition(column) for column in self.figures)
        self._lead.setGeometry(PAD, 1, max(first - PAD, 0), _HIGH - 1)
