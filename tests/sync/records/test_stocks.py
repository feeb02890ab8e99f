"""Differences are collected and written once; what cancels out touches nothing."""

from sync.records.stocks import Shifts, undo_moves
from tests.sync.books import found_hq, row, rows, stock_of, stock_up

KEY = ("HQ", "W1", "A")


def write(book, *shifts):
    collected = Shifts()
    for verb, key, quantity in shifts:
        getattr(collected, verb)(key, quantity)
    with book.writing() as writing:
        collected.write(writing.connection)


def test_differences_add_to_what_stands(book):
    write(book, ("move", KEY, 5000), ("reserve", KEY, 2000), ("move", KEY, -1000))
    write(book, ("reserve", KEY, -500))
    assert stock_of(book, "A") == (4, 1.5)


def test_what_cancels_out_writes_no_row(book):
    write(book, ("move", KEY, 5), ("move", KEY, -5), ("reserve", KEY, 0))
    assert rows(book, "SELECT * FROM stock") == []


def test_moves_of_a_document_are_taken_back(book):
    found_hq(book)
    stock_up(book, {"A": 7, "B": 2})
    pk = row(book, "SELECT pk FROM document")[0]
    shifts = Shifts()
    with book.writing() as writing:
        undo_moves(writing.connection, [pk], shifts)
        shifts.write(writing.connection)
    assert (stock_of(book, "A"), stock_of(book, "B")) == ((0, 0), (0, 0))
