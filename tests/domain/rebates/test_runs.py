"""Lines that count and why, the same sums by streaming as by hand, and runs over many dealers."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.policies.policy import Stacking
from domain.policies.rebate_terms import Caps, Mix, Rounding, Tier
from domain.policies.scopes import ALWAYS, Period, only
from domain.rebates.facts import RebateFact, explain_lines, net_fen
from domain.rebates.period_rebate import Prior
from domain.rebates.periods import days_left, is_period, period_days, period_key, periods_of_year, year_after
from domain.rebates.runs import Account, needs_period, run_rebates
from domain.rebates.sums import RebateIndex
from tests.building.domain.policy_makers import D, a_buyer, a_product, category, dealers
from tests.building.domain.rebate_makers import YEAR, a_fact, a_rebate, tiers

CARDS = {
    "A": a_product("A", category="tea", brand="X"),
    "B": a_product("B", category="tea", brand="Y"),
    "C": a_product("C", category="milk", brand="X"),
}
DUE = date(2026, 11, 30)


def run(policies, *facts, buyer=None, **options):
    account = Account(buyer or a_buyer(), facts)
    return list(run_rebates(RebateIndex(policies, CARDS), [account], **options))


def earnings(results):
    return {(result.policy, result.period): result.earned for result in results}


def verdicts(policy, *facts):
    return [(line.reason.code, line.counted, line.earning) for line in explain_lines(policy, facts, CARDS)]


def test_every_line_says_whether_it_counted_and_why():
    policy = a_rebate(products=only("A", "B"), late_days=5)
    lines = [
        a_fact("100"),
        a_fact("-30"),
        a_fact("100", product="C"),
        a_fact("100", date(2027, 1, 1)),
        a_fact("100", source="sell_through"),
        a_fact("100", free=True),
        a_fact("100", due_on=DUE, paid_on=date(2026, 12, 5)),
        a_fact("100", due_on=DUE, paid_on=date(2026, 12, 6)),
        a_fact("100", due_on=DUE),
        a_fact("100", product="GONE"),
    ]
    assert verdicts(policy, *lines) == [
        ("rebate_counted", 100, 100),
        ("rebate_counted", -30, -30),
        ("rebate_other_product", 0, 0),
        ("rebate_outside_period", 0, 0),
        ("rebate_other_source", 0, 0),
        ("rebate_free", 0, 0),
        ("rebate_counted", 100, 100),
        ("rebate_paid_late", 100, 0),
        ("rebate_paid_late", 100, 0),
        ("rebate_other_product", 0, 0),
    ]
    (line,) = explain_lines(policy, [a_fact(document="d1", number="XSCK-1")], CARDS)
    told = {"document": "d1", "number": "XSCK-1", "product": "A", "date": date(2026, 11, 10)}
    assert (line.period, line.reason.facts) == ("2026-11", told)


@pytest.mark.parametrize(
    ("counts", "earns", "expected"),
    [
        (False, False, ("rebate_free", 0, 0)),
        (True, False, ("rebate_free_counts", 100, 0)),
        (False, True, ("rebate_free_earns", 0, 100)),
        (True, True, ("rebate_counted", 100, 100)),
    ],
)
def test_free_goods_have_two_switches(counts, earns, expected):
    assert verdicts(a_rebate(free_counts=counts, free_earns=earns), a_fact("100", free=True)) == [expected]


def test_amounts_taxed_untaxed_and_quantities():
    line = a_fact("113", pieces="2.5", rate=1300)
    for unit, expected in (("amount", D(113)), ("amount_untaxed", D(100)), ("quantity", D("2.5"))):
        assert verdicts(a_rebate(unit=unit), line) == [("rebate_counted", expected, expected)]
    assert [net_fen(fen, 1300) for fen in (11300, -11300, 1, 0)] == [10000, -10000, 1, 0]


def test_returns_count_on_their_own_day_or_on_that_of_the_sale():
    back = a_fact("-40", date(2026, 12, 3), sold_on=date(2026, 11, 20))
    sold = a_fact("100", date(2026, 11, 20))
    by_return, by_sale = a_rebate(tiers((0, 10))), a_rebate(tiers((0, 10)), returns="sale_date")
    assert earnings(run([by_return], sold, back)) == {("R", "2026-11"): 10, ("R", "2026-12"): 0}
    assert earnings(run([by_sale], sold, back)) == {("R", "2026-11"): 6}


def test_periods():
    day = date(2026, 11, 23)
    keys = {kind: period_key(day, kind) for kind in ("month", "quarter", "year", "whole")}
    assert keys == {"month": "2026-11", "quarter": "2026-Q4", "year": "2026", "whole": "whole"}
    assert period_days("2026-11") == Period(date(2026, 11, 1), date(2026, 11, 30))
    assert period_days("2026-Q1") == Period(date(2026, 1, 1), date(2026, 3, 31))
    assert period_days("2026") == YEAR
    assert (period_days("whole", YEAR), period_days("whole")) == (YEAR, ALWAYS)
    assert [days_left(key, day) for key in ("2026-11", "2026-Q4", "2026-10", "whole")] == [7, 38, 0, None]
    assert year_after(date(2028, 2, 29)) == date(2029, 2, 28)


def test_growth_reads_last_years_lines():
    policy = a_rebate(tiers((10, 1)), tier_by="growth")
    before, now = a_fact("1000", date(2025, 11, 3)), a_fact("1200", date(2026, 11, 5))
    (result,) = run([policy], before, now)
    assert (result.sums.last_year, result.reached, result.earned) == (1000, 20, 12)


def test_money_received_has_no_product():
    policy = a_rebate(tiers((0, 1)), source="received", products=only("A"))
    assert earnings(run([policy], a_fact("500", product="", source="received"))) == {("R", "2026-11"): 5}


def test_a_day_given_shows_the_periods_of_that_day_also_empty_ones():
    monthly, yearly = a_rebate(code="M"), a_rebate(code="Y", period="year", mix=(Mix(D(10), only("A")),))
    results = run([monthly, yearly], a_fact("100", date(2026, 10, 1)), on=date(2026, 11, 1))
    assert {(r.policy, r.period): r.sums.total for r in results} == {("M", "2026-11"): 0, ("Y", "2026"): 100}
    assert run([monthly], on=date(2027, 1, 1)) == []


def test_remainders_and_caps_go_on_from_period_to_period():
    full = (Tier(D(0), each=D(5), per=D(100)),)
    carrying = a_rebate(full, "per_full", "C", rounding=Rounding("floor", carry=True))
    lines = [a_fact("150", date(2026, month, 1)) for month in (1, 2, 3)]
    assert list(earnings(run([carrying], *lines)).values()) == [5, 10, 5]
    capped = a_rebate(tiers((0, 10)), caps=Caps(dealer=D(35)))
    assert list(earnings(run([capped], *lines)).values()) == [15, 15, 5]
    prior = {("R", "C1"): Prior(by_dealer=D(30))}
    assert list(earnings(run([capped], *lines, prior=prior)).values()) == [5, 0, 0]


def test_a_cap_over_all_dealers_is_used_up_in_the_order_of_accounts():
    policy = a_rebate(tiers((0, 10)), caps=Caps(policy=D(15)))
    accounts = [Account(a_buyer(code), [a_fact("100")]) for code in ("C1", "C2", "C3")]
    results = list(run_rebates(RebateIndex([policy], CARDS), accounts))
    assert [result.earned for result in results] == [10, 5, 0]
    again = [Account(a_buyer(code), [a_fact("100")]) for code in ("C1", "C2", "C3")]
    before = {("R", ""): Prior(by_policy=D(10)), ("R", "C1"): Prior(by_policy=D(10))}
    capped = run_rebates(RebateIndex([policy], CARDS), again, prior=before)
    assert [result.earned for result in capped] == [5, 0, 0]


def test_a_policy_that_begins_and_ends_inside_a_month():
    policy = a_rebate(tiers((0, 10)), period_of=Period(date(2026, 11, 10), date(2026, 11, 20)))
    lines = [a_fact("100", date(2026, 11, day)) for day in (9, 10, 20, 21)]
    assert earnings(run([policy], *lines)) == {("R", "2026-11"): 20}


def test_audience_and_groups():
    mine = a_rebate(tiers((0, 1)), code="MINE", audience=dealers("C1"), stacking=Stacking("g"))
    everyone = a_rebate(tiers((0, 2)), code="ALL", stacking=Stacking("g"))
    alone = a_rebate(tiers((0, 3)), code="ALONE")
    policies = [mine, everyone, alone]
    assert {r.policy for r in run(policies, a_fact())} == {"MINE", "ALONE"}
    assert {r.policy for r in run(policies, a_fact(), buyer=a_buyer("C2"))} == {"ALL", "ALONE"}


def test_chained_programmes_in_their_saved_order():
    steps: list = [(10, "chained", True), (15, "additive", False), (20, "chained", True), (25, "chained", True)]
    policies = [
        a_rebate(tiers((0, percent)), code=f"P{place}", stacking=Stacking(mode=mode, order=place, reduces=reduces))
        for place, (percent, mode, reduces) in enumerate(steps)
    ]
    assert list(earnings(run(policies[::-1], a_fact("1000"))).values()) == [100, 150, 180, 180]


amounts = st.integers(-20_000, 90_000)
some_days = st.dates(date(2026, 11, 1), date(2026, 12, 10)) | st.dates(date(2025, 9, 1), date(2027, 2, 28))
facts = st.lists(
    st.builds(
        RebateFact,
        st.sampled_from(["A", "B", "C", "GONE"]),
        some_days,
        amounts,
        amounts,
        st.sampled_from(["purchases", "sell_through", "received"]),
        st.sampled_from([0, 900, 1300]),
        st.booleans(),
        st.none() | some_days,
        st.none() | some_days,
        st.none() | some_days,
    ),
    max_size=12,
)
scopes = st.sampled_from([category(), only("A"), category("tea"), category(brands=["X"])])
rebates = st.builds(
    a_rebate,
    st.just(tiers((0, 5), (100, 10))),
    st.sampled_from(["whole", "marginal"]),
    products=scopes,
    period_of=st.builds(lambda a, b: Period(min(a, b), max(a, b)), some_days, some_days) | st.just(ALWAYS),
    source=st.sampled_from(["purchases", "sell_through", "received"]),
    unit=st.sampled_from(["amount", "amount_untaxed", "quantity"]),
    period=st.sampled_from(["month", "quarter", "year", "whole"]),
    free_counts=st.booleans(),
    free_earns=st.booleans(),
    late_days=st.none() | st.integers(0, 40),
    returns=st.sampled_from(["return_date", "sale_date"]),
    mix=st.just(()) | st.just((Mix(D(0), only("A", "C")),)),
)


@settings(max_examples=300)
@given(st.lists(rebates, min_size=1, max_size=4), facts)
def test_streaming_finds_the_same_sums_as_explaining_each_line(policies, lines):
    policies = [replace(policy, id=f"R{place}") for place, policy in enumerate(policies)]
    index = RebateIndex(policies, CARDS)
    found = index.sums(lines, frozenset(range(len(policies))))
    for place, policy in enumerate(policies):
        wanted: dict = {}
        for line in explain_lines(policy, lines, CARDS):
            if line.period is not None:
                total, base, mix = wanted.get(line.period, (0, 0, 0))
                part = line.counted if policy.terms.mix and line.fact.product in {"A", "C"} else 0
                wanted[line.period] = total + line.counted, base + line.earning, mix + part
        streamed = {
            period: (one.total, one.base, sum(one.mix)) for (owner, period), one in found.items() if owner == place
        }
        assert streamed == wanted


@given(st.lists(rebates, min_size=1, max_size=3), facts, st.randoms(use_true_random=False))
def test_the_order_of_lines_and_policies_does_not_matter(policies, lines, chance):
    policies = [replace(policy, id=f"R{place}") for place, policy in enumerate(policies)]
    other_policies, other_lines = list(policies), list(lines)
    chance.shuffle(other_policies)
    chance.shuffle(other_lines)
    assert run(policies, *lines) == run(other_policies, *other_lines)


def test_the_periods_of_a_year_and_their_names():
    assert periods_of_year("2026-04", "month") == ("2026-01", "2026-02", "2026-03")
    assert periods_of_year("2026-Q3", "quarter", date(2026, 5, 9)) == ("2026-Q2",)
    assert (periods_of_year("2026", "year"), periods_of_year("whole", "whole")) == ((), ())
    names = ("2026-11", "2026-13", "2026-Q4", "2026-Q5", "2026", "whole", "")
    assert [kind for name in names for kind in ("month", "quarter", "year", "whole") if is_period(name, kind)] == [
        "month", "quarter", "year", "whole",
    ]  # fmt: skip


def test_the_periods_that_go_on_into_the_one_asked_for_come_before_it():
    lines = [a_fact("150", date(2026, month, 1)) for month in (1, 3, 4)]
    full = (Tier(D(0), each=D(5), per=D(100)),)
    carrying = a_rebate(full, "per_full", "C", rounding=Rounding("floor", carry=True))
    plain, yearly = a_rebate(code="P", negative="drop"), a_rebate(code="Y", to_date="all", negative="drop")
    found = run([carrying, plain, yearly], *lines, wanted=lambda _: "2026-03")
    assert [(each.policy, each.period) for each in found] == [
        ("C", "2026-01"), ("C", "2026-02"), ("C", "2026-03"), ("P", "2026-03"),
        ("Y", "2026-01"), ("Y", "2026-02"), ("Y", "2026-03"),
    ]  # fmt: skip
    assert found[2].prior.remainder == 50
    for policy in (carrying, plain, yearly):
        wanted = [
            period for period in ("2025-12", "2026-01", "2026-03", "2026-04") if needs_period(policy, period, "2026-03")
        ]
        assert (
            wanted == {"C": ["2025-12", "2026-01", "2026-03"], "P": ["2026-03"], "Y": ["2026-01", "2026-03"]}[policy.id]
        )
    assert not needs_period(plain, "2026-03", None)


def test_only_what_is_asked_for_is_added_up():
    index = RebateIndex([a_rebate()], CARDS, asked=lambda _, period: period == "2026-03")
    lines = [a_fact("150", date(2026, month, 1)) for month in (1, 3)]
    assert list(index.sums(lines, frozenset({0}))) == [(0, "2026-03")]


def test_a_line_of_another_seller_counts_only_where_the_policy_holds_in_the_channel():
    other = a_fact("100", direct=False)
    own, channel = a_rebate(), replace(a_rebate(), channel=True)
    assert verdicts(own, other) == [("rebate_other_seller", 0, 0)]
    assert verdicts(channel, other) == [("rebate_counted", 100, 100)]
    assert (earnings(run([own], other)), earnings(run([channel], other))) == ({}, {("R", "2026-11"): 5})
