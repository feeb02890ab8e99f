"""The tables of what one side gives back to the other: heads HQ signed, and entries it lost and a desk still holds."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, LargeBinary, Table, Text, false

from sync.records.schema.columns import Key, Moment, metadata

# Desk: the last head of each stream that HQ signed.
signed_head = Table(
    "signed_head",
    metadata,
    Column("stream", Text, primary_key=True),
    Column("epoch", BigInteger, nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("signature", LargeBinary, nullable=False),
    # Where the first fill ended, from which on the chain is known here.
    Column("filled", BigInteger, nullable=False, server_default="0"),
    Column("filled_hash", LargeBinary),
)

# A run of entries after the last one HQ still has (`previous`) to a head it once signed. At a desk it is `kept` until
# HQ holds it (`sent`, or `refused`); at HQ it is `coming` until the chain reaches the head, then `whole`.
returned_run = Table(
    "returned_run",
    metadata,
    Column("id", Key, primary_key=True),
    Column("stream", Text, nullable=False),
    Column("epoch", BigInteger, nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("signature", LargeBinary, nullable=False),
    Column("previous", BigInteger, nullable=False),
    Column("previous_hash", LargeBinary, nullable=False),
    # False where a first fill left entries out, so that only the head itself is proven.
    Column("proven", Boolean, nullable=False, server_default=false()),
    Column("state", Text, nullable=False),
    Column("desk", Text, nullable=False, server_default=""),
    Column("at", Moment, nullable=False),
    Index("uq_returned_run_stream_hash", "stream", "number", "hash", unique=True),
)

# `state` speaks at HQ: `waiting` for a person, then `taken`, `left`, or `known` where HQ has it anyway.
returned_entry = Table(
    "returned_entry",
    metadata,
    Column("id", Key, primary_key=True),
    Column("run", Key, ForeignKey("returned_run.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("stream", Text, nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("kind", Text, nullable=False),
    Column("record", Text, nullable=False),
    Column("body", LargeBinary),
    # The chain's hash, or the entry's own where the chain isn't known.
    Column("hash", LargeBinary, nullable=False),
    Column("state", Text, nullable=False, server_default="waiting"),
    Index("uq_returned_entry_stream_number_hash", "stream", "number", "hash", unique=True),
    Index("ix_returned_entry_state", "state"),
)

# HQ: orders that wait for desks to bring back what was decided about them before a restore.
returning = Table(
    "returning_order",
    metadata,
    Column("record", Text, primary_key=True),
    Column("dealer", Text, nullable=False),
    Column("since", Moment, nullable=False),
)

# Desk: what is reserved for orders that HQ lost, until they are here again (`sync.records.orders.promised_apart`).
promised_apart = Table(
    "promised_apart",
    metadata,
    Column("owner", Text, primary_key=True),
    Column("product", Text, primary_key=True),
    Column("warehouse", Text, primary_key=True),
    Column("record", Text, primary_key=True),
    Column("quantity", BigInteger, nullable=False),
)
