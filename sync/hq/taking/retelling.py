"""HQ's later word on entries it holds: that it takes one after all, or for what other reason it goes on holding it.

It goes where the desk's stream is read: to its dealer and those above, of HQ's own desks to HQ's.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from sqlalchemy import Connection

from sync.hq.admission.standing import Numbered
from sync.records.bodies.records import HeldReasonBody, ReleaseBody
from sync.records.books.bulk import run_many
from sync.records.books.settings import read_setting, write_setting
from sync.records.log.holding import Held
from sync.records.log.moves import FORWARDED
from sync.records.log.writing import Writing
from sync.streams import Entry

# So much of a fact is told.
_LONGEST = 200


def release(writing: Writing, stream: str, dealer: str, entries: Numbered, now: str) -> None:
    """Entries of a desk's stream that are believed now."""
    desk, told = stream.removeprefix("desk/"), stream_for(writing.connection, dealer)
    for number, entry in entries:  # one by one and in order: a later one may take the place of an earlier one
        raw = msgspec.Raw(b"null" if entry.body is None else entry.body)
        body = ReleaseBody(stream, number, now, entry.kind, entry.record, raw)
        writing.put(told, "release", f"{desk}/{number}", body)


def tell_reasons(writing: Writing, stream: str, dealer: str, held: Sequence[tuple[int, Entry, Held]], now: str) -> None:
    """Entries that were judged again and are held for another reason than before."""
    desk, told = stream.removeprefix("desk/"), stream_for(writing.connection, dealer)
    bodies = [
        (
            f"{desk}/{number}",
            HeldReasonBody(stream, number, now, why.code, {name: fact[:_LONGEST] for name, fact in why.facts.items()}),
        )
        for number, _, why in held
    ]
    writing.put_all(told, "held_reason", bodies)


def follow_again(connection: Connection, stream: str, epoch: int, numbers: Sequence[int], now: str) -> None:
    """What was passed over while it was held is decided, and passed on to whom it concerns, after all."""
    first = min(numbers)
    told_epoch, _, told = read_setting(connection, FORWARDED + stream).partition(":")
    if told_epoch == str(epoch) and int(told.partition(":")[0] or 0) >= first:
        write_setting(connection, FORWARDED + stream, f"{epoch}:{first - 1}")
    low, high = ("MIN", "MAX") if connection.dialect.name == "sqlite" else ("LEAST", "GREATEST")
    run_many(
        connection,
        "INSERT INTO undone (stream, since, until, at) VALUES (?, ?, ?, ?) ON CONFLICT (stream) DO UPDATE SET "
        f"since = {low}(undone.since, excluded.since), until = {high}(undone.until, excluded.until)",
        [(stream, first, max(numbers), now)],
    )


def stream_for(connection: Connection, dealer: str) -> str:
    """Where HQ's word on a desk's entries goes: the stream that whoever reads the desk's stream reads as well."""
    return "hq" if dealer == read_setting(connection, "dealer_id") else f"dealer/{dealer}"
