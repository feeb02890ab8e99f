"""Disks that come back from the past, disks copied to two machines, dead machines, and HQ restored from a backup."""

import shutil

import msgspec
import pytest

from domain.errors import RefusedError
from sync.client.streams.exchanging import exchange
from sync.hq.restored.epochs import bump_epochs
from sync.records.bodies.records import CopyBody, DealerBody, encode
from sync.records.books.database import open_sqlite
from sync.records.copies.joining import open_outbox
from sync.records.copies.outbox import FILE
from sync.records.log.rebuilding import remove_stream
from sync.records.log.streams import head_of
from sync.records.repair.checking import check
from sync.records.schema.migrating import copy_file
from tests.building.sync.books import found_hq, put, rows, stock_up
from tests.building.sync.ends import HASTY, assert_equal_books, streams_of


def orders_at(book):
    return {record for (record,) in rows(book, "SELECT id FROM document WHERE kind = 'order'")}


def restore(desk, copy):
    """Puts an older copy of the database in the desk's place; the second copy stays what it is."""
    desk.book.close()
    for name in ("desk.db", "desk.db-wal", "desk.db-shm"):
        (desk.folder / name).unlink(missing_ok=True)
    shutil.copy(copy, desk.folder / "desk.db")
    desk.book = open_sqlite(desk.folder / "desk.db")
    return open_outbox(desk.book, desk.folder / FILE)


def codes(done):
    return [reason.code for reason in done.notices]


def test_restored_disk_is_recognised_and_rebuilt(hq, desks, tmp_path):
    desk = desks()
    first = desk.order()
    desk.exchange()
    copy_file(desk.book.engine, tmp_path / "old.db")
    second, third = desk.order(), desk.order()
    desk.exchange()
    restore(desk, tmp_path / "old.db")
    done = desk.exchange()
    assert codes(done) == ["desk_behind"]
    assert orders_at(desk.book) == orders_at(hq) == {first, second, third}
    assert_equal_books(hq, desk)
    assert open_sqlite(next((desk.folder / "backups").glob("before-rebuilding-*.db"))).path


def test_order_written_on_a_restored_disk_is_offered_again_behind_what_hq_has(hq, desks, tmp_path):
    desk = desks()
    desk.exchange()
    copy_file(desk.book.engine, tmp_path / "old.db")
    sent = [desk.order(), desk.order()]
    desk.exchange()
    restore(desk, tmp_path / "old.db")
    later = desk.order("written-later")
    done = desk.exchange()
    assert codes(done) == ["desk_forked"]
    assert done.notices[0].facts["again"] == 1
    assert done.pending == 0
    assert orders_at(hq) == orders_at(desk.book) == {*sent, later}
    assert_equal_books(hq, desk)


def test_unsent_order_in_the_second_copy_survives_a_restored_disk(hq, desks, tmp_path):
    desk = desks()
    desk.exchange()
    copy_file(desk.book.engine, tmp_path / "old.db")
    sent = desk.order()
    desk.exchange()
    unsent = desk.order()
    assert restore(desk, tmp_path / "old.db") == 0
    done = desk.exchange()
    assert codes(done) == ["desk_behind"]
    assert orders_at(hq) == orders_at(desk.book) == {sent, unsent}
    assert_equal_books(hq, desk)


def test_two_machines_with_one_disk_lose_nothing(hq, desks, tmp_path):
    desk = desks()
    desk.exchange()
    copy_file(desk.book.engine, tmp_path / "twin.db")
    twin = open_sqlite(tmp_path / "twin.db")
    mine, other = desk.order("mine"), "other"
    desk.book, kept = twin, desk.book
    desk.order(other)
    desk.book = kept
    desk.exchange()
    done = exchange(twin, desk.key, transport=desk.line, patience=HASTY)
    assert codes(done) == ["desk_forked"]
    assert orders_at(hq) == orders_at(twin) == {mine, other}
    twin.close()
    assert codes(desk.exchange()) == ["desk_behind"]
    assert_equal_books(hq, desk)


def test_newer_version_hq_has_of_a_record_is_not_overwritten(hq, desks, tmp_path):
    desk = desks()
    desk.order("o")
    desk.exchange()
    copy_file(desk.book.engine, tmp_path / "old.db")
    desk.order("o", state="cancelled")
    desk.exchange()
    restore(desk, tmp_path / "old.db")
    desk.order("o", warehouse="overwritten")
    done = desk.exchange()
    assert codes(done) == ["desk_forked", "entry_left_out"]
    assert rows(hq, "SELECT state, warehouse FROM document WHERE id = 'o'") == [("cancelled", "")]
    assert_equal_books(hq, desk)


def test_new_machine_takes_a_dead_ones_place(hq, desks):
    stock_up(hq, {"A": 100})
    dead = desks()
    dead.order()
    dead.exchange()
    heir = desks(desk=dead.desk)
    assert heir.desk == dead.desk
    done = heir.exchange()
    assert codes(done) == ["desk_refilled"]
    assert orders_at(heir.book) == orders_at(hq)
    assert_equal_books(hq, heir)
    assert rows(heir.book, "SELECT last FROM number_sequence WHERE series = 'XSDD-01-261123-0000'") == [(1,)]
    with pytest.raises(RefusedError) as told:
        dead.exchange()
    assert told.value.code == "signature_wrong"


def test_order_written_on_a_new_machine_before_its_first_exchange_is_kept(hq, desks):
    dead = desks()
    old = dead.order()
    dead.exchange()
    heir = desks(desk=dead.desk)
    early = heir.order("early")
    heir.exchange()
    assert orders_at(hq) == orders_at(heir.book) == {old, early}
    assert_equal_books(hq, heir)


def test_restored_hq_gets_back_what_it_lost(sqlite_book, desks_of, tmp_path):
    from tests.building.sync.ends import Local, an_hq

    hq = an_hq(sqlite_book)
    stock_up(hq, {"A": 100})
    desk = desks_of(hq)
    before = desk.order()
    desk.exchange()
    copy_file(hq.engine, tmp_path / "yesterday.db")
    lost = desk.order()
    stock_up(hq, {"B": 5})
    desk.exchange()
    old = open_sqlite(tmp_path / "yesterday.db")
    bump_epochs(old)
    desk.line = Local(old)
    done = desk.exchange()
    assert "offered_again" in codes(done)
    assert "stream_refilled" in codes(done)
    assert orders_at(old) == orders_at(desk.book) == {before, lost}
    assert_equal_books(old, desk)
    assert desk.exchange().notices == ()
    old.close()


def test_restored_hq_without_a_new_epoch_is_noticed_too(sqlite_book, desks_of, tmp_path):
    from tests.building.sync.ends import Local, an_hq

    hq = an_hq(sqlite_book)
    desk = desks_of(hq)
    desk.exchange()
    copy_file(hq.engine, tmp_path / "yesterday.db")
    desk.order()
    desk.exchange()
    old = open_sqlite(tmp_path / "yesterday.db")
    desk.line = Local(old)
    done = desk.exchange()
    assert "stream_refilled" in codes(done)
    assert orders_at(old) == orders_at(desk.book)
    assert_equal_books(old, desk)
    old.close()


def test_stream_out_of_scope_goes_with_all_it_brought(hq, desks):
    from sync.records.bodies.records import DealerBody
    from tests.building.sync.books import put

    desk = desks("GD01A")
    desk.exchange()
    assert "prices/P1" in streams_of(desk.book)
    desk.order("own", buyer="GD01A", seller="GD01")
    put(hq, "dealer/GD01A", "dealer", "GD01A", DealerBody("GD01A", "朝阳便利店", "store", "GD01", "44", "P2"))
    done = desk.exchange()
    assert done.removed == ("prices/P1",)
    assert rows(desk.book, "SELECT COUNT(*) FROM price") == [(0,)]
    assert orders_at(desk.book) == {"own"}
    with desk.book.reading() as connection:
        assert head_of(connection, "prices/P1") is None
    assert_equal_books(hq, desk)


@pytest.mark.parametrize("elsewhere", [False, True])
def test_a_card_known_by_copy_goes_with_the_stream_that_brought_it(book, elsewhere):
    found_hq(book)
    card = DealerBody("S3", "东门店", "store", "C3")
    put(book, "dealer/C3", "copy", "dealer/S3/C3", CopyBody("dealer", "S3", msgspec.Raw(encode(card))))
    if elsewhere:
        other = msgspec.structs.replace(card, name="东门旧店")
        put(book, "dealer/P2", "copy", "dealer/S3/P2", CopyBody("dealer", "S3", msgspec.Raw(encode(other))))
    with book.writing() as writing:
        assert remove_stream(writing.connection, "dealer/C3")
    left = [("S3", "东门旧店")] if elsewhere else []
    assert rows(book, "SELECT id, name FROM dealer WHERE id = 'S3'") == left
    assert check(book) == []
