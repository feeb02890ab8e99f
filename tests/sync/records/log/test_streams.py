"""Numbers of a stream are dense whoever writes and whatever fails; no page misses an entry (bug bank c3, c4, c7)."""

import threading

import pytest

from domain.errors import RefusedError
from sync.records.bodies.records import ProductBody
from sync.records.log.streams import Addition, append_entries
from sync.streams import ZERO_HASH, chain, make_entry
from tests.building.sync.books import put, rows
from tests.building.sync.ends import assert_digests_true, heads


def a_product(sku):
    return ProductBody(sku, f"商品{sku}", "瓶")


def test_many_writers_leave_no_hole_and_no_fork(book):
    """Eight writers, some of which undo everything at the last moment."""

    def write(writer):
        for turn in range(12):
            try:
                with book.writing() as writing:
                    sku = f"{writer}-{turn}"
                    writing.put("catalog", "product", sku, a_product(sku))
                    writing.put(f"prices/{turn % 3}", "product", f"x{sku}", a_product(sku))
                    if turn % 4 == 3:
                        raise KeyError("undo")
            except KeyError:
                pass

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for name in ("catalog", "prices/0", "prices/1", "prices/2"):
        found = rows(
            book,
            "SELECT e.number, e.leaf, e.hash FROM entry e JOIN stream s ON s.id = e.stream WHERE s.name = :name "
            "ORDER BY e.number",
            name=name,
        )
        assert [number for number, _, _ in found] == list(range(1, len(found) + 1))
        assert [bytes(each) for _, _, each in found] == chain(ZERO_HASH, 1, (bytes(leaf) for _, leaf, _ in found))
    assert heads(book, "catalog")["catalog"].number == 8 * 9
    assert_digests_true(book)


def test_deletion_is_an_entry_and_not_live(book):
    put(book, "catalog", "product", "A", a_product("A"))
    with book.writing() as writing:
        writing.delete("catalog", "product", ["A"])
    head = heads(book, "catalog")["catalog"]
    assert (head.number, head.live, head.digest) == (2, 0, bytes(16))
    assert rows(book, "SELECT COUNT(*) FROM product") == [(0,)]
    put(book, "catalog", "product", "A", a_product("A"))
    assert heads(book, "catalog")["catalog"].live == 1
    assert_digests_true(book)


def test_record_lives_in_one_stream_only(book):
    put(book, "catalog", "product", "A", a_product("A"))
    with pytest.raises(RefusedError, match="written_elsewhere"), book.writing() as writing:
        writing.put("hq", "product", "A", a_product("A"))
    assert heads(book, "hq")["hq"] is None
    assert_digests_true(book)


def test_versions_within_one_transaction_end_each_other(book):
    with book.writing() as writing:
        writing.put("catalog", "product", "A", a_product("1"))
        writing.put("catalog", "product", "A", a_product("2"))
    assert rows(book, "SELECT number FROM entry WHERE live") == [(2,)]
    assert rows(book, "SELECT sku FROM product") == [("2",)]
    assert_digests_true(book)


CARD = make_entry("dealer", "GD01", b'{"name":"x"}')
GONE = make_entry("dealer", "GD01", None)
OTHER = make_entry("dealer", "GD02", b"{}")


@pytest.mark.parametrize(
    ("left_behind", "moves"),
    [
        ([GONE], True),
        ([OTHER, GONE], True),
        ([GONE, OTHER], True),
        ([OTHER], False),
        ([make_entry("dealer", "GD02", None)], False),
        ([make_entry("product", "GD01", None)], False),
        ([GONE, CARD], False),  # there again at the end
        ([CARD, GONE], True),
        ([], False),
    ],
)
def test_a_record_changes_its_home_where_it_is_deleted_there_at_the_same_time(sqlite_book, left_behind, moves):
    with sqlite_book.writing() as writing:
        append_entries(writing.connection, {"old": Addition([CARD])})
    additions = {"new": Addition([CARD])} | ({"old": Addition(left_behind)} if left_behind else {})
    with sqlite_book.writing() as writing:
        if not moves:
            with pytest.raises(RefusedError, match="written_elsewhere"):
                append_entries(writing.connection, additions)
            return
        written = append_entries(writing.connection, additions)
    assert {name: first for name, (first, _) in written.items()} == {"new": 1, "old": 2}
    assert {name: len(hashes) for name, (_, hashes) in written.items()} == {"new": 1, "old": len(left_behind)}
    assert_digests_true(sqlite_book)
    lives = rows(
        sqlite_book, "SELECT s.name FROM entry e JOIN stream s ON s.id = e.stream WHERE record = 'GD01' AND e.live"
    )
    assert lives == [("new",)]
