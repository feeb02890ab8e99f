"""A seller's documents reach a buyer who may not read the seller's stream, once, and nobody else."""

import msgspec
import pytest

from sync.hq.channel import copying
from sync.hq.channel.copying import forward
from sync.records.bodies.accounts import SettlementBody
from sync.records.bodies.records import AnswerBody, CopyBody, DealerBody, DocumentBody
from sync.records.repair.checking import check
from tests.building.sync.books import AGENT, HQ, NOW, SHOP, TODAY, a_line, an_order, enrol, found_hq, put, row, rows


@pytest.fixture
def hq(book):
    """HQ with desk d1 of the agent and desk s1 of the shop below it; C1 is a customer the agent's desk made."""
    found_hq(book)
    enrol(book, "d1", AGENT, "01")
    enrol(book, "s1", SHOP, "02")
    put(book, "desk/d1", "dealer", "GD01:C1", DealerBody("C1", "散客", "store", AGENT))
    return book


def a_paper(buyer=SHOP, amount=100, seller=AGENT):
    return DocumentBody("SKD-01-261123-0001", seller, buyer, TODAY.isoformat(), NOW, amount)


def copies(book):
    """Stream, and what each living copy carries."""
    found = rows(
        book,
        "SELECT s.name, e.record, e.body FROM entry e JOIN stream s ON s.id = e.stream "
        "WHERE e.kind = 'copy' AND e.live ORDER BY e.record",
    )
    return [(name, record, msgspec.json.decode(bytes(body), type=CopyBody)) for name, record, body in found]


def places(book):
    return [(name, record) for name, record, _ in copies(book)]


@pytest.mark.parametrize(
    "kind",
    [
        *("delivery", "return", "money_receipt", "opening"),
        *("payment", "discount", "credit_note", "debit_note", "rebate_settlement"),
    ],
)
def test_document_for_a_known_buyer_is_passed_on(hq, kind):
    put(hq, "desk/d1", kind, "p1", a_paper())
    assert forward(hq, NOW) == 1
    ((stream, record, copy),) = copies(hq)
    assert (stream, record, copy.kind, copy.id) == (f"dealer/{SHOP}", f"{kind}/p1", kind, "p1")
    original = row(hq, "SELECT body FROM entry WHERE record = 'p1'")[0]
    assert bytes(copy.body) == bytes(original)
    assert row(hq, "SELECT count(*) FROM document WHERE id = 'p1'") == (1,)
    assert check(hq) == []


def test_an_order_its_seller_wrote_reaches_its_buyer_and_takes_of_the_credit_there(hq):
    """Somebody telephoned: what was promised is the buyer's to know, and gone from the buyer's credit."""
    order = an_order(seller=AGENT, buyer=SHOP, state="accepted")
    order.lines[0].accepted = order.lines[0].quantity
    put(hq, "desk/d1", "order", "o1", order)
    assert forward(hq, NOW) == 1
    assert places(hq) == [(f"dealer/{SHOP}", "order/o1")]
    put(hq, "desk/d1", "order", "o1", msgspec.structs.replace(order, state="cancelled"))
    assert forward(hq, NOW) == 1
    assert check(hq) == []


def test_settling_is_passed_on_and_taken_back(hq):
    put(hq, "desk/d1", "settlement", "s1", SettlementBody(AGENT, SHOP, "m1", "d1", 100, "2026-11-23"))
    assert forward(hq, NOW) == 1
    assert places(hq) == [(f"dealer/{SHOP}", "settlement/s1")]
    with hq.writing() as writing:
        writing.delete("desk/d1", "settlement", ["s1"])
    assert forward(hq, NOW) == 1
    assert places(hq) == []
    assert rows(hq, "SELECT id FROM settlement") == []
    assert check(hq) == []


def test_nothing_is_passed_on_twice(hq):
    put(hq, "desk/d1", "money_receipt", "p1", a_paper())
    forward(hq, NOW)
    entries = row(hq, "SELECT count(*) FROM entry")
    assert forward(hq, NOW) == 0
    put(hq, "desk/d1", "money_receipt", "p2", a_paper("GD01:C1"))
    assert forward(hq, NOW) == 0
    with hq.writing() as writing:
        writing.connection.exec_driver_sql("DELETE FROM setting WHERE key = 'forwarded/desk/d1'")
    assert forward(hq, NOW) == 0
    assert row(hq, "SELECT count(*) FROM entry WHERE kind = 'copy'") == (1,)
    assert row(hq, "SELECT count(*) FROM entry")[0] == entries[0] + 1


def test_answer_follows_its_order_to_the_buyer(hq):
    put(hq, "desk/s1", "order", "o1", an_order([a_line()], seller=AGENT, buyer=SHOP))
    put(hq, "desk/d1", "answer", "o1", AnswerBody("o1", "accepted", NOW, [10000]))
    assert forward(hq, NOW) == 1
    assert places(hq) == [(f"dealer/{SHOP}", "answer/o1")]


def test_what_the_buyer_reads_anyway_is_not_copied(hq):
    put(hq, "desk/s1", "money_receipt", "up", a_paper(AGENT, seller=SHOP))
    put(hq, f"dealer/{AGENT}", "money_receipt", "hqs", a_paper(AGENT, seller=HQ))
    put(hq, "desk/d1", "goods_receipt", "own", a_paper(AGENT, seller=HQ))
    assert forward(hq, NOW) == 0


def test_customers_only_the_desk_knows_get_no_copies(hq):
    put(hq, "desk/d1", "delivery", "p1", a_paper("GD01:C1"))
    put(hq, "desk/d1", "delivery", "p2", a_paper("NOBODY"))
    assert forward(hq, NOW) == 0


def test_copy_follows_changes_and_deletion(hq):
    put(hq, "desk/d1", "delivery", "p1", a_paper())
    forward(hq, NOW)
    put(hq, "desk/d1", "delivery", "p1", a_paper(amount=200))
    assert forward(hq, NOW) == 1
    assert b'"amount":200' in bytes(copies(hq)[0][2].body)
    with hq.writing() as writing:
        writing.delete("desk/d1", "delivery", ["p1"])
    assert forward(hq, NOW) == 1
    assert places(hq) == []


def test_long_stream_is_passed_on_page_by_page(hq, monkeypatch):
    monkeypatch.setattr(copying, "PAGE", 3)
    with hq.writing() as writing:
        writing.put_all("desk/d1", "delivery", [(f"p{n}", a_paper(SHOP if n % 2 else "GD01:C1")) for n in range(10)])
    assert forward(hq, NOW) == 5
    assert forward(hq, NOW) == 0


def test_stream_that_began_anew_is_gone_through_again(hq):
    put(hq, "desk/d1", "delivery", "p1", a_paper())
    forward(hq, NOW)
    with hq.writing() as writing:
        writing.connection.exec_driver_sql("UPDATE stream SET epoch = 2 WHERE name = 'desk/d1'")
    put(hq, "desk/d1", "delivery", "p2", a_paper())
    assert forward(hq, NOW) == 1
    assert [record for _, record in places(hq)] == ["delivery/p1", "delivery/p2"]
