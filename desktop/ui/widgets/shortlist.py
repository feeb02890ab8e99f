"""A short list to pick from, whole in memory: its model, and the rounded ground of the row that is chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from desktop.ui.frame.style import tokens

# The role under which a row gives the item itself.
ITEM = Qt.ItemDataRole.UserRole


class ShortListModel(QAbstractListModel):
    """Items shown as they are given; `told` is an item's text for whoever reads the screen aloud."""

    def __init__(self, told: Callable[[Any], str], parent: QObject) -> None:
        super().__init__(parent)
        self._told = told
        self.items: Sequence[Any] = ()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.items)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        item = self.items[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._told(item)
        return item if role == ITEM else None

    def show(self, items: Sequence[Any]) -> None:
        self.beginResetModel()
        self.items = items
        self.endResetModel()


def paint_ground(painter: QPainter, option: QStyleOptionViewItem) -> None:
    """Paints the ground of a row, where it is the chosen one."""
    if option.state & QStyle.StateFlag.State_Selected:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens().chosen))
        painter.drawRoundedRect(option.rect.adjusted(4, 1, -4, -1), 6, 6)
