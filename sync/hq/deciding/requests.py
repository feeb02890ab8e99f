"""HQ does what its people ask for from their desks: one request, one transaction, one answer, never twice.

A verb is a function `(writing, request, today, now) -> result`; it raises RefusedError or UsageError where it may not
or can't be done, which becomes the request's answer. Those of this floor stand here; whoever starts the service hands
over what else may be asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from importlib import import_module
from typing import Protocol

import msgspec
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from domain.errors import DeskError, RefusedError, UsageError
from domain.explain import Fact, Reason
from domain.parties.users import may
from sync.hq.restored.epochs import is_awaited
from sync.records.bodies.policies import RequestAnswerBody
from sync.records.books.ailments import is_ailment
from sync.records.books.bulk import query_rows, run_many
from sync.records.books.database import Book
from sync.records.log.problems import note_not_done
from sync.records.log.streams import living
from sync.records.log.writing import Writing
from sync.records.orders.evaluation import reason_body
from sync.records.people.grants import granted_role, known_names, lesser
from sync.records.people.people import author_at
from sync.records.people.requesting import Request

Doing = Callable[[Writing, Request, date, str], str]


class RequestHandler(Protocol):
    """What may be asked for: what one must be allowed ("" where the doing finds that out), and the doing."""

    @property
    def action(self) -> str: ...

    def __call__(self, writing: Writing, request: Request, today: date, now: str) -> str: ...


Verbs = Mapping[str, RequestHandler]


@dataclass(frozen=True, slots=True)
class Verb:
    """What a request may ask for: what one must be allowed, and where the doing is."""

    action: str
    module: str
    function: str

    def __call__(self, writing: Writing, request: Request, today: date, now: str) -> str:
        """Does it; loaded only now, because most desks never ask."""
        doing: Doing = getattr(import_module(f"sync.hq.{self.module}"), self.function)
        return doing(writing, request, today, now)


VERBS: Verbs = {
    "approve_order": Verb("order_approve", "deciding.orders", "approve_asked"),
    "confirm_user": Verb("user_manage", "deciding.confirming_people", "confirm_asked"),
    "refuse_order": Verb("order_approve", "deciding.orders", "refuse_asked"),
    "publish_policy": Verb("policy_approve", "deciding.publishing", "publish_policy"),
    "withdraw_policy": Verb("policy_approve", "deciding.publishing", "withdraw_policy"),
    "settle_rebate": Verb("rebate_settle", "deciding.settling_rebates", "settle_rebate"),
    "adjust_rebate_approve": Verb("rebate_settle", "deciding.settling_rebates", "adjust_rebate_approve"),
    "move_reward": Verb("rebate_settle", "deciding.settling_rebates", "move_reward"),
}

_WAITING = "SELECT r.id FROM request r LEFT JOIN request_answer a ON a.request = r.id WHERE a.pk IS NULL ORDER BY r.pk"
# The row of the request is the lock: of two processes that follow up at once, the second one finds the answer.
_ONE = (
    "SELECT r.*, s.name AS stream FROM request r JOIN entry e ON e.record = r.id AND e.kind = 'request' AND e.{live} "
    "JOIN stream s ON s.id = e.stream WHERE r.id = ?{lock}"
)
_read_facts = msgspec.json.Decoder(dict[str, str]).decode


def do_requests(
    book: Book, today: date, now: str, verbs: Verbs | None = None, ids: Sequence[str] | None = None
) -> list[str]:
    """Does every request that has no answer yet, or these in their order; the ids of those answered now.

    A request that meets a defect is held as a problem, is tried again next time, and stops none of the others. `verbs`
    is what may be asked for, where it isn't this floor's alone.
    """
    known = VERBS if verbs is None else verbs
    if ids is None:
        with book.reading() as connection:
            ids = [row[0] for row in query_rows(connection, _WAITING)]
    return [request for request in ids if _do_one(book, request, today, now, known)]


def do_now(book: Book, request: Request, today: date, now: str) -> str:
    """Does in HQ's own books, at once and whole, what a desk would have to ask for; its result, or what it raises."""
    with book.writing() as writing:
        return _verb(request, VERBS)(writing, request, today, now)


def _do_one(book: Book, record: str, today: date, now: str, verbs: Verbs) -> bool:
    try:
        try:
            with book.writing() as writing:
                request = _locked(writing.connection, record)
                if request is None:
                    return False
                result = _permitted(writing.connection, request, verbs)(writing, request, today, now)
                _answer(writing, record, RequestAnswerBody(record, "done", now, result=result))
        except (RefusedError, UsageError) as refused:
            if is_ailment(refused):
                raise
            return _refuse(book, record, refused, now)
    except Exception as defect:
        if _says_nothing(defect):
            raise
        # Held and told, whatever it is: one request never stops the others.
        _hold(book, record, f"{type(defect).__name__}: {defect}", now)
        return False
    return True


def _says_nothing(failure: Exception) -> bool:
    """Whether the database is busy, full or gone, which says nothing about the request at hand.

    That the database refuses a value that the request brings does say something.
    """
    if isinstance(failure, DBAPIError):
        return failure.connection_invalidated or isinstance(failure, OperationalError | InterfaceError)
    return isinstance(failure, DeskError) and is_ailment(failure)


def _refuse(book: Book, record: str, refused: DeskError, now: str) -> bool:
    behind = refused.facts.get("reasons")
    reasons = [each for each in behind if isinstance(each, Reason)] if isinstance(behind, tuple) else []
    facts = {name: _fact(value) for name, value in refused.facts.items() if name != "reasons" or not reasons}
    told = [reason_body(each) for each in (Reason(refused.code, "stop", facts), *reasons)]
    with book.writing() as writing:
        if _locked(writing.connection, record) is None:
            return False
        _answer(writing, record, RequestAnswerBody(record, "refused", now, told))
    return True


def _answer(writing: Writing, record: str, body: RequestAnswerBody) -> None:
    writing.put("hq", "request_answer", record, body)
    held = "DELETE FROM problem WHERE kind = 'request' AND record = ? AND code = 'request_not_done'"
    run_many(writing.connection, held, [(record,)])


def _locked(connection: Connection, record: str) -> Request | None:
    """The request, once nobody else can answer it; None where it is answered or gone, or HQ may have done it before."""
    sqlite = connection.dialect.name == "sqlite"  # it has one writer at a time
    sql = _ONE.format(live=living(connection), lock="" if sqlite else " FOR UPDATE OF r")
    found = query_rows(connection, sql, record)
    if not found or query_rows(connection, "SELECT pk FROM request_answer WHERE request = ?", record):
        return None
    if is_awaited(connection, record):
        return None
    row = found[0]
    facts = _read_facts(row.facts.encode())
    return Request(row.id, row.verb, row.subject, row.by, row.at, facts, row.stream.removeprefix("desk/"))


def _permitted(connection: Connection, request: Request, verbs: Verbs) -> Doing:
    """The verb, where the one who asks may ask for it by HQ's own books: a desk can be tampered with.

    A desk's record of its people may take a right away, and never gives one (`sync.records.people.grants`).

    RefusedError `request_author_unknown`, `request_author_unconfirmed`, `not_permitted`, `approver_unknown`; UsageError
    `request_unknown`.
    """
    verb = _verb(request, verbs)
    author = author_at(connection, request.desk, request.by)
    if author is None:
        raise RefusedError("request_author_unknown", user=request.by, desk=request.desk)
    granted = granted_role(connection, request.desk, author.name)
    if not granted:
        raise RefusedError("request_author_unconfirmed", user=author.name, role=author.role, desk=request.desk)
    role = lesser(granted, author.role)
    if verb.action and not may(role, verb.action):
        raise RefusedError("not_permitted", user=author.name, role=role or author.role, action=verb.action)
    approver = request.facts.get("approver", "")
    if approver and approver not in known_names(connection):
        raise RefusedError("approver_unknown", user=approver)
    named = replace(request, by=author.name, role=role)
    return lambda writing, _, today, now: verb(writing, named, today, now)


def _verb(request: Request, verbs: Verbs) -> RequestHandler:
    found = verbs.get(request.verb)
    if found is None:
        raise UsageError("request_unknown", verb=request.verb)
    return found


def _hold(book: Book, record: str, detail: str, now: str) -> None:
    with book.writing() as writing:
        note_not_done(writing.connection, "request", record, "request_not_done", detail, now)


def _fact(value: object) -> Fact:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
