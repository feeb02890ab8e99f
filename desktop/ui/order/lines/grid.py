"""Where the caret goes: Enter through the editable cells, a new line after the last, out of an empty one."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QHeaderView, QTableView, QWidget

from desktop.actions.documents.views import ProductHit
from desktop.ui.frame.actions import search
from desktop.ui.frame.ahead import KeysAhead
from desktop.ui.frame.work import Latest, Worker
from desktop.ui.order.lines.cell_texts import FIELDS, product_choice
from desktop.ui.order.lines.cells import ENTER, CellEdit, OrderCells, is_tab
from desktop.ui.order.lines.entry import OrderEntry
from desktop.ui.order.lines.model import EDITABLE, At, OrderModel
from desktop.ui.order.lines.scans import Scans
from desktop.ui.order.lines.widths import LEAST, widths_in
from desktop.ui.widgets.suggest import Suggestions

ROW = 46


class OrderGrid(QTableView):
    """The grid.

    Signals:
        left_down: the caret leaves the grid for what stands under it.
        left_up: the caret leaves the grid for the fields above it.
        row_changed: the caret's row.
        editing_changed: whether an editor is open.
        typed: something was typed into an open editor.
        scanned_in_vain: a scanned code that is no product's; nothing was added.
    """

    left_down = Signal()
    left_up = Signal()
    row_changed = Signal(int)
    editing_changed = Signal(bool)
    typed = Signal()
    scanned_in_vain = Signal(str)

    def __init__(self, model: OrderModel, worker: Worker, window: QWidget) -> None:
        super().__init__()
        self._model = model
        self.setModel(model)
        self._ahead = KeysAhead()
        self._cells = OrderCells(self.tr("编码 / 名称 / 拼音首字母 / 条码"), self._ahead, self)
        self._cells.opened.connect(self._opened)
        self.setItemDelegate(self._cells)
        self._editor: CellEdit | None = None
        self._pending: tuple[str, int] | None = None
        self.scans = Scans(model)
        self.popup = Suggestions(worker, search.suggest_products, product_choice, window)
        self.popup.picked.connect(self._picked)
        self._exact = Latest(worker, self)
        self._exact.answered.connect(self._named)
        self._exact.failed.connect(worker.told)
        self._exact.failed.connect(self.settle)
        self._build_look()
        self.selectionModel().currentChanged.connect(self._current)
        self._caret = (0, int(At.PRODUCT))
        model.modelAboutToBeReset.connect(self._note_caret)
        model.modelReset.connect(self._restore_caret)
        model.judged.connect(self._lay)

    def _build_look(self) -> None:
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.AnyKeyPressed | triggers.DoubleClicked | triggers.EditKeyPressed)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(ROW)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setMinimumSectionSize(LEAST)
        self.horizontalHeader().setSectionsClickable(False)
        self.horizontalHeader().setHighlightSections(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay()

    @Slot()
    def _lay(self) -> None:
        widths = widths_in(self.viewport().width(), self._model.largest)
        self._model.tight = not widths[At.AVAILABLE]
        for column in At:
            self.setColumnHidden(column, not widths[column])
            self.setColumnWidth(column, widths[column])

    # ---- where the caret is

    @property
    def entry(self) -> OrderEntry:
        """The order whose lines stand here."""
        return self._model.entry

    def freeze(self, *, frozen: bool) -> None:
        """Whether nothing can be typed for the moment."""
        self._model.frozen = frozen

    @property
    def editing(self) -> bool:
        return self.state() == QAbstractItemView.State.EditingState

    @property
    def seller_and_buyer(self) -> tuple[str, str]:
        return self._model.entry.seller, self._model.entry.buyer

    def start_line(self, row: int | None = None) -> None:
        """The caret into a row's product; the empty one after the last by default."""
        self.setFocus()
        self._to(self._model.rowCount() - 1 if row is None else row, At.PRODUCT)

    def start_place(self, place: int, column: At = At.PRODUCT) -> None:
        """The caret into a column of the entry's line at this place."""
        self.setFocus()
        self._to(self._model.row_of(place), column)

    @Slot()
    def _note_caret(self) -> None:
        if self._editor is not None:  # it goes with the rows
            self._finish(commit=False)
        index = self.currentIndex()
        self._caret = (self._model.place(index.row()) if index.isValid() else 0, max(index.column(), At.PRODUCT))

    @Slot()
    def _restore_caret(self) -> None:
        """The rows were laid anew, as by an undo: the caret stays where it was."""
        place, column = self._caret
        self._to(self._model.row_of(min(place, len(self._model.entry.lines))), column)

    @property
    def open_text(self) -> tuple[int, str, str] | None:
        """What was typed into the open editor: the place of its line, its column, and the text."""
        editor = self._editor
        if editor is None or not editor.isModified():
            return None
        return self._model.place(self.currentIndex().row()), FIELDS[editor.column], editor.text()

    def settle(self) -> None:
        """Takes what stands in an open editor, as far as it can be read; the rest stays, marked."""
        self._forget_asked()
        if self._editor is not None:
            self._finish(commit=True)

    def to_wrong(self) -> bool:
        """The caret to the first cell that is wrong or empty; False where there is none."""
        for place, line in self._model.entry.wrong:
            column = At.PRODUCT if line.hit is None else At.QUANTITY
            if line.wrong and line.wrong[0] == "price":
                column = At.PRICE
            self.setFocus()
            self._to(self._model.row_of(place), column)
            return True
        return False

    def _to(self, row: int, column: int) -> None:
        index = self._model.index(max(0, min(row, self._model.rowCount() - 1)), column)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollTo(index)

    def _editable(self, row: int, column: int) -> bool:
        return bool(self._model.flags(self._model.index(row, column)) & Qt.ItemFlag.ItemIsEditable)

    def go(self, how: str) -> None:
        """Moves the caret: next, before, up or down."""
        row, column = self.currentIndex().row(), self.currentIndex().column()
        if how == "up":
            if row == 0:
                self.left_up.emit()
            else:
                self._to(row - 1, column)
        elif how == "down":
            self._to(row + 1, At.PRODUCT if row + 1 >= self._model.rowCount() - 1 else column)
        elif how == "before":
            self._before(row, column)
        else:
            self._next(row, column)

    def _next(self, row: int, column: int) -> None:
        for following in EDITABLE:
            if following > column and self._editable(row, following):
                self._to(row, following)
                return
        line = self._model.line(row)
        if line.empty:
            self.left_down.emit()
        elif line.hit is None:
            self._to(row, At.PRODUCT)  # an unknown product is put right before one goes on
        else:
            self._to(self._typed_row(row, 1), At.PRODUCT)

    def _typed_row(self, row: int, by: int) -> int:
        """The next row (or the one before) that is typed, past goods that come on top."""
        row += by
        while self._model.gift(row) is not None:
            row += by
        return row

    def _before(self, row: int, column: int) -> None:
        for earlier in reversed(EDITABLE):
            if earlier < column and self._editable(row, earlier):
                self._to(row, earlier)
                return
        if row == 0:
            self.left_up.emit()
        else:
            above = self._typed_row(row, -1)
            self._to(above, At.PRICE if self._editable(above, At.PRICE) else At.PRODUCT)

    @Slot(QModelIndex, QModelIndex)
    def _current(self, current: QModelIndex, before: QModelIndex) -> None:
        if current.row() != before.row():
            self.row_changed.emit(current.row())
        self.viewport().update()

    def event(self, event: QEvent) -> bool:
        if is_tab(event):
            self.keyPressEvent(event)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._ahead.take(event):
            return
        key = event.key()
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if (key in ENTER and not control) or is_tab(event):
            back = key == Qt.Key.Key_Backtab or event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self.go("before" if back else "next")
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.go("up" if key == Qt.Key.Key_Up else "down")
        elif key == Qt.Key.Key_Delete and not control:
            self._clear_cell()
        else:
            super().keyPressEvent(event)

    def _clear_cell(self) -> None:
        """Del on a hand price takes the list's price again; on a product it takes the line away."""
        index = self.currentIndex()
        if index.column() == At.PRICE:
            self._model.setData(index, "")
        elif index.column() == At.PRODUCT:
            self._model.remove(index.row())
            self._to(index.row(), At.PRODUCT)

    # ---- an editor

    @Slot(object)
    def _opened(self, editor: CellEdit) -> None:
        self._editor = editor
        self._forget_asked()
        self.editing_changed.emit(True)
        editor.left.connect(self._left)
        editor.textEdited.connect(self.typed)
        if editor.column is At.PRODUCT:
            editor.textEdited.connect(self._typed)

    @Slot(str)
    def _typed(self, text: str) -> None:
        self._forget_asked()
        if self._editor is not None and text.strip():
            self.popup.seek(self._editor, text.strip(), *self.seller_and_buyer)
        else:
            self.popup.close_list()

    @Slot(str)
    def _left(self, how: str) -> None:
        editor = self._editor
        if editor is None:
            return
        if how in ("up", "down") and editor.column is At.PRODUCT and self.popup.step(1 if how == "down" else -1):
            return
        if how == "restore":
            self._forget_asked()
            self._finish(commit=False)
        elif editor.column is At.PRODUCT:
            self._leave_product(editor, how)
        elif editor.scanned:
            self._scan_elsewhere(editor)
        else:
            self._finish(commit=True)
            self._after_value(how)

    def _after_value(self, how: str) -> None:
        """A value that can't be read keeps the caret, so that the reason is seen beside it."""
        line = self._model.line(self.currentIndex().row())
        if line.wrong and how == "next":
            self.viewport().update()
        else:
            self.go(how)

    def _leave_product(self, editor: CellEdit, how: str) -> None:
        text = editor.text().strip()
        line = self._model.line(self.currentIndex().row())
        if not text or (line.hit is not None and text == line.hit.name):
            self._finish(commit=False)
            self.go(how)
            return
        chosen = None if editor.scanned or self.popup.waiting else self.popup.chosen()
        if chosen is not None:
            self._take(chosen, how)
        else:
            self.popup.close_list()
            self._ask_named(how, self.currentIndex().row(), text)

    def _ask_named(self, how: str, row: int, text: str) -> None:
        """Asks what a whole code means; a row below 0 is none. What is typed meanwhile waits."""
        self._pending = (how, row)
        self._ahead.hold()
        self._exact.ask(search.products_named, [text], *self.seller_and_buyer)

    def _forget_asked(self) -> None:
        if self._pending is not None:
            self._pending = None
            self._ahead.drop()

    @Slot(object)
    def _named(self, meant: list[list[ProductHit]]) -> None:
        """The answer to a whole code, as a scanner or a quick hand types it."""
        if self._pending is None:
            return
        (how, row), self._pending = self._pending, None
        self._take_named(meant[0], how, row)
        self._ahead.release(lambda: self._editor or self.window().focusWidget())

    def _take_named(self, hits: list[ProductHit], how: str, row: int) -> None:
        if row < 0:
            self._take_scan(hits)
        elif self._editor is None:
            self._ahead.drop()
        elif self._editor.scanned:
            self.scans.code = self._editor.text().strip()
            self._finish(commit=False)
            self._take_scan(hits)
        elif len(hits) == 1:
            self._take(hits[0], how)
        elif hits:
            self._ahead.drop()  # what follows is meant for a product that isn't chosen yet
            self.popup.offer(self._editor, hits)
        else:
            self._ahead.drop()  # an unknown product is put right before one goes on
            self._finish(commit=True)
            self.viewport().update()

    def _scan_elsewhere(self, editor: CellEdit) -> None:
        """A bar code scanned while the caret was on a figure: the product is added, the figure stays as it was."""
        self.scans.code = editor.text().strip()
        self._finish(commit=False)
        self._ask_named("next", -1, self.scans.code)

    def _take_scan(self, hits: list[ProductHit]) -> None:
        """A code is a code: nobody's adds nothing, and one on several products is asked about."""
        if len(hits) == 1:
            self.scans.add(hits[0])
            self.start_line()
        elif hits:
            self._ahead.drop()
            self.start_line()
            self.edit(self.currentIndex())
            if self._editor is not None:
                self._editor.setText(self.scans.code)
                self._editor.setModified(True)
                self._editor.asked = True
                self.popup.offer(self._editor, hits)
        else:
            self.scanned_in_vain.emit(self.scans.code)

    def _take(self, hit: ProductHit, how: str) -> None:
        if self._editor is not None:
            self._editor.value = hit
        self._finish(commit=True)
        self.go("next" if how == "down" else how)

    @Slot(object)
    def _picked(self, hit: ProductHit) -> None:
        self._take(hit, "next")
        self.setFocus()

    def _finish(self, *, commit: bool) -> None:
        self.popup.close_list()
        editor, self._editor = self._editor, None
        if editor is None:
            return
        if commit:
            self.commitData(editor)
        self.closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)
        self.setFocus()

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        if editor is self._editor:
            self._editor = None
            self.popup.close_list()
        super().closeEditor(editor, hint)
        self.editing_changed.emit(self.editing)
