"""The second copy: torn, lagging, ahead, or in the way of a full disk, it never costs what was saved."""

import errno
import os
import shutil
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event

from sync.records.books.bulk import insert_rows
from sync.records.copies import outbox
from sync.records.copies.journal import frame
from sync.records.copies.kept import kept_entries
from sync.records.copies.outbox import FILE, read_outbox
from sync.records.log.rebuilding import own_entries
from sync.records.log.streams import hashes_at
from sync.records.schema import tables
from sync.records.schema.migrating import copy_file
from sync.streams import ZERO_HASH, Head, OwnEntry, chain, make_entry
from tests.building.sync.books import rows
from tests.building.sync.ends import a_desk, an_hq, assert_equal_books
from tests.sync.records.log.test_rebuilding import restore


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


@contextmanager
def at_the_commit(book, act):
    """Does something when all is written and nothing is committed yet."""

    def do(connection):
        if connection.get_execution_options().get("immediate"):
            act()

    event.listen(book.engine, "commit", do)
    try:
        yield
    finally:
        event.remove(book.engine, "commit", do)


def fail():
    raise ZeroDivisionError


def test_what_could_not_be_committed_is_not_in_the_copy(desk):
    first = desk.order()
    with at_the_commit(desk.book, fail), pytest.raises(ZeroDivisionError):
        desk.order("lost")
    assert copied(desk) == [first]
    later = desk.order()
    assert copied(desk) == [first, later]
    assert desk.reopen() == 0
    assert orders(desk.book) == [first, later]


def test_what_waited_for_the_disk_still_waits_when_a_commit_fails(desk):
    path = desk.folder / FILE
    path.unlink(missing_ok=True)
    path.mkdir()
    waiting = desk.order()
    path.rmdir()
    with at_the_commit(desk.book, fail), pytest.raises(ZeroDivisionError):
        desk.order("lost")
    assert copied(desk) == []
    later = desk.order()
    assert copied(desk) == [waiting, later]


def test_a_program_that_ends_between_copy_and_commit_has_saved_all_of_it_or_nothing(desk, tmp_path):
    """The order is there at the next start; so the draft it was is not."""
    with desk.book.writing() as writing:
        insert_rows(writing.connection, tables.draft, ("id", "kind", "body", "updated_at"), [("d1", "order", "{}", "")])
    died = tmp_path / "died" / "desk"

    def end():
        shutil.copytree(desk.folder, died, ignore=shutil.ignore_patterns("*-shm"))

    with at_the_commit(desk.book, end):
        desk.order("d1")
    desk.book.close()
    desk.folder = died
    assert desk.reopen() == 1
    assert orders(desk.book) == ["d1"]
    assert rows(desk.book, "SELECT id FROM draft") == []


def damage_told(book):
    return rows(book, "SELECT detail FROM problem WHERE code = 'journal_damaged'")


@pytest.mark.parametrize("before", [1, 0], ids=["behind another", "the first of all"])
@pytest.mark.parametrize(
    ("share", "flipped", "told"),
    [(0.02, False, False), (0.5, False, False), (0.99, False, False), (1.0, True, True)],
    ids=["header", "half", "all but its end", "a whole one that is damaged"],
)
def test_what_was_being_written_for_a_commit_that_never_came_is_no_damage(desk, tmp_path, share, flipped, told, before):
    """Nobody was told that it is saved; what ends whole and can't be read may have been told."""
    waiting = [desk.order() for _ in range(before)]
    end = len((desk.folder / FILE).read_bytes().rstrip(b"\0")) if waiting else 0
    died = tmp_path / "died" / "desk"
    with at_the_commit(desk.book, lambda: shutil.copytree(desk.folder, died, ignore=shutil.ignore_patterns("*-shm"))):
        desk.order("unfinished")
    desk.book.close()
    path = died / FILE
    raw = path.read_bytes()
    last = raw.rstrip(b"\0")[end:]
    written = bytearray(last[: max(int(len(last) * share), 5)])
    if flipped:
        written[len(written) // 2] ^= 1
    path.write_bytes(raw[:end] + bytes(written) + bytes(4096))
    desk.folder = died
    assert desk.reopen() == 0
    assert orders(desk.book) == waiting
    assert bool(damage_told(desk.book)) == told
    later = desk.order()
    assert copied(desk) == [*waiting, later]


def test_an_end_that_breaks_off_is_told_where_the_book_lost_more_than_that(desk, tmp_path):
    copy_file(desk.book.engine, tmp_path / "old.db")
    first = desk.order()
    desk.order()
    path = desk.folder / FILE
    path.write_bytes(path.read_bytes().rstrip(b"\0")[:-20])
    assert restore(desk, tmp_path / "old.db") == 1
    assert orders(desk.book) == [first]
    assert len(damage_told(desk.book)) == 1


def test_a_copy_the_disk_refused_is_told_and_written_with_the_next(desk, monkeypatch):
    first = desk.order()

    def refuse(_):
        raise OSError(errno.EIO, "the disk is gone")

    with monkeypatch.context() as context:
        context.setattr(outbox, "flush", refuse)
        second = desk.order()
    assert desk.book.outbox.failure == "disk"
    third = desk.order()
    assert desk.book.outbox.failure == ""
    assert copied(desk) == [first, second, third]


def test_copy_of_another_desk_is_not_taken_in(desk, sqlite_book, tmp_path):
    other = a_desk(sqlite_book, tmp_path / "other")
    other.order("theirs")
    other.book.close()
    (desk.folder / FILE).write_bytes((other.folder / FILE).read_bytes())
    assert desk.reopen() == 0
    assert orders(desk.book) == []


def test_what_is_written_is_on_the_disk_before_it_is_told(desk, monkeypatch):
    """The room of the file is flushed with all that describes it once; from then on only what stands in it."""
    flushed: list[str] = []
    monkeypatch.setattr(os, "fsync", lambda _: flushed.append("room"))
    monkeypatch.setattr(outbox, "flush", lambda _: flushed.append("entry"))
    desk.order()
    assert flushed == ["room", "entry"]
    desk.order()
    assert flushed == ["room", "entry", "entry"]
    monkeypatch.setattr(outbox, "_ROOM", 10)
    desk.book.outbox.close()
    desk.book.outbox._room = desk.book.outbox._end
    for _ in range(2):
        desk.order()
    assert flushed == ["room", "entry", "entry", *["room", "entry"] * 2]


def test_a_file_taken_over_whole_is_on_the_disk_before_it_is_there(desk, monkeypatch):
    flushed: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda _: flushed.append(len(copied(desk))))
    written = [desk.order(), desk.order()]
    flushed.clear()
    with desk.book.reading() as connection:
        entries = own_entries(connection, desk.stream, 0)
    desk.book.outbox.rewrite(entries[1:])
    assert flushed == [2]  # the old file was still there
    assert copied(desk) == written[1:]
    assert desk.book.outbox.path.stat().st_mode & 0o077 == 0 or os.name != "posix"  # and nobody else reads it
    assert desk.book.outbox.last == 2
    later = desk.order()
    assert copied(desk) == [written[1], later]


def test_emptying_takes_one_look_at_the_book_however_much_was_waiting(desk):
    for _ in range(4):
        desk.order()
    looked: list[int] = []

    def hash_at(number):
        looked.append(number)
        with desk.book.reading() as connection:
            return hashes_at(connection, desk.stream, [number])[number]

    desk.book.outbox.acknowledged(3, hash_at)  # HQ lacks the last one
    assert (looked, len(copied(desk))) == ([], 4)
    desk.book.outbox.acknowledged(4, hash_at)
    assert (looked, copied(desk)) == ([4], [])


def refuse(*_):
    raise PermissionError(errno.EACCES, "Permission denied")


def test_a_file_that_could_not_be_opened_gets_nothing_until_the_next_start(desk, monkeypatch):
    """Else it would hold the later order without the one before it."""
    path = desk.folder / FILE
    desk.exchange()
    first = desk.order()
    path.unlink()
    path.mkdir()
    with monkeypatch.context() as context:  # what stands there can't be moved aside either
        context.setattr(Path, "replace", refuse)
        desk.reopen()
    assert desk.book.outbox.failure == "denied"
    path.rmdir()
    second = desk.order()
    assert not path.exists()
    assert desk.book.outbox.failure
    desk.reopen()
    assert copied(desk) == [first, second]
    assert desk.book.outbox.failure == ""


def test_what_could_not_be_copied_waits_in_memory_within_bounds(desk, monkeypatch):
    monkeypatch.setattr(outbox, "_MOST_WAITING", 2)
    path = desk.folder / FILE
    path.unlink(missing_ok=True)
    path.mkdir()
    written = [desk.order(), desk.order()]
    assert len(desk.book.outbox._waiting) == 2
    written.append(desk.order())
    assert desk.book.outbox._waiting == []
    path.rmdir()
    written.append(desk.order())
    assert not path.exists()  # a hole would stand in it
    desk.reopen()
    assert copied(desk) == written


@pytest.mark.parametrize("more", [0, 1])
def test_as_many_as_may_wait_are_all_copied_once_the_disk_takes_them(desk, monkeypatch, more):
    monkeypatch.setattr(outbox, "_MOST_WAITING", 2)
    path = desk.folder / FILE
    path.unlink(missing_ok=True)
    path.mkdir()
    written = [desk.order() for _ in range(1 + more)]
    path.rmdir()
    written.append(desk.order())
    assert copied(desk) == (written if not more else [])


def test_what_is_anothers_is_kept_once_and_parts_nothing(tmp_path):
    """However it came between the own entries: these are one run, of which the book is asked once."""
    leaves = [make_entry("order", f"o{number}", b"{}") for number in range(1, 4)]
    hashes = chain(ZERO_HASH, 1, [each.leaf for each in leaves])
    own = [frame("desk/d1", OwnEntry(number, leaves[number - 1], hashes[number - 1])) for number in (1, 2, 3)]
    strange = frame("desk/d2", OwnEntry(2, make_entry("order", "strange", b"{}"), b"s" * 32))
    path = tmp_path / FILE
    path.write_bytes(own[0] + own[1] + strange + own[2])
    file = outbox.Outbox(path, "desk/d1")
    assert not file.continues(Head(1, 3, bytes(32)), 0)
    assert file.continues(Head(1, 3, hashes[2]), 0)
    looked: list[int] = []

    def hash_at(number):
        looked.append(number)
        return hashes[number - 1]

    file.acknowledged(3, hash_at)
    assert looked == [3]
    assert [each.own.entry.record for each in kept_entries(tmp_path)] == ["strange"]
    assert read_outbox(path) == ([], 0)
