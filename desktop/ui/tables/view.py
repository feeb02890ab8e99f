"""The table people move in: rows of one height, Enter opens, the chosen row survives every refresh."""

from __future__ import annotations

from array import array
from typing import Any

from PySide6.QtCore import QModelIndex, QRect, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from desktop.ui.frame.style import colour, font_of
from desktop.ui.tables.cells import PAD, CellDelegate
from desktop.ui.tables.columns import Ruler, column_widths, need_of
from desktop.ui.tables.model import ListModel

ROW = 36


def _viewport() -> QWidget:
    """A viewport like the one a list makes for itself.

    That one has to be found among all classes of widgets, each made ready for it, when Python first asks for it: a
    twentieth of the time in which the window starts. One made here is known.
    """
    viewport = QWidget()
    viewport.setBackgroundRole(QPalette.ColorRole.Base)
    viewport.setAutoFillBackground(True)
    return viewport


class ListView(QTableView):
    """A long list.

    Signals:
        opened: Enter or a double click on a row; carries the row.
        chosen: the current row changed; carries the row or None.
        left_up: the Up key on the first row, which leads back to the search field.
        laid: the columns have other widths.
    """

    opened = Signal(object)
    chosen = Signal(object)
    left_up = Signal()
    laid = Signal()

    def __init__(self, model: ListModel, parent: QWidget | None = None, *, row: int = ROW) -> None:
        super().__init__(parent)
        self.setViewport(_viewport())
        self._list = model
        self._kept: int | None = None
        self._empty = ""
        self._ready = False
        self._anew = False
        self._ruler = Ruler()
        self._said = [0] * len(model.columns)
        self._footed: dict[int, int] = {}
        self._measured: set[int] = set()
        self._stale = True  # what was measured is of another list
        model.modelAboutToBeReset.connect(self._keep)
        self.setModel(model)
        model.modelReset.connect(self._restore)
        model.modelReset.connect(self._measure_anew)
        model.dataChanged.connect(self._arrived)
        self.verticalScrollBar().valueChanged.connect(self._measure_more)
        self.setItemDelegate(CellDelegate(self))
        self._build_look(row)
        self.doubleClicked.connect(self._open)
        self.selectionModel().currentRowChanged.connect(self._current)

    def _build_look(self, row: int) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        # One height for all: a million rows are then laid out without being measured.
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(row)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setMinimumSectionSize(20)
        self.horizontalHeader().setSectionsClickable(False)

    def allow_several(self) -> None:
        """Several rows may be chosen: Shift and the arrows, Shift or Ctrl and the mouse, Ctrl+A."""
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)

    def chosen_rows(self) -> list[Any]:
        """The rows that are chosen, from the top; of a list that is longer than what was read, those that were."""
        places = sorted(index.row() for index in self.selectionModel().selectedRows())
        found = [self._list.row_at(self._list.index(place, 0)) for place in places]
        return [row for row in found if row is not None]

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

    @Slot()
    def _keep(self) -> None:
        if self._anew:
            self._anew, self._kept = False, None
            return
        current = self._list.id_at(self.currentIndex())
        self._kept = self._kept if current is None else current

    @Slot()
    def _restore(self) -> None:
        self._ready = True
        place = self._place_of(self._kept, self._list.window.ids)
        if self._list.rowCount():
            self.selectRow(place)
            self.scrollTo(self._list.index(place, 0))
        self._current(self.currentIndex(), QModelIndex())

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
        self._measured.difference_update(range(first.row(), last.row() + 1))
        self._measure_more()
        if first.row() <= self.currentIndex().row() <= last.row():
            self.chosen.emit(self.current_row())

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        row = self._list.row_at(index)
        if row is not None:
            self.opened.emit(row)

    # ---- keys and looks

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self._open(self.currentIndex())
        elif key == Qt.Key.Key_Up and self.currentIndex().row() <= 0:
            self.left_up.emit()
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and self._list.rowCount():
            self.selectRow(0 if key == Qt.Key.Key_Home else self._list.rowCount() - 1)
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Typing belongs to the search field, and looking through a million rows would fetch them all."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()
        self.lay_columns()

    def lay_columns(self) -> None:
        """Gives each column its width: what is identified by stays whole, and what can't be is scrolled to."""
        letters = QFontMetrics(self.horizontalHeader().font())
        columns = self._list.columns
        heads = [letters.horizontalAdvance(column.title) + 2 * PAD + 2 for column in columns]
        places = [place for place in range(len(columns)) if not self._is_left_out(place)]
        said = [max(wide, self._footed.get(place, 0)) for place, wide in enumerate(self._said)]
        needs = [need_of(columns[place], heads[place], said[place]) for place in places]
        for place, width in zip(places, column_widths(needs, self.viewport().width()), strict=True):
            self.setColumnHidden(place, not width)
            if width:
                self.setColumnWidth(place, width)
        self.laid.emit()

    def stands_under(self, place: int, width: int) -> None:
        """What stands under a column is so wide (pixels), and is seen whole as well."""
        self._footed[place] = width + 2 * PAD

    def _is_left_out(self, place: int) -> bool:
        """Whether somebody else than `lay_columns` keeps a column out of sight."""
        return self.isColumnHidden(place) and not self._list.columns[place].spare

    # ---- how wide the rows in sight are

    @Slot()
    def _measure_anew(self) -> None:
        self._measured.clear()
        self._stale = True
        self._measure_more()

    @Slot()
    def _measure_more(self) -> None:
        if self._measure():
            self.lay_columns()

    def _measure(self) -> bool:
        """Whether rows that came into sight say something wider than any before."""
        first = self.verticalScrollBar().value()
        last = min(
            first + self.viewport().height() // self.verticalHeader().defaultSectionSize() + 2, self._list.rowCount()
        )
        rows = {place: self._list.window.row(place) for place in range(first, last) if place not in self._measured}
        known = {place: row for place, row in rows.items() if row is not None}
        if not known:
            return False
        before = self._said
        self._measured.update(known)
        said = [0] * len(before) if self._stale else before
        self._stale = False
        self._said = [
            max(wide, *(self._ruler.width(column, row) for row in known.values()))
            for wide, column in zip(said, self._list.columns, strict=True)
        ]
        return self._said != before

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._ready and self._empty and not self._list.rowCount():
            painter = QPainter(self.viewport())
            painter.setPen(colour("muted"))
            painter.setFont(font_of(13))
            area = QRect(0, 0, self.viewport().width(), min(self.viewport().height(), 240))
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._empty)
