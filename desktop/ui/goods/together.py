"""Several deliveries received at once: all that is left of each into one warehouse, with one message for all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from desktop.ui.frame.actions import deliveries
from desktop.ui.tables.many import ActsTogether, named_few
from desktop.ui.widgets.dialogs import FormDialog
from desktop.ui.widgets.fields import DayEdit, Field
from desktop.ui.widgets.parts import flowing
from desktop.ui.widgets.warehouse_box import PlaceBox


class ReceiveAllDialog(FormDialog):
    """The warehouse and the day for all of them."""

    def __init__(self, numbers: Sequence[str], today: dt.date, places: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self.say_what(self.tr("收货：%n 张出库单", "", len(numbers)), self.tr("收货"))
        self.fields.addWidget(flowing(named_few(numbers), "strong"))
        self.fields.addWidget(flowing(self.tr("每张还没收的全部收下；有短少的请单独收。"), "muted"))
        self.day, self.place = DayEdit(today), PlaceBox()
        self.place.show_places(places)
        field = Field(self.tr("日期"), self.day)
        self.day.wronged.connect(field.blame)
        self.blames(field, "date_")
        self.add_row([field, Field(self.tr("仓库"), self.place)])


class ReceiveTogether(ActsTogether):
    """Receives them."""

    places: Sequence[str] = ()

    def receive(self) -> None:
        """Asks where to and when, once."""
        numbers = self.numbers()
        if numbers:
            self.ask(ReceiveAllDialog(numbers, self.page.window_.today(), self.places, self.page), numbers, self._take)

    @Slot()
    def _take(self) -> None:
        self.do(self.tr("已收货"), deliveries.receive, self.dialog.place.place, self.dialog.day.day)
