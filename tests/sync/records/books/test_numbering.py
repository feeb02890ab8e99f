"""Numbers of one kind, desk and day follow each other without a gap; a transaction undone gives its number back."""

from datetime import date

import pytest

from sync.records.books.numbering import next_number, next_numbers

DAY = date(2026, 11, 23)


def take(book, *args):
    with book.writing() as writing:
        return next_number(writing.connection, *args)


def test_each_series_counts_by_itself(book):
    assert [take(book, "order", "01", DAY) for _ in range(2)] == ["XSDD-01-261123-0001", "XSDD-01-261123-0002"]
    assert take(book, "delivery", "01", DAY) == "XSCK-01-261123-0001"
    assert take(book, "order", "02", DAY) == "XSDD-02-261123-0001"
    assert take(book, "order", "01", date(2026, 11, 24)) == "XSDD-01-261124-0001"


def test_many_are_taken_at_once(book):
    take(book, "order", "01", DAY)
    with book.writing() as writing:
        numbers = next_numbers(writing.connection, "order", "01", DAY, 3)
    assert [number[-4:] for number in numbers] == ["0002", "0003", "0004"]


def test_number_of_an_undone_transaction_is_used_again(book):
    def fail_half_way():
        with book.writing() as writing:
            next_number(writing.connection, "order", "01", DAY)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_half_way()
    assert take(book, "order", "01", DAY).endswith("-0001")
