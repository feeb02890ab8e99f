"""Accounts come one after the other with all that belongs to them, in as many statements for one as for many."""

from datetime import date
from decimal import Decimal

import pytest

from sync.records.accounts.accounts import ledger_of
from sync.records.accounts.ledgers import head_place, ledgers
from sync.records.bodies.accounts import SettlementBody
from sync.records.bodies.records import DealerBody, DocumentBody, LineBody
from sync.records.statements.issued import head_text, issue
from tests.building.sync.books import NOW, found_desk, put
from tests.sync.records.statements.test_issued import HOME, a_paper

OWN, STREAM = "GD01", "desk/d1"


def a_document(number, buyer, day, amount, kind="delivery", lines=(), terms=""):
    body = DocumentBody(number, OWN, buyer, day, NOW, amount, list(lines), due=day, remark="", terms=terms, method="")
    return kind, f"id-{number}", body


def fill(book, documents, buyers=("A", "B")):
    found_desk(book)
    with book.writing() as writing:
        writing.put("catalog", "dealer", OWN, DealerBody(OWN, "总代理", "province", "HQ"))
        for code in buyers:
            writing.put(STREAM, "dealer", f"{OWN}:{code}", DealerBody(code, f"客户{code}", "store", OWN))
        for kind, record, body in documents:
            writing.put(STREAM, kind, record, body)


def a_line(sku="W1", quantity=24_000, price=25_000, pack=12_000, unit="箱"):
    return LineBody(sku, sku, quantity, quantity * price // 100_000, price, unit, pack, "矿泉水")


def read(book, start="2026-10-01", end="2026-10-31", **more):
    with book.reading() as connection:
        return list(ledgers(connection, OWN, date.fromisoformat(start), date.fromisoformat(end), **more))


def test_each_account_has_its_postings_goods_and_summaries(book):
    fill(
        book,
        [
            a_document("X1", "GD01:A", "2026-09-05", 100),
            a_document("X2", "GD01:A", "2026-10-05", 120_00, lines=[a_line(), a_line("W2")]),
            a_document("S1", "GD01:B", "2026-10-06", 5_00, "money_receipt"),
            a_document("X3", "GD01:B", "2026-11-01", 999),
        ],
    )
    first, second = read(book, detail="period")
    assert (first.buyer, first.card.name, second.buyer) == ("GD01:A", "客户A", "GD01:B")
    assert [(each.number, each.amount, each.summary) for each in first.ledger.postings] == [
        ("X1", Decimal("1.00"), ""),
        ("X2", Decimal("120.00"), "矿泉水 +1"),
    ]
    assert [(each.number, each.amount) for each in second.ledger.postings] == [("S1", Decimal("-5.00"))]
    (line, _) = first.goods["X2"]
    assert (line.sku, line.quantity, line.unit, line.unit_price) == ("W1", 2, "箱", Decimal("30.0000"))
    assert second.goods == {}
    assert read(book, buyer="GD01:B") == [read(book)[1]]


def test_settlements_and_instalments_belong_to_the_account(book):
    fill(
        book,
        [
            a_document("X1", "GD01:A", "2026-10-01", 100_00, terms="30%N30,70%N60"),
            a_document("X2", "GD01:A", "2026-10-02", 100_00),
            a_document("S1", "GD01:A", "2026-10-03", 100_00, "money_receipt"),
        ],
    )
    body = SettlementBody(OWN, "GD01:A", "id-S1", "id-X2", 100_00, "2026-10-03", mode="hand")
    put(book, STREAM, "settlement", "s-1", body)
    (page,) = read(book)
    found = page.ledger.position()
    assert [(debt.posting.number, debt.part, debt.remaining) for debt in found.debts] == [
        ("X1", 1, Decimal("30.00")),
        ("X1", 2, Decimal("70.00")),
    ]


def test_what_came_after_the_last_statement_is_late(book):
    fill(book, [a_document("X1", "GD01:A", "2026-09-05", 100)])
    with book.writing() as writing:
        paper = a_paper(
            buyer="GD01:A", end=date(2026, 9, 30), closing="1.00", head=head_text(writing.connection, STREAM)
        )
        issue(writing, HOME, [paper])
        assert head_place(paper.head) == 3
    (page,) = read(book)
    assert page.told.closing == Decimal("1.00")
    assert page.late == frozenset()
    put(book, STREAM, *a_document("X9", "GD01:A", "2026-09-20", 7_00))
    assert read(book)[0].late == {"id-X9"}


def test_the_newest_statement_before_the_period_is_the_one_that_was_told(book):
    fill(book, [a_document("X1", "GD01:A", "2026-07-05", 100), a_document("X2", "GD01:A", "2026-08-05", 200)])
    ends = {date(2026, 8, 31): "3.00", date(2026, 7, 31): "1.00", date(2026, 10, 31): "3.00"}
    for end, closing in ends.items():
        with book.writing() as writing:
            head = head_text(writing.connection, STREAM)
            issue(writing, HOME, [a_paper("GD01:A", end.replace(day=1), end, closing, head)])
    told = [read(book, f"2026-{month}-01", f"2026-{month}-28")[0].told for month in ("07", "08", "09", "10", "11")]
    assert [each and (each.day.month, each.closing) for each in told] == [
        None,
        (7, Decimal("1.00")),
        (8, Decimal("3.00")),
        (8, Decimal("3.00")),
        (10, Decimal("3.00")),
    ]


def test_a_period_told_twice_counts_as_it_was_told_last(book):
    fill(book, [a_document("X1", "GD01:A", "2026-09-05", 100)])
    for closing in ("1.00", "8.00"):
        with book.writing() as writing:
            issue(writing, HOME, [a_paper("GD01:A", closing=closing, head=head_text(writing.connection, STREAM))])
    assert read(book)[0].told.closing == Decimal("8.00")


def test_what_another_stream_brought_later_is_late_and_what_it_brought_before_is_not(book):
    """A second desk's numbers say nothing of this one's: there the order in which this book took things in decides."""
    fill(book, [a_document("X1", "GD01:A", "2026-09-05", 100)])
    for place in range(9):
        put(book, "desk/d2", *a_document(f"B{place}", "GD01:B", "2026-09-05", 100))
    put(book, "desk/d2", *a_document("Y1", "GD01:A", "2026-09-06", 100))
    with book.writing() as writing:
        issue(writing, HOME, [a_paper("GD01:A", closing="2.00", head=head_text(writing.connection, STREAM))])
    assert read(book)[0].late == frozenset()
    put(book, "desk/d2", *a_document("Y2", "GD01:A", "2026-09-07", 100))
    assert read(book)[0].late == {"id-Y2"}
    assert read(book)[1].late == frozenset()


def test_summaries_and_goods_are_those_of_the_days_asked_for_both_ends_counting(book):
    days = ("2026-09-30", "2026-10-01", "2026-10-31", "2026-11-01")
    lines = [[a_line()], [a_line()], [a_line("W3"), a_line("W2"), a_line()], [a_line()]]
    fill(
        book,
        [
            a_document(f"X{n}", "GD01:A", day, 60_00 * len(goods), lines=goods)
            for n, (day, goods) in enumerate(zip(days, lines, strict=True))
        ],
    )
    summaries = [[each.summary for each in page.ledger.postings] for page in read(book)]
    assert summaries == [["", "矿泉水", "矿泉水 +2"]]
    assert {detail: sorted(read(book, detail=detail)[0].goods) for detail in ("", "period", "all")} == {
        "": [],
        "period": ["X1", "X2"],
        "all": ["X0", "X1", "X2"],
    }
    assert [each.sku for each in read(book, detail="period")[0].goods["X2"]] == ["W3", "W2", "W1"]


def test_a_line_without_pack_or_price_is_told_by_the_piece(book):
    bare = LineBody("W1", "W1", 3_000, 9_00, None, "瓶", 0, "矿泉水")
    fill(book, [a_document("X1", "GD01:A", "2026-10-01", 9_00, lines=[bare])])
    (line,) = read(book, detail="period")[0].goods["X1"]
    assert (line.quantity, line.unit, line.unit_price, line.amount) == (Decimal(3), "瓶", None, Decimal("9.00"))


def test_what_was_settled_or_held_by_the_last_day_and_nothing_later(book):
    fill(
        book,
        [
            a_document("X1", "GD01:A", "2026-10-01", 100_00),
            a_document("S1", "GD01:A", "2026-10-03", 30_00, "money_receipt"),
            a_document("S2", "GD01:A", "2026-10-03", 20_00, "money_receipt"),
            a_document("X2", "GD01:B", "2026-10-01", 100_00),
        ],
    )
    for name, credit, debt, day, mode in (
        ("a", "id-S1", "id-X1", "2026-10-31", ""),
        ("b", "id-S2", "", "2026-10-31", "held"),
        ("c", "id-S2", "id-X1", "2026-11-01", "hand"),
    ):
        put(book, STREAM, "settlement", name, SettlementBody(OWN, "GD01:A", credit, debt, 10_00, day, mode=mode))
    first, second = read(book)
    assert [(each.credit, each.debt, each.mode) for each in first.ledger.settlements] == [("id-S1", "id-X1", "hand")]
    assert (first.ledger.held, second.ledger.held) == (frozenset({"id-S2"}), frozenset())
    assert (first.ledger.instalments, second.ledger.settlements) == ({}, ())
    assert [each.mode for each in read(book, end="2026-11-01")[0].ledger.settlements] == ["hand", "hand"]
    with book.reading() as connection:
        for end in (date(2026, 10, 31), date(2026, 11, 1)):
            found = list(ledgers(connection, OWN, end, end))
            one_by_one = [ledger_of(connection, OWN, page.buyer, end) for page in found]
            assert [page.ledger for page in found] == one_by_one


def test_a_buyer_of_whom_the_book_holds_no_card(book):
    fill(book, [a_document("X1", "GD01:A", "2026-10-01", 1), a_document("X2", "GD09", "2026-10-01", 1)])
    assert [(page.buyer, page.card and page.card.code) for page in read(book)] == [("GD01:A", "A"), ("GD09", None)]


@pytest.mark.parametrize("buyers", [2, 40])
def test_the_number_of_statements_does_not_grow_with_the_customers(sqlite_book, buyers):
    codes = [f"C{place:03d}" for place in range(buyers)]
    documents = [a_document(f"X{code}", f"GD01:{code}", "2026-10-05", 60_00, lines=[a_line()]) for code in codes]
    fill(sqlite_book, documents, codes)
    asked: list[str] = []
    with sqlite_book.reading() as connection:
        connection.connection.driver_connection.set_trace_callback(asked.append)
        found = list(ledgers(connection, OWN, date(2026, 10, 1), date(2026, 10, 31), detail="all"))
        connection.connection.driver_connection.set_trace_callback(None)
    assert len(found) == buyers
    assert len([each for each in asked if each.startswith(("SELECT", "WITH"))]) == 6
