"""Two cards of one customer: one goes on, the other keeps its papers and points to it; its balance may be carried over.

Nothing that was posted is touched (docs/decisions: merged cards).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import msgspec

from desktop.actions.accounts.receivables import balances
from desktop.actions.accounts.settling import settle_now
from desktop.actions.catalog.cards import dealer_named, dealers_by_id
from desktop.actions.catalog.terms import card_elsewhere, card_in
from desktop.actions.changes import changes
from desktop.actions.documents.posting import clerk_of, post
from desktop.actions.documents.views import MergedAccount
from domain.documents.fulfilment import OPEN_STATES
from domain.errors import RefusedError
from domain.explain import Reason
from domain.parties.dealers import ACTIVE, MERGED
from sync.records.accounts.settlements import way_of
from sync.records.books.bulk import query_rows, rows_in
from sync.records.documents.note_builders import NoteDetails, make_note

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desktop.desk import Desk
    from domain.parties.dealers import Dealer

_MOST_STEPS = 20


@dataclass(frozen=True, slots=True)
class MergedView:
    """A card that was merged into another, and what stands on its own account still."""

    code: str
    name: str
    into_code: str
    into_name: str
    balance: Decimal
    open_orders: int = 0


@dataclass(frozen=True, slots=True)
class CarriedView:
    """What was carried over: the note on each account, by number."""

    amount: Decimal
    away: str
    onto: str
    name: str


@changes("parties", "accounts", "papers")
def merge_customer(desk: Desk, dealer: str, into: str) -> MergedView:
    """Marks a customer's card as merged into another of one's own: no new orders on it, its papers stay where they are.

    Raises UsageError `dealer_unknown`; RefusedError `not_permitted`, `not_your_customer`, `card_of_hq`,
    `card_of_desk`, `merge_into_itself`, `merge_into_idle` (facts `status`).
    """
    desk.need("money_write")
    with desk.book.writing() as writing:
        connection = writing.connection
        party, other = dealer_named(connection, dealer, desk.dealer_id), dealer_named(connection, into, desk.dealer_id)
        for each in (party, other):
            if each.parent != desk.dealer_id:
                raise RefusedError("not_your_customer", dealer=each.code)
        other = survivor(connection, other)
        if other.id == party.id:
            raise RefusedError("merge_into_itself", dealer=party.code, name=party.name)
        if other.status != "active":
            raise RefusedError("merge_into_idle", dealer=other.code, name=other.name, status=other.status)
        body = card_in(connection, desk.stream, party.id)
        if body is None:
            raise card_elsewhere(connection, party)
        merged = msgspec.structs.replace(
            body,
            status=MERGED,
            status_since=desk.now(),
            status_reason=f"{other.code} {other.name}",
            merged_into=other.id,
        )
        writing.put(desk.stream, "dealer", party.id, merged)
        owed = _balance(connection, desk.dealer_id, party.id)
        return MergedView(party.code, party.name, other.code, other.name, owed, _open_orders(connection, party.id))


def survivor(connection: Connection, dealer: Dealer) -> Dealer:
    """The card that goes on for a customer: itself, or the one it was merged into at last."""
    at = dealer
    for _ in range(_MOST_STEPS):
        following = dealers_by_id(connection, [at.merged_into]).get(at.merged_into) if at.merged_into else None
        if following is None:
            return at
        at = following
    return at


def merged_accounts(connection: Connection, seller: str, dealer: str) -> tuple[MergedAccount, ...]:
    """The cards that were merged into this one, with what stands on their accounts."""
    rows = query_rows(connection, "SELECT id, code, name FROM dealer WHERE merged_into = ? ORDER BY pk", dealer)
    return tuple(MergedAccount(row.code, row.name, _balance(connection, seller, row.id)) for row in rows)


def idle_notes(connection: Connection, dealer: Dealer) -> tuple[Reason, ...]:
    """What is to be known of a card that no order is written for."""
    if dealer.merged_into:
        other = survivor(connection, dealer)
        return (Reason("dealer_merged", "warn", {"dealer": other.code, "name": other.name}),)
    if dealer.status == ACTIVE:
        return ()
    rows = query_rows(connection, "SELECT status_reason FROM dealer WHERE id = ?", dealer.id)
    facts = {"status": dealer.status, "reason": str(rows[0].status_reason) if rows else ""}
    return (Reason("card_stands_so", "warn", facts),)


@changes("parties", "accounts", "papers")
def carry_over(desk: Desk, dealer: str, on: date | None = None) -> CarriedView:
    """Carries a merged card's balance over to the one that goes on, by a note on each account, both or neither.

    What is owed falls due anew by the terms of the card that goes on. Raises UsageError `dealer_unknown`; RefusedError
    `not_permitted`, `carry_not_merged`, `carry_nothing`, `date_…`.
    """
    desk.need("money_write")
    day = on or desk.today()
    with desk.book.writing() as writing:
        connection = writing.connection
        party = dealer_named(connection, dealer, desk.dealer_id)
        other = survivor(connection, party)
        if other.id == party.id:
            raise RefusedError("carry_not_merged", dealer=party.code, name=party.name)
        owed = _balance(connection, desk.dealer_id, party.id)
        if not owed:
            raise RefusedError("carry_nothing", dealer=party.code, name=party.name)
        kinds = ("credit_note", "debit_note") if owed > 0 else ("debit_note", "credit_note")
        numbers = []
        for kind, account, beside in ((kinds[0], party, other), (kinds[1], other, party)):
            word = "余额转至" if account is party else "余额转自"
            said = NoteDetails(ref=beside.code, remark=f"{word} {beside.code} {beside.name}")
            made = make_note(connection, clerk_of(desk), kind, account.id, abs(owed), on=day, said=said)
            numbers.append(post(desk, writing, made).number)
            lowering = [made[1]] if kind == "credit_note" else _free(connection, desk.dealer_id, account.id)
            settle_now(desk, writing, account.id, way_of(connection, account.id), lowering, day)
    return CarriedView(owed, numbers[0], numbers[1], other.name)


def _free(connection: Connection, seller: str, buyer: str) -> list[str]:
    """What was paid ahead on an account and isn't settled, by id."""
    from sync.records.accounts.accounts import position_of

    return [each.posting.document for each in position_of(connection, seller, buyer, leftover="ahead").credits]


def _balance(connection: Connection, seller: str, buyer: str) -> Decimal:
    found: Mapping[tuple[str, str], Decimal] = balances(connection, [(seller, buyer)])
    return found.get((seller, buyer), Decimal(0))


def _open_orders(connection: Connection, buyer: str) -> int:
    states = ", ".join(f"'{each}'" for each in sorted(OPEN_STATES))
    sql = f"SELECT COUNT(*) FROM document WHERE buyer IN (?*) AND kind = 'order' AND state IN ({states})"
    return int(rows_in(connection, sql, [buyer])[0][0])
