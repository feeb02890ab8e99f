"""The order's lines as a table: what is typed goes into the entry, what the books say stands beside it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, Signal

from desktop.actions.views import CheckedOrder, OrderLineView, ProductHit
from desktop.ui import words
from desktop.ui.order.entry import Entry, EntryLine, with_next_unit, with_price, with_product, with_quantity
from desktop.ui.tables.model import SECOND, TONE, Index
from domain.errors import UsageError
from domain.orders import LineVerdict
from domain.quantities import plain_number

HIT = Qt.ItemDataRole.UserRole + 10
WRONG = Qt.ItemDataRole.UserRole + 11


class At(IntEnum):
    """The columns."""

    NUMBER = 0
    PRODUCT = 1
    AVAILABLE = 2
    QUANTITY = 3
    PRICE = 4
    WHY = 5
    AMOUNT = 6


EDITABLE = (At.PRODUCT, At.QUANTITY, At.PRICE)
_FIELDS = {At.PRODUCT: "product", At.QUANTITY: "quantity", At.PRICE: "price"}
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class OrderModel(QAbstractTableModel):
    """One row a line and an empty one to go on with.

    Signals:
        edited: a line changed, came or went.
    """

    edited = Signal()

    def __init__(self, entry: Entry, parent: QObject) -> None:
        super().__init__(parent)
        self.entry = entry
        self._checked: dict[int, tuple[OrderLineView, LineVerdict]] = {}
        self._stock: dict[str, Decimal] = {}

    # ---- the table

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's own default
        return 0 if parent.isValid() else len(self.entry.lines) + 1

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's own default
        return 0 if parent.isValid() else len(At)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if section in (At.AVAILABLE, At.QUANTITY, At.PRICE, At.AMOUNT) else _LEFT
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        names = [
            "",
            self.tr("商品"),
            self.tr("可用"),
            self.tr("数量"),
            self.tr("单价"),
            self.tr("说明"),
            self.tr("金额"),
        ]
        return names[section] if 0 <= section < len(names) else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        plain = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if index.column() == At.PRODUCT or (index.column() in EDITABLE and self.line(index.row()).hit is not None):
            return plain | Qt.ItemFlag.ItemIsEditable
        return plain

    def line(self, row: int) -> EntryLine:
        """The line of a row; the row after the last is an empty one."""
        return self.entry.lines[row] if row < len(self.entry.lines) else EntryLine()

    def checked(self, row: int) -> tuple[OrderLineView, LineVerdict] | None:
        """What the books say of a row."""
        return self._checked.get(row)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self.line(index.row())
        column = At(index.column())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return (
                self._edit_text(line, column) if role == Qt.ItemDataRole.EditRole else self._text(index.row(), column)
            )
        if role == SECOND:
            return self._second(index.row(), line, column)
        if role == TONE:
            return self._tone(index.row(), line, column)
        if role == HIT:
            return line.hit
        if role == WRONG:
            return bool(line.wrong and line.wrong[0] == _FIELDS.get(column))
        return _RIGHT if role == Qt.ItemDataRole.TextAlignmentRole and column not in (At.PRODUCT, At.WHY) else None

    def _text(self, row: int, column: At) -> str:
        line = self.line(row)
        checked = self._checked.get(row)
        if column is At.PRODUCT:
            return line.hit.name if line.hit else line.typed
        if line.hit is None or column is At.NUMBER:
            return ""
        if column is At.AVAILABLE:
            left = self._stock.get(line.hit.product, line.hit.available)
            return words.quantity(left, line.hit.unit, line.hit.packs)
        if column is At.QUANTITY:
            return line.quantity_text
        if column is At.PRICE:
            known = line.hit.unit_price if line.agreed is None else line.agreed
            return words.price(checked[0].unit_price if checked else known)
        if column is At.AMOUNT:
            return words.money(checked[0].amount) if checked else ""
        return self._why(line, checked)

    def _edit_text(self, line: EntryLine, column: At) -> str:
        if column is At.PRODUCT:
            return line.hit.name if line.hit else line.typed
        if column is At.QUANTITY:
            return line.quantity_text
        if column is At.PRICE and line.hit is not None:
            price = line.hit.unit_price if line.agreed is None else line.agreed
            return "" if price is None else plain_number(price)
        return ""

    def _why(self, line: EntryLine, checked: tuple[OrderLineView, LineVerdict] | None) -> str:
        if line.agreed is not None:
            return self.tr("手工价")
        if checked is None:
            return ""
        codes = {reason.code for reason in checked[1].reasons}
        if "price_missing" in codes:
            return self.tr("无价格")
        if "stock_none" in codes:
            return self.tr("无货")
        if "stock_short" in codes:
            return self.tr("缺货")
        steps = {step.code for step in checked[0].steps}
        return self.tr("上次价") if "last_price" in steps else ""

    def _second(self, row: int, line: EntryLine, column: At) -> str:
        if line.wrong and line.wrong[0] == _FIELDS.get(column):
            return words.tell(line.wrong[1])
        if line.hit is None:
            return ""
        if column is At.PRODUCT:
            return f"{line.hit.sku}  ·  {line.hit.barcode}" if line.hit.barcode else line.hit.sku
        if column is At.QUANTITY and line.quantity is not None:
            base = f"{plain_number(line.quantity)}{line.hit.unit}"
            return base if base != line.quantity_text else ""
        checked = self._checked.get(row)
        if column is At.PRICE and checked and checked[0].unit_price is not None and line.hit.packs:
            pack = line.hit.packs[0]
            return f"{words.price(round(checked[0].unit_price * pack.size, 2))}/{pack.unit}"
        return ""

    def _tone(self, row: int, line: EntryLine, column: At) -> str:
        if line.wrong and line.wrong[0] == _FIELDS.get(column):
            return "bad"
        if column is At.WHY:
            if line.agreed is not None:
                return "muted"
            checked = self._checked.get(row)
            codes = {reason.code for reason in checked[1].reasons} if checked else set()
            return "bad" if codes & {"price_missing", "stock_none"} else "warn" if codes else "info"
        if column is At.AVAILABLE and line.hit is not None and line.quantity is not None:
            left = self._stock.get(line.hit.product, line.hit.available)
            return "bad" if left is not None and left < line.quantity else "text"
        return "text"

    # ---- typing

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Takes what was typed, or a ProductHit for the product; what can't be read stays, marked as wrong."""
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        line = self.line(index.row())
        changed = self._changed(line, At(index.column()), value)
        if changed == line:
            return True
        self._put(index.row(), changed)
        return True

    def _changed(self, line: EntryLine, column: At, value: Any) -> EntryLine:
        if column is At.PRODUCT:
            if isinstance(value, ProductHit):
                return line if line.hit and line.hit.product == value.product else with_product(line, value)
            text = str(value).strip()
            if not text or (line.hit is not None and text == line.hit.name):
                return line
            unknown = UsageError("product_unknown", product=text)
            return replace(line, hit=None, quantity=None, typed=text, wrong=("product", unknown))
        if column is At.QUANTITY:
            text = str(value)
            return line if not text.strip() or text == line.quantity_text else with_quantity(line, text)
        text = str(value)
        return line if text == self._edit_text(line, At.PRICE) else with_price(line, text)

    def _put(self, row: int, line: EntryLine) -> None:
        grows = row == len(self.entry.lines)
        if grows:
            self.beginInsertRows(QModelIndex(), row + 1, row + 1)
        self.entry.put(row, line)
        self._checked.pop(row, None)
        if grows:
            self.endInsertRows()
        self._tell_row(row)
        self.edited.emit()

    def _tell_row(self, row: int) -> None:
        self.dataChanged.emit(self.index(row, 0), self.index(row, len(At) - 1))

    def turn_unit(self, row: int) -> None:
        """The row's quantity in the product's next unit."""
        line = self.line(row)
        turned = with_next_unit(line)
        if turned != line:
            self._put(row, turned)

    def add(self, lines: list[EntryLine], row: int | None = None) -> None:
        """Puts lines in before a row, or after the last."""
        place = len(self.entry.lines) if row is None else min(row, len(self.entry.lines))
        if lines:
            self.beginInsertRows(QModelIndex(), place, place + len(lines) - 1)
            self.entry.insert(place, lines)
            self._checked.clear()
            self.endInsertRows()
            self.edited.emit()

    def count_one_more(self, row: int) -> None:
        """A product scanned again: one more of its unit."""
        line = self.line(row)
        self._put(row, replace(line, quantity=(line.quantity or Decimal(0)) + line.pack_size, wrong=None, typed=""))

    def remove(self, row: int) -> None:
        """Takes a line away."""
        if row < len(self.entry.lines):
            self.beginRemoveRows(QModelIndex(), row, row)
            self.entry.remove(row)
            self._checked.clear()
            self.endRemoveRows()
            self.edited.emit()

    def undo(self) -> None:
        self._step(self.entry.undo)

    def redo(self) -> None:
        self._step(self.entry.redo)

    def _step(self, step: Any) -> None:
        self.beginResetModel()
        moved = step()
        self._checked.clear()
        self.endResetModel()
        if moved:
            self.edited.emit()

    # ---- what the books say

    def show_entry(self, entry: Entry) -> None:
        """Another order."""
        self.beginResetModel()
        self.entry = entry
        self._checked.clear()
        self._stock.clear()
        self.endResetModel()

    def show_checked(self, checked: CheckedOrder | None, places: list[int]) -> None:
        """The verdict on the lines at these places."""
        self._checked.clear()
        if checked is not None:
            pairs = zip(checked.lines, checked.verdict.lines, strict=True)
            self._checked = dict(zip(places, pairs, strict=True))
            self._stock.update({product: level.available for product, level in checked.stock.items()})
        if self.entry.lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.entry.lines) - 1, len(At) - 1))
