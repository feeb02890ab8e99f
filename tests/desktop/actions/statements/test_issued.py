"""Issued statements are told by where they stand: by a recorded slip, by a program's act, or by silence and its age."""

from datetime import date
from decimal import Decimal

from desktop.actions.headquarters.attention import attention
from desktop.actions.statements import deemed_acceptance, issued, replies
from domain.statements.confirmations import ConfirmationEvent
from domain.statements.replies import DisputedLine
from sync.keys import DeviceKey
from sync.records.statements.confirming import signed, statement_row
from sync.records.statements.signatures import Signer
from tests.desktop.actions.statements.test_replies import NUMBER, issue


def row(desk, state=""):
    (found,) = issued.issued_rows(desk, issued.issued_ids(desk, "", state))
    return found


def test_silence_has_an_age_and_never_agrees_by_itself(desk):
    issue(desk, reply_by="2026-11-15")
    late = (desk.today() - date(2026, 11, 15)).days
    assert (row(desk).state, row(desk, "late").days_late, row(desk).silence_from) == ("late", late, None)
    deemed_acceptance.agree(desk, "C1", 3)
    assert (row(desk, "late").state, row(desk).silence_from) == ("late", date(2026, 11, 19))


def test_recorded_slip_stands_before_everything(desk):
    issue(desk, reply_by="")
    assert row(desk, "waiting").state == "waiting"
    replies.record_reply(desk, NUMBER, "agrees", date(2026, 11, 10), "李四", their_closing=Decimal(100), original=True)
    found = row(desk, "agrees")
    assert (found.state, found.by, found.answered, found.by_program) == ("agrees", "李四", date(2026, 11, 10), False)
    assert [len(issued.issued_ids(desk, text)) for text in ("DZD-01", "nobody")] == [1, 0]
    assert [line.number for line in issued.lines_of(desk, NUMBER)] == ["XSCK-1"]


def test_a_programs_dispute_is_told_and_waits_for_us(desk):
    issue(desk)
    with desk.book.writing() as writing:
        statement = statement_row(writing.connection, NUMBER)
        lines = (DisputedLine("XSCK-1", "price", Decimal(100), Decimal(90)),)
        on = date(2026, 11, 3)
        event = ConfirmationEvent("dispute", "buyer", NUMBER, statement.digest, on, "客户", lines=lines)
        body = signed(event, Signer(DeviceKey.make(), "F1"), statement.id, 1)
        writing.put("desk/F1", "confirmation", f"{statement.id}/1/buyer", body)
    found = row(desk, "differs")
    assert (found.state, found.by, found.by_program) == ("differs", "客户", True)
    with desk.book.reading() as connection:
        (waits,) = [each for each in attention(connection, desk) if each.kind == "statement"]
    assert (waits.number, waits.code) == (NUMBER, "statement_disputed")
