"""What HQ's service keeps for itself: codes given and tried, what is to be followed up, how far its streams were."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, Table, Text

from sync.records.schema.columns import Key, Moment, metadata

enrol_code = Table(
    "enrol_code",
    metadata,
    Column("code_hash", Text, primary_key=True),
    Column("dealer", Text, nullable=False),
    # A code for a desk that exists already lets a new machine take its place.
    Column("desk", Text),
    Column("expires", Moment, nullable=False),
    Column("used_at", Moment),
)

wrong_code = Table(
    "wrong_code",
    metadata,
    # A digest of the first half; what was typed isn't kept.
    Column("half", Text, primary_key=True),
    Column("since", Moment, nullable=False),
    Column("tries", Integer, nullable=False),
)

# Entries of desks that HQ took and has not followed up yet: from which number to which, and since when nobody is at it.
undone = Table(
    "undone",
    metadata,
    Column("stream", Text, primary_key=True),
    Column("since", BigInteger, nullable=False),
    Column("until", BigInteger, nullable=False),
    Column("at", Moment, nullable=False, index=True),
)

# What HQ keeps, of records of kinds it doesn't know, of one desk's stream.
kept_unknown = Table(
    "kept_unknown",
    metadata,
    Column("stream", Text, primary_key=True),
    Column("entries", BigInteger, nullable=False),
    Column("bytes", BigInteger, nullable=False),
)

# How far a stream of HQ's own was then: no entry up to `number` is younger. Entries have no time of their own.
stream_mark = Table(
    "stream_mark",
    metadata,
    Column("stream", Key, primary_key=True, autoincrement=False),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
)

# What HQ took of files whose rows become documents, so that the same row is booked once.
loaded_row = Table(
    "loaded_row",
    metadata,
    Column("file", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("digest", Text, nullable=False),
)
