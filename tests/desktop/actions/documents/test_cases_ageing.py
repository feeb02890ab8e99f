"""Section F through the books: when documents fall due, in which part they are paid, and how old what is left is."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from desktop.actions.accounts import settling
from desktop.actions.documents import deliveries, money
from desktop.actions.headquarters.queued import posted
from desktop.actions.orders import orders
from desktop.actions.statements import statements
from desktop.desk import Desk
from domain.accounts.ledger import BUCKETS
from domain.values.money import ZERO
from sync.records.bodies.records import DealerBody
from sync.records.documents.note_builders import NoteDetails
from sync.records.repair.checking import check
from tests.building.desktop.a_desk import TODAY, a_desk, a_draft, a_line


@pytest.fixture
def agreed(tmp_path):
    """Makes a desk with a customer T of these terms and no limit."""
    made: list[Desk] = []

    def make(terms="", days=None):
        card = DealerBody("T", "账期店", "store", "GD01", credit_days=days, terms=terms)
        made.append(a_desk(tmp_path / str(len(made)), records=[("dealer", "GD01:T", card)], stock={"W550": 5000}))
        return made[-1]

    yield make
    for desk in made:
        assert check(desk.book) == []
        desk.book.close()


def sell(desk, amount, on=TODAY):
    """Goods at one yuan a piece, delivered; the delivery's number."""
    placed = orders.place_order(desk, a_draft(a_line("W550", amount, agreed="1.00"), buyer="GD01:T", on=on))
    return posted(deliveries.deliver(desk, placed.number, on=on)).number


def receive(desk, amount, **more):
    return posted(money.receive_money(desk, "T", Decimal(amount), **more))


def parts(desk, on=None):
    """The open parts: which, invoiced, paid, outstanding."""
    found = settling.account_view(desk, "T", on).debts
    return [(each.part, each.amount, each.amount - each.remaining, each.remaining) for each in found]


def ages(desk, on=TODAY):
    """What is in which bucket, without the empty ones; it adds up to the balance and the statement's figure."""
    found = settling.account_view(desk, "T", on)
    sums = {each.bucket: each.amount for each in found.ageing if each.amount}
    drawn = statements.statement(desk, "T", on.replace(day=1), on)
    assert sum(sums.values(), ZERO) == found.balance == drawn.closing
    assert {each.bucket: each.amount for each in drawn.ageing if each.amount} == sums
    return sums


def listed(desk):
    return [(row.buyer.code, row.balance) for row in settling.ageing(desk)]


def test_f13_a_receipt_pays_the_first_instalment_and_part_of_the_second(agreed):
    desk = agreed("30%N30,50%N60,20%N90")
    sell(desk, "100")
    assert parts(desk) == [(1, 30, 0, 30), (2, 50, 0, 50), (3, 20, 0, 20)]
    receive(desk, "40")
    assert parts(desk) == [(2, 50, 10, 40), (3, 20, 0, 20)]


def test_f14_a_return_goes_on_where_the_receipt_stopped(agreed):
    desk = agreed("30%N30,50%N60,20%N90")
    sold = sell(desk, "200")
    receive(desk, "40")
    assert parts(desk) == [(1, 60, 40, 20), (2, 100, 0, 100), (3, 40, 0, 40)]
    deliveries.return_goods(desk, sold, {1: Decimal(100)})
    settling.settle(desk, "T", "oldest")
    assert parts(desk) == [(2, 100, 80, 20), (3, 40, 0, 40)]


def test_f17_a_prepayment_on_an_order_stands_alone(agreed):
    desk = agreed(days=30)
    placed = orders.place_order(desk, a_draft(a_line("W550", "1000", agreed="1.00"), buyer="GD01:T"))
    paid = receive(desk, "1000", order=placed.number)
    found = settling.account_view(desk, "T")
    assert (found.owed, found.ahead, found.balance) == (ZERO, Decimal(1000), Decimal(-1000))
    assert [(each.number, each.remaining, each.held) for each in found.credits] == [(paid.number, Decimal(1000), True)]
    assert ages(desk) == {"not_due": Decimal(-1000)}
    assert listed(desk) == [("T", Decimal(-1000))]


def test_f18_the_last_fen_is_still_shown(agreed):
    desk = agreed()
    sell(desk, "100")
    receive(desk, "99.99")
    assert parts(desk) == [(1, Decimal(100), Decimal("99.99"), Decimal("0.01"))]
    assert listed(desk) == [("T", Decimal("0.01"))]


def test_f19_the_summary_follows_every_step_and_a_paid_customer_disappears(agreed):
    desk = agreed()
    settling.set_way(desk, "hand")
    sold = sell(desk, "200", TODAY - timedelta(days=10))
    assert ages(desk) == {"1-30": Decimal(200)}
    receive(desk, "50")
    assert (ages(desk), parts(desk)) == ({"1-30": Decimal(150)}, [(1, 200, 0, 200)])
    second = receive(desk, "125")
    settling.settle_hand(desk, second.number, {(sold, 1): Decimal(125)})
    assert (ages(desk), parts(desk)) == ({"1-30": Decimal(25)}, [(1, 200, 125, 75)])
    receive(desk, "25")
    assert (ages(desk), listed(desk)) == ({}, [])


@pytest.mark.parametrize(
    ("terms", "days", "due"),
    [
        ("N30", None, {"2016-01-22": "2016-02-21", "2017-01-22": "2017-02-21"}),
        ("", 30, {"2016-01-22": "2016-02-21", "2017-01-22": "2017-02-21"}),
        ("M1", None, {"2016-01-22": "2016-02-29", "2017-01-22": "2017-02-28"}),
        ("", None, {"2016-01-22": "2016-01-22", "2017-01-22": "2017-01-22"}),
    ],
)
def test_f21_due_dates_follow_the_terms(agreed, terms, days, due):
    desk = agreed(terms, days)
    for on in due:
        money.book_note(desk, "debit_note", "T", Decimal(1), date.fromisoformat(on), NoteDetails())
    found = settling.account_view(desk, "T").debts
    assert {str(each.date): str(each.due) for each in found} == due


def test_f22_two_halves_stand_in_two_rows_and_two_buckets(agreed):
    desk = agreed("50%N15,50%N30")
    on = TODAY - timedelta(days=50)
    sell(desk, "100", on)
    rows = [(each.part, each.due, each.remaining) for each in settling.account_view(desk, "T").debts]
    assert rows == [(1, on + timedelta(days=15), Decimal(50)), (2, on + timedelta(days=30), Decimal(50))]
    assert ages(desk) == {"31-60": Decimal(50), "1-30": Decimal(50)}


def test_f23_a_debt_walks_through_every_bucket(agreed):
    desk = agreed()
    sell(desk, "7", TODAY - timedelta(days=200))
    walked: dict[str, list[int]] = {}
    for late in (0, 1, 30, 31, 60, 61, 90, 91, 120, 121, 200):
        (bucket,) = ages(desk, TODAY - timedelta(days=200 - late))
        walked.setdefault(bucket, []).append(late)
    assert walked == {
        "not_due": [0], "1-30": [1, 30], "31-60": [31, 60], "61-90": [61, 90], "91-120": [91, 120],
        "over_120": [121, 200],
    }  # fmt: skip
    assert tuple(walked) == BUCKETS
