"""What was answered or posted is frozen: what a desk's program writes over it is held and changes nothing."""

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from sync.hq.deciding.orders import decide_waiting
from sync.hq.deciding.shipping import ship
from sync.hq.taking.following import follow_up
from sync.records.bodies.accounts import SettlementBody
from sync.records.bodies.records import AnswerBody, DealerBody, DocumentBody, LineBody
from sync.records.orders.contradictions import contradictions
from tests.building.sync.books import AGENT, NOW, SHOP, TODAY, a_line, an_order, order_of, put, row, rows, stock_up
from tests.building.sync.ends import assert_equal_books, assert_sound


@pytest.fixture
def trade(hq, desks):
    """An agent's desk whose order HQ has accepted."""
    stock_up(hq, {"A": 500, "B": 500})
    desk = desks()
    desk.exchange()
    desk.order("o")
    desk.exchange()
    assert order_of(hq, "o")[0] == order_of(desk.book, "o")[0] == "accepted"
    return hq, desk


def shipped(hq, order="o"):
    number = row(hq, "SELECT number FROM document WHERE id = :id", id=order)[0]
    ship(hq, number, on=TODAY, now=NOW, author="王芳", today=TODAY)


def rewritten(desk, **changes):
    """The desk's program writes the order again as it likes, and sends it."""
    number = row(desk.book, "SELECT number FROM document WHERE id = 'o'")[0]
    put(desk.book, desk.stream, "order", "o", an_order(**{"number": number, **changes}))
    desk.exchange()


def lines_of(book, record):
    sql = (
        "SELECT l.product, l.quantity, l.unit_price, l.accepted, l.delivered FROM document_line l "
        "JOIN document d ON d.pk = l.document WHERE d.id = :id ORDER BY l.line"
    )
    return rows(book, sql, id=record)


def held(book):
    return rows(book, "SELECT kind, record, code FROM problem WHERE held ORDER BY id")


CHANGES: dict[str, dict[str, Any]] = {
    "other goods": {"lines": [a_line("B", 400)]},
    "another quantity": {"lines": [a_line("A", 11)]},
    "another price": {"lines": [a_line("A", 10, price="0.01")]},
    "another warehouse": {"warehouse": "W9"},
    "taken back and changed at once": {"lines": [a_line("A", 1)], "state": "cancelled"},
}


@pytest.mark.parametrize("change", CHANGES)
def test_an_answered_order_cannot_be_rewritten(trade, change):
    hq, desk = trade
    before = order_of(hq, "o"), lines_of(hq, "o")
    rewritten(desk, **CHANGES[change])
    assert held(hq) == [("order", "o", "order_frozen")]
    assert (order_of(hq, "o"), lines_of(hq, "o")) == before
    assert_sound(hq)


def test_a_shipped_order_is_neither_rewritten_nor_taken_back_nor_deleted(trade):
    hq, desk = trade
    shipped(hq)
    follow_up(hq, datetime.now(UTC))
    before = order_of(hq, "o"), lines_of(hq, "o")
    rewritten(desk, lines=[a_line("B", 400)])
    rewritten(desk, state="cancelled")
    with desk.book.writing() as writing:
        writing.delete(desk.stream, "order", ["o"])
    desk.exchange()
    assert [code for _, _, code in held(hq)] == ["order_frozen", "order_frozen", "record_rested_on"]
    assert (order_of(hq, "o"), lines_of(hq, "o")) == before
    assert_sound(hq)


@pytest.mark.parametrize("what", ["taken back", "rewritten", "deleted"])
def test_the_writer_goes_by_what_hq_believes_again(trade, what):
    """Both ends say the same of an order that was shipped while its buyer took it back; the try is told as held."""
    hq, desk = trade
    shipped(hq)
    [raw] = row(desk.book, "SELECT body FROM entry WHERE record = 'o' AND live AND kind = 'order'")
    body = msgspec.json.decode(bytes(raw), type=DocumentBody)
    if what == "deleted":
        with desk.book.writing() as writing:
            writing.delete(desk.stream, "order", ["o"])
    else:
        changed = {"state": "cancelled"} if what == "taken back" else {"remark": "快"}
        put(desk.book, desk.stream, "order", "o", msgspec.structs.replace(body, **changed))
    follow_up(hq, datetime.now(UTC))
    done = desk.exchange()
    assert "entries_held" in [each.code for each in done.notices]
    for _ in range(2):
        desk.exchange()
    assert order_of(desk.book, "o") == order_of(hq, "o")
    assert order_of(hq, "o")[0] == "delivered"
    assert lines_of(desk.book, "o") == lines_of(hq, "o")
    [(kind, record, _)] = held(desk.book)
    assert (kind, record) == ("order", "o")
    for book in (hq, desk.book):
        assert_sound(book)


def test_an_answered_order_is_not_deleted(trade):
    hq, desk = trade
    with desk.book.writing() as writing:
        writing.delete(desk.stream, "order", ["o"])
    desk.exchange()
    assert held(hq) == [("order", "o", "record_rested_on")]
    assert order_of(hq, "o")[0] == "accepted"
    assert_sound(hq)


def test_an_answered_order_is_taken_back_as_long_as_nothing_was_delivered(trade):
    hq, desk = trade
    [raw] = row(desk.book, "SELECT body FROM entry WHERE record = 'o' AND live AND kind = 'order'")
    body = msgspec.json.decode(bytes(raw), type=DocumentBody)
    put(desk.book, desk.stream, "order", "o", msgspec.structs.replace(body, state="cancelled"))
    desk.exchange()
    assert held(hq) == []
    assert order_of(hq, "o")[0] == "cancelled"
    assert_equal_books(hq, desk)


@pytest.mark.parametrize("together", [True, False], ids=["with the answer", "after the answer"])
def test_goods_that_left_before_the_order_was_known_to_be_taken_back_did_leave(hq, desks, together):
    """The buyer took it back, the seller hadn't heard and delivers: all books show it, and both are told."""
    desk, shop = desks(), desks(SHOP)
    order = shop.order(seller=AGENT, buyer=SHOP)
    shop.exchange()
    desk.exchange()
    [raw] = row(shop.book, "SELECT body FROM entry WHERE record = :o AND live AND kind = 'order'", o=order)
    body = msgspec.json.decode(bytes(raw), type=DocumentBody)
    put(shop.book, shop.stream, "order", order, msgspec.structs.replace(body, state="cancelled"))
    shop.exchange()
    put(desk.book, desk.stream, "answer", order, AnswerBody(order, "accepted", NOW, [10_000], warehouse="主仓"))
    if not together:
        desk.exchange()
    goods = a_line()
    goods.order_line = 1
    paper = a_paper(desk, "XSCK", "delivery", [goods], source=order, warehouse="主仓")
    put(desk.book, desk.stream, "delivery", "d", paper)
    for end in (desk, shop, desk):
        end.exchange()
    assert held(hq) == []
    assert order_of(hq, order)[0] == order_of(shop.book, order)[0] == "delivered"
    for book, dealer in ((hq, "HQ"), (desk.book, AGENT), (shop.book, SHOP)):
        with book.reading() as connection:
            [found] = [each for each in contradictions(connection, dealer) if each.kind == "order"]
        assert (found.code, found.facts["deliveries"]) == ("delivered_after_all", paper.number)
    assert_equal_books(hq, desk, shop)


def test_an_unanswered_order_may_be_changed(hq, desks):
    desk = desks()
    desk.exchange()
    desk.order("o")
    rewritten(desk, lines=[a_line("B", 4)])
    assert held(hq) == []
    assert [each[0] for each in lines_of(hq, "o")] == ["B"]
    assert_equal_books(hq, desk)


@pytest.fixture
def sale(hq, desks):
    """The agent has sold to its shop: an order of the shop it accepted, of which four of ten pieces are delivered."""
    desk = desks()
    desk.exchange()
    number = f"XSDD-{desk.prefix}-261123-0001"
    put(desk.book, desk.stream, "order", "s", an_order([a_line()], number, AGENT, SHOP))
    put(desk.book, desk.stream, "answer", "s", AnswerBody("s", "accepted", NOW, [10_000], warehouse="主仓"))
    part = a_line(quantity=4)
    part.order_line = 1
    paper = a_paper(desk, "XSCK", "delivery", [part], source="s", warehouse="主仓")
    put(desk.book, desk.stream, "delivery", "d", paper)
    desk.exchange()
    assert held(hq) == []
    assert order_of(hq, "s")[0] == "partly_delivered"
    return hq, desk


def a_paper(desk, series, kind, lines, **more):
    body = an_order(lines, f"{series}-{desk.prefix}-261123-0001", AGENT, SHOP, state="posted")
    return msgspec.structs.replace(body, **more)


@pytest.mark.parametrize("taken", [[3_000], [11_000], []])
def test_an_answer_never_falls_below_what_was_delivered_nor_rises(sale, taken):
    hq, desk = sale
    before = order_of(hq, "s"), lines_of(hq, "s")
    put(desk.book, desk.stream, "answer", "s", AnswerBody("s", "accepted", NOW, taken, warehouse="主仓"))
    desk.exchange()
    assert held(hq) == [("answer", "s", "answer_frozen")]
    assert (order_of(hq, "s"), lines_of(hq, "s")) == before
    assert_sound(hq)


REWRITTEN: dict[str, dict[str, Any]] = {
    "another price": {"unit_prices": [990_000]},
    "another cost": {"amounts": [99_900]},
    "another warehouse": {"warehouse": "W9"},
    "another number": {"number": "XSDD-02-261123-0099"},
    "more goods": {"added": [LineBody("B", "B", 5_000, 12_345, 24_690, accepted=5_000)]},
    "less, and more goods": {"accepted": [5_000], "added": [LineBody("B", "B", 5_000, 0, 0, accepted=5_000)]},
    "taken back with more goods": {
        "accepted": [0], "state": "cancelled", "added": [LineBody("B", "B", 5_000, 0, 0, accepted=5_000)],
    },
}  # fmt: skip


@pytest.mark.parametrize("change", REWRITTEN)
def test_nothing_of_an_answer_that_let_goods_go_changes_but_that_it_lets_fewer_go(sale, change):
    hq, desk = sale
    before = order_of(hq, "s"), lines_of(hq, "s")
    answer = AnswerBody("s", "accepted", NOW, [10_000], warehouse="主仓")
    put(desk.book, desk.stream, "answer", "s", msgspec.structs.replace(answer, **REWRITTEN[change]))
    desk.exchange()
    assert held(hq) == [("answer", "s", "answer_frozen")]
    assert (order_of(hq, "s"), lines_of(hq, "s")) == before


TOO_MUCH: dict[str, tuple[dict[str, Any], str]] = {
    "more than was ordered": ({"accepted": [999_000]}, "accepted_beyond"),
    "a line that wasn't ordered": ({"accepted": [10_000, 5_000]}, "accepted_beyond"),
    "less than nothing for a piece": ({"accepted": [10_000], "unit_prices": [-25_000]}, "record_unfit"),
    "less than nothing for all": ({"accepted": [10_000], "amounts": [-5]}, "record_unfit"),
}


@pytest.mark.parametrize("earlier", ["", "needs_approval"])
@pytest.mark.parametrize("answer", TOO_MUCH)
def test_an_answer_stays_within_what_was_ordered_and_asks_something_for_it(hq, desks, answer, earlier):
    desk = desks()
    desk.exchange()
    said, code = TOO_MUCH[answer]
    number = f"XSDD-{desk.prefix}-261123-0001"
    put(desk.book, desk.stream, "order", "s", an_order([a_line()], number, AGENT, SHOP))
    if earlier:
        put(desk.book, desk.stream, "answer", "s", AnswerBody("s", earlier, NOW, [0]))
        desk.exchange()
    put(desk.book, desk.stream, "answer", "s", AnswerBody("s", "accepted", NOW, **said))
    desk.exchange()
    assert held(hq) == [("answer", "s", code)]
    assert order_of(hq, "s")[0] == (earlier or "submitted")


def test_the_rest_of_an_answered_order_may_be_given_up(sale):
    hq, desk = sale
    put(desk.book, desk.stream, "answer", "s", AnswerBody("s", "accepted", NOW, [4_000], warehouse="主仓"))
    desk.exchange()
    assert held(hq) == []
    assert order_of(hq, "s")[0] == "delivered"
    assert_equal_books(hq, desk)


def test_a_posted_paper_is_neither_written_over_nor_deleted(sale):
    hq, desk = sale
    before = rows(hq, "SELECT id, amount FROM document WHERE id = 'd'")
    [raw] = row(desk.book, "SELECT body FROM entry WHERE record = 'd' AND live AND kind = 'delivery'")
    body = msgspec.json.decode(bytes(raw), type=DocumentBody)
    put(desk.book, desk.stream, "delivery", "d", msgspec.structs.replace(body, remark="改"))
    desk.exchange()
    with desk.book.writing() as writing:
        writing.delete(desk.stream, "delivery", ["d"])
    desk.exchange()
    assert held(hq) == [("delivery", "d", "record_frozen")] * 2
    assert rows(hq, "SELECT id, amount FROM document WHERE id = 'd'") == before
    assert_sound(hq)


def test_a_settlement_is_taken_back_and_never_changed(sale):
    hq, desk = sale
    money = a_paper(desk, "SKD", "money_receipt", [], amount=100)
    put(desk.book, desk.stream, "money_receipt", "m", msgspec.structs.replace(money, lines=[]))
    settled = SettlementBody(AGENT, SHOP, "m", "d", 100, TODAY.isoformat())
    put(desk.book, desk.stream, "settlement", "z", settled)
    desk.exchange()
    assert held(hq) == []
    put(desk.book, desk.stream, "settlement", "z", msgspec.structs.replace(settled, amount=50))
    desk.exchange()
    assert held(hq) == [("settlement", "z", "record_frozen")]
    assert rows(hq, "SELECT amount FROM settlement") == [(100,)]
    with desk.book.writing() as writing:
        writing.delete(desk.stream, "settlement", ["z"])
    desk.exchange()
    assert [code for _, _, code in held(hq)] == ["record_frozen"]
    assert rows(hq, "SELECT amount FROM settlement") == []
    assert_sound(hq)


def test_a_card_with_papers_is_not_deleted_and_one_without_is(hq, desks):
    desk = desks()
    desk.exchange()
    for code in ("C1", "C2"):
        card = DealerBody(code, f"店{code}", "store", AGENT)
        put(desk.book, desk.stream, "dealer", f"{AGENT}:{code}", card)
    paper = msgspec.structs.replace(
        an_order([a_line()], f"QC-{desk.prefix}-261123-0001", AGENT, f"{AGENT}:C1", state="posted"), lines=[]
    )
    put(desk.book, desk.stream, "opening", "q", paper)
    desk.exchange()
    assert held(hq) == []
    for code in ("C1", "C2"):
        with desk.book.writing() as writing:
            writing.delete(desk.stream, "dealer", [f"{AGENT}:{code}"])
    desk.exchange()
    assert held(hq) == [("dealer", f"{AGENT}:C1", "record_rested_on")]
    assert rows(hq, f"SELECT id FROM dealer WHERE id LIKE '{AGENT}:%'") == [(f"{AGENT}:C1",)]
    assert_sound(hq)


def test_what_hq_answered_is_decided_once(trade):
    hq, _ = trade
    assert decide_waiting(hq, TODAY, NOW) == []
