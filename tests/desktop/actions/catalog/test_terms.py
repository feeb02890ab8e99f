"""Credit agreed anew with a buyer whose card is this place's own; what is owed keeps its days."""

from decimal import Decimal

import pytest

from desktop.actions.accounts import settling
from desktop.actions.catalog import customers, standing, terms
from desktop.actions.documents import money
from desktop.actions.headquarters.queued import posted
from domain.errors import RefusedError, UsageError
from domain.parties.users import Person
from sync.records.bodies.records import DealerBody
from sync.records.repair.checking import check
from tests.building.desktop.a_desk import TODAY


@pytest.fixture
def shop(desk):
    """A customer whose card this desk wrote."""
    return posted(customers.add_customer(desk, customers.NewCustomer("C9", "新店", phone="13800000000"))).id


def test_the_card_says_what_was_agreed_and_keeps_the_rest(desk, shop):
    made = posted(terms.set_terms(desk, "C9", Decimal("5000.50"), 45))
    assert (made.credit_limit, made.credit_days, made.terms) == (Decimal("5000.50"), 45, "")
    made = posted(terms.set_terms(desk, shop, None, None, "30%N30,70%N60"))
    assert (made.credit_limit, made.credit_days, made.terms) == (None, None, "30%N30,70%N60")
    assert made.phone == "13800000000"
    assert check(desk.book) == []


def test_papers_that_stand_keep_their_days(desk, shop):
    money.book_note(desk, "debit_note", shop, Decimal(10), TODAY)
    before = [each.due for each in settling.account_view(desk, shop).debts]
    terms.set_terms(desk, shop, None, 60)
    assert [each.due for each in settling.account_view(desk, shop).debts] == before


@pytest.mark.parametrize(
    ("limit", "days", "text", "code"),
    [
        ("-1", None, "", "credit_limit_negative"),
        ("1.005", None, "", "amount_decimals"),
        (None, -1, "", "credit_days_negative"),
        (None, None, "soon", "terms_unreadable"),
    ],
)
def test_what_can_not_be_agreed(desk, shop, limit, days, text, code):
    with pytest.raises(UsageError, match=code):
        terms.set_terms(desk, shop, None if limit is None else Decimal(limit), days, text)


def test_only_ones_own_customers_by_cards_of_ones_own(desk):
    with pytest.raises(RefusedError, match="not_your_customer"):
        terms.set_terms(desk, "HQ", Decimal(1))
    with desk.book.writing() as writing:
        writing.put("dealer/HC", "dealer", "HC", DealerBody("HC", "总部录入的店", "store", "GD01"))
    with pytest.raises(RefusedError, match="card_of_hq"):
        terms.set_terms(desk, "HC", Decimal(1))


@pytest.mark.parametrize(("role", "may"), [("owner", True), ("accountant", True), ("clerk", False), ("keeper", False)])
def test_who_writes_orders_doesnt_say_how_far_they_may_go(desk, shop, role, may):
    desk.user = Person("u1", "某人", role)
    for act in (
        lambda: posted(terms.set_terms(desk, "C9", Decimal(9))),
        lambda: posted(standing.set_standing(desk, "C9", "suspended", "欠款")),
    ):
        if may:
            act()
        else:
            with pytest.raises(RefusedError) as told:
                act()
            assert told.value.code == "not_permitted"
