"""The widgets of a card's fields: each takes and gives text, and says what can't be read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QWidget

from desktop.cards.face import CardField
from desktop.cards.values import read_value
from desktop.ui.widgets import formatting
from desktop.ui.widgets.fields import DayEdit, EnterEdit
from desktop.ui.widgets.numbers import read_number
from domain.errors import UsageError
from domain.values.quantities import plain_number

_FIGURES = ("money", "price", "quantity", "days", "rate")


class TextCell(EnterEdit):
    """A text, a figure, terms or tags.

    Signals:
        wronged: the UsageError, or None.
    """

    wronged = Signal(object)

    def __init__(self, field: CardField) -> None:
        super().__init__()
        self._type = field.type
        if field.type in _FIGURES:
            self.setAlignment(Qt.AlignmentFlag.AlignRight)

    def typed(self) -> str:
        return self.text().strip()

    def show_text(self, text: str) -> None:
        self.setText(text)
        self.setCursorPosition(0)

    def offer(self, texts: Sequence[str]) -> None:
        if not texts:
            return
        known = QCompleter(list(texts), self)
        known.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        known.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCompleter(known)

    def settle(self) -> bool:
        if self.text().strip().startswith(("=", "＝")) and self._type in _FIGURES:
            number = read_number(self.text())
            self.setText(self.text() if number is None else plain_number(number))
        try:
            read_value(self._type, self.text())
        except UsageError as wrong:
            self.wronged.emit(wrong)
            return False
        self.wronged.emit(None)
        return True


class ChoiceCell(QComboBox):
    """One of a few, by name."""

    def __init__(self, field: CardField) -> None:
        super().__init__()
        self._named = field.named
        for code in field.choices:
            self.addItem(formatting.named(field.named, code), code)

    def typed(self) -> str:
        return str(self.currentData() or "")

    def show_text(self, text: str) -> None:
        if text and self.findData(text) < 0:
            self.addItem(formatting.named(self._named, text), text)  # what an older card says stays as it is
        self.setCurrentIndex(max(self.findData(text), 0))

    def offer(self, texts: Sequence[str]) -> None:
        """The codes there are here."""
        for code in texts:
            if self.findData(code) < 0:
                self.addItem(formatting.named(self._named, code), code)


class DayCell(DayEdit):
    """A day, as everywhere."""

    def typed(self) -> str:
        return self.day.isoformat()

    def show_text(self, text: str) -> None:
        if text:
            self.set_day(dt.date.fromisoformat(text), quietly=True)

    def offer(self, texts: Sequence[str]) -> None:
        """Nothing is suggested for a day."""


def cell_for(field: CardField, today: dt.date) -> QWidget:
    """The widget of a field: `typed` hands on what stands in it, `show_text` shows what stands in the record, and
    `offer` suggests texts."""
    if field.type == "choice":
        return ChoiceCell(field)
    return DayCell(today) if field.type == "day" else TextCell(field)
