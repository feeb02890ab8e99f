"""A machine HQ no longer knows, or not by its key, is its desk again by a new code: same name, same books."""

from datetime import UTC, datetime

import pytest

from domain.errors import RefusedError
from sync.client.streams.enrolling import enrol
from sync.hq.service.enrolment import make_code
from sync.keys import forget_key, load_key
from sync.records.books.database import open_sqlite
from sync.records.copies.joining import open_outbox
from sync.records.copies.outbox import FILE
from tests.building.sync.books import AGENT, rows
from tests.building.sync.ends import HASTY, Local, a_desk, an_hq, assert_equal_books


def again(world, desk, *, named=None, hq=None):
    """The desk's folder enrolled again with a new code, and its book opened as at a start."""
    desk.book.close()
    book = hq or world.hq
    line = Local(book)
    try:
        code = make_code(book, AGENT, desk=named, now=datetime.now(UTC)).code
        done = enrol(desk.folder, "", code, "柜台", transport=line, patience=HASTY, again=True)
    finally:
        desk.book = open_sqlite(desk.folder / "desk.db")
        open_outbox(desk.book, desk.folder / FILE)
    key = load_key(desk.folder, desk.desk)
    assert key is not None
    desk.key, desk.line = key, line
    return done


def orders_at(book):
    return sorted(rows(book, "SELECT id, number FROM document WHERE kind = 'order'"))


def test_a_desk_enrolled_after_the_backup_keeps_its_name_and_gives_all_back(world):
    other = world.desk()
    world.save()
    desk = world.desk()
    sent = desk.order()
    desk.exchange()
    unsent = desk.order()
    world.set_back()
    with pytest.raises(RefusedError, match="signature_wrong"):
        desk.exchange()
    done = again(world, desk)
    assert (done.desk_id, done.dealer_id) == (desk.desk, AGENT)
    desk.exchange()
    desk.exchange()
    assert {record for record, _ in orders_at(world.hq)} == {sent, unsent}
    assert orders_at(world.hq) == orders_at(desk.book)
    other.exchange()
    assert_equal_books(world.hq, desk, other)


def test_a_machine_that_took_a_desks_place_after_the_backup_takes_it_again(world):
    first = world.desk()
    first.order()
    first.exchange()
    world.save()
    first.book.close()
    world.desks.remove(first)
    second = a_desk(world.hq, first.folder.with_name("second"), desk=first.desk)
    world.desks.append(second)
    second.exchange()
    second.counter = [10]
    fresh = second.order()
    world.set_back()
    with pytest.raises(RefusedError, match="signature_wrong"):
        second.exchange()
    again(world, second, named=second.desk)
    second.exchange()
    assert fresh in {record for record, _ in orders_at(world.hq)}
    assert_equal_books(world.hq, second)


def test_a_lost_key_costs_no_books(world):
    desk = world.desk()
    kept = desk.order()
    forget_key(desk.folder, desk.desk)
    for each in desk.folder.glob("*.key"):
        each.unlink()
    again(world, desk, named=desk.prefix)
    desk.exchange()
    assert kept in {record for record, _ in orders_at(world.hq)}


def test_a_code_for_a_new_desk_shuts_nobody_out_and_stays_good(world):
    desk = world.desk()
    code = make_code(world.hq, AGENT, now=datetime.now(UTC)).code
    with pytest.raises(RefusedError, match="code_not_for_desk"):
        enrol(desk.folder, "", code, "柜台", transport=desk.line, patience=HASTY, again=True)
    desk.order()
    assert desk.exchange().pending == 0
    made = enrol(desk.folder.with_name("new"), "http://127.0.0.1", code, "柜台", transport=desk.line, patience=HASTY)
    assert made.desk_id != desk.desk


def test_who_cannot_prove_it_takes_no_forgotten_name(world):
    world.save()
    desk = world.desk()
    put_setting(desk.book, "vouched", "A" * 88)
    world.set_back()
    with pytest.raises(RefusedError, match="desk_unproven"):
        again(world, desk)


def test_a_number_given_to_another_meanwhile_is_not_given_twice(world):
    world.save()
    desk = world.desk()
    world.set_back()
    newer = a_desk(world.hq, desk.folder.with_name("newer"))
    assert newer.prefix == desk.prefix
    with pytest.raises(RefusedError, match="desk_place_taken"):
        again(world, desk)
    newer.book.close()


def test_books_are_never_given_to_another_hq(world, tmp_path):
    desk = world.desk()
    stranger = an_hq(open_sqlite(tmp_path / "stranger.db", create=True))
    put_setting(stranger, "secret", "another")
    before = rows(desk.book, "SELECT key, value FROM setting ORDER BY key")
    with pytest.raises(RefusedError, match="desk_unproven"):
        again(world, desk, hq=stranger)
    twin = a_desk(stranger, tmp_path / "twin")
    rename(stranger, twin, desk)
    code = make_code(stranger, AGENT, desk=desk.desk, now=datetime.now(UTC)).code
    desk.book.close()
    with pytest.raises(RefusedError, match="desk_of_another"):
        enrol(desk.folder, "", code, "柜台", transport=Local(stranger), patience=HASTY, again=True)
    desk.book = open_sqlite(desk.folder / "desk.db")
    assert rows(desk.book, "SELECT key, value FROM setting ORDER BY key") == before
    twin.book.close()
    stranger.close()


def put_setting(book, key, value):
    with book.writing() as writing:
        writing.connection.exec_driver_sql("UPDATE setting SET value = ? WHERE key = ?", (value, key))


def rename(book, desk, wanted):
    """A desk of another HQ that bears, by chance or on purpose, the very id."""
    with book.writing() as writing:
        writing.connection.exec_driver_sql("UPDATE desk SET id = ? WHERE id = ?", (wanted.desk, desk.desk))
