"""Differences are collected and written once; what cancels out touches nothing."""

from decimal import Decimal

import pytest

from sync.records.books.bulk import run_many
from sync.records.books.reading import stock_levels
from sync.records.documents.stocks import Shifts, stock_rows, undo_moves
from tests.building.sync.books import a_line, an_order, found_hq, put, row, rows, stock_of, stock_up

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


STOCK = {("A", "W1"): 7, ("B", "W1"): 2, ("A", "W2"): 5, ("A", ""): 1}


@pytest.mark.parametrize(
    ("products", "warehouse", "there"),
    [
        (["A"], "", {("A", "W1"): 7, ("A", "W2"): 5, ("A", ""): 1}),
        (["A", "B", "Z"], "", STOCK),
        (["A", "B"], "W1", {("A", "W1"): 7, ("B", "W1"): 2, ("A", ""): 1}),
        (["B"], "W2", {}),
        ([], "", {}),
    ],
)
def test_stock_of_products_in_one_warehouse_or_all(book, products, warehouse, there):
    write(book, *(("move", ("HQ", place, sku), quantity * 1000) for (sku, place), quantity in STOCK.items()))
    write(book, ("move", ("GD01", "W3", "A"), 9000))
    with book.reading() as connection:
        found = stock_rows(connection, "HQ", products, warehouse)
    assert {(each.product, each.warehouse): each.on_hand / 1000 for each in found} == there


@pytest.mark.parametrize("warehouse", ["", "W1"])
def test_however_much_an_owner_has_its_stock_is_read_by_product(sqlite_book, warehouse):
    """In a book that SQLite has counted nothing of yet, as after a first fill."""

    def steps(products):
        with sqlite_book.reading() as connection:
            taken = []
            driver = connection.connection.dbapi_connection
            driver.set_progress_handler(lambda: taken.append(1), 1)
            assert len(stock_rows(connection, "HQ", products, warehouse)) == len(products)
            driver.set_progress_handler(None, 0)
        return len(taken)

    write(sqlite_book, *(("move", ("HQ", "W1", f"P{each}"), 1000) for each in range(10)))
    few = steps(["P1", "P7"])
    write(sqlite_book, *(("move", ("HQ", "W1", f"Q{each}"), 1000) for each in range(3000)))
    assert steps(["P1", "P7"]) < 2 * few


@pytest.mark.parametrize("others", [0, 5, 60])
def test_what_is_promised_on_orders_that_are_away_counts_in_its_warehouse(sqlite_book, others):
    """However many products are asked for at once."""
    book, more = sqlite_book, [f"P{each}" for each in range(others)]
    found_hq(book)
    put(book, "dealer/GD01", "order", "here", an_order([a_line("A", 1)]))
    write(book, *(("move", ("HQ", place, sku), 10_000) for place in ("W1", "W2") for sku in ("A", *more)))
    away = [
        ("away", "HQ", "W1", "A", 3000), ("away", "HQ", "", "A", 1000), ("away", "HQ", "W2", "A", 500),
        ("here", "HQ", "W1", "A", 9000), ("away", "GD01", "W1", "A", 9000),
    ]  # fmt: skip
    with book.writing() as writing:
        columns = "(record, owner, warehouse, product, quantity)"
        run_many(writing.connection, f"INSERT INTO promised_apart {columns} VALUES (?, ?, ?, ?, ?)", away)
    with book.reading() as connection:
        levels = {each: stock_levels(connection, "HQ", [*more, "A"], warehouse=each) for each in ("W1", "W2", "")}
    told = {each: (found["A"].on_hand, found["A"].reserved) for each, found in levels.items()}
    expected = {"W1": ("10", "4"), "W2": ("10", "1.5"), "": ("20", "4.5")}
    assert told == {each: (Decimal(there), Decimal(held)) for each, (there, held) in expected.items()}
    assert {(found[sku].on_hand, found[sku].reserved) for found in (levels["W1"], levels["W2"]) for sku in more} <= {
        (10, 0)
    }
