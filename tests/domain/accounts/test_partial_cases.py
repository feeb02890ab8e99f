"""Partial delivery, returns and corrections (section G) and credit along the way (D06), as far as values tell them.

Amounts include tax here, so G01's 50.00 with 10 % tax is 55.00. Cutting a priced order into deliveries, and what a
warehouse holds, is decided in the books (G07's stock: what is there is accepted and the rest refused at once, so no
open move waits). G02's shipping after an invoice has no counterpart: a delivery is the invoice.
"""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.accounts.credit import CreditPosition, judge_credit
from domain.accounts.ledger import balance
from domain.accounts.positions import position
from domain.accounts.settling import after, settle_by_hand
from domain.catalog.stock import StockLevel
from domain.documents.fulfilment import order_state, reserved_of
from domain.documents.verdict import RequestLine, decide
from domain.values.money import line_amount
from tests.building.domain.accounts import a_posting

PIECE = Decimal(1)
ON = date(2026, 11, 20)


def a_credit(limit=None, balance_=0, committed=0):
    limit = None if limit is None else Decimal(limit)
    return CreditPosition(limit, Decimal(0), Decimal(balance_), Decimal(committed), Decimal(0), 0)


def an_order_line(product, quantity, price="11"):
    return RequestLine(product, product, Decimal(quantity), "个", PIECE, Decimal(price))


def stock(**levels):
    return {product: StockLevel(Decimal(on_hand), Decimal(0)) for product, on_hand in levels.items()}


def test_D06_delivering_half_moves_credit_from_ordered_to_owed_and_counts_nothing_twice():
    price, accepted, owed_before = Decimal(25), 2, Decimal(100)
    for delivered in range(accepted + 1):
        state = order_state("submitted", "accepted", [accepted], [delivered])
        bills = [a_posting("A", owed_before), *(a_posting(f"D{place}", price) for place in range(delivered))]
        committed = line_amount(Decimal(reserved_of(state, accepted, delivered)), price)
        credit = a_credit(200, balance_=balance(bills), committed=committed)
        assert credit.used == 150
        assert [reason.code for reason in judge_credit(credit, Decimal(50))] == ["credit_ok"]
        assert [reason.code for reason in judge_credit(credit, Decimal("50.01"))] == ["credit_over"]


def test_G01_two_deliveries_of_one_order_make_its_total():
    verdict = decide([an_order_line("P1", 2), an_order_line("P2", 3)], stock(P1=9, P2=9), a_credit())
    assert str(verdict.total) == "55.00"
    assert order_state("submitted", verdict.state, [2, 3], [0, 0]) == "accepted"
    assert order_state("submitted", verdict.state, [2, 3], [1, 1]) == "partly_delivered"
    assert order_state("submitted", verdict.state, [2, 3], [2, 3]) == "delivered"
    first = [line_amount(Decimal(quantity), Decimal(11)) for quantity in (1, 1)]
    rest = [line_amount(Decimal(quantity), Decimal(11)) for quantity in (1, 2)]
    bills = [a_posting("D1", sum(first)), a_posting("D2", sum(rest), "2026-11-05")]
    assert balance(bills) == verdict.total


def test_G02_what_is_left_of_an_order_is_what_was_not_delivered():
    assert [reserved_of("partly_delivered", 4, delivered) for delivered in (0, 3, 4)] == [4, 1, 0]
    assert reserved_of("delivered", 5, 4) == 0


def test_G04_goods_out_and_goods_back_on_one_day_are_two_documents():
    out, back = a_posting("D1", "70.00"), a_posting("T1", "-20.00", kind="return")
    found = position([out, back])
    assert [(debt.posting.number, str(debt.remaining)) for debt in found.debts] == [("D1", "50.00")]
    assert balance([out, back]) == 50


@pytest.mark.parametrize(
    ("returned", "amount", "owed"),
    [
        ([("3", "10"), ("2", "10")], "-50.00", "0.00"),
        ([("1", "5"), ("2", "10")], "-25.00", "25.00"),
        ([("1", "10")], "-10.00", "40.00"),
    ],
)
def test_G05_a_return_of_all_of_a_part_or_at_another_price(returned, amount, owed):
    sale = a_posting("D1", "50.00")
    back = -sum((line_amount(Decimal(quantity), Decimal(price)) for quantity, price in returned), Decimal(0))
    assert str(back) == amount
    assert str(balance([sale, a_posting("T1", back, "2026-11-03", kind="return")])) == owed


def test_G07_one_piece_for_two_lines_goes_to_the_first():
    verdict = decide([an_order_line("P1", 1), an_order_line("P1", 1)], stock(P1=1), a_credit())
    assert [str(line.accepted) for line in verdict.lines] == ["1", "0"]
    assert [reason.code for reason in verdict.lines[1].reasons] == ["stock_none"]


@pytest.mark.parametrize(("bill", "left"), [("100.00", "90.00"), ("120.00", "110.00")])
def test_G08_a_deposit_waits_for_its_order_and_then_pays_its_share(bill, left):
    deposit, other = a_posting("V", "-10.00", "2026-11-01"), a_posting("A", "33.00", "2026-11-02")
    waiting = position([deposit, other], held={"V"})
    assert (str(waiting.ahead), str(waiting.owed)) == ("10.00", "33.00")
    final = a_posting("D1", bill, "2026-11-10")
    found = position([deposit, other, final], held={"V"})
    settled = settle_by_hand(found, "V", {("D1", 1): Decimal("10.00")}, ON)
    rest = after(found, settled)
    assert {debt.posting.number: str(debt.remaining) for debt in rest.debts} == {"A": "33.00", "D1": left}
    assert rest.credits == ()


@given(st.integers(0, 50), st.lists(st.integers(0, 10), max_size=8))
def test_what_is_delivered_and_what_is_reserved_is_what_was_accepted(accepted, parts):
    delivered = 0
    for part in parts:
        delivered = min(delivered + part, accepted)
        state = order_state("submitted", "accepted", [accepted], [delivered])
        assert delivered + reserved_of(state, accepted, delivered) == accepted
