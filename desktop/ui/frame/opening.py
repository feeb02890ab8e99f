"""What is shown where there are no books to work on: enrolment, recovery from a backup, a refusal, a crash."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.frame.login import PersonFields
from desktop.ui.frame.one_card import OneCard
from desktop.ui.frame.work import Worker
from desktop.ui.navigation import key_table
from desktop.ui.widgets import formatting
from desktop.ui.widgets.fields import EnterEdit, Field
from desktop.ui.widgets.parts import flowing, label, row
from domain.errors import DamagedError, DeskError, RefusedError, UsageError


class EnrolmentWindow(OneCard):
    """Makes this machine a desk: HQ's address, the code HQ gave, and who works here first.

    Signals:
        enrolled: the folder holds a desk now, where this person works with this password ("" for none).
        back_wanted: another way to begin.
    """

    enrolled = Signal(str, str)
    back_wanted = Signal()

    def __init__(self, worker: Worker, folder: Path, who: str = "") -> None:
        text = self.tr("这台电脑还没有登记。请向总部要一个一次性注册码；登记只要一次，之后断网也能开单。")
        super().__init__(self.tr("登记这台电脑"), text)
        self._worker = worker
        self._folder = folder
        self.address = EnterEdit()
        self.address.setPlaceholderText("https://hq.example.com:8420")
        self.code = EnterEdit()
        self.code.setPlaceholderText("XXXXX-XXXXX-XXXXX-XXXXX")
        self._address = Field(self.tr("总部地址"), self.address)
        self._code = Field(self.tr("注册码"), self.code)
        # A line that others read along is never one click away: it has to be asked for in words.
        self.agreed = EnterEdit()
        self._agreed = Field(self.tr("要在不加密的线路上登记，请输入“不加密”"), self.agreed)
        self._agreed.hide()
        self.agreed.entered.connect(self.enrol)
        self.person = PersonFields(who)
        self.do = self.button(self.tr("登记"), key_table.DO, self.enrol, primary=True)
        self.do.setAutoDefault(True)
        self.inside.addWidget(self._address)
        self.inside.addWidget(self._agreed)
        self.inside.addWidget(self._code)
        self.inside.addWidget(self.person)
        self.back = self.button(self.tr("返回"), key_table.BACK, self.go_back)
        self.inside.addLayout(row(self.back, 1, self.do))
        self.address.entered.connect(self.code.setFocus)
        self.code.entered.connect(self.person.begin)
        self.person.entered.connect(self.enrol)
        self.address.setFocus()

    @Slot()
    def go_back(self) -> None:
        """Leaves, unless HQ is being asked."""
        if self.do.isEnabled():
            self.back_wanted.emit()

    @Slot()
    def enrol(self) -> None:
        """Asks HQ."""
        self._address.blame(None)
        self._code.blame(None)
        for field, edit, lacking in (
            (self._address, self.address, "enrol_no_address"),
            (self._code, self.code, "enrol_no_code"),
        ):
            if not edit.text().strip():
                field.blame(UsageError(lacking))
                edit.setFocus()
                return
        if not self.person.settle(needed=False):
            return
        self.do.setEnabled(False)
        self.banner.say(self.tr("正在向总部登记…"), "info")
        address, code = self.address.text().strip(), self.code.text().strip()
        insecure = not self._agreed.isHidden() and self.agreed.text().strip().casefold() == self.tr("不加密")
        asked = (self._folder, address, code, self.person.name, self.person.password, insecure)
        self._worker.open(_enrol, *asked, then=self._done, failed=self._refused)

    @Slot(object)
    def _done(self, _: object) -> None:
        self.enrolled.emit(self.person.name.strip(), self.person.password)

    @Slot(object)
    def _refused(self, failure: DeskError) -> None:
        if failure.code == "enrolled_without_user":  # the machine is a desk; who works there is asked for anew
            self.enrolled.emit("", "")
            return
        self.do.setEnabled(True)
        self.banner.hide()
        if failure.code == "hq_insecure":  # here it is a field that is typed into, and no command
            failure = RefusedError("hq_insecure_here", **failure.facts)
        self._agreed.setVisible(failure.code == "hq_insecure_here")
        at_code = failure.code.startswith(("code_", "enrol_code"))
        field = self._code if at_code else self._address
        field.blame(failure)
        field.edit.setFocus()


class RecoveryWindow(OneCard):
    """The books are damaged or gone: they are mended from what there is, or a backup chosen here is brought back.

    Signals:
        restored: the folder holds good books now.
    """

    restored = Signal()

    def __init__(self, worker: Worker, folder: Path, failure: DamagedError) -> None:
        told = {
            "database_damaged": self.tr("账套文件坏了，程序没有改动它。按 F8 修复，或选一个备份恢复；然后与总部交换。"),
            "book_gone": self.tr("账套文件不见了。按 F8 修复，或选一个备份恢复；然后与总部交换。"),
        }
        super().__init__(self.tr("账套打不开"), told.get(failure.code) or formatting.tell(failure))
        self.inside.addWidget(flowing(str(folder), "small"))
        self._worker = worker
        self._folder = folder
        self.list = QListWidget()
        self.list.setMinimumHeight(120)
        found = failure.facts.get("backups")
        for path in found if isinstance(found, list | tuple) else ():
            self._add(Path(str(path)))
        self.list.itemActivated.connect(self.restore)
        chosen = label(self.tr("可以用的备份，最新的在最上面"), "label")
        self.inside.addWidget(chosen)
        self.inside.addWidget(self.list)
        note = self.tr("坏了的账套会另外留着；没有送出的单据和草稿，会从坏文件和第二份记录里读回。")
        self.inside.addWidget(flowing(note, "small"))
        self.do = self.button(self.tr("用选中的备份恢复"), key_table.REVERSE, self.restore)
        self.mend = self.button(self.tr("自动修复"), key_table.DO, self.mend_books, primary=True)
        self.inside.addLayout(row(1, self.do, self.mend))
        self.list.setCurrentRow(0)
        self.mend.setFocus()
        if not self.list.count():
            for each in (chosen, self.list, self.do):
                each.hide()
            without = self.tr("没有找到备份。自动修复会按这台工作台原来的身份新建账套，再由总部补齐，不用重新登记。")
            self.banner.say(without, "warn")

    def _add(self, path: Path) -> None:
        size = path.stat().st_size / 1_048_576 if path.exists() else 0
        item = QListWidgetItem(f"{path.name}    {size:.1f} MB")
        item.setData(Qt.ItemDataRole.UserRole, str(path))
        self.list.addItem(item)

    @Slot()
    def restore(self) -> None:
        """Brings the chosen backup back."""
        item = self.list.currentItem()
        if self.list.count() and self.do.isEnabled():
            self._wait()
            chosen = Path(str(item.data(Qt.ItemDataRole.UserRole)))
            self._worker.open(_restore, self._folder, chosen, then=self._done, failed=self._refused)

    @Slot()
    def mend_books(self) -> None:
        """Puts sound books in their place: the newest backup, or empty ones that HQ fills."""
        if self.mend.isEnabled():
            self._wait()
            self._worker.open(_mend, self._folder, then=self._done, failed=self._refused)

    def _wait(self) -> None:
        self.do.setEnabled(False)
        self.mend.setEnabled(False)
        self.banner.say(self.tr("正在修复…"), "info")

    @Slot(object)
    def _done(self, _: object) -> None:
        self.restored.emit()

    @Slot(object)
    def _refused(self, failure: DeskError) -> None:
        self.do.setEnabled(True)
        self.mend.setEnabled(True)
        self.banner.say(formatting.tell(failure), "bad")


class RefusalWindow(OneCard):
    """The folder can't be opened now, and why.

    Signals:
        again_wanted: try once more.
    """

    again_wanted = Signal()

    def __init__(self, failure: DeskError) -> None:
        super().__init__(self.tr("现在打不开"), formatting.tell(failure))
        again = self.button(self.tr("再试一次"), key_table.EXCHANGE, self.again_wanted, primary=True)
        self.inside.addLayout(row(1, self.button(self.tr("退出"), key_table.BACK, self.close), again))
        again.setFocus()


class CrashDialog(QDialog):
    """The program did something wrong, nothing saved is lost, and this is where it is written."""

    def __init__(self, log: Path, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("程序出了差错"))
        self.setMinimumWidth(480)
        self._log = log
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 20, 24, 20)
        box.setSpacing(12)
        box.addWidget(label(self.tr("程序出了差错"), "heading"))
        text = self.tr(
            "刚才那一步没有做成。已经保存的单据都在，可以接着用。出错的经过记在下面的文件里，请发给维护的人。"
        )
        box.addWidget(label(text, wrap=True))
        box.addWidget(label(str(log), "small", wrap=True))
        show = QPushButton(self.tr("打开所在文件夹"))
        show.clicked.connect(self._show)
        done = QPushButton(self.tr("知道了"))
        done.setProperty("kind", "primary")
        done.setDefault(True)
        done.clicked.connect(self.accept)
        box.addLayout(row(1, show, done))

    @Slot()
    def _show(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._log.parent)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self.accept()
        else:
            super().keyPressEvent(event)


def _enrol(  # there is no desk yet
    desk: object,  # noqa: ARG001
    folder: Path,
    address: str,
    code: str,
    name: str,
    password: str,
    insecure: bool,
) -> object:
    from desktop.actions.headquarters.exchange import enrol

    return enrol(folder, address, code, user=name, password=password, insecure=insecure)


def _restore(desk: object, folder: Path, file: Path) -> object:  # noqa: ARG001 -- there is none yet
    from desktop.actions.books.care import restore

    return restore(folder, file)


def _mend(desk: object, folder: Path) -> object:  # noqa: ARG001 -- there is none yet
    from desktop.actions.books.care import replace_books

    return replace_books(folder)
