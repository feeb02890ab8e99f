"""What only shows at the edges of giving back: how many probes are looked at, what makes no sense, what breaks off."""

import contextlib

import pytest

from domain.errors import RefusedError, UnreachableError
from sync.client import returning
from sync.hq.epochs import restored
from sync.hq.retaking import returned
from sync.hq.returned import _MOST_PROBES, _common, _numbered
from sync.records.log import head_of
from sync.records.outbox import FILE, read_outbox
from sync.wire.messages import ReturnRequest, SignedHead, wire_entry
from tests.sync.books import order_of
from tests.sync.hq.test_returned import shipped


@pytest.mark.parametrize(("more", "found"), [(0, True), (1, False)])
def test_as_many_probes_as_agreed_are_looked_at_and_not_one_more(sqlite_world_with_hq, more, found):
    with sqlite_world_with_hq.hq.reading() as connection:
        stands = head_of(connection, "catalog")
        assert stands is not None
        probes = [(number + 1_000, b"?" * 32) for number in range(_MOST_PROBES - 1 + more)]
        probes.append((stands.number, stands.hash))
        request = ReturnRequest("catalog", SignedHead(1, 9_999, b"", b""), probes)
        assert _common(connection, request, stands) == (stands.number if found else 0)


SENSELESS = {
    "no kind": [wire_entry(2, "", "r", b"{}")],
    "no id": [wire_entry(2, "order", "", b"{}")],
    "a zero in the id": [wire_entry(2, "order", "r\0", b"{}")],
    "a zero in the kind": [wire_entry(2, "or\0der", "r", b"{}")],
    "a number left out": [wire_entry(3, "order", "r", b"{}")],
    "a number twice": [wire_entry(2, "order", "r", b"{}"), wire_entry(2, "order", "s", b"{}")],
    "a number behind the head": [wire_entry(number, "order", f"r{number}", b"{}") for number in range(2, 7)],
}


@pytest.mark.parametrize("case", SENSELESS)
def test_entries_that_make_no_sense_are_not_kept(case):
    head = SignedHead(1, 5, b"", b"")
    with pytest.raises(RefusedError, match="entries_malformed"):
        _numbered(ReturnRequest("dealer/GD01", head, [], 1, bytes(32), SENSELESS[case]))


def test_entries_up_to_the_head_itself_are_kept():
    entries = [wire_entry(number, "order", f"r{number}", b"{}") for number in range(2, 6)]
    numbered = _numbered(ReturnRequest("dealer/GD01", SignedHead(1, 5, b"", b""), [], 1, bytes(32), entries))
    assert [number for number, _, _ in numbered] == [2, 3, 4, 5]


@pytest.fixture
def sqlite_world_with_hq(sqlite_world):
    from tests.sync.books import stock_up
    from tests.sync.ends import an_hq

    an_hq(sqlite_world.hq)
    stock_up(sqlite_world.hq, {"A": 1000})
    yield sqlite_world
    for each in sqlite_world.desks:
        each.book.close()


def test_a_desk_shut_out_while_it_gives_back_says_so_and_gives_it_another_time(sqlite_world_with_hq, monkeypatch):
    world = sqlite_world_with_hq
    desk = world.desk()
    world.save()
    shipped(world, desk)
    world.set_back()

    def shut(*_):
        raise RefusedError("desk_revoked")

    with monkeypatch.context() as patch:
        patch.setattr(returning, "_give_run", shut)
        with pytest.raises(RefusedError, match="desk_revoked"):
            desk.exchange()
    assert "entries_returned" in {each.code for each in desk.exchange().notices}
    assert "delivery" in {each.kind for each in returned(world.hq)}


def test_an_order_that_is_new_is_decided_at_once_though_hq_was_set_back(sqlite_world_with_hq):
    world = sqlite_world_with_hq
    desk, _other = world.desk(), world.desk()
    world.save()
    world.set_back()
    desk.order("new")
    desk.exchange()
    with world.hq.reading() as connection:
        assert restored(connection) is not None  # the other desk has yet to come
    assert order_of(world.hq, "new")[0] == "accepted"


class Breaking:
    """A line that breaks after so many answers."""

    def __init__(self, line, answers):
        self.line, self.left = line, answers

    def send(self, method, path, headers, body):
        self.left -= 1
        if self.left < 0:
            raise UnreachableError("hq_unreachable")
        return self.line.send(method, path, headers, body)


def test_the_second_copy_holds_again_what_hq_lost(sqlite_world_with_hq):
    world = sqlite_world_with_hq
    desk = world.desk()
    world.save()
    orders = [desk.order() for _ in range(3)]
    desk.exchange()
    assert read_outbox(desk.folder / FILE)[0] == []
    world.set_back()
    for answers in range(1, 30):
        if not desk.pending():
            with contextlib.suppress(UnreachableError):
                desk.exchange(Breaking(desk.line, answers))
    assert desk.pending() == 3
    assert [own.entry.record for _, own in read_outbox(desk.folder / FILE)[0]] == orders
