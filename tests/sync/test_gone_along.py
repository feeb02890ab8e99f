"""What rests on a paper that another desk's act took the ground from: told with that paper, and taken with it again."""

import pytest

from desktop.actions.books import care
from tests.simulation.office import Office


@pytest.fixture
def office():
    made = Office(3)
    yield made
    made.close()


def sentences(office, name):
    return [said for _, said in office.told(name)]


def nothing_told(office):
    for name in office.machines:
        assert office.told(name) == []
        assert care.breaches(office.desk(name)) == []
        assert care.held_at_hq(office.desk(name)) == 0


@pytest.fixture
def delivered_twice(office):
    """The shop's order of 6 went out at two desks; the second took 2 back of its own delivery."""
    order = office.order("P1a", "S1", "B", 6)
    office.quiet()
    first = office.deliver("P1b", order.id)
    second = office.deliver("P1a", order.id)
    back = office.take_back("P1a", second.id, 2)
    office.exchange("P1b")
    office.quiet()
    return office, first, second, back


def test_a_return_of_a_delivery_that_is_held_names_that_delivery_at_every_desk(delivered_twice):
    office, first, second, back = delivered_twice
    for name in ("P1a", "P1b", "P1c"):
        told = sentences(office, name)
        assert len(told) == 2, told
        [of_delivery] = [said for said in told if second.number in said[0] and back.number not in said[0]]
        [of_return] = [said for said in told if back.number in said[0]]
        assert all(first.number in each for each in of_delivery)
        assert all(second.number in each for each in of_return)
        assert "—" not in of_return[0]
        assert "问总部" not in of_return[0]
        assert "Talk to HQ" not in of_return[1]


def test_what_is_let_go_of_isnt_said_to_count_in_these_books(delivered_twice):
    office, *_ = delivered_twice
    assert office.rows("P1a", "SELECT SUM(amount) FROM posting WHERE buyer = 'S1'") == office.rows(
        "hq", "SELECT SUM(amount) FROM posting WHERE buyer = 'S1'"
    )
    assert care.held_at_hq(office.desk("P1a")) == 0


def test_a_return_taken_after_all_settles_its_delivery_as_it_did(delivered_twice):
    office, first, second, back = delivered_twice
    before = office.rows("P1a", "SELECT credit, debt, amount FROM settlement WHERE credit = ?", back.id)
    assert before == []  # it went along
    assert office.reverse("P1c", first.id) is not None
    office.quiet()
    nothing_told(office)
    for name in ("hq", "P1a", "P1b", "P1c"):
        assert office.rows(name, "SELECT credit, debt, amount FROM settlement WHERE credit = ?", back.id) == [
            (back.id, second.id, int(back.amount * 100))
        ], name
