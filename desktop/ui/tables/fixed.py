"""Rows that are all there at once, shown by the same model and view as the long lists."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject

from desktop.ui.frame.work import Worker
from desktop.ui.tables.window import RowWindow


def _nothing(*_: object) -> Any:
    raise AssertionError("these rows are given, never asked for")


class FixedRows(RowWindow):
    """A window on rows one already has."""

    def __init__(self, worker: Worker, parent: QObject) -> None:
        super().__init__(worker, _nothing, _nothing, parent)
        self.rows: Sequence[Any] = ()

    def show_rows(self, rows: Sequence[Any], ids: Sequence[int] | None = None) -> None:
        """Shows these rows and no others; with ids of their own the chosen one is found again in another order."""
        self.rows = rows
        self.ids = array("q", range(len(rows)) if ids is None else ids)
        self.listed.emit()

    def row(self, place: int) -> Any | None:
        return self.rows[place] if place < len(self.rows) else None
