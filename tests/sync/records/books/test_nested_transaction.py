"""A use case run inside somebody else's transaction is written or undone with it, and numbered only once."""

import pytest

from sync.records.books.nested_transaction import BookWithin
from tests.building.sync.books import a_price, rows
from tests.building.sync.ends import heads


def put(book, sku):
    with book.writing() as writing:
        writing.put("prices/P1", "price", *a_price(sku))


def prices(book):
    return [sku for (sku,) in rows(book, "SELECT product FROM price ORDER BY product")]


def test_all_of_it_is_one_transaction(book):
    with book.writing() as writing:
        inner = BookWithin(writing)
        put(inner, "A")
        with inner.reading() as connection:
            assert connection is writing.connection
        assert prices(inner) == ["A"]
        put(inner, "B")
        inner.close()
    assert prices(book) == ["A", "B"]
    assert heads(book, "prices/P1")["prices/P1"].number == 2


def test_it_is_undone_with_the_rest(book):
    with pytest.raises(ZeroDivisionError):
        _fail_late(book)
    assert prices(book) == []
    assert heads(book, "prices/P1")["prices/P1"] is None


def _fail_late(book):
    with book.writing() as writing:
        put(BookWithin(writing), "A")
        raise ZeroDivisionError
