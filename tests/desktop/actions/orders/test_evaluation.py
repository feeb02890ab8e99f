"""A draft is weighed by the books: as the seller for good, as the buyer as far as he knows; saved as it was shown."""

import pytest

from desktop.actions.orders.evaluation import checked_order, evaluate_order, order_body
from domain.errors import RefusedError, UsageError
from domain.policies.scopes import only
from domain.promotions.templates.quota_price import QuotaPrice
from tests.building.desktop.a_trade import a_draft, a_trade, line
from tests.building.domain.policy_makers import D, a_promotion, percent


@pytest.fixture
def trade(tmp_path):
    with (trade := a_trade(tmp_path)).desk:
        yield trade
    trade.hq.close()


def both(trade, draft):
    """What is shown of a draft, and what would be saved."""
    with trade.desk.book.reading() as connection:
        weighed = evaluate_order(connection, trade.desk, draft)
        return checked_order(connection, draft, weighed), order_body(trade.desk, draft, weighed, "XSDD-1")


def test_what_is_shown_is_what_is_saved(trade):
    trade.publish(percent(10, "CX1", products=only("A")))
    shown, saved = both(trade, a_draft(line("A", "7"), line("C", "3")))
    assert [int(each.amount * 100) for each in shown.lines] == [each.amount for each in saved.lines] == [6300, 10000]
    assert (shown.gross, shown.total, saved.amount) == (D("170.00"), D("163.00"), 16300)
    assert shown.policies == saved.policies == {"CX1": 1}


def test_a_buyer_asks_and_a_seller_decides(trade):
    asked, ask = both(trade, a_draft(line("A", "7")))
    sold, sale = both(trade, a_draft(line("A", "7"), seller="GD01", buyer="GD01:C1"))
    assert (asked.lines[0].accepted, ask.state, ask.lines[0].accepted) == (None, "submitted", None)
    assert (sold.lines[0].accepted, sale.state, sale.lines[0].accepted) == (D(7), "accepted", 7000)
    assert (ask.warehouse, sale.warehouse) == ("", "主仓")


def test_what_is_left_of_a_quota_is_shown_with_the_moment_it_was_told(trade):
    trade.publish(a_promotion(QuotaPrice(D(8), D(30)), "TJ", products=only("A")))
    shown, saved = both(trade, a_draft(line("A", "12")))
    assert [(each.policy, each.quota, each.left, each.as_of) for each in shown.quotas] == [("TJ", D(30), D(30), "")]
    assert [(use.policy, use.quantity) for use in saved.uses] == [("TJ", 12000)]


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        ({"wallet_most": D(-1)}, "amount_negative"),
        ({"wallet_most": D("0.005")}, "amount_decimals"),
        ({"buyer": "NONE"}, "dealer_unknown"),
        ({"buyer": "HQ"}, "order_to_oneself"),
    ],
)
def test_what_cannot_be_weighed(trade, draft, code):
    with pytest.raises(UsageError, match=code):
        both(trade, a_draft(**draft))


def test_an_order_of_others_is_not_ours(trade):
    with pytest.raises(RefusedError, match="order_not_ours"):
        both(trade, a_draft(buyer="GD02"))
