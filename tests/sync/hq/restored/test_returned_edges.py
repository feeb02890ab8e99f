"""What only shows at the edges of giving back: how many probes are looked at, what makes no sense, what breaks off."""

import contextlib
from datetime import UTC, datetime

import pytest

from domain.errors import RefusedError, UnreachableError
from sync.client.restored import returning
from sync.client.streams import offering
from sync.hq.restored.epochs import begin_epoch, end_waiting, release, restored
from sync.hq.restored.retaking import retake, returned
from sync.hq.restored.returned import _MOST_PROBES, _common, _numbered, take_back
from sync.hq.service.asker import Asker
from sync.keys import hq_key
from sync.records.bodies.records import DealerBody, ProductBody
from sync.records.books.numbering import next_number
from sync.records.books.settings import read_setting
from sync.records.copies.outbox import FILE, Outbox, read_outbox
from sync.records.log.streams import hashes_at, head_of
from sync.streams import Head, chain, make_entry
from sync.wire.messages import ReturnRequest, SignedHead, wire_entry
from sync.wire.signing import head_text
from tests.building.sync.books import AGENT, HQ, NOW, order_of, put, rows
from tests.building.sync.ends import a_desk, assert_equal_books
from tests.sync.hq.restored.test_returned import OnlyUp, shipped
from tests.sync.hq.test_admission import a_paper


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
    from tests.building.sync.books import stock_up
    from tests.building.sync.ends import an_hq

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


def products(world, *skus, name="商品"):
    for sku in skus:
        put(world.hq, "catalog", "product", sku, ProductBody(sku, f"{name}{sku}", "瓶"))


def test_what_does_not_fit_one_request_is_given_back_by_several(sqlite_world_with_hq, monkeypatch):
    monkeypatch.setattr(returning, "UP_ENTRIES", 1)
    world = sqlite_world_with_hq
    desk = world.desk()
    world.save()
    products(world, "C", "D", "E")
    desk.exchange()
    world.set_back()
    desk.line.sent.clear()
    done = desk.exchange()
    assert [each.facts["count"] for each in done.notices if each.code == "entries_returned"] == [3]
    waiting = returned(world.hq)
    assert [(each.record, each.proven) for each in waiting] == [("C", True), ("D", True), ("E", True)]
    retake(world.hq, NOW)
    desk.exchange()
    assert rows(world.hq, "SELECT sku FROM product ORDER BY sku") == [(sku,) for sku in "ABCDE"]
    assert_equal_books(world.hq, desk)


@pytest.mark.parametrize("replaced", [False, True])
def test_what_a_first_fill_left_is_proven_where_it_is_the_whole_chain(sqlite_world_with_hq, replaced):
    world = sqlite_world_with_hq
    late = a_desk(world.hq, world.folder / "late")
    world.desks.append(late)
    world.save()
    products(world, "C", "D")
    if replaced:  # then the fill leaves an entry of the chain out
        products(world, "C", name="改名")
    late.exchange()
    with world.hq.reading() as connection:
        end = (head_of(connection, "catalog") or Head()).number
        chained = hashes_at(connection, "catalog", [end - 1, end])
    world.set_back()
    late.exchange()
    if not replaced:  # as if the whole chain had come, so that another desk's would be the very same
        kept = rows(world.hq, "SELECT number, hash FROM returned_entry")
        assert {number: bytes(each) for number, each in kept} == chained
    waiting = returned(world.hq)
    assert {(each.record, each.proven) for each in waiting} == {("C", not replaced), ("D", not replaced)}
    assert len(retake(world.hq, NOW).taken) == (0 if replaced else 2)
    assert len(retake(world.hq, NOW, unproven=True).taken) == (2 if replaced else 0)
    late.exchange()
    assert_equal_books(world.hq, late)


@pytest.fixture
def forgotten(sqlite_world_with_hq):
    """HQ set back behind two products, and what a desk of the agent may still prove of them."""
    world = sqlite_world_with_hq
    desk = world.desk()
    asker = Asker(desk.desk, AGENT, desk.key.public)
    with world.hq.reading() as connection:
        before = head_of(connection, "catalog") or Head()
        key = hq_key(read_setting(connection, "secret"))
    entries = [make_entry("product", sku, b'{"sku":"%s"}' % sku.encode()) for sku in "CD"]
    hashes = chain(before.hash, before.number + 1, [each.leaf for each in entries])
    number = before.number + 2
    head = SignedHead(1, number, hashes[-1], key.sign(head_text("catalog", 1, number, hashes[-1])))
    begin_epoch(world.hq, datetime.now(UTC))
    sent = [
        wire_entry(before.number + place, each.kind, each.record, each.body) for place, each in enumerate(entries, 1)
    ]

    def give(entries=sent, last=True, proven=True, previous=before.number, hash=before.hash, by=asker):  # noqa: A002
        request = ReturnRequest("catalog", head, [], previous, hash, entries, proven=proven, last=last)
        return take_back(world.hq, by, request, datetime.now(UTC))

    def kept():
        return rows(world.hq, "SELECT r.state, e.record FROM returned_run r JOIN returned_entry e ON e.run = r.id")

    return give, kept, sent, hashes, before


def test_entries_come_in_pieces_and_count_when_the_last_has_come(forgotten):
    give, kept, (first, second), hashes, before = forgotten
    give([first], last=False)
    assert kept() == [("coming", "C")]
    give([second], previous=before.number + 1, hash=hashes[0])
    assert kept() == [("whole", "C"), ("whole", "D")]
    give([first], last=False)  # whoever comes later with the same changes nothing
    assert kept() == [("whole", "C"), ("whole", "D")]


def test_a_desk_that_begins_again_is_not_held_to_what_it_gave_before(forgotten):
    give, kept, (first, second), _, _ = forgotten
    give([first], last=False)
    give([first, second], last=False)
    assert kept() == [("coming", "C"), ("coming", "D")]
    give([first, second])
    assert kept() == [("whole", "C"), ("whole", "D")]


def test_of_what_a_desk_gave_before_it_began_again_nothing_stays(forgotten):
    give, kept, (first, second), _, _ = forgotten
    give([first], proven=False, last=False)
    give([second], proven=False)
    assert kept() == [("whole", "D")]


def test_another_desk_goes_on_with_nothing_but_its_own(forgotten):
    give, kept, (first, second), hashes, before = forgotten
    give([first], last=False)
    other = Asker("other", AGENT, "")
    with pytest.raises(RefusedError, match="returned_unproven"):
        give([second], previous=before.number + 1, hash=hashes[0], by=other)
    assert kept() == [("coming", "C")]


def test_entries_that_begin_or_end_elsewhere_are_not_kept(forgotten):
    give, kept, (first, second), _, before = forgotten
    for wrong in (
        lambda: give(hash=b"x" * 32),
        lambda: give([first]),  # the last of them isn't the head
        lambda: give([first, wire_entry(second.number, "product", "D", b"{}")]),
        lambda: give([], last=True),
        lambda: give([second], previous=before.number + 1, hash=b"x" * 32),
    ):
        with pytest.raises(RefusedError, match="returned_unproven"):
            wrong()
        assert kept() == []


def test_what_is_not_the_whole_chain_is_kept_as_unproven(forgotten):
    give, kept, (first, _), _, _ = forgotten
    give([first], proven=False)
    assert kept() == [("whole", "C")]


def test_a_refusal_that_says_more_than_that_nothing_is_wanted_ends_the_exchange(sqlite_world_with_hq, monkeypatch):
    world = sqlite_world_with_hq
    desk = world.desk()
    world.save()
    shipped(world, desk)
    world.set_back()
    for code in ("desk_revoked", "not_readable"):

        def refuse(*_, code=code):
            raise RefusedError(code)

        with monkeypatch.context() as patch:
            patch.setattr(returning, "_common", refuse)
            if code == "desk_revoked":
                with pytest.raises(RefusedError, match=code):
                    desk.exchange()
            else:
                assert "entries_returned" not in {each.code for each in desk.exchange().notices}


def test_a_restore_that_is_over_costs_no_request_more(sqlite_world_with_hq):
    world = sqlite_world_with_hq
    desk, _other = world.desk(), world.desk()
    world.save()
    world.set_back()
    desk.exchange()
    assert desk.exchange().rounds == 1
    end_waiting(world.hq, datetime.now(UTC))  # though the other never came
    with world.hq.reading() as connection:
        assert restored(connection) is None
    desk.order()
    done = desk.exchange()
    assert (done.rounds, done.pending) == (1, 0)
    assert rows(desk.book, "SELECT value FROM setting WHERE key = 'returned_to' AND value <> ''") == []


def test_each_epoch_numbers_on_from_a_round_figure_of_its_own(sqlite_world_with_hq):
    world = sqlite_world_with_hq
    day, given = datetime.now(UTC).date(), []
    for _ in range(3):
        with world.hq.writing() as writing:
            given.append(next_number(writing.connection, "delivery", "00", day))
        begin_epoch(world.hq, datetime.now(UTC))
    assert [int(number.rpartition("-")[2]) for number in given] == [1, 5001, 10001]


def test_the_second_copy_is_written_anew_once_where_hq_was_set_back(sqlite_world_with_hq, monkeypatch):
    monkeypatch.setattr(offering, "UP_ENTRIES", 1)
    world = sqlite_world_with_hq
    desk = world.desk()
    world.save()
    for _ in range(4):
        desk.order()
    desk.exchange()
    world.set_back()
    written: list[int] = []
    rewrite = Outbox.rewrite

    def counted(self, entries):
        rewrite(self, entries)
        written.append(len(read_outbox(self.path)[0]))

    monkeypatch.setattr(Outbox, "rewrite", counted)
    desk.exchange()
    assert written == [4, 0]  # all that HQ lost, and nothing once it has it again
    assert_equal_books(world.hq, desk)


def test_what_hq_held_before_it_was_set_back_is_judged_anew_and_told_anew(sqlite_world_with_hq):
    world = sqlite_world_with_hq
    desk = world.desk()
    world.save()
    desk.order("o", number="XSDD-77-261123-0001")  # another desk's number
    desk.exchange()
    held = "SELECT record, code FROM problem WHERE held"
    assert rows(desk.book, held) == [("o", "held_at_hq")]
    world.set_back()
    with world.hq.writing() as writing:  # meanwhile HQ knows better
        writing.connection.exec_driver_sql("UPDATE desk SET prefix = '77'")
    desk.exchange()
    assert rows(world.hq, held) == rows(desk.book, held) == []
    assert_equal_books(world.hq, desk)


def test_hashes_that_are_known_are_those_of_the_chain(sqlite_world_with_hq):
    with sqlite_world_with_hq.hq.reading() as connection:
        head = head_of(connection, "catalog") or Head()
        assert hashes_at(connection, "catalog", [head.number, head.number + 1]) == {head.number: head.hash}


def test_an_answer_that_was_lost_brings_nothing_back_and_keeps_nothing(sqlite_world_with_hq):
    world = sqlite_world_with_hq
    desk = world.desk()
    world.save()
    products(world, "C")
    desk.exchange(OnlyUp(desk.line))
    world.set_back()
    desk.exchange()
    assert returned(world.hq) == []
    assert rows(desk.book, "SELECT state FROM returned_run") == []


def test_the_waiting_for_desks_ends_at_its_very_moment(sqlite_world_with_hq):
    world = sqlite_world_with_hq
    world.desk()
    begun = begin_epoch(world.hq, datetime.now(UTC))
    assert begun is not None
    for now, over in ((begun.at, False), (begun.until, True)):
        with world.hq.writing() as writing:
            release(writing.connection, now)
            assert (restored(writing.connection) is None) is over


def test_what_comes_back_keeps_its_number_and_what_hq_gave_it_since_gets_another(sqlite_world_with_hq):
    world = sqlite_world_with_hq
    desk = world.desk()
    world.save()
    shipped(world, desk)
    [(known, number)] = rows(desk.book, "SELECT id, number FROM document WHERE kind = 'delivery'")
    world.set_back(told=False)
    mine = a_paper(HQ, AGENT, number=number)
    put(world.hq, f"dealer/{AGENT}", "delivery", "since", mine)
    put(world.hq, f"dealer/{AGENT}", "delivery", "beside", a_paper(HQ, AGENT, number="XSCK-00-261123-7777"))
    desk.exchange()
    done = retake(world.hq, NOW)
    [renumbered] = done.renumbered
    assert (renumbered.kind, renumbered.record, renumbered.before) == ("delivery", "since", number)
    assert renumbered.after != number
    found = dict(rows(world.hq, "SELECT id, number FROM document WHERE kind = 'delivery'"))
    assert found == {known: number, "since": renumbered.after, "beside": "XSCK-00-261123-7777"}
    desk.exchange()
    assert_equal_books(world.hq, desk)


def test_cards_that_would_stand_in_a_circle_are_passed_over(sqlite_world_with_hq):
    """HQ lost that the first was moved below the second, and has moved the second below the first since."""
    world = sqlite_world_with_hq

    def place(code, parent, tier="store"):
        put(world.hq, f"dealer/{code}", "dealer", code, DealerBody(code, code, tier, parent))

    for code in ("GD01X", "GD01Y"):
        place(code, "GD01", "city")
    desk = world.desk()
    world.save()
    place("GD01X", "GD01Y")
    desk.exchange()
    world.set_back()
    place("GD01Y", "GD01X")
    desk.exchange()
    [back] = [each for each in returned(world.hq) if each.record == "GD01X"]
    done = retake(world.hq, "2026-11-29T00:00:00Z", None, over=True, unproven=True)
    assert back.id in done.passed
    assert rows(world.hq, "SELECT id, parent FROM dealer WHERE id LIKE 'GD01_' AND id <> 'GD01A' ORDER BY id") == [
        ("GD01X", "GD01"),
        ("GD01Y", "GD01X"),
    ]
    place("GD01Y", "GD01", "city")
    assert back.id in retake(world.hq, "2026-11-29T00:00:00Z", None, over=True, unproven=True).taken
    assert rows(world.hq, "SELECT parent FROM dealer WHERE id = 'GD01X'") == [("GD01Y",)]
