"""The people of this place: the card in the settings, and the small dialogs that change them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, Slot
from PySide6.QtWidgets import QComboBox, QFrame, QVBoxLayout, QWidget

from desktop.listings.desk_care import PEOPLE
from desktop.ui.frame.actions import staff_list, users
from desktop.ui.frame.login import PasswordEdit
from desktop.ui.frame.title_line import ButtonLine
from desktop.ui.navigation import key_table
from desktop.ui.tables.fixed import FixedRows
from desktop.ui.tables.listed import window_columns
from desktop.ui.tables.model import ListModel
from desktop.ui.tables.view import ListView
from desktop.ui.widgets import formatting
from desktop.ui.widgets.dialogs import FormDialog
from desktop.ui.widgets.excel import ExcelKey, listing, lists
from desktop.ui.widgets.fields import EnterEdit, Field
from desktop.ui.widgets.parts import ActionButton, label, row
from domain.errors import UsageError
from domain.parties.users import Person

if TYPE_CHECKING:
    from desktop.actions.people.staff import Staff
    from desktop.ui.frame.page import WindowPage

translate = QCoreApplication.translate


class PeopleCard(QFrame):
    """Who works here; the actions are the page's, so that they stand on its bar of keys."""

    def __init__(self, page: WindowPage) -> None:
        super().__init__()
        self.setProperty("card", True)
        self._page = page
        self._worker = page.worker
        self._staff: Staff | None = None
        self._dialog: Any = None
        self.add_action = page.act(self.tr("加人"), key_table.ADD, self._add, right="user_manage")
        self.role_action = page.act(self.tr("改角色"), key_table.EDIT, self._role, right="user_manage")
        self.password_action = page.act(self.tr("设密码"), key_table.PASSWORD, self._password)
        self.active_action = page.act(self.tr("停用 / 启用"), key_table.STOP, self._turn, right="user_manage")
        self.confirm_action = page.act(
            self.tr("总部确认"), key_table.APPROVE, self._confirm, bar=False, right="user_manage"
        )
        self.rows = FixedRows(page.worker, self)
        self.excel = ExcelKey(page, page.worker, page.banner, lambda: lists(listing("people", self.rows.rows)))
        *columns, state = window_columns(PEOPLE)
        columns.append(state._replace(text=self._state))  # only this card knows who waits for HQ's word
        self.view = ListView(ListModel(self.rows, columns, self), row=34)
        self.view.say_when_empty(self.tr("还没有登记人员，单据上写的是系统的用户名。Ins 加第一个人。"))
        self.view.setMinimumHeight(176)
        self.view.chosen.connect(self._allow)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 14)
        box.setSpacing(10)
        box.addWidget(label(self.tr("人员"), "heading"))
        box.addWidget(self.view, 1)
        buttons = ActionButton(self.add_action, picture="plus"), ActionButton(self.role_action), self.excel.button()
        box.addWidget(ButtonLine(*buttons))
        box.addLayout(row(ActionButton(self.password_action), ActionButton(self.active_action), 1))
        self._waiting = label("", "muted", wrap=True)
        self._confirm_button = ActionButton(self.confirm_action)
        box.addWidget(self._waiting)  # as wide as the card: beside a button it would be a column of single words
        box.addLayout(row(self._confirm_button, 1))
        self._say_waiting(0)

    def begin(self) -> None:
        """Asks who is there."""
        self._worker.read(staff_list.staff, then=self._show)

    @Slot(object)
    def _show(self, staff: Staff) -> None:
        self._staff = staff
        self.rows.show_rows(staff.everybody)
        self._say_waiting(len(staff.waiting))
        self._allow(self.chosen)

    @property
    def chosen(self) -> Person | None:
        person = self.view.current_row()
        return person if isinstance(person, Person) else None

    @Slot(object)
    def _allow(self, person: Person | None) -> None:
        staff = self._staff
        manages = staff is not None and staff.manages
        own = staff is not None and person is not None and staff.working is not None and staff.working.id == person.id
        here = staff is not None and person is not None and any(each.id == person.id for each in staff.people)
        self.add_action.setEnabled(manages)
        self.role_action.setEnabled(manages and here)
        self.active_action.setEnabled(manages and here)
        self.password_action.setEnabled(here and (manages or own))
        self.confirm_action.setEnabled(manages and person is not None and staff is not None and staff.waits(person))

    # ---- changing

    def _add(self) -> None:
        if self._staff is not None:
            first = not self._staff.people
            dialog = PersonDialog(self, () if first else self._staff.roles, needed=self._staff.password_needed)
            dialog.confirmed.connect(self._make)
            self._open(dialog)

    def _role(self) -> None:
        if self._staff is not None and self.chosen is not None:
            dialog = RoleDialog(self, self.chosen, self._staff.roles)
            dialog.confirmed.connect(self._give)
            self._open(dialog)

    def _password(self) -> None:
        if self._staff is not None and self.chosen is not None:
            dialog = PasswordDialog(self, self.chosen, needed=self._staff.password_needed)
            dialog.confirmed.connect(self._set)
            self._open(dialog)

    def _turn(self) -> None:
        person = self.chosen
        if person is not None:
            change = partial(users.set_active, active=not person.active)
            self._worker.write(change, person.name, then=self._changed, failed=self._page.tell)

    def _confirm(self) -> None:
        person, staff = self.chosen, self._staff
        if person is not None and staff is not None and staff.waits(person):
            machine = next(each.desk for each in staff.waiting if each.id == person.id)
            asked = (person.name, machine)
            self._worker.write(users.confirm_person, *asked, then=self._confirmed, failed=self._page.tell)

    @Slot(object)
    def _confirmed(self, _: object) -> None:
        asked = self._worker.asks_hq
        said = self.tr("已请总部确认，下次交换后生效。") if asked else self.tr("已确认，即刻生效。")
        self._page.banner.say(said, "good")
        self._page.exchange_wanted.emit()
        self.begin()

    def _say_waiting(self, count: int) -> None:
        self._waiting.setText(self.tr("{0} 人的角色等总部确认，确认前不能向总部办事。").format(count))
        self._waiting.setVisible(count > 0)
        self._confirm_button.setVisible(count > 0)
        self.confirm_action.setVisible(count > 0)

    def _open(self, dialog: FormDialog) -> None:
        self._dialog = dialog
        dialog.open()

    def _make(self) -> None:
        asked = (self._dialog.name.text(), self._dialog.role, self._dialog.password)
        self._write(staff_list.take_on, *asked)

    def _give(self) -> None:
        self._write(users.change_role, self._dialog.person.name, self._dialog.role)

    def _set(self) -> None:
        self._write(users.set_password, self._dialog.person.name, self._dialog.password)

    def _write(self, function: Any, *asked: str) -> None:
        self._worker.write(function, *asked, then=self._done, failed=self._dialog.refuse)

    @Slot(object)
    def _done(self, person: Person) -> None:
        self._dialog.accept()
        self._changed(person)

    @Slot(object)
    def _changed(self, person: Person) -> None:
        said = self.tr("已保存：{0}（{1}）。").format(person.name, formatting.role(person.role))
        self._page.banner.say(said, "good")
        self._page.exchange_wanted.emit()
        self.begin()

    def _state(self, person: Person) -> str:
        if self._staff is not None and self._staff.waits(person):
            return self.tr("待总部确认")
        return self.tr("在用") if person.active else self.tr("已停用")


class PasswordDialog(FormDialog):
    """A new password, twice."""

    def __init__(self, parent: QWidget, person: Person, *, needed: bool) -> None:
        super().__init__(parent)
        self.person = person
        self.say_what(self.tr("{0} 的新密码").format(person.name), self.tr("保存"))
        self._first, self._repeat = add_passwords(self, needed=needed)

    @property
    def password(self) -> str:
        return self._first.text()

    def confirm(self) -> None:
        if agree(self._first, self._repeat):
            super().confirm()


class PersonDialog(FormDialog):
    """Someone new: name, role, password; without roles it is the first one, who may everything."""

    def __init__(self, parent: QWidget, roles: Sequence[str], *, needed: bool) -> None:
        super().__init__(parent)
        self.say_what(self.tr("加人"), self.tr("保存"))
        self.name = EnterEdit()
        self.add(Field(self.tr("姓名"), self.name), "user_name")
        self._roles = role_choice(roles, roles[1] if roles else "")
        if roles:
            self.add(Field(self.tr("角色"), self._roles), "role")
            self.name.entered.connect(self._roles.setFocus)
        self._first, self._repeat = add_passwords(self, needed=needed)

    @property
    def role(self) -> str:
        return str(self._roles.currentData() or "")

    @property
    def password(self) -> str:
        return self._first.text()

    def confirm(self) -> None:
        if agree(self._first, self._repeat):
            super().confirm()


class RoleDialog(FormDialog):
    """Another role for someone."""

    def __init__(self, parent: QWidget, person: Person, roles: Sequence[str]) -> None:
        super().__init__(parent)
        self.person = person
        self.say_what(self.tr("{0} 的角色").format(person.name), self.tr("保存"))
        self._roles = role_choice(roles, person.role)
        self.add(Field(self.tr("角色"), self._roles), "role")

    @property
    def role(self) -> str:
        return str(self._roles.currentData() or "")


def role_choice(roles: Sequence[str], now: str) -> QComboBox:
    """The roles by name, this one chosen."""
    box = QComboBox()
    for code in roles:
        box.addItem(formatting.role(code), code)
    if now in roles:
        box.setCurrentIndex(list(roles).index(now))
    return box


def add_passwords(dialog: FormDialog, *, needed: bool) -> tuple[PasswordEdit, Field]:
    """Two fields for one new password: the first one, and where the second one is blamed."""
    first, again = PasswordEdit(), PasswordEdit()
    optional, asked = translate("people", "密码（可以不设）"), translate("people", "密码（必须）")
    name = asked if needed else optional
    dialog.add(Field(name, first), "password")
    return first, dialog.add(Field(translate("people", "再输一遍密码"), again), "passwords_differ")


def agree(first: PasswordEdit, repeat: Field) -> bool:
    """Whether both are the same, and said where not."""
    repeat.blame(None)
    again = repeat.edit
    assert isinstance(again, PasswordEdit)
    if first.text() == again.text():
        return True
    again.clear()
    repeat.blame(UsageError("passwords_differ"))
    again.setFocus()
    return False
