"""What stays to be looked at: a desk HQ turns away, a folder two machines use. None of it passes by itself."""

import shutil

import pytest

from domain.errors import RefusedError
from sync.client.streams.exchanging import exchange
from sync.hq.service.enrolment import revoke_desk
from sync.records.books.database import open_sqlite
from sync.records.copies.joining import open_outbox
from sync.records.copies.outbox import FILE
from sync.records.log.alarms import alarms
from tests.building.sync.books import row
from tests.building.sync.ends import HASTY, End, a_desk, an_hq, assert_equal_books


@pytest.fixture
def ends(sqlite_book, desks_of):
    hq = an_hq(sqlite_book)
    desk = desks_of(hq)
    desk.order()
    desk.exchange()
    return hq, desk


def standing(desk):
    with desk.book.reading() as connection:
        return [each.code for each in alarms(connection)]


def clone(desk, folder):
    """The same folder on a second machine."""
    desk.book.close()
    shutil.copytree(desk.folder, folder)
    desk.reopen()
    book = open_sqlite(folder / "desk.db")
    open_outbox(book, folder / FILE)
    return End(folder, desk.desk, book, desk.key, desk.line)


def test_a_desk_that_hq_shut_out_says_so_until_hq_takes_it_again(ends):
    hq, desk = ends
    revoke_desk(hq, desk.desk)
    for _ in range(2):
        with pytest.raises(RefusedError, match="desk_revoked"):
            desk.exchange()
        assert standing(desk) == ["desk_shut_out_here"]
    with hq.writing() as writing:
        writing.connection.exec_driver_sql("UPDATE desk SET revoked = FALSE")
    desk.exchange()
    assert standing(desk) == []


def test_a_machine_whose_place_another_took_says_so(ends, tmp_path):
    hq, desk = ends
    other = a_desk(hq, tmp_path / "new", desk=desk.desk)
    other.exchange()
    with pytest.raises(RefusedError, match="signature_wrong"):
        desk.exchange()
    assert standing(desk) == ["desk_replaced"]
    assert standing(other) == []
    other.book.close()


def test_both_machines_of_a_copied_folder_are_told_and_go_on_being_told(ends, tmp_path):
    """The second has written nothing: only that it fetched its stream whole tells the first one of it."""
    hq, desk = ends
    other = clone(desk, tmp_path / "copy")
    desk.order()
    desk.exchange()
    assert exchange(other.book, other.key, transport=desk.line, patience=HASTY).notices[0].code == "desk_behind"
    assert standing(other) == ["two_machines"]
    assert standing(desk) == []
    for _ in range(3):
        desk.exchange()
        other.exchange()
        assert standing(desk) == standing(other) == ["two_machines"]
    assert_equal_books(hq, desk, other)
    other.book.close()


def test_both_machines_that_wrote_are_told(ends, tmp_path):
    hq, desk = ends
    other = clone(desk, tmp_path / "copy")
    desk.order()
    other.order("from-the-copy")
    desk.exchange()
    other.exchange()
    desk.exchange()
    assert standing(desk) == standing(other) == ["two_machines"]
    assert row(hq, "SELECT COUNT(*) FROM document WHERE kind = 'order'") == (3,)
    assert_equal_books(hq, desk)
    other.book.close()


def test_a_new_machine_in_a_dead_ones_place_is_alone(ends, tmp_path):
    hq, desk = ends
    other = a_desk(hq, tmp_path / "new", desk=desk.desk)
    for _ in range(2):
        other.exchange()
    assert standing(other) == []
    other.book.close()
