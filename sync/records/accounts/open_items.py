"""The open items of one account out of what each document still leaves open, without its long settled history."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection

from domain.accounts.ledger import age_order
from domain.accounts.positions import OpenCredit, OpenDebt, Position, due_first
from domain.values.money import ZERO, from_fen
from domain.values.payment_terms import Instalment
from sync.records.accounts.account_rows import HELD, parts_of, posting_of
from sync.records.books.bulk import query_rows, rows_in

# What counts of a settlement, as in `domain.accounts.positions`: both of its documents stand.
_SETTLED = (
    "COALESCE((SELECT SUM(s.amount) FROM settlement s JOIN document o ON o.id = s.{other} "
    f"WHERE s.{{own}} = d.id AND o.state = 'posted' AND s.mode <> '{HELD}'), 0)"
)
_OPEN = (
    "SELECT p.seller, p.buyer, p.date, p.due, p.amount, d.kind, d.number, d.remark, d.id, d.reverses, d.terms, "
    "{settled} AS settled FROM posting p JOIN document d ON d.pk = p.document "
    "WHERE p.seller = ? AND p.buyer = ? AND {sign} AND d.state = 'posted' AND d.reverses IS NULL AND {left} > {settled}"
)
_OWED = "SELECT COALESCE(SUM(amount), 0) AS fen FROM posting WHERE seller = ? AND buyer = ?"
_ANY = "SELECT 1 FROM settlement WHERE seller = ? AND buyer = ? LIMIT 1"
_HOLDS = f"SELECT credit FROM settlement WHERE seller = ? AND buyer = ? AND mode = '{HELD}'"
_BY_PART = (
    "SELECT s.debt, s.part, SUM(s.amount) AS fen FROM settlement s JOIN document o ON o.id = s.credit "
    f"WHERE s.debt IN (?*) AND o.state = 'posted' AND s.mode <> '{HELD}' GROUP BY s.debt, s.part"
)


def open_position(connection: Connection, seller: str, buyer: str) -> Position | None:
    """What the whole ledger's position says where leftovers stay ahead; None where it must be made from all postings.

    What is wholly settled or reversed is left to the database. Where what it leaves open doesn't add up to the
    balance, something unusual is behind it (more settled than there is, a reversal of a part) and nothing is said.
    """
    account = (seller, buyer)
    settled = bool(query_rows(connection, _ANY, *account))
    held = {row.credit for row in query_rows(connection, _HOLDS, *account)} if settled else set()
    raised = _open(connection, account, "debt", settled=settled)
    debts: list[OpenDebt] = []
    parted: dict[str, list[Instalment]] = {}
    for row in raised:
        posting = posting_of(row)
        if parts := parts_of(posting.amount, posting.date, row.terms):
            parted[row.id] = list(parts)
        else:
            left = from_fen(row.amount - int(row.settled))
            debts.append(OpenDebt(posting, 1, posting.due, posting.amount, left))
    if parted:
        debts += _parts(connection, [row for row in raised if row.id in parted], parted)
    debts.sort(key=due_first)
    credits_ = [
        OpenCredit(posting_of(row), from_fen(-row.amount - int(row.settled)), row.id in held)
        for row in _open(connection, account, "credit", settled=settled)
    ]
    credits_.sort(key=lambda credit: age_order(credit.posting))
    found = Position(tuple(debts), tuple(credits_))
    owed = from_fen(int(query_rows(connection, _OWED, *account)[0].fen))
    return found if found.balance == owed else None


def _open(connection: Connection, account: tuple[str, str], own: str, *, settled: bool) -> Iterable[Any]:
    """The rows of an account's debts or credits that nobody settled whole."""
    other = "credit" if own == "debt" else "debt"
    sql = _OPEN.format(
        settled=_SETTLED.format(own=own, other=other) if settled else "0",
        sign="p.amount > 0" if own == "debt" else "p.amount < 0",
        left="p.amount" if own == "debt" else "-p.amount",
    )
    return query_rows(connection, sql, *account)


def _parts(connection: Connection, rows: list[Any], parted: dict[str, list[Instalment]]) -> Iterable[OpenDebt]:
    paid: dict[str, dict[int, Decimal]] = defaultdict(dict)
    for found in rows_in(connection, _BY_PART, list(parted)):
        paid[found.debt][found.part] = from_fen(int(found.fen))
    for row in rows:
        posting = posting_of(row)
        for part, piece in enumerate(parted[row.id], 1):
            left = piece.amount - paid[row.id].get(part, ZERO)
            if left > 0:
                yield OpenDebt(posting, part, piece.due, piece.amount, left)
