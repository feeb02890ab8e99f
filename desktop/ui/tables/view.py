"""The table people move in: rows of one height, Enter opens, the chosen row survives every refresh."""

from __future__ import annotations

import math
from array import array
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QRect, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from desktop.ui.style import colour, font_of
from desktop.ui.tables.cells import CellDelegate
from desktop.ui.tables.model import Column, ListModel

_SHARE, _LEAST = 120, 66  # what a column without a width gets, and what it gets where there is little room
_FIGURES, _WORDS = 0.92, 0.72  # so much of its width a column really needs
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
    """

    opened = Signal(object)
    chosen = Signal(object)
    left_up = Signal()

    def __init__(self, model: ListModel, parent: QWidget | None = None, *, row: int = ROW) -> None:
        super().__init__(parent)
        self.setViewport(_viewport())
        self._list = model
        self._kept: int | None = None
        self._empty = ""
        self._ready = False
        self._anew = False
        model.modelAboutToBeReset.connect(self._keep)
        self.setModel(model)
        model.modelReset.connect(self._restore)
        model.dataChanged.connect(self._arrived)
        self.setItemDelegate(CellDelegate(self))
        self._build_look(row)
        self.doubleClicked.connect(self._open)
        self.selectionModel().currentRowChanged.connect(self._current)

    def _build_look(self, row: int) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
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
        self.lay_columns()

    def lay_columns(self) -> None:
        """Gives each column its width, and what is left to those that have none; none is ever out of sight."""
        room, letters = self.viewport().width(), QFontMetrics(self.horizontalHeader().font())
        known = dict(enumerate(self._list.columns))
        least = {place: _least(column, letters) for place, column in known.items() if not self._is_left_out(place)}
        for place in [place for place in least if known[place].spare]:
            hidden = sum(least.values()) > room
            self.setColumnHidden(place, hidden)
            if hidden:
                del least[place]
        widths = column_widths([known[place].width for place in least], list(least.values()), room)
        for place, width in zip(least, widths, strict=True):
            self.setColumnWidth(place, width)

    def _is_left_out(self, place: int) -> bool:
        """Whether somebody else than `lay_columns` keeps a column out of sight."""
        return self.isColumnHidden(place) and not self._list.columns[place].spare

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._ready and self._empty and not self._list.rowCount():
            painter = QPainter(self.viewport())
            painter.setPen(colour("muted"))
            painter.setFont(font_of(13))
            area = QRect(0, 0, self.viewport().width(), min(self.viewport().height(), 240))
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._empty)


def _least(column: Column, letters: QFontMetrics) -> int:
    """Figures, numbers and days are seen whole; words end in dots and are told where the pointer rests."""
    kept = int(column.width * (_FIGURES if column.right or column.whole else _WORDS)) or _LEAST
    return max(letters.horizontalAdvance(column.title) + 18, kept)


def column_widths(wanted: Sequence[int], least: Sequence[int], room: int) -> list[int]:
    """The width of each column in this room (pixels): those that want 0 share what is left.

    Where there is too little for all, each gives up the same part of what it has more than its least.
    """
    free = sum(not each for each in wanted)
    share = max((room - sum(wanted)) // max(free, 1), _SHARE)
    whole = [each or share for each in wanted]
    over = sum(whole) - room
    if over <= 0:
        return whole
    spare = [max(each - low, 0) for each, low in zip(whole, least, strict=True)]
    part = min(over / max(sum(spare), 1), 1.0)
    narrow = [each - math.ceil(more * part) for each, more in zip(whole, spare, strict=True)]
    left = sum(narrow)
    return [each * room // left for each in narrow] if left > room else narrow
