"""Fields that understand what people type: dates with shorthand, amounts with a calculator, customers by initials."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from desktop.actions.documents.views import CustomerRow
from desktop.ui.frame.actions import offering
from desktop.ui.frame.ahead import KeysAhead
from desktop.ui.frame.style import tone
from desktop.ui.frame.work import Worker
from desktop.ui.widgets import formatting
from desktop.ui.widgets.numbers import read_number
from desktop.ui.widgets.parts import label
from desktop.ui.widgets.suggest import Suggestion, Suggestions
from domain.errors import DeskError, UsageError
from domain.parties.dealers import ACTIVE
from domain.values.dates import parse_date
from domain.values.quantities import plain_number

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Field(QWidget):
    """A label over a field and, when something is wrong, the reason under it."""

    def __init__(self, name: str, edit: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = edit
        self._wrong = label("", "error", wrap=True)
        self._wrong.setMinimumHeight(1)  # what it needs in the width there is, not in the narrowest
        self._wrong.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        self._title = label(name, "label")
        self._title.setBuddy(edit)
        if not name:
            self._title.hide()
        edit.setAccessibleName(edit.accessibleName() or name)
        box.addWidget(self._title)
        box.addWidget(edit)
        box.addWidget(self._wrong)
        if isinstance(edit, QLineEdit):
            edit.textEdited.connect(self._forgive)
        if isinstance(edit, QComboBox):
            edit.currentIndexChanged.connect(self._forgive)
        if edit.sizePolicy().verticalPolicy() == QSizePolicy.Policy.Fixed:
            # Room that is left over stays below, not between the name and its field.
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def rename(self, name: str) -> None:
        """Another word over the field."""
        self._title.setText(name)
        self._title.setVisible(bool(name))

    def blame(self, failure: DeskError | None) -> None:
        """Shows what is wrong with the field, or that nothing is any more."""
        tone(self.edit, wrong=failure is not None)
        self._wrong.setText(formatting.tell(failure) if failure else "")
        self._wrong.setVisible(failure is not None)

    @Slot()
    def _forgive(self) -> None:
        """What was wrong is being typed anew; it is judged when that is done."""
        if not self._wrong.isHidden():
            self.blame(None)

    @property
    def wrong(self) -> QLabel:
        return self._wrong


class EnterEdit(QLineEdit):
    """A field that Enter leaves for the next one.

    Signals:
        entered: Enter was pressed and what stands here is right.
    """

    entered = Signal()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """By Enter as by Tab, what stands in a field is chosen, so that what is typed takes its place."""
        super().focusInEvent(event)
        if event.reason() == Qt.FocusReason.OtherFocusReason:
            self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            if self.settle():
                self.entered.emit()
        else:
            super().keyPressEvent(event)

    def settle(self) -> bool:
        """Reads what was typed; False where it is wrong (and said so)."""
        return True


class DayEdit(EnterEdit):
    """A date: `2026-11-23`, `+5`, `5-2`, `3`; the + and - keys alone move by a day.

    Signals:
        day_changed: the new date.
        wronged: the UsageError, or None when it is right again.
    """

    day_changed = Signal(object)
    wronged = Signal(object)

    def __init__(self, today: dt.date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.today = today
        self._day = today
        self._sign = ""  # the + or - that was just pressed, for figures may follow it
        self.setText(today.isoformat())
        self.setMinimumWidth(118)
        self.setPlaceholderText(self.tr("+1, 5-2, 3"))

    @property
    def day(self) -> dt.date:
        return self._day

    def set_day(self, day: dt.date, *, quietly: bool = False) -> None:
        """Shows another date; `quietly` where whoever sets it asks what follows itself, once."""
        changed = day != self._day
        self._day = day
        self.setText(day.isoformat())
        self.wronged.emit(None)
        if changed and not quietly:
            self.day_changed.emit(day)

    def settle(self) -> bool:
        if not self.text().strip():
            self.set_day(self.today)
            return True
        try:
            self.set_day(self._read())
        except UsageError as wrong:
            self.wronged.emit(wrong)
            return False
        return True

    def _read(self) -> dt.date:
        """The date that stands here; the sign of a key before it belongs to it only where that makes one."""
        try:
            return parse_date(self.text(), self.today)
        except UsageError:
            if not self.text().startswith(("+", "-")):
                raise
            return parse_date(self.text()[1:], self.today)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        whole = self.selectedText() == self.text() or self.text() == self._day.isoformat()
        if event.text() in ("+", "-") and whole and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_day(self._day + dt.timedelta(days=1 if event.text() == "+" else -1))
            self.selectAll()
            self._sign = event.text()
            return
        if self._sign and event.text().isdigit() and self.selectedText() == self.text():
            self.setText(f"{self._sign}{event.text()}")  # so many days from today, once it is read
        elif event.key() == Qt.Key.Key_Escape and self.text() != self._day.isoformat():
            self.set_day(self._day)
        else:
            super().keyPressEvent(event)
        if event.text():
            self._sign = ""

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._sign = ""
        self.settle()
        super().focusOutEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.selectAll()


def select_name(field: QLineEdit) -> None:
    """Selects all of it with the caret at its beginning: of a name that is too long for the field, that is seen."""
    field.end(False)
    field.home(True)


class CustomerEdit(EnterEdit):
    """A customer by name, code or initials.

    Signals:
        customer_changed: the CustomerRow.
        wronged: the UsageError, or None.
    """

    customer_changed = Signal(object)
    wronged = Signal(object)

    def __init__(
        self,
        worker: Worker,
        window: QWidget,
        parent: QWidget | None = None,
        *,
        ask: Callable[..., Any] = offering.offered_customers,
        choice: Callable[[Any], Suggestion] | None = None,
    ) -> None:
        """`ask` and `choice` let it find others than one's own customers."""
        super().__init__(parent)
        self.customer: Any = None
        self.setPlaceholderText(self.tr("名称 / 编码 / 拼音首字母"))
        self.setToolTip(self.placeholderText())  # a narrow field cuts it
        self._list = Suggestions(worker, ask, choice or customer_choice, window)
        self._list.picked.connect(self.take)
        self._list.latest.answered.connect(self._answered)
        self._list.latest.failed.connect(self._failed)
        self._worker = worker
        self._ahead = KeysAhead()
        self._leave: Callable[[], object] | None = None  # how the field is left once the answer is there
        self.textEdited.connect(self._typed)

    def take(self, customer: Any) -> None:
        """This is the customer."""
        self._list.close_list()
        changed = self.customer is None or customer.id != self.customer.id
        self.customer = customer
        self.setText(customer.name)
        self.setCursorPosition(0)
        self.wronged.emit(None)
        if changed:
            self.customer_changed.emit(customer)

    def forget(self) -> None:
        """Nobody is chosen any more."""
        self._list.close_list()
        self.customer = None
        self.clear()

    def settle(self) -> bool:
        if self.customer is not None and self.text() == self.customer.name:
            return True
        chosen = self._list.chosen()
        if chosen is not None:
            self.take(chosen)
            return True
        if self._list.waiting:
            self._leave = self.entered.emit
            self._ahead.hold()
        else:
            typed = self.text().strip()
            self.wronged.emit(UsageError("dealer_unknown", dealer=typed) if typed else UsageError("dealer_none"))
        return False

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 -- the framework's own name
        """Tab chooses as Enter does; a field in which nothing stands is left as it is."""
        if next and self.text().strip() and not self.settle() and self._ahead.holding:
            self._leave = self.focusNextChild
            return True
        return super().focusNextPrevChild(next)

    @Slot(str)
    def _typed(self, text: str) -> None:
        self._forget_ahead()
        self._list.seek(self, text)

    @Slot(object)
    def _answered(self, _: object) -> None:
        leave, self._leave = self._leave, None
        if leave is None:
            return
        if self.settle():
            leave()
            self._ahead.release(lambda: QApplication.focusWidget() or self)
        else:
            self._ahead.drop()  # what follows was meant for a customer that there isn't

    @Slot(object)
    def _failed(self, failure: DeskError) -> None:
        self._forget_ahead()
        self._worker.told.emit(failure)

    def _forget_ahead(self) -> None:
        self._leave = None
        self._ahead.drop()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        if not self._ahead.take_text(event.commitString()):
            super().inputMethodEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._ahead.take(event):
            return
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if step:
            if not self._list.step(step):
                self._list.seek(self, "" if self.customer else self.text())
            return
        if event.key() == Qt.Key.Key_Escape:
            self._forget_ahead()
            if self._list.isVisible():
                self._restore()
                return
        super().keyPressEvent(event)

    def _restore(self) -> None:
        self._list.close_list()
        if self.customer is not None:
            self.setText(self.customer.name)
            self.setCursorPosition(0)

    def selectAll(self) -> None:
        select_name(self)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            if self._leave is not None:  # left by the mouse while it was looked up
                self._forget_ahead()
            self._list.close_list()
            self.setCursorPosition(0)  # of a long name its beginning is seen

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.selectAll()


def customer_choice(row: CustomerRow) -> Suggestion:
    """A customer as a suggestion."""
    left = QApplication.translate("fields", "可用 {0}").format(formatting.money(row.available))
    if row.available is None:
        left = QApplication.translate("fields", "不限额")
    if row.status != ACTIVE:
        left = formatting.named("dealer_status", row.status)
    owed = QApplication.translate("fields", "欠款 {0}").format(formatting.money(row.balance))
    return Suggestion(row.name, row.code, owed, left, row)


class AmountEdit(EnterEdit):
    """Money, or a sum written as `=12*3.5`.

    Signals:
        wronged: the UsageError, or None.
    """

    wronged = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)

    @property
    def amount(self) -> Decimal | None:
        """What stands here, if it is a number."""
        return read_number(self.text())

    def settle(self) -> bool:
        amount = self.amount
        if amount is None:
            self.wronged.emit(UsageError("amount_unreadable", text=self.text()))
            return False
        self.wronged.emit(None)
        if self.text().strip().startswith(("=", "＝")):
            self.setText(plain_number(amount))
        return True

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self.selectAll()
        return super().event(event)
