"""The second copy outlives the book: damage at any byte, a book that is gone, a folder enrolled anew."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sync.records.books.database import open_sqlite
from sync.records.copies import joining
from sync.records.copies.adoption import adopt
from sync.records.copies.joining import DAMAGED, open_outbox
from sync.records.copies.journal import Copied, Damage, read_frames
from sync.records.copies.kept import FILE as KEPT
from sync.records.copies.kept import kept_entries
from sync.records.copies.outbox import FILE, read_outbox
from tests.building.sync.books import row, rows, stock_up
from tests.building.sync.ends import a_desk, an_hq, assert_equal_books, problems_of


@pytest.fixture
def desk(hq, desks):
    stock_up(hq, {"A": 1000})
    end = desks()
    end.exchange()
    return end


def orders(book):
    return {record for (record,) in rows(book, "SELECT id FROM document WHERE kind = 'order'")}


def lose_book(desk):
    desk.book.close()
    for each in desk.folder.glob("desk.db*"):
        each.unlink()


def flip(path, place):
    raw = bytearray(path.read_bytes())
    raw[place] ^= 1
    path.write_bytes(bytes(raw))


def told_of_damage(desk):
    return [code for *_, code in problems_of(desk.book)] == [DAMAGED]


@pytest.mark.parametrize("sent_before", [0, 2])
def test_one_wrong_bit_in_the_first_record_costs_no_other_when_the_book_is_gone(hq, desk, sent_before):
    for _ in range(sent_before):
        desk.order()
    desk.exchange()
    lost, *whole = [desk.order() for _ in range(4)]
    lose_book(desk)
    flip(desk.folder / FILE, 60)
    again = a_desk(hq, desk.folder, desk=desk.desk)
    assert told_of_damage(again)
    [aside] = again.folder.glob(f"kept-*/{FILE}")
    damage = sum(each.end - each.start for each in read_frames(aside) if isinstance(each, Damage))
    assert rows(again.book, "SELECT detail FROM problem") == [(str(damage),)]
    again.exchange()
    assert orders(hq) >= set(whole)
    assert lost not in orders(hq)
    assert orders(again.book) == orders(hq)
    assert lost.encode() in aside.read_bytes()
    assert_equal_books(hq, again)
    again.book.close()


def test_unsent_orders_outlive_the_book_when_the_folder_is_enrolled_for_the_same_desk(hq, desk):
    desk.order()
    desk.exchange()
    unsent = {desk.order(), desk.order()}
    lose_book(desk)
    again = a_desk(hq, desk.folder, desk=desk.desk)
    again.exchange()
    assert unsent < orders(hq) == orders(again.book)
    assert problems_of(again.book) == []
    assert not (again.folder / KEPT).exists()
    again.book.close()


def test_unsent_orders_are_kept_for_a_person_when_the_folder_becomes_another_desk(hq, desk):
    unsent = {desk.order(), desk.order()}
    lose_book(desk)
    other = a_desk(hq, desk.folder)
    assert {each.own.entry.record for each in kept_entries(other.folder)} == unsent
    other.exchange()
    other.order("of-the-new-desk", number="XSDD-02-261123-0009")
    other.exchange()
    other.reopen()
    assert orders(hq) == {"of-the-new-desk"}
    assert {each.own.entry.record for each in kept_entries(other.folder)} == unsent
    done = adopt(other.book, kept_entries(other.folder))
    other.exchange()
    assert orders(hq) == {"of-the-new-desk", *unsent}
    numbers = [number for (number,) in rows(hq, "SELECT number FROM document WHERE kind = 'order'")]
    assert len(set(numbers)) == 3
    assert all(number.startswith("XSDD-02-") for number in numbers)
    assert (len(done.taken), done.known, done.left) == (2, 0, 0)
    assert adopt(other.book, kept_entries(other.folder)).known == 2
    assert_equal_books(hq, other)
    other.book.close()


def test_another_dealers_records_are_not_taken_in(hq, desk, desks):
    desk.order()
    shop = desks("GD01A")
    shop.exchange()
    before = orders(shop.book)
    entries = [each for each in read_frames(desk.folder / FILE) if isinstance(each, Copied)]
    done = adopt(shop.book, entries)
    assert (done.taken, done.left) == ([], 1)
    assert orders(shop.book) == before


def test_copy_is_not_emptied_of_what_hq_never_got(hq, desk, desks):
    other = desks()
    theirs = other.order("theirs", number="XSDD-02-261123-0001")
    other.book.close()
    ours = desk.order()
    with (desk.folder / FILE).open("r+b") as file:  # behind the own entries, as an older program may have left it
        raw = file.read().rstrip(b"\0")
        file.seek(0)
        file.write((other.folder / FILE).read_bytes().rstrip(b"\0") + raw)
    desk.reopen()
    desk.exchange()
    assert orders(hq) == {ours}
    assert [each.own.entry.record for each in kept_entries(desk.folder)] == [theirs]


def test_opening_and_writing_never_read_what_waits(desk, monkeypatch):
    written = {desk.order() for _ in range(50)}

    def unread(*_):
        raise AssertionError("the whole copy was read")

    monkeypatch.setattr(joining, "read_frames", unread)
    assert desk.reopen() == 0
    written.add(desk.order())
    assert desk.reopen() == 0
    monkeypatch.undo()
    assert {each.entry.record for _, each in read_outbox(desk.folder / FILE)[0]} == written


def test_damage_the_book_makes_good_is_no_loss_and_is_not_told(hq, desk):
    written = [desk.order() for _ in range(3)]
    flip(desk.folder / FILE, 60)
    with (desk.folder / FILE).open("r+b") as file:
        file.truncate(len(file.read().rstrip(b"\0")) - 5)
    desk.reopen()
    assert problems_of(desk.book) == []
    assert [each.entry.record for _, each in read_outbox(desk.folder / FILE)[0]] == written


def test_numbers_go_on_behind_what_came_back_from_the_copy(hq, desk):
    from sync.records.schema.migrating import copy_file
    from tests.sync.records.log.test_rebuilding import restore

    copy_file(desk.book.engine, desk.folder / "old.db")
    desk.order(number="XSDD-01-261123-0007")
    assert restore(desk, desk.folder / "old.db") == 1
    assert row(desk.book, "SELECT last FROM number_sequence WHERE series = 'XSDD-01-261123-0000'") == (7,)


@pytest.mark.parametrize("count", [3, 4, 5])
def test_a_long_copy_comes_back_piece_by_piece(hq, desk, monkeypatch, count):
    """As many as a piece holds, and one more or less; in the book, in the copy made anew, and at HQ."""
    monkeypatch.setattr(joining, "_AT_ONCE", 2)
    written = [desk.order() for _ in range(count)]
    lose_book(desk)
    again = a_desk(hq, desk.folder, desk=desk.desk)
    again.exchange()
    assert orders(hq) == orders(again.book) == set(written)
    assert not (again.folder / KEPT).exists()
    later = [again.order(f"later-{each}", number=f"XSDD-01-261124-000{each}") for each in range(1, count)]
    (again.folder / FILE).unlink()
    again.reopen()
    assert [each.entry.record for _, each in read_outbox(again.folder / FILE)[0]] == later
    again.book.close()


@pytest.mark.parametrize("place", range(4))
def test_damage_costs_no_frame_before_or_behind_it_however_pieces_fall(hq, desk, monkeypatch, place):
    monkeypatch.setattr(joining, "_AT_ONCE", 2)
    written = [desk.order() for _ in range(4)]
    lose_book(desk)
    starts = [0, *(each.end for each in read_frames(desk.folder / FILE) if isinstance(each, Copied))]
    flip(desk.folder / FILE, starts[place] + 30)
    again = a_desk(hq, desk.folder, desk=desk.desk)
    assert told_of_damage(again)
    again.exchange()
    assert orders(hq) == set(written) - {written[place]}
    again.book.close()


_CUTS = st.tuples(st.sampled_from(["flip", "cut", "double", "zero"]), st.floats(0, 1), st.integers(1, 300))


def damage(path, cuts):
    for how, share, length in cuts:
        raw = bytearray(path.read_bytes().rstrip(b"\0"))
        place = int(share * max(len(raw) - 1, 0))
        if how == "flip" and raw:
            raw[place] ^= 1 << length % 8
        elif how == "cut":
            del raw[place : place + length]
        elif how == "double":
            raw[place:place] = raw[place : place + length]
        elif how == "zero":
            raw[place : place + length] = bytes(len(raw[place : place + length]))
        path.write_bytes(bytes(raw) + bytes(1000))


@pytest.fixture(scope="module")
def worn(tmp_path_factory):
    """A desk with one sent and five unsent orders; its files are damaged in copies."""
    folder = tmp_path_factory.mktemp("worn")
    hq = an_hq(open_sqlite(folder / "hq.db", create=True))
    desk = a_desk(hq, folder / "desk")
    desk.order()
    desk.exchange()
    written = [desk.order() for _ in range(5)]
    desk.book.close()
    yield folder, desk, written
    hq.close()


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(cuts=st.lists(_CUTS, min_size=1, max_size=4), book_lost=st.booleans())
def test_any_damage_of_the_copy_is_survived_or_told(worn, tmp_path_factory, cuts, book_lost):
    _, desk, written = worn
    place = tmp_path_factory.mktemp("damaged")
    for each in (desk.folder / "desk.db", desk.folder / FILE):
        (place / each.name).write_bytes(each.read_bytes())
    damage(place / FILE, cuts)
    whole = {each.own.entry.record for each in read_frames(place / FILE) if isinstance(each, Copied)}
    torn = [each for each in read_frames(place / FILE) if isinstance(each, Damage)]
    if book_lost:  # an empty book of the same desk, as a new enrolment makes it
        lose_book_at(place, desk.desk)
    book = open_sqlite(place / "desk.db")
    open_outbox(book, place / FILE)
    there = orders(book) | {each.own.entry.record for each in kept_entries(place)}
    told = [code for *_, code in problems_of(book)] == [DAMAGED]
    if book_lost:
        assert there == whole
        assert told or not torn or whole == set(written)
    else:
        assert set(written) <= there
        open_outbox(book, place / FILE, whole=True)
        assert [each.entry.record for _, each in read_outbox(place / FILE)[0]] == written
    book.close()


def lose_book_at(place, desk):
    from tests.building.sync.books import found_desk

    (place / "desk.db").unlink()
    book = open_sqlite(place / "desk.db", create=True)
    found_desk(book, desk=desk)
    book.close()
