"""The passphrase that seals this desk's key, set, changed or taken away in the settings."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.ui.frame.login import PasswordEdit
from desktop.ui.setup.people import agree
from desktop.ui.widgets.dialogs import FormDialog
from desktop.ui.widgets.fields import Field
from desktop.ui.widgets.parts import flowing

SEALED = "sealed"
FILES = ("file", SEALED)
"""Where a key lies that a passphrase can seal; the system's own store guards its keys itself."""


class PassphraseDialog(FormDialog):
    """The passphrase as it is, where there is one, and the new one twice; left empty, the key is sealed no more."""

    def __init__(self, parent: QWidget, place: str) -> None:
        super().__init__(parent)
        sealed = place == SEALED
        self.say_what(self.tr("更换密码短语") if sealed else self.tr("设密码短语"), self.tr("保存"))
        told = self.tr("设了密码短语，每次打开窗口要输入一次；忘了没有办法找回，只能向总部要新的注册码。")
        self.fields.addWidget(flowing(told, "muted"))
        self._now = PasswordEdit()
        if sealed:
            self.add(Field(self.tr("现在的密码短语"), self._now), "passphrase_wrong")
        self._first, again = PasswordEdit(), PasswordEdit()
        name = self.tr("新的密码短语（留空就不再加锁）") if sealed else self.tr("密码短语（至少 8 个字符）")
        self.add(Field(name, self._first), "passphrase_short", "passphrase_long")
        self._repeat = self.add(Field(self.tr("再输一遍"), again), "passwords_differ")

    @property
    def now(self) -> str:
        """The passphrase that holds, as typed."""
        return self._now.text()

    @property
    def passphrase(self) -> str:
        """The one that is to hold; "" for none."""
        return self._first.text()

    def confirm(self) -> None:
        if agree(self._first, self._repeat):
            super().confirm()
