"""What a line's steps tell: its list price, what each policy took off, and the rounding between the two."""

from desktop.actions.orders.explaining import discounts_of, list_price_of, summed, told_steps
from desktop.actions.orders.order_views import PolicyDiscount
from domain.explain import Step
from tests.building.domain.policy_makers import D

LIST = Step("price_list", None, D("3.3333"), {})
OWN = Step("price_rule", D("3.3333"), D("3.1667"), {})
OFF = Step("promotion", D("9.50"), D("8.55"), {"policy": "CX1", "version": "2", "name": "九折"})


def test_the_list_price_is_what_the_first_step_found():
    assert list_price_of((LIST, OWN, OFF)) == D("3.3333")
    assert list_price_of((OFF,)) is None
    assert list_price_of((Step("gift", None, D(0), {}),)) is None


def test_only_promotions_take_something_off():
    assert discounts_of((LIST, OWN, OFF)) == (PolicyDiscount("CX1", 2, "九折", D("0.95")),)


def test_discounts_of_many_lines_come_together_by_version():
    one, other = PolicyDiscount("CX1", 1, "a", D(1)), PolicyDiscount("CX1", 2, "b", D(2))
    assert summed((one, other, one)) == (PolicyDiscount("CX1", 1, "a", D(2)), other)
    assert summed(()) == ()


def test_rounding_stands_between_the_price_and_the_promotions():
    told = told_steps((LIST, OFF), D(3), D("3.1667"))
    assert [step.code for step in told] == ["price_list", "rounding", "promotion"]
    assert (told[1].before, told[1].after) == (D("9.5001"), D("9.50"))
    assert told_steps((LIST, OFF), D(3), D("3.20")) == (LIST, OFF)
    assert told_steps((LIST,), D(3), None) == (LIST,)
