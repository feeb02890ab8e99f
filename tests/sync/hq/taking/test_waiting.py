"""What is held because it rests on something that isn't at HQ yet is taken when that comes, and everybody is told."""

import json
from datetime import UTC, datetime

import pytest

from sync.hq.taking import following
from sync.records.bodies.records import AnswerBody, DealerBody
from tests.building.sync.books import NOW, order_of, put, row, rows
from tests.building.sync.ends import assert_equal_books, problems_of
from tests.sync.hq.test_admission import a_paper

SHOP = "GD01A"


@pytest.fixture
def chain(hq, desks):
    """HQ, the agent's desk, and the desk of the shop below it."""
    agent, shop = desks(), desks(SHOP)
    for end in (agent, shop):
        end.exchange()
    return hq, agent, shop


def ordered(shop):
    return shop.order(seller="GD01", buyer=SHOP)


def answered(agent, order):
    put(
        agent.book,
        agent.stream,
        "answer",
        order,
        AnswerBody(order, "accepted", NOW, [10000], number="XSDD-02-261123-0001"),
    )


def test_an_answer_waits_for_its_order_and_is_taken_when_that_comes(chain):
    hq, agent, shop = chain
    order = ordered(shop)
    # The seller knows the order from elsewhere, as after HQ was set back, and comes first.
    answered(agent, order)
    agent.exchange()
    [(code, waits)] = rows(hq, "SELECT code, waits_for FROM problem")
    assert (code, waits) == ("answer_not_yours", order)
    assert (agent.stream, "answer", order, "held_at_hq") in problems_of(agent.book)
    shop.exchange()
    assert problems_of(hq) == []
    assert order_of(hq, order)[0] == "accepted"
    for end in (agent, shop):
        end.exchange()
    assert problems_of(agent.book) == []
    assert order_of(shop.book, order)[0] == "accepted"
    assert order_of(agent.book, order)[0] == "accepted"
    assert_equal_books(hq, agent, shop)


def test_what_waits_for_what_waited_is_taken_with_it_in_every_copy(chain):
    hq, agent, shop = chain
    order = ordered(shop)
    answered(agent, order)
    delivery = a_paper("GD01", SHOP, number="XSCK-01-261123-0001", source=order)
    put(agent.book, agent.stream, "delivery", "d1", delivery)
    back = a_paper("GD01", SHOP, number="XSTH-01-261123-0001", source="d1")
    put(agent.book, agent.stream, "return", "r1", back)
    agent.exchange()
    assert [each[2] for each in problems_of(hq)] == [order, "d1", "r1"]
    shop.exchange()
    assert problems_of(hq) == []
    assert row(hq, "SELECT SUM(amount) FROM posting WHERE buyer = :buyer", buyer=SHOP) == (0,)
    for end in (agent, shop, agent):
        end.exchange()
    assert problems_of(agent.book) == []
    assert rows(shop.book, "SELECT kind FROM document ORDER BY kind") == [("delivery",), ("order",), ("return",)]
    assert_equal_books(hq, agent, shop)


def test_a_desk_above_that_had_it_as_held_takes_it_too(chain, desks):
    hq, agent, shop = chain
    above, late = desks("HQ"), desks("HQ")
    put(agent.book, agent.stream, "dealer", "GD01:C9", DealerBody("C9", "小店", "store", "GD01"))
    for end in (agent, above):
        end.exchange()
    order = ordered(shop)
    answered(agent, order)
    for end in (agent, above, late):
        end.exchange()
    assert (agent.stream, "answer", order, "held_at_hq") in problems_of(above.book)
    for end in (shop, agent, shop, above, late):
        end.exchange()
    # One had it as held, the other was filled without it.
    for end in (above, late):
        assert problems_of(end.book) == []
        assert order_of(end.book, order)[0] == "accepted"
    assert_equal_books(hq, agent, shop, above, late)


def test_what_came_later_of_the_same_record_is_not_undone(chain):
    hq, agent, shop = chain
    order = ordered(shop)
    answered(agent, order)
    put(
        agent.book, agent.stream, "answer", order,
        AnswerBody(order, "refused", NOW, [0], number="XSDD-02-261123-0001"),
    )  # fmt: skip
    agent.exchange()
    assert len(problems_of(hq)) == 2
    shop.exchange()
    agent.exchange()
    # Each is judged in its turn: what was accepted isn't refused any more.
    assert order_of(hq, order)[0] == "accepted"
    assert [each[3] for each in problems_of(hq)] == ["answer_frozen"]


def test_a_document_waits_for_its_customers_card(chain):
    hq, agent, _ = chain
    receipt = a_paper("GD01", "GD01:C9", number="SKD-01-261123-0001")
    put(agent.book, agent.stream, "money_receipt", "m1", receipt)
    agent.exchange()
    assert rows(hq, "SELECT code, waits_kind, waits_for FROM problem") == [("dealer_missing", "dealer", "GD01:C9")]
    put(agent.book, agent.stream, "dealer", "GD01:C9", DealerBody("C9", "小店", "store", "GD01"))
    agent.exchange()
    assert problems_of(hq) == []
    agent.exchange()
    assert problems_of(agent.book) == []
    assert_equal_books(hq, agent)


def test_what_hq_itself_writes_has_what_waits_for_it_judged_again_whoever_wrote_it(chain):
    hq, agent, _ = chain
    receipt = a_paper("GD01", "GD01B", number="SKD-01-261123-0001")
    put(agent.book, agent.stream, "money_receipt", "m1", receipt)
    agent.exchange()
    assert [each[2] for each in problems_of(hq)] == ["m1"]
    put(hq, "catalog", "dealer", "GD01B", DealerBody("GD01B", "新店", "store", "GD01"))
    following.sweep(hq, datetime.now(UTC))
    assert problems_of(hq) == []
    agent.exchange()
    assert problems_of(agent.book) == []
    assert_equal_books(hq, agent)


def test_a_sweep_judges_nothing_while_nothing_came(chain, monkeypatch):
    hq, agent, _ = chain
    put(agent.book, agent.stream, "money_receipt", "m1", a_paper("GD01", "GD01:C9", number="SKD-01-261123-0001"))
    agent.exchange()
    monkeypatch.setattr("sync.hq.taking.waiting.judge_entries", lambda *_: pytest.fail("judged"))
    put(hq, "catalog", "dealer", "GD01B", DealerBody("GD01B", "新店", "store", "GD01"))
    following.sweep(hq, datetime.now(UTC))


def test_a_later_reason_takes_the_place_of_the_first_at_every_reader_and_is_told(chain, desks):
    hq, agent, _ = chain
    above = desks("HQ")
    agent.order()
    for end in (agent, above):
        end.exchange()
    # It waits for its customer's card; when that comes, its number turns out to be of another desk.
    receipt = a_paper("GD01", "GD01:C9", number="SKD-99-261123-0001")
    put(agent.book, agent.stream, "money_receipt", "m1", receipt)
    for end in (agent, above):
        end.exchange()
    put(agent.book, agent.stream, "dealer", "GD01:C9", DealerBody("C9", "小店", "store", "GD01"))
    notices = [*agent.exchange().notices, *agent.exchange().notices]
    assert [(each.code, each.facts) for each in notices] == [("held_reasons_changed", {"count": 1})]
    above.exchange()
    assert rows(hq, "SELECT code FROM problem") == [("number_not_yours",)]
    for end in (agent, above):
        [(code, facts)] = rows(end.book, "SELECT code, facts FROM problem WHERE held")
        assert (code, json.loads(facts)["cause"]) == ("held_at_hq", "number_not_yours")
    assert_equal_books(hq, above)


def test_what_was_judged_again_and_is_still_held_is_not_judged_by_every_sweep(chain, monkeypatch):
    hq, agent, _ = chain
    receipt = a_paper("GD01", "GD01B", number="SKD-99-261123-0001")  # of another desk's number as well
    put(agent.book, agent.stream, "money_receipt", "m1", receipt)
    agent.exchange()
    put(hq, "catalog", "dealer", "GD01B", DealerBody("GD01B", "新店", "store", "GD01"))
    following.sweep(hq, datetime.now(UTC))
    assert rows(hq, "SELECT code FROM problem") == [("number_not_yours",)]
    monkeypatch.setattr("sync.hq.taking.waiting.judge_entries", lambda *_: pytest.fail("judged"))
    following.sweep(hq, datetime.now(UTC))
