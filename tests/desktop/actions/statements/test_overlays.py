"""A statement's lines go from form to form with what is carried, and its sums, ages and code stand on the last one."""

import io
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest

from desktop.actions.statements.overlays import (
    statement_lines_of,
    statement_onto_form,
    statement_values,
    statements_onto_forms,
)
from desktop.printing.labels import LABELS
from desktop.printing.overlay import FIELDS, plain_overlay
from domain.statements.forms import GoodsLine, Layout, MemoItems, MemoRow, OpenRow
from sync.records.statements.issued import Issued
from tests.building.desktop.papers import a_form, a_posting, a_statement, page_texts

ZH = LABELS["zh"]


def test_every_field_of_the_form_has_its_value():
    apart = MemoItems(prepayments=(MemoRow(date(2026, 10, 3), "SKD-1", "", Decimal("500.00")),))
    drawn = Issued(a_form(apart=apart), bank="工行", bank_account="3602", maker="李堃", checker="陈珺")
    values = statement_values(drawn)
    assert set(FIELDS["statement"]) - {"page"} == set(values)
    assert values["closing"] == f"{drawn.form.statement.closing:,.2f}"
    assert (values["prepayments"], values["disputed"]) == ("500.00", "0.00")
    assert values["qr"].startswith("DZD-01-202610-0028|")
    assert statement_values(Issued(a_form(number="")))["qr"] == ""


@pytest.mark.parametrize("entries", [0, 1, 6, 7, 8, 13, 14, 40])
@pytest.mark.parametrize("held", [3, 8])
def test_each_form_goes_on_from_what_the_one_before_carried(entries, held):
    statement = a_statement(entries=entries)
    rows = statement_lines_of(a_form(statement), ZH, held)
    forms = [rows[first : first + held] for first in range(0, len(rows), held)]
    assert rows[0]["summary"] == "期初余额"
    assert [row["number"] for row in rows if row.get("number")] == [entry.number for entry in statement.entries]
    for before, after in pairwise(forms):
        assert len(before) == held
        assert (before[-1]["summary"], after[0]["summary"]) == ("过次页", "承前页")
        assert before[-1]["balance"] == after[0]["balance"] == before[-2]["balance"]
    assert rows[-1]["balance"] == f"{statement.closing:,.2f}"


def test_a_form_too_short_to_carry_holds_the_lines_alone():
    rows = statement_lines_of(a_form(a_statement(entries=5)), ZH, 2)
    assert len(rows) == 6


def test_goods_and_open_items_have_lines_of_their_own():
    statement = a_statement(
        [a_posting(amount=Decimal("9.00")), a_posting(1, "money_receipt", Decimal(-5), "cash · A1")]
    )
    goods = GoodsLine("SP1", "绿茶", Decimal(2), "箱", Decimal("4.5"), Decimal("9.00"))
    form = a_form(statement, layout=Layout("lines"), goods={statement.entries[0].number: (goods,)})
    rows = statement_lines_of(form, ZH, 9)
    assert rows[2] == {"number": "SP1", "summary": "绿茶 2箱 × 4.50 = 9.00"}
    assert rows[3]["summary"] == "现金 · A1"
    day = date(2026, 10, 1)
    debt = OpenRow(
        day, date(2026, 10, 20), "delivery", "XSCK-1", 2, "", Decimal(9), Decimal(0), Decimal(9), 11, Decimal(9)
    )
    ahead = OpenRow(day, day, "money_receipt", "SKD-1", 1, "", Decimal(-5), Decimal(0), Decimal(-5), 0, Decimal(4))
    rows = statement_lines_of(a_form(statement, layout=Layout(open_only=True), open_rows=(debt, ahead)), ZH, 9)
    assert (rows[0]["number"], rows[0]["summary"], rows[0]["debit"]) == ("XSCK-1 #2", "到期日 2026-10-20", "9.00")
    assert (rows[1]["kind"], rows[1]["credit"], rows[1]["balance"]) == ("预收", "5.00", "4.00")


def test_sums_and_code_stand_on_the_last_form():
    drawn = Issued(a_form(a_statement(entries=20)))
    texts = page_texts(statement_onto_form(drawn, plain_overlay("statement")).pdf)
    assert len(texts) == 4
    closing = f"人民币{drawn.form.statement.amount_in_words}"
    assert [closing in text for text in texts] == [False, False, False, True]
    assert all(drawn.number in text for text in texts)


def test_many_go_into_one_file_one_after_the_other():
    sink = io.BytesIO()
    drawn = [Issued(a_form(a_statement(entries=place), number=f"DZD-01-202610-{place:04d}")) for place in (1, 20)]
    done = statements_onto_forms(drawn, plain_overlay("statement"), "", "zh", sink)
    assert done is not None
    texts = page_texts(sink.getvalue())
    assert len(texts) == done.pages == 5
    assert "DZD-01-202610-0001" in texts[0]
    assert all("DZD-01-202610-0020" in text for text in texts[1:])
    assert statements_onto_forms([], plain_overlay("statement"), "", "zh", io.BytesIO()) is None
