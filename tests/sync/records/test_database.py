"""A book is read in snapshots, written whole or not at all, and what can't be opened is told."""

import pytest

from domain.errors import DamagedError, DeskError, UsageError
from sync.records.database import open_sqlite, open_url
from sync.records.settings import read_setting, write_setting


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
