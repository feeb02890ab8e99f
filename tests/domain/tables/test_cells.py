"""Cells are read as exports write them, by the custom of their whole column."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from domain.tables.cells import read_code
from domain.tables.days import DayCustom, custom_of, read_date
from domain.tables.numbers import comma_in, read_number


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("85123A", "85123A"),
        (" 12345.0 ", "12345"),
        (12345.0, "12345"),
        (12345, "12345"),
        ("00123", "00123"),
        ("１２３Ａ", "123A"),
        ("BANK  CHARGES\n", "BANK CHARGES"),
        ("nan", ""),
        (float("nan"), ""),
        (None, ""),
        ("", ""),
        (1.5, "1.5"),
        ("V2.0", "V2.0"),
    ],
)
def test_codes_are_text_as_people_know_them(cell, code):
    assert read_code(cell) == code


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("6", "6"),
        ("-6", "-6"),
        ("2.55", "2.55"),
        ("1,234.50", "1234.50"),
        ("1,234,567", "1234567"),
        ("￥1,234.50", "1234.50"),
        ("-￥12.00", "-12.00"),
        ("12元", "12"),
        ("(3.00)", "-3.00"),
        ("5-", "-5"),
        ("１２．５", "12.5"),
        (2.5500000000000003, "2.55"),
        (7, "7"),
        ("1.5E2", "150"),
    ],
)
def test_numbers(cell, number):
    assert read_number(cell) == Decimal(number)


@pytest.mark.parametrize(
    "cell", ["", " ", "abc", "1_000", "12,5", "nan", "Infinity", "1e999999", "--5", True, None, "1,23,4", float("inf")]
)
def test_no_numbers(cell):
    assert read_number(cell) is None


@pytest.mark.parametrize(
    ("cell", "number"), [("12,50", "12.50"), ("1.234,50", "1234.50"), ("1.234", "1234"), ("7", "7")]
)
def test_decimal_comma_where_the_column_has_it(cell, number):
    assert comma_in(["3,25", "17", "1.234,50"])
    assert read_number(cell, decimal_comma=True) == Decimal(number)


def test_a_column_with_decimal_points_has_no_decimal_commas():
    assert not comma_in(["3,25", "3.25"])
    assert not comma_in(["1,234", "5"])


@pytest.mark.parametrize(
    "cell",
    [
        "2010-12-01",
        "2010-12-01 08:26:00",
        "2010-12-01T08:26:00Z",
        "2010/12/1",
        "2010.12.1 8:26",
        "2010年12月1日",
        "2010年12月1日 上午8:26",
        "20101201",
        "20101201082600",
        "12/1/2010 8:26",
        "10-12-01",
        "01-Dec-2010",
        "1 Dec 2010",
        "Dec 1, 2010",
        "40513",
        "40513.351",
        40513.351,
        20101201,
        datetime(2010, 12, 1, 8, 26),  # noqa: DTZ001 -- a workbook's times name no zone
        date(2010, 12, 1),
        "２０１０-１２-０１",
    ],
)
def test_one_day_in_many_writings(cell):
    assert read_date(cell, DayCustom()) == date(2010, 12, 1)


@pytest.mark.parametrize(
    "cell",
    ["soon", "2010-13-01", "31/02/2010", "2010-12-01 and more", "0001-01-01", "12", "9999999", 7, "32-Dec-2010", True],
)
def test_no_days(cell):
    assert read_date(cell, DayCustom()) == "date_unreadable"


@pytest.mark.parametrize("cell", ["", "  ", "NaT", None])
def test_day_left_out(cell):
    assert read_date(cell, DayCustom()) == "date_missing"


@pytest.mark.parametrize(
    ("column", "second_of_march"),
    [
        (["03/02/2011", "12/25/2010"], "03/02/2011"),
        (["02/03/2011", "25/12/2010"], "02/03/2011"),
        (["02-03-2011", "25-12-2010"], "02-03-2011"),
        (["2011-03-02"], "2011-03-02"),
        (["11/3/2", "11/3/28"], "11/3/2"),
        (["2/3/11", "28/3/11"], "2/3/11"),
        (["3/2/11", "3/28/11"], "3/2/11"),
        (["3/2/11", "12/25/2010"], "3/2/11"),
    ],
)
def test_the_whole_column_tells_year_month_and_day_apart(column, second_of_march):
    custom = custom_of(column, chinese=False, latest=date(2011, 4, 1))
    assert read_date(second_of_march, custom) == date(2011, 3, 2)


@pytest.mark.parametrize("cell", ["03/02/2011", "02-03-2011", "02.03.2011"])
def test_a_column_that_does_not_tell_is_not_guessed(cell):
    assert read_date(cell, custom_of([cell])) == "date_undecided"


def test_in_doubt_a_chinese_column_begins_with_the_year_and_another_is_asked_about():
    column = ["24/3/15", "24/3/16", "24/3/28"]
    assert [read_date(cell, custom_of(column)) for cell in column] == [date(2024, 3, day) for day in (15, 16, 28)]
    assert read_date("10/11/12", custom_of(["10/11/12"])) == date(2010, 11, 12)
    assert read_date("10/11/12", custom_of(["10/11/12"], chinese=False)) == "date_undecided"


def test_a_column_with_both_orders_is_read_only_where_there_is_one_reading():
    custom = custom_of(["25/12/2010", "12/25/2010", "03/02/2011"])
    assert custom.order == "mixed"
    assert read_date("25/12/2010", custom) == read_date("12/25/2010", custom) == date(2010, 12, 25)
    assert read_date("05/05/2011", custom) == date(2011, 5, 5)
    assert read_date("03/02/2011", custom) == "date_ambiguous"
