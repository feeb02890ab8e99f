"""Products, prices and dealers that are kept are those of the book, whatever changed it, and whoever did."""

from datetime import date
from decimal import Decimal

import pytest

from domain.errors import DeskError
from sync.records.bodies.records import DealerBody, ProductBody
from sync.records.books import goods, reading
from sync.records.pricing.policy_cache import PolicyCache
from sync.records.repair.checking import repair
from tests.building.sync.books import AGENT, SHOP, a_price, found_hq, put
from tests.building.sync.long_streams import COUNT, shorten_parts, stock_list

AT_AGENT, AT_SHOP = f"dealer/{AGENT}", f"dealer/{SHOP}"
NAMED = {"A": "商品A", "B": "商品B"}
PRICED = {"A": [Decimal("2.5")], "B": [Decimal("2.5")]}


@pytest.fixture
def book(sqlite_book):
    found_hq(sqlite_book)
    return sqlite_book


@pytest.fixture
def shelf():
    return PolicyCache()


def look(shelf, connection, ids=("A", "B")):
    """The names of products and their prices in P1, by what is kept."""
    kept = shelf.goods(goods.read_marks(connection).goods)
    names = {each: product.name for each, product in kept.products(connection, ids).items()}
    prices = kept.prices(connection, list(ids), "P1")
    return names, {each: sorted(price.unit_price for price in found) for each, found in prices.items()}


def seen(shelf, book, ids=("A", "B")):
    with book.reading() as connection:
        return look(shelf, connection, ids)


def delete(book, stream, kind, record):
    with book.writing() as writing:
        writing.delete(stream, kind, [record])


ACTS = {
    "product": (
        lambda book: put(book, "catalog", "product", "A", ProductBody("A", "改名", "瓶")),
        {**NAMED, "A": "改名"}, PRICED,
    ),
    "product gone": (lambda book: delete(book, "catalog", "product", "B"), {"A": "商品A"}, PRICED),
    "price": (
        lambda book: put(book, "prices/P1", "price", *a_price("A", "3")), NAMED, {**PRICED, "A": [Decimal(3)]},
    ),
    "price gone": (lambda book: delete(book, "prices/P1", "price", "P1|A|"), NAMED, {**PRICED, "A": []}),
    "a desk's price of HQ's product": (
        lambda book: put(book, "desk/d2", "price", *a_price("B", "4", valid_from="2027-01-01")),
        NAMED, {**PRICED, "B": [Decimal("2.5"), Decimal(4)]},
    ),
}  # fmt: skip


@pytest.mark.parametrize(("act", "names", "prices"), ACTS.values(), ids=ACTS.keys())
def test_what_changes_goods_is_seen_at_once(book, shelf, act, names, prices):
    assert seen(shelf, book) == (NAMED, PRICED)
    act(book)
    assert seen(shelf, book) == (names, prices)


def test_a_product_that_comes_later_is_found(book, shelf):
    assert seen(shelf, book, ["A", "GD01:X"])[0] == {"A": "商品A"}
    put(book, "desk/d1", "product", "GD01:X", ProductBody("X", "自有", "件", owner=AGENT))
    assert seen(shelf, book, ["A", "GD01:X"])[0] == {"A": "商品A", "GD01:X": "自有"}


def test_tables_derived_anew_are_read_anew(book, shelf):
    """A hand that altered the file tells nobody; whoever repairs the book does."""
    with book.writing() as writing:
        writing.connection.exec_driver_sql("UPDATE product SET name = 'x' WHERE id = 'A'")
    assert seen(shelf, book)[0]["A"] == "x"
    repair(book)
    assert seen(shelf, book) == (NAMED, PRICED)


def test_a_stream_put_in_at_once_is_read_anew(hq, desks, shelf, monkeypatch):
    shorten_parts(monkeypatch)
    desk = desks()
    assert seen(shelf, desk.book, ["SP0001"]) == ({}, {"SP0001": []})
    stock_list(hq)
    assert desk.exchange().received >= 2 * COUNT
    names, prices = seen(shelf, desk.book, ["SP0001"])
    assert (len(names), len(prices["SP0001"])) == (1, 1)


def costs(shelf, book, on, sku="A"):
    with book.reading() as connection:
        priced = shelf.goods(goods.read_marks(connection).goods).priced(connection, [sku], "P1", on)[sku]
    return priced.unit_price, [step.code for step in priced.steps]


def test_what_a_product_costs_is_that_of_the_day_and_of_the_list_as_it_stands(book, shelf):
    old, new = date(2026, 12, 31), date(2027, 1, 1)
    put(book, "prices/P1", "price", *a_price("A", "3", valid_from="2027-01-01"))
    for _ in range(2):
        assert costs(shelf, book, old) == (Decimal("2.5"), ["price_list"])
        assert costs(shelf, book, new) == (Decimal(3), ["price_list"])
        assert costs(shelf, book, new, "Z") == (None, ["price_missing"])
    put(book, "prices/P1", "price", *a_price("A", "4", valid_from="2027-01-01"))
    assert costs(shelf, book, new) == (Decimal(4), ["price_list"])
    put(book, "prices/P1", "price", *a_price("Z", "1"))
    assert costs(shelf, book, old, "Z") == (Decimal(1), ["price_list"])


def above(shelf, connection, dealer=SHOP):
    """A dealer and those above it by what is kept, as name and status by id; the book itself says the same."""
    kept = shelf.goods(goods.read_marks(connection).goods).dealers_up(connection, dealer)
    assert kept == reading.dealers_up(connection, dealer)
    return {each.id: (each.name, each.status) for each in kept.values()}


@pytest.mark.parametrize(
    ("act", "differs"),
    [
        (lambda book: put(book, AT_AGENT, "dealer", AGENT, DealerBody("GD01", "改名", "province", "HQ")), AGENT),
        (
            lambda book: put(book, AT_SHOP, "dealer", SHOP, DealerBody("C1", "店", "store", AGENT, status="closed")),
            SHOP,
        ),
        (lambda book: put(book, AT_SHOP, "dealer", SHOP, DealerBody("C1", "店", "store", "HQ")), AGENT),
        (lambda book: delete(book, AT_AGENT, "dealer", AGENT), AGENT),
    ],
    ids=["card of one above", "own card", "another parent", "card gone"],
)
def test_what_changes_a_dealer_is_seen_at_once(book, shelf, act, differs):
    with book.reading() as connection:
        before = above(shelf, connection)
    act(book)
    with book.reading() as connection:
        after = above(shelf, connection)
    assert before[differs] != after.get(differs)


def test_a_dealer_that_comes_later_is_found(book, shelf):
    with book.reading() as connection:
        assert above(shelf, connection, "GD01:NEW") == {}
    put(book, "desk/d1", "dealer", "GD01:NEW", DealerBody("NEW", "新店", "store", AGENT))
    with book.reading() as connection:
        assert set(above(shelf, connection, "GD01:NEW")) == {"GD01:NEW", AGENT, "HQ"}


def test_a_dealer_of_an_undone_transaction_is_forgotten(book, shelf):
    def see_and_fail():
        with book.writing() as writing:
            writing.put(AT_SHOP, "dealer", SHOP, DealerBody("C1", "未成", "store", AGENT))
            assert above(shelf, writing.connection)[SHOP][0] == "未成"
            raise DeskError("undone")

    with pytest.raises(DeskError):
        see_and_fail()
    with book.reading() as connection:
        assert above(shelf, connection)[SHOP][0] != "未成"


def test_what_an_undone_transaction_saw_is_forgotten(book, shelf):
    def see_and_fail():
        with book.writing() as writing:
            writing.put("catalog", "product", "A", ProductBody("A", "未成", "瓶"))
            assert look(shelf, writing.connection)[0]["A"] == "未成"
            raise DeskError("undone")

    with pytest.raises(DeskError):
        see_and_fail()
    put(book, "catalog", "product", "B", ProductBody("B", "另名", "瓶"))
    assert seen(shelf, book)[0] == {"A": "商品A", "B": "另名"}


def test_each_is_read_once_until_goods_change(book, shelf):
    """A hand that alters the tables leaves the mark: what is seen then is what was read before."""
    assert seen(shelf, book) == (NAMED, PRICED)
    with book.writing() as writing:
        for sql in ("UPDATE product SET name = 'x'", "UPDATE price SET unit_price = 1"):
            writing.connection.exec_driver_sql(sql)
    assert seen(shelf, book) == (NAMED, PRICED)
    put(book, "catalog", "product", "C", ProductBody("C", "商品C", "瓶"))
    assert seen(shelf, book)[0] == {"A": "x", "B": "x"}


def test_what_is_kept_has_a_bound(book, monkeypatch):
    monkeypatch.setattr(goods, "_MOST", 1)
    shelf = PolicyCache()
    assert seen(shelf, book) == seen(shelf, book) == (NAMED, PRICED)
    first = shelf.goods("mark")
    assert shelf.goods("mark") is first
    with book.reading() as connection:
        first.products(connection, ["A", "B"])
    assert shelf.goods("mark") is not first
