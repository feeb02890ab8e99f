"""Alembic's entry: migrations run on the connection they are given, never on one of their own."""

from alembic import context

from sync.records.schema import (  # noqa: F401 -- they fill the metadata
    account_tables,
    policy_tables,
    returned_tables,
    service_tables,
    tables,
    tree_tables,
)
from sync.records.schema.columns import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
context.run_migrations()
