"""Two desks of one dealer that hadn't heard of each other do one thing twice: what HQ took first stands, everywhere.

The later one is held with one code and the other's name, its desk lets go of its own, all books say the same, and what
is held is taken by itself when there is room for it again.
"""

import re
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from desktop.actions.headquarters.held import held_records
from desktop.desk import Desk, Identity
from desktop.wording import say
from domain.documents.kinds import KINDS
from sync.hq.admission.table import RULES, Within
from sync.records.bodies.records import AnswerBody, DocumentBody, LineBody, decode
from sync.records.documents.stock_builders import make_adjustment
from sync.records.log.holding import CAUSE, HELD, Held
from sync.records.log.problems import note_held
from sync.records.log.rebuilding import own_entries
from sync.records.orders.crossed import let_go
from tests.building.sync.books import NOW, a_clerk, a_line, an_order, order_of, put, row, rows, stock_of, stock_up
from tests.building.sync.ends import an_hq, assert_equal_books, problems_of

SHOP, DAY = "GD01A", "2026-11-23"


def a_paper(kind, number, amount=7700, lines=None, seller="GD01", buyer=SHOP, **more):
    prefix = {
        "delivery": "XSCK",
        "return": "XSTH",
        "money_receipt": "SKD",
        "goods_receipt": "CGRK",
        "opening": "QC",
    }.get(kind, "PDD")
    lines = [] if lines is None else lines
    amount = sum(line.amount for line in lines) if lines else amount
    return DocumentBody(f"{prefix}-{number}", seller, buyer, DAY, NOW, amount, lines, **more)


def of_line(quantity, amount=None, place=1, sku="A"):
    """So much of a source's line, at 2.50 the piece."""
    fen = round(quantity * 250) if amount is None else amount
    return LineBody(sku, sku, round(quantity * 1000), fen, order_line=place)


def negated(body, number, record, **more):
    """The reversal of a paper, as the makers make it."""
    lines = [
        LineBody(each.product, each.sku, -each.quantity, -each.amount, order_line=each.order_line)
        for each in body.lines
    ]
    fields = {"source": body.source, "warehouse": body.warehouse, **more}
    head = number.partition("-")[0]
    assert head == body.number.partition("-")[0]
    return DocumentBody(
        number, body.seller, body.buyer, DAY, NOW, fields.pop("amount", -body.amount), fields.pop("lines", lines),
        reverses=record, **fields,
    )  # fmt: skip


@pytest.fixture
def two(sqlite_book, desks_of):
    """HQ, two desks of the agent and the shop's, with an order of 10 A that the agent accepted, and HQ's delivery."""
    return a_pair(an_hq(sqlite_book), desks_of)


@pytest.fixture
def two_on_each(hq, desks_of):
    """The same over each engine."""
    return a_pair(hq, desks_of)


def a_pair(hq, desks_of):
    one, other, shop = desks_of(hq), desks_of(hq), desks_of(hq, SHOP)
    stock_up(hq, {"A": 100})
    put(
        hq,
        "dealer/GD01",
        "delivery",
        "hq-d",
        a_paper("delivery", "00-261123-0001", lines=[of_line(10)], seller="HQ", buyer="GD01"),
    )
    order = shop.order(seller="GD01", buyer=SHOP)
    shop.exchange()
    one.exchange()
    answer = AnswerBody(order, "accepted", NOW, [10000], number=f"XSDD-{one.prefix}-261123-0009")
    put(one.book, one.stream, "answer", order, answer)
    receipt = a_paper("money_receipt", f"{one.prefix}-261123-0001")
    put(one.book, one.stream, "money_receipt", "m1", receipt)
    for end in (one, other, shop):
        end.exchange()
    return hq, one, other, shop, order, receipt


def number(end, kind, place=1):
    return f"{end.prefix}-261123-{place:04d}"


def told(end, language="zh"):
    """What a person at this end reads under "needs a look"."""
    desk = Desk(end.book, Identity("desk", end.desk, "GD01", end.prefix, ""), end.folder)
    return [say(each.code, language, record=each.subject, **each.facts) for each in held_records(desk)]


def reversal(end, receipt):
    return negated(receipt, f"SKD-{number(end, 'money_receipt', 7)}", "m1")


def a_delivery(end, order, quantity, place=1):
    return a_paper("delivery", number(end, "delivery", place), lines=[of_line(quantity)], source=order, warehouse="W1")


def a_receipt_of_goods(end, quantity, place=1):
    return a_paper(
        "goods_receipt", number(end, "goods_receipt", place), lines=[of_line(quantity)], seller="HQ", buyer="GD01",
        source="hq-d", warehouse="W1",
    )  # fmt: skip


def a_count(end, quantity, known):
    lines = [LineBody("A", "A", quantity * 1000, 0)]
    body = a_paper("adjustment", number(end, "adjustment"), amount=0, lines=lines, buyer="GD01", warehouse="W1")
    body.known = known
    return body


def an_opening(end):
    return a_paper("opening", number(end, "opening"), amount=5_000_00 + int(end.prefix))


ACTS = {
    "opening one account": ("opening", lambda end, *_: an_opening(end), "opened_twice"),
    "reversing one receipt": ("money_receipt", lambda end, order, receipt: reversal(end, receipt), "reversed_twice"),
    "delivering one order": ("delivery", lambda end, order, _: a_delivery(end, order, 10), "delivered_beyond"),
    "receiving one delivery": ("goods_receipt", lambda end, order, _: a_receipt_of_goods(end, 10), "received_beyond"),
}


@pytest.mark.parametrize("act", ACTS)
def test_what_hq_took_first_stands_and_both_desks_are_told(two_on_each, act):
    hq, one, other, shop, order, receipt = two_on_each
    kind, made, code = ACTS[act]
    put(one.book, one.stream, kind, "first", made(one, order, receipt))
    put(other.book, other.stream, kind, "second", made(other, order, receipt))
    one.exchange()
    notices = other.exchange().notices
    assert [each[1:] for each in problems_of(hq)] == [(kind, "second", code)]
    # The desk that came second lets go of its own, and says so.
    crossed = [each for each in notices if each.code == "entry_crossed"]
    assert [(each.facts["kind"], each.facts["by"]) for each in crossed] == [(kind, made(one, order, receipt).number)]
    one.exchange()
    for end in (one, other):
        assert [(each[1], each[2]) for each in problems_of(end.book)] == [(kind, "second")]
        for language in ("zh", "en"):
            [sentence] = told(end, language)
            assert made(one, order, receipt).number in sentence
            assert made(other, order, receipt).number in sentence
            assert "{" not in sentence
    shop.exchange()
    assert_equal_books(hq, one, other, shop)
    assert rows(hq, "SELECT id FROM document WHERE id IN ('first', 'second')") == [("first",)]


def test_the_second_is_told_whichever_exchange_brings_the_others_paper(two):
    hq, one, other, _, _, receipt = two
    put(one.book, one.stream, "money_receipt", "first", reversal(one, receipt))
    one.exchange()
    other.exchange()
    # It had heard of the first one and wrote all the same, as a program without rules does.
    put(other.book, other.stream, "money_receipt", "second", reversal(other, receipt))
    other.exchange()
    assert [code for *_, code in problems_of(hq)] == ["reversed_twice"]
    assert_equal_books(hq, one, other)


def test_a_desk_lets_go_of_nothing_where_its_own_books_dont_show_the_others(two):
    """A word of HQ's alone takes nothing off a desk's books."""
    _, one, _, _, _, receipt = two
    put(one.book, one.stream, "money_receipt", "first", reversal(one, receipt))
    one.exchange()
    with one.book.reading() as connection:
        [mine] = own_entries(connection, one.stream, 2)
    facts = {"of": receipt.number, "by": "nobody's", CAUSE: "reversed_twice"}
    with one.book.writing() as writing:
        note_held(writing.connection, one.stream, [(mine.number, mine.entry, Held(HELD, facts))], NOW)
        assert let_go(writing.connection, one.stream) == []
    facts["by"] = "m1"  # a record of its own, and no other reversal
    with one.book.writing() as writing:
        note_held(writing.connection, one.stream, [(mine.number, mine.entry, Held(HELD, facts))], NOW)
        assert let_go(writing.connection, one.stream) == []
    assert rows(one.book, "SELECT id FROM document WHERE reverses = 'm1'") == [("first",)]


INEXACT: dict[str, dict[str, Any]] = {
    "another sum": {"amount": -7800},
    "half of it": {"amount": -3850},
    "none of it": {"amount": 0},
    "lines it never had": {"lines": [of_line(-1, -7700)]},
}


@pytest.mark.parametrize("what", INEXACT)
def test_a_reversal_that_isnt_its_paper_negated_is_held(two, what):
    hq, one, other, _, _, receipt = two
    body = negated(receipt, f"SKD-{number(one, '', 7)}", "m1", **INEXACT[what])
    put(one.book, one.stream, "money_receipt", "r", body)
    one.exchange()
    assert [code for *_, code in problems_of(hq)] == ["reversal_inexact"]
    assert row(hq, "SELECT state FROM document WHERE id = 'm1'") == ("posted",)
    other.exchange()
    for end in (one, other):
        [sentence] = told(end)
        assert receipt.number in sentence


def test_goods_are_reversed_line_by_line_into_the_warehouse_they_left(two):
    hq, one, _, _, order, _ = two
    delivery = a_delivery(one, order, 10)
    put(one.book, one.stream, "delivery", "d", delivery)
    wrong = [
        negated(delivery, f"XSCK-{number(one, '', 2)}", "d", lines=[of_line(-9, -2500)]),
        negated(delivery, f"XSCK-{number(one, '', 3)}", "d", lines=[of_line(-10, -2500, sku="B")]),
        negated(delivery, f"XSCK-{number(one, '', 4)}", "d", warehouse="W2"),
        negated(delivery, f"XSCK-{number(one, '', 5)}", "d", source=None),
    ]
    for place, body in enumerate(wrong):
        put(one.book, one.stream, "delivery", f"r{place}", body)
    right = negated(delivery, f"XSCK-{number(one, '', 6)}", "d")
    put(one.book, one.stream, "delivery", "right", right)
    put(one.book, one.stream, "delivery", "again", negated(right, f"XSCK-{number(one, '', 7)}", "right"))
    one.exchange()
    codes = [code for *_, code in problems_of(hq)]
    assert codes == ["reversal_inexact"] * 4 + ["undoes_a_reversal"]
    assert order_of(hq, order) == ("accepted", [(10, 0, 10)])
    assert stock_of(hq, "A", owner="GD01")[0] == 0


FOLLOWED = {"taken back": ("return", 1), "received by the buyer": ("goods_receipt", 2)}


@pytest.mark.parametrize("what", FOLLOWED)
def test_a_delivery_is_not_reversed_while_goods_of_it_are(two, what):
    hq, *ends, order, _ = two
    one, shop = ends[0], ends[2]
    kind, writer = FOLLOWED[what]
    delivery = a_delivery(one, order, 10)
    put(one.book, one.stream, "delivery", "d", delivery)
    for end in (*ends, *ends):
        end.exchange()
    owing = {book: rows(book, "SELECT SUM(amount) FROM posting") for book in (hq, one.book)}
    follower = a_paper(kind, number(ends[writer], kind), lines=[of_line(4)], source="d", warehouse="W1")
    put(ends[writer].book, ends[writer].stream, kind, "back", follower)
    undone = negated(delivery, f"XSCK-{number(one, '', 2)}", "d")
    put(one.book, one.stream, "delivery", "undone", undone)
    ends[writer].exchange()
    notices = one.exchange().notices
    assert [each[1:] for each in problems_of(hq)] == [("delivery", "undone", "delivery_followed")]
    assert [(each.facts["kind"], each.facts["by"]) for each in notices if each.code == "entry_crossed"] == [
        ("delivery", follower.number)
    ]
    for end in ends:
        end.exchange()
    for end in ends[:2]:
        for language in ("zh", "en"):
            [sentence] = told(end, language)
            assert {delivery.number, follower.number, undone.number} <= set(re.findall(r"[A-Z]{3,4}-[0-9-]+", sentence))
    back = -1000 if kind == "return" else 0
    for book, [(before,)] in owing.items():
        assert rows(book, "SELECT SUM(amount) FROM posting") == [(before + back,)]
    assert_equal_books(hq, *ends)
    # Where that is reversed, the delivery is as well.
    put(ends[writer].book, ends[writer].stream, kind, "gone", negated(follower, f"{follower.number[:-1]}9", "back"))
    for end in (*ends, *ends):
        end.exchange()
    assert problems_of(hq) == []
    assert order_of(hq, order) == order_of(shop.book, order) == ("accepted", [(10, 0, 10)])
    assert_equal_books(hq, *ends)


def test_what_a_wallet_paid_of_a_delivery_is_not_undone_while_goods_of_it_are(two):
    hq, one, other, _, order, _ = two
    put(one.book, one.stream, "delivery", "d", a_delivery(one, order, 10))
    paid = a_paper("rebate_settlement", f"{number(one, '')}", amount=100, source="d")
    paid = replace(paid, number=f"{KINDS['rebate_settlement'].prefix}-{number(one, '')}")
    put(one.book, one.stream, "rebate_settlement", "w", paid)
    back = a_paper("return", number(other, ""), lines=[of_line(4)], source="d", warehouse="W1")
    for end in (one, other):
        end.exchange()
    put(other.book, other.stream, "return", "back", back)
    other.exchange()
    undone = negated(paid, f"{KINDS['rebate_settlement'].prefix}-{number(one, '', 2)}", "w")
    put(one.book, one.stream, "rebate_settlement", "undone", undone)
    one.exchange()
    other.exchange()
    assert [each[1:] for each in problems_of(hq)] == [("rebate_settlement", "undone", "delivery_followed")]
    assert_equal_books(hq, one, other)


def test_a_delivery_that_waits_for_room_is_taken_when_the_first_is_reversed(two_on_each):
    hq, one, other, shop, order, _ = two_on_each
    first, second = a_delivery(one, order, 10), a_delivery(other, order, 6)
    put(one.book, one.stream, "delivery", "first", first)
    put(other.book, other.stream, "delivery", "second", second)
    for end in (one, other, one):
        end.exchange()
    assert [code for *_, code in problems_of(hq)] == ["delivered_beyond"]
    assert order_of(other.book, order) == order_of(hq, order) == ("delivered", [(10, 10, 0)])
    put(one.book, one.stream, "delivery", "undone", negated(first, f"XSCK-{number(one, '', 2)}", "first"))
    for end in (one, other, shop, one):
        end.exchange()
    assert problems_of(hq) == []
    for book in (hq, one.book, other.book, shop.book):
        assert order_of(book, order) == ("partly_delivered", [(10, 6, 4)])
    for end in (one, other, shop):
        assert problems_of(end.book) == []
    assert_equal_books(hq, one, other, shop)


def test_parts_of_one_order_by_two_desks_pass_as_long_as_they_fit(two):
    hq, one, other, _, order, _ = two
    put(one.book, one.stream, "delivery", "first", a_delivery(one, order, 4))
    put(other.book, other.stream, "delivery", "second", a_delivery(other, order, 6))
    one.exchange()
    other.exchange()
    assert problems_of(hq) == []
    put(one.book, one.stream, "delivery", "third", a_delivery(one, order, 0.001, place=2))
    one.exchange()
    assert [code for *_, code in problems_of(hq)] == ["delivered_beyond"]


def test_what_rests_on_a_delivery_that_was_let_go_goes_with_it(two):
    hq, one, other, _, order, _ = two
    put(one.book, one.stream, "delivery", "first", a_delivery(one, order, 10))
    put(other.book, other.stream, "delivery", "second", a_delivery(other, order, 10))
    back = a_paper("return", number(other, ""), lines=[of_line(2)], source="second", warehouse="W1")
    put(other.book, other.stream, "return", "back", back)
    for end in (one, other, one):
        end.exchange()
    assert [code for *_, code in problems_of(hq)] == ["delivered_beyond", "rests_on_missing"]
    assert_equal_books(hq, one, other)


def test_an_order_that_two_desks_cancel_is_cancelled_once_in_every_book(two):
    hq, one, other, shop, _, _ = two
    order = shop.order(seller="GD01", buyer=SHOP)
    for end in (shop, one, other):
        end.exchange()
    for place, end in enumerate((one, other)):
        put(end.book, end.stream, "answer", order, AnswerBody(order, "cancelled", NOW, [0], decided_by=f"甲{place}"))
    exchanged = [end.exchange() for end in (one, other, one, other, shop)]
    assert "stream_mended" not in {reason.code for done in exchanged for reason in done.notices}  # it fits at once
    assert [code for *_, code in problems_of(hq)] == ["answered_twice"]
    for book in (hq, one.book, other.book, shop.book):
        assert order_of(book, order)[0] == "cancelled"
        assert rows(book, 'SELECT decided_by FROM answer WHERE "order" = :o', o=order) == [("甲0",)]
    for end in (one, other):
        assert (other.stream, "answer", order, "held_at_hq") in problems_of(end.book)


@pytest.fixture
def counts(two):
    """Each desk's count of 3 A more than the books say, made where the books stand."""
    hq, one, other, *_ = two

    def count(end, record, sku="A", warehouse="W1"):
        with end.book.writing() as writing:
            clerk = a_clerk("GD01", end.prefix)
            made = make_adjustment(writing.connection, clerk, warehouse, {sku: Decimal(3)}, on=clerk.today)
            assert made is not None
            writing.put(end.stream, "adjustment", record, made[2])

    return hq, one, other, count


def test_stock_that_two_desks_counted_without_hearing_of_each_other_is_counted_once(counts):
    hq, one, other, count = counts
    count(one, "first")
    count(other, "second")
    one.exchange()
    told = other.exchange().notices
    one.exchange()
    assert [each[1:] for each in problems_of(hq)] == [("adjustment", "second", "counted_twice")]
    assert "entry_crossed" in {each.code for each in told}
    for book in (hq, one.book, other.book):
        assert stock_of(book, "A", owner="GD01")[0] == 3
    assert_equal_books(hq, one, other)
    # Where the first is undone, the second holds.
    first = live_body(one, "adjustment", "first")
    put(one.book, one.stream, "adjustment", "undone", negated(first, f"PDD-{number(one, '', 9)}", "first"))
    for end in (one, other, one):
        end.exchange()
    assert problems_of(hq) == []
    for book in (hq, one.book, other.book):
        assert stock_of(book, "A", owner="GD01")[0] == 3


def test_counts_of_other_goods_or_places_or_made_later_pass(counts):
    hq, one, other, count = counts
    count(one, "first")
    count(other, "goods", "B")
    count(other, "place", "A", "W2")
    for end in (one, other):
        end.exchange()
    with other.book.writing() as writing:
        clerk = a_clerk("GD01", other.prefix)
        made = make_adjustment(writing.connection, clerk, "W1", {"A": Decimal(5)}, on=clerk.today)
        assert made is not None
        writing.put(other.stream, "adjustment", "later", made[2])
    other.exchange()
    assert problems_of(hq) == []
    assert stock_of(hq, "A", owner="GD01")[0] == 5


def test_a_count_that_says_nothing_of_what_it_knew_is_taken_as_before(two):
    """Programs that don't tell it yet go on working."""
    hq, one, other, *_ = two
    put(one.book, one.stream, "adjustment", "first", a_count(one, 3, ""))
    put(other.book, other.stream, "adjustment", "second", a_count(other, 3, ""))
    one.exchange()
    other.exchange()
    assert problems_of(hq) == []


def live_body(end, kind, record):
    [(raw,)] = rows(
        end.book, "SELECT body FROM entry WHERE kind = :kind AND record = :record", kind=kind, record=record
    )
    return decode(kind, bytes(raw))


@pytest.mark.parametrize("kind", [kind for kind, rule in RULES.items() if Within.UNDOING in rule.within])
def test_no_kind_of_paper_is_undone_twice(sqlite_book, desks_of, kind):
    """Walks the kinds of the table: whatever may be undone is undone once, exactly, by whichever desk came first."""
    hq = an_hq(sqlite_book)
    one, other = desks_of(hq), desks_of(hq)
    stock_up(hq, {"A": 0})
    put(
        hq,
        "dealer/GD01",
        "delivery",
        "hq-d",
        a_paper("delivery", "00-261123-0001", lines=[of_line(10)], seller="HQ", buyer="GD01"),
    )
    body = a_kind(kind, one)
    put(one.book, one.stream, kind, "paper", body)
    for end in (one, other):
        end.exchange()
    assert problems_of(hq) == []
    head = body.number.partition("-")[0]
    put(one.book, one.stream, kind, "first", negated(body, f"{head}-{number(one, kind, 7)}", "paper"))
    put(other.book, other.stream, kind, "second", negated(body, f"{head}-{number(other, kind, 7)}", "paper"))
    for end in (one, other, one):
        end.exchange()
    assert [each[1:] for each in problems_of(hq)] == [(kind, "second", "reversed_twice")]
    assert_equal_books(hq, one, other)


def a_kind(kind, end):
    """A paper of a kind that a desk of the agent may write."""
    prefix = KINDS[kind].prefix
    goods = kind in ("delivery", "return", "goods_receipt", "adjustment")
    seller, buyer = ("HQ", "GD01") if kind == "goods_receipt" else ("GD01", "GD01" if kind == "adjustment" else SHOP)
    lines = [a_line("A", 2)] if goods else []
    if kind == "goods_receipt":
        lines = [of_line(2)]
    amount = sum(each.amount for each in lines) if lines else 7700
    source = "hq-d" if kind == "goods_receipt" else None
    return DocumentBody(
        f"{prefix}-{number(end, kind)}",
        seller,
        buyer,
        DAY,
        NOW,
        amount,
        lines,
        source=source,
        warehouse="W1" if goods else "",
    )


def test_one_order_is_replaced_once_by_two_desks_of_its_seller(two):
    """Each amended the agent's own order for the shop offline: goods go out by one of the two, at every desk."""
    hq, one, other, shop, *_ = two
    stock_up(one.book, {"A": 100}, owner="GD01", stream=one.stream)
    decided = {"lines": [a_line("A", 10, accepted=10)], "seller": "GD01", "buyer": SHOP, "state": "accepted"}
    old = one.order(**decided, warehouse="W1")
    for end in (one, other):
        end.exchange()
    for end, quantity in ((one, 4), (other, 6)):
        body = an_order([a_line("A", quantity, accepted=quantity)], f"XSDD-{end.prefix}-261123-0090", "GD01", SHOP)
        new = msgspec.structs.replace(body, state="accepted", warehouse="W1", supersedes=old)
        put(end.book, end.stream, "order", f"new-{quantity}", new)
    for end in (one, other, one, other, shop):
        end.exchange()
    standing = "SELECT id FROM document WHERE supersedes = :old AND state = 'accepted'"
    for book in (hq, one.book, other.book):
        assert rows(book, standing, old=old) == [("new-4",)]
    [(_, kind, record, code)] = problems_of(hq)
    assert (kind, record, code) == ("order", "new-6", "superseded_twice")
    assert [(kind, record) for _, kind, record, _ in problems_of(other.book)] == [("order", "new-6")]
    assert_equal_books(hq, one, other, shop)
