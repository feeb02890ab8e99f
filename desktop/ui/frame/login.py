"""Who works here: asked once in books that know nobody yet, and at every start where people have passwords."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QVBoxLayout, QWidget

from desktop.ui.frame.one_card import OneCard
from desktop.ui.frame.work import Worker
from desktop.ui.navigation import key_table
from desktop.ui.widgets.fields import EnterEdit, Field
from desktop.ui.widgets.parts import row
from domain.errors import DeskError, UsageError
from domain.parties.users import check_name, check_password

if TYPE_CHECKING:
    from desktop.actions.people.users import SignInState
    from desktop.desk import Desk


class PasswordEdit(EnterEdit):
    """A field whose letters are not shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEchoMode(QLineEdit.EchoMode.Password)


class PersonFields(QWidget):
    """A name and, twice, a password.

    Signals:
        entered: Enter in the last field.
    """

    entered = Signal()

    def __init__(self, who: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name_edit, self._first, self._again = EnterEdit(who), PasswordEdit(), PasswordEdit()
        self._name = Field(self.tr("您的姓名"), self._name_edit)
        self._password = Field(self.tr("密码"), self._first)
        self._open_to_all = QCheckBox(self.tr("不要密码：谁坐到这台电脑前，都能用我的名字开单、收款、改账"))
        self._repeat = Field(self.tr("再输一遍密码"), self._again)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(14)
        box.addWidget(self._name)
        pair = row(spacing=14)
        for field in (self._password, self._repeat):
            pair.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        box.addLayout(pair)
        box.addWidget(self._open_to_all)
        self._name_edit.entered.connect(self._first.setFocus)
        self._first.entered.connect(self._again.setFocus)
        self._again.entered.connect(self.entered)

    def need_password(self) -> None:
        """People of HQ have one, so none is no choice."""
        self._password.rename(self.tr("密码（必须）"))
        self._open_to_all.hide()

    @Slot()
    def begin(self) -> None:
        """The keyboard's place is the name."""
        self._name_edit.setFocus()
        self._name_edit.selectAll()

    @property
    def name(self) -> str:
        return self._name_edit.text()

    @property
    def password(self) -> str:
        return self._first.text()

    def settle(self, *, needed: bool) -> bool:
        """Reads what was typed; False where something is wrong, which is said beside it."""
        for field in (self._name, self._password, self._repeat):
            field.blame(None)
        try:
            check_name(self.name)
            check_password(self.password, needed=needed)
        except DeskError as wrong:
            self.blame(wrong)
            return False
        if not self.password and not needed and not self._open_to_all.isChecked():
            self._wrong(self._password, UsageError("password_choice"))
            return False
        if self.password != self._again.text():
            self._again.clear()
            self._wrong(self._repeat, UsageError("passwords_differ"))
            return False
        return True

    def blame(self, failure: DeskError) -> None:
        """Says what is wrong beside the field it is about."""
        self._wrong(self._password if failure.code.startswith("password") else self._name, failure)

    @staticmethod
    def _wrong(field: Field, failure: DeskError) -> None:
        field.blame(failure)
        field.edit.setFocus()


class FirstPersonWindow(OneCard):
    """Books that know nobody yet ask who works with them.

    Signals:
        entered: someone works here now.
        put_off: it is for another day.
    """

    entered = Signal()
    put_off = Signal()

    def __init__(self, worker: Worker, desk: Desk, door: SignInState, who: str) -> None:
        told = self.tr("从现在起，每张单据都写明是谁制单。第一个人什么都可以做，也由他在“设置”里添加别人。")
        super().__init__(self.tr("谁在这里工作？"), told)
        self._worker = worker
        self._desk = desk
        self._needed = door.needed
        self.person = PersonFields(who)
        if door.needed:
            self.person.need_password()
        self.do = self.button(self.tr("开始"), key_table.DO, self.make, primary=True)
        self.inside.addWidget(self.person)
        buttons: list[QWidget | int] = [1, self.do]
        if not door.needed:
            buttons.insert(1, self.button(self.tr("以后再说"), key_table.BACK, self.put_off))
        self.inside.addLayout(row(*buttons))
        self.person.entered.connect(self.make)
        self.person.begin()

    @Slot()
    def make(self) -> None:
        """Makes the first person."""
        if self.do.isEnabled() and self.person.settle(needed=self._needed):
            self.do.setEnabled(False)
            asked = (self._desk, self.person.name, self.person.password)
            self._worker.open(_make_first, *asked, then=self._done, failed=self._refused)

    @Slot(object)
    def _done(self, _: object) -> None:
        self.entered.emit()

    @Slot(object)
    def _refused(self, failure: DeskError) -> None:
        self.do.setEnabled(True)
        self.person.blame(failure)


class LoginWindow(OneCard):
    """Who it is, and his password.

    Signals:
        entered: someone works here now.
    """

    entered = Signal()

    def __init__(self, worker: Worker, desk: Desk, door: SignInState, last: str, password: str = "") -> None:
        """`last` is whom to propose, `password` what he has typed a moment ago."""
        super().__init__(door.dealer or self.tr("登录"), self.tr("请选姓名，输入密码。单据上的制单人就是这个姓名。"))
        self._worker = worker
        self._desk = desk
        self.card.setFixedWidth(440)
        self.who = QComboBox()
        self.who.addItems(list(door.names))
        if last in door.names:
            self.who.setCurrentText(last)
        self.who.installEventFilter(self)
        self.password = PasswordEdit()
        self.name_field = Field(self.tr("姓名"), self.who)
        self.password_field = Field(self.tr("密码"), self.password)
        self.do = self.button(self.tr("登录"), key_table.DO, self.sign_in, primary=True)
        self.inside.addWidget(self.name_field)
        self.inside.addWidget(self.password_field)
        self.inside.addLayout(row(1, self.do))
        self.password.entered.connect(self.sign_in)
        self.who.currentIndexChanged.connect(self._other)
        known = last in door.names or len(door.names) == 1
        (self.password if known else self.who).setFocus()
        if password and last in door.names:
            self.password.setText(password)
            self.sign_in()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter on the name leads to the password."""
        enter = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in enter:
            self.password.setFocus()
            return True
        return super().eventFilter(watched, event)

    @Slot()
    def _other(self) -> None:
        """What was said of one isn't said of another."""
        self.password_field.blame(None)

    @Slot()
    def sign_in(self) -> None:
        """Asks whether it is he."""
        if self.do.isEnabled():
            self.do.setEnabled(False)
            self.password_field.blame(None)
            asked = (self._desk, self.who.currentText(), self.password.text())
            self._worker.open(_sign_in, *asked, then=self._done, failed=self._refused)

    @Slot(object)
    def _done(self, _: object) -> None:
        self.entered.emit()

    @Slot(object)
    def _refused(self, failure: DeskError) -> None:
        self.do.setEnabled(True)
        self.password_field.blame(failure)
        self.password.clear()
        self.password.setFocus()


class UnlockWindow(OneCard):
    """The passphrase that opens this desk's key.

    Signals:
        unlocked: the desk can sign now.
    """

    unlocked = Signal()

    def __init__(self, worker: Worker, desk: Desk, dealer: str) -> None:
        super().__init__(dealer or self.tr("密码短语"), self.tr("设备密钥由密码短语锁住，每次开窗输入一次。"))
        self._worker = worker
        self._desk = desk
        self.card.setFixedWidth(440)
        self.passphrase = PasswordEdit()
        self.field = Field(self.tr("密码短语"), self.passphrase)
        self.do = self.button(self.tr("打开"), key_table.DO, self.unlock, primary=True)
        self.inside.addWidget(self.field)
        self.inside.addLayout(row(1, self.do))
        self.passphrase.entered.connect(self.unlock)
        self.passphrase.setFocus()

    @Slot()
    def unlock(self) -> None:
        """Tries it."""
        if self.do.isEnabled():
            self.do.setEnabled(False)
            self.field.blame(None)
            asked = (self._desk, self.passphrase.text())
            self._worker.open(_unlock, *asked, then=self._done, failed=self._refused)

    @Slot(object)
    def _done(self, _: object) -> None:
        self.unlocked.emit()

    @Slot(object)
    def _refused(self, failure: DeskError) -> None:
        self.do.setEnabled(True)
        self.field.blame(failure)
        self.passphrase.clear()
        self.passphrase.setFocus()


def _unlock(worked: object, desk: Desk, passphrase: str) -> Any:  # noqa: ARG001 -- the window isn't in yet
    from desktop.actions.people.keys import unlock

    return unlock(desk, passphrase)


def _make_first(worked: object, desk: Desk, name: str, password: str) -> Any:  # noqa: ARG001 -- the window isn't in yet
    from desktop.actions.people.users import first_person

    return first_person(desk, name, password)


def _sign_in(worked: object, desk: Desk, name: str, password: str) -> Any:  # noqa: ARG001 -- the window isn't in yet
    from desktop.actions.people.users import sign_in

    return sign_in(desk, name, password)
