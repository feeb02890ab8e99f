"""One line to go anywhere: pages, actions with their keys, customers and products by code, name or initials."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QAction, QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from desktop.ui.frame.actions import search
from desktop.ui.frame.preferences import Preferences
from desktop.ui.frame.style import font_of, pixmap, tokens
from desktop.ui.frame.work import Latest, Worker
from desktop.ui.tables.habits import favourites_of
from desktop.ui.widgets import formatting
from desktop.ui.widgets.parts import SearchEdit, key_text, label
from desktop.ui.widgets.shortlist import ITEM, ShortListModel, paint_ground

_ROW = 38
_SHOWN = 11


@dataclass(frozen=True, slots=True)
class PaletteEntry:
    """One thing to go to or to do: `action` is done, else `page` is shown with `given`."""

    picture: str
    text: str
    detail: str
    keys: str = ""
    action: QAction | None = None
    page: str = ""
    given: object = None
    sought: str = ""


def favourite_entries(
    worker: Worker, preferences: Preferences, places: Iterable[tuple[str, str, str]]
) -> list[PaletteEntry]:
    """Lists that whoever works here keeps under a name; `places` are the pages: name, picture, title."""
    person = worker.working
    titles = {name: title for name, _, title in places}
    kept = favourites_of(preferences, person.id if person else "")
    said = QCoreApplication.translate("Shell", "收藏")
    return [
        PaletteEntry(
            "check",
            formatting.with_colon(titles[favourite.page], favourite.name),
            said,
            page=favourite.page,
            given=favourite,
        )
        for favourite in kept
        if favourite.page in titles
    ]


class _PaletteRow(QStyledItemDelegate):
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        entry: PaletteEntry = index.data(ITEM)
        rect: QRect = option.rect
        now = tokens()
        painter.save()
        paint_ground(painter, option)
        painter.drawPixmap(rect.left() + 14, rect.center().y() - 8, pixmap(entry.picture, "muted", 17, 2))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(font_of(13))
        painter.setPen(QColor(now.text))
        inner = rect.adjusted(42, 0, -16, 0)
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignLeft, entry.text)
        painter.setFont(font_of(12))
        painter.setPen(QColor(now.muted))
        right = middle | Qt.AlignmentFlag.AlignRight
        painter.drawText(inner, right, entry.keys or entry.detail)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> Any:
        size = super().sizeHint(option, index)
        size.setHeight(_ROW)
        return size


class Palette(QFrame):
    """Floats over the window until something is picked or Esc is pressed.

    Signals:
        picked: the Entry.
    """

    picked = Signal(object)

    def __init__(self, worker: Worker, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("palette")
        self._fixed: list[PaletteEntry] = []
        self._found: list[PaletteEntry] = []
        self._before: QWidget | None = None
        self._edit = SearchEdit(self.tr("去哪里，做什么，找哪个客户或商品（名称、编码、拼音首字母）"))
        self._edit.installEventFilter(self)
        self._edit.textChanged.connect(self._typed)
        self._model = ShortListModel(attrgetter("text"), self)
        self._list = QListView()
        self._list.setModel(self._model)
        self._list.setItemDelegate(_PaletteRow(self._list))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setUniformItemSizes(True)
        self._list.clicked.connect(self._pick)
        box = QVBoxLayout(self)
        box.setContentsMargins(10, 10, 10, 8)
        box.setSpacing(8)
        box.addWidget(self._edit)
        box.addWidget(self._list)
        self._nothing = label(self.tr("没有找到。试试编码、名称或拼音首字母。"), "muted")
        box.addWidget(self._nothing)
        self._latest = Latest(worker, self)
        self._latest.answered.connect(self._take)
        self.hide()

    def ask(self, actions: Sequence[QAction], pages: Sequence[PaletteEntry]) -> None:
        """Opens with what can be done now and where one can go; the caret goes back to where it is now."""
        before = QApplication.focusWidget()
        if before is not self._edit:
            self._before = before
        doing = [
            PaletteEntry("open", action.text(), "", key_text(action), action=action)
            for action in actions
            if action.isEnabled()
        ]
        self._fixed = [*pages, *doing]
        self._found = []
        self._edit.clear()
        self._typed("")
        parent = self.window()
        width = min(620, parent.width() - 80)
        self.setFixedWidth(width)
        self.move((parent.width() - width) // 2, 70)
        self.show()
        self.raise_()
        self._edit.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
            key = Qt.Key(event.key())
            if key in step:
                self._move(step[key])
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._pick(self._list.currentIndex())
                return True
            if key == Qt.Key.Key_Escape:
                self.leave()
                return True
        if event.type() == QEvent.Type.FocusOut and not self._edit.hasFocus():
            self.hide()
        return super().eventFilter(watched, event)

    def leave(self) -> None:
        """Closes, with the caret where it was before: hidden alone, it would pass it to whatever comes next."""
        before, self._before = self._before, None
        if before is not None and isValid(before) and before.isVisible():
            before.setFocus()
        self.hide()

    @Slot(str)
    def _typed(self, text: str) -> None:
        typed = text.strip().lower()
        if typed:
            self._latest.ask(search.find_anything, typed)
        else:
            self._latest.drop()
            self._found = []
        self._list_entries()

    @Slot(object)
    def _take(self, found: list[Any]) -> None:
        self._found = [
            PaletteEntry("customers", hit.name, hit.code, page="customers", given=hit.id)
            if hasattr(hit, "tier")
            else PaletteEntry("products", hit.name, hit.sku, page="products", given=hit.sku)
            for hit in found
        ]
        self._list_entries()

    def _list_entries(self) -> None:
        typed = self._edit.text().strip().lower()
        fitting = [entry for entry in self._fixed if typed in f"{entry.text} {entry.sought} {entry.keys}".lower()]
        self._model.show([*fitting, *self._found])
        self._list.setCurrentIndex(self._model.index(0, 0))
        self._list.setVisible(self._model.rowCount() > 0)
        self._nothing.setVisible(self._model.rowCount() == 0)
        self.setFixedHeight(66 + _ROW * min(max(self._model.rowCount(), 1), _SHOWN))

    def _move(self, by: int) -> None:
        last = self._model.rowCount() - 1
        place = min(max(self._list.currentIndex().row() + by, 0), last)
        self._list.setCurrentIndex(self._model.index(place, 0))

    @Slot(QModelIndex)
    def _pick(self, index: QModelIndex) -> None:
        entry = index.data(ITEM)
        if entry is not None:
            self.leave()
            self.picked.emit(entry)
