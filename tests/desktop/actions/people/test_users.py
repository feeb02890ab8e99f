"""What each role may do is kept to by the actions themselves; signing in, and who is let in without."""

from decimal import Decimal
from pathlib import Path

import pytest

from desktop.actions.accounts import periods, settling
from desktop.actions.books import care
from desktop.actions.catalog import customers
from desktop.actions.catalog.customers import NewCustomer
from desktop.actions.documents import deliveries, money, stock
from desktop.actions.headquarters.queued import Queued
from desktop.actions.imports import card_files, history
from desktop.actions.orders import orders
from desktop.actions.people import users
from domain.errors import DeskError, RefusedError
from domain.parties.users import DESK_ROLES, may
from sync.records.books.bulk import query_rows
from tests.building.desktop.a_desk import TODAY, a_draft, a_line

KEY = "tiger-2026"
FILE = Path("nothing.xlsx")
DEEDS = {
    "placing an order": ("order_write", lambda desk: orders.save_order(desk, a_draft(a_line("W550", "1")))),
    "taking an order back": ("order_write", lambda desk: orders.cancel_order(desk, "none")),
    "approving an order": ("order_approve", lambda desk: orders.approve_order(desk, "none", "老客户")),
    "refusing an order": ("order_approve", lambda desk: orders.refuse_order(desk, "none")),
    "answering orders": ("order_approve", orders.decide_orders),
    "delivering": ("goods_move", lambda desk: deliveries.deliver(desk, "none")),
    "taking goods back": ("goods_move", lambda desk: deliveries.return_goods(desk, "none")),
    "receiving goods": ("goods_move", lambda desk: deliveries.receive(desk, "none")),
    "counting": ("goods_move", lambda desk: stock.count_stock(desk, {}, "W1")),
    "receiving money": ("money_write", lambda desk: money.receive_money(desk, "GD01:C1", Decimal(5))),
    "booking a note": ("money_write", lambda desk: money.book_note(desk, "payment", "GD01:C1", Decimal(5))),
    "settling": ("money_write", lambda desk: settling.settle(desk, "GD01:C1")),
    "closing the books": ("money_write", lambda desk: periods.close(desk, TODAY)),
    "opening them again": ("money_write", periods.reopen),
    "adding a customer": ("card_write", lambda desk: customers.add_customer(desk, NewCustomer("C9", "新店"))),
    "taking in customers": ("card_write", lambda desk: card_files.import_customers(desk, FILE)),
    "taking in products": ("card_write", lambda desk: card_files.import_products(desk, FILE)),
    "taking in history": ("books_care", lambda desk: history.import_orders(desk, FILE, seller="GD01")),
    "repairing": ("books_care", care.repair),
    "adding people": ("user_manage", lambda desk: users.add_person(desk, "新人", "clerk")),
}


ASKED = (
    "delivering", "taking goods back", "receiving money", "booking a note", "settling", "closing the books",
    "opening them again",
)  # fmt: skip


@pytest.fixture
def peopled(desk):
    """A desk with an owner and one of each other role, all signed out."""
    users.first_person(desk, "王老板")
    for role in DESK_ROLES[1:]:
        users.add_person(desk, role, role)
    desk.user = None
    return desk


def code_of(deed, desk):
    """The code of what was said against it, "" where nothing was."""
    try:
        deed(desk)
    except DeskError as told:
        return told.code
    return ""


@pytest.mark.parametrize("role", DESK_ROLES)
@pytest.mark.parametrize("deed", DEEDS)
def test_a_role_does_what_it_may_and_nothing_else(peopled, role, deed):
    action, do = DEEDS[deed]
    users.sign_in(peopled, "王老板" if role == "owner" else role)
    assert (code_of(do, peopled) == "not_permitted") is not may(role, action)


@pytest.mark.parametrize("deed", DEEDS)
def test_nothing_is_written_before_somebody_is_known(peopled, deed):
    assert code_of(DEEDS[deed][1], peopled) == "login_needed"


@pytest.mark.parametrize("deed", [name for name, (action, _) in DEEDS.items() if action != "order_approve"])
def test_hqs_people_write_no_documents(desk, deed):
    desk.asks = True
    action, do = DEEDS[deed]
    if action in ("books_care", "user_manage"):
        return
    before = _written(desk)
    done = []
    code = code_of(lambda desk: done.append(do(desk)), desk)
    if done and isinstance(done[0], Queued):
        code = done[0].code
    asked = ("asked_hq", "document_unknown", "not_your_customer", "period_not_closed")  # or why HQ would refuse it
    kept_away = ("not_at_hq_desk", "import_at_hq", "customer_at_hq")
    assert code in (asked if deed in ASKED else kept_away)
    assert _written(desk) == before


def _written(desk):
    with desk.book.reading() as connection:
        return [tuple(row) for row in query_rows(connection, "SELECT record FROM entry WHERE kind <> 'request'")]


def test_documents_name_whoever_signed_in(peopled):
    users.sign_in(peopled, "clerk")
    assert orders.place_order(peopled, a_draft(a_line("W550", "1"))).author == "clerk"


def test_the_only_one_without_a_password_is_let_in(desk):
    assert users.door(desk).state == "first"
    users.first_person(desk, "王老板")
    desk.user = None
    assert users.door(desk).state == "open"
    assert desk.user is not None
    desk.user = None
    users.nobody_asked(desk)
    users.set_password(desk, "王老板", KEY)
    desk.user = None
    assert users.door(desk).state == "login"
    with pytest.raises(RefusedError) as told:
        users.sign_in(desk, "王老板", "wrong one")
    assert told.value.code == "password_wrong"
    assert users.sign_in(desk, "王老板", KEY).role == "owner"
    assert users.door(desk, switching=True).names == ("王老板",)


def test_a_second_first_person_is_refused_where_someone_has_the_keys(desk):
    users.first_person(desk, "王老板", KEY)
    with pytest.raises(RefusedError) as told:
        users.first_person(desk, "张三")
    assert told.value.code == "people_known"
