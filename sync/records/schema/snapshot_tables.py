"""The tables of HQ's snapshots: long streams in parts, made once for all who read them."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, LargeBinary, Table, Text

from sync.records.schema.columns import Key, Moment, metadata

snapshot = Table(
    "snapshot",
    metadata,
    Column("id", Key, primary_key=True),
    Column("stream", Text, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("live", BigInteger, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("made_at", Moment, nullable=False),
    Index("uq_snapshot_stream_epoch_number", "stream", "epoch", "number", unique=True),
)

snapshot_part = Table(
    "snapshot_part",
    metadata,
    Column("snapshot", Key, ForeignKey("snapshot.id", ondelete="CASCADE"), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("name", Text, nullable=False, index=True),
    Column("size", Integer, nullable=False),
    Column("rows", Integer, nullable=False),
)

part = Table(
    "part",
    metadata,
    Column("name", Text, primary_key=True),
    Column("bytes", LargeBinary, nullable=False),
    Column("made_at", Moment, nullable=False),
)

# Who is making a stream's snapshot now, so that thousands of desks that begin at once cost one making.
snapshot_claim = Table(
    "snapshot_claim",
    metadata,
    Column("stream", Text, primary_key=True),
    Column("until", Moment, nullable=False),
)
