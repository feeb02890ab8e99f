"""Two cards of one customer: papers stay where they were booked, new orders go on, a balance goes by two notes."""

from decimal import Decimal

import pytest

from desktop.actions.accounts.receivables import balances
from desktop.actions.catalog.customers import NewCustomer, add_customer, customer
from desktop.actions.catalog.merging import carry_over, merge_customer
from desktop.actions.catalog.offering import offered_customers
from desktop.actions.catalog.standing import set_standing
from desktop.actions.documents.money import book_note, book_opening, receive_money
from desktop.actions.orders import orders
from sync.records.repair.checking import check
from tests.building.desktop.a_desk import a_draft, a_line
from tests.building.desktop.refusals import code_of


@pytest.fixture
def twins(desk):
    for code in ("T1", "T2", "T3"):
        add_customer(desk, NewCustomer(code, "白云便利", price_list="W", credit_limit=Decimal(9000), credit_days=30))
    return desk


def owes(desk, *codes):
    with desk.book.reading() as connection:
        found = balances(connection, [("GD01", f"GD01:{code}") for code in codes])
    return [found.get(("GD01", f"GD01:{code}"), Decimal(0)) for code in codes]


def test_a_merged_card_keeps_its_account_and_takes_no_order(twins):
    book_opening(twins, "T1", Decimal(500))
    view = merge_customer(twins, "T1", "T2")
    assert (view.into_code, view.balance, view.open_orders) == ("T2", Decimal(500), 0)
    assert owes(twins, "T1", "T2") == [500, 0]
    placed = orders.place_order(twins, a_draft(a_line("W550", "24"), buyer="GD01:T1"))
    assert (placed.state, [each.code for each in placed.reasons][:1]) == ("refused", ["dealer_inactive"])
    old, new = customer(twins, "T1"), customer(twins, "T2")
    assert [(note.code, note.facts["dealer"]) for note in old.notes] == [("dealer_merged", "T2")]
    assert [(each.code, each.balance) for each in new.merged] == [("T1", Decimal(500))]
    # Money that still comes for it is booked as before.
    receive_money(twins, "T1", Decimal(200))
    assert owes(twins, "T1", "T2") == [300, 0]


@pytest.mark.parametrize("owed", ["500.00", "-120.50"])
def test_a_balance_is_carried_over_by_a_note_on_each_account(twins, owed):
    book_opening(twins, "T1", Decimal(owed))
    merge_customer(twins, "T1", "T2")
    carried = carry_over(twins, "T1")
    assert carried.amount == Decimal(owed)
    assert carried.away[:3] != carried.onto[:3]
    assert owes(twins, "T1", "T2") == [0, Decimal(owed)]
    assert code_of(lambda: carry_over(twins, "T1")) == "carry_nothing"
    assert check(twins.book) == []


def test_what_is_owed_and_what_is_ahead_is_settled_when_it_is_carried(twins):
    book_opening(twins, "T1", Decimal(500))
    receive_money(twins, "T1", Decimal(200))
    merge_customer(twins, "T1", "T2")
    carry_over(twins, "T1")
    assert owes(twins, "T1", "T2") == [0, 300]
    assert customer(twins, "T1").credit.overdue == 0


@pytest.mark.parametrize(
    ("dealer", "into", "code"),
    [
        ("T1", "T1", "merge_into_itself"),
        ("T1", "T9", "dealer_unknown"),
        ("T1", "HQ", "not_your_customer"),
        ("HQ", "T1", "not_your_customer"),
    ],
)
def test_what_cant_be_merged_says_why(twins, dealer, into, code):
    assert code_of(lambda: merge_customer(twins, dealer, into)) == code


def test_cards_merged_in_a_chain_lead_to_the_last(twins):
    merge_customer(twins, "T1", "T2")
    merge_customer(twins, "T2", "T3")
    assert code_of(lambda: merge_customer(twins, "T3", "T1")) == "merge_into_itself"
    assert [row.code for row in offered_customers(twins, "白云便利")] == ["T3"]
    assert [row.code for row in offered_customers(twins, "T1")] == ["T3"]


def test_a_card_merged_by_mistake_is_let_in_again(twins):
    merge_customer(twins, "T1", "T2")
    set_standing(twins, "T1", "active")
    assert customer(twins, "T1").notes == ()
    assert customer(twins, "T2").merged == ()
    assert code_of(lambda: carry_over(twins, "T1")) == "carry_not_merged"


def test_who_is_inactive_is_offered_only_by_name_and_orders_nothing(twins):
    set_standing(twins, "T1", "inactive", "店关了")
    assert "T1" not in [row.code for row in offered_customers(twins, "")]
    assert [row.code for row in offered_customers(twins, "t1")] == ["T1"]
    assert [row.code for row in offered_customers(twins, "白云便")] == ["T2", "T3"]
    for code in ("T2", "T3"):
        set_standing(twins, code, "inactive", "店关了")
    assert [row.code for row in offered_customers(twins, "白云便")] == ["T1", "T2", "T3"]
    for code in ("T2", "T3"):
        set_standing(twins, code, "active")
    placed = orders.place_order(twins, a_draft(a_line("W550", "24"), buyer="GD01:T1"))
    assert placed.state == "refused"
    assert code_of(lambda: merge_customer(twins, "T2", "T1")) == "merge_into_idle"
    # Its account is wound up as ever.
    book_note(twins, "debit_note", "T1", Decimal(10))
    assert owes(twins, "T1") == [10]
