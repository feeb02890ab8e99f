"""Books of the version before open with today's program, say what they said, and exchange over a real line."""

import pytest

from tests.campaigns.outputs.script import ROOT
from tests.campaigns.outputs.trees import Tree
from tests.kept.books import figures, lay_out, quarrels, trade, written

pytestmark = pytest.mark.slow


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def kept(request, tmp_path):
    """The kept company's ends, none of them exchanging yet, and what was written down beside them."""
    database = request.getfixturevalue("empty_postgres_url") if request.param == "postgres" else ""
    company = lay_out(tmp_path / "company", Tree(ROOT), database=database)
    with company.open() as ends:
        yield company, ends


def test_what_stood_in_them_stands_in_them(kept):
    _, ends = kept
    said = figures(ends)
    assert said["waiting"] > 0
    assert said == {name: found for name, found in written().items() if name not in ("names", "heads")}
    for place in ("hq", "dealer", "city", "admin"):
        assert ends.done(place, "check")["ok"], place


def test_they_exchange_and_trade_and_agree(kept):
    company, ends = kept
    before = figures(ends)
    trade(company, ends)
    assert quarrels(ends) == []
    now = figures(ends)
    assert now["waiting"] == 0
    assert now["statements of dealer"] == before["statements of dealer"]
    for place in ("dealer", "city", "hq"):
        assert before[f"documents of {place}"].items() <= now[f"documents of {place}"].items()
