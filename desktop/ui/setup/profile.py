"""Whose papers these are: heading, bank account and logo as they stand on everything printed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QDialog, QFileDialog, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop.actions.changes import changes
from desktop.ui.frame.page import make_action
from desktop.ui.frame.work import Worker
from desktop.ui.navigation import key_table
from desktop.ui.widgets import formatting
from desktop.ui.widgets.dialogs import fitting
from desktop.ui.widgets.fields import Field
from desktop.ui.widgets.parts import ActionButton, Banner, label, row
from desktop.ui.widgets.scrolling import Fields

if TYPE_CHECKING:
    from desktop.actions.statements.profiles import Profile
    from desktop.desk import Desk


def _read(desk: Desk) -> Profile:
    from desktop.actions.statements.profiles import profile

    return profile(desk)


def _logo(_desk: Desk, path: Path) -> bytes:
    from desktop.actions.statements.profiles import read_logo

    return read_logo(path)


@changes("profile")
def _save(desk: Desk, wanted: Profile) -> Profile:
    from desktop.actions.statements.profiles import save_profile

    return save_profile(desk, wanted)


class ProfileDialog(QDialog):
    """The fields of the heading; what stays empty comes from the dealer's card."""

    def __init__(self, worker: Worker, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(self.tr("单据抬头"))
        self.resize(fitting(self, QSize(640, 640)))
        self._worker = worker
        self._picture = self._known = b""
        self._warned = False
        self.save_action = make_action(self, self.tr("保存"), (key_table.DO, key_table.SAVE), self._keep)
        self._leave_action = make_action(self, self.tr("关闭"), key_table.BACK, self._leave)
        self.save_action.setEnabled(False)
        self._build()
        worker.read(_read, then=self._know, failed=self._refuse)

    def _build(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 16)
        box.setSpacing(10)
        box.addWidget(label(self.tr("印在对账单和单据上；空着的用本单位名片上的。"), "muted", wrap=True))
        self.banner = Banner(self)
        box.addWidget(self.banner)
        inside = QVBoxLayout()
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(10)
        box.addWidget(Fields(inside, 600), 1)
        names = {
            "heading": self.tr("单位名称"),
            "address": self.tr("地址"),
            "phone": self.tr("电话"),
            "tax_number": self.tr("税号"),
            "bank": self.tr("开户行"),
            "bank_account": self.tr("账号"),
            "checker": self.tr("复核人"),
            "footer": self.tr("页脚"),
        }
        self.fields = {name: QLineEdit() for name in names}
        shown = {name: Field(text, self.fields[name]) for name, text in names.items()}
        inside.addWidget(shown["heading"])
        inside.addWidget(shown["address"])
        for one, other in (("phone", "tax_number"), ("bank", "bank_account"), ("checker", "footer")):
            inside.addLayout(row(shown[one], shown[other]))
        self.logo = QLabel()
        self.logo.setFixedHeight(64)
        choose, drop = QPushButton(self.tr("选标志图片…")), QPushButton(self.tr("不要标志"))
        choose.clicked.connect(self._choose)
        drop.clicked.connect(self._drop)
        inside.addLayout(row(self.logo, 1, choose, drop))
        inside.addStretch(1)
        buttons = ActionButton(self._leave_action, picture="close"), ActionButton(self.save_action, "primary", "save")
        for button in (*buttons, choose, drop):
            button.setAutoDefault(False)
        box.addLayout(row(1, *buttons))

    def _leave(self) -> None:
        """What is typed and not saved isn't thrown away by one key."""
        typed = any(field.isModified() for field in self.fields.values()) or self._picture != self._known
        if typed and not self._warned:
            self._warned = True
            self.banner.say(formatting.told("not_saved_yet"), "warn")
        else:
            self.reject()

    @Slot(object)
    def _know(self, known: Profile) -> None:
        self._known = known.logo
        for name, field in self.fields.items():
            field.setText(getattr(known, name))
        self._show_logo(known.logo)
        self.save_action.setEnabled(True)
        self.fields["heading"].setFocus()

    @Slot()
    def _choose(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, self.tr("选标志图片…"), "", "PNG, JPEG (*.png *.jpg *.jpeg)")
        if path:
            self.take_logo(Path(path))

    def take_logo(self, path: Path) -> None:
        """Reads a picture and makes it small enough."""
        self._worker.read(_logo, path, then=self._show_logo, failed=self._refuse)

    @Slot()
    def _drop(self) -> None:
        self._show_logo(b"")

    @Slot(object)
    def _show_logo(self, data: bytes) -> None:
        self._picture = data
        if not data:
            self.logo.setText(self.tr("没有标志"))
            return
        image = QImage.fromData(data)
        self.logo.setPixmap(QPixmap.fromImage(image).scaledToHeight(60, Qt.TransformationMode.SmoothTransformation))

    def _keep(self) -> None:
        from desktop.actions.statements.profiles import Profile

        texts = {name: field.text() for name, field in self.fields.items()}
        self._worker.write(_save, Profile(**texts, logo=self._picture), then=self._kept, failed=self._refuse)

    @Slot(object)
    def _kept(self, _: object) -> None:
        for field in self.fields.values():
            field.setModified(False)
        self._known, self._warned = self._picture, False
        self.banner.say(self.tr("已保存，从下一张单据起使用。"), "good")

    @Slot(object)
    def _refuse(self, failure: Any) -> None:
        self.banner.say(formatting.tell(failure), "bad")
