"""What HQ published to the sample desk: promotions and a price list since Friday, rebates of the year, and payouts."""

from datetime import date

import msgspec

from domain.policies.file import write_policy
from domain.policies.policy import Policy, Stacking
from domain.policies.price_terms import Band, PriceList, PriceRule
from domain.policies.promotion_terms import Condition, Promotion
from domain.policies.rebate_terms import Rebate, Reward, Rounding, Target, Tier
from domain.policies.scopes import Audience, DealerGroup, Period, ProductGroup, ProductScope, only
from domain.promotions.free_goods import Gift
from domain.promotions.templates.buy_get import BuyGet
from domain.promotions.templates.order_discount import OrderDiscount, OrderStep
from domain.promotions.templates.percent_off import PercentOff
from domain.promotions.templates.quantity_break import Break, QuantityBreak
from sync.records.bodies.policies import PayoutLineBody, PolicyBody, RebateAdjustmentBody, RebatePayoutBody
from tests.building.domain.policy_makers import D

NOW_ON = Period(date(2026, 11, 20), date(2026, 12, 31))
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
STORES = Audience((DealerGroup(tiers=frozenset({"store", "city"})),))
AGENTS = Audience((DealerGroup(tiers=frozenset({"province"})),))
CRACKERS, MILK, NOODLES, SALTED = "SP10243", "SP10280", "SP10354", "SP10502"


def some(*skus):
    return ProductScope((ProductGroup(products=frozenset(skus)),))


def policies():
    """The published versions, none of which touches what the sample's own orders buy."""
    crackers, milk, noodles = only(CRACKERS), only(MILK), only(NOODLES)
    gift = BuyGet(D(200), Gift(D(20)))
    breaks = QuantityBreak((Break(D(240), percent=D(3)), Break(D(480), percent=D(6))))
    whole = OrderDiscount((OrderStep(D(2000), percent=D(2)), OrderStep(D(4000), percent=D(5))))
    prices = PriceList((PriceRule(percent=D(-2), floor=D("2.5"), products=milk),), band=Band(D(3), D(5)))
    voucher = Promotion(PercentOff(D(1)), (Condition(D(1)),))
    alone = Stacking(group="整单", mode="chained", order=9)
    every = some(CRACKERS, MILK, NOODLES)
    return [
        Policy("JG2026", 2, "门店价盘", prices, STORES, NOW_ON, milk, channel=True),
        Policy("CX-XB", 1, "雪饼十搭一", Promotion(gift), period=NOW_ON, products=crackers, channel=True),
        Policy("CX-NN", 3, "牛奶量大价", Promotion(breaks), period=NOW_ON, products=milk, channel=True),
        Policy("CX-ZD", 1, "整单折扣", Promotion(whole), STORES, NOW_ON, every, alone, channel=True),
        Policy("CX-PM", 1, "泡面九九折", voucher, AGENTS, NOW_ON, noodles),
        *rebates(),
    ]


def rebates():
    steps = (Tier(D(5000), D(2)), Tier(D(8000), D(3)), Tier(D(20000), D("4.5")))
    counts = (Tier(D(1500), each=D("0.02")), Tier(D(3000), each=D("0.05")))
    shares = (Tier(D(80), D(1)), Tier(D(100), D(2)), Tier(D(120), D(3)))
    trip = Reward("thing", thing="三亚旅游名额")
    rates = Rebate(shares, "target_rate", period="year", targets=(Target(D(12000)),))
    places = Rebate((Tier(D(0), each=D(1), per=D(5000)),), "per_full", period="quarter", reward=trip,
                    rounding=Rounding("floor", D(1)))  # fmt: skip
    stores = (Tier(D(500), D(1)), Tier(D(1500), D(2)), Tier(D(5000), D(3)))
    return [
        Policy("FL-JH", 1, "季度进货返利", Rebate(steps, period="quarter"), AGENTS, YEAR),
        Policy("FL-SL", 2, "月度数量奖", Rebate(counts, unit="quantity"), AGENTS, YEAR),
        Policy("FL-RW", 1, "年度任务达成", rates, AGENTS, YEAR),
        Policy("FL-LY", 1, "进货送旅游", places, AGENTS, YEAR),
        Policy("FL-DX", 1, "动销返利", Rebate(stores, source="sell_through"), AGENTS, YEAR),
        Policy("FL-MD", 1, "门店月返", Rebate(stores), STORES, YEAR, channel=True),
    ]


def put_policies(writing):
    for policy in policies():
        form = msgspec.Raw(msgspec.json.encode(write_policy(policy)))
        body = PolicyBody(policy.id, policy.version, form, "d", "陈经理", "周总监", "2026-11-19T02:00:00Z")
        writing.put("policies/all", "policy", f"{policy.id}/{policy.version}", body)
    for payout in payouts():
        writing.put(f"dealer/{payout.dealer}", "rebate_payout", f"payout-{payout.number}", payout)
    waiting = RebateAdjustmentBody(
        "FL-JH", "GD01", "2026-Q4", 1_200_000, "补计 10 月退货误扣", "陈经理", "2026-11-20T02:00:00Z"
    )
    writing.put("dealer/GD01", "rebate_adjustment", "adjustment-1", waiting)


def payouts():
    drinks = msgspec.Raw(msgspec.json.encode(write_form_of(some(MILK, NOODLES))))
    return [
        _payout(1, "FL-JH", 1, "2026-Q3", "credit", 18_600_000, expires="2026-12-15"),
        _payout(2, "FL-DX", 1, "2026-10", "credit", 6_400_000, scope=drinks, expires="2027-03-31"),
        _payout(3, "FL-SL", 2, "2026-10", "credit", 2_450_000),
        _payout(4, "FL-LY", 1, "2026-Q4", "thing", 10_000, state="approved", thing="三亚旅游名额"),
    ]


def write_form_of(scope):
    from domain.values.forms import write_form

    return write_form(scope)


def _payout(number, policy, version, period, reward, payable, *, state="handed_over", **more):
    moments = [("earned", "2026-10-08T02:00:00Z", "周总监"), (state, "2026-10-09T02:00:00Z", "周总监")]
    history = [PayoutLineBody(code, 0, {"at": at, "by": by}) for code, at, by in moments]
    lines = [PayoutLineBody("accrued", payable + 200_000), PayoutLineBody("paid", -200_000)]
    return RebatePayoutBody(
        f"FLJS-00-261008-{number:04d}", policy, version, "GD01", period, reward, payable + 200_000, payable + 200_000,
        payable, "2026-10-08T02:00:00Z", "周总监", lines=lines, state=state, history=history, **more,
    )  # fmt: skip
