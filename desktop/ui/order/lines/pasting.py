"""A block copied from a spreadsheet becomes lines: code or name, quantity, and if there is one a price."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QGuiApplication

from desktop.actions.documents.views import ProductHit
from desktop.ui.frame.actions import search
from desktop.ui.frame.page import WindowPage
from desktop.ui.frame.work import Worker
from desktop.ui.order.lines.entry import EntryLine, with_product
from desktop.ui.order.lines.model import OrderModel
from desktop.ui.widgets import formatting
from domain.errors import UsageError


class Paster(QObject):
    """Turns the clipboard's rows into lines; what isn't known is put in too, marked, so that nothing is lost."""

    def __init__(self, worker: Worker, model: OrderModel, page: WindowPage) -> None:
        super().__init__(page)
        self._page = page
        self._worker = worker
        self._model = model
        self._rows: list[list[str]] = []

    def paste(self, seller: str, buyer: str) -> None:
        """Asks for the products of the clipboard's rows."""
        text = QGuiApplication.clipboard().text()
        self._rows = [[cell.strip() for cell in line.split("\t")] for line in text.splitlines() if line.strip()]
        if self._rows:
            names = [cells[0] for cells in self._rows]
            self._worker.read(search.products_named, names, seller, buyer, then=self._put)
        else:
            self._page.banner.say(formatting.told("nothing_to_paste"), "info")

    @Slot(object)
    def _put(self, meant: list[list[ProductHit]]) -> None:
        self._model.add([_line(cells, hits) for cells, hits in zip(self._rows, meant, strict=True)])
        self._rows = []


def _line(cells: list[str], hits: list[ProductHit]) -> EntryLine:
    count, price = ([*cells[1:3], "", ""])[:2]
    unread = EntryLine(typed=cells[0], quantity_typed=count, price_typed=price)
    if len(hits) > 1:
        names = formatting.named_in_row(hit.name for hit in hits)
        return replace(unread, product_wrong=UsageError("product_ambiguous", product=cells[0], names=names))
    return with_product(unread, hits[0]) if hits else unread
