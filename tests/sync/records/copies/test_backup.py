"""Backups are proved before they count, kept two weeks, and put back whole; a damaged book is recognised."""

import os
import shutil
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy.exc import DatabaseError

from domain.errors import DamagedError, RefusedError, UsageError
from sync.records.books.ailments import known_failure
from sync.records.books.database import open_sqlite
from sync.records.books.settings import write_setting
from sync.records.copies import backup as backups
from sync.records.copies.backup import backup, daily_backup, damaged_backups, health, offer, restore
from sync.records.copies.nameplate import write_nameplate
from sync.records.repair.checking import check
from sync.records.schema import migrating
from tests.building.sync.books import (
    AGENT,
    SHOP,
    a_line,
    an_order,
    found_desk,
    found_hq,
    order_of,
    put,
    rows,
    stock_of,
    stock_up,
)


@pytest.fixture
def desk(tmp_path):
    book = open_sqlite(tmp_path / "desk.db", create=True)
    found_hq(book)
    found_desk(book)
    stock_up(book, {"A": 30}, owner=AGENT, stream="desk/d1")
    yield book
    book.close()


def sell(book, record="o1"):
    order = an_order([a_line(accepted=10)], seller=AGENT, buyer=SHOP, state="accepted", number=record)
    put(book, "desk/d1", "order", record, order)


def spoil(path, at=0.6, count=4096):
    """Overwrites a stretch in the middle of a file."""
    with path.open("r+b") as file:
        file.seek(int(path.stat().st_size * at))
        file.write(os.urandom(count))


def test_backup_is_the_whole_book(desk, tmp_path):
    sell(desk)
    backup(desk, tmp_path / "copy.db")
    copy = open_sqlite(tmp_path / "copy.db")
    assert order_of(copy, "o1")[0] == "accepted"
    assert check(copy) == []
    copy.close()
    assert not list(tmp_path.glob("*.part"))


def test_backup_takes_the_place_of_an_older_one(desk, tmp_path):
    backup(desk, tmp_path / "copy.db")
    sell(desk)
    backup(desk, tmp_path / "copy.db")
    copy = open_sqlite(tmp_path / "copy.db")
    assert order_of(copy, "o1")[0] == "accepted"
    copy.close()


def test_backup_that_finds_no_room_is_told(desk, tmp_path, monkeypatch):
    class Full:
        """The book's own connection, on a disk that has no room for another file."""

        def __init__(self, real):
            self.close = real.close

        def cursor(self):
            return self

        def execute(self, *_):
            raise desk.engine.dialect.loaded_dbapi.OperationalError("database or disk is full")

    real = desk.engine.raw_connection
    monkeypatch.setattr(desk.engine, "raw_connection", lambda: Full(real()))
    with pytest.raises(RefusedError, match="disk_full"):
        backup(desk, tmp_path / "copy.db")
    assert not list(tmp_path.glob("copy*"))


def test_book_without_room_beside_it_is_not_called_a_broken_disk(desk, tmp_path, monkeypatch):
    failed = DatabaseError("SELECT", None, Exception("disk I/O error"))
    assert str(known_failure(failed, desk.path)).startswith("disk_failed(")
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=4096))
    assert str(known_failure(failed, desk.path)).startswith("disk_full(")
    monkeypatch.setattr("os.access", lambda *_: False)
    assert str(known_failure(failed, desk.path)).startswith("folder_read_only(")


def test_checkpoint_broken_off_is_no_damage(desk, tmp_path):
    desk.close()
    whole, broken = open_sqlite(tmp_path / "desk.db"), tmp_path / "broken"
    broken.mkdir()
    for number in range(100):
        sell(whole, f"o{number}")
    for ending in ("", "-wal"):
        (broken / f"desk.db{ending}").write_bytes((tmp_path / f"desk.db{ending}").read_bytes())
    whole.close()
    with (broken / "desk.db").open("r+b") as file:  # its first page says how long it will be; the rest never came
        file.write((tmp_path / "desk.db").read_bytes()[:4096])
    assert (broken / "desk.db").stat().st_size < (tmp_path / "desk.db").stat().st_size
    health(broken / "desk.db")
    back = open_sqlite(broken / "desk.db")
    assert order_of(back, "o99")[0] == "accepted"
    assert check(back) == []
    back.close()
    (broken / "desk.db").write_bytes((tmp_path / "desk.db").read_bytes()[:8192])
    with pytest.raises(DamagedError, match="database_damaged"):
        health(broken / "desk.db")


def test_backup_of_what_is_damaged_does_not_count(desk, tmp_path, monkeypatch):
    backup(desk, tmp_path / "copy.db")
    before = (tmp_path / "copy.db").read_bytes()
    real = migrating.copy_file

    def spoiled(book, target):
        real(book, target)
        spoil(target)

    monkeypatch.setattr(backups, "copy_file", spoiled)
    with pytest.raises(DamagedError, match="database_damaged"):
        backup(desk, tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_bytes() == before
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.postgres
def test_server_keeps_its_own_backups(postgres_book, tmp_path):
    with pytest.raises(RefusedError, match="backup_not_here"):
        backup(postgres_book, tmp_path / "copy.db")
    assert daily_backup(postgres_book, tmp_path, date(2026, 11, 23)) is None


def test_a_day_has_one_backup_and_fourteen_stay(desk, tmp_path):
    first = date(2026, 11, 1)
    for day in range(16):
        today = first + timedelta(days=day)
        assert daily_backup(desk, tmp_path, today) == tmp_path / "backups" / f"desk-{today:%Y%m%d}.db"
        assert daily_backup(desk, tmp_path, today) is None
    (tmp_path / "backups" / "mine.db").touch()
    names = sorted(path.name for path in (tmp_path / "backups").glob("desk-*.db"))
    assert (len(names), names[0], names[-1]) == (14, "desk-20261103.db", "desk-20261116.db")


def test_restore_brings_back_what_was_and_keeps_what_is(desk, tmp_path):
    backup(desk, tmp_path / "copy.db")
    (tmp_path / "outbox.journal").write_bytes(b"unsent")
    sell(desk)
    desk.close()
    aside = restore(tmp_path / "copy.db", tmp_path)
    back, kept = open_sqlite(tmp_path / "desk.db"), open_sqlite(aside / "desk.db")
    assert rows(back, "SELECT id FROM document WHERE kind = 'order'") == []
    assert stock_of(back, "A", owner=AGENT) == (30, 0)
    assert order_of(kept, "o1")[0] == "accepted"
    assert (tmp_path / "outbox.journal").read_bytes() == (aside / "outbox.journal").read_bytes() == b"unsent"
    back.close()
    kept.close()


def test_restore_never_mixes_in_unwritten_pages_of_the_old_book(desk, tmp_path):
    backup(desk, tmp_path / "copy.db")
    sell(desk)
    for ending in ("", "-wal"):  # as a killed program leaves them
        (tmp_path / f"old{ending}").write_bytes((tmp_path / f"desk.db{ending}").read_bytes())
    desk.close()
    for ending in ("", "-wal"):
        (tmp_path / f"old{ending}").replace(tmp_path / f"desk.db{ending}")
    restore(tmp_path / "copy.db", tmp_path)
    assert not (tmp_path / "desk.db-wal").exists()
    back = open_sqlite(tmp_path / "desk.db")
    assert rows(back, "SELECT id FROM document WHERE kind = 'order'") == []
    back.close()


def test_restore_into_an_empty_folder(desk, tmp_path):
    backup(desk, tmp_path / "copy.db")
    (tmp_path / "new").mkdir()
    restore(tmp_path / "copy.db", tmp_path / "new")
    book = open_sqlite(tmp_path / "new" / "desk.db")
    assert stock_of(book, "A", owner=AGENT) == (30, 0)
    book.close()


def tells(book, **known):
    with book.writing() as writing:
        for key, value in known.items():
            write_setting(writing.connection, key, value)


@pytest.mark.parametrize(
    "other",
    [
        {"role": "desk", "dealer_id": "HN01", "desk_id": "03", "prefix": "03"},
        {"role": "desk", "dealer_id": "GD01", "desk_id": "02", "prefix": "02"},
        {"role": "hq", "secret": "ab", "founded_at": "2026-10-01T00:00:00Z"},
    ],
    ids=["another dealer's", "another desk's", "headquarters'"],
)
@pytest.mark.parametrize("known_by", ["nameplate", "book"])
def test_a_backup_of_another_is_refused_and_not_offered(tmp_path, other, known_by):
    mine = {"role": "desk", "dealer_id": "GD01", "desk_id": "01", "prefix": "01", "hq_url": "https://hq"}
    folder = tmp_path / "the folder, 100%#1?"
    folder.mkdir()
    for path, known in ((folder / "desk.db", mine), (tmp_path / "other.db", other), (tmp_path / "own.db", mine)):
        book = open_sqlite(path, create=True)
        tells(book, **known)
        book.close()
    if known_by == "nameplate":
        assert write_nameplate(folder, mine)
        (folder / "desk.db").write_bytes(b"damaged")
    before = {each.name: each.read_bytes() for each in folder.iterdir() if each.is_file()}
    with pytest.raises(RefusedError, match="backup_of_another") as refused:
        restore(tmp_path / "other.db", folder)
    assert refused.value.facts["ours"] == "GD01-01"
    assert {each.name: each.read_bytes() for each in folder.iterdir() if each.is_file()} == before
    kept = folder / "backups"
    kept.mkdir()
    for name in ("other", "own"):
        shutil.copy(tmp_path / f"{name}.db", kept / f"{name}.db")
    assert [each.path.name for each in offer(folder)] == ["own.db"]
    restore(tmp_path / "own.db", folder)
    empty = tmp_path / "empty"
    empty.mkdir()
    restore(tmp_path / "other.db", empty)  # to look at it


def test_restoring_twice_in_a_second_keeps_both(desk, tmp_path):
    backup(desk, tmp_path / "copy.db")
    desk.close()
    first, second = restore(tmp_path / "copy.db", tmp_path), restore(tmp_path / "copy.db", tmp_path)
    assert first != second
    assert (first / "desk.db").exists()
    assert (second / "desk.db").exists()


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda path: path.write_bytes(b"PK\x03\x04 a workbook"), "backup_not_a_book"),
        (lambda path: path.write_bytes(b""), "backup_not_a_book"),
        (spoil, "backup_unreadable"),
        (lambda path: os.truncate(path, path.stat().st_size // 2), "backup_unreadable"),
        (lambda path: path.unlink(), "backup_unreadable"),
    ],
)
def test_bad_backup_changes_nothing(desk, tmp_path, make, code):
    backup(desk, tmp_path / "copy.db")
    make(tmp_path / "copy.db")
    desk.close()
    before = (tmp_path / "desk.db").read_bytes()
    with pytest.raises(UsageError, match=code):
        restore(tmp_path / "copy.db", tmp_path)
    assert (tmp_path / "desk.db").read_bytes() == before


def test_database_of_another_program_is_no_backup(tmp_path):
    import sqlcipher3.dbapi2 as driver

    other = driver.connect(str(tmp_path / "other.db"))
    other.execute("CREATE TABLE notes (text TEXT)")
    other.close()
    with pytest.raises(UsageError, match="backup_not_a_book"):
        restore(tmp_path / "other.db", tmp_path)


def test_backup_of_a_newer_program_is_refused(desk, tmp_path):
    with desk.writing() as writing:
        writing.connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    backup_path = tmp_path / "copy.db"
    with pytest.raises(RefusedError, match="book_newer"):
        backup(desk, backup_path)


def test_only_usable_backups_are_offered_the_newest_first(desk, tmp_path):
    for day in (1, 2, 3):
        path = daily_backup(desk, tmp_path, date(2026, 11, day))
        assert path is not None
        os.utime(path, (1_790_000_000 + day, 1_790_000_000 + day))
    spoil(tmp_path / "backups" / "desk-20261102.db")
    offered = offer(tmp_path)
    assert [kept.path.name for kept in offered] == ["desk-20261103.db", "desk-20261101.db"]
    assert offered[0].size == offered[0].path.stat().st_size
    assert offered[0].at == "2026-09-21T14:13:23Z"
    assert offer(tmp_path / "nowhere") == []


def test_sound_book_is_passed(desk, tmp_path):
    health(tmp_path / "desk.db")
    desk.close()
    before = (tmp_path / "desk.db").read_bytes()
    health(tmp_path / "desk.db")
    assert (tmp_path / "desk.db").read_bytes() == before  # looking changes nothing


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(b"x" * 8192),
        lambda path: os.truncate(path, path.stat().st_size // 2),
        lambda path: spoil(path, at=0.3, count=40_000),
        lambda path: path.unlink(),
    ],
)
def test_damage_is_recognised_and_backups_offered(desk, tmp_path, damage):
    kept = daily_backup(desk, tmp_path, date(2026, 11, 23))
    desk.close()
    damage(tmp_path / "desk.db")
    with pytest.raises(DamagedError) as told:
        health(tmp_path / "desk.db")
    assert told.value.code == "database_damaged"
    assert told.value.facts["backups"] == damaged_backups(tmp_path) == [str(kept)]


def test_big_file_is_looked_through_after_an_unclean_end(desk, tmp_path, monkeypatch):
    monkeypatch.setattr(backups, "QUICK_BYTES", 1)
    desk.close()
    spoil(tmp_path / "desk.db", at=0.3, count=40_000)
    health(tmp_path / "desk.db")
    (tmp_path / "desk.db-wal").write_bytes(b"left by a killed program")
    with pytest.raises(DamagedError):
        health(tmp_path / "desk.db")
