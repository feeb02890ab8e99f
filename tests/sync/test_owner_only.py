"""Whatever holds books or secrets is made for its owner alone, and what stood open is closed off once."""

import os
import stat
from datetime import date

import pytest

from sync.owner_only import append_text, close_off, close_off_books, make_file, make_folder, write_file
from sync.records.books.database import open_sqlite
from sync.records.copies.backup import backup, daily_backup, restore
from sync.records.copies.outbox import Outbox
from sync.records.schema.migrating import copy_file
from tests.building.sync.books import found_hq

pytestmark = pytest.mark.skipif(os.name != "posix", reason="there a folder says who may read what is in it")


@pytest.fixture(autouse=True)
def open_handed():
    """A machine where new files can be read by everybody, as most are set up."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def open_to_others(folder):
    return {path.name: oct(mode(path)) for path in folder.rglob("*") if mode(path) & 0o077}


def test_a_book_and_what_sqlite_keeps_beside_it(tmp_path):
    book = open_sqlite(tmp_path / "hq.db", create=True)
    found_hq(book)
    assert {path.name for path in tmp_path.iterdir()} >= {"hq.db", "hq.db-wal", "hq.db-shm"}
    assert open_to_others(tmp_path) == {}
    book.close()


def test_backups_copies_and_what_a_restoring_sets_aside(tmp_path):
    folder = tmp_path / "hq"
    make_folder(folder)
    book = open_sqlite(folder / "hq.db", create=True)
    found_hq(book)
    backup(book, folder / "mine.db")
    daily_backup(book, folder, date(2026, 11, 23))
    copy_file(book.engine, folder / "desk.before-0001.db")
    (folder / "outbox.journal").write_bytes(b"")
    book.close()
    restore(folder / "mine.db", folder)
    assert mode(folder) == 0o700
    assert {path.name for path in folder.iterdir()} >= {"backups", "mine.db", "desk.before-0001.db"}
    assert open_to_others(folder) == {"outbox.journal": "0o644"}  # which was made by hand above


def test_second_copy_reports_and_keys(tmp_path):
    outbox = Outbox(tmp_path / "outbox.journal", "desk/d1")
    outbox._append(b"x")
    outbox.rewrite([])
    outbox.close()
    append_text(tmp_path / "below" / "crash.log", "what happened\n")
    append_text(tmp_path / "below" / "crash.log", "and again\n")
    write_file(tmp_path / "device.key", b"secret")
    make_file(tmp_path / "empty.db")
    assert open_to_others(tmp_path) == {}
    assert (tmp_path / "below" / "crash.log").read_text() == "what happened\nand again\n"


def test_what_stood_open_is_closed_off_once(tmp_path):
    folder = tmp_path / "desk"
    (folder / "backups" / "below").mkdir(parents=True)
    for name in ("desk.db", "desk.db-wal", "hq.toml", "backups/desk-20261123.db", "crash.log", "outbox.journal"):
        (folder / name).write_text("x")
    (folder / "my own list.xlsx").write_text("x")
    assert close_off_books(folder) == 6
    assert close_off_books(folder) == 0
    assert open_to_others(folder) == {"my own list.xlsx": "0o644"}
    assert mode(folder) == 0o700


def test_a_link_and_a_folder_of_everybody_stay(tmp_path):
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o1777)
    assert not close_off(shared)
    other = tmp_path / "other"
    other.write_text("x")
    (shared / "desk.db").symlink_to(other)
    assert close_off_books(shared) == 0
    assert (mode(shared), mode(other)) == (0o1777, 0o644)


def test_a_folder_that_is_there_stays_and_one_that_is_made_is_closed(tmp_path):
    there = tmp_path / "there"
    there.mkdir()
    make_folder(there / "a" / "b")
    assert (mode(there), mode(there / "a"), mode(there / "a" / "b")) == (0o755, 0o700, 0o700)
