"""The short form of the campaign over the service's own description: no server error, nothing undescribed."""

import pytest

from tests.campaigns.api import run

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("engine", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_requests_made_from_the_description_meet_no_server_error(engine, tmp_path, request):
    url = request.getfixturevalue("postgres_url") if engine == "postgres" else ""
    found = run(engine, 288, tmp_path, number=7, url=url)
    assert found.cases >= 120
    assert found.errors == []
    assert found.undescribed == []
    assert found.statuses["/v1/exchange 200"] > 10
