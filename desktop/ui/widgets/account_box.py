"""The accounts as one field: a list to fall down, and an account found by name, code or initials while it is typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QSignalBlocker, Qt, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QComboBox, QCompleter, QWidget

from desktop.ui.frame.actions import search
from desktop.ui.frame.work import Worker
from desktop.ui.widgets.fields import select_name

_KEY, _PLACE = (
    Qt.ItemDataRole.UserRole + 1,
    Qt.ItemDataRole.UserRole + 2,
)  # what an account is found by, and where it is
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_SHOWN = 14


class _Finder(QCompleter):
    """Finds by the keys, shows the names."""

    def pathFromIndex(self, index: QModelIndex) -> str:  # type: ignore[override]
        return str(index.data(Qt.ItemDataRole.DisplayRole) or "")


class AccountBox(QComboBox):
    """A choice among many accounts, never another in place of the one that was asked for.

    Each item's data is the buyer's id. Only what a person chooses is a change: filling the list, or choosing for
    somebody who asks for what follows himself, is none.
    """

    def __init__(self, worker: Worker, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._keyed = -1
        self._wanted = ""
        self.currentIndexChanged.connect(self._chosen)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMaxVisibleItems(18)
        self.setMinimumWidth(160)  # the longest of its names doesn't push its neighbours out of sight
        self._finder = _Finder(self)
        self._finder.setCompletionRole(_KEY)
        self._finder.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._finder.setFilterMode(Qt.MatchFlag.MatchContains)
        self._finder.setMaxVisibleItems(_SHOWN)
        self.setCompleter(self._finder)
        self._finder.activated[QModelIndex].connect(self._take)  # type: ignore[index]  # the stubs lack overloads
        field = self.lineEdit()
        if field is not None:
            field.setPlaceholderText(self.tr("名称 / 编码 / 拼音首字母"))

    @property
    def buyer(self) -> str:
        """The account asked for: the one that was sent for until it is listed, else the one chosen; "" for none."""
        return self._wanted or str(self.currentData() or "")

    def show_accounts(self, accounts: Sequence[tuple[str, str, str]]) -> None:
        """Fills the list with buyer, seller ("" for this place itself) and name; the one that was chosen stays."""
        before = self.buyer
        with QSignalBlocker(self):
            self.clear()
            for buyer, seller, name in accounts:
                self.addItem(self.tr("{0}（供货方）").format(name) if seller else name, buyer)
        if before:
            self.choose(before)

    def choose(self, buyer: str) -> None:
        """Chooses an account now, or as soon as it is listed."""
        place = self.findData(buyer)
        self._wanted = buyer if place < 0 else ""
        with QSignalBlocker(self):
            self.setCurrentIndex(place)
        self._show_beginning()

    def name_wanted(self, name: str) -> None:
        """The account that was sent for isn't one of the list, but has a name."""
        if self._wanted:
            with QSignalBlocker(self):
                self.addItem(name, self._wanted)
            self.choose(self._wanted)

    @Slot()
    def _chosen(self) -> None:
        """A person chose another account than the one that was sent for."""
        self._wanted = ""
        self._show_beginning()

    def _show_beginning(self) -> None:
        """A name that is too long for the field is seen from its beginning."""
        field = self.lineEdit()
        if field is not None:
            field.setCursorPosition(0)

    def seek(self) -> None:
        """The caret into the field; what is typed finds another account."""
        self.setFocus()
        self.know_keys()
        field = self.lineEdit()
        if field is not None:
            select_name(field)

    def know_keys(self) -> None:
        """Asks what the accounts are found by, once for each filling."""
        if self._keyed != self.count():
            self._keyed = self.count()
            self._worker.read(search.dealer_keys, then=self._know)

    @Slot(object)
    def _know(self, keys: Mapping[str, str]) -> None:
        found = QStandardItemModel(self)
        for place in range(self.count()):
            name = self.itemText(place)
            item = QStandardItem(name)
            item.setData(f"{name} {keys.get(str(self.itemData(place)), '')}", _KEY)
            item.setData(place, _PLACE)
            found.appendRow(item)
        self._finder.setModel(found)

    @Slot(QModelIndex)
    def _take(self, found: QModelIndex) -> None:
        place = found.data(_PLACE)
        if place is not None and place < self.count():
            self.setCurrentIndex(place)
            self._restore()

    def _restore(self) -> None:
        found = self._finder.popup()
        if found is not None:
            found.hide()  # it only goes by itself where the field leaves its key to it
        field = self.lineEdit()
        if field is not None:
            field.setText(self.currentText() if self.currentIndex() < 0 else self.itemText(self.currentIndex()))
            select_name(field)

    def _is_changed(self) -> bool:
        field: Any = self.lineEdit()
        return bool(field.text() != self.itemText(self.currentIndex()))

    def event(self, event: QEvent) -> bool:
        """Esc belongs to the field while something is typed, not to the page."""
        asked = event.key() if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride else 0
        if asked == Qt.Key.Key_Escape and self._is_changed():
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the first account that is found, Esc goes back to the one that stood there."""
        field: Any = self.lineEdit()
        changed = self._is_changed()
        if event.key() in _ENTER and changed:
            self._finder.setCompletionPrefix(field.text())
            found = self._finder.currentIndex()
            if found.isValid():
                self._take(found)
            else:
                self._restore()
        elif event.key() == Qt.Key.Key_Escape and changed:
            self._restore()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.know_keys()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._restore()
