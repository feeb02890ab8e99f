"""One press, one act: a key pressed twice, or held down, doesn't also confirm what its first press has opened."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import ClassVar

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction

MOMENT = 0.4  # seconds; the second press of a double one comes sooner, and nobody reads a dialog so fast


class Press(QObject):
    """What an action's key does, once a press."""

    _keys: ClassVar[frozenset[str]] = frozenset()
    _at: ClassVar[float] = 0.0

    def __init__(self, action: QAction, slot: Callable[[], object]) -> None:
        super().__init__(action)
        self._action = action
        self._slot = slot
        action.setAutoRepeat(False)
        action.triggered.connect(self._act)

    @Slot()
    def _act(self) -> None:
        keys = frozenset(each.toString() for each in self._action.shortcuts())
        if not self.just_used(keys):
            self.note(keys)
            self._slot()

    @classmethod
    def just_used(cls, keys: Iterable[str]) -> bool:
        """Whether one of these keys did something a moment ago, here or on what was shown before."""
        return time.monotonic() - cls._at < MOMENT and bool(cls._keys & frozenset(keys))

    @classmethod
    def note(cls, keys: Iterable[str]) -> None:
        """One of these keys does something now."""
        cls._keys, cls._at = frozenset(keys), time.monotonic()


class OnScreen:
    """How long something stands on the screen; what was only just shown isn't confirmed yet."""

    def __init__(self) -> None:
        self._since = time.monotonic()

    @property
    def read(self) -> bool:
        """Whether anybody can have seen it."""
        return time.monotonic() - self._since >= MOMENT
