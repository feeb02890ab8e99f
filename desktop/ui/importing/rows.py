"""Rows of a file as a list: what each is about, what it books, and why some aren't booked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from desktop.actions.imports.file_rows import FileRow
from desktop.listings.imported import IMPORT_ROWS
from desktop.ui.frame.work import Worker
from desktop.ui.tables.fixed import FixedRows
from desktop.ui.tables.listed import window_columns
from desktop.ui.tables.model import Column, ListModel
from desktop.ui.tables.view import ListView
from desktop.ui.widgets import formatting
from desktop.wording import say_row


class FileRowList(ListView):
    """The rows."""

    def __init__(self, worker: Worker, parent: QWidget) -> None:
        self.rows = FixedRows(worker, parent)
        super().__init__(ListModel(self.rows, self._columns(), parent), row=44)

    def _columns(self) -> Sequence[Column]:
        return window_columns(IMPORT_ROWS)


def why_of(row: FileRow) -> str:
    """The reasons of a row, in words."""
    return " ".join(say_row(code, facts, formatting.language()) for code, facts in row.why)
