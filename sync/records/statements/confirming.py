"""Statements confirmed between two programs: each side's acts as signed records, followed in their order.

The statement itself is the seller's first act. An act that is out of turn, that speaks of another text, that is forged,
or that HQ took in too late, changes nothing and is told with its reason.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import msgspec
from sqlalchemy import Connection

from domain.errors import DeskError, RefusedError, UsageError
from domain.statements.confirmations import (
    Act,
    Actor,
    Confirmation,
    ConfirmationEvent,
    LineAnswer,
    advance,
    issue,
    signing_text,
)
from domain.statements.replies import DisputedLine
from domain.values.money import from_fen, to_fen
from sync.records.bodies.accounts import ConfirmationBody, LineAnswerBody, ObjectionBody
from sync.records.books.bulk import query_rows, rows_in
from sync.records.books.settings import read_setting
from sync.records.log.holding import HELD
from sync.records.statements.lines import statement_lines
from sync.records.statements.signatures import Signed, Signer, authority_of, prove, sealed

_ROWS = 'SELECT c.*, c."by" AS who FROM confirmation c WHERE c.statement IN (?*) ORDER BY c.statement, c.place, c.pk'
COUNTS = f"NOT EXISTS (SELECT 1 FROM problem h WHERE h.record = c.id AND h.kind = 'confirmation' AND h.code = '{HELD}')"
"""That HQ didn't hold an act `c`."""
SILENT = f"NOT EXISTS (SELECT 1 FROM confirmation c WHERE c.statement = s.id AND {COUNTS})"
"""That nobody acted on a statement `s` yet."""


@dataclass(frozen=True, slots=True)
class Followed:
    """Where a statement stands, and every act with the signer and, where it doesn't count, why."""

    statement: Any
    confirmation: Confirmation
    acts: tuple[tuple[ConfirmationEvent, str, DeskError | None], ...]


def statement_row(connection: Connection, number: str) -> Any:
    """The statement of this number or id; UsageError `statement_unknown`."""
    for column in ("id", "number"):
        if rows := query_rows(connection, f"SELECT * FROM statement WHERE {column} = ?", number):
            return rows[0]
    raise UsageError("statement_unknown", number=number)


def followed(connection: Connection, statement: Any) -> Followed:
    """Follows the acts on one statement (a row of its table)."""
    return follow_all(connection, [statement])[0]


def standings(connection: Connection, numbers: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Where statements stand by their numbers, and what took the place of each.

    `confirmed`, `disputed`, `answered`, `withdrawn`, `replaced`, else the verdict of a recorded reply, else `issued`.
    """
    rows = rows_in(connection, "SELECT * FROM statement WHERE number IN (?*)", list(numbers))
    replies = dict(
        rows_in(connection, "SELECT statement, verdict FROM reply WHERE statement IN (?*)", [row.id for row in rows])
    )
    found: dict[str, tuple[str, str]] = {}
    for each in follow_all(connection, rows):
        confirmation, row = each.confirmation, each.statement
        successor = confirmation.events[-1].replacement if confirmation.state == "withdrawn" else ""
        state = "replaced" if successor else str(confirmation.state)
        if state in ("issued", "unissued"):
            state = replies.get(row.id, "issued")
        found[row.number] = (state, successor)
    return found


def follow_all(connection: Connection, statements: Sequence[Any]) -> list[Followed]:
    """Follows the acts on many statements, read at once."""
    acts: dict[str, list[Any]] = {row.id: [] for row in statements}
    for row in rows_in(connection, _ROWS, list(acts)):
        acts[row.statement].append(row)
    judge = _ActJudge(connection, acts)
    return [_follow(row, [(body_of_row(each), judge.wrong(each, row)) for each in acts[row.id]]) for row in statements]


class _ActJudge:
    """What is wrong with acts whoever's turn it is: HQ didn't believe them, or the signature isn't the actor's."""

    def __init__(self, connection: Connection, acts: Mapping[str, Sequence[Any]]) -> None:
        self.hq = authority_of(connection)
        # HQ itself judged every act when it took it in, and what it wrote it needn't prove to itself.
        self.believes = read_setting(connection, "role") == "hq"
        held = "SELECT record FROM problem WHERE record IN (?*) AND kind = 'confirmation' AND code = ? AND stream = ?"
        ids = [row.id for rows in acts.values() for row in rows]
        own = f"desk/{read_setting(connection, 'desk_id')}"
        self.held = {record for (record,) in rows_in(connection, held, ids, HELD, own)}

    def wrong(self, act: Any, statement: Any) -> DeskError | None:
        if act.id in self.held:
            return RefusedError("confirmation_held", statement=statement.number)
        if not self.believes and prove(signed_by(body_of_row(act), statement), self.hq) == "forged":
            return RefusedError("confirmation_forged", statement=statement.number)
        return None


def _follow(statement: Any, acts: Sequence[tuple[ConfirmationBody, DeskError | None]]) -> Followed:
    standing = begun(statement)
    numbers = numbers_on(statement)
    told: list[tuple[ConfirmationEvent, str, DeskError | None]] = []
    for body, unbelieved in acts:
        event = event_of(body, statement.number)
        wrong: DeskError | None = None
        try:
            if unbelieved is not None:
                raise unbelieved
            standing = advance(standing, event, numbers)
        except DeskError as refused:
            wrong = refused
        told.append((event, body.signer, wrong))
    return Followed(statement, standing, tuple(told))


def begun(statement: Any) -> Confirmation:
    """A statement as issued, before anybody acted on it."""
    return issue(issue_event(statement))


def issue_event(statement: Any) -> ConfirmationEvent:
    """What whoever issues a statement (its body, or a row of its table) signs."""
    day = dt.date.fromisoformat(statement.issued)
    return ConfirmationEvent("issue", "seller", statement.number, statement.digest, day, statement.author)


def issued_by(statement: Any) -> Signed:
    """The signature under a statement itself."""
    text = signing_text(issue_event(statement))
    return Signed(text, statement.signature, statement.signer, statement.seller, statement.vouch)


def signed_by(body: ConfirmationBody, statement: Any) -> Signed:
    """The signature under an act."""
    dealer = str(getattr(statement, body.actor, ""))
    text = signing_text(event_of(body, statement.number))
    return Signed(text, body.signature, body.signer, dealer, body.vouch)


def numbers_on(statement: Any) -> set[str]:
    """The document numbers that a statement names."""
    return {line.number for line in statement_lines(statement.form).lines if line.number}


def act_id(statement: str, place: int, actor: str, signer: str) -> str:
    """The id of an act: two desks of one dealer that act at once write two records."""
    return f"{statement}/{place}/{actor}/{signer}"


def signed(event: ConfirmationEvent, seal: Signer, statement: str, place: int) -> ConfirmationBody:
    """The record of an act, signed with the key of the place that acts."""
    return ConfirmationBody(
        statement=statement,
        act=event.act,
        actor=event.actor,
        digest=event.digest,
        date=event.on.isoformat(),
        by=event.by,
        lines=[objection_body(each) for each in event.lines],
        answers=[LineAnswerBody(each.number, each.accepted, each.remark, each.document) for each in event.answers],
        replacement=event.replacement,
        signature=sealed(seal, signing_text(event)),
        signer=seal.signer,
        vouch=seal.vouch,
        place=place,
    )


def event_of(body: ConfirmationBody, number: str) -> ConfirmationEvent:
    """A record's act as a value; ValueError for a date that is none."""
    return ConfirmationEvent(
        act=cast("Act", body.act),
        actor=cast("Actor", body.actor),
        statement=number,
        digest=body.digest,
        on=dt.date.fromisoformat(body.date),
        by=body.by,
        lines=tuple(disputed(each) for each in body.lines),
        answers=tuple(LineAnswer(each.number, each.accepted, each.remark, each.document) for each in body.answers),
        replacement=body.replacement,
        signature=body.signature,
    )


def body_of_row(row: Any) -> ConfirmationBody:
    """A row as its record says it."""
    return ConfirmationBody(
        statement=row.statement,
        act=row.act,
        actor=row.actor,
        digest=row.digest,
        date=row.date,
        by=row.who,
        lines=msgspec.json.decode(row.lines, type=list[ObjectionBody]),
        answers=msgspec.json.decode(row.answers, type=list[LineAnswerBody]),
        replacement=row.replacement,
        signature=row.signature,
        signer=row.signer,
        vouch=row.vouch,
        place=row.place,
    )


def disputed(body: ObjectionBody) -> DisputedLine:
    """A stored objection as a value."""
    return DisputedLine(
        body.number,
        body.reason,
        None if body.ours is None else from_fen(body.ours),
        None if body.theirs is None else from_fen(body.theirs),
        body.remark,
    )


def objection_body(line: DisputedLine) -> ObjectionBody:
    """An objection as stored."""
    return ObjectionBody(
        line.number,
        line.reason,
        None if line.ours is None else to_fen(line.ours),
        None if line.theirs is None else to_fen(line.theirs),
        line.remark,
    )
