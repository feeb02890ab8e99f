"""Rows of accounts as values: postings, the parts a document falls due in, and what keeps a payment back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

from domain.accounts.ledger import Posting
from domain.errors import UsageError
from domain.values.money import from_fen
from domain.values.payment_terms import Instalment, Terms, instalments, read_terms

HELD = "held"
"""The mode of a settlement that keeps a payment back for what is to come."""

day_of = lru_cache(maxsize=4096)(dt.date.fromisoformat)


def posting_of(row: Any) -> Posting:
    """A row of a posting with its document as a value."""
    return Posting(
        date=day_of(row.date),
        kind=row.kind,
        number=row.number,
        amount=from_fen(row.amount),
        due=day_of(row.due),
        summary=row.remark,
        document=row.id,
        reverses=row.reverses,
    )


def parts_of(amount: Decimal, on: dt.date, terms: str) -> Sequence[Instalment]:
    """When a document's parts fall due; nothing where its own due date says it all."""
    if "," not in terms or amount <= 0:
        return ()
    known = _terms(terms)
    return instalments(amount, on, known) if known else ()


@lru_cache(maxsize=512)
def _terms(text: str) -> Terms | None:
    """Terms as a document states them; None where another program wrote what this one can't read."""
    try:
        return read_terms(text)
    except UsageError:
        return None
