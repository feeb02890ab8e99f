"""Keys pressed while a customer or product is still looked up wait for it and then take effect in their order."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget


class KeysAhead:
    """The keys of a quick hand or a scanner, held while the answer to what stands before them is on its way.

    Attributes:
        holding: whether keys are held at the moment.
    """

    def __init__(self) -> None:
        self.holding = False
        self._keys: list[QKeyEvent] = []

    def hold(self) -> None:
        self.holding = True

    def take(self, event: QKeyEvent) -> bool:
        """Whether a key was held back; Escape never is, so that waiting can be ended."""
        if not self.holding or event.key() == Qt.Key.Key_Escape:
            return False
        self._keys.append(QKeyEvent(event.type(), event.key(), event.modifiers(), event.text()))
        event.accept()
        return True

    def take_text(self, text: str) -> bool:
        """The same for what an input method wrote."""
        if self.holding and text:
            self._keys.append(QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, text))
        return self.holding

    def drop(self) -> None:
        """What was held is meant for something that isn't written any more."""
        self.holding = False
        self._keys.clear()

    def release(self, target: Callable[[], QWidget]) -> None:
        """Presses the held keys, each where the caret then is, until one of them asks again."""
        self.holding = False
        while self._keys and not self.holding:
            QCoreApplication.sendEvent(target(), self._keys.pop(0))
