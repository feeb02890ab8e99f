"""A page that is judged while another desk, or HQ's own decision, changes the very order: who comes second sees it.

Each pair is taken with the first one's page judged and not yet written: the other has a second to overtake it.
"""

import threading
from contextlib import closing

import msgspec
import pytest
from msgspec.structs import replace

from sync.hq.admission import judge_entries
from sync.hq.deciding.orders import decide_orders
from sync.records.bodies.records import AnswerBody, DocumentBody, LineBody
from sync.records.books.database import open_url
from sync.records.repair.checking import check
from tests.building.sync.books import NOW, TODAY, a_line, a_price, an_order, put, row, rows, stock_up
from tests.building.sync.ends import Local, an_hq

pytestmark = pytest.mark.postgres
SHOP, DAY = "GD01A", "2026-11-23"
STANDS = (
    "SELECT d.state, l.delivered, l.reserved FROM document_line l JOIN document d ON d.pk = l.document WHERE d.id = :o"
)


def overtaken(monkeypatch, other):
    """Whatever page is judged next, `other` runs beside it before it is written; joined by calling what is returned."""
    threads = [threading.Thread(target=other)]
    turns = iter(threads)

    def judged(*given):
        found = judge_entries(*given)
        for thread in turns:
            thread.start()
            thread.join(1)
        return found

    monkeypatch.setattr("sync.hq.taking.exchange.judge_entries", judged)
    return threads[0].join


@pytest.fixture
def second(postgres_book, postgres_url):
    """Another process of the same service: its connections aren't the first one's."""
    with closing(open_url(postgres_url)) as opened:
        yield opened


@pytest.fixture
def three(postgres_book, second, desks_of):
    """HQ; two desks of the seller and the buyer's, of which the latter two have another connection."""
    hq = an_hq(postgres_book)
    stock_up(hq, {"A": 10_000})
    ends = desks_of(hq), desks_of(hq, line=Local(second)), desks_of(hq, SHOP, line=Local(second))
    for end in ends:
        end.exchange()
    return hq, *ends


@pytest.fixture
def waiting(three):
    """Orders of the shop to the agent that wait."""
    _, one, two, shop = three
    found = [shop.order(seller="GD01", buyer=SHOP) for _ in range(len(RACES))]
    for end in (shop, one, two):
        end.exchange()
    return found


def an_answer(order, state="accepted", accepted=10_000):
    return AnswerBody(order, state, NOW, [accepted], number=f"XSDD-{order}", warehouse="W1")


def a_delivery(end, order, place):
    number = f"XSCK-{end.prefix}-261123-{place:04d}"
    line = LineBody("A", "A", 8_000, 2_000, order_line=1)
    return DocumentBody(number, "GD01", SHOP, DAY, NOW, 2_000, [line], source=order, warehouse="W1")


def cancelled(end, order):
    sql = "SELECT body FROM entry WHERE kind = 'order' AND record = :o"
    written = msgspec.json.decode(bytes(row(end.book, sql, o=order)[0]), type=DocumentBody)
    return replace(written, state="cancelled")


def answers(state, accepted):
    return lambda end, order: (end, "answer", order, an_answer(order, state, accepted))


def cancels(end, order):
    return end, "order", order, cancelled(end, order)


# Who writes what first; what the other does meanwhile; how the order stands; whether the other's is held.
RACES = {
    "lowers": (0, answers("accepted_in_part", 2_000), "delivery", ("accepted_in_part", 0, 2_000), True),
    # Goods that left did leave: what was promised before they did isn't taken back from under them.
    "cancels": (0, answers("cancelled", 0), "delivery", ("delivered", 8_000, 0), False),
    "takes back": (2, cancels, "answer", ("cancelled", 0, 0), False),
}


def test_of_two_that_change_one_order_at_the_same_moment_the_second_is_judged_by_what_the_first_left(
    three, waiting, monkeypatch
):
    hq, *ends = three
    one, two, shop = ends
    for order in waiting[:2]:
        put(one.book, one.stream, "answer", order, an_answer(order))
    for end in (one, two, shop):
        end.exchange()
    held = 0
    for place, (name, (first, writes, other, stands, is_held)) in enumerate(RACES.items(), 1):
        order = waiting[place - 1]
        end, *record = writes(ends[first], order)
        put(end.book, end.stream, *record)
        if other == "delivery":
            put(two.book, two.stream, other, f"d{place}", a_delivery(two, order, place))
        else:
            put(two.book, two.stream, other, order, an_answer(order))
        join = overtaken(monkeypatch, two.exchange)
        end.exchange()
        join(60)
        held += is_held
        assert rows(hq, STANDS, o=order) == [stands], name
        assert len(rows(hq, "SELECT code FROM problem WHERE held")) == held, name
    assert check(hq) == []


def test_an_order_that_is_answered_while_it_is_rewritten_is_answered_as_rewritten(three, second, monkeypatch):
    """What HQ priced is what the buyer gets: never one version's goods at the other's price."""
    hq, one, *_ = three
    put(hq, "prices/P1", "price", *a_price("B", "100.00"))
    stock_up(hq, {"B": 10_000})
    monkeypatch.setattr("sync.hq.taking.exchange.follow", lambda *_: None)  # its process ended before it answered
    order = one.order()
    one.exchange()
    rewritten = an_order([a_line("B")], number=f"XSDD-{one.prefix}-261123-0001")
    put(one.book, one.stream, "order", order, rewritten)
    join = overtaken(monkeypatch, lambda: decide_orders(second, [order], TODAY, NOW))
    one.exchange()
    join(60)
    assert rows(hq, "SELECT state FROM document WHERE id = :o", o=order) == [("accepted",)]
    sql = "SELECT l.product, l.answered_price FROM document_line l JOIN document d ON d.pk = l.document WHERE d.id = :o"
    assert rows(hq, sql, o=order) == [("B", 1_000_000)]
    assert check(hq) == []
