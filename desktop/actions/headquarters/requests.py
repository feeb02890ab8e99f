"""What only HQ may write is asked of HQ: by a record at a desk of its people, at once in HQ's own books."""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import msgspec

from desktop.actions.catalog.cards import dealers_by_id
from desktop.actions.changes import changes
from desktop.actions.headquarters.dismissals import put_dismissal
from domain.errors import RefusedError
from domain.explain import Reason
from sync.records.books.bulk import query_rows
from sync.records.books.settings import moment, read_setting
from sync.records.people import requesting

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desktop.desk import Desk

FORM, VERSION = "form", "version"
"""The facts of a request that carries an action's words: the form as JSON, and which version of it."""
TOLD_FOR = timedelta(days=14)
"""A refused request that nobody puts away is told for so long."""
MOST_TOLD = 200
_AWAY = "requests_put_away"  # those read before that was a record
_KEY = "request/"
_PARTIES = ("buyer", "account", "dealer")


@dataclass(frozen=True, slots=True)
class RequestView:
    """A request with what became of it: `state` is `waiting`, `done` or `refused`; `result` names what came of it.

    `facts` are what the request's sentence (`wish_<verb>`) tells of it, parties by name.
    """

    id: str
    verb: str
    subject: str
    by: str
    at: str
    facts: dict[str, str]
    state: str
    answered_at: str = ""
    reasons: tuple[Reason, ...] = ()
    result: str = ""


def ask_hq(desk: Desk, verb: str, subject: str, **facts: str) -> RequestView:
    """Asks HQ for something; whoever calls has looked at what the person may (`desk.need`).

    At a desk of HQ's people it waits for the next exchange; in HQ's own books it is done when this returns, or raises
    what stands against it. RefusedError `only_at_hq` at a dealer's desk.
    """
    now = desk.now()
    if desk.asks:
        with desk.book.writing() as writing:
            request = requesting.ask(writing, verb, subject, facts, desk.operator, now)
        return RequestView(request, verb, subject, desk.operator, now, facts, "waiting")
    if not desk.is_hq:
        raise RefusedError("only_at_hq")
    from sync.hq.deciding.requests import do_now

    wish = requesting.Request(
        uuid.uuid4().hex, verb, subject, desk.operator, now, facts, role=desk.user.role if desk.user else ""
    )
    result = do_now(desk.book, wish, desk.today(), now)
    return RequestView(wish.id, verb, subject, wish.by, now, facts, "done", now, (), result)


def requests(desk: Desk, subject: str = "", *, open_only: bool = False) -> list[RequestView]:
    """What was asked of HQ, the newest first; `open_only` leaves out what is done."""
    with desk.book.reading() as connection:
        return _views(connection, requesting.asked(connection, subject=subject, open_only=open_only))


def requests_about(desk: Desk, *subjects: str) -> list[RequestView]:
    """What HQ was asked about something, by whatever name it was called, the newest first."""
    found = [each for subject in subjects for each in requests(desk, subject)]
    return sorted(found, key=lambda each: each.at, reverse=True)


def pending(desk: Desk, verbs: Collection[str]) -> list[RequestView]:
    """Of the requests of these verbs those that wait, and those that were refused lately and nobody has put away."""
    since = moment(desk.clock() - TOLD_FOR)
    with desk.book.reading() as connection:
        away = put_away(connection, desk.dealer_id)
        found = [
            each
            for each in requesting.asked(connection, verbs=verbs, open_only=True, most=MOST_TOLD)
            if each.state == "waiting" or (each.answered_at >= since and each.request.id not in away)
        ]
        return _views(connection, found)


@changes("requests")
def forget(desk: Desk, requests: Collection[str]) -> None:
    """Puts refused requests away: somebody has read why, and no desk of HQ's people tells of them any more."""
    with desk.book.writing() as writing:
        for each in sorted(set(requests) - put_away(writing.connection, desk.dealer_id)):
            put_dismissal(desk, writing, f"{_KEY}{each}")


def put_away(connection: Connection, dealer: str) -> set[str]:
    """The refused requests that somebody of this dealer has read."""
    here = set(json.loads(read_setting(connection, _AWAY) or "[]"))
    sql = f'SELECT "key" FROM dismissal WHERE substr("key", 1, {len(_KEY)}) = ? AND dealer = ?'
    found = query_rows(connection, sql, _KEY, dealer)
    return here | {row.key.removeprefix(_KEY) for row in found}


def _views(connection: Connection, found: Sequence[requesting.AnsweredRequest]) -> list[RequestView]:
    facts = [_told(each.request) for each in found]
    parties = {each[name] for each in facts for name in _PARTIES if each.get(name)}
    names = dealers_by_id(connection, parties) | {
        each.code: each for each in dealers_by_id(connection, parties).values()
    }
    named = [
        {name: names[value].name if name in _PARTIES and value in names else value for name, value in each.items()}
        for each in facts
    ]
    return [_view(each, told) for each, told in zip(found, named, strict=True)]


def _told(request: requesting.Request) -> dict[str, str]:
    """What a request says, as its sentence tells it; what it carries besides stays in its record."""
    form = request.facts.get(FORM, "")
    if not form:
        return {"subject": request.subject, **request.facts}
    try:
        fields: dict[str, object] = dict(msgspec.json.decode(form, type=dict[str, object]))
    except msgspec.MsgspecError:
        fields = {}
    told = {name: _plain(value) for name, value in fields.items() if value is not None}
    return {"subject": request.subject, **{name: value for name, value in told.items() if value}}


def _plain(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(each for each in value if isinstance(each, str))
    return str(value) if isinstance(value, str | int) else ""


def _view(asked: requesting.AnsweredRequest, facts: dict[str, str]) -> RequestView:
    wish = asked.request
    reasons = tuple(Reason(each.code, "stop", dict(each.facts), each.line) for each in asked.reasons)
    return RequestView(
        wish.id,
        wish.verb,
        wish.subject,
        wish.by,
        wish.at,
        facts,
        asked.state,
        asked.answered_at,
        reasons,
        asked.result,
    )
