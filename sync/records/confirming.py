"""Statements confirmed between two programs: each side's acts as signed records, followed in their order.

The statement itself is the seller's first act. An act that is out of turn, or that speaks of another text, changes
nothing and is told with its reason.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, cast

import msgspec
from sqlalchemy import Connection

from domain.confirmations import Act, Actor, Confirmation, ConfirmationEvent, LineAnswer, advance, issue, signing_text
from domain.errors import DeskError, RefusedError, UsageError
from domain.money import from_fen, to_fen
from domain.replies import DisputedLine
from sync.keys import DeviceKey
from sync.records.account_bodies import ConfirmationBody, LineAnswerBody, ObjectionBody
from sync.records.bulk import query_rows, rows_in
from sync.records.settings import read_setting
from sync.records.statement_lines import statement_lines
from sync.wire.signing import from_base64, to_base64, verify

HQ = "hq"
"""Who signs for HQ."""
_ROWS = 'SELECT c.*, c."by" AS who FROM confirmation c WHERE c.statement IN (?*) ORDER BY c.statement, c.place, c.pk'


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


def follow_all(connection: Connection, statements: Sequence[Any]) -> list[Followed]:
    """Follows the acts on many statements, read at once."""
    acts: dict[str, list[Any]] = {row.id: [] for row in statements}
    for row in rows_in(connection, _ROWS, list(acts)):
        acts[row.statement].append(row)
    sellers = rows_in(
        connection, "SELECT id, tier FROM dealer WHERE id IN (?*)", sorted({r.seller for r in statements})
    )
    heads = {row.id for row in sellers if row.tier == "hq"}
    key = read_setting(connection, "hq_public_key")  # at HQ itself there is none: what it wrote it needn't prove
    return [
        _follow(row, [(body_of_row(each), _is_forged(each, row, heads, key)) for each in acts[row.id]])
        for row in statements
    ]


def _is_forged(act: Any, statement: Any, heads: Collection[str], key: str) -> bool:
    """Whether an act in HQ's name isn't signed by HQ; acts of desks were judged by HQ when it took them in."""
    if not key or act.actor != "seller" or statement.seller not in heads:
        return False
    return act.signer != HQ or not is_signed(body_of_row(act), statement.number, key)


def _follow(statement: Any, acts: Sequence[tuple[ConfirmationBody, bool]]) -> Followed:
    standing = begun(statement)
    numbers = numbers_on(statement)
    told: list[tuple[ConfirmationEvent, str, DeskError | None]] = []
    for body, forged in acts:
        event = event_of(body, statement.number)
        wrong: DeskError | None = None
        try:
            if forged:
                raise RefusedError("confirmation_forged", statement=statement.number)
            standing = advance(standing, event, numbers)
        except DeskError as refused:
            wrong = refused
        told.append((event, body.signer, wrong))
    return Followed(statement, standing, tuple(told))


def begun(statement: Any) -> Confirmation:
    """A statement as issued, before anybody acted on it."""
    day = dt.date.fromisoformat(statement.issued)
    return issue(ConfirmationEvent("issue", "seller", statement.number, statement.digest, day, statement.author))


def numbers_on(statement: Any) -> set[str]:
    """The document numbers that a statement names."""
    return {line.number for line in statement_lines(statement.form).lines if line.number}


def signed(event: ConfirmationEvent, key: DeviceKey, signer: str, statement: str, place: int) -> ConfirmationBody:
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
        signature=to_base64(key.sign(signing_text(event).encode())),
        signer=signer,
        place=place,
    )


def is_signed(body: ConfirmationBody, number: str, public_key: str) -> bool:
    """Whether the owner of a key signed what a record says of the statement of this number."""
    try:
        signature = from_base64(body.signature)
        text = signing_text(event_of(body, number)).encode()
    except ValueError:
        return False
    return verify(public_key, signature, text)


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
