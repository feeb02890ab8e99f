"""The tables of a book, the same at a desk and at HQ: streams as received, and what is derived from them."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    false,
    text,
    true,
)

from sync.records.schema.columns import Day, Key, Moment, metadata

# ---- stream machinery -------------------------------------------------------------------------------------------

_POLICIES = text("substr(name, 1, 9) = 'policies/'")
stream = Table(
    "stream",
    metadata,
    Column("id", Key, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("epoch", Integer, nullable=False, server_default="1"),
    Column("head", BigInteger, nullable=False, server_default="0"),
    Column("hash", LargeBinary, nullable=False),
    Column("live", BigInteger, nullable=False, server_default="0"),
    Column("digest", LargeBinary, nullable=False),
    # Desk: how far HQ has acknowledged the desk's own stream. None on streams of others.
    Column("acked", BigInteger),
    # Desk: while a first fill goes on, HQ's head when it began; None when the stream is dense.
    Column("filling_to", BigInteger),
    # HQ: up to here the bodies of replaced entries may be gone (`sync.hq.taking.pruning`); what comes after is whole.
    Column("pruned", BigInteger, nullable=False, server_default="0"),
    # The few streams of policies, looked for by every poll among those of all dealers and desks.
    Index("ix_stream_policies", "name", sqlite_where=_POLICIES, postgresql_where=_POLICIES),
)

entry = Table(
    "entry",
    metadata,
    Column("id", Key, primary_key=True),
    Column("stream", Key, ForeignKey("stream.id"), nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("kind", Text, nullable=False),
    Column("record", Text, nullable=False),
    Column("live", Boolean, nullable=False),
    Column("leaf", LargeBinary, nullable=False),
    # None where a first fill left out what came before, so that the chain can't be computed here.
    Column("hash", LargeBinary),
    Column("body", LargeBinary),  # None for a deletion.
    Index("uq_entry_stream_number", "stream", "number", unique=True),
    # A record lives in exactly one stream, once.
    Index(
        "uq_entry_kind_record_live",
        "kind",
        "record",
        unique=True,
        sqlite_where=text("live = 1"),
        postgresql_where=text("live"),
    ),
)

problem = Table(
    "problem",
    metadata,
    Column("id", Key, primary_key=True),
    Column("stream", Text, nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("kind", Text, nullable=False),
    Column("record", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("at", Moment, nullable=False),
    # Whether the entry stays in the chain only; else it is a record that lives and could not be made use of.
    Column("held", Boolean, nullable=False, server_default=false()),
    # What a person is told (JSON), and the record whose arrival has the entry judged again.
    Column("facts", Text, nullable=False, server_default="{}"),
    Column("waits_kind", Text, nullable=False, server_default=""),
    Column("waits_for", Text, nullable=False, server_default=""),
    # Since when nobody needs to look at it any more, and who said so ("" where it settled itself).
    Column("put_away_at", Moment, nullable=False, server_default=""),
    Column("put_away_by", Text, nullable=False, server_default=""),
    # Why it settled itself, and whether what it waits for has come by HQ's own hand since it was judged.
    Column("put_away_why", Text, nullable=False, server_default=""),
    Column("came", Boolean, nullable=False, server_default=false()),
    Index("uq_problem_stream_number", "stream", "number", unique=True),
    Index("ix_problem_record", "record"),
    Index("ix_problem_waits_for", "waits_for"),
    Index("ix_problem_came", "stream", sqlite_where=text("came = 1"), postgresql_where=text("came")),
)

# ---- derived: master records ------------------------------------------------------------------------------------

dealer = Table(
    "dealer",
    metadata,
    Column("pk", Key, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("code", Text, nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("pinyin", Text, nullable=False, server_default=""),
    Column("tier", Text, nullable=False),
    Column("parent", Text, index=True),
    Column("territory", Text, nullable=False, server_default=""),
    Column("price_list", Text, nullable=False, server_default=""),
    Column("credit_limit", BigInteger),
    Column("credit_days", Integer),
    Column("status", Text, nullable=False, server_default="active"),
    Column("contact", Text, nullable=False, server_default=""),
    Column("phone", Text, nullable=False, server_default=""),
    Column("address", Text, nullable=False, server_default=""),
    # A JSON list, and terms of payment in more words than days.
    Column("tags", Text, nullable=False, server_default="[]"),
    Column("terms", Text, nullable=False, server_default=""),
    # When its status was last changed, and why.
    Column("status_since", Moment, nullable=False, server_default="", index=True),
    Column("status_reason", Text, nullable=False, server_default=""),
    Column("tax_id", Text, nullable=False, server_default=""),
    Column("remark", Text, nullable=False, server_default=""),
    # The card that goes on for this one.
    Column("merged_into", Text, nullable=False, server_default=""),
)

product = Table(
    "product",
    metadata,
    Column("pk", Key, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("owner", Text, nullable=False, server_default=""),
    Column("sku", Text, nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("pinyin", Text, nullable=False, server_default=""),
    Column("barcode", Text, nullable=False, server_default="", index=True),
    Column("unit", Text, nullable=False),
    Column("pack_unit", Text, nullable=False, server_default=""),
    Column("pack_size", BigInteger, nullable=False, server_default="0"),
    Column("tax_rate", Integer, nullable=False, server_default="0"),
    Column("category", Text, nullable=False, server_default=""),
    Column("brand", Text, nullable=False, server_default=""),
    Column("active", Boolean, nullable=False, server_default=true()),
    Column("spec", Text, nullable=False, server_default=""),
    Column("status_reason", Text, nullable=False, server_default=""),
)

price = Table(
    "price",
    metadata,
    Column("pk", Key, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("price_list", Text, nullable=False),
    Column("product", Text, nullable=False),
    Column("unit_price", BigInteger, nullable=False),
    Column("valid_from", Day, nullable=False, server_default=""),
    Column("valid_to", Day, nullable=False, server_default=""),
    Index("ix_price_product_price_list_valid_from", "product", "price_list", "valid_from"),
)

availability = Table(
    "availability",
    metadata,
    Column("pk", Key, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("warehouse", Text, nullable=False),
    Column("product", Text, nullable=False, index=True),
    Column("available", BigInteger, nullable=False),
    Column("as_of", Moment, nullable=False),
)

period = Table(
    "period",
    metadata,
    Column("pk", Key, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("dealer", Text, nullable=False, index=True),
    Column("closed_through", Day, nullable=False),
    Column("known", Text, nullable=False, server_default=""),
)

# ---- derived: documents -----------------------------------------------------------------------------------------

_PROMISED, _AWAITED, _OPEN = text("promised <> 0"), text("awaited > 0"), ("seller", "buyer", "state", "promised", "id")
_TAKEN_BACK, _BEYOND = text("stated = 'cancelled' AND state = 'delivered'"), text("delivered > accepted - closed")
_SHORT, _REFUSED = text("reserved > on_hand"), text("method = 'refused'")  # less than is promised; goods refused
document = Table(
    "document",
    metadata,
    Column("pk", Key, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("number", Text, nullable=False, index=True),
    Column("seller", Text, nullable=False),
    Column("buyer", Text, nullable=False),
    Column("date", Day, nullable=False),
    Column("due", Day, nullable=False, server_default=""),
    # What stands, and what the writer stated: an order's answer, its deliveries and a reversal move the first only.
    Column("state", Text, nullable=False, server_default="posted"),
    Column("stated", Text, nullable=False, server_default=""),
    Column("amount", BigInteger, nullable=False),
    Column("warehouse", Text, nullable=False, server_default=""),
    Column("ref", Text, nullable=False, server_default=""),
    Column("remark", Text, nullable=False, server_default=""),
    Column("method", Text, nullable=False, server_default=""),
    Column("source", Text),
    Column("reverses", Text, index=True),
    Column("author", Text, nullable=False, server_default=""),
    Column("recorded_at", Moment, nullable=False),
    Column("reasons", Text, nullable=False, server_default="[]"),
    Column("terms", Text, nullable=False, server_default=""),
    # Orders only: version by policy (JSON) as the writer priced it, and coupons shown (JSON).
    Column("policies", Text, nullable=False, server_default="{}"),
    Column("coupons", Text, nullable=False, server_default="[]"),
    # Orders only: the id of the order this one asks to be taken instead of.
    Column("supersedes", Text, index=True),
    Column("promised", BigInteger, nullable=False, server_default="0"),  # orders only: in fen, not delivered yet
    Column("awaited", BigInteger, nullable=False, server_default="0"),  # deliveries only: base units not received yet
    # Ids of a whole list come from these indexes alone, in the order the list shows.
    Index("ix_document_kind_date_pk", "kind", "date", "pk"),
    Index("ix_document_kind_state_date_pk", "kind", "state", "date", "pk"),
    Index("ix_document_kind_buyer_date", "kind", "buyer", "date"),
    # What follows a document, of one kind and up to a day: narrower than any list's index, whatever the engine guesses.
    Index("ix_document_source_kind_date", "source", "kind", "date"),
    # What is open between two parties and on its way to a buyer, and what he refused, however much came before.
    Index("ix_document_promised", *_OPEN, sqlite_where=_PROMISED, postgresql_where=_PROMISED),
    Index("ix_document_awaited", "buyer", "date", "pk", sqlite_where=_AWAITED, postgresql_where=_AWAITED),
    Index("ix_document_refused", "source", sqlite_where=_REFUSED, postgresql_where=_REFUSED),
    Index("ix_document_taken_back", "pk", sqlite_where=_TAKEN_BACK, postgresql_where=_TAKEN_BACK),
)

document_line = Table(
    "document_line",
    metadata,
    Column("document", Key, ForeignKey("document.pk", ondelete="CASCADE"), primary_key=True),
    Column("line", Integer, primary_key=True),
    Column("product", Text, nullable=False),
    Column("sku", Text, nullable=False),
    Column("name", Text, nullable=False, server_default=""),
    Column("quantity", BigInteger, nullable=False),
    Column("unit", Text, nullable=False, server_default=""),
    Column("pack", BigInteger, nullable=False, server_default="1000"),
    Column("unit_price", BigInteger),
    Column("amount", BigInteger, nullable=False),
    Column("order_line", Integer),
    Column("why", Text, nullable=False, server_default="[]"),
    Column("accepted", BigInteger),  # orders only, as the next; `closed` of it won't be delivered any more
    Column("closed", BigInteger, nullable=False, server_default="0"),
    Column("delivered", BigInteger, nullable=False, server_default="0"),
    Column("reserved", BigInteger, nullable=False, server_default="0"),
    # Orders only: the seller's price, which holds before `unit_price`, and the warehouse `reserved` stands in.
    Column("answered_price", BigInteger),
    Column("reserved_in", Text, nullable=False, server_default=""),
    # Orders only: what the accepted quantity costs where promotions lowered it.
    Column("net", BigInteger),
    # The policy that gives these goods on top; whether the price was agreed by hand.
    Column("gift", Text, nullable=False, server_default=""),
    Column("by_hand", Boolean, nullable=False, server_default=false()),
)
Index("ix_document_line_product", document_line.c.product, document_line.c.document)
Index("ix_document_line_beyond", document_line.c.document, sqlite_where=_BEYOND, postgresql_where=_BEYOND)

answer = Table(
    "answer",
    metadata,
    Column("pk", Key, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("order", Text, nullable=False, unique=True),
    Column("state", Text, nullable=False),
    Column("number", Text, nullable=False, server_default=""),
    Column("decided_at", Moment, nullable=False),
    Column("decided_by", Text, nullable=False, server_default=""),
    Column("reasons", Text, nullable=False, server_default="[]"),
    Column("accepted", Text, nullable=False, server_default="[]"),
    Column("unit_prices", Text, nullable=False, server_default="[]"),
    Column("warehouse", Text, nullable=False, server_default=""),
    Column("amounts", Text, nullable=False, server_default="[]"),
    Column("added", Text, nullable=False, server_default="[]"),
    Column("policies", Text, nullable=False, server_default="{}"),
    Column("uses", Text, nullable=False, server_default="[]"),
    Column("wallet", Text, nullable=False, server_default="[]"),
    # Whether it gives anything else than what was asked, so that the buyer has to see it.
    Column("differs", Boolean, nullable=False, server_default=false()),
    Index("ix_answer_differs", "differs", sqlite_where=text("differs = 1"), postgresql_where=text("differs")),
)

posting = Table(
    "posting",
    metadata,
    Column("document", Key, ForeignKey("document.pk", ondelete="CASCADE"), primary_key=True),
    Column("seller", Text, nullable=False),
    Column("buyer", Text, nullable=False),
    Column("date", Day, nullable=False),
    Column("due", Day, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Index("ix_posting_seller_buyer_date_amount", "seller", "buyer", "date", "amount"),
    Index("ix_posting_seller_buyer_due", "seller", "buyer", "due"),
)

stock_move = Table(
    "stock_move",
    metadata,
    Column("document", Key, ForeignKey("document.pk", ondelete="CASCADE"), primary_key=True),
    Column("line", Integer, primary_key=True),
    Column("owner", Text, nullable=False),
    Column("warehouse", Text, nullable=False),
    Column("product", Text, nullable=False),
    Column("quantity", BigInteger, nullable=False),
    Column("date", Day, nullable=False),
)
Index("ix_stock_move_product_owner", stock_move.c.product, stock_move.c.owner)

stock = Table(
    "stock",
    metadata,
    Column("owner", Text, primary_key=True),
    Column("warehouse", Text, primary_key=True),
    Column("product", Text, primary_key=True),
    Column("on_hand", BigInteger, nullable=False, server_default="0"),
    Column("reserved", BigInteger, nullable=False, server_default="0"),
    Index("ix_stock_short", "owner", sqlite_where=_SHORT, postgresql_where=_SHORT),
)

# ---- local to one database --------------------------------------------------------------------------------------

setting = Table(
    "setting",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

passage = Table(
    "passage",
    metadata,
    # When entries of a desk's stream up to a number went over to HQ, as either end saw it.
    Column("stream", Text, primary_key=True),
    Column("number", BigInteger, primary_key=True),
    Column("at", Moment, nullable=False),
)

draft = Table(
    "draft",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("updated_at", Moment, nullable=False),
)

number_sequence = Table(
    "number_sequence",
    metadata,
    Column("series", Text, primary_key=True),
    Column("last", Integer, nullable=False),
)

exchange_log = Table(
    "exchange_log",
    metadata,
    Column("id", Key, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("ok", Boolean, nullable=False),
    Column("sent", Integer, nullable=False),
    Column("received", Integer, nullable=False),
    Column("code", Text, nullable=False, server_default=""),
    Column("detail", Text, nullable=False, server_default=""),
    Column("milliseconds", Integer, nullable=False, server_default="0"),
    Column("requests", Integer, nullable=False, server_default="0"),
    Column("bytes_up", BigInteger, nullable=False, server_default="0"),
    Column("bytes_down", BigInteger, nullable=False, server_default="0"),
    # What went up and down by kind, what HQ said and what the desk noticed: JSON, told in words where it is shown.
    Column("told", Text, nullable=False, server_default=""),
)

# ---- HQ only ----------------------------------------------------------------------------------------------------

desk = Table(
    "desk",
    metadata,
    Column("id", Text, primary_key=True),
    Column("dealer", Text, nullable=False, index=True),
    Column("prefix", Text, nullable=False, unique=True),
    Column("public_key", Text, nullable=False),
    Column("machine", Text, nullable=False, server_default=""),
    Column("enrolled_at", Moment, nullable=False),
    Column("revoked", Boolean, nullable=False, server_default=false()),
    Column("last_exchange", Moment, nullable=False, server_default=""),
    Column("head_signature", Text, nullable=False, server_default=""),
    # The restore of HQ after which this desk has given back all it still held (`sync.hq.restored.epochs`).
    Column("returned", Text, nullable=False, server_default=""),
    Column("rebuilt", Text, nullable=False, server_default=""),  # when its machines last fetched it whole, by name
)
