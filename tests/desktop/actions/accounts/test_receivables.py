"""The customers list says who is late and by how much, exactly as the ledger of each account does."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from desktop.actions.accounts import settling
from desktop.actions.catalog import customers
from desktop.actions.catalog.customers import customer_ids, customer_rows
from desktop.actions.documents import money, reversing
from desktop.actions.headquarters.queued import posted
from desktop.actions.orders import orders
from domain.errors import UsageError
from sync.records.bodies.records import Body, DealerBody, DocumentBody
from sync.records.books import reading
from tests.building.desktop.a_desk import TODAY, a_desk, a_draft, a_line


def a_paper(kind, buyer, fen, days_ago, *, due_in=0):
    day = TODAY - timedelta(days=days_ago)
    body = DocumentBody(
        f"{kind}-{buyer}-{days_ago}", "GD01", f"GD01:{buyer}", day.isoformat(), f"{day}T02:00:00Z", fen, []
    )
    body.due = (day + timedelta(days=due_in)).isoformat()
    return kind, body.number, body


@pytest.fixture
def desk(tmp_path):
    """C1 is late, C2 owes but has time, C3 has paid, C4's opening balance is late, C5 is beyond its limit."""
    records: list[tuple[str, str, Body]] = [
        ("dealer", f"GD01:C{place}", DealerBody(f"C{place}", f"客户{place}", "store", "GD01", price_list="W"))
        for place in (3, 4)
    ]
    records += [("dealer", "GD01:C5", DealerBody("C5", "客户5", "store", "GD01", price_list="W", credit_limit=50_00))]
    with a_desk(tmp_path / "desk", records=records, stock={"W550": 2400}) as opened:
        papers = [
            a_paper("delivery", "C1", 100_00, 60, due_in=30),
            a_paper("delivery", "C1", 40_00, 20, due_in=7),
            a_paper("delivery", "C1", 10_00, 1, due_in=30),
            a_paper("money_receipt", "C1", 70_00, 5),
            a_paper("delivery", "C2", 80_00, 10, due_in=30),
            a_paper("delivery", "C3", 80_00, 50, due_in=7),
            a_paper("money_receipt", "C3", 80_00, 5),
            a_paper("opening", "C4", 80_00, 50, due_in=7),
        ]
        with opened.book.writing() as writing:
            for kind, record, body in papers:
                writing.put("desk/D1", kind, record, body)
        placed = orders.place_order(opened, a_draft(a_line("W550", "24"), buyer="GD01:C5"))
        assert placed.state == "accepted"
        yield opened


def named(desk, owing=""):
    return [row.code for row in customer_rows(desk, customer_ids(desk, "", owing))]


def row(desk, code):
    return next(row for row in customers.customers(desk) if row.code == code)


def test_late_is_what_the_oldest_first_payments_left(desk):
    assert (row(desk, "C1").balance, row(desk, "C1").overdue, row(desk, "C1").overdue_days) == (80, 70, 30)
    assert (row(desk, "C2").balance, row(desk, "C2").overdue) == (80, 0)
    assert row(desk, "C3").overdue == 0
    assert (row(desk, "C4").overdue, row(desk, "C4").overdue_days) == (80, 43)


def test_each_row_agrees_with_its_account(desk):
    first = next(each for each in customers.customers(desk) if each.code == "C1")
    money.receive_money(desk, first.id, Decimal("15.50"), TODAY)
    receipt = posted(money.receive_money(desk, first.id, Decimal("20.00"), TODAY))
    reversing.reverse(desk, receipt.number, None, "错")
    with desk.book.reading() as connection:
        for each in customers.customers(desk):
            credit = reading.credit_position(connection, "GD01", reading.dealer(connection, each.id), TODAY)
            told = (each.balance, each.committed, each.overdue, each.overdue_days)
            assert told == (credit.balance, credit.committed, credit.overdue, credit.overdue_days)


def test_rows_agree_where_instalments_settlements_and_prepayments_are(desk):
    kind, record, body = a_paper("delivery", "C2", 300_00, 40, due_in=90)
    body.terms = "50%N30,50%N90"  # the first half is late, the last isn't
    with desk.book.writing() as writing:
        writing.put("desk/D1", kind, record, body)
    money.receive_money(desk, "GD01:C1", Decimal("15.50"), TODAY, way="hand")
    money.receive_money(desk, "GD01:C1", Decimal("50.00"), TODAY, prepay=True)
    settling.settle_hand(desk, "money_receipt-C1-5", {("delivery-C1-1", 1): Decimal(10)})
    with desk.book.reading() as connection:
        for each in customers.customers(desk):
            credit = reading.credit_position(connection, "GD01", reading.dealer(connection, each.id), TODAY)
            assert (each.overdue, each.overdue_days) == (credit.overdue, credit.overdue_days), each.code
    assert named(desk, "overdue") == ["C1", "C2", "C4"]


def test_the_list_can_show_only_debtors_late_ones_or_those_beyond_their_limit(desk):
    assert named(desk) == ["C1", "C2", "C3", "C4", "C5"]
    assert named(desk, "owes") == ["C1", "C2", "C4"]
    assert named(desk, "overdue") == ["C1", "C4"]
    assert named(desk, "over_limit") == []
    card = DealerBody("C5", "客户5", "store", "GD01", price_list="W", credit_limit=30_00)
    with desk.book.writing() as writing:
        writing.put("desk/D1", "dealer", "GD01:C5", card)
    assert named(desk, "over_limit") == ["C5"]
    with pytest.raises(UsageError) as wrong:
        customer_ids(desk, "", "rich")
    assert wrong.value.code == "owing_unknown"


def test_a_day_later_more_may_be_late(desk):
    assert row(desk, "C2").overdue_days == 0
    later = date(2026, 12, 24)
    desk.clock = lambda: desk_time(later)
    assert (row(desk, "C2").overdue, row(desk, "C2").overdue_days) == (80, 11)


def desk_time(day):
    return datetime(day.year, day.month, day.day, 4, tzinfo=UTC)
