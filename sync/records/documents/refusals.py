"""A delivery of which its buyer takes nothing in: a goods receipt without goods, which says why."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection

from domain.errors import RefusedError
from domain.values.dates import check_follows
from sync.records.books.bulk import query_rows
from sync.records.documents.builders import NewDocument, PostingContext, blank, check_date
from sync.records.documents.stored import REFUSAL, REFUSED, check_not_refused, find_document, followed

# Where the seller has taken anything back of it, or undone it, there is nothing left to do.
_OPEN = (
    "SELECT f.id, f.remark, f.date, d.number, COALESCE(p.name, f.buyer) AS party FROM document f "
    "JOIN document d ON d.id = f.source AND d.state = 'posted' LEFT JOIN dealer p ON p.id = f.buyer "
    f"WHERE f.seller = ? AND {REFUSAL} AND f.buyer <> f.seller AND NOT EXISTS (SELECT 1 FROM document t "
    "WHERE t.source = d.id AND t.kind = 'return' AND t.state = 'posted' AND t.reverses IS NULL) "
    "ORDER BY f.date DESC, f.pk DESC LIMIT ?"
)


def make_refusal(connection: Connection, clerk: PostingContext, delivery: str, why: str, *, on: date) -> NewDocument:
    """The buyer's word that it takes nothing of a delivery in.

    Raises UsageError `document_unknown`; RefusedError `not_yours`, `date_*`, `document_reversed`, `delivery_refused`,
    `received_already`.
    """
    filed = find_document(connection, delivery, "delivery")
    if filed.buyer != clerk.dealer:
        raise RefusedError("not_yours", number=filed.number, kind=filed.kind)
    check_date(connection, clerk, on)
    check_follows(on, date.fromisoformat(filed.date), filed.number)
    if filed.reverses or filed.state != "posted":
        raise RefusedError("document_reversed", number=filed.number)
    check_not_refused(connection, filed)
    if any(quantity for quantity, _ in followed(connection, filed.id, "goods_receipt").values()):
        raise RefusedError("received_already", number=filed.number)
    body = blank(connection, clerk, "goods_receipt", filed.seller, filed.buyer, on)
    body.source, body.ref, body.method, body.remark = filed.id, filed.ref, REFUSED, why
    return "goods_receipt", uuid4().hex, body


def open_refusals(connection: Connection, seller: str, most: int) -> list[Any]:
    """Refusals of this seller's deliveries about which it has done nothing yet, the newest first."""
    return query_rows(connection, _OPEN, seller, most)
