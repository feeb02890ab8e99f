"""A table model that only looks up: columns are small values, rows come from a window on the list."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Slot

from desktop.listings.listing import ListColumn
from desktop.ui.tables.window import RowWindow
from desktop.ui.widgets import formatting

Index = QModelIndex | QPersistentModelIndex
SECOND = Qt.ItemDataRole.UserRole + 1  # a second, quieter line
TONE = Qt.ItemDataRole.UserRole + 2  # the token of the text's colour, or of the chip's
LOOK = Qt.ItemDataRole.UserRole + 3  # "text", "strong", "flow" (a sentence over two lines) or "chip"
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def _nothing(_: Any) -> str:
    return ""


class Column(NamedTuple):
    """One column: its title, its width in pixels (0 takes what is left), and what it shows of a row."""

    title: str
    text: Callable[[Any], str]
    width: int = 0
    right: bool = False
    look: str = "text"
    tone: Callable[[Any], str] = _nothing
    second: Callable[[Any], str] = _nothing
    strong: Callable[[Any], bool] | None = None
    """Which rows stand out; None where `look` says it for all."""
    spare: bool = False
    """Given up where there is too little room for the others."""
    whole: bool = False
    """Says nothing where it is cut, as a number, a code or a day: others give up their room before it does."""
    name: bool = False
    """Says whom or what the row is about: whole as long as there is anything else that can give up room."""
    listed: ListColumn | None = None
    """The column of the listing that this one shows, with its key, its type and whether it is summed."""
    key: str = ""
    """What it is called where it is remembered and asked for; without one it goes by its place."""
    value: Callable[[Any], Any] | None = None
    """The number, day or text it is sorted, summed and copied by; None where what it shows says it."""
    total: bool = False
    """Its numbers come to something together."""
    addable: Callable[[Any], object] | None = None
    """Gives one answer for all rows whose numbers may be added up; None where they always may."""
    day: bool = False
    """The day of the row, by which a list is narrowed."""
    codes: Sequence[tuple[str, str]] = ()
    """The few codes it can have, each with its name; () where its rows tell them."""
    few: bool = False
    """Of its values there are few, and people pick among them."""


def keyed(columns: Sequence[Column]) -> tuple[Column, ...]:
    """The columns, each with a key."""
    return tuple(_keyed(place, column) for place, column in enumerate(columns))


_OF_MANY = ("text", "code", "terms")


def _keyed(place: int, column: Column) -> Column:
    if column.listed is None:
        return column if column.key else column._replace(key=f"c{place}")
    shown, kind = column.listed, column.listed.type
    measured = kind.figure or kind.sheet == "date"
    return column._replace(
        key=shown.key,
        value=shown.value if measured else None,
        total=bool(shown.total),
        addable=shown.total if callable(shown.total) else None,
        day=kind.sheet == "date",
        few=not measured and kind.name not in _OF_MANY,
        codes=column.codes or [(code, shown.type.text(code, None, formatting.language())) for code in shown.codes],
    )


class ListModel(QAbstractTableModel):
    """Rows of a window as a table."""

    def __init__(self, window: RowWindow, columns: Sequence[Column], parent: QObject) -> None:
        super().__init__(parent)
        self.window = window
        self.columns = keyed(columns)
        window.columns = self.columns
        self._ids: array[int] = array("q")
        window.listed.connect(self._reset)
        window.arrived.connect(self._arrived)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's own default
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's own default
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column.right else _LEFT
        if role == LOOK and column.strong is None:
            return column.look
        if role not in (Qt.ItemDataRole.DisplayRole, SECOND, TONE, LOOK):
            return None
        row = self.window.row(index.row())
        if row is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(row)
        if role == LOOK:
            return "strong" if column.strong is not None and column.strong(row) else column.look
        return column.second(row) if role == SECOND else column.tone(row)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if self.columns[section].right else _LEFT
        return None

    def row_at(self, index: Index) -> Any | None:
        """The row behind an index, if it is here."""
        return self.window.row(index.row()) if index.isValid() else None

    def id_at(self, index: Index) -> int | None:
        """The id behind an index; before a reset still the old one."""
        return self._ids[index.row()] if index.isValid() and index.row() < len(self._ids) else None

    def ids_at(self, places: Sequence[range]) -> list[int]:
        """The ids behind runs of places; before a reset still the old ones."""
        return [key for run in places for key in self._ids[run.start : run.stop]]

    @Slot()
    def _reset(self) -> None:
        self.beginResetModel()
        self._ids = self.window.ids
        self.endResetModel()

    @Slot(int, int)
    def _arrived(self, first: int, last: int) -> None:
        if first <= last < len(self._ids):
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))
