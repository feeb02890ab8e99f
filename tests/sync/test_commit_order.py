"""Writers at once, and a reader by cursors: streams miss nothing, where a plain serial number would."""

import pytest

from tests.campaigns.commit_order import campaign, idle_elsewhere


@pytest.mark.slow
def test_nothing_is_missed_with_sqlite(tmp_path):
    found = campaign(f"sqlite:///{tmp_path / 'book.db'}", writers=4, changes=1_500, streams=8)
    assert (found.missed, found.holes, found.repeated) == (0, 0, 0)
    assert found.changes > 1_000
    assert found.rolled_back


@pytest.mark.slow
@pytest.mark.postgres
def test_nothing_is_missed_with_postgres_where_a_serial_number_misses(postgres_server, postgres_url):
    with idle_elsewhere(postgres_url):
        found = campaign(postgres_url, writers=8, changes=6_000, streams=20)
    assert (found.missed, found.holes, found.repeated) == (0, 0, 0)
    assert found.changes > 4_000
    assert found.rolled_back
    assert found.plain_missed > 0
