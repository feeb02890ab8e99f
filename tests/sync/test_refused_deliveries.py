"""A buyer refuses a whole delivery: nothing comes in, it is on its way no more, and its sender is told until done."""

import pytest

from desktop.actions.documents.deliveries import incoming, receive, refuse_delivery
from desktop.actions.headquarters.dismissals import dismiss
from desktop.actions.headquarters.status_views import KEY
from domain.errors import RefusedError, UsageError
from sync.records.repair.checking import check
from tests.simulation.office import Office


@pytest.fixture(scope="module")
def office():
    made = Office(2)
    yield made
    made.close()


def delivered(office):
    """A delivery that the shop's desk knows of."""
    made = office.order("P1a", "C1", "B", 6)
    went = office.deliver("P1a", made.id)
    office.quiet()
    return went


def refuse(office, delivery, why="破损"):
    def refuse(desk, number):
        return refuse_delivery(desk, number, why)

    return office.act("C1a", refuse, delivery)


def told(office, name, number):
    return [(each, said) for each, said in office.told(name) if each.number == number]


def waiting(office):
    return [row.number for row in incoming(office.desk("C1a"))]


@pytest.mark.parametrize("mending", ["take back", "reverse", "put away"])
def test_a_refused_delivery_is_told_to_its_sender_until_it_is_done_with(office, mending):
    went = delivered(office)
    stock = office.rows("C1a", "SELECT COALESCE(SUM(on_hand), 0) FROM stock WHERE owner = 'C1'")
    paper = refuse(office, went.id, "外箱破损")
    assert (paper.lines, paper.amount) == ((), 0)
    assert went.number not in waiting(office)
    assert office.rows("C1a", "SELECT COALESCE(SUM(on_hand), 0) FROM stock WHERE owner = 'C1'") == stock
    with pytest.raises(RefusedError, match="delivery_refused"):
        receive(office.desk("C1a"), went.id, "主仓")
    office.quiet()
    lines = [each for name in ("P1a", "P1b") for each in told(office, name, went.number)]
    assert [line.code for line, _ in lines] == ["delivery_was_refused"] * 2
    assert all("外箱破损" in each for _, said in lines for each in said)
    if mending == "take back":
        office.take_back("P1b", went.id, 6)
    elif mending == "reverse":
        office.reverse("P1b", went.id)
    else:
        dismiss(office.desk("P1b"), str(lines[0][0].facts[KEY]))
    office.quiet()
    assert told(office, "P1a", went.number) == []
    for name in ("hq", "P1a", "P1b", "C1a"):
        assert check(office.desk(name).book) == []


def test_a_refusal_is_taken_back_by_reversing_it(office):
    went = delivered(office)
    paper = refuse(office, went.id)
    office.reverse("C1a", paper.id)
    assert went.number in waiting(office)
    office.receive("C1a", went.id)
    office.quiet()
    assert told(office, "P1a", went.number) == []


def test_what_was_received_is_not_refused_and_a_reason_is_asked_for(office):
    went = delivered(office)
    with pytest.raises(UsageError, match="reason_missing"):
        refuse_delivery(office.desk("C1a"), went.id, " ")
    office.receive("C1a", went.id)
    with pytest.raises(RefusedError, match="received_already"):
        refuse_delivery(office.desk("C1a"), went.id, "不要")
