"""Tables of people, policies, their limits and rebates; those of records are derived, the last ones are local."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, Table, Text, false, true

from sync.records.schema.columns import Day, Key, Moment, metadata

# Not `user`, which PostgreSQL takes for its own.
desk_user = Table(
    "desk_user",
    metadata,
    Column("pk", Key, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("dealer", Text, nullable=False),
    Column("desk", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("active", Boolean, nullable=False, server_default=true()),
    Column("made_at", Moment, nullable=False, server_default=""),
    Column("made_by", Text, nullable=False, server_default=""),
)

# What HQ says of its own people: who may what from which of its desks. A person's own record only asks for it.
role_grant = Table(
    "role_grant",
    metadata,
    Column("pk", Key, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("desk", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("active", Boolean, nullable=False, server_default=true()),
    Column("at", Moment, nullable=False),
    Column("by", Text, nullable=False),
)

policy_draft = Table(
    "policy_draft",
    metadata,
    Column("pk", Key, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("policy", Text, index=True, nullable=False),
    Column("version", Integer, nullable=False),
    Column("form", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("saved_at", Moment, nullable=False),
    Column("state", Text, nullable=False),
)

policy = Table(
    "policy",
    metadata,
    Column("pk", Key, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("policy", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("form", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("approver", Text, nullable=False),
    Column("published_at", Moment, nullable=False),
    Column("draft", Text, nullable=False, server_default=""),
    Column("until", Day, nullable=False, server_default=""),
    Column("withdrawn_at", Moment, nullable=False, server_default=""),
    Column("withdrawn_by", Text, nullable=False, server_default=""),
    Column("reason", Text, nullable=False, server_default=""),
    Index("ix_policy_policy_version", "policy", "version", unique=True),
)

quota = Table(
    "quota",
    metadata,
    Column("pk", Key, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("policy", Text, index=True, nullable=False),
    Column("used", BigInteger, nullable=False),
    Column("times", BigInteger, nullable=False),
    Column("as_of", Moment, nullable=False),
)

policy_read = Table(
    "policy_read",
    metadata,
    Column("pk", Key, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("policy", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("dealer", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("read_at", Moment, nullable=False),
    Index("ix_policy_read_policy_version", "policy", "version"),
)

verdict_seen = Table(
    "verdict_seen",
    metadata,
    Column("pk", Key, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("order", Text, nullable=False, index=True),
    Column("decided_at", Moment, nullable=False),
    Column("dealer", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("seen_at", Moment, nullable=False),
)

dismissal = Table(
    "dismissal",
    metadata,
    Column("pk", Key, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("key", Text, nullable=False, index=True),
    Column("dealer", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("until", BigInteger, nullable=False, server_default="0"),
)

choice = Table(
    "choice",
    metadata,
    Column("pk", Key, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("key", Text, nullable=False, index=True),
    Column("dealer", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Moment, nullable=False),
)

request = Table(
    "request",
    metadata,
    Column("pk", Key, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("verb", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("facts", Text, nullable=False, server_default="{}"),
)

request_answer = Table(
    "request_answer",
    metadata,
    Column("pk", Key, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("request", Text, index=True, nullable=False),
    Column("state", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("reasons", Text, nullable=False, server_default="[]"),
    Column("result", Text, nullable=False, server_default=""),
)

rebate_adjustment = Table(
    "rebate_adjustment",
    metadata,
    Column("pk", Key, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("policy", Text, nullable=False),
    Column("dealer", Text, nullable=False),
    Column("period", Text, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("reason", Text, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("approved_by", Text, nullable=False, server_default=""),
    Index("ix_rebate_adjustment_policy_dealer", "policy", "dealer"),
)

rebate_payout = Table(
    "rebate_payout",
    metadata,
    Column("pk", Key, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("number", Text, index=True, nullable=False),
    Column("policy", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("dealer", Text, nullable=False),
    Column("period", Text, nullable=False),
    Column("reward", Text, nullable=False),
    Column("earned", BigInteger, nullable=False),
    Column("final", BigInteger, nullable=False),
    Column("payable", BigInteger, nullable=False),
    Column("settled_at", Moment, nullable=False),
    Column("settled_by", Text, nullable=False),
    Column("lines", Text, nullable=False, server_default="[]"),
    Column("steps", Text, nullable=False, server_default="[]"),
    Column("remainder", BigInteger, nullable=False, server_default="0"),
    Column("base", BigInteger, nullable=False, server_default="0"),
    Column("total", BigInteger, nullable=False, server_default="0"),
    Column("tier", Integer),
    Column("held", BigInteger, nullable=False, server_default="0"),
    Column("released", BigInteger, nullable=False, server_default="0"),
    Column("state", Text, nullable=False, server_default="earned"),
    Column("history", Text, nullable=False, server_default="[]"),
    Column("product", Text, nullable=False, server_default=""),
    Column("thing", Text, nullable=False, server_default=""),
    Column("scope", Text, nullable=False, server_default="null"),
    Column("expires", Day, nullable=False, server_default=""),
    Column("document", Text, nullable=False, server_default=""),
    Index("ix_rebate_payout_dealer_policy_period", "dealer", "policy", "period"),
)

# What orders take of policies' limits and of wallets, as they stand: the seller's answer before the writer's word.
# `back` is what of it came back with returned goods, `gone` whether nothing is kept that the policy was used on.
policy_use = Table(
    "policy_use",
    metadata,
    Column("document", Key, ForeignKey("document.pk", ondelete="CASCADE"), primary_key=True),
    Column("policy", Text, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("quantity", BigInteger, nullable=False, server_default="0"),
    Column("back", BigInteger, nullable=False, server_default="0"),
    Column("gone", Boolean, nullable=False, server_default=false()),
)
Index("ix_policy_use_policy", policy_use.c.policy)

wallet_use = Table(
    "wallet_use",
    metadata,
    Column("document", Key, ForeignKey("document.pk", ondelete="CASCADE"), primary_key=True),
    Column("entry", Text, primary_key=True),
    Column("line", Integer, primary_key=True),
    Column("amount", BigInteger, nullable=False),
)
Index("ix_wallet_use_entry", wallet_use.c.entry)

# ---- local to one database --------------------------------------------------------------------------------------

user_secret = Table(
    "user_secret",
    metadata,
    Column("user", Text, primary_key=True),
    Column("hash", Text, nullable=False),
)

# Versions that documents here name and that this place may not read any more, kept so that they can be reckoned again.
policy_kept = Table(
    "policy_kept",
    metadata,
    Column("policy", Text, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("form", Text, nullable=False),
)
