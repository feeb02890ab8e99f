"""A customer is suspended, closed and let in again, with a reason; every end is told since when."""

from decimal import Decimal

import pytest

from desktop.actions.catalog import customers, standing
from desktop.actions.documents import money
from desktop.actions.headquarters.attention import attention
from desktop.actions.headquarters.dismissals import dismiss
from desktop.actions.headquarters.queued import posted
from desktop.listings.workbooks import export
from domain.errors import RefusedError, UsageError
from sync.records.bodies.records import DealerBody
from sync.records.repair.checking import check
from tests.building.desktop.a_desk import TODAY


@pytest.fixture
def shop(desk):
    return posted(customers.add_customer(desk, customers.NewCustomer("C9", "新店"))).id


def told(desk):
    with desk.book.reading() as connection:
        return {each.code: each.facts for each in attention(connection, desk) if each.kind == "dealer"}


def test_a_closed_customer_is_only_wound_up(desk, shop):
    said = posted(standing.set_standing(desk, "C9", "closed", "  不再合作 "))
    assert (said.status, said.reason, said.open_orders) == ("closed", "不再合作", 0)
    facts = told(desk)["customer_closed"]
    assert (facts["dealer"], facts["reason"], facts["since"]) == ("C9", "不再合作", desk.now()[:10])
    money.receive_money(desk, shop, Decimal(10), TODAY)
    money.book_note(desk, "debit_note", shop, Decimal(10), TODAY)
    standing.set_standing(desk, shop, "active")
    assert "customer_active" in told(desk)
    dismiss(desk, str(told(desk)["customer_active"]["away"]))
    assert told(desk) == {}
    assert check(desk.book) == []


@pytest.mark.parametrize("limit", [None, Decimal(500)])
@pytest.mark.parametrize("status", ["suspended", "closed", "moved"])
def test_who_may_order_nothing_has_nothing_left_to_order_for(desk, tmp_path, status, limit):
    card = DealerBody("C9", "新店", "store", desk.dealer_id, status=status)
    card.credit_limit = None if limit is None else int(limit * 100)
    with desk.book.writing() as writing:
        writing.put("desk/D1", "dealer", f"{desk.dealer_id}:C9", card)
    [row] = [each for each in customers.customers(desk) if each.code == "C9"]
    assert (row.available, row.status) == (Decimal(0), status)
    said = {"suspended": "已暂停", "closed": "已关闭", "moved": "已划归别的卖方"}[status]
    export(desk, "customers", tmp_path / "c.csv")
    text = (tmp_path / "c.csv").read_text(encoding="utf-8-sig")
    assert [each for each in text.splitlines() if each.startswith("C9,") and each.endswith(f",{said}")]


@pytest.mark.parametrize(
    ("status", "reason", "code"),
    [
        ("gone", "x", "dealer_status_unknown"),
        ("closed", "  ", "standing_reason_missing"),
        ("closed", "长" * 201, "standing_reason_long"),
    ],
)
def test_what_can_not_be_said(desk, shop, status, reason, code):
    with pytest.raises(UsageError, match=code):
        standing.set_standing(desk, shop, status, reason)


def test_only_ones_own_customers_and_only_what_changes(desk, shop):
    with pytest.raises(RefusedError, match="standing_same"):
        standing.set_standing(desk, shop, "active")
    for each in ("HQ", desk.dealer_id):
        with pytest.raises(RefusedError, match="not_your_customer"):
            standing.set_standing(desk, each, "closed", "x")
    with desk.book.writing() as writing:
        writing.put("dealer/HC", "dealer", "HC", DealerBody("HC", "总部录入的店", "store", "GD01"))
    with pytest.raises(RefusedError, match="card_of_hq"):
        standing.set_standing(desk, "HC", "closed", "x")


def test_a_desk_of_a_closed_dealer_opens_nothing_new(desk, shop):
    with desk.book.writing() as writing:
        own = DealerBody("GD01", "粤东", "province", "HQ", status="closed", status_reason="终止")
        writing.put("catalog", "dealer", "GD01", own)
    assert told(desk)["dealer_closed_self"]["reason"] == "终止"
    with pytest.raises(RefusedError, match="dealer_closed"):
        customers.add_customer(desk, customers.NewCustomer("C8", "再一店"))
