"""An old order is reckoned again from what it names, and a figure that was altered since is found."""

import pytest

from desktop.actions.orders import orders
from domain.errors import UsageError
from domain.policies.scopes import only
from domain.promotions.free_goods import Gift
from domain.promotions.templates.buy_get import BuyGet
from sync.records.pricing.repricing import reprice
from tests.building.desktop.a_trade import a_draft, a_trade, line
from tests.building.domain.policy_makers import D, a_promotion, percent


@pytest.fixture
def trade(tmp_path):
    with (trade := a_trade(tmp_path)).desk:
        gift = a_promotion(BuyGet(D(3), Gift(D(1), "B")), "MZ", products=only("A"), group="g")
        trade.publish(percent(10, "CX1", products=only("A")), gift)
        yield trade
    trade.hq.close()


def again(trade, number):
    with trade.desk.book.reading() as connection:
        return reprice(connection, number)


def test_by_number_or_id_with_the_versions_it_named(trade):
    order = orders.place_order(trade.desk, a_draft(line("A", "7"), line("C", "2")))
    found = again(trade, order.number)
    assert found == again(trade, order.id)
    assert (found.same, found.versions, found.missing) == (True, {"CX1": 1, "MZ": 1}, ())
    assert [each.amount[1] for each in found.lines[:2]] == [D("63.00"), D("66.67")]


@pytest.mark.parametrize("column", ["amount", "unit_price"])
def test_an_altered_figure_is_found_and_both_are_told(trade, column):
    order = orders.place_order(trade.desk, a_draft(line("A", "7")))
    with trade.desk.book.writing() as writing:
        sql = f"UPDATE document_line SET {column} = {column} + 10000 WHERE line = 1 AND document = "
        writing.connection.exec_driver_sql(sql + "(SELECT pk FROM document WHERE kind = 'order')")
    found = again(trade, order.number)
    assert not found.same
    assert [each.line for each in found.lines if not each.same] == [1]


def test_an_order_nobody_knows(trade):
    with pytest.raises(UsageError, match="document_unknown"):
        again(trade, "XSDD-9")
