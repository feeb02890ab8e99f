"""Rows that are all there at once, shown by the same model and view as the long lists."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject

from desktop.arrangement import AS_IT_IS
from desktop.ui.frame.work import Worker
from desktop.ui.tables.values import arranged_places
from desktop.ui.tables.window import RowWindow


def _nothing(*_: object) -> Any:
    raise AssertionError("these rows are given, never asked for")


class FixedRows(RowWindow):
    """A window on rows one already has.

    Attributes:
        rows: those that are shown, in the order they are shown in.
        given: all of them, in their own order.
    """

    def __init__(self, worker: Worker, parent: QObject) -> None:
        super().__init__(worker, _nothing, _nothing, parent)
        self.rows: Sequence[Any] = ()
        self.given: Sequence[Any] = ()
        self._keys: Sequence[int] = ()

    def show_rows(self, rows: Sequence[Any], ids: Sequence[int] | None = None) -> None:
        """Shows these rows and no others; with ids of their own the chosen one is found again in another order."""
        self.given = rows
        self._keys = range(len(rows)) if ids is None else ids
        self._rearrange()

    def known_rows(self) -> list[Any]:
        return list(self.given)

    def whole_rows(self, ids: Sequence[int], then: Callable[[list[Any]], object]) -> None:
        wanted = set(ids)
        then([row for key, row in zip(self.ids, self.rows, strict=True) if key in wanted])

    def _rearrange(self) -> None:
        if self.arrangement == AS_IT_IS:
            self.rows, self.ids = self.given, array("q", self._keys)
        else:
            places = arranged_places(self.given, self.columns, self.arrangement, self.today())
            self.rows = [self.given[place] for place in places]
            self.ids = array("q", (self._keys[place] for place in places))
        self.listed.emit()

    def row(self, place: int) -> Any | None:
        return self.rows[place] if place < len(self.rows) else None
