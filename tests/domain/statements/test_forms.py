"""A statement in its forms: documents, goods, open items; what stands apart; nothing lost between them."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.accounts.ledger import balance
from domain.accounts.periods import Booked, restate
from domain.accounts.positions import Settlement, known_until, position
from domain.errors import DamagedError
from domain.parties.dealers import Dealer
from domain.statements.forms import (
    GoodsLine,
    Layout,
    MemoItems,
    MemoRow,
    disputed_in,
    needs_statement,
    statement_form,
    total,
)
from domain.statements.statement import make_statement
from tests.building.domain.accounts import a_posting, accounts

SELLER = Dealer("GD01", "GD01", "粤东商贸", "province", "HQ")
BUYER = Dealer("GD01:K1", "K1", "永丰超市", "store", "GD01")
START, END = date(2026, 11, 1), date(2026, 11, 30)
NUMBER = "DZD-01-202611-0001"
ACCOUNT = [
    a_posting("Q", "800.00", "2026-06-20", kind="opening"),
    a_posting("A", "120.50", "2026-11-03", days=30, number="CK1"),
    a_posting("R", "-900.00", "2026-11-12", number="SKD1", summary="工行"),
    a_posting("T", "-20.00", "2026-11-20", kind="return", number="TH1"),
    a_posting("V", "-300.00", "2026-11-25", number="SKD2", summary="定金"),
]
GOODS = {"CK1": [GoodsLine("SP1", "矿泉水", Decimal(10), "箱", Decimal("12.0500"), Decimal("120.50"))]}


def a_form(postings=ACCOUNT, start=START, end=END, *, settlements=(), held=(), layout=None, **more):
    until, known = known_until(postings, settlements, end)
    before = balance([each for each in until if each.date < start])
    statement = make_statement(SELLER, BUYER, start, end, before, [each for each in until if each.date >= start], until)
    found = position(until, known, held=held)
    return statement_form(statement, found, number=NUMBER, issued=date(2026, 12, 1), layout=layout, **more)


def test_the_form_of_documents():
    form = a_form()
    assert [(row.number, str(row.debit), str(row.credit), str(row.balance)) for row in form.rows] == [
        ("CK1", "120.50", "0.00", "920.50"),
        ("SKD1", "0.00", "900.00", "20.50"),
        ("TH1", "0.00", "20.00", "0.50"),
        ("SKD2", "0.00", "300.00", "-299.50"),
    ]
    assert form.open_rows == ()
    assert {row.goods for row in form.rows} == {()}


def test_the_detail_form_shows_goods_with_or_without_prices():
    (line,) = a_form(layout=Layout("lines"), goods=GOODS).rows[0].goods
    assert (line.name, line.unit_price, line.amount) == ("矿泉水", Decimal("12.05"), Decimal("120.50"))
    (bare,) = a_form(layout=Layout("lines", prices=False), goods=GOODS).rows[0].goods
    assert bare == replace(line, unit_price=None, amount=None)
    assert a_form(layout=Layout("documents"), goods=GOODS).rows[0].goods == ()


def test_the_form_of_open_items_ends_at_the_closing():
    form = a_form(held={"V"}, layout=Layout("lines", open_only=True), goods=GOODS)
    assert form.rows == ()
    assert [
        (row.number, str(row.amount), str(row.settled), str(row.remaining), row.days_late, str(row.balance))
        for row in form.open_rows
    ] == [
        ("CK1", "120.50", "120.00", "0.50", -3, "0.50"),
        ("SKD2", "-300.00", "0.00", "-300.00", 0, "-299.50"),
    ]
    assert form.open_rows[0].goods
    assert form.open_rows[-1].balance == form.statement.closing


def test_the_ageing_follows_what_was_settled_by_hand():
    by_rule, by_hand = a_form(), a_form(settlements=[Settlement("R", "A", Decimal("120.50"), date(2026, 11, 12))])
    assert {each.bucket: str(each.amount) for each in by_rule.statement.ageing if each.amount} == {"not_due": "-299.50"}
    assert [str(row.amount) for row in by_rule.apart.prepayments] == ["299.50"]
    assert sum(each.amount for each in by_hand.statement.ageing) == by_hand.statement.closing


def test_prepayments_and_disputes_are_pointed_out_wallet_and_transit_stand_outside():
    wallet = (MemoRow(END, "FL-1", "第三季度返利", Decimal("88.00")),)
    transit = (MemoRow(END, "XSCK-9", "在途", Decimal("45.00")), MemoRow(END, "XSCK-8", "在途", Decimal("5.00")))
    found = position(ACCOUNT[:2])
    disputed = disputed_in(found, {"A": "少收1箱"})
    form = a_form(held={"V"}, apart=MemoItems(wallet=wallet, in_transit=transit, disputed=disputed))
    assert [(row.number, row.summary, str(row.amount)) for row in form.apart.prepayments] == [
        ("SKD2", "定金", "300.00")
    ]
    assert [(row.number, row.summary, str(row.amount)) for row in form.apart.disputed] == [("CK1", "少收1箱", "120.50")]
    assert [str(total(each)) for each in (wallet, transit, ())] == ["88.00", "50.00", "0.00"]
    assert form.statement.closing == balance(ACCOUNT)


def test_open_items_that_are_not_the_balance_are_never_printed():
    form = a_form()
    with pytest.raises(DamagedError) as damaged:
        statement_form(form.statement, position(ACCOUNT[:3]), number=NUMBER, issued=END)
    assert damaged.value.facts == {"closing": Decimal("-299.50"), "ledger": Decimal("20.50")}


def test_what_changed_in_the_opening_is_carried_and_nothing_else_is():
    booked = [Booked(posting, place) for place, posting in enumerate(ACCOUNT, 1)]
    assert a_form(restated=restate(booked, date(2026, 10, 31), 5)).restated is None
    late = [*booked, Booked(a_posting("L", "1.00", "2026-10-15"), 6)]
    form = a_form([each.posting for each in late], restated=restate(late, date(2026, 10, 31), 5))
    assert form.restated is not None
    assert (str(form.restated.told), str(form.restated.now)) == ("800.00", "801.00")


def test_an_account_without_movement_but_with_a_balance_gets_one_too():
    assert needs_statement(a_form(ACCOUNT[:1]).statement)
    assert not needs_statement(a_form([]).statement)
    paid = [a_posting("A", "5.00", "2026-09-01"), a_posting("R", "-5.00", "2026-09-02")]
    assert not needs_statement(a_form(paid).statement)


@given(accounts(), st.integers(0, 60), st.booleans())
def test_every_form_closes_where_the_next_opens(postings, days, open_only):
    cut = START + timedelta(days=days)
    first = a_form(postings, START, cut, layout=Layout(open_only=open_only))
    second = a_form(postings, cut + timedelta(days=1), date(2027, 1, 31))
    assert first.statement.closing == second.statement.opening
    assert sum(bucket.amount for bucket in first.statement.ageing) == first.statement.closing
    if open_only and first.open_rows:
        assert first.open_rows[-1].balance == first.statement.closing
        assert all(row.amount == row.settled + row.remaining for row in first.open_rows)
