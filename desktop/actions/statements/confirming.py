"""Statements answered between two programs: compared by the desk itself, confirmed or disputed by a person, signed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from desktop.actions.accounts.account_views import ConfirmationView, EventView, ObjectionRow
from desktop.actions.catalog.cards import dealers_by_id, stranger
from desktop.actions.catalog.cost import check_cost, veiled_for
from desktop.actions.changes import changes
from desktop.actions.documents.posting import home_of
from desktop.actions.headquarters.asked_acts import hq_does
from desktop.actions.statements.signer import seal_of
from domain.errors import DeskError, RefusedError, UsageError
from domain.explain import Reason
from domain.reconciliation.comparison import WINDOW, openings_apart, reconcile
from domain.reconciliation.likely_causes import Evidence
from domain.statements.confirmations import (
    Act,
    Actor,
    ConfirmationEvent,
    LineAnswer,
    advance,
    lines_to_dispute,
    why_withdrawn,
)
from domain.statements.replies import DisputedLine
from domain.values.money import from_fen
from sync.records.books.bulk import query_rows
from sync.records.books.locking import lock_statements
from sync.records.statements.confirming import (
    SILENT,
    Followed,
    act_id,
    follow_all,
    followed,
    numbers_on,
    signed,
    statement_row,
)
from sync.records.statements.integrity import check_genuine, is_genuine
from sync.records.statements.lines import received_lines, statement_lines
from sync.records.statements.replaced import agreed_on_paper

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desktop.desk import Desk
    from sync.records.log.writing import Writing
    from sync.records.statements.signatures import Signer


@dataclass(frozen=True, slots=True)
class Proposal:
    """A statement made to us as compared with our own book: without lines it agrees and may be confirmed."""

    number: str
    closing: Decimal
    lines: tuple[ObjectionRow, ...]


def confirmations(desk: Desk) -> list[ConfirmationView]:
    """All statements of this dealer with others' programs, the newest first; those that wait for us are `mine`."""
    with desk.book.reading() as connection:
        rows = query_rows(
            connection,
            "SELECT * FROM statement WHERE seller = ? OR buyer = ? ORDER BY last_day DESC, pk DESC",
            desk.dealer_id,
            desk.dealer_id,
        )
        return [view_of(connection, desk, each) for each in follow_all(connection, rows)]


def confirmation(desk: Desk, number: str) -> ConfirmationView:
    """Where one statement stands; UsageError `statement_unknown`."""
    with desk.book.reading() as connection:
        return view_of(connection, desk, followed(connection, statement_row(connection, number)))


def differences(desk: Desk, number: str) -> tuple[ObjectionRow, ...]:
    """What this dealer's own book holds against a statement made to it; UsageError `statement_unknown`,
    RefusedError `cost_hidden`."""
    with desk.book.reading() as connection:
        row = statement_row(connection, number)
        check_cost(desk, row.buyer)
        return tuple(map(_objection, own_differences(connection, row)))


@changes("statements")
def confirm(desk: Desk, number: str, closing: Decimal | None = None) -> ConfirmationView:
    """Confirms a statement, signed; `closing` is the balance that the person who signs has seen and agrees to.

    Without it only what this dealer's own book agrees with is signed. Raises UsageError `statement_unknown`,
    `confirmation_closing` (facts `statement`, `closing`, `theirs`); RefusedError `statement_not_for_you`,
    `confirmation_out_of_turn`, `confirmation_differs` (facts `statement`, `count`, `closing`), and as
    `sync.records.statements.integrity.check_genuine`.
    """
    return _act(desk, number, "confirm", "buyer", seen=closing)


@changes("statements")
def dispute(desk: Desk, number: str, lines: Sequence[ObjectionRow] = ()) -> ConfirmationView:
    """Disputes a statement line by line, signed; without lines, those that differ from this dealer's own book.

    Raises as `confirm`, and UsageError `reply_line_…`, RefusedError `confirmation_lines` where nothing differs.
    """
    wanted = tuple(DisputedLine(each.number, each.reason, each.ours, each.theirs, each.remark) for each in lines)
    if not wanted:
        with desk.book.reading() as connection:
            wanted = own_differences(connection, statement_row(connection, number))
    return _act(desk, number, "dispute", "buyer", lines=wanted)


@changes("statements")
@hq_does("answer_dispute")
def answer_dispute(desk: Desk, number: str, answers: Mapping[str, tuple[bool, str, str]]) -> ConfirmationView:
    """The seller's answer to each disputed line: by number, whether it is accepted, a remark, the correcting document.

    Raises as `confirm`, and RefusedError `confirmation_unanswered`, UsageError `answer_document_unknown`.
    """
    told = tuple(LineAnswer(line, *answer) for line, answer in answers.items())
    with desk.book.reading() as connection:
        _check_documents(connection, statement_row(connection, number), told)
    return _act(desk, number, "answer", "seller", answers=told)


@changes("statements")
@hq_does("withdraw_statement")
def withdraw(desk: Desk, number: str, replacement: str = "", *, reason: str = "") -> ConfirmationView:
    """Takes a statement back, naming the one that takes its place and why.

    Raises as `confirm`, and RefusedError `statement_agreed` for one that both sides signed, `statement_agreed_on_paper`
    for one whose slip the other side signed.
    """
    return _act(desk, number, "withdraw", "seller", answers=why_withdrawn(reason), replacement=replacement)


def withdrawn_for(desk: Desk, number: str) -> str | None:
    """Why the statement of this number was withdrawn ("" where none was told); None where it stands."""
    with desk.book.reading() as connection:
        found = followed(connection, statement_row(connection, number))
    if found.confirmation.state != "withdrawn":
        return None
    last = found.confirmation.events[-1]
    return last.reason or last.replacement or last.on.isoformat()


def proposals(desk: Desk) -> list[Proposal]:
    """Every statement that waits for this dealer's first answer, compared with its own book; nothing is signed.

    RefusedError `cost_hidden`.
    """
    check_cost(desk, desk.dealer_id)
    with desk.book.reading() as connection:
        sql = f"SELECT * FROM statement s WHERE s.buyer = ? AND s.seller <> ? AND {SILENT} ORDER BY s.last_day, s.pk"
        rows = query_rows(connection, sql, desk.dealer_id, desk.dealer_id)
        waiting = [each.statement for each in follow_all(connection, rows) if each.confirmation.state == "issued"]
        return [
            Proposal(str(row.number), from_fen(row.closing), tuple(map(_objection, own_differences(connection, row))))
            for row in waiting
            if is_genuine(connection, row)
        ]


def _check_documents(connection: Connection, statement: Any, answers: Sequence[LineAnswer]) -> None:
    """Whoever accepts a line names a paper the other side will really find on the account."""
    sql = "SELECT 1 FROM document WHERE number = ? AND seller = ? AND buyer = ?"
    for each in answers:
        if each.document and not query_rows(connection, sql, each.document, statement.seller, statement.buyer):
            raise UsageError("answer_document_unknown", document=each.document, dealer=statement.buyer)


def own_differences(connection: Connection, statement: Any) -> tuple[DisputedLine, ...]:
    """What the buyer's own book holds against a statement, line by line; an opening that differs has no number."""
    start, end = dt.date.fromisoformat(statement.first_day), dt.date.fromisoformat(statement.last_day)
    theirs = statement_lines(statement.form)
    ours = received_lines(connection, statement.seller, statement.buyer, start, end)
    compared = reconcile(ours.lines, theirs.lines, Evidence(start, end, WINDOW, we_sell=False))
    found, held_more, told_more = openings_apart(compared)
    told, held = from_fen(statement.opening) + told_more, ours.opening + held_more
    opening = () if told == held else (DisputedLine("", "amount", told, held),)
    return (*opening, *lines_to_dispute(found))


def view_of(connection: Connection, desk: Desk, found: Followed) -> ConfirmationView:
    """Where a followed statement stands, as this dealer sees it."""
    row, standing = found.statement, found.confirmation
    names = dealers_by_id(connection, [row.seller, row.buyer])
    turn = standing.turn or ""
    mine = bool(turn) and getattr(row, turn) == desk.dealer_id
    shown = ConfirmationView(
        statement=row.id,
        number=row.number,
        seller=names.get(row.seller) or stranger(row.seller),
        buyer=names.get(row.buyer) or stranger(row.buyer),
        first_day=dt.date.fromisoformat(row.first_day),
        last_day=dt.date.fromisoformat(row.last_day),
        closing=from_fen(row.closing),
        state=standing.state,
        turn=turn,
        mine=mine,
        disputed=tuple(map(_objection, standing.disputed)),
        events=tuple(_event(*each) for each in found.acts),
    )
    return veiled_for(desk, row.buyer, shown)


# ---- inside -----------------------------------------------------------------------------------------------------


def _act(
    desk: Desk,
    number: str,
    act: Act,
    actor: Actor,
    *,
    lines: Sequence[DisputedLine] = (),
    answers: Sequence[LineAnswer] = (),
    replacement: str = "",
    seen: Decimal | None = None,
) -> ConfirmationView:
    desk.need("statement_write")
    with desk.book.writing() as writing:
        seal = seal_of(desk, writing.connection)
        row = statement_row(writing.connection, number)
        lock_statements(writing.connection, [row.id])
        standing = followed(writing.connection, row)
        if getattr(standing.statement, actor) != desk.dealer_id:
            raise RefusedError("statement_not_for_you", statement=standing.statement.number)
        if act == "withdraw" and standing.confirmation.state == "confirmed":
            raise RefusedError("statement_agreed", statement=row.number, dealer=row.buyer)
        if act == "withdraw" and agreed_on_paper(writing.connection, [row.id]):
            raise RefusedError("statement_agreed_on_paper", statement=row.number)
        if act == "confirm":
            check_genuine(writing.connection, row)
            _check_seen(writing.connection, standing, seen)
        _put(desk, writing, standing, act, actor, seal, lines=lines, answers=answers, replacement=replacement)
        return view_of(writing.connection, desk, followed(writing.connection, standing.statement))


def _check_seen(connection: Connection, standing: Followed, seen: Decimal | None) -> None:
    """Whoever confirms what his own book doesn't say names the balance he signs."""
    row = standing.statement
    closing = from_fen(row.closing)
    if seen is not None and seen != closing:
        raise UsageError("confirmation_closing", statement=row.number, closing=closing, theirs=seen)
    if seen is None and standing.confirmation.turn == "buyer" and (lines := own_differences(connection, row)):
        raise RefusedError("confirmation_differs", statement=row.number, count=len(lines), closing=closing)


def _put(  # noqa: PLR0913
    desk: Desk,
    writing: Writing,
    standing: Followed,
    act: Act,
    actor: Actor,
    seal: Signer,
    *,
    lines: Sequence[DisputedLine] = (),
    answers: Sequence[LineAnswer] = (),
    replacement: str = "",
) -> None:
    statement, place = standing.statement, len(standing.acts) + 1
    event = ConfirmationEvent(
        act=act,
        actor=actor,
        statement=statement.number,
        digest=statement.digest,
        on=desk.today(),
        by=desk.operator,
        lines=tuple(lines),
        answers=tuple(answers),
        replacement=replacement,
    )
    advance(standing.confirmation, event, numbers_on(statement))
    body = signed(event, seal, statement.id, place)
    stream = home_of(desk).stream_for(statement.buyer) if actor == "seller" else desk.stream
    writing.put(stream, "confirmation", act_id(statement.id, place, actor, seal.signer), body)


def _event(event: ConfirmationEvent, signer: str, wrong: DeskError | None) -> EventView:
    return EventView(
        act=event.act,
        actor=event.actor,
        date=event.on,
        by=event.by,
        lines=tuple(map(_objection, event.lines)),
        answers=tuple((each.number, each.accepted, each.remark, each.document) for each in event.answers),
        replacement=event.replacement,
        signer=signer,
        wrong=None if wrong is None else Reason(wrong.code, "stop", {k: str(v) for k, v in wrong.facts.items()}),
    )


def _objection(line: DisputedLine) -> ObjectionRow:
    return ObjectionRow(line.number, line.reason, line.ours, line.theirs, line.remark)
