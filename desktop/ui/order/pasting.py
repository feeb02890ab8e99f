"""A block copied from a spreadsheet becomes lines: code or name, quantity, and if there is one a price."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QGuiApplication

from desktop.ui import asks
from desktop.ui.order.entry import EntryLine, with_product
from desktop.ui.order.model import OrderModel
from desktop.ui.work import Worker


class Paster(QObject):
    """Turns the clipboard's rows into lines; what isn't known is put in too, marked, so that nothing is lost."""

    def __init__(self, worker: Worker, model: OrderModel, parent: QObject) -> None:
        super().__init__(parent)
        self._worker = worker
        self._model = model
        self._rows: list[list[str]] = []

    def paste(self, seller: str, buyer: str) -> None:
        """Asks for the products of the clipboard's rows."""
        text = QGuiApplication.clipboard().text()
        self._rows = [[cell.strip() for cell in line.split("\t")] for line in text.splitlines() if line.strip()]
        if self._rows:
            names = [cells[0] for cells in self._rows]
            self._worker.read(asks.products_named, names, seller, buyer, then=self._put)

    @Slot(object)
    def _put(self, hits: list[Any]) -> None:
        self._model.add([_line(cells, hit) for cells, hit in zip(self._rows, hits, strict=True)])
        self._rows = []


def _line(cells: list[str], hit: Any) -> EntryLine:
    count, price = ([*cells[1:3], "", ""])[:2]
    unread = EntryLine(typed=cells[0], quantity_typed=count, price_typed=price)
    return unread if hit is None else with_product(unread, hit)
