"""The editor's small fields: each shows and writes one place of the form, and Enter leads on from each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from desktop.ui.policies.document import MISSING, PolicyDocument
from desktop.ui.widgets.fields import EnterEdit
from desktop.ui.widgets.numbers import read_number
from domain.errors import UsageError
from domain.values.dates import parse_date
from domain.values.quantities import plain_number

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def written_number(text: str, *, whole: bool) -> Any:
    """What stands in the form for a number that was typed: None for nothing, the very text where it is no number."""
    typed = text.strip()
    number = read_number(typed)
    if not typed:
        return None
    if number is None or not number.is_finite():
        return typed
    if whole:
        return int(number) if number == int(number) else typed
    return plain_number(number)


def shown(value: Any) -> str:
    """A written value as text."""
    if value is None or value is MISSING:
        return ""
    if isinstance(value, Decimal):
        return plain_number(value)
    return str(value)


class TextEdit(EnterEdit):
    """A text; what must be said may be empty and is told as missing by the check."""

    def __init__(self, document: PolicyDocument, path: str, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.document, self.path = document, path
        self.setPlaceholderText(hint)
        self.setToolTip(hint)  # a narrow field cuts it
        self.textEdited.connect(self._typed)
        self.show_value()

    def show_value(self) -> None:
        """What the form says here."""
        text = shown(self.document.value(self.path))
        if text != self.text().strip():
            self.setText(text)

    @Slot(str)
    def _typed(self, text: str) -> None:
        self.document.put(self.path, text.strip())

    def settle(self) -> bool:
        if self.isModified():
            self.document.put(self.path, self.text().strip())
        return True


class NumberEdit(EnterEdit):
    """A number, or a sum written as `=12*24`; nothing where nothing is said."""

    def __init__(
        self, document: PolicyDocument, path: str, hint: str = "", *, whole: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.document, self.path, self._whole = document, path, whole
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setPlaceholderText(hint)
        self.textEdited.connect(self._typed)
        self.show_value()

    def show_value(self) -> None:
        """What the form says here."""
        if not self.hasFocus():
            self.setText(shown(self.document.value(self.path)))

    @Slot(str)
    def _typed(self, text: str) -> None:
        self.document.put(self.path, written_number(text, whole=self._whole))

    def settle(self) -> bool:
        if not self.isModified():
            return True
        value = written_number(self.text(), whole=self._whole)
        self.document.put(self.path, value)
        if self.text().strip().startswith(("=", "＝")):
            self.setText(shown(value))
        return True

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self.selectAll()
        elif event.type() == QEvent.Type.FocusOut:
            self.settle()
        return super().event(event)


class DateEdit(EnterEdit):
    """A day by shorthand (`+1`, `5-2`), or none for an open end; + and - move by a day."""

    def __init__(
        self, document: PolicyDocument, path: str, today: dt.date, hint: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.document, self.path, self._today = document, path, today
        self.setPlaceholderText(hint)
        self.show_value()

    def show_value(self) -> None:
        """What the form says here."""
        self.setText(shown(self.document.value(self.path)))

    def settle(self) -> bool:
        if not self.isModified():
            return True
        typed = self.text().strip()
        if not typed:
            self.document.put(self.path, None)
            return True
        try:
            day = parse_date(typed, self._today).isoformat()
        except UsageError:
            day = typed
        self.setText(day)
        self.document.put(self.path, day)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {"+": 1, "-": -1}.get(event.text(), 0)
        if step and self.selectedText() == self.text():
            self._move(step)
        else:
            super().keyPressEvent(event)

    def _move(self, step: int) -> None:
        self.settle()
        try:
            day = dt.date.fromisoformat(self.text()) + dt.timedelta(days=step)
        except ValueError:
            day = self._today
        self.setText(day.isoformat())
        self.document.put(self.path, day.isoformat())
        self.selectAll()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.settle()
        super().focusOutEvent(event)


class ChoiceEdit(QComboBox):
    """One of a few; a figure picks by place, Alt+Down opens the list, Enter goes on.

    Signals:
        entered: Enter was pressed.
        chosen: the code that was picked by hand.
    """

    entered = Signal()
    chosen = Signal(str)

    def __init__(
        self,
        document: PolicyDocument,
        path: str,
        choices: Sequence[tuple[str, str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.document, self.path = document, path
        self.setMaxVisibleItems(16)
        for code, text in choices:
            self.addItem(text, code)
        self.show_value()
        self.activated.connect(self._picked)

    def show_value(self) -> None:
        """What the form says here; what is no choice of ours is shown as it stands."""
        value = shown(self.document.value(self.path))
        place = self.findData(value)
        if place < 0:
            self.addItem(value, value)
            place = self.count() - 1
        self.setCurrentIndex(place)

    def settle(self) -> bool:
        """What was picked is written already."""
        return True

    @Slot(int)
    def _picked(self, _: int) -> None:
        if self.path:
            self.document.put(self.path, str(self.currentData()))
        self.chosen.emit(str(self.currentData()))

    def pick(self, code: str) -> None:
        """Picks one, as by hand."""
        self.setCurrentIndex(self.findData(code))
        self._picked(self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            self.entered.emit()
        elif event.text().isdigit() and 0 < int(event.text()) <= self.count():
            self.setCurrentIndex(int(event.text()) - 1)
            self._picked(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: Any) -> None:
        """A wheel over a closed list scrolls the page, it never changes what a policy says."""
        event.ignore()


class YesEdit(QCheckBox):
    """A yes or no; Space turns it, Enter goes on.

    Signals:
        entered: Enter was pressed.
    """

    entered = Signal()

    def __init__(self, document: PolicyDocument, path: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.document, self.path = document, path
        self.show_value()
        self.clicked.connect(self._turned)

    def show_value(self) -> None:
        """What the form says here."""
        self.setChecked(self.document.value(self.path) is True)

    def settle(self) -> bool:
        """What was turned is written already."""
        return True

    @Slot()
    def _turned(self) -> None:
        self.document.put(self.path, self.isChecked())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            self.entered.emit()
        else:
            super().keyPressEvent(event)
