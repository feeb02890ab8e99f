"""Dialogs that do what they do only for a reason, which somebody else will read."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.ui.widgets.dialogs import FormDialog
from desktop.ui.widgets.fields import EnterEdit, Field


class ReasonDialog(FormDialog):
    """A dialog with a field for the reason, under whatever else it tells or asks."""

    def __init__(self, parent: QWidget, *, width: int = 460) -> None:
        super().__init__(parent, width=width)
        self.reason = EnterEdit()

    def ask_why(self, name: str, *codes: str) -> None:
        """Adds the field; errors whose code begins with one of `codes` are told beside it."""
        self.add(Field(name, self.reason), *codes)

    @property
    def why(self) -> str:
        return self.reason.text().strip()
