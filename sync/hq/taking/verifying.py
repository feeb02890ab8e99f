"""Answers a desk that finds its copy of a stream differing: which buckets, which records, and the records."""

from __future__ import annotations

from sqlalchemy import Connection

from domain.errors import RefusedError
from sync.hq.channel.scope import Readable, readable_streams
from sync.hq.service.asker import Asker
from sync.records.books.bulk import rows_in
from sync.records.books.database import Book
from sync.records.books.settings import read_setting
from sync.records.log.rebuilding import live_versions
from sync.records.log.streams import living
from sync.streams import bucket_digests, bucket_of
from sync.wire.messages import (
    RECORDS_AT_ONCE,
    Leaf,
    RecordsAnswer,
    RecordsRequest,
    VerifyAnswer,
    VerifyRequest,
    wire_entry,
)


def verify_stream(book: Book, asker: Asker, request: VerifyRequest) -> VerifyAnswer:
    """The 256 bucket digests of a stream, or the live records of the buckets asked for; RefusedError `not_readable`."""
    with book.reading() as connection:
        stream = _readable(connection, asker, request.stream)
        versions = live_versions(connection, stream.name)
    answer = VerifyAnswer(stream.head.number, stream.head.hash)
    if not request.buckets:
        answer.digests = b"".join(bucket_digests((record, leaf) for record, (_, leaf) in versions.items()))
        return answer
    wanted = set(request.buckets)
    answer.leaves = [
        Leaf(kind, record, number, leaf)
        for (kind, record), (number, leaf) in versions.items()
        if bucket_of(kind, record) in wanted
    ]
    return answer


def find_records(book: Book, asker: Asker, request: RecordsRequest) -> RecordsAnswer:
    """The newest versions of these records; those that don't live in the stream are left out."""
    if len(request.records) > RECORDS_AT_ONCE:
        raise RefusedError("too_large")
    with book.reading() as connection:
        stream = _readable(connection, asker, request.stream)
        # No record's kind or id holds a zero byte, and PostgreSQL takes none even to look for it.
        wanted = {(kind, record) for kind, record in request.records if "\0" not in kind + record}
        sql = (
            f"SELECT number, kind, record, body FROM entry WHERE {living(connection)} AND record IN (?*) "
            "AND kind = ? AND stream = ?"
        )
        rows = [
            row
            for kind in sorted({kind for kind, _ in wanted})
            for row in rows_in(connection, sql, sorted({each for of, each in wanted if of == kind}), kind, stream.key)
        ]
    return RecordsAnswer(
        [
            wire_entry(number, kind, record, bytes(body))
            for number, kind, record, body in rows
            if (kind, record) in wanted
        ]
    )


def _readable(connection: Connection, asker: Asker, name: str) -> Readable:
    hq = read_setting(connection, "dealer_id")
    for stream in readable_streams(connection, asker.desk, asker.dealer, hq):
        if stream.name == name:
            return stream
    raise RefusedError("not_readable", stream=name)
