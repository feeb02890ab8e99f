"""What is held and what could not be made use of, as people look at it; and put away once nobody needs to any more.

What is put away goes on being held: the entry stays in its chain and changes nothing. Only nobody is asked to look.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import msgspec
from sqlalchemy import Connection

from domain.errors import UsageError
from sync.records.bodies.records import BODY_TYPES, DOCUMENT_KINDS
from sync.records.books.bulk import query_rows, rows_in, run_in, run_many, upsert_rows
from sync.records.log.holding import CAUSE, GOES_ALONG, RESTS, Held, read_facts
from sync.records.log.streams import living
from sync.records.schema import tables
from sync.shapes import make_ready
from sync.streams import Entry

# A record that lives in another stream.
ELSEWHERE = "record_of_another"
# A record of a kind this program doesn't know: a newer one wrote it.
KIND_UNKNOWN = "record_kind_unknown"
_NONE: Mapping[str, str] = {}
_PROBLEM = ("stream", "number", "kind", "record", "code", "detail", "at", "held", "facts", "waits_kind", "waits_for")
# A longer text isn't a number somebody could look for.
_LONGEST_NUMBER = 60


@dataclass(frozen=True, slots=True)
class Problem:
    """One entry to look at; `waits` is the kind and id of what it waits for, where it does.

    `count` says for how many of the same desk, kind and code it stands: more than a few are one thing to look at.
    """

    stream: str
    number: int
    kind: str
    record: str
    code: str
    facts: Mapping[str, str]
    detail: str
    at: str
    held: bool
    waits: tuple[str, str] | None
    count: int = 1


# So many of one desk, kind and code are looked at one by one.
FEW = 5
# Kinds this program doesn't know are one kind here: whoever makes them up doesn't fill a list by it.
_GROUPED = f"CASE WHEN kind IN ({', '.join(repr(kind) for kind in BODY_TYPES)}) THEN kind ELSE '' END"
_OPEN = (
    "SELECT * FROM (SELECT p.*, COUNT(*) OVER (PARTITION BY stream, code, grouped) AS many, "
    "ROW_NUMBER() OVER (PARTITION BY stream, code, grouped ORDER BY id DESC) AS place FROM "
    f"(SELECT problem.*, {_GROUPED} AS grouped FROM problem WHERE put_away_at = '') p "
    # What somebody at another desk of the dealer put away, or on this one before it was restored.
    "WHERE NOT EXISTS (SELECT 1 FROM dismissal a WHERE a.dealer = (SELECT value FROM setting WHERE key = 'dealer_id') "
    "AND a.key = 'entry/' || p.stream || '#' || CAST(p.number AS TEXT)) "
    "AND NOT EXISTS (SELECT 1 FROM dismissal a WHERE a.dealer = (SELECT value FROM setting WHERE key = 'dealer_id') "
    "AND a.key = 'alike/' || p.stream || '#' || p.code || '#' || p.grouped AND a.until >= p.number)) q "
    f"WHERE place = 1 OR (many <= {FEW} AND grouped <> '') ORDER BY id DESC LIMIT ?"
)


def open_problems(connection: Connection, most: int = 100) -> list[Problem]:
    """What a person should look at, the newest first; many of one desk, kind and code stand in one line."""
    return [
        Problem(
            row.stream,
            row.number,
            row.kind,
            row.record,
            row.code,
            read_facts(row.facts),
            row.detail,
            row.at,
            bool(row.held),
            (row.waits_kind, row.waits_for) if row.waits_for else None,
            row.many if row.many > FEW or not row.grouped else 1,
        )
        for row in query_rows(connection, _OPEN, most)
    ]


def note_held(connection: Connection, stream: str, notes: Sequence[tuple[int, Entry, Held]], now: str) -> None:
    """Keeps which entries stay in the chain only, and why; once for each entry."""
    rows = [
        (
            stream, number, entry.kind, entry.record, held.code, _short(held.detail), now, True, held.stored_facts,
            *(held.waits or ("", "")),
        )
        for number, entry, held in notes
    ]  # fmt: skip
    upsert_rows(connection, tables.problem, _PROBLEM, rows, key=("stream", "number"))
    own = [number for number, _, held in notes if RESTS not in (held.code, held.facts.get(CAUSE))]
    run_many(connection, _BACK, [(stream, number) for number in own])


# What went along with the paper it rests on is looked at once it is held for a reason of its own.
_BACK = (
    "UPDATE problem SET put_away_at = '', put_away_why = '' WHERE stream = ? AND number = ? "
    f"AND put_away_why = '{GOES_ALONG}'"
)


def settle_held(connection: Connection, stream: str, why: Mapping[int, str], now: str) -> None:
    """Puts away by themselves, by number, what HQ says nobody needs to look at any more."""
    sql = "UPDATE problem SET put_away_at = ?, put_away_why = ? WHERE stream = ? AND number = ? AND put_away_at = ''"
    run_many(connection, sql, [(now, said, stream, number) for number, said in why.items()])


def forget_elsewhere(connection: Connection, stream: str, records: Iterable[tuple[str, str]]) -> None:
    """What stood in the way of these records (kind, id) of a stream does so no more."""
    sql = "DELETE FROM problem WHERE stream = ? AND kind = ? AND record = ? AND code = ? AND held"
    run_many(connection, sql, [(stream, kind, record, ELSEWHERE) for kind, record in records])


def note_problems(connection: Connection, stream: str, notes: Sequence[tuple[int, Entry, str, str]], now: str) -> None:
    """Keeps what could not be applied, to be told and looked at; once for each entry."""
    rows = [
        (stream, number, entry.kind, entry.record, code, _short(detail), now, False, "{}", "", "")
        for number, entry, code, detail in notes
    ]
    upsert_rows(connection, tables.problem, _PROBLEM, rows, key=("stream", "number"))


def note_not_done(
    connection: Connection, kind: str, record: str, code: str, detail: str, now: str, facts: Mapping[str, str] = _NONE
) -> None:
    """Keeps that something couldn't be done about a record that lives; what else is noted of it stays.

    `facts` are what a person is told of it, `detail` what whoever looks after the program wants to know.
    """
    sql = (
        "SELECT s.name, e.number, e.kind, e.record FROM entry e JOIN stream s ON s.id = e.stream "
        f"WHERE e.record IN (?*) AND e.kind = ? AND e.{living(connection)}"
    )
    stored = msgspec.json.encode(facts).decode()
    found = rows_in(connection, sql, [record], kind)
    rows = [(*row, code, _short(detail), now, stored) for row in found]
    upsert_rows(connection, tables.problem, (*_PROBLEM[:7], "facts"), rows, key=("stream", "number"))


def _short(detail: str) -> str:
    return detail[:500].replace("\0", "")


# Kinds of records that others may wait for.
AWAITED = frozenset({"dealer", "product", "statement", *DOCUMENT_KINDS})


JUDGED = f"held AND (put_away_at = '' OR put_away_why = '{GOES_ALONG}')"
"""The test that an entry is judged again when what it waits for comes: nobody put it away, or it only went along."""


def note_come(connection: Connection, records: Sequence[str]) -> None:
    """Has whatever waits for these records judged again: HQ wrote or took them otherwise than from a desk's page."""
    sql = f"UPDATE problem SET came = TRUE WHERE waits_for IN (?*) AND {JUDGED}"
    run_in(connection, sql, sorted(set(records)))


def come(connection: Connection) -> str:
    """The test that what an entry waits for has come, spelled so that the engine takes its index."""
    return "came = 1" if connection.dialect.name == "sqlite" else "came"


def written_numbers(connection: Connection, found: Sequence[Problem]) -> dict[tuple[str, int], str]:
    """The documents' numbers as the entries themselves say them, which no table may hold; by stream and entry."""
    return {place: number_in(body) for place, body in bodies_at(connection, found).items()}


class _Placed(Protocol):
    @property
    def stream(self) -> str: ...
    @property
    def number(self) -> int: ...


def bodies_at(connection: Connection, places: Iterable[_Placed]) -> dict[tuple[str, int], bytes]:
    """The bodies of entries by their stream and number, of those that have one here."""
    entries: dict[str, set[int]] = {}
    for each in places:
        entries.setdefault(each.stream, set()).add(each.number)
    sql = "SELECT e.number, e.body FROM entry e JOIN stream s ON s.id = e.stream WHERE e.number IN (?*) AND s.name = ?"
    return {
        (stream, number): bytes(body)
        for stream, numbers in entries.items()
        for number, body in rows_in(connection, sql, sorted(numbers), stream)
        if body is not None
    }


def number_in(body: bytes) -> str:
    """The number of the document an entry's body is, or is about; "" where it says none that could be one."""
    try:
        number = msgspec.json.decode(body, type=_NumberedProblem).number
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return ""
    return number if number.isprintable() and len(number) <= _LONGEST_NUMBER else ""


class _NumberedProblem(msgspec.Struct):
    number: str = ""


make_ready(_NumberedProblem)


def held_numbers(connection: Connection, records: Iterable[str]) -> dict[str, str]:
    """The numbers that held papers say of themselves, by their ids; they stand in no table."""
    sql = (
        "SELECT e.record, e.body FROM entry e JOIN stream s ON s.id = e.stream "
        "JOIN problem p ON p.stream = s.name AND p.number = e.number AND p.held WHERE e.record IN (?*)"
    )
    found = rows_in(connection, sql, sorted(set(records)))
    said = {row.record: number_in(bytes(row.body)) for row in found if row.body is not None}
    return {record: number for record, number in said.items() if number}


class PutAway(NamedTuple):
    """How many entries were put away, and the key and last entry under which the dealer's other desks put them away."""

    entries: int
    key: str
    until: int


def put_away(connection: Connection, stream: str, number: int, now: str, by: str) -> PutAway:
    """Nobody needs to look at an entry any more, nor at those it stands for in the list.

    UsageError `problem_unknown` where nobody had to.
    """
    sql = f"SELECT id, code, {_GROUPED} AS grouped FROM problem WHERE stream = ? AND number = ? AND put_away_at = ''"
    found = query_rows(connection, sql, stream, number)
    if not found:
        raise UsageError("problem_unknown", stream=stream, entry=number)
    sql = f"SELECT id, number FROM problem WHERE stream = ? AND code = ? AND put_away_at = '' AND {_GROUPED} = ?"
    alike = query_rows(connection, sql, stream, found[0].code, found[0].grouped)
    many = len(alike) > FEW or not found[0].grouped
    ids = [row.id for row in alike] if many else [found[0].id]
    run_many(
        connection,
        "UPDATE problem SET put_away_at = ?, put_away_by = ? WHERE id = ?",
        [(now, by, each) for each in ids],
    )
    if many:
        key = f"alike/{stream}#{found[0].code}#{found[0].grouped}"
        return PutAway(len(ids), key, max(row.number for row in alike))
    return PutAway(len(ids), f"entry/{stream}#{number}", 0)
