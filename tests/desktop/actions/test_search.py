"""Type-ahead tells what this buyer pays and what is left."""

from decimal import Decimal

from desktop.actions import search


def test_type_ahead_tells_what_this_buyer_pays(desk):
    hits = search.find_products(desk, "00001", seller="GD01", buyer="GD01:C1")
    assert [(hit.sku, hit.available, hit.unit_price) for hit in hits] == [("W550", Decimal(240), Decimal("1.5000"))]
    assert search.find_products(desk, "  ") == []
