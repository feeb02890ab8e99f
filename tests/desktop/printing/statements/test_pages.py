"""Pages hold every entry once, in order, and nothing runs over their edge."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from desktop.printing.statements.pages import TOTAL_ROWS, PageRoom, plan_pages

ROOM = PageRoom(first_rows=60, next_rows=40, next_parts=46, bottom=130, row=5)


@given(st.integers(1, 400), st.lists(st.floats(5, 84), max_size=5))
def test_every_entry_and_part_stands_once_in_order_and_within_the_page(entries, parts):
    pages = plan_pages(entries, ROOM, parts)
    tables = [page for page in pages if page.has_table]
    assert [index for page in tables for index in range(page.first, page.last)] == list(range(entries))
    assert [page.closes for page in tables] == [False] * (len(tables) - 1) + [True]
    assert [part for page in pages for part, _y in page.parts] == list(range(len(parts)))
    for number, page in enumerate(pages):
        y = ROOM.first_rows if number == 0 else ROOM.next_rows
        if page.has_table:
            assert page.last > page.first
            y += (1 + page.last - page.first + (TOTAL_ROWS if page.closes else 1)) * ROOM.row
        else:
            assert page.parts
            y = ROOM.next_parts
        assert y <= ROOM.bottom
        for part, top in page.parts:
            assert top >= y - 1e-6
            y = top + parts[part]
        assert y <= ROOM.bottom + 1e-6


def test_a_page_that_is_exactly_full_needs_no_second_one():
    rows = ROOM.rows(first=True)
    full = int(rows - 1 - TOTAL_ROWS)
    assert len(plan_pages(full, ROOM, [])) == 1
    assert len(plan_pages(full + 1, ROOM, [])) == 2


def test_the_last_part_stands_at_the_foot_unless_it_is_alone():
    (page,) = plan_pages(1, ROOM, [10, 10])
    assert page.parts[-1] == (1, ROOM.bottom - 10)
    alone = plan_pages(1, ROOM, [10, 80])[-1]
    assert alone.parts == ((1, ROOM.next_parts),)


@given(st.integers(1, 300), st.sets(st.integers(1, 299), max_size=200))
def test_no_page_begins_with_what_belongs_to_the_row_before(entries, tied):
    pages = [page for page in plan_pages(entries, ROOM, [20], frozenset(tied)) if page.has_table]
    assert [index for page in pages for index in range(page.first, page.last)] == list(range(entries))
    for before, page in pairwise(pages):
        if page.first in tied:  # then all of the page before belongs together
            assert set(range(before.first + 1, page.first)) <= tied
