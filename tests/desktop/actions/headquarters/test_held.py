"""A person reads why a record is held in words, with the document's number, and never a code or an inner id."""

import pytest

from desktop.actions.headquarters.attention import attention
from desktop.actions.headquarters.held import held_records
from desktop.desk import Desk, Identity
from desktop.wording import say
from sync.records.bodies.accounts import SettlementBody
from sync.records.bodies.records import DocumentBody
from sync.records.log.problems import note_held
from sync.records.log.receiving import held_there
from sync.records.schema import tables
from sync.streams import make_entry
from sync.wire.messages import HeldEntry
from tests.building.sync.books import AGENT, NOW, a_line, put, rows
from tests.building.sync.ends import a_desk, an_hq
from tests.sync.conftest import key_store

__all__ = ["key_store"]
RECEIPT, RETURN, DELIVERY = "SKD-01-261123-0001", "XSTH-01-261123-0001", "XSCK-01-261123-0001"


@pytest.fixture
def desk(sqlite_book, tmp_path):
    end = a_desk(an_hq(sqlite_book), tmp_path / "gd")
    yield end, Desk(end.book, Identity("desk", end.desk, AGENT, "01", ""), end.folder)
    end.book.close()


def a_paper(number, **more):
    return DocumentBody(number, "GD01", "GD01A", "2026-11-23", NOW, 2500, [a_line()], **more)


def sentences(desk, language):
    """As the list of held records and the attention list say them."""
    with desk.book.reading() as connection:
        asked = [each for each in attention(connection, desk) if each.kind == "problem"]
    listed = [say(each.problem.code, language, record=each.subject, **each.facts) for each in held_records(desk)]
    assert [say(each.code, language, record=each.number, **each.facts) for each in asked] == listed
    return listed


def test_the_desk_that_wrote_it_reads_why_with_the_numbers(desk):
    end, desk = desk
    put(end.book, end.stream, "money_receipt", "m1", a_paper(RECEIPT))
    end.exchange()
    put(end.book, end.stream, "return", "r1", a_paper(RETURN, source="m1"))
    end.exchange()
    [zh], [en] = sentences(desk, "zh"), sentences(desk, "en")
    assert RETURN in zh
    assert RETURN in en
    assert "这张单据不由这台工作台写" in zh
    assert "This document is not this desk's to write" in en
    for raw in ("document_not_yours", "held_at_hq", "record=", "r1", "cause"):
        assert raw not in zh + en


def hold(end, number, why):
    with end.book.writing() as writing:
        entry = make_entry("return", "r1", b"{}")
        note_held(writing.connection, end.stream, [(number, entry, held_there([number], why)[number])], NOW)


def test_what_it_rests_on_is_named_by_its_number_where_that_is_known(desk):
    end, desk = desk
    put(end.book, end.stream, "money_receipt", "m1", a_paper(RECEIPT))
    hold(end, 9, [HeldEntry(9, "rests_on_missing", {"field": "source", "id": "m1"})])
    [zh] = sentences(desk, "zh")
    assert f"它依据的单据（{RECEIPT}）还没到" in zh


@pytest.mark.parametrize("why", [[HeldEntry(9, "a_code_of_tomorrow", {"id": "x-1"})], []])
def test_a_reason_of_a_newer_hq_or_none_leaves_no_code_behind(desk, why):
    end, desk = desk
    hold(end, 9, why)
    for language, words in (("zh", "总部没有接收"), ("en", "HQ did not take")):
        [told] = sentences(desk, language)
        assert words in told
        assert "tomorrow" not in told
        assert "x-1" not in told
        assert "{" not in told


def test_a_settlement_is_named_by_what_it_sets_against_what_and_by_no_inner_id(desk):
    end, desk = desk
    paid, owed, own, other = ("ab" * 16, "cd" * 16, "ef" * 16, "01" * 16)
    put(end.book, end.stream, "money_receipt", paid, a_paper(RECEIPT))
    put(end.book, end.stream, "delivery", owed, a_paper(DELIVERY))
    put(end.book, end.stream, "settlement", own, SettlementBody("GD01", "GD01A", paid, owed, 100, "2026-11-23"))
    [(number,)] = rows(end.book, "SELECT number FROM entry WHERE kind = 'settlement'")
    why = [HeldEntry(number, "settled_beyond", {"of": DELIVERY, "wanted": "¥1.00", "left": "¥0.00", "by": other})]
    with end.book.writing() as writing:
        entry = make_entry("settlement", own, b"{}")
        note_held(writing.connection, end.stream, [(number, entry, held_there([number], why)[number])], NOW)
    for language in ("zh", "en"):
        [held] = held_records(desk)
        told = say(held.code, language, record=held.subject, **held.facts) + held.subject
        assert RECEIPT in told
        assert DELIVERY in told
        assert not [inner for inner in (paid, owed, own, other) if inner in told]


@pytest.mark.parametrize(
    ("code", "detail", "facts", "told"),
    [
        ("record_unreadable", "body: unreadable (JSON is malformed: expected ':')", "{}", "内容残缺"),
        ("record_unreadable", "body: unreadable (whatever it may say)", "{}", "内容读不懂"),
        ("record_not_applied", "IntegrityError: UNIQUE constraint failed: product.sku", "{}", "与账上已有的记录冲突"),
        ("record_not_applied", "KeyError: 'x'", "{}", "程序没能处理它"),
        ("order_not_decided", "ZeroDivisionError: division by zero", "{}", "程序没能处理它"),
        ("order_not_decided", "order_empty()", '{"cause": "order_empty"}', "订单没有明细，请至少填一行。"),
    ],
)
def test_what_a_library_says_of_a_record_is_told_in_words_and_kept_for_support(desk, code, detail, facts, told):
    end, desk = desk
    row = {"stream": "dealer/GD01", "number": 7, "kind": "order", "record": "x7", "at": NOW, "code": code}
    with end.book.writing() as writing:
        writing.connection.execute(tables.problem.insert(), {**row, "detail": detail, "facts": facts})
    [zh], [en] = sentences(desk, "zh"), sentences(desk, "en")
    assert told in zh
    for word in ("JSON", "expected", "Error", "UNIQUE", "division", "whatever", "order_empty", "'x'"):
        assert word not in zh + en
    assert rows(end.book, "SELECT detail FROM problem") == [(detail,)]
