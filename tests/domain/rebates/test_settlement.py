"""From earned to paid: accrual by document, netting in parts, claw-back, a year that holds back, rewards."""

# A Decimal equals the int of its value, which mypy doubts inside tuples.
# mypy: disable-error-code="comparison-overlap"

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import RefusedError
from domain.policies.rebate_terms import Reward, Target
from domain.policies.scopes import only
from domain.rebates.facts import explain_lines
from domain.rebates.runs import Account, run_rebates
from domain.rebates.settlement import RebateCorrection, accrue, expiry, move_thing, settle, to_wallet, year_to_date
from domain.rebates.sums import RebateIndex
from tests.building.domain.policy_makers import D, a_buyer, a_product
from tests.building.domain.rebate_makers import a_fact, a_rebate, result_of, tiers

CARDS = {"A": a_product("A")}
TEN = tiers((0, 10))


def accruals(policy, *facts):
    lines = explain_lines(policy, facts, CARDS)
    return [(one.document, one.amount, one.payable_on) for one in accrue(policy, lines, D(10))]


def lines_of(settlement):
    return [(line.kind, line.amount) for line in settlement.lines]


def test_h05_an_invoice_accrues_and_is_payable_on_the_day_it_is_paid():
    policy = a_rebate(TEN, payable="when_paid")
    open_invoice = a_fact("100", document="d1")
    paid_invoice = a_fact("100", document="d1", paid_on=date(2026, 12, 9))
    credit_note = a_fact("-100", document="d2", paid_on=date(2026, 12, 9))
    assert accruals(policy, open_invoice) == [("d1", 10, None)]
    assert accruals(policy, paid_invoice) == [("d1", 10, date(2026, 12, 9))]
    both = accruals(policy, paid_invoice, credit_note)
    assert sum(amount for _, amount, _ in both) == 0


def test_an_accrual_for_the_period_is_payable_at_its_end():
    assert accruals(a_rebate(TEN), a_fact("100", document="d1")) == [("d1", 10, date(2026, 11, 30))]
    assert accruals(a_rebate(TEN), a_fact("100", free=True)) == []


def test_a_tier_change_stands_apart_from_what_was_accrued():
    settlement = settle(result_of(a_rebate(), 1000), accrued=D(50), paid=D(20))
    assert lines_of(settlement) == [("accrued", 50), ("tier_change", 50), ("paid", -20)]
    assert (settlement.final, settlement.payable, settlement.clawed_back) == (100, 80, 0)


def test_goods_that_come_back_after_the_payout_are_clawed_back():
    settlement = settle(result_of(a_rebate(TEN), 600), paid=D(100))
    assert (settlement.payable, settlement.clawed_back) == (-40, 40)
    wallet = to_wallet(settlement, a_rebate(TEN), "W1")
    assert wallet.amount == -40


def test_an_approved_adjustment_is_a_line_of_its_own_and_an_unapproved_one_is_refused():
    result = result_of(a_rebate(TEN), 1000)
    settlement = settle(result, adjustments=[RebateCorrection(D("-5.50"), "display missing", "finance")])
    assert lines_of(settlement) == [("accrued", 100), ("adjustment", D("-5.50"))]
    assert (settlement.final, settlement.lines[1].facts["approved_by"]) == (D("94.50"), "finance")
    with pytest.raises(RefusedError, match="adjustment_unapproved"):
        settle(result, adjustments=[RebateCorrection(D(1), "why", " ")])


def test_held_back_and_released_amounts_are_lines_too():
    settlement = settle(result_of(a_rebate(TEN), 1000), held=D(100))
    assert (settlement.final, settlement.payable) == (100, 0)
    assert settle(result_of(a_rebate(TEN), 1000), released=D(30)).payable == 130


@given(
    st.lists(st.decimals(-500, 3000, places=2), min_size=1, max_size=8),
    st.sets(st.integers(0, 7)),
    st.sampled_from(["whole", "marginal"]),
)
def test_settling_in_parts_pays_what_settling_once_pays(amounts, stops, method):
    policy = a_rebate(method=method, period="year")
    paid: list = []
    for count in range(1, len(amounts) + 1):
        if count in stops or count == len(amounts):
            lines = [a_fact(str(amount)) for amount in amounts[:count]]
            (result,) = run_rebates(RebateIndex([policy], CARDS), [Account(a_buyer(), lines)])
            paid.append(settle(result, paid=sum(paid, D(0))).payable)
    whole = settle(result_of(policy, sum(amounts), period="2026"))
    assert sum(paid) == whole.payable == whole.final


def parts(rule, *totals, target=100):
    policy = a_rebate(TEN, targets=(Target(D(target)),))
    results = [result_of(policy, total, period=f"2026-{month:02d}") for month, total in enumerate(totals, 1)]
    return [(part.paid, part.held, part.released, part.reserve) for part in year_to_date(results, rule)]


def test_all_waits_for_the_year_so_far_and_then_pays_everything_held():
    assert parts("all", 80, 110, 120, 90) == [(0, 8, 0, 8), (0, 11, 0, 19), (12, 0, 19, 0), (9, 0, 0, 0)]


def test_met_pays_a_period_that_is_met_and_holds_the_others():
    assert parts("met", 80, 110, 120, 20) == [(0, 8, 0, 8), (11, 0, 0, 8), (12, 0, 8, 0), (0, 2, 0, 2)]


def test_without_a_rule_or_a_target_every_period_is_paid():
    assert parts("", 80, 110) == [(8, 0, 0, 0), (11, 0, 0, 0)]
    assert parts("all", 80, target=0) == [(8, 0, 0, 0)]


@given(st.lists(st.integers(0, 300), max_size=12), st.sampled_from(["", "all", "met"]))
def test_nothing_held_back_is_lost(totals, rule):
    found = parts(rule, *totals)
    earned = sum(D(total) / 10 for total in totals)
    assert sum(paid + released for paid, _, released, _ in found) + (found[-1][3] if found else 0) == earned


def test_wallet_credit_expires_never_on_a_date_or_months_after_the_period():
    end = date(2026, 11, 30)
    assert expiry(Reward(), end) is None
    assert expiry(Reward(until=date(2027, 6, 1)), end) == date(2027, 6, 1)
    assert expiry(Reward(months=3), end) == date(2027, 2, 28)
    assert expiry(Reward(months=3), None) is None
    policy = a_rebate(TEN, reward=Reward(months=1, scope=only("A")))
    entry = to_wallet(settle(result_of(policy, 1000)), policy, "W1")
    assert (entry.amount, entry.scope, entry.expires) == (100, only("A"), date(2026, 12, 31))
    assert (entry.policy, entry.version, entry.period, entry.dealer) == ("R", 1, "2026-11", "C1")


def test_a_thing_has_a_status_until_it_is_handed_over():
    assert move_thing("earned", "approved") == "approved"
    assert move_thing(move_thing("approved", "ordered"), "handed_over") == "handed_over"


@pytest.mark.parametrize(
    ("state", "to"), [("earned", "handed_over"), ("handed_over", "earned"), ("lapsed", "approved")]
)
def test_a_thing_never_skips_a_state_or_goes_back(state, to):
    with pytest.raises(RefusedError, match="reward_state"):
        move_thing(state, to)
