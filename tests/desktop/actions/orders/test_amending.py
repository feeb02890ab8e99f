"""An amended order is tried on the desk as HQ will judge it: what the earlier one holds is free again for it."""

import pytest

from desktop.actions.orders import orders
from desktop.actions.orders.amending import split_order
from domain.errors import UsageError
from domain.policies.scopes import only
from domain.promotions.templates.quota_price import QuotaPrice
from sync.hq.deciding.availability import publish_availability
from sync.hq.deciding.quotas import publish_quotas
from sync.records.books.bulk import query_rows
from tests.building.desktop.a_trade import a_draft, a_trade, body_of, line
from tests.building.domain.policy_makers import D, a_promotion
from tests.building.sync.books import put, row

LATER = "2026-11-23T09:30:00Z"
EARLIER = "2026-11-01T00:00:00Z"


@pytest.fixture
def trade(tmp_path):
    with (trade := a_trade(tmp_path, stock=24, limit=300_00)).desk:
        yield trade
    trade.hq.close()


def accepted(trade, *lines):
    order = orders.place_order(trade.desk, a_draft(*lines))
    assert trade.send(order.id) == "accepted"
    return order


def tell_stock(trade, sku="A", as_of=LATER):
    """HQ's word of its stock comes down, told at such a moment."""
    publish_availability(trade.hq, LATER)
    word = body_of(trade.hq, "availability", f"W1|{sku}")
    word.as_of = as_of
    put(trade.desk.book, "stock", "availability", f"W1|{sku}", word)


def tried(trade, old, *lines):
    return orders.check_order(trade.desk, a_draft(*lines, supersedes=old.id))


def codes(checked):
    each = [*checked.verdict.reasons, *(reason for line in checked.verdict.lines for reason in line.reasons)]
    return {reason.code for reason in each}


def test_the_goods_of_an_accepted_order_are_free_for_the_one_that_replaces_it(trade):
    old = accepted(trade, line("A", "24"))
    tell_stock(trade)
    assert "stock_none" in codes(orders.check_order(trade.desk, a_draft(line("A", "20"))))
    checked = tried(trade, old, line("A", "20"))
    assert "stock_ok" in codes(checked)
    assert (checked.verdict.state, checked.stock["A"].available) == ("accepted", 24)
    assert "stock_short" in codes(tried(trade, old, line("A", "25")))
    placed = orders.place_order(trade.desk, a_draft(line("A", "20"), supersedes=old.id))
    assert trade.send(placed.id) == "accepted"


def test_goods_are_given_back_once_where_the_seller_told_his_stock_before_he_promised(trade):
    old = accepted(trade, line("A", "10"))
    put(trade.desk.book, "stock", "availability", "W1|A", _word(trade, 24, EARLIER))
    assert tried(trade, old, line("A", "24")).stock["A"].available == 24


def _word(trade, available, as_of):
    word = body_of(trade.hq, "availability", "W1|A")
    word.available, word.as_of = available * 1000, as_of
    return word


def test_an_order_that_still_waits_holds_nothing_against_the_one_that_replaces_it(trade):
    old = orders.place_order(trade.desk, a_draft(line("A", "24")))
    assert tried(trade, old, line("A", "24")).verdict.state == "accepted"


def test_credit_is_judged_without_the_order_that_is_replaced(trade):
    old = accepted(trade, line("A", "20"))  # 200 of 300
    tell_stock(trade)
    assert "credit_over" in codes(orders.check_order(trade.desk, a_draft(line("C", "4"))))
    assert "credit_over" not in codes(tried(trade, old, line("C", "4"), line("A", "15")))
    waits = orders.place_order(trade.desk, a_draft(line("B", "24")))
    assert tried(trade, waits, line("B", "20")).credit.committed == 200


def test_a_limited_price_counts_without_the_order_that_is_replaced(trade):
    trade.publish(a_promotion(QuotaPrice(D(8), D(12)), "TJ", products=only("A")))
    old = accepted(trade, line("A", "12"))
    publish_quotas(trade.hq, LATER)
    put(trade.desk.book, "policies/all", "quota", "TJ", body_of(trade.hq, "quota", "TJ"))
    assert orders.check_order(trade.desk, a_draft(line("B", "1"), line("A", "12"))).total == D("122.50")
    assert tried(trade, old, line("A", "12")).total == D("96.00")


def test_a_trial_leaves_the_books_as_they_were(trade):
    old = accepted(trade, line("A", "24"))
    tell_stock(trade)
    told = "SELECT available, as_of FROM availability WHERE product = 'A'"
    before = row(trade.desk.book, told)
    tried(trade, old, line("A", "20"))
    assert row(trade.desk.book, told) == before == (0, LATER)
    with trade.desk.book.reading() as connection:
        assert query_rows(connection, "SELECT state FROM document WHERE id = ?", old.id) == [("accepted",)]


@pytest.mark.parametrize(("quantity", "code"), [("99999", "split_too_much"), ("1", "split_line_done")])
def test_more_than_is_open_can_not_be_split_off_and_a_line_with_nothing_open_says_so(trade, quantity, code):
    order = accepted(trade, line("A", "5")) if code == "split_line_done" else placed(trade)
    with pytest.raises(UsageError, match=code):
        split_order(trade.desk, order.number, {1: D(quantity)})


def placed(trade):
    return orders.place_order(trade.desk, a_draft(line("A", "5")))
