"""Joins HQ again where HQ no longer knows this machine's key: a new code, and the books stay."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.ui.widgets.dialogs import FormDialog
from desktop.ui.widgets.fields import EnterEdit, Field
from desktop.ui.widgets.parts import flowing


class RejoinDialog(FormDialog):
    """HQ's code for this very desk; the address only where it is another one now."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, width=520)
        self.say_what(self.tr("重新接入总部"), self.tr("接入"))
        told = self.tr(
            "总部不再认识这台工作台时用（总部由更早的备份恢复过，或密钥丢了）。请总部为这台工作台发码；账和没送出的都保留。"
        )
        self.fields.addWidget(flowing(told, "muted"))
        self.code, self.address = EnterEdit(), EnterEdit()
        self.code.setPlaceholderText("XXXXX-XXXXX")
        self.address.setPlaceholderText(self.tr("空着就是原来的地址"))
        self.add(Field(self.tr("注册码"), self.code), "code_", "enrol_code", "desk_unproven", "desk_of_another")
        self.add(Field(self.tr("总部地址"), self.address), "hq_")

    @property
    def said(self) -> tuple[str, str]:
        """The address, "" for the same, and the code."""
        return self.address.text().strip(), self.code.text().strip()

    def confirm(self) -> None:
        if self.code.text().strip():
            super().confirm()
        else:
            self.code.setFocus()
