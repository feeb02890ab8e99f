"""A list inside the form as a table: its columns are places in each item, and an empty row stands after the last."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Slot

from desktop.ui.policies.document import PolicyDocument, inside
from desktop.ui.policies.edits import shown, written_number
from desktop.ui.policies.names import Names
from desktop.ui.policies.scopes import tell_scope

Index = QModelIndex | QPersistentModelIndex
WRONG = Qt.ItemDataRole.UserRole + 9
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class GridColumn:
    """One column: where in an item it writes, and as what.

    `kind` is number, whole, text, choice (of `choices`, code and text), yes (a truth value, told by the two
    `choices` of "yes" and "no"), product or dealer (found while typed), or scope and audience (told in words, written
    in a dialog). `width` 0 takes what is left.
    """

    key: str
    title: str
    kind: str = "number"
    width: int = 0
    choices: tuple[tuple[str, str], ...] = ()
    hint: str = ""

    def tell(self, names: Names, value: Any) -> str:
        """A written value in words."""
        if self.kind in ("scope", "audience"):
            return tell_scope(names, self.kind, value)
        if self.kind in ("product", "dealer"):
            return names.of(self.kind, shown(value))
        if self.kind == "yes":
            value = "yes" if value is True else "no"
        if self.kind in ("choice", "yes"):
            return dict(self.choices).get(shown(value), shown(value))
        return separated(shown(value)) if self.kind == "number" else shown(value)


def separated(text: str) -> str:
    """A number with separators; what is no number as it stands."""
    whole, dot, places = text.partition(".")
    return f"{int(whole):,}{dot}{places}" if len(whole) > 3 and whole.isdigit() else text


class GridModel(QAbstractTableModel):
    """The items of one list of the form."""

    def __init__(
        self,
        document: PolicyDocument,
        path: str,
        columns: tuple[GridColumn, ...],
        names: Names,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.document, self.path, self.columns, self.names = document, path, columns, names
        self._count = len(document.rows(path))
        self._wrong: Mapping[str, str] = {}
        self._mine = False
        document.changed.connect(self._changed)
        names.arrived.connect(self._repaint)

    def path_at(self, row: int, column: int) -> str:
        """Where a cell stands in the form."""
        return f"{self.path}[{row}].{self.columns[column].key}"

    def blame(self, wrong: Mapping[str, str]) -> None:
        """What is wrong, by path."""
        self._wrong = wrong
        self._repaint()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's own default
        return 0 if parent.isValid() else self._count + 1

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's own default
        return 0 if parent.isValid() else len(self.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        found = super().flags(index)
        if index.isValid() and self.columns[index.column()].kind not in ("scope", "audience"):
            found |= Qt.ItemFlag.ItemIsEditable
        return found

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._side(section)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = index.row(), self.columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._side(index.column())
        if role in (WRONG, Qt.ItemDataRole.ToolTipRole):
            return self._wrong_at(row, index.column())
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return None
        if row >= self._count:
            return ""
        value = self.document.value(self.path_at(row, index.column()))
        if role == Qt.ItemDataRole.DisplayRole:
            return column.tell(self.names, value)
        if column.kind == "yes":
            return "yes" if value is True else "no"
        return shown(value)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if not index.isValid() or role != Qt.ItemDataRole.EditRole:
            return False
        column, text = self.columns[index.column()], str(value).strip()
        written: Any = text
        if column.kind in ("number", "whole"):
            written = written_number(text, whole=column.kind == "whole")
        elif column.kind == "yes":
            written = text == "yes"
        self._mine = True
        try:
            if index.row() >= self._count:
                if not text:
                    return False
                self.new_row()
            self._put(self.path_at(index.row(), index.column()), written)
        finally:
            self._mine = False
        self.dataChanged.emit(index, index)
        return True

    def _put(self, path: str, written: Any) -> None:
        """Writes a cell; an item of a list inside the row goes when its last word goes (no second gift)."""
        self.document.put(path, written)
        holder = path.rpartition(".")[0]
        if (
            not holder.endswith("[0]")
            and self.document.raw(holder) == {}
            and holder.count("[") > self.path.count("[") + 1
        ):
            above, _, place = holder.rpartition("[")
            self.document.drop_row(above, int(place[:-1]))

    def new_row(self) -> int:
        """The empty row becomes an item, and another empty one stands under it."""
        place = self._count
        self.beginInsertRows(QModelIndex(), place + 1, place + 1)
        before, self._mine = self._mine, True
        self.document.add_row(self.path, {})
        self._count += 1
        self._mine = before
        self.endInsertRows()
        return place

    def drop(self, row: int) -> None:
        """Takes an item out."""
        if not 0 <= row < self._count:
            return
        self.beginRemoveRows(QModelIndex(), row, row)
        self._mine = True
        self.document.drop_row(self.path, row)
        self._count -= 1
        self._mine = False
        self.endRemoveRows()

    def _side(self, column: int) -> Qt.AlignmentFlag:
        return _RIGHT if self.columns[column].kind in ("number", "whole") else _LEFT

    def _wrong_at(self, row: int, column: int) -> str | None:
        here = self.path_at(row, column)
        return next((told for path, told in self._wrong.items() if path == here or inside(path, here)), None)

    @Slot(str)
    def _changed(self, path: str) -> None:
        if self._mine or not (inside(path, self.path) or inside(self.path, path)):
            return
        count = len(self.document.rows(self.path))
        if count != self._count:
            self.beginResetModel()
            self._count = count
            self.endResetModel()
        else:
            self._repaint()

    @Slot()
    def _repaint(self) -> None:
        self.dataChanged.emit(self.index(0, 0), self.index(self._count, len(self.columns) - 1))
