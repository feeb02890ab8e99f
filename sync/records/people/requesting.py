"""What HQ's people ask of HQ from their desks, and what HQ made of it."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec
from sqlalchemy import Connection

from sync.records.bodies.policies import RequestBody
from sync.records.bodies.records import ReasonBody
from sync.records.books.bulk import query_rows
from sync.records.books.homes import home_of
from sync.records.log.writing import Writing

_READ_FACTS = msgspec.json.Decoder(dict[str, str]).decode
_READ_REASONS = msgspec.json.Decoder(list[ReasonBody]).decode


@dataclass(frozen=True, slots=True)
class Request:
    """One wish: `verb` about `subject`, by whom, at which desk ("" at HQ itself), in which role."""

    id: str
    verb: str
    subject: str
    by: str
    at: str
    facts: Mapping[str, str] = field(default_factory=dict)
    desk: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class AnsweredRequest:
    """A request and what became of it: `state` is `waiting`, `done` or `refused`; `result` names what came of it."""

    request: Request
    state: str
    answered_at: str = ""
    reasons: tuple[ReasonBody, ...] = ()
    result: str = ""


def ask(writing: Writing, verb: str, subject: str, facts: Mapping[str, str], by: str, now: str) -> str:
    """Writes a request into this desk's own stream; its id."""
    request = uuid.uuid4().hex
    body = RequestBody(verb, subject, by, now, dict(facts))
    writing.put(home_of(writing.connection).own_stream, "request", request, body)
    return request


def asked(
    connection: Connection,
    *,
    subject: str = "",
    verbs: Collection[str] = (),
    open_only: bool = False,
    most: int = 100,
) -> list[AnsweredRequest]:
    """Requests and their answers, the newest first; only of one subject, of some verbs, or those that aren't done."""
    sql = (
        "SELECT r.*, a.state, a.at AS answered_at, a.reasons, a.result FROM request r "
        "LEFT JOIN request_answer a ON a.request = r.id"
    )
    wanted: list[str] = []
    values: list[Any] = []
    if subject:
        wanted.append("r.subject = ?")
        values.append(subject)
    if verbs:
        wanted.append(f"r.verb IN ({', '.join('?' * len(verbs))})")
        values += sorted(verbs)
    if open_only:
        wanted.append("COALESCE(a.state, '') <> 'done'")
    where = f" WHERE {' AND '.join(wanted)}" if wanted else ""
    return [_asked(row) for row in query_rows(connection, f"{sql}{where} ORDER BY r.pk DESC LIMIT ?", *values, most)]


def _asked(row: Any) -> AnsweredRequest:
    request = Request(row.id, row.verb, row.subject, row.by, row.at, _READ_FACTS(row.facts.encode()))
    if row.state is None:
        return AnsweredRequest(request, "waiting")
    reasons = tuple(_READ_REASONS(row.reasons.encode()))
    return AnsweredRequest(request, row.state, row.answered_at, reasons, row.result)
