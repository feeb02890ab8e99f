"""Formal settlement out of the books: nets what was paid, claws back, posts, holds back, and never doubles."""

import json
import threading
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.errors import RefusedError, UsageError
from domain.policies.rebate_terms import Reward, Rounding, Target
from sync.hq.deciding import settling_rebates
from sync.hq.deciding.rewards import Hand, approve_adjustment
from sync.hq.deciding.settling_rebates import settle_rebate, settle_rebates
from sync.records.bodies.policies import RebateAdjustmentBody
from sync.records.books.database import open_sqlite
from sync.records.people.requesting import Request
from sync.records.rebates.wallets import wallet_entries
from tests.building.domain.policy_makers import D, dealers, only
from tests.building.domain.rebate_makers import a_rebate, tiers
from tests.building.sync.books import AGENT, HQ, NOW, SHOP, found_hq, put, row, rows
from tests.building.sync.ends import assert_sound
from tests.building.sync.rebate_books import (
    an_order,
    came_back,
    earned,
    payouts,
    publish,
    settle,
    settle_in_one,
    sold,
    standing,
)

DEC = date(2026, 12, 3)
TODAY = date(2026, 12, 5)


@pytest.fixture
def books(book):
    found_hq(book)
    return book


def adjusted(book, amount="50", period="2026-11", *, made_by="王芳", record="a1"):
    body = RebateAdjustmentBody("R", AGENT, period, int(D(amount) * 10_000), "补差", made_by, NOW)
    put(book, "hq", "rebate_adjustment", record, body)
    return record


def approved(book, record="a1", by="李明"):
    with book.writing() as writing:
        return approve_adjustment(writing, record, Hand(by, TODAY, NOW))


def lines_of(book):
    stored = rows(book, "SELECT lines FROM rebate_payout ORDER BY number")
    return [line["kind"] for (lines,) in stored for line in json.loads(lines)]


def test_settling_pays_what_is_earned_once(books):
    publish(books, a_rebate(reward=Reward(scope=only("A"), months=3)))
    sold(books, "11500")
    assert settle(books) == [(AGENT, 2300)]
    assert settle(books) == []
    assert standing(books).paid == 2300
    with books.reading() as connection:
        (entry,) = wallet_entries(connection, AGENT)
    assert (entry.amount, entry.policy, entry.period) == (D(2300), "R", "2026-11")
    assert (entry.scope, entry.expires) == (only("A"), date(2027, 2, 28))
    number, state, stream = row(
        books,
        "SELECT p.number, p.state, s.name FROM rebate_payout p JOIN entry e ON e.record = p.id "
        "JOIN stream s ON s.id = e.stream",
    )
    assert (number, state, stream) == ("FLJS-00-261205-0001", "handed_over", f"dealer/{AGENT}")
    assert_sound(books)


def test_goods_that_come_back_after_the_payout_are_clawed_back(books):
    publish(books, a_rebate(returns="sale_date"))
    delivery = sold(books, "11500")
    settle(books)
    came_back(books, "7500", DEC, source=delivery)
    assert earned(books, period="2026-11", on=TODAY) == 400
    assert settle(books) == [(AGENT, -1900)]
    assert settle(books) == []
    assert lines_of(books) == ["accrued", "accrued", "paid"]


def test_a_return_that_is_undone_restores_what_was_earned(books):
    publish(books, a_rebate(returns="sale_date"))
    delivery = sold(books, "11500")
    settle(books)
    back = came_back(books, "7500", DEC, source=delivery)
    settle(books)
    came_back(books, "-7500", DEC, source=delivery, reverses=back)
    assert settle(books) == [(AGENT, 1900)]
    assert sum(amount for _, amount in payouts(books)) == 2300


def test_a_period_that_is_not_over_is_only_settled_as_interim(books):
    publish(books, a_rebate())
    sold(books, "1000", date(2026, 12, 1))
    with pytest.raises(RefusedError, match="rebate_period_open") as refused:
        settle(books, period="2026-12")
    assert refused.value.facts["end"] == date(2026, 12, 31)
    assert settle(books, period="2026-12", interim=True) == [(AGENT, 100)]
    sold(books, "4000", date(2026, 12, 20))
    assert settle(books, period="2026-12", today=date(2027, 1, 4)) == [(AGENT, 900)]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"policy": "X"}, "rebate_unknown"),
        ({"period": "2026-13"}, "rebate_period_unknown"),
        ({"period": "2027-01"}, "rebate_period_unknown"),
        ({"period": "2026-Q4"}, "rebate_period_unknown"),
        ({"dealers": ("nobody",)}, "dealer_unknown"),
        ({"version": 2}, "rebate_version"),
    ],
)
def test_what_cannot_be_settled_is_refused_with_the_reason(books, changed, code):
    publish(books, a_rebate())
    with pytest.raises((UsageError, RefusedError), match=code):
        settle(books, **changed)
    assert payouts(books) == []


def test_an_account_reward_is_posted_at_once_and_taken_back_by_a_claw_back(books):
    publish(books, a_rebate(returns="sale_date", reward=Reward("account"), rounding=Rounding("keep")))
    delivery = sold(books, "1000.03", due="2026-12-31")
    assert settle(books) == [(AGENT, D("100.00"))]
    posted = (
        "SELECT d.number, d.method, d.ref, d.seller, p.amount FROM document d JOIN posting p ON p.document = d.pk "
        "WHERE d.kind = 'rebate_settlement' ORDER BY d.pk"
    )
    assert rows(books, posted) == [("FLD-00-261205-0001", "account", "FLJS-00-261205-0001", HQ, -10000)]
    came_back(books, "1000.03", DEC, source=delivery)
    settle(books)
    assert rows(books, posted)[1][4] == 10000
    assert_sound(books)


def test_an_adjustment_counts_once_a_second_person_approved_it(books):
    publish(books, a_rebate())
    sold(books, "1000")
    record = adjusted(books)
    with pytest.raises(RefusedError, match="adjustment_unapproved"):
        settle(books)
    with pytest.raises(RefusedError, match="adjustment_own"):
        approved(books, record, by="王芳")
    made = approved(books, record)
    with pytest.raises(RefusedError, match="adjustment_approved"):
        approved(books, made)
    assert settle(books) == [(AGENT, 150)]
    assert lines_of(books) == ["accrued", "adjustment"]
    assert settle(books) == []
    adjusted(books, "-20", record="a2")
    approved(books, "a2")
    assert settle(books) == [(AGENT, -20)]


def test_only_the_dealers_named_are_settled(books):
    publish(books, replace(a_rebate(), channel=True))
    sold(books, "1000")
    sold(books, "1000", seller=AGENT, buyer=SHOP)
    assert settle(books, dealers=[SHOP]) == [(SHOP, 100)]
    assert settle(books) == [(AGENT, 100)]


def test_what_a_year_holds_back_is_said_and_freed_later(books):
    publish(books, a_rebate(tiers((0, 10)), to_date="all", targets=(Target(D(150)),)))
    sold(books, "100", date(2026, 10, 5))
    sold(books, "900", date(2026, 11, 5))
    assert settle(books, period="2026-10") == [(AGENT, 0)]
    assert settle(books, period="2026-10") == []
    assert settle(books, period="2026-11") == [(AGENT, 0)]
    sold(books, "1000", date(2026, 11, 6))
    assert settle(books, period="2026-11") == [(AGENT, 200)]
    assert lines_of(books) == ["accrued", "held_back", "accrued", "held_back", "accrued", "released"]
    with books.reading() as connection:
        assert [entry.amount for entry in wallet_entries(connection, AGENT)] == [200]


def test_hq_does_what_its_desk_asked_for(books):
    publish(books, a_rebate())
    sold(books, "1000")
    facts = {"version": "1", "period": "2026-11", "dealers": AGENT}
    request = Request("q", "settle_rebate", "R", "王芳", NOW, facts)
    with books.writing() as writing:
        assert settle_rebate(writing, request, TODAY, NOW) == "FLJS-00-261205-0001"
    with books.writing() as writing:
        assert settle_rebate(writing, request, TODAY, NOW) == ""
    assert payouts(books) == [(AGENT, 100)]


def test_a_settlement_broken_off_goes_on_without_doubling(books, monkeypatch):
    publish(books, replace(a_rebate(), channel=True))
    sold(books, "1000")
    sold(books, "1000", seller=AGENT, buyer=SHOP)
    monkeypatch.setattr(settling_rebates, "_CHUNK", 1)
    whole, calls = settling_rebates.settle_within, []

    def killed(writing, order):
        made = whole(writing, order)
        calls.append(made)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return made

    monkeypatch.setattr(settling_rebates, "settle_within", killed)
    with pytest.raises(KeyboardInterrupt):
        settle_rebates(books, an_order())
    assert payouts(books) == [(AGENT, 100)]
    monkeypatch.setattr(settling_rebates, "settle_within", whole)
    assert settle(books) == [(SHOP, 100)]
    assert settle(books) == []


def test_two_settlements_at_once_pay_once(books):
    publish(books, replace(a_rebate(reward=Reward("account"), audience=dealers(AGENT)), channel=True))
    sold(books, "1000")
    together = threading.Barrier(2)
    failed = []

    def one():
        together.wait()
        try:
            settle_rebates(books, an_order())
        except Exception as failure:  # noqa: BLE001 -- told below
            failed.append(failure)

    threads = [threading.Thread(target=one) for _ in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(60)
    assert not failed
    assert payouts(books) == [(AGENT, 100)]
    assert len(rows(books, "SELECT pk FROM document WHERE kind = 'rebate_settlement'")) == 1


sales = st.lists(st.tuples(st.integers(-40_000, 90_000), st.integers(1, 30)), min_size=1, max_size=8)


@given(sales, st.integers(0, 8))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_settling_in_parts_pays_what_settling_once_pays(tmp_path_factory, lines, cut):
    policies = [
        a_rebate(),
        a_rebate(tiers((0, 3)), code="K", rounding=Rounding("keep")),
        a_rebate(method="marginal", code="M"),
    ]
    sums = []
    for in_parts in (True, False):
        book = open_sqlite(tmp_path_factory.mktemp("book") / "book.db", create=True)
        found_hq(book)
        publish(book, *policies)
        for part in (lines[:cut], lines[cut:]):
            for fen, day in part:
                sold(book, D(fen) / 100, date(2026, 11, day))
            for policy in "RKM" if in_parts else "":
                settle_in_one(book, policy, interim=True)
        for policy in "RKM":
            settle(book, policy)
        paid = rows(book, "SELECT policy, SUM(payable) FROM rebate_payout GROUP BY policy HAVING SUM(payable) <> 0")
        sums.append(sorted((policy, int(total)) for policy, total in paid))
        book.close()
    assert sums[0] == sums[1]
