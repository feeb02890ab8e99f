"""Customers' answers to statements as they were recorded, with their scans; and the statements nobody answered yet."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from desktop.actions.accounts.account_views import AttachmentRow, ObjectionRow, ReplyView, Slip, UnansweredRow
from desktop.actions.catalog.cards import dealers_by_id, stranger
from desktop.actions.changes import changes
from desktop.actions.documents.posting import home_of
from desktop.actions.documents.saving import write_whole
from desktop.actions.headquarters.asked_acts import hq_does
from desktop.actions.headquarters.queued import Queued
from domain.errors import RefusedError, UsageError
from domain.statements.replies import (
    DisputedLine,
    Reply,
    Sent,
    Verdict,
    check_reply,
    check_slip,
    unanswered,
    unexplained,
)
from domain.values.money import ZERO, from_fen, to_fen
from sync.records.bodies.accounts import AttachmentBody, ObjectionBody, ReplyBody
from sync.records.books.bulk import query_rows
from sync.records.statements.confirming import SILENT, disputed, numbers_on, objection_body, statement_row
from sync.records.statements.issued import STANDING, is_withdrawn

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desktop.desk import Desk

FOLDER = "attachments"
MOST_BYTES = 50_000_000


@changes("statements")
def record_reply(  # noqa: PLR0913 -- what stands on the slip
    desk: Desk,
    statement: str,
    verdict: Verdict,
    on: dt.date | None = None,
    by: str = "",
    *,
    lines: Sequence[ObjectionRow] = (),
    their_closing: Decimal | None = None,
    remark: str = "",
    files: Sequence[Path] = (),
    original: bool = False,
) -> ReplyView | Queued:
    """Records the answer to a statement of one's own; another answer takes the place of the one before.

    Somebody signed it, and it is at hand: as scans, which are copied into the desk's folder under their SHA-256, or on
    paper (`original`). Raises UsageError `statement_unknown`, `reply_…`, `file_missing`, `file_empty`,
    `attachment_too_large`; RefusedError `statement_not_yours`, `reply_to_withdrawn`.
    """
    desk.need_right("statement_write")
    with desk.book.reading() as connection:
        row = statement_row(connection, statement)
        withdrawn = is_withdrawn(connection, row.number)
    _check(desk, row, _reply(row, verdict, on or desk.today(), by, lines, their_closing), withdrawn=withdrawn)
    check_slip(by, len(files), verdict, their_closing, original=original)
    kept = [_keep(desk, path) for path in files]
    return keep_reply(desk, statement, verdict, on, by, lines, their_closing, remark, kept, original)


@hq_does("record_reply")
def keep_reply(  # noqa: PLR0913, PLR0917 -- as `record_reply`
    desk: Desk,
    statement: str,
    verdict: Verdict,
    on: dt.date | None,
    by: str,
    lines: Sequence[ObjectionRow],
    their_closing: Decimal | None,
    remark: str,
    files: Sequence[AttachmentBody],
    original: bool = False,
) -> ReplyView:
    """Records an answer whose scans lie in the folder of whoever has it; raises as `record_reply`."""
    desk.need("statement_write")
    day = on or desk.today()
    with desk.book.reading() as connection:
        row = statement_row(connection, statement)
        withdrawn = is_withdrawn(connection, row.number)
    reply = _reply(row, verdict, day, by, lines, their_closing)
    _check(desk, row, reply, withdrawn=withdrawn)
    body = ReplyBody(
        statement=row.id,
        verdict=verdict,
        date=day.isoformat(),
        by=by,
        their_closing=None if their_closing is None else to_fen(their_closing),
        lines=[objection_body(each) for each in reply.lines],
        remark=remark,
        attachments=list(files),
        original=original,
        recorded_at=desk.now(),
        recorded_by=desk.operator,
    )
    with desk.book.writing() as writing:
        writing.put(home_of(desk).own_stream, "reply", row.id, body)
    return reply_to(desk, row.id)


def _reply(
    row: Any, verdict: Verdict, on: dt.date, by: str, lines: Sequence[ObjectionRow], their_closing: Decimal | None
) -> Reply:
    told = tuple(DisputedLine(each.number, each.reason, each.ours, each.theirs, each.remark) for each in lines)
    return Reply(row.number, verdict, on, by, told, their_closing)


def _check(desk: Desk, row: Any, reply: Reply, *, withdrawn: bool) -> None:
    if row.seller != desk.dealer_id:
        raise RefusedError("statement_not_yours", statement=row.number)
    if withdrawn:
        raise RefusedError("reply_to_withdrawn", statement=row.number)
    check_reply(reply, sent_of(row), numbers_on(row), desk.today())


def recorded_reply(desk: Desk, statement: str) -> ReplyView | None:
    """The recorded answer to a statement, if there is one."""
    try:
        return reply_to(desk, statement)
    except UsageError as none:
        if none.code == "reply_none":
            return None
        raise


def reply_to(desk: Desk, statement: str) -> ReplyView:
    """The answer recorded to a statement; UsageError `statement_unknown`, `reply_none`."""
    with desk.book.reading() as connection:
        row = statement_row(connection, statement)
        found = query_rows(connection, 'SELECT r.*, r."by" AS who FROM reply r WHERE r.statement = ?', row.id)
    if not found:
        raise UsageError("reply_none", statement=row.number)
    return _view(desk, row, found[0])


def unanswered_rows(desk: Desk, on: dt.date | None = None) -> list[UnansweredRow]:
    """The statements of this dealer without an answer on paper or from a program, the latest first."""
    day = on or desk.today()
    sql = (
        "SELECT * FROM statement s WHERE s.seller = ? AND s.issued <= ? AND NOT EXISTS "
        f"(SELECT 1 FROM reply r WHERE r.statement = s.id) AND {SILENT} ORDER BY s.number"
    )
    with desk.book.reading() as connection:
        rows = {row.number: row for row in query_rows(connection, sql, desk.dealer_id, day.isoformat())}
        names = dealers_by_id(connection, [row.buyer for row in rows.values()])
    return [
        UnansweredRow(
            statement=rows[each.sent.number].id,
            number=each.sent.number,
            buyer=names.get(each.sent.buyer) or stranger(each.sent.buyer),
            issued=each.sent.issued,
            reply_by=each.sent.reply_by,
            closing=each.sent.closing,
            days=each.days,
            days_late=each.days_late,
            bucket=each.bucket,
        )
        for each in unanswered(map(sent_of, rows.values()), (), day)
    ]


def disputed_documents(connection: Connection, seller: str, buyer: str) -> dict[str, str]:
    """Why documents of an account are disputed by the answers to its statements, by document number."""
    sql = "SELECT r.lines FROM reply r JOIN statement s ON s.id = r.statement WHERE s.seller = ? AND s.buyer = ?"
    sql += f" AND {STANDING.format('s')}"
    found: dict[str, str] = {}
    for row in query_rows(connection, sql, seller, buyer):
        for line in msgspec.json.decode(row.lines, type=list[ObjectionBody]):
            found[line.number] = line.reason
    return found


def _keep(desk: Desk, path: Path) -> AttachmentBody:
    """Copies a scan into the folder, once, whatever its name."""
    try:
        content = path.read_bytes()
    except OSError as failure:
        raise UsageError("file_missing", file=str(path)) from failure
    if not content:
        raise UsageError("file_empty", file=path.name)
    if len(content) > MOST_BYTES:
        raise UsageError("attachment_too_large", file=path.name, most=MOST_BYTES // 1_000_000)
    digest = hashlib.sha256(content).hexdigest()
    place = desk.folder / FOLDER / f"{digest}{path.suffix.lower()[:10]}"
    if not place.exists():
        write_whole(place, content)
    return AttachmentBody(path.name, digest, len(content))


def sent_of(row: Any) -> Sent:
    """An issued statement as one that waits for its answer."""
    reply_by = dt.date.fromisoformat(row.reply_by) if row.reply_by else None
    return Sent(row.number, row.buyer, dt.date.fromisoformat(row.issued), reply_by, from_fen(row.closing))


def _view(desk: Desk, statement: Any, row: Any) -> ReplyView:
    lines = tuple(disputed(each) for each in msgspec.json.decode(row.lines, type=list[ObjectionBody]))
    closing = None if row.their_closing is None else from_fen(row.their_closing)
    day = dt.date.fromisoformat(row.date)
    reply = Reply(statement.number, row.verdict, day, row.who, lines, closing)
    attachments = msgspec.json.decode(row.attachments, type=list[AttachmentBody])
    return ReplyView(
        statement=statement.id,
        number=statement.number,
        verdict=row.verdict,
        date=day,
        by=row.who,
        their_closing=closing,
        lines=tuple(ObjectionRow(each.number, each.reason, each.ours, each.theirs, each.remark) for each in lines),
        unexplained=unexplained(reply, from_fen(statement.closing)) if row.verdict == "differs" else ZERO,
        remark=row.remark,
        attachments=tuple(_attachment(desk, each) for each in attachments),
        recorded_by=row.recorded_by,
        recorded_at=row.recorded_at,
        reply_by=dt.date.fromisoformat(statement.reply_by) if statement.reply_by else None,
        original=bool(row.original),
    )


def _attachment(desk: Desk, body: AttachmentBody) -> AttachmentRow:
    place = desk.folder / FOLDER / f"{body.sha256}{Path(body.name).suffix.lower()[:10]}"
    return AttachmentRow(body.name, body.sha256, body.size, str(place) if place.exists() else "")


@changes("statements")
def record_slip(desk: Desk, slip: Slip) -> ReplyView | Queued:
    """Records an answered slip as it was filled in."""
    return record_reply(
        desk,
        slip.statement,
        slip.verdict,
        slip.on,
        slip.by,
        lines=slip.lines,
        their_closing=slip.their_closing,
        remark=slip.remark,
        files=slip.files,
        original=slip.original,
    )
