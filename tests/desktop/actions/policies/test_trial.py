"""A policy is tried on the documents that are really in HQ's books, of last year or of the days asked for."""

from datetime import date
from decimal import Decimal

import pytest

from desktop.actions.policies.policies import simulate
from desktop.desk import Desk, Identity
from desktop.wording import say
from domain.errors import RefusedError, UsageError
from domain.policies.file import write_policy
from domain.policies.policy import Policy
from domain.policies.rebate_terms import Rebate, Tier
from domain.policies.scopes import EVERYONE, Period, only
from sync.records.bodies.records import DocumentBody, LineBody
from sync.records.books.database import open_sqlite
from tests.building.domain.policy_makers import D, dealers
from tests.building.sync.books import AGENT, HQ, NOW, SHOP, TODAY, found_hq, put, rows
from tests.building.sync.policies import a_policy, publish_now

LAST_YEAR = date(2025, 12, 10)
NEXT = date(2026, 12, 1)
YEAR = {"start": NEXT, "end": date(2026, 12, 31)}


@pytest.fixture
def hq(tmp_path):
    book = open_sqlite(tmp_path / "hq.db", create=True)
    found_hq(book)
    with Desk(book, Identity("hq", "", HQ, "00", ""), tmp_path) as desk:
        yield desk


def document(hq, kind, *lines, buyer=AGENT, seller=HQ, on=LAST_YEAR, state="accepted", **fields):
    record = f"{kind}-{len(rows(hq.book, 'SELECT pk FROM document'))}"
    amount = sum(line.amount for line in lines)
    body = DocumentBody(record, seller, buyer, on.isoformat(), NOW, amount, list(lines), state=state, **fields)
    put(hq.book, f"dealer/{buyer}", kind, record, body)


def line(sku="A", quantity=100, price="2.50", **more):
    return LineBody(sku, sku, quantity * 1000, int(D(price) * quantity * 100), int(D(price) * 10000), "瓶", **more)


def form(**fields):
    return write_policy(a_policy(**{**YEAR, **fields}))


def shown(simulation):
    return [(each.dealer.id, each.documents, each.turnover, each.before, each.after) for each in simulation.dealers]


def test_last_years_orders_are_tried(hq):
    document(hq, "order", line())
    document(hq, "order", line(), line("B", 10, gift="OLD"))
    document(hq, "order", line(), on=date(2025, 11, 30))
    document(hq, "order", line(), state="cancelled")
    document(hq, "order", line(), buyer=SHOP, seller=AGENT)
    found = simulate(hq, form(percent=10))
    assert (found.first_day, found.last_day, found.documents) == (date(2025, 12, 1), date(2025, 12, 31), 2)
    assert shown(found) == [(AGENT, 2, D(500), D(0), D(50))]
    assert (found.before, found.after, found.against, found.reasons) == (D(0), D(50), None, ())


def test_deliveries_where_nobody_ordered_and_the_whole_channel(hq):
    document(hq, "delivery", line(), state="posted")
    document(hq, "delivery", line(), buyer=SHOP, seller=AGENT, state="posted")
    assert shown(simulate(hq, form(percent=10))) == [(AGENT, 1, D(250), D(0), D(25))]
    both = simulate(hq, form(percent=10, channel=True))
    assert {each[0]: each[4] for each in shown(both)} == {AGENT: D(25), SHOP: D(25)}


def test_side_by_side_with_the_version_in_force(hq):
    publish_now(hq.book, a_policy(percent=4))
    document(hq, "order", line())
    found = simulate(hq, form(version=2, percent=10))
    assert found.against is not None
    assert (found.against.version, shown(found)) == (1, [(AGENT, 1, D(250), D(10), D(25))])
    assert found.dealers[0].difference == D(15)


def test_what_was_accepted_counts_at_todays_list_price_and_hand_prices_stay(hq):
    document(hq, "order", line(quantity=100, price="9", accepted=40_000))
    document(hq, "order", line("Z", 10, "3.00"), line(price="2.00", by_hand=True))
    assert shown(simulate(hq, form(percent=10))) == [(AGENT, 1, D(100) + D(200), D(0), D(10))]


def test_rebate_on_deliveries_less_returns(hq):
    document(hq, "delivery", line(quantity=1000), state="posted")
    document(hq, "return", line(quantity=200), state="posted")
    terms = Rebate((Tier(D(0), percent=D(5)),))
    rebate = Policy("R", 1, "返利", terms, EVERYONE, Period(NEXT, date(2026, 12, 31)))
    found = simulate(hq, write_policy(rebate))
    assert shown(found) == [(AGENT, 2, D(2000), D(0), D(100))]
    assert found.documents == 2


def test_days_asked_for(hq):
    document(hq, "order", line(), on=date(2011, 3, 4))
    assert simulate(hq, form(), date(2011, 3, 1)).documents == 1
    nothing = simulate(hq, form())
    assert [each.code for each in nothing.reasons] == ["simulation_nothing"]
    assert "2025-12-01" in say(nothing.reasons[0], "zh")


def test_ties_are_told_and_other_faults_refused(hq):
    publish_now(hq.book, a_policy("OLD", products=only("A")))
    document(hq, "order", line())
    found = simulate(hq, form(products=only("A")))
    assert [each.code for each in found.reasons] == ["policy_tie", "promotion_tie"]
    with pytest.raises(RefusedError, match="policy_unfit"):
        simulate(hq, form(products=only("ZZZ")))
    with pytest.raises(UsageError, match="policy_misformed"):
        simulate(hq, {"id": "X"})


def test_only_its_audience_is_looked_at(hq):
    document(hq, "order", line())
    assert simulate(hq, form(audience=dealers(SHOP))).documents == 0


def test_progress_and_cancel(hq):
    for _ in range(3):
        document(hq, "order", line())
    steps: list[tuple[int, int]] = []
    simulate(hq, form(), progress=lambda done, total: steps.append((done, total)))
    assert steps == [(0, 3), (3, 3)]
    with pytest.raises(RefusedError, match="simulation_cancelled"):
        simulate(hq, form(), cancelled=lambda: True)


def test_nothing_is_written(hq):
    document(hq, "order", line())
    before = rows(hq.book, "SELECT id, head FROM stream ORDER BY id")
    simulate(hq, form())
    assert rows(hq.book, "SELECT id, head FROM stream ORDER BY id") == before
    assert isinstance(simulate(hq, form()).after, Decimal)
    assert date(2026, 11, 23) == TODAY
