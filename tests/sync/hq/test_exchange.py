"""One exchange between a desk and HQ, on both engines, through the endpoints the service uses."""

from tests.sync.books import rows, stock_up
from tests.sync.ends import assert_equal_books, heads, problems_of, streams_of


def test_first_exchange_fills_the_desk(hq, desks):
    desk = desks()
    done = desk.exchange()
    assert done.received == 7
    assert done.notices == ()  # what is filled for the first time wasn't filled anew
    assert streams_of(desk.book) - {desk.stream} == {"catalog", "prices/P1", "dealer/GD01", "dealer/GD01A"}
    assert_equal_books(hq, desk)
    assert rows(desk.book, "SELECT sku FROM product ORDER BY sku") == [("A",), ("B",)]


def test_order_reaches_hq_and_its_answer_comes_back_in_one_request(hq, desks):
    stock_up(hq, {"A": 100})
    desk = desks()
    desk.exchange()
    order = desk.order()
    desk.line.sent.clear()
    done = desk.exchange()
    assert desk.line.sent == ["/v1/exchange"]
    assert (done.sent, done.pending, done.rounds) == (1, 0, 1)
    assert rows(desk.book, "SELECT state FROM document WHERE id = :id", id=order) == [("accepted",)]
    assert_equal_books(hq, desk)


def test_quiet_exchange_is_one_request(hq, desks):
    desk = desks()
    desk.exchange()
    desk.line.sent.clear()
    before = heads(desk.book, *streams_of(desk.book))
    assert desk.exchange().received == 0
    assert desk.line.sent == ["/v1/exchange"]
    assert heads(desk.book, *streams_of(desk.book)) == before
    assert problems_of(hq) == problems_of(desk.book) == []
