"""The first page on a machine without books: join HQ, look around, bring a backup back, and the language."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.ui.frame.one_card import OneCard
from desktop.ui.frame.preferences import Preferences
from desktop.ui.widgets.parts import flowing, key_cap, label, row

_WIDE = 490  # what the card leaves between its margins
_LANGUAGES = (("zh", "中文"), ("en", "English"))


class ChoiceButton(QPushButton):
    """One way to begin: its key, what it is called, and what comes of it."""

    def __init__(self, key: str, title: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "choice")
        self.setAccessibleName(title)
        self.setAutoDefault(True)
        self._told = QVBoxLayout()
        self._told.setSpacing(1)
        self._told.addWidget(label(title, "heading"))
        self._told.addWidget(label(text, "muted", wrap=True))
        line = QHBoxLayout(self)
        line.setContentsMargins(14, 9, 14, 9)
        line.setSpacing(14)
        line.addWidget(key_cap(key), 0, Qt.AlignmentFlag.AlignVCenter)
        line.addLayout(self._told, 1)
        for inside in self.findChildren(QWidget):
            inside.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        """As high as its words need in the card."""
        inner = self.layout()
        high = inner.totalHeightForWidth(_WIDE) if inner is not None else 0
        return QSize(_WIDE, max(high, super().sizeHint().height()))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class FirstPage(OneCard):
    """Four ways to begin.

    Signals:
        enrol_wanted, practice_wanted, restore_wanted: one of them was chosen.
    """

    enrol_wanted = Signal()
    practice_wanted = Signal()
    restore_wanted = Signal()

    leads_to_practice = False

    def __init__(self, preferences: Preferences, folder: Path) -> None:
        text = self.tr("这台电脑上还没有账。用数字键，或 ↑ ↓ 和 Enter 选一样。")
        super().__init__(self.tr("欢迎使用经销商工作台"), text)
        self._preferences = preferences
        self.enrol = self._choice(
            "1", self.tr("加入总部"), self.tr("有总部给的地址和注册码：登记这台电脑，取回商品、价格和往来。")
        )
        self.practise = self._choice(
            "2", self.tr("看看示例公司"), self.tr("一家练习用的公司，自带练习总部：随便点，做什么都不算数。")
        )
        self.restore = self._choice(
            "3", self.tr("恢复备份"), self.tr("换了电脑或重装了系统：从一个备份文件找回原来的账。")
        )
        self.enrol.clicked.connect(self.enrol_wanted)
        self.practise.clicked.connect(self.practice_wanted)
        self.restore.clicked.connect(self.restore_wanted)
        self._choices = [self.enrol, self.practise, self.restore]
        self.inside.addLayout(self._languages())
        told = self.tr("总部自己建账：用命令 desk hq init，见手册“总部”一章。账放在：{0}")
        self.inside.addWidget(flowing(told.format(folder), "small"))
        for stop in (*self._choices, *self.languages):
            stop.installEventFilter(self)
        self.enrol.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows go from one way to the next, and round."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
            if step:
                self._step(step)
                return True
        return super().eventFilter(watched, event)

    def _choice(self, key: str, title: str, text: str) -> ChoiceButton:
        button = ChoiceButton(key, title, text)
        self.inside.addWidget(button)
        return button

    def _languages(self) -> QHBoxLayout:
        self.languages: list[QPushButton] = []
        for code, name in _LANGUAGES:
            button = QPushButton(name)
            button.setProperty("kind", "filter")
            button.setProperty("language", code)
            button.setCheckable(True)
            button.setAutoDefault(True)
            button.setChecked(code == self._preferences.language)
            button.clicked.connect(self._speak)
            self.languages.append(button)
        line = row(key_cap("4"), label("语言 / Language"), 1, *self.languages)
        line.setContentsMargins(15, 4, 0, 4)
        return line

    @Slot()
    def _speak(self) -> None:
        button = self.sender()
        code = str(button.property("language"))
        if code == self._preferences.language:
            self._mark()
        else:
            self._preferences.set("language", code)

    def _other_language(self) -> None:
        now = self._preferences.language
        self._preferences.set("language", next(code for code, _ in _LANGUAGES if code != now))

    def _mark(self) -> None:
        for button in self.languages:
            button.setChecked(button.property("language") == self._preferences.language)

    def say_forgotten(self) -> None:
        """The choice holds now and can't be kept."""
        self.banner.say(self.tr("语言已换，但记不住：这个文件夹里写不进东西。请检查权限。"), "warn")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits choose."""
        ways = dict(zip("123", self._choices, strict=True))
        if event.text() in ways:
            ways[event.text()].click()
        elif event.text() == "4":
            self._other_language()
        else:
            super().keyPressEvent(event)

    def _step(self, step: int) -> None:
        spoken = next(button for button in self.languages if not button.isChecked())
        stops: list[QPushButton] = [*self._choices, spoken]
        now = self.focusWidget()
        place = next((place for place, each in enumerate(stops) if each is now), -step)
        stops[(place + step) % len(stops)].setFocus()
