"""Dates as typed into an entry field, due dates, and the days open for entry."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import RefusedError, UsageError
from domain.values.dates import check_follows, check_open, due_date, parse_date

TODAY = date(2022, 11, 26)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("+5", "2022-12-01", id="M01 +5"),
        pytest.param("-10", "2022-11-16", id="M01 -10"),
        pytest.param("3", "2022-11-03", id="M01 3"),
        pytest.param("5-2", "2022-05-02", id="M01 5-2, month first"),
        ("+0", "2022-11-26"),
        ("26", "2022-11-26"),
        ("3日", "2022-11-03"),
        ("5/2", "2022-05-02"),
        ("5.2", "2022-05-02"),
        ("5月2日", "2022-05-02"),
        ("１２－３１", "2022-12-31"),
        ("1126", "2022-11-26"),
        ("0502", "2022-05-02"),
        ("230403", "2023-04-03"),
        ("20230403", "2023-04-03"),
        ("2023-04-03", "2023-04-03"),
        ("2023/4/3", "2023-04-03"),
        ("2023.4.3", "2023-04-03"),
        ("2023年4月3日", "2023-04-03"),
        ("23-4-3", "2023-04-03"),
        ("12/25/2023", "2023-12-25"),
        ("25/12/2023", "2023-12-25"),
        ("4/4/2023", "2023-04-04"),
        (" 2024-02-29 ", "2024-02-29"),
    ],
)
def test_reads_what_is_typed(text, expected):
    assert parse_date(text, TODAY) == date.fromisoformat(expected)


@pytest.mark.parametrize("text", ["4.3.23", "4-3-23", "04-03-23", "4/3/2023"])
def test_a_year_at_the_end_is_refused_where_day_and_month_can_be_mixed_up(text):
    with pytest.raises(UsageError) as refused:
        parse_date(text, TODAY)
    assert (refused.value.code, refused.value.facts) == ("date_unreadable", {"text": text, "ambiguous": True})


@pytest.mark.parametrize(
    "text",
    [
        "",
        "abc",
        "0",
        "31",
        "2-30",
        "1332",
        "123",
        "12345",
        "1234567",
        "2023-02-29",
        "0001-01-01",
        "9999-12-31",
        "1-2-3-4",
        "--",
        "4-3-3",
        "-",
        "2023-4",
        "+99999",
        "12345-1-1",
        "5-2日日x",
    ],
)
def test_refuses_what_is_no_date(text):
    with pytest.raises(UsageError) as refused:
        parse_date(text, TODAY)
    assert (refused.value.code, refused.value.facts) == ("date_unreadable", {"text": text})


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_every_whole_date_is_read_in_its_usual_forms(on):
    for text in (
        on.isoformat(),
        f"{on:%Y%m%d}",
        f"{on.year}年{on.month}月{on.day}日",
        f"{on.year}/{on.month}/{on.day}",
    ):
        assert parse_date(text, TODAY) == on


@given(st.one_of(st.text(max_size=12), st.from_regex(r"[0-9+./年月日-]{0,10}", fullmatch=True)))
def test_any_text_is_read_or_refused(text):
    try:
        read = parse_date(text, TODAY)
    except UsageError:
        return
    assert 1900 <= read.year <= 2099


@pytest.mark.parametrize(
    ("on", "days", "due"),
    [
        ("2016-01-22", 30, "2016-02-21"),
        ("2017-01-22", 30, "2017-02-21"),
        ("2016-01-22", None, "2016-01-22"),
        ("2016-01-22", 0, "2016-01-22"),
    ],
)
def test_F21_due_date(on, days, due):
    assert due_date(date.fromisoformat(on), days) == date.fromisoformat(due)


def test_days_after_the_closed_period_and_a_month_ahead_are_open():
    closed = date(2022, 10, 31)
    for on in (date(2022, 11, 1), TODAY, TODAY + timedelta(days=31)):
        check_open(on, closed, TODAY)
    check_open(date(1999, 1, 1), None, TODAY)
    with pytest.raises(RefusedError) as refused:
        check_open(closed, closed, TODAY)
    assert (refused.value.code, refused.value.facts) == (
        "date_closed",
        {"date": closed, "closed_through": closed},
    )
    with pytest.raises(RefusedError) as refused:
        check_open(TODAY + timedelta(days=32), closed, TODAY)
    assert refused.value.code == "date_future"
    assert refused.value.facts["latest"] == date(2022, 12, 27)


def test_nothing_is_taken_back_before_its_day():
    first = date(2026, 11, 20)
    for on in (first, first + timedelta(days=40)):
        check_follows(on, first, "SKD-1")
    with pytest.raises(RefusedError) as refused:
        check_follows(first - timedelta(days=1), first, "SKD-1")
    assert refused.value.code == "date_before"
    assert refused.value.facts == {"date": date(2026, 11, 19), "number": "SKD-1", "first": first}
