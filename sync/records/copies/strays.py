"""Own entries that fit nowhere any more are written again as new ones: each once, under a number nobody else bears."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Connection

from sync.records.bodies.records import DOCUMENT_KINDS
from sync.records.books.bulk import rows_in
from sync.records.books.numbering import next_in_series, number_in, raise_sequences
from sync.records.bounds.fitting import misnamed
from sync.records.log.streams import living
from sync.records.log.writing import Writing
from sync.streams import Entry, make_entry


@dataclass(frozen=True, slots=True)
class Renumbered:
    """A document that got a new number because another bears its old one."""

    kind: str
    record: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What became of entries HQ never got: written anew, or left out because there is another version of the record."""

    again: list[Entry]
    left_out: list[Entry]
    renumbered: list[Renumbered]


def write_strays(writing: Writing, name: str, strays: Sequence[Entry]) -> Rebuilt:
    """Writes what the books don't know into the own stream; a record that stands in another version is left out."""
    connection = writing.connection
    ids = sorted({entry.record for entry in strays})
    sql = "SELECT kind, record, leaf FROM entry WHERE record IN (?*)"
    rows = rows_in(connection, sql, ids)
    stands = {(kind, record) for kind, record, _ in rows}
    known = {bytes(leaf) for _, _, leaf in rows}
    again: dict[bytes, Entry] = {}
    left_out: dict[bytes, Entry] = {}
    for entry in strays:
        if entry.leaf not in known:
            # What has no proper name would be taken by nobody, nor would anything that follows it.
            out = (entry.kind, entry.record) in stands or misnamed(entry.kind, entry.record)
            fate = left_out if out else again
            fate[entry.leaf] = entry
    return write_again(writing, name, list(again.values()), list(left_out.values()))


def write_again(writing: Writing, name: str, again: Sequence[Entry], left_out: Sequence[Entry]) -> Rebuilt:
    """Writes entries as new ones, with a new number where another document bears theirs; the sequences follow."""
    raise_sequences(writing.connection, filter(None, map(number_in, again)))
    renumbered = _renumber(writing.connection, again)
    given = {each.record: each for each in renumbered}
    entries = [with_number(entry, given.get(entry.record)) for entry in again]
    writing.put_entries(name, entries)
    return Rebuilt(entries, list(left_out), renumbered)


def _renumber(connection: Connection, again: Sequence[Entry]) -> list[Renumbered]:
    """The later of two documents of one number gets the next in its series."""
    documents = {entry.record: entry for entry in again if entry.kind in DOCUMENT_KINDS and number_in(entry)}
    numbers = sorted({number_in(entry) for entry in documents.values()})
    others = rows_in(connection, "SELECT number, id FROM document WHERE number IN (?*)", numbers)
    taken: dict[str, str] = {number: record for number, record in others if record not in documents}
    found = []
    for record, entry in documents.items():
        number = number_in(entry)
        if taken.setdefault(number, record) != record:
            found.append(Renumbered(entry.kind, record, number, next_in_series(connection, number)))
    return found


def with_number(entry: Entry, given: Renumbered | None) -> Entry:
    """The entry under its new number; what else it says stays, fields this program doesn't know too."""
    if given is None or entry.body is None or number_in(entry) != given.before:
        return entry
    body: dict[str, Any] = msgspec.json.decode(entry.body)
    body["number"] = given.after
    if entry.kind in DOCUMENT_KINDS:
        # Whoever holds a paper with the old number finds it here.
        body["remark"] = f"{body.get('remark', '')} {given.before} → {given.after}".strip()
    return make_entry(entry.kind, entry.record, msgspec.json.encode(body))


def live_elsewhere(connection: Connection, key: int, ids: Sequence[str]) -> set[tuple[str, str]]:
    """Which of these records live in another stream than the one of this row."""
    sql = f"SELECT kind, record FROM entry WHERE {living(connection)} AND record IN (?*) AND stream <> ?"
    return {(kind, record) for kind, record in rows_in(connection, sql, ids, key)}
