"""What may be higher than a small screen: it scrolls instead of pushing buttons off it or being squeezed."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea, QWidget


class Scrolled(QScrollArea):
    """A layout as wide as there is room, as high as it has to be."""

    def __init__(self, layout: QLayout) -> None:
        super().__init__()
        inner = _Inner()
        inner.setObjectName("shell")
        inner.setLayout(layout)
        self.setObjectName("shell")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        self.setWidget(inner)


class _Inner(QWidget):
    """Sentences that wrap would claim the height they have in the narrowest column; the real width is asked instead."""

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)
