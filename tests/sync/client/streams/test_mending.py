"""A record that differs is replaced, one too many goes, one missing comes; nothing else is asked for."""

import pytest

from sync.client.line.asking import HqLine
from sync.client.streams.mending import mend
from tests.building.sync.books import rows
from tests.building.sync.ends import HASTY, assert_equal_books, live_of

SKUS = "SELECT sku FROM product ORDER BY sku"


@pytest.fixture
def desk(desks):
    filled = desks()
    filled.exchange()
    return filled


def mended(desk):
    """What mending the catalogue says, and which addresses it asked."""
    with desk.book.reading() as connection:
        nonce = connection.exec_driver_sql("SELECT value FROM setting WHERE key = 'nonce'").scalar()
    desk.line.sent.clear()
    line = HqLine(desk.line, desk=desk.desk, key=desk.key, nonce=nonce, patience=HASTY)
    return mend(desk.book, line, "catalog"), desk.line.sent


def damage(desk, *statements):
    with desk.book.writing() as writing:
        for sql in statements:
            writing.connection.exec_driver_sql(sql)


def test_equal_copies_take_one_question(desk):
    assert mended(desk) == (0, ["/v1/verify"])


def test_differing_record_is_found_and_replaced(hq, desk):
    damage(desk, "UPDATE entry SET leaf = zeroblob(32), body = '{}' WHERE kind = 'product' AND record = 'A'")
    assert mended(desk) == (1, ["/v1/verify", "/v1/verify", "/v1/records"])
    assert live_of(desk.book, "catalog") == live_of(hq, "catalog")
    assert_equal_books(hq, desk)


def test_missing_record_comes_back(hq, desk):
    damage(
        desk,
        "DELETE FROM entry WHERE kind = 'product' AND record = 'B'",
        "DELETE FROM product WHERE id = 'B'",
    )
    assert mended(desk)[0] == 1
    assert rows(desk.book, SKUS) == [("A",), ("B",)]
    assert live_of(desk.book, "catalog") == live_of(hq, "catalog")


def test_stream_that_moved_on_is_left_for_the_next_exchange(desk):
    damage(desk, "UPDATE stream SET head = head + 1 WHERE name = 'catalog'")
    assert mended(desk) == (None, ["/v1/verify"])
