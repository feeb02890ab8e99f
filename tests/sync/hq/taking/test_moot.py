"""Held records that ask for nothing any more are put away by themselves, at both ends, with the reason; others stay."""

from datetime import UTC, datetime

import pytest

from sync.hq.taking.moot import settle_moot
from sync.records.bodies.records import AnswerBody, DealerBody, ProductBody, encode
from sync.records.log.problems import open_problems
from sync.records.orders.order_progress import order_progress
from sync.streams import make_entry
from tests.building.sync.books import NOW, a_line, an_order, put, rows
from tests.building.sync.ends import assert_equal_books, problems_of
from tests.sync.hq.test_admission import a_paper

SHOP = "GD01A"


def settle(hq):
    return settle_moot(hq, datetime.now(UTC))


def settled(end):
    """What the next exchange tells."""
    return [(each.code, each.facts) for each in end.exchange().notices if each.code.startswith("settled_")]


def as_written(end, kind, record, body):
    """As a program that knows no bounds writes."""
    with end.book.writing() as writing:
        writing.put_entries(end.stream, [make_entry(kind, record, encode(body))])


def why(book):
    return rows(book, "SELECT put_away_why FROM problem WHERE put_away_at <> '' AND put_away_by = ''")


@pytest.mark.parametrize("later", ["put right", "deleted"])
def test_what_has_a_newer_version_that_was_taken(hq, desks, later):
    desk = desks()
    as_written(desk, "product", "GD01:X", ProductBody("X", "名" * 3000, "瓶", owner="GD01"))
    desk.exchange()
    assert [code for *_, code in problems_of(hq)] == ["record_unfit"]
    if later == "put right":
        put(desk.book, desk.stream, "product", "GD01:X", ProductBody("X", "名", "瓶", owner="GD01"))
    else:
        with desk.book.writing() as writing:
            writing.delete(desk.stream, "product", ["GD01:X"])
    desk.exchange()
    assert problems_of(hq) == []
    settle(hq)
    assert settled(desk) == [("settled_newer_version", {"count": 1})]
    assert problems_of(desk.book) == []
    assert why(desk.book) == why(hq) == [("newer_version",)]
    # What HQ held stays held for whoever reads the stream from its beginning.
    late = desks("HQ")
    late.exchange()
    assert_equal_books(hq, late)
    assert settle(hq) == 0
    assert settled(desk) == []


@pytest.fixture
def two(hq, desks):
    """Two desks of one seller that know an order of the shop below it."""
    one, two, shop = desks(), desks(), desks(SHOP)
    order = shop.order(seller="GD01", buyer=SHOP)
    for end in (shop, one, two):
        end.exchange()
    return one, two, order


def answered(end, order, accepted, number):
    put(end.book, end.stream, "answer", order, AnswerBody(order, "accepted", NOW, [accepted], number=number))
    end.exchange()


def test_crossing_acts_whose_figures_are_right(hq, two):
    one, other, order = two
    answered(one, order, 10000, "XSDD-02-261123-0001")
    as_written(other, "answer", order, AnswerBody(order, "accepted", "2026-11-23T09:00:00Z", [10000], decided_by="乙"))
    other.exchange()
    assert len(problems_of(hq)) == 1
    settle(hq)
    assert problems_of(hq) == []
    assert settled(other) == [("settled_said_the_same", {"count": 1})]
    assert [each for each in problems_of(other.book) if each[3] == "held_at_hq"] == []
    with other.book.reading() as connection:
        assert order_progress(connection, [order])[order].stage == "accepted"


def test_crossing_acts_that_differ_wait_for_a_person(hq, two):
    one, other, order = two
    answered(one, order, 10000, "XSDD-02-261123-0001")
    as_written(other, "answer", order, AnswerBody(order, "accepted_in_part", NOW, [5000]))
    other.exchange()
    before = problems_of(hq)
    assert len(before) == 1
    settle(hq)
    assert problems_of(hq) == before
    assert settled(other) == []


def test_what_speaks_of_an_order_that_was_cancelled(hq, desks):
    desk = desks()
    desk.exchange()
    order = desk.order()
    desk.exchange()
    number = f"XSDD-{desk.prefix}-261123-0001"
    put(desk.book, desk.stream, "order", order, an_order(number=number, lines=[a_line("B")]))
    desk.exchange()
    assert [code for *_, code in problems_of(hq)] == ["order_frozen"]
    settle(hq)
    assert len(problems_of(hq)) == 1
    put(desk.book, desk.stream, "order", order, an_order(number=number, state="cancelled"))
    desk.exchange()
    settle(hq)
    assert problems_of(hq) == []
    assert {code for code, _ in settled(desk)} <= {"settled_newer_version", "settled_order_gone"}
    with desk.book.reading() as connection:
        assert order_progress(connection, [order])[order].stage == "cancelled"
        assert open_problems(connection) == []


def test_an_act_that_another_record_did_and_never_goods_that_went_out_twice(hq, desks):
    desk = desks()
    put(desk.book, desk.stream, "dealer", "GD01:C9", DealerBody("C9", "小店", "store", "GD01"))
    receipt = a_paper("GD01", "GD01:C9", number=f"SKD-{desk.prefix}-261123-0001")
    receipt.lines = []
    put(desk.book, desk.stream, "money_receipt", "m1", receipt)
    for record, number in (("r1", f"SKD-{desk.prefix}-261123-0002"), ("r2", "SKD-99-261123-0003")):
        body = a_paper("GD01", "GD01:C9", number=number)
        body.amount, body.lines, body.reverses = -receipt.amount, [], "m1"
        put(desk.book, desk.stream, "money_receipt", record, body)
    for record in ("d1", "d2"):
        number = f"XSCK-{desk.prefix}-261123-0001" if record == "d1" else "XSCK-99-261123-0001"
        put(desk.book, desk.stream, "delivery", record, a_paper("GD01", "GD01:C9", number=number))
    desk.exchange()
    assert [record for _, _, record, _ in problems_of(hq)] == ["r2", "d2"]
    settle(hq)
    assert [record for _, _, record, _ in problems_of(hq)] == ["d2"]
    assert settled(desk) == [("settled_done_already", {"count": 1})]


def test_a_person_who_put_one_away_is_told_nothing_more(hq, desks):
    desk = desks()
    as_written(desk, "product", "GD01:X", ProductBody("X", "名" * 3000, "瓶", owner="GD01"))
    desk.exchange()
    with desk.book.writing() as writing:
        writing.connection.exec_driver_sql(f"UPDATE problem SET put_away_at = '{NOW}', put_away_by = '甲'")
    put(desk.book, desk.stream, "product", "GD01:X", ProductBody("X", "名", "瓶", owner="GD01"))
    desk.exchange()
    settle(hq)
    assert settled(desk) == []
