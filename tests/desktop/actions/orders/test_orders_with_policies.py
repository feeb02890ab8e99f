"""Orders over real books: the desk prices by the policies it knows, HQ by its own, and both come to one fen."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from desktop.actions.orders import orders
from domain.policies.policy import Policy, Stacking
from domain.policies.price_terms import Band, PriceList, PriceRule
from domain.policies.promotion_terms import Condition, Limits, Promotion
from domain.policies.scopes import Period, only
from domain.promotions.free_goods import Gift
from domain.promotions.templates.buy_get import BuyGet
from domain.promotions.templates.fixed_price import FixedPrice
from domain.promotions.templates.order_discount import OrderDiscount, OrderStep
from domain.promotions.templates.percent_off import PercentOff
from domain.promotions.templates.quota_price import QuotaPrice
from domain.values.money import ZERO
from sync.records.bodies.records import PriceBody
from sync.records.orders.evaluation import price_lines
from sync.records.pricing.repricing import reprice
from sync.records.repair.checking import check
from tests.building.desktop.a_trade import a_draft, a_trade, line
from tests.building.domain.policy_makers import D, a_promotion, percent
from tests.building.sync.books import TODAY, rows


@pytest.fixture
def trade(tmp_path):
    with (trade := a_trade(tmp_path, other=True)).desk, trade.other:
        yield trade
    trade.hq.close()


def placed(trade, *lines, desk=None, **fields):
    sender = desk or trade.desk
    fields.setdefault("buyer", sender.dealer_id)
    return orders.place_order(sender, a_draft(*lines, **fields))


def answered(trade, *lines, desk=None, **fields):
    """The order as the desk shows it once HQ has answered."""
    sender = desk or trade.desk
    order = placed(trade, *lines, desk=sender, **fields)
    trade.send(order.id, sender)
    return orders.order(sender, order.id)


def codes(view):
    return [reason.code for reason in view.reasons]


def lines_of(view) -> list[tuple[object, ...]]:
    return [(each.sku, each.quantity, each.amount, each.accepted, each.net, each.gift) for each in view.lines]


def sound(trade):
    for book in trade.books():
        assert check(book) == []


def test_desk_and_hq_come_to_the_same_amounts(trade):
    trade.publish(percent(10, "CX1", products=only("A")))
    view = answered(trade, line("A", "10"), line("B", "3"))
    assert (view.state, view.total, view.gross) == ("accepted", D("97.50"), D("107.50"))
    assert lines_of(view) == [("A", 10, D("90.00"), 10, D("90.00"), ""), ("B", 3, D("7.50"), 3, D("7.50"), "")]
    assert [(each.policy, each.version, each.amount) for each in view.discounts] == [("CX1", 1, D("10.00"))]
    assert view.policies == {"CX1": 1}
    assert "amount_changed" not in codes(view)
    sound(trade)


def test_c01_goods_on_top_are_a_line_of_their_own(trade):
    trade.publish(a_promotion(BuyGet(D(3), Gift(D(1))), "MZ", products=only("A")))
    view = answered(trade, line("A", "7"))
    assert lines_of(view)[1:] == [("A", 2, ZERO, 2, ZERO, "MZ")]
    assert [step.code for step in view.lines[1].steps] == ["gift"]


def test_c08_a_discount_on_the_order_leaves_free_goods_alone(trade):
    """3 paid at 320 bring one free, 10 % on top: 864.00; two bring none; 75 bring 25; then 6 bring 2."""
    trade.publish(
        Policy("JG", 1, "价", PriceList((PriceRule("fixed", D(320)),)), products=only("A")),
        a_promotion(BuyGet(D(3), Gift(D(1))), "MZ", products=only("A"), group="g"),
        a_promotion(OrderDiscount((OrderStep(D(1), percent=D(10)),)), "ZD", group="order", mode="chained", order=9),
    )
    view = answered(trade, line("A", "3"))
    assert (view.total, [each.quantity for each in view.lines]) == (D("864.00"), [3, 1])
    for bought, free in (("2", []), ("75", [25]), ("6", [2])):
        assert [each.quantity for each in answered(trade, line("A", bought)).lines[1:]] == free


def test_c09_a_gift_once_an_order(trade):
    gift = a_promotion(BuyGet(D(1), Gift(D(1), "B"), repeating=False, per="order"), "MZ", products=only("A"))
    trade.publish(gift)
    view = answered(trade, line("A", "3"), line("B", "1"))
    assert [(each[0], each[1], each[-1]) for each in lines_of(view)] == [("A", 3, ""), ("B", 1, ""), ("B", 1, "MZ")]


def test_nobody_keeps_the_gift_of_a_deal_that_stock_cut(trade):
    """Ten are asked for and six are there: HQ reckons on the six."""
    trade.publish(
        a_promotion(BuyGet(D(10), Gift(D(2), "B")), "MZ", products=only("A")), percent(10, "CX", products=only("C"))
    )
    order = placed(trade, line("A", "1000"))
    assert [each.quantity for each in order.lines] == [1000, 200]
    first = answered(trade, line("A", "994"), desk=trade.other)
    assert first.state == "accepted"
    trade.send(order.id)
    view = orders.order(trade.desk, order.id)
    assert view.state == "accepted_in_part"
    assert lines_of(view) == [("A", 1000, D("10000.00"), 6, D("60.00"), ""), ("B", 200, ZERO, 0, ZERO, "MZ")]
    assert {"stock_short", "gift_less"} <= set(codes(view))
    sound(trade)


def test_gifts_take_the_stock_that_is_left_and_say_so(trade):
    trade.publish(a_promotion(BuyGet(D(1), Gift(D(1), "B")), "MZ", products=only("A")))
    answered(trade, line("B", "997"), desk=trade.other)
    view = answered(trade, line("A", "10"))
    assert [(each.accepted, each.net) for each in view.lines] == [(10, D("100.00")), (3, ZERO)]
    assert (view.state, "gift_short" in codes(view)) == ("accepted_in_part", True)


def test_gift_the_order_did_not_know_of_is_added_by_the_answer(trade):
    order = placed(trade, line("A", "7"))
    trade.publish(a_promotion(BuyGet(D(3), Gift(D(1))), "MZ", products=only("A")))
    trade.send(order.id)
    view = orders.order(trade.desk, order.id)
    assert lines_of(view) == [("A", 7, D("70.00"), 7, D("70.00"), ""), ("A", 2, ZERO, 2, ZERO, "MZ")]
    assert "gift_changed" in codes(view)
    sound(trade)
    delivery = trade.ship(order.id)
    got = rows(trade.desk.book, "SELECT l.quantity, l.amount, l.gift FROM document_line l JOIN document d "
               "ON d.pk = l.document WHERE d.id = :id ORDER BY l.line", id=delivery)  # fmt: skip
    assert got == [(7000, 7000, ""), (2000, 0, "MZ")]
    assert orders.order(trade.desk, order.id).state == "delivered"
    sound(trade)


def test_a_promotion_the_desk_did_not_know_lowers_what_hq_charges(trade):
    order = placed(trade, line("A", "10"))
    trade.publish(percent(10, "CX1"))
    trade.send(order.id)
    view = orders.order(trade.desk, order.id)
    assert (view.total, view.lines[0].net, view.policies) == (D("100.00"), D("90.00"), {"CX1": 1})
    assert "amount_changed" in codes(view)


def test_partial_deliveries_add_up_to_what_was_accepted(trade):
    trade.publish(percent(7, "CX1"))
    view = answered(trade, line("C", "7"))
    for _ in range(7):
        trade.ship(view.id, {1: Decimal(1)})
    posted = rows(trade.desk.book, "SELECT SUM(p.amount) FROM posting p")
    assert posted == [(int(view.lines[0].net * 100),)]
    sound(trade)


# ---- prices -----------------------------------------------------------------------------------------------------


def a_list(*rules, band=None, code="JG", **fields):
    return Policy(code, 1, "价目", PriceList(tuple(rules), band=band), **fields)


def test_a19_a_rule_for_one_unit_leaves_the_others_their_price(trade):
    trade.publish(a_list(PriceRule("fixed", D("10.1"), unit="箱"), products=only("A")))
    view = answered(trade, line("A", "12", unit="箱", size="12"), line("A", "1"))
    assert [each.unit_price for each in view.lines] == [D("10.1"), D(10)]
    assert view.lines[0].list_price == D("10.1")


def test_price_breaks_count_in_any_pack(trade):
    rules = (PriceRule(percent=D(-10), start=D(24)), PriceRule())
    trade.publish(a_list(*rules))
    view = answered(trade, line("A", "24", unit="箱", size="12"), line("B", "23"))
    assert [each.unit_price for each in view.lines] == [D(9), D("2.5")]
    assert [each.list_price for each in view.lines] == [D(10), D("2.5")]
    assert [step.code for step in view.lines[0].steps] == ["price_list", "price_rule"]


@pytest.mark.parametrize(
    ("agreed", "state", "code"),
    [("9.5", "accepted", "price_agreed"), ("8.9", "needs_approval", "price_outside_band")],
)
def test_price_by_hand_holds_inside_its_band_and_is_approved_outside(trade, agreed, state, code):
    trade.publish(a_list(PriceRule(), band=Band(D(10), D(10))))
    view = answered(trade, line("A", "10", agreed))
    assert (view.state, view.lines[0].unit_price, view.lines[0].by_hand) == (state, D(agreed), True)
    assert code in codes(view)


def test_price_below_the_floor_sells_nothing(trade):
    trade.publish(a_list(PriceRule(floor=D("9.5")), band=Band(D(20), D(0))))
    view = answered(trade, line("A", "10", "9"), line("B", "1"))
    assert (view.state, [each.accepted for each in view.lines]) == ("accepted_in_part", [0, 1])
    assert "price_below_floor" in codes(view)


def test_buyer_agrees_on_nothing_where_hq_published_no_band_and_hears_so_at_once(trade):
    trade.publish(percent(10, "CX1", products=only("A")))
    checked = orders.check_order(trade.desk, a_draft(line("A", "10", "1")))
    assert "price_by_sellers" in [reason.code for line_said in checked.verdict.lines for reason in line_said.reasons]
    assert (checked.lines[0].unit_price, checked.total) == (D(10), D("90.00"))
    view = answered(trade, line("A", "10", "1"))
    assert (view.lines[0].unit_price, view.total, view.lines[0].net) == (D(10), D("90.00"), D("90.00"))
    assert "price_changed" not in codes(view)
    with trade.desk.book.reading() as connection:
        assert reprice(connection, view.number).same


def test_an_order_with_a_price_by_hand_that_hq_did_not_take_reprices_to_itself(trade, monkeypatch):
    monkeypatch.setattr("desktop.actions.orders.evaluation.sellers_prices", price_lines)  # as desks did before
    trade.publish(percent(10, "CX1", products=only("A")))
    view = answered(trade, line("A", "10", "1"))
    assert (view.lines[0].unit_price, view.lines[0].net) == (D(10), D("90.00"))
    assert "price_changed" in codes(view)
    with trade.desk.book.reading() as connection:
        found = reprice(connection, view.number)
    assert (found.same, found.lines[0].accepted) == (True, (D("90.00"), D("90.00")))


def test_a_person_approves_a_price_outside_its_band(trade):
    from sync.hq.deciding.orders import approve
    from tests.building.sync.books import NOW

    trade.publish(a_list(PriceRule(), band=Band(D(5), D(5))))
    view = answered(trade, line("A", "10", "8"))
    assert view.state == "needs_approval"
    assert approve(trade.hq, view.id, NOW, "李总") == "accepted"
    trade.fetch("answer", view.id)
    again = orders.order(trade.desk, view.id)
    assert (again.state, again.lines[0].net) == ("accepted", D("80.00"))
    assert {"price_outside_band", "approved_by"} <= set(codes(again))


def test_hand_price_survives_a_change_of_quantity_and_travels_to_the_return(trade):
    trade.publish(a_list(PriceRule(percent=D(-10), start=D(24)), PriceRule(), band=Band(D(10), D(10))))
    for quantity in ("10", "30"):
        checked = orders.check_order(trade.desk, a_draft(line("A", quantity, "9.5"), seller="GD01", buyer="GD01:C1"))
        assert (checked.lines[0].unit_price, checked.lines[0].by_hand) == (D("9.5"), True)
    view = answered(trade, line("A", "10", "9.5"))
    delivery = trade.ship(view.id)
    assert rows(trade.desk.book, "SELECT l.by_hand, l.unit_price FROM document_line l JOIN document d "
                "ON d.pk = l.document WHERE d.id = :id", id=delivery) == [(1, 95_000)]  # fmt: skip


def test_a06_a_return_is_credited_at_the_price_of_its_delivery(trade):
    """Ten are bought at the price of ten; what comes back of them, be it one, at that price."""
    from sync.records.documents.builders import make_follow_up
    from sync.records.documents.posting import put_document
    from tests.building.sync.books import TODAY, a_clerk

    trade.publish(a_list(PriceRule(percent=D(-10), start=D(10)), PriceRule()))
    view = answered(trade, line("A", "10"))
    delivery = trade.ship(view.id)
    with trade.hq.writing() as writing:
        back = put_document(
            writing, make_follow_up(writing.connection, a_clerk(), "return", delivery, on=TODAY, quantities={1: D(1)})
        )
    assert rows(trade.hq, "SELECT amount FROM document WHERE id = :id", id=back) == [(900,)]


def test_b12_a_return_is_never_promoted_anew(trade):
    trade.publish(percent(10, "CX1"))
    view = answered(trade, line("A", "10"))
    assert view.lines[0].net == D("90.00")


# ---- coupons and limits -----------------------------------------------------------------------------------------


def coupon(**limits):
    return a_promotion(PercentOff(D(10)), "Q", limits=Limits("QUAN10", **limits), products=only("A"))


def test_b29_single_use_coupon_is_gone_afterwards_and_comes_back_with_a_cancel(trade):
    """10 % on 100 by coupon: 90.00; the second order pays 100.00; taking the first back releases the coupon."""
    trade.publish(coupon(uses_per_dealer=1))
    draft = a_draft(line("A", "10"), coupons=("QUAN10",))
    assert orders.check_order(trade.desk, draft).total == D("90.00")
    assert orders.check_order(trade.desk, a_draft(line("A", "10"))).total == D("100.00")
    first = orders.place_order(trade.desk, draft)
    assert orders.check_order(trade.desk, draft).total == D("100.00")
    orders.cancel_order(trade.desk, first.number)
    assert orders.check_order(trade.desk, draft).total == D("90.00")
    used = answered(trade, line("A", "10"), coupons=("QUAN10",))
    assert (used.total, used.lines[0].net, used.coupons) == (D("90.00"), D("90.00"), ("QUAN10",))
    again = answered(trade, line("A", "10"), coupons=("QUAN10",))
    assert (again.total, "promotion_used_up" in codes(again)) == (D("100.00"), True)
    other = answered(trade, line("A", "10"), coupons=("QUAN10",), desk=trade.other)
    assert other.lines[0].net == D("90.00")  # for each customer


def test_b23_one_use_in_all_goes_to_the_first(trade):
    """What the second desk can't know yet, HQ's answer decides."""
    trade.publish(coupon(uses=1))
    mine = placed(trade, line("A", "10"), coupons=("QUAN10",))
    theirs = placed(trade, line("A", "10"), coupons=("QUAN10",), desk=trade.other)
    assert (mine.total, theirs.total) == (D("90.00"), D("90.00"))
    trade.send(mine.id)
    trade.send(theirs.id, trade.other)
    assert orders.order(trade.desk, mine.id).lines[0].net == D("90.00")
    late = orders.order(trade.other, theirs.id)
    assert late.lines[0].net == D("100.00")
    assert {"amount_changed", "promotion_used_up"} <= set(codes(late))
    sound(trade)


def test_a_shared_quota_is_shared(trade):
    trade.publish(a_promotion(QuotaPrice(D(5), D(15)), "TJ", products=only("A")))
    mine = answered(trade, line("A", "10"))
    theirs = answered(trade, line("A", "10"), desk=trade.other)
    assert (mine.lines[0].net, theirs.lines[0].net) == (D("50.00"), D("75.00"))
    assert {"amount_changed", "quota_short"} <= set(codes(theirs))


def test_orders_of_ones_own_that_wait_count_against_the_quota(trade):
    trade.publish(a_promotion(QuotaPrice(D(5), D(15)), "TJ", products=only("A")))
    placed(trade, line("A", "10"))
    checked = orders.check_order(trade.desk, a_draft(line("A", "10")))
    assert checked.total == D("75.00")
    assert [(each.policy, each.left, each.as_of) for each in checked.quotas] == [("TJ", D(5), "")]


def test_refused_order_takes_nothing(trade):
    trade.publish(a_promotion(QuotaPrice(D(5), D(15)), "TJ", products=only("A")))
    from sync.hq.deciding.orders import refuse
    from tests.building.sync.books import NOW

    order = placed(trade, line("A", "10"))
    from tests.building.desktop.a_trade import body_of
    from tests.building.sync.books import put

    put(trade.hq, "desk/D1", "order", order.id, body_of(trade.desk.book, "order", order.id))
    refuse(trade.hq, order.id, "不卖", NOW, "李总")
    trade.fetch("answer", order.id)
    for book in (trade.hq, trade.desk.book):
        assert rows(book, "SELECT * FROM policy_use") == []
    sound(trade)


def test_conditions_that_are_missed_are_hinted_at(trade):
    trade.publish(a_promotion(FixedPrice(D(9)), "CX", conditions=(Condition(least=D(12)),), products=only("A")))
    checked = orders.check_order(trade.desk, a_draft(line("A", "10")))
    assert [(hint.policy, hint.code, hint.missing) for hint in checked.hints] == [("CX", "condition", D(2))]


# ---- the channel ------------------------------------------------------------------------------------------------


def test_an_agents_own_sale_is_not_touched_by_hqs_policies(trade):
    trade.publish(percent(10, "CX1"))
    sale = orders.place_order(trade.desk, a_draft(line("A", "10"), seller="GD01", buyer="GD01:C1"))
    assert (sale.total, sale.policies) == (D("100.00"), {})


def test_a_policy_for_the_channel_holds_for_an_agents_own_sale(trade):
    terms = Promotion(PercentOff(D(10)))
    trade.publish(Policy("CX1", 1, "渠道", terms, stacking=Stacking("g"), channel=True))
    sale = orders.place_order(trade.desk, a_draft(line("A", "10"), seller="GD01", buyer="GD01:C1"))
    assert (sale.state, sale.total, sale.lines[0].net) == ("accepted", D("90.00"), D("90.00"))
    sound(trade)


# ---- the wallet -------------------------------------------------------------------------------------------------


def balance(book):
    return sum(amount for (amount,) in rows(book, "SELECT amount FROM posting"))


def test_wallet_pays_its_share_of_each_delivery_and_is_charged_once(trade):
    trade.credit("30.00")
    view = answered(trade, line("A", "7"), use_wallet=True)
    assert (view.total, view.paid) == (D("70.00"), D("30.00"))
    assert orders.check_order(trade.desk, a_draft(use_wallet=True)).paid == ZERO
    for part in (1, 2, 4):
        trade.ship(view.id, {1: D(part)})
    assert balance(trade.desk.book) == balance(trade.hq) == 40_00
    paid = rows(trade.hq, "SELECT amount FROM document WHERE method = 'wallet' ORDER BY pk")
    assert paid == [(429,), (857,), (1714,)]
    sound(trade)


def test_wallet_comes_back_with_a_cancel(trade):
    trade.credit("30.00")
    order = placed(trade, line("A", "7"), use_wallet=True)
    assert orders.check_order(trade.desk, a_draft(use_wallet=True)).paid == ZERO
    orders.cancel_order(trade.desk, order.number)
    assert orders.check_order(trade.desk, a_draft(use_wallet=True)).paid == D("30.00")


def test_reversed_delivery_takes_its_payment_back(trade):
    from domain.errors import RefusedError
    from sync.records.documents.builders import make_reversal
    from sync.records.documents.posting import put_document
    from tests.building.sync.books import TODAY, a_clerk

    trade.credit("30.00")
    view = answered(trade, line("A", "7"), use_wallet=True, wallet_most=D(10))
    assert view.paid == D("10.00")
    delivery = trade.ship(view.id)
    (paid,) = rows(trade.hq, "SELECT id FROM document WHERE method = 'wallet'")[0]
    with trade.hq.writing() as writing, pytest.raises(RefusedError, match="reversed_with_delivery"):
        make_reversal(writing.connection, a_clerk(), paid, on=TODAY)
    with trade.hq.writing() as writing:
        put_document(writing, make_reversal(writing.connection, a_clerk(), delivery, on=TODAY))
    assert balance(trade.hq) == 0
    trade.ship(view.id)
    assert balance(trade.hq) == 60_00
    sound(trade)


def test_wallet_lowers_what_credit_has_to_bear(tmp_path):
    with (trade := a_trade(tmp_path, limit=50_00)).desk:
        trade.credit("30.00")
        assert orders.check_order(trade.desk, a_draft(line("A", "7"))).verdict.state == "needs_approval"
        view = answered(trade, line("A", "7"), use_wallet=True)
        assert view.state == "accepted"
        assert orders.check_order(trade.desk, a_draft()).credit.committed == D("40.00")
    trade.hq.close()


# ---- history ----------------------------------------------------------------------------------------------------


def everything():
    """Policies of most kinds that all touch an order of A, B and C."""
    return (
        a_list(PriceRule(percent=D(-3), start=D(5)), PriceRule(), band=Band(D(10), D(10))),
        a_promotion(BuyGet(D(3), Gift(D(1))), "MZ", products=only("A"), group="a"),
        percent(7, "CX1", group="b", mode="chained", order=1),
        a_promotion(QuotaPrice(D(2), D(7)), "TJ", products=only("B"), group="c"),
        a_promotion(OrderDiscount((OrderStep(D(50), percent=D(5)),)), "ZD", group="d", mode="chained", order=9),
    )


def test_an_old_order_comes_out_the_same_with_the_versions_of_then(trade):
    trade.publish(*everything())
    view = answered(trade, line("A", "7"), line("B", "9"), line("C", "3", "32"))
    own = orders.place_order(trade.desk, a_draft(line("A", "7"), seller="GD01", buyer="GD01:C1"))
    newer = [replace(policy, version=2, period=Period(TODAY + timedelta(1))) for policy in everything()]
    trade.publish(*everything(), until=TODAY.isoformat())
    trade.publish(*newer, percent(50, "CX9"))
    trade.everywhere("prices/P", "price", "P|A|", PriceBody("P", "A", 99_0000))
    assert set(view.policies) == {"JG", "MZ", "CX1", "TJ", "ZD"}
    for book, order in ((trade.hq, view), (trade.desk.book, view), (trade.desk.book, own)):
        with book.reading() as connection:
            found = reprice(connection, order.id)
        assert found.same, found
    with trade.hq.reading() as connection:
        lines = reprice(connection, view.id).lines
    assert [line.amount[0] for line in lines] == [line.amount for line in view.lines]


def test_an_order_cut_by_stock_comes_out_the_same(trade):
    trade.publish(*everything())
    answered(trade, line("A", "996"), desk=trade.other)
    view = answered(trade, line("A", "7"), line("C", "3"))
    assert view.state == "accepted_in_part"
    with trade.desk.book.reading() as connection:
        assert reprice(connection, view.id).same


def test_a_version_that_is_not_at_hand_is_named(trade):
    trade.publish(percent(10, "CX1"))
    view = answered(trade, line("A", "7"))
    with trade.hq.writing() as writing:
        writing.delete("policies/all", "policy", ["CX1/1"])
    with trade.hq.reading() as connection:
        assert reprice(connection, view.id).same  # kept, because a document names it
    with trade.hq.writing() as writing:
        writing.connection.exec_driver_sql("DELETE FROM policy_kept")
    with trade.hq.reading() as connection:
        found = reprice(connection, view.id)
    assert (found.same, found.missing) == (False, (("CX1", 1),))
