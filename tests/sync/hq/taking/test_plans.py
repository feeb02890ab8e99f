"""What a desk's requests ask of HQ's database goes by an index, and is no more work in a larger channel."""

from datetime import UTC, datetime

import pytest

from sync.hq.deciding.shipping import ship
from sync.hq.service.asker import Asker
from sync.hq.taking import following
from sync.hq.taking.verifying import find_records, verify_stream
from sync.records.bodies.records import DealerBody, ProductBody
from sync.wire.messages import RecordsRequest, VerifyRequest
from tests.building.sync.books import AGENT, HQ, SHOP, TODAY, a_line, a_price, stock_up
from tests.building.sync.plans import noting, scans, swell
from tests.building.sync.policies import a_policy, publish_now

GROWING = {
    *("entry", "document", "document_line", "posting", "stock_move", "stock", "dealer", "desk", "stream", "problem"),
    *("policy_use", "request", "request_answer", "answer", "price", "product", "availability", "settlement"),
    *("statement", "confirmation", "quota", "policy_read", "undone", "passage", "copy", "move", "parted", "setting"),
}
# What is read whole all the same, and why that doesn't grow with the channel.
ALLOWED = (
    ("FROM wallet_use)", "wallet_use"),  # stops at the first row there is
    ("substr(name, 1, 9) = 'policies/'", "stream"),  # an index over the streams of policies alone
)


def fill(hq, *, dealers=1, products=1, policies=1):
    """More of everything that a channel grows by."""
    with hq.writing() as writing:
        for place in range(dealers):
            card = DealerBody(f"D{place}", f"经销商{place}", "city", HQ, "31", "P1")
            writing.put(f"dealer/D{place}", "dealer", f"D{place}", card)
        goods = [(f"Z{place}", ProductBody(f"Z{place}", f"商品{place}", "瓶")) for place in range(products)]
        writing.put_all("catalog", "product", goods)
        writing.put_all("prices/P1", "price", [a_price(f"Z{place}") for place in range(products)])
    stock_up(hq, {f"Z{place}": 100 for place in range(products)})
    for place in range(policies):
        publish_now(hq, a_policy(f"ZC{place}", products=_only(f"Z{place}")))
    following.follow_up(hq, datetime.now(UTC))


def _only(product):
    from domain.policies.scopes import ProductGroup, ProductScope

    return ProductScope(include=(ProductGroup(products=frozenset({product})),))


def live(hq, agent, shop):
    """A day of two desks: orders, a delivery, its receipt, polls, a comparison, a first fill, what was left undone."""
    for each in (agent, shop):
        each.exchange()
    order = agent.order(lines=[a_line("A"), a_line("B")])
    agent.exchange()
    ship(hq, order, on=TODAY, now="2026-11-23T09:00:00Z")
    agent.exchange()
    shop.order(seller=AGENT, buyer=SHOP)
    shop.exchange()
    agent.exchange()
    shop.exchange()
    asker = Asker(agent.desk, AGENT, agent.key.public)
    verify_stream(hq, asker, VerifyRequest("catalog"))
    verify_stream(hq, asker, VerifyRequest("catalog", list(range(256))))
    find_records(hq, asker, RecordsRequest("catalog", [("product", "A"), ("product", "B")]))
    following.sweep(hq, datetime.now(UTC) + 2 * following.LEASE)


@pytest.fixture
def living(hq, desks_of):
    fill(hq)
    stock_up(hq, {"A": 1000, "B": 1000})
    following.follow_up(hq, datetime.now(UTC))
    return hq, desks_of(hq, AGENT), desks_of(hq, SHOP)


def test_no_request_reads_a_growing_table_whole(living, monkeypatch):
    hq, agent, shop = living
    with noting(hq, monkeypatch) as noted:
        live(hq, agent, shop)
    assert len(noted.different) > 50
    swell(hq, GROWING)
    whole = {
        (statement, table)
        for statement in noted.different
        for table in scans(hq, statement) & GROWING
        if not any(part in statement and table == of for part, of in ALLOWED)
    }
    assert not whole, "\n".join(f"{table}: {statement}" for statement, table in sorted(whole))


def worked(hq, agent, monkeypatch):
    """Statements and rows of one order's exchange and of one question, once all that is kept between them is warm."""
    for _ in range(2):
        agent.exchange()
        agent.order(lines=[a_line("A"), a_line("B")])
        agent.exchange()
    agent.exchange()
    agent.order(lines=[a_line("A"), a_line("B")])
    with noting(hq, monkeypatch) as ordering:
        agent.exchange()
    with noting(hq, monkeypatch) as asking:
        agent.exchange()
    return [(len(each.different), each.fetched) for each in (ordering, asking)]


def test_an_exchange_is_no_more_work_in_a_larger_channel(living, monkeypatch):
    hq, agent, _ = living
    few = worked(hq, agent, monkeypatch)
    with hq.writing() as writing:
        for place in range(1000, 1150):
            card = DealerBody(f"D{place}", f"经销商{place}", "city", HQ, "31", "P1")
            writing.put(f"dealer/D{place}", "dealer", f"D{place}", card)
        goods = [(f"Y{place}", ProductBody(f"Y{place}", f"商品{place}", "瓶")) for place in range(300)]
        writing.put_all("catalog", "product", goods)
        writing.put_all("prices/P1", "price", [a_price(f"Y{place}") for place in range(300)])
    stock_up(hq, {f"Y{place}": 100 for place in range(300)})
    for place in range(100, 130):
        publish_now(hq, a_policy(f"ZC{place}", products=_only(f"Y{place}")))
    following.follow_up(hq, datetime.now(UTC))
    assert worked(hq, agent, monkeypatch) == few
