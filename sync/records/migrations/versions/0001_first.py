"""The first schema: streams, records derived from them, and what stays local."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = (
    "stream",
    "entry",
    "problem",
    "dealer",
    "product",
    "price",
    "availability",
    "period",
    "document",
    "document_line",
    "answer",
    "posting",
    "stock_move",
    "stock",
    "setting",
    "draft",
    "number_sequence",
    "exchange_log",
    "desk",
    "enrol_code",
    "loaded_row",
)


def upgrade() -> None:
    _create_streams()
    _create_masters()
    _create_terms()
    _create_documents()
    _create_lines()
    _create_books()
    _create_local()
    _create_hq()
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE product_search USING fts5("
            "keys, content='', contentless_delete=1, prefix='1 2 3', tokenize='unicode61')"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE product_search")
    for table in reversed(TABLES):
        op.drop_table(table)


def _create_streams() -> None:
    """Streams as written and received."""
    op.create_table(
        "stream",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("epoch", sa.Integer(), server_default="1", nullable=False),
        sa.Column("head", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("live", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("acked", sa.BigInteger(), nullable=True),
        sa.Column("filling_to", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stream")),
        sa.UniqueConstraint("name", name=op.f("uq_stream_name")),
    )
    op.create_table(
        "entry",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("stream", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.Column("leaf", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["stream"], ["stream.id"], name=op.f("fk_entry_stream_stream")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry")),
    )
    op.create_index(
        "uq_entry_kind_record_live",
        "entry",
        ["kind", "record"],
        unique=True,
        sqlite_where=sa.text("live = 1"),
        postgresql_where=sa.text("live"),
    )
    op.create_index("uq_entry_stream_number", "entry", ["stream", "number"], unique=True)
    op.create_table(
        "problem",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("stream", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("at", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_problem")),
    )
    op.create_index("uq_problem_stream_number", "problem", ["stream", "number"], unique=True)


def _create_masters() -> None:
    """Master records."""
    op.create_table(
        "dealer",
        sa.Column("pk", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("pinyin", sa.Text(), server_default="", nullable=False),
        sa.Column("tier", sa.Text(), nullable=False),
        sa.Column("parent", sa.Text(), nullable=True),
        sa.Column("territory", sa.Text(), server_default="", nullable=False),
        sa.Column("price_list", sa.Text(), server_default="", nullable=False),
        sa.Column("credit_limit", sa.BigInteger(), nullable=True),
        sa.Column("credit_days", sa.Integer(), nullable=True),
        sa.Column("status", sa.Text(), server_default="active", nullable=False),
        sa.Column("contact", sa.Text(), server_default="", nullable=False),
        sa.Column("phone", sa.Text(), server_default="", nullable=False),
        sa.Column("address", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_dealer")),
        sa.UniqueConstraint("id", name=op.f("uq_dealer_id")),
    )
    op.create_index(op.f("ix_dealer_code"), "dealer", ["code"], unique=False)
    op.create_index(op.f("ix_dealer_parent"), "dealer", ["parent"], unique=False)
    op.create_table(
        "product",
        sa.Column("pk", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), server_default="", nullable=False),
        sa.Column("sku", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("pinyin", sa.Text(), server_default="", nullable=False),
        sa.Column("barcode", sa.Text(), server_default="", nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("pack_unit", sa.Text(), server_default="", nullable=False),
        sa.Column("pack_size", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("tax_rate", sa.Integer(), server_default="0", nullable=False),
        sa.Column("category", sa.Text(), server_default="", nullable=False),
        sa.Column("brand", sa.Text(), server_default="", nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_product")),
        sa.UniqueConstraint("id", name=op.f("uq_product_id")),
    )
    op.create_index(op.f("ix_product_barcode"), "product", ["barcode"], unique=False)
    op.create_index(op.f("ix_product_sku"), "product", ["sku"], unique=False)


def _create_terms() -> None:
    """Prices, what HQ can promise, closed periods."""
    op.create_table(
        "price",
        sa.Column("pk", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("price_list", sa.Text(), nullable=False),
        sa.Column("product", sa.Text(), nullable=False),
        sa.Column("unit_price", sa.BigInteger(), nullable=False),
        sa.Column("valid_from", sa.String(length=10), server_default="", nullable=False),
        sa.Column("valid_to", sa.String(length=10), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_price")),
        sa.UniqueConstraint("id", name=op.f("uq_price_id")),
    )
    op.create_index(
        "ix_price_product_price_list_valid_from",
        "price",
        ["product", "price_list", "valid_from"],
        unique=False,
    )
    op.create_table(
        "availability",
        sa.Column("pk", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("warehouse", sa.Text(), nullable=False),
        sa.Column("product", sa.Text(), nullable=False),
        sa.Column("available", sa.BigInteger(), nullable=False),
        sa.Column("as_of", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_availability")),
        sa.UniqueConstraint("id", name=op.f("uq_availability_id")),
    )
    op.create_index(op.f("ix_availability_product"), "availability", ["product"], unique=False)
    op.create_table(
        "period",
        sa.Column("pk", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("dealer", sa.Text(), nullable=False),
        sa.Column("closed_through", sa.String(length=10), nullable=False),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_period")),
        sa.UniqueConstraint("id", name=op.f("uq_period_id")),
    )
    op.create_index(op.f("ix_period_dealer"), "period", ["dealer"], unique=False)


def _create_documents() -> None:
    """Documents."""
    op.create_table(
        "document",
        sa.Column("pk", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("seller", sa.Text(), nullable=False),
        sa.Column("buyer", sa.Text(), nullable=False),
        sa.Column("date", sa.String(length=10), nullable=False),
        sa.Column("due", sa.String(length=10), server_default="", nullable=False),
        sa.Column("state", sa.Text(), server_default="posted", nullable=False),
        sa.Column("stated", sa.Text(), server_default="", nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("warehouse", sa.Text(), server_default="", nullable=False),
        sa.Column("ref", sa.Text(), server_default="", nullable=False),
        sa.Column("remark", sa.Text(), server_default="", nullable=False),
        sa.Column("method", sa.Text(), server_default="", nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("reverses", sa.Text(), nullable=True),
        sa.Column("author", sa.Text(), server_default="", nullable=False),
        sa.Column("recorded_at", sa.String(length=20), nullable=False),
        sa.Column("reasons", sa.Text(), server_default="[]", nullable=False),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_document")),
        sa.UniqueConstraint("id", name=op.f("uq_document_id")),
    )
    op.create_index("ix_document_kind_buyer_date", "document", ["kind", "buyer", "date"], unique=False)
    op.create_index("ix_document_kind_date_pk", "document", ["kind", "date", "pk"], unique=False)
    op.create_index("ix_document_kind_state_date_pk", "document", ["kind", "state", "date", "pk"], unique=False)
    op.create_index(op.f("ix_document_number"), "document", ["number"], unique=False)
    op.create_index(op.f("ix_document_reverses"), "document", ["reverses"], unique=False)
    op.create_index(op.f("ix_document_source"), "document", ["source"], unique=False)


def _create_lines() -> None:
    """What documents hold, and what answers say."""
    op.create_table(
        "document_line",
        sa.Column("document", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("product", sa.Text(), nullable=False),
        sa.Column("sku", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("unit", sa.Text(), server_default="", nullable=False),
        sa.Column("pack", sa.BigInteger(), server_default="1000", nullable=False),
        sa.Column("unit_price", sa.BigInteger(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("order_line", sa.Integer(), nullable=True),
        sa.Column("why", sa.Text(), server_default="[]", nullable=False),
        sa.Column("accepted", sa.BigInteger(), nullable=True),
        sa.Column("delivered", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("reserved", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("answered_price", sa.BigInteger(), nullable=True),
        sa.Column("reserved_in", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["document"], ["document.pk"], name=op.f("fk_document_line_document_document"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("document", "line", name=op.f("pk_document_line")),
    )
    op.create_index("ix_document_line_product", "document_line", ["product", "document"], unique=False)
    op.create_table(
        "answer",
        sa.Column("pk", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("order", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), server_default="", nullable=False),
        sa.Column("decided_at", sa.String(length=20), nullable=False),
        sa.Column("decided_by", sa.Text(), server_default="", nullable=False),
        sa.Column("reasons", sa.Text(), server_default="[]", nullable=False),
        sa.Column("accepted", sa.Text(), server_default="[]", nullable=False),
        sa.Column("unit_prices", sa.Text(), server_default="[]", nullable=False),
        sa.Column("warehouse", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_answer")),
        sa.UniqueConstraint("id", name=op.f("uq_answer_id")),
        sa.UniqueConstraint("order", name=op.f("uq_answer_order")),
    )


def _create_books() -> None:
    """What documents do to accounts and stock."""
    op.create_table(
        "posting",
        sa.Column("document", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("seller", sa.Text(), nullable=False),
        sa.Column("buyer", sa.Text(), nullable=False),
        sa.Column("date", sa.String(length=10), nullable=False),
        sa.Column("due", sa.String(length=10), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document"], ["document.pk"], name=op.f("fk_posting_document_document"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("document", name=op.f("pk_posting")),
    )
    op.create_index(
        "ix_posting_seller_buyer_date_amount", "posting", ["seller", "buyer", "date", "amount"], unique=False
    )
    op.create_table(
        "stock_move",
        sa.Column("document", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("warehouse", sa.Text(), nullable=False),
        sa.Column("product", sa.Text(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("date", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(
            ["document"], ["document.pk"], name=op.f("fk_stock_move_document_document"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("document", "line", name=op.f("pk_stock_move")),
    )
    op.create_index("ix_stock_move_product_owner", "stock_move", ["product", "owner"], unique=False)
    op.create_table(
        "stock",
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("warehouse", sa.Text(), nullable=False),
        sa.Column("product", sa.Text(), nullable=False),
        sa.Column("on_hand", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("reserved", sa.BigInteger(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("owner", "warehouse", "product", name=op.f("pk_stock")),
    )


def _create_local() -> None:
    """What stays in one database."""
    op.create_table(
        "setting",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_setting")),
    )
    op.create_table(
        "draft",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
    )
    op.create_table(
        "number_sequence",
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("series", name=op.f("pk_number_sequence")),
    )
    op.create_table(
        "exchange_log",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.String(length=20), nullable=False),
        sa.Column("ok", sa.Boolean(), nullable=False),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), server_default="", nullable=False),
        sa.Column("detail", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exchange_log")),
    )


def _create_hq() -> None:
    """What only HQ keeps."""
    op.create_table(
        "desk",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("dealer", sa.Text(), nullable=False),
        sa.Column("prefix", sa.Text(), nullable=False),
        sa.Column("public_key", sa.Text(), nullable=False),
        sa.Column("machine", sa.Text(), server_default="", nullable=False),
        sa.Column("enrolled_at", sa.String(length=20), nullable=False),
        sa.Column("revoked", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("last_exchange", sa.String(length=20), server_default="", nullable=False),
        sa.Column("head_signature", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk")),
        sa.UniqueConstraint("prefix", name=op.f("uq_desk_prefix")),
    )
    op.create_index(op.f("ix_desk_dealer"), "desk", ["dealer"], unique=False)
    op.create_table(
        "enrol_code",
        sa.Column("code_hash", sa.Text(), nullable=False),
        sa.Column("dealer", sa.Text(), nullable=False),
        sa.Column("desk", sa.Text(), nullable=True),
        sa.Column("expires", sa.String(length=20), nullable=False),
        sa.Column("used_at", sa.String(length=20), nullable=True),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_enrol_code")),
    )
    op.create_table(
        "loaded_row",
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("file", "key", name=op.f("pk_loaded_row")),
    )
