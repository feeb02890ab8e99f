"""Rewards until they are handed over: goods as an order at price 0 that ships, cash and things by their states."""

import json
from datetime import date

import pytest

from domain.errors import RefusedError, UsageError
from domain.policies.rebate_terms import Reward, Rounding, Tier
from sync.hq.deciding.rewards import Hand, adjustment_of, move_reward
from sync.hq.deciding.settling_rebates import adjust_rebate_approve
from sync.hq.deciding.settling_rebates import move_reward as do_move
from sync.hq.deciding.shipping import ship
from sync.records.bodies.policies import RebateAdjustmentBody
from sync.records.people.requesting import Request
from sync.records.rebates.payouts import APPROVED, corrections
from tests.building.domain.policy_makers import D
from tests.building.domain.rebate_makers import a_rebate
from tests.building.sync.books import AGENT, NOW, TODAY, found_hq, order_of, put, row, rows, stock_of, stock_up
from tests.building.sync.ends import assert_sound
from tests.building.sync.rebate_books import came_back, publish, settle, sold

HAND = Hand("李明", date(2026, 12, 6), "2026-12-06T02:00:00Z")
FULL = (Tier(D(0), each=D(5), per=D(200)),)


@pytest.fixture
def books(book):
    found_hq(book)
    return book


def won(book, kind="goods", **more):
    """A settled reward of 25 (bottles, yuan, places); its number."""
    reward = Reward(kind, product="A", thing="旅游名额")
    publish(book, a_rebate(FULL, "per_full", reward=reward, rounding=Rounding("floor"), **more))
    delivery = sold(book, "1150")
    settle(book)
    return "FLJS-00-261205-0001", delivery


def move(book, payout, to, note="", hand=HAND):
    with book.writing() as writing:
        return move_reward(writing, payout, to, note, hand)


def state_of(book):
    return [state for (state,) in rows(book, "SELECT state FROM rebate_payout ORDER BY number")]


def test_goods_become_an_accepted_order_of_gifts_that_ships_like_any_other(books):
    number, _ = won(books)
    stock_up(books, {"A": 100})
    assert state_of(books) == ["earned"]
    move(books, number, "approved")
    order = move(books, number, "ordered", "随十二月的车")
    assert order_of(books, order) == ("accepted", [(25, 0, 25)])
    price, amount, gift, ref = row(
        books,
        "SELECT l.unit_price, l.amount, l.gift, d.ref FROM document_line l JOIN document d ON d.pk = l.document "
        "WHERE d.id = :order",
        order=order,
    )
    assert (price, amount, gift, ref) == (0, 0, "R", number)
    ship(books, order, on=date(2026, 12, 6), now=HAND.now, today=HAND.today)
    assert order_of(books, order)[0] == "delivered"
    assert stock_of(books, "A") == (75, 0)
    assert move(books, number, "handed_over") != order
    owed = "SELECT SUM(p.amount) FROM posting p JOIN document d ON d.pk = p.document WHERE d.source = :order"
    assert row(books, owed, order=order) == (0,)
    assert_sound(books)


def test_goods_handed_over_at_once_are_ordered_all_the_same(books):
    number, _ = won(books)
    move(books, number, "approved")
    order = move(books, number, "handed_over")
    assert order_of(books, order)[0] == "accepted"
    assert state_of(books) == ["handed_over"]


@pytest.mark.parametrize("kind", ["cash", "thing"])
def test_cash_and_things_only_have_a_state_with_its_history(books, kind):
    number, _ = won(books, kind)
    for to in ("approved", "ordered", "handed_over"):
        move(books, number, to, "三亚")
    assert rows(books, "SELECT id FROM document WHERE kind = 'order'") == []
    told = json.loads(row(books, "SELECT history FROM rebate_payout")[0])
    assert [each["kind"] for each in told] == ["earned", "approved", "ordered", "handed_over"]
    assert told[-1]["facts"] == {"at": HAND.now, "by": "李明", "note": "三亚"}
    with pytest.raises(RefusedError, match="reward_state"):
        move(books, number, "lapsed")


def test_what_cannot_move_is_refused(books):
    number, _ = won(books, "thing")
    for payout, to, code in (
        ("FLJS-00-261205-9999", "approved", "payout_unknown"),
        (number, "gone", "reward_state_unknown"),
        (number, "handed_over", "reward_state"),
    ):
        with pytest.raises((UsageError, RefusedError), match=code):
            move(books, payout, to)
    assert state_of(books) == ["earned"]


def test_credit_is_paid_by_its_record_and_never_moves(books):
    number, _ = won(books, "credit")
    with pytest.raises(RefusedError, match="reward_paid"):
        move(books, number, "approved")


def test_goods_to_be_taken_back_are_never_ordered(books):
    _, delivery = won(books, returns="sale_date")
    came_back(books, "1000", date(2026, 12, 3), source=delivery)
    settle(books)
    move(books, "FLJS-00-261205-0002", "approved")
    with pytest.raises(RefusedError, match="reward_negative"):
        move(books, "FLJS-00-261205-0002", "ordered")


def test_hqs_desk_asks_for_moves_and_approvals(books):
    number, _ = won(books, "cash")
    with books.writing() as writing:
        do_move(writing, Request("q1", "move_reward", number, "李明", NOW, {"to": "approved"}), TODAY, NOW)
    assert state_of(books) == ["approved"]
    put(
        books,
        "desk/d9",
        "rebate_adjustment",
        "a1",
        RebateAdjustmentBody("R", AGENT, "2026-11", 10_000, "补", "王芳", NOW),
    )
    with books.writing() as writing:
        made = adjust_rebate_approve(writing, Request("q2", "adjust_rebate_approve", "a1", "李明", NOW), TODAY, NOW)
    assert made == "a1" + APPROVED
    with books.reading() as connection:
        (found,) = corrections(connection, "R")
        assert (found.id, found.approved_by, found.amount) == (made, "李明", D(1))
        assert adjustment_of(connection, "a1") == found
        with pytest.raises(UsageError, match="adjustment_unknown"):
            adjustment_of(connection, "zz")
