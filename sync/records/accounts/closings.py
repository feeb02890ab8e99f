"""Closed months: each desk closes for its dealer in a record of its own, and what any of them closed is closed for all.

A record has one home, so two desks can't share one. What one desk closed, that desk alone opens again. How far it knew
the others' streams when it closed stands in the record, so every book tells the same papers as late: those that another
desk wrote into a closed month before it had heard.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from sync.records.bodies.records import DOCUMENT_KINDS, PeriodBody
from sync.records.books.bulk import query_rows, rows_in
from sync.records.books.homes import Home
from sync.records.books.settings import read_setting
from sync.records.log.streams import living
from sync.records.log.writing import Writing

_LONGEST_NUMBER = 18
_DESKS = "SELECT name, head FROM stream WHERE substr(name, 1, 5) = 'desk/' AND name <> ? ORDER BY name"


@dataclass(frozen=True, slots=True)
class ClosedThrough:
    """Until which day one desk closed its dealer's books; `prefix` is that of its numbers, empty where not known."""

    through: dt.date
    prefix: str
    stream: str
    known: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Late:
    """A paper that another desk wrote into closed days before it knew them closed."""

    number: str
    kind: str
    date: dt.date
    amount: int
    closed_through: dt.date

    @property
    def key(self) -> str:
        """By which it is put away: a later closing that misses it is told anew."""
        return f"late/{self.number}/{self.closed_through}"


def closings(connection: Connection, dealer: str) -> list[ClosedThrough]:
    """What each desk of a dealer closed, the furthest first."""
    sql = (
        "SELECT p.id, p.closed_through, p.known, s.name AS stream FROM period p "
        f"JOIN entry e ON e.record = p.id AND e.kind = 'period' AND e.{living(connection)} "
        "JOIN stream s ON s.id = e.stream WHERE p.dealer = ? ORDER BY p.closed_through DESC, p.id"
    )
    return [
        ClosedThrough(
            dt.date.fromisoformat(row.closed_through),
            row.id.removeprefix(dealer).removeprefix("/"),
            row.stream,
            read_known(row.known),
        )
        for row in query_rows(connection, sql, dealer)
    ]


def put_closing(writing: Writing, home: Home, through: dt.date | None) -> None:
    """Closes the books through a day in this place's own record, or takes its closing away."""
    connection, stream = writing.connection, home.own_stream
    record = closing_id(home)
    sql = (
        "SELECT e.record FROM entry e JOIN stream s ON s.id = e.stream "
        f"WHERE s.name = ? AND e.kind = 'period' AND e.{living(connection)}"
    )
    # Desks closed under their dealer's own name once; two of them could then only get in each other's way.
    gone = [row.record for row in query_rows(connection, sql, stream) if through is None or row.record != record]
    if gone:
        writing.delete(stream, "period", gone)
    if through is not None:
        body = PeriodBody(home.dealer, through.isoformat(), known_desks(connection, stream))
        writing.put(stream, "period", record, body)


def known_desks(connection: Connection, own: str) -> str:
    """How far this book has the streams of desks, `own` left out, as a record says what its desk had heard."""
    return " ".join(f"{row.name}#{row.head}" for row in query_rows(connection, _DESKS, own))


def heard_here(connection: Connection) -> str:
    """The same of this desk's own book; HQ, which hears everybody, says nothing."""
    if read_setting(connection, "role") != "desk":
        return ""
    return known_desks(connection, f"desk/{read_setting(connection, 'desk_id')}")


def closing_id(home: Home) -> str:
    """The record under which a place closes."""
    return home.dealer if home.role == "hq" else f"{home.dealer}/{home.prefix}"


def late_papers(connection: Connection, dealer: str, most: int = 100) -> list[Late]:
    """The papers of a dealer that came too late for the closing of their day, until the next closing takes them in."""
    found: dict[str, Late] = {}
    streams = [row.name for row in query_rows(connection, _DESKS, "")]
    for closing in closings(connection, dealer):
        if not closing.stream.startswith("desk/"):
            continue  # HQ writes alone
        for stream in streams:
            if stream != closing.stream:
                for row in _written_since(connection, dealer, stream, closing, most):
                    paper = Late(row.number, row.kind, dt.date.fromisoformat(row.date), row.amount, closing.through)
                    found.setdefault(row.id, paper)
    return sorted(found.values(), key=lambda each: (each.date, each.number))[:most]


def _written_since(connection: Connection, dealer: str, stream: str, closing: ClosedThrough, most: int) -> list[Any]:
    sql = (
        "SELECT d.id, d.number, d.kind, d.date, d.amount FROM stream s JOIN entry e ON e.stream = s.id "
        "JOIN document d ON d.id = e.record AND d.kind = e.kind "
        f"WHERE e.kind IN (?*) AND e.{living(connection)} AND s.name = ? AND e.number > ? AND d.seller = ? "
        f"AND d.date <= ? AND d.kind <> 'order' ORDER BY d.date, d.number LIMIT {most:d}"
    )
    values = (stream, closing.known.get(stream, 0), dealer, closing.through.isoformat())
    return rows_in(connection, sql, sorted(DOCUMENT_KINDS), *values)


def read_known(text: str) -> dict[str, int]:
    """The same, by stream; what can't be read is left out."""
    known: dict[str, int] = {}
    for each in text.split():
        stream, _, number = each.rpartition("#")
        # What stands from before there was a bound may be of any length, which neither Python nor a database reads.
        if number.isdecimal() and len(number) <= _LONGEST_NUMBER:
            known[stream] = int(number)
    return known
