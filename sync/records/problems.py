"""What is held and what could not be made use of, as people look at it; and put away once nobody needs to any more.

What is put away goes on being held: the entry stays in its chain and changes nothing. Only nobody is asked to look.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection

from domain.errors import UsageError
from sync.records.bodies import BODY_TYPES
from sync.records.bulk import query_rows, rows_in, run_many
from sync.records.holding import read_facts
from sync.shapes import make_ready

# A record of a kind this program doesn't know: a newer one wrote it.
KIND_UNKNOWN = "record_kind_unknown"
# A longer text isn't a number somebody could look for.
_LONGEST_NUMBER = 60


@dataclass(frozen=True, slots=True)
class Problem:
    """One entry to look at; `waits` is the kind and id of what it waits for, where it does."""

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


def open_problems(connection: Connection, most: int = 100) -> list[Problem]:
    """Those that a person should look at, the newest first; not at kinds that an update made known."""
    known = ", ".join(f"'{kind}'" for kind in BODY_TYPES)
    unknown = f"NOT (code = '{KIND_UNKNOWN}' AND kind IN ({known}))"
    sql = f"SELECT * FROM problem WHERE put_away_at = '' AND {unknown} ORDER BY id DESC LIMIT ?"
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
        )
        for row in query_rows(connection, sql, most)
    ]


def written_numbers(connection: Connection, found: Sequence[Problem]) -> dict[tuple[str, int], str]:
    """The documents' numbers as the entries themselves say them, which no table may hold; by stream and entry."""
    entries: dict[str, list[int]] = {}
    for each in found:
        entries.setdefault(each.stream, []).append(each.number)
    sql = "SELECT e.number, e.body FROM entry e JOIN stream s ON s.id = e.stream WHERE e.number IN (?*) AND s.name = ?"
    return {
        (stream, number): number_in(bytes(body))
        for stream, numbers in entries.items()
        for number, body in rows_in(connection, sql, sorted(set(numbers)), stream)
        if body is not None
    }


def number_in(body: bytes) -> str:
    """The number of the document an entry's body is, or is about; "" where it says none that could be one."""
    try:
        number = msgspec.json.decode(body, type=_Numbered).number
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return ""
    return number if number.isprintable() and len(number) <= _LONGEST_NUMBER else ""


class _Numbered(msgspec.Struct):
    number: str = ""


make_ready(_Numbered)


def put_away(connection: Connection, stream: str, number: int, now: str, by: str) -> None:
    """Nobody needs to look at an entry any more; UsageError `problem_unknown` where nobody had to."""
    sql = "SELECT id FROM problem WHERE stream = ? AND number = ? AND put_away_at = ''"
    found = query_rows(connection, sql, stream, number)
    if not found:
        raise UsageError("problem_unknown", stream=stream, entry=number)
    run_many(connection, "UPDATE problem SET put_away_at = ?, put_away_by = ? WHERE id = ?", [(now, by, found[0].id)])
