"""Answers to statements, and the silence of those who don't answer."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from domain.accounts.ledger import BUCKETS
from domain.errors import RefusedError, UsageError
from domain.statements.replies import (
    DisputedLine,
    Reply,
    Sent,
    by_age,
    check_reply,
    check_silence,
    reply_state,
    silence_from,
    unanswered,
    unexplained,
)

TODAY = date(2026, 12, 10)
SENT = Sent("DZD-01-202611-0001", "K1", date(2026, 12, 1), date(2026, 12, 15), Decimal("800.00"))
NUMBERS = {"CK1", "CK2"}


def a_line(number="CK1", reason="price", ours="100.00", theirs="90.00", remark=""):
    return DisputedLine(
        number, reason, None if ours is None else Decimal(ours), None if theirs is None else Decimal(theirs), remark
    )


def a_reply(*lines, verdict=None, on=date(2026, 12, 5), closing=None, statement=SENT.number):
    verdict = verdict or ("differs" if lines else "agrees")
    theirs = None if closing is None else Decimal(closing)
    return Reply(statement, verdict, on, "王会计", lines, theirs, ("回执.jpg",))


def test_an_agreement_is_recorded():
    check_reply(a_reply(), SENT, NUMBERS, TODAY)
    check_reply(a_reply(closing="800"), SENT, NUMBERS, TODAY)
    for day in (SENT.issued, TODAY):
        check_reply(a_reply(on=day), SENT, NUMBERS, TODAY)


def test_a_difference_names_lines_or_another_balance():
    check_reply(a_reply(a_line(), a_line("CK9", "paid_not_booked", None, "-50.00")), SENT, NUMBERS, TODAY)
    check_reply(a_reply(a_line("", "amount")), SENT, NUMBERS, TODAY)
    check_reply(a_reply(verdict="differs", closing="799.00"), SENT, NUMBERS, TODAY)


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (a_reply(statement="DZD-01-202611-0002"), "reply_other_statement"),
        (a_reply(on=date(2026, 11, 30)), "reply_date"),
        (a_reply(on=date(2026, 12, 11)), "reply_date"),
        (a_reply(a_line(), verdict="agrees"), "reply_lines_unwanted"),
        (a_reply(closing="799.99"), "reply_closing"),
        (a_reply(verdict="differs"), "reply_lines_needed"),
        (a_reply(verdict="differs", closing="800.00"), "reply_lines_needed"),
        (a_reply(a_line("CK3")), "reply_line_unknown"),
        (a_reply(a_line(), a_line(theirs="80.00")), "reply_line_twice"),
        (a_reply(a_line(theirs="100.00")), "reply_line_same"),
        (a_reply(a_line(ours=None, theirs=None)), "reply_line_same"),
        (a_reply(a_line(reason="mood")), "reply_reason"),
        (a_reply(a_line(reason="other", remark=" ")), "reply_reason"),
    ],
)
def test_an_answer_that_makes_no_sense_is_told(reply, code):
    with pytest.raises(UsageError) as refused:
        check_reply(reply, SENT, NUMBERS, TODAY)
    assert refused.value.code == code


def test_other_reasons_are_explained_in_words():
    check_reply(a_reply(a_line(reason="other", remark="换了会计")), SENT, NUMBERS, TODAY)


@pytest.mark.parametrize(("day", "state"), [(15, "waiting"), (16, "late"), (31, "late")])
def test_silence_waits_then_is_late_and_never_agrees_by_itself(day, state):
    assert reply_state(SENT, None, date(2026, 12, day)) == state


@pytest.mark.parametrize(
    ("day", "agreed", "code"),
    [(31, None, "silence_not_agreed"), (15, 0, "silence_early"), (16, 0, ""), (22, 7, "silence_early"), (23, 7, "")],
)
def test_silence_may_be_recorded_only_as_agreed(day, agreed, code):
    if not code:
        check_silence(SENT, agreed, date(2026, 12, day))
        return
    with pytest.raises(RefusedError) as refused:
        check_silence(SENT, agreed, date(2026, 12, day))
    assert refused.value.code == code


def test_what_has_no_reply_date_is_never_silent_for_too_long():
    endless = replace(SENT, reply_by=None)
    assert silence_from(endless, 5) is None
    with pytest.raises(RefusedError, match="silence_without_end"):
        check_silence(endless, 5, TODAY)


def test_an_answer_ends_the_waiting():
    assert reply_state(SENT, a_reply(), date(2027, 6, 1)) == "agrees"
    assert reply_state(SENT, a_reply(a_line()), date(2027, 6, 1)) == "differs"
    assert reply_state(replace(SENT, reply_by=None), None, date(2027, 6, 1)) == "waiting"


def test_the_unanswered_stand_by_age():
    sent = [
        replace(SENT, number=f"N{late}", reply_by=None if late is None else TODAY - timedelta(days=late))
        for late in (None, -3, 0, 1, 31, 200)
    ]
    waiting = unanswered(sent, {"N31"}, TODAY)
    assert [(each.sent.number, each.days_late) for each in waiting] == [
        ("N200", 200),
        ("N1", 1),
        ("N0", 0),
        ("NNone", 0),
        ("N-3", -3),
    ]
    ages = by_age(waiting)
    assert tuple(ages) == BUCKETS
    assert {bucket: len(some) for bucket, some in ages.items() if some} == {"not_due": 3, "1-30": 1, "over_120": 1}


def test_what_the_lines_leave_unexplained():
    lines = (a_line(), a_line("CK9", "paid_not_booked", None, "-50.00"))
    assert [str(line.difference) for line in lines] == ["10.00", "50.00"]
    assert str(unexplained(a_reply(*lines, closing="740.00"), SENT.closing)) == "0.00"
    assert str(unexplained(a_reply(*lines, closing="735.00"), SENT.closing)) == "5.00"
    assert unexplained(a_reply(*lines), SENT.closing) == 0
