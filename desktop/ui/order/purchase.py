"""The same entry the other way round: an order to the seller above, judged by what HQ said last."""

from __future__ import annotations

from desktop.ui.order.page import OrderPage


class PurchasePage(OrderPage):
    """An order to the seller above."""

    selling = False

    def _title(self) -> str:
        return self.tr("进货订单")
