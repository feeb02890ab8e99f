"""Products show this desk's stock beside the seller's, and what it pays."""

from decimal import Decimal

from desktop.actions.catalog import products


def test_products_show_own_stock_and_the_seller_s(desk):
    rows = {row.sku: row for row in products.products(desk)}
    water = rows["W550"]
    assert (water.on_hand, water.seller_available, water.unit_price) == (Decimal(240), Decimal(2400), Decimal("1.0000"))
    assert [row.sku for row in products.products(desk, "可口")] == ["COLA"]
