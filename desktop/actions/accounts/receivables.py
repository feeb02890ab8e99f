"""What accounts owe, have on order and are late with: many accounts at once, for lists."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from domain.values.money import ZERO, from_fen
from sync.records.accounts import accounts as ledgers
from sync.records.books import reading
from sync.records.books.bulk import rows_in

if TYPE_CHECKING:
    from sqlalchemy import Connection

Account = tuple[str, str]
"""Seller's and buyer's id."""


@dataclass(frozen=True, slots=True)
class Owing:
    """One account: `balance` is what the buyer owes, `committed` what is ordered and not delivered, `overdue` what of
    the balance is past its due date and `days` how late its oldest part is.
    """

    balance: Decimal = ZERO
    committed: Decimal = ZERO
    overdue: Decimal = ZERO
    days: int = 0


def owing_of(connection: Connection, accounts: Sequence[Account], today: date) -> dict[Account, Owing]:
    """How these accounts stand today."""
    owed = balances(connection, accounts)
    promised = committed_of(connection, accounts)
    late = overdue_of(connection, [account for account in accounts if owed.get(account, ZERO) > 0], today)
    return {
        account: Owing(owed.get(account, ZERO), promised.get(account, ZERO), *late.get(account, (ZERO, 0)))
        for account in accounts
    }


def balances(connection: Connection, accounts: Iterable[Account]) -> dict[Account, Decimal]:
    """What the buyers owe; accounts without any posting are left out."""
    sql = "SELECT buyer, SUM(amount) AS owed FROM posting WHERE buyer IN (?*) AND seller = ? GROUP BY buyer"
    return {account: from_fen(int(row.owed)) for account, row in _each(connection, sql, accounts)}


def committed_of(connection: Connection, accounts: Iterable[Account]) -> dict[Account, Decimal]:
    """What is ordered, not refused and not delivered, for the accounts that have such orders."""
    sql = (
        "SELECT DISTINCT buyer FROM document WHERE buyer IN (?*) AND seller = ? AND kind = 'order' "
        "AND state IN ('submitted', 'accepted', 'accepted_in_part', 'partly_delivered')"
    )
    return {account: reading.committed(connection, *account) for account, _ in _each(connection, sql, accounts)}


def overdue_of(connection: Connection, accounts: Iterable[Account], today: date) -> dict[Account, tuple[Decimal, int]]:
    """What is past its due date and how many days its oldest part is, for the accounts that are late.

    The same figures hold up an order, so they are taken from the same place.
    """
    # Only an account with an older increase can be late: a posting's due date is that of its last instalment.
    dues = "SELECT DISTINCT buyer FROM posting WHERE buyer IN (?*) AND seller = ? AND amount > 0 AND date < ?"
    candidates = [account for account, _ in _each(connection, dues, accounts, today.isoformat())]
    found = {account: ledgers.overdue_of(connection, *account, today) for account in candidates}
    return {account: late for account, late in found.items() if late[0] > 0}


def _each(connection: Connection, sql: str, accounts: Iterable[Account], *after: str) -> Iterator[tuple[Account, Any]]:
    """Runs a query once a seller, over all his buyers, so that the index of accounts serves it."""
    buyers: dict[str, list[str]] = defaultdict(list)
    for seller, buyer in accounts:
        buyers[seller].append(buyer)
    for seller, those in buyers.items():
        for row in rows_in(connection, sql, those, seller, *after):
            yield (seller, row.buyer), row
