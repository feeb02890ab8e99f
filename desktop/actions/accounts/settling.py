"""Settling (核销): which payment pays for which document, by rule or by hand, undone again, and what stays open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from desktop.actions.accounts.account_rows import credit_row, debt_rows, whole_id
from desktop.actions.accounts.account_views import (
    AccountView,
    AgeingRow,
    FreeCreditRow,
    OpenDebtRow,
    Settled,
    SettlementRow,
)
from desktop.actions.catalog.cards import dealer_named, dealers_by_id, stranger
from desktop.actions.catalog.parties import parties
from desktop.actions.changes import changes
from desktop.actions.documents.document_views import numbers_of
from desktop.actions.documents.posting import clerk_of, home_of, post
from desktop.actions.headquarters.asked_acts import hq_does, read_form
from domain.accounts.positions import Position, Settlement, age_position, overdue_in, pay_oldest
from domain.accounts.settling import after, settle_by_hand, write_off
from domain.errors import RefusedError, UsageError
from domain.explain import Reason
from domain.values.money import ZERO
from domain.values.payment_terms import agreed
from sync.records.accounts.accounts import Account, accounts_of, position_of, positions_of, with_free_credit
from sync.records.accounts.settlements import KeptSettlement, by_rule, choose_for_all, keep, kept, take_back, way_of
from sync.records.books.locking import lock_account
from sync.records.documents.note_builders import NoteDetails, make_note
from sync.records.documents.stored import document_row
from sync.records.people import requesting

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desktop.actions.documents.views import PaperView
    from desktop.desk import Desk
    from domain.parties.dealers import Dealer
    from sync.records.log.writing import Writing

MOST_WRITTEN_OFF = Decimal("1.00")


def account_view(desk: Desk, account: str, on: date | None = None, seller: str | None = None) -> AccountView:
    """One account as of a day with its open items and what settled them; raises as `statement` does of its parties."""
    day = on or desk.today()
    with desk.book.reading() as connection:
        selling, buying = parties(connection, desk, account, seller)
        pair = (selling.id, buying.id)
        strict = position_of(connection, *pair, on, "ahead")
        aged = pay_oldest(strict)
        late, days = overdue_in(aged, day)
        made = [each for each in kept(connection, account=pair) if on is None or each.settlement.on <= on]
        return AccountView(
            seller=selling,
            buyer=buying,
            on=day,
            balance=aged.balance,
            owed=aged.owed,
            ahead=aged.ahead,
            overdue=late,
            overdue_days=days,
            ageing=age_position(aged, day),
            debts=debt_rows(strict, aged, day),
            credits=tuple(credit_row(each) for each in strict.credits),
            settlements=_rows(connection, made),
            terms=agreed_text(buying.terms, buying.credit_days),
            way=_way_of(desk, connection, buying.id),
        )


def ageing(desk: Desk, on: date | None = None) -> list[AgeingRow]:
    """The accounts of this dealer's customers that owe or are owed, by age as of a day, the latest payers first."""
    day = on or desk.today()
    with desk.book.reading() as connection:
        found = positions_of(connection, accounts_of(connection, desk.dealer_id), on)
        names = dealers_by_id(connection, [each for pair in found for each in pair])
    rows = []
    for (selling, buying), position in found.items():
        if position.owed or position.ahead:
            late, days = overdue_in(position, day)
            parties_ = (names.get(selling) or stranger(selling), names.get(buying) or stranger(buying))
            rows.append(AgeingRow(*parties_, position.balance, age_position(position, day), late, days))
    return sorted(rows, key=lambda row: (-row.overdue_days, -row.overdue, row.buyer.code))


def every_open_item(
    desk: Desk, on: date | None = None
) -> list[tuple[Dealer, tuple[OpenDebtRow, ...], tuple[FreeCreditRow, ...]]]:
    """What is open of every customer as of a day, as `account_view` tells it of one, in order of code."""
    day = on or desk.today()
    with desk.book.reading() as connection:
        found = positions_of(connection, accounts_of(connection, desk.dealer_id), on, leftover="ahead")
        names = dealers_by_id(connection, [buyer for _, buyer in found])
    rows = [
        (
            names.get(buyer) or stranger(buyer),
            debt_rows(position, pay_oldest(position), day),
            tuple(credit_row(each) for each in position.credits),
        )
        for (_, buyer), position in found.items()
    ]
    return sorted(rows, key=lambda row: row[0].code)


def every_settlement(desk: Desk, on: date | None = None) -> list[tuple[Dealer, tuple[SettlementRow, ...]]]:
    """What was settled of every customer through a day, in order of code."""
    with desk.book.reading() as connection:
        accounts = accounts_of(connection, desk.dealer_id)
        names = dealers_by_id(connection, [buyer for _, buyer in accounts])
        found = [
            (
                names.get(pair[1]) or stranger(pair[1]),
                [each for each in kept(connection, account=pair) if on is None or each.settlement.on <= on],
            )
            for pair in accounts
        ]
        rows = [(buyer, _rows(connection, made)) for buyer, made in found if made]
    return sorted(rows, key=lambda row: row[0].code)


def to_settle(desk: Desk) -> list[Dealer]:
    """The customers who owe something and have paid something nobody set against it, the most first."""
    with desk.book.reading() as connection:
        found = positions_of(connection, with_free_credit(connection, desk.dealer_id), leftover="ahead")
        waiting = {
            buyer: min(position.owed, sum((each.remaining for each in position.credits if not each.held), ZERO))
            for (_, buyer), position in found.items()
        }
        waiting = {buyer: amount for buyer, amount in waiting.items() if amount}
        names = dealers_by_id(connection, list(waiting))
    dealers = [names.get(buyer) or stranger(buyer) for buyer in waiting]
    return sorted(dealers, key=lambda dealer: (-waiting[dealer.id], dealer.code))


@changes("accounts")
@hq_does("settle")
def settle(desk: Desk, account: str, way: str = "", credits_: Sequence[str] = (), on: date | None = None) -> Settled:
    """Settles an account's free payments by a rule, the account's own where none is named.

    `credits_` names the payments to use, by number. Raises UsageError `settle_way_unknown`, `document_unknown`;
    RefusedError `account_not_yours`, `date_closed`.
    """
    desk.need("money_write")
    with desk.book.writing() as writing:
        connection = writing.connection
        buyer = dealer_named(connection, account, desk.dealer_id)
        lock_account(connection, buyer.id)
        chosen = [str(document_row(connection, each).id) for each in credits_]
        return settle_now(desk, writing, buyer.id, way or way_of(connection, buyer.id), chosen, on or desk.today())


def settle_now(desk: Desk, writing: Writing, buyer: str, way: str, credits_: Sequence[str], on: date) -> Settled:
    """Settles inside an open transaction; the same rules as `settle`."""
    connection = writing.connection
    pair = (desk.dealer_id, buyer)
    found = position_of(connection, *pair, leftover="ahead")
    made = by_rule(connection, found, way, on, credits_)
    return _kept(desk, writing, pair, found, made)


@changes("accounts")
@hq_does("settle_hand")
def settle_hand(desk: Desk, credit: str, shares: Mapping[tuple[str, int], Decimal], on: date | None = None) -> Settled:
    """Settles one payment as a person says: for each document's number and part, an amount.

    Part 0 is the whole document, its instalments from the first. Raises RefusedError `settle_unknown`,
    `settle_not_positive`, `settle_over_debt`, `settle_over_credit`, `account_not_yours`, `date_closed`; UsageError
    `document_unknown`.
    """
    desk.need("money_write")
    with desk.book.writing() as writing:
        connection = writing.connection
        paying = document_row(connection, credit)
        lock_account(connection, paying.buyer)
        found = position_of(connection, paying.seller, paying.buyer, leftover="ahead")
        wanted: dict[tuple[str, int], Decimal] = {}
        for (number, part), amount in shares.items():
            for key, share in _over_parts(found, str(document_row(connection, number).id), part, amount):
                wanted[key] = wanted.get(key, ZERO) + share
        try:
            made = settle_by_hand(found, paying.id, wanted, on or desk.today())
        except RefusedError as refused:
            raise _with_number(connection, refused) from refused
        return _kept(desk, writing, (paying.seller, paying.buyer), found, made)


@changes("accounts")
@hq_does("hold")
def hold(desk: Desk, number: str) -> SettlementRow:
    """Keeps a payment back as a prepayment (预收) that pays nothing until it is settled by hand or let go.

    RefusedError `settle_unknown` where nothing of it is free, `held_already`, `account_not_yours`.
    """
    desk.need("money_write")
    with desk.book.writing() as writing:
        row = document_row(writing.connection, number)
        return hold_now(desk, writing, row.seller, row.buyer, row.id, desk.today())


def hold_now(desk: Desk, writing: Writing, seller: str, buyer: str, document: str, on: date) -> SettlementRow:
    """Keeps a payment back, inside an open transaction."""
    connection = writing.connection
    free = next(
        (
            each
            for each in position_of(connection, seller, buyer, leftover="ahead").credits
            if each.posting.document == document
        ),
        None,
    )
    if free is None:
        raise _with_number(connection, RefusedError("settle_unknown", document=document))
    if free.held:
        raise RefusedError("held_already", number=free.posting.number)
    made = [Settlement(document, "", free.remaining, max(on, free.posting.date))]
    (record,) = keep(writing, home_of(desk), clerk_of(desk), (seller, buyer), made, held=True)
    return _rows(connection, kept(connection, ids=[record]))[0]


@changes("accounts")
@hq_does("unsettle")
def unsettle(desk: Desk, ids: Sequence[str] = (), documents: Sequence[str] = ()) -> tuple[SettlementRow, ...]:
    """Takes settlements back (反核销): those named, or all of these documents; returns what was taken back.

    Raises UsageError `document_unknown`; RefusedError `settle_unknown`, `settled_elsewhere`, `account_not_yours`,
    `date_closed`.
    """
    desk.need("money_write")
    with desk.book.writing() as writing:
        connection = writing.connection
        named = [str(document_row(connection, each).id) for each in documents]
        ids = [whole_id(connection, each) for each in ids]
        every = [*ids, *(each.id for each in kept(connection, documents=named))] if named else list(ids)
        if not every:
            raise RefusedError("settle_unknown", document=", ".join(documents))
        before = _rows(connection, kept(connection, ids=every))
        take_back(writing, clerk_of(desk), list(dict.fromkeys(every)))
        return before


@changes("accounts", "papers")
@hq_does("write_off")
def write_off_rest(desk: Desk, number: str, most: Decimal = MOST_WRITTEN_OFF, on: date | None = None) -> PaperView:
    """Gives up a small rest (抹零): a discount for what is unpaid of a document, a debit note for a payment's surplus.

    The note is settled with it at once. Raises RefusedError `settle_unknown`, `write_off_over`, `date_closed`.
    """
    desk.need("money_write")
    day = on or desk.today()
    with desk.book.writing() as writing:
        connection = writing.connection
        row = document_row(connection, number)
        lock_account(connection, row.buyer)
        found = position_of(connection, row.seller, row.buyer, leftover="ahead")
        try:
            rest = write_off(found, row.id, most)
        except RefusedError as refused:
            raise _with_number(connection, refused) from refused
        kind = "discount" if rest.amount < 0 else "debit_note"
        made = make_note(
            connection, clerk_of(desk), kind, row.buyer, abs(rest.amount), on=day, said=NoteDetails(source=row.id)
        )
        shown = post(desk, writing, made)
        if kind == "discount":
            return shown  # a discount about a document pays for it as it is posted
        then = position_of(connection, row.seller, row.buyer, leftover="ahead")
        wanted = dict(_over_parts(then, made[1], 0, abs(rest.amount)))
        _kept(desk, writing, (row.seller, row.buyer), then, settle_by_hand(then, row.id, wanted, day))
        return shown


def chosen_way(desk: Desk, account: str = "") -> str:
    """How receipts are settled, of one customer or in general."""
    with desk.book.reading() as connection:
        return _way_of(desk, connection, dealer_named(connection, account, desk.dealer_id).id if account else "")


@changes("accounts")
@hq_does("set_way")
def set_way(desk: Desk, way: str, account: str = "") -> str:
    """Chooses how receipts are settled, of one customer or in general; UsageError `settle_way_unknown`."""
    desk.need("money_write")
    with desk.book.writing() as writing:
        buyer = dealer_named(writing.connection, account, desk.dealer_id).id if account else ""
        choose_for_all(writing, home_of(desk), way, buyer, desk.operator, desk.now())
        return way_of(writing.connection, buyer)


def agreed_text(terms: str, credit_days: int | None) -> str:
    """A buyer's terms as one text, "" for payable at once; what can't be read stands as it is."""
    try:
        text = agreed(terms, credit_days).text
    except UsageError:
        return terms
    return "" if text == "N0" else text


def settled_of(desk: Desk, number: str) -> tuple[SettlementRow, ...]:
    """The settlements of one document, on either side."""
    with desk.book.reading() as connection:
        return _rows(connection, kept(connection, documents=[document_row(connection, number).id]))


def _way_of(desk: Desk, connection: Connection, buyer: str) -> str:
    """How receipts are settled; at a desk of HQ's people as HQ was asked to, for the choice itself stays at HQ."""
    if not desk.asks:
        return way_of(connection, buyer)
    chosen: dict[str, str] = {}
    for each in reversed(requesting.asked(connection, verbs=("set_way",))):
        form = read_form(each.request.verb, each.request.facts) if each.state == "done" else None
        if form is not None:
            chosen[dealer_named(connection, form.account, desk.dealer_id).id if form.account else ""] = form.way
    return chosen.get(buyer) or chosen.get("") or way_of(connection, buyer)


# ---- inside -----------------------------------------------------------------------------------------------------


def _kept(desk: Desk, writing: Writing, pair: Account, found: Position, made: Sequence[Settlement]) -> Settled:
    ids = keep(writing, home_of(desk), clerk_of(desk), pair, made)
    rows = _rows(writing.connection, kept(writing.connection, ids=ids)) if ids else ()
    reasons = [
        Reason(f"settled_by_{mode}", "info", {"amount": sum((e.amount for e in made if e.mode == mode), ZERO)})
        for mode in dict.fromkeys(each.mode for each in made)
    ]
    return Settled(rows, tuple(reasons), after(found, made).ahead)


def _over_parts(found: Position, document: str, part: int, amount: Decimal) -> list[tuple[tuple[str, int], Decimal]]:
    """An amount over a document's open instalments from the first; what is too much stays on the last."""
    parts = [debt for debt in found.debts if debt.posting.document == document]
    if part or len(parts) < 2:
        return [((document, part or (parts[0].part if parts else 1)), amount)]
    shares: list[tuple[tuple[str, int], Decimal]] = []
    for debt in parts[:-1]:
        share = min(amount, debt.remaining)
        amount -= share
        if share:
            shares.append(((document, debt.part), share))
    return [*shares, ((document, parts[-1].part), amount)] if amount else shares


def _with_number(connection: Connection, refused: RefusedError) -> RefusedError:
    """The refusal with the document's number in place of its id."""
    document = str(refused.facts.get("document", ""))
    if not document:
        return refused
    number = numbers_of(connection, [document]).get(document, document)
    return RefusedError(refused.code, **{**refused.facts, "document": number})


def _rows(connection: Connection, made: Sequence[KeptSettlement]) -> tuple[SettlementRow, ...]:
    numbers = numbers_of(connection, [end for each in made for end in (each.settlement.credit, each.settlement.debt)])
    return tuple(
        SettlementRow(
            id=each.id,
            credit=each.settlement.credit,
            credit_number=numbers.get(each.settlement.credit, ""),
            debt=each.settlement.debt,
            debt_number=numbers.get(each.settlement.debt, ""),
            part=each.settlement.part,
            amount=each.settlement.amount,
            date=each.settlement.on,
            mode="held" if each.held else each.settlement.mode,
            by=each.by,
            at=each.at,
            void=each.void,
        )
        for each in made
    )
