"""Reasons and steps are values: equal where they say the same, and nobody's facts are shared."""

from decimal import Decimal

from domain.explain import Reason, Step


def test_reason_speaks_of_the_whole_unless_a_line_is_named():
    assert Reason("credit_ok", "info").line is None
    assert Reason("stock_short", "warn", {"wanted": Decimal(3)}, 2) == Reason("stock_short", "warn", {"wanted": 3}, 2)


def test_facts_left_out_are_each_one_s_own():
    assert Reason("a", "info").facts is not Reason("b", "info").facts
    assert Step("list_price", None, Decimal("1.5")).facts == {}
