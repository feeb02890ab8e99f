"""Section G through the books: orders delivered in parts, goods taken back, money paid ahead for what is to come.

Amounts include tax here, so G01's 50.00 with 10 % is 55.00, and a delivery is its own invoice: what G02 ships after an
invoice is the rest of the order. Goods that wait for their deposit (G08) have no counterpart: credit decides.
"""

from datetime import timedelta
from decimal import Decimal

import pytest

from desktop.actions.accounts import settling
from desktop.actions.catalog import customers
from desktop.actions.documents import deliveries, money, reversing, stock
from desktop.actions.documents.money import NoteDetails
from desktop.actions.headquarters.queued import posted
from desktop.actions.orders import orders
from desktop.actions.statements import statements
from desktop.desk import Desk, Identity
from domain.errors import DeskError
from domain.values.money import ZERO
from sync.records.repair.checking import check
from tests.building.desktop.a_desk import TODAY, a_desk, a_draft, a_line
from tests.building.desktop.a_trade import CLOCK, a_trade, line
from tests.building.desktop.a_trade import a_draft as trade_draft


@pytest.fixture
def desk(tmp_path):
    with a_desk(tmp_path, stock={"W550": 500, "COLA": 1}) as desk:
        yield desk
        assert check(desk.book) == []


def order(desk, *lines, on=TODAY):
    """An order of so many pieces of W550 at a price, C2 has no limit."""
    asked = [a_line("W550", str(quantity), agreed=price) for quantity, price in lines]
    return orders.place_order(desk, a_draft(*asked, buyer="GD01:C2", on=on)).number


def deliver(desk, number, **quantities):
    return posted(
        deliveries.deliver(desk, number, {int(line[1:]): Decimal(n) for line, n in quantities.items()} or None)
    )


def owed(desk):
    return settling.account_view(desk, "C2").balance


def state(desk, number):
    return orders.order(desk, number).state


def promised(desk):
    return next(int(row.reserved) for row in stock.stock_list(desk) if row.sku == "W550")


def test_g01_two_deliveries_of_one_order_make_its_total(desk):
    number = order(desk, (2, "11"), (3, "11"))
    assert (state(desk, number), owed(desk), orders.order(desk, number).total) == ("accepted", 0, Decimal("55.00"))
    assert (deliver(desk, number, l1=1, l2=1).amount, state(desk, number)) == (Decimal("22.00"), "partly_delivered")
    assert (deliver(desk, number).amount, state(desk, number)) == (Decimal("33.00"), "delivered")
    assert owed(desk) == Decimal("55.00")


def test_g02_what_is_left_goes_out_by_itself_and_no_more_than_that(desk):
    number = order(desk, (5, "10"))
    deliver(desk, number, l1=4)
    assert promised(desk) == 1
    with pytest.raises(DeskError, match="delivery_too_much"):
        deliver(desk, number, l1=2)
    assert deliver(desk, number).amount == Decimal("10.00")
    assert (state(desk, number), promised(desk)) == ("delivered", 0)
    with pytest.raises(DeskError, match="order_delivered"):
        deliver(desk, number)


def test_g02_a_delivery_taken_back_goes_out_again(desk):
    number = order(desk, (4, "10"))
    first = deliver(desk, number, l1=3)
    reversing.reverse(desk, first.number)
    assert (state(desk, number), promised(desk), owed(desk)) == ("accepted", 4, 0)
    assert deliver(desk, number).amount == Decimal("40.00")


def test_g04_goods_out_and_goods_back_on_one_day_are_two_papers(desk):
    before = deliver(desk, order(desk, (2, "10"), on=TODAY))
    deliveries.return_goods(desk, before.number)
    deliver(desk, order(desk, (7, "10")))
    drawn = statements.statement(desk, "C2", TODAY, TODAY)
    assert [(each.kind, each.debit, each.credit, each.balance) for each in drawn.entries] == [
        ("delivery", Decimal(20), ZERO, Decimal(20)),
        ("delivery", Decimal(70), ZERO, Decimal(90)),
        ("return", ZERO, Decimal(20), Decimal(70)),
    ]
    with pytest.raises(DeskError, match="quantity_"):
        order(desk, (7, "10"), (-2, "10"))


@pytest.mark.parametrize(
    ("returned", "amount", "left"),
    [({}, "-50.00", "0.00"), ({1: 1, 2: 2}, "-30.00", "20.00"), ({1: 1}, "-10.00", "40")],
)
def test_g05_a_return_of_all_or_of_a_part(desk, returned, amount, left):
    sold = deliver(desk, order(desk, (3, "10"), (2, "10")))
    on_hand = stock.stock_list(desk)
    back = posted(
        deliveries.return_goods(desk, sold.number, {line: Decimal(n) for line, n in returned.items()} or None)
    )
    assert (-back.amount, owed(desk)) == (Decimal(amount), Decimal(left))
    pieces = sum(after.on_hand - before.on_hand for before, after in zip(on_hand, stock.stock_list(desk), strict=True))
    assert pieces == sum(returned.values() or [5])
    with pytest.raises(DeskError, match="return_too_much"):
        deliveries.return_goods(desk, sold.number, {1: Decimal(4)})


def test_g05_goods_that_come_back_worth_less_are_charged_the_difference(desk):
    """A return credits what its goods cost; what they lost since is a debit note about it: 1 piece at 5 and 2 at 10."""
    sold = deliver(desk, order(desk, (3, "10"), (2, "10")))
    back = posted(deliveries.return_goods(desk, sold.number, {1: Decimal(1), 2: Decimal(2)}))
    about = NoteDetails(source=back.number, remark="破损")
    worn = posted(money.book_note(desk, "debit_note", "C2", Decimal(5), said=about))
    assert (worn.source_number, owed(desk)) == (back.number, Decimal("25.00"))


def test_g07_one_piece_for_two_lines_goes_to_the_first_and_the_rest_is_refused(desk):
    asked = [a_line("COLA", "1", agreed="9"), a_line("COLA", "1", agreed="9")]
    placed = orders.place_order(desk, a_draft(*asked, buyer="GD01:C2"))
    assert (placed.state, [each.accepted for each in placed.lines]) == ("accepted_in_part", [Decimal(1), ZERO])
    assert deliver(desk, placed.number).amount == Decimal("9.00")
    assert state(desk, placed.number) == "delivered"


@pytest.mark.parametrize(("pieces", "deposit", "left"), [(5, "10.00", "90.00"), (6, "12.00", "108.00")])
def test_g08_a_deposit_waits_for_its_order_and_then_pays_its_share(desk, pieces, deposit, left):
    number = order(desk, (pieces, "20"))
    other = posted(money.book_note(desk, "debit_note", "C2", Decimal(33), TODAY - timedelta(days=9))).number
    money.receive_money(desk, "C2", Decimal(deposit), order=number)
    waiting = settling.account_view(desk, "C2")
    assert (waiting.ahead, waiting.owed) == (Decimal(deposit), Decimal(33))
    sold = deliver(desk, number).number
    found = settling.account_view(desk, "C2")
    assert {each.number: each.remaining for each in found.debts} == {other: 33, sold: Decimal(left)}
    assert (found.credits, [each.mode for each in found.settlements if each.mode != "held"]) == ((), ["number"])
    assert customers.customer(desk, "C2").credit.balance == 33 + Decimal(left) == found.balance


def test_g08_a_deposit_goes_on_to_the_next_delivery_and_the_rest_stays_held(desk):
    number = order(desk, (5, "20"))
    paid = posted(money.receive_money(desk, "C2", Decimal(70), order=number)).number
    deliver(desk, number, l1=2)
    assert [(each.remaining, each.held) for each in settling.account_view(desk, "C2").credits] == [(Decimal(30), True)]
    second = deliver(desk, number, l1=1).number
    assert [(each.number, each.remaining) for each in settling.account_view(desk, "C2").credits] == [
        (paid, Decimal(10))
    ]
    reversing.reverse(desk, second)
    assert [(each.number, each.remaining) for each in settling.account_view(desk, "C2").credits] == [
        (paid, Decimal(30))
    ]


def test_g08_all_deposits_of_an_order_pay_it_the_oldest_first_and_those_of_another_do_not(desk):
    number, other = order(desk, (5, "20")), order(desk, (1, "20"))
    paid = [
        posted(money.receive_money(desk, "C2", Decimal(amount), TODAY - timedelta(days=9 - n), order=whose)).number
        for n, (amount, whose) in enumerate([(30, number), (50, other), (40, number), (90, number)])
    ]
    deliver(desk, number)
    found = settling.account_view(desk, "C2")
    assert {each.number: each.remaining for each in found.credits} == {paid[1]: 50, paid[3]: 60}
    assert found.debts == ()


def test_g08_a_deposit_that_was_let_go_still_pays_its_order_first(desk):
    number = order(desk, (5, "20"))
    money.receive_money(desk, "C2", Decimal(30), order=number)
    (held,) = settling.account_view(desk, "C2").settlements
    settling.unsettle(desk, [held.id])
    sold = deliver(desk, number).number
    found = settling.account_view(desk, "C2")
    assert ({each.number: each.remaining for each in found.debts}, found.credits) == ({sold: Decimal(70)}, ())


def test_g08_the_wallet_pays_before_the_deposit(tmp_path):
    with (trade := a_trade(tmp_path)).desk:
        trade.credit("30.00")
        draft = trade_draft(line("A", "7"), use_wallet=True, wallet_most=Decimal(10))
        placed = orders.place_order(trade.desk, draft).id
        trade.send(placed)
        hq = Desk(trade.hq, Identity("hq", "", "HQ", "00", ""), tmp_path, clock=lambda: CLOCK)
        money.receive_money(hq, "GD01", Decimal(65), order=placed)
        deliveries.deliver(hq, placed)
        found = settling.account_view(hq, "GD01")
        assert (found.balance, found.debts, [each.remaining for each in found.credits]) == (
            Decimal(-5),
            (),
            [Decimal(5)],
        )
        pays = {
            (each.credit_number.partition("-")[0], each.amount) for each in found.settlements if each.mode != "held"
        }
        assert pays == {("FLD", Decimal(10)), ("SKD", Decimal(60))}
    trade.hq.close()


def test_g08_a_customer_settled_by_hand_keeps_his_deposit(desk):
    settling.set_way(desk, "hand", "C2")
    number = order(desk, (5, "20"))
    money.receive_money(desk, "C2", Decimal(10), order=number)
    deliver(desk, number)
    found = settling.account_view(desk, "C2")
    assert (found.owed, found.ahead, found.settlements[0].mode) == (Decimal(100), Decimal(10), "held")
