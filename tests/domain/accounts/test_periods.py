"""Closing and opening months, and figures that changed since they were told."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.accounts.ledger import balance
from domain.accounts.periods import (
    Booked,
    Month,
    Unfinished,
    check_close,
    check_reopen,
    check_statement_period,
    late_postings,
    month_of,
    next_to_close,
    restate,
)
from domain.errors import DeskError
from tests.building.domain.accounts import a_posting, accounts

FIRST, TODAY = date(2026, 8, 15), date(2026, 12, 1)
AUGUST, OCTOBER, NOVEMBER = Month(2026, 8), Month(2026, 10), Month(2026, 11)
CLEAN = Unfinished()


def close(month, closed_through, unfinished=CLEAN, today=TODAY):
    return check_close(month, closed_through, FIRST, today, unfinished)


def refusal(act, *arguments, **more):
    with pytest.raises(DeskError) as refused:
        act(*arguments, **more)
    return refused.value.code, refused.value.facts


def test_a_month_knows_its_ends_and_neighbours():
    assert (OCTOBER.start, OCTOBER.end) == (date(2026, 10, 1), date(2026, 10, 31))
    assert (Month(2026, 12).next, Month(2027, 1).before) == (Month(2027, 1), Month(2026, 12))
    assert month_of(date(2028, 2, 29)).end == date(2028, 2, 29)


def test_months_close_one_after_another():
    assert next_to_close(None, FIRST) == AUGUST
    assert close(AUGUST, None) == ()
    assert next_to_close(AUGUST.end, FIRST) == Month(2026, 9)
    assert refusal(close, OCTOBER, AUGUST.end) == (
        "period_out_of_order",
        {"month": OCTOBER.start, "first": date(2026, 9, 1)},
    )
    assert refusal(close, AUGUST, AUGUST.end) == ("period_already_closed", {"closed_through": AUGUST.end})


def test_books_closed_in_mid_month_go_on_with_its_rest():
    assert close(OCTOBER, date(2026, 10, 15)) == ()


def test_a_month_that_is_not_over_stays_open():
    assert close(NOVEMBER, OCTOBER.end) == ()
    assert refusal(close, NOVEMBER, OCTOBER.end, today=NOVEMBER.end) == (
        "period_in_future",
        {"through": NOVEMBER.end, "today": NOVEMBER.end},
    )


def test_what_is_unfinished_is_warned_of():
    reasons = close(AUGUST, None, Unfinished(2, 3, 4, Decimal("5.00"), 6))
    assert {reason.code: tuple(reason.facts.values()) for reason in reasons} == {
        "close_drafts": (2,),
        "close_undelivered": (3,),
        "close_unanswered": (4,),
        "close_negative_stock": (6,),
        "close_unsettled": (Decimal("5.00"),),
    }
    assert {reason.severity for reason in reasons} == {"warn"}


def test_the_last_closed_month_opens_first():
    assert check_reopen(OCTOBER, OCTOBER.end) == (date(2026, 9, 30), ())
    assert refusal(check_reopen, AUGUST, OCTOBER.end) == (
        "period_out_of_order",
        {"month": AUGUST.start, "first": OCTOBER.start},
    )
    assert refusal(check_reopen, NOVEMBER, OCTOBER.end) == ("period_not_closed", {"closed_through": OCTOBER.end})
    assert refusal(check_reopen, AUGUST, None) == ("period_not_closed", {"closed_through": None})


def test_a_month_of_which_one_day_is_closed_opens():
    assert check_reopen(OCTOBER, OCTOBER.start) == (date(2026, 9, 30), ())


def test_opening_what_the_customer_confirmed_is_warned_of():
    _, (reason,) = check_reopen(OCTOBER, OCTOBER.end, ["DZD-01-202610-0003"])
    assert (reason.code, reason.facts) == ("reopen_confirmed", {"number": "DZD-01-202610-0003"})


def test_a_statement_of_open_days_says_so_and_of_days_to_come_is_refused():
    start = NOVEMBER.start
    (reason,) = check_statement_period(start, NOVEMBER.end, OCTOBER.end, TODAY)
    assert (reason.code, reason.severity) == ("statement_unclosed", "info")
    assert check_statement_period(OCTOBER.start, OCTOBER.end, OCTOBER.end, TODAY) == ()
    assert refusal(check_statement_period, start, date(2026, 12, 2), None, TODAY) == (
        "statement_future",
        {"end": date(2026, 12, 2), "today": TODAY},
    )
    assert refusal(check_statement_period, TODAY, start, None, TODAY)[0] == "statement_period"


def test_a_statement_may_be_of_today_alone():
    (reason,) = check_statement_period(TODAY, TODAY, None, TODAY)
    assert (reason.code, reason.facts["closed_through"]) == ("statement_unclosed", None)
    assert check_statement_period(TODAY, TODAY, TODAY, TODAY) == ()


BOOKED = [
    Booked(a_posting("A", "100.00", "2026-11-01"), 1),
    Booked(a_posting("R", "-30.00", "2026-11-20"), 2),
    Booked(a_posting("B", "50.00", "2026-12-02"), 3),
    Booked(a_posting("C", "7.00", "2026-11-25"), 4),
    Booked(a_posting("T", "-2.00", "2026-11-24"), 5),
]


def test_a_figure_that_changed_says_what_it_was_and_why():
    restated = restate(BOOKED, date(2026, 11, 30), 3)
    assert (str(restated.told), str(restated.now), restated.changed) == ("70.00", "75.00", True)
    assert [each.posting.number for each in restated.late] == ["T", "C"]


def test_a_later_posting_of_a_later_day_changes_nothing():
    restated = restate(BOOKED[:3], date(2026, 11, 30), 2)
    assert (restated.told == restated.now, restated.changed) == (True, False)


def test_late_postings_that_cancel_out_are_still_shown():
    back = Booked(a_posting("CR", "-7.00", "2026-11-25", kind="delivery", reverses="C"), 6)
    restated = restate([*BOOKED[:4], back], date(2026, 11, 30), 3)
    assert (restated.told == restated.now, restated.changed) == (True, True)


@given(accounts(), st.dates(date(2026, 9, 1), date(2027, 1, 1)), st.integers(0, 13))
def test_told_and_late_make_now(postings, day, order):
    booked = [Booked(posting, place) for place, posting in enumerate(postings, 1)]
    restated = restate(booked, day, order)
    assert restated.now == restated.told + balance(each.posting for each in restated.late)
    assert restated.late == late_postings(booked, day, order)
    assert restate(booked, day, len(booked)).late == ()


@given(accounts(), st.integers(1, 12))
def test_the_closing_of_a_month_is_the_opening_of_the_next(postings, number):
    month = Month(2026, number)
    closing = balance(each for each in postings if each.date <= month.end)
    opening = balance(each for each in postings if each.date < month.next.start)
    assert closing == opening
