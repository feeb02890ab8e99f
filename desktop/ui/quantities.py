"""A dialog over the lines of a document: how much of each to deliver, to take back, to count."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QScrollArea, QWidget

from desktop.ui import words
from desktop.ui.dialogs import FormDialog
from desktop.ui.fields import DayEdit, EnterEdit, Field
from desktop.ui.parts import ElidedLabel, figure, label
from desktop.ui.style import tone
from domain.errors import UsageError
from domain.quantities import Pack, parse_quantity


@dataclass(frozen=True, slots=True)
class Countable:
    """One line: its number, what it is, how much there is to do at most (base units), and how it is counted."""

    line: int
    name: str
    sku: str
    most: Decimal
    unit: str
    packs: tuple[Pack, ...]


class QuantityEdit(EnterEdit):
    """A quantity of one line; empty or 0 leaves the line out."""

    def __init__(self, line: Countable) -> None:
        super().__init__(words.quantity(line.most, line.unit, line.packs))
        self._line = line
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setFixedWidth(120)

    def quantity(self) -> Decimal:
        """Base units; raises UsageError."""
        text = self.text().strip()
        if text in ("", "0"):
            return Decimal(0)
        return parse_quantity(text, self._line.unit, self._line.packs)[0]

    def settle(self) -> bool:
        try:
            self.quantity()
        except UsageError as wrong:
            tone(self, wrong=True)
            self.setToolTip(words.tell(wrong))
            return False
        tone(self, wrong=False)
        self.setToolTip("")
        return True


class QuantityDialog(FormDialog):
    """Quantities, a date, and perhaps a warehouse."""

    def __init__(
        self, title: str, doing: str, lines: Sequence[Countable], today: dt.date, parent: QWidget, *, most: str
    ) -> None:
        """`most` is the head over what is possible."""
        super().__init__(parent, width=640)
        self.say_what(title, doing)
        self._edits: list[tuple[int, QuantityEdit]] = []
        inner = QWidget()
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setColumnStretch(0, 1)
        grid.setHorizontalSpacing(14)
        for column, text in enumerate((self.tr("商品"), most, self.tr("数量"))):
            grid.addWidget(label(text, "small") if not column else figure(text, "small"), 0, column)
        for place, line in enumerate(lines, 1):
            edit = QuantityEdit(line)
            grid.addWidget(ElidedLabel(f"{line.name}   {line.sku}"), place, 0)
            grid.addWidget(figure(words.quantity(line.most, line.unit, line.packs)), place, 1)
            grid.addWidget(edit, place, 2)
            self.chain(edit)
            self._edits.append((line.line, edit))
        grid.setRowStretch(len(lines) + 1, 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inner)
        area.setMinimumHeight(min(60 + 40 * len(lines), 360))
        self.fields.addWidget(area, 1)
        self.day = DayEdit(today)
        self.day_field = Field(self.tr("日期"), self.day)
        self.day.wronged.connect(self.day_field.blame)
        self.blames(self.day_field, "date_")
        self.place = QComboBox()
        self.place_field = Field(self.tr("仓库"), self.place)
        self.add_row([self.day_field, self.place_field])

    def show_places(self, names: list[str]) -> None:
        """The warehouses to choose from."""
        self.place.addItems(names)

    def without_day(self) -> None:
        """Where neither a date nor a warehouse belongs to it."""
        self.day_field.hide()
        self.place_field.hide()

    @property
    def quantities(self) -> dict[int, Decimal]:
        """Base units by line; lines left out are not in it."""
        read = ((line, edit.quantity()) for line, edit in self._edits)
        return {line: quantity for line, quantity in read if quantity}
