"""HQ and its desks set back to backups at once: what still lies in a replaced book comes back, in front of a person."""

from contextlib import closing
from datetime import UTC, datetime

import pytest

from domain.errors import RefusedError
from sync.hq.restored.older_books import bring_back, look_through
from sync.hq.restored.retaking import returned
from sync.records.books.database import open_sqlite, open_url
from sync.records.books.settings import write_setting
from sync.records.copies.backup import restore
from sync.records.copies.other_copies import open_copy
from sync.records.repair.rescue import keep_replaced
from sync.records.repair.rescue import look_through as look_through_own
from sync.records.schema.migrating import copy_file
from tests.building.sync.books import rows
from tests.building.sync.ends import Local, assert_equal_books
from tests.sync.test_restores import decided_and_shipped, heal, once, reopened

DELIVERED = "SELECT source FROM document WHERE kind = 'delivery' ORDER BY source"


def desk_set_back(world, desk, damage=None):
    """Puts the backup in the place of a desk's book by the program's own restore, which keeps what stood there."""
    desk.book.close()
    if damage is not None:
        damage(desk.folder / "desk.db")
    aside = restore(desk.folder / "old.db", desk.folder)
    keep_replaced(desk.folder / "desk.db", aside / "desk.db")
    return reopened(world, desk)


def hq_restored(world, damage=None):
    """HQ's own restore of a SQLite file; what it replaces is looked through before it is set aside."""
    path = world.hq.path
    world.hq.close()
    if damage is not None:
        damage(path)
    if path.name != "hq.db":
        path = path.rename(path.with_name("hq.db"))

    def prepare(part):
        bring_back(part, path, datetime.now(UTC), "王芳")

    restore(world.folder / "saved.db", world.folder, prepare)
    world.hq = open_sqlite(path)
    for each in world.desks:
        each.line = Local(world.hq)


def bend(path):
    """One page of a book in the middle of the file is lost."""
    raw = bytearray(path.read_bytes())
    for ending in ("-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    raw[:16] = b"\0" * 16
    path.write_bytes(bytes(raw))


def told_and_taken(world, *desks):
    waiting = returned(world.hq)
    heal(world, *desks)
    return {(each.kind, each.proven) for each in waiting}


@pytest.fixture
def trading(world):
    """Two desks of one dealer; what was sold before the backups, and what only after them."""
    desks = [world.desk(), world.desk()]
    old = decided_and_shipped(world, desks[0])
    for each in desks:
        each.exchange()
        copy_file(each.book.engine, each.folder / "old.db")
    world.save()
    later = [decided_and_shipped(world, each) for each in desks]
    for each in desks:
        each.exchange()
    return world, desks, old, later


@pytest.mark.parametrize("broken", ["nothing", "the desks' books", "hq's book"])
@pytest.mark.parametrize("back", ["all", "one"])
@pytest.mark.parametrize("world", ["sqlite"], indirect=True)
def test_hqs_own_deliveries_come_back_though_no_desk_has_them_any_more(trading, back, broken):
    world, desks, old, later = trading
    desks = [
        desk_set_back(world, each, bend if "desks" in broken else None) if back == "all" or place == 0 else each
        for place, each in enumerate(desks)
    ]
    hq_restored(world, bend if "hq" in broken else None)
    assert rows(world.hq, DELIVERED) == [(old,)]
    assert {"answer", "delivery"} <= {kind for kind, proven in told_and_taken(world, *desks) if proven}
    assert once(world.hq) == {old, *later}
    assert rows(world.hq, DELIVERED) == sorted((each,) for each in (old, *later))
    assert returned(world.hq) == []
    assert_equal_books(world.hq, *desks)


@pytest.mark.parametrize("world", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True)
def test_what_only_the_replaced_books_of_desks_hold_is_given_back(trading):
    """HQ is set back by its database's own means, so its former state is nowhere; the desks' former books lie aside."""
    world, desks, old, later = trading
    desks = [desk_set_back(world, each) for each in desks]
    world.set_back(told=False)
    codes = {each.code for desk in desks for each in desk.exchange().notices}
    assert "entries_returned" in codes
    assert {"answer", "delivery"} <= {each.kind for each in returned(world.hq)}
    heal(world, *desks)
    assert once(world.hq) == {old, *later}
    assert rows(world.hq, DELIVERED) == sorted((each,) for each in (old, *later))
    assert_equal_books(world.hq, *desks)


@pytest.mark.postgres
@pytest.mark.parametrize("world", ["postgres"], indirect=True)
def test_another_database_of_hqs_is_looked_through(trading, postgres_server):
    world, desks, old, later = trading
    before = world.hq.engine.url.render_as_string(hide_password=False)
    for each in desks:  # by hand, so that nothing lies aside
        each.book.close()
        (each.folder / "desk.db").write_bytes((each.folder / "old.db").read_bytes())
    desks = [reopened(world, each) for each in list(desks)]
    world.set_back()
    with closing(open_url(before)) as other:
        assert look_through(world.hq, other, datetime.now(UTC)) > 0
        assert look_through(world.hq, other, datetime.now(UTC)) == 0
    heal(world, *desks)
    assert once(world.hq) == {old, *later}
    assert rows(world.hq, DELIVERED) == sorted((each,) for each in (old, *later))
    assert_equal_books(world.hq, *desks)


@pytest.mark.parametrize("world", ["sqlite"], indirect=True)
def test_what_desks_had_given_back_and_nobody_had_taken_is_not_lost_by_a_second_restore(trading):
    world, desks, old, later = trading
    world.set_back()
    for each in desks:
        each.exchange()
    assert returned(world.hq)
    world.set_back()
    for each in desks:
        each.exchange()
    heal(world, *desks)
    assert once(world.hq) == {old, *later}
    assert rows(world.hq, DELIVERED) == sorted((each,) for each in (old, *later))
    assert_equal_books(world.hq, *desks)


@pytest.mark.parametrize("world", ["sqlite"], indirect=True)
def test_who_was_let_in_or_shut_out_since_the_backup_stays_so(trading):
    world, desks, *_ = trading
    new = world.desk()
    with world.hq.writing() as writing:
        writing.connection.exec_driver_sql(f"UPDATE desk SET revoked = 1 WHERE id = '{desks[1].desk}'")
    order = new.order()
    new.exchange()
    hq_restored(world)
    new.exchange()
    with pytest.raises(RefusedError) as refused:
        desks[1].exchange()
    assert refused.value.code == "desk_revoked"
    heal(world, new, desks[0])
    assert order in once(world.hq)


def test_a_book_of_another_hq_is_not_looked_through(world, tmp_path):
    from tests.building.sync.ends import an_hq

    with closing(open_sqlite(tmp_path / "other.db", create=True)) as other:
        an_hq(other)
        with other.writing() as writing:
            write_setting(writing.connection, "secret", "another")
        with pytest.raises(RefusedError) as refused:
            look_through(world.hq, other, datetime.now(UTC))
    assert refused.value.code == "book_of_another_hq"


def test_reading_another_copy_leaves_it_as_it_was(world, tmp_path):
    if not world.hq.is_sqlite:
        return
    copy_file(world.hq.engine, tmp_path / "copy.db")
    before = (tmp_path / "copy.db").read_bytes()
    with open_copy(tmp_path / "copy.db") as book:
        assert rows(book, "SELECT COUNT(*) FROM stream")[0][0] > 0
    assert (tmp_path / "copy.db").read_bytes() == before
    assert not list(tmp_path.glob(".reading-*"))


@pytest.mark.parametrize("world", ["sqlite"], indirect=True)
def test_a_desks_former_book_that_lies_anywhere_can_be_named(trading, tmp_path):
    """HQ and all desks set back by hand: one desk's former book is found on another disk."""
    world, desks, old, later = trading
    found = tmp_path / "found.db"
    copy_file(desks[0].book.engine, found)
    for each in desks:
        each.book.close()
        (each.folder / "desk.db").write_bytes((each.folder / "old.db").read_bytes())
        (each.folder / "outbox.journal").unlink(missing_ok=True)
    desks = [reopened(world, each) for each in list(desks)]
    world.set_back(told=False)
    assert look_through_own(desks[0].book, found) > 0
    with pytest.raises(RefusedError) as refused:
        look_through_own(desks[1].book, found)
    assert refused.value.code == "book_of_another_desk"
    heal(world, *desks)
    assert once(world.hq) == {old, *later}
    assert rows(world.hq, DELIVERED) == sorted((each,) for each in (old, *later))
    assert_equal_books(world.hq, *desks)
