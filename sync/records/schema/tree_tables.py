"""Tables of the channel's tree: who was moved when, who may not read a stream whole; when desks exchanged before."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Table, Text

from sync.records.schema.columns import Day, Key, Moment, metadata

# At a desk the moves it was told of; at HQ also those that happened, which are told to nobody in this form.
move = Table(
    "move",
    metadata,
    Column("pk", Key, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("dealer", Text, nullable=False),
    Column("name", Text, nullable=False, server_default=""),
    Column("before", Text, nullable=False, server_default=""),
    Column("after", Text, nullable=False, server_default=""),
    Column("on", Day, nullable=False),
    Column("at", Moment, nullable=False),
    Column("told", Text, nullable=False, server_default=""),
    Index("ix_move_dealer", "dealer"),
    Index("ix_move_told", "told"),
)

# HQ only: of these dealers a reader who stands above them has not read everything from the first entry on, or was gone
# for a while: it reads none of their streams, and gets what is its own business as copies. `move` is the last cause.
parted = Table(
    "parted",
    metadata,
    Column("reader", Text, primary_key=True),
    Column("dealer", Text, primary_key=True),
    Column("move", Text, nullable=False),
    Index("ix_parted_dealer", "dealer"),
)

# HQ only, local: how far a desk had heard its dealer's stream when it wrote up to an entry that is still to come; below
# zero, how far it had certainly heard it when it wrote any entry behind `head`.
hearing = Table(
    "hearing",
    metadata,
    Column("desk", Text, primary_key=True),
    Column("heard", BigInteger, primary_key=True),
    Column("head", BigInteger, nullable=False),
)

# When a desk had last exchanged before it brought the entries from `since` on; only where orders are among them.
arrival = Table(
    "arrival",
    metadata,
    Column("stream", Text, primary_key=True),
    Column("since", BigInteger, primary_key=True),
    Column("before", Moment, nullable=False),
)
