"""Notes and refunds post what their kind says, on accounts of one's own only, and a reversal undoes them."""

import datetime as dt
from decimal import Decimal

import pytest

from domain.errors import DeskError
from sync.records.bodies.records import DealerBody
from sync.records.books import reading
from sync.records.documents.builders import make_delivery, make_reversal
from sync.records.documents.note_builders import NoteDetails, make_note, make_opening
from sync.records.documents.posting import put_document
from sync.records.repair.checking import check
from tests.building.sync.books import AGENT, HQ, SHOP, TODAY, a_clerk, a_line, an_order, found_hq, put, row, stock_up
from tests.sync.records.accounts.test_accounts import a_paper, post


@pytest.fixture
def hq(book):
    found_hq(book)
    return book


def book_note(hq, kind, amount, *, buyer=AGENT, on=TODAY, **said):
    with hq.writing() as writing:
        made = make_note(writing.connection, a_clerk(), kind, buyer, Decimal(amount), on=on, said=NoteDetails(**said))
        put_document(writing, made)
    return made


def owed(hq, buyer=AGENT):
    with hq.reading() as connection:
        return reading.balance(connection, HQ, buyer)


@pytest.mark.parametrize(("kind", "sign"), [("payment", 1), ("discount", -1), ("credit_note", -1), ("debit_note", 1)])
def test_note_posts_what_its_kind_says_and_a_reversal_takes_it_back(hq, kind, sign):
    _, record, body = book_note(hq, kind, "25.50", remark="说明", ref="R1")
    assert (body.seller, body.buyer, body.remark, body.ref) == (HQ, AGENT, "说明", "R1")
    assert owed(hq) == sign * Decimal("25.50")
    with hq.writing() as writing:
        put_document(writing, make_reversal(writing.connection, a_clerk(), record, on=TODAY))
    assert owed(hq) == 0
    assert row(hq, "SELECT state FROM document WHERE id = :id", id=record) == ("reversed",)
    assert check(hq) == []


@pytest.mark.parametrize(("amount", "left"), [("30", "-30"), ("-12.50", "12.50")])
def test_rebate_settlement_may_take_back(hq, amount, left):
    with hq.writing() as writing:
        made = make_note(
            writing.connection,
            a_clerk(),
            "rebate_settlement",
            AGENT,
            Decimal(amount),
            on=TODAY,
            said=NoteDetails(method="account"),
        )
        put_document(writing, made)
    assert (owed(hq), made[2].method) == (Decimal(left), "account")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"kind": "delivery"}, "kind_unknown"),
        ({"amount": "0"}, "amount_zero"),
        ({"amount": "-1"}, "amount_negative"),
        ({"amount": "0.001"}, "amount_decimals"),
        ({"buyer": "nobody"}, "dealer_unknown"),
        ({"buyer": SHOP}, "not_your_customer"),
        ({"source": "nothing"}, "document_unknown"),
        ({"source": "of-shop"}, "other_account"),
        ({"source": "undone"}, "document_reversed"),
        ({"on": TODAY + dt.timedelta(days=40)}, "date_future"),
    ],
)
def test_note_that_can_t_be_is_refused(hq, change, code):
    put(hq, "dealer/GD02", "dealer", "GD02", DealerBody("GD02", "湖南", "province", HQ))
    post(hq, ("of-shop", "delivery", a_paper("delivery", 5, buyer="GD02")))
    post(hq, ("undone", "delivery", a_paper("delivery", 5)))
    post(hq, ("undoing", "delivery", a_paper("delivery", -5, reverses="undone")))
    wanted = {"kind": "discount", "amount": "5", **change}
    with pytest.raises(DeskError, match=code):
        book_note(hq, **wanted)
    assert owed(hq) == 0


def test_f22_terms_of_the_buyer_become_due_dates_on_the_document(hq):
    card = DealerBody(AGENT, "广东总代理", "province", HQ, "44", "P1", terms="50%N15,50%N30")
    put(hq, f"dealer/{AGENT}", "dealer", AGENT, card)
    _, record, _ = book_note(hq, "debit_note", "100")
    due = (TODAY + dt.timedelta(days=30)).isoformat()
    assert row(hq, "SELECT due, terms FROM document WHERE id = :id", id=record) == (due, "50%N15,50%N30")
    with hq.writing() as writing:
        put_document(writing, made := make_opening(writing.connection, a_clerk(), AGENT, Decimal(40), on=TODAY))
    assert (made[2].due, made[2].terms) == (due, "50%N15,50%N30")


def test_f21_end_of_next_month_holds_for_deliveries(hq):
    card = DealerBody(AGENT, "广东总代理", "province", HQ, "44", "P1", terms="M1")
    put(hq, f"dealer/{AGENT}", "dealer", AGENT, card)
    stock_up(hq, {"A": 100})
    put(hq, "desk/d1", "order", "o1", an_order([a_line(accepted=10)], state="accepted"))
    with hq.writing() as writing:
        _, _, body = make_delivery(writing.connection, a_clerk(), "o1", on=TODAY, warehouse="W1")
    assert (body.due, body.terms) == ("2026-12-31", "M1")
