"""Months closed by several desks of one dealer: each in its own record, closed for all, late papers told everywhere."""

from datetime import date

import pytest

from sync.records.accounts.closings import closings, late_papers, put_closing
from sync.records.bodies.records import DocumentBody, PeriodBody
from sync.records.books.homes import Home
from sync.records.books.reading import closed_through
from sync.records.repair.checking import check
from tests.building.sync.books import AGENT, HQ, NOW, found_hq, put
from tests.building.sync.ends import a_desk, problems_of
from tests.sync.conftest import key_store

__all__ = ["key_store"]
SEPTEMBER, OCTOBER = date(2026, 9, 30), date(2026, 10, 31)


class Two:
    """HQ and two desks of one agent."""

    def __init__(self, book, folder):
        found_hq(book)
        self.hq = book
        self.ends = [a_desk(book, folder / name, AGENT) for name in ("one", "two")]
        self.exchange(0, 1)

    def exchange(self, *places):
        for place in places:
            self.ends[place].exchange()

    def close(self, place, through, prefix=None):
        end = self.ends[place]
        home = Home("desk", AGENT, end.desk, prefix or f"{place + 1:02d}")
        with end.book.writing() as writing:
            put_closing(writing, home, through)

    def write(self, place, record, day):
        body = DocumentBody(f"NO-{record}", AGENT, f"{AGENT}A", day, NOW, 100)
        put(self.ends[place].book, self.ends[place].stream, "debit_note", record, body)

    def closed(self):
        return [self._read(end.book, closed_through) for end in self.ends]

    def late(self):
        return [[each.number for each in self._read(end.book, late_papers)] for end in self.ends]

    @staticmethod
    def _read(book, what):
        with book.reading() as connection:
            return what(connection, AGENT)


@pytest.fixture
def two(book, tmp_path):
    two = Two(book, tmp_path)
    yield two
    assert check(book) == []
    for end in two.ends:
        assert check(end.book) == []
        end.book.close()


def test_what_one_desk_closed_is_closed_for_both(two):
    two.close(0, SEPTEMBER)
    two.exchange(0, 1)
    assert two.closed() == [SEPTEMBER, SEPTEMBER]
    two.close(1, OCTOBER)
    two.exchange(1, 0)
    assert two.closed() == [OCTOBER, OCTOBER]
    with two.ends[0].book.reading() as connection:
        assert [(each.through, each.prefix) for each in closings(connection, AGENT)] == [
            (OCTOBER, "02"),
            (SEPTEMBER, "01"),
        ]
    two.close(1, None)
    two.exchange(1, 0)
    assert two.closed() == [SEPTEMBER, SEPTEMBER]
    assert problems_of(two.hq) == []


def test_both_close_at_once_and_both_closings_stand(two):
    two.close(0, OCTOBER)
    two.close(1, OCTOBER)
    two.exchange(0, 1, 0)
    assert two.closed() == [OCTOBER, OCTOBER]
    two.close(0, None)
    two.exchange(0, 1)
    assert two.closed() == [OCTOBER, OCTOBER]
    assert problems_of(two.hq) == []


def test_a_paper_that_came_too_late_is_told_at_both_until_the_next_closing(two):
    two.write(1, "early", "2026-10-05")
    two.exchange(1, 0)
    two.close(0, OCTOBER)
    two.write(1, "late", "2026-10-30")
    two.write(1, "new", "2026-11-02")
    two.exchange(1, 0, 1)
    assert two.late() == [["NO-late"], ["NO-late"]]
    two.close(0, date(2026, 11, 30))
    two.exchange(0, 1)
    assert two.late() == [[], []]


def test_a_closing_under_another_desk_s_name_is_held(two):
    two.close(0, OCTOBER, prefix="02")
    two.exchange(0, 1)
    assert [each[3] for each in problems_of(two.hq)] == ["record_not_yours"]
    assert two.closed()[1] is None


def test_closings_from_before_desks_had_their_own_give_way(two):
    """Both desks once closed under their dealer's name, and HQ believed the first alone."""
    for place in (0, 1):
        end = two.ends[place]
        put(end.book, end.stream, "period", AGENT, PeriodBody(AGENT, "2026-09-30"))
    two.exchange(0, 1)
    assert [each[3] for each in problems_of(two.hq)] == ["record_of_another"]
    for place in (1, 0):
        two.close(place, OCTOBER)
    two.exchange(0, 1, 0)
    assert two.closed() == [OCTOBER, OCTOBER]
    two.close(0, None)
    two.close(1, None)
    two.exchange(0, 1, 0)
    assert two.closed() == [None, None]
    with two.hq.reading() as connection:
        assert closed_through(connection, AGENT) is None
        assert closed_through(connection, HQ) is None
