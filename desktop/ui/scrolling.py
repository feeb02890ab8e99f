"""What may be higher than a small screen: it scrolls instead of pushing buttons off it or being squeezed."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea, QWidget

_BAR = 12  # the width that is kept for the bar that scrolls
_LEAST = 60  # so much of a dialog's fields is always in sight


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


class Fields(QScrollArea):
    """The fields of a dialog; where a message takes their room they scroll, and the dialog keeps its size."""

    def __init__(self, layout: QLayout, width: int) -> None:
        """`width` is what the fields are given where they need no more."""
        super().__init__()
        self._width, self._inner = width, layout
        inner = QWidget()
        inner.setLayout(layout)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        self.setWidget(inner)

    def sizeHint(self) -> QSize:
        inner = self._inner
        width = max(self._width, inner.minimumSize().width() + _BAR)
        high = inner.totalHeightForWidth(width) if inner.hasHeightForWidth() else inner.sizeHint().height()
        return QSize(width, high)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._inner.minimumSize().width() + _BAR, _LEAST)
