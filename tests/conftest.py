"""What all tests share: what they write is thrown away, so nothing of it has to reach the disk."""

import pytest

from sync.records import database

_TO_THE_DISK = database._PRAGMAS


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
