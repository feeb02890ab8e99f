"""A book is read in snapshots, written whole or not at all, and what can't be opened is told."""

import pytest
import sqlcipher3.dbapi2 as driver

from domain.errors import DamagedError, DeskError, RefusedError, UsageError
from sync.records.books.database import open_sqlite, open_url
from sync.records.books.settings import read_setting, write_setting


def test_reader_sees_one_moment(book):
    with book.reading() as before:
        assert read_setting(before, "k") == ""
        with book.writing() as writing:
            write_setting(writing.connection, "k", "new")
        assert read_setting(before, "k") == ""
    with book.reading() as after:
        assert read_setting(after, "k") == "new"


def test_exception_undoes_everything(book):
    def fail_half_way():
        with book.writing() as writing:
            write_setting(writing.connection, "k", "half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_half_way()
    with book.reading() as connection:
        assert read_setting(connection, "k") == ""


def test_nothing_is_made_unasked(tmp_path):
    with pytest.raises(UsageError, match="book_missing"):
        open_sqlite(tmp_path / "desk.db")
    assert list(tmp_path.iterdir()) == []


def test_file_that_is_no_book_is_told_and_left_alone(tmp_path):
    path = tmp_path / "desk.db"
    path.write_bytes(b"holiday pictures" * 1000)
    with pytest.raises(DamagedError, match="database_damaged"):
        open_sqlite(path)
    assert path.read_bytes() == b"holiday pictures" * 1000


def test_book_of_a_newer_program_is_not_touched(tmp_path):
    book = open_sqlite(tmp_path / "desk.db", create=True)
    with book.writing() as writing:
        writing.connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    book.close()
    with pytest.raises(DeskError, match="book_newer"):
        open_sqlite(tmp_path / "desk.db")


@pytest.mark.parametrize("url", ["mysql://u:secret@h/d", "hq.db", ""])
def test_url_of_no_known_engine_is_told_without_its_password(url):
    with pytest.raises(UsageError, match="database_url_unknown") as told:
        open_url(url)
    assert "secret" not in str(told.value)


def _use(book, way):
    if way == "reading":
        with book.reading() as connection:
            read_setting(connection, "told")
    else:
        with book.writing() as writing:
            write_setting(writing.connection, "told", "as failed")


@pytest.mark.parametrize("way", ["reading", "writing"])
def test_a_commit_that_fails_leaves_nothing_open(sqlite_book, monkeypatch, way):
    """The disk is full or the file is locked just then: what was told as failed isn't saved, and the next goes on."""
    failing = [True]

    class Failing(driver.Connection):  # type: ignore[misc]
        def commit(self):
            if failing:
                failing.clear()
                raise driver.OperationalError("database or disk is full")
            super().commit()

    sqlite_book.engine.dispose()
    connect = driver.connect
    monkeypatch.setattr(driver, "connect", lambda *given, **more: connect(*given, factory=Failing, **more))
    with pytest.raises(RefusedError) as told:
        _use(sqlite_book, way)
    assert told.value.code == "disk_full"
    with sqlite_book.writing() as writing:
        write_setting(writing.connection, "told", read_setting(writing.connection, "told") + "then saved")
    with sqlite_book.reading() as connection:
        assert read_setting(connection, "told") == "then saved"
