"""A folder opens for one program that writes and any number that read, and tells what is wrong with it."""

import subprocess
import sys
from datetime import UTC, date, datetime

import pytest

from desktop.desk import open_desk, read_address
from desktop.folder_lock import FolderLock, may_be_held
from domain.errors import DamagedError, DeskError, RefusedError
from tests.building.desktop.a_desk import a_desk


@pytest.fixture
def folder(tmp_path):
    a_desk(tmp_path).close()
    return tmp_path


def test_writing_locks_and_reading_does_not(folder):
    with open_desk(folder):
        with pytest.raises(RefusedError, match="folder_in_use"):
            open_desk(folder)
        with open_desk(folder, writing=False) as reader:
            assert reader.identity.dealer_id == "GD01"
    open_desk(folder).close()


def test_left_over_lock_file_is_no_lock(folder):
    (folder / "desk.lock").write_text("99999 gone\n")
    lock = FolderLock(folder)
    with pytest.raises(RefusedError, match="folder_in_use"):
        FolderLock(folder)
    lock.release()
    lock.release()
    FolderLock(folder).release()


def test_who_took_the_lock_last_is_asked_after_without_taking_it(folder):
    assert not may_be_held(folder / "nowhere")
    (folder / "desk.lock").write_text("")
    assert not may_be_held(folder)
    with open_desk(folder):
        assert may_be_held(folder)
        with pytest.raises(RefusedError, match="folder_in_use"):
            open_desk(folder)


@pytest.mark.skipif(sys.platform == "win32", reason="there it isn't asked")
def test_lock_of_a_process_that_ended_is_held_by_nobody(folder):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    (folder / "desk.lock").write_text(f"{ended.pid} here\n")
    assert not may_be_held(folder)


def test_writing_keeps_a_daily_backup_and_a_second_copy(folder):
    with open_desk(folder) as desk:
        assert desk.book.outbox is not None
    assert len(list((folder / "backups").glob("*.db"))) == 1
    open_desk(folder).close()
    assert len(list((folder / "backups").glob("*.db"))) == 1


def test_empty_folder_is_told(tmp_path):
    with pytest.raises(DeskError, match="folder_empty"):
        open_desk(tmp_path)


def test_damaged_file_offers_its_backups(folder):
    open_desk(folder).close()
    (folder / "desk.db").write_bytes(b"no database")
    with pytest.raises(DamagedError) as damaged:
        open_desk(folder)
    assert damaged.value.facts["backups"]
    FolderLock(folder).release()


def test_unreadable_address_is_told(tmp_path):
    (tmp_path / "hq.toml").write_text("database = ")
    with pytest.raises(DamagedError, match="address_unreadable"):
        read_address(tmp_path)


def test_business_date_may_be_fixed(folder, monkeypatch):
    with open_desk(folder, writing=False) as desk:
        desk.clock = lambda: datetime(2026, 11, 23, 8, 30, 5, 999, tzinfo=UTC)
        assert desk.now() == "2026-11-23T08:30:05Z"
        monkeypatch.setenv("DESK_TODAY", "2026-02-03")
        assert desk.today() == date(2026, 2, 3)
        monkeypatch.setenv("DESK_TODAY", "someday")
        with pytest.raises(DeskError, match="date_unreadable"):
            desk.today()
