"""The seller answers the orders that wait for it, each in a transaction of its own; a person may overrule credit."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError, OperationalError

from domain.errors import DeskError, RefusedError
from domain.explain import Reason
from sync.hq.deciding.availability import tell_shifted
from sync.hq.deciding.verdicts import make_answer
from sync.hq.deciding.waiting_orders import as_filed, read_beside
from sync.records.bodies.records import AnswerBody
from sync.records.books.ailments import is_ailment
from sync.records.books.bulk import rows_in, run_many
from sync.records.books.database import Book
from sync.records.books.homes import Home, home_of
from sync.records.books.locking import lock_account, lock_document, lock_order
from sync.records.documents.stocks import StockKey
from sync.records.documents.stored import Filed, document_row, with_lines
from sync.records.log.holding import CAUSE
from sync.records.log.problems import note_not_done
from sync.records.log.writing import Writing
from sync.records.orders.evaluation import reason_body
from sync.records.orders.superseding import predecessor, take_place, without_predecessor
from sync.records.people.requesting import Request

log = logging.getLogger(__name__)

_WAITING = text("SELECT id FROM document WHERE kind = 'order' AND state = 'submitted' AND seller = :seller ORDER BY pk")
_NOT_HELD = "DELETE FROM problem WHERE record = ? AND kind = 'order' AND code = 'order_not_decided'"
_HELD = "SELECT record FROM problem WHERE record IN (?*) AND kind = 'order' AND code = 'order_not_decided'"
_TRIES = 3


def decide_waiting(book: Book, today: date, now: str) -> list[str]:
    """Answers every order that waits for this book's dealer, in order of arrival; returns the ids of those answered.

    An order that can't be judged is held as a problem, is tried again next time, and stops none of the others.
    """
    with book.reading() as connection:
        home = home_of(connection)
        waiting = [] if home.asks else list(connection.execute(_WAITING, {"seller": home.dealer}).scalars())
    return decide_orders(book, waiting, today, now).answered


@dataclass(slots=True)
class Decided:
    """What became of orders that were to be decided: those answered now, those held, and what changed with them.

    `known_held` are those that were held before.
    """

    known_held: set[str] = field(default_factory=set)
    answered: list[str] = field(default_factory=list)
    held: list[str] = field(default_factory=list)
    shifted: set[StockKey] = field(default_factory=set)
    used: set[str] = field(default_factory=set)


def decide_orders(
    book: Book, orders: Sequence[str], today: date, now: str, decided: Decided | None = None, *, fresh: bool = False
) -> Decided:
    """Answers those of the orders that wait for this book's dealer, each in a transaction of its own.

    `decided` is added to, so that nothing of it is lost where one of the orders raises; `fresh` orders came just now,
    so that none of them was ever held.
    """
    decided = Decided() if decided is None else decided
    if not fresh:
        with book.reading() as connection:
            decided.known_held |= {record for (record,) in rows_in(connection, _HELD, orders)}
    for order_id in orders:
        _decide_one(book, order_id, today, now, decided)
    return decided


def answer_order(writing: Writing, order_id: str, today: date, now: str) -> str | None:
    """Answers one waiting order within an open transaction; its new state, or None where there is nothing to answer."""
    connection = writing.connection
    home = home_of(connection)
    row = lock_order(connection, order_id)
    if row is None and not rows_in(connection, "SELECT pk FROM document WHERE id IN (?*)", [order_id]):
        return None  # it could not be made use of when it came, which is told already
    row = row or _locked_row(connection, order_id)
    if row.state != "submitted" or row.seller != home.dealer:
        return None
    beside = read_beside(connection, row.id, home.dealer, writing.policy_cache.catalogue.streams)
    if beside.awaited:
        return None
    order = as_filed(connection, row, beside)
    old = predecessor(connection, order)
    with without_predecessor(connection, old, now):
        answer = make_answer(connection, home, order, today, cache=writing.policy_cache, beside=beside)
    take_place(writing, home, old, answer.state, order.number, now)
    return _put(writing, home, order, answer, now, first=beside.unheard)


def approve(book: Book, number: str, now: str, by: str, why: str = "", *, today: date | None = None) -> str:
    """`approve_one` in a transaction of its own."""
    with book.writing() as writing:
        state = approve_one(writing, number, now, by, why, today=today)
        tell_shifted(writing, now)
        return state


def approve_one(writing: Writing, number: str, now: str, by: str, why: str = "", *, today: date | None = None) -> str:
    """A person of the seller lets an order pass in spite of its credit and of prices outside their band, as far as
    stock goes; returns its new state.

    Raises UsageError `document_unknown`; RefusedError `not_yours`, `order_not_open` (fact `state`), or
    `approve_not_possible` where something else stands against it (facts `codes`, `reasons`).
    """
    home, order = _for_person(writing.connection, number, ("needs_approval", "refused"))
    code = "approved_because" if why else "approved_by"
    approval = Reason(code, "info", {"by": by, "at": now} | ({"why": why} if why else {}))
    day = today or date.fromisoformat(now[:10])
    old = predecessor(writing.connection, order)
    with without_predecessor(writing.connection, old, now):
        answer = make_answer(writing.connection, home, order, day, cache=writing.policy_cache, approval=approval)
    if answer.state == "refused":
        against = [each for each in answer.reasons if each.severity == "stop" and each.code != "credit_over"]
        codes = ", ".join(sorted({each.code for each in against}))
        told = tuple(Reason(each.code, "stop", each.facts, each.line) for each in against)
        raise RefusedError("approve_not_possible", number=order.number, codes=codes, reasons=told)
    take_place(writing, home, old, answer.state, order.number, now)
    return _put(writing, home, order, answer, now, by)


def approve_asked(writing: Writing, request: Request, today: date, now: str) -> str:
    """`approve` as one of HQ's people asks for it from his desk; the order's new state."""
    why = str(request.facts.get("reason", ""))  # desks of before gave none
    return approve_one(writing, request.subject, now, request.by, why, today=today)


def refuse(book: Book, number: str, reason: str, now: str, by: str) -> str:
    """`refuse_one` in a transaction of its own."""
    with book.writing() as writing:
        return refuse_one(writing, number, reason, now, by)


def refuse_one(writing: Writing, number: str, reason: str, now: str, by: str) -> str:
    """A person of the seller refuses an order that waits or needs approval; raises as `approve_one`."""
    home, order = _for_person(writing.connection, number, ("needs_approval", "submitted"))
    told = Reason("refused_by", "stop", {"by": by, "at": now, "reason": reason})
    nothing = [0] * sum(not line.added for line in order.lines)
    answer = AnswerBody(order.id, "refused", now, accepted=nothing, reasons=[reason_body(told)])
    return _put(writing, home, order, answer, now, by)


def refuse_asked(writing: Writing, request: Request, today: date, now: str) -> str:  # noqa: ARG001 -- as every verb
    """`refuse` as one of HQ's people asks for it from his desk; the order's new state."""
    return refuse_one(writing, request.subject, request.facts.get("reason", ""), now, request.by)


def _decide_one(book: Book, order_id: str, today: date, now: str, decided: Decided) -> None:
    for left in reversed(range(_TRIES)):
        try:
            with book.writing_ahead() as writing:
                state = answer_order(writing, order_id, today, now)
                if order_id in decided.known_held:
                    run_many(writing.connection, _NOT_HELD, [(order_id,)])
            if state is not None:
                decided.answered.append(order_id)
                decided.shifted |= writing.shifted
                decided.used |= writing.used
            return
        except (DeskError, OperationalError) as failure:
            if isinstance(failure, DeskError) and not is_ailment(failure):
                _hold(book, order_id, failure, now)
                decided.held.append(order_id)
                return
            # Two transactions waited for each other and the database ended this one: it may simply go again. Anything
            # else of this kind (a full disk, a database that is gone) says nothing about this order.
            if not left or not _is_busy(failure):
                raise
        except Exception as defect:  # noqa: BLE001 - held and told, whatever it is: one order never stops the others
            if left and isinstance(defect, IntegrityError):
                continue  # an answer came from elsewhere in this moment
            _hold(book, order_id, defect, now)
            decided.held.append(order_id)
            return


def _hold(book: Book, order_id: str, failure: Exception, now: str) -> None:
    """Keeps that an order couldn't be decided: a known failure by its code, anything else for the log."""
    known = isinstance(failure, DeskError)
    if not known:
        log.error("order %s could not be decided", order_id, exc_info=failure)
    facts = {CAUSE: failure.code, **_told(failure)} if isinstance(failure, DeskError) else {}
    detail = str(failure) if known else f"{type(failure).__name__}: {failure}"
    with book.writing() as writing:
        note_not_done(writing.connection, "order", order_id, "order_not_decided", detail, now, facts)


def _told(failure: DeskError) -> dict[str, str]:
    return {name: str(fact) for name, fact in failure.facts.items() if isinstance(fact, str | int | Decimal | date)}


def _locked(connection: Connection, order: str) -> Filed:
    """The order as it stands once nobody else can change it, nor its buyer's account."""
    return with_lines(connection, _locked_row(connection, order))


def _locked_row(connection: Connection, order: str) -> Any:
    found = document_row(connection, order, "order")
    lock_account(connection, found.buyer)
    lock_document(connection, found.id)
    return document_row(connection, found.id, "order")


def _for_person(connection: Connection, number: str, states: Sequence[str]) -> tuple[Home, Filed]:
    home = home_of(connection)
    order = _locked(connection, number)
    if order.seller != home.dealer or home.asks:
        raise RefusedError("not_yours", number=order.number, kind="order")
    if order.state not in states:
        raise RefusedError("order_not_open", number=order.number, state=order.state)
    return home, order


def _put(
    writing: Writing, home: Home, order: Filed, answer: AnswerBody, now: str, by: str = "", *, first: bool = False
) -> str:
    answer.decided_at, answer.decided_by, answer.number = now, by, order.number
    put = writing.put_first if first else writing.put
    put(home.stream_for(order.buyer), "answer", order.id, answer)
    return answer.state


def _is_busy(failure: Exception) -> bool:
    return isinstance(failure, OperationalError) or getattr(failure, "code", "") == "database_busy"
