"""A candidate is tried on real documents: the same figures as if each order were priced by hand in both worlds."""

from dataclasses import replace
from datetime import date

import pytest

from domain.policies.policy import Policy
from domain.policies.price_terms import PriceList, PriceRule
from domain.policies.promotion_terms import Limits, Promotion
from domain.policies.rebate_terms import Rebate, Reward, Tier
from domain.policies.scopes import EVERYONE, Period, only
from domain.promotions.free_goods import Gift
from domain.promotions.templates.buy_get import BuyGet
from domain.promotions.templates.percent_off import PercentOff
from domain.promotions.templates.quota_price import QuotaPrice
from domain.rebates.facts import RebateFact
from domain.rebates.runs import Account
from domain.trial.simulation import Move, PastLine, PastOrder, Trial, move_of, moved_fact
from tests.building.domain.policy_makers import D, a_buyer, a_product, a_promotion, dealers, percent

YEAR = Period(date(2027, 1, 1), date(2027, 12, 31))
ON = date(2027, 3, 1)


def worth(buyer, product, on):
    return {"A": D(10), "B": D(4)}.get(product, D(0))


def past(*lines, buyer=None, on=ON, from_hq=True):
    return PastOrder(buyer or a_buyer(), on, from_hq, lines)


def line(sku="A", quantity=10, plain="10", **more):
    return PastLine(a_product(sku), D(quantity), "瓶", D(plain), **more)


def tried(candidate, published, *orders):
    trial = Trial(candidate, published, worth)
    for order in orders:
        trial.order(order)
    return trial


def given(trial, dealer="C1"):
    tally = trial.tallies[dealer]
    return tally.before, tally.after, tally.documents, tally.turnover


def test_candidate_takes_the_place_of_its_earlier_version():
    trial = tried(percent(20, version=2, period=YEAR), [percent(10, period=YEAR)], past(line()))
    assert trial.against is not None
    assert trial.against.version == 1
    assert given(trial) == (D(10), D(20), 1, D(100))


def test_others_go_on_in_both_worlds():
    trial = tried(percent(10, "NEW", group="x"), [percent(5, "OLD")], past(line()))
    assert trial.against is None
    assert given(trial) == (D(5), D(15), 1, D(100))


def test_documents_that_come_out_alike_are_not_counted():
    trial = tried(
        percent(10, products=only("B")), [], past(line("A")), past(line("B", 5, "4")), past(line("A"), line("B"))
    )
    assert given(trial) == (D(0), D("2.00") + D(10), 2, D(100) + D(20) + D(200))


def test_goods_on_top_count_at_their_price():
    trial = tried(a_promotion(BuyGet(D(10), Gift(D(1)))), [], past(line("A", 20)))
    assert given(trial)[:2] == (D(0), D(20))


def test_a_price_list_gives_what_it_takes_off_the_plain_price():
    rules = (PriceRule("fixed", D(9), products=only("A")), PriceRule(percent=D(-50), products=only("B")))
    prices = Policy("L", 1, "L", PriceList(rules))
    trial = tried(prices, [], past(line("A"), line("B", 10, "4"), line("C", 1, "7")))
    assert given(trial)[:2] == (D(0), D(10) + D(20))


def test_a_price_agreed_by_hand_stays():
    prices = Policy("L", 1, "L", PriceList((PriceRule("fixed", D(1)),)))
    assert given(tried(prices, [percent(50, "P")], past(line(by_hand=True))))[:2] == (D(0), D(0))


def test_a_policy_of_hqs_own_sales_leaves_other_sellers_alone():
    for channel, after in ((False, D(0)), (True, D(10))):
        candidate = replace(percent(10), channel=channel)
        assert given(tried(candidate, [], past(line(), from_hq=False)))[1] == after


def test_a_shared_quota_goes_to_whoever_came_first():
    quota = a_promotion(QuotaPrice(D(5), D(15), per_dealer=D(12)))
    trial = tried(quota, [], past(line()), past(line(), buyer=a_buyer("C2")), past(line(), buyer=a_buyer("C3")))
    assert [given(trial, code)[1] for code in ("C1", "C2", "C3")] == [D(50), D(25), D(0)]


def test_uses_for_each_dealer_are_counted_apart():
    once = a_promotion(PercentOff(D(10)), limits=Limits(uses_per_dealer=1))
    trial = tried(once, [], past(line()), past(line()), past(line(), buyer=a_buyer("C2")))
    assert (given(trial)[1], given(trial, "C2")[1]) == (D(10), D(10))


def test_ties_are_told_once():
    trial = tried(percent(10, "NEW"), [percent(5, "OLD")], past(line()), past(line()))
    assert [(each.code, each.facts["policy"], each.facts["other"]) for each in trial.reasons] == [
        ("promotion_tie", "NEW", "OLD")
    ]
    assert given(trial)[:2] == (D(10), D(0))


def test_what_was_returned_is_no_order():
    assert tried(percent(10), [], past(line(quantity=-3)), past()).tallies == {}


# ---- rebates


def rebate(start, share, code="R", version=1, reward=None, **fields):
    terms = Rebate((Tier(D(start), percent=D(share)),), reward=reward or Reward(), **fields)
    return Policy(code, version, code, terms, EVERYONE, YEAR)


def accounts(**fen):
    def read():
        for code, amounts in fen.items():
            facts = (RebateFact("A", ON, each, 1000, document=f"{code}{place}") for place, each in enumerate(amounts))
            yield Account(a_buyer(code), facts)

    return read


def test_rebates_are_run_over_the_same_lines_twice():
    trial = Trial(rebate(100, 5, version=2), [rebate(100, 2)], worth)
    trial.rebates(accounts(C1=[100_00, 300_00], C2=[50_00]), {"A": a_product("A")})
    assert given(trial) == (D(8), D(20), 2, D(400))
    assert given(trial, "C2") == (D(0), D(0), 0, D(50))


@pytest.mark.parametrize(("reward", "after"), [(Reward("goods", "A"), D(200)), (Reward("thing", thing="旅游"), D(0))])
def test_rewards_in_goods_count_at_their_price_and_things_not_at_all(reward, after):
    trial = Trial(rebate(100, 5, reward=reward), [], worth)
    trial.rebates(accounts(C1=[400_00]), {"A": a_product("A")})
    assert given(trial)[:2] == (D(0), after)


# ---- days


def candidate(start, end=None):
    return Policy("P", 1, "P", Promotion(PercentOff(D(1))), EVERYONE, Period(start, end))


@pytest.mark.parametrize(
    ("start", "end", "asked", "source", "days"),
    [
        ("2027-02-01", "2027-02-28", (), ("2026-02-01", "2026-02-28"), {"2026-02-09": "2027-02-09"}),
        ("2028-02-29", None, (), ("2027-02-28", "2028-02-27"), {"2027-02-28": "2028-02-29"}),
        ("2027-01-01", None, (), ("2026-01-01", "2026-12-31"), {"2026-12-31": "2027-12-31"}),
        (
            "2027-01-01", "2027-12-31", ("2011-01-01", "2011-06-30"), ("2011-01-01", "2011-06-30"),
            {"2011-06-30": "2027-06-30"},
        ),
        ("2027-03-05", None, ("2024-02-20", None), ("2024-02-20", "2025-02-19"), {"2024-02-29": "2027-03-14"}),
        ("2027-01-01", None, ("2024-01-01", None), ("2024-01-01", "2024-12-31"), {"2024-02-29": "2027-02-28"}),
    ],
)  # fmt: skip
def test_real_days_are_moved_onto_the_candidates(start, end, asked, source, days):
    move = move_of(candidate(day(start), day(end)), date(2026, 11, 23), *map(day, asked))
    assert (move.source.start, move.source.end) == tuple(map(day, source))
    assert {on: str(move(day(on))) for on in days} == days


def day(told):
    return told and date.fromisoformat(told)


def test_all_days_of_a_fact_are_moved():
    move = Move(Period(date(2026, 1, 1), date(2026, 12, 31)), date(2027, 1, 1))
    fact = RebateFact("A", date(2026, 2, 3), 1, 1, due_on=date(2026, 3, 3), paid_on=None, sold_on=date(2025, 12, 1))
    moved = moved_fact(fact, move)
    assert (moved.on, moved.due_on, moved.paid_on, moved.sold_on) == (
        date(2027, 2, 3), date(2027, 3, 3), None, date(2026, 12, 1),
    )  # fmt: skip


def test_only_the_audience_is_given_anything():
    assert given(tried(percent(10, audience=dealers("C2")), [], past(line())))[:2] == (D(0), D(0))
