"""The small table of the editor: typing begins an entry, Enter goes on to the next cell and at last to a new row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QRect, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFocusEvent, QFontMetrics, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desktop.ui.frame.actions import policy_names
from desktop.ui.frame.style import font_of, tokens
from desktop.ui.frame.work import Worker
from desktop.ui.policies.chips import named_choice
from desktop.ui.policies.document import inside
from desktop.ui.policies.gridmodel import WRONG, GridModel, Index
from desktop.ui.tables.cells import PAD, paint_lines
from desktop.ui.widgets.suggest import Suggestions

if TYPE_CHECKING:
    from desktop.actions.policies.names import Named

ROW = 34
SHOWN = 9
_FREE = 120  # the least a column without a width of its own has
_MOVES = {
    Qt.Key.Key_Return: "next",
    Qt.Key.Key_Enter: "next",
    Qt.Key.Key_Tab: "next",
    Qt.Key.Key_Backtab: "before",
    Qt.Key.Key_Escape: "restore",
    Qt.Key.Key_Down: "down",
    Qt.Key.Key_Up: "up",
}


class _CellEdit(QLineEdit):
    """An editor in a cell.

    Signals:
        left: next, before, up, down or restore.
    """

    left = Signal(str)

    def __init__(self, parent: QWidget, kind: str) -> None:
        super().__init__(parent)
        self.kind = kind
        self.value = ""
        self.setProperty("cell", True)
        self.setFont(font_of(13))
        if kind in ("number", "whole"):
            self.setAlignment(Qt.AlignmentFlag.AlignRight)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        move = _MOVES.get(Qt.Key(event.key()))
        if move:
            event.accept()
            self.left.emit(move)
        else:
            super().keyPressEvent(event)


class _CellChoice(QComboBox):
    """A choice in a cell.

    Signals:
        left: next, before or restore.
    """

    left = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        move = _MOVES.get(Qt.Key(event.key()))
        if move and move not in ("up", "down"):
            event.accept()
            self.left.emit(move)
        elif event.text().isdigit() and 0 < int(event.text()) <= self.count():
            self.setCurrentIndex(int(event.text()) - 1)
        else:
            super().keyPressEvent(event)


class _GridCells(QStyledItemDelegate):
    """Paints the cells and owns their editors.

    Signals:
        opened: an editor stands in a cell.
    """

    opened = Signal(object)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        now = tokens()
        rect: QRect = option.rect
        model = index.model()
        assert isinstance(model, GridModel)
        painter.save()
        painter.setPen(QColor(now.hair))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        column = model.columns[index.column()]
        text, shade = str(index.data() or ""), now.text
        if not text:
            text, shade = (column.hint, now.faint)
        side = Qt.AlignmentFlag(index.data(Qt.ItemDataRole.TextAlignmentRole)) & Qt.AlignmentFlag.AlignHorizontal_Mask
        if index.data(WRONG):
            painter.fillRect(rect.adjusted(1, 1, -1, -2), QColor(now.badback))
        paint_lines(painter, rect.adjusted(PAD, 0, -PAD, 0), (text, ""), side, shade)
        state: QStyle.StateFlag = option.state
        view = self.parent()
        if state & QStyle.StateFlag.State_Selected and isinstance(view, QWidget) and view.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(now.accent), 2))
            painter.drawRoundedRect(rect.adjusted(1, 1, -2, -2), 4, 4)
        painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:  # noqa: ARG002
        model = index.model()
        assert isinstance(model, GridModel)
        column = model.columns[index.column()]
        if column.kind in ("choice", "yes"):
            box = _CellChoice(parent)
            for code, text in column.choices:
                box.addItem(text, code)
            self.opened.emit(box)
            return box
        edit = _CellEdit(parent, column.kind)
        self.opened.emit(edit)
        return edit

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(max(editor.findData(index.data(Qt.ItemDataRole.EditRole)), 0))
        elif isinstance(editor, _CellEdit) and not editor.isModified():
            named = editor.kind in ("product", "dealer")
            editor.setText(str(index.data() if named else index.data(Qt.ItemDataRole.EditRole)))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentData())
        elif isinstance(editor, _CellEdit) and (editor.value or editor.isModified()):
            model.setData(index, editor.value or editor.text())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:  # noqa: ARG002
        editor.setGeometry(option.rect.adjusted(0, 0, -1, -1))

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                event.accept()
                return True
            return False
        if event.type() == QEvent.Type.KeyPress:
            return False  # the editor itself says how it is left
        return super().eventFilter(editor, event)


class GridView(QTableView):
    """The table.

    Signals:
        entered: Enter on the empty row: the caret leaves for the next field.
    """

    entered = Signal()

    def __init__(
        self, model: GridModel, worker: Worker, window: QWidget, open_scope: Callable[[str, str, QWidget], None]
    ) -> None:
        super().__init__()
        self._grid = model
        self._open_scope = open_scope
        self.setModel(model)
        self._cells = _GridCells(self)
        self._cells.opened.connect(self._opened)
        self.setItemDelegate(self._cells)
        self._editor: _CellEdit | _CellChoice | None = None
        self._pending = ""
        self.popup = Suggestions(worker, policy_names.find_named, named_choice, window)
        self.popup.picked.connect(self._picked)
        self.popup.latest.answered.connect(self._answered)
        self._build_look()
        self.doubleClicked.connect(self._double)
        for changed in (model.rowsInserted, model.rowsRemoved, model.modelReset):
            changed.connect(self._fit)
        self._fit()

    def _build_look(self) -> None:
        triggers = QAbstractItemView.EditTrigger
        self.setProperty("grid", True)
        self.setEditTriggers(triggers.AnyKeyPressed | triggers.DoubleClicked | triggers.EditKeyPressed)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(ROW)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionsClickable(False)
        header.setHighlightSections(False)
        header.setMinimumSectionSize(40)

    # ---- what the editor's sections ask of every field

    @property
    def path(self) -> str:
        return self._grid.path

    def show_value(self) -> None:
        """The model follows the form by itself."""

    def settle(self) -> bool:
        """What is being typed is taken."""
        if self._editor is not None:
            self.commitData(self._editor)
        return True

    def blame(self, wrong: Mapping[str, str]) -> None:
        """Marks the cells that are wrong, by path."""
        self._grid.blame(wrong)

    # ---- moving

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index, key = self.currentIndex(), event.key()
        scope = index.isValid() and self._grid.columns[index.column()].kind in ("scope", "audience")
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if index.row() >= self._grid.rowCount() - 1 or not index.isValid():
                self.entered.emit()
            else:
                self._go("next", index)
        elif key == Qt.Key.Key_Delete and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._grid.drop(index.row())
        elif key == Qt.Key.Key_Delete and index.isValid():
            if scope and index.row() < self._grid.rowCount() - 1:
                self._grid.document.put(self._grid.path_at(index.row(), index.column()), None)
            elif index.row() < self._grid.rowCount() - 1:
                self._grid.setData(index, "")
        elif scope and (key in (Qt.Key.Key_F2, Qt.Key.Key_Space) or event.text().strip()):
            self._ask_scope(index)
        elif key == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _ask_scope(self, index: QModelIndex) -> None:
        row = index.row()
        if row >= self._grid.rowCount() - 1:
            row = self._grid.new_row()
        kind = self._grid.columns[index.column()].kind
        self._open_scope(self._grid.path_at(row, index.column()), kind, self)

    @Slot(QModelIndex)
    def _double(self, index: QModelIndex) -> None:
        if self._grid.columns[index.column()].kind in ("scope", "audience"):
            self._ask_scope(index)

    def _go(self, move: str, index: QModelIndex) -> None:
        row, column = index.row(), index.column()
        last = self._grid.columnCount() - 1
        if move == "next":
            row, column = (row, column + 1) if column < last else (row + 1, 0)
        elif move == "before" and (row or column):
            row, column = (row, column - 1) if column else (row - 1, last)
        else:
            row += {"down": 1, "up": -1}.get(move, 0)
        row = min(max(row, 0), self._grid.rowCount() - 1)
        self.setCurrentIndex(self._grid.index(row, column))

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab and Shift+Tab go from cell to cell, as while a cell is typed in; only at the ends do they leave."""
        index = self.currentIndex()
        last = index.row() == self._grid.rowCount() - 1  # the empty row
        leaves = not index.isValid() or (last if forward else (index.row(), index.column()) == (0, 0))
        if not leaves:
            self._go("next" if forward else "before", index)
        return not leaves or super().focusNextPrevChild(forward)

    def go_to(self, path: str) -> None:
        """The caret to the cell of a place of the form, or to the first of its row."""
        rest = path.removeprefix(self._grid.path)
        row = int(rest[1 : rest.index("]")]) if rest.startswith("[") else self.currentIndex().row()
        columns = range(self._grid.columnCount())
        column = next((at for at in columns if inside(path, self._grid.path_at(row, at))), 0)
        self.setCurrentIndex(self._grid.index(min(row, self._grid.rowCount() - 1), column))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.setCurrentIndex(self._grid.index(0, 0))

    # ---- editing

    @Slot(object)
    def _opened(self, editor: _CellEdit | _CellChoice) -> None:
        self._editor, self._pending = editor, ""
        editor.left.connect(self._left)
        if isinstance(editor, _CellEdit) and editor.kind in ("product", "dealer"):
            editor.textEdited.connect(self._seek)

    @Slot(str)
    def _seek(self, text: str) -> None:
        if isinstance(self._editor, _CellEdit):
            self._pending = ""
            self.popup.seek(self._editor, text, self._editor.kind)

    @Slot(str)
    def _left(self, move: str) -> None:
        editor = self._editor
        if editor is None:
            return
        if isinstance(editor, _CellEdit) and editor.kind in ("product", "dealer") and move != "restore":
            if move in ("up", "down") and self.popup.step(1 if move == "down" else -1):
                return
            chosen: Named | None = self.popup.chosen()
            if chosen is not None:
                self._grid_knows(chosen, editor)
            elif self.popup.waiting:
                self._pending = move
                return
        self._close(move)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """However an editor is left, the list under it goes with it."""
        if editor is self._editor:
            self._editor = None
            self.popup.close_list()
        super().closeEditor(editor, hint)

    def _grid_knows(self, named: Any, editor: _CellEdit) -> None:
        self._grid.names.know(named)
        editor.value = named.id

    def _close(self, move: str) -> None:
        editor, index = self._editor, self.currentIndex()
        self._editor = None
        self.popup.close_list()
        if editor is None:
            return
        if move != "restore":
            self.commitData(editor)
        self.closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)
        self.setFocus()
        if move != "restore":
            self._go(move, index)

    @Slot(object)
    def _picked(self, named: Any) -> None:
        if isinstance(self._editor, _CellEdit):
            self._grid_knows(named, self._editor)
            self._close("next")

    @Slot(object)
    def _answered(self, _: object) -> None:
        if self._pending:
            move, self._pending = self._pending, ""
            self._left(move)

    # ---- looks

    @Slot()
    def _fit(self) -> None:
        rows = min(self._grid.rowCount(), SHOWN)
        room = self.width() - 4
        wide = sum(self._least(place) for place in range(self._grid.columnCount())) > room > _FREE
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + ROW * rows + 3 + (12 if wide else 0))

    def _least(self, place: int) -> int:
        """How wide a column must be at least: its own width, and room for its title."""
        column = self._grid.columns[place]
        title = QFontMetrics(font_of(12)).horizontalAdvance(column.title) + 2 * PAD + 4
        return max(column.width or _FREE, title)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        columns = self._grid.columns
        free = [place for place, column in enumerate(columns) if not column.width]
        fixed = sum(self._least(place) for place, column in enumerate(columns) if column.width)
        spare = (self.viewport().width() - fixed) // max(len(free), 1)
        for place, column in enumerate(columns):
            self.setColumnWidth(place, self._least(place) if column.width else max(spare, self._least(place)))
        self._fit()
