"""Customers: their cards, their accounts and their credit, and how a desk makes one of its own."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from desktop.actions.cards import dealer_named, dealers_by_id, stranger
from desktop.actions.queries import fetch_keys, like_text
from desktop.actions.views import CustomerRow, CustomerView
from domain.errors import RefusedError, UsageError
from domain.money import from_fen, to_fen
from domain.parties import TIERS, Dealer
from sync.records import reading
from sync.records.bodies import DealerBody
from sync.records.bulk import rows_in
from sync.records.searching import pinyin_keys

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desktop.desk import Desk


@dataclass(frozen=True, slots=True)
class NewCustomer:
    """The card of a customer of one's own; without credit terms it has no limit and pays at once."""

    code: str
    name: str
    tier: str = "store"
    price_list: str = ""
    credit_limit: Decimal | None = None
    credit_days: int | None = None
    contact: str = ""
    phone: str = ""
    address: str = ""


def customer_ids(desk: Desk, text: str = "") -> array[int]:
    """Keys of the dealers right below this desk's dealer (at HQ: of all dealers), by code."""
    where, values = _below(desk)
    if text.strip():
        like = like_text(text)
        where += " AND (code LIKE ? ESCAPE '|' OR name LIKE ? ESCAPE '|' OR pinyin LIKE ? ESCAPE '|')"
        values += [like, like, like.lower()]
    with desk.book.reading() as connection:
        return fetch_keys(connection, f"SELECT pk FROM dealer WHERE {where} ORDER BY code, pk", values)


def customer_rows(desk: Desk, pks: Sequence[int]) -> list[CustomerRow]:
    """The rows of these customers with their accounts, in the order asked for."""
    with desk.book.reading() as connection:
        rows = rows_in(connection, "SELECT * FROM dealer WHERE pk IN (?*)", list(pks))
        accounts = [(row.parent or "", row.id) for row in rows]
        owed = _balances(connection, [buyer for _, buyer in accounts])
        promised = _promised(connection, [buyer for _, buyer in accounts])
    found = {row.pk: _customer_row(row, owed, promised) for row in rows}
    return [found[pk] for pk in pks if pk in found]


def customers(desk: Desk, text: str = "") -> list[CustomerRow]:
    """All customers with their accounts."""
    return customer_rows(desk, customer_ids(desk, text))


def customer(desk: Desk, named: str) -> CustomerView:
    """One customer's card and credit position today; UsageError `dealer_unknown`, `dealer_ambiguous`."""
    with desk.book.reading() as connection:
        buyer = dealer_named(connection, named, desk.dealer_id)
        seller_id = buyer.parent or desk.dealer_id
        seller = dealers_by_id(connection, [seller_id]).get(seller_id) or stranger(seller_id)
        return CustomerView(
            dealer=buyer,
            seller=seller,
            credit=reading.credit_position(connection, seller.id, buyer, desk.today()),
            last_order=_last(connection, "order", seller.id, buyer.id),
            last_payment=_last(connection, "money_receipt", seller.id, buyer.id),
        )


def add_customer(desk: Desk, card: NewCustomer) -> CustomerRow:
    """Makes a customer of this desk's own.

    Raises UsageError `dealer_code_missing`, `dealer_name_missing`, `tree_unknown_tier`, `credit_limit_negative`,
    `credit_days_negative`; RefusedError `dealer_exists`, `customer_at_hq`.
    """
    _check_card(desk, card)
    customer_id = f"{desk.dealer_id}:{card.code}"
    body = DealerBody(
        code=card.code,
        name=card.name,
        tier=card.tier,
        parent=desk.dealer_id,
        price_list=card.price_list,
        credit_limit=None if card.credit_limit is None else to_fen(card.credit_limit),
        credit_days=card.credit_days,
        pinyin=pinyin_keys(card.name),
        contact=card.contact,
        phone=card.phone,
        address=card.address,
    )
    with desk.book.writing() as writing:
        taken = dealers_by_id(writing.connection, [customer_id, card.code])
        if taken:
            raise RefusedError("dealer_exists", dealer=card.code, name=next(iter(taken.values())).name)
        writing.put(desk.stream, "dealer", customer_id, body)
        pk = rows_in(writing.connection, "SELECT pk FROM dealer WHERE id IN (?*)", [customer_id])[0][0]
    return customer_rows(desk, [pk])[0]


def _check_card(desk: Desk, card: NewCustomer) -> None:
    if desk.is_hq:
        raise RefusedError("customer_at_hq")
    if not card.code.strip() or ":" in card.code or "/" in card.code:
        raise UsageError("dealer_code_missing", text=card.code)
    if not card.name.strip():
        raise UsageError("dealer_name_missing", dealer=card.code)
    if card.tier not in TIERS[1:]:
        raise UsageError("tree_unknown_tier", dealer=card.code, tier=card.tier)
    if card.credit_limit is not None and card.credit_limit < 0:
        raise UsageError("credit_limit_negative", dealer=card.code, limit=card.credit_limit)
    if card.credit_days is not None and card.credit_days < 0:
        raise UsageError("credit_days_negative", dealer=card.code, days=card.credit_days)


def _below(desk: Desk) -> tuple[str, list[Any]]:
    return ("parent IS NOT NULL", []) if desk.is_hq else ("parent = ?", [desk.dealer_id])


def _balances(connection: Connection, buyers: Sequence[str]) -> dict[tuple[str, str], int]:
    sql = "SELECT seller, buyer, SUM(amount) FROM posting WHERE buyer IN (?*) GROUP BY seller, buyer"
    return {(seller, buyer): int(total) for seller, buyer, total in rows_in(connection, sql, list(buyers))}


def _promised(connection: Connection, buyers: Sequence[str]) -> dict[tuple[str, str], Decimal]:
    """What is ordered, not refused and not delivered, for the accounts that have such orders."""
    sql = (
        "SELECT DISTINCT seller, buyer FROM document WHERE buyer IN (?*) AND kind = 'order' "
        "AND state IN ('submitted', 'accepted', 'accepted_in_part', 'partly_delivered')"
    )
    accounts = rows_in(connection, sql, list(buyers))
    return {(seller, buyer): reading.committed(connection, seller, buyer) for seller, buyer in accounts}


def _customer_row(row: Any, owed: dict[tuple[str, str], int], promised: dict[tuple[str, str], Decimal]) -> CustomerRow:
    account = (row.parent or "", row.id)
    card: Dealer = reading.dealer_of(row)
    balance = from_fen(owed.get(account, 0))
    committed = promised.get(account, Decimal(0))
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
        balance=balance,
        committed=committed,
        available=None if limit is None else limit - balance - committed,
        seller=row.parent or "",
    )


def _last(connection: Connection, kind: str, seller: str, buyer: str) -> date | None:
    sql = f"SELECT MAX(date) FROM document WHERE buyer IN (?*) AND kind = '{kind}' AND seller = ?"
    found = rows_in(connection, sql, [buyer], seller)[0][0]
    return date.fromisoformat(found) if found else None
