"""Customers: their cards, their accounts and their credit, and how a desk makes one of its own."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from desktop.actions.accounts.receivables import Account, Owing, balances, committed_of, overdue_of, owing_of
from desktop.actions.catalog.cards import dealer_named, dealers_by_id, stranger
from desktop.actions.catalog.cost import veiled_for
from desktop.actions.catalog.customer_cards import save_customer
from desktop.actions.catalog.merging import idle_notes, merged_accounts
from desktop.actions.changes import changes
from desktop.actions.documents.views import CustomerRow, CustomerView
from desktop.actions.headquarters.queued import Queued
from domain.errors import RefusedError, UsageError
from domain.parties.dealers import ACTIVE, Dealer
from domain.values.money import ZERO, from_fen
from sync.records.books import reading
from sync.records.books.bulk import query_keys, query_rows, rows_in
from sync.records.books.searching import dealer_condition

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desktop.desk import Desk


OWING = ("", "owes", "overdue", "over_limit", "others")
"""Which customers a list shows: all of one's own, those that owe, those that are late, those beyond their limit; and
whose accounts others below keep, never together with one's own.
"""


@dataclass(frozen=True, slots=True)
class NewCustomer:
    """The card of a customer of one's own; without credit terms it has no limit and pays at once."""

    code: str
    name: str
    tier: str = "store"
    price_list: str = ""
    credit_limit: Decimal | None = None
    credit_days: int | None = None
    terms: str = ""
    phone: str = ""
    more: Mapping[str, str] = field(default_factory=dict)

    @property
    def texts(self) -> dict[str, str]:
        """What was said of it, as it would be typed; `more` are further fields of its card."""
        told = {each.name: getattr(self, each.name) for each in fields(self) if each.name != "more"}
        return {**self.more, **{name: str(value) for name, value in told.items() if value not in (None, "")}}


def customer_ids(desk: Desk, text: str = "", owing: str = "") -> array[int]:
    """Keys of the dealers right below this desk's dealer, by code.

    `owing` is one of `OWING`: "" for all, those that owe anything, are late, or are beyond their limit; `others` gives
    instead those whose seller is somebody below. Raises UsageError `owing_unknown`.
    """
    where = "parent <> ? AND id <> ?" if owing == "others" else "parent = ?"
    values: list[Any] = [desk.dealer_id] * where.count("?")
    if owing not in OWING:
        raise UsageError("owing_unknown", owing=owing, known=", ".join(each for each in OWING if each))
    with desk.book.reading() as connection:
        if text.strip():
            named, known = dealer_condition(connection, text)
            where, values = f"{where} AND {named}", [*values, *known]
        if owing in ("", "others"):
            return query_keys(connection, f"SELECT pk FROM dealer WHERE {where} ORDER BY code, pk", values)
        rows = query_rows(
            connection, f"SELECT pk, id, parent, credit_limit FROM dealer WHERE {where} ORDER BY code, pk", *values
        )
        accounts = _owing(connection, {_account(row): row.credit_limit for row in rows}, owing, desk.today())
    return array("q", (row.pk for row in rows if _account(row) in accounts))


def balance_total(desk: Desk, pks: Sequence[int]) -> Decimal:
    """What the customers of these keys owe together."""
    sql = (
        "SELECT SUM(p.amount) AS fen FROM posting p JOIN dealer d ON d.id = p.buyer AND d.parent = p.seller "
        "WHERE d.pk IN (?*)"
    )
    with desk.book.reading() as connection:
        sums = rows_in(connection, sql, list(pks))
    return from_fen(sum(int(row.fen or 0) for row in sums))


def customer_rows(desk: Desk, pks: Sequence[int]) -> list[CustomerRow]:
    """The rows of these customers with their accounts, in the order asked for."""
    with desk.book.reading() as connection:
        rows = rows_in(connection, "SELECT * FROM dealer WHERE pk IN (?*)", list(pks))
        stands = owing_of(connection, [_account(row) for row in rows], desk.today())
    found = {row.pk: _customer_row(row, stands[_account(row)]) for row in rows}
    return [found[pk] for pk in pks if pk in found]


def customer_key(desk: Desk, named: str) -> tuple[int, bool] | None:
    """The key of a dealer by id, or of one's own customer by code, and whether the account is one's own.

    None where the books know no such dealer below.
    """
    own = desk.dealer_id
    sql = (
        "SELECT pk, parent FROM dealer WHERE parent IS NOT NULL AND id <> ? "
        "AND (id IN (?, ?) OR (parent = ? AND code = ?)) "
        "ORDER BY CASE WHEN id = ? THEN 0 ELSE 1 END LIMIT 1"
    )
    with desk.book.reading() as connection:
        rows = query_rows(connection, sql, own, named, f"{own}:{named}", own, named, named)
    return (int(rows[0].pk), rows[0].parent == own) if rows else None


def customers(desk: Desk, text: str = "", owing: str = "") -> list[CustomerRow]:
    """All customers with their accounts."""
    return customer_rows(desk, customer_ids(desk, text, owing))


def customer(desk: Desk, named: str) -> CustomerView:
    """One customer's card and credit position today; UsageError `dealer_unknown`, `dealer_ambiguous`."""
    with desk.book.reading() as connection:
        buyer = dealer_named(connection, named, desk.dealer_id)
        seller_id = buyer.parent or desk.dealer_id
        seller = dealers_by_id(connection, [seller_id]).get(seller_id) or stranger(seller_id)
        view = CustomerView(
            dealer=buyer,
            seller=seller,
            credit=reading.credit_position(connection, seller.id, buyer, desk.today()),
            last_order=_last(connection, "order", seller.id, buyer.id),
            last_payment=_last(connection, "money_receipt", seller.id, buyer.id),
            notes=idle_notes(connection, buyer),
            merged=merged_accounts(connection, seller.id, buyer.id),
        )
    return veiled_for(desk, buyer.id, view)


@changes("parties", "accounts")
def add_customer(desk: Desk, card: NewCustomer) -> CustomerRow | Queued:
    """Makes a customer of this desk's own.

    Raises UsageError `dealer_code_empty`, `dealer_code_missing`, `code_alike`, `dealer_name_missing`,
    `tree_unknown_tier`, `credit_limit_negative`, `credit_days_negative`, `terms_unreadable`, `price_list_unknown`;
    RefusedError `terms_not_permitted`, `dealer_exists`, `customer_at_hq`, `dealer_closed`.
    """
    desk.need("card_write")
    if desk.at_hq:
        raise RefusedError("customer_at_hq")
    if not card.code.strip():
        raise UsageError("dealer_code_empty")
    if card.credit_limit is not None and card.credit_limit < 0:
        raise UsageError("credit_limit_negative", dealer=card.code, limit=card.credit_limit)
    if card.credit_days is not None and card.credit_days < 0:
        raise UsageError("credit_days_negative", dealer=card.code, days=card.credit_days)
    saved = save_customer(desk, "", card.texts)
    if isinstance(saved, Queued):
        return saved
    with desk.book.reading() as connection:
        pk = rows_in(connection, "SELECT pk FROM dealer WHERE id IN (?*)", [saved.key])[0][0]
    return customer_rows(desk, [pk])[0]


def _account(row: Any) -> Account:
    return row.parent or "", row.id


def _owing(connection: Connection, limits: Mapping[Account, int | None], owing: str, today: date) -> set[Account]:
    """Of the accounts with their limits in fen, those `owing` speaks of."""
    owed = balances(connection, limits)
    if owing == "over_limit":
        limited = {account: from_fen(limit) for account, limit in limits.items() if limit is not None}
        promised = committed_of(connection, limited)
        return {
            account
            for account, limit in limited.items()
            if owed.get(account, ZERO) + promised.get(account, ZERO) > limit
        }
    debtors = {account for account, amount in owed.items() if amount > 0}
    return debtors if owing == "owes" else set(overdue_of(connection, debtors, today))


def _customer_row(row: Any, stands: Owing) -> CustomerRow:
    card: Dealer = reading.dealer_of(row)
    limit = card.credit_limit
    return CustomerRow(
        pk=row.pk,
        id=card.id,
        code=card.code,
        name=card.name,
        tier=card.tier,
        status=card.status,
        price_list=card.price_list,
        phone=card.phone,
        credit_limit=limit,
        credit_days=card.credit_days,
        balance=stands.balance,
        committed=stands.committed,
        available=_available(card, stands),
        seller=row.parent or "",
        overdue=stands.overdue,
        overdue_days=stands.days,
        terms=row.terms,
    )


def _available(card: Dealer, stands: Owing) -> Decimal | None:
    """What a customer may still order for: nothing who may order nothing, suspended, closed or another's by now."""
    if card.credit_limit is None:
        return None if card.status == ACTIVE else ZERO
    left = card.credit_limit - stands.balance - stands.committed
    return left if card.status == ACTIVE else min(left, ZERO)


def _last(connection: Connection, kind: str, seller: str, buyer: str) -> date | None:
    sql = f"SELECT MAX(date) FROM document WHERE buyer IN (?*) AND kind = '{kind}' AND seller = ?"
    found = rows_in(connection, sql, [buyer], seller)[0][0]
    return date.fromisoformat(found) if found else None
