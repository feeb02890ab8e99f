"""What an order comes to is one thing wherever it is listed: ordered, accepted less what was closed, and delivered.

Also after something unusual: goods delivered in part, the rest closed, a delivery reversed, an approval awaited.
"""

import csv
from dataclasses import asdict, replace
from decimal import Decimal

import pytest

from desktop.actions.books import startup_snapshot
from desktop.actions.documents import deliveries, lists, reversing
from desktop.actions.headquarters.queued import posted
from desktop.actions.orders import amending, order_closings, orders
from desktop.actions.orders.order_forms import order_form
from desktop.cli.commands.order_text import order_text
from desktop.labels import name_of
from desktop.listings import workbooks as exporting
from desktop.listings.workbooks import ListQuery
from desktop.wording import say
from domain.errors import DeskError
from domain.policies.scopes import only
from domain.promotions.free_goods import Gift
from domain.promotions.templates.buy_get import BuyGet
from tests.building.desktop import a_trade as trades
from tests.building.desktop.a_desk import a_draft, a_line
from tests.building.domain.policy_makers import a_promotion

D = Decimal
# The order of the fixture: 48 W550 at 1.5000 are 72.00, 24 COLA at 2.5000 are 60.00.
WORLD = (
    "already nothing",
    "part",
    "part and closed",
    "closed",
    "reversed after closing",
    "whole",
    "cancelled",
    "waits",
)
RIGHT = {  # what it is called, and what is ordered, accepted (None: nobody knows yet) and delivered
    "already nothing": ("已接受", "132.00", "132.00", "0.00"),
    "part": ("部分发货", "132.00", "132.00", "45.00"),
    "part and closed": ("已结单", "132.00", "45.00", "45.00"),
    "closed": ("已结单", "132.00", "0.00", "0.00"),
    "reversed after closing": ("已接受", "132.00", "45.00", "0.00"),
    "whole": ("已发货", "132.00", "132.00", "132.00"),
    "cancelled": ("已取消", "132.00", "0.00", "0.00"),
    "waits": ("待审批", "1050.00", None, "0.00"),
}


def bring(desk, number, world):
    """Brings an order where it is to be; the number of the order that is there then."""
    if world == "waits":  # 700 pieces are 1050.00, above the limit of 1,000.00
        from tests.building.desktop.a_desk import a_count

        with desk.book.writing() as writing:
            writing.put("desk/D1", "adjustment", "count-2", a_count(desk.dealer_id, {"W550": 900}))
        return orders.place_for_approval(desk, a_draft(a_line("W550", "700")), "老客户").number
    part = ""
    if world in ("part", "part and closed", "reversed after closing"):
        part = posted(deliveries.deliver(desk, number, {1: D(30)})).number
    if world == "whole":
        deliveries.deliver(desk, number)
    if world in ("part and closed", "closed", "reversed after closing"):
        order_closings.close_rest(desk, number, "客户不要了")
    if world == "reversed after closing":
        reversing.reverse(desk, part, reason="装错车")
    if world == "cancelled":
        orders.cancel_order(desk, number)
    return number


def read_csv(desk, folder, number):
    path = exporting.export(desk, "orders", folder / "orders.csv", wish=ListQuery(number=number)).path
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def money(text):
    return None if text in (None, "", "–") else D(text.replace(",", "")).quantize(D("0.01"))


@pytest.mark.parametrize("world", WORLD)
def test_state_and_sums_are_the_same_wherever_an_order_is_listed(desk, order, tmp_path, world):
    number = bring(desk, order.number, world)
    state, *sums = RIGHT[world]
    right = (state, *map(money, sums))
    view = orders.order(desk, number)
    assert (name_of("stage", view.stage, "zh"), view.total, view.accepted_total, view.delivered_total) == right
    (row,) = [each for each in lists.order_rows(desk, lists.order_ids(desk)) if each.number == number]
    listed = name_of("stage", row.stage, "zh"), row.total, row.accepted_amount, row.delivered_amount
    assert listed == right
    (first,) = [each for each in startup_snapshot.newest_orders(desk.folder)[1] if each.number == number]
    assert first._asdict() == asdict(row)
    lines = read_csv(desk, tmp_path, number)
    told = {line["状态"] for line in lines}
    summed = [
        None if any(line[title] == "" for line in lines) else sum((money(line[title]) for line in lines), D(0))
        for title in ("金额", "接受金额", "已发金额")
    ]
    assert (*told, *summed) == right
    (form,) = [order_form(each) for each in orders.orders_of(desk, [row.pk])]
    assert (name_of("stage", form["stage"], "zh"), *map(money, (form["total"], form["accepted_total"]))) == right[:3]
    assert money(form["delivered_total"]) == right[3]
    text = order_text(view, "zh")
    assert state in text.splitlines()[0]
    assert text.count("接受金额") == (right[2] is not None)


def test_quantities_of_a_closed_order_tell_what_stands_and_what_was_closed(desk, order, tmp_path):
    number = bring(desk, order.number, "part and closed")
    first, second = read_csv(desk, tmp_path, number)
    titles = ("数量", "接受数量", "结单数量", "已发数量")
    assert [D(first[title]) for title in titles] == [48, 30, 18, 30]
    assert [D(second[title]) for title in titles] == [24, 0, 24, 0]
    form = order_form(orders.order(desk, number))
    names = ("quantity", "accepted_quantity", "closed_quantity", "delivered_quantity")
    assert [[D(line[name]) for name in names] for line in form["lines"]] == [[48, 30, 18, 30], [24, 0, 24, 0]]
    assert "结单" in order_text(orders.order(desk, number), "zh")


def test_what_was_closed_is_found_as_closed_and_not_as_delivered(desk, order):
    number = bring(desk, order.number, "part and closed")
    found = {
        state: [row.number for row in lists.order_rows(desk, lists.order_ids(desk, lists.OrderFilter(state=state)))]
        for state in ("closed", "delivered", "cancelled")
    }
    assert found == {"closed": [number], "delivered": [], "cancelled": []}
    other = orders.place_order(desk, a_draft(a_line("W550", "24")))
    order_closings.close_rest(desk, other.number, "停产")
    states = {"closed": [other.number, number], "cancelled": []}
    for state, numbers in states.items():
        ids = lists.order_ids(desk, lists.OrderFilter(state=state))
        assert [row.number for row in lists.order_rows(desk, ids)] == numbers


def test_delivered_amounts_are_what_the_deliveries_were_posted_at(tmp_path):
    """One piece of two at 0.0145 is posted at 0.01, where half of the two's 0.03 would round to 0.02."""
    from sync.records.bodies.records import PriceBody
    from tests.building.desktop.a_desk import a_desk

    with a_desk(tmp_path, records=[("price", "W/W550", PriceBody("W", "W550", 145))], stock={"W550": 9}) as desk:
        made = orders.place_order(desk, a_draft(a_line("W550", "2")))
        paper = posted(deliveries.deliver(desk, made.number, {1: D(1)}))
        view = posted(order_closings.close_rest(desk, made.number, "停产"))
        assert (paper.amount, view.delivered_total, view.accepted_total) == (D("0.01"), D("0.01"), D("0.01"))


def test_a_gift_names_its_policy_wherever_it_is_listed(tmp_path):
    with (trade := trades.a_trade(tmp_path)).desk:
        policy = a_promotion(BuyGet(D(3), Gift(D(1), "B")), "MZ", products=only("A"))
        trade.publish(replace(policy, name="买三赠一"))
        made = orders.place_order(trade.desk, trades.a_draft(trades.line("A", "7")))
        gift = made.lines[-1]
        assert (gift.gift, gift.gift_name) == ("MZ", "买三赠一")
        assert read_csv(trade.desk, tmp_path, made.number)[-1]["政策"] == "买三赠一"
        assert order_form(made)["lines"][-1]["gift_name"] == "买三赠一"
    trade.hq.close()


@pytest.mark.parametrize(
    ("again", "code", "said"),
    [
        (lambda desk, one: posted(order_closings.close_rest(desk, one, "再结")), "order_closed", "已结单"),
        (lambda desk, one: amending.split_order(desk, one, {1: D(1)}), "order_closed", "已结单"),
        (orders.cancel_order, "order_closed", "已结单"),
        (deliveries.deliver, "order_closed", "已结单"),
    ],
)
def test_nothing_more_is_done_with_a_closed_order_and_it_is_called_closed(desk, order, again, code, said):
    number = bring(desk, order.number, "part and closed")
    before = orders.drafts(desk), lists.paper_ids(desk, "")
    with pytest.raises(DeskError, match=code) as refused:
        again(desk, number)
    assert said in say(refused.value, "zh")
    assert (orders.drafts(desk), lists.paper_ids(desk, "")) == before


def test_what_was_never_promised_has_no_rest_to_close(desk, order):
    number = bring(desk, order.number, "cancelled")
    with pytest.raises(DeskError, match="order_not_closable") as refused:
        order_closings.close_rest(desk, number, "停产")
    assert "已取消" in say(refused.value, "zh")


def test_a_number_of_another_kind_is_told_as_what_it_is(desk, order):
    paper = posted(deliveries.deliver(desk, order.number))
    with pytest.raises(DeskError, match="document_unknown") as refused:
        order_closings.close_rest(desk, paper.number, "停产")
    assert "这是销售出库单的单号" in say(refused.value, "zh")
    with pytest.raises(DeskError, match="document_unknown") as refused:
        deliveries.return_goods(desk, order.number)
    assert "(order is what it is the number of)" in say(refused.value, "en")


def test_what_stops_an_order_names_its_goods_and_not_only_their_codes(tmp_path):
    from tests.building.desktop.a_desk import a_desk, a_product

    with a_desk(tmp_path, records=[("product", "TEA", a_product("TEA", "铁观音500g"))], stock={"TEA": 48}) as desk:
        with pytest.raises(DeskError, match="order_would_be_refused") as refused:
            orders.place_order(desk, a_draft(a_line("TEA", "24")), stops=True)
        assert "第 1 行（铁观音500g）" in say(refused.value, "zh")
        draft = orders.draft_view(desk, a_draft(a_line("TEA", "24")))
        assert {each.facts.get("name") for each in draft.reasons if each.line == 1} == {"铁观音500g"}
