"""What may be higher than a small screen: it scrolls instead of pushing buttons off it or being squeezed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

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


class _Fitted(_Inner):
    """As high as what it holds has to be in the width it has; without sentences that wrap, as any other."""

    def minimumSizeHint(self) -> QSize:
        inner = self.layout()
        return QSize(0, 0) if inner is not None and inner.hasHeightForWidth() else QWidget.minimumSizeHint(self)

    def heightForWidth(self, width: int) -> int:
        inner = self.layout()
        return -1 if inner is None else inner.minimumHeightForWidth(width)


class Fields(QScrollArea):
    """The fields of a dialog; where a message takes their room they scroll, and the dialog keeps its size."""

    def __init__(self, layout: QLayout, width: int) -> None:
        """`width` is what the fields are given where they need no more."""
        super().__init__()
        self._width, self._inner = width, layout
        self._holder = inner = _Fitted()
        inner.setLayout(layout)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        self.setWidget(inner)

    def show_whole(self, field: QWidget) -> None:
        """Brings a field into sight with what is said under it, which takes its room only now."""
        if (own := field.layout()) is not None:
            own.activate()
        self._inner.activate()
        width = self._holder.width()
        high = self._inner.totalHeightForWidth(width) if self._inner.hasHeightForWidth() else self.sizeHint().height()
        self._holder.resize(width, max(high, self.viewport().height()))
        self.ensureWidgetVisible(field, 0, 0)

    def sizeHint(self) -> QSize:
        inner = self._inner
        width = max(self._width, inner.minimumSize().width() + _BAR)
        high = inner.totalHeightForWidth(width) if inner.hasHeightForWidth() else inner.sizeHint().height()
        return QSize(width, high)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._inner.minimumSize().width() + _BAR, _LEAST)


class _Held(QWidget):
    """As `_Inner` where there are sentences that wrap."""

    def minimumSizeHint(self) -> QSize:
        inner = self.layout()
        wraps = inner is not None and inner.hasHeightForWidth()
        return QSize(0, 0) if wraps else super().minimumSizeHint()


class SnugScrollArea(QScrollArea):
    """As high as what it holds, and scrolling where there isn't so much room."""

    def __init__(self, width: int, least: int, *, spacing: int, whole: bool = False) -> None:
        """`width` is about the room inside, `least` what of the height is always seen; `whole`: all of it."""
        super().__init__()
        self._width, self._least, self._whole = width, least, whole
        inner = _Held()
        self.column = QVBoxLayout(inner)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(spacing)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setWidget(inner)

    def sizeHint(self) -> QSize:
        # As wide as its bar leaves it: it asks for the height that does without one, and keeps no bar it could lose.
        width, inner = self.viewport().width() if self.isVisible() else self._width, self.column
        high = inner.heightForWidth(width) if inner.hasHeightForWidth() else inner.sizeHint().height()
        return QSize(self._width, high)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:
            self.updateGeometry()  # lines came or went inside
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        high = self.sizeHint().height()
        return QSize(60, high if self._whole else min(self._least, high))
