"""The table of documents: a running balance, sums carried from page to page, and only the columns asked for."""

from __future__ import annotations

from decimal import Decimal

import pytest

from desktop.printing.drawing.paper import A4
from desktop.printing.drawing.pen import Pen
from desktop.printing.statements.document_rows import FIXED, KEYS, DocumentRows
from desktop.printing.statements.statement import sheet_of
from domain.statements.forms import GoodsLine, Layout
from domain.values.money import format_money
from tests.building.desktop.papers import HEADING, PRINTED, a_form, a_posting, a_statement, page_texts, print_form


def a_table(form, columns=(), language="zh"):
    sheet = sheet_of(form, heading=HEADING, issued_at=PRINTED, columns=columns, language=language)
    return DocumentRows(Pen(A4, title="t", author="a", language="zh"), sheet)


def test_each_document_is_a_row_with_one_side_filled():
    statement = a_statement(entries=8)
    table = a_table(a_form(statement))
    assert len(table.lines) == 8
    for line, entry in zip(table.lines, statement.entries, strict=True):
        date, _, number, _, debit, credit, balance = line.cells
        assert (date, number, balance) == (entry.date.isoformat(), entry.number, format_money(entry.balance))
        assert bool(debit) is not bool(credit)


def test_the_balance_of_a_page_is_that_of_its_last_document():
    statement = a_statement(entries=8)
    table = a_table(a_form(statement))
    assert table.balance(0) == statement.opening
    assert table.balance(5) == statement.entries[4].balance
    assert table._carried(8)[-1] == format_money(statement.closing)


def test_goods_are_no_part_of_the_sums():
    statement = a_statement(entries=2)
    goods = {
        entry.number: (GoodsLine("S", "n", Decimal(1), "箱", Decimal(1), Decimal("1.00")),)
        for entry in statement.entries
    }
    table = a_table(a_form(statement, layout=Layout("lines"), goods=goods))
    assert [line.goods for line in table.lines] == [False, True, False, True]
    assert table.balance(2) == statement.entries[0].balance
    assert table._carried(4)[:2] == (format_money(statement.debit_total), format_money(statement.credit_total))


def test_a_zero_document_shows_its_zero():
    table = a_table(a_form(a_statement([a_posting(amount=Decimal(0))])))
    assert table.lines[0].cells[4:6] == ("0.00", "")


@pytest.mark.parametrize("kind", ["money_receipt", "payment"])
def test_a_means_of_payment_is_told_in_words(kind):
    posting = a_posting(kind=kind, amount=Decimal(-5), summary="bank · 8841")
    assert a_table(a_form(a_statement([posting]))).lines[0].cells[3] == "银行转账 · 8841"


def test_only_the_chosen_columns_stand_there():
    table = a_table(a_form(a_statement(entries=2)), ("date", "number", "debit", "credit", "balance"))
    assert table.keys == ["date", "number", "debit", "credit", "balance"]
    least = a_table(a_form(a_statement(entries=0)), ("date", "balance"))
    assert set(least.keys) == FIXED
    assert len(least.lines[0].cells) == len(FIXED) < len(KEYS)


@pytest.mark.parametrize("paper", ["a4", "241x280", "241x140", "241x93"])
def test_goods_that_go_over_a_page_name_their_document(paper):
    statement = a_statement([a_posting(amount=Decimal("900.00"))])
    number = statement.entries[0].number
    name = "康师傅冰红茶（柠檬味）1L×12 家庭装促销版，新包装上市纪念款，赠开瓶器一个、保温袋一只"
    line = GoodsLine("S", name, Decimal(1), "箱", Decimal(9), Decimal("9.00"))
    texts = page_texts(print_form(a_form(statement, layout=Layout("lines"), goods={number: (line,) * 60}), paper).pdf)
    assert len(texts) > 1
    for text in texts[1:]:
        if "承前页 · 期末余额" not in text and "S 康" in text:
            assert f"续 {number}" in text
            # The first row below what is brought forward begins with a code: no name is torn in two.
            rest = text[text.index(number, text.index("续")) :]
            assert rest.index("S ") < rest.index("保温袋")
