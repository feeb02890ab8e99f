"""Makes an account's documents that move no goods: money, discounts, notes, rebates and openings, led by the kind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection

from domain.documents.kinds import KINDS, NOTES, POSTING, TAKING_OFF, DocumentKind
from domain.errors import RefusedError, UsageError
from domain.parties.dealers import Dealer
from domain.values.money import from_fen
from sync.records.accounts.closings import heard_here
from sync.records.books import reading
from sync.records.books.bulk import query_rows
from sync.records.books.locking import lock_account
from sync.records.documents.builders import NewDocument, PostingContext, blank, check_date
from sync.records.documents.kind_lists import quoted
from sync.records.documents.limits import positive_amount, signed_amount
from sync.records.documents.payable import set_due
from sync.records.documents.stored import document_row


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
    """A document of an account that is nothing but an amount: money, a discount, a note, a rebate.

    `amount` is positive, the kind says which way it goes; only of a kind that takes back it may be below zero. The
    source is a document of the same account, by number or id; of one that pays, the id of what it pays for. What falls
    due does by the buyer's terms.

    Raises UsageError `dealer_unknown`, `document_unknown`, `amount_*`, `kind_unknown`; RefusedError
    `not_your_customer`, `other_account`, `document_reversed`, `note_too_much` (facts `number`, `amount`, `left`: what
    the document still comes to after what came back of it and earlier notes), `refund_too_much` (the same facts: what
    of it wasn't paid back yet), `date_*`.
    """
    rule = KINDS.get(kind)
    if rule is None or rule.amount not in ("said", "reckoned") or rule.alone:
        raise UsageError("kind_unknown", kind=kind, known=", ".join(NOTES))
    fen = positive_amount(amount) if rule.below_zero == "undoes" else signed_amount(amount)
    party = _customer(connection, clerk, buyer, on)
    source = said.source or None
    if source is not None and rule.relation == "about":
        source = _about(connection, clerk, party, source)
        _check_taken(connection, rule, source, fen)
    body = blank(connection, clerk, kind, clerk.dealer, party.id, on)
    body.amount, body.method, body.ref, body.remark, body.source = fen, said.method, said.ref, said.remark, source
    if rule.falls_due:
        set_due(body, party, on)
    return kind, uuid4().hex, body


def make_opening(
    connection: Connection,
    clerk: PostingContext,
    buyer: str,
    amount: Decimal,
    *,
    on: date,
    seller: str = "",
    record: str = "",
) -> NewDocument:
    """What a buyer owed (negative: had paid in advance) when the books began; due by the buyer's own terms.

    Args:
        seller: whose account it is, the clerk's dealer if left out; HQ may open accounts of others at go-live.
        record: the document's id, a random one if left out.

    Raises UsageError `dealer_unknown`, `amount_zero`, `amount_decimals`, `amount_too_large`; RefusedError `date_*`.
    """
    fen = signed_amount(amount)
    party = reading.dealer(connection, buyer)
    check_date(connection, clerk, on)
    body = blank(connection, clerk, "opening", seller or clerk.dealer, party.id, on)
    body.amount = fen
    set_due(body, party, on)
    body.known = heard_here(connection)
    return "opening", record or uuid4().hex, body


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


def _customer(connection: Connection, clerk: PostingContext, buyer: str, on: date) -> Dealer:
    party = reading.dealer(connection, buyer)
    check_date(connection, clerk, on)
    check_customer(connection, clerk, party)
    lock_account(connection, party.id)
    return party


def _check_taken(connection: Connection, rule: DocumentKind, about: str, fen: int) -> None:
    """Of a document no more is taken off than it comes to, and no more money given back than it was."""
    if rule.takes_off:
        _check_left(connection, about, fen)
    elif rule.family == "money":
        _check_refund(connection, about, fen)


def _check_left(connection: Connection, about: str, fen: int) -> None:
    """Nothing is taken off a document that it doesn't come to."""
    row = document_row(connection, about)
    if KINDS[row.kind].settles:
        return
    left = int(row.amount) - sum(each.amount for each in taken_off(connection, about))
    if fen > left:
        raise RefusedError("note_too_much", number=row.number, amount=from_fen(fen), left=from_fen(max(left, 0)))


def taken_off(connection: Connection, about: str) -> list[Any]:
    """The returns and notes that lower a document (by its id), as they were booked: kind, number, amount in fen."""
    sql = (
        "SELECT kind, number, amount FROM document WHERE source = ? AND state = 'posted' AND reverses IS NULL "
        f"AND kind IN ({quoted(TAKING_OFF)}) ORDER BY pk"
    )
    return query_rows(connection, sql, about)


def _check_refund(connection: Connection, about: str, fen: int) -> None:
    """Of money that came in, or was credited, no more goes back than it was."""
    row = document_row(connection, about)
    if not KINDS[row.kind].settles:
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
    found = document_row(connection, named, *POSTING)
    if (found.seller, found.buyer) != (clerk.dealer, party.id):
        raise RefusedError("other_account", number=found.number, dealer=party.code)
    if found.state == "reversed" or found.reverses:
        raise RefusedError("document_reversed", number=found.number)
    return str(found.id)
