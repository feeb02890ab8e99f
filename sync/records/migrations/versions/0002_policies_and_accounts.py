"""People, policies, rebates, settling, statements and bank lines; what orders keep of the policies that priced them."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TEXT, BIG, INT, FLAG = sa.Text(), sa.BigInteger(), sa.Integer(), sa.Boolean()
DAY, MOMENT = sa.String(length=10), sa.String(length=20)
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


Spec = tuple[str, Any, Any, bool]


def _column(name: str, kind: Any, default: Any = None, *, nullable: bool = False) -> Spec:
    return name, kind, default, nullable


def _made(spec: Spec) -> sa.Column[Any]:
    """A column anew for each database: one belongs to one table only."""
    name, kind, default, nullable = spec
    return sa.Column(name, kind, server_default=default, nullable=nullable)


# Each with a key of its own and the record's id before these columns.
RECORDS: dict[str, tuple[Spec, ...]] = {
    "bank_line": (
        _column("account", TEXT),
        _column("date", DAY),
        _column("amount", BIG),
        _column("payer", TEXT, ""),
        _column("payer_account", TEXT, ""),
        _column("summary", TEXT, ""),
        _column("reference", TEXT, ""),
        _column("document", TEXT, ""),
        _column("state", TEXT, "proposed"),
        _column("recorded_at", MOMENT, ""),
    ),
    "confirmation": (
        _column("statement", TEXT),
        _column("act", TEXT),
        _column("actor", TEXT),
        _column("digest", TEXT),
        _column("date", DAY),
        _column("by", TEXT),
        _column("lines", TEXT, "[]"),
        _column("answers", TEXT, "[]"),
        _column("replacement", TEXT, ""),
        _column("signature", TEXT, ""),
        _column("signer", TEXT, ""),
        _column("place", INT, "0"),
    ),
    "desk_user": (
        _column("dealer", TEXT),
        _column("desk", TEXT),
        _column("name", TEXT),
        _column("role", TEXT),
        _column("active", FLAG, sa.true()),
        _column("made_at", MOMENT, ""),
        _column("made_by", TEXT, ""),
    ),
    "policy": (
        _column("policy", TEXT),
        _column("version", INT),
        _column("form", TEXT),
        _column("digest", TEXT),
        _column("author", TEXT),
        _column("approver", TEXT),
        _column("published_at", MOMENT),
        _column("draft", TEXT, ""),
        _column("until", DAY, ""),
        _column("withdrawn_at", MOMENT, ""),
        _column("withdrawn_by", TEXT, ""),
        _column("reason", TEXT, ""),
    ),
    "policy_draft": (
        _column("policy", TEXT),
        _column("version", INT),
        _column("form", TEXT),
        _column("author", TEXT),
        _column("saved_at", MOMENT),
        _column("state", TEXT),
    ),
    "policy_read": (
        _column("policy", TEXT),
        _column("version", INT),
        _column("dealer", TEXT),
        _column("by", TEXT),
        _column("read_at", MOMENT),
    ),
    "profile": (
        _column("dealer", TEXT),
        _column("heading", TEXT, ""),
        _column("address", TEXT, ""),
        _column("phone", TEXT, ""),
        _column("tax_number", TEXT, ""),
        _column("bank", TEXT, ""),
        _column("bank_account", TEXT, ""),
        _column("logo", TEXT, ""),
        _column("checker", TEXT, ""),
        _column("footer", TEXT, ""),
    ),
    "quota": (
        _column("policy", TEXT),
        _column("used", BIG),
        _column("times", BIG),
        _column("as_of", MOMENT),
    ),
    "rebate_adjustment": (
        _column("policy", TEXT),
        _column("dealer", TEXT),
        _column("period", TEXT),
        _column("amount", BIG),
        _column("reason", TEXT),
        _column("made_by", TEXT),
        _column("made_at", MOMENT),
        _column("approved_by", TEXT, ""),
    ),
    "rebate_payout": (
        _column("number", TEXT),
        _column("policy", TEXT),
        _column("version", INT),
        _column("dealer", TEXT),
        _column("period", TEXT),
        _column("reward", TEXT),
        _column("earned", BIG),
        _column("final", BIG),
        _column("payable", BIG),
        _column("settled_at", MOMENT),
        _column("settled_by", TEXT),
        _column("lines", TEXT, "[]"),
        _column("steps", TEXT, "[]"),
        _column("remainder", BIG, "0"),
        _column("base", BIG, "0"),
        _column("total", BIG, "0"),
        _column("tier", INT, nullable=True),
        _column("held", BIG, "0"),
        _column("released", BIG, "0"),
        _column("state", TEXT, "earned"),
        _column("history", TEXT, "[]"),
        _column("product", TEXT, ""),
        _column("thing", TEXT, ""),
        _column("scope", TEXT, "null"),
        _column("expires", DAY, ""),
        _column("document", TEXT, ""),
    ),
    "reply": (
        _column("statement", TEXT),
        _column("verdict", TEXT),
        _column("date", DAY),
        _column("by", TEXT, ""),
        _column("their_closing", BIG, nullable=True),
        _column("lines", TEXT, "[]"),
        _column("remark", TEXT, ""),
        _column("attachments", TEXT, "[]"),
        _column("recorded_at", MOMENT, ""),
        _column("recorded_by", TEXT, ""),
    ),
    "request": (
        _column("verb", TEXT),
        _column("subject", TEXT),
        _column("by", TEXT),
        _column("at", MOMENT),
        _column("facts", TEXT, "{}"),
    ),
    "request_answer": (
        _column("request", TEXT),
        _column("state", TEXT),
        _column("at", MOMENT),
        _column("reasons", TEXT, "[]"),
        _column("result", TEXT, ""),
    ),
    "settlement": (
        _column("seller", TEXT),
        _column("buyer", TEXT),
        _column("credit", TEXT),
        _column("debt", TEXT),
        _column("amount", BIG),
        _column("date", DAY),
        _column("part", INT, "1"),
        _column("mode", TEXT, ""),
        _column("by", TEXT, ""),
        _column("at", MOMENT, ""),
    ),
    "statement": (
        _column("number", TEXT),
        _column("seller", TEXT),
        _column("buyer", TEXT),
        _column("first_day", DAY),
        _column("last_day", DAY),
        _column("issued", DAY),
        _column("opening", BIG),
        _column("closing", BIG),
        _column("digest", TEXT),
        _column("form", TEXT),
        _column("reply_by", DAY, ""),
        _column("author", TEXT, ""),
        _column("recorded_at", MOMENT, ""),
        _column("head", TEXT, ""),
    ),
}
# Each with the columns that name a row.
OTHERS: dict[str, tuple[tuple[str, ...], tuple[Spec, ...]]] = {
    "policy_kept": (
        ("policy", "version"),
        (
            _column("policy", TEXT),
            _column("version", INT),
            _column("form", TEXT),
        ),
    ),
    "print_count": (
        ("paper",),
        (
            _column("paper", TEXT),
            _column("times", INT),
        ),
    ),
    "user_secret": (
        ("user",),
        (
            _column("user", TEXT),
            _column("hash", TEXT),
        ),
    ),
    "policy_use": (
        ("document", "policy"),
        (
            _column("document", KEY),
            _column("policy", TEXT),
            _column("version", INT),
            _column("quantity", BIG, "0"),
        ),
    ),
    "wallet_use": (
        ("document", "entry", "line"),
        (
            _column("document", KEY),
            _column("entry", TEXT),
            _column("line", INT),
            _column("amount", BIG),
        ),
    ),
}
INDEXES: tuple[tuple[str, str, tuple[str, ...], bool], ...] = (
    ("ix_bank_line_account", "bank_line", ("account",), False),
    ("ix_confirmation_statement", "confirmation", ("statement",), False),
    ("ix_policy_policy_version", "policy", ("policy", "version"), True),
    ("ix_policy_draft_policy", "policy_draft", ("policy",), False),
    ("ix_policy_read_policy_version", "policy_read", ("policy", "version"), False),
    ("ix_profile_dealer", "profile", ("dealer",), False),
    ("ix_quota_policy", "quota", ("policy",), False),
    ("ix_rebate_adjustment_policy_dealer", "rebate_adjustment", ("policy", "dealer"), False),
    ("ix_rebate_payout_dealer_policy_period", "rebate_payout", ("dealer", "policy", "period"), False),
    ("ix_rebate_payout_number", "rebate_payout", ("number",), False),
    ("ix_reply_statement", "reply", ("statement",), False),
    ("ix_request_answer_request", "request_answer", ("request",), False),
    ("ix_settlement_credit", "settlement", ("credit",), False),
    ("ix_settlement_debt", "settlement", ("debt",), False),
    ("ix_settlement_seller_buyer", "settlement", ("seller", "buyer"), False),
    ("ix_statement_last_day", "statement", ("last_day",), False),
    ("ix_statement_number", "statement", ("number",), False),
    ("ix_statement_seller_buyer_last_day", "statement", ("seller", "buyer", "last_day"), False),
    ("ix_policy_use_policy", "policy_use", ("policy",), False),
    ("ix_wallet_use_entry", "wallet_use", ("entry",), False),
)
ADDED: dict[str, tuple[Spec, ...]] = {
    "answer": (
        _column("amounts", TEXT, "[]"),
        _column("added", TEXT, "[]"),
        _column("policies", TEXT, "{}"),
        _column("uses", TEXT, "[]"),
        _column("wallet", TEXT, "[]"),
    ),
    "dealer": (
        _column("tags", TEXT, "[]"),
        _column("terms", TEXT, ""),
    ),
    "document": (
        _column("terms", TEXT, ""),
        _column("policies", TEXT, "{}"),
        _column("coupons", TEXT, "[]"),
    ),
    "document_line": (
        _column("net", BIG, nullable=True),
        _column("gift", TEXT, ""),
        _column("by_hand", FLAG, sa.false()),
    ),
}


def upgrade() -> None:
    for table, columns in RECORDS.items():
        op.create_table(
            table,
            _made(_column("pk", KEY)),
            _made(_column("id", TEXT)),
            *map(_made, columns),
            sa.PrimaryKeyConstraint("pk", name=op.f(f"pk_{table}")),
            sa.UniqueConstraint("id", name=op.f(f"uq_{table}_id")),
        )
    for table, (keys, columns) in OTHERS.items():
        constraints: list[Any] = [sa.PrimaryKeyConstraint(*keys, name=op.f(f"pk_{table}"))]
        if "document" in keys:
            named = op.f(f"fk_{table}_document_document")
            constraints.append(sa.ForeignKeyConstraint(["document"], ["document.pk"], name=named, ondelete="CASCADE"))
        op.create_table(table, *map(_made, columns), *constraints)
    for name, table, names, unique in INDEXES:
        op.create_index(op.f(name), table, list(names), unique=unique)
    for table, columns in ADDED.items():
        for column in columns:
            op.add_column(table, _made(column))


def downgrade() -> None:
    for table, columns in ADDED.items():
        for column in columns:
            op.drop_column(table, column[0])
    for table in (*OTHERS, *RECORDS):
        op.drop_table(table)
