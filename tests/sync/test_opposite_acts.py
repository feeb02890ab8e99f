"""Two desks of one dealer that do the opposite: refuse and take in, pay back and undo, turn down and ship."""

from decimal import Decimal

import pytest

from desktop.actions.books import care
from desktop.actions.documents.deliveries import incoming, receive, refuse_delivery
from desktop.actions.headquarters.dismissals import dismiss
from desktop.actions.headquarters.status_views import KEY
from desktop.actions.orders.order_closings import close_rest
from sync.records.repair.checking import check
from tests.simulation.office import Office

DESKS = ("P1a", "P1b", "P1c")


@pytest.fixture
def office():
    made = Office(3)
    yield made
    made.close()


def told_everywhere(office, code, *numbers):
    """One line of this code at each desk, in both languages, with these numbers; and named by each check."""
    for name in DESKS:
        [said] = [said for each, said in office.told(name) if each.code == code]
        for sentence in said:
            assert all(number in sentence for number in numbers), (name, sentence)
            assert "{" not in sentence
            assert "—" not in sentence
        assert code in [one.code for one in care.breaches(office.desk(name))]


def nothing_told(office):
    for name in ("hq", *DESKS):
        assert [said for each, said in office.told(name) if each.kind in ("problem", "contradiction")] == [], name
        assert check(office.desk(name).book) == []


def stock(office, name):
    return office.rows(name, "SELECT product, on_hand, reserved FROM stock WHERE owner = 'P1' ORDER BY product")


# ---- goods that arrive


@pytest.fixture
def arriving(office):
    bought = office.order("P1a", "P1", "A", 10, seller="HQ")
    office.quiet()
    went = office.deliver("hq", bought.id)
    office.quiet()
    return office, went


def refuse(office, name, delivery):
    def refuse(desk, number):
        return refuse_delivery(desk, number, "破损")

    return office.act(name, refuse, delivery)


def receive_some(office, name, delivery, quantity):
    def some(desk, number):
        return receive(desk, number, "主仓", None, {1: Decimal(quantity)})

    return office.act(name, some, delivery)


@pytest.mark.parametrize("mending", ["refusal", "receipt"])
def test_goods_that_one_desk_refused_and_another_took_in_in_part(arriving, mending):
    office, went = arriving
    before = stock(office, "P1a")
    refused = refuse(office, "P1b", went.id)
    taken = receive_some(office, "P1a", went.id, 4)
    office.exchange("P1b")
    office.quiet()
    told_everywhere(office, "refused_before", went.number, refused.number, taken.number)
    assert {tuple(stock(office, name)) for name in DESKS} == {tuple(before)}
    if mending == "refusal":  # the goods are here
        office.reverse("P1c", refused.id)
        office.quiet()
        nothing_told(office)
        assert office.rows("P1b", "SELECT state FROM document WHERE id = ?", taken.id) == [("posted",)]
        assert [row.number for row in incoming(office.desk("P1a"))] == [went.number]
    else:  # they aren't; the seller still hears that they were refused
        assert [each.code for each, _ in office.told("hq") if each.code == "delivery_was_refused"]


def test_goods_that_one_desk_took_in_and_another_refused_as_a_whole(arriving):
    office, went = arriving
    taken = receive_some(office, "P1a", went.id, 4)
    refused = refuse(office, "P1b", went.id)
    office.exchange("P1a")
    office.quiet()
    told_everywhere(office, "received_before", went.number, taken.number, refused.number)
    assert [each.code for each, _ in office.told("hq") if each.code == "delivery_was_refused"] == []
    assert len({tuple(stock(office, name)) for name in DESKS}) == 1
    office.reverse("P1a", taken.id)
    office.quiet()
    nothing_told_here = [each for each, _ in office.told("P1c") if each.kind in ("problem", "contradiction")]
    assert nothing_told_here == []
    assert [each.code for each, _ in office.told("hq") if each.code == "delivery_was_refused"]


def test_two_desks_that_refuse_one_delivery_refuse_it_once(arriving):
    office, went = arriving
    first, later = refuse(office, "P1a", went.id), refuse(office, "P1b", went.id)
    office.exchange("P1a")
    office.quiet()
    told_everywhere(office, "refused_before", went.number, first.number, later.number)
    assert len([each for each, _ in office.told("hq") if each.code == "delivery_was_refused"]) == 1


def test_a_refusal_taken_back_at_the_same_desk_leaves_its_goods_to_be_received(arriving):
    office, went = arriving
    paper = refuse(office, "P1b", went.id)
    office.reverse("P1b", paper.id)
    assert receive_some(office, "P1b", went.id, 10) is not None
    office.quiet()
    nothing_told(office)


# ---- money that went back


@pytest.fixture
def paid_ahead(office):
    receipt = office.take_money("P1a", "S1", 500)
    office.quiet()
    return office, receipt


@pytest.mark.parametrize("first", ["P1a", "P1b"])
@pytest.mark.parametrize("mending", ["refund", "anew"])
def test_money_paid_back_at_one_desk_and_undone_at_another(paid_ahead, first, mending):
    office, receipt = paid_ahead
    refund = office.write_note("P1a", "payment", "S1", 500, receipt.id)
    assert office.reverse("P1b", receipt.id) is not None
    office.exchange(first)
    office.quiet()
    told_everywhere(office, "refunded_and_reversed", receipt.number, refund.number, "500.00")
    assert office.rows("P1c", "SELECT SUM(amount) FROM posting WHERE buyer = 'S1'") == [(50_000,)]
    if mending == "refund":
        office.reverse("P1c", refund.id)
        office.quiet()
        nothing_told(office)


def test_a_debt_that_a_receipt_paid_is_no_refund_of_it(office):
    paid = office.write_note("P1a", "payment", "S1", 30)
    receipt = office.take_money("P1a", "S1", 30)
    office.quiet()
    assert office.reverse("P1b", receipt.id) is not None
    office.quiet()
    assert paid is not None
    nothing_told(office)


@pytest.mark.parametrize("parts", [(500.01,), (300, 200.01), (500, 1)])
def test_no_more_goes_back_of_a_receipt_than_came_in(paid_ahead, parts):
    office, receipt = paid_ahead
    *before, last = parts
    for yuan in before:
        assert office.write_note("P1a", "payment", "S1", str(yuan), receipt.id) is not None
    assert office.write_note("P1a", "payment", "S1", str(last), receipt.id) is None
    assert office.story[-1].endswith("refund_too_much")
    assert office.write_note("P1a", "payment", "S1", str(last)) is not None  # of no document


# ---- an order that one desk refused


@pytest.fixture
def waiting(office):
    """An order of the shop's that waits for its seller's answer at each of his desks."""
    order = office.order("C1a", "C1", "A", 3)
    for name in ("C1a", *DESKS):
        office.exchange(name)
    return office, order


@pytest.mark.parametrize("mending", ["reversed", "put away", "taken back"])
def test_goods_that_left_at_one_desk_on_an_order_that_another_refused(waiting, mending):
    office, order = waiting
    office.refuse("P1b", order.id)
    office.answer("P1a")
    office.exchange("P1b")
    went = office.deliver("P1a", order.id)
    assert went is not None
    office.quiet()
    told_everywhere(office, "delivered_after_refusal", order.number, went.number)
    told_everywhere(office, "answered_twice", order.number)
    assert len({tuple(stock(office, name)) for name in DESKS}) == 1
    owed = {tuple(office.rows(name, "SELECT SUM(amount) FROM posting WHERE buyer = 'C1'")) for name in ("hq", *DESKS)}
    assert len(owed) == 1
    if mending == "reversed":
        assert office.reverse("P1c", went.id) is not None
    elif mending == "taken back":
        assert office.take_back("P1c", went.id, 3) is not None
    else:
        [line] = [each for each, _ in office.told("P1b") if each.code == "delivered_after_refusal"]
        dismiss(office.desk("P1b"), str(line.facts[KEY]))
    office.quiet()
    for name in DESKS:
        assert "delivered_after_refusal" not in [each.code for each, _ in office.told(name)]
        assert check(office.desk(name).book) == []


def test_no_more_leaves_on_an_answer_that_came_second_than_it_promised(waiting):
    office, order = waiting
    office.refuse("P1b", order.id)
    office.answer("P1a")
    for half in (1, 1):
        assert office.deliver("P1a", order.id, half) is not None
    office.exchange("P1b")
    office.quiet()
    told_everywhere(office, "delivered_after_refusal", order.number)
    assert office.deliver("P1a", order.id, 1) is None  # the refusal is known by now
    assert len({tuple(stock(office, name)) for name in DESKS}) == 1


# ---- an order whose rest was closed


def test_only_what_left_after_the_closing_is_named(office):
    order = office.order("P1a", "S1", "B", 10)
    before = office.deliver("P1a", order.id, 4)
    office.quiet()

    def close(desk, number):
        return close_rest(desk, number, "不要了")

    assert office.act("P1a", close, order.id) is not None
    later = office.deliver("P1b", order.id, 6)
    office.exchange("P1a")
    office.quiet()
    told_everywhere(office, "delivered_after_closing", order.number, later.number)
    for name in DESKS:
        [said] = [said for each, said in office.told(name) if each.code == "delivered_after_closing"]
        assert before.number not in said[0]
