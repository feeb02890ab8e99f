"""What the proven exchange keeps: each part of it in a function of its own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from sync.records.migrations import contradictions, dues, given_back, order_closings, specifications, standings

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT, BIG = sa.Text(), sa.BigInteger()
MOMENT = sa.String(length=20)
LOGGED = (("milliseconds", sa.Integer()), ("requests", sa.Integer()), ("bytes_up", BIG), ("bytes_down", BIG))


def upgrade() -> None:
    _admission()
    _tree()
    _deciding()
    _service()
    _restoring()
    _verdicts()
    _filling()
    _holding()
    _living_apart()
    _promised()
    _machines()
    _awaited()
    order_closings.upgrade()
    contradictions.upgrade()
    _slips()
    for part in (standings, given_back, specifications, dues):
        part.upgrade()


# What HQ held entries for before it wrote down that it holds them.
_HELD = (
    "kind_not_yours", "record_of_another", "record_not_yours", "document_not_yours", "answer_not_yours",
    "order_decided_by_buyer", "account_not_yours", "confirmation_forged", "confirmation_out_of_turn",
    "confirmation_unfit", "statement_not_yours", "held_at_hq",
)  # fmt: skip


def _admission() -> None:
    text, moment = sa.Text(), sa.String(length=20)
    op.add_column("problem", sa.Column("held", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("problem", sa.Column("facts", text, nullable=False, server_default="{}"))
    for name in ("waits_kind", "waits_for"):
        op.add_column("problem", sa.Column(name, text, nullable=False, server_default=""))
    op.add_column("problem", sa.Column("put_away_at", moment, nullable=False, server_default=""))
    op.add_column("problem", sa.Column("put_away_by", text, nullable=False, server_default=""))
    op.create_index("ix_problem_waits_for", "problem", ["waits_for"])
    problem = sa.table("problem", sa.column("held", sa.Boolean()), sa.column("code", text))
    op.execute(problem.update().where(problem.c.code.in_(_HELD)).values(held=True))
    op.create_table(
        "arrival",
        sa.Column("stream", text, nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("before", moment, nullable=False),
        sa.PrimaryKeyConstraint("stream", "since", name=op.f("pk_arrival")),
    )
    op.create_table(
        "role_grant",
        sa.Column("pk", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", text, nullable=False),
        sa.Column("desk", text, nullable=False),
        sa.Column("name", text, nullable=False),
        sa.Column("role", text, nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.Column("at", moment, nullable=False),
        sa.Column("by", text, nullable=False),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_role_grant")),
        sa.UniqueConstraint("id", name=op.f("uq_role_grant_id")),
    )


def _tree() -> None:
    """Moves in the tree, who reads whose streams no more as a whole, and what desks had heard when they wrote."""
    op.create_table(
        "move",
        sa.Column("pk", KEY, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("dealer", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("before", sa.Text(), server_default="", nullable=False),
        sa.Column("after", sa.Text(), server_default="", nullable=False),
        sa.Column("on", sa.String(10), nullable=False),
        sa.Column("at", sa.String(20), nullable=False),
        sa.Column("told", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("pk", name="pk_move"),
        sa.UniqueConstraint("id", name="uq_move_id"),
    )
    op.create_index("ix_move_dealer", "move", ["dealer"])
    op.create_table(
        "parted",
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("dealer", sa.Text(), nullable=False),
        sa.Column("move", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("reader", "dealer", name="pk_parted"),
    )
    op.create_index("ix_parted_dealer", "parted", ["dealer"])
    op.create_table(
        "hearing",
        sa.Column("desk", sa.Text(), nullable=False),
        sa.Column("heard", sa.BigInteger(), nullable=False),
        sa.Column("head", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("desk", "heard", name="pk_hearing"),
    )
    policies = sa.text("substr(name, 1, 9) = 'policies/'")
    op.create_index("ix_stream_policies", "stream", ["name"], sqlite_where=policies, postgresql_where=policies)


def _deciding() -> None:
    """Entries that were taken and are still to be followed up, and what looks things up at once."""
    op.create_table(
        "undone",
        sa.Column("stream", sa.Text(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.String(20), nullable=False),
        sa.PrimaryKeyConstraint("stream", name="pk_undone"),
    )
    op.create_index("ix_undone_at", "undone", ["at"])
    op.add_column("stream", sa.Column("pruned", BIG, nullable=False, server_default="0"))
    op.create_table(
        "stream_mark",
        sa.Column("stream", KEY, nullable=False),
        sa.Column("number", BIG, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("stream", "number", name="pk_stream_mark"),
    )
    op.create_index("ix_problem_record", "problem", ["record"])
    op.drop_index("ix_document_source", "document")
    op.create_index("ix_document_source_kind_date", "document", ["source", "kind", "date"])
    if op.get_bind().dialect.name == "postgresql":
        # Rows that are written again and again: room beside them keeps their indexes as they are.
        for table in ("stream", "stock", "desk"):
            op.execute(f"ALTER TABLE {table} SET (fillfactor = 60, autovacuum_vacuum_scale_factor = 0.05)")
        # Tables that only grow: counted anew after a fiftieth and not after a tenth.
        for table in ("entry", "document", "document_line", "posting", "stock_move", "answer"):
            op.execute(f"ALTER TABLE {table} SET (autovacuum_analyze_scale_factor = 0.02)")


def _service() -> None:
    op.create_table(
        "wrong_code",
        sa.Column("half", sa.Text(), nullable=False),
        sa.Column("since", sa.String(length=20), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("half", name=op.f("pk_wrong_code")),
    )


def _restoring() -> None:
    """Heads HQ signed, entries given back after a restore, and orders that wait for them."""
    op.create_table(
        "signed_head",
        sa.Column("stream", sa.Text(), nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.Column("filled", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("filled_hash", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("stream", name="pk_signed_head"),
    )
    op.create_table(
        "returned_run",
        sa.Column("id", KEY, nullable=False),
        sa.Column("stream", sa.Text(), nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.Column("previous", sa.BigInteger(), nullable=False),
        sa.Column("previous_hash", sa.LargeBinary(), nullable=False),
        sa.Column("proven", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("desk", sa.Text(), server_default="", nullable=False),
        sa.Column("at", sa.String(20), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_returned_run"),
    )
    op.create_index("uq_returned_run_stream_hash", "returned_run", ["stream", "number", "hash"], unique=True)
    op.create_table(
        "returned_entry",
        sa.Column("id", KEY, nullable=False),
        sa.Column("run", KEY, nullable=False),
        sa.Column("stream", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.Text(), server_default="waiting", nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_returned_entry"),
        sa.ForeignKeyConstraint(
            ["run"], ["returned_run.id"], name="fk_returned_entry_run_returned_run", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_returned_entry_run", "returned_entry", ["run"])
    op.create_index("ix_returned_entry_state", "returned_entry", ["state"])
    op.create_index("uq_returned_entry_stream_number_hash", "returned_entry", ["stream", "number", "hash"], unique=True)
    op.create_table(
        "returning_order",
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("dealer", sa.Text(), nullable=False),
        sa.Column("since", sa.String(20), nullable=False),
        sa.PrimaryKeyConstraint("record", name="pk_returning_order"),
    )
    op.add_column("desk", sa.Column("returned", sa.Text(), server_default="", nullable=False))


def _verdicts() -> None:
    op.add_column("document", sa.Column("supersedes", TEXT))
    op.create_index(op.f("ix_document_supersedes"), "document", ["supersedes"])
    op.add_column("answer", sa.Column("differs", sa.Boolean(), nullable=False, server_default=sa.false()))
    changed = " OR ".join(f"reasons LIKE '%{what}_changed%'" for what in ("price", "amount", "gift"))
    op.execute(f"UPDATE answer SET differs = TRUE WHERE state <> 'accepted' OR {changed}")
    op.create_index(
        "ix_answer_differs",
        "answer",
        ["differs"],
        sqlite_where=sa.text("differs = 1"),
        postgresql_where=sa.text("differs"),
    )
    op.create_table(
        "passage",
        sa.Column("stream", TEXT, nullable=False),
        sa.Column("number", BIG, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("stream", "number", name=op.f("pk_passage")),
    )
    op.create_table(
        "verdict_seen",
        sa.Column("pk", KEY, nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("order", TEXT, nullable=False),
        sa.Column("decided_at", MOMENT, nullable=False),
        sa.Column("dealer", TEXT, nullable=False),
        sa.Column("by", TEXT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_verdict_seen")),
        sa.UniqueConstraint("id", name=op.f("uq_verdict_seen_id")),
    )
    op.create_index(op.f("ix_verdict_seen_order"), "verdict_seen", ["order"])
    for column, kind in LOGGED:
        op.add_column("exchange_log", sa.Column(column, kind, nullable=False, server_default="0"))
    op.add_column("exchange_log", sa.Column("told", TEXT, nullable=False, server_default=""))


def _filling() -> None:
    """Snapshots of long streams, in parts, at HQ."""
    key = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "snapshot",
        sa.Column("id", key, nullable=False),
        sa.Column("stream", sa.Text(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("live", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.String(20), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_snapshot"),
    )
    op.create_index("uq_snapshot_stream_epoch_number", "snapshot", ["stream", "epoch", "number"], unique=True)
    op.create_table(
        "snapshot_part",
        sa.Column("snapshot", key, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["snapshot"], ["snapshot.id"], name="fk_snapshot_part_snapshot_snapshot", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("snapshot", "place", name="pk_snapshot_part"),
    )
    op.create_index("ix_snapshot_part_name", "snapshot_part", ["name"])
    op.create_table(
        "part",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("bytes", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.String(20), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_part"),
    )
    op.create_table(
        "snapshot_claim",
        sa.Column("stream", sa.Text(), nullable=False),
        sa.Column("until", sa.String(20), nullable=False),
        sa.PrimaryKeyConstraint("stream", name="pk_snapshot_claim"),
    )


def _holding() -> None:
    """Why a held record settled itself, what waits to be judged anew, and how much is kept of unknown kinds."""
    op.add_column("problem", sa.Column("put_away_why", TEXT, nullable=False, server_default=""))
    op.add_column("problem", sa.Column("came", sa.Boolean(), nullable=False, server_default=sa.false()))
    sqlite, postgresql = sa.text("came = 1"), sa.text("came")
    op.create_index("ix_problem_came", "problem", ["stream"], sqlite_where=sqlite, postgresql_where=postgresql)
    op.create_table(
        "kept_unknown",
        sa.Column("stream", TEXT, nullable=False),
        sa.Column("entries", BIG, nullable=False),
        sa.Column("bytes", BIG, nullable=False),
        sa.PrimaryKeyConstraint("stream", name="pk_kept_unknown"),
    )


def downgrade() -> None:
    pass


# HQ's entries in two parts: what lives, asked for by its record, and what was replaced, which only grows.
_APART = """
ALTER TABLE entry RENAME TO entry_whole;
ALTER TABLE entry_whole RENAME CONSTRAINT pk_entry TO pk_entry_whole;
ALTER TABLE entry_whole DROP CONSTRAINT fk_entry_stream_stream;
DROP INDEX uq_entry_kind_record_live;
DROP INDEX uq_entry_stream_number;
CREATE TABLE entry (LIKE entry_whole INCLUDING DEFAULTS) PARTITION BY LIST (live);
ALTER SEQUENCE entry_id_seq OWNED BY entry.id;
CREATE TABLE entry_living PARTITION OF entry FOR VALUES IN (TRUE)
    WITH (autovacuum_analyze_scale_factor = 0.02, autovacuum_vacuum_scale_factor = 0.05);
CREATE TABLE entry_replaced PARTITION OF entry FOR VALUES IN (FALSE) WITH (autovacuum_analyze_scale_factor = 0.02);
INSERT INTO entry SELECT * FROM entry_whole;
DROP TABLE entry_whole;
ALTER TABLE entry ADD CONSTRAINT pk_entry PRIMARY KEY (id, live);
ALTER TABLE entry ADD CONSTRAINT fk_entry_stream_stream FOREIGN KEY (stream) REFERENCES stream (id);
CREATE UNIQUE INDEX uq_entry_stream_number ON entry (stream, number, live);
CREATE UNIQUE INDEX uq_entry_kind_record_live ON entry_living (kind, record);
"""


def _living_apart() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for statement in _APART.strip().removesuffix(";").split(";"):
            op.execute(statement)


_OPEN = "('submitted', 'accepted', 'accepted_in_part', 'partly_delivered')"
# As documents are delivered: halves go up, and the rest of what a promotion lowered goes with the last of it.
_REST = (
    "CASE WHEN document.state = 'submitted' THEN l.amount "
    "WHEN COALESCE(l.answered_price, l.unit_price) IS NULL OR COALESCE(l.accepted, 0) <= l.delivered THEN 0 "
    "WHEN l.net IS NULL THEN (l.accepted * COALESCE(l.answered_price, l.unit_price) + 50000) / 100000 "
    "- (l.delivered * COALESCE(l.answered_price, l.unit_price) + 50000) / 100000 "
    "ELSE l.net - (2 * l.net * l.delivered + l.accepted) / (2 * l.accepted) END"
)


def _promised() -> None:
    """What an order still promises stands on it, so that an account's credit is told by its open orders alone."""
    op.add_column("document", sa.Column("promised", BIG, nullable=False, server_default="0"))
    op.execute(
        f"UPDATE document SET promised = COALESCE((SELECT SUM({_REST}) FROM document_line l "
        f"WHERE l.document = document.pk), 0) WHERE kind = 'order' AND state IN {_OPEN}"
    )
    where = sa.text("promised <> 0")
    wholly = ["seller", "buyer", "state", "promised", "id"]
    op.create_index("ix_document_promised", "document", wholly, sqlite_where=where, postgresql_where=where)


def _machines() -> None:
    """The last time one of a desk's machines fetched its stream whole, so that its others learn of it."""
    op.add_column("desk", sa.Column("rebuilt", TEXT, nullable=False, server_default=""))


def _awaited() -> None:
    """What of a delivery its buyer hasn't received stands on it, so that what is on its way is told by it alone."""
    op.add_column("document", sa.Column("awaited", BIG, nullable=False, server_default="0"))
    op.execute(
        "UPDATE document SET awaited = "
        "COALESCE((SELECT SUM(l.quantity) FROM document_line l WHERE l.document = document.pk), 0) - "
        "COALESCE((SELECT SUM(l.quantity) FROM document r JOIN document_line l ON l.document = r.pk "
        "WHERE r.source = document.id AND r.kind = 'goods_receipt'), 0) "
        "WHERE kind = 'delivery' AND state = 'posted' AND reverses IS NULL"
    )
    where = sa.text("awaited > 0")
    op.create_index(
        "ix_document_awaited", "document", ["buyer", "date", "pk"], sqlite_where=where, postgresql_where=where
    )
    op.create_table(
        "promised_apart",
        *(sa.Column(name, TEXT, nullable=False) for name in ("owner", "product", "warehouse", "record")),
        sa.Column("quantity", BIG, nullable=False),
        sa.PrimaryKeyConstraint("owner", "product", "warehouse", "record", name="pk_promised_apart"),
    )


def _slips() -> None:
    """Whether the slip that a customer signed is kept on paper."""
    op.add_column("reply", sa.Column("original", sa.Boolean(), nullable=False, server_default=sa.false()))
