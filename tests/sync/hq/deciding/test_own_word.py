"""What a desk's program says of itself gives it nothing of HQ's: no credit, no limit, and no silence of other desks."""

import dataclasses
from decimal import Decimal
from functools import partial

import msgspec
import pytest

from sync.hq.deciding.quotas import publish_quotas
from sync.records.accounts.closings import late_papers, read_known
from sync.records.bodies.policies import RebatePayoutBody
from sync.records.bodies.records import AnswerBody, PeriodBody, UseBody, WalletUseBody
from sync.records.pricing.usage import usage_of
from sync.records.rebates.wallets import wallet_moves
from tests.building.sync.books import AGENT, NOW, SHOP, a_line, an_order, order_of, put, rows, stock_up
from tests.building.sync.ends import an_hq, assert_sound
from tests.building.sync.rebate_books import publish
from tests.sync.hq.deciding.test_quotas import QUOTA


@pytest.fixture
def hq(sqlite_book):
    """HQ's book; what is judged here is read by one statement on either engine."""
    hq = an_hq(sqlite_book)
    stock_up(hq, {"A": 1000})
    return hq


@pytest.fixture
def desks(hq, desks_of):
    return partial(desks_of, hq)


def asked_by_the_shop(desks):
    """The agent's desk, and the shop's order that it has heard of and not answered."""
    desk, shop = desks(), desks(SHOP)
    order = shop.order(seller=AGENT, buyer=SHOP)
    shop.exchange()
    desk.exchange()
    return desk, order


def told(book):
    """What is held, and why."""
    return rows(book, "SELECT record, code FROM problem WHERE held ORDER BY id")


def sale(desk, buyer=SHOP, place=5, **more):
    """An order that its seller's desk decided itself."""
    number = f"XSDD-{desk.prefix}-261123-{place:04d}"
    order = an_order([a_line(accepted=10)], number, AGENT, buyer, state="accepted")
    return msgspec.structs.replace(order, **more)


def a_credit(hq, yuan=1):
    body = RebatePayoutBody(
        "FLJS-1", "FL", 1, AGENT, "2026-10", "credit", yuan * 10_000, yuan * 10_000, yuan * 10_000, NOW, "甲",
        scope=msgspec.Raw(b"null"),
    )  # fmt: skip
    put(hq, f"dealer/{AGENT}", "rebate_payout", "p1", body)


@pytest.mark.parametrize("amount", [-(10**9), -1, 0])
def test_a_wallet_never_pays_less_than_something(hq, desks, amount):
    a_credit(hq)
    desk = desks()
    desk.exchange()
    order = an_order([a_line()], f"XSDD-{desk.prefix}-261123-0001")
    order.wallet = [WalletUseBody("p1", 1, amount)]
    put(desk.book, desk.stream, "order", "o", order)
    desk.exchange()
    assert told(hq) == [("o", "record_unfit")]
    with hq.reading() as connection:
        assert wallet_moves(connection, AGENT) == []


@pytest.mark.parametrize(("buyer", "why"), [(AGENT, "order_to_oneself"), (SHOP, "wallet_of_another")])
def test_the_wallet_pays_only_what_is_ordered_of_hq(hq, desks, buyer, why):
    a_credit(hq)
    desk = desks()
    desk.exchange()
    put(desk.book, desk.stream, "order", "s", sale(desk, buyer, wallet=[WalletUseBody("p1", 1, 100)]))
    desk.exchange()
    assert told(hq) == [("s", why)]
    assert_sound(hq)


def test_a_sellers_answer_takes_nothing_of_a_wallet_that_hq_gave(hq, desks):
    a_credit(hq)
    desk, order = asked_by_the_shop(desks)
    answer = AnswerBody(order, "accepted", NOW, [10_000], wallet=[WalletUseBody("p1", 1, 100)])
    put(desk.book, desk.stream, "answer", order, answer)
    desk.exchange()
    assert told(hq) == [(order, "wallet_of_another")]


def test_what_stands_already_of_a_wallet_in_others_orders_counts_for_nothing(hq):
    a_credit(hq)
    order = an_order([a_line(accepted=10)], "N2", AGENT, AGENT, state="accepted")
    order.wallet = [WalletUseBody("p1", 1, 100)]
    put(hq, "desk/d1", "order", "t", order)
    with hq.reading() as connection:
        assert wallet_moves(connection, AGENT) == []


FAR = ["9" * 25, "9" * 5_000, "٣", ""]


@pytest.mark.parametrize("number", FAR, ids=lambda each: f"{len(each)} digits")
def test_how_far_others_were_heard_is_a_number_that_can_be_read(hq, desks, number):
    """A count and a closing that say anything else are held, and the desk's later entries go on."""
    desk, other = desks(), desks()
    desk.exchange()
    known = f"desk/{other.desk}#{number}"
    count = an_order([a_line()], f"PDD-{desk.prefix}-261123-0001", AGENT, AGENT, state="posted", warehouse="W1")
    put(desk.book, desk.stream, "adjustment", "c", msgspec.structs.replace(count, known=known))
    put(desk.book, desk.stream, "period", f"{AGENT}/{desk.prefix}", PeriodBody(AGENT, "2026-10-31", known))
    order = desk.order()
    for end in (desk, other, desk):
        end.exchange()
    assert told(hq) == [("c", "record_unfit"), (f"{AGENT}/{desk.prefix}", "record_unfit")]
    assert order_of(hq, order)[0] == "accepted"
    for book in (hq, desk.book, other.book):
        with book.reading() as connection:
            late_papers(connection, AGENT)


def test_a_number_too_long_to_be_read_is_left_out():
    assert read_known(f"desk/a#{'9' * 5_000} desk/b#{'9' * 19} desk/c#7") == {"desk/c": 7}


def used(hq):
    publish_quotas(hq, NOW)
    return rows(hq, "SELECT used, times FROM quota")


@pytest.mark.parametrize("channel", [True, False])
@pytest.mark.parametrize(("quantity", "code"), [(45_000, "uses_beyond"), (-(10**9), "record_unfit"), (10_000, "")])
def test_a_sellers_own_orders_use_up_a_shared_limit_only_by_their_goods(hq, desks, quantity, code, channel):
    """What a dealer decides himself takes of HQ's limits nothing, or with what he passes on what he sold."""
    publish(hq, dataclasses.replace(QUOTA, channel=channel))
    desk = desks()
    desk.exchange()
    put(desk.book, desk.stream, "order", "s", sale(desk, uses=[UseBody("TJ", 1, quantity)]))
    desk.exchange()
    assert told(hq) == ([("s", code)] if code else [])
    assert used(hq) == ([(10_000, 1)] if channel and not code else [])
    with hq.reading() as connection:
        direct = () if channel else ("TJ",)
        left = usage_of(connection, {"TJ": Decimal(45)}, "GD02", direct=direct).left
    assert left == {"TJ": Decimal(35 if channel and not code else 45)}


def test_a_sellers_answer_uses_up_a_shared_limit_only_by_its_goods(hq, desks):
    publish(hq, QUOTA)
    desk, order = asked_by_the_shop(desks)
    answer = AnswerBody(order, "accepted", NOW, [10_000], uses=[UseBody("TJ", 1, 45_000)])
    put(desk.book, desk.stream, "answer", order, answer)
    desk.exchange()
    assert told(hq) == [(order, "uses_beyond")]
