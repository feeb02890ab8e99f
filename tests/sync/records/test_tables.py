"""The tables as the program names them are the tables the migrations make, on both engines."""

from sqlalchemy import inspect

from sync.records import account_tables, policy_tables, snapshot_tables, tables, tree_tables
from sync.records.columns import metadata

PLACES = (tables, policy_tables, account_tables, snapshot_tables, tree_tables)  # what fills the metadata


def test_migrations_make_what_the_program_names(book):
    there = inspect(book.engine)
    assert all(place.metadata is metadata for place in PLACES)
    for table in metadata.tables.values():
        columns = {column["name"]: column["nullable"] for column in there.get_columns(table.name)}
        assert columns == {column.name: column.nullable for column in table.columns}, table.name
        named = {index.name for index in table.indexes}
        assert named <= {index["name"] for index in there.get_indexes(table.name)}, table.name
