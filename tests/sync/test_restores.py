"""HQ, a desk, or both set back, copied, or enrolled anew: what anybody still holds is there in the end, once."""

from datetime import UTC, datetime

import pytest

from sync.hq.deciding.shipping import ship
from sync.hq.restored.epochs import end_waiting
from sync.hq.restored.retaking import retake
from sync.hq.taking.following import follow_up
from sync.keys import load_key
from sync.records.books.database import open_sqlite
from sync.records.copies.adoption import adopt
from sync.records.copies.joining import DAMAGED, open_outbox
from sync.records.copies.kept import kept_entries
from sync.records.copies.outbox import FILE
from sync.records.schema.migrating import copy_file
from tests.building.sync.books import NOW, TODAY, row, rows
from tests.building.sync.ends import End, Local, a_desk, assert_equal_books, problems_of

ORDERS = "SELECT id, number FROM document WHERE kind = 'order'"


def decided_and_shipped(world, desk, **more):
    order = desk.order(**more)
    desk.exchange()
    number = row(world.hq, "SELECT number FROM document WHERE id = :id", id=order)[0]
    ship(world.hq, number, on=TODAY, now=NOW, author="王芳", today=TODAY)
    follow_up(world.hq, datetime.now(UTC))
    desk.exchange()
    return order


def heal(world, *desks):
    """All exchange, HQ's person takes what came back, and all exchange again."""
    for _ in range(2):
        for each in desks:
            each.exchange()
        retake(world.hq, NOW, unproven=True)
        end_waiting(world.hq, datetime.now(UTC))
        follow_up(world.hq, datetime.now(UTC))
    for each in desks:
        each.exchange()


def once(book):
    """The orders, each of which stands once and bears a number of its own."""
    found = rows(book, ORDERS)
    assert len({number for _, number in found}) == len(found)
    return {record for record, _ in found}


def reopened(world, desk, *, anew=False, other=False):
    """The desk's folder taken up again: its book as it lies there, or enrolled anew, for the same desk or another."""
    world.desks.remove(desk)
    if anew:
        again = a_desk(world.hq, desk.folder, desk=None if other else desk.desk)
    else:
        book = open_sqlite(desk.folder / "desk.db")
        open_outbox(book, desk.folder / FILE)
        key = load_key(desk.folder, desk.desk)
        assert key is not None
        again = End(desk.folder, desk.desk, book, key, Local(world.hq))
    again.counter = desk.counter
    world.desks.append(again)
    return again


@pytest.mark.parametrize("journal", ["whole", "bent", "gone"])
@pytest.mark.parametrize("own", ["as it was", "backup", "anew", "another"])
@pytest.mark.parametrize("back", ["not", "told", "untold"])
@pytest.mark.parametrize("world", ["sqlite"], indirect=True)
def test_what_anybody_still_holds_is_there_in_the_end(world, back, own, journal):
    set_back_and_heal(world, back, own, journal)


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("back", "own", "journal"), [("told", "backup", "whole"), ("untold", "another", "bent"), ("untold", "anew", "gone")]
)
@pytest.mark.parametrize("world", ["postgres"], indirect=True)
def test_the_same_holds_on_a_server(world, back, own, journal):
    set_back_and_heal(world, back, own, journal)


def set_back_and_heal(world, back, own, journal):
    desk, witness = world.desk(), world.desk()
    old = decided_and_shipped(world, desk)
    world.save()
    copy_file(desk.book.engine, desk.folder / "old.db")
    sent = decided_and_shipped(world, desk)
    witness.exchange()
    unsent = [desk.order(), desk.order()]
    desk.book.close()
    if journal == "bent":
        raw = bytearray((desk.folder / FILE).read_bytes())
        raw[60] ^= 1
        (desk.folder / FILE).write_bytes(bytes(raw))
    elif journal == "gone":
        (desk.folder / FILE).unlink()
    if own == "backup":
        (desk.folder / "desk.db").write_bytes((desk.folder / "old.db").read_bytes())
    elif own != "as it was":
        (desk.folder / "desk.db").unlink()
    if back != "not":
        world.set_back(told=back == "told")
    again = reopened(world, desk, anew=own in ("anew", "another"), other=own == "another")
    again.exchange()
    if own == "another":
        adopt(again.book, kept_entries(again.folder))
    heal(world, again, witness)
    held = set(unsent) if own == "as it was" else {"whole": set(unsent), "bent": {unsent[1]}, "gone": set()}[journal]
    assert once(world.hq) == {old, sent, *held}
    lost = set(unsent) - held
    told = [code for *_, code in problems_of(again.book)] == [DAMAGED]
    assert told == (bool(lost) and journal == "bent")
    deliveries = rows(world.hq, "SELECT source FROM document WHERE kind = 'delivery' ORDER BY source")
    assert deliveries == sorted([(old,), (sent,)])
    assert_equal_books(world.hq, again, witness)


def test_folder_copied_to_two_machines_keeps_what_both_wrote_under_numbers_of_their_own(world):
    desk = world.desk()
    desk.order(number="XSDD-01-261123-0001")
    desk.exchange()
    desk.book.close()
    twin_folder = desk.folder.with_name("twin")
    twin_folder.mkdir()
    for name in ("desk.db", FILE):
        (twin_folder / name).write_bytes((desk.folder / name).read_bytes())
    desk.book = open_sqlite(desk.folder / "desk.db")
    open_outbox(desk.book, desk.folder / FILE)
    book = open_sqlite(twin_folder / "desk.db")
    open_outbox(book, twin_folder / FILE)
    twin = End(twin_folder, desk.desk, book, desk.key, desk.line)
    here = desk.order("here", number="XSDD-01-261123-0002")
    there = twin.order("there", number="XSDD-01-261123-0002")
    desk.exchange()
    notices = {each.code: each.facts for each in twin.exchange().notices}
    assert notices["document_renumbered"]["before"] == "XSDD-01-261123-0002"
    assert {here, there} <= once(world.hq)
    number, remark = row(world.hq, "SELECT number, remark FROM document WHERE id = 'there'")
    assert number == notices["document_renumbered"]["after"] == "XSDD-01-261123-0003"
    assert remark == "XSDD-01-261123-0002 → XSDD-01-261123-0003"
    desk.exchange()
    assert once(desk.book) == once(twin.book) == once(world.hq)
    assert_equal_books(world.hq, desk, twin)
    twin.book.close()


def test_numbers_go_on_behind_what_a_restored_desk_gets_back(world):
    desk = world.desk()
    copy_file(desk.book.engine, desk.folder / "old.db")
    desk.order(number="XSDD-01-261123-0007")
    desk.exchange()
    desk.book.close()
    (desk.folder / "desk.db").write_bytes((desk.folder / "old.db").read_bytes())
    again = reopened(world, desk)
    again.exchange()
    assert row(again.book, "SELECT last FROM number_sequence WHERE series = 'XSDD-01-261123-0000'") == (7,)
