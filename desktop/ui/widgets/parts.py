"""The small parts every page is built from: cards, labels, chips, buttons that show their key, banners."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QAction,
    QFontMetrics,
    QHelpEvent,
    QIcon,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.frame.style import font_of, icon, pixmap, tone
from desktop.ui.navigation import key_table

_FOLDED = 110  # the least width of a row of filters that is folded into a list
_FILTER_ROOM = 20  # padding and border of a filter's button


def label(text: str = "", kind: str = "", *, wrap: bool = False, parent: QWidget | None = None) -> QLabel:
    """A word in one of the style sheet's tones."""
    made = QLabel(text, parent)
    if kind:
        made.setProperty("tone", kind)
    made.setWordWrap(wrap)
    if wrap:
        made.setMinimumWidth(60)
        made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.MinimumExpanding)
    return made


def flowing(text: str, kind: str = "") -> QLabel:
    """A sentence as high as its width makes it and no higher, which is what a scroll area has to know."""
    made = label(text, kind, wrap=True)
    made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
    return made


def figure(text: str = "", kind: str = "") -> QLabel:
    """A number, flush right, which people may copy."""
    made = label(text, kind)
    made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return made


class _Chip(QLabel):
    """Goes with its word."""

    def setText(self, text: str) -> None:
        super().setText(text)
        if not text or self.parentWidget() is not None:  # without a parent it would be a window
            self.setVisible(bool(text))


def chip(text: str = "", kind: str = "muted") -> QLabel:
    """A word on a coloured ground; without a word there is no ground either."""
    made = _Chip()
    made.setText(text)
    made.setProperty("tone", kind)
    made.setProperty("chip", True)
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    return made


def key_cap(text: str) -> QLabel:
    """The picture of a key."""
    made = QLabel(text)
    made.setProperty("key", True)
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    return made


def card(*, margins: tuple[int, int, int, int] = (16, 12, 16, 14), spacing: int = 8) -> tuple[QFrame, QVBoxLayout]:
    """A white field with room inside."""
    frame = QFrame()
    frame.setProperty("card", True)
    box = QVBoxLayout(frame)
    box.setContentsMargins(*margins)
    box.setSpacing(spacing)
    return frame, box


def rule() -> QFrame:
    """A hair line."""
    line = QFrame()
    line.setProperty("rule", True)
    return line


def row(*parts: QWidget | int, spacing: int = 8) -> QHBoxLayout:
    """Parts side by side; a number is a stretch."""
    box = QHBoxLayout()
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(spacing)
    for part in parts:
        if isinstance(part, int):
            box.addStretch(part)
        else:
            box.addWidget(part)
    return box


def key_text(action: QAction) -> str:
    """How an action's first key is shown."""
    return key_table.written(action.shortcut())


BARRED = "barred"  # the property of an action that whoever works here may not do
_WORD = 2  # how a button is shortened to its word, without key and picture


class ActionButton(QPushButton):
    """A button that does an action and shows its key; shorter where there is no room, and then told by its tooltip."""

    def __init__(self, action: QAction, kind: str = "", picture: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.action_ = action
        self._picture = picture
        self._kind = kind
        self._short = 0
        if kind:
            self.setProperty("kind", kind)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(action.trigger)
        action.changed.connect(self._follow)
        self._follow()

    def setVisible(self, visible: bool) -> None:
        """Stands there, but not for whoever may not do it."""
        super().setVisible(visible and not self.action_.property(BARRED))

    @Slot()
    def _follow(self) -> None:
        whole = self._said()[0]
        self.setText(self._said()[self._short])
        self.setEnabled(self.action_.isEnabled())
        told = self.action_.toolTip() if self.action_.toolTip() != self.action_.text() else ""
        self.setToolTip(told or (whole if self._short else ""))
        self.setAccessibleName(whole)
        if self._picture and self._short != _WORD:
            shade = "#ffffff" if self._kind in ("primary", "submit") else "muted"
            self.setIcon(icon(self._picture, shade if self.isEnabled() else "faint"))
        else:
            self.setIcon(QIcon())

    def _said(self) -> tuple[str, str, str, str]:
        """What stands on it, from whole to shortest."""
        text, keys = self.action_.text(), key_text(self.action_)
        return f"{text}  {keys}" if keys else text, text, text, "" if self._picture else text

    def width_of(self, short: int) -> int:
        """The room it takes where it is so short (as `shorten` has it)."""
        letters = QFontMetrics(self.font())
        picture = self.iconSize().width() + 4 if self._picture else 0
        now, then = (
            letters.horizontalAdvance(self._said()[each]) + (0 if each == _WORD else picture)
            for each in (self._short, short)
        )
        return self.sizeHint().width() - now + then

    def shorten(self, short: int) -> None:
        """0: what it does and its key; 1: without its key; 2: the word alone; 3: its picture alone, if it has one."""
        if short != self._short:
            self._short = short
            self._follow()


class SearchEdit(QLineEdit):
    """A field with a glass; Down leads into the list under it, Esc empties it."""

    left_down = Signal()

    def __init__(self, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("search", True)
        self.setPlaceholderText(hint)
        self.setToolTip(hint)  # a narrow field cuts it
        self.setClearButtonEnabled(False)
        self.setMinimumWidth(160)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.drawPixmap(9, (self.height() - 16) // 2, pixmap("search", "faint", 16, self.devicePixelRatioF()))

    def event(self, event: QEvent) -> bool:
        override = event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if override and event.key() == Qt.Key.Key_Escape and self.text():  # type: ignore[attr-defined]
            event.accept()  # a page that Esc leaves is left by the next one
            return True
        return super().event(event)

    def keyPressEvent(self, event: object) -> None:
        key = event.key()  # type: ignore[attr-defined]
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left_down.emit()
        elif key == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)  # type: ignore[arg-type]


class Banner(QFrame):
    """One message over a page: what happened, why, what to do; it goes when it is clicked or overtaken."""

    _ICONS = {"good": "check-circle", "warn": "warn", "bad": "stop-circle", "info": "info"}  # noqa: RUF012 -- never changed

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = QLabel()
        self._text = label(wrap=True)
        # The height it needs in the width there is, and not in the narrowest, which would make a window grow.
        self._text.setMinimumHeight(1)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._close = QPushButton()
        self._close.setProperty("kind", "flat")
        self._close.setIconSize(QSize(14, 14))
        self._close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._close.clicked.connect(self.hide)
        box = QHBoxLayout(self)
        box.setContentsMargins(14, 8, 8, 8)
        box.setSpacing(10)
        box.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        box.addWidget(self._text, 1)
        box.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def say(self, text: str, kind: str = "info") -> None:
        """Shows a message; `kind` is good, info, warn or bad."""
        self._text.setText(text)
        self._icon.setPixmap(pixmap(self._ICONS[kind], kind, 18, self.devicePixelRatioF()))
        self._close.setIcon(icon("close", kind))
        tone(self, banner=kind)
        self.show()

    @property
    def text(self) -> str:
        return "" if self.isHidden() else self._text.text()


class ElidedLabel(QLabel):
    """A label that ends in dots instead of widening its card."""

    def __init__(self, text: str = "", kind: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setProperty("tone", kind)
        self.setMinimumWidth(20)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 -- painted whole
        painter = QPainter(self)
        short = QFontMetrics(self.font()).elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), self.alignment() | Qt.AlignmentFlag.AlignVCenter, short)

    def event(self, event: QEvent) -> bool:
        """The whole text where the pointer rests, unless something else is to be told there."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and not self.toolTip():
            cut = QFontMetrics(self.font()).horizontalAdvance(self.text()) > self.width()
            QToolTip.showText(event.globalPos(), self.text() if cut else "", self)
            return True
        return super().event(event)


class Clickable(QFrame):
    """A card that does something when it is clicked."""

    clicked = Signal()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self.clicked.emit()


class FilterBar(QWidget):
    """A row of buttons of which one is down; where there is no room for all, a list that falls down.

    Signals:
        picked: the code of the one that is down now.
    """

    picked = Signal(str)

    def __init__(self, names: list[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        box = row(spacing=2)
        self.setLayout(box)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        self._hidden: frozenset[str] = frozenset()
        for code, text in names:
            button = QPushButton(text)
            button.setProperty("kind", "filter")
            button.setProperty("code", code)
            button.setCheckable(True)
            button.setChecked(not self._buttons)
            # The one that is down is set bold and must not need more room then.
            button.setMinimumWidth(QFontMetrics(font_of(13, bold=True)).horizontalAdvance(text) + _FILTER_ROOM)
            self._group.addButton(button)
            box.addWidget(button)
            self._buttons[code] = button
        self._choice = QComboBox()
        self._choice.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._choice.hide()
        box.addWidget(self._choice, 0, Qt.AlignmentFlag.AlignLeft)
        self._folded = False
        self._group.buttonClicked.connect(self._clicked)
        self._group.buttonToggled.connect(self._follow)
        self._choice.activated.connect(self._chosen)
        self._arrange()

    def sizeHint(self) -> QSize:
        shown = [button for code, button in self._buttons.items() if code not in self._hidden]
        wide = sum(max(each.sizeHint().width(), each.minimumWidth()) + 2 for each in shown)
        high = self._choice.sizeHint().height() if self._folded else max(each.sizeHint().height() for each in shown)
        return QSize(wide, high)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(_FOLDED, self.sizeHint().width()), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        folded = self.width() < self.sizeHint().width() - 2
        if folded != self._folded:
            self._folded = folded
            self._arrange()
            self.updateGeometry()

    def _arrange(self) -> None:
        """Buttons or list, and in both those that matter here."""
        self._choice.blockSignals(True)  # filling a list is no choice of anybody
        self._choice.clear()
        for code, button in self._buttons.items():
            button.setVisible(code not in self._hidden and not self._folded)
            if code not in self._hidden:
                self._choice.addItem(button.text(), code)
        self._choice.setCurrentIndex(self._choice.findData(self.code))
        self._choice.blockSignals(False)
        self._choice.setVisible(self._folded)

    @Slot(QAbstractButton, bool)
    def _follow(self, button: QAbstractButton, down: bool) -> None:
        if down:
            self._choice.setCurrentIndex(self._choice.findData(button.property("code")))

    @Slot(int)
    def _chosen(self, place: int) -> None:
        self.pick(str(self._choice.itemData(place)))

    @property
    def code(self) -> str:
        """The code of the one that is down."""
        button = self._group.checkedButton()
        return str(button.property("code")) if button else ""

    def pick(self, code: str) -> None:
        """Presses one, where there is such a one."""
        if code in self._buttons:
            self._buttons[code].setChecked(True)
            self.picked.emit(code)

    def show_only(self, codes: Collection[str]) -> None:
        """Those that matter here; the others are out of sight and are never stepped to."""
        self._hidden = frozenset(self._buttons) - frozenset(codes)
        self._arrange()
        self.updateGeometry()
        if self.code in self._hidden:
            self.pick(next(code for code in self._buttons if code not in self._hidden))

    def step(self, by: int) -> None:
        """Presses the next or the one before, round and round."""
        codes = [code for code in self._buttons if code not in self._hidden]
        self.pick(codes[(codes.index(self.code) + by) % len(codes)])

    @Slot(QAbstractButton)
    def _clicked(self, button: QAbstractButton) -> None:
        self.picked.emit(str(button.property("code")))
