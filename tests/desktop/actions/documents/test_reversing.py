"""A reversal undoes what its document did, once, and both stay."""

from datetime import timedelta
from decimal import Decimal

import pytest

from desktop.actions.accounts import settling
from desktop.actions.catalog import customers
from desktop.actions.documents import deliveries, money, posting, reversing, stock
from desktop.actions.headquarters.queued import posted
from desktop.actions.orders import orders
from desktop.actions.people import users
from domain.errors import DeskError
from tests.building.desktop.a_desk import TODAY


def test_reversed_delivery_gives_back_goods_debt_and_promise(desk, order):
    before = stock.stock_list(desk)
    made = posted(deliveries.deliver(desk, order.number))
    undone = posted(reversing.reverse(desk, made.number, reason="送错"))
    assert (undone.amount, undone.reverses_number) == (-made.amount, made.number)
    assert posting.paper(desk, made.number).state == "reversed"
    assert stock.stock_list(desk) == before
    assert customers.customer(desk, "C1").credit.balance == Decimal(0)
    assert orders.order(desk, order.number).state == "accepted"


def test_nothing_is_reversed_twice(desk, order):
    made = posted(deliveries.deliver(desk, order.number))
    undone = posted(reversing.reverse(desk, made.number))
    with pytest.raises(DeskError, match="already_reversed"):
        reversing.reverse(desk, made.number)
    with pytest.raises(DeskError, match="reversal_of_reversal"):
        reversing.reverse(desk, undone.number)
    with pytest.raises(DeskError, match="document_unknown"):
        reversing.reverse(desk, "XSCK-01-990101-0001")


def test_nothing_is_taken_back_before_it_was_there(desk, order):
    made = posted(deliveries.deliver(desk, order.number))
    paid = posted(money.receive_money(desk, "C1", Decimal(5)))
    eve = TODAY - timedelta(days=1)
    for take_back in (
        lambda: posted(deliveries.return_goods(desk, made.number, on=eve)),
        lambda: posted(reversing.reverse(desk, made.number, on=eve)),
        lambda: posted(reversing.reverse(desk, paid.number, on=eve)),
    ):
        with pytest.raises(DeskError) as refused:
            take_back()
        assert (refused.value.code, refused.value.facts["first"]) == ("date_before", TODAY)
    assert settling.account_view(desk, "C1", eve).balance == 0
    assert posted(reversing.reverse(desk, paid.number, on=TODAY)).date == TODAY


def test_what_is_dated_ahead_is_taken_back_on_its_own_day(desk):
    ahead = TODAY + timedelta(days=3)
    paid = posted(money.receive_money(desk, "C1", Decimal(5), ahead))
    assert posted(reversing.reverse(desk, paid.number)).date == ahead


def test_goods_are_taken_back_by_the_keeper_and_money_by_the_accountant(desk, order):
    papers = [
        posted(deliveries.deliver(desk, order.number)).number,
        posted(money.receive_money(desk, "C1", Decimal(5))).number,
        *(
            posted(money.book_note(desk, kind, "C1", Decimal(1))).number
            for kind in ("discount", "credit_note", "debit_note")
        ),
        posted(money.book_note(desk, "payment", "C1", Decimal(1))).number,
    ]
    users.first_person(desk, "王老板")
    for role in ("keeper", "accountant"):
        users.add_person(desk, role, role)
    allowed = {}
    for role in ("keeper", "accountant"):
        users.sign_in(desk, role)
        allowed[role] = [number.partition("-")[0] for number in papers if reversed_by(desk, number)]
    assert allowed == {"keeper": ["XSCK"], "accountant": ["SKD", "ZKD", "DXD", "JXD", "FKD"]}


def reversed_by(desk, number):
    """Whether whoever is signed in may take it back."""
    code = ""
    try:
        reversing.reverse(desk, number)
    except DeskError as refused:
        code = refused.code
    return {"": True, "not_permitted": False}[code]
