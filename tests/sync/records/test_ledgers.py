"""Accounts come one after the other with all that belongs to them, in as many statements for one as for many."""

from datetime import date
from decimal import Decimal

import pytest

from sync.records.account_bodies import SettlementBody
from sync.records.bodies import DealerBody, DocumentBody, LineBody
from sync.records.ledgers import head_place, ledgers
from sync.records.statements import head_text, issue
from tests.sync.books import NOW, found_desk, put
from tests.sync.records.test_statements import HOME, a_paper

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
            a_document("X2", "GD01:A", "2026-10-05", 60_00, lines=[a_line(), a_line("W2")]),
            a_document("S1", "GD01:B", "2026-10-06", 5_00, "money_receipt"),
            a_document("X3", "GD01:B", "2026-11-01", 999),
        ],
    )
    first, second = read(book, detail="period")
    assert (first.buyer, first.card.name, second.buyer) == ("GD01:A", "客户A", "GD01:B")
    assert [(each.number, each.amount, each.summary) for each in first.ledger.postings] == [
        ("X1", Decimal("1.00"), ""),
        ("X2", Decimal("60.00"), "矿泉水 +1"),
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


@pytest.mark.parametrize("buyers", [2, 40])
def test_the_number_of_statements_does_not_grow_with_the_customers(sqlite_book, buyers):
    codes = [f"C{place:03d}" for place in range(buyers)]
    documents = [a_document(f"X{code}", f"GD01:{code}", "2026-10-05", 100, lines=[a_line()]) for code in codes]
    fill(sqlite_book, documents, codes)
    asked: list[str] = []
    with sqlite_book.reading() as connection:
        connection.connection.driver_connection.set_trace_callback(asked.append)
        found = list(ledgers(connection, OWN, date(2026, 10, 1), date(2026, 10, 31), detail="all"))
        connection.connection.driver_connection.set_trace_callback(None)
    assert len(found) == buyers
    assert len([each for each in asked if each.startswith(("SELECT", "WITH"))]) == 6
