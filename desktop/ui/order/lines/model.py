"""The order's lines as a table: what is typed goes into the entry, what the books say stands beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, Signal

from desktop.actions.documents.views import CheckedOrder, OrderLineView, ProductHit
from desktop.actions.orders.shown_prices import seen_of
from desktop.ui.order.lines import cell_texts
from desktop.ui.order.lines.cell_texts import FIELDS, At, CellText
from desktop.ui.order.lines.entry import EntryLine, OrderEntry, with_next_unit, with_product, with_typed
from desktop.ui.order.lines.rows import GridRow, cause, changes, laid_out
from desktop.ui.tables.model import SECOND, TONE, Index
from domain.documents.verdict import LineVerdict
from domain.values.quantities import plain_number

__all__ = ["EDITABLE", "GIFT", "HIT", "PLACE", "STRUCK", "WRONG", "At", "OrderModel"]

HIT = Qt.ItemDataRole.UserRole + 10
WRONG = Qt.ItemDataRole.UserRole + 11
PLACE = Qt.ItemDataRole.UserRole + 12  # which line of the entry a row shows; None for goods on top
GIFT = Qt.ItemDataRole.UserRole + 13
STRUCK = Qt.ItemDataRole.UserRole + 14  # whether the second line no longer holds

EDITABLE = (At.PRODUCT, At.QUANTITY, At.PRICE)
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class OrderModel(QAbstractTableModel):
    """One row a line, under it what comes free with it, and an empty row to go on with.

    A line's place counts the entry's lines, a row the table's; they differ once something is free.

    Signals:
        edited: a line changed, came or went.
        judged: what the books say of the lines is another.
    """

    edited = Signal()
    judged = Signal()

    def __init__(self, entry: OrderEntry, parent: QObject) -> None:
        super().__init__(parent)
        self.entry = entry
        self._checked: dict[int, tuple[OrderLineView, LineVerdict]] = {}
        self._stock: dict[str, Decimal] = {}
        self._names: Mapping[str, str] = {}
        self._prices: Mapping[str, Decimal] = {}
        self._rows: list[GridRow] = laid_out(len(entry.lines), ())
        self.largest = Decimal(0)  # of the lines' amounts
        self.tight = False  # whether what is available has no column and stands under the product's name
        self.frozen = False  # while it is being placed, nothing more is typed into it

    # ---- the table

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's own default
        return 0 if parent.isValid() else len(self._rows)

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
            self.tr("政策"),
            self.tr("金额"),
        ]
        return names[section] if 0 <= section < len(names) else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        plain = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if self.frozen or self.gift(index.row()) is not None:
            return plain
        if index.column() == At.PRODUCT or (index.column() in EDITABLE and self.line(index.row()).hit is not None):
            return plain | Qt.ItemFlag.ItemIsEditable
        return plain

    # ---- rows and places

    def gift(self, row: int) -> OrderLineView | None:
        """The goods on top that a row shows, if it shows any."""
        return self._rows[row].gift if 0 <= row < len(self._rows) else None

    def gifts_under(self, row: int) -> list[OrderLineView]:
        """The goods on top that stand under a row's line."""
        place = self.place(row)
        return [each.gift for each in self._rows if each.gift is not None and each.place == place]

    def place(self, row: int) -> int:
        """The place of the line a row shows or belongs under; the row after the last is an empty one's."""
        return self._rows[row].place if 0 <= row < len(self._rows) else len(self.entry.lines)

    def row_of(self, place: int) -> int:
        """The row of a line."""
        return next((at for at, row in enumerate(self._rows) if row.place == place and row.gift is None), 0)

    def line(self, row: int) -> EntryLine:
        """The line of a row; the row after the last is an empty one."""
        place = self.place(row)
        return self.entry.lines[place] if place < len(self.entry.lines) else EntryLine()

    def checked(self, row: int) -> tuple[OrderLineView, LineVerdict] | None:
        """What the books say of a row's line."""
        return self._checked.get(self.place(row))

    def policy_name(self, policy: str) -> str:
        """What a policy is called."""
        return self._names.get(policy, policy)

    def _said(self, row: int) -> CellText:
        view, verdict = self.checked(row) or (None, None)
        return CellText(self.line(row), view, verdict, self._stock, self.tight)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = index.row(), At(index.column())
        gift = self.gift(row)
        if role == GIFT:
            return gift is not None
        if role == PLACE:
            return None if gift is not None else self.place(row)
        if role == STRUCK:
            return column is At.AMOUNT
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column not in (At.PRODUCT, At.WHY) else None
        if gift is not None:
            return self._gift_data(gift, column, role)
        return self._line_data(row, column, role)

    def _gift_data(self, gift: OrderLineView, column: At, role: int) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return cell_texts.gift_text(gift, column)
        if role == SECOND:
            worth = cell_texts.gift_worth(gift, self._prices)
            return cell_texts.gift_second(gift, column, self.policy_name(gift.gift), worth)
        if role == TONE:
            return "good" if column is At.WHY else "muted"
        return None

    def _line_data(self, row: int, column: At, role: int) -> Any:
        line = self.line(row)
        if role == Qt.ItemDataRole.DisplayRole:
            return cell_texts.text(self._said(row), column)
        if role == Qt.ItemDataRole.EditRole:
            return self._edit_text(line, column)
        if role == SECOND:
            return cell_texts.second(self._said(row), column)
        if role == TONE:
            return cell_texts.tone(self._said(row), column)
        if role == HIT:
            return line.hit
        if role == WRONG:
            return bool(line.wrong and line.wrong[0] == FIELDS.get(column))
        return None

    def _edit_text(self, line: EntryLine, column: At) -> str:
        if column is At.PRODUCT:
            return line.hit.name if line.hit else line.typed
        if column is At.QUANTITY:
            return line.quantity_text
        if column is At.PRICE and line.hit is not None:
            if line.price_typed:
                return line.price_typed
            price = line.hit.unit_price if line.agreed is None else line.agreed
            return "" if price is None else plain_number(price)
        return ""

    # ---- typing

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Takes what was typed, or a ProductHit for the product; what can't be read stays, marked as wrong."""
        if role != Qt.ItemDataRole.EditRole or not index.isValid() or self.gift(index.row()) is not None:
            return False
        line = self.line(index.row())
        changed = self._changed(line, At(index.column()), value)
        if changed == line:
            return True
        self._put(index.row(), changed)
        return True

    def _changed(self, line: EntryLine, column: At, value: Any) -> EntryLine:
        if isinstance(value, ProductHit):
            return line if line.hit and line.hit.product == value.product else with_product(line, value)
        text = str(value)
        if column is At.PRICE and text == self._edit_text(line, At.PRICE):
            return line
        return with_typed(line, FIELDS[column], text)

    def _put(self, row: int, line: EntryLine) -> None:
        place = self.place(row)
        grows = place == len(self.entry.lines)
        if grows:
            self.beginInsertRows(QModelIndex(), row + 1, row + 1)
        self.entry.put(place, line)
        self._checked.pop(place, None)
        if grows:
            self._rows.append(GridRow(place + 1))
            self.endInsertRows()
        self._tell_row(row)
        self.edited.emit()

    def _tell_row(self, row: int) -> None:
        self.dataChanged.emit(self.index(row, 0), self.index(row, len(At) - 1))

    def turn_unit(self, row: int) -> None:
        """The row's quantity in the product's next unit."""
        if self.gift(row) is not None:
            return
        line = self.line(row)
        turned = with_next_unit(line)
        if turned != line:
            self._put(row, turned)

    def add(self, lines: list[EntryLine], row: int | None = None) -> None:
        """Puts lines in before a row, or after the last."""
        place = len(self.entry.lines) if row is None else min(self.place(row), len(self.entry.lines))
        if lines:
            self._drop_gifts()
            self.beginInsertRows(QModelIndex(), place, place + len(lines) - 1)
            self.entry.insert(place, lines)
            self._checked.clear()
            self._rows = laid_out(len(self.entry.lines), ())
            self.endInsertRows()
            self.edited.emit()

    def add_to(self, place: int, more: Decimal) -> None:
        """So many base units more of a line."""
        line = self.entry.lines[place]
        self._put(
            self.row_of(place),
            replace(line, quantity=(line.quantity or Decimal(0)) + more, quantity_typed="", quantity_wrong=None),
        )

    def count_one_more(self, place: int) -> None:
        """A product scanned again: one more of its unit."""
        self.add_to(place, self.entry.lines[place].pack_size)

    def remove(self, row: int) -> None:
        """Takes a line away; goods on top go with their line, never by themselves."""
        place = self.place(row)
        if self.gift(row) is None and place < len(self.entry.lines):
            self._drop_gifts()
            self.beginRemoveRows(QModelIndex(), place, place)
            self.entry.remove(place)
            self._checked.clear()
            self._rows = laid_out(len(self.entry.lines), ())
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
        self._rows = laid_out(len(self.entry.lines), ())
        self.endResetModel()
        if moved:
            self.edited.emit()

    # ---- what the books say

    def show_entry(self, entry: OrderEntry) -> None:
        """Another order."""
        self.beginResetModel()
        self.entry = entry
        self._checked.clear()
        self._stock.clear()
        self._rows = laid_out(len(entry.lines), ())
        self.endResetModel()

    def show_checked(self, checked: CheckedOrder | None, places: list[int], names: Mapping[str, str]) -> None:
        """The verdict on the lines at these places; `names` of policies by id."""
        self._checked.clear()
        self._names = names
        gifts: Sequence[tuple[int, OrderLineView]] = ()
        if checked is not None:
            self.entry.seen = seen_of(checked)
            bought = checked.lines[: len(places)]
            self._prices = cell_texts.prices_of(bought)
            self._checked = dict(zip(places, zip(bought, checked.verdict.lines, strict=False), strict=True))
            self._stock.update({product: level.available for product, level in checked.stock.items()})
            gifts = [(cause(gift, bought, places), gift) for gift in checked.lines[len(places) :]]
        self._lay(laid_out(len(self.entry.lines), gifts))
        self.largest = max((each.amount for each in checked.lines), default=Decimal(0)) if checked else Decimal(0)
        self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(At) - 1))
        self.judged.emit()

    def _drop_gifts(self) -> None:
        """Before lines move, so that nobody's goods stand under another's line for a moment."""
        self._lay(laid_out(len(self.entry.lines), ()))

    def _lay(self, rows: list[GridRow]) -> None:
        going, coming = changes(self._rows, rows)
        for at in reversed(going):
            self.beginRemoveRows(QModelIndex(), at, at)
            del self._rows[at]
            self.endRemoveRows()
        for at in coming:
            self.beginInsertRows(QModelIndex(), at, at)
            self._rows.insert(at, rows[at])
            self.endInsertRows()
        self._rows = rows
