"""The second copy: torn, lagging, ahead, or in the way of a full disk, it never costs what was saved."""

import pytest

from sync.records.migrating import copy_file
from sync.records.outbox import FILE, read_outbox
from tests.sync.books import rows
from tests.sync.ends import a_desk, an_hq, assert_equal_books
from tests.sync.records.test_rebuilding import restore


@pytest.fixture
def desk(sqlite_book, tmp_path):
    end = a_desk(an_hq(sqlite_book), tmp_path / "desk")
    end.exchange()
    yield end
    end.book.close()


def orders(book):
    return [record for (record,) in rows(book, "SELECT id FROM document ORDER BY id")]


def copied(desk):
    return [each.entry.record for _, each in read_outbox(desk.folder / FILE)[0]]


def test_what_is_saved_is_copied_and_what_is_acknowledged_is_not_kept(desk):
    first, second = desk.order(), desk.order()
    assert copied(desk) == [first, second]
    desk.exchange()
    assert (desk.folder / FILE).stat().st_size == 0
    third = desk.order()
    assert copied(desk) == [third]


def test_lost_commit_comes_back_from_the_copy(desk, tmp_path, sqlite_book):
    copy_file(desk.book.engine, tmp_path / "old.db")
    written = [desk.order(), desk.order(), desk.order(state="cancelled")]
    assert restore(desk, tmp_path / "old.db") == 3
    assert orders(desk.book) == written
    assert desk.exchange().notices == ()
    assert orders(sqlite_book) == written
    assert_equal_books(sqlite_book, desk)


@pytest.mark.parametrize("cut", range(1, 60, 7))
def test_torn_tail_is_cut_off_and_copied_again(desk, cut):
    written = [desk.order(), desk.order()]
    path = desk.folder / FILE
    raw = path.read_bytes().rstrip(b"\0")
    path.write_bytes(raw[:-cut])
    assert desk.reopen() == 0
    assert copied(desk) == written
    later = desk.order()
    assert copied(desk) == [*written, later]


def test_tail_of_rubbish_hides_nothing(desk):
    written = desk.order()
    with (desk.folder / FILE).open("ab") as file:
        file.write(b"\0\0\0\x10rubbish from a power cut")
    assert desk.reopen() == 0
    later = desk.order()
    assert copied(desk) == [written, later]


def test_missing_copy_is_made_again(desk):
    written = desk.order()
    (desk.folder / FILE).unlink()
    assert desk.reopen() == 0
    assert copied(desk) == [written]


def test_failing_copy_is_told_and_loses_nothing(desk):
    path = desk.folder / FILE
    path.unlink(missing_ok=True)
    path.mkdir()
    written = desk.order()
    assert desk.book.outbox.failure
    assert orders(desk.book) == [written]
    path.rmdir()
    later = desk.order()
    assert desk.book.outbox.failure == ""
    desk.reopen()
    assert sorted(copied(desk)) == sorted([written, later])


def test_copy_of_another_desk_is_not_taken_in(desk, sqlite_book, tmp_path):
    other = a_desk(sqlite_book, tmp_path / "other")
    other.order("theirs")
    other.book.close()
    (desk.folder / FILE).write_bytes((other.folder / FILE).read_bytes())
    assert desk.reopen() == 0
    assert orders(desk.book) == []
