"""The rail on the left: the pages that work, and underneath how things stand with HQ."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.ui.frame.pages import page_key
from desktop.ui.frame.style import icon, tone
from desktop.ui.widgets.parts import ElidedLabel

WIDTH = 178
_LOW = 660


class Rail(QWidget):
    """The pages' names, one of them chosen.

    Signals:
        picked: the name of the page clicked on.
        person_wanted: whoever works here was clicked on.
    """

    picked = Signal(str)
    person_wanted = Signal()

    def __init__(self, brand: str, pages: list[tuple[str, str, str]], parent: QWidget | None = None) -> None:
        """`pages`: name, icon, text, in order."""
        super().__init__(parent)
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(WIDTH)
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(12, 16, 12, 12)
        self.box.setSpacing(3)
        title = QLabel(brand)
        title.setObjectName("brand")
        self._owner = ElidedLabel()
        self._owner.setObjectName("owner")
        self._person = ElidedLabel()
        self._person.setObjectName("person")
        self._person.setCursor(Qt.CursorShape.PointingHandCursor)
        self._person.installEventFilter(self)
        self._person.hide()
        self.box.addWidget(title)
        self.box.addWidget(self._owner)
        self.box.addWidget(self._person)
        self.box.addSpacing(10)
        self._low = False
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        self._icons: dict[str, str] = {}
        for place, (name, picture, text) in enumerate(pages, 1):
            self._add(name, picture, text, place)
        self.box.addStretch(1)
        self._group.buttonClicked.connect(self._clicked)
        self.paint_icons()

    def _add(self, name: str, picture: str, text: str, place: int) -> None:
        button = QPushButton(" " + text)
        button.setProperty("kind", "rail")
        button.setProperty("page", name)
        button.setCheckable(True)
        button.setIconSize(QSize(18, 18))
        button.setToolTip(page_key(place))
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._group.addButton(button)
        self._buttons[name] = button
        self._icons[name] = picture
        self.box.addWidget(button)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a low screen the pages stand closer together, so that how things stand with HQ stays in sight."""
        super().resizeEvent(event)
        low = self.height() < _LOW
        if low == self._low:
            return
        self._low = low
        self.box.setContentsMargins(12, 8 if low else 16, 12, 8 if low else 12)
        self.box.setSpacing(0 if low else 3)
        for button in self._buttons.values():
            tone(button, low=low)

    def paint_icons(self) -> None:
        """Paints the icons in the colours that hold now."""
        for name, button in self._buttons.items():
            button.setIcon(icon(self._icons[name], "#ffffff" if button.isChecked() else "railtext"))

    def choose(self, name: str) -> None:
        """Marks the page that is shown."""
        if name in self._buttons:
            self._buttons[name].setChecked(True)
        self.paint_icons()

    def say_owner(self, text: str) -> None:
        """Whose desk this is."""
        self._owner.setText(text)
        self._owner.setToolTip(text)

    def say_person(self, text: str) -> None:
        """Who works here, in which role."""
        self._person.setText(text)
        self._person.setToolTip(text)
        self._person.setVisible(bool(text))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A click on whoever works here."""
        if watched is self._person and event.type() == QEvent.Type.MouseButtonRelease:
            self.person_wanted.emit()
        return super().eventFilter(watched, event)

    def badge(self, name: str, count: int) -> None:
        """How much waits on a page, beside its name."""
        button = self._buttons.get(name)
        if button is not None:
            text = button.text().split("   ")[0]
            button.setText(f"{text}   {count}" if count else text)

    @Slot(QAbstractButton)
    def _clicked(self, button: QAbstractButton) -> None:
        self.picked.emit(str(button.property("page")))
