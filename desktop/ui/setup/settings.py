"""Settings: how the window looks and speaks, whose desk this is, and the care of its books."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.frame.actions import care as book_care
from desktop.ui.frame.actions import desk_keys, exchanges, owner, staff_list
from desktop.ui.frame.lanes import whole
from desktop.ui.frame.page import WindowPage
from desktop.ui.frame.preferences import PAPERS, Preferences
from desktop.ui.frame.title_line import ButtonLine
from desktop.ui.frame.work import Worker
from desktop.ui.navigation import key_table
from desktop.ui.paper.names import paper_names
from desktop.ui.setup.passphrase import FILES, SEALED, PassphraseDialog
from desktop.ui.setup.people import PeopleCard
from desktop.ui.widgets import formatting
from desktop.ui.widgets.parts import ActionButton, card, label, row
from desktop.ui.widgets.scrolling import Scrolled

if TYPE_CHECKING:
    from desktop.actions.books.owner import DeskOwner


class SettingsPage(WindowPage):
    """The last page of the rail."""

    topics = frozenset({"people"})

    def __init__(self, worker: Worker, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(worker, preferences, parent)
        self._folder = Path()
        self._key_place = ""
        self.backup_action = self.act(self.tr("现在备份"), key_table.DO, self._backup, right="books_care")
        self.check_action = self.act(self.tr("核对账套"), key_table.WHY, self._check)
        self.folder_action = self.act(self.tr("打开文件夹"), key_table.OPEN_FOLDER, self._open_folder)
        self.log_action = self.act(self.tr("交换记录"), key_table.HISTORY, lambda: self.wanted.emit("exchanges", None))
        self.rejoin_action = self.act(
            self.tr("重新接入"), key_table.REJOIN, self._open_rejoin, bar=False, right="books_care"
        )
        if worker.asks_hq:
            back = self.tr("恢复后交还")
            self.returned_action = self.act(
                back, key_table.GIVEN_BACK, self._open_returned, bar=False, right="books_care"
            )
        self.build_title(self.tr("设置"))
        body = QHBoxLayout()
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(12)
        left, right = QVBoxLayout(), QVBoxLayout()
        left.setSpacing(12)
        left.addWidget(self._build_look())
        left.addWidget(self._build_identity())
        left.addWidget(self._build_practice())
        left.addStretch(1)
        self.people = PeopleCard(self)
        right.addWidget(self.people, 1)
        right.addWidget(self._build_care())
        body.addLayout(left, 1)
        body.addLayout(right, 1)
        self.box.addWidget(Scrolled(body), 1)

    def _build_look(self) -> QWidget:
        frame, inside = card(spacing=12)
        inside.addWidget(label(self.tr("样子"), "heading"))
        self.language = self._choice("language", [("zh", "中文"), ("en", "English")], self.preferences.language)
        themes = [("light", self.tr("浅色")), ("dark", self.tr("深色")), ("system", self.tr("跟随系统"))]
        self.theme = self._choice("theme", themes, self.preferences.theme)
        papers = paper_names(PAPERS)
        self.paper = self._choice("paper", papers, self.preferences.paper)
        minutes = [(each, self.tr("{0} 分钟").format(each)) for each in ("5", "15", "30", "60")]
        locks = [*minutes, ("0", self.tr("从不"))]
        self.lock_after = self._choice("lock_after", locks, str(self.preferences.lock_after))
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(10)
        chosen = (self.language, self.theme, self.paper, self.lock_after)
        names = (self.tr("语言 / Language"), self.tr("颜色"), self.tr("对账单用纸"), self.tr("无人操作时锁屏"))
        for place, (name, choice) in enumerate(zip(names, chosen, strict=True)):
            grid.addWidget(label(name, "muted"), place, 0)
            grid.addWidget(choice, place, 1)
        inside.addLayout(grid)
        self.preferences.changed.connect(self._preferred)
        self.profile_action = self.act(self.tr("单据抬头"), key_table.HEADING, self._open_profile, right="card_write")
        self.layout_action = self.act(self.tr("套打样式"), key_table.LAYOUT, self._open_layouts)
        self.columns_action = self.act(self.tr("纸上的列"), key_table.EDIT_OTHER, self._open_columns, bar=False)
        buttons = ActionButton(self.profile_action, picture="print"), ActionButton(self.layout_action)
        inside.addWidget(ButtonLine(*buttons))
        inside.addLayout(row(ActionButton(self.columns_action), 1))
        return frame

    def _open_layouts(self) -> None:
        from desktop.ui.paper.layout import LayoutDialog

        self.layouts = LayoutDialog(self.worker, self.preferences, self)
        self.layouts.open()

    def _open_columns(self) -> None:
        from desktop.printing.columns import KINDS
        from desktop.ui.paper.columns import ColumnsDialog

        self.columns = ColumnsDialog(self.preferences, KINDS, self)
        self.columns.open()

    def _open_profile(self) -> None:
        from desktop.ui.setup.profile import ProfileDialog

        self.profile = ProfileDialog(self.worker, self)
        self.profile.open()

    def _choice(self, name: str, choices: Sequence[tuple[str, str]], now: str) -> QComboBox:
        box = QComboBox()
        box.setProperty("preference", name)
        for code, text in choices:
            box.addItem(text, code)
        box.setCurrentIndex([code for code, _ in choices].index(now))
        box.activated.connect(self._chosen)
        return box

    def _build_identity(self) -> QWidget:
        frame, inside = card(spacing=10)
        inside.addWidget(label(self.tr("这台工作台"), "heading"))
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        names = (
            self.tr("经销商"),
            self.tr("供货方"),
            self.tr("总部地址"),
            self.tr("工作台编号"),
            self.tr("单号前缀"),
            self.tr("操作员"),
            self.tr("文件夹"),
            self.tr("设备密钥"),
        )
        self.facts: list[QLabel] = []
        for place, name in enumerate(names):
            value = label(formatting.NONE, wrap=True)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(label(name, "muted"), place, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, place, 1)
            self.facts.append(value)
        inside.addLayout(grid)
        self.passphrase_action = self.act(
            self.tr("密码短语"), key_table.PASSPHRASE, self._open_passphrase, bar=False, right="books_care"
        )
        self.passphrase_button = ActionButton(self.passphrase_action)
        inside.addLayout(row(self.passphrase_button, ActionButton(self.rejoin_action), 1))
        return frame

    def _build_care(self) -> QWidget:
        frame, inside = card(spacing=12)
        inside.addWidget(label(self.tr("账套"), "heading"))
        text = self.tr("每天第一次打开时自动备份，留 14 天。核对会从每一条记录重新算出链、余额和库存，逐项比较。")
        inside.addWidget(label(text, "muted", wrap=True))
        buttons = (ActionButton(self.check_action, picture="shield"), ActionButton(self.backup_action, picture="save"))
        inside.addLayout(row(*buttons, 1))
        buttons = (
            ActionButton(self.folder_action, picture="folder"),
            ActionButton(self.log_action, picture="exchange"),
        )
        inside.addLayout(row(*buttons, 1))
        if self.worker.asks_hq:
            inside.addLayout(row(ActionButton(self.returned_action), 1))
        self.result = QPlainTextEdit()
        self.result.setReadOnly(True)
        self.result.setMinimumHeight(160)
        self.result.hide()
        inside.addWidget(self.result)
        return frame

    def _build_practice(self) -> QWidget:
        frame, inside = card(spacing=10)
        inside.addWidget(label(self.tr("练习公司"), "heading"))
        text = self.tr("一家与真账分开的公司，学着用、教新人时用：做什么都不算数，随时进去、随时离开。")
        inside.addWidget(label(text, "muted", wrap=True))
        enter = QPushButton(self.tr("进入练习公司") + "  Ctrl+Alt+P")
        enter.clicked.connect(self._practise)
        inside.addLayout(row(enter, 1))
        desk = self.worker.desk
        if desk is not None and desk.practice:  # whoever is in there has the band
            frame.hide()
        return frame

    @Slot()
    def _practise(self) -> None:
        for action in getattr(self.window(), "more", ()):
            action.trigger()

    # ---- coming

    def begin(self) -> None:
        self.worker.read(owner.desk_owner, then=self._know)
        self.people.begin()

    def refresh(self) -> None:
        self.people.begin()

    def rest(self) -> None:
        self.language.setFocus()

    @Slot(object)
    def _know(self, whose: DeskOwner) -> None:
        own, above, identity = whose.dealer, whose.seller, whose.identity
        self._folder = whose.folder
        texts = (
            f"{own.name}  {own.code}",
            f"{above.name}  {above.code}" if above else formatting.NONE,
            identity.hq_url or formatting.NONE,
            identity.desk_id,
            identity.prefix,
            whose.operator,
            str(self._folder),
        )
        for field, text in zip(self.facts[:-1], texts, strict=True):
            field.setText(text)
        self.worker.read(staff_list.key_place, then=self._know_key)

    @Slot(object)
    def _know_key(self, place: str) -> None:
        """Where the key lies; only a file can be sealed."""
        self._key_place = place
        told = {
            "store": self.tr("由系统的密钥库保管"),
            "file": self.tr("在只有本人可读的文件里，没有密码短语"),
            "sealed": self.tr("在文件里，由密码短语锁住"),
            "missing": self.tr("找不到，请向总部要一个接替用的注册码"),
        }
        self.facts[-1].setText(told.get(place, formatting.NONE))
        self.passphrase_action.setEnabled(place in FILES)
        self.passphrase_button.setVisible(place in FILES)

    def take(self, given: object) -> None:
        """Sent here to join HQ again."""
        if given == "rejoin":
            self._open_rejoin()

    def _open_returned(self) -> None:
        self.wanted.emit("returned", None)

    def _open_rejoin(self) -> None:
        from desktop.ui.headquarters.rejoining import RejoinDialog

        self.rejoining = RejoinDialog(self)
        self.rejoining.confirmed.connect(self._rejoin)
        self.rejoining.open()

    @Slot()
    def _rejoin(self) -> None:
        dialog = self.rejoining
        self.worker.write(exchanges.rejoin, *dialog.said, then=self._rejoined, failed=dialog.refuse)

    @Slot(object)
    def _rejoined(self, done: Any) -> None:
        self.rejoining.accept()
        self.banner.say(formatting.told("rejoined", name=done.dealer_name, prefix=done.prefix), "good")
        self.exchange_wanted.emit()

    def _open_passphrase(self) -> None:
        self.passphrase = PassphraseDialog(self, self._key_place)
        self.passphrase.confirmed.connect(self._set_passphrase)
        self.passphrase.open()

    @Slot()
    def _set_passphrase(self) -> None:
        dialog = self.passphrase
        asked = (dialog.now, dialog.passphrase)
        self.worker.write(desk_keys.replace_passphrase, *asked, then=self._sealed, failed=dialog.refuse)

    @Slot(object)
    def _sealed(self, place: str) -> None:
        self.passphrase.accept()
        sealed = self.tr("密码短语已设好，下次打开窗口时要输入。")
        self.banner.say(sealed if place == SEALED else self.tr("密码短语已取消。"), "good")
        self._know_key(place)

    @Slot(int)
    def _chosen(self, _: int) -> None:
        for box in (self.language, self.theme, self.paper):
            name, value = str(box.property("preference")), str(box.currentData())
            if getattr(self.preferences, name) != value:
                self.preferences.set(name, value)

    @Slot(str)
    def _preferred(self, name: str) -> None:
        """Chosen elsewhere, as on the statements page."""
        for box in (self.language, self.theme, self.paper):
            if box.property("preference") == name:
                box.setCurrentIndex(box.findData(getattr(self.preferences, name)))

    # ---- care

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))

    def _backup(self) -> None:
        stamp = dt.datetime.now().astimezone()
        proposed = str(Path.home() / f"desk-{stamp:%Y%m%d-%H%M}.db")
        path, _ = QFileDialog.getSaveFileName(self, self.tr("备份到哪里"), proposed, self.tr("账套备份 (*.db)"))
        if path:
            self.back_up_to(Path(path))

    def back_up_to(self, path: Path) -> None:
        """Writes a whole copy of the books."""
        self.worker.long(self.tr("正在备份"), whole(book_care.backup), path, then=self._backed_up, failed=self.tell)

    @Slot(object)
    def _backed_up(self, path: Path) -> None:
        size = path.stat().st_size / 1_048_576
        self.banner.say(self.tr("已备份到 {0}，{1} MB。").format(path, f"{size:.1f}"), "good")

    def _check(self) -> None:
        self.check_action.setEnabled(False)
        self.worker.ended.connect(self._check_ended)
        self.worker.long(self.tr("正在核对账套"), book_care.check, then=self._checked, failed=self.tell)

    @Slot(object)
    def _check_ended(self, _: object) -> None:
        self.check_action.setEnabled(True)

    @Slot(object)
    def _checked(self, differences: Sequence[Any]) -> None:
        self.result.setVisible(bool(differences))
        if not differences:
            self.banner.say(self.tr("核对完毕：链、余额、库存全部相符。"), "good")
            return
        self.banner.say(self.tr("核对完毕：有 %n 处不符，列在下面。", "", len(differences)), "bad")
        line = self.tr("{0} {1} {2}：应为 {3}，实为 {4}")
        shown = (
            line.format(each.where, each.record, each.column, each.expected, each.found) for each in differences[:500]
        )
        self.result.setPlainText("\n".join(shown))
