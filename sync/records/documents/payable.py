"""When a document must be paid: the buyer's terms as they are on the document's day, kept on the document itself."""

from __future__ import annotations

from datetime import date

from domain.parties.dealers import Dealer
from domain.values.money import from_fen
from domain.values.payment_terms import agreed, instalments, last_due
from sync.records.bodies.records import DocumentBody


def set_due(body: DocumentBody, buyer: Dealer, on: date) -> None:
    """Gives a document its last due date, and the terms themselves where they are more than days.

    UsageError `terms_unreadable`.
    """
    terms = agreed(buyer.terms, buyer.credit_days)
    body.due = last_due(instalments(abs(from_fen(body.amount)), on, terms)).isoformat()
    body.terms = terms.text if buyer.terms.strip() else ""
