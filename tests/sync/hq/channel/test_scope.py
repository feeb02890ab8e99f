"""Who reads what: itself and what stands below, never above or beside, and nothing stays when it is taken away."""

import random

import pytest

from domain.policies.policy import Stacking
from domain.policies.scopes import EVERYONE, Audience
from sync.client.line.asking import HqLine
from sync.hq.channel.scope import readable_streams
from sync.records.bodies.records import AvailabilityBody, DealerBody, PriceBody
from sync.records.pricing.policy_forms import stream_of
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
from tests.building.domain.policy_makers import dealers
from tests.building.sync.books import NOW, put, rows
from tests.building.sync.ends import assert_equal_books, streams_of
from tests.building.sync.policies import a_policy, publish_now, tomorrow, untils


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
    line = HqLine(end.line, desk=end.desk, key=end.key)
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
        if chance.randrange(2) and who != "HQ":  # HQ's people ask; documents of HQ aren't theirs to write
            tree[who].order(buyer=who, seller="HQ")
        tree[who].exchange()
    for end in tree.values():
        end.exchange()
    for name, end in tree.items():
        end.exchange()
        held = streams_of(end.book) - {end.stream}
        assert held == {each for each in readable(hq, end, name) if _written(hq, each)}
    assert_equal_books(hq, *tree.values())


# ---- policies


def tagged(hq, name, parent, tier="store", territory="", tags=()):
    put(hq, f"dealer/{name}", "dealer", name, DealerBody(name, name, tier, parent, territory, tags=list(tags)))


AUDIENCES = {
    "ALL": EVERYONE,
    "NAMED": dealers("HN01"),
    "TIER": dealers(tiers=("store",)),
    "LAND": dealers(territories=("44",)),
    "TAG": dealers(tags=("KA",)),
    "BRANCH": dealers(below=("HN01",)),
    "BUT": Audience((), dealers("GD01").include),
}


@pytest.fixture
def policied(hq, desks):
    """HQ → GD01 (44) → GD01A; HQ → HN01 (43) → HN01A (tag KA); one policy for each kind of audience."""
    tagged(hq, "GD01", "HQ", "province", "440000")
    tagged(hq, "GD01A", "GD01", "store", "440100")
    tagged(hq, "HN01", "HQ", "province", "430000")
    tagged(hq, "HN01A", "HN01", "store", "430100", tags=("KA",))
    for code, audience in AUDIENCES.items():
        publish_now(hq, a_policy(code, audience=audience, stacking=Stacking(group=code)))
    return {name: desks(name) for name in ("HQ", "GD01", "GD01A", "HN01", "HN01A")}


def policies_of(end):
    end.exchange()
    return {code for (code,) in rows(end.book, "SELECT policy FROM policy")}


def test_each_reads_the_policies_that_speak_to_him(hq, policied):
    """c14: every dealer sees policies addressed to it and no others; HQ's people see all."""
    assert {name: policies_of(end) for name, end in policied.items()} == {
        "HQ": set(AUDIENCES),
        "GD01": {"ALL", "LAND"},
        "GD01A": {"ALL", "TIER", "LAND", "BUT"},
        "HN01": {"ALL", "NAMED", "BRANCH", "BUT"},
        "HN01A": {"ALL", "TIER", "TAG", "BRANCH", "BUT"},
    }
    assert_equal_books(hq, *policied.values())


def test_nothing_of_other_policies_is_in_any_page(hq, policied):
    """On the wire: no page names, and no answer holds, a policy that isn't his."""
    for name, end in policied.items():
        line = HqLine(end.line, desk=end.desk, key=end.key)
        answer = line.ask("/v1/exchange", ExchangeRequest(PROTOCOL, None, {}), ExchangeAnswer)
        told = b"".join(bytes(entry.body or b"") for page in answer.pages for entry in page.entries).decode()
        mine = policies_of(end)
        assert {code for code in AUDIENCES if f'"policy":"{code}"' in told} == mine
        assert all(f"政策{code}" not in told for code in AUDIENCES.keys() - mine), name
        foreign = [stream_of(a_policy(audience=AUDIENCES[code])) for code in AUDIENCES.keys() - mine]
        for stream in foreign:
            with pytest.raises(Exception, match="not_readable"):
                line.ask("/v1/records", RecordsRequest(stream, [("policy", "NAMED/1")]), RecordsAnswer)


def test_the_whole_channels_policy_is_read_by_whoever_sells_to_its_audience(hq, desks):
    tagged(hq, "GD01", "HQ", "province")
    tagged(hq, "GD01A", "GD01", "store")
    tagged(hq, "HN01", "HQ", "province")
    shops = dealers(tiers=("store",))
    publish_now(hq, a_policy("DIRECT", audience=shops))
    publish_now(hq, a_policy("CHANNEL", audience=shops, channel=True, stacking=Stacking(group="c")))
    assert policies_of(desks("GD01")) == {"CHANNEL"}
    assert policies_of(desks("GD01A")) == {"DIRECT", "CHANNEL"}
    assert policies_of(desks("HN01")) == set()


def test_a_dealer_who_changes_loses_and_gains_policies_at_the_next_exchange(hq, policied):
    """c15: a new territory, tag or parent holds from the next exchange; nothing of the old ones stays."""
    shop = policied["GD01A"]
    assert policies_of(shop) == {"ALL", "TIER", "LAND", "BUT"}
    tagged(hq, "GD01A", "GD01", "city", "430100", tags=("KA", "新店"))
    assert policies_of(shop) == {"ALL", "TAG", "BUT"}
    tagged(hq, "GD01A", "HN01", "city", "430100")
    assert policies_of(shop) == {"ALL", "BRANCH", "BUT"}
    assert_equal_books(hq, shop)


def test_a_version_that_documents_name_can_be_reckoned_again_when_its_stream_is_gone(hq, policied):
    shop = policied["GD01A"]
    policies_of(shop)
    shop.order("o1", buyer="GD01A", seller="GD01")
    with shop.book.writing() as writing:
        use = "INSERT INTO policy_use (document, policy, version) SELECT pk, 'LAND', 1 FROM document"
        writing.connection.exec_driver_sql(use)
    tagged(hq, "GD01A", "GD01", "store", "430100")
    assert "LAND" not in policies_of(shop)
    assert rows(shop.book, "SELECT policy, version FROM policy_kept") == [("LAND", 1)]


def test_an_ended_version_is_told_to_whoever_has_it(hq, policied):
    end = policied["HN01"]
    policies_of(end)
    publish_now(hq, a_policy("NAMED", version=2, start=tomorrow(5), audience=AUDIENCES["NAMED"]))
    policies_of(end)
    assert untils(end.book, "NAMED") == [(1, tomorrow(4).isoformat()), (2, "")]


def _written(hq, stream):
    from tests.building.sync.ends import heads

    return heads(hq, stream)[stream].number > 0
