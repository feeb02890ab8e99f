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
def policy_cache():
    return PolicyCache()


def look(policy_cache, connection, ids=("A", "B")):
    """The names of products and their prices in P1, by what is kept."""
    kept = policy_cache.goods(goods.read_marks(connection).goods)
    names = {each: product.name for each, product in kept.products(connection, ids).items()}
    prices = kept.prices(connection, list(ids), "P1")
    return names, {each: sorted(price.unit_price for price in found) for each, found in prices.items()}


def seen(policy_cache, book, ids=("A", "B")):
    with book.reading() as connection:
        return look(policy_cache, connection, ids)


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
def test_what_changes_goods_is_seen_at_once(book, policy_cache, act, names, prices):
    assert seen(policy_cache, book) == (NAMED, PRICED)
    act(book)
    assert seen(policy_cache, book) == (names, prices)


def test_a_product_that_comes_later_is_found(book, policy_cache):
    assert seen(policy_cache, book, ["A", "GD01:X"])[0] == {"A": "商品A"}
    put(book, "desk/d1", "product", "GD01:X", ProductBody("X", "自有", "件", owner=AGENT))
    assert seen(policy_cache, book, ["A", "GD01:X"])[0] == {"A": "商品A", "GD01:X": "自有"}


def test_tables_derived_anew_are_read_anew(book, policy_cache):
    """A hand that altered the file tells nobody; whoever repairs the book does."""
    with book.writing() as writing:
        writing.connection.exec_driver_sql("UPDATE product SET name = 'x' WHERE id = 'A'")
    assert seen(policy_cache, book)[0]["A"] == "x"
    repair(book)
    assert seen(policy_cache, book) == (NAMED, PRICED)


def test_a_stream_put_in_at_once_is_read_anew(hq, desks, policy_cache, monkeypatch):
    shorten_parts(monkeypatch)
    desk = desks()
    assert seen(policy_cache, desk.book, ["SP0001"]) == ({}, {"SP0001": []})
    stock_list(hq)
    assert desk.exchange().received >= 2 * COUNT
    names, prices = seen(policy_cache, desk.book, ["SP0001"])
    assert (len(names), len(prices["SP0001"])) == (1, 1)


def costs(policy_cache, book, on, sku="A"):
    with book.reading() as connection:
        priced = policy_cache.goods(goods.read_marks(connection).goods).priced(connection, [sku], "P1", on)[sku]
    return priced.unit_price, [step.code for step in priced.steps]


def test_what_a_product_costs_is_that_of_the_day_and_of_the_list_as_it_stands(book, policy_cache):
    old, new = date(2026, 12, 31), date(2027, 1, 1)
    put(book, "prices/P1", "price", *a_price("A", "3", valid_from="2027-01-01"))
    for _ in range(2):
        assert costs(policy_cache, book, old) == (Decimal("2.5"), ["price_list"])
        assert costs(policy_cache, book, new) == (Decimal(3), ["price_list"])
        assert costs(policy_cache, book, new, "Z") == (None, ["price_missing"])
    put(book, "prices/P1", "price", *a_price("A", "4", valid_from="2027-01-01"))
    assert costs(policy_cache, book, new) == (Decimal(4), ["price_list"])
    put(book, "prices/P1", "price", *a_price("Z", "1"))
    assert costs(policy_cache, book, old, "Z") == (Decimal(1), ["price_list"])


def above(policy_cache, connection, dealer=SHOP):
    """A dealer and those above it by what is kept, as name and status by id; the book itself says the same."""
    kept = policy_cache.goods(goods.read_marks(connection).goods).dealers_up(connection, dealer)
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
def test_what_changes_a_dealer_is_seen_at_once(book, policy_cache, act, differs):
    with book.reading() as connection:
        before = above(policy_cache, connection)
    act(book)
    with book.reading() as connection:
        after = above(policy_cache, connection)
    assert before[differs] != after.get(differs)


def test_a_dealer_that_comes_later_is_found(book, policy_cache):
    with book.reading() as connection:
        assert above(policy_cache, connection, "GD01:NEW") == {}
    put(book, "desk/d1", "dealer", "GD01:NEW", DealerBody("NEW", "新店", "store", AGENT))
    with book.reading() as connection:
        assert set(above(policy_cache, connection, "GD01:NEW")) == {"GD01:NEW", AGENT, "HQ"}


def test_a_dealer_of_an_undone_transaction_is_forgotten(book, policy_cache):
    def see_and_fail():
        with book.writing() as writing:
            writing.put(AT_SHOP, "dealer", SHOP, DealerBody("C1", "未成", "store", AGENT))
            assert above(policy_cache, writing.connection)[SHOP][0] == "未成"
            raise DeskError("undone")

    with pytest.raises(DeskError):
        see_and_fail()
    with book.reading() as connection:
        assert above(policy_cache, connection)[SHOP][0] != "未成"


def test_what_an_undone_transaction_saw_is_forgotten(book, policy_cache):
    def see_and_fail():
        with book.writing() as writing:
            writing.put("catalog", "product", "A", ProductBody("A", "未成", "瓶"))
            assert look(policy_cache, writing.connection)[0]["A"] == "未成"
            raise DeskError("undone")

    with pytest.raises(DeskError):
        see_and_fail()
    put(book, "catalog", "product", "B", ProductBody("B", "另名", "瓶"))
    assert seen(policy_cache, book)[0] == {"A": "商品A", "B": "另名"}


def test_each_is_read_once_until_goods_change(book, policy_cache):
    """A hand that alters the tables leaves the mark: what is seen then is what was read before."""
    assert seen(policy_cache, book) == (NAMED, PRICED)
    with book.writing() as writing:
        for sql in ("UPDATE product SET name = 'x'", "UPDATE price SET unit_price = 1"):
            writing.connection.exec_driver_sql(sql)
    assert seen(policy_cache, book) == (NAMED, PRICED)
    put(book, "catalog", "product", "C", ProductBody("C", "商品C", "瓶"))
    assert seen(policy_cache, book)[0] == {"A": "x", "B": "x"}


def test_what_is_kept_has_a_bound(book, monkeypatch):
    monkeypatch.setattr(goods, "_MOST", 1)
    policy_cache = PolicyCache()
    assert seen(policy_cache, book) == seen(policy_cache, book) == (NAMED, PRICED)
    first = policy_cache.goods("mark")
    assert policy_cache.goods("mark") is first
    with book.reading() as connection:
        first.products(connection, ["A", "B"])
    assert policy_cache.goods("mark") is not first
