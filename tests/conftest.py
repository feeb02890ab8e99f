"""What all tests share: what they write is thrown away, so nothing of it has to reach the disk."""

import pytest

from sync.records import database

_TO_THE_DISK = database._PRAGMAS


@pytest.fixture(autouse=True, scope="session")
def nothing_has_to_reach_the_disk():
    """As with the tests' PostgreSQL; processes, the power's images and benchmarks write as the program does."""
    database._PRAGMAS = tuple(each.replace("synchronous=FULL", "synchronous=OFF") for each in _TO_THE_DISK)
    assert database._PRAGMAS != _TO_THE_DISK
    yield
    database._PRAGMAS = _TO_THE_DISK


@pytest.fixture
def to_the_disk(monkeypatch):
    """For a test of how the program itself writes."""
    monkeypatch.setattr(database, "_PRAGMAS", _TO_THE_DISK)
