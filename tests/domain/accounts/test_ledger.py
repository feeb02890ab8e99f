"""Balances and ageing, read like the paper: postings in, buckets out."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.accounts.ledger import BUCKETS, Posting, age, balance, open_items, overdue
from domain.values.dates import due_date

AS_OF = date(2026, 11, 30)


def a_posting(amount, on="2026-11-01", *, days=0, kind=None, document="", reverses=None, number=None):
    day = date.fromisoformat(on)
    kind = kind or ("delivery" if Decimal(amount) > 0 else "money_receipt")
    return Posting(day, kind, number or document or "N", Decimal(amount), due_date(day, days), "", document, reverses)


def ageing(postings, as_of=AS_OF):
    """The buckets that hold anything."""
    return {bucket.bucket: str(bucket.amount) for bucket in age(postings, as_of) if bucket.amount}


def unpaid(postings):
    items, paid_ahead = open_items(postings)
    return [(item.posting.number, str(item.remaining)) for item in items], paid_ahead


INVOICES = [a_posting("100.00", "2026-11-01", document="1"), a_posting("150.00", "2026-11-02", document="2")]


def test_F01_a_receipt_settles_the_oldest_first():
    postings = [*INVOICES, a_posting("-180.00", "2026-11-10")]
    assert unpaid(postings) == ([("2", "70.00")], 0)
    assert balance(postings) == 70


def test_F10_paid_with_write_off_leaves_nothing():
    written_off = a_posting("10.00", "2026-11-05", document="W")
    assert balance([INVOICES[0], a_posting("-110.00"), written_off]) == 0


def test_F11_overpayment_stands_negative():
    postings = [INVOICES[0], a_posting("-110.00", "2026-11-03")]
    assert str(balance(postings)) == "-10.00"
    assert ageing(postings) == {"not_due": "-10.00"}
    assert unpaid(postings) == ([], 10)
    assert overdue(postings, AS_OF) == (Decimal(0), 0)


def test_F13_one_invoice_due_in_three_parts_is_settled_from_the_first():
    parts = [a_posting(amount, days=days, number=f"{days}d") for amount, days in (("20", 90), ("30", 30), ("50", 60))]
    assert unpaid([*parts, a_posting("-40")]) == ([("60d", "40.00"), ("90d", "20.00")], 0)


def test_F14_a_return_settles_like_a_receipt():
    parts = [a_posting(amount, days=days, number=f"{days}d") for amount, days in (("60", 30), ("100", 60), ("40", 90))]
    settled = [*parts, a_posting("-40", "2026-11-02"), a_posting("-100", "2026-11-03", kind="return")]
    assert unpaid(settled) == ([("60d", "20.00"), ("90d", "40.00")], 0)


def test_F17_a_payment_in_advance_stands_as_credit():
    assert ageing([a_posting("-1000.00")]) == {"not_due": "-1000.00"}


def test_F18_a_fen_left_is_still_shown():
    assert ageing([a_posting("100.00"), a_posting("-99.99", "2026-11-03")]) == {"1-30": "0.01"}


def test_F19_fully_paid_disappears():
    assert ageing([a_posting("200"), a_posting("-50"), a_posting("-125")]) == {"1-30": "25.00"}
    assert ageing([a_posting("200"), a_posting("-50"), a_posting("-150")]) == {}


@pytest.mark.parametrize(
    ("days_late", "bucket"),
    [
        (-40, "not_due"), (0, "not_due"), (1, "1-30"), (30, "1-30"), (31, "31-60"), (60, "31-60"), (61, "61-90"),
        (90, "61-90"), (91, "91-120"), (120, "91-120"), (121, "over_120"), (4000, "over_120"),
    ],
)  # fmt: skip
def test_F23_buckets_count_days_past_the_due_date(days_late, bucket):
    due_then = (AS_OF - timedelta(days=days_late)).isoformat()
    assert ageing([a_posting("8.00", due_then)]) == {bucket: "8.00"}
    assert overdue([a_posting("8.00", due_then)], AS_OF) == (Decimal(8 if days_late > 0 else 0), max(days_late, 0))


def test_all_buckets_are_given_in_order_and_hold_what_is_not_due_apart():
    postings = [
        a_posting("10", "2026-11-20", days=30),
        a_posting("5", "2026-07-01"),
        a_posting("7", "2026-10-01"),
    ]
    assert [(bucket.bucket, str(bucket.amount)) for bucket in age(postings, AS_OF)] == [
        ("not_due", "10.00"),
        ("1-30", "0.00"),
        ("31-60", "7.00"),
        ("61-90", "0.00"),
        ("91-120", "0.00"),
        ("over_120", "5.00"),
    ]
    assert overdue(postings, AS_OF) == (Decimal(12), 152)


def test_a_reversed_delivery_takes_from_itself_before_the_oldest():
    undone = a_posting("-150.00", "2026-11-20", kind="delivery", document="2R", reverses="2")
    assert unpaid([*INVOICES, undone]) == ([("1", "100.00")], 0)


def test_a_reversal_of_a_paid_delivery_frees_the_payment_for_the_oldest():
    later = a_posting("80.00", "2026-11-12", document="3")
    postings = [*INVOICES, a_posting("-250.00", "2026-11-10"), later]
    undone = a_posting("-150.00", "2026-11-20", kind="delivery", document="2R", reverses="2")
    assert unpaid([*postings, undone]) == ([], 70)


def test_a_reversed_receipt_opens_the_debt_at_its_old_age():
    receipt = a_posting("-100.00", "2026-11-10", document="R")
    undone = a_posting("100.00", "2026-11-30", kind="money_receipt", document="RR", reverses="R")
    old = a_posting("100.00", "2026-07-01", document="1")
    assert ageing([old, receipt, undone]) == {"over_120": "100.00"}


def test_a_reversed_reversal_leaves_the_first_document_standing():
    undone = a_posting("-150.00", "2026-11-20", kind="delivery", document="2R", reverses="2")
    again = a_posting("150.00", "2026-11-21", kind="delivery", document="2RR", reverses="2R")
    assert unpaid([*INVOICES, undone, again]) == ([("1", "100.00"), ("2", "150.00")], 0)


def test_a_reversal_of_what_is_not_among_the_postings_counts_as_any_decrease():
    assert unpaid([*INVOICES, a_posting("-120.00", "2026-11-20", reverses="0")]) == ([("2", "130.00")], 0)


def test_no_postings_owe_nothing():
    assert str(balance([])) == "0.00"
    assert ageing([]) == {}


amounts = st.decimals(-5000, 5000, places=2)


@st.composite
def accounts(draw):
    count = draw(st.integers(0, 10))
    return [
        Posting(
            date(2026, 1, 1) + timedelta(days=draw(st.integers(0, 300))),
            "delivery",
            f"N{place}",
            draw(amounts),
            date(2026, 1, 1) + timedelta(days=draw(st.integers(0, 400))),
            "",
            f"D{place}",
            draw(st.one_of(st.none(), st.integers(0, count).map("D{}".format))),
        )
        for place in range(count)
    ]


@given(accounts(), st.dates(date(2026, 1, 1), date(2027, 12, 31)))
def test_the_ageing_adds_up_to_the_balance(postings, as_of):
    buckets = age(postings, as_of)
    assert tuple(bucket.bucket for bucket in buckets) == BUCKETS
    assert sum(bucket.amount for bucket in buckets) == balance(postings)
    assert sum(bucket.amount for bucket in buckets[1:]) == overdue(postings, as_of)[0]
    assert all(bucket.amount >= 0 for bucket in buckets[1:])


@given(accounts(), st.randoms(use_true_random=False))
def test_the_order_of_postings_does_not_matter(postings, chance):
    shuffled = list(postings)
    chance.shuffle(shuffled)
    assert age(shuffled, AS_OF) == age(postings, AS_OF)


@given(accounts())
def test_nothing_is_open_while_something_is_paid_ahead(postings):
    items, paid_ahead = open_items(postings)
    assert paid_ahead >= 0
    assert not (items and paid_ahead)
    assert all(item.remaining > 0 for item in items)


@given(accounts(), st.integers(0, 10))
def test_a_ledger_folds_in_parts_as_it_folds_whole(postings, cut):
    assert balance(postings[:cut]) + balance(postings[cut:]) == balance(postings)


def test_a_balance_carried_over_at_go_live_is_overdue_as_its_ageing_says():
    carried = Posting(date(2025, 1, 1), "opening", "QC-00-250101-0001", Decimal(50), date(2025, 1, 31), document="o")
    own = a_posting("8.00", "2026-11-27")
    assert sum(bucket.amount for bucket in age([carried, own], AS_OF)[1:]) == Decimal(58)
    assert overdue([carried, own], AS_OF) == (Decimal(58), (AS_OF - date(2025, 1, 31)).days)
