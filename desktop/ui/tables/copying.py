"""Rows put on the clipboard as a spreadsheet takes them: bare numbers, a tab between columns, read yet or not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication

from desktop.ui.tables.values import plain_text

if TYPE_CHECKING:
    from desktop.ui.tables.model import Column
    from desktop.ui.tables.view import ListView

MOST = 20_000  # rows; more are given out as a workbook


class RowCopier(QObject):
    """Copies the selected rows of a list, with the columns that are in sight."""

    def __init__(self, view: ListView) -> None:
        super().__init__(view)
        self._view = view
        self._columns: Sequence[Column] = ()

    def copy(self) -> bool:
        """Copies the selected rows; whether they were few enough."""
        view = self._view
        if view.chosen_count > MOST:
            return False
        self._columns = [view.list_model.columns[place] for place in view.columns.seen()]
        view.list_model.window.whole_rows(view.chosen_ids(), self._take)
        return True

    def copy_cell(self) -> None:
        """Copies the cell the caret is on."""
        view = self._view
        row, place = view.current_row(), max(view.currentIndex().column(), 0)
        if row is not None:
            QApplication.clipboard().setText(plain_text(view.list_model.columns[place], row))

    @Slot(object)
    def _take(self, rows: Sequence[Any]) -> None:
        lines = ["\t".join(plain_text(column, row) for column in self._columns) for row in rows]
        if lines:
            QApplication.clipboard().setText("\n".join(lines))
