"""HQ set back to a backup gets back what desks still hold: signed by its own key, kept for a person, written once."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest

from desktop import desk as opening
from desktop.actions.documents.money import receive_money
from desktop.actions.headquarters.asked_acts import verbs
from desktop.actions.headquarters.queued import Queued
from sync.client.line.transport import Response
from sync.hq.deciding.orders import decide_waiting
from sync.hq.deciding.shipping import ship
from sync.hq.restored.epochs import release, restored
from sync.hq.restored.retaking import leave, retake, returned
from sync.hq.taking.following import follow_up
from sync.records.bodies.policies import GrantBody, UserBody
from sync.records.bodies.records import DealerBody
from sync.records.books.database import open_sqlite
from sync.records.people.people import people as known_people
from sync.wire.messages import ExchangeAnswer
from sync.wire.packing import pack, unpack
from tests.building.sync.books import AGENT, HQ, NOW, TODAY, order_of, put, row, rows, stock_of
from tests.building.sync.ends import Local, assert_equal_books


def shipped(world, desk):
    """An order decided and shipped by HQ, which the desk knows of; its id and its number."""
    order = desk.order()
    desk.exchange()
    number = row(world.hq, "SELECT number FROM document WHERE id = :id", id=order)[0]
    ship(world.hq, number, on=TODAY, now=NOW, author="王芳", today=TODAY)
    follow_up(world.hq, datetime.now(UTC))
    desk.exchange()
    return order


def deliveries(book):
    return sorted(rows(book, "SELECT id, number, source FROM document WHERE kind = 'delivery'"))


@pytest.mark.parametrize("told", [True, False])
def test_verdict_and_delivery_come_back_when_hq_is_set_back(world, told):
    desk = world.desk()
    world.save()
    order = shipped(world, desk)
    before = deliveries(desk.book)
    world.set_back(told=told)
    notices = [each.code for each in desk.exchange().notices]
    assert "entries_returned" in notices
    with world.hq.reading() as connection:
        assert restored(connection) is not None
    assert order_of(world.hq, order)[0] == "submitted"  # not decided anew while the old answer waits for a person
    waiting = returned(world.hq)
    assert {each.kind for each in waiting} >= {"answer", "delivery"}
    assert [each for each in waiting if not each.proven or each.against] == []
    done = retake(world.hq, NOW)
    assert sorted(done.taken) == sorted(each.id for each in waiting)
    assert done.passed == []
    assert returned(world.hq) == []
    desk.exchange()
    assert deliveries(world.hq) == deliveries(desk.book) == before
    assert order_of(world.hq, order) == order_of(desk.book, order)
    assert order_of(world.hq, order)[0] == "delivered"
    assert stock_of(world.hq, "A") == (990, 0)
    assert_equal_books(world.hq, desk)


def test_what_hq_decided_otherwise_since_is_shown_and_not_merged(world):
    desk = world.desk()
    world.save()
    order = shipped(world, desk)
    world.set_back()
    desk.exchange()
    with world.hq.writing() as writing:
        release(writing.connection, NOW, at_once=True)
    leave_answers = [each.id for each in returned(world.hq) if each.kind == "answer"]
    assert leave(world.hq, NOW, leave_answers) == 1
    decide_waiting(world.hq, TODAY, NOW)  # a person wanted it decided anew
    number = row(world.hq, "SELECT number FROM document WHERE id = :id", id=order)[0]
    ship(world.hq, number, on=TODAY, now=NOW, author="王芳", today=TODAY)
    mine = deliveries(world.hq)
    (waiting,) = [each for each in returned(world.hq) if each.kind == "delivery"]
    assert waiting.against == "decided"
    done = retake(world.hq, NOW)
    assert (done.taken, done.passed) == ([], [waiting.id])
    assert deliveries(world.hq) == mine
    assert leave(world.hq, NOW) == 1
    assert returned(world.hq) == []


@pytest.fixture
def people(world):
    """A desk of HQ's people, and what asks there for a receipt of money."""
    end = world.desk(HQ)
    put(end.book, end.stream, "user", "u-1", UserBody(HQ, end.desk, "李明", "finance"))
    put(world.hq, "hq", "grant", f"{end.desk}/李明", GrantBody(end.desk, "李明", "finance", NOW, "陈总"))
    end.exchange()

    def ask(amount):
        desk = opening._opened(end.book, end.folder, None)
        with end.book.reading() as connection:
            desk.user = known_people(connection)[0]
        assert isinstance(receive_money(desk, AGENT, Decimal(amount)), Queued)

    return SimpleNamespace(end=end, ask=ask)


def do_what_is_asked(world):
    """The lines lead to an HQ that knows what its people may ask for."""
    for each in world.desks:
        each.line = Local(world.hq, verbs=verbs())


def receipts(book):
    return sorted(rows(book, "SELECT id, number, amount FROM document WHERE kind = 'money_receipt'"))


@pytest.mark.parametrize("others", [0, 30])
def test_what_hqs_people_asked_for_is_done_once_though_hq_is_set_back(world, people, others):
    """Offered again, a request waits like an order until what HQ made of it has come back.

    A desk that reads many streams is asked for them one part after another, and has given back all only at the end.
    """
    agent = world.desk()
    for each in range(others):
        put(world.hq, f"dealer/S{each:02}", "dealer", f"S{each:02}", DealerBody(f"S{each:02}", "店", "store", AGENT))
    world.exchange()
    do_what_is_asked(world)
    people.ask("100.00")
    people.end.exchange()
    world.save()
    do_what_is_asked(world)
    people.ask("250.00")
    for _ in range(2):
        world.exchange()
    before = receipts(agent.book)
    assert sorted(amount for _, _, amount in before) == [10000, 25000]
    world.set_back()
    do_what_is_asked(world)
    for _ in range(2):
        world.exchange()
    retake(world.hq, NOW)
    for _ in range(2):
        world.exchange()
    assert receipts(world.hq) == receipts(people.end.book) == receipts(agent.book) == before
    assert returned(world.hq) == []
    assert_equal_books(world.hq, people.end, agent)


def test_a_request_of_which_nothing_came_back_is_done_when_all_have_come(world, people):
    world.save()
    do_what_is_asked(world)
    people.ask("100.00")
    people.end.exchange(OnlyUp(people.end.line))
    assert people.end.pending() == 0
    world.set_back()
    do_what_is_asked(world)
    for _ in range(3):
        world.exchange()
    assert [amount for _, _, amount in receipts(world.hq)] == [10000]
    assert receipts(world.hq) == receipts(people.end.book)


class OnlyUp:
    """A line whose answers tell what HQ has and bring nothing else."""

    def __init__(self, line):
        self.line = line

    def send(self, method, path, headers, body):
        answer = self.line.send(method, path, headers, body)
        if path != "/v1/exchange" or answer.status != 200:
            return answer
        told = unpack(answer.body, ExchangeAnswer)
        told.pages, told.more = [], False
        return Response(answer.status, pack(told))


def test_no_number_is_given_twice_after_hq_is_set_back(world):
    desk = world.desk()
    world.save()
    shipped(world, desk)
    world.set_back()
    other = desk.order()  # HQ ships before anything came back
    desk.exchange()
    number = row(world.hq, "SELECT number FROM document WHERE id = :id", id=other)[0]
    ship(world.hq, number, on=TODAY, now=NOW, author="王芳", today=TODAY)
    retake(world.hq, NOW)
    numbers = [number for _, number, _ in deliveries(world.hq)]
    assert len(numbers) == len(set(numbers)) == 2
    assert stock_of(world.hq, "A") == (980, 0)


def test_many_desks_give_back_the_same_and_it_is_written_once(world):
    first = world.desk()
    second = world.desk()
    world.save()
    order = shipped(world, first)
    second.exchange()
    world.set_back()
    world.exchange()
    waiting = returned(world.hq)
    assert len({(each.kind, each.record) for each in waiting}) == len(waiting)
    retake(world.hq, NOW)
    world.exchange()
    assert returned(world.hq) == []
    assert len(deliveries(world.hq)) == 1
    assert order_of(first.book, order)[0] == order_of(second.book, order)[0] == "delivered"
    assert_equal_books(world.hq, first, second)


def test_order_waits_until_every_desk_of_its_dealer_has_come_and_no_longer_than_a_day(world):
    first = world.desk()
    second = world.desk()
    world.save()
    order = first.order()
    first.exchange()
    first.book.close()
    first.book = open_sqlite(first.folder / "desk.db")
    with first.book.writing() as writing:  # the answer got lost on this desk: only the order is known to have been sent
        writing.connection.exec_driver_sql("DELETE FROM signed_head")
    world.set_back()
    first.exchange()
    assert order_of(world.hq, order)[0] == "submitted"
    second.exchange()
    first.exchange()
    assert order_of(world.hq, order)[0] == "accepted"


def test_waiting_ends_by_itself(world):
    first = world.desk()
    world.desk()  # never comes again
    world.save()
    order = first.order()
    first.exchange()
    with first.book.writing() as writing:
        writing.connection.exec_driver_sql("DELETE FROM signed_head")
    world.set_back()
    first.exchange()
    assert order_of(world.hq, order)[0] == "submitted"
    world.desks.pop().book.close()
    tomorrow = datetime.now(UTC) + timedelta(days=1, minutes=1)
    first.exchange(Local(world.hq, lambda: tomorrow))
    assert order_of(world.hq, order)[0] == "accepted"


def test_hq_takes_nothing_it_never_signed(world):
    from domain.errors import RefusedError
    from sync.hq.restored.returned import take_back
    from sync.hq.service.asker import Asker
    from sync.streams import ZERO_HASH, chain, make_entry
    from sync.wire.messages import ReturnRequest, SignedHead, wire_entry

    desk = world.desk()
    asker = Asker(desk.desk, "GD01", desk.key.public)
    forged = make_entry("money_receipt", "forged", b"{}")
    head = SignedHead(1, 2, chain(ZERO_HASH, 1, [forged.leaf])[0], desk.key.sign(b"anything"))
    request = ReturnRequest("dealer/GD01", head, [], 1, ZERO_HASH, [wire_entry(2, "money_receipt", "forged", b"{}")])
    with pytest.raises(RefusedError, match="returned_unproven"):
        take_back(world.hq, asker, request, datetime.now(UTC))
    assert rows(world.hq, "SELECT id FROM returned_run") == []


def test_entries_that_lead_elsewhere_than_to_the_signed_head_are_refused(world, monkeypatch):
    desk = world.desk()
    world.save()
    shipped(world, desk)
    world.set_back()
    from sync.client.restored import returning
    from sync.wire.messages import wire_entry

    page = returning._page

    def tampered(*place):
        entries, hashes = page(*place)
        return [wire_entry(each.number, each.kind, each.record, b"{}") for each in entries], hashes

    monkeypatch.setattr(returning, "_page", tampered)
    notices = desk.exchange().notices
    assert "entries_not_returned" in {each.code for each in notices}
    assert [each for each in returned(world.hq) if each.kind == "delivery"] == []


def test_a_second_restore_of_the_same_backup_loses_nothing(world):
    desk = world.desk()
    world.save()
    order = shipped(world, desk)
    before = deliveries(desk.book)
    for _ in range(2):
        world.set_back(told=False)
        desk.exchange()
        retake(world.hq, NOW, unproven=True)
        desk.exchange()
        assert deliveries(world.hq) == deliveries(desk.book) == before
        assert order_of(world.hq, order)[0] == "delivered"
    assert_equal_books(world.hq, desk)
