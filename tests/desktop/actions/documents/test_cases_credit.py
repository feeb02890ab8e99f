"""Section D of the conformance cases through the books: what stands against a limit, and what it lets pass.

D03's warning is decided otherwise: over the limit is refused, and whoever may approve lets it pass.
D07's delivery and invoice are one paper here, and a refused order brings neither.
"""

from decimal import Decimal

import pytest

from desktop.actions.catalog import customers
from desktop.actions.documents import deliveries, money
from desktop.actions.orders import orders
from desktop.desk import Desk
from domain.errors import DeskError
from sync.records.bodies.records import DealerBody
from sync.records.repair.checking import check
from tests.building.desktop.a_desk import a_desk, a_draft, a_line

NAME = "GD01:D"


@pytest.fixture
def shop(tmp_path):
    """Makes a desk with a customer D of this limit who owes so much already; goods cost what a line says."""
    made: list[Desk] = []

    def make(limit=None, owed="0"):
        with_card = [("dealer", NAME, card(limit))]
        desk = a_desk(tmp_path / str(len(made)), records=with_card, stock={"W550": 100_000})
        made.append(desk)
        if Decimal(owed):
            money.book_note(desk, "debit_note", NAME, Decimal(owed))
        return desk

    yield make
    for desk in made:
        assert check(desk.book) == []
        desk.book.close()


def card(limit):
    return DealerBody("D", "限额店", "store", "GD01", credit_limit=None if limit is None else limit * 100)


def wanted(quantity, price="1.00"):
    return a_draft(a_line("W550", str(quantity), agreed=price), buyer=NAME)


def order_of(desk, quantity, price="1.00"):
    """State of an order of so many pieces, with the reason of its account."""
    placed = orders.place_order(desk, wanted(quantity, price))
    return placed.state, [each.code for each in placed.reasons if each.code.startswith("credit")]


def credit(desk):
    found = customers.customer(desk, NAME).credit
    return found.used, found.available


def test_d01_a_blank_limit_is_no_limit(shop):
    desk = shop(None, "100")
    assert credit(desk) == (100, None)
    assert order_of(desk, 100) == ("accepted", ["credit_ok"])
    assert order_of(desk, 50_000) == ("accepted", ["credit_ok"])


def test_d02_zero_is_a_real_limit(shop):
    desk = shop(0)
    assert order_of(desk, 1) == ("refused", ["credit_over"])
    assert credit(desk) == (0, 0)


@pytest.mark.parametrize(
    ("quantity", "state", "reason"),
    [(1, "accepted", "credit_ok"), (100, "accepted", "credit_ok"), (150, "refused", "credit_over")],
)
def test_d03_up_to_the_limit_and_not_a_yuan_beyond(shop, quantity, state, reason):
    assert order_of(shop(200, "100"), quantity) == (state, [reason])


def test_d03_whoever_may_approve_lets_it_pass(shop):
    desk = shop(200, "100")
    refused = orders.place_order(desk, wanted(150))
    (over,) = [each for each in refused.reasons if each.code == "credit_over"]
    assert (over.severity, over.facts["over_by"]) == ("stop", "50.00")
    assert orders.approve_order(desk, refused.number, "老客户").state == "accepted"
    assert credit(desk) == (250, -50)


def test_d05_a_lowered_limit_stops_no_order_under_way(shop):
    desk = shop(300, "100")
    placed = orders.place_order(desk, wanted(150))
    with desk.book.writing() as writing:
        writing.put("desk/D1", "dealer", NAME, card(100))
    assert credit(desk) == (250, -150)
    deliveries.deliver(desk, placed.number)
    assert orders.order(desk, placed.number).state == "delivered"
    assert order_of(desk, 1) == ("refused", ["credit_over"])


def test_d06_half_delivered_counts_once(shop):
    desk = shop(200, "100")
    placed = orders.place_order(desk, wanted(2, "25.00"))
    told = [credit(desk)]
    for _ in range(2):
        deliveries.deliver(desk, placed.number, {1: Decimal(1)})
        told.append(credit(desk))
    assert told == [(150, 50)] * 3


def test_d07_who_is_over_already_gets_nothing(shop):
    desk = shop(950, "1000")
    placed = orders.place_order(desk, wanted(100))
    assert placed.state == "refused"
    with pytest.raises(DeskError, match="order_not_accepted"):
        deliveries.deliver(desk, placed.number)
    assert credit(desk) == (1000, -50)


def test_d08_one_piece_fits_and_two_do_not(shop):
    desk = shop(1100, "1000")
    one, two = wanted(1, "100.00"), wanted(2, "100.00")
    assert [orders.check_order(desk, each).verdict.state for each in (one, two)] == ["accepted", "refused"]
    placed = orders.place_order(desk, one)
    assert orders.place_order(desk, two).state == "refused"
    orders.cancel_order(desk, placed.number)
    assert credit(desk) == (1000, 100)
    assert orders.place_order(desk, one).state == "accepted"
