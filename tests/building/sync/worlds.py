"""HQ on each engine with desks about it, and a way to set HQ back to a backup by the database's own means."""

from datetime import UTC, datetime

import pytest

from sync.hq.restored.epochs import begin_epoch
from sync.records.books.database import open_sqlite, open_url
from tests.building.sync.books import stock_up
from tests.building.sync.ends import Local, a_desk, an_hq


class World:
    """HQ on one engine, with a way to set it back, and desks whose lines follow it."""

    def __init__(self, hq, save, load, folder):
        self.hq, self._save, self._load, self.folder = hq, save, load, folder
        self.desks = []

    def desk(self, dealer="GD01"):
        self.desks.append(a_desk(self.hq, self.folder / f"desk{len(self.desks)}", dealer))
        self.desks[-1].exchange()
        return self.desks[-1]

    def save(self):
        self._save()

    def set_back(self, *, told=True):
        """The database's own restore; with `told` a person then says so."""
        self.hq = self._load()
        for each in self.desks:
            each.line = Local(self.hq)
        if told:
            begin_epoch(self.hq, datetime.now(UTC), "王芳")

    def exchange(self):
        for each in self.desks:
            each.exchange()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def world(request, tmp_path):
    made = request.getfixturevalue(f"{request.param}_world")
    an_hq(made.hq)
    stock_up(made.hq, {"A": 1000})
    yield made
    for each in made.desks:
        each.book.close()


@pytest.fixture
def sqlite_world(tmp_path):
    from sync.records.schema.migrating import copy_file

    opened = [open_sqlite(tmp_path / "hq.db", create=True)]

    def load():
        opened[-1].close()
        place = tmp_path / f"hq-{len(opened)}.db"
        place.write_bytes((tmp_path / "saved.db").read_bytes())
        opened.append(open_sqlite(place))
        return opened[-1]

    yield World(opened[0], lambda: copy_file(opened[-1].engine, tmp_path / "saved.db"), load, tmp_path)
    opened[-1].close()


@pytest.fixture
def postgres_world(postgres_server, postgres_url, tmp_path):
    from tests.conftest import run_sql

    opened = [open_url(postgres_url)]
    names = []

    def copy(source, target):
        opened[-1].close()
        run_sql(postgres_server, f"CREATE DATABASE {target} TEMPLATE {source} STRATEGY file_copy")
        names.append(target)

    first = postgres_url.partition("?")[0].rpartition("/")[2]

    def save():
        copy(first, f"{first}_saved")
        opened.append(open_url(postgres_url))
        made.hq.engine = opened[-1].engine  # the desks' lines go on
        made.hq = opened[-1]
        for each in made.desks:
            each.line = Local(made.hq)

    def load():
        name = f"{first}_{len(names)}"
        copy(f"{first}_saved", name)
        opened.append(open_url(postgres_server.get_uri(name)))
        return opened[-1]

    made = World(opened[0], save, load, tmp_path)
    yield made
    opened[-1].close()
    for name in names:
        run_sql(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")
