"""The rest of an order is closed by its seller, whichever desk does it; what another desk did meanwhile is told.

The stock and the credit are free again, the other side reads why, and all books say the same.
"""

from decimal import Decimal

import pytest

from desktop.actions.books import care
from desktop.actions.documents.deliveries import deliver
from desktop.actions.documents.notes import note_bytes
from desktop.actions.headquarters.dismissals import dismiss
from desktop.actions.headquarters.status_views import KEY
from desktop.actions.orders.order_closings import close_rest
from desktop.actions.orders.orders import order
from domain.errors import RefusedError, UsageError
from sync.records.repair.checking import check
from tests.building.desktop.papers import page_texts
from tests.simulation.office import Office

ORDERED = "SELECT state, promised FROM document WHERE id = ?"
HELD = "SELECT COALESCE(SUM(reserved), 0) FROM stock"


@pytest.fixture(scope="module")
def office():
    made = Office(2)
    yield made
    made.close()


def close(office, name, order_id, why="缺货"):
    def close_order(desk, number):
        return close_rest(desk, number, why)

    return office.act(name, close_order, order_id)


def lines_told(office, name, number, *codes):
    found = [(each, said) for each, said in office.told(name) if number in said[0]]
    return [(each, said) for each, said in found if not codes or each.code in codes]


def assert_same_everywhere(office, record, state, among=("hq", "P1a", "P1b")):
    for name in among:
        assert office.rows(name, ORDERED, record) == [(state, 0)], name
        assert office.rows(name, "SELECT delivered, closed FROM document_line l JOIN document d ON d.pk = l.document "
                           "WHERE d.id = ?", record) == office.rows("hq", "SELECT delivered, closed FROM document_line "
                           "l JOIN document d ON d.pk = l.document WHERE d.id = ?", record)  # fmt: skip
        assert check(office.desk(name).book) == [], name


def test_what_is_left_is_free_again_told_to_the_buyer_and_not_delivered_any_more(office):
    made = office.order("P1a", "C1", "B", 10)
    held = office.rows("P1b", HELD)[0][0]
    office.quiet()
    office.deliver("P1b", made.id, 4)
    view = close(office, "P1b", made.id, "缺货，下月再订")
    assert (view.progress.stage, view.left, view.lines[0].closed) == ("closed", 0, 6)
    assert office.rows("P1b", HELD)[0][0] == held
    assert view.lines[0].due * 10 == view.lines[0].net * 4
    office.quiet()
    assert_same_everywhere(office, made.id, "delivered", ("hq", "P1a", "P1b", "C1a"))
    [(line, (chinese, english))] = lines_told(office, "C1a", made.number, "rest_closed")
    assert "缺货，下月再订" in chinese
    assert "缺货，下月再订" in english
    with pytest.raises(RefusedError, match="order_closed"):
        deliver(office.desk("P1a"), made.id)
    dismiss(office.desk("C1a"), str(line.facts[KEY]))
    assert lines_told(office, "C1a", made.number) == []


def test_an_order_of_which_nothing_went_is_over_when_it_is_closed(office):
    made = office.order("P1a", "S1", "B", 10)
    office.quiet()
    view = close(office, "P1b", made.id)
    assert (view.state, view.progress.stage) == ("cancelled", "closed")
    office.quiet()
    assert_same_everywhere(office, made.id, "cancelled")
    with pytest.raises(RefusedError, match="order_closed"):
        deliver(office.desk("P1a"), made.id)
    assert close(office, "P1a", made.id) is None  # there is nothing left to close


@pytest.mark.parametrize("first", ["P1a", "P1b"])
def test_goods_that_left_while_another_desk_closed_the_rest_are_told_until_reversed(office, first):
    made = office.order("P1a", "S1", "B", 10)
    office.quiet()
    close(office, "P1a", made.id, "客户不要了")
    went = office.deliver("P1b", made.id, 3)
    office.exchange(first)
    office.quiet()
    assert_same_everywhere(office, made.id, "delivered")
    for name in ("hq", "P1a", "P1b"):
        [(line, said)] = lines_told(office, name, made.number)
        assert line.code == "delivered_after_closing"
        assert all(word in each for each in said for word in (made.number, went.number, "客户不要了")), said
        assert "delivered_after_closing" in [each.code for each in care.breaches(office.desk(name))]
    office.reverse("P1a", went.id)
    office.quiet()
    assert_same_everywhere(office, made.id, "cancelled")
    assert lines_told(office, "P1a", made.number) == []


def test_a_rest_that_two_desks_close_is_closed_once(office):
    made = office.order("P1a", "S1", "B", 10)
    office.deliver("P1a", made.id, 4)
    office.quiet()
    for name in ("P1a", "P1b"):
        assert close(office, name, made.id).lines[0].closed == 6
    office.quiet()
    assert_same_everywhere(office, made.id, "delivered")
    assert lines_told(office, "P1a", made.number) == lines_told(office, "P1b", made.number) == []


def test_what_was_delivered_in_error_and_reversed_may_go_again_and_no_more(office):
    made = office.order("P1a", "S1", "B", 10)
    went = office.deliver("P1a", made.id, 4)
    close(office, "P1a", made.id)
    office.reverse("P1a", went.id)
    assert order(office.desk("P1a"), made.id).left == 4
    with pytest.raises(RefusedError, match="delivery_too_much"):
        deliver(office.desk("P1a"), made.id, {1: Decimal(5)})
    assert office.deliver("P1a", made.id).lines[0].quantity == 4
    office.quiet()
    assert_same_everywhere(office, made.id, "delivered")


def test_a_buyer_asks_and_the_seller_closes(office):
    made = office.order("C1a", "C1", "B", 5)
    office.quiet()
    before = office.rows("P1a", ORDERED, made.id)
    view = close(office, "C1a", made.id, "订多了")
    assert view.state == "accepted"
    assert close(office, "C1a", made.id, "订多了") is None
    office.quiet()
    assert office.rows("P1a", ORDERED, made.id) == before  # asking alone changes nothing
    for name in ("P1a", "P1b"):
        [(line, said)] = lines_told(office, name, made.number)
        assert line.code == "closing_wanted"
        assert all("订多了" in each for each in said)
    close(office, "P1b", made.id, "同意")
    office.quiet()
    assert_same_everywhere(office, made.id, "cancelled", ("hq", "P1a", "P1b", "C1a"))
    assert lines_told(office, "P1a", made.number) == []
    assert [each.code for each, _ in lines_told(office, "C1a", made.number)] == ["rest_closed"]


def test_a_reason_is_asked_for_and_strangers_close_nothing(office):
    made = office.order("P1a", "S1", "B", 1)
    with pytest.raises(UsageError, match="reason_missing"):
        close_rest(office.desk("P1a"), made.id, "  ")
    office.quiet()
    with pytest.raises(RefusedError, match="not_yours"):
        close_rest(office.desk("hq"), made.id, "总部要结")


def test_the_paper_says_what_is_closed(office):
    made = office.order("P1a", "S1", "B", 10)
    office.deliver("P1a", made.id, 4)
    close(office, "P1a", made.id, "停产")
    text = "".join(page_texts(note_bytes(office.desk("P1a"), made.id, "a4").pdf))
    assert "停产" in text
    assert "6瓶" in text
