"""A reversal undoes what its document did, once, and both stay."""

from decimal import Decimal

import pytest

from desktop.actions import customers, deliveries, orders, posting, reversing, stock
from domain.errors import DeskError


def test_reversed_delivery_gives_back_goods_debt_and_promise(desk, order):
    before = stock.stock_list(desk)
    made = deliveries.deliver(desk, order.number)
    undone = reversing.reverse(desk, made.number, reason="送错")
    assert (undone.amount, undone.reverses_number) == (-made.amount, made.number)
    assert posting.paper(desk, made.number).state == "reversed"
    assert stock.stock_list(desk) == before
    assert customers.customer(desk, "C1").credit.balance == Decimal(0)
    assert orders.order(desk, order.number).state == "accepted"


def test_nothing_is_reversed_twice(desk, order):
    made = deliveries.deliver(desk, order.number)
    undone = reversing.reverse(desk, made.number)
    with pytest.raises(DeskError, match="already_reversed"):
        reversing.reverse(desk, made.number)
    with pytest.raises(DeskError, match="reversal_of_reversal"):
        reversing.reverse(desk, undone.number)
    with pytest.raises(DeskError, match="document_unknown"):
        reversing.reverse(desk, "XSCK-01-990101-0001")
