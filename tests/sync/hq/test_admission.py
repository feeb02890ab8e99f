"""What a desk writes beyond its own business stays in its chain and changes nothing, anywhere."""

import msgspec
import pytest

from sync.client.asking import Line
from sync.records.account_bodies import BankLineBody, ProfileBody, ReplyBody, SettlementBody, StatementBody
from sync.records.bodies import (
    AnswerBody,
    AvailabilityBody,
    DealerBody,
    DocumentBody,
    PeriodBody,
    PriceBody,
    ProductBody,
    encode,
)
from sync.records.log import head_of
from sync.streams import Head, link, make_entry
from sync.wire.messages import PROTOCOL, ExchangeAnswer, ExchangeRequest, OwnEntries, wire_entry
from sync.wire.signing import head_text
from tests.sync.books import NOW, a_line, an_order, put, rows, stock_up
from tests.sync.ends import an_hq, assert_equal_books, problems_of


def a_paper(seller="GD01", buyer="GD01A", amount=2500, **more):
    return DocumentBody("NO-1", seller, buyer, "2026-11-23", NOW, amount, [a_line()], **more)


def a_settlement(seller="GD01", buyer="GD01A", debt="own-delivery"):
    return SettlementBody(seller, buyer, "own-receipt", debt, 100, "2026-11-23")


def a_statement(seller, buyer):
    days = ("2026-11-01", "2026-11-30", "2026-11-30")
    return StatementBody("DZD-01-202611-0001", seller, buyer, *days, 0, 0, "0" * 64, msgspec.Raw(b"{}"))


_NOT_YOURS = "statement_not_yours"
FOREIGN = {
    "paying its own debt": ("money_receipt", "x", a_paper("HQ", "GD01"), "document_not_yours"),
    "delivering for HQ": ("delivery", "x", a_paper("HQ", "GD01"), "document_not_yours"),
    "returning to HQ": ("return", "x", a_paper("HQ", "GD01"), "document_not_yours"),
    "opening at HQ": ("opening", "x", a_paper("HQ", "GD01"), "document_not_yours"),
    "counting HQ's stock": ("adjustment", "x", a_paper("HQ", "HQ"), "document_not_yours"),
    "delivering to a stranger": ("delivery", "x", a_paper("GD01", "GD02"), "document_not_yours"),
    "receiving for another": ("goods_receipt", "x", a_paper("HQ", "GD01A"), "document_not_yours"),
    "ordering for a stranger": ("order", "x", an_order(buyer="GD02"), "document_not_yours"),
    "ordering from a stranger": ("order", "x", an_order(seller="GD02"), "document_not_yours"),
    "deciding its own order": ("order", "x", an_order(state="accepted"), "order_decided_by_buyer"),
    "answering its own order": ("answer", "x", AnswerBody("own-order", "accepted", NOW, [10000]), "answer_not_yours"),
    "answering nobody": ("answer", "x", AnswerBody("nothing", "accepted", NOW, []), "answer_not_yours"),
    "undoing HQ's delivery": ("delivery", "x", a_paper(reverses="hq-delivery"), "document_not_yours"),
    "delivering on HQ's order": ("delivery", "x", a_paper(source="own-order"), "document_not_yours"),
    "overwriting HQ's delivery": ("delivery", "hq-delivery", a_paper(), "record_of_another"),
    "overwriting it by another kind": ("money_receipt", "hq-delivery", a_paper(), "record_of_another"),
    "raising its credit": ("dealer", "GD01", DealerBody("GD01", "广东", "province", "HQ"), "record_of_another"),
    "making a dealer": ("dealer", "GD09", DealerBody("GD09", "新", "store", "GD01"), "record_not_yours"),
    "making a customer of HQ": ("dealer", "GD01:C1", DealerBody("C1", "新", "store", "HQ"), "record_not_yours"),
    "changing a product": ("product", "A", ProductBody("A", "假", "瓶"), "record_of_another"),
    "making HQ's product": ("product", "GD01:Z", ProductBody("Z", "假", "瓶", owner=""), "record_not_yours"),
    "naming a price": ("price", "x", PriceBody("P1", "A", 1), "kind_not_yours"),
    "naming HQ's stock": ("availability", "x", AvailabilityBody("W1", "A", 1, NOW), "kind_not_yours"),
    "writing off its own debt": ("discount", "x", a_paper("HQ", "GD01"), "document_not_yours"),
    "crediting itself": ("credit_note", "x", a_paper("HQ", "GD01"), "document_not_yours"),
    "debiting for HQ": ("debit_note", "x", a_paper("HQ", "GD01"), "document_not_yours"),
    "paying itself out": ("payment", "x", a_paper("HQ", "GD01"), "document_not_yours"),
    "settling a rebate for HQ": ("rebate_settlement", "x", a_paper("HQ", "GD01"), "document_not_yours"),
    "settling at HQ": ("settlement", "x", a_settlement("HQ", "GD01"), "account_not_yours"),
    "settling a stranger's account": ("settlement", "x", a_settlement("GD01", "GD02"), "account_not_yours"),
    "settling with HQ's delivery": ("settlement", "x", a_settlement(debt="hq-delivery"), "account_not_yours"),
    "issuing HQ's statement": ("statement", "x", a_statement("HQ", "GD01"), "account_not_yours"),
    "replying to a strange statement": ("reply", "x", ReplyBody("nothing", "agrees", "2026-11-23"), _NOT_YOURS),
    "heading HQ's papers": ("profile", "x", ProfileBody("HQ", "假总部"), "account_not_yours"),
    "closing HQ's books": ("period", "GD02", PeriodBody("GD02", "2026-12-31"), "record_not_yours"),
}


@pytest.mark.parametrize("deed", FOREIGN)
def test_what_is_not_its_business_is_held(sqlite_book, desks_of, deed):
    hq = an_hq(sqlite_book)
    kind, record, body, code = FOREIGN[deed]
    put(hq, "dealer/GD02", "dealer", "GD02", DealerBody("GD02", "湖南", "province", "HQ"))
    put(hq, "dealer/GD01", "delivery", "hq-delivery", a_paper("HQ", "GD01"))
    stock_up(hq, {"A": 0})
    desk, above = desks_of(hq), desks_of(hq, "HQ")
    desk.order("own-order")
    desk.exchange()
    above.exchange()
    tables = ("document", "dealer", "product", "price", "availability", "posting", "stock", "period", "answer")
    before = {table: sorted(map(repr, rows(hq, f'SELECT * FROM "{table}"'))) for table in tables}
    forge(desk, make_entry(kind, record, encode(body)))
    assert problems_of(hq) == [(desk.stream, kind, record, code)]
    assert {table: sorted(map(repr, rows(hq, f'SELECT * FROM "{table}"'))) for table in tables} == before
    above.exchange()
    assert [(stream, kind, record, "held_at_hq") for stream in [desk.stream]] == problems_of(above.book)
    assert_equal_books(hq, above)
    # The rest of the stream goes on; the desk finds what was sent in its name, and doesn't believe it either.
    good = desk.order()
    assert desk.exchange().pending == 0
    assert rows(hq, "SELECT COUNT(*) FROM document WHERE id = :id", id=good) == [(1,)]
    assert (desk.stream, kind, record, "held_at_hq") in problems_of(desk.book)
    above.exchange()
    assert_equal_books(hq, desk, above)


def forge(desk, entry):
    """Sends an entry with the desk's own key that its program would never write."""
    with desk.book.reading() as connection:
        head = head_of(connection, desk.stream) or Head()
    number = head.number + 1
    own = OwnEntries(head.epoch, head.number, head.hash, number)
    own.entries = [wire_entry(number, entry.kind, entry.record, entry.body)]
    own.signature = desk.key.sign(head_text(desk.stream, head.epoch, number, link(head.hash, number, entry.leaf)))
    line = Line(desk.line, desk=desk.desk, key=desk.key)
    line.ask("/v1/exchange", ExchangeRequest(PROTOCOL, own), ExchangeAnswer)


def test_own_business_passes(hq, desks):
    desk = desks()
    desk.exchange()
    stream = desk.stream
    put(desk.book, stream, "dealer", "GD01:C1", DealerBody("C1", "小店", "store", "GD01"))
    put(desk.book, stream, "product", "GD01:Z", ProductBody("Z", "自有", "瓶", owner="GD01"))
    put(desk.book, stream, "order", "o", an_order(seller="GD01", buyer="GD01:C1", state="accepted"))
    put(desk.book, stream, "delivery", "d", a_paper("GD01", "GD01:C1", source="o"))
    put(desk.book, stream, "return", "r", a_paper("GD01", "GD01:C1", source="d"))
    put(desk.book, stream, "money_receipt", "m", a_paper("GD01", "GD01A"))
    put(desk.book, stream, "goods_receipt", "g", a_paper("HQ", "GD01"))
    put(desk.book, stream, "adjustment", "a", a_paper("GD01", "GD01"))
    for kind in ("payment", "discount", "credit_note", "debit_note", "rebate_settlement"):
        put(desk.book, stream, kind, kind, a_paper("GD01", "GD01:C1"))
    put(desk.book, stream, "settlement", "s", SettlementBody("GD01", "GD01:C1", "r", "d", 100, "2026-11-23"))
    put(desk.book, stream, "statement", "st", a_statement("GD01", "GD01:C1"))
    put(desk.book, stream, "reply", "st", ReplyBody("st", "agrees", "2026-11-23"))
    put(desk.book, stream, "profile", "GD01", ProfileBody("GD01", "广东粤海商贸"))
    put(desk.book, stream, "bank_line", "b", BankLineBody("6222", "2026-11-23", 100))
    put(desk.book, stream, "period", "GD01", PeriodBody("GD01", "2026-10-31"))
    assert desk.exchange().pending == 0
    assert problems_of(hq) == []
    assert_equal_books(hq, desk)
