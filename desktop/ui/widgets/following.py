"""Buttons that are in sight only as long as their action is."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtGui import QAction

from desktop.ui.widgets.parts import ActionButton


class FollowingButton(ActionButton):
    """A button that is out of sight with its action."""

    def __init__(self, action: QAction, kind: str = "", picture: str = "") -> None:
        super().__init__(action, kind, picture)
        action.changed.connect(self._see)
        self._see()

    @Slot()
    def _see(self) -> None:
        if self.parentWidget() is not None or not self.action_.isVisible():
            self.setVisible(self.action_.isVisible())
