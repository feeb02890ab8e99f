"""The rail on the left: the pages that work, in groups that fold, and underneath how things stand with HQ."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop.ui.frame.pages import PageGroup, RailEntry
from desktop.ui.frame.style import font_of, icon, tone
from desktop.ui.widgets.parts import ElidedLabel

WIDTH = 178
_LOW = 880
_TEXT = WIDTH - 24 - 7 - 38  # what the margins, the bar that scrolls, and its picture leave for a page's name
_OWN_KEYS = frozenset(
    {
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
        Qt.Key.Key_Return,
        Qt.Key.Key_Enter,
        Qt.Key.Key_Escape,
    }
)


class _RailButton(QPushButton):
    """A line of the rail; a click leaves the caret where it is.

    Signals:
        walked: one of the rail's own keys was pressed here; the rail knows what stands above and below.
    """

    walked = Signal(int)

    def __init__(self, text: str, kind: str) -> None:
        super().__init__(text)
        self.setProperty("kind", kind)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def event(self, event: QEvent) -> bool:
        """While the caret is here, Esc and the arrows are no page's keys."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in _OWN_KEYS:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _OWN_KEYS:
            self.walked.emit(event.key())
        else:
            super().keyPressEvent(event)


class _PageButton(_RailButton):
    """A page's name with its picture, and how much waits there."""

    def __init__(self, entry: RailEntry) -> None:
        super().__init__("", "rail")
        self.entry = entry
        self._count = 0
        self.setProperty("page", entry.name)
        self.setCheckable(True)
        self.setIconSize(QSize(17, 17))
        self.setToolTip("  ".join(filter(None, (entry.text, entry.key))))
        self.setAccessibleName(entry.text)
        self.say_count(0)

    def say_count(self, count: int) -> None:
        self._count = count
        behind = f"   {count}" if count else ""
        metrics = QFontMetrics(font_of(14, bold=True))  # as it is written while its page is shown
        room = _TEXT - metrics.horizontalAdvance(f" {behind}")
        name = metrics.elidedText(self.entry.short or self.entry.text, Qt.TextElideMode.ElideRight, room)
        self.setText(f" {name}{behind}")

    def paint_icon(self) -> None:
        self.setIcon(icon(self.entry.picture, "#ffffff" if self.isChecked() else "railtext"))


class _Group(QWidget):
    """A heading and its pages; folded, it shows only the page one is on."""

    def __init__(self, group: PageGroup) -> None:
        super().__init__()
        self.code = group.code
        self.folded = False
        self._text = group.text
        self.head = _RailButton(group.text, "railhead")
        self.head.setAccessibleName(group.text)
        self.pages = [_PageButton(entry) for entry in group.pages]
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.setSpacing(0)
        self.box.addWidget(self.head)
        for button in self.pages:
            self.box.addWidget(button)

    def fold(self, folded: bool) -> None:
        """Folds or unfolds; the page that is shown stays in sight either way."""
        self.folded = folded
        self.head.setText(f"{'▸' if folded else '▾'} {self._text}")
        for button in self.pages:
            shown = button.isChecked() or not folded
            if shown:
                button.paint_icon()  # what isn't in sight is not painted
            button.setVisible(shown)


class Rail(QWidget):
    """The pages' names in their groups, one of them chosen.

    Signals:
        picked: the name of the page clicked on.
        person_wanted: whoever works here was clicked on.
        folding_changed: the groups that are folded now.
        left: the keyboard goes back to the page.
    """

    picked = Signal(str)
    person_wanted = Signal()
    folding_changed = Signal(list)
    left = Signal()

    def __init__(self, brand: str, groups: Sequence[PageGroup], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(WIDTH)
        self._low = False
        self._group = QButtonGroup(self)
        self._buttons: dict[str, _PageButton] = {}
        self.groups = [_Group(group) for group in groups]
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(12, 16, 12, 12)
        self.box.setSpacing(3)
        self._build_head(brand)
        self._build_pages()
        self.fold(())

    def _build_head(self, brand: str) -> None:
        title = QLabel(brand)
        title.setObjectName("brand")
        self._owner = ElidedLabel()
        self._owner.setObjectName("owner")
        self._person = ElidedLabel()
        self._person.setObjectName("person")
        self._person.setCursor(Qt.CursorShape.PointingHandCursor)
        self._person.installEventFilter(self)
        self._person.hide()
        for shown in (title, self._owner, self._person):
            self.box.addWidget(shown)
        self.box.addSpacing(4)

    def _build_pages(self) -> None:
        inner = QWidget()
        inner.setObjectName("railpages")
        self._inside = QVBoxLayout(inner)
        self._inside.setContentsMargins(0, 0, 0, 0)
        self._inside.setSpacing(2)
        for group in self.groups:
            group.head.clicked.connect(self._turn)
            group.head.walked.connect(self._walk)
            for button in group.pages:
                self._group.addButton(button)
                self._buttons[button.entry.name] = button
                button.clicked.connect(self._clicked)
                button.walked.connect(self._walk)
            self._inside.addWidget(group)
        self._inside.addStretch(1)
        self._area = QScrollArea()
        self._area.setObjectName("railarea")
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(inner)
        self.box.addWidget(self._area, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a low screen the pages stand closer together, so that how things stand with HQ stays in sight."""
        super().resizeEvent(event)
        low = self.height() < _LOW
        if low == self._low:
            return
        self._low = low
        self.box.setContentsMargins(12, 8 if low else 16, 12, 8 if low else 12)
        self._inside.setSpacing(0 if low else 2)
        for group in self.groups:
            for button in (group.head, *group.pages):
                tone(button, low=low)

    # ---- what is shown

    def paint_icons(self) -> None:
        """Paints the icons in the colours that hold now."""
        for button in self._buttons.values():
            if not button.isHidden():
                button.paint_icon()

    def has(self, name: str) -> bool:
        """Whether a page has a place of its own here."""
        return name in self._buttons

    def choose(self, name: str) -> None:
        """Marks the page that is shown."""
        if name in self._buttons:
            self._buttons[name].setChecked(True)
        for group in self.groups:
            group.fold(group.folded)
        QTimer.singleShot(0, self, self._show_chosen)  # once what was folded is laid out

    def _chosen(self) -> _PageButton | None:
        return next((each for each in self._buttons.values() if each.isChecked()), None)

    @Slot()
    def _show_chosen(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self._inside.activate()
            self._area.ensureWidgetVisible(chosen, 0, 8)

    def fold(self, codes: Collection[str]) -> None:
        """Folds these groups and no others."""
        for group in self.groups:
            group.fold(group.code in codes)

    def say_owner(self, text: str) -> None:
        """Whose desk this is."""
        self._owner.setText(text)
        self._owner.setToolTip(text)

    def say_person(self, text: str) -> None:
        """Who works here, in which role."""
        self._person.setText(text)
        self._person.setToolTip(text)
        self._person.setVisible(bool(text))

    def badge(self, name: str, count: int) -> None:
        """How much waits on a page, beside its name."""
        if name in self._buttons:
            self._buttons[name].say_count(count)

    # ---- the mouse

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A click on whoever works here."""
        if watched is self._person and event.type() == QEvent.Type.MouseButtonRelease:
            self.person_wanted.emit()
        return super().eventFilter(watched, event)

    @Slot()
    def _clicked(self) -> None:
        button = self.sender()
        if isinstance(button, _PageButton):
            self.picked.emit(button.entry.name)

    @Slot()
    def _turn(self) -> None:
        head = self.sender()
        group = next(each for each in self.groups if each.head is head)
        self._set_folded(group, not group.folded)

    def _set_folded(self, group: _Group, folded: bool) -> None:
        if group.folded != folded:
            group.fold(folded)
            self.folding_changed.emit([each.code for each in self.groups if each.folded])

    # ---- the keyboard

    @Slot()
    def enter(self) -> None:
        """The caret comes to the page that is shown."""
        (self._chosen() or self.groups[0].head).setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot(int)
    def _walk(self, key: int) -> None:
        """Arrows go through what is in sight; left and right fold; Enter opens; Esc goes back to the page."""
        here = self.sender()
        lines = [line for group in self.groups for line in (group.head, *group.pages) if not line.isHidden()]
        group = next(each for each in self.groups if here is each.head or here in each.pages)
        at = next(place for place, line in enumerate(lines) if line is here)
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End):
            to = {Qt.Key.Key_Up: at - 1, Qt.Key.Key_Down: at + 1, Qt.Key.Key_Home: 0}.get(Qt.Key(key), len(lines))
            line = lines[min(max(to, 0), len(lines) - 1)]
            line.setFocus(Qt.FocusReason.OtherFocusReason)
            self._area.ensureWidgetVisible(line, 0, 8)
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._fold_by_key(group, folded=key == Qt.Key.Key_Left)
        else:
            lines[at].click()

    def _fold_by_key(self, group: _Group, *, folded: bool) -> None:
        if folded:
            group.head.setFocus(Qt.FocusReason.OtherFocusReason)
        self._set_folded(group, folded)
