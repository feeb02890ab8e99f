"""Money received lowers what a customer owes, and only a customer's own."""

from decimal import Decimal

import pytest

from desktop.actions.catalog import customers
from desktop.actions.documents import money
from desktop.actions.headquarters.queued import posted
from domain.errors import DeskError


def test_money_lowers_the_balance(desk):
    paid = posted(money.receive_money(desk, "C1", Decimal("10.50"), method="wechat", ref="流水 7"))
    assert (paid.kind, paid.amount, paid.method, paid.ref) == ("money_receipt", Decimal("10.50"), "wechat", "流水 7")
    assert customers.customer(desk, "C1").credit.balance == Decimal("-10.50")


@pytest.mark.parametrize(
    ("buyer", "amount", "code"),
    [
        ("C1", "0", "amount_"),
        ("C1", "-5", "amount_"),
        ("C1", "0.001", "amount_"),
        ("HQ", "5", "not_your_customer"),
        ("X", "5", "dealer_unknown"),
    ],
)
def test_money_that_can_t_be_is_refused_and_nothing_is_posted(desk, buyer, amount, code):
    with pytest.raises(DeskError, match=code):
        money.receive_money(desk, buyer, Decimal(amount))
    assert customers.customer(desk, "C1").credit.balance == 0
