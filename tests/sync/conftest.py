"""Ends for tests of the exchange, and a key store that is nobody's."""

from functools import partial

import keyring
import pytest
from keyring.backend import KeyringBackend

from tests.building.sync.ends import End, a_desk, an_hq
from tests.building.sync.worlds import postgres_world, sqlite_world, world  # noqa: F401 -- fixtures


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
