"""A clock that is wrong is told before it dates a paper, and what it dated is named until somebody mends it."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from desktop.actions.documents.money import receive_money
from desktop.actions.documents.reversing import reverse
from desktop.actions.headquarters.attention import attention, breaches
from desktop.actions.headquarters.dismissals import dismiss
from desktop.actions.headquarters.exchange import clock_notices
from desktop.actions.headquarters.lines import line_troubles
from desktop.actions.headquarters.queued import posted
from desktop.actions.headquarters.status_views import KEY
from desktop.wording import say
from domain.errors import RefusedError
from sync.records.books.settings import write_setting
from tests.building.desktop.a_desk import NOW, a_desk

WRONG = datetime(2028, 3, 1, 2, 0, tzinfo=UTC)


def heard(desk, last, minutes=0):
    with desk.book.writing() as writing:
        write_setting(writing.connection, "last_exchange", last)
        write_setting(writing.connection, "clock_off", str(minutes or ""))


def troubles(desk):
    with desk.book.reading() as connection:
        return [code for code, _ in line_troubles(connection, desk)]


def named(desk, of=attention):
    with desk.book.reading() as connection:
        return [each for each in of(connection, desk) if each.code.endswith("dated_ahead")]


@pytest.mark.parametrize(
    ("clock", "told"),
    [
        (NOW, []),
        (NOW + timedelta(days=40), []),  # away over the new year
        (WRONG, ["clock_doubtful"]),
        (NOW - timedelta(days=3), ["clock_doubtful"]),
    ],
)
def test_a_clock_far_from_the_last_exchange_is_told(tmp_path, clock, told):
    with a_desk(tmp_path) as desk:
        heard(desk, "2026-11-23T03:00:00Z")
        desk.clock = lambda: clock
        assert troubles(desk) == told


def test_what_was_measured_of_a_clock_that_was_set_back_since_is_no_longer_told(tmp_path):
    """It showed 2028 at the last exchange and shows 2026 now: what HQ said of it then is nothing of today's."""
    with a_desk(tmp_path) as desk:
        heard(desk, "2028-03-01T02:00:00Z", minutes=-(WRONG - NOW) // timedelta(minutes=1))
        assert troubles(desk) == []


def test_a_paper_of_years_ahead_is_named_with_its_mend_until_it_is_reversed(tmp_path):
    with a_desk(tmp_path) as desk:
        desk.clock = lambda: WRONG
        paper = posted(receive_money(desk, "C1", Decimal(5)))
        desk.clock = lambda: NOW
        [seen] = named(desk)
        assert (seen.kind, seen.number) == ("contradiction", paper.number)
        assert named(desk, breaches) == [seen]
        zh, en = say(seen.code, "zh", **seen.facts), say(seen.code, "en", **seen.facts)
        assert "2028-03-01" in zh
        assert f"红冲 {paper.number}" in zh
        assert f"reverse {paper.number}" in en
        assert "天河小卖部" in en
        undone = posted(reverse(desk, paper.number))
        assert undone.date == date(2028, 3, 1)  # nothing is undone before its day
        assert named(desk) == []


def test_a_paper_of_ten_days_ahead_is_named_where_the_clock_wrote_it_and_not_where_a_person_dated_it(tmp_path):
    with a_desk(tmp_path) as desk:
        receive_money(desk, "C1", Decimal(7), on=date(2026, 12, 3))
        desk.clock = lambda: NOW + timedelta(days=10)
        wrong = posted(receive_money(desk, "C1", Decimal(5)))
        desk.clock = lambda: NOW
        [seen] = named(desk)
        assert seen.number == wrong.number
        dismiss(desk, seen.facts[KEY])
        assert named(desk) == []


def test_it_is_named_at_once_while_the_clock_is_known_to_be_ahead(tmp_path):
    with a_desk(tmp_path) as desk:
        ahead = (WRONG - NOW) // timedelta(minutes=1)
        heard(desk, "2028-03-01T01:00:00Z", minutes=-ahead)
        desk.clock = lambda: WRONG
        paper = posted(receive_money(desk, "C1", Decimal(5)))
        assert [each.number for each in named(desk)] == [paper.number]
        assert [(each.code, each.severity) for each in clock_notices(desk)] == [("clock_ahead", "warn")]


def test_only_what_lies_ahead_may_be_undone_ahead(tmp_path):
    with a_desk(tmp_path) as desk:
        paper = posted(receive_money(desk, "C1", Decimal(5)))
        with pytest.raises(RefusedError, match="date_future"):
            reverse(desk, paper.number, on=date(2028, 3, 1))
