"""Rebates out of the books: the vectors of the field, conditions, caps, years, versions, at both ends alike."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.errors import UsageError
from domain.policies.policy import Stacking
from domain.policies.rebate_terms import Caps, MarkUp, Mix, Reward, Rounding, Target, Tier
from domain.policies.scopes import Period
from sync.records.bodies.records import LineBody
from sync.records.books.database import open_sqlite
from tests.building.domain.policy_makers import D, dealers, only
from tests.building.domain.rebate_makers import a_rebate, tiers
from tests.building.sync.books import AGENT, SHOP, found_hq
from tests.building.sync.rebate_books import earned, post, publish, received, settle, sold, standing, standings

NOV = date(2026, 11, 10)


@pytest.fixture
def books(book):
    found_hq(book)
    return book


@pytest.mark.parametrize(("method", "expected"), [("whole", "2300.00"), ("marginal", "1750.00")])
def test_the_vectors_of_the_tiers(books, method, expected):
    publish(books, a_rebate(method=method))
    sold(books, "11500")
    assert earned(books) == D(expected)


def test_a_total_between_whole_figures_still_has_a_tier(books):
    publish(books, a_rebate())
    sold(books, "1000.50")
    assert (earned(books), standing(books).result.tier) == (D("100.05"), 1)


def test_four_programmes_stack_in_the_order_the_policies_say(books):
    rates = (("10", True), ("15", False), ("20", True), ("25", True))
    publish(
        books,
        *(
            a_rebate(tiers((0, percent)), code=f"P{place}",
                     stacking=Stacking(mode="chained" if chained else "additive", order=place, reduces=chained))
            for place, (percent, chained) in enumerate(rates)
        ),
    )  # fmt: skip
    sold(books, "1000")
    assert [each.result.earned for each in standings(books, AGENT)] == [100, 150, 180, 180]


def test_increment_per_full_and_target_rate(books):
    goal = (Target(D(1000)),)
    publish(
        books,
        a_rebate(tiers((0, 10)), "increment", "I", targets=goal),
        a_rebate((Tier(D(0), each=D(5), per=D(200)),), "per_full", "F", rounding=Rounding("floor")),
        a_rebate(tiers((80, 1), (100, 2)), "target_rate", "T", targets=goal),
    )
    sold(books, "1150")
    assert [earned(books, policy=each) for each in "IFT"] == [15, 25, 23]


@pytest.mark.parametrize(
    ("mode", "amount", "count"),
    [("floor", "57", 25), ("ceiling", "58", 30), ("round", "58", 30), ("keep", "57.5", "28.75")],
)
@pytest.mark.parametrize("reward", ["credit", "account", "goods", "cash", "thing"])
def test_every_rounding_in_every_payout_form(books, mode, amount, count, reward):
    paid = Reward(reward, product="A", thing="旅游名额")
    publish(
        books,
        a_rebate(tiers((0, 5)), code="M", reward=paid, rounding=Rounding(mode, D(1))),
        a_rebate((Tier(D(0), each=D(5), per=D(200)),), "per_full", "F", reward=paid, rounding=Rounding(mode, D(1))),
    )
    sold(books, "1150")
    due = [D(amount), D(count)]
    if reward in ("goods", "thing"):  # what isn't money is given whole
        due = [each // 1 for each in due]
    assert [earned(books, policy="M"), earned(books, policy="F")] == due
    assert settle(books, "M") == [(AGENT, due[0])]
    assert settle(books, "F") == [(AGENT, due[1])]


def test_a_remainder_goes_on_to_the_next_period_whether_it_was_settled_or_not(books):
    full = (Tier(D(0), each=D(5), per=D(100)),)
    publish(books, a_rebate(full, "per_full", rounding=Rounding("floor", carry=True)))
    sold(books, "150", date(2026, 10, 10))
    sold(books, "150", NOV)
    assert earned(books) == 10
    settle(books, period="2026-10")
    assert earned(books) == 10


def test_caps_of_dealer_period_dealer_and_policy(books):
    publish(
        books,
        a_rebate(tiers((0, 10)), code="P", caps=Caps(dealer_period=D(12))),
        a_rebate(tiers((0, 10)), code="D", caps=Caps(dealer=D(25))),
        replace(a_rebate(tiers((0, 10)), code="A", caps=Caps(policy=D(30))), channel=True),
    )
    sold(books, "200", date(2026, 10, 10))
    sold(books, "200", NOV)
    sold(books, "100", NOV, seller=AGENT, buyer=SHOP)
    assert [earned(books, policy=each) for each in "PDA"] == [12, 5, 10]
    assert earned(books, policy="A", dealer=SHOP) == 0  # by period, then by dealer, whatever is settled already
    assert settle(books, "A", "2026-10") == [(AGENT, 20)]
    assert settle(books, "A") == [(AGENT, 10)]
    assert settle(books, "A") == []


def test_a_required_mix_and_a_mark_up(books):
    mix = (Mix(D(30), only("B")),)
    publish(
        books,
        a_rebate(tiers((0, 10)), code="M", mix=mix),
        a_rebate(tiers((0, 10)), code="U", mark_ups=(MarkUp(D("1.2"), tier="province"), MarkUp(D(2), tier="store"))),
    )
    sold(books, "80", NOV)
    sold(books, "20", NOV, sku="B")
    assert [reason.code for reason in standing(books, "M").result.reasons] == ["rebate_mix_missed"]
    assert earned(books, policy="U") == 12
    sold(books, "20", NOV, sku="B")
    assert earned(books, policy="M") == 12


def test_paid_on_time_earns_and_late_only_counts(books):
    publish(books, a_rebate(tiers((0, 10)), late_days=5))
    sold(books, "100", NOV, due="2026-11-20")
    sold(books, "50", date(2026, 11, 11), due="2026-11-20")
    assert earned(books) == 0
    received(books, "100", date(2026, 11, 25))
    assert (earned(books), standing(books).result.sums.total) == (10, 150)
    received(books, "50", date(2026, 11, 26))
    assert earned(books) == 10


def test_growth_on_last_year(books):
    publish(books, a_rebate(tiers((10, 1)), tier_by="growth"))
    sold(books, "1000", date(2025, 11, 3))
    sold(books, "9999", date(2025, 12, 1))
    sold(books, "1200", date(2026, 11, 5))
    assert (standing(books).result.reached, earned(books)) == (20, 12)


@pytest.mark.parametrize(
    ("rule", "february", "parts"),
    [("all", "200", [(0, 10, 0), (20, 0, 10), (30, 0, 0)]), ("met", "160", [(0, 10, 0), (16, 0, 0), (30, 0, 10)])],
)
def test_the_year_to_date_holds_back_and_frees(books, rule, february, parts):
    publish(books, a_rebate(tiers((0, 10)), to_date=rule, targets=(Target(D(150)),)))
    for month, yuan in ((1, "100"), (2, february), (3, "300")):
        sold(books, yuan, date(2026, month, 10))
    years = [standing(books, period=f"2026-0{month}").year for month in (1, 2, 3)]
    assert [(each.paid, each.held, each.released) for each in years] == parts
    assert [settle(books, period=f"2026-0{month}") for month in (1, 2, 3)] == [
        [(AGENT, paid + released)] for paid, _, released in parts
    ]


def test_a_rebate_looks_at_hqs_own_sales_unless_it_holds_in_the_channel(books):
    publish(books, a_rebate(code="OWN"), replace(a_rebate(code="ALL"), channel=True))
    sold(books, "500", NOV, seller=AGENT, buyer=SHOP)
    assert {each.policy.id: each.result.sums.total for each in standings(books, SHOP)} == {"ALL": 500}
    assert {each.policy.id: each.result.sums.total for each in standings(books, AGENT)} == {"ALL": 0, "OWN": 0}


def test_sell_through_and_money_received(books):
    publish(books, a_rebate(code="S", source="sell_through"), a_rebate(code="R", source="received"))
    sold(books, "2000", NOV, seller=AGENT, buyer=SHOP)
    received(books, "500", NOV)
    assert (earned(books, policy="S"), earned(books, policy="R")) == (200, 25)


def test_the_audience_and_a_group_decide_who_gets_what(books):
    publish(
        books,
        a_rebate(code="WIDE", stacking=Stacking(group="g")),
        a_rebate(code="MINE", stacking=Stacking(group="g"), audience=dealers(AGENT)),
        a_rebate(code="OTHER", audience=dealers("nobody")),
    )
    sold(books, "500", NOV)
    assert [each.policy.id for each in standings(books, AGENT)] == ["MINE"]


def test_the_version_in_force_reckons_the_period(books):
    first = a_rebate(tiers((0, 5)))
    publish(books, first, until="2026-11-14")
    publish(books, replace(a_rebate(tiers((0, 10))), version=2, period=Period(date(2026, 11, 15), date(2026, 12, 31))))
    sold(books, "100", date(2026, 10, 20))
    sold(books, "100", NOV)
    sold(books, "100", date(2026, 11, 20))
    assert (earned(books, on=NOV), standing(books, on=NOV).policy.version) == (5, 1)
    assert (earned(books), standing(books).policy.version) == (20, 2)
    assert (earned(books, period="2026-10"), standing(books, period="2026-10").policy.version) == (5, 1)


def test_free_goods_have_two_switches(books):
    publish(
        books, a_rebate(tiers((0, 10)), code="N"), a_rebate(tiers((0, 10)), code="E", free_counts=True, free_earns=True)
    )
    gift = LineBody("A", "A", 4000, 0, unit_price=0, gift="CX1")
    sold(books, "100", NOV, lines=[LineBody("A", "A", 1000, 10000, unit_price=10000), gift])
    assert (earned(books, policy="N"), earned(books, policy="E")) == (10, 11)


def test_what_is_not_there_is_told(books):
    publish(books, a_rebate())
    with pytest.raises(UsageError, match="rebate_unknown"):
        standing(books, "X")
    assert standings(books, AGENT, on=date(2027, 3, 1)) == []
    assert standings(books, AGENT, period="2026-Q4") == []


deals = st.lists(
    st.tuples(st.sampled_from(["delivery", "return", "money_receipt"]), st.integers(1, 90_000), st.integers(1, 60)),
    max_size=12,
)


@given(deals, st.randoms(use_true_random=False))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_neither_the_order_of_posting_nor_what_is_undone_changes_anything(tmp_path_factory, lines, chance):
    policies = [
        a_rebate(code="W"),
        a_rebate(code="S", returns="sale_date", late_days=3),
        a_rebate((Tier(D(0), each=D(5), per=D(100)),), "per_full", "F", rounding=Rounding("floor", carry=True)),
        a_rebate(code="R", source="received", method="marginal"),
    ]
    shuffled = list(lines)
    chance.shuffle(shuffled)
    found = []
    for place, posted in enumerate((lines, shuffled)):
        book = open_sqlite(tmp_path_factory.mktemp("book") / "book.db", create=True)
        found_hq(book)
        publish(book, *policies)
        _post(book, posted)
        if place:  # something written and undone on the same day
            extra = sold(book, "777", NOV)
            sold(book, "-777", NOV, reverses=extra)
        found.append([(each.policy.id, each.result.sums, each.result.earned) for each in standings(book, AGENT)])
        book.close()
    assert found[0] == found[1]


def _post(book, lines):
    for kind, fen, day in lines:
        on = date.fromordinal(date(2026, 10, 1).toordinal() + day)
        post(book, kind, D(fen) / 100, on, record=f"{kind}-{fen}-{day}")
