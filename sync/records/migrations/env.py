"""Alembic's entry: migrations run on the connection they are given, never on one of their own."""

from alembic import context

from sync.records.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
context.run_migrations()
