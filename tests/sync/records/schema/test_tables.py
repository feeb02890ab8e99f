"""The tables as the program names them are the tables the migrations make, on both engines."""

import pytest
from sqlalchemy import inspect

from sync.records.bodies.records import ProductBody
from sync.records.schema import account_tables, policy_tables, snapshot_tables, tables, tree_tables
from sync.records.schema.columns import metadata
from tests.building.sync.books import put, rows

PLACES = (tables, policy_tables, account_tables, snapshot_tables, tree_tables)  # what fills the metadata
PARTS = {"entry": ["entry_living", "entry_replaced"]}


def test_migrations_make_what_the_program_names(book):
    there = inspect(book.engine)
    assert all(place.metadata is metadata for place in PLACES)
    for table in metadata.tables.values():
        columns = {column["name"]: column["nullable"] for column in there.get_columns(table.name)}
        assert columns == {column.name: column.nullable for column in table.columns}, table.name
        named = {index.name for index in table.indexes}
        parts = PARTS.get(table.name, []) if book.engine.dialect.name == "postgresql" else []
        made = {index["name"] for each in [table.name, *parts] for index in there.get_indexes(each)}
        assert named <= made, table.name


@pytest.mark.postgres
def test_what_lives_and_what_was_replaced_lie_apart_at_hq(postgres_book):
    put(postgres_book, "catalog", "product", "A", ProductBody("A", "水", "瓶"))
    put(postgres_book, "catalog", "product", "A", ProductBody("A", "山泉水", "瓶"))
    assert rows(postgres_book, "SELECT number, live FROM entry_living") == [(2, True)]
    assert rows(postgres_book, "SELECT number, live FROM entry_replaced") == [(1, False)]
