"""What was counted of one product in one warehouse; the difference is written as an adjustment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.actions.documents.views import ProductRow
from desktop.ui.widgets.dialogs import FormDialog
from desktop.ui.widgets.fields import DayEdit, EnterEdit, Field
from desktop.ui.widgets.parts import ElidedLabel
from desktop.ui.widgets.quantities import Countable
from desktop.ui.widgets.warehouse_box import PlaceBox
from domain.errors import UsageError


class CountEdit(EnterEdit):
    """A counted quantity; nothing there is a count too.

    Signals:
        wronged: the UsageError, or None.
    """

    wronged = Signal(object)

    def __init__(self, line: Countable) -> None:
        super().__init__()
        self.line = line

    def quantity(self) -> Decimal:
        """Base units; raises UsageError, for nothing typed is no count."""
        if not self.text().strip():
            raise UsageError("quantity_unreadable", text="")
        return self.line.read(self.text())

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

    def __init__(
        self, row: ProductRow, known: Mapping[str, Decimal], today: dt.date, places: list[str], parent: QWidget
    ) -> None:
        """`known` is what the books say of each warehouse, in base units."""
        super().__init__(parent)
        self.say_what(self.tr("盘点：{0}").format(row.name), self.tr("按盘点调整"))
        self._row = row
        self._known = known
        line = Countable(1, row.name, row.sku, row.on_hand, row.unit, row.packs)
        self.edit = CountEdit(line)
        self.place = PlaceBox()
        self.place.show_places(places)
        self.day = DayEdit(today)
        self.remark = EnterEdit()
        named = self.tr("实盘数量（不写单位按{0}）").format(line.counted_in)
        counted, day = Field(named, self.edit), Field(self.tr("日期"), self.day)
        self.edit.wronged.connect(counted.blame)
        self.day.wronged.connect(day.blame)
        self.fields.addWidget(Field(self.tr("仓库"), self.place))
        self.add(counted, "quantity_", "unit_", "pack_")
        self.difference = ElidedLabel("", "muted")
        self.fields.addWidget(self.difference)
        self.add_row([day, Field(self.tr("备注"), self.remark)])
        self.blames(day, "date_")
        self.edit.textChanged.connect(self._reckon)
        self.place.currentIndexChanged.connect(self._reckon)
        self._reckon()

    def _reckon(self) -> None:
        """What the books say of this warehouse, what was counted, and what will be written."""
        line, book = self.edit.line, self._known.get(self.place.place, Decimal(0))
        said = self.tr("账上 {0}").format(line.told(book))
        try:
            more = self.edit.quantity() - book
        except UsageError:
            self.difference.setText(said)
            return
        counted = self.tr("实盘 {0}").format(line.told(more + book))
        change = self.tr("多 {0}") if more > 0 else self.tr("少 {0}") if more else self.tr("相符")
        self.difference.setText("  ·  ".join((said, counted, change.format(line.told(abs(more))))))

    @property
    def counted(self) -> tuple[dict[str, Decimal], str, dt.date, str]:
        """Base units by product, the warehouse, the date and the remark."""
        counted = {self._row.id: self.edit.quantity()}
        return counted, self.place.place, self.day.day, self.remark.text().strip()
