"""A statement that came in stands line by line beside one's own book, and what waits for us comes first."""

from datetime import date
from decimal import Decimal

import msgspec
import pytest

from desktop.actions.documents import money
from desktop.actions.statements import comparing
from domain.errors import DeskError
from sync.records.bodies.accounts import StatementBody
from sync.records.bodies.records import DocumentBody
from tests.building.desktop.a_desk import a_desk
from tests.building.sync.statements import a_statement
from tests.desktop.actions.statements.test_replies import issue

NUMBER = "DZD-00-202610-0001"


def posted(desk, record, kind, day, amount):
    """HQ's paper as it came down to this desk."""
    body = DocumentBody(f"NO-{record}", "HQ", "GD01", f"2026-10-{day:02d}", "2026-10-31T00:00:00Z", amount * 100)
    with desk.book.writing() as writing:
        writing.put("dealer/GD01", kind, record, body)


def told(desk, *rows, opening=0, number=NUMBER):
    """HQ's statement of October, its lines as (day, kind, number, amount)."""
    body = a_statement(number, [(f"2026-10-{day:02d}", *rest) for day, *rest in rows], opening=opening)
    with desk.book.writing() as writing:
        writing.put("dealer/GD01", "statement", number, body)


def table(desk, number=NUMBER):
    """Each row as state, number, what was told, what is held, and the cause."""
    rows = comparing.compared(desk, number)
    return [(e.state, e.number, e.told, e.held, e.cause.code if e.cause else "") for e in rows]


@pytest.fixture
def both(desk):
    """A desk that holds two deliveries and a receipt of HQ's."""
    posted(desk, "d1", "delivery", 5, 100)
    posted(desk, "d2", "delivery", 9, 250)
    posted(desk, "m1", "money_receipt", 20, 40)
    return desk


def test_what_agrees_stands_side_by_side(both):
    told(both, (5, "delivery", "NO-d1", 100), (9, "delivery", "NO-d2", 250), (20, "money_receipt", "NO-m1", -40))
    assert table(both) == [
        ("same", "NO-d1", Decimal(100), Decimal(100), ""),
        ("same", "NO-d2", Decimal(250), Decimal(250), ""),
        ("same", "NO-m1", Decimal(-40), Decimal(-40), ""),
    ]


def test_every_difference_has_its_side_and_its_cause_by_the_day(both):
    told(both, (5, "delivery", "NO-d1", 1000), (12, "delivery", "NO-x", 7), (20, "money_receipt", "NO-m1", -40))
    assert table(both) == [
        ("differs", "NO-d1", Decimal(1000), Decimal(100), "decimal_shift"),
        ("not_told", "NO-d2", None, Decimal(250), "unknown"),
        ("not_here", "NO-x", Decimal(7), None, "unknown"),
        ("same", "NO-m1", Decimal(-40), Decimal(-40), ""),
    ]


def test_goods_of_the_last_days_are_on_their_way_to_us(both):
    told(
        both,
        (5, "delivery", "NO-d1", 100),
        (9, "delivery", "NO-d2", 250),
        (20, "money_receipt", "NO-m1", -40),
        (30, "delivery", "NO-y", 61),
    )
    assert table(both)[-1] == ("not_here", "NO-y", Decimal(61), None, "goods_in_transit")


def test_lines_that_are_one_over_there_are_one_row(both):
    told(both, (9, "delivery", "", 350), (20, "money_receipt", "NO-m1", -40))
    assert table(both)[0] == ("same", "", Decimal(350), Decimal(350), "")
    told(
        both, (5, "delivery", "NO-d1", 60), (5, "delivery", "NO-d1", 40), (9, "delivery", "NO-d2", 250), number="DZD-2"
    )
    assert table(both, "DZD-2")[0] == ("same", "NO-d1 +1", Decimal(100), Decimal(100), "")


def test_an_opening_that_differs_is_a_row_of_its_own(both):
    told(both, opening=5)
    first = comparing.compared(both, NUMBER)[0]
    assert (first.date, first.kind, first.state, first.told, first.held) == (
        date(2026, 10, 1), "opening", "differs", Decimal(5), Decimal(0),
    )  # fmt: skip


def test_ones_own_statement_is_shown_as_it_is(desk):
    money.book_note(desk, "debit_note", "C1", Decimal(3), date(2026, 10, 7))
    issue(desk)
    assert table(desk, "DZD-01-202610-0001") == [("same", "XSCK-1", Decimal(100), None, "")]
    with pytest.raises(DeskError, match="statement_unknown"):
        comparing.compared(desk, "nothing")


def test_what_travels_is_told_and_what_is_ours_alone_is_not(both, tmp_path):
    assert comparing.travelling(both) == []
    told(both, (5, "delivery", "NO-d1", 100))
    issue(both)
    (view,) = comparing.travelling(both)
    assert (view.number, view.state, view.mine) == (NUMBER, "issued", True)
    with a_desk(tmp_path / "other", dealer="HN01") as other:
        told(other, (5, "delivery", "NO-d1", 100))
        assert comparing.travelling(other) == []


def test_all_that_travel_are_listed_and_read_as_far_as_they_are_looked_at(desk):
    body = StatementBody(
        "", "HQ", "GD01", "2026-10-01", "2026-10-31", "2026-11-01", 0, 100_00, "d" * 64, msgspec.Raw(b"{}")
    )
    with desk.book.writing() as writing:
        for place in range(701):
            number = f"DZD-00-202610-{place:04d}"
            writing.put(desk.stream, "statement", number, msgspec.structs.replace(body, number=number))
    pks = comparing.travelling_ids(desk)
    assert len(pks) == 701
    shown = comparing.travelling_rows(desk, pks[650:652])
    assert [view.number for view in shown] == ["DZD-00-202610-0050", "DZD-00-202610-0049"]
    assert comparing.key_of(desk, "DZD-00-202610-0050") == pks[650]
