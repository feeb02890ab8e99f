"""A list in another order is the same list: sorted by what its rows say, in either direction, and by nothing else."""

import datetime as dt

import pytest

from desktop.actions.documents.list_order import ORDER_LIST, PAPER_LIST
from desktop.actions.documents.lists import OrderFilter, PaperFilter, order_ids, order_rows, paper_ids, paper_rows
from desktop.arrangement import STAGES, Arrangement
from tests.building.desktop.sample_desk import a_sample_desk


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    with_orders = a_sample_desk(tmp_path_factory.mktemp("lists") / "desk")
    yield with_orders
    with_orders.close()


def initials(desk, name_of):
    """Names in the order of a directory: by their initials, then as they are written."""
    with desk.book.reading() as connection:
        rows = connection.exec_driver_sql("SELECT code, pinyin, name FROM dealer").fetchall()
    ranks = {code: (pinyin, name, code) for code, pinyin, name in rows}
    return lambda row: ranks[name_of(row)]


ORDER_SAYS = {
    "number": lambda row: row.number,
    "date": lambda row: row.date,
    "lines": lambda row: row.lines,
    "total": lambda row: row.total,
    "delivered_amount": lambda row: row.delivered_amount,
    "stage": lambda row: STAGES.index(row.stage),
}


@pytest.mark.parametrize("down", [False, True])
@pytest.mark.parametrize("key", ORDER_LIST.sorts)
def test_orders_are_sorted_by_what_their_rows_say(desk, key, down):
    own = order_ids(desk)
    found = order_ids(desk, OrderFilter(arranged=Arrangement(key, down)))
    assert sorted(found) == sorted(own)
    says = ORDER_SAYS.get(key) or initials(desk, lambda row: getattr(row, key.replace("_name", "_code")))
    said = [says(row) for row in order_rows(desk, found)]
    assert len(set(said)) > 1
    assert said == sorted(said, reverse=down)


def test_what_is_alike_stays_in_the_lists_own_order(desk):
    own = list(order_ids(desk))
    found = order_ids(desk, OrderFilter(arranged=Arrangement("stage", down=True)))
    rows = order_rows(desk, found)
    for stage in {row.stage for row in rows}:
        alike = [row.pk for row in rows if row.stage == stage]
        assert alike == [pk for pk in own if pk in alike]


@pytest.mark.parametrize("key", PAPER_LIST.sorts)
def test_documents_are_sorted_by_every_column(desk, key):
    for kind in ("delivery", "money_receipt"):
        own = paper_ids(desk, kind)
        found = paper_ids(desk, kind, PaperFilter(arranged=Arrangement(key)))
        assert sorted(found) == sorted(own)
        if key in ("amount", "number", "date", "method"):
            said = [getattr(row, key) for row in paper_rows(desk, found)]
            assert said == sorted(said)


def test_orders_of_some_days_and_stages_alone(desk):
    every = order_rows(desk, order_ids(desk))
    first, last = sorted({row.date for row in every})[1:3]
    days = order_rows(desk, order_ids(desk, OrderFilter(arranged=Arrangement(start=first, end=last))))
    assert [row.pk for row in days] == [row.pk for row in every if first <= row.date <= last]
    stages = tuple({row.stage for row in every})[:2]
    some = order_rows(desk, order_ids(desk, OrderFilter(arranged=Arrangement(only=(("stage", stages),)))))
    assert [row.pk for row in some] == [row.pk for row in every if row.stage in stages]


def test_a_span_of_days_moves_with_the_calendar():
    day = dt.date(2026, 1, 15)  # a Thursday
    spans = {
        "today": (dt.date(2026, 1, 15), dt.date(2026, 1, 15)),
        "week": (dt.date(2026, 1, 12), dt.date(2026, 1, 18)),
        "month": (dt.date(2026, 1, 1), dt.date(2026, 1, 31)),
        "last_month": (dt.date(2025, 12, 1), dt.date(2025, 12, 31)),
        "year": (dt.date(2026, 1, 1), dt.date(2026, 12, 31)),
        "last_year": (dt.date(2025, 1, 1), dt.date(2025, 12, 31)),
    }
    assert {period: Arrangement(period=period).days(day) for period in spans} == spans


def test_a_title_clicked_three_times_gives_the_lists_own_order_back():
    once = Arrangement().turned("total")
    twice = once.turned("total")
    assert (once.sort, once.down, twice.sort, twice.down) == ("total", False, "total", True)
    assert twice.turned("total") == Arrangement()
    assert twice.turned("date") == Arrangement("date")
