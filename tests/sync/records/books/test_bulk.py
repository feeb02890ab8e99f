"""Many rows at once, on either engine, whatever their number."""

from array import array

import pytest

from sync.records.books import bulk
from sync.records.books.bulk import CHUNK, insert_new, insert_rows, parts, query_keys, rows_in, run_many, upsert_rows
from sync.records.schema import service_tables, tables
from tests.building.sync.books import row, rows

COLUMNS = ("file", "key", "digest")


@pytest.mark.parametrize("count", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_any_number_of_rows_goes_in_and_comes_out(book, count):
    keys = [f"k{number}" for number in range(count)]
    with book.writing() as writing:
        insert_rows(writing.connection, service_tables.loaded_row, COLUMNS, [("f", key, "1") for key in keys])
        query = "SELECT key FROM loaded_row WHERE key IN (?*) AND file = ?"
        found = rows_in(writing.connection, query, [*keys, "other"], "f")
        assert sorted(key for (key,) in found) == sorted(keys)
        run_many(writing.connection, "UPDATE loaded_row SET digest = ? WHERE key = ?", [("2", key) for key in keys])
    assert row(book, "SELECT count(*) FROM loaded_row WHERE digest = '2'") == (count,)


@pytest.mark.parametrize("count", [0, 1, 3000])
def test_keys_come_in_the_order_of_the_query(book, count):
    keys = [(7919 * number) % 3001 for number in range(count)]
    with book.writing() as writing:
        given = [("f", str(key), f"{place:05d}") for place, key in enumerate(keys)]
        insert_rows(writing.connection, service_tables.loaded_row, COLUMNS, given)
        query = "SELECT CAST(key AS BIGINT) FROM loaded_row WHERE file = ? AND digest < ? ORDER BY digest DESC"
        found = query_keys(writing.connection, query, ["f", "x"])
        assert query_keys(writing.connection, query, ["other", "x"]) == array("q")
    assert found == array("q", reversed(keys))


def test_a_new_row_gives_its_key_where_one_writes_alone(book):
    names = ("name", "hash", "digest")
    with book.writing() as writing:
        key = insert_new(writing.connection, tables.stream, names, ("own", b"1", b"2"))
        found = rows_in(writing.connection, "SELECT id FROM stream WHERE name IN (?*)", ["own"])
    assert found == ([(key,)] if book.is_sqlite else [])
    assert (key is None) is not book.is_sqlite


def test_upsert_overwrites_what_stands(book):
    with book.writing() as writing:
        for digest in ("1", "2"):
            given = [("f", "a", digest), ("f", "b", digest)]
            upsert_rows(writing.connection, service_tables.loaded_row, COLUMNS, given, key=("file", "key"))
    assert rows(book, "SELECT key, digest FROM loaded_row ORDER BY key") == [("a", "2"), ("b", "2")]


def test_values_are_never_read_as_sql(book):
    nasty = "'; DROP TABLE loaded_row; -- %s ? 100%"
    with book.writing() as writing:
        insert_rows(writing.connection, service_tables.loaded_row, COLUMNS, [("f", nasty, nasty)])
        assert len(rows_in(writing.connection, "SELECT key FROM loaded_row WHERE key IN (?*)", [nasty])) == 1
    assert row(book, "SELECT key, digest FROM loaded_row") == (nasty, nasty)


def test_parts_hold_everything_once():
    assert [list(part) for part in parts([1, 2, 3, 4, 5], 2)] == [[1, 2], [3, 4], [5]]
    assert list(parts([])) == []


def test_lists_of_any_length_have_few_spellings_on_sqlite(sqlite_book, monkeypatch):
    said = set()
    asked = bulk._rows_of

    def noted(connection, sql, values):
        said.add(sql)
        return asked(connection, sql, values)

    monkeypatch.setattr(bulk, "_rows_of", noted)
    with sqlite_book.reading() as connection:
        for length in range(1, CHUNK + 1):
            keys = [f"k{number}" for number in range(length)]
            assert bulk.rows_in(connection, "SELECT name FROM stream WHERE name IN (?*)", keys) == []
    assert len(said) <= 40
