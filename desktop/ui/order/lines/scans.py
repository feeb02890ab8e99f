"""Bar codes: a scanned product is added or counted once more; what a scan changes takes no message away."""

from __future__ import annotations

from desktop.actions.documents.views import ProductHit
from desktop.ui.order.lines.entry import EntryLine, with_product, with_quantity
from desktop.ui.order.lines.model import OrderModel


class Scans:
    """What a scanner does to an order.

    Attributes:
        code: what was scanned last.
        adding: whether it is a scan that changes the order at the moment.
    """

    def __init__(self, model: OrderModel) -> None:
        self._model = model
        self.code = ""
        self.adding = False

    def add(self, hit: ProductHit) -> None:
        """One more of a product."""
        self.adding = True
        place = self._model.entry.place_of(hit.product)
        if place is None:
            self._model.add([with_quantity(with_product(EntryLine(), hit), "1")])
        else:
            self._model.count_one_more(place)
        self.adding = False
