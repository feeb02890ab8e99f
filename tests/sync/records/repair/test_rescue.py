"""A damaged database is found out and mended: out of itself, a backup, the second copy, HQ; what is lost is told."""

import random

import pytest
from sqlalchemy import text

from domain.errors import DamagedError
from sync.records.books.database import open_sqlite
from sync.records.copies.backup import FOLDER, backup, health
from sync.records.copies.joining import open_outbox
from sync.records.copies.kept import kept_entries
from sync.records.copies.nameplate import FILE as NAMEPLATE
from sync.records.copies.nameplate import read_nameplate
from sync.records.copies.outbox import FILE
from sync.records.repair.checking import check
from sync.records.repair.rescue import mend_book, replace_file
from tests.building.sync.books import rows, stock_up
from tests.building.sync.ends import a_desk, an_hq, assert_equal_books


@pytest.fixture
def hq(sqlite_book):
    stock_up(an_hq(sqlite_book), {"A": 1000})
    return sqlite_book


@pytest.fixture
def desk(hq, tmp_path):
    end = a_desk(hq, tmp_path / "desk")
    for _ in range(3):
        end.order()
    end.exchange()
    yield end
    end.book.close()


def orders(book):
    return {record for (record,) in rows(book, "SELECT id FROM document WHERE kind = 'order'")}


def keep_backup(desk):
    (desk.folder / FOLDER).mkdir(exist_ok=True)
    backup(desk.book, desk.folder / FOLDER / "desk-20261123.db")


def spoil_index(desk, name):
    """One wrong byte in the index's page, as a disk makes it; the key it stands in is found no more."""
    page = rows(desk.book, "SELECT rootpage FROM sqlite_master WHERE name = :name", name=name)[0][0]
    size = rows(desk.book, "PRAGMA page_size")[0][0]
    desk.book.close()
    path = desk.folder / "desk.db"
    raw = bytearray(path.read_bytes())
    place = raw.rindex(b"XSDD-01", (page - 1) * size, page * size)
    raw[place] ^= 1
    path.write_bytes(bytes(raw))
    desk.book = open_sqlite(path)
    open_outbox(desk.book, desk.folder / FILE)


def spoil_entry(desk, sql, **values):
    with desk.book.writing() as writing:
        writing.connection.execute(text(f"UPDATE entry SET body = X'7B' || substr(body, 2, 5) {sql}"), values)


def test_wrong_byte_in_an_index_is_found_and_mended(hq, desk):
    spoil_index(desk, "ix_document_number")
    found = check(desk.book)
    assert {each.where for each in found} == {"file"}
    mend_book(desk.book)
    assert check(desk.book) == []
    assert len(rows(desk.book, "SELECT id FROM document WHERE number = 'XSDD-01-261123-0001'")) == 1
    desk.exchange()
    assert_equal_books(hq, desk)


def test_damaged_entries_come_from_a_backup_byte_for_byte(hq, desk):
    keep_backup(desk)
    spoil_entry(desk, "WHERE kind IN ('order', 'product')")
    assert check(desk.book) != []
    done = mend_book(desk.book)
    assert done.entries == 5
    assert done.refill == []
    assert check(desk.book) == []
    assert_equal_books(hq, desk)


def test_damaged_unsent_order_comes_from_the_second_copy(hq, desk):
    unsent = desk.order()
    spoil_entry(desk, "WHERE record = :record", record=unsent)
    done = mend_book(desk.book)
    assert (done.entries, done.lost) == (1, [])
    desk.exchange()
    assert unsent in orders(hq)
    assert_equal_books(hq, desk)


def test_what_nobody_here_has_whole_comes_from_hq(hq, desk):
    spoil_entry(desk, "WHERE kind IN ('order', 'product')")
    done = mend_book(desk.book)
    assert set(done.refill) == {"catalog", desk.stream}
    assert done.own
    told = {each.code for each in desk.exchange().notices}
    assert "desk_mended" in told
    assert check(desk.book) == []
    assert orders(desk.book) == orders(hq)
    assert_equal_books(hq, desk)


def test_unsent_record_that_is_whole_nowhere_is_told(hq, desk):
    lost, whole = desk.order(), desk.order()
    spoil_entry(desk, "WHERE record = :record", record=lost)
    (desk.folder / FILE).write_bytes(b"")
    done = mend_book(desk.book)
    assert done.lost == [("order", lost)]
    desk.exchange()
    assert whole in orders(hq)
    assert lost not in orders(hq)
    assert_equal_books(hq, desk)


@pytest.mark.parametrize("seed", range(8))
def test_file_that_cannot_be_opened_is_replaced_and_loses_nothing(hq, desk, seed):
    keep_backup(desk)
    later = desk.order()
    desk.exchange()
    unsent = {desk.order(), desk.order()}
    desk.book.close()
    chance = random.Random(seed)
    path = desk.folder / "desk.db"
    raw = bytearray(path.read_bytes())
    for _ in range(4):
        place = chance.randrange(len(raw) // 2)
        raw[place : place + 6000] = chance.randbytes(min(6000, len(raw) - place))
    path.write_bytes(bytes(raw) if seed % 2 else bytes(raw[: len(raw) // 3]))
    with pytest.raises(DamagedError):
        health(path)
    done = replace_file(path)
    assert done.backup is not None
    assert done.aside is not None
    assert (done.aside / "desk.db").exists()
    desk.book = open_sqlite(path)
    open_outbox(desk.book, desk.folder / FILE)
    desk.exchange()
    assert {later, *unsent} <= orders(hq) == orders(desk.book)
    assert kept_entries(desk.folder) == []
    assert_equal_books(hq, desk)


def test_unsent_orders_are_read_out_of_a_damaged_file_where_the_second_copy_is_gone(hq, desk):
    keep_backup(desk)
    unsent = {desk.order() for _ in range(3)}
    spoil_index(desk, "ix_document_number")
    desk.book.close()
    (desk.folder / FILE).unlink()
    done = replace_file(desk.folder / "desk.db")
    assert done.rescued == 3
    desk.book = open_sqlite(desk.folder / "desk.db")
    open_outbox(desk.book, desk.folder / FILE)
    desk.exchange()
    assert unsent <= orders(hq)
    assert_equal_books(hq, desk)


def test_a_book_that_is_lost_whole_is_made_anew_under_the_same_key_and_filled_by_hq(hq, desk):
    unsent = {desk.order() for _ in range(2)}
    desk.book.close()
    (desk.folder / "desk.db").unlink()
    done = replace_file(desk.folder / "desk.db")
    assert (done.anew, done.backup) == (True, None)
    desk.book = open_sqlite(desk.folder / "desk.db")
    open_outbox(desk.book, desk.folder / FILE)
    told = {each.code for each in desk.exchange().notices}
    assert {"desk_refilled", "entries_came_back"} <= told
    assert unsent < orders(hq) == orders(desk.book)
    assert kept_entries(desk.folder) == []
    assert_equal_books(hq, desk)


def test_drafts_are_read_out_of_a_damaged_file(hq, desk):
    with desk.book.writing() as writing:
        sql = "INSERT INTO draft (id, kind, body, updated_at) VALUES ('d1', 'order', '{}', '2026-11-23T08:41:07Z')"
        writing.connection.execute(text(sql))
    desk.book.close()
    path = desk.folder / "desk.db"
    path.write_bytes(b"nothing".ljust(100) + path.read_bytes()[100:])
    done = replace_file(path)
    assert (done.anew, done.drafts) == (True, 1)
    desk.book = open_sqlite(path)
    open_outbox(desk.book, desk.folder / FILE)
    assert rows(desk.book, "SELECT id, kind FROM draft") == [("d1", "order")]
    desk.exchange()
    assert_equal_books(hq, desk)


def test_nothing_to_mend_from_is_told(desk):
    desk.book.close()
    (desk.folder / "desk.db").write_bytes(b"nothing")
    (desk.folder / NAMEPLATE).unlink()
    with pytest.raises(DamagedError, match="nothing_to_mend_from"):
        replace_file(desk.folder / "desk.db")
    assert (desk.folder / "desk.db").read_bytes() == b"nothing"


def test_a_nameplate_that_was_altered_says_nothing(desk):
    path = desk.folder / NAMEPLATE
    known = read_nameplate(desk.folder)
    assert known["desk_id"] == desk.desk
    path.write_bytes(path.read_bytes().replace(b'"01"', b'"02"'))
    assert read_nameplate(desk.folder) == {}
