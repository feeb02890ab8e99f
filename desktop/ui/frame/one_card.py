"""A window with one card in its middle, for what comes before the books."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMainWindow, QPushButton, QVBoxLayout

from desktop.ui.frame.page import MEANING
from desktop.ui.navigation.key_table import KeyMeaning
from desktop.ui.widgets.parts import Banner, flowing, key_text, label, row
from desktop.ui.widgets.scrolling import Scrolled


class OneCard(QMainWindow):
    """A window with one card in its middle."""

    leads_to_practice = True
    """Whether the way into the practice company stands under the card."""

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self.setWindowTitle(self.tr("经销商工作台"))
        self.resize(1000, 660)
        self.card = QFrame()
        self.card.setProperty("card", True)
        self.card.setFixedWidth(560)
        self.inside = QVBoxLayout(self.card)
        self.inside.setContentsMargins(34, 30, 34, 30)
        self.inside.setSpacing(14)
        self.inside.addWidget(label(title, "title"))
        self.inside.addWidget(flowing(text, "muted"))
        self.banner = Banner(self.card)
        self.inside.addWidget(self.banner)
        outer = QVBoxLayout()
        outer.addStretch(2)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(self.card)
        line.addStretch(1)
        outer.addLayout(line)
        self._under = row(1, 1)
        outer.addSpacing(10)
        outer.addLayout(self._under)
        outer.addStretch(3)
        self.setCentralWidget(Scrolled(outer))

    def offer(self, action: QAction) -> None:
        """A quiet button under the card for what leads elsewhere."""
        button = QPushButton(f"{action.text()}  {key_text(action)}")
        button.setProperty("kind", "flat")
        button.clicked.connect(action.trigger)
        self._under.insertWidget(1, button)

    def button(self, text: str, key: KeyMeaning, slot: Any, *, primary: bool = False) -> QPushButton:
        """A button that its key presses too."""
        button = QPushButton(f"{text}  {key.keys[0]}")
        if primary:
            button.setProperty("kind", "primary")
        button.clicked.connect(slot)
        action = QAction(text, self)
        action.setShortcut(QKeySequence(key.keys[0]))
        action.setProperty(MEANING, [key.code])
        action.triggered.connect(slot)
        self.addAction(action)
        return button
