"""The table people move in: rows of one height, Enter opens, the chosen row survives every refresh."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QMetaMethod,
    QModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from desktop.arrangement import Arrangement
from desktop.ui.frame.style import colour, font_of
from desktop.ui.tables.cells import CellDelegate
from desktop.ui.tables.chosen_rows import ChosenRows, plain_viewport
from desktop.ui.tables.copying import RowCopier
from desktop.ui.tables.habits import COMPACT, Laid, ListHabits, habits_of
from desktop.ui.tables.header import ListHeader
from desktop.ui.tables.laying import ColumnLayout
from desktop.ui.tables.model import ListModel
from desktop.ui.tables.offers import ListOffers

ROW = 36
CLOSE_ROW = 22
_COPY_CELL = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def _nothing_beside() -> tuple[str, str]:
    return "", ""


class ListView(ChosenRows):
    """A long list.

    Signals:
        opened: Enter or a double click on a row; carries the row.
        chosen: the current row changed; carries the row or None.
        left_up: the Up key on the first row, which leads back to the search field.
        laid: the columns have other widths.
        typed: a letter or a digit was typed, which looks for something.
        picked: other rows are selected.
        menu_wanted: the menu of the list (the column it is about or -1, where it opens).
        arranged: somebody wants the list in another way.
        too_many: more rows are selected than are copied.
        recalled: a list that was kept under a name comes back (the Favourite).
    """

    opened = Signal(object)
    chosen = Signal(object)
    left_up = Signal()
    sortable = True
    """Whether its rows may stand in another order than the one they were given in."""
    narrowable = True
    """Whether some of its rows may be shown alone; not where something else tells what all of them come to."""

    laid = Signal()
    typed = Signal(str)
    picked = Signal()
    menu_wanted = Signal(int, QPoint)
    arranged = Signal()
    too_many = Signal()
    recalled = Signal(object)

    def __init__(self, model: ListModel, parent: QWidget | None = None, *, row: int = ROW) -> None:
        super().__init__(model, parent)
        self.setViewport(plain_viewport())
        self._kept: int | None = None
        self._empty = ""
        self._ready = False
        self._anew = False
        self._sought: int | None = None
        self._row = row
        self.habits: ListHabits | None = None
        self.setHorizontalHeader(ListHeader(self))
        self.columns = ColumnLayout(self, model)
        self._copier = RowCopier(self)
        self.offers = ListOffers(self)
        self.beside: Callable[[], tuple[str, str]] = _nothing_beside
        model.modelAboutToBeReset.connect(self._keep)
        self.setModel(model)
        model.modelReset.connect(self._restore)
        model.modelReset.connect(self.columns.measure_anew)
        model.dataChanged.connect(self._arrived)
        self.verticalScrollBar().valueChanged.connect(self.columns.measure_more)
        self.setItemDelegate(CellDelegate(self))
        self._build_look(row)
        self.doubleClicked.connect(self._open)
        self.selectionModel().currentRowChanged.connect(self._current)
        self.selectionModel().selectionChanged.connect(self.picked)
        self._wire_header(model)

    def _wire_header(self, model: ListModel) -> None:
        header = self.header
        header.sorted_by.connect(self.sort_next_way)
        header.sized.connect(self.size_column)
        header.moved.connect(self._moved)
        header.menu_wanted.connect(self.menu_wanted)
        self.menu_wanted.connect(self.offers.open_menu)
        model.window.rearranged.connect(self._mark)

    def _build_look(self, row: int) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        # One height for all: a million rows are then laid out without being measured.
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(CLOSE_ROW)
        self.verticalHeader().setDefaultSectionSize(row)

    @property
    def header(self) -> ListHeader:
        header = self.horizontalHeader()
        assert isinstance(header, ListHeader)
        return header

    # ---- as somebody wants it

    @property
    def arrangement(self) -> Arrangement:
        return self._list.window.arrangement

    @property
    def sorted_column(self) -> int:
        """The column the list is sorted by; -1 where it stands in its own order."""
        key = self.arrangement.sort
        return next((place for place, column in enumerate(self._list.columns) if column.key == key), -1) if key else -1

    def arrange(self, wanted: Arrangement) -> None:
        """Shows the list another way, from its first row."""
        if wanted != self.arrangement:
            self.start_over()
            self._list.window.arrange(wanted)
            self.arranged.emit()

    @Slot(int)
    def sort_next_way(self, place: int) -> None:
        """Sorts by a column: up, again down, and a third time as the list stands by itself."""
        if self.sortable and 0 <= place < len(self._list.columns):
            self.arrange(self.arrangement.turned(self._list.columns[place].key))

    @Slot()
    def _mark(self) -> None:
        narrowed = [
            place
            for place, column in enumerate(self._list.columns)
            if self.arrangement.codes(column.key) or (column.day and self.arrangement.days_are_few)
        ]
        self.header.mark(self.sorted_column, narrowed, down=self.arrangement.down)
        self.columns.lay()

    # ---- as somebody likes it

    def use_habits(self, habits: ListHabits) -> None:
        """Lies as somebody left it."""
        self.habits = habits
        self.be_close(close=habits.density == COMPACT)
        if habits.laid != self.columns.laid:
            self.columns.use(habits.laid)

    def be_close(self, *, close: bool) -> None:
        """Twice as many rows in the same room, or as they were."""
        height = CLOSE_ROW if close else self._row
        if self.verticalHeader().defaultSectionSize() != height:
            self.verticalHeader().setDefaultSectionSize(height)
            self.columns.measure_anew()
            self.scrollTo(self.currentIndex())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._settle_in()

    def _settle_in(self) -> None:
        """Lies as whoever works here left it: that is known once the books are open."""
        habits = habits_of(self)
        if habits is not None and (self.habits is None or self.habits.person != habits.person):
            self.use_habits(habits)
        elif self.habits is not None:
            self.be_close(close=self.habits.density == COMPACT)

    def keep_density(self, density: str) -> None:
        """How close all lists of this person stand from now on."""
        if self.habits is not None:
            self.habits.keep_density(density)
        for view in self.window().findChildren(ListView):
            view.be_close(close=density == COMPACT)

    @Slot(int, int)
    def size_column(self, place: int, wide: int) -> None:
        """Makes a column so wide; 0 is as wide as it likes."""
        self._remember(self.columns.size(place, wide))

    @Slot()
    def _moved(self) -> None:
        self._remember(self.columns.order())

    def show_column(self, place: int, *, seen: bool) -> None:
        """Puts a column away, or takes it out again."""
        self._remember(self.columns.show(place, seen=seen))

    def lay_as_made(self) -> None:
        """All columns as they were before anybody changed them."""
        self.columns.use(Laid())
        self._remember(self.columns.laid)

    def _remember(self, laid: Laid) -> None:
        if self.habits is not None:
            self.habits.keep_laid(laid)

    def say_when_empty(self, text: str) -> None:
        """What stands in the middle of a list without rows."""
        self._empty = text
        self.viewport().update()

    def current_row(self) -> Any | None:
        """The row the caret is on."""
        return self._list.row_at(self.currentIndex())

    # ---- the chosen row survives

    def start_over(self) -> None:
        """The next list begins at its first row, because something new stands there."""
        self._anew = True

    def seek(self, key: int | None) -> None:
        """The next list begins at this row, by its id, where it holds it."""
        self._sought = key

    @Slot()
    def _keep(self) -> None:
        if self._sought is not None:
            self._anew, self._kept, self._sought = False, self._sought, None
            return
        if self._anew:
            self._anew, self._kept, self._several = False, None, frozenset()
            return
        current = self._list.id_at(self.currentIndex())
        self._kept = self._kept if current is None else current
        self._keep_several()

    @Slot()
    def _restore(self) -> None:
        self._ready = True
        if self.isVisible():
            self._settle_in()
        ids = self._list.window.ids
        place = self._place_of(self._kept, ids)
        if self._list.rowCount():
            self.selectRow(place)
            self.scrollTo(self._list.index(place, 0))
            self._select_again(ids)
        self._current(self.currentIndex(), QModelIndex())
        self.picked.emit()

    @staticmethod
    def _place_of(kept: int | None, ids: array[int]) -> int:
        if kept is None:
            return 0
        try:
            return ids.index(kept)
        except ValueError:
            return 0

    @Slot(QModelIndex, QModelIndex)
    def _current(self, current: QModelIndex, _: QModelIndex) -> None:
        self.chosen.emit(self._list.row_at(current))

    @Slot(QModelIndex, QModelIndex)
    def _arrived(self, first: QModelIndex, last: QModelIndex) -> None:
        self.columns.forget(first.row(), last.row())
        self.columns.measure_more()
        if first.row() <= self.currentIndex().row() <= last.row():
            self.chosen.emit(self.current_row())

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        row = self._list.row_at(index)
        if row is not None:
            self.opened.emit(row)

    # ---- keys and looks

    def event(self, event: QEvent) -> bool:
        override = event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if override and event.key() == Qt.Key.Key_Escape and self.arrangement.narrows:  # type: ignore[attr-defined]
            event.accept()  # a page that Esc leaves is left by the next one
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, held = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not held:
            self._open(self.currentIndex())
        elif key == Qt.Key.Key_Up and not held and self.currentIndex().row() <= 0:
            self.left_up.emit()
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and self._list.rowCount() and not held:
            self.selectRow(0 if key == Qt.Key.Key_Home else self._list.rowCount() - 1)
        elif held == Qt.KeyboardModifier.AltModifier and key == Qt.Key.Key_Down:
            self.menu_wanted.emit(-1, self.viewport().mapToGlobal(QPoint(12, 2)))
        elif held == Qt.KeyboardModifier.AltModifier and Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
            self._turn_nth(key - Qt.Key.Key_1)
        elif key == Qt.Key.Key_Escape and self.arrangement.narrows:
            self.arrange(self.arrangement.widened())
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif held == _COPY_CELL and key == Qt.Key.Key_C:
            self._copier.copy_cell()
        elif not self._looks_for(event):
            super().keyPressEvent(event)

    def _turn_nth(self, nth: int) -> None:
        seen = self.columns.seen()
        if nth < len(seen):
            self.sort_next_way(seen[nth])

    def _looks_for(self, event: QKeyEvent) -> bool:
        """Whether what is typed looks for something, which belongs to the search field."""
        text, held = event.text(), event.modifiers()
        plain = not held & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        if not plain or not text.strip() or not text.isprintable():
            return False
        if not self.isSignalConnected(QMetaMethod.fromSignal(self.typed)):
            return False
        self.typed.emit(text)
        return True

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Chinese that was written over the list looks for something too."""
        if event.commitString():
            self.typed.emit(event.commitString())

    def copy(self) -> None:
        """The selected rows as a spreadsheet takes them; too many are given out as a workbook instead."""
        if not self._copier.copy():
            self.too_many.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of whatever holds the list, about the row under the pointer."""
        index = self.indexAt(event.pos())
        if index.isValid() and event.reason() == QContextMenuEvent.Reason.Mouse:
            if not self.selectionModel().isRowSelected(index.row(), QModelIndex()):
                self.selectRow(index.row())
            else:
                self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        event.ignore()

    def keyboardSearch(self, search: str) -> None:
        """Typing belongs to the search field, and looking through a million rows would fetch them all."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.columns.measure()
        self.columns.lay()

    def lay_columns(self) -> None:
        """Gives each column its width."""
        self.columns.lay()

    def stands_under(self, place: int, width: int) -> None:
        """What stands under a column is so wide (pixels), and is seen whole as well."""
        self.columns.stands_under(place, width)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._ready and self._empty and not self._list.rowCount():
            painter = QPainter(self.viewport())
            painter.setPen(colour("muted"))
            painter.setFont(font_of(13))
            area = QRect(0, 0, self.viewport().width(), min(self.viewport().height(), 240))
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._empty)
