"""What is only counted whole is ordered, delivered, counted and taken back whole, whoever writes it and wherever."""

from decimal import Decimal

import pytest

from domain.errors import UsageError
from sync.hq.deciding.orders import decide_waiting
from sync.records.bodies.records import ProductBody
from sync.records.documents.builders import make_delivery
from sync.records.documents.stock_builders import make_adjustment
from tests.building.sync.books import (
    AGENT,
    NOW,
    TODAY,
    a_clerk,
    a_line,
    an_order,
    found_hq,
    order_of,
    put,
    rows,
    stock_up,
)


@pytest.fixture
def book(sqlite_book):
    """HQ with bottles and with rice by the kilogram, and an agent's order of half a bottle and half a kilogram."""
    found_hq(sqlite_book, prices=("A", "R"))
    put(sqlite_book, "catalog", "product", "R", ProductBody("R", "大米", "千克"))
    stock_up(sqlite_book, {"A": 100, "R": 100})
    return sqlite_book


def test_an_order_of_half_a_bottle_from_another_desk_is_refused_and_half_a_kilogram_is_not(book):
    put(book, "desk/d1", "order", "o1", an_order([a_line("A", Decimal("1.5"))]))
    put(book, "desk/d1", "order", "o2", an_order([a_line("R", Decimal("1.5"))], number="XSDD-01-261123-0002"))
    decide_waiting(book, TODAY, NOW)
    assert order_of(book, "o1")[0] == "refused"
    assert "quantity_whole" in rows(book, "SELECT reasons FROM answer WHERE id = 'o1'")[0][0]
    assert order_of(book, "o2")[0] == "accepted"


def test_no_part_of_a_bottle_is_delivered_or_counted(book):
    put(book, "desk/d1", "order", "o1", an_order([a_line("A", 10)]))
    decide_waiting(book, TODAY, NOW)
    with book.writing() as writing:
        with pytest.raises(UsageError, match="quantity_whole"):
            make_delivery(writing.connection, a_clerk(), "o1", on=TODAY, quantities={1: Decimal("2.5")})
        with pytest.raises(UsageError, match="quantity_whole"):
            make_adjustment(writing.connection, a_clerk(), "W1", {"A": Decimal("99.5")}, on=TODAY)
        assert make_adjustment(writing.connection, a_clerk(), "W1", {"R": Decimal("99.5")}, on=TODAY) is not None


def test_what_was_ordered_in_parts_before_goes_as_it_was_ordered(book):
    half = a_line("A", Decimal("2.5"), accepted=Decimal("2.5"))
    put(book, f"dealer/{AGENT}", "order", "old", an_order([half], state="accepted", number="XSDD-00-261123-0009"))
    with book.writing() as writing:
        _, _, body = make_delivery(writing.connection, a_clerk(), "old", on=TODAY)
    assert body.lines[0].quantity == 2500
