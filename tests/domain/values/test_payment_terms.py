"""When a document falls due: net, at a month's end, in instalments."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import UsageError
from domain.values.payment_terms import Terms, agreed, end_of_month, instalments, last_due, month_end, net, read_terms


def pieces(amount, on, terms):
    return [(str(each.due), str(each.amount)) for each in instalments(Decimal(amount), date.fromisoformat(on), terms)]


@pytest.mark.parametrize(
    ("terms", "on", "due"),
    [
        (net(30), "2016-01-22", "2016-02-21"),
        (net(30), "2017-01-22", "2017-02-21"),
        (month_end(), "2016-01-22", "2016-02-29"),
        (month_end(), "2017-01-22", "2017-02-28"),
        (Terms(), "2017-01-22", "2017-01-22"),
        (month_end(0), "2017-01-31", "2017-01-31"),
        (month_end(1, 10), "2026-11-30", "2027-01-10"),
        (month_end(14), "2026-11-01", "2028-01-31"),
    ],
)
def test_F21_a_document_falls_due_by_its_terms(terms, on, due):
    assert pieces("100.00", on, terms) == [(due, "100.00")]


def test_F22_two_halves_fall_due_on_two_days():
    assert pieces("99.99", "2026-11-01", read_terms("50%N15,50%N30")) == [
        ("2026-11-16", "50.00"),
        ("2026-12-01", "49.99"),
    ]


def test_three_instalments_in_unequal_parts():
    terms = read_terms("30%N30, 50%N60，20%N90")
    assert pieces("100", "2026-01-01", terms) == [
        ("2026-01-31", "30.00"),
        ("2026-03-02", "50.00"),
        ("2026-04-01", "20.00"),
    ]
    assert last_due(instalments(Decimal(100), date(2026, 1, 1), terms)) == date(2026, 4, 1)


def test_parts_of_one_day_are_one_and_parts_of_nothing_are_none():
    assert pieces("10", "2026-11-15", read_terms("50%M0,50%N15")) == [("2026-11-30", "10.00")]
    assert pieces("0.01", "2026-11-15", read_terms("50%N1,50%N2")) == [("2026-11-16", "0.01")]
    assert pieces("0", "2026-11-15", read_terms("50%N1,50%N2")) == [("2026-11-17", "0.00")]


@pytest.mark.parametrize("text", ["N0", "N30", "M1", "M0+10", "30%N30,50%N60,20%N90", "33.33%M1,66.67%N5"])
def test_terms_are_read_back_as_written(text):
    assert read_terms(text).text == text
    assert read_terms(f" {text.lower()} ") == read_terms(text)


def test_nothing_written_means_at_once():
    assert read_terms(" ").text == "N0"


@pytest.mark.parametrize("text", ["30", "N", "N30,N60", "50%N30,N60", "0%N30", "0%N1,100%N2", "30%N30;50%N60", "M123"])
def test_what_is_no_terms_is_told(text):
    with pytest.raises(UsageError) as refused:
        read_terms(text)
    assert (refused.value.code, refused.value.facts) == ("terms_unreadable", {"text": text})


def test_the_end_of_a_month_over_the_year():
    assert end_of_month(date(2026, 12, 3)) == date(2026, 12, 31)
    assert end_of_month(date(2027, 12, 3), 2) == date(2028, 2, 29)
    assert end_of_month(date(2026, 1, 3), -1) == date(2025, 12, 31)


@given(
    st.decimals(-99999, 99999, places=2),
    st.lists(st.tuples(st.integers(1, 99), st.integers(0, 200)), min_size=1, max_size=5),
)
def test_the_pieces_are_the_amount_in_order_of_their_days(amount, parts):
    terms = read_terms(",".join(f"{share}%N{days}" for share, days in parts))
    made = instalments(amount, date(2026, 11, 1), terms)
    assert sum(piece.amount for piece in made) == amount
    assert [piece.due for piece in made] == sorted({piece.due for piece in made})
    assert read_terms(terms.text) == terms


@pytest.mark.parametrize(
    ("text", "days", "due"),
    [("", 30, "N30"), ("  ", 30, "N30"), ("", None, "N0"), ("M1", 30, "M1"), ("N7", None, "N7")],
)
def test_words_agreed_with_a_buyer_come_before_his_days(text, days, due):
    assert agreed(text, days).text == due
