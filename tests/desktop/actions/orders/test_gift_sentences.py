"""What is given on top can be reckoned by hand from its sentence: what was bought, what it takes, what that brings."""

from decimal import Decimal

import pytest

from desktop.actions.orders import orders
from desktop.wording import say_step
from domain.policies.scopes import only
from domain.promotions.free_goods import Gift
from domain.promotions.templates.buy_get import BuyGet
from domain.promotions.templates.spend_goods import Giving, SpendGoods
from tests.building.desktop.a_trade import a_draft, a_trade, line
from tests.building.domain.policy_makers import a_promotion

D = Decimal
STEPS = (Giving(D(100), (Gift(D(1), "C"),)), Giving(D(300), (Gift(D(4), "C"),)))

# The words of the policy, what is ordered, what comes on top by hand, and what its sentence must hold.
GIFTS = {
    "ten of both together bring one B: 7 + 6 = 13, one full ten": (
        BuyGet(D(10), Gift(D(1), "B"), per="order"),
        [("A", "7"), ("B", "6")],
        D(1),
        "买 13，每满 10 送 1，共 1",
    ),
    "the same, however the lines are written": (
        BuyGet(D(10), Gift(D(1), "B"), per="order"),
        [("A", "3"), ("B", "6"), ("A", "4")],
        D(1),
        "买 13，每满 10 送 1，共 1",
    ),
    "ten of each bring one B: 17 bring 1, 26 bring 2": (
        BuyGet(D(10), Gift(D(1), "B")),
        [("A", "17"), ("B", "26")],
        D(3),
        "买 17 + 26，每满 10 送 1，共 3",
    ),
    "at most twice": (
        BuyGet(D(10), Gift(D(1), "B"), most_times=2),
        [("A", "45")],
        D(2),
        "买 45，每满 10 送 1（最多 2 次），共 2",
    ),
    "pro rata: 15 of ten for two are three": (
        BuyGet(D(10), Gift(D(2)), remainder="share"),
        [("A", "15")],
        D(3),
        "买 15，每 10 送 2，不足一套按比例取整，共 3",
    ),
    "once only": (BuyGet(D(10), Gift(D(2)), repeating=False), [("A", "45")], D(2), "买 45，满 10 送 2，只送一次，共 2"),
    "by steps, each full one: 550 are 300 and twice 100": (
        SpendGoods(STEPS, repeating=True),
        [("A", "55")],
        D(6),
        "整单 550.00 按满赠（4 (300) + 1 (100) × 2）共 6",
    ),
    "the highest step alone": (SpendGoods(STEPS), [("A", "55")], D(4), "整单 550.00 按满赠（4 (300)）共 4"),
}


@pytest.mark.parametrize("said", GIFTS)
def test_goods_on_top_say_what_they_come_from(tmp_path, said):
    template, ordered, by_hand, sentence = GIFTS[said]
    trade = a_trade(tmp_path)
    trade.publish(a_promotion(template, "MZ", products=only("A", "B")))
    with trade.desk:
        placed = orders.place_order(trade.desk, a_draft(*(line(*each) for each in ordered), buyer="GD01"))
        (gift,) = [each for each in placed.lines if each.gift]
        told = {language: say_step(gift.steps[0], language) for language in ("zh", "en")}
    trade.hq.close()
    assert gift.quantity == by_hand
    assert sentence in told["zh"]
    assert f"{by_hand} in all" in told["en"]
    assert "单价 0" in told["zh"]
