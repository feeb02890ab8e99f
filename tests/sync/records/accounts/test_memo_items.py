"""What stands beside a balance: wallet credits that are left, goods under way, and what was disputed last."""

from datetime import date
from decimal import Decimal

import msgspec

from sync.records.accounts.memo_items import asides
from sync.records.bodies.accounts import ObjectionBody, ReplyBody
from sync.records.bodies.policies import RebatePayoutBody
from sync.records.bodies.records import DealerBody, DocumentBody
from sync.records.statements.issued import issue
from tests.building.sync.books import NOW, enrol, found_desk, found_hq, put
from tests.sync.records.statements.test_issued import HOME, a_paper

END = date(2026, 10, 31)


def a_document(number, kind="delivery", day="2026-10-05", amount=100_00, source=None, seller="HQ", buyer="GD01"):
    return kind, f"id-{number}", DocumentBody(number, seller, buyer, day, NOW, amount, due=day, source=source)


def an_hq(book):
    found_desk(book)
    with book.writing() as writing:
        writing.put("catalog", "dealer", "HQ", DealerBody("HQ", "总部", "hq"))
        writing.put("catalog", "dealer", "GD01", DealerBody("GD01", "总代理", "province", "HQ"))


def read(book, seller="HQ", **more):
    with book.reading() as connection:
        return asides(connection, seller, END, **more)


def a_payout(payable=50_0000, expires="2026-12-31", settled="2026-10-02T00:00:00Z", reward="credit"):
    return RebatePayoutBody(
        "FLJS-1", "FL1", 1, "GD01", "2026Q3", reward, payable, payable, payable, settled, "王芳", expires=expires
    )


def test_a_wallet_shows_what_is_left_and_still_holds(book):
    an_hq(book)
    put(book, "dealer/GD01", "rebate_payout", "p1", a_payout())
    put(book, "dealer/GD01", "rebate_payout", "p2", a_payout(expires="2026-10-30"))
    put(book, "dealer/GD01", "rebate_payout", "p3", a_payout(settled="2026-11-01T00:00:00Z"))
    put(book, "dealer/GD01", "rebate_payout", "p4", a_payout(reward="cash"))
    (row,) = read(book).wallet["GD01"]
    assert (row.amount, row.summary, row.date) == (Decimal("50.00"), "2026-12-31", date(2026, 10, 2))
    assert read(book, buyer="GD02").wallet == {}


def test_goods_are_under_way_until_they_are_received_by_who_receives_at_all(book):
    found_hq(book)
    put(book, "dealer/GD01", *a_document("X1"))
    assert read(book).in_transit == {}  # nobody there has a desk, and nothing was ever received
    put(book, "dealer/GD01", *a_document("X2"))
    put(book, "desk/d1", *a_document("R2", "goods_receipt", amount=0, source="id-X2"))
    assert [row.number for row in read(book).in_transit["GD01"]] == ["X1"]
    put(book, "desk/d1", *a_document("R1", "goods_receipt", day="2026-11-02", amount=0, source="id-X1"))
    assert [row.number for row in read(book).in_transit["GD01"]] == ["X1"]  # it arrived after that day


def test_whoever_has_a_desk_has_goods_under_way_before_the_first_are_received(book):
    found_hq(book)
    put(book, "dealer/GD01", *a_document("X1"))
    enrol(book)
    assert [row.number for row in read(book).in_transit["GD01"]] == ["X1"]


def test_a_desk_s_own_goods_are_under_way_before_the_first_are_received(book):
    an_hq(book)
    put(book, "dealer/GD01", *a_document("X1"))
    assert [row.number for row in read(book).in_transit["GD01"]] == ["X1"]


def test_what_was_refused_is_under_way_no_more_from_that_day_on(book):
    found_hq(book)
    enrol(book)
    for number in ("X1", "X2", "X3"):
        put(book, "dealer/GD01", *a_document(number))
    kind, record, refusal = a_document("R1", "goods_receipt", amount=0, source="id-X1")
    put(book, "desk/d1", kind, record, msgspec.structs.replace(refusal, method="refused"))
    late = msgspec.structs.replace(refusal, number="R2", source="id-X2", method="refused", date="2026-11-02")
    put(book, "desk/d1", kind, "id-R2", late)
    assert [row.number for row in read(book).in_transit["GD01"]] == ["X2", "X3"]


def test_the_last_answer_says_what_is_disputed(book):
    found_desk(book)
    with book.writing() as writing:
        first, second = issue(writing, HOME, [a_paper(), a_paper(start=date(2026, 10, 1), end=END)])
    lines = [ObjectionBody("XSCK-1", "price", 100, 90)]
    put(book, "desk/d1", "reply", "r1", ReplyBody(first.number, "differs", "2026-10-03", lines=lines))
    assert read(book, "GD01").disputed == {"GD01:A": {"XSCK-1": "price"}}
    put(book, "desk/d1", "reply", "r2", ReplyBody(second.number, "agrees", "2026-11-03"))
    assert read(book, "GD01").disputed == {"GD01:A": {}}
