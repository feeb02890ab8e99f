"""The engines and an oracle written from the documents come to the same, to the fen, over random policies."""

import pytest

from tests.oracle.comparing import KINDS

CASES = {"promotions": 400, "prices": 500, "rebates": 120, "wallets": 150}


@pytest.mark.parametrize("kind", KINDS)
def test_the_engine_comes_to_what_the_documents_say(kind):
    for number in range(CASES[kind]):
        assert KINDS[kind](number) == "", (kind, number)


def test_the_oracle_notices_an_engine_that_is_wrong(monkeypatch):
    monkeypatch.setattr("domain.promotions.lines.Run.cut", lambda run, _units: run)  # a part takes the whole
    assert any(KINDS["promotions"](number) for number in range(200))
