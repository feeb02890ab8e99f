"""A reply is recorded against its own statement with its scans; statements nobody answered are listed by age."""

import hashlib
import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest

from desktop.actions.accounts.account_views import ObjectionRow
from desktop.actions.headquarters.queued import posted
from desktop.actions.statements import replies
from domain.errors import DeskError
from sync.records.bodies.accounts import StatementBody
from sync.records.repair.checking import check

NUMBER = "DZD-01-202610-0001"
SLIP: dict[str, Any] = {
    "statement": NUMBER, "verdict": "agrees", "by": "李四", "their_closing": Decimal(100), "original": True
}  # fmt: skip


def issue(desk, number=NUMBER, *, reply_by="2026-11-15", seller="GD01", buyer="GD01:C1"):
    entries = [{"date": "2026-10-05", "kind": "delivery", "number": "XSCK-1", "debit": "100.00", "credit": "0.00"}]
    form = {"form": {"statement": {"opening": "0.00", "entries": entries}}}
    body = StatementBody(
        number, seller, buyer, "2026-10-01", "2026-10-31", "2026-11-01", 0, 100_00, "d" * 64,
        msgspec.Raw(json.dumps(form).encode()), reply_by=reply_by,
    )  # fmt: skip
    with desk.book.writing() as writing:
        writing.put(desk.stream, "statement", number, body)


def test_reply_that_agrees(desk):
    issue(desk)
    found = posted(
        replies.record_reply(
            desk, NUMBER, "agrees", date(2026, 11, 10), "李四", their_closing=Decimal(100), original=True
        )
    )
    assert (found.verdict, found.by, found.unexplained, found.recorded_at) == ("agrees", "李四", Decimal(0), desk.now())
    assert found.original
    assert replies.unanswered_rows(desk) == []
    assert check(desk.book) == []


def test_reply_that_differs_with_a_scan(desk, tmp_path):
    issue(desk)
    scan = tmp_path / "回执.JPG"
    scan.write_bytes(b"a photograph")
    line = ObjectionRow("XSCK-1", "price", Decimal(100), Decimal(90), "单价应为 9 元")
    found = posted(
        replies.record_reply(
            desk, NUMBER, "differs", None, "李四", lines=[line], their_closing=Decimal(85), files=[scan, scan]
        )
    )
    assert (found.lines, found.unexplained) == ((line,), Decimal(5))
    kept = found.attachments[0]
    assert (kept.name, kept.sha256) == ("回执.JPG", hashlib.sha256(b"a photograph").hexdigest())
    assert Path(kept.path).read_bytes() == b"a photograph"
    assert Path(kept.path).parent == desk.folder / "attachments"
    assert len(list((desk.folder / "attachments").iterdir())) == 1
    with desk.book.reading() as connection:
        assert replies.disputed_documents(connection, "GD01", "GD01:C1") == {"XSCK-1": "price"}
    Path(kept.path).unlink()
    assert replies.reply_to(desk, NUMBER).attachments[0].path == ""


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"statement": "nothing"}, "statement_unknown"),
        ({"statement": "theirs"}, "statement_not_yours"),
        ({"on": date(2026, 10, 31)}, "reply_date"),
        ({"on": date(2026, 12, 1)}, "reply_date"),
        ({"their_closing": Decimal(99)}, "reply_closing"),
        ({"their_closing": None}, "reply_closing_needed"),
        ({"verdict": "differs"}, "reply_lines_needed"),
        ({"verdict": "differs", "lines": [ObjectionRow("X-9", "price", Decimal(1), None)]}, "reply_line_unknown"),
        ({"verdict": "differs", "lines": [ObjectionRow("XSCK-1", "mood", Decimal(1), None)]}, "reply_reason"),
        ({"files": [Path("nowhere.jpg")]}, "file_missing"),
        ({"by": " "}, "reply_signer"),
        ({"original": False}, "reply_evidence"),
    ],
)
def test_reply_that_can_t_be_is_refused(desk, change, code):
    issue(desk)
    issue(desk, "theirs", seller="HQ", buyer="GD01")
    with pytest.raises(DeskError, match=code):
        replies.record_reply(desk, **{**SLIP, **change})
    with pytest.raises(DeskError, match="reply_none"):
        replies.reply_to(desk, NUMBER)


def test_unanswered_are_listed_by_age(desk):
    issue(desk)
    issue(desk, "DZD-01-202610-0002", reply_by="2026-12-01")
    rows = replies.unanswered_rows(desk)
    assert [(row.number, row.days, row.days_late, row.bucket) for row in rows] == [
        (NUMBER, 22, 8, "1-30"),
        ("DZD-01-202610-0002", 22, -8, "not_due"),
    ]
    replies.record_reply(desk, **SLIP)
    assert [row.number for row in replies.unanswered_rows(desk)] == ["DZD-01-202610-0002"]
