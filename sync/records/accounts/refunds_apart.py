"""Money that went back to a customer at one desk, out of a receipt that another desk undid: neither alone is wrong."""

from __future__ import annotations

from sqlalchemy import Connection

from domain.documents.kinds import SETTLING
from domain.values.money import format_money, from_fen
from sync.records.books.bulk import query_rows
from sync.records.documents.kind_lists import quoted
from sync.records.orders.contradiction import Contradiction

# Few papers are ever reversed; what paid a debt that was there before is free again, and no refund.
_APART = (
    "SELECT DISTINCT d.id, d.number, d.amount, c.number AS receipt, c.kind AS of_kind, "
    "COALESCE(p.name, d.buyer) AS party FROM document c "
    "JOIN settlement s ON s.credit = c.id JOIN document d ON d.id = s.debt LEFT JOIN dealer p ON p.id = d.buyer "
    f"WHERE c.kind IN ({quoted(SETTLING)}) AND c.state = 'reversed' AND c.seller = ? AND d.kind = 'payment' "
    "AND d.state = 'posted' AND d.reverses IS NULL AND d.pk > c.pk ORDER BY d.number LIMIT ?"
)


def refunds_apart(connection: Connection, dealer: str, most: int) -> list[Contradiction]:
    """Refunds of this seller that stand although what they gave back was reversed."""
    found = []
    for row in query_rows(connection, _APART, dealer, most):
        facts = {
            "of": row.receipt, "of_kind": row.of_kind, "by": row.number, "party": row.party,
            "amount": format_money(from_fen(int(row.amount))),
        }  # fmt: skip
        found.append(Contradiction("refunded_and_reversed", "payment", row.number, f"refunded/{row.id}", facts))
    return found
