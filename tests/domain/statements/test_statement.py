"""A statement reads like the paper: a table in, a table out."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.accounts.ledger import Posting, balance
from domain.errors import DamagedError, UsageError
from domain.parties.dealers import Dealer
from domain.statements.statement import make_statement

SELLER = Dealer("GD01", "GD01", "粤东商贸", "province", "HQ")
BUYER = Dealer("GD01:K1", "K1", "永丰超市", "store", "GD01")
START, END = date(2026, 11, 1), date(2026, 11, 30)


def a_posting(on, kind, number, amount, reverses=None):
    day = date.fromisoformat(on)
    return Posting(day, kind, number, Decimal(amount), day + timedelta(days=30), "", number, reverses)


def a_statement(postings, start=START, end=END):
    """The statement cut out of a whole account, as the floors above do it."""
    before = [posting for posting in postings if posting.date < start]
    period = [posting for posting in postings if start <= posting.date <= end]
    return make_statement(SELLER, BUYER, start, end, balance(before), period, before + period)


def paper(statement):
    return [
        (
            f"{entry.date:%m-%d}",
            entry.number,
            *(f"{amount:.2f}" for amount in (entry.debit, entry.credit, entry.balance)),
        )
        for entry in statement.entries
    ]


ACCOUNT = [
    a_posting("2026-06-20", "opening", "QC1", "800.00"),
    a_posting("2026-10-05", "delivery", "CK1", "500.00"),
    a_posting("2026-11-03", "money_receipt", "SKD1", "-1000.00"),
    a_posting("2026-11-03", "delivery", "CK3", "120.50"),
    a_posting("2026-11-03", "delivery", "CK2", "79.50"),
    a_posting("2026-11-08", "return", "TH1", "-20.00"),
    a_posting("2026-11-09", "delivery", "CK3R", "-120.50", "CK3"),
    a_posting("2026-11-10", "money_receipt", "SKD1R", "1000.00", "SKD1"),
    a_posting("2026-11-12", "money_receipt", "SKD2", "-100.00"),
    a_posting("2026-12-01", "delivery", "CK9", "9.00"),
]


def test_the_table():
    statement = a_statement(ACCOUNT)
    assert statement.opening == 1300
    assert paper(statement) == [
        ("11-03", "CK2", "79.50", "0.00", "1379.50"),
        ("11-03", "CK3", "120.50", "0.00", "1500.00"),
        ("11-03", "SKD1", "0.00", "1000.00", "500.00"),
        ("11-08", "TH1", "0.00", "20.00", "480.00"),
        ("11-09", "CK3R", "-120.50", "0.00", "359.50"),
        ("11-10", "SKD1R", "0.00", "-1000.00", "1359.50"),
        ("11-12", "SKD2", "0.00", "100.00", "1259.50"),
    ]
    assert (statement.debit_total, statement.credit_total) == (Decimal("79.50"), Decimal("120.00"))
    assert str(statement.closing) == "1259.50"
    assert statement.amount_in_words == "壹仟贰佰伍拾玖元伍角"
    assert {bucket.bucket: bucket.amount for bucket in statement.ageing if bucket.amount} == {
        "not_due": Decimal("79.50"),
        "1-30": Decimal("500.00"),
        "over_120": Decimal("680.00"),
    }


def test_an_account_paid_ahead_closes_negative():
    statement = a_statement([a_posting("2026-11-03", "money_receipt", "SKD1", "-123.45")])
    assert str(statement.closing) == "-123.45"
    assert statement.amount_in_words == "负壹佰贰拾叁元肆角伍分"
    assert statement.ageing[0].amount == Decimal("-123.45")


def test_an_opening_balance_stands_on_its_own_side_and_so_does_its_reversal():
    statement = a_statement(
        [
            a_posting("2026-11-01", "opening", "QC1", "-50.00"),
            a_posting("2026-11-02", "opening", "QC1R", "50.00", "QC1"),
            a_posting("2026-11-03", "opening", "QC2", "70.00"),
            a_posting("2026-11-04", "opening", "QC2R", "-70.00", "QC2"),
        ]
    )
    assert [row[1:4] for row in paper(statement)] == [
        ("QC1", "0.00", "50.00"),
        ("QC1R", "0.00", "-50.00"),
        ("QC2", "70.00", "0.00"),
        ("QC2R", "-70.00", "0.00"),
    ]


def test_nothing_happened():
    statement = a_statement([ACCOUNT[0]])
    assert (statement.opening, statement.entries, statement.closing) == (800, (), 800)
    assert (str(statement.debit_total), str(statement.credit_total)) == ("0.00", "0.00")
    assert a_statement([]).amount_in_words == "零元整"


def test_a_period_that_ends_before_it_starts_is_refused():
    with pytest.raises(UsageError) as refused:
        a_statement([], END, START)
    assert refused.value.code == "statement_period"
    assert a_statement(ACCOUNT, date(2026, 11, 3), date(2026, 11, 3)).closing == 500


def test_books_that_do_not_add_up_are_never_printed():
    with pytest.raises(DamagedError) as damaged:
        make_statement(SELLER, BUYER, START, END, Decimal(1), ACCOUNT[2:3], ACCOUNT[:3])
    assert damaged.value.code == "statement_disagrees"
    assert damaged.value.facts == {"closing": Decimal("-999.00"), "ledger": Decimal("300.00")}


def test_a_posting_outside_the_period_is_a_defect():
    with pytest.raises(ValueError, match="outside"):
        make_statement(SELLER, BUYER, START, END, Decimal(0), ACCOUNT[:1], ACCOUNT[:1])


@st.composite
def accounts(draw):
    postings: list[Posting] = []
    for place in range(draw(st.integers(0, 12))):
        on = date(2026, 9, 1) + timedelta(days=draw(st.integers(0, 120)))
        earlier = st.sampled_from(postings) if postings else st.nothing()
        undone = draw(st.one_of(st.none(), earlier))
        if undone is not None:
            postings.append(a_posting(str(on), undone.kind, f"N{place}", -undone.amount, undone.number))
            continue
        kind = draw(st.sampled_from(["opening", "delivery", "return", "money_receipt"]))
        amount = draw(st.decimals("0.01", 9999, places=2))
        sign = -1 if kind in {"return", "money_receipt"} else draw(st.sampled_from([1, -1])) if kind == "opening" else 1
        postings.append(a_posting(str(on), kind, f"N{place}", sign * amount))
    return postings


@given(accounts())
def test_opening_and_columns_give_the_closing_and_the_ageing_adds_up_to_it(postings):
    statement = a_statement(postings)
    assert statement.closing == statement.opening + statement.debit_total - statement.credit_total
    assert sum(bucket.amount for bucket in statement.ageing) == statement.closing
    running = statement.opening
    for entry in statement.entries:
        running += entry.debit - entry.credit
        assert entry.balance == running
        assert not (entry.debit and entry.credit)


@given(accounts(), st.integers(0, 60))
def test_one_periods_closing_is_the_next_ones_opening(postings, days):
    cut = START + timedelta(days=days)
    first = a_statement(postings, START, cut)
    second = a_statement(postings, cut + timedelta(days=1), date(2027, 1, 31))
    whole = a_statement(postings, START, date(2027, 1, 31))
    assert first.closing == second.opening
    assert (*first.entries, *second.entries) == whole.entries
    assert (second.closing, second.ageing) == (whole.closing, whole.ageing)


@given(accounts(), st.randoms(use_true_random=False))
def test_the_order_postings_are_given_in_does_not_matter(postings, chance):
    shuffled = list(postings)
    chance.shuffle(shuffled)
    assert a_statement(shuffled) == a_statement(postings)
