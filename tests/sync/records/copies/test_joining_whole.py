"""What one transaction wrote comes back from the second copy whole or not at all, wherever its writing was cut off."""

import pytest

from sync.records.copies.joining import DAMAGED
from sync.records.copies.journal import Copied, read_frames
from sync.records.copies.outbox import FILE, read_outbox
from sync.records.schema.migrating import copy_file
from tests.building.sync.books import an_order, stock_up
from tests.building.sync.ends import a_desk, assert_equal_books, problems_of
from tests.sync.records.copies.test_joining import orders

TOGETHER = ["first", "second", "third"]
# Where the last byte stands that the disk took: in which of the three frames, and how much of it.
CUTS = [(0, 0.5), (1, 0.0), (1, 0.5), (2, 0.0), (2, 0.9)]


@pytest.fixture
def desk(hq, desks):
    stock_up(hq, {"A": 1000})
    end = desks()
    end.exchange()
    return end


def write_together(desk):
    """Three orders in one transaction; the book as it was before, and where each of their frames begins and ends."""
    before = desk.folder / "before.db"
    copy_file(desk.book.engine, before)
    start = max((each.end for each in read_frames(desk.folder / FILE)), default=0)
    with desk.book.writing() as writing:
        for place, record in enumerate(TOGETHER):
            writing.put(desk.stream, "order", record, an_order(number=f"XSDD-01-261124-000{place}"))
    ends = [each.end for each in read_frames(desk.folder / FILE) if isinstance(each, Copied) and each.end > start]
    assert len(ends) == len(TOGETHER)
    return before, list(zip([start, *ends], ends, strict=False))


def cut(desk, frames, frame, share):
    """The file as it is when the power fails while the disk takes it: all behind the cut is still empty."""
    start, end = frames[frame]
    place = start + round((end - start) * share)
    with (desk.folder / FILE).open("r+b") as file:
        size = file.seek(0, 2)
        file.seek(place)
        file.write(bytes(size - place))


def put_back(desk, before):
    desk.book.close()
    for each in desk.folder.glob("desk.db*"):
        each.unlink()
    before.rename(desk.folder / "desk.db")


@pytest.mark.parametrize("alone_before", [0, 2])
@pytest.mark.parametrize(("frame", "share"), CUTS)
def test_half_a_transaction_whose_commit_never_came_does_not_come_back(hq, desk, alone_before, frame, share):
    saved = {desk.order() for _ in range(alone_before)}
    before, frames = write_together(desk)
    put_back(desk, before)
    cut(desk, frames, frame, share)
    assert desk.reopen() == 0
    assert orders(desk.book) == saved
    assert problems_of(desk.book) == []
    assert {each.entry.record for _, each in read_outbox(desk.folder / FILE)[0]} == saved
    assert not list(desk.folder.glob("kept-*"))
    later = desk.order("later")
    desk.exchange()
    assert orders(hq) == saved | {later}
    assert_equal_books(hq, desk)


def test_a_whole_transaction_comes_back(hq, desk):
    before, _ = write_together(desk)
    put_back(desk, before)
    assert desk.reopen() == 3
    assert orders(desk.book) == set(TOGETHER)
    assert problems_of(desk.book) == []


@pytest.mark.parametrize(("frame", "share"), CUTS)
def test_what_is_left_of_a_saved_transaction_comes_and_the_loss_is_told(hq, desk, frame, share):
    """The book is gone: its last transaction may have been told as saved; what is readable is all there is."""
    alone = desk.order()
    _, frames = write_together(desk)
    desk.book.close()
    for each in desk.folder.glob("desk.db*"):
        each.unlink()
    cut(desk, frames, frame, share)
    again = a_desk(hq, desk.folder, desk=desk.desk)
    again.exchange()
    assert orders(again.book) == {alone, *TOGETHER[:frame]}
    assert [code for *_, code in problems_of(again.book)] == [DAMAGED]
    again.book.close()


@pytest.mark.parametrize(("frame", "share"), CUTS)
def test_a_cut_that_the_book_makes_good_is_not_told(hq, desk, frame, share):
    alone = desk.order()
    _, frames = write_together(desk)
    desk.book.close()
    cut(desk, frames, frame, share)
    desk.reopen()
    assert orders(desk.book) == {alone, *TOGETHER}
    assert problems_of(desk.book) == []
    assert [each.entry.record for _, each in read_outbox(desk.folder / FILE)[0]] == [alone, *TOGETHER]
