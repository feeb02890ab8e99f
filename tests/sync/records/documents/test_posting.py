"""One way into the books: whoever posts, what lowers a document is set against that very document at once."""

from decimal import Decimal

import pytest

from sync.hq.deciding.shipping import ship
from sync.records.books.homes import home_of
from sync.records.documents.builders import make_follow_up, make_reversal
from sync.records.documents.note_builders import NoteDetails, make_note
from sync.records.documents.posting import post_document
from tests.building.sync.books import AGENT, NOW, TODAY, a_clerk, a_line, an_order, found_hq, put, row, stock_up


@pytest.fixture
def delivered(book):
    """A delivery of 25 pieces at 2.50."""
    found_hq(book)
    stock_up(book, {"A": 100})
    put(book, "desk/d1", "order", "o1", an_order([a_line(accepted=25)], state="accepted"))
    return book, ship(book, "o1", on=TODAY, now=NOW)


def post(book, maker, *args, **fields):
    with book.writing() as writing:
        made = maker(writing.connection, a_clerk(), *args, on=TODAY, **fields)
        return post_document(writing, home_of(writing.connection), a_clerk(), made), made[2].amount


def settled(book):
    return row(book, "SELECT COALESCE(SUM(amount), 0) FROM settlement")[0]


def test_what_comes_back_is_set_against_its_delivery(delivered):
    book, delivery = delivered
    _, amount = post(book, make_follow_up, "return", delivery, quantities={1: Decimal(4)})
    assert settled(book) == amount > 0
    assert row(book, "SELECT debt FROM settlement") == (delivery,)


@pytest.mark.parametrize("kind", ["discount", "credit_note"])
def test_a_note_about_a_document_is_set_against_it_and_one_about_none_is_not(delivered, kind):
    book, delivery = delivered
    post(book, make_note, kind, AGENT, Decimal(3))
    assert settled(book) == 0
    post(book, make_note, kind, AGENT, Decimal(5), said=NoteDetails(source=delivery))
    assert settled(book) == 500


@pytest.mark.parametrize("kind", ["payment", "debit_note"])
def test_what_raises_the_debt_settles_nothing(delivered, kind):
    book, _ = delivered
    post(book, make_note, kind, AGENT, Decimal(5))
    assert settled(book) == 0


def test_a_reversal_is_set_against_nothing(delivered):
    book, delivery = delivered
    back, amount = post(book, make_follow_up, "return", delivery, quantities={1: Decimal(4)})
    post(book, make_reversal, back)
    assert settled(book) == amount
