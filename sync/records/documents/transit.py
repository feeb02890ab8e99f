"""Goods on their way (在途), in one meaning: what of a delivery its buyer has not received of it yet.

`document.awaited` holds it in pieces, written as deliveries and receipts come and go; lists ask that.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import Connection

from domain.documents.kinds import KINDS, PAPERS
from domain.values.money import from_fen
from domain.values.quantities import from_milli
from sync.records.books.bulk import query_keys, query_rows, run_in
from sync.records.books.settings import read_setting
from sync.records.documents.stored import REFUSAL

# Whether the buyer of a row `d` books what it receives; asks for the dealer whose book this is.
_RECEIVES = (
    "((d.seller IN (SELECT t.id FROM dealer t WHERE t.parent IS NULL) "
    "AND (d.buyer = ? OR d.buyer IN (SELECT k.dealer FROM desk k WHERE NOT k.revoked))) "
    "OR EXISTS (SELECT 1 FROM document g WHERE g.kind = 'goods_receipt' AND g.buyer = d.buyer))"
)
# Of one buyer it is asked by itself, so that nothing hides from the engine how narrow the rest is.
_RECEIVES_ALONE = f"SELECT 1 FROM (SELECT CAST(? AS TEXT) AS seller, CAST(? AS TEXT) AS buyer) d WHERE {_RECEIVES}"

AWAITED = "d.buyer = ? AND d.awaited > 0"
"""What makes a document `d` a delivery of which its buyer still awaits anything."""
_TELLING = frozenset({"delivery", *(kind for kind in PAPERS if KINDS[kind].writer == "buyer")})
_AWAIT = (
    "UPDATE document SET awaited = CASE WHEN state <> 'posted' OR reverses IS NOT NULL "
    f"OR (SELECT COUNT(*) FROM document f WHERE f.source = document.id AND {REFUSAL}) > 0 THEN 0 ELSE "
    "COALESCE((SELECT SUM(l.quantity) FROM document_line l WHERE l.document = document.pk), 0) - "
    "COALESCE((SELECT SUM(l.quantity) FROM document r JOIN document_line l ON l.document = r.pk "
    "WHERE r.source = document.id AND r.kind = 'goods_receipt'), 0) END WHERE id IN (?*) AND kind = 'delivery'"
)


@dataclass(frozen=True, slots=True)
class OnWay:
    """What of one delivery was not received by the end of a day, at the delivery's amounts."""

    buyer: str
    date: date
    number: str
    amount: Decimal


def tell_awaited(connection: Connection, kind: str, ids: Iterable[str]) -> None:
    """Writes what of those of these that are deliveries is awaited; `kind` is that of the papers that say so."""
    if kind in _TELLING:
        run_in(connection, _AWAIT, list(dict.fromkeys(ids)))


def awaited_deliveries(connection: Connection, buyer: str) -> array[int]:
    """Keys of the deliveries to a dealer of which anything waits to be received, the oldest first."""
    return query_keys(connection, f"SELECT d.pk FROM document d WHERE {AWAITED} ORDER BY d.date, d.pk", [buyer])


def count_awaited(connection: Connection, buyer: str) -> int:
    """How many they are."""
    return int(query_rows(connection, f"SELECT COUNT(*) AS count FROM document d WHERE {AWAITED}", buyer)[0].count)


def product_on_way(connection: Connection, owner: str, product: str) -> Decimal:
    """How much of a product was delivered to a dealer and not received yet, in base units."""
    sql = (
        "SELECT COALESCE((SELECT SUM(l.quantity) FROM document d JOIN document_line l ON l.document = d.pk "
        f"WHERE {AWAITED} AND l.product = ?), 0) - "
        "COALESCE((SELECT SUM(g.quantity) FROM document d JOIN document r ON r.source = d.id "
        "AND r.kind = 'goods_receipt' JOIN document_line g ON g.document = r.pk "
        f"WHERE {AWAITED} AND g.product = ?), 0) AS quantity"
    )
    return from_milli(int(query_rows(connection, sql, owner, product, owner, product)[0].quantity))


def on_way_at(connection: Connection, seller: str, end: date, buyer: str = "") -> list[OnWay]:
    """What buyers (or one) had not received of a seller's deliveries by the end of a day, the oldest first.

    Only a buyer who books what it receives has goods under way; for all others a delivery is a delivery. Whoever ever
    booked a receipt does. Who buys of the top of the channel does from the first delivery on if he has a desk, which
    both ends know: he of himself, HQ of everyone enrolled. Elsewhere a seller can't know, and both ends must agree.
    """
    own, day = read_setting(connection, "dealer_id"), end.isoformat()
    if buyer and not query_rows(connection, _RECEIVES_ALONE, seller, buyer, own):
        return []
    received = "FROM document r WHERE r.source = d.id AND r.kind = 'goods_receipt' AND r.date <= ?"
    sql = (
        f"SELECT d.buyer, d.date, d.number, d.amount - COALESCE((SELECT SUM(r.amount) {received}), 0) AS amount "
        "FROM document d WHERE d.kind = 'delivery' AND d.seller = ? AND d.date <= ? AND d.amount > 0 "
        f"AND {'d.buyer = ?' if buyer else _RECEIVES} "
        "AND COALESCE((SELECT SUM(l.quantity) FROM document_line l WHERE l.document = d.pk), 1) > "
        f"COALESCE((SELECT SUM(g.quantity) FROM document_line g WHERE g.document IN (SELECT r.pk {received})), "
        f"(SELECT COUNT(*) {received})) "
        "AND NOT EXISTS (SELECT 1 FROM document r WHERE r.reverses = d.id AND r.date <= ?) "
        f"AND NOT EXISTS (SELECT 1 FROM document f WHERE f.source = d.id AND {REFUSAL} AND f.date <= ?)"
    )
    values = [day, seller, day, buyer or own, day, day, day, day]
    rows = query_rows(connection, sql + " ORDER BY d.date, d.pk", *values)
    return [OnWay(row.buyer, date.fromisoformat(row.date), row.number, from_fen(int(row.amount))) for row in rows]
