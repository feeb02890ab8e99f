"""Money received and paid back, discounts, credit and debit notes: posted to a customer's account, settled at once."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from desktop.actions.accounts.account_views import NoteWish
from desktop.actions.accounts.settling import hold_now, settle_now
from desktop.actions.catalog.cards import dealer_named
from desktop.actions.changes import changes
from desktop.actions.documents.posting import clerk_of, home_of, post
from desktop.actions.documents.views import PaperView
from desktop.actions.headquarters.asked_acts import hq_does
from desktop.actions.headquarters.queued import Queued
from domain.accounts.positions import Position
from domain.documents.kinds import KINDS, NOTES
from domain.errors import RefusedError, UsageError
from domain.values.money import from_fen
from sync.records.accounts.accounts import position_of
from sync.records.accounts.settlements import by_rule, keep, way_of
from sync.records.books.bulk import query_rows
from sync.records.documents.note_builders import NoteDetails as NoteDetails  # noqa: PLC0414 -- whoever asks for a note says it so
from sync.records.documents.note_builders import make_note, make_opening
from sync.records.documents.stored import document_row

if TYPE_CHECKING:
    from desktop.desk import Desk
    from domain.parties.dealers import Dealer
    from sync.records.documents.builders import NewDocument
    from sync.records.log.writing import Writing


@changes("accounts", "papers")
@hq_does("receive_money")
def receive_money(  # noqa: PLR0913 -- what a receipt says, and what becomes of it
    desk: Desk,
    buyer: str,
    amount: Decimal,
    on: date | None = None,
    method: str = "",
    ref: str = "",
    remark: str = "",
    *,
    way: str = "",
    prepay: bool = False,
    order: str = "",
) -> PaperView:
    """Books money received from a buyer; `method` is how it came (cash, bank, wechat, alipay, cheque or any word).

    It settles documents by `way`, else as chosen for the account; what is more than owed is a prepayment. `prepay`
    keeps all of it back for what is to come, `order` for that order.

    Raises UsageError `dealer_unknown`, `amount_…`, `settle_way_unknown`, `document_unknown`; RefusedError
    `not_your_customer`, `other_account`, `date_…`.
    """
    desk.need("money_write")
    day = on or desk.today()
    with desk.book.writing() as writing:
        connection = writing.connection
        party = dealer_named(connection, buyer, desk.dealer_id)
        said = NoteDetails(method, ref, remark)
        made = make_note(connection, clerk_of(desk), "money_receipt", party.id, amount, on=day, said=said)
        if order:
            made[2].source = _order_of(desk, writing, party.id, order)
        shown = post(desk, writing, made)
        if prepay or order:
            hold_now(desk, writing, desk.dealer_id, party.id, made[1], day)
        else:
            settle_now(desk, writing, party.id, way or way_of(connection, party.id), [made[1]], day)
        return shown


@changes("accounts", "papers")
@hq_does("book_note")
def book_note(
    desk: Desk,
    kind: str,
    buyer: str,
    amount: Decimal,
    on: date | None = None,
    said: NoteDetails | None = None,
) -> PaperView:
    """Books a payment, discount, credit_note or debit_note.

    A discount or credit note about a document pays for it first; the rest, and notes about none, settle as receipts do.
    A payment gives back what the document it is about left free, or else what was paid ahead. Raises as `make_note`.
    """
    desk.need("money_write")
    if kind not in NOTES:
        raise UsageError("kind_unknown", kind=kind, known=", ".join(NOTES))
    day = on or desk.today()
    with desk.book.writing() as writing:
        connection = writing.connection
        party = dealer_named(connection, buyer, desk.dealer_id)
        made = make_note(connection, clerk_of(desk), kind, party.id, amount, on=day, said=said or NoteDetails())
        shown = post(desk, writing, made)
        if KINDS[kind].settles:
            _settle_note(desk, writing, made, day)
        elif KINDS[kind].family == "money":
            _settle_payment(desk, writing, made, day)
        return shown


@changes("accounts", "papers")
@hq_does("book_opening")
def book_opening(desk: Desk, buyer: str, amount: Decimal, on: date | None = None) -> PaperView:
    """Books what a buyer owed (or, below zero, had paid ahead) when the account began.

    Raises UsageError `dealer_unknown`, `amount_…`; RefusedError `not_your_customer`, `date_…`, and `opening_there`
    (facts `number`, `date`, `amount`) where one stands already, of whatever day and amount: an account begins once.
    """
    desk.need("money_write")
    day = on or desk.today()
    with desk.book.writing() as writing:
        party = dealer_named(writing.connection, buyer, desk.dealer_id)
        return put_opening(desk, writing, party, amount, day)


def put_opening(desk: Desk, writing: Writing, party: Dealer, amount: Decimal, on: date) -> PaperView:
    """The same within a transaction; raises as `book_opening` before anything is written."""
    if party.parent != desk.dealer_id:
        raise RefusedError("not_your_customer", dealer=party.code)
    made = make_opening(writing.connection, clerk_of(desk), party.id, amount, on=on)
    sql = (
        "SELECT number, date, amount FROM document WHERE kind = 'opening' AND seller = ? AND buyer = ? "
        "AND state = 'posted' AND reverses IS NULL ORDER BY date, number"
    )
    for known in query_rows(writing.connection, sql, desk.dealer_id, party.id):
        there = {"number": known.number, "date": date.fromisoformat(known.date), "amount": from_fen(known.amount)}
        raise RefusedError("opening_there", dealer=party.name, **there)
    return post(desk, writing, made)


def _settle_note(desk: Desk, writing: Writing, made: NewDocument, on: date) -> None:
    """What is left of a note, once it paid for the document it is about, settles as a receipt does."""
    _, record, body = made
    settle_now(desk, writing, body.buyer, way_of(writing.connection, body.buyer), [record], on)


def _settle_payment(desk: Desk, writing: Writing, made: NewDocument, on: date) -> None:
    """Money paid back is set against the money it gives back: that of its source, held or not, or what is free."""
    _, record, body = made
    pair = (desk.dealer_id, body.buyer)
    found = position_of(writing.connection, *pair, leftover="ahead")
    own = tuple(debt for debt in found.debts if debt.posting.document == record)
    about = tuple(each for each in found.credits if each.posting.document == body.source)
    giving = about or tuple(each for each in found.credits if not each.held)
    way = "oldest" if about else way_of(writing.connection, body.buyer)
    named = {each.posting.document for each in about}
    settled = by_rule(writing.connection, Position(own, giving), way, on, named)
    keep(writing, home_of(desk), clerk_of(desk), pair, settled)


def _order_of(desk: Desk, writing: Writing, buyer: str, named: str) -> str:
    """The id of an order of this buyer."""
    row = document_row(writing.connection, named, "order")
    if (row.seller, row.buyer) != (desk.dealer_id, buyer):
        raise RefusedError("other_account", number=row.number, dealer=buyer)
    return str(row.id)


@changes("accounts", "papers")
def book_as_said(desk: Desk, wish: NoteWish) -> PaperView | Queued:
    """Books a payment, discount, credit note, debit note or opening balance as somebody filled it in."""
    if wish.kind == "opening":
        return book_opening(desk, wish.buyer, wish.amount, wish.on)
    about = NoteDetails(wish.method, wish.ref, wish.remark, wish.source)
    return book_note(desk, wish.kind, wish.buyer, wish.amount, wish.on, about)
