"""What is closed stays closed until it is opened again."""

from datetime import date, timedelta
from decimal import Decimal

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.actions.accounts import periods, settling
from desktop.actions.documents import money
from desktop.actions.headquarters.queued import posted
from desktop.actions.orders import orders
from desktop.actions.statements import confirming, papers, statements
from domain.errors import DeskError
from sync.keys import DeviceKey
from sync.records.bodies.accounts import ReplyBody, StatementBody
from sync.records.log.streams import head_of
from tests.building.desktop.a_desk import a_desk, a_draft


def test_closed_period_refuses_until_reopened(desk):
    periods.close(desk, date(2026, 11, 20))
    assert periods.closed_through(desk) == date(2026, 11, 20)
    with pytest.raises(DeskError, match="date_closed"):
        orders.place_order(desk, a_draft(on=date(2026, 11, 20)))
    with pytest.raises(DeskError, match="period_already_closed"):
        periods.close(desk, date(2026, 11, 19))
    with pytest.raises(DeskError, match="period_in_future"):
        periods.close(desk, date(2026, 11, 24))
    periods.reopen(desk, date(2026, 11, 10))
    assert orders.place_order(desk, a_draft(on=date(2026, 11, 20))).state == "accepted"
    assert posted(periods.reopen(desk)) is None
    with pytest.raises(DeskError, match="period_not_closed"):
        periods.reopen(desk)


# ---- months -----------------------------------------------------------------------------------------------------


def codes(found):
    return [each.code for each in found.reasons]


def test_months_close_in_order_with_a_look_at_what_is_unfinished(desk):
    money.book_note(desk, "debit_note", "C1", Decimal(100), date(2026, 9, 10))
    settling.set_way(desk, "hand")
    money.receive_money(desk, "C1", Decimal(40), date(2026, 9, 20))
    found = periods.closing(desk)
    assert (found.month, found.end, found.closed_through) == (date(2026, 9, 1), date(2026, 9, 30), None)
    assert codes(found) == ["close_unsettled"]
    with pytest.raises(DeskError, match="period_out_of_order"):
        periods.close_month(desk, date(2026, 10, 1))
    with pytest.raises(DeskError, match="close_unfinished"):
        periods.close_month(desk)
    assert periods.closed_through(desk) is None
    periods.close_month(desk, anyway=True)
    settling.settle(desk, "C1", "oldest")
    assert codes(posted(periods.close_month(desk))) == []
    assert periods.closed_through(desk) == date(2026, 10, 31)
    with pytest.raises(DeskError, match="period_in_future"):
        periods.close_month(desk)


def test_only_the_last_closed_month_opens_again(desk):
    money.book_note(desk, "debit_note", "C1", Decimal(100), date(2026, 9, 10))
    with pytest.raises(DeskError, match="period_not_closed"):
        periods.reopen_month(desk)
    periods.close_month(desk)
    periods.close_month(desk)
    with pytest.raises(DeskError, match="period_out_of_order"):
        periods.reopen_month(desk, date(2026, 9, 1))
    assert posted(periods.reopen_month(desk)).closed_through == date(2026, 9, 30)
    assert posted(periods.reopen_month(desk, date(2026, 9, 1))).closed_through == date(2026, 8, 31)
    assert periods.closed_through(desk) is None
    money.book_note(desk, "debit_note", "C1", Decimal(1), date(2026, 9, 11))


def test_confirmed_statement_is_a_warning_before_its_month_opens_again(desk):
    money.book_note(desk, "debit_note", "C1", Decimal(100), date(2026, 10, 10))
    periods.close_month(desk)
    days = ("2026-10-01", "2026-10-31", "2026-11-01")
    with desk.book.writing() as writing:
        body = StatementBody("DZD-01-202610-0001", "GD01", "GD01:C1", *days, 0, 100_00, "0" * 64, msgspec.Raw(b"{}"))
        writing.put(desk.stream, "statement", "st", body)
        writing.put(desk.stream, "reply", "st", ReplyBody("st", "agrees", "2026-11-02"))
    assert codes(periods.reopening(desk)) == ["reopen_confirmed"]
    with pytest.raises(DeskError, match="reopen_risky"):
        periods.reopen_month(desk)
    assert periods.closed_through(desk) == date(2026, 10, 31)
    periods.reopen_month(desk, anyway=True)


def test_a_withdrawn_statement_waits_for_no_reply(desk):
    desk.key = DeviceKey.make()
    money.book_note(desk, "debit_note", "C1", Decimal(100), date(2026, 9, 10))
    first = posted(papers.issue_statement(desk, "C1", date(2026, 9, 1), date(2026, 9, 30))).number
    confirming.withdraw(desk, first, reason="漏记一张")
    papers.issue_statement(desk, "C1", date(2026, 9, 1), date(2026, 9, 30))
    found = {each.code: each.facts for each in periods.closing(desk).reasons}
    assert found["close_unanswered"]["count"] == 1


def test_what_was_told_is_shown_beside_what_came_later(desk):
    money.book_note(desk, "debit_note", "C1", Decimal(100), date(2026, 10, 10))
    periods.close_month(desk)
    assert periods.restated_view(desk, "C1", date(2026, 10, 31)).late == ()
    periods.reopen_month(desk)
    periods.close(desk, date(2026, 10, 5))
    with desk.book.reading() as connection:
        head = head_of(connection, desk.stream)
    assert head is not None
    late = posted(money.book_note(desk, "debit_note", "C1", Decimal(7), date(2026, 10, 20)))
    money.book_note(desk, "debit_note", "C1", Decimal(9), date(2026, 11, 20))
    found = periods.restated_view(desk, "C1", date(2026, 10, 31), head.number)
    assert (found.told, found.now, [row.number for row in found.late]) == (Decimal(100), Decimal(107), [late.number])
    assert periods.restated_view(desk, "C1", date(2026, 10, 5)).late == ()
    never_told = periods.restated_view(desk, "C1", date(2026, 11, 20))
    assert (never_told.told, never_told.now, never_told.late) == (Decimal(116), Decimal(116), ())


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    amounts=st.lists(st.tuples(st.integers(-300, 300).filter(bool), st.integers(0, 80)), max_size=8),
    order=st.randoms(use_true_random=False),
)
def test_closing_of_a_month_is_the_opening_of_the_next(tmp_path_factory, amounts, order):
    """And the order in which papers are posted is nothing to either."""
    shuffled = list(amounts)
    order.shuffle(shuffled)
    told = []
    for booked in (amounts, shuffled):
        with a_desk(tmp_path_factory.mktemp("desk")) as desk:
            for amount, days in booked:
                kind = "debit_note" if amount > 0 else "credit_note"
                money.book_note(desk, kind, "C1", Decimal(abs(amount)), date(2026, 9, 1) + timedelta(days=days))
            september = statements.statement(desk, "C1", date(2026, 9, 1), date(2026, 9, 30))
            october = statements.statement(desk, "C1", date(2026, 10, 1), date(2026, 10, 31))
            assert september.closing == october.opening
            for each in (september, october):
                assert sum(bucket.amount for bucket in each.ageing) == each.closing
                found = settling.account_view(desk, "C1", each.end)
                assert found.balance == each.closing == sum(bucket.amount for bucket in found.ageing)
            told.append((september.closing, october.closing))
    assert told[0] == told[1]
