"""Statements as they were issued: numbered without gaps, kept whole, so that a reprint is the same document."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
from sqlalchemy import Connection

from domain.errors import RefusedError, UsageError
from domain.statements.confirmations import signing_text
from domain.statements.forms import StatementForm
from domain.statements.marks import Mark, canonical_text, digest_of, next_sequence, statement_number
from domain.values.money import from_fen, to_fen
from sync.records.bodies.accounts import StatementBody
from sync.records.books.bulk import query_rows, rows_in, run_many, stream_rows
from sync.records.books.homes import Home
from sync.records.log.streams import head_of
from sync.records.log.writing import Writing
from sync.records.statements.confirming import COUNTS, issue_event
from sync.records.statements.signatures import Signer, sealed
from sync.shapes import make_ready

UNNUMBERED = ""
STANDING = f"NOT EXISTS (SELECT 1 FROM confirmation c WHERE c.statement = {{0}}.id AND c.act = 'withdraw' AND {COUNTS})"
"""Of statements under the alias given, those their seller didn't withdraw."""


class Issued(msgspec.Struct, frozen=True):
    """All that stands on a statement's paper but how often it was printed.

    `form` is what the digest covers; whose paper it is stands in words, the logo by the profile record it came from;
    `at` is the moment it was issued and `head` the point of the books it was taken from. `replaces` names the
    statements of the same period that it takes the place of, or that were agreed to before it, and `why` says why.
    """

    form: StatementForm
    heading: str = ""
    address: str = ""
    phone: str = ""
    tax_number: str = ""
    bank: str = ""
    bank_account: str = ""
    footer: str = ""
    profile: str = ""
    maker: str = ""
    checker: str = ""
    at: str = ""
    head: str = ""
    replaces: str = ""
    why: str = ""

    @property
    def number(self) -> str:
        """Its number, empty for one that isn't issued."""
        return self.form.number


make_ready(Issued)


@dataclass(frozen=True, slots=True)
class StatementRow:
    """An issued statement as a list shows it; `prints` is how often it was printed here.

    `state` is where it stands, `replaced_by` the statement that took its place.
    """

    number: str
    seller: str
    buyer: str
    start: date
    end: date
    issued: date
    reply_by: date | None
    opening: Decimal
    closing: Decimal
    digest: str
    author: str
    prints: int
    state: str = "issued"
    replaced_by: str = ""


def head_text(connection: Connection, stream: str) -> str:
    """The point a stream stands at, as statements quote it."""
    head = head_of(connection, stream)
    return "" if head is None else f"{stream}#{head.number} {head.hash.hex()}"


def issue(writing: Writing, home: Home, drafts: Sequence[Issued], seal: Signer | None = None) -> list[Issued]:
    """Gives each draft the next number of its month and writes it, signed with `seal`.

    A draft that says, word for word, what a statement of this account and period said already is not issued again:
    the one that stands is given back.
    """
    said = _standing(writing.connection, drafts)
    done: list[Issued] = []
    fresh: dict[str, list[tuple[str, StatementBody]]] = {}
    numbers = _numbers(writing.connection, home, [each for each in drafts if _saying(each) not in said])
    for draft in drafts:
        known = said.get(_saying(draft))
        if known is not None:
            done.append(known)
            continue
        issued = msgspec.structs.replace(draft, form=replace(draft.form, number=next(numbers)))
        stream = home.stream_for(issued.form.statement.buyer.id)
        fresh.setdefault(stream, []).append((issued.number, statement_body(issued, seal)))
        done.append(issued)
    for stream, records in fresh.items():
        writing.put_all(stream, "statement", records)
    return done


def standing(connection: Connection, drafts: Sequence[Issued]) -> list[Issued | None]:
    """For each draft the statement that says the same already, None where there is none."""
    known = _standing(connection, drafts)
    return [known.get(_saying(draft)) for draft in drafts]


def _saying(issued: Issued) -> str:
    """What a statement says apart from its number and the days that follow from the day it is made."""
    return canonical_text(replace(issued.form, number=UNNUMBERED, issued=issued.form.statement.end, reply_by=None))


def _standing(connection: Connection, drafts: Sequence[Issued]) -> dict[str, Issued]:
    """The statements of these drafts' accounts that end on these drafts' days, by what they say."""
    ends = sorted({each.form.statement.end.isoformat() for each in drafts})
    buyers = sorted({each.form.statement.buyer.id for each in drafts})
    sellers = {each.form.statement.seller.id for each in drafts}
    found: dict[str, Issued] = {}
    for end in ends:
        # A withdrawn one is never given back: what says the same gets a number of its own.
        stands = STANDING.format("s")
        sql = f"SELECT form, seller FROM statement s WHERE buyer IN (?*) AND last_day = ? AND {stands} ORDER BY pk DESC"
        for form, seller in rows_in(connection, sql, buyers, end):
            if seller not in sellers:
                continue
            with suppress(msgspec.MsgspecError, ValueError):  # what can't be read says nothing anew
                known = read_issued(form)
                found[_saying(known)] = known
    return found


def _numbers(connection: Connection, home: Home, drafts: Sequence[Issued]) -> Iterator[str]:
    """The next numbers for these drafts, in their order, each in its own month's series."""
    last: dict[str, int] = {}
    for draft in drafts:
        end = draft.form.statement.end
        series = statement_number(home.prefix, end, 0).rpartition("-")[0]
        if series not in last:
            last[series] = _next(connection, series, home.prefix, end)
        yield statement_number(home.prefix, end, last[series])
        last[series] += 1


def _next(connection: Connection, series: str, prefix: str, end: date) -> int:
    """The series' next place, by what stands in the books; nobody else takes one until this transaction ends."""
    lock = (
        "INSERT INTO number_sequence (series, last) VALUES (?*, 0) "
        "ON CONFLICT (series) DO UPDATE SET last = number_sequence.last RETURNING last"
    )
    rows_in(connection, lock, [series])
    given = query_rows(connection, "SELECT number FROM statement WHERE number LIKE ?", f"{series}-%")
    return next_sequence((row.number for row in given), prefix, end)


def statement_body(issued: Issued, seal: Signer | None = None) -> StatementBody:
    """The record of a numbered statement, signed with `seal`."""
    form = issued.form
    statement = form.statement
    body = StatementBody(
        number=form.number,
        seller=statement.seller.id,
        buyer=statement.buyer.id,
        first_day=statement.start.isoformat(),
        last_day=statement.end.isoformat(),
        issued=form.issued.isoformat(),
        opening=to_fen(statement.opening),
        closing=to_fen(statement.closing),
        digest=digest_of(form),
        form=msgspec.Raw(msgspec.json.encode(issued)),
        reply_by=form.reply_by.isoformat() if form.reply_by else "",
        author=issued.maker,
        recorded_at=issued.at,
        head=issued.head,
    )
    if seal is not None:
        text = signing_text(issue_event(body))
        body.signature, body.signer, body.vouch = sealed(seal, text), seal.signer, seal.vouch
    return body


def read_issued(form: str | bytes) -> Issued:
    """A stored form as a value; msgspec.MsgspecError where it is none this program can read."""
    return msgspec.json.decode(form, type=Issued)


def read_stored(number: str, form: str) -> Issued:
    """The same for whoever is to show it; RefusedError `statement_unprintable` (fact `statement`)."""
    try:
        return read_issued(form)
    except (msgspec.MsgspecError, ValueError) as unreadable:
        raise RefusedError("statement_unprintable", statement=number) from unreadable


def find_issued(connection: Connection, number: str) -> Issued:
    """The statement of this number; UsageError `statement_unknown`, RefusedError as `read_stored`."""
    rows = query_rows(connection, "SELECT form FROM statement WHERE number = ?", number)
    if not rows:
        raise UsageError("statement_unknown", number=number)
    return read_stored(number, rows[0].form)


def issued_mark(connection: Connection, number: str) -> Mark | None:
    """The mark of the statement of this number as it stands in the books."""
    rows = query_rows(connection, "SELECT number, closing, digest FROM statement WHERE number = ?", number)
    return Mark(rows[0].number, from_fen(rows[0].closing), rows[0].digest) if rows else None


def is_withdrawn(connection: Connection, number: str) -> bool:
    """Whether the statement of this number was taken back by its seller."""
    sql = f"SELECT 1 FROM statement s WHERE s.number = ? AND NOT ({STANDING.format('s')})"
    return bool(query_rows(connection, sql, number))


def issued_of_period(
    connection: Connection, seller: str, start: date, end: date, numbers: Container[str]
) -> Iterator[Issued]:
    """Those of these statements that are this seller's over just this period, in the order of their numbers."""
    sql = "SELECT number, form FROM statement WHERE seller = ? AND first_day = ? AND last_day = ? ORDER BY number"
    for row in stream_rows(connection, sql, seller, start.isoformat(), end.isoformat(), block=50):
        if row.number in numbers:
            yield read_stored(row.number, row.form)


def statement_rows(
    connection: Connection, *, dealer: str = "", number: str = "", end: date | None = None
) -> list[StatementRow]:
    """Issued statements, the newest period first; of one dealer (as seller or buyer), number or last day."""
    wheres, values = ["1 = 1"], []
    for clause, value in (
        ("(s.seller = ? OR s.buyer = ?)", dealer),
        ("s.number = ?", number),
        ("s.last_day = ?", end.isoformat() if end else ""),
    ):
        if value:
            wheres.append(clause)
            values += [value] * clause.count("?")
    sql = (
        "SELECT s.*, COALESCE(c.times, 0) AS times FROM statement s "
        "LEFT JOIN print_count c ON c.paper = 'statement/' || s.number "
        f"WHERE {' AND '.join(wheres)} ORDER BY s.last_day DESC, s.number DESC"
    )
    return [_row(row) for row in query_rows(connection, sql, *values)]


def _row(row: Any) -> StatementRow:
    return StatementRow(
        number=row.number,
        seller=row.seller,
        buyer=row.buyer,
        start=date.fromisoformat(row.first_day),
        end=date.fromisoformat(row.last_day),
        issued=date.fromisoformat(row.issued),
        reply_by=date.fromisoformat(row.reply_by) if row.reply_by else None,
        opening=from_fen(row.opening),
        closing=from_fen(row.closing),
        digest=row.digest,
        author=row.author,
        prints=row.times,
    )


# ---- how often a paper was printed here


def printed_times(connection: Connection, paper: str) -> int:
    """How often a paper (`statement/<number>`, `delivery/<number>`) was printed here."""
    rows = query_rows(connection, "SELECT times FROM print_count WHERE paper = ?", paper)
    return int(rows[0].times) if rows else 0


def times_of_period(connection: Connection, seller: str, start: date, end: date) -> dict[str, int]:
    """How often each statement of a period was printed here, by number."""
    sql = (
        "SELECT s.number, c.times FROM statement s JOIN print_count c ON c.paper = 'statement/' || s.number "
        "WHERE s.seller = ? AND s.first_day = ? AND s.last_day = ?"
    )
    return {row.number: row.times for row in query_rows(connection, sql, seller, start.isoformat(), end.isoformat())}


def count_prints(connection: Connection, papers: Sequence[str]) -> None:
    """Each of these papers was printed once more."""
    sql = (
        "INSERT INTO print_count (paper, times) VALUES (?, 1) "
        "ON CONFLICT (paper) DO UPDATE SET times = print_count.times + 1"
    )
    run_many(connection, sql, [(paper,) for paper in papers])
