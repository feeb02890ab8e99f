"""The rows of a list that are selected: runs of places, so that a million of them are no more than one."""

from __future__ import annotations

from array import array
from typing import Any

from PySide6.QtCore import QItemSelection, QItemSelectionModel
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QTableView, QWidget

from desktop.ui.tables.model import ListModel

_MOST_KEPT = 5_000  # so many rows stay selected together when the list is read anew


def plain_viewport() -> QWidget:
    """A viewport like the one a list makes for itself.

    That one has to be found among all classes of widgets, each made ready for it, when Python first asks for it: a
    twentieth of the time in which the window starts. One made here is known.
    """
    viewport = QWidget()
    viewport.setBackgroundRole(QPalette.ColorRole.Base)
    viewport.setAutoFillBackground(True)
    return viewport


class ChosenRows(QTableView):
    """A table that knows which of its rows are selected, and selects them again wherever they stand then."""

    def __init__(self, model: ListModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._list = model
        self._several: frozenset[int] = frozenset()

    @property
    def list_model(self) -> ListModel:
        return self._list

    def chosen_places(self) -> list[range]:
        """The rows that are selected, as runs of places from the top."""
        found = self.selectionModel().selection()
        runs = {(found.at(place).top(), found.at(place).bottom()) for place in range(found.size())}
        return [range(top, bottom + 1) for top, bottom in sorted(runs)]

    @property
    def chosen_count(self) -> int:
        """How many rows are selected."""
        return sum(map(len, self.chosen_places()))

    def chosen_ids(self) -> array[int]:
        """The ids of the rows that are selected, from the top."""
        found: array[int] = array("q")
        for run in self.chosen_places():
            found.extend(self._list.window.ids[run.start : run.stop])
        return found

    def chosen_rows(self) -> list[Any]:
        """The rows that are chosen, from the top; of a list that is longer than what was read, those that were."""
        found = [self._list.row_at(self._list.index(place, 0)) for run in self.chosen_places() for place in run]
        return [row for row in found if row is not None]

    def _keep_several(self) -> None:
        count = self.chosen_count
        self._several = frozenset(self._list.ids_at(self.chosen_places())) if 1 < count <= _MOST_KEPT else frozenset()

    def _select_again(self, ids: array[int]) -> None:
        """Rows that were selected together still are, wherever they stand now."""
        if not self._several:
            return
        last = len(self._list.columns) - 1
        found = QItemSelection()
        for place, key in enumerate(ids):
            if key in self._several:
                found.select(self._list.index(place, 0), self._list.index(place, last))
        self.selectionModel().select(found, QItemSelectionModel.SelectionFlag.ClearAndSelect)
