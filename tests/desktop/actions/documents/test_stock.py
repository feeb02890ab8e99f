"""A count writes only what differs."""

from decimal import Decimal

from desktop.actions.documents import stock


def test_count_writes_only_differences(desk):
    assert stock.count_stock(desk, {"W550": Decimal(240)}) is None
    made = stock.count_stock(desk, {"W550": Decimal(200), "COLA": Decimal(48)})
    assert made is not None
    assert [(line.sku, line.quantity) for line in made.lines] == [("W550", Decimal(-40))]
