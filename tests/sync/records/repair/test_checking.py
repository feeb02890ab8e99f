"""The check finds every tampered figure, names it, and the repair derives it anew."""

from decimal import Decimal

import msgspec
import pytest
from sqlalchemy import text

from domain.errors import DamagedError, RefusedError
from sync.hq.deciding.orders import decide_waiting
from sync.hq.deciding.shipping import ship
from sync.records.bodies.records import AvailabilityBody, CopyBody, PeriodBody, encode
from sync.records.books.database import open_sqlite
from sync.records.documents.builders import make_follow_up, make_reversal
from sync.records.documents.note_builders import make_note
from sync.records.documents.posting import put_document
from sync.records.orders.answers import copy_id
from sync.records.repair.checking import check, repair
from tests.building.sync.books import (
    AGENT,
    HQ,
    NOW,
    TODAY,
    a_clerk,
    a_line,
    an_order,
    dump,
    found_hq,
    put,
    row,
    stock_up,
)  # fmt: skip


@pytest.fixture
def lived_in(book):
    """A book in which something of everything happened."""
    found_hq(book)
    stock_up(book, {"A": 100, "B": 50})
    put(book, "hq", "period", HQ, PeriodBody(HQ, "2026-09-30"))
    put(book, "stock", "availability", "W1|A", AvailabilityBody("W1", "A", 5000, NOW))
    put(book, "desk/d1", "order", "o1", an_order([a_line("A", 24), a_line("B", 7, "2.45")]))
    put(book, "desk/d1", "order", "o2", an_order([a_line("B", 60)], number="XSDD-01-261123-0002"))
    decide_waiting(book, TODAY, NOW)
    delivery = ship(book, "o1", quantities={1: Decimal(10)}, on=TODAY, now=NOW)
    with book.writing() as writing:
        put_document(
            writing,
            make_follow_up(writing.connection, a_clerk(), "return", delivery, on=TODAY, quantities={1: Decimal(2)}),
        )
        money = make_note(writing.connection, a_clerk(), "money_receipt", AGENT, Decimal("12.34"), on=TODAY)
        put_document(writing, money)
    with book.writing() as writing:
        put_document(writing, make_reversal(writing.connection, a_clerk(), money[1], on=TODAY))
        copied = CopyBody(money[0], money[1], msgspec.Raw(encode(money[2])))
        writing.put(f"dealer/{AGENT}", "copy", copy_id(money[0], money[1]), copied)
    return book


def tamper(book, sql):
    with book.writing() as writing:
        assert writing.connection.execute(text(sql)).rowcount > 0


def found(book):
    return {(each.where, each.column) for each in check(book)}


def test_honest_book_has_no_differences(lived_in):
    assert check(lived_in) == []


TAMPERED = [
    ("UPDATE dealer SET credit_limit = 1 WHERE id = 'GD01'", ("dealer", "credit_limit")),
    ("UPDATE product SET name = 'x' WHERE id = 'A'", ("product", "name")),
    ("UPDATE price SET unit_price = unit_price + 1 WHERE product = 'A'", ("price", "unit_price")),
    ("UPDATE availability SET available = 1", ("availability", "available")),
    ("UPDATE period SET closed_through = '2026-08-31'", ("period", "closed_through")),
    ("UPDATE document SET state = 'refused' WHERE id = 'o1'", ("document", "state")),
    ("UPDATE document SET amount = amount + 1 WHERE kind = 'delivery'", ("document", "amount")),
    ("UPDATE document_line SET accepted = 1 WHERE line = 2", ("document_line", "accepted")),
    ("UPDATE document_line SET reserved = reserved - 1 WHERE reserved > 0", ("document_line", "reserved")),
    ("UPDATE answer SET state = 'refused' WHERE id = 'o1'", ("answer", "state")),
    ("UPDATE posting SET amount = amount - 1", ("posting", "amount")),
    ("DELETE FROM posting", ("posting", "")),
    ("UPDATE stock_move SET quantity = quantity + 1", ("stock_move", "quantity")),
    ("UPDATE stock SET on_hand = on_hand + 1 WHERE product = 'A'", ("stock", "on_hand")),
    ("UPDATE stock SET reserved = reserved + 1 WHERE product = 'B'", ("stock", "reserved")),
    ("DELETE FROM stock WHERE product = 'B'", ("stock", "")),
    ("INSERT INTO dealer (id, code, name, tier) VALUES ('Z', 'Z', 'z', 'store')", ("dealer", "")),
    ("UPDATE stream SET live = live + 1 WHERE name = 'hq'", ("stream", "live")),
]  # fmt: skip


@pytest.mark.parametrize(("sql", "place"), TAMPERED, ids=[sql.split(" WHERE")[0][:50] for sql, _ in TAMPERED])
def test_tampered_figure_is_named_and_repaired(lived_in, sql, place):
    before = dump(lived_in)
    tamper(lived_in, sql)
    assert place in found(lived_in)
    repair(lived_in)
    assert check(lived_in) == []
    assert dump(lived_in) == before


def test_difference_tells_record_and_both_figures(lived_in):
    tamper(lived_in, "UPDATE stock SET on_hand = on_hand + 1 WHERE product = 'A'")
    (difference,) = check(lived_in)
    assert (difference.where, difference.record, difference.column) == ("stock", "HQ / W1 / A", "on_hand")
    assert (difference.expected, difference.found) == (92000, 92001)


ANOTHERS = "(SELECT body FROM entry WHERE record = 'B' AND kind = 'product')"
BROKEN = [
    (f"UPDATE entry SET body = {ANOTHERS} WHERE record = 'A' AND kind = 'product'", ("chain", "leaf")),
    ("UPDATE entry SET hash = leaf WHERE number = 2", ("chain", "hash")),
    ("DELETE FROM entry WHERE number = 3", ("chain", "number")),
    ("DELETE FROM entry WHERE kind = 'order' AND record = 'o2'", ("stream", "head")),
    ("UPDATE stream SET head = head - 1 WHERE name = 'catalog'", ("stream", "head")),
    ("UPDATE stream SET hash = digest WHERE name = 'catalog'", ("stream", "hash")),
]  # fmt: skip


@pytest.mark.parametrize(("sql", "place"), BROKEN, ids=["leaf", "hash", "gap", "tail", "head", "tip"])
def test_broken_chain_is_told_and_can_not_be_repaired(lived_in, sql, place):
    tamper(lived_in, sql)
    assert place in found(lived_in)
    repair(lived_in)
    assert place in found(lived_in)


def test_entry_gone_shows_in_the_tables_too(lived_in):
    tamper(lived_in, "DELETE FROM entry WHERE kind = 'adjustment'")
    places = found(lived_in)
    assert {("document", ""), ("stock", "on_hand"), ("stream", "digest"), ("stream", "live")} <= places


def test_repair_keeps_arrival_order_and_entries(lived_in):
    order = row(lived_in, "SELECT pk FROM document WHERE id = 'o1'") < row(
        lived_in, "SELECT pk FROM document WHERE id = 'o2'"
    )
    entries = row(lived_in, "SELECT count(*), max(id) FROM entry")
    repair(lived_in)
    assert order
    assert row(lived_in, "SELECT pk FROM document WHERE id = 'o1'") < row(
        lived_in, "SELECT pk FROM document WHERE id = 'o2'"
    )
    assert row(lived_in, "SELECT count(*), max(id) FROM entry") == entries


def test_repaired_products_are_found_by_search(sqlite_book):
    from sync.records.books.searching import find_products

    found_hq(sqlite_book)
    with sqlite_book.writing() as writing:
        writing.connection.exec_driver_sql("DELETE FROM product_search")
    repair(sqlite_book)
    with sqlite_book.reading() as connection:
        assert len(find_products(connection, "商品A")) == 1


def test_progress_rises_to_the_end_and_a_person_may_stop(lived_in):
    told = []
    check(lived_in, lambda done, total: told.append((done, total)))
    assert told == sorted(told)
    assert told[-1] == (100, 100)
    with pytest.raises(RefusedError, match="cancelled"):
        check(lived_in, cancelled=lambda: True)


def test_entry_altered_by_a_text_tool_is_named(sqlite_book):
    found_hq(sqlite_book)
    tamper(sqlite_book, "UPDATE entry SET body = replace(CAST(body AS TEXT), '瓶', '罐') WHERE kind = 'product'")
    assert found(sqlite_book) == {("chain", "leaf"), ("product", "unit")}
    tamper(sqlite_book, "UPDATE entry SET hash = 'x' WHERE kind = 'product'")
    assert ("chain", "hash") in found(sqlite_book)


NO_TEXT = "CAST(x'5BFF5D' AS TEXT)"


def test_text_whose_bytes_are_none_any_more_is_named_by_its_table_and_derived_anew(sqlite_book):
    """SQLite finds such a file sound; the tables beside it are looked at all the same."""
    found_hq(sqlite_book)
    put(sqlite_book, "desk/d1", "order", "o1", an_order([a_line("A", 24)]))
    tamper(sqlite_book, f"UPDATE product SET name = {NO_TEXT} WHERE id = 'A'")
    tamper(sqlite_book, "UPDATE document SET amount = amount + 1 WHERE id = 'o1'")
    told = check(sqlite_book)
    assert ("file", "product") in {(each.where, each.record) for each in told}
    assert ("document", "amount") in {(each.where, each.column) for each in told}
    repair(sqlite_book)
    assert check(sqlite_book) == []


def test_an_entry_whose_name_is_no_text_any_more_is_damage_and_no_defect(sqlite_book):
    found_hq(sqlite_book)
    tamper(sqlite_book, f"UPDATE entry SET record = {NO_TEXT} WHERE record = 'A'")
    with pytest.raises(DamagedError, match="database_damaged"):
        check(sqlite_book)


def test_a_schema_damaged_beyond_reading_is_damage_and_no_defect(tmp_path):
    path = tmp_path / "book.db"
    open_sqlite(path, create=True).close()
    path.write_bytes(path.read_bytes().replace(b"CREATE TABLE", b"CREATE T\xe1BLE"))
    with pytest.raises(DamagedError, match="database_damaged"):
        open_sqlite(path)
