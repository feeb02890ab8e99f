"""Receipts set against documents, by the conformance cases of receipts and matching.

What has no counterpart here: F25 and F28 beyond the receivable (balances of cash and bank accounts, transfers between
them: the books keep what buyers owe, not the till), the cash half of F26 (paying from an empty account). F13, F14, F17
to F19, F22 and F23 stand with the open items, F21 and F22 with the terms.
"""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.accounts.ledger import balance
from domain.accounts.positions import Settlement, overdue_in, position
from domain.accounts.settling import (
    after,
    contested,
    join,
    settle_all_ways,
    settle_by_amount,
    settle_by_hand,
    settle_by_number,
    settle_oldest,
    settle_several,
    settle_whole,
    undo,
    write_off,
)
from domain.errors import RefusedError
from tests.building.domain.accounts import a_posting, accounts

ON = date(2026, 11, 20)
A, B = a_posting("A", "100.00", "2026-11-01", number="XSCK-1"), a_posting("B", "150.00", "2026-11-02", number="XSCK-2")


def unsettled(*postings, held=()):
    """The position with nothing settled by rule: what the ways of settling start from."""
    return position(postings, leftover="ahead", held=held)


def a_receipt(amount, document="R", on="2026-11-10"):
    return a_posting(document, f"-{amount}", on)


def pairs(settlements):
    return [(each.credit, each.debt, str(each.amount)) for each in settlements]


def unpaid(found):
    return [(debt.posting.document, str(debt.remaining)) for debt in found.debts]


def free(found):
    return [(credit.posting.document, str(credit.remaining)) for credit in found.credits]


def test_F01_a_receipt_goes_to_the_oldest_and_the_rest_to_the_next():
    found = unsettled(A, B, a_receipt("180.00"))
    settled = settle_oldest(found, ON)
    assert pairs(settled) == [("R", "A", "100.00"), ("R", "B", "80.00")]
    assert unpaid(after(found, settled)) == [("B", "70.00")]


def test_who_pays_what_is_overdue_is_not_overdue_any_more_whatever_is_older_and_not_due_yet():
    opening = a_posting("QC", "19600.00", "2026-10-01", days=70, kind="opening")
    late = a_posting("LATE", "805.69", "2026-11-06", days=15)
    found = unsettled(opening, late, a_receipt("1550.00", on="2026-11-23"))
    settled = settle_all_ways(found, date(2026, 11, 23), {})
    assert pairs(settled) == [("R", "LATE", "805.69"), ("R", "QC", "744.31")]
    assert overdue_in(after(found, settled), date(2026, 11, 23)) == (Decimal("0.00"), 0)
    by_itself = position((opening, late, a_receipt("1550.00", on="2026-11-23")))
    assert unpaid(by_itself) == [("QC", "18855.69")]


def test_what_falls_due_on_one_day_is_paid_from_the_oldest():
    newer, older = a_posting("NEW", "10.00", "2026-11-09", days=1), a_posting("OLD", "10.00", "2026-11-02", days=8)
    assert pairs(settle_oldest(unsettled(newer, older, a_receipt("12.00")), ON)) == [
        ("R", "OLD", "10.00"),
        ("R", "NEW", "2.00"),
    ]


@given(accounts(), st.integers(0, 150))
def test_nobody_is_overdue_who_paid_enough_not_to_be(postings, after_days):
    """Money nobody set against anything leaves overdue no more than what is overdue and the money don't cover."""
    today = date(2026, 9, 1) + timedelta(days=after_days)
    ahead = position(postings, leftover="ahead")
    late = sum((debt.remaining for debt in ahead.debts if debt.due < today), Decimal(0))
    assert overdue_in(position(postings), today)[0] == max(late - ahead.ahead, Decimal(0))


def test_F02_money_paid_back_settles_a_credit_note():
    note, refund = a_posting("CN", "-50.00", kind="credit_note"), a_posting("PAY", "50.00", kind="payment")
    found = unsettled(note, refund)
    assert pairs(settle_by_amount(found, ON)) == [("CN", "PAY", "50.00")]
    assert after(found, settle_by_amount(found, ON)).debts == ()


def test_F03_more_than_the_bill_stays_free_and_finds_nothing_more_to_pay():
    found = unsettled(a_posting("BILL", "50.00"), a_receipt("60.00"))
    settled = settle_oldest(found, ON)
    assert pairs(settled) == [("R", "BILL", "50.00")]
    rest = after(found, settled)
    assert free(rest) == [("R", "10.00")]
    assert settle_oldest(rest, ON) == ()


def test_F09_two_plans_for_one_document_are_warned_of_and_the_later_loses_it():
    found = unsettled(A, a_receipt("100.00", "R1"), a_receipt("100.00", "R2"))
    first, second = (settle_oldest(found, ON, {name}) for name in ("R1", "R2"))
    (reason,) = contested([first, second], found)
    assert (reason.code, reason.severity) == ("settle_contested", "warn")
    assert reason.facts == {"number": "XSCK-1", "remaining": Decimal(100), "claimed": Decimal(200), "plans": 2}
    assert settle_oldest(after(found, first), ON, {"R2"}) == ()
    assert contested([first], found) == ()


def test_F10_a_surplus_given_up_leaves_nothing():
    account = [A, a_receipt("110.00")]
    rest = after(unsettled(*account), settle_oldest(unsettled(*account), ON))
    given = write_off(rest, "R", Decimal(10))
    assert given.amount == 10
    written = a_posting("W", given.amount, "2026-11-11", kind="write_off")
    assert balance([*account, written]) == 0
    assert position([*account, written]).credits == ()


def test_F11_a_surplus_kept_is_a_prepayment():
    found = position([A, a_receipt("110.00")])
    assert found.balance == -10
    assert (unpaid(found), free(found)) == ([], [("R", "10.00")])


def test_F18_a_missing_fen_may_be_given_up_and_no_more_than_agreed():
    rest = position([A, a_receipt("99.99")])
    assert str(write_off(rest, "A", Decimal("0.10")).amount) == "-0.01"
    with pytest.raises(RefusedError) as refused:
        write_off(position([A, a_receipt("99.00")]), "A", Decimal("0.10"))
    assert refused.value.code == "write_off_over"
    assert refused.value.facts == {"remaining": Decimal(1), "most": Decimal("0.10")}
    with pytest.raises(RefusedError, match="settle_unknown"):
        write_off(rest, "B", Decimal(1))


def test_F25_a_receipt_lowers_what_is_owed_and_its_reversal_restores_it():
    receipt = a_receipt("40000.00")
    undone = a_posting("RR", "40000.00", "2026-11-11", kind="money_receipt", reverses="R")
    assert balance([receipt]) == -40000
    assert position([A, receipt, undone]) == position([A])


@pytest.mark.parametrize(
    ("share", "code"),
    [
        ({("A", 1): "100.01"}, "settle_over_debt"),
        ({("A", 1): "100.00", ("B", 1): "80.01"}, "settle_over_credit"),
        ({("A", 1): "-1.00"}, "settle_not_positive"),
        ({("A", 1): "0.00"}, "settle_not_positive"),
        ({("A", 2): "1.00"}, "settle_unknown"),
        ({("C", 1): "1.00"}, "settle_unknown"),
    ],
)
def test_F26_more_than_is_open_and_less_than_nothing_are_refused(share, code):
    found = unsettled(A, B, a_receipt("180.00"))
    with pytest.raises(RefusedError) as refused:
        settle_by_hand(found, "R", {key: Decimal(amount) for key, amount in share.items()}, ON)
    assert refused.value.code == code


def test_F26_a_payment_that_is_not_open_can_settle_nothing():
    with pytest.raises(RefusedError) as refused:
        settle_by_hand(unsettled(A), "R", {("A", 1): Decimal(1)}, ON)
    assert refused.value.facts == {"document": "R"}


def test_F29_what_a_receipt_has_beyond_the_bill_becomes_a_prepayment_by_itself():
    found = unsettled(a_posting("BILL", "10000.00"), a_receipt("13000.00"))
    rest = after(found, settle_oldest(found, ON))
    assert rest.balance == -3000
    assert (unpaid(rest), free(rest)) == ([], [("R", "3000.00")])


def test_by_hand_any_document_in_any_share():
    found = unsettled(A, B, a_receipt("180.00"))
    settled = settle_by_hand(found, "R", {("B", 1): Decimal("150.00"), ("A", 1): Decimal("30.00")}, ON)
    assert pairs(settled) == [("R", "B", "150.00"), ("R", "A", "30.00")]
    assert unpaid(after(found, settled)) == [("A", "70.00")]


@pytest.mark.parametrize(
    ("memo", "expected"),
    [
        ("付 xsck-2 货款", [("R", "B", "120.00")]),
        ("XSCK-2，XSCK-1", [("R", "A", "100.00"), ("R", "B", "20.00")]),
        ("XSCK-21", []),
        ("", []),
    ],
)
def test_by_the_number_quoted(memo, expected):
    found = unsettled(A, B, a_receipt("120.00"))
    assert pairs(settle_by_number(found, ON, {"R": memo})) == expected
    assert settle_by_number(found, ON, {}) == ()


def test_a_number_quoted_twice_pays_the_document_once():
    found = unsettled(A, B, a_receipt("100.00", "R1"), a_receipt("50.00", "R2"))
    assert pairs(settle_by_number(found, ON, {"R1": "XSCK-1", "R2": "XSCK-1"})) == [("R1", "A", "100.00")]


def test_by_amount_one_to_one_the_oldest_of_equals():
    found = unsettled(
        A, a_posting("A2", "100.00", "2026-11-03"), B, a_receipt("150.00", "R1"), a_receipt("100.00", "R2")
    )
    assert pairs(settle_by_amount(found, ON)) == [("R1", "B", "150.00"), ("R2", "A", "100.00")]
    assert settle_by_amount(unsettled(A, a_receipt("99.00")), ON) == ()


def test_by_amount_two_equal_receipts_need_two_equal_documents():
    found = unsettled(A, a_receipt("100.00", "R1"), a_receipt("100.00", "R2"))
    assert pairs(settle_by_amount(found, ON)) == [("R1", "A", "100.00")]


def test_several_documents_make_one_amount():
    bills = [
        a_posting(f"D{place}", amount, f"2026-11-0{place}") for place, amount in enumerate(("30", "45", "70", "25"), 1)
    ]
    found = unsettled(*bills, a_receipt("100"), a_receipt("70", "R2", "2026-11-11"))
    assert pairs(settle_several(found, ON)) == [
        ("R", "D1", "30"),
        ("R", "D3", "70"),
        ("R2", "D2", "45"),
        ("R2", "D4", "25"),
    ]
    assert settle_several(unsettled(*bills, a_receipt("31")), ON) == ()


def test_everything_against_everything_only_where_the_sums_are_equal():
    found = unsettled(A, B, a_receipt("90.00", "R1"), a_receipt("160.00", "R2"))
    settled = settle_whole(found, ON)
    assert pairs(settled) == [("R1", "A", "90.00"), ("R2", "A", "10.00"), ("R2", "B", "150.00")]
    assert after(found, settled).debts == ()
    assert settle_whole(unsettled(A, B, a_receipt("249.99")), ON) == ()
    assert settle_whole(unsettled(), ON) == ()


def test_a_deposit_is_only_used_when_named():
    found = unsettled(A, a_receipt("100.00"), held={"R"})
    assert settle_oldest(found, ON) == settle_by_amount(found, ON) == settle_whole(found, ON) == ()
    assert pairs(settle_oldest(found, ON, {"R"})) == [("R", "A", "100.00")]


def test_only_the_payments_that_are_named_are_used():
    found = unsettled(A, B, a_receipt("100.00", "R1"), a_receipt("100.00", "R2"), a_receipt("150.00", "R3"))
    for way in (settle_oldest, settle_by_amount, settle_several):
        assert pairs(way(found, ON, {"R2"})) == [("R2", "A", "100.00")]
    assert pairs(settle_by_amount(found, ON, {"R3"})) == [("R3", "B", "150.00")]
    assert pairs(settle_by_hand(found, "R2", {("B", 1): Decimal(7)}, ON)) == [("R2", "B", "7")]
    with pytest.raises(RefusedError, match="settle_over_credit"):
        settle_by_hand(found, "R1", {("B", 1): Decimal(101)}, ON)


def test_only_the_document_that_is_named_is_written_off():
    found = unsettled(A, B, a_receipt("0.30", "R1"), a_receipt("0.20", "R2"))
    assert str(write_off(found, "R2", Decimal(1)).amount) == "0.20"
    assert str(write_off(found, "A", Decimal(100)).amount) == "-100.00"


def test_all_ways_the_surest_first():
    bills = [A, B, a_posting("C", "33.00", "2026-11-03", number="XSCK-3"), a_posting("D", "500.00", "2026-10-01")]
    receipts = [a_receipt("33.00", "R1"), a_receipt("20.00", "R2"), a_receipt("250.00", "R3"), a_receipt("1.00", "R4")]
    settled = settle_all_ways(unsettled(*bills, *receipts), ON, {"R2": "XSCK-3"})
    # R2 names C, so R1 finds no document of 33 left and helps the oldest; R3 is A and B together.
    assert sorted(pairs(settled)) == [
        ("R1", "D", "33.00"),
        ("R2", "C", "20.00"),
        ("R3", "A", "100.00"),
        ("R3", "B", "150.00"),
        ("R4", "D", "1.00"),
    ]
    assert {each.credit: each.mode for each in settled} == {
        "R1": "oldest",
        "R2": "number",
        "R3": "several",
        "R4": "oldest",
    }


def test_undoing_takes_away_just_what_is_named():
    found = unsettled(A, B, a_receipt("180.00"))
    settled = settle_oldest(found, ON)
    left = undo(settled, {settled[0].key})
    assert left == settled[1:]
    with pytest.raises(RefusedError, match="settle_unknown"):
        undo(left, {settled[0].key})


def test_two_settlements_of_one_pair_on_one_day_are_one():
    one, two = Settlement("R", "A", Decimal(10), ON), Settlement("R", "A", Decimal(5), ON)
    other = Settlement("R", "B", Decimal(1), ON)
    assert pairs(join([one], [other, two])) == [("R", "A", "15"), ("R", "B", "1")]


WAYS = (settle_oldest, settle_by_amount, settle_several, settle_whole, lambda found, on: settle_all_ways(found, on, {}))


@given(accounts(), st.sampled_from(WAYS))
def test_no_way_of_settling_changes_the_balance_or_uses_a_fen_twice(postings, way):
    found = position(postings, leftover="ahead")
    settled = way(found, ON)
    rest = after(found, settled)
    assert rest.balance == found.balance == balance(postings)
    assert all(each.amount > 0 for each in settled)
    assert all(debt.remaining > 0 for debt in rest.debts)
    assert all(credit.remaining > 0 for credit in rest.credits)
    assert position(postings, settled, leftover="ahead") == rest
    assert contested([settled], found) == ()
    assert position(postings, undo(settled, {each.key for each in settled}), leftover="ahead") == found


@given(accounts())
def test_oldest_first_by_settlements_is_oldest_first_by_rule(postings):
    found = position(postings, leftover="ahead")
    assert after(found, settle_oldest(found, ON)) == position(postings)
