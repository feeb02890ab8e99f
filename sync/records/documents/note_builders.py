"""Makes an account's documents that move no goods: refunds, discounts, credit and debit notes, rebate settlements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection

from domain.documents.kinds import KINDS
from domain.errors import RefusedError, UsageError
from domain.parties.dealers import Dealer
from domain.values.money import from_fen, to_fen
from sync.records.bodies.records import DocumentBody
from sync.records.books import reading
from sync.records.books.bulk import query_rows
from sync.records.books.locking import lock_account
from sync.records.documents.builders import (
    NewDocument,
    PostingContext,
    blank,
    check_date,
)
from sync.records.documents.limits import check_amount, positive_amount
from sync.records.documents.payable import set_due
from sync.records.documents.stored import document_row

NOTES = ("payment", "discount", "credit_note", "debit_note")
LOWERING = ("discount", "credit_note")


@dataclass(frozen=True, slots=True)
class NoteDetails:
    """What a document says of itself: how it was paid, the other side's number, why, and which document it is about."""

    method: str = ""
    ref: str = ""
    remark: str = ""
    source: str = ""


_NOTHING = NoteDetails()


def make_note(
    connection: Connection,
    clerk: PostingContext,
    kind: str,
    buyer: str,
    amount: Decimal,
    *,
    on: date,
    said: NoteDetails = _NOTHING,
) -> NewDocument:
    """A discount, credit note, debit note, or payment (money paid back to a buyer).

    `amount` is positive, the kind says which way it goes. The source is a document of the same account, by number or
    id. A debit note falls due by the buyer's terms.

    Raises UsageError `dealer_unknown`, `document_unknown`, `amount_*`, `kind_unknown`; RefusedError
    `not_your_customer`, `other_account`, `document_reversed`, `note_too_much` (facts `number`, `amount`, `left`: what
    the document still comes to after what came back of it and earlier notes), `refund_too_much` (the same facts: what
    of it wasn't paid back yet), `date_*`.
    """
    if kind not in NOTES:
        raise UsageError("kind_unknown", kind=kind, known=", ".join(NOTES))
    fen = positive_amount(amount)
    party = _customer(connection, clerk, buyer, on)
    about = _about(connection, clerk, party, said.source) if said.source else None
    if about is not None and kind in LOWERING:
        _check_left(connection, about, fen)
    if about is not None and kind == "payment":
        _check_refund(connection, about, fen)
    body = _stated(blank(connection, clerk, kind, clerk.dealer, party.id, on), fen, said, about)
    if kind == "debit_note":
        set_due(body, party, on)
    return kind, uuid4().hex, body


def make_rebate_settlement(
    connection: Connection, clerk: PostingContext, buyer: str, amount: Decimal, *, on: date, said: NoteDetails
) -> NewDocument:
    """A rebate set against the account; a negative amount takes one back.

    The method is how it is paid (`account`, `wallet`), the source the id of the delivery that a wallet pays for.

    Raises UsageError `dealer_unknown`, `amount_*`; RefusedError `not_your_customer`, `date_*`.
    """
    check_amount(amount)
    if not amount:
        raise UsageError("amount_zero", amount=amount)
    party = _customer(connection, clerk, buyer, on)
    body = blank(connection, clerk, "rebate_settlement", clerk.dealer, party.id, on)
    return "rebate_settlement", uuid4().hex, _stated(body, to_fen(amount), said, said.source or None)


def check_customer(connection: Connection, clerk: PostingContext, party: Dealer) -> None:
    """Lets a buyer pass who stands right below the clerk's dealer or has an account with him.

    RefusedError `not_your_customer`.
    """
    if not has_account(connection, clerk.dealer, party):
        raise RefusedError("not_your_customer", dealer=party.code)


def has_account(connection: Connection, seller: str, party: Dealer) -> bool:
    """Whether a buyer stands right below a seller or has an account with him."""
    sql = "SELECT 1 FROM posting WHERE seller = ? AND buyer = ? LIMIT 1"
    return party.parent == seller or bool(query_rows(connection, sql, seller, party.id))


def _stated(body: DocumentBody, fen: int, said: NoteDetails, source: str | None) -> DocumentBody:
    body.amount, body.method, body.ref, body.remark, body.source = fen, said.method, said.ref, said.remark, source
    return body


def _customer(connection: Connection, clerk: PostingContext, buyer: str, on: date) -> Dealer:
    party = reading.dealer(connection, buyer)
    check_date(connection, clerk, on)
    check_customer(connection, clerk, party)
    lock_account(connection, party.id)
    return party


def _check_left(connection: Connection, about: str, fen: int) -> None:
    """Nothing is taken off a document that it doesn't come to."""
    row = document_row(connection, about)
    if KINDS[row.kind].posts < 0:
        return
    left = int(row.amount) - sum(each.amount for each in taken_off(connection, about))
    if fen > left:
        raise RefusedError("note_too_much", number=row.number, amount=from_fen(fen), left=from_fen(max(left, 0)))


def taken_off(connection: Connection, about: str) -> list[Any]:
    """The returns and notes that lower a document (by its id), as they were booked: kind, number, amount in fen."""
    sql = (
        "SELECT kind, number, amount FROM document WHERE source = ? AND state = 'posted' AND reverses IS NULL "
        "AND kind IN ('return', 'discount', 'credit_note') ORDER BY pk"
    )
    return query_rows(connection, sql, about)


def _check_refund(connection: Connection, about: str, fen: int) -> None:
    """Of money that came in, or was credited, no more goes back than it was."""
    row = document_row(connection, about)
    if KINDS[row.kind].posts >= 0:
        return
    sql = (
        "SELECT COALESCE(SUM(amount), 0) AS fen FROM document WHERE source = ? AND kind = 'payment' "
        "AND state = 'posted' AND reverses IS NULL"
    )
    left = int(row.amount) - int(query_rows(connection, sql, about)[0].fen)
    if fen > left:
        raise RefusedError("refund_too_much", number=row.number, amount=from_fen(fen), left=from_fen(max(left, 0)))


def _about(connection: Connection, clerk: PostingContext, party: Dealer, named: str) -> str:
    """The id of the document a note is about."""
    found = document_row(connection, named, *(kind for kind, rule in KINDS.items() if rule.posts))
    if (found.seller, found.buyer) != (clerk.dealer, party.id):
        raise RefusedError("other_account", number=found.number, dealer=party.code)
    if found.state == "reversed" or found.reverses:
        raise RefusedError("document_reversed", number=found.number)
    return str(found.id)
