"""What a part return makes of savings, goods on top, quotas and uses: what the policy says, else a person."""

from dataclasses import replace
from decimal import Decimal

import pytest

from desktop.actions.documents import deliveries, reversing
from desktop.actions.orders import orders
from desktop.actions.orders.order_closings import close_rest
from domain.errors import RefusedError, UsageError
from domain.policies.promotion_terms import Limits, Promotion, Returns
from domain.policies.scopes import only
from domain.promotions.free_goods import Gift
from domain.promotions.templates.buy_get import BuyGet
from domain.promotions.templates.percent_off import PercentOff
from domain.promotions.templates.quota_price import QuotaPrice
from domain.promotions.templates.spend_save import Saving, SpendSave
from sync.records.repair.checking import check
from tests.building.desktop.a_trade import a_draft, a_trade, line
from tests.building.domain.policy_makers import D, a_promotion
from tests.building.sync.books import rows

NOTES = ("SELECT kind, amount, method FROM document WHERE kind IN ('debit_note', 'credit_note') AND reverses IS NULL "
         "ORDER BY pk")  # fmt: skip


@pytest.fixture
def trade(tmp_path):
    with (trade := a_trade(tmp_path)).desk:
        yield trade
    assert [check(book) for book in trade.books()] == [[], []]
    trade.hq.close()


def publish(trade, template, code="CX", *, returns=None, **fields):
    policy = a_promotion(template, code, products=only("A"), **fields)
    terms = policy.terms if returns is None else replace(policy.terms, returns=returns)
    assert isinstance(terms, Promotion)
    trade.publish(replace(policy, terms=terms, channel=True))


def delivered(trade, *lines, **fields):
    made = orders.place_order(trade.desk, a_draft(*lines, seller="GD01", buyer="GD01:C1", **fields))
    return deliveries.deliver(trade.desk, made.number)


def back(trade, delivery, lost="", **quantities):
    wanted = {int(name[1:]): Decimal(quantity) for name, quantity in quantities.items()} or None
    return deliveries.return_goods(trade.desk, delivery.number, wanted, lost=lost)


def notes(trade):
    return [tuple(row) for row in rows(trade.desk.book, NOTES)]


def test_whoever_takes_part_back_is_asked_about_a_step_that_is_lost(trade):
    """6 at 10 save 20 of 60. Of 2 kept the step is lost: 26.67 come back at the delivery's amounts, 6.67 is lost."""
    publish(trade, SpendSave((Saving(D(50), D(20)),)))
    delivery = delivered(trade, line("A", "6"))
    assert delivery.amount == D("40.00")
    with pytest.raises(RefusedError) as refused:
        back(trade, delivery, _1=4)
    assert (refused.value.code, refused.value.facts["amount"]) == ("return_takes_back", D("6.67"))
    assert rows(trade.desk.book, "SELECT count(*) FROM document WHERE kind = 'return'") == [(0,)]
    made = back(trade, delivery, "charge", _1=4)
    assert (made.amount, made.charge, notes(trade)) == (D("26.67"), D("6.67"), [("debit_note", 667, "returned")])


def test_what_was_charged_is_given_back_once_all_came_back(trade):
    publish(trade, SpendSave((Saving(D(50), D(20)),)), returns=Returns(lost="charge"))
    delivery = delivered(trade, line("A", "6"))
    back(trade, delivery, _1=4)
    assert back(trade, delivery, _1=2).charge == D("-6.67")
    assert notes(trade) == [("debit_note", 667, "returned"), ("credit_note", 667, "returned")]


def test_a_return_that_is_undone_gives_its_charge_back(trade):
    publish(trade, SpendSave((Saving(D(50), D(20)),)), returns=Returns(lost="charge"))
    returned = back(trade, delivered(trade, line("A", "6")), _1=4)
    reversing.reverse(trade.desk, returned.number)
    assert notes(trade)[-1] == ("credit_note", 667, "returned")


def test_a_return_that_loses_nothing_asks_nothing(trade):
    publish(trade, PercentOff(D(10)))
    publish(trade, SpendSave((Saving(D(50), D(20)),)), "MJ", group="mj", order=5)
    delivery = delivered(trade, line("A", "12"))
    assert back(trade, delivery, _1=2).charge == 0
    assert notes(trade) == []


GET = BuyGet(D(5), Gift(D(1), "B"))


def test_goods_on_top_come_back_with_what_they_were_given_for(trade):
    publish(trade, GET, returns=Returns(lost="return"))
    delivery = delivered(trade, line("A", "10"))
    made = back(trade, delivery, _1=5)
    assert [(each.sku, each.quantity, each.amount) for each in made.lines] == [("A", 5, D(50)), ("B", 1, 0)]
    assert [(each.sku, each.quantity) for each in back(trade, delivery, _1=5).lines] == [("A", 5), ("B", 1)]


def test_goods_on_top_that_stay_are_charged_at_what_they_cost_that_day(trade):
    publish(trade, GET)
    delivery = delivered(trade, line("A", "10"))
    with pytest.raises(RefusedError) as asked:
        back(trade, delivery, _1=10)
    assert asked.value.facts["gifts"] == "B 商品B 2瓶"
    assert (asked.value.facts["amount"], asked.value.facts["worth"]) == (None, D("5.00"))
    assert back(trade, delivery, "charge", _1=10).charge == D("5.00")


def test_what_the_buyer_may_keep_is_not_asked_about_again(trade):
    publish(trade, GET)
    delivery = delivered(trade, line("A", "10"))
    assert back(trade, delivery, "keep", _1=5).charge == 0
    assert back(trade, delivery, _2=1).charge == 0  # some of it comes back by itself
    assert notes(trade) == []


def test_a_policy_may_say_that_nothing_is_taken_back(trade):
    publish(trade, SpendSave((Saving(D(50), D(20)),)), returns=Returns(lost="keep"))
    assert back(trade, delivered(trade, line("A", "6")), _1=4).charge == 0


def test_a_return_of_nothing_says_so_before_anything_else(trade):
    delivery = delivered(trade, line("A", "6"))
    with pytest.raises(UsageError, match="return_nothing"):
        back(trade, delivery, _1=0)


def left_of(trade, code="CX"):
    draft = a_draft(line("A", "1"), seller="GD01", buyer="GD01:C1", coupons=("Q",))
    return {each.policy: each.left for each in orders.check_order(trade.desk, draft).quotas}[code]


@pytest.mark.parametrize(("gives", "left"), [(True, 8), (False, 6)])
def test_a_quota_is_free_again_for_the_part_that_came_back(trade, gives, left):
    """4 of the quota's 10 are used by a line of 8; of that line 4 come back, with 2 of the quota."""
    publish(trade, QuotaPrice(D(5), D(10), per_order=D(4)), returns=Returns(gives_back=gives, lost="keep"))
    delivery = delivered(trade, line("A", "8"))
    assert left_of(trade) == 6
    back(trade, delivery, _1=4)
    assert left_of(trade) == left


def test_a_coupon_can_be_used_again_once_nothing_is_kept(trade):
    publish(trade, PercentOff(D(10)), limits=Limits("Q", uses_per_dealer=1))
    draft = a_draft(line("A", "1"), seller="GD01", buyer="GD01:C1", coupons=("Q",))
    delivery = delivered(trade, line("A", "10"), line("B", "1"), coupons=("Q",))
    back(trade, delivery, _1=4)
    assert orders.check_order(trade.desk, draft).total == D("10.00")
    returned = back(trade, delivery, _1=6)  # what it was used on; the rest of the order stays
    assert orders.check_order(trade.desk, draft).total == D("9.00")
    reversing.reverse(trade.desk, returned.number)
    assert orders.check_order(trade.desk, draft).total == D("10.00")


def test_a_rest_its_seller_closed_was_not_given_back_by_the_buyer(trade):
    """Of 12 with 4 on top, 6 went and none on top; the rest was closed: a return of one has nothing to bring back."""
    publish(trade, BuyGet(D(3), Gift(D(1), "B")))
    made = orders.place_order(trade.desk, a_draft(line("A", "12"), seller="GD01", buyer="GD01:C1"))
    delivery = deliveries.deliver(trade.desk, made.number, {1: D(6)})
    close_rest(trade.desk, made.number, "缺货")
    returned = back(trade, delivery, _1=1)
    assert (returned.amount, returned.charge, notes(trade)) == (D("10.00"), D(0), [])


def test_only_what_a_return_loses_on_top_of_a_closed_rest_is_asked_about(trade):
    """12 with 4 on top: 6 and all 4 went, and the rest was closed: 2 are the seller's. Keeping 3 loses one more."""
    publish(trade, BuyGet(D(3), Gift(D(1), "B")))
    made = orders.place_order(trade.desk, a_draft(line("A", "12"), seller="GD01", buyer="GD01:C1"))
    delivery = deliveries.deliver(trade.desk, made.number, {1: D(6), 2: D(4)})
    close_rest(trade.desk, made.number, "缺货")
    with pytest.raises(RefusedError, match="return_takes_back") as refused:
        back(trade, delivery, _1=3)
    assert refused.value.facts["gifts"] == "B 商品B 1瓶"
    returned = back(trade, delivery, "return", _1=3)
    assert [(each.sku, each.quantity) for each in returned.lines] == [("A", D(3)), ("B", D(1))]
