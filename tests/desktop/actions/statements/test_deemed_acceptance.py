"""Silence is recorded as agreement by a person, where it was agreed on and when its time has come."""

from datetime import date
from decimal import Decimal

import pytest

from desktop.actions.accounts import periods
from desktop.actions.statements import deemed_acceptance, issued, replies
from domain.errors import DeskError
from sync.records.repair.checking import check
from tests.desktop.actions.statements.test_replies import NUMBER, issue

SECOND = "DZD-01-202610-0002"


def code_of(act):
    with pytest.raises(DeskError) as caught:
        act()
    return caught.value.code


def test_nothing_is_recorded_that_was_not_agreed_on(desk):
    issue(desk)
    assert code_of(lambda: deemed_acceptance.record_silence(desk, NUMBER)) == "silence_not_agreed"
    deemed_acceptance.agree(desk, "C1", 100)
    assert code_of(lambda: deemed_acceptance.record_silence(desk, NUMBER)) == "silence_early"
    deemed_acceptance.agree(desk, "C1", None)
    assert (deemed_acceptance.agreed_days(desk, "C1"), deemed_acceptance.agreements(desk)) == (None, [])
    assert deemed_acceptance.record_all_silent(desk) == (0, Decimal(0))
    for days in (-1, deemed_acceptance.LONGEST_SILENCE + 1):
        assert code_of(lambda days=days: deemed_acceptance.agree(desk, "C1", days)) == "silence_days"
    assert replies.unanswered_rows(desk)


def test_silence_is_recorded_and_told_apart_from_an_answer(desk):
    issue(desk)
    deemed_acceptance.agree(desk, "C1", 0)
    found = deemed_acceptance.record_silence(desk, NUMBER)
    assert (found.verdict, found.date, found.reply_by) == ("agrees_by_silence", desk.today(), date(2026, 11, 15))
    assert replies.unanswered_rows(desk) == []
    assert len(issued.issued_ids(desk, "", "agrees_by_silence")) == 1
    assert not issued.issued_ids(desk, "", "agrees")
    assert code_of(lambda: deemed_acceptance.record_silence(desk, NUMBER)) == "silence_answered"
    assert check(desk.book) == []
    replies.record_reply(desk, NUMBER, "agrees", by="李四", their_closing=Decimal(100), original=True)
    assert replies.reply_to(desk, NUMBER).verdict == "agrees"
    assert code_of(lambda: deemed_acceptance.record_silence(desk, NUMBER)) == "silence_answered"


def test_whatever_was_answered_has_no_silence_even_before_its_time(desk):
    issue(desk, reply_by="2026-12-20")
    replies.record_reply(desk, NUMBER, "agrees", by="李四", their_closing=Decimal(100), original=True)
    assert code_of(lambda: deemed_acceptance.record_silence(desk, NUMBER)) == "silence_answered"


def test_all_that_are_due_in_one_go(desk):
    issue(desk)
    issue(desk, SECOND, reply_by="2026-12-20")
    deemed_acceptance.agree(desk, "C1", 2)
    assert [row.number for row in deemed_acceptance.silent(desk)] == [NUMBER]
    assert deemed_acceptance.record_all_silent(desk) == (1, Decimal(100))
    assert [row.number for row in replies.unanswered_rows(desk)] == [SECOND]


def test_a_statement_of_another_seller_is_not_ours(desk):
    issue(desk, seller="HQ", buyer="GD01")
    assert code_of(lambda: deemed_acceptance.record_silence(desk, NUMBER)) == "statement_not_yours"


def test_the_month_that_is_not_over_is_told_without_an_error(desk):
    found = periods.next_month(desk)
    while found.ready is None:
        periods.close_month(desk, anyway=True)
        found = periods.next_month(desk)
    assert found.end >= desk.today()
    assert (found.ready - found.end).days == 1
    assert found.reasons == ()
