"""What only HQ may write is asked of HQ: by a record at a desk of its people, at once in HQ's own books."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.errors import RefusedError
from domain.explain import Reason
from sync.records import requesting

if TYPE_CHECKING:
    from desktop.desk import Desk


@dataclass(frozen=True, slots=True)
class RequestView:
    """A request with what became of it: `state` is `waiting`, `done` or `refused`; `result` names what came of it."""

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
    from sync.hq.requests import do_now

    wish = requesting.Request(
        uuid.uuid4().hex, verb, subject, desk.operator, now, facts, role=desk.user.role if desk.user else ""
    )
    result = do_now(desk.book, wish, desk.today(), now)
    return RequestView(wish.id, verb, subject, wish.by, now, facts, "done", now, (), result)


def requests(desk: Desk, subject: str = "", *, open_only: bool = False) -> list[RequestView]:
    """What was asked of HQ, the newest first; `open_only` leaves out what is done."""
    with desk.book.reading() as connection:
        found = requesting.asked(connection, subject=subject, open_only=open_only)
    return [_view(each) for each in found]


def _view(asked: requesting.Asked) -> RequestView:
    wish = asked.request
    reasons = tuple(Reason(each.code, "stop", dict(each.facts), each.line) for each in asked.reasons)
    return RequestView(
        wish.id,
        wish.verb,
        wish.subject,
        wish.by,
        wish.at,
        dict(wish.facts),
        asked.state,
        asked.answered_at,
        reasons,
        asked.result,
    )
