"""Tables of accounts: settling, statements and their answers, whose paper it is, money from bank files."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, Table, Text, false

from sync.records.schema.columns import Day, Key, Moment, metadata

profile = Table(
    "profile",
    metadata,
    Column("pk", Key, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("dealer", Text, index=True, nullable=False),
    Column("heading", Text, nullable=False, server_default=""),
    Column("address", Text, nullable=False, server_default=""),
    Column("phone", Text, nullable=False, server_default=""),
    Column("tax_number", Text, nullable=False, server_default=""),
    Column("bank", Text, nullable=False, server_default=""),
    Column("bank_account", Text, nullable=False, server_default=""),
    Column("logo", Text, nullable=False, server_default=""),
    Column("checker", Text, nullable=False, server_default=""),
    Column("footer", Text, nullable=False, server_default=""),
)

settlement = Table(
    "settlement",
    metadata,
    Column("pk", Key, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("seller", Text, nullable=False),
    Column("buyer", Text, nullable=False),
    Column("credit", Text, index=True, nullable=False),
    Column("debt", Text, index=True, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("date", Day, nullable=False),
    Column("part", Integer, nullable=False, server_default="1"),
    Column("mode", Text, nullable=False, server_default=""),
    Column("by", Text, nullable=False, server_default=""),
    Column("at", Moment, nullable=False, server_default=""),
    Index("ix_settlement_seller_buyer", "seller", "buyer"),
)

statement = Table(
    "statement",
    metadata,
    Column("pk", Key, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("number", Text, index=True, nullable=False),
    Column("seller", Text, nullable=False),
    Column("buyer", Text, nullable=False),
    Column("first_day", Day, nullable=False),
    Column("last_day", Day, nullable=False),
    Column("issued", Day, nullable=False),
    Column("opening", BigInteger, nullable=False),
    Column("closing", BigInteger, nullable=False),
    Column("digest", Text, nullable=False),
    Column("form", Text, nullable=False),
    Column("reply_by", Day, nullable=False, server_default=""),
    Column("author", Text, nullable=False, server_default=""),
    Column("recorded_at", Moment, nullable=False, server_default=""),
    Column("head", Text, nullable=False, server_default=""),
    Column("signature", Text, nullable=False, server_default=""),
    Column("signer", Text, nullable=False, server_default=""),
    Column("vouch", Text, nullable=False, server_default=""),
    Index("ix_statement_seller_buyer_last_day", "seller", "buyer", "last_day"),
    Index("ix_statement_last_day", "last_day"),
)

reply = Table(
    "reply",
    metadata,
    Column("pk", Key, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("statement", Text, index=True, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("date", Day, nullable=False),
    Column("by", Text, nullable=False, server_default=""),
    Column("their_closing", BigInteger),
    Column("lines", Text, nullable=False, server_default="[]"),
    Column("remark", Text, nullable=False, server_default=""),
    Column("attachments", Text, nullable=False, server_default="[]"),
    Column("recorded_at", Moment, nullable=False, server_default=""),
    Column("recorded_by", Text, nullable=False, server_default=""),
    Column("original", Boolean, nullable=False, server_default=false()),
)

confirmation = Table(
    "confirmation",
    metadata,
    Column("pk", Key, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("statement", Text, index=True, nullable=False),
    Column("act", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("date", Day, nullable=False),
    Column("by", Text, nullable=False),
    Column("lines", Text, nullable=False, server_default="[]"),
    Column("answers", Text, nullable=False, server_default="[]"),
    Column("replacement", Text, nullable=False, server_default=""),
    Column("signature", Text, nullable=False, server_default=""),
    Column("signer", Text, nullable=False, server_default=""),
    Column("place", Integer, nullable=False, server_default="0"),
    Column("vouch", Text, nullable=False, server_default=""),
)

reconciled = Table(
    "reconciled",
    metadata,
    Column("pk", Key, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("seller", Text, nullable=False),
    Column("buyer", Text, nullable=False),
    Column("first_day", Day, nullable=False),
    Column("last_day", Day, nullable=False),
    Column("source", Text, nullable=False),
    Column("our_closing", BigInteger, nullable=False),
    Column("their_closing", BigInteger, nullable=False),
    Column("adjusted", BigInteger, nullable=False),
    Column("form", Text, nullable=False),
    Column("signed_by", Text, nullable=False),
    Column("signed_at", Moment, nullable=False),
    Column("remark", Text, nullable=False, server_default=""),
    Index("ix_reconciled_seller_buyer", "seller", "buyer"),
)

bank_line = Table(
    "bank_line",
    metadata,
    Column("pk", Key, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("account", Text, index=True, nullable=False),
    Column("date", Day, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("payer", Text, nullable=False, server_default=""),
    Column("payer_account", Text, nullable=False, server_default=""),
    Column("summary", Text, nullable=False, server_default=""),
    Column("reference", Text, nullable=False, server_default=""),
    Column("document", Text, nullable=False, server_default=""),
    Column("state", Text, nullable=False, server_default="proposed"),
    Column("recorded_at", Moment, nullable=False, server_default=""),
)

order_closing = Table(
    "order_closing",
    metadata,
    Column("pk", Key, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("order", Text, nullable=False, index=True),
    Column("seller", Text, nullable=False),
    Column("buyer", Text, nullable=False),
    Column("side", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("by", Text, nullable=False, server_default=""),
    Column("delivered", Text, nullable=False, server_default="[]"),
    Column("rest", Text, nullable=False, server_default="[]"),
)

# ---- local to one database --------------------------------------------------------------------------------------

print_count = Table(
    "print_count",
    metadata,
    Column("paper", Text, primary_key=True),
    Column("times", Integer, nullable=False),
)
