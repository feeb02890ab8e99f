"""The row on top of a page: its name and its buttons, which get shorter one after the other where there is no room."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from desktop.ui.widgets.parts import ActionButton, label


class ButtonLine(QWidget):
    """Buttons side by side in `line`; those furthest right matter most and stay whole the longest."""

    def __init__(self, *buttons: QWidget) -> None:
        super().__init__()
        # Its own width follows the page's, and never widens it.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.line = QHBoxLayout(self)
        self.line.setContentsMargins(0, 0, 0, 0)
        self.line.setSpacing(10)
        for button in buttons:
            self.line.addWidget(button)
        if buttons:
            self.line.addStretch(1)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """Whatever is shown, hidden or said otherwise in the row asks for its room anew."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().event(event)

    def _fit(self) -> None:
        places = [self.line.itemAt(place) for place in range(self.line.count())]
        widgets = [item.widget() for item in places if item is not None]
        shown = [each for each in widgets if each is not None and not each.isHidden()]
        buttons = [each for each in shown if isinstance(each, ActionButton)]
        room = self.width() - self.line.spacing() * (len(shown) - 1)
        room -= sum(each.sizeHint().width() for each in shown if not isinstance(each, ActionButton))
        lengths = dict.fromkeys(buttons, 0)
        for short in (1, 2, 3):
            for button in buttons:
                if sum(each.width_of(lengths[each]) for each in buttons) <= room:
                    break
                lengths[button] = short
        for button, short in lengths.items():
            button.shorten(short)


class TitleLine(ButtonLine):
    """A page's name on the left, its buttons on the right."""

    def __init__(self, text: str, *right: QWidget) -> None:
        super().__init__()
        self.line.addWidget(label(text, "title"))
        self.line.addStretch(1)
        for widget in right:
            self.line.addWidget(widget)
