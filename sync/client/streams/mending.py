"""Finds the records of a stream in which this desk and HQ differ, and replaces those and no others."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from sqlalchemy import Connection

from domain.errors import UnreachableError
from domain.explain import Reason
from sync.client.line.asking import HqLine
from sync.client.streams.progress import ExchangeProgress
from sync.records.books.database import Book
from sync.records.books.settings import read_setting, write_setting
from sync.records.log.problems import forget_elsewhere
from sync.records.log.rebuilding import Versions, live_versions, replace_records
from sync.records.log.streams import head_of
from sync.streams import BUCKETS, Entry, Head, bucket_digests, bucket_of
from sync.wire.messages import (
    RECORDS_AT_ONCE,
    RecordsAnswer,
    RecordsRequest,
    VerifyAnswer,
    VerifyRequest,
)

_DIGEST = 16
# The setting that names streams known to differ.
_DIFFERING = "differing"


def mend_all(
    book: Book, line: HqLine, differing: Collection[str], progress: Callable[[ExchangeProgress], None]
) -> list[Reason]:
    """Puts right single records of streams that ended up differing from HQ's; what to tell of each.

    They stay noted until that is done: where HQ can't be asked now, the next exchange asks, though nothing has moved.
    """
    told = []
    for place, name in enumerate(sorted(differing)):
        progress(ExchangeProgress("checking", place, len(differing)))
        summed = _summed(book, name)
        count = mend(book, line, name)
        note_equal(book, name)
        # Where all records were right and only their sum was wrong, that is told as well; where nothing was, nothing.
        if count or (count is not None and _summed(book, name) != summed):
            told.append(Reason("stream_mended", "warn", {"stream": name, "records": count}))
    return told


def _summed(book: Book, stream: str) -> Head | None:
    with book.reading() as connection:
        return head_of(connection, stream)


def noted_differing(settings: Mapping[str, str]) -> list[str]:
    """The streams that ended up differing in an earlier exchange and were not put right since."""
    return [each for each in settings.get(_DIFFERING, "").split("\n") if each]


def note_differing(connection: Connection, settings: Mapping[str, str], differing: Collection[str]) -> None:
    """Keeps their names, in the transaction that made them differ."""
    known = noted_differing(settings)
    if not set(differing) <= set(known):
        write_setting(connection, _DIFFERING, "\n".join(sorted({*known, *differing})))


def note_equal(book: Book, stream: str) -> None:
    """Of this stream nothing differs any more, or what differs will be seen by the page that moved it."""
    with book.writing() as writing:
        known = noted_differing({_DIFFERING: read_setting(writing.connection, _DIFFERING)})
        if stream in known:
            left = [each for each in known if each != stream]
            write_setting(writing.connection, _DIFFERING, "\n".join(left))


def mend(book: Book, line: HqLine, stream: str) -> int | None:
    """Three questions at most: which buckets, which records, the records; how many were put right.

    None where the stream has moved on meanwhile; the next exchange compares again.
    """
    with book.reading() as connection:
        head = head_of(connection, stream) or Head()
        here = live_versions(connection, stream)
    answer = line.ask("/v1/verify", VerifyRequest(stream), VerifyAnswer)
    if (answer.number, answer.hash) != (head.number, head.hash):
        return None
    ours = bucket_digests((record, leaf) for record, (_, leaf) in here.items())
    theirs = digests_in(answer)
    buckets = [place for place in range(BUCKETS) if ours[place] != theirs[place]]
    wanted: dict[tuple[str, str], bytes] = {}
    gone: list[tuple[str, str]] = []
    if buckets:
        detail = line.ask("/v1/verify", VerifyRequest(stream, buckets), VerifyAnswer)
        if detail.number != head.number:
            return None
        there: Versions = {(each.kind, each.record): (each.number, each.leaf) for each in detail.leaves}
        wanted = {record: leaf for record, (_, leaf) in there.items() if here.get(record, (0, b""))[1] != leaf}
        gone = [record for record in here if bucket_of(*record) in set(buckets) and record not in there]
    right = _fetch(line, stream, wanted)
    with book.writing() as writing:
        if head_of(writing.connection, stream) != head:
            return None
        replace_records(writing.connection, stream, right, gone)
        forget_elsewhere(writing.connection, stream, [(entry.kind, entry.record) for _, entry in right])
    return len(right) + len(gone)


def digests_in(answer: VerifyAnswer) -> list[bytes]:
    """The digests of all buckets; UnreachableError `hq_nonsense` where they aren't all there."""
    if len(answer.digests) != _DIGEST * BUCKETS:
        raise UnreachableError("hq_nonsense", detail=Reason("answer_digests", "stop"))
    return [answer.digests[_DIGEST * place : _DIGEST * (place + 1)] for place in range(BUCKETS)]


def _fetch(line: HqLine, stream: str, wanted: Mapping[tuple[str, str], bytes]) -> list[tuple[int, Entry]]:
    """The records asked for, given with their leaves; UnreachableError `hq_nonsense` where others come."""
    found: list[tuple[int, Entry]] = []
    asked = list(wanted)
    for start in range(0, len(asked), RECORDS_AT_ONCE):
        request = RecordsRequest(stream, asked[start : start + RECORDS_AT_ONCE])
        answer = line.ask("/v1/records", request, RecordsAnswer)
        found += [(each.number, each.entry()) for each in answer.entries]
    if any(wanted.get((entry.kind, entry.record)) != entry.leaf for _, entry in found):
        raise UnreachableError("hq_nonsense", detail=Reason("answer_records", "stop", {"stream": stream}))
    return found
