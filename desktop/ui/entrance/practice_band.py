"""The band over every window of the practice company, with the way out of it, and the two questions it asks."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from desktop.ui.widgets.dialogs import FormDialog
from desktop.ui.widgets.parts import key_text, label


class PracticeBand(QFrame):
    """Says that nothing here counts.

    Signals:
        anew_wanted: the company is to be made anew.
    """

    anew_wanted = Signal()

    def __init__(self, leave: QAction, parent: QWidget | None = None) -> None:
        """`leave` is the way out, with its key."""
        super().__init__(parent)
        self.setObjectName("practice")
        self.text = QLabel(self.tr("练习公司 · 这里做的事不算数"))
        self.anew = QPushButton(self.tr("重新开始"))
        self.leave = QPushButton(f"{leave.text()}  {key_text(leave)}")
        for button in (self.anew, self.leave):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.anew.clicked.connect(self.anew_wanted)
        self.leave.clicked.connect(leave.trigger)
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 3, 12, 3)
        line.setSpacing(8)
        line.addWidget(self.text)
        line.addStretch(1)
        line.addWidget(self.anew)
        line.addWidget(self.leave)


class _Question(FormDialog):
    """A question alone; Enter is its yes."""

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.do.setFocus()


class AnewDialog(_Question):
    """All that was practised goes."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.say_what(self.tr("练习公司重新开始"), self.tr("重新开始"))
        self.fields.addWidget(label(self.tr("在这里做过的全部扔掉，重新造一家一样的公司。真账不受影响。"), wrap=True))


class LeaveDialog(_Question):
    """Something is half written: it is kept in the practice company as a draft."""

    def __init__(self, parent: QWidget, unfinished: str) -> None:
        super().__init__(parent)
        self.say_what(self.tr("离开练习公司"), self.tr("离开"))
        told = self.tr("{0}。离开时它留在练习公司里作草稿，下次进来还在；真账里没有它。")
        self.fields.addWidget(label(told.format(unfinished), wrap=True))
