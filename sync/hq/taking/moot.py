"""Held records that ask for nothing any more are put away by themselves, and everybody who has them as held is told.

The entry goes on being held: it counts in its chain and changes nothing. Only nobody needs to look at it. What was done
by goods is never among these: that two people shipped one order is for a person to see.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection

from domain.documents.kinds import ORDER_RECORDS
from sync.hq.taking.retelling import stream_for
from sync.records.bodies.accounts import BankLineBody, ConfirmationBody, SettlementBody
from sync.records.bodies.records import AnswerBody, Body, DocumentBody, HeldReasonBody, PeriodBody
from sync.records.books.bulk import query_rows, rows_in, run_many
from sync.records.books.database import Book
from sync.records.books.settings import moment
from sync.records.bounds.fitting import read_record
from sync.records.log.holding import (
    BANKED_OTHERWISE,
    BANKED_TWICE,
    CROSSED,
    DONE,
    GOES_ALONG,
    ORDER_GONE,
    RESTS,
    SAME,
    SETTLED,
    TWICE,
    UNDONE,
    WHY,
    read_facts,
)
from sync.records.log.problems import bodies_at, come
from sync.records.log.streams import living
from sync.records.log.writing import Writing

log = logging.getLogger(__name__)
# So many are looked at in one go; the next one looks at those behind them.
_AT_ONCE = 200
# Who said it, when, and under which signature: two that say the same may differ in these.
_BESIDES = (
    "at", "by", "recorded_at", "author", "decided_at", "decided_by", "made_at", "made_by", "known", "signature",
    "signer", "vouch", "place",
)  # fmt: skip


def settle_moot(book: Book, now: datetime) -> int:
    """Puts away what is moot among the next held entries, and tells what was put away since; how many it were."""
    with book.reading() as connection:
        # What a newer version took the place of was put away when that came (`sync.records.log.receiving`).
        untold = query_rows(
            connection,
            f"SELECT * FROM problem WHERE {come(connection)} AND held AND put_away_at <> '' ORDER BY stream, id",
        )
        sql = "SELECT * FROM problem WHERE held AND put_away_at = '' AND id > ? ORDER BY id LIMIT ?"
        rows = query_rows(connection, sql, book.looked_through, _AT_ONCE)
        found = _moot(connection, rows)
    book.looked_through = rows[-1].id if len(rows) == _AT_ONCE else 0
    moot = [(row, found[row.id]) for row in rows if row.id in found]
    if moot or untold:
        with book.writing() as writing:
            put = "UPDATE problem SET put_away_at = ?, put_away_why = ? WHERE id = ? AND put_away_at = ''"
            run_many(writing.connection, put, [(moment(now), why, row.id) for row, why in moot])
            told = [*moot, *((row, row.put_away_why) for row in untold)]
            _tell(writing, told, moment(now))
            run_many(writing.connection, "UPDATE problem SET came = FALSE WHERE id = ?", [(row.id,) for row in untold])
        for row, why in told:
            log.info("held entry put away", extra={"told": {"stream": row.stream, "entry": row.number, "why": why}})
    return len(moot) + len(untold)


def _tell(writing: Writing, moot: Sequence[tuple[Any, str]], now: str) -> None:
    connection = writing.connection
    desks = sorted({row.stream.removeprefix("desk/") for row, _ in moot})
    owners = dict(rows_in(connection, "SELECT id, dealer FROM desk WHERE id IN (?*)", desks))
    for row, why in moot:
        desk = row.stream.removeprefix("desk/")
        if desk in owners:
            body = HeldReasonBody(row.stream, row.number, now, SETTLED, {WHY: why})
            writing.put(stream_for(connection, owners[desk]), "held_reason", f"{desk}/{row.number}", body)


def _moot(connection: Connection, rows: Sequence[Any]) -> Mapping[int, str]:
    """Why, by the problem's row, of those that are."""
    raw = bodies_at(connection, rows)
    places = [(row, raw[row.stream, row.number]) for row in rows if (row.stream, row.number) in raw]
    read = [(row, read_record(row.kind, row.record, body)) for row, body in places]
    known = [(row, body) for row, body in read if isinstance(body, Body)]
    found: dict[int, str] = {}
    for rule in (_said_the_same, _order_gone, _done_already, _undone, _goes_along):
        for row, why in rule(connection, [(row, body) for row, body in known if row.id not in found]):
            found[row.id] = why
    return found


Read = Sequence[tuple[Any, Body]]
Settled = list[tuple[Any, str]]


def _said_the_same(connection: Connection, held: Read) -> Settled:
    """Another desk's record of this name was believed, and says nothing else."""
    sql = f"SELECT kind, record, body FROM entry WHERE {living(connection)} AND record IN (?*) AND kind = ?"
    named: defaultdict[str, set[str]] = defaultdict(set)
    for row, _ in held:
        named[row.kind].add(row.record)
    stands = {
        (kind, record): bytes(body)
        for each, records in named.items()
        for kind, record, body in rows_in(connection, sql, sorted(records), each)
    }
    found: Settled = []
    for row, body in held:
        raw = stands.get((row.kind, row.record))
        other = None if raw is None else read_record(row.kind, row.record, raw)
        if isinstance(other, Body) and _essence(other) == _essence(body):
            found.append((row, SAME))
    return found


def _essence(body: Body) -> Mapping[str, object]:
    """What a record says, without who said it and when."""
    told: dict[str, object] = msgspec.to_builtins(body)
    besides = (*_BESIDES, "number") if isinstance(body, AnswerBody) else _BESIDES
    return {name: value for name, value in told.items() if name not in besides}


def _order_gone(connection: Connection, held: Read) -> Settled:
    """A change of an order, or an answer to one, that was cancelled meanwhile."""
    named = {
        row.id: body.order if isinstance(body, AnswerBody) else row.record
        for row, body in held
        if row.kind in ORDER_RECORDS
    }
    sql = "SELECT id FROM document WHERE id IN (?*) AND kind = 'order' AND state = 'cancelled'"
    gone = {row.id for row in rows_in(connection, sql, sorted({*named.values()}))}
    return [(row, ORDER_GONE) for row, _ in held if named.get(row.id) in gone]


def _goes_along(_connection: Connection, held: Read) -> Settled:
    """A settlement of a paper that is held because another desk did the same first: the paper is what needs a look."""
    papers = {(row.stream, row.record) for row, body in held if isinstance(body, DocumentBody) and row.code in CROSSED}
    return [
        (row, GOES_ALONG)
        for row, body in held
        if isinstance(body, SettlementBody)
        and row.code == RESTS
        and papers & {(row.stream, body.credit), (row.stream, body.debt)}
    ]


def _undone(_connection: Connection, held: Read) -> Settled:
    """A paper that is held, and its own writer's reversal that is held because the paper is: both come to nothing."""
    papers = {(row.stream, row.record): row for row, body in held if isinstance(body, DocumentBody)}
    found: Settled = []
    for row, body in held:
        paper = papers.get((row.stream, getattr(body, "reverses", None) or ""))
        if paper is not None and row.code == RESTS:
            found += [(paper, UNDONE), (row, UNDONE)]
    return found


def _done_already(connection: Connection, held: Read) -> Settled:
    """The very act was done by another record."""
    # That two desks undid one paper a person has to see: both have printed what only one of them was.
    seen = [(row, body) for row, body in held if row.code != TWICE]
    return [(row, DONE) for row, body in seen if any(done(connection, row, body) for done in _DONE)]


def _reversed(connection: Connection, row: Any, body: Body) -> bool:
    if not isinstance(body, DocumentBody) or not body.reverses:
        return False
    sql = "SELECT pk FROM document WHERE reverses = ? AND kind = ? AND amount = ? AND id <> ?"
    return bool(query_rows(connection, sql, body.reverses, row.kind, body.amount, row.record))


def _settled(connection: Connection, row: Any, body: Body) -> bool:
    if not isinstance(body, SettlementBody):
        return False
    sql = "SELECT pk FROM settlement WHERE credit = ? AND debt = ? AND amount = ? AND mode = ? AND id <> ?"
    return bool(query_rows(connection, sql, body.credit, body.debt, body.amount, body.mode, row.record))


def _confirmed(connection: Connection, row: Any, body: Body) -> bool:
    if not isinstance(body, ConfirmationBody):
        return False
    sql = "SELECT pk FROM confirmation WHERE statement = ? AND act = ? AND actor = ? AND digest = ? AND id <> ?"
    return bool(query_rows(connection, sql, body.statement, body.act, body.actor, body.digest, row.record))


def _closed(connection: Connection, row: Any, body: Body) -> bool:
    if not isinstance(body, PeriodBody):
        return False
    sql = "SELECT pk FROM period WHERE id = ? AND dealer = ? AND closed_through >= ?"
    return bool(query_rows(connection, sql, row.record, body.dealer, body.closed_through))


def _banked(connection: Connection, row: Any, body: Body) -> bool:
    """Of the receipts for one movement of a bank's file one was reversed: the money is booked once, or not at all."""
    if row.code not in (BANKED_TWICE, BANKED_OTHERWISE) or not isinstance(body, BankLineBody):
        return False
    facts = read_facts(row.facts)
    both = sorted({body.document, facts.get("by", ""), facts.get("id", "")} - {""})
    there = rows_in(connection, "SELECT state FROM document WHERE id IN (?*)", both)
    return len(there) < len(both) or any(row.state == "reversed" for row in there)


_DONE: tuple[Callable[[Connection, Any, Body], bool], ...] = (_reversed, _settled, _confirmed, _closed, _banked)
