"""What could be taken for something else is told: cards under HQ's codes, statements that prove nothing."""

from typing import Any

import msgspec
import pytest

from desktop.actions.headquarters.attention import attention
from desktop.desk import Desk, Identity
from desktop.wording import say
from sync.records.bodies.records import DealerBody, ProductBody
from tests.building.sync.books import AGENT, put
from tests.building.sync.ends import a_desk, an_hq
from tests.building.sync.statements import a_statement, altered
from tests.sync.conftest import key_store

__all__ = ["key_store"]


@pytest.fixture
def both(sqlite_book, tmp_path):
    hq = an_hq(sqlite_book)
    end = a_desk(hq, tmp_path / "gd")
    end.exchange()
    yield hq, end, Desk(end.book, Identity("desk", end.desk, AGENT, "01", ""), end.folder)
    end.book.close()


def told(desk, *codes):
    with desk.book.reading() as connection:
        return [each for each in attention(connection, desk) if each.code in codes]


def test_a_card_under_a_code_of_hqs_is_told_and_any_other_is_not(both):
    _, end, desk = both
    put(end.book, end.stream, "product", "GD01:Z", ProductBody("Z", "自有", "瓶", owner="GD01"))
    put(end.book, end.stream, "dealer", "GD01:C1", DealerBody("C1", "小店", "store", "GD01"))
    assert told(desk, "card_like_hqs") == []
    put(end.book, end.stream, "product", "GD01:A", ProductBody("A", "像的", "瓶", owner="GD01"))
    put(end.book, end.stream, "dealer", "GD01:GD01A", DealerBody("GD01A", "像的店", "store", "GD01"))
    found = told(desk, "card_like_hqs")
    assert [(each.facts["kind"], each.number) for each in found] == [("dealer", "GD01A"), ("product", "A")]
    for each in found:
        for language in ("zh", "en"):
            sentence = say(each.code, language, **each.facts)
            assert "像的" in sentence
            assert each.number in sentence
            assert "{" not in sentence


WRONG: dict[str, dict[str, Any]] = {
    "statement_unreadable": {"form": msgspec.Raw(b"{}")},
    "statement_altered": {"closing": 1},
    "statement_forged": {"signature": "AAAA", "signer": "HQ"},
}


@pytest.mark.parametrize("code", WRONG)
def test_a_statement_that_came_and_proves_nothing_is_told(both, code):
    hq, end, desk = both
    number = "DZD-00-202610-0001"
    put(hq, f"dealer/{AGENT}", "statement", number, altered(a_statement(number, []), **WRONG[code]))
    end.exchange()
    [found] = told(desk, *WRONG, "statement_issued")
    assert (found.code, found.number) == (code, number)
    assert number in say(found.code, "zh", **found.facts)


def test_a_statement_that_is_what_it_says_waits_as_ever(both):
    hq, end, desk = both
    put(hq, f"dealer/{AGENT}", "statement", "DZD-00-202610-0001", a_statement("DZD-00-202610-0001", []))
    end.exchange()
    assert [each.code for each in told(desk, *WRONG, "statement_issued")] == ["statement_issued"]
