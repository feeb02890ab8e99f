"""Small dialogs by keyboard: Enter goes on, the last one or F8 does it, Esc leaves; what is wrong is said beside it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop.actions.headquarters.queued import Queued
from desktop.ui.frame.page import tell_page
from desktop.ui.frame.presses import OnScreen, Press
from desktop.ui.widgets import formatting
from desktop.ui.widgets.fields import EnterEdit, Field
from desktop.ui.widgets.parts import Banner, label
from desktop.ui.widgets.scrolling import Fields
from domain.errors import DeskError

_MESSAGE = 68  # the height that is kept for what has to be told
_BELOW = 24  # so much of the window below stays in sight
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def fitting(dialog: QWidget, wanted: QSize) -> QSize:
    """The size a dialog gets: what it wants, and no more than the window it stands over has."""
    above = dialog.parentWidget()
    return wanted if above is None else wanted.boundedTo(above.window().size())


def stay_in_sight(dialog: QWidget) -> None:
    """Moves what has grown back onto its screen, so that its buttons can be reached."""
    around, frame = dialog.screen().availableGeometry(), dialog.frameGeometry()
    left = max(min(frame.left(), around.right() - frame.width()), around.left())
    top = max(min(frame.top(), around.bottom() - frame.height()), around.top())
    dialog.move(left, top)


class FormDialog(QDialog):
    """Fields one under the other and one button that does it.

    It keeps its size whatever has to be told: there is room for a message, and a longer one has the fields scroll.

    While it is being done, neither its key nor Esc does anything: what was asked for once is done once.

    Signals:
        confirmed: everything is filled in rightly and wanted.
    """

    confirmed = Signal()

    much = False
    """Whether so much is typed here that one press of Esc is not to throw it away."""

    def __init__(self, parent: QWidget, *, width: int = 460) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setMinimumWidth(width)
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(22, 18, 22, 18)
        self.box.setSpacing(12)
        self._heading = label("", "heading", wrap=True)
        self.box.addWidget(self._heading)
        self.banner = Banner(self)
        self.fields = QVBoxLayout()
        self.fields.setSpacing(12)
        inside = QVBoxLayout()
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(12)
        inside.addWidget(self.banner)
        inside.addLayout(self.fields, 1)
        self._area = Fields(inside, width - 44)
        self.box.addWidget(self._area, 1)
        self.do = QPushButton()
        self.do.setProperty("kind", "primary")
        self.do.setDefault(False)
        self.do.setAutoDefault(False)
        self.do.clicked.connect(self.confirm)
        leave = self._leave_button = QPushButton(self.tr("取消") + "  Esc")
        leave.setAutoDefault(False)
        leave.clicked.connect(self.reject)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(leave)
        line.addWidget(self.do)
        self.box.addLayout(line)
        self._chain: list[QWidget] = []
        self._by_fact: dict[str, Field] = {}
        self._asked = self._sized = self._warned = self._by_button = self._lacked = False
        self.do.installEventFilter(self)
        self._standing = OnScreen()

    def say_what(self, title: str, doing: str) -> None:
        """What the dialog is for, and what its button does."""
        self.setWindowTitle(title)
        self._heading.setText(title)
        self.do.setText(f"{doing}  F8")

    def add(self, field: Field, *facts: str) -> Field:
        """A field; errors whose code begins with one of `facts` are told beside it."""
        self.fields.addWidget(field)
        self.chain(field.edit)
        for fact in facts:
            self._by_fact[fact] = field
        return field

    def add_row(self, fields: Sequence[Field]) -> None:
        """Fields side by side."""
        line = QHBoxLayout()
        line.setSpacing(12)
        for field in fields:
            line.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
            self.chain(field.edit)
        self.fields.addLayout(line)

    def blames(self, field: Field, *facts: str) -> None:
        """Errors whose code begins so belong to this field."""
        for fact in facts:
            self._by_fact[fact] = field

    def chain(self, edit: QWidget) -> None:
        """Enter in one field leads to the next, in the last to the button."""
        if isinstance(edit, EnterEdit):
            edit.entered.connect(partial(self._leave, edit))
        elif isinstance(edit, QComboBox | QCheckBox):
            edit.installEventFilter(self)
        self._chain.append(edit)

    def _leave(self, edit: QObject) -> None:
        """From a field to the next one that is there to be filled in, or to the button."""
        places = [place for place, each in enumerate(self._chain) if each is edit]
        following = self._chain[places[0] + 1 :] if places else []
        after = next((each for each in following if each.isVisibleTo(self) and each.isEnabled()), self.do)
        after.setFocus()
        if after is not self.do:
            self._area.ensureWidgetVisible(after)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter leaves a choice or a tick for the next field, as it leaves every other field."""
        if watched is self.do:
            if event.type() == QEvent.Type.EnabledChange and self._lacked and self.do.isEnabled():
                self._lacked = False
                self.banner.hide()  # what it said was missing is there now
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in _ENTER:
            self._leave(watched)
            return True
        return super().eventFilter(watched, event)

    def lacking(self) -> str:
        """What its key says as long as it can't be done."""
        return formatting.told("not_ready_yet")

    def say_lacking(self) -> None:
        """Says what is missing, until it is there."""
        self._lacked = True
        self.banner.say(self.lacking(), "warn")

    def confirm(self) -> None:
        """Does it, if every field can be read and it isn't being done already; never by the key that opened it."""
        if not self.do.isEnabled() and not self._asked:
            self.say_lacking()
        if not self.do.isEnabled() or not self._standing.read:
            return
        for edit in self._chain:
            if isinstance(edit, EnterEdit) and not edit.settle():
                edit.setFocus()
                return
        self.banner.hide()
        for field in self._by_fact.values():
            field.blame(None)  # it is judged anew
        self._by_button = self.do.hasFocus()
        self.do.setEnabled(False)
        self._asked = True
        Press.note(("F8", "Return", "Enter"))  # a second press of it is not meant for what stands below
        self.confirmed.emit()

    def refuse(self, why: DeskError | Queued) -> None:
        """It is not done: HQ was asked to, or the reason stands beside its field, or on top."""
        if isinstance(why, Queued):
            tell_page(self, why)
            return
        self.do.setEnabled(True)
        self._asked = False
        if self._by_button:
            self.do.setFocus()  # which it lost to the button that leaves while it couldn't be pressed
        for fact, field in self._by_fact.items():
            if why.code.startswith(fact):
                field.blame(why)
                field.edit.setFocus()
                self._area.show_whole(field)
                return
        self.banner.say(formatting.tell(why), "bad")
        self._area.verticalScrollBar().setValue(0)

    def accept(self) -> None:
        """It is done; a second press of the key that did it isn't meant for what stands below."""
        if self._asked:
            Press.note(("F8", "Return", "Enter"))
        super().accept()

    def reject(self) -> None:
        """Leaves it, unless it is being done."""
        if self.do.isEnabled() or not self._asked:
            super().reject()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.isAutoRepeat() and event.key() in (Qt.Key.Key_F8, *_ENTER):
            return  # a key held down goes on with nothing
        if event.key() == Qt.Key.Key_F8:
            self.confirm()
        elif event.key() == Qt.Key.Key_Escape and self.much and self._typed() and not self._warned:
            self._warned = True
            self.banner.say(formatting.told("not_saved_yet"), "warn")
        elif event.key() in _ENTER:
            if self.focusWidget() is self.do:
                self.confirm()
        else:
            super().keyPressEvent(event)

    def _typed(self) -> bool:
        """Whether anything stands here that a person typed."""
        return any(isinstance(each, QLineEdit) and each.isModified() and bool(each.text()) for each in self._chain)

    def fit(self) -> None:
        """As large as what it asks for now, with room for a message, and a little smaller than the window below."""
        self._area.updateGeometry()
        self.box.activate()
        wanted = self.sizeHint() + QSize(0, _MESSAGE)
        self.resize(fitting(self, wanted + QSize(0, _BELOW)) - QSize(0, _BELOW))  # the window's edge, not its own
        if self.isVisible():
            stay_in_sight(self)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._sized:
            self._sized = True
            if not self.fields.expandingDirections() & Qt.Orientation.Vertical:
                self.fields.addStretch(0)  # room that is kept for a message stands below the fields, not between them
            self.fit()
        self._standing = OnScreen()
        self._begins().setFocus()

    def _begins(self) -> QWidget:
        """Where the caret is at first: in the first field, else where the dialog put it, and never where it is done."""
        if self._chain:
            return self._chain[0]
        put: Any = self.focusWidget()  # or None
        beginning: QWidget = self._leave_button if put is None or put is self.do else put
        return beginning
