"""Rows of a file as a list: what each is about, what it books, and why some aren't booked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from desktop.actions.imports.file_rows import FileRow
from desktop.row_words import row_says
from desktop.ui.frame.work import Worker
from desktop.ui.tables.fixed import FixedRows
from desktop.ui.tables.model import Column, ListModel
from desktop.ui.tables.view import ListView
from desktop.ui.widgets import formatting
from desktop.wording import say_row

_TONES = {"taken": "info", "booked": "good", "same": "muted", "refused": "bad", "left": "muted"}


class FileRowList(ListView):
    """The rows."""

    def __init__(self, worker: Worker, parent: QWidget) -> None:
        self.rows = FixedRows(worker, parent)
        super().__init__(ListModel(self.rows, self._columns(), parent), row=44)

    def _columns(self) -> Sequence[Column]:
        return (
            Column(self.tr("行"), _number, 76, second=_sheet),
            Column(self.tr("内容"), _what, 0, look="strong"),
            Column(self.tr("入账"), _says, 240, look="flow"),
            Column(self.tr("原因"), why_of, 0, look="flow"),
            Column(self.tr("状态"), _state, 116, look="chip", tone=_tone),
        )


def why_of(row: FileRow) -> str:
    """The reasons of a row, in words."""
    return " ".join(say_row(code, facts, formatting.language()) for code, facts in row.why)


def _number(row: FileRow) -> str:
    return str(row.row)


def _sheet(row: FileRow) -> str:
    return row.sheet


def _what(row: FileRow) -> str:
    return row.what


def _says(row: FileRow) -> str:
    return row_says(row.says, row.fields, formatting.language()) or formatting.NONE


def _state(row: FileRow) -> str:
    return formatting.named("import_row", row.state)


def _tone(row: FileRow) -> str:
    return _TONES.get(row.state, "muted")
