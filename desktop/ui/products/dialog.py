"""What was counted of one product in one warehouse; the difference is written as an adjustment."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from desktop.actions.views import ProductRow
from desktop.ui import words
from desktop.ui.dialogs import FormDialog
from desktop.ui.fields import DayEdit, EnterEdit, Field
from desktop.ui.parts import label
from domain.errors import UsageError
from domain.quantities import parse_quantity


class CountEdit(EnterEdit):
    """A counted quantity; nothing there is a count too.

    Signals:
        wronged: the UsageError, or None.
    """

    wronged = Signal(object)

    def __init__(self, row: ProductRow) -> None:
        super().__init__()
        self._row = row

    def quantity(self) -> Decimal:
        """Base units; raises UsageError."""
        text = self.text().strip()
        return Decimal(0) if text == "0" else parse_quantity(text, self._row.unit, self._row.packs)[0]

    def settle(self) -> bool:
        try:
            self.quantity()
        except UsageError as wrong:
            self.wronged.emit(wrong)
            return False
        self.wronged.emit(None)
        return True


class CountDialog(FormDialog):
    """Counts one product."""

    def __init__(self, row: ProductRow, today: dt.date, places: list[str], parent: QWidget) -> None:
        super().__init__(parent)
        self.say_what(self.tr("盘点：{0}").format(row.name), self.tr("按盘点调整"))
        self._row = row
        self.edit = CountEdit(row)
        self.place = QComboBox()
        self.place.addItems(places)
        self.day = DayEdit(today)
        self.remark = EnterEdit()
        counted, day = Field(self.tr("实盘数量"), self.edit), Field(self.tr("日期"), self.day)
        self.edit.wronged.connect(counted.blame)
        self.day.wronged.connect(day.blame)
        known = words.quantity(row.on_hand, row.unit, row.packs)
        self.fields.addWidget(label(self.tr("账上各仓合计 {0}").format(known), "muted"))
        self.add(counted, "quantity_", "unit_")
        self.fields.addWidget(Field(self.tr("仓库"), self.place))
        self.add_row([day, Field(self.tr("备注"), self.remark)])
        self.blames(day, "date_")

    @property
    def counted(self) -> tuple[dict[str, Decimal], str, dt.date, str]:
        """Base units by product, the warehouse, the date and the remark."""
        counted = {self._row.id: self.edit.quantity()}
        return counted, self.place.currentText(), self.day.day, self.remark.text().strip()
