"""Credit: what is owed and ordered against the limit, and debt that is late."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.accounts.credit import CreditPosition, judge_credit

money = st.decimals(-(10**6), 10**6, places=2)
positive = st.decimals(0, 10**6, places=2)


def a_position(limit=None, *, temporary=0, balance=0, committed=0, overdue=0, overdue_days=0, as_of=None):
    return CreditPosition(
        limit=None if limit is None else Decimal(limit),
        temporary=Decimal(temporary),
        balance=Decimal(balance),
        committed=Decimal(committed),
        overdue=Decimal(overdue),
        overdue_days=overdue_days,
        as_of=as_of,
    )


def codes(position, amount):
    return [reason.code for reason in judge_credit(position, Decimal(amount))]


@pytest.mark.parametrize(
    ("limit", "balance", "order", "verdict"),
    [
        pytest.param(None, 100, 0, "credit_ok", id="D01 blank is unlimited, +0"),
        pytest.param(None, 100, 100, "credit_ok", id="D01 blank is unlimited, +100"),
        pytest.param(0, 0, 1, "credit_over", id="D02 zero is a real limit"),
        pytest.param(200, 100, 1, "credit_ok", id="D03 +1"),
        pytest.param(200, 100, 100, "credit_ok", id="D03 exactly full"),
        pytest.param(200, 100, 150, "credit_over", id="D03 +150"),
        pytest.param(250, 300, 100, "credit_over", id="D07 already over"),
        pytest.param(400, 300, 100, "credit_ok", id="D08 one piece"),
        pytest.param(400, 300, 200, "credit_over", id="D08 two pieces"),
    ],
)
def test_limit(limit, balance, order, verdict):
    assert codes(a_position(limit, balance=balance), order) == [verdict]


def test_D05_an_accepted_order_is_not_judged_again_when_the_limit_is_lowered():
    lowered = a_position(100, balance=100, committed=50)
    assert codes(lowered, 0) == ["credit_ok"]
    assert codes(lowered, "0.01") == ["credit_over"]


def test_a_refusal_carries_every_figure():
    (reason,) = judge_credit(
        a_position(200, temporary=50, balance=100, committed=120, as_of="2026-11-23T08:41:07Z"), Decimal(75)
    )
    assert (reason.code, reason.severity) == ("credit_over", "stop")
    assert reason.facts == {
        "limit": 200,
        "temporary": 50,
        "balance": 100,
        "committed": 120,
        "order": 75,
        "over_by": 45,
        "as_of": "2026-11-23T08:41:07Z",
    }


def test_what_passes_tells_what_is_left():
    (reason,) = judge_credit(a_position(200, balance=-20, committed=70), Decimal(50))
    assert (reason.severity, reason.facts["available"]) == ("info", 100)
    (reason,) = judge_credit(a_position(None, balance=100), Decimal(50))
    assert reason.facts["available"] is None


def test_late_debt_asks_for_approval_and_does_not_hide_the_limit():
    late = a_position(100, balance=90, overdue=40, overdue_days=12)
    (warning,) = judge_credit(late, Decimal(10))
    assert (warning.code, warning.severity) == ("credit_overdue", "warn")
    assert warning.facts == {"overdue": 40, "overdue_days": 12, "as_of": None}
    assert codes(late, 11) == ["credit_over", "credit_overdue"]
    assert codes(a_position(overdue="0.01", overdue_days=1), 10) == ["credit_overdue"]


@given(st.one_of(st.none(), positive), positive, money, positive, positive)
def test_an_order_passes_exactly_when_it_fits(limit, temporary, balance, committed, order):
    position = a_position(limit, temporary=temporary, balance=balance, committed=committed)
    fits = limit is None or order == 0 or balance + committed + order <= limit + temporary
    assert codes(position, order) == ["credit_ok" if fits else "credit_over"]
