"""A desk makes customers of its own, found by code, name and initials."""

from decimal import Decimal

import pytest

from desktop.actions.catalog import customers, search
from desktop.actions.headquarters.queued import posted
from desktop.actions.orders import orders
from domain.errors import DeskError
from tests.building.desktop.a_desk import a_draft


def test_own_customer_is_found_by_code_name_and_initials(desk):
    card = customers.NewCustomer("C9", "白云山商店", credit_limit=Decimal("500.00"), credit_days=7)
    added = posted(customers.add_customer(desk, card))
    assert (added.id, added.available) == ("GD01:C9", Decimal("500.00"))
    for typed in ("C9", "白云", "bys"):
        assert [row.code for row in customers.customers(desk, typed)] == ["C9"]
        assert [hit.code for hit in search.find_dealers(desk, typed)] == ["C9"]
    assert orders.place_order(desk, a_draft(buyer="C9")).buyer.name == "白云山商店"


@pytest.mark.parametrize(
    ("card", "code"),
    [
        (customers.NewCustomer("C1", "又一家"), "dealer_exists"),
        (customers.NewCustomer("", "无码"), "dealer_code_empty"),
        (customers.NewCustomer("A:B", "有号"), "dealer_code_missing"),
        (customers.NewCustomer("C8", " "), "dealer_name_missing"),
        (customers.NewCustomer("C8", "某店", tier="hq"), "tree_unknown_tier"),
        (customers.NewCustomer("C8", "某店", credit_limit=Decimal(-1)), "credit_limit_negative"),
        (customers.NewCustomer("C8", "某店", credit_days=-1), "credit_days_negative"),
    ],
)
def test_customer_that_can_t_be_is_refused(desk, card, code):
    with pytest.raises(DeskError, match=code):
        customers.add_customer(desk, card)
