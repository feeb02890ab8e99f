"""Alembic's entry: migrations run on the connection they are given, never on one of their own."""

from alembic import context

from sync.records import account_tables, policy_tables, tables, tree_tables  # noqa: F401 -- they fill the metadata
from sync.records.columns import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
context.run_migrations()
