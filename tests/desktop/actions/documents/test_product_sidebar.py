"""The strip tells what lies where, what is on its way, and what was paid before."""

from decimal import Decimal

from desktop.actions.documents import deliveries, product_sidebar
from desktop.actions.headquarters.queued import posted


def test_strip_tells_the_last_sales(desk, order):
    made = posted(deliveries.deliver(desk, order.number))
    strip = product_sidebar.product_strip(desk, "GD01", "GD01:C1", "W550")
    assert [(sale.number, sale.quantity_text, sale.unit_price) for sale in strip.sales] == [
        (made.number, "2箱", Decimal("1.5000"))
    ]
