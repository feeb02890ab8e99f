"""What came back settles what it came from, notes take off no more than there is, goods on their way are one sum."""

import io
from datetime import date
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from desktop.actions.accounts import settling
from desktop.actions.documents import deliveries, lists, money, product_sidebar, reversing
from desktop.actions.documents.money import NoteDetails
from desktop.actions.headquarters.queued import posted
from desktop.actions.orders import orders
from desktop.actions.statements.files import statement_bytes
from desktop.actions.statements.statements import draft
from domain.errors import DeskError
from domain.statements.forms import Layout
from sync.records.bodies.records import DocumentBody, LineBody
from sync.records.documents.transit import on_way_at
from tests.building.desktop.a_desk import TODAY, a_draft, a_line

D = Decimal


def delivered(desk, quantity="24"):
    made = orders.place_order(desk, a_draft(a_line("W550", quantity)))
    return posted(deliveries.deliver(desk, made.number))


def open_numbers(desk):
    account = settling.account_view(desk, "C1")
    return [each.number for each in account.debts], [each.number for each in account.credits]


@pytest.mark.parametrize("way", ["all", "hand"])
def test_a_return_settles_its_delivery_and_money_the_next(desk, way):
    settling.set_way(desk, way, "C1")
    first = delivered(desk)
    back = posted(deliveries.return_goods(desk, first.number))
    assert open_numbers(desk) == ([], [])
    ((row,),) = [settling.settled_of(desk, back.number)]
    assert (row.credit_number, row.debt_number, row.amount) == (back.number, first.number, abs(back.amount))
    second = delivered(desk, "48")
    assert open_numbers(desk) == ([second.number], [])
    paid = posted(money.receive_money(desk, "C1", abs(second.amount), TODAY))
    assert open_numbers(desk) == (([], []) if way == "all" else ([second.number], [paid.number]))


def test_a_return_of_what_was_paid_is_money_ahead(desk):
    sold = delivered(desk)
    money.receive_money(desk, "C1", abs(sold.amount), TODAY)
    back = posted(deliveries.return_goods(desk, sold.number, {1: D(4)}))
    assert open_numbers(desk) == ([], [back.number])


def test_a_reversed_return_opens_its_delivery_again(desk):
    sold = delivered(desk)
    back = posted(deliveries.return_goods(desk, sold.number, {1: D(4)}))
    account = settling.account_view(desk, "C1")
    assert [each.remaining for each in account.debts] == [D(sold.amount) + D(back.amount) if back.amount < 0
                                                          else D(sold.amount) - D(back.amount)]  # fmt: skip
    reversing.reverse(desk, back.number, reason="错")
    assert [each.remaining for each in settling.account_view(desk, "C1").debts] == [D(sold.amount)]


@pytest.mark.parametrize("kind", ["credit_note", "discount"])
def test_no_note_takes_more_off_a_document_than_it_comes_to(desk, kind):
    sold = delivered(desk)  # 36.00
    with pytest.raises(DeskError) as refused:
        money.book_note(desk, kind, "C1", D("36.01"), TODAY, NoteDetails(source=sold.number))
    assert (refused.value.code, refused.value.facts["left"]) == ("note_too_much", D("36.00"))
    deliveries.return_goods(desk, sold.number, {1: D(12)})
    money.book_note(desk, kind, "C1", D("10.00"), TODAY, NoteDetails(source=sold.number))
    with pytest.raises(DeskError) as refused:
        money.book_note(desk, kind, "C1", D("8.01"), TODAY, NoteDetails(source=sold.number))
    assert refused.value.facts["left"] == D("8.00")
    money.book_note(desk, kind, "C1", D("8.00"), TODAY, NoteDetails(source=sold.number))
    assert settling.account_view(desk, "C1").balance == 0
    money.book_note(desk, kind, "C1", D("80.00"), TODAY)  # about no document: a person's word


def test_goods_on_their_way_are_one_figure_everywhere(desk):
    lines = [LineBody("W550", "W550", 24_000, 24_00, 1_0000, "箱", 24_000)]
    body = DocumentBody("XSCK-HQ", "HQ", "GD01", "2026-11-20", "2026-11-20T00:00:00Z", 24_00, lines)
    with desk.book.writing() as writing:
        writing.put("dealer/GD01", "delivery", "d1", body)

    def on_way():
        with desk.book.reading() as connection:
            rows = on_way_at(connection, "HQ", TODAY, "GD01")
        strip = product_sidebar.product_strip(desk, "HQ", "GD01", "W550")
        return len(lists.incoming_ids(desk)), strip.in_transit, [each.amount for each in rows]

    assert on_way() == (1, D(24), [D("24.00")])  # whose desk this is books what it receives, before the first too
    part = deliveries.receive(desk, "XSCK-HQ", quantities={1: D(10)})
    assert on_way() == (1, D(14), [D("14.00")])
    rest = deliveries.receive(desk, "XSCK-HQ")
    assert on_way() == (0, D(0), [])
    reversing.reverse(desk, rest.number, reason="少收")
    assert on_way() == (1, D(14), [D("14.00")])
    reversing.reverse(desk, part.number, reason="错")
    assert on_way()[:2] == (1, D(24))
    assert on_way()[2] == [D("24.00")]


def test_the_goods_of_a_statement_add_up_to_its_net(desk):
    sold = delivered(desk)
    deliveries.return_goods(desk, sold.number, {1: D(4)})
    paper = draft(desk, "C1", date(2026, 11, 1), TODAY, Layout("lines")).paper
    book = CalamineWorkbook.from_filelike(io.BytesIO(statement_bytes(desk, paper, "xlsx", language="zh")))
    rows = book.get_sheet_by_name(book.sheet_names[1]).to_python()
    amounts = [float(str(row[-1])) for row in rows[1:] if row[2]]
    assert sum(amounts) == float(paper.form.statement.closing) == 30.0
    assert [row[4] for row in rows[1:] if row[2]] == [24.0, -4.0]
