"""What later entries replaced long ago goes at HQ, and no desk is stranded, wherever it stands."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.errors import RefusedError
from sync.hq.restored.epochs import end_waiting
from sync.hq.restored.retaking import retake
from sync.hq.taking import pages, parts, pruning
from sync.hq.taking.following import follow_up
from sync.hq.taking.pruning import note_marks, prune
from sync.records.bodies.records import ProductBody
from sync.records.books.bulk import run_many
from sync.records.log.problems import note_problems
from sync.records.repair.checking import check
from sync.streams import make_entry
from sync.wire import parts as wire_parts
from tests.building.sync.books import HQ, SHOP, a_line, a_price, an_order, put, row, rows, stock_up
from tests.building.sync.ends import assert_equal_books, assert_sound, heads, live_of, problems_of
from tests.building.sync.plans import noting, scans, swell

DAYS = 30
NOW = datetime.now(UTC)
LATER = NOW + timedelta(days=DAYS, hours=1)


def rename(hq, count=1, *skus):
    """So many new versions of products in the catalogue, and of their prices."""
    for version in range(count):
        name = f"矿泉水{len(rows(hq, 'SELECT id FROM entry'))}"
        with hq.writing() as writing:
            goods = [(sku, ProductBody(sku, f"{name}{sku}{version}", "瓶")) for sku in skus or ("A", "B")]
            writing.put_all("catalog", "product", goods)
            writing.put_all("prices/P1", "price", [a_price(sku, f"2.5{version}") for sku in skus or ("A", "B")])


def age_and_prune(hq):
    """What stands now is noted, thirty days go by, and HQ prunes."""
    note_marks(hq, NOW)
    return prune(hq, LATER, DAYS)


def empty(hq, stream):
    """Numbers of a stream's entries without a body."""
    found = rows(
        hq, "SELECT e.number FROM entry e JOIN stream s ON s.id = e.stream WHERE s.name = :name AND e.body IS NULL "
        "ORDER BY e.number", name=stream,
    )  # fmt: skip
    return [number for (number,) in found]


def refilled(done):
    return sorted(each.facts["stream"] for each in done.notices if each.code == "stream_refilled")


def small_pages(monkeypatch, entries):
    plain = pages.Budget
    monkeypatch.setattr(pages, "Budget", lambda: plain(entries=entries))


def after_one_round():
    """Says stop from the second request on."""
    asked = iter([False])
    return lambda: next(asked, True)


def test_only_old_replaced_entries_lose_their_bodies(hq):
    rename(hq, 2)
    note_marks(hq, NOW)
    rename(hq)  # these replace what is old, and are replaced by nothing
    rename(hq)  # these are young
    before = {name: heads(hq, name)[name] for name in ("catalog", "prices/P1")}
    bodies = row(hq, "SELECT SUM(LENGTH(body)) FROM entry")[0]
    told = prune(hq, LATER, DAYS)
    # The catalogue begins with HQ's card, A and B; two versions of both were there when it was noted, two came since.
    assert empty(hq, "catalog") == [2, 3, 4, 5, 6, 7]
    assert empty(hq, "prices/P1") == [1, 2, 3, 4, 5, 6]
    assert {name: heads(hq, name)[name] for name in before} == before
    assert bodies - row(hq, "SELECT SUM(LENGTH(body)) FROM entry")[0] == told.bytes > 0
    catalog = next(each for each in told.kinds if each.kind == "catalog")
    assert (catalog.entries, catalog.young, catalog.living) == (6, 2, 3)
    assert_sound(hq)


def test_a_check_tells_the_same_and_changes_nothing(hq):
    rename(hq, 3)
    note_marks(hq, NOW)
    told = prune(hq, LATER, DAYS, check=True)
    assert told.entries > 0
    assert told.known_since
    assert empty(hq, "catalog") == []
    assert prune(hq, LATER, DAYS) == told
    assert prune(hq, LATER, DAYS).entries == 0


def test_nothing_goes_whose_age_nobody_knows(hq):
    rename(hq, 3)
    assert prune(hq, LATER, DAYS, check=True).known_since == ""
    assert prune(hq, LATER, DAYS).entries == 0
    # The first run noted how far the streams were: from then on thirty days count.
    assert prune(hq, LATER + timedelta(days=DAYS - 1), DAYS).entries == 0
    assert prune(hq, LATER + timedelta(days=DAYS), DAYS).entries > 0


@pytest.mark.parametrize("days", [0, -1, 10**9])
def test_days_that_cannot_be_are_refused(hq, days):
    with pytest.raises(RefusedError, match="prune_days"):
        prune(hq, LATER, days)


def test_a_desk_asleep_for_longer_begins_the_pruned_streams_anew_and_keeps_what_it_wrote(hq, desks):
    stock_up(hq, {"A": 100, "B": 100})
    desk, shop = desks(), desks(SHOP)
    for each in (desk, shop):
        each.exchange()
    orders = [desk.order(), desk.order(lines=[a_line("B")])]
    rename(hq, 3)
    assert age_and_prune(hq).entries > 0
    orders.append(desk.order())
    done = desk.exchange()
    assert refilled(done) == ["catalog", "prices/P1"]
    assert (done.sent, done.pending, done.rounds) == (3, 0, 1)
    # All of it came with the same answer.
    assert live_of(desk.book, "catalog") == live_of(hq, "catalog")
    assert live_of(desk.book, "prices/P1") == live_of(hq, "prices/P1")
    assert {rows(desk.book, "SELECT state FROM document WHERE id = :id", id=each)[0] for each in orders} <= {
        ("accepted",), ("needs_approval",),
    }  # fmt: skip
    last = desk.order(lines=[a_line("B")])
    assert desk.exchange().sent == 1
    assert rows(hq, "SELECT id FROM document WHERE id = :id", id=last)
    # HQ takes no pruned stream for a sign that it was set back.
    assert rows(hq, "SELECT DISTINCT epoch FROM stream") == [(1,)]
    assert rows(desk.book, "SELECT id FROM returned_run") == []
    shop.exchange()
    assert_equal_books(hq, desk, shop)
    assert problems_of(hq) == problems_of(desk.book) == []


def test_a_desk_that_stands_behind_what_was_pruned_reads_on(hq, desks):
    rename(hq, 3)
    desk = desks()
    desk.exchange()
    note_marks(hq, NOW)
    put(hq, "catalog", "product", "C", ProductBody("C", "茶", "盒"))
    rename(hq)
    prune(hq, LATER, DAYS)
    assert empty(hq, "catalog")
    done = desk.exchange()
    assert refilled(done) == []
    assert done.received == 5
    assert rows(desk.book, "SELECT COUNT(*) FROM entry WHERE hash IS NOT NULL AND number > 9")[0][0] >= 3
    assert_equal_books(hq, desk)


def test_only_what_was_pruned_counts_not_how_old_a_desk_is(hq, desks):
    rename(hq, 2)
    desk = desks()
    desk.exchange()
    for place in range(20):
        put(hq, "catalog", "product", f"N{place}", ProductBody(f"N{place}", "新品", "盒"))
    assert age_and_prune(hq).entries > 0
    assert refilled(desk.exchange()) == []
    assert_equal_books(hq, desk)


@pytest.mark.parametrize("when", ["before it ends", "behind its end"])
def test_a_first_fill_that_was_broken_off_ends_equal(hq, desks, monkeypatch, when):
    for place in range(12):
        put(hq, "catalog", "product", f"N{place}", ProductBody(f"N{place}", "新品", "盒"))
    small_pages(monkeypatch, 5)
    desk = desks()
    stopped = desk.exchange(cancelled=after_one_round())
    assert [each.code for each in stopped.notices] == ["exchange_cancelled"]
    held = row(desk.book, "SELECT head, filling_to FROM stream WHERE name = 'catalog'")
    assert held[1] is not None
    assert 0 < held[0] < held[1]
    if when == "before it ends":
        note_marks(hq, NOW)
        rename(hq, 1, "N1", "N2", "N9")
    else:
        rename(hq, 2, "N1", "N2", "N9")
        note_marks(hq, NOW)
        rename(hq, 1, "N9")
    order = desk.order()
    assert prune(hq, LATER, DAYS).entries > 0
    done = desk.exchange()
    assert ("catalog" in refilled(done)) == (when == "behind its end")
    assert done.sent == 1
    assert rows(hq, "SELECT id FROM document WHERE id = :id", id=order)
    assert_equal_books(hq, desk)


def test_a_new_machine_gets_its_own_stream_whole_and_the_others_as_they_are(hq, desks):
    stock_up(hq, {"A": 1000})
    desk = desks()
    desk.exchange()
    order = desk.order("amended", number="XSDD-01-261123-0001")
    for quantity in (3, 4):  # the desk changed its mind before it sent the order
        put(desk.book, desk.stream, "order", order, an_order([a_line("A", quantity)], "XSDD-01-261123-0001"))
    desk.exchange()
    rename(hq, 3)
    told = age_and_prune(hq)
    assert next(each for each in told.kinds if each.kind == "desk").chained > 0
    assert next(each for each in told.kinds if each.kind == "desk").entries == 0
    assert empty(hq, desk.stream) == []
    new = desks(desk=desk.desk)
    new.exchange()
    assert heads(new.book, desk.stream)[desk.stream].hash == heads(hq, desk.stream)[desk.stream].hash
    assert rows(new.book, "SELECT id, amount FROM document WHERE id = :id", id=order) == [(order, 1000)]
    assert_equal_books(hq, new)


def test_hqs_own_desk_reads_all_as_before(hq, desks):
    stock_up(hq, {"A": 1000})
    own, agent = desks(HQ), desks()
    for each in (agent, own):
        each.exchange()
    for place in range(3):
        agent.order()
        agent.exchange()
        rename(hq, place + 1)
    assert age_and_prune(hq).entries > 0
    assert "catalog" in refilled(own.exchange())
    rename(hq)
    assert refilled(own.exchange()) == []
    assert_equal_books(hq, own)


class DiedError(Exception):
    """The process ends between two transactions."""


def test_pruning_that_was_killed_goes_on_with_the_next(hq, desks, monkeypatch):
    monkeypatch.setattr(pruning, "_AT_ONCE", 2)
    awake, asleep = desks(), desks()
    asleep.exchange()
    rename(hq, 6)
    awake.exchange()
    note_marks(hq, NOW)
    whole = prune(hq, LATER, DAYS, check=True).entries
    plain, turns = pruning._drop_bodies, iter(range(3))

    def dies(connection, name, numbers):
        if next(turns, None) is None:
            raise DiedError
        plain(connection, name, numbers)

    with monkeypatch.context() as patched:
        patched.setattr(pruning, "_drop_bodies", dies)
        with pytest.raises(DiedError):
            prune(hq, LATER, DAYS)
    done = prune(hq, LATER, DAYS, check=True)
    assert done.entries == whole - 6
    # In the midst of it every desk can go on.
    assert refilled(awake.exchange()) == []
    assert refilled(asleep.exchange()) == ["catalog"]
    assert_equal_books(hq, awake, asleep)
    assert prune(hq, LATER, DAYS).entries == whole - 6
    assert prune(hq, LATER, DAYS, check=True).entries == 0
    assert_equal_books(hq, awake, asleep)


def test_a_deletion_reaches_a_desk_that_slept_while_its_record_was_pruned(hq, desks):
    desk = desks()
    desk.exchange()
    with hq.writing() as writing:
        writing.delete("prices/P1", "price", [a_price("B")[0]])
    note_marks(hq, NOW)
    assert prune(hq, LATER, DAYS).entries == 1
    # The price stands before the desk's place, and its deletion behind it.
    assert refilled(desk.exchange()) == []
    assert a_price("B")[0] not in {record for _, record in live_of(desk.book, "prices/P1")}
    assert_equal_books(hq, desk)


def test_a_snapshot_from_before_gives_way_to_one_that_can_be_gone_on_from(hq, desks, monkeypatch):
    monkeypatch.setattr(parts, "PARTED_FROM", 10)
    monkeypatch.setattr(wire_parts, "PART_ROWS", 4)
    for place in range(15):
        put(hq, "catalog", "product", f"N{place}", ProductBody(f"N{place}", "新品", "盒"))
    first, asleep = desks(), desks()
    asleep.exchange()
    rename(hq, 1, "N0", "N1", "N2")
    first.exchange()
    old = row(hq, "SELECT MAX(number) FROM snapshot WHERE stream = 'catalog'")[0]
    rename(hq, 2, "N0", "N1", "N2")
    note_marks(hq, NOW)
    assert prune(hq, LATER, DAYS).entries > 0
    new = desks()
    for each in (new, first, asleep):
        each.exchange()
        assert each.exchange().received == 0
    assert row(hq, "SELECT MAX(number) FROM snapshot WHERE stream = 'catalog'")[0] > old
    assert_equal_books(hq, new, first, asleep)


def test_a_snapshot_behind_all_that_was_pruned_stays_in_use(hq, desks, monkeypatch):
    monkeypatch.setattr(parts, "PARTED_FROM", 10)
    for place in range(15):
        put(hq, "catalog", "product", f"N{place}", ProductBody(f"N{place}", "新品", "盒"))
    rename(hq, 2, "N0", "N1")
    desks().exchange()
    before = rows(hq, "SELECT id, number FROM snapshot ORDER BY id")
    assert age_and_prune(hq).entries > 0
    new = desks()
    new.exchange()
    assert rows(hq, "SELECT id, number FROM snapshot ORDER BY id") == before
    assert_equal_books(hq, new)


@pytest.mark.parametrize("pruned", ["before the backup", "after the backup"])
@pytest.mark.parametrize("told", [True, False])
def test_what_hq_lost_comes_back_from_desks_that_pruning_passed(world, pruned, told):
    """HQ is set back to a backup from before or after it pruned: what desks hold beyond it is there again, once."""
    desk, witness = world.desk(), world.desk()
    rename(world.hq, 3)
    desk.exchange()
    if pruned == "before the backup":
        assert age_and_prune(world.hq).entries > 0
    world.save()
    rename(world.hq)
    order = desk.order()
    world.exchange()
    note_marks(world.hq, NOW)
    if pruned == "after the backup":
        assert prune(world.hq, LATER, DAYS).entries > 0
    lost = row(world.hq, "SELECT name FROM product WHERE id = 'A'")
    world.set_back(told=told)
    for _ in range(2):
        world.exchange()
        retake(world.hq, "2026-11-23T08:41:07Z", unproven=True)
        end_waiting(world.hq, datetime.now(UTC))
        follow_up(world.hq, datetime.now(UTC))
    world.exchange()
    assert row(world.hq, "SELECT name FROM product WHERE id = 'A'") == lost
    assert rows(world.hq, "SELECT id FROM document WHERE kind = 'order'") == [(order,)]
    assert_equal_books(world.hq, desk, witness)
    # And it prunes on from there.
    note_marks(world.hq, NOW)
    assert prune(world.hq, LATER, DAYS).entries > 0
    rename(world.hq)
    world.exchange()
    assert_equal_books(world.hq, desk, witness, world.desk())


def test_an_entry_somebody_may_still_look_at_stays(hq):
    rename(hq, 2)
    with hq.writing() as writing:
        note_problems(writing.connection, "catalog", [(2, make_entry("product", "A", b"{}"), "unfit", "")], "")
    told = age_and_prune(hq)
    assert next(each for each in told.kinds if each.kind == "catalog").held == 1
    assert 2 not in empty(hq, "catalog")


def test_a_damaged_leaf_is_found_among_pruned_entries_too(hq):
    rename(hq, 2)
    age_and_prune(hq)
    key = row(hq, "SELECT id FROM stream WHERE name = 'catalog'")[0]
    with hq.writing() as writing:
        run_many(writing.connection, "UPDATE entry SET leaf = ? WHERE stream = ? AND number = 3", [(bytes(32), key)])
    assert {(each.where, each.record) for each in check(hq)} >= {("chain", "catalog / 3")}


def test_pruning_goes_by_an_index(hq, monkeypatch):
    rename(hq, 3)
    with noting(hq, monkeypatch) as noted:
        age_and_prune(hq)
    assert any(each.startswith("UPDATE entry SET body") for each in noted.different)
    growing = {"entry", "problem", "stream_mark", "stream"}
    swell(hq, growing)
    whole = {(each, table) for each in noted.different for table in scans(hq, each) & growing}
    # All streams are gone through, and once a day it is noted how far they are.
    whole = {each for each in whole if each[1] in {"entry", "problem"}}
    assert not whole, "\n".join(f"{table}: {statement}" for statement, table in sorted(whole))
