"""An order in a terminal shows what policies did only where they did something, in both languages."""

import pytest

from desktop.actions.documents import posting
from desktop.actions.orders import orders
from desktop.actions.orders.order_forms import order_form
from desktop.cli.commands.order_text import order_text, repriced_text
from desktop.cli.shown import paper_text
from domain.policies.scopes import only
from domain.promotions.free_goods import Gift
from domain.promotions.templates.buy_get import BuyGet
from domain.values.money import format_money
from tests.building.desktop.a_trade import a_draft, a_trade, line
from tests.building.domain.policy_makers import D, a_promotion, percent


@pytest.fixture
def trade(tmp_path):
    with (trade := a_trade(tmp_path)).desk:
        trade.publish(
            percent(10, "CX1", products=only("A")),
            a_promotion(BuyGet(D(3), Gift(D(1), "B")), "MZ", products=only("A"), group="g"),
        )
        yield trade
    trade.hq.close()


@pytest.mark.parametrize(
    ("language", "parts"),
    [("zh", ("优惠", "-7.00", "促销“CX1”", "赠")), ("en", ("Discount", "-7.00", "Promotion “CX1”", "MZ"))],
)
def test_each_line_tells_how_it_came_to_its_amount(trade, language, parts):
    text = order_text(orders.place_order(trade.desk, a_draft(line("A", "7"))), language)
    for part in parts:
        assert part in text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_whatever_was_noted_and_accepted_is_told(trade, language):
    draft = a_draft(line("C", "2"), line("D", "2000"), ref="PO-7788", remark="请早上送到")
    order = orders.place_order(trade.desk, draft)
    assert ("接受金额" in order_text(order, "zh"), "Accepted are" in order_text(order, "en")) == (False, False)
    trade.send(order.id)
    answered = orders.order(trade.desk, order.id)
    text, taken = order_text(answered, language), answered.accepted_total
    assert taken is not None
    for part in ("PO-7788", "请早上送到", format_money(taken), format_money(answered.total)):
        assert part in text
    delivered = paper_text(posting.paper(trade.desk, trade.ship(order.id)), language)
    assert "W1" in delivered


def test_a_plain_order_has_no_column_of_discounts(trade):
    plain = orders.place_order(trade.desk, a_draft(line("C", "2")))
    assert "优惠" not in order_text(plain, "zh")


def test_an_order_reckoned_again_names_its_versions(trade):
    order = orders.place_order(trade.desk, a_draft(line("A", "7")))
    assert "CX1/1, MZ/1" in repriced_text(orders.reprice_order(trade.desk, order.number), "en")


def test_the_json_form_tells_figures_as_text_and_unknown_as_null(trade):
    order = orders.place_order(trade.desk, a_draft(line("A", "7")))
    form = order_form(order)
    bought, gift = form["lines"]
    assert (form["total"], form["accepted_total"], order.accepted_total) == ("63.00", None, None)
    assert (bought["gift"], bought["list_price"], bought["accepted_quantity"]) == (None, "10.00", None)
    assert [step["code"] for step in bought["price_steps"]][-1] == "promotion"
    assert (gift["gift"], gift["quantity"], gift["amount"]) == ("MZ", "2", "0.00")
    trade.send(order.id)
    answered = order_form(orders.order(trade.desk, order.id))
    assert (answered["accepted_total"], answered["lines"][0]["accepted_amount"]) == ("63.00", "63.00")
