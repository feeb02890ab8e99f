"""Gives HQ back what only a book still holds that a backup took the place of: HQ and its desks were set back at once.

A desk learns only from HQ whether anything is missing there, so the replaced books stay named until HQ was asked.
"""

from __future__ import annotations

from pathlib import Path

import msgspec
from sqlalchemy import Connection

from domain.errors import DeskError
from domain.explain import Reason
from sync.client.line.asking import HqLine
from sync.client.restored.returning import EpochBegunError, copy_lost, copy_rows, lost_of, signed_heads
from sync.records.books.bulk import query_rows, run_many
from sync.records.books.database import Book
from sync.records.books.settings import KEPT_BOOKS, moment, read_setting, write_setting
from sync.records.copies.other_copies import open_copy
from sync.records.repair.rescue import read_named


def ask_of_replaced(book: Book, line: HqLine, own: str) -> list[Reason]:
    """Keeps for HQ what it lost and a replaced book still holds; tells what could not be read.

    Whatever HQ answers later, `give_back` then offers it.
    """
    with book.reading() as connection:
        files = read_named(read_setting(connection, KEPT_BOOKS))
    told = []
    for name in files:
        path = book.path.parent / name if book.path is not None else Path(name)
        try:
            _ask_of(book, path, line, own)
        except DeskError as failed:
            if failed.code not in _UNREAD:
                raise
            told.append(Reason("replaced_unread", "warn", {"path": str(path)}))
        with book.writing() as writing:
            named = read_named(read_setting(writing.connection, KEPT_BOOKS))
            left = [each for each in named if each != name]
            write_setting(writing.connection, KEPT_BOOKS, msgspec.json.encode(left).decode() if left else "")
    return told


# What makes a replaced book of no use here; all else ends the exchange, and HQ is asked again by the next.
_UNREAD = frozenset({"book_missing", "book_newer", "database_damaged"})


def _ask_of(book: Book, path: Path, line: HqLine, own: str) -> None:
    with open_copy(path) as other:
        with other.reading() as source, book.reading() as connection:
            keys = ("desk_id", "hq_public_key")
            if any(read_setting(source, key) != read_setting(connection, key) for key in keys):
                return
            heads = signed_heads(source, own)
        try:
            lost = lost_of(other, line, heads)
        except EpochBegunError:  # HQ noticed by this that it was set back, and answers from there
            lost = lost_of(other, line, heads)
        now = moment()
        with other.reading() as source, book.writing() as writing:
            for each in lost:
                copy_lost(writing.connection, source, each, now)
            _copy_runs(writing.connection, source)


def _copy_runs(connection: Connection, source: Connection) -> None:
    """What the other book kept for HQ, or had given it; HQ takes it once, however often it is offered."""
    names = "stream, epoch, number, hash, signature, previous, previous_hash, proven, state, desk, at"
    for run in query_rows(source, f"SELECT id, {names} FROM returned_run WHERE state <> 'refused' ORDER BY id"):
        known = "SELECT id FROM returned_run WHERE stream = ? AND number = ? AND hash = ?"
        place = (run.stream, run.number, bytes(run.hash))
        if query_rows(connection, known, *place):
            continue
        run_many(
            connection, f"INSERT INTO returned_run ({names}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", [tuple(run[1:])]
        )
        copy_rows(connection, source, query_rows(connection, known, *place)[0][0], _OF_RUN, run.id)


_OF_RUN = "SELECT stream, number, kind, record, body, hash FROM returned_entry WHERE run = ? ORDER BY number"
