"""A document is found by number or id, with its lines and what followed it."""

import pytest

from domain.errors import UsageError
from sync.hq.deciding.orders import decide_waiting
from sync.hq.deciding.shipping import ship
from sync.records.documents.stored import document_row, find_document, followed
from tests.building.sync.books import NOW, TODAY, a_line, an_order, found_hq, put, stock_up


@pytest.fixture
def hq(book):
    found_hq(book)
    stock_up(book, {"A": 100})
    put(book, "desk/d1", "order", "o1", an_order([a_line("A", 10), a_line("A", 2)], number="N1"))
    return book


def ask(book, function, *args):
    with book.reading() as connection:
        return function(connection, *args)


def test_document_is_found_by_number_or_id_and_kind(hq):
    filed = ask(hq, find_document, "N1", "order")
    assert filed == ask(hq, find_document, "o1")
    assert [(line.line, line.quantity, line.price) for line in filed.lines] == [(1, 10_000, 25_000), (2, 2_000, 25_000)]
    assert ask(hq, document_row, "N1", "delivery", "order").id == "o1"
    for number, kinds in (("N1", ("delivery",)), ("N2", ())):
        with pytest.raises(UsageError, match="document_unknown"):
            ask(hq, document_row, number, *kinds)


def test_number_used_twice_elsewhere_is_told_with_both_ids(hq):
    put(hq, "desk/d2", "order", "o2", an_order(number="N1"))
    with pytest.raises(UsageError, match="document_ambiguous") as told:
        ask(hq, find_document, "N1")
    assert set(str(told.value.facts["ids"]).split(", ")) == {"o1", "o2"}
    assert ask(hq, find_document, "o2").number == "N1"


def test_what_followed_is_summed_line_by_line(hq):
    decide_waiting(hq, TODAY, NOW)
    assert ask(hq, followed, "o1", "delivery") == {}
    ship(hq, "o1", on=TODAY, now=NOW)
    assert ask(hq, followed, "o1", "delivery") == {1: (10_000, 25_00), 2: (2_000, 5_00)}
