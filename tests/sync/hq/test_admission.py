"""What a desk writes beyond its own business stays in its chain and changes nothing, anywhere."""

import msgspec
import pytest

from domain.documents.kinds import KINDS
from sync.client.line.asking import HqLine
from sync.records.bodies.accounts import BankLineBody, ProfileBody, ReplyBody, SettlementBody, StatementBody
from sync.records.bodies.policies import (
    PolicyBody,
    PolicyDraftBody,
    PolicyReadBody,
    QuotaBody,
    RebateAdjustmentBody,
    RequestAnswerBody,
    RequestBody,
    UserBody,
)
from sync.records.bodies.records import (
    AnswerBody,
    AvailabilityBody,
    DealerBody,
    DocumentBody,
    PeriodBody,
    PriceBody,
    ProductBody,
    encode,
)
from sync.records.log.streams import head_of
from sync.streams import Head, link, make_entry
from sync.wire.messages import PROTOCOL, ExchangeAnswer, ExchangeRequest, OwnEntries, wire_entry
from sync.wire.signing import head_text
from tests.building.sync.books import NOW, a_line, an_order, put, rows, stock_up
from tests.building.sync.ends import an_hq, assert_equal_books, problems_of
from tests.building.sync.statements import a_statement as proven


def a_paper(seller="GD01", buyer="GD01A", amount=2500, number="NO-1", **more):
    return DocumentBody(number, seller, buyer, "2026-11-23", NOW, amount, [a_line()], **more)


def a_settlement(seller="GD01", buyer="GD01A", debt="own-delivery"):
    return SettlementBody(seller, buyer, "own-receipt", debt, 100, "2026-11-23")


def a_statement(seller, buyer):
    days = ("2026-11-01", "2026-11-30", "2026-11-30")
    return StatementBody("DZD-01-202611-0001", seller, buyer, *days, 0, 0, "0" * 64, msgspec.Raw(b"{}"))


_NOT_YOURS = "statement_not_yours"
FORM = msgspec.Raw(b"{}")


def a_reading(dealer):
    return PolicyReadBody("P", 1, dealer, "王敏", NOW)


def a_policy():
    return PolicyBody("P", 1, FORM, "d", "王敏", "李雷", NOW)


def a_correction(approved_by=""):
    return RebateAdjustmentBody("P", "GD01", "2026-Q4", 100, "补", "王敏", NOW, approved_by)


FOREIGN = {
    "paying its own debt": ("money_receipt", "x", a_paper("HQ", "GD01"), "document_not_yours"),
    "delivering for HQ": ("delivery", "x", a_paper("HQ", "GD01"), "document_not_yours"),
    "returning to HQ": ("return", "x", a_paper("HQ", "GD01"), "document_not_yours"),
    "opening at HQ": ("opening", "x", a_paper("HQ", "GD01"), "document_not_yours"),
    "counting HQ's stock": ("adjustment", "x", a_paper("HQ", "HQ"), "document_not_yours"),
    "delivering to nobody": ("delivery", "x", a_paper("GD01", ""), "document_not_yours"),
    "settling with nobody": ("settlement", "x", a_settlement("GD01", ""), "record_unfit"),
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
    "naming a price": ("price", "x", PriceBody("P1", "A", 1), "record_not_yours"),
    "pricing HQ's product": ("price", "GD01:P1/A", PriceBody("P1", "A", 1), "record_not_yours"),
    "pricing another's product": ("price", "GD01:P1/GD02:Z", PriceBody("P1", "GD02:Z", 1), "record_not_yours"),
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
    "letting HQ's people in": ("user", "x", UserBody("HQ", "", "陈总", "admin"), "record_not_yours"),
    "naming people of another desk": ("user", "x", UserBody("GD01", "other", "陈总", "owner"), "record_not_yours"),
    "taking someone's place": ("user", "u-hq", UserBody("GD01", "?", "陈总", "owner"), "record_of_another"),
    "reading for another": ("policy_read", "P/1/?", a_reading("GD02"), "record_not_yours"),
    "reading at another desk": ("policy_read", "P/1/other", a_reading("GD01"), "record_not_yours"),
    "asking HQ": ("request", "x", RequestBody("approve_order", "o", "陈总", NOW), "kind_not_yours"),
    "answering for HQ": ("request_answer", "x", RequestAnswerBody("r", "done", NOW), "kind_not_yours"),
    "publishing a policy": ("policy", "P/1", a_policy(), "kind_not_yours"),
    "drafting a policy": ("policy_draft", "x", PolicyDraftBody("P", 1, FORM, "陈总", NOW), "kind_not_yours"),
    "raising its quota": ("quota", "P", QuotaBody("P", 0, 0, NOW), "kind_not_yours"),
    "correcting its rebate": ("rebate_adjustment", "x", a_correction(), "kind_not_yours"),
    "closing HQ's books": ("period", "GD02", PeriodBody("GD02", "2026-12-31"), "record_not_yours"),
}


@pytest.mark.parametrize("deed", FOREIGN)
def test_what_is_not_its_business_is_held(sqlite_book, desks_of, deed):
    hq = an_hq(sqlite_book)
    kind, record, body, code = FOREIGN[deed]
    put(hq, "hq", "user", "u-hq", UserBody("HQ", "", "陈总", "admin"))
    put(hq, "dealer/GD02", "dealer", "GD02", DealerBody("GD02", "湖南", "province", "HQ"))
    put(hq, "dealer/GD01", "delivery", "hq-delivery", a_paper("HQ", "GD01"))
    stock_up(hq, {"A": 0})
    desk, above = desks_of(hq), desks_of(hq, "HQ")
    if isinstance(body, UserBody) and body.desk == "?":
        body = UserBody(body.dealer, desk.desk, body.name, body.role)
    record = record.replace("?", desk.desk)
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
    line = HqLine(desk.line, desk=desk.desk, key=desk.key)
    line.ask("/v1/exchange", ExchangeRequest(PROTOCOL, own), ExchangeAnswer)


NOTES = ("payment", "discount", "credit_note", "debit_note", "rebate_settlement")


def test_own_business_passes(hq, desks):
    put(hq, "dealer/GD01", "delivery", "hq-delivery", a_paper("HQ", "GD01"))
    desk = desks()
    desk.exchange()
    stream = desk.stream
    put(desk.book, stream, "dealer", "GD01:C1", DealerBody("C1", "小店", "store", "GD01"))
    put(desk.book, stream, "product", "GD01:Z", ProductBody("Z", "自有", "瓶", owner="GD01"))
    put(desk.book, stream, "price", "GD01:W/Z", PriceBody("W", "GD01:Z", 1_0000))
    put(
        desk.book,
        stream,
        "order",
        "o",
        an_order([a_line(accepted=10)], seller="GD01", buyer="GD01:C1", state="accepted"),
    )
    for kind, record, paper in (
        ("delivery", "d", a_paper("GD01", "GD01:C1", source="o")),
        ("return", "r", a_paper("GD01", "GD01:C1", source="d")),
        ("money_receipt", "m", a_paper("GD01", "GD01A")),
        ("goods_receipt", "g", a_paper("HQ", "GD01", source="hq-delivery")),
        ("adjustment", "a", a_paper("GD01", "GD01")),
        *((kind, kind, a_paper("GD01", "GD01:C1")) for kind in NOTES),
    ):
        paper.number = f"{KINDS[kind].prefix}-01-261123-0001"
        put(desk.book, stream, kind, record, paper)
    put(desk.book, stream, "settlement", "s", SettlementBody("GD01", "GD01:C1", "r", "d", 100, "2026-11-23"))
    put(desk.book, stream, "statement", "st", proven("DZD-01-202611-0001", [], seller="GD01", buyer="GD01:C1"))
    put(desk.book, stream, "reply", "st", ReplyBody("st", "agrees", "2026-11-23"))
    put(desk.book, stream, "profile", "GD01", ProfileBody("GD01", "广东粤海商贸"))
    put(desk.book, stream, "bank_line", "b", BankLineBody("6222", "2026-11-23", 100))
    put(desk.book, stream, "period", "GD01", PeriodBody("GD01", "2026-10-31"))
    assert desk.exchange().pending == 0
    assert problems_of(hq) == []
    assert_equal_books(hq, desk)


def test_people_and_what_they_read_are_the_desks_own(hq, desks):
    desk = desks()
    desk.exchange()
    put(desk.book, desk.stream, "user", "u-1", UserBody("GD01", desk.desk, "王敏", "owner"))
    put(desk.book, desk.stream, "policy_read", f"P/1/{desk.desk}", a_reading("GD01"))
    assert desk.exchange().pending == 0
    assert problems_of(hq) == []
    assert_equal_books(hq, desk)


PREPARED = {
    "user": UserBody("HQ", "?", "周敏", "channel_manager"),
    "request": RequestBody("no such verb", "o", "周敏", NOW),
    "policy_draft": PolicyDraftBody("P", 1, FORM, "周敏", NOW),
    "rebate_adjustment": a_correction(),
}
# Every kind that only HQ itself writes, or a dealer's desk.
NOT_HQS_DESK = {
    "order": an_order(seller="HQ", buyer="GD01", state="accepted"),
    "answer": AnswerBody("own-order", "accepted", NOW, [10000]),
    **dict.fromkeys(("delivery", "return", "money_receipt", "opening"), a_paper("HQ", "GD01")),
    "adjustment": a_paper("HQ", "HQ"),
    "dealer": DealerBody("C1", "新", "store", "HQ"),
    "product": ProductBody("Z", "假", "瓶", owner="HQ"),
    "period": PeriodBody("HQ", "2026-12-31"),
    "policy": a_policy(),
    "quota": QuotaBody("P", 0, 0, NOW),
    "request_answer": RequestAnswerBody("r", "done", NOW),
}


def test_hqs_people_prepare_and_ask(hq, desks):
    above = desks("HQ")
    above.exchange()
    for kind, body in PREPARED.items():
        own = UserBody("HQ", above.desk, body.name, body.role) if isinstance(body, UserBody) else body
        put(above.book, above.stream, kind, f"{kind}-1", own)
    put(above.book, above.stream, "policy_read", f"P/1/{above.desk}", a_reading("HQ"))
    assert above.exchange().pending == 0
    assert problems_of(hq) == []
    # What they asked for was answered, and the answer is theirs to read.
    assert rows(hq, "SELECT request, state FROM request_answer") == [("request-1", "refused")]
    above.exchange()
    assert_equal_books(hq, above)


@pytest.mark.parametrize("kind", NOT_HQS_DESK)
def test_hqs_people_write_nothing_in_hqs_name(sqlite_book, desks_of, kind):
    hq = an_hq(sqlite_book)
    above = desks_of(hq, "HQ")
    above.exchange()
    record = "HQ:Z" if kind in ("dealer", "product") else "x"
    forge(above, make_entry(kind, record, encode(NOT_HQS_DESK[kind])))
    assert problems_of(hq) == [(above.stream, kind, record, "kind_not_yours")]
