"""Numbers without gaps, and a mark that nobody can change unseen."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.accounts.periods import Booked, restate
from domain.errors import UsageError
from domain.statements.forms import Layout, MemoItems, MemoRow
from domain.statements.marks import (
    Mark,
    canonical_text,
    check_mark,
    digest_of,
    gaps,
    mark_of,
    next_sequence,
    read_mark,
    statement_number,
)
from tests.building.domain.accounts import a_posting, accounts
from tests.domain.statements.test_forms import ACCOUNT, END, GOODS, NUMBER, a_form


def test_numbers_run_by_desk_and_month():
    given_out = [statement_number("01", END, place) for place in (1, 2, 3)]
    assert given_out[2] == "DZD-01-202611-0003"
    assert next_sequence([*given_out, "DZD-02-202611-0009", "DZD-01-202610-0008", "XSCK-1"], "01", END) == 4
    assert next_sequence([], "01", END) == 1
    assert statement_number("00", date(2027, 1, 31), 12345) == "DZD-00-202701-12345"


def test_a_missing_number_is_found():
    numbers = ["DZD-01-202611-0004", "DZD-01-202611-0001", "DZD-02-202611-0002", "DZD-01-202610-0001"]
    assert gaps(numbers) == ("DZD-01-202611-0002", "DZD-01-202611-0003", "DZD-02-202611-0001")
    assert gaps(numbers[3:]) == ()


def test_the_mark_is_read_back():
    mark = mark_of(a_form())
    assert mark.payload == f"{NUMBER}|-299.50|{mark.digest}"
    assert read_mark(f" {mark.payload}\n") == mark
    assert check_mark(read_mark(mark.payload), mark_of(a_form()))[0].code == "mark_true"


@pytest.mark.parametrize(
    "text", ["", "DZD-01-202611-0001", "N|1.5|" + "0" * 64, "N|1.50|abc", "N|1.50|" + "0" * 64 + "|x"]
)
def test_what_is_no_mark_is_told(text):
    with pytest.raises(UsageError) as refused:
        read_mark(text)
    assert refused.value.code == "mark_unreadable"


def test_a_changed_paper_is_found_out():
    issued = mark_of(a_form())
    assert check_mark(issued, None)[0].code == "mark_unknown"
    assert check_mark(replace(issued, number="DZD-01-202611-0002"), issued)[0].code == "mark_unknown"
    (reason,) = check_mark(replace(issued, closing=Decimal("-199.50")), issued)
    assert (reason.code, reason.facts) == (
        "mark_closing_differs",
        {"paper": Decimal("-199.50"), "books": Decimal("-299.50")},
    )
    assert check_mark(replace(issued, digest="0" * 64), issued)[0].code == "mark_text_differs"


def test_everything_on_the_paper_is_in_the_digest():
    form = a_form(layout=Layout("lines"), goods=GOODS)
    row = MemoRow(END, "N", "S", Decimal("1.00"))
    others = [
        a_form(layout=Layout("documents"), goods=GOODS),
        a_form(layout=Layout("lines", prices=False), goods=GOODS),
        a_form(layout=Layout("lines", open_only=True), goods=GOODS),
        a_form(ACCOUNT[1:], layout=Layout("lines"), goods=GOODS),
        replace(form, number="DZD-01-202611-0002"),
        replace(form, issued=END),
        replace(form, reply_by=END),
        replace(form, apart=MemoItems(wallet=(row,))),
        replace(form, apart=MemoItems(in_transit=(row,))),
        replace(form, apart=MemoItems(disputed=(row,))),
        replace(form, apart=MemoItems()),
        replace(form, rows=form.rows[::-1]),
        replace(form, rows=(replace(form.rows[0], summary='x"|y'), *form.rows[1:])),
        replace(form, statement=replace(form.statement, start=END)),
    ]
    digests = {digest_of(each) for each in (form, *others)}
    assert len(digests) == len(others) + 1


def test_the_canonical_text_reads_like_the_paper():
    lines = canonical_text(a_form(layout=Layout("lines"), goods=GOODS)).splitlines()
    assert lines[0] == f'["statement",1,"{NUMBER}","2026-12-01",""]'
    assert '["row","2026-11-03","delivery","CK1","","120.50","0.00","920.50"]' in lines
    assert '["goods","SP1","矿泉水","10.000","箱","12.0500","120.50"]' in lines
    assert '["closing","-299.50","负贰佰玖拾玖元伍角"]' in lines


def test_what_changed_since_the_last_statement_is_in_the_text():
    booked = [Booked(posting, place) for place, posting in enumerate(ACCOUNT, 1)]
    booked.append(Booked(a_posting("L", "1.00", "2026-10-15", number="CK0"), 6))
    form = a_form([each.posting for each in booked], restated=restate(booked, date(2026, 10, 31), 5))
    text = canonical_text(form)
    assert '["restated","2026-10-31","800.00","801.00"]\n["late","2026-10-15","CK0","1.00"]\n' in text
    assert digest_of(replace(form, restated=None)) != digest_of(form)


@given(accounts(), st.randoms(use_true_random=False))
def test_the_same_books_give_the_same_digest(postings, chance):
    before = digest_of(a_form(postings))
    chance.shuffle(postings)
    assert digest_of(a_form(postings)) == before


@given(st.decimals(-(10**12), 10**12, places=2))
def test_any_closing_survives_the_mark(closing):
    mark = Mark(NUMBER, closing, "f" * 64)
    assert read_mark(mark.payload) == mark
