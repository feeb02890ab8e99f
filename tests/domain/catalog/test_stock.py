"""What may still be promised."""

from decimal import Decimal

from domain.catalog.stock import StockLevel


def test_available_is_on_hand_less_reserved_and_may_be_negative():
    assert StockLevel(Decimal(10), Decimal(4)).available == 6
    assert StockLevel(Decimal(1), Decimal(4)).available == -3
