"""A field of names: each chosen thing is a chip, and more are found while they are typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QLayout, QLayoutItem, QLineEdit, QPushButton, QSizePolicy, QWidget

from desktop.ui.frame.actions import policy_names
from desktop.ui.frame.work import Worker
from desktop.ui.policies.document import PolicyDocument
from desktop.ui.policies.names import Names
from desktop.ui.widgets.suggest import Suggestion, Suggestions

if TYPE_CHECKING:
    from desktop.actions.policies.names import Named

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_SHOWN = 40  # chips; more than that nobody reads, and a list may name thousands


class FlowLayout(QLayout):
    """Parts beside each other, on the next line where there is no room; the last one takes what is left."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(QMargins(5, 4, 5, 4))
        self.setSpacing(4)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def insert(self, place: int, widget: QWidget) -> None:
        """A part before the one at a place."""
        self.addWidget(widget)
        self._items.insert(place, self._items.pop())
        self.invalidate()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._lay(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._lay(rect, move=True)

    def sizeHint(self) -> QSize:
        return QSize(160, self.heightForWidth(160))

    def minimumSize(self) -> QSize:
        return QSize(120, 32)

    def _lay(self, rect: QRect, *, move: bool) -> int:
        margins = self.contentsMargins()
        area = rect.marginsRemoved(margins)
        x, y, high = area.x(), area.y(), 0
        for item in self._items:
            size = item.sizeHint()
            last = item is self._items[-1]
            width = min(size.width(), area.width())
            if x + (60 if last else width) > area.right() + 1 and x > area.x():
                x, y, high = area.x(), y + high + self.spacing(), 0
            if last:
                width = area.right() + 1 - x
            if move:
                item.setGeometry(QRect(QPoint(x, y), QSize(width, size.height())))
            x += width + self.spacing()
            high = max(high, size.height())
        return y + high - rect.y() + margins.bottom()


class _NameEdit(QLineEdit):
    """Where the next name is typed.

    Signals:
        stepped: up or down in the list.
        picked: Enter.
        emptied: Backspace where nothing stands.
        left: the list is no longer needed.
    """

    stepped = Signal(int)
    picked = Signal()
    emptied = Signal()
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in _ENTER:
            self.picked.emit()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.stepped.emit(1 if key == Qt.Key.Key_Down else -1)
        elif key == Qt.Key.Key_Backspace and not self.text():
            self.emptied.emit()
        elif key == Qt.Key.Key_Escape and self.text():
            self.clear()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()


def named_choice(named: Named) -> Suggestion:
    """A found name as a suggestion."""
    from desktop.ui.widgets import formatting

    name = formatting.tier(named.id) if named.kind == "tier" else named.name
    return Suggestion(name, named.code, "", "", named)


class ChipsEdit(QFrame):
    """The names at one place of the form, in their order.

    Signals:
        entered: Enter was pressed where nothing was being typed.
    """

    entered = Signal()

    def __init__(
        self,
        document: PolicyDocument,
        path: str,
        kind: str,
        worker: Worker,
        names: Names,
        window: QWidget,
        *,
        single: bool = False,
    ) -> None:
        """`single`: one name, written as a text and not as a list."""
        super().__init__()
        self.document, self.path, self.kind, self._names, self._single = document, path, kind, names, single
        self.setProperty("chips", True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.edit = _NameEdit()
        self.edit.setProperty("bare", True)
        self.setFocusProxy(self.edit)
        self._flow = FlowLayout(self)
        self._flow.addWidget(self.edit)
        self._chips: list[QPushButton] = []
        self._list = Suggestions(worker, policy_names.find_named, named_choice, window)
        self._list.picked.connect(self.take)
        self._list.latest.answered.connect(self._answered)
        self._enter_waits = False
        self.edit.textEdited.connect(self._typed)
        self.edit.stepped.connect(self._step)
        self.edit.picked.connect(self._pick)
        self.edit.emptied.connect(self._drop_last)
        self.edit.left.connect(self._leave)
        names.arrived.connect(self.show_value)
        self.show_value()

    @property
    def ids(self) -> list[str]:
        """What is chosen."""
        value = self.document.value(self.path)
        if self._single:
            return [value] if isinstance(value, str) and value else []
        return [str(each) for each in value] if isinstance(value, Sequence) and not isinstance(value, str) else []

    @Slot()
    def show_value(self) -> None:
        """Shows what the form says here."""
        for button in self._chips:
            self._flow.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._chips = []
        ids = self.ids
        for place, name in enumerate(ids[:_SHOWN]):
            self._chip(place, self._names.of(self.kind, name) + "  ×", name)
        if len(ids) > _SHOWN:
            self._chip(_SHOWN, self.tr("还有 {0} 个").format(len(ids) - _SHOWN), "")
        self.updateGeometry()

    def _chip(self, place: int, text: str, name: str) -> None:
        button = QPushButton(text)
        button.setProperty("kind", "chip")
        button.setProperty("name", name)
        button.setToolTip(name)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(self._clicked)
        self._chips.append(button)
        self._flow.insert(place, button)

    def settle(self) -> bool:
        """What is chosen is written already."""
        return True

    def hint(self, text: str) -> None:
        """What stands in the field where nothing is chosen."""
        self.edit.setPlaceholderText(text)

    @Slot(object)
    def take(self, named: Named) -> None:
        """One more."""
        self._list.close_list()
        self.edit.clear()
        self._names.know(named)
        self.document.put(self.path, named.id if self._single else sorted({*self.ids, named.id}))
        self.show_value()

    def drop(self, name: str) -> None:
        """One less."""
        left = [each for each in self.ids if each != name]
        self.document.put(self.path, "" if self._single else left)
        self.show_value()

    @Slot()
    def _clicked(self) -> None:
        name = str(self.sender().property("name"))
        if name:
            self.drop(name)

    @Slot()
    def _drop_last(self) -> None:
        if self.ids:
            self.drop(self.ids[-1])

    # ---- finding

    @Slot(str)
    def _typed(self, text: str) -> None:
        self._enter_waits = False
        if text.strip():
            self._list.seek(self.edit, text, self.kind)
        else:
            self._list.close_list()

    @Slot(int)
    def _step(self, by: int) -> None:
        if not self._list.step(by):
            self._list.seek(self.edit, self.edit.text(), self.kind)

    @Slot()
    def _pick(self) -> None:
        chosen: Any = self._list.chosen()
        if chosen is not None:
            self.take(chosen)
        elif self._list.waiting:
            self._enter_waits = True
        elif not self.edit.text().strip():
            self.entered.emit()

    @Slot(object)
    def _answered(self, _: object) -> None:
        if self._enter_waits:
            self._enter_waits = False
            self._pick()

    @Slot()
    def _leave(self) -> None:
        self._list.close_list()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self.edit.setFocus()
