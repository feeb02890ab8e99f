"""Who reads what: itself and what stands below, never above or beside, and nothing stays when it is taken away."""

import random

import pytest

from sync.client.asking import Line
from sync.hq.scope import readable_streams
from sync.records.bodies import AvailabilityBody, DealerBody, PriceBody
from sync.wire.messages import (
    PROTOCOL,
    Cursor,
    ExchangeAnswer,
    ExchangeRequest,
    RecordsAnswer,
    RecordsRequest,
    VerifyAnswer,
    VerifyRequest,
)
from tests.sync.books import NOW, put
from tests.sync.ends import assert_equal_books, streams_of


def dealer(hq, name, parent, price_list=""):
    put(hq, f"dealer/{name}", "dealer", name, DealerBody(name, name, "store", parent, price_list=price_list))


@pytest.fixture
def tree(hq, desks):
    """HQ → GD01 (list P1) → GD01A (list P1), and beside them HN01 (list P2) → HN01A (list P3)."""
    dealer(hq, "HN01", "HQ", "P2")
    dealer(hq, "HN01A", "HN01", "P3")
    for name in ("P2", "P3"):
        put(hq, f"prices/{name}", "price", name, PriceBody(name, "A", 1))
    put(hq, "stock", "availability", "W1|A", AvailabilityBody("W1", "A", 1, NOW))
    return {name: desks(name) for name in ("HQ", "GD01", "GD01A", "HN01", "HN01A")}


def readable(hq, desk, dealer_id):
    with hq.reading() as connection:
        return {stream.name for stream in readable_streams(connection, desk.desk, dealer_id, "HQ")}


def test_each_reads_itself_and_below(hq, tree):
    desk = {name: end.stream for name, end in tree.items()}
    assert readable(hq, tree["GD01"], "GD01") == {
        "catalog", "prices/P1", "stock", "dealer/GD01", "dealer/GD01A", desk["GD01A"],
    }  # fmt: skip
    assert readable(hq, tree["GD01A"], "GD01A") == {"catalog", "prices/P1", "dealer/GD01A"}
    assert readable(hq, tree["HN01"], "HN01") == {
        "catalog", "prices/P2", "prices/P3", "stock", "dealer/HN01", "dealer/HN01A", desk["HN01A"],
    }  # fmt: skip
    assert readable(hq, tree["HQ"], "HQ") == streams_of(hq) - {desk["HQ"]}


def test_what_is_not_readable_is_answered_to_no_question(hq, tree):
    """A desk that names another's streams, in cursors or in repairs, learns nothing of them."""
    end = tree["GD01A"]
    line = Line(end.line, desk=end.desk, key=end.key)
    foreign = ["dealer/GD01", "dealer/HN01", "prices/P2", "stock", "hq", tree["GD01"].stream, "desk/none"]
    cursors = {name: Cursor(1, 0, bytes(32)) for name in foreign}
    answer = line.ask("/v1/exchange", ExchangeRequest(PROTOCOL, None, cursors), ExchangeAnswer)
    assert {page.stream for page in answer.pages} == {"catalog", "prices/P1", "dealer/GD01A"}
    assert answer.removed == sorted(foreign)
    for name in foreign:
        for path, question, wanted in (
            ("/v1/verify", VerifyRequest(name), VerifyAnswer),
            ("/v1/records", RecordsRequest(name, [("dealer", "GD01")]), RecordsAnswer),
        ):
            with pytest.raises(Exception, match="not_readable"):
                line.ask(path, question, wanted)


def test_circle_in_the_tree_ends(hq, desks):
    desk = desks()
    dealer(hq, "GD01", "GD01A", "P1")
    assert "dealer/GD01" in readable(hq, desk, "GD01")


@pytest.mark.parametrize("seed", range(8))
def test_moves_in_the_tree_leave_nothing_behind(hq, tree, seed):
    """c13: dealers move and lists change at random; afterwards each desk holds what it may read and nothing else."""
    chance = random.Random(seed)
    for _ in range(12):
        name = chance.choice(["GD01A", "HN01A"])
        dealer(hq, name, chance.choice(["HQ", "GD01", "HN01"]), chance.choice(["", "P1", "P2", "P3"]))
        who = chance.choice(sorted(tree))
        if chance.randrange(2):
            tree[who].order(buyer=who, seller="HQ")
        tree[who].exchange()
    for end in tree.values():
        end.exchange()
    for name, end in tree.items():
        end.exchange()
        held = streams_of(end.book) - {end.stream}
        assert held == {each for each in readable(hq, end, name) if _written(hq, each)}
    assert_equal_books(hq, *tree.values())


def _written(hq, stream):
    from tests.sync.ends import heads

    return heads(hq, stream)[stream].number > 0
