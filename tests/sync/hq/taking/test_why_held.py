"""Whoever may read an entry that HQ holds is told for what reason, and once more when HQ takes it after all."""

import json

from sync.client.line.asking import HqLine
from sync.client.restored.replacing import rebuild
from sync.hq.taking import answering
from sync.records.bodies.records import AnswerBody
from sync.wire.messages import ExchangeAnswer
from tests.building.sync.books import NOW, put, rows
from tests.building.sync.ends import problems_of
from tests.sync.hq.test_admission import a_paper

RECEIPT = "SKD-01-261123-0001"


def reasons(book):
    """What a book keeps of each entry it knows to be held: stream, code, facts."""
    found = rows(book, "SELECT stream, code, facts FROM problem WHERE held ORDER BY id")
    return [(stream, code, json.loads(facts)) for stream, code, facts in found]


def held_receipt(end):
    """A receipt from a customer whose card nobody wrote."""
    put(end.book, end.stream, "money_receipt", "m1", a_paper("GD01", "GD01:C9", number=RECEIPT))
    end.exchange()
    return end.stream, "held_at_hq", {"dealer": "GD01:C9", "cause": "dealer_missing"}


def test_the_writer_and_every_other_reader_are_told_the_reason(hq, desks):
    writer, beside, above = desks(), desks(), desks("HQ")
    writer.order()
    for end in (writer, beside, above):
        end.exchange()
    told = held_receipt(writer)
    assert reasons(hq) == [(writer.stream, "dealer_missing", {"dealer": "GD01:C9"})]
    for end in (beside, above):
        end.exchange()
    for end in (writer, beside, above):
        assert reasons(end.book) == [told]


def test_who_may_not_read_an_entry_hears_nothing_of_it(hq, desks):
    writer, stranger = desks(), desks("GD01A")
    stranger.exchange()
    held_receipt(writer)
    stranger.exchange()
    assert reasons(stranger.book) == []


def test_a_desk_that_fetches_its_own_stream_anew_knows_the_reason_still(hq, desks):
    writer = desks()
    told = held_receipt(writer)
    with writer.book.writing() as writing:
        writing.connection.exec_driver_sql("DELETE FROM problem")
    rebuild(writer.book, HqLine(writer.line, desk=writer.desk, key=writer.key), writer.stream, "fork")
    assert reasons(writer.book) == [told]


def test_an_hq_that_gives_no_reason_is_understood(hq, desks, monkeypatch):
    writer = desks()
    monkeypatch.setattr(answering, "ExchangeAnswer", lambda *args, **more: ExchangeAnswer(*args, **{**more, "why": []}))
    stream, code, _ = held_receipt(writer)
    assert reasons(writer.book) == [(stream, code, {})]


def test_who_had_it_as_held_is_told_when_hq_takes_it(hq, desks):
    agent, shop = desks(), desks("GD01A")
    for end in (agent, shop):
        end.exchange()
    order = shop.order(seller="GD01", buyer="GD01A")
    number = "XSDD-02-261123-0001"
    put(agent.book, agent.stream, "answer", order, AnswerBody(order, "accepted", NOW, [10000], number=number))
    agent.exchange()
    assert len(problems_of(agent.book)) == 1
    shop.exchange()
    told = [each for each in agent.exchange().notices if each.code == "entry_released"]
    assert [each.facts for each in told] == [{"kind": "answer", "document": number}]
    # Once; and never where nobody had it as held.
    assert agent.exchange().notices == ()
    assert shop.exchange().notices == ()


def test_many_that_are_taken_are_told_by_their_count(hq, desks):
    agent, shop = desks(), desks("GD01A")
    for end in (agent, shop):
        end.exchange()
    order = shop.order(seller="GD01", buyer="GD01A")
    for place in range(7):
        paper = a_paper("GD01", "GD01A", number=f"ZKD-01-261123-{place + 1:04d}", source=order, amount=100)
        put(agent.book, agent.stream, "discount", f"d{place}", paper)
    agent.exchange()
    shop.exchange()
    told = [each for each in agent.exchange().notices if each.code.endswith("_released")]
    assert [(each.code, each.facts) for each in told] == [("entries_released", {"count": 7})]
