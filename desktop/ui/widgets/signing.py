"""A signature asked for: what is signed stands on the screen, and a person ticks that he agrees before he gives it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from desktop.ui.widgets import formatting
from desktop.ui.widgets.dialogs import FormDialog
from desktop.ui.widgets.parts import flowing, label

_LISTED = 8


class SigningDialog(FormDialog):
    """Whose paper it is and what it comes to, then the tick; the key that opens it therefore never signs.

    Attributes:
        agreed: the tick.
    """

    def __init__(self, title: str, doing: str, parent: QWidget, *, width: int = 560) -> None:
        super().__init__(parent, width=width)
        self.say_what(title, doing)
        self.agreed = QCheckBox()
        self.agreed.toggled.connect(self._allow)
        self.do.setEnabled(False)

    def say_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """What is signed: each name with what stands for it."""
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for place, (name, value) in enumerate(facts):
            grid.addWidget(label(name, "muted"), place, 0)
            grid.addWidget(flowing(value, "strong"), place, 1)
        self.fields.addLayout(grid)

    def say_lines(self, heading: str, lines: Sequence[str]) -> None:
        """What speaks against it, the first of many."""
        more = [self.tr("… 另有 %n 处", "", len(lines) - _LISTED)] if len(lines) > _LISTED else []
        self.fields.addWidget(flowing(heading, "error"))
        self.fields.addWidget(flowing("\n".join([*lines[:_LISTED], *more])))

    def ask_to_agree(self, text: str) -> None:
        """The tick, beside the button and always in sight, where the keyboard stands first."""
        self.agreed.setText(text)
        self.box.insertWidget(self.box.count() - 1, self.agreed)
        self.chain(self.agreed)

    @Slot(bool)
    def _allow(self, agreed: bool) -> None:
        self.do.setEnabled(agreed)

    def lacking(self) -> str:
        return formatting.told("agree_first")

    def confirm(self) -> None:
        if self.agreed.isChecked():
            super().confirm()
        else:
            self.say_lacking()
