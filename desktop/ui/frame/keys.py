"""The bar of keys at the foot of the window and the whole list behind F1, both written from the actions themselves."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.frame.page import BAR, make_action
from desktop.ui.navigation import key_table
from desktop.ui.widgets.parts import ActionButton, key_cap, key_text, label, row

_NAMED = {"Enter": Qt.Key.Key_Return, "Space": Qt.Key.Key_Space, "空格": Qt.Key.Key_Space}


def _press(keys: str) -> None:
    """Presses a key that is no action's where the caret is, for whoever has only the mouse."""
    target = QApplication.focusWidget()
    if target is not None and keys in _NAMED:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QCoreApplication.sendEvent(target, QKeyEvent(kind, _NAMED[keys], Qt.KeyboardModifier.NoModifier))


class _KeyButton(QWidget):
    """One key and what it does."""

    def __init__(self, keys: str, text: str, action: QAction | None) -> None:
        super().__init__()
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 12, 0)
        box.setSpacing(5)
        box.addWidget(key_cap(keys))
        word = self._word = QPushButton(text)
        word.setProperty("kind", "key")
        word.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        if action is None:
            word.clicked.connect(partial(_press, keys))
        else:
            word.clicked.connect(action.trigger)
            word.setEnabled(action.isEnabled())
            action.enabledChanged.connect(word.setEnabled)
        box.addWidget(word)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The drawn key looks like a button, so it is one: a click on it is a click on its word."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self._word.click()
        else:
            super().mouseReleaseEvent(event)


class KeyBar(QWidget):
    """The keys that hold now; what doesn't fit is left to F1."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("keys")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(32)
        self._box = QHBoxLayout(self)
        self._box.setContentsMargins(20, 0, 12, 0)
        self._box.setSpacing(0)
        self._box.addStretch(1)
        self._buttons: list[_KeyButton] = []

    def show_keys(self, actions: Sequence[QAction], hints: Sequence[tuple[str, str]] = ()) -> None:
        """Writes the bar: first the hints (key, word), then the actions that want to stand on it."""
        for button in self._buttons:
            self._box.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = [_KeyButton(keys, text, None) for keys, text in hints]
        self._buttons += [
            _KeyButton(key_text(action), action.text(), action)
            for action in actions
            if action.property(BAR) and not action.shortcut().isEmpty()
        ]
        for place, button in enumerate(self._buttons):
            self._box.insertWidget(place, button)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.width() - 32
        # The last ones, the palette and this very list, stay whatever else has to go.
        always, others = self._buttons[-2:], self._buttons[:-2]
        for button in [*always, *others]:
            room -= button.sizeHint().width()
            button.setVisible(room >= 0)


class KeyList(QDialog):
    """All keys, group by group; it closes with Esc, F1, or by its button."""

    def __init__(self, groups: Sequence[tuple[str, Sequence[tuple[str, str]]]], parent: QWidget | None = None) -> None:
        """`groups`: title and its (keys, words)."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("按键表"))
        self.resize(760, 560)
        inner = QWidget()
        columns = QHBoxLayout(inner)
        columns.setContentsMargins(22, 18, 22, 18)
        columns.setSpacing(32)
        half = (sum(len(keys) + 2 for _, keys in groups) + 1) // 2
        column, filled = QVBoxLayout(), 0
        for title, keys in groups:
            if filled and filled + len(keys) // 2 > half and columns.count() == 0:
                column.addStretch(1)
                columns.addLayout(column, 1)
                column, filled = QVBoxLayout(), 0
            column.addLayout(_group(title, keys))
            column.addSpacing(14)
            filled += len(keys) + 2
        column.addStretch(1)
        columns.addLayout(column, 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inner)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(area)
        foot = row(1, ActionButton(make_action(self, self.tr("关闭"), key_table.BACK, self.reject)))
        foot.setContentsMargins(22, 10, 22, 12)
        box.addLayout(foot)
        area.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_F1, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accept()
        else:
            super().keyPressEvent(event)


def _group(title: str, keys: Sequence[tuple[str, str]]) -> QVBoxLayout:
    box = QVBoxLayout()
    box.addWidget(label(title, "heading"))
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(5)
    grid.setColumnMinimumWidth(0, 110)
    grid.setColumnStretch(1, 1)
    for place, (names, text) in enumerate(keys):
        caps = QHBoxLayout()
        caps.setSpacing(4)
        caps.addStretch(1)
        for name in names.split(" / "):
            caps.addWidget(key_cap(name))
        grid.addLayout(caps, place, 0)
        grid.addWidget(label(text), place, 1)
    box.addLayout(grid)
    return box


def listed(actions: Sequence[QAction]) -> list[tuple[str, str]]:
    """Actions as they stand in the key list."""
    return [
        (" / ".join(key_table.written(keys) for keys in action.shortcuts()), action.text())
        for action in actions
        if action.shortcuts()
    ]
