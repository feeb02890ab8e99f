"""What is held and what could not be made use of, as people look at it; and put away once nobody needs to any more.

What is put away goes on being held: the entry stays in its chain and changes nothing. Only nobody is asked to look.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from domain.errors import UsageError
from sync.records.bulk import query_rows, run_many
from sync.records.holding import read_facts


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
    """Those that a person should look at, the newest first."""
    sql = "SELECT * FROM problem WHERE put_away_at = '' ORDER BY id DESC LIMIT ?"
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


def put_away(connection: Connection, stream: str, number: int, now: str, by: str) -> None:
    """Nobody needs to look at an entry any more; UsageError `problem_unknown` where nobody had to."""
    sql = "SELECT id FROM problem WHERE stream = ? AND number = ? AND put_away_at = ''"
    found = query_rows(connection, sql, stream, number)
    if not found:
        raise UsageError("problem_unknown", stream=stream, entry=number)
    run_many(connection, "UPDATE problem SET put_away_at = ?, put_away_by = ? WHERE id = ?", [(now, by, found[0].id)])
