"""Rows of history become lines or refusals, and no amount gets lost between them."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.catalog.products import Product
from domain.imports.columns import find_header
from domain.imports.history import HistoryLine, Judge, Refusal
from domain.imports.history_columns import HISTORY
from domain.imports.history_survey import Survey
from domain.values.quantities import Pack

TITLES = ["InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID"]
COLA = Product("GD01:cola", "cola", "可乐", "瓶", (Pack("箱", Decimal(24)),))


def a_row(number="536365", sku="cola", name="可乐", quantity="6", on="2010-12-01", price="2.55", customer="17850"):
    return [number, sku, name, quantity, on, price, customer]


def judged(*rows, titles=TITLES, closed=None):
    header = find_header([titles], HISTORY, {})
    survey = Survey(header)
    for row in rows:
        survey.see(row)

    def check_day(on):
        return ("date_closed", {"date": str(on)}) if closed and on <= closed else None

    judge = Judge(header, survey.found(), {"cola": COLA}, check_day)
    return [judge.read(row) for row in rows]


def codes(refusal):
    assert isinstance(refusal, Refusal)
    return [code for code, _ in refusal.reasons]


def test_a_sold_line():
    [line] = judged(a_row())
    assert line == HistoryLine(
        "536365", "17850", date(2010, 12, 1), False, "cola", Decimal(6), Decimal("2.55"), Decimal("15.30")
    )


@pytest.mark.parametrize("number", ["C536379", "c536379", "退货123", "XSTH-01-101201-0001", "RET-17", "红冲8"])
@pytest.mark.parametrize("quantity", ["6", "-6"])
def test_a_number_that_marks_a_return(number, quantity):
    _, line = judged(a_row(), a_row(number=number, quantity=quantity))
    assert (line.returned, line.quantity, line.amount, line.signed) == (
        True,
        Decimal(6),
        Decimal("15.30"),
        Decimal("-15.30"),
    )


def test_a_negative_line_is_a_return_whatever_its_number():
    sold, returned = judged(a_row(), a_row(quantity="-2"))
    assert not sold.returned
    assert returned.returned
    assert sold.group != returned.group


def test_a_c_is_no_mark_where_all_numbers_begin_with_it():
    assert not any(line.returned for line in judged(a_row(number="C1"), a_row(number="C2"), a_row(number="C3")))


@pytest.mark.parametrize("kind", ["销售退货", "Return", "credit note"])
def test_a_kind_of_document_marks_a_return(kind):
    titles = [*TITLES, "单据类型"]
    sold, returned = judged([*a_row(), "销售出库"], [*a_row(), kind], titles=titles)
    assert (sold.returned, returned.returned) == (False, True)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"number": ""}, "number_missing"),
        ({"customer": " "}, "customer_missing"),
        ({"sku": ""}, "product_missing"),
        ({"sku": "x" * 101}, "product_too_long"),
        ({"quantity": "0"}, "quantity_zero"),
        ({"quantity": ""}, "quantity_missing"),
        ({"quantity": "six"}, "quantity_unreadable"),
        ({"quantity": "1.0005"}, "quantity_decimals"),
        ({"quantity": "6923450657713"}, "quantity_too_large"),
        ({"price": ""}, "price_missing"),
        ({"price": "-0.01"}, "price_negative"),
        ({"price": "free"}, "unit_price_unreadable"),
        ({"price": "999999999"}, "price_too_large"),
        ({"on": ""}, "date_missing"),
        ({"on": "2010-02-30"}, "date_unreadable"),
        ({"on": "2009-01-01"}, "date_closed"),
    ],
)
def test_what_can_not_be_booked(wrong, code):
    [refusal] = judged(a_row(**wrong), closed=date(2009, 12, 31))
    assert codes(refusal) == [code]


def test_every_reason_is_told():
    [refusal] = judged(a_row(customer="", sku="", quantity="0", on="?"))
    assert codes(refusal) == ["customer_missing", "product_missing", "date_unreadable", "quantity_zero"]


def test_a_refused_line_is_worth_what_it_says():
    [refusal, bad_debt] = judged(a_row(customer=""), a_row(customer="", quantity="1", price="-11062.06"))
    assert refusal.signed == Decimal("15.30")
    assert bad_debt.signed == Decimal("-11062.06")


def test_goods_without_a_price_are_a_gift():
    [line] = judged(a_row(price="0.0"))
    assert (line.unit_price, line.amount) == (0, 0)


def test_an_amount_is_rounded_once():
    assert judged(a_row(quantity="3", price="0.335"))[0].amount == Decimal("1.01")
    assert judged(a_row(quantity="1", price="0.001"))[0].amount == Decimal("0.00")


AMOUNTS = ["单号", "货号", "品名", "数量", "日期", "单价", "客户", "价税合计"]


@pytest.mark.parametrize(
    ("quantity", "price", "amount", "line_amount", "line_price"),
    [
        ("2", "5.00", "10.00", "10.00", "5.00"),
        ("2", "5.00", "9.00", "9.00", "4.50"),  # a discount: what was charged stands
        ("2", "", "9.00", "9.00", "4.50"),
        ("-2", "5.00", "-10.00", "10.00", "5.00"),
    ],
)
def test_a_written_amount_is_what_was_charged(quantity, price, amount, line_amount, line_price):
    [line] = judged([*a_row(quantity=quantity, price=price), amount], titles=AMOUNTS)
    assert (line.amount, line.unit_price) == (Decimal(line_amount), Decimal(line_price))


@pytest.mark.parametrize(("quantity", "amount"), [("2", "-10"), ("-2", "10")])
def test_a_quantity_and_an_amount_of_different_signs_are_no_line(quantity, amount):
    [refusal] = judged([*a_row(quantity=quantity, price="5"), amount], titles=AMOUNTS)
    assert codes(refusal) == ["amount_sign"]
    assert refusal.signed == Decimal(amount)


@pytest.mark.parametrize(("quantity", "amount"), [("2", "10"), ("-2", "10"), ("2", "-10"), ("-2", "-10")])
def test_goods_that_a_word_says_came_back_did_whatever_the_signs(quantity, amount):
    [line] = judged([*a_row(quantity=quantity, price="5"), amount, "销售退货"], titles=[*AMOUNTS, "单据类型"])
    assert (line.returned, line.quantity, line.amount) == (True, 2, 10)


def test_packs_are_turned_into_base_units():
    titles = [*TITLES, "单位"]
    packed, single, unknown = judged(
        [*a_row(quantity="2", price="48"), "箱"], [*a_row(quantity="2"), "瓶"], [*a_row(), "桶"], titles=titles
    )
    assert (packed.quantity, packed.unit_price, packed.amount) == (48, 2, 96)
    assert single.quantity == 2
    assert codes(unknown) == ["unit_unknown"]


def test_cells_beyond_the_header_are_not_trusted():
    [refusal] = judged([*a_row(), "", "surplus"])
    assert codes(refusal) == ["row_too_wide"]


def test_the_survey_takes_the_most_frequent_words():
    header = find_header([TITLES], HISTORY, {})
    survey = Survey(header)
    for name in ("damaged", "可乐", "", "可乐", "damaged", "可乐"):
        survey.see(a_row(name=name))
    survey.see(a_row(number="合计", sku="合计", quantity="数量", customer="合计"))
    found = survey.found()
    assert found.product_names == {"cola": "可乐"}
    assert found.customer_names == {"17850": ""}
    assert found.rows == 7


cells = st.one_of(
    st.sampled_from(["", "0", "6", "-6", "2.55", "1,000", "x", "C536379", "2010-12-01", "nan", "1e5", " ", "７"]),
    st.text(max_size=8),
    st.floats(),
    st.integers(),
    st.none(),
    st.booleans(),
    st.dates(),
)


@given(st.lists(st.lists(cells, min_size=7, max_size=9), max_size=8))
def test_any_cells_at_all_become_a_line_or_a_refusal(rows):
    for verdict in judged(*rows):
        if isinstance(verdict, HistoryLine):
            assert verdict.quantity > 0
            assert verdict.amount >= 0
            assert verdict.number
            assert verdict.customer
        else:
            assert verdict.reasons
